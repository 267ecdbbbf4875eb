"""Errors of the settings: unknown keys, unreadable values, unsound periods. None changes how the journals are judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...forms.periods import PERIOD
from ..places import Line, Places, Planted


def wrong_rules(places: Places) -> Iterator[Planted]:
    """A key that no setting has, a value that cannot be read."""
    page = places.settings("policies")
    rows = page.sheet.rows
    row = next(index for index, values in enumerate(rows) if str(values["key"]).startswith("Порог пропусков"))
    rows[row]["value"] = "половина"
    yield Line(page, row).planted("setting-unreadable", "вместо числа процентов записано «половина»", "value")
    rows.append({"key": "Порог отметки за сочинение", "value": "2,6", "meaning": "", "source": ""})
    yield Line(page, len(rows) - 1).planted("setting-unknown", "добавлено правило, которого программа не знает", "key")


def wrong_periods(places: Places) -> Iterator[Planted]:
    """A break that ends before it begins, a term of no known name, terms that overlap."""
    page = places.settings("periods")
    rows = page.sheet.rows
    row = _row(rows, "Дополнительные каникулы")
    rows[row]["first"], rows[row]["last"] = rows[row]["last"], rows[row]["first"]
    yield Line(page, row).planted("period-reversed", "начало и окончание каникул перепутаны", "last")
    row = _row(rows, "4 четверть")
    rows[row]["first"] = dt.date(2027, 3, 22)
    yield Line(page, row).planted("periods-overlap", "четвёртая четверть начинается до конца третьей", "first")
    first, last = dt.date(2027, 6, 1), dt.date(2027, 6, 14)
    rows.append({"title": "Летняя практика", "sort": PERIOD, "classes": "10", "first": first, "last": last, "closed": "нет"})
    yield Line(page, len(rows) - 1).planted("period-unknown", "добавлен период «Летняя практика»", "title")


def _row(rows: list[dict[str, object]], title: str) -> int:
    return next(index for index, row in enumerate(rows) if row["title"] == title)


LINES = (wrong_rules, wrong_periods)
