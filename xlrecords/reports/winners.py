"""Pages of an olympiad's export: «Победители и призёры», what in it needs a look, and counts (п. 3.2.2, 4.1)."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import pandas as pd

from ..book import address, letters
from ..imports.joining import school_key
from ..imports.olympiad import ABSENT, MEDALLIST, WINNER, Export, Remark, place, remarks
from ..kind import fold, grade_of, letter_of, plain
from ..people import key
from ..report import Cell, Field, Figure, Link, Page

TITLE = "Победители и призёры"
WINNERS = (
    Field("Код", 20), Field("ОО", 34, wrapped=True), Field("Класс участника", 10, wrapped=True, centred=True), Field("Участник", 36, wrapped=True),
    Field("Результат", 56, wrapped=True),
)  # fmt: skip
LOOK = (
    Field("№", 5, centred=True), Field("Книга", 24, wrapped=True), Field("Лист", 18, wrapped=True), Field("Клетка", 8),
    Field("Участник", 32, wrapped=True),
    Field("Класс", 7, centred=True), Field("Предмет", 20, wrapped=True), Field("Что посмотреть", 58, wrapped=True),
)  # fmt: skip
GRADES = 12
"""More than any grade: those whose class is unknown come last."""
NO_TABLE = "Таблица выгрузки не найдена: лист не прочитан"
NO_ROWS = "На листе нет ни одной строки участия"


@dataclass(frozen=True, slots=True)
class Laureate:
    """A student with what he or she won.

    Attributes:
        lines: Rows of the export, in their order.
        doubt: Why it is told apart from others of the same name, or from what rows; empty: nothing to say.
    """

    code: str
    school: str
    group: str
    student: str
    results: tuple[str, ...]
    lines: tuple[int, ...]
    doubt: str = ""


def laureates(rows: pd.DataFrame) -> list[Laureate]:
    """Winners and medallists, one a student, by schools, classes and names.

    A student is one code, school, name and class. The same name with another code, or in another class, is somebody else, and so
    is each row without a code: nobody is merged by a guess, and it is told.
    """
    won = rows[rows["status"].isin((WINNER, MEDALLIST)) & (rows["student"] != "")]
    people: dict[tuple[str, str, str, str, int], list[int]] = {}
    for line, one in zip(won.index.tolist(), won.itertuples(index=False), strict=True):
        who = (one.code or f"строка {line}", school_key(one.school), key(one.student), "", one.studied)
        people.setdefault(who, []).append(line)
    parted = [part for lines in people.values() for part in _by_letter(rows, lines)]
    names = Counter((school_key(rows["school"].at[lines[0]]), key(rows["student"].at[lines[0]])) for lines in parted)
    found = [_laureate(rows, lines, names) for lines in parted]
    return sorted(found, key=lambda one: (school_key(one.school), grade_of(one.group), letter_of(one.group), key(one.student), one.lines))


def _by_letter(rows: pd.DataFrame, lines: list[int]) -> Iterator[list[int]]:
    """Rows of one code, name and grade: together, unless they name classes with several letters."""
    groups = {rows["group"].at[line] for line in lines}
    if len({group for group in groups if letter_of(group)}) <= 1:
        yield lines
    else:
        yield from ([line for line in lines if rows["group"].at[line] == group] for group in sorted(groups))


def _laureate(rows: pd.DataFrame, lines: list[int], names: Mapping[tuple[str, str], int]) -> Laureate:
    first = rows.loc[lines[0]]
    group = max((rows["group"].at[line] for line in lines), key=len)
    results = [f"{rows['subject'].at[line]} ({str(rows['status'].at[line]).capitalize()})" for line in lines]
    doubt = ""
    if names[school_key(first["school"]), key(first["student"])] > 1:
        told = "код не указан" if not first["code"] else "код или класс другой"
        doubt = f"в списке есть такое же имя той же ОО, {told}: записи не объединены"
    return Laureate(first["code"], first["school"], group, first["student"], tuple(dict.fromkeys(results)), tuple(lines), doubt)


def winner_pages(export: Export, files: Mapping[str, Path], folder: Path, only: str = "") -> tuple[Page, ...]:
    """«Победители и призёры», «Замечания», «Итоги».

    Args:
        export: What was read.
        files: Path of each book, by its name, for links.
        folder: Folder of the report.
        only: Key of a school (`imports.joining.school_key`): only its students are listed and counted; empty: all.
    """
    rows = export.rows
    kept = rows[[school_key(name) == only for name in rows["school"]]] if only else rows
    return (_winners(kept), _look(export, kept, files, folder), _totals(kept))


def _winners(rows: pd.DataFrame) -> Page:
    found = laureates(rows)
    body = [[one.code, one.school, one.group, plain(one.student), ", ".join(one.results)] for one in found]
    return Page(TITLE, TITLE, f"Человек: {len(found)}. Что посмотреть перед отправкой — лист «Замечания».", WINNERS, body)


# What needs a look


def _look(export: Export, rows: pd.DataFrame, files: Mapping[str, Path], folder: Path) -> Page:
    kept = set(rows.index)
    told = [remark for remark in remarks(export) if remark.line in kept]
    told += [Remark(line, "student", one.doubt, False) for one in laureates(rows) if one.doubt for line in one.lines]
    told += _twice(rows)
    body = list(look_rows(export, sorted(told, key=lambda remark: remark.line), files, folder))
    return Page(
        "Замечания", f"Замечания: {len(body)}", "Щёлкните клетку в графе «Клетка», чтобы открыть выгрузку на ней.", LOOK, body,
        [*("warning" if row[4] else "note" for row in body)], toned=7,
    )  # fmt: skip


def _twice(rows: pd.DataFrame) -> Iterator[Remark]:
    """Rows in which a student stands with a subject again."""
    named = rows[(rows["student"] != "") & (rows["code"] != "")]
    who = [(one.code, school_key(one.school), key(one.student), fold(one.subject), one.low) for one in named.itertuples(index=False)]
    first: dict[tuple[object, ...], int] = {}
    for line, one in zip(named.index.tolist(), who, strict=True):
        if first.setdefault(one, line) != line:
            differs = rows["status"].at[first[one]] != rows["status"].at[line]
            yield Remark(line, "student", "участник записан по этому предмету ещё раз" + (", статус другой" if differs else ""), False)


def look_rows(export: Export, told: Iterable[Remark], files: Mapping[str, Path], folder: Path) -> Iterator[list[Cell]]:
    """Rows of a page with what needs a look: remarks, then rows that are no participation, then sheets that are no export."""
    number = 0
    for line, found in groupby(told, key=lambda remark: remark.line):
        number += 1
        reasons = list(found)
        book, sheet, cell = place(export, line, reasons[0].column)
        one = export.rows.loc[line]
        why = _sentence("; ".join(dict.fromkeys(remark.text for remark in reasons)))
        yield [
            number,
            book,
            sheet,
            link(files, folder, book, sheet, cell),
            plain(one["student"]) or "—",
            one["group"],
            one["subject"],
            why,
        ]
    for book, sheet, row, column, text in export.others:
        number += 1
        cell = address(row, column)
        yield [number, book, sheet, link(files, folder, book, sheet, cell), "", "", "", f"Не строка участия: «{text}»"]
    for stray in export.strays:
        number += 1
        yield [number, stray.book, stray.sheet, "", "", "", "", NO_ROWS if stray.empty else NO_TABLE]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def link(files: Mapping[str, Path], folder: Path, book: str, sheet: str, cell: str) -> Cell:
    """A cell of an export that opens it; only its name where the file is not known."""
    path = files.get(book)
    return Link(cell, Path(os.path.relpath(path, folder)).as_posix(), sheet, cell) if path is not None else cell


# Counts


def _totals(rows: pd.DataFrame) -> Page:
    """By subject: who took part, who won; winners and medallists by the grade that they study in."""
    grades = sorted({int(grade) for grade in rows["studied"][rows["status"].isin((WINNER, MEDALLIST))]}, key=lambda grade: grade or GRADES)
    fields = (
        Field("Предмет", 34), Field("Записей", 10), Field("Неявок", 10), Field("Победителей", 13), Field("Призёров", 11),
        *(Field(f"{grade} кл." if grade else "без класса", 8 if grade else 12, group="Победителей и призёров") for grade in grades),
    )  # fmt: skip
    counts: dict[str, Counter[object]] = defaultdict(Counter)
    titles: dict[str, str] = {}
    for subject, status, grade in rows[["subject", "status", "studied"]].itertuples(index=False, name=None):
        name = fold(subject)
        titles.setdefault(name, subject or "предмет не указан")
        counts[name].update(("все", status, *((("класс", grade),) if status in (WINNER, MEDALLIST) else ())))
    numbers = {
        name: [*(count[what] for what in ("все", ABSENT, WINNER, MEDALLIST)), *(count["класс", grade] for grade in grades)]
        for name, count in counts.items()
    }
    body: list[Sequence[Cell]] = [[titles[name], *found] for name, found in numbers.items()]
    page = Page("Итоги", "Итоги по предметам и классам", "Запись — участие одного человека по одному предмету.", fields, body)
    return _with_total(page, list(numbers.values())) if body else page


def _with_total(page: Page, body: Sequence[Sequence[int]]) -> Page:
    """The same with sums below."""
    first = page.heading_row + 1
    total: list[Cell] = ["Всего"]
    for column in range(1, len(page.fields)):
        name = letters(column + 1)
        total.append(Figure(sum(row[column - 1] for row in body), f"=SUM({name}{first}:{name}{first + len(body) - 1})"))
    return replace(page, rows=[*page.rows, total], tones=[*("" for _ in body), "total"])
