"""Rules of the settings sheets: known keys, readable values, sound dates of periods."""

from __future__ import annotations

import difflib

import pandas as pd

from ..forms.periods import PERIOD
from ..issue import Severity
from ..kind import UNREAD, fold, parse_class, plain, term_of
from ..people import applies
from ..policy import CARD, POLICIES, Setting
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings

KEYED = ("school_card", "policies")


def _declared(records: Records) -> dict[str, Setting]:
    return {fold(setting.key): setting for setting in (CARD if records.form.name == "school_card" else POLICIES)}


@rule(
    "setting-unknown", title="Неизвестная настройка", forms=KEYED, clause="4.3", severity=Severity.WARNING,
    message="настройка «{value}» неизвестна и не учтена{near}",
    fix="Исправьте название или уберите строку; лист со всеми названиями создаёт команда «xlrecords new school».",
)  # fmt: skip
def setting_unknown(records: Records, school: School) -> pd.DataFrame:
    """Keys that no setting has, with the nearest right one."""
    declared, found = _declared(records), []
    for sheet, row, key in records.rows[["sheet_id", "row", "key"]].itertuples(index=False):
        if isinstance(key, str) and fold(key) not in declared:
            close = difflib.get_close_matches(fold(key), declared, n=1, cutoff=0.6)
            near = f"; похоже на «{declared[close[0]].key}»" if close else ""
            found.append((sheet, row, records.places["key"][sheet], near))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "near"])


@rule(
    "setting-unreadable", title="Значение настройки не читается", forms=KEYED, clause="4.3",
    message="настройка «{key}»: записано «{value}», а нужно: {expected}; пока {instead}",
    fix="Исправьте значение: {expected}.",
)  # fmt: skip
def setting_unreadable(records: Records, school: School) -> pd.DataFrame:
    """Values that their setting cannot read."""
    declared, found = _declared(records), []
    for sheet, row, key, value in records.rows[["sheet_id", "row", "key", "value"]].itertuples(index=False):
        setting = declared.get(fold(key)) if isinstance(key, str) else None
        if setting is not None and isinstance(value, str) and setting.parse(plain(value)) is UNREAD:
            instead = f"действует «{setting.default}»" if setting.default else "значение неизвестно"
            found.append((sheet, row, records.places["value"][sheet], setting.key, setting.expected, instead))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "key", "expected", "instead"])


@rule(
    "period-reversed", title="Период кончается раньше, чем начинается", forms=("periods",), clause="4.1",
    message="окончание {last} раньше начала {first}", fix="Исправьте даты.",
)  # fmt: skip
def period_reversed(records: Records, school: School) -> pd.DataFrame:
    """Rows whose last day is before the first."""
    rows = records.rows[records.rows["last"] < records.rows["first"]]
    days = {name: [day.date() for day in rows[name]] for name in ("first", "last")}
    return findings(sheet_id=rows["sheet_id"], row=rows["row"], column=records.column("last", rows["sheet_id"]), **days)


@rule(
    "period-unknown", title="Период не распознан", forms=("periods",), clause="4.1",
    message="период «{value}» не распознан", fix="Назовите период «1 четверть», «2 полугодие», «3 триместр» или «Год».",
)  # fmt: skip
def period_unknown(records: Records, school: School) -> pd.DataFrame:
    """Terms whose name means none."""
    rows = records.rows[(records.rows["sort"] == PERIOD) & records.rows["title"].notna()]
    found = rows[[not term_of(str(title)) for title in rows["title"]]] if len(rows) else rows
    return findings(sheet_id=found["sheet_id"], row=found["row"], column=records.column("title", found["sheet_id"]))


@rule(
    "periods-overlap", title="Периоды пересекаются", forms=("periods",), clause="4.1",
    message="период пересекается с периодом «{other}» ({where})", fix="Исправьте даты: четверти (триместры, полугодия) идут друг за другом.",
)  # fmt: skip
def periods_overlap(records: Records, school: School) -> pd.DataFrame:
    """Terms of one scheme and of common classes that share days; a repeated row is reported as such."""
    rows = records.rows[(records.rows["sort"] == PERIOD) & (records.rows["first"] <= records.rows["last"])]
    terms = [
        (
            row["sheet_id"],
            row["row"],
            str(row["title"]),
            str(row["classes"]) if isinstance(row["classes"], str) else "",
            row["first"],
            row["last"],
        )
        for row in rows.to_dict("records")
    ]
    found = []
    for later, (sheet, row, title, classes, first, last) in enumerate(terms):
        scheme = term_of(title).rstrip("1234")
        for other_sheet, other_row, other, other_classes, start, end in terms[:later]:
            same = scheme and scheme == term_of(other).rstrip("1234")
            repeat = (title, classes, first) == (other, other_classes, start)
            if same and not repeat and first <= end and start <= last and _common(classes, other_classes):
                where = records.where(other_sheet, other_row, records.places["first"][other_sheet])
                found.append((sheet, row, records.places["first"][sheet], other, where))
                break
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "other", "where"])


def _common(classes: str, others: str) -> bool:
    """Whether two lists of classes have a class in common."""
    named = (parse_class(part.strip()) for part in f"{classes};{others}".replace(",", ";").split(";"))
    groups = {*map(str, range(1, 13)), *(group for group in named if isinstance(group, str))}
    return any(applies(classes, group) and applies(others, group) for group in groups)


RULES: tuple[Rule, ...] = (setting_unknown, setting_unreadable, period_reversed, period_unknown, periods_overlap)
