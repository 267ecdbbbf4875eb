"""Pages of metasubject and personal results: levels counted, and descriptions, for which no marks are set (п. 3.2.3, 3.2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pandas as pd

from ...forms.meta_results import ACTIONS, LEVELS
from ...kind import fold
from ...people import identity
from ...report import Cell, Field, Figure, Page
from ...sheets.records import Records
from .order import class_order
from .summary import Summary

META_TAB, PERSONAL_TAB = "Метапредметные", "Личностные"
WHOLE = "Вся школа"


def pages(summary: Summary) -> Iterator[Page]:
    """A page for each of the two registers that was read."""
    meta = _entries(summary, "meta_results", ("action", "level"))
    if len(meta):
        yield _meta(summary, meta)
    personal = _entries(summary, "personal_results", ("direction",))
    if len(personal):
        yield _personal(summary, personal)


def _entries(summary: Summary, form: str, needed: Sequence[str]) -> pd.DataFrame:
    """Entries with all that is counted: group, who, and the columns needed."""
    records = summary.school.records.get(form)
    if records is None or records.rows.empty:
        return pd.DataFrame()
    frame = pd.DataFrame({"group": summary.school.groups(records).astype(object), "who": _who(summary, records)})
    frame = frame.assign(**{name: records.rows[name].astype(object) for name in needed})
    return frame[frame["who"].notna() & frame[list(needed)].notna().all(axis=1)]


def _who(summary: Summary, records: Records) -> list[object]:
    """Who each entry is of: the person of the class list, else the tidied name."""
    persons = summary.school.persons(records).tolist()
    names = records.rows["student"].astype(object)
    return [identity(person, name) if person >= 0 or isinstance(name, str) else None for person, name in zip(persons, names, strict=True)]


def _groups(frame: pd.DataFrame) -> list[str]:
    return sorted(set(frame["group"]), key=class_order)


def _meta(summary: Summary, frame: pd.DataFrame) -> Page:
    """Results of diagnostics by class and action: how many of each level, and what part of all."""
    fields = (
        Field("Класс", 12), Field("УУД", 20), Field("Учеников", 9, centred=True), Field("Результатов", 11, centred=True),
        *(Field(level, 11, group="Результатов", centred=True) for level in LEVELS),
        *(Field(level, 11, group="Доля, %", centred=True) for level in LEVELS),
    )  # fmt: skip
    note = f"{summary.note}. Строка ведомости — один результат диагностики; за год"
    page = Page(META_TAB, "Метапредметные результаты: уровни УУД", note, fields, (), frozen=2, filtered=False)
    rows: list[Sequence[Cell]] = []
    tones: list[str] = []
    for group in _groups(frame):
        of_class = frame[frame["group"] == group]
        for action in ACTIONS:
            if len(part := of_class[of_class["action"] == action]):
                rows.append(_levels(page, len(rows), group or "Не указан", action, part))
                tones.append("")
    body = len(rows)
    for action in ACTIONS:
        if len(part := frame[frame["action"] == action]):
            rows.append(_whole(page, len(rows), body, _levels(page, len(rows), WHOLE, action, part)))
            tones.append("total")
    return replace(page, rows=rows, tones=tones)


def _levels(page: Page, row: int, group: str, action: str, part: pd.DataFrame) -> Sequence[Cell]:
    """One row: numbers, and percents that follow from them."""
    counts = [int((part["level"] == level).sum()) for level in LEVELS]
    number = sum(counts)
    at = page.cell(row, 3)
    first, last = page.cell(row, 4), page.cell(row, 3 + len(LEVELS))
    shares = [
        Figure(
            Fraction(100 * count, number) if number else None,
            f'=IF({at}=0,"",ROUND(100*{page.cell(row, 4 + place)}/{at},2))',
            partial(_why_share, action, level, count, number),
        )
        for place, (level, count) in enumerate(zip(LEVELS, counts, strict=True))
    ]
    return [
        group,
        action,
        part["who"].nunique(),
        Figure(number, f"=SUM({first}:{last})", partial(_why_sum, "Результатов", number, "уровни строки")),
        *counts,
        *shares,
    ]


def _whole(page: Page, row: int, body: int, cells: Sequence[Cell]) -> Sequence[Cell]:
    """A row of the whole school: its numbers are sums of the rows of the classes with the same action."""
    actions = f"{page.cell(0, 1)}:{page.cell(body - 1, 1)}"
    summed = {column: cells[column] for column in range(4, 4 + len(LEVELS))}
    return [
        Figure(
            value,
            f"=SUMIF({actions},{page.cell(row, 1)},{page.cell(0, column)}:{page.cell(body - 1, column)})",
            partial(_why_sum, page.fields[column].title, value, f"строки классов с УУД «{cells[1]}»"),
        )
        if isinstance(value := summed.get(column), int)
        else cell
        for column, cell in enumerate(cells)
    ]


def _why_share(action: str, level: str, count: int, number: int) -> list[str]:
    return [
        f"УУД {action}, уровень «{level}»: {count} из {number} результатов диагностик",
        f"100 · {count} / {number}",
        "Ведомость метапредметных результатов, п. 3.2.4 Положения",
    ]


def _why_sum(title: str, number: int, parts: str) -> list[str]:
    return [f"{title}: {number} — сумма, {parts}", "Реестр результатов, п. 3.2.3, 3.2.4 Положения"]


def _personal(summary: Summary, frame: pd.DataFrame) -> Page:
    """Entries by class and direction: how many, and of how many students. Nothing is rated (п. 3.2.3)."""
    fields = (
        Field("Класс", 12),
        Field("Направление", 46, wrapped=True),
        Field("Учеников", 12, centred=True),
        Field("Записей", 12, centred=True),
    )
    note = f"{summary.note}. Личностные результаты описываются; отметок за них не ставят (п. 3.2.3)"
    page = Page(PERSONAL_TAB, "Личностные результаты: о чём есть записи", note, fields, (), portrait=True, filtered=False)
    frame = frame.assign(folded=[fold(direction) for direction in frame["direction"]])
    rows: list[Sequence[Cell]] = []
    for group in _groups(frame):
        of_class = frame[frame["group"] == group]
        for _, part in of_class.groupby("folded"):
            rows.append([group or "Не указан", str(part["direction"].iat[0]), part["who"].nunique(), len(part)])
    total: Sequence[Cell] = [
        WHOLE, "", frame["who"].nunique(),
        Figure(len(frame), f"=SUM({page.cell(0, 3)}:{page.cell(len(rows) - 1, 3)})", partial(_why_sum, "Записей", len(frame), "строки классов")),
    ]  # fmt: skip
    return replace(page, rows=[*rows, total], tones=[*([""] * len(rows)), "total"])
