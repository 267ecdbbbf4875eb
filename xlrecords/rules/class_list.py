"""Rules of the class list itself: dates, orders, personal files."""

from __future__ import annotations

import pandas as pd

from ..issue import Severity
from ..kind import fold
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings

FORM = ("class_list",)


def _at(records: Records, rows: pd.DataFrame, name: str, **facts: object) -> pd.DataFrame:
    return findings(sheet_id=rows["sheet_id"], row=rows["row"], column=records.column(name, rows["sheet_id"]), **facts)


@rule(
    "stay-reversed", title="Выбыл раньше, чем прибыл", forms=FORM, clause="2.4",
    message="дата выбытия {left} раньше даты зачисления {arrived}", fix="Исправьте даты по приказам.",
)  # fmt: skip
def stay_reversed(records: Records, school: School) -> pd.DataFrame:
    """Students who left before they came."""
    rows = records.rows[records.rows["left"] < records.rows["arrived"]]
    return _at(records, rows, "left", left=[day.date() for day in rows["left"]], arrived=[day.date() for day in rows["arrived"]])


@rule(
    "order-missing", title="Выбытие без приказа", forms=FORM, clause="2.4",
    message="указана дата выбытия, а приказа нет", fix="Впишите номер и дату приказа.",
)  # fmt: skip
def order_missing(records: Records, school: School) -> pd.DataFrame:
    """Students who left without an order."""
    rows = records.rows[records.rows["left"].notna() & records.rows["order"].isna()]
    column = records.column("order", rows["sheet_id"])
    fallback = records.column("left", rows["sheet_id"])
    return findings(sheet_id=rows["sheet_id"], row=rows["row"], column=[one or other for one, other in zip(column, fallback, strict=True)])


@rule(
    "file-number-repeated", title="Номер личного дела повторяется", forms=FORM, clause="2.4",
    message="личное дело «{value}» уже записано: {first}", fix="Исправьте номер личного дела по алфавитной книге.",
)  # fmt: skip
def file_number_repeated(records: Records, school: School) -> pd.DataFrame:
    """Numbers of personal files that two people bear; a repeated row of one person is reported as such."""
    rows = records.rows[records.rows["file_number"].notna()]
    if rows.empty:
        return findings()
    numbers = rows["file_number"].astype(object).map(fold)
    first = rows.groupby(numbers, sort=False)[["sheet_id", "row"]].transform("first")
    again = (first != rows[["sheet_id", "row"]]).any(axis=1) & ~rows.duplicated(["student", "birth"])
    found = rows[again]
    column = records.column("file_number", found["sheet_id"])
    where = [records.where(sheet, row, at) for (sheet, row), at in zip(first[again].itertuples(index=False), column, strict=True)]
    return findings(sheet_id=found["sheet_id"], row=found["row"], column=column, first=where)


@rule(
    "age-unlikely", title="Возраст не подходит к классу", forms=FORM, clause="2.4", severity=Severity.WARNING,
    message="на 1 сентября {age:год} — для {group} класса это необычно", fix="Проверьте дату рождения и класс.",
)  # fmt: skip
def age_unlikely(records: Records, school: School) -> pd.DataFrame:
    """Students younger or older on 1 September than the school expects of their class."""
    if school.year is None:
        return findings()
    rows = records.rows[records.rows["birth"].notna() & records.rows["school_class"].notna()]
    birth = rows["birth"]
    age = school.year - birth.dt.year - ((birth.dt.month > 9) | ((birth.dt.month == 9) & (birth.dt.day > 1)))
    grade = rows["school_class"].astype(object).str.extract(r"^(\d+)")[0].astype(int)
    youngest, oldest = school.policy.of("first_ages", tuple)
    odd = ~(age - grade + 1).between(youngest, oldest)
    found = rows[odd]
    return _at(records, found, "birth", age=[int(value) for value in age[odd]], group=found["school_class"].astype(object))


RULES: tuple[Rule, ...] = (stay_reversed, order_missing, file_number_repeated, age_unlikely)
