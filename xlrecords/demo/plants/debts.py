"""Errors in the register of debts: each a row of its own, of a student who has no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from ...forms import debts
from ..last_year import CLASS, debt
from ..places import Places, Planted
from .past import year_summary

SUBJECT = "Геометрия"
FIRST, SECOND, THIRD = dt.date(2026, 9, 18), dt.date(2026, 10, 14), dt.date(2026, 11, 20)
TWICE = {"date1": FIRST, "result1": "2", "date2": SECOND, "result2": "2", "protocol": "№ 2 от 14.10.2026", "decision": debts.NOT_CLEARED}

ROWS: tuple[tuple[str, str, str, Mapping[str, object]], ...] = (
    ("debt-attempt-order", "date1", "первая попытка раньше, чем образовалась задолженность", {"date1": dt.date(2026, 5, 20), "result1": "2"}),
    (
        "debt-no-commission", "protocol", "вторая попытка без протокола комиссии",
        {"date1": FIRST, "result1": "2", "date2": SECOND, "result2": "3", "decision": debts.CLEARED},
    ),
    (
        "debt-overdue", "due", "задолженность позапрошлого года без результата",
        {"arose": dt.date(2025, 5, 26), "due": dt.date(2025, 12, 25)},
    ),
    ("debt-due-late", "due", "срок больше года", {"due": dt.date(2027, 9, 1)}),
    ("debt-decision-differs", "decision", "решение «ликвидирована» без попыток", {"decision": debts.CLEARED}),
)  # fmt: skip
"""Rule, column, what is wrong, what the row says."""


def rows(places: Places) -> Iterator[Planted]:
    """A row for each error."""
    page, summary = places.of_form("debts"), year_summary(places, CLASS)

    def another() -> dict[str, object]:
        return debt(places.person(summary, lambda student: student not in page.sheet.students), CLASS, SUBJECT)

    for rule, column, note, values in ROWS:
        line = page.add({**another(), **values})
        yield line.planted(rule, f"{line.values['student']}: {note}", column)
    again = another()
    page.add({**again, **TWICE})
    line = page.add({**again, "arose": THIRD - dt.timedelta(14), "date1": THIRD, "result1": "2"})
    yield line.planted("debt-third-attempt", f"{line.values['student']}: третья попытка записана новой строкой", "date1")


LAST = (rows,)
