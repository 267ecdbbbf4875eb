"""Rules of a sheet's shape: is it a known form, are its labels, columns and headings there."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from ..forms import FORMS, JOURNALS
from ..issue import Severity
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings

WITHOUT_YEAR = re.compile(r"\d{1,2}(?:[./-]\d{1,2})?")
"""A day, or a day and a month."""
ALL = tuple(form.name for form in FORMS)

SHEET_UNKNOWN = Rule(
    "sheet-unknown", "Лист не похож ни на одну форму", "лист не похож ни на одну известную форму{hint}; он не проверен",
    "Возьмите форму командой «xlrecords new» или верните заголовки граф; если лист не для учёта, ничего не делайте.",
    "4.4", Severity.WARNING,
)  # fmt: skip
SHEET_EMPTY = Rule(
    "sheet-empty", "На листе нет записей", "на листе нет ни одной записи", "Заполните лист или удалите его.", "2.4", Severity.NOTE
)
LABEL_MISSING = Rule(
    "label-missing", "Нет подписи над таблицей", "над таблицей не указано «{title}»",
    "Добавьте над таблицей «{title}:» и значение. {help}", "4.4", Severity.ERROR,
)  # fmt: skip
RULE_FAILED = Rule(
    "rule-failed", "Проверка не выполнена", "проверка «{title}» не выполнена из-за ошибки программы ({error})",
    "Сообщите разработчикам имя проверки и вид ошибки; остальные проверки выполнены.", "2.4", Severity.ERROR,
)  # fmt: skip


@rule(
    "column-missing", title="Нет обязательной графы", forms=ALL, clause="4.4",
    message="в таблице нет графы «{title}»", fix="Добавьте графу с заголовком «{title}». {help}",
)  # fmt: skip
def column_missing(records: Records, school: School) -> pd.DataFrame:
    """Required columns without a heading; the place is the first heading of the table."""
    found = []
    for column in records.form.columns:
        if column.required:
            for sheet_id in np.flatnonzero(records.places[column.name] == 0):
                anchor = records.places[records.form.signs[0]][sheet_id]
                found.append((sheet_id, _heading_row(records, int(sheet_id)), anchor, column.title, column.help))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "title", "help"])


@rule(
    "grid-missing", title="Нет дат уроков", forms=JOURNALS, clause="4.4",
    message="в строке заголовков нет ни одной даты занятия", fix="Впишите даты занятий в строку заголовков в виде ДД.ММ.ГГГГ.",
)  # fmt: skip
def grid_missing(records: Records, school: School) -> pd.DataFrame:
    """Journals with students but without a date."""
    ids = sorted(set(records.rows["sheet_id"].unique()) - set(records.headings["sheet_id"].unique()))
    anchor = records.places[records.form.signs[0]]
    return findings(sheet_id=ids, row=[_heading_row(records, sheet) for sheet in ids], column=[anchor[sheet] for sheet in ids])


@rule(
    "heading-unknown", title="Неизвестный заголовок", forms=ALL, clause="4.4", severity=Severity.WARNING,
    message="заголовок «{value}» неизвестен: графа не проверена", fix="Исправьте заголовок по образцу формы или вынесите графу за таблицу.",
)  # fmt: skip
def heading_unknown(records: Records, school: School) -> pd.DataFrame:
    """Headings inside the table that the form does not know."""
    return _faults(records, "heading-unknown")


@rule(
    "heading-repeated", title="Заголовок повторяется", forms=ALL, clause="4.4",
    message="графа «{value}» уже есть левее: эта не прочитана", fix="Оставьте одну графу с таким заголовком.",
)  # fmt: skip
def heading_repeated(records: Records, school: School) -> pd.DataFrame:
    """A second column of the same name."""
    return _faults(records, "heading-repeated")


@rule(
    "heading-blank", title="Пустой заголовок", forms=ALL, clause="4.4",
    message="в столбце есть записи, а заголовок пуст", fix="Впишите заголовок (дату урока) или очистите столбец.",
)  # fmt: skip
def heading_blank(records: Records, school: School) -> pd.DataFrame:
    """Values under an empty heading."""
    return _faults(records, "heading-blank")


@rule(
    "date-unreadable", title="Дата урока не читается", forms=JOURNALS, clause="4.4",
    message="«{value}» — не дата урока{why}", fix="Впишите дату в виде ДД.ММ.ГГГГ{or_year}.",
)  # fmt: skip
def date_unreadable(records: Records, school: School) -> pd.DataFrame:
    """Headings meant as dates that are none: 31.02, a time, a number; days without a year only once a sheet, for one cause."""
    headings = records.headings
    found = headings.loc[headings["date"].isna() & ~headings["carried"], ["sheet_id", "row", "column"]]
    if found.empty:
        return findings()
    known = records.sheets["year"].notna() if "year" in records.sheets else pd.Series(False, records.sheets.index)
    no_year = ~found["sheet_id"].map(known).to_numpy(dtype=bool) & (school.policy.values.get("year") is None)
    yearless = no_year & [WITHOUT_YEAR.fullmatch(records.text(*place)) is not None for place in found.itertuples(index=False, name=None)]
    count = pd.Series(yearless, found.index).groupby(found["sheet_id"]).transform("sum")
    found = found.assign(
        why=[f": не указан учебный год (таких дат: {number})" if blind else "" for blind, number in zip(yearless, count, strict=True)],
        or_year=[" или укажите над таблицей «Учебный год»" if blind else "" for blind in yearless],
    )
    return found[~(yearless & found.assign(blind=yearless).duplicated(["sheet_id", "blind"]).to_numpy())]


def _heading_row(records: Records, sheet_id: int) -> int:
    return int(records.heading_rows[sheet_id])


def _faults(records: Records, rule_id: str) -> pd.DataFrame:
    faults = records.faults
    return faults.loc[faults["rule"] == rule_id, ["sheet_id", "row", "column"]] if len(faults) else findings()


RULES: tuple[Rule, ...] = (
    SHEET_UNKNOWN, SHEET_EMPTY, column_missing, LABEL_MISSING, grid_missing, heading_unknown, heading_repeated, heading_blank,
    date_unreadable, RULE_FAILED,
)  # fmt: skip
