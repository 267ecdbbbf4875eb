"""Pages of the running period: what is missing before it ends, and means beside a threshold (п. 4.1). By class and name, never ranked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from ...attestation.results import where
from ...attestation.risks import at_risk, near, running, short
from ...attestation.why import of_mark
from ...book import letters
from ...kind import TERMS
from ...report import Cell, Field, Figure, Page
from ...words import counted, decimal
from ..grounds import PRIVATE
from .order import by_class
from .summary import Summary

TAB, BORDER_TAB = "До отметки не хватает", "Спорные отметки"
TOLD = (
    "student", "subject", "teacher", "term", "token", "computed", "count", "total", "weight", "least", "missed", "held", "unsure",
    "now", "wanted", "needed", "left", "near", "absent", "alone",
)  # fmt: skip
"""Columns of the marks that the pages tell."""
UNRANKED = f"{PRIVATE}. По классам и фамилиям, без мест"
FIELDS = (
    Field("№", 4.5, centred=True), Field("Фамилия, имя", 28, wrapped=True), Field("Предмет", 27, wrapped=True), Field("Учитель", 20, wrapped=True),
    Field("Период", 13), Field("Отметок", 8.5, centred=True), Field("Сумма с весом", 9, wrapped=True, centred=True),
    Field("Вес", 6, centred=True), Field("Средний балл", 8.5, wrapped=True, centred=True), Field("Выходит", 8.5, centred=True),
    Field("Следующая", 10.5, centred=True), Field("Нужно ещё «5»", 8, wrapped=True, centred=True),
    Field("Уроков осталось", 9.5, wrapped=True, centred=True), Field("На что обратить внимание", 40, wrapped=True),
)  # fmt: skip
BORDER_FIELDS = (
    Field("№", 4.5, centred=True), Field("Фамилия, имя", 28, wrapped=True), Field("Предмет", 27, wrapped=True), Field("Учитель", 22, wrapped=True),
    Field("Сумма с весом", 9, wrapped=True, centred=True), Field("Вес", 6, centred=True), Field("Средний балл", 8.5, wrapped=True, centred=True),
    Field("Порог", 7, centred=True),
    Field("За отметку", 10, centred=True), Field("Выходит", 8.5, centred=True), Field("Поставлено", 10.5, centred=True),
)  # fmt: skip


def pages(summary: Summary) -> Iterator[Page]:
    """«До отметки не хватает» while a period runs, and «Спорные отметки» of the period of the summary; none where nobody is concerned."""
    rows = running(summary.school, summary.day)
    if len(chosen := at_risk(rows)):
        yield _missing(summary, chosen)
    if len(border := _bordering(summary)):
        yield _border(summary, border)


def _missing(summary: Summary, chosen: pd.DataFrame) -> Page:
    note = f"На {summary.day:%d.%m.%Y}. {UNRANKED}"
    page = Page(TAB, "До отметки не хватает: период ещё идёт", note, FIELDS, (), frozen=2, filtered=False)
    few = short(chosen).to_numpy()
    rows: list[Sequence[Cell]] = []
    names = summary.students["name"].tolist()
    top, index = page.heading_row + 1, chosen.index.tolist()
    for number, at, row in _in_order(summary, chosen, rows):
        mean = Figure(
            Fraction(int(row["total"]), int(row["weight"])) if row["weight"] else None,
            _mean(f"{letters(7)}{top + len(rows)}", f"{letters(8)}{top + len(rows)}"),
            why := partial(_why, summary, index[at], row),
        )
        rows.append([
            number, names[row["student"]], str(row["subject"]), _text(row["teacher"]), TERMS[row["term"]], int(row["count"]), int(row["total"]),
            int(row["weight"]), mean, _mark(row["now"]), _mark(row["wanted"]),
            Figure(int(row["needed"]) if row["needed"] >= 0 else None, why=why),
            int(row["left"]) if row["left"] >= 0 else None, "; ".join(_reasons(row, bool(few[at]))),
        ])  # fmt: skip
    return replace(page, rows=rows)


def _in_order(summary: Summary, chosen: pd.DataFrame, rows: list[Sequence[Cell]]) -> Iterator[tuple[int, int, Mapping[str, Any]]]:
    """Running number within the class, position, and values of each row, by class, name and subject; puts the bands of the classes."""
    students = chosen["student"].to_numpy()
    columns = {name: chosen[name].astype(object).tolist() for name in TOLD if name in chosen}
    values: list[dict[str, Any]] = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    places: dict[int, list[int]] = {}
    for at in np.argsort(chosen["subject"].astype(object).to_numpy(), kind="stable").tolist():
        places.setdefault(int(students[at]), []).append(at)
    for group, members in by_class(summary.students).items():
        found = [at for student in members for at in places.get(student, ())]
        if found:
            rows.append([f"{group} класс" if group else "Класс не указан"])
        for number, at in enumerate(found, 1):
            yield number, at, values[at]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _mark(value: int) -> Cell:
    return int(value) if value else None


def _mean(total: str, weight: str) -> str:
    return f'=IF({weight}=0,"",ROUND({total}/{weight},2))'


def _reasons(row: Mapping[str, Any], few: bool) -> Iterator[str]:
    """Why somebody should look at a row."""
    if row["now"] == 2:
        yield "выходит «2»"
    if row["wanted"] and row["near"] == row["wanted"]:
        yield f"почти «{row['wanted']}»"
    if row["alone"]:
        yield "единственная «4», остальные «5»" if row["now"] == 4 else "единственная «3»"
    if few:
        yield f"мало отметок: {row['count']} из {row['least']}"
    if row["absent"]:
        yield f"пропущено {row['missed']} из {counted(int(row['held']), 'урок')}"
    if row["unsure"]:
        yield "есть нечитаемые клетки, средний балл не судится"
    if row["wanted"] and 0 <= row["left"] < row["needed"]:
        yield f"до «{row['wanted']}» уроков не хватит"


def _why(summary: Summary, index: int, row: Mapping[str, Any]) -> list[str]:
    """From what the mean and the number of marks that are missing follow."""
    total, weight, wanted = int(row["total"]), int(row["weight"]), int(row["wanted"])
    lines = [f"{TERMS[row['term']]}, {row['subject']}: {where(summary.school, index)}"]
    if weight:
        lines.append(
            f"Отметок {row['count']}; сумма с весом {total}, вес {weight}: {total} / {weight} = {decimal(Fraction(total, weight))}"
        )
    if wanted:
        threshold = summary.today.of("thresholds", tuple)[wanted - 3]
        needed = int(row["needed"])
        lines.append(f"Порог «{wanted}» — {decimal(threshold)}")
        if needed > 0:
            after = Fraction(total + 5 * needed, weight + needed)
            lines.append(
                f"С {needed} «5» весом 1: ({total} + 5 · {needed}) / ({weight} + {needed}) = {decimal(after)}; меньшего числа мало"
            )
        elif needed < 0:
            lines.append("Никакое число «5» до порога не поднимет")
    return [*lines, summary.today.basis("thresholds"), "Положение, п. 4.1"]


def _bordering(summary: Summary) -> pd.DataFrame:
    """Marks of the period whose mean is no farther from a threshold than the school's margin, with the column near."""
    rows = summary.marks[(summary.marks["graded"] & ~summary.marks["unsure"]).to_numpy(bool)]
    total, weight = (rows[name].to_numpy().astype(np.int64) for name in ("total", "weight"))
    beside = near(total, weight, summary.policy.of("thresholds", tuple), summary.policy.of("borderline", Fraction))
    return rows.assign(near=beside)[beside > 0]


def _border(summary: Summary, chosen: pd.DataFrame) -> Page:
    margin = decimal(summary.policy.of("borderline", Fraction))
    note = f"{summary.note}. Средний балл не дальше {margin} от порога. {UNRANKED}"
    page = Page(BORDER_TAB, f"Спорные отметки: {summary.title}", note, BORDER_FIELDS, (), frozen=2, filtered=False)
    thresholds: tuple[Fraction, ...] = summary.policy.of("thresholds", tuple)
    rows: list[Sequence[Cell]] = []
    names = summary.students["name"].tolist()
    top, index = page.heading_row + 1, chosen.index.tolist()
    for number, at, row in _in_order(summary, chosen, rows):
        mean = Figure(
            Fraction(int(row["total"]), int(row["weight"])), _mean(f"{letters(5)}{top + len(rows)}", f"{letters(6)}{top + len(rows)}"),
            partial(_why_border, summary, index[at], row),
        )  # fmt: skip
        rows.append([
            number, names[row["student"]], str(row["subject"]), _text(row["teacher"]), int(row["total"]), int(row["weight"]), mean,
            thresholds[row["near"] - 3], int(row["near"]), _mark(row["computed"]), _text(row["token"]),
        ])  # fmt: skip
    return replace(page, rows=rows)


def _why_border(summary: Summary, index: int, row: Mapping[str, Any]) -> list[str]:
    """From what a mean beside a threshold follows."""
    threshold, mean = summary.policy.of("thresholds", tuple)[row["near"] - 3], Fraction(int(row["total"]), int(row["weight"]))
    return [
        f"Порог «{row['near']}» — {decimal(threshold)}, до него {decimal(abs(mean - threshold))}; сравнивается неокруглённое среднее",
        summary.policy.basis("borderline"),
        *of_mark(summary.school, index),
    ]
