"""Rules of registers with numbers, and of the register of commendations (п. 3.3, 4.4, 5.1, 6.4)."""

from __future__ import annotations

import pandas as pd

from ..attestation.graduates import students_of
from ..attestation.results import in_period, places
from ..issue import Severity
from ..kind import grade_of
from ..people import applies
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings
from .numbering import breaks

REGISTERS = ("commendations", "applications", "credits", "releases")
"""Registers whose entries have numbers: each sheet is a series of its own."""
HONOUR = "похвальный лист"
BEST = 5


@rule(
    "register-number-gap", title="Нумерация реестра с пропуском или повтором", forms=REGISTERS, clause="2.4", severity=Severity.WARNING,
    message="номер {value}: {verdict}", fix="Пронумеруйте записи подряд, по порядку внесения; пропавшую запись найдите и впишите.",
)  # fmt: skip
def register_number_gap(records: Records, school: School) -> pd.DataFrame:
    """Numbers against the one before on the same sheet, where numbers stand; a repeat of a number that is the key of the form is `row-repeated`."""
    rows = records.rows
    if rows.empty:
        return findings()
    numbers = [None if pd.isna(number) else int(number) for number in rows["number"]]
    sheets, lines = rows["sheet_id"].tolist(), rows["row"].tolist()
    found = []
    for place, first, before in breaks(zip(sheets, numbers, strict=True)):
        if first is not None and records.form.key == ("number",):
            continue
        column = int(records.places["number"][sheets[place]])
        verdict = (
            f"после {before} ожидается {before + 1}"
            if first is None
            else f"уже есть ({records.where(sheets[first], lines[first], column)})"
        )
        found.append((sheets[place], lines[place], column, verdict))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "verdict"])


def _honours(records: Records) -> pd.DataFrame:
    """Entries of a похвальный лист."""
    return records.rows[(records.rows["sort"].astype(object) == HONOUR).to_numpy()]


@rule(
    "commendation-unfounded", title="Похвальный лист не при всех годовых «5»", forms=("commendations",), clause="3.3",
    message="похвальный лист записан, а годовые отметки не все «5»: {marks}", fix="Сверьте отметки; ошибочную запись отмените приказом.",
)  # fmt: skip
def commendation_unfounded(records: Records, school: School) -> pd.DataFrame:
    """Entries of a похвальный лист of students with an annual mark of the year of the register that is not «5»."""
    listed = _honours(records)
    frame = in_period(school, "year") if len(listed) else pd.DataFrame()
    if frame.empty:
        return findings()
    lower = frame[(frame["graded"] & frame["mark"].between(1, BEST - 1)).to_numpy(bool)]
    who = students_of(records, school)
    found = []
    for line, sheet, row in listed[["sheet_id", "row"]].itertuples(name=None):
        marks = lower[(lower["student"] == who[line]).to_numpy(bool)] if who[line] is not None else lower.iloc[:0]
        if len(marks):
            cells = places(school, marks.index.tolist())
            told = "; ".join(
                f"{subject} «{mark}» ({cell})" for subject, mark, cell in zip(marks["subject"], marks["mark"], cells, strict=True)
            )
            found.append((sheet, row, int(records.places["sort"][sheet]), told))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "marks"])


@rule(
    "commendation-class", title="Похвальный лист в классе, где его не вручают", forms=("commendations",), clause="3.3",
    severity=Severity.WARNING, message="похвальный лист в {group} классе, а вручают его в классах: {classes}",
    fix="Проверьте класс и вид поощрения или настройку «Похвальный лист: классы».",
)  # fmt: skip
def commendation_class(records: Records, school: School) -> pd.DataFrame:
    """Entries of a похвальный лист in classes outside the setting `honour_classes`."""
    classes = school.policy.of("honour_classes", str)
    groups = school.groups(records).astype(object)
    found = [
        (sheet, row, int(records.places["sort"][sheet]), groups[line], classes)
        for line, sheet, row in _honours(records)[["sheet_id", "row"]].itertuples(name=None)
        if grade_of(groups[line]) and not applies(classes, groups[line])
    ]
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "group", "classes"])


RULES: tuple[Rule, ...] = (register_number_gap, commendation_unfounded, commendation_class)
