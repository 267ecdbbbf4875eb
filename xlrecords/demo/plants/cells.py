"""Errors of single cells: marks that are none, values of the wrong kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from ...sheets.template import Layout
from ..places import Line, Places, Planted
from ..sheet import Extra, Where

SECTION, CLUB, TALKS = "Волейбол", "Театральная студия", "Разговоры о важном"

WRONG_MARKS: tuple[tuple[str, object, str], ...] = (
    ("mark-unknown", "ы", "записано «ы»"),
    ("mark-unknown", "5!", "записано «5!»"),
    ("mark-misplaced", "н/а", "под датой урока записано «н/а»"),
    ("mark-look-alike", "H", "«н» набрано латинской буквой"),
    ("mark-with-absence", "б/5", "записано «б/5»"),
    ("mark-out-of-scale", 6, "поставлена отметка 6"),
    ("mark-out-of-scale", 45, "отметки 4 и 5 записаны одним числом 45"),
    ("mark-fractional", 4.5, "поставлена отметка 4,5"),
    ("mark-text-number", "5", "отметка 5 записана текстом"),
)
"""What is written under a lesson of the running term: no mark for a period depends on it yet."""


def _free(line: Line) -> list[int]:
    return [index for index in line.page.running() if line.cells[index] == "" and not line.page.sheet.lessons[index].get("work")]


def wrong_marks(places: Places) -> Iterator[Planted]:
    """Cells of journals that are no marks."""
    for rule, value, note in WRONG_MARKS:
        line = places.line(lambda line: bool(_free(line)))
        index = places.chance.choice(_free(line))
        line.cells[index] = value
        yield line.planted(rule, note, index)


def closed_term(places: Places) -> Iterator[Planted]:
    """A mark outside the scale in a term that is closed: the mark for the term is not judged by it."""
    line = places.line(lambda line: line.cells[1] == "" and not line.page.sheet.lessons[1].get("work"))
    line.cells[1] = 7
    yield line.planted("mark-out-of-scale", "в закрытом периоде поставлена отметка 7", 1)


def mark_in_ungraded(places: Places) -> Iterator[Planted]:
    """A mark in the journal of a section."""
    line = places.course_line(SECTION, lambda line: "" in line.cells)
    index = line.cells.index("")
    line.cells[index] = 5
    yield line.planted("mark-in-ungraded", "в журнале секции поставлена отметка 5", index)


def strange_cells(places: Places) -> Iterator[Planted]:
    """What Excel makes of «5/4», and a formula that divides by zero."""
    yield _extra(places, "mark-is-date", dt.date(2027, 4, 5), "", "запись 5/4 превратилась в дату")
    wrong = _extra(places, "cell-formula-error", "=1/0", "#DIV/0!", "в клетке формула с ошибкой #ДЕЛ/0!")
    yield from (wrong, replace(wrong, rule="archive-formula-error"))


def _extra(places: Places, rule: str, value: str | dt.date, calculated: str, note: str) -> Planted:
    line = places.line(lambda line: bool(_free(line)))
    index, row = places.chance.choice(_free(line)), line.row
    line.page.sheet.extras.append(Extra(lambda layout: layout.mark(row, index), value, calculated))
    return line.planted(rule, note, index)


def cell_empty(places: Places) -> Iterator[Planted]:
    """Nothing where something must stand: a document, a guardian, a teacher."""
    page = places.achievements()
    page.sheet.rows[0]["document"] = ""
    yield Line(page, 0).planted("cell-empty", "у достижения не указан документ", "document")
    line = places.listed()
    line.values["guardian"] = ""
    yield line.planted("cell-empty", "не указан законный представитель", "guardian")
    club = places.course(CLUB)
    club.sheet.head["teacher"] = ""
    yield club.planted("cell-empty", "не указан руководитель кружка", lambda layout: layout.label("teacher"))


def wrong_values(places: Places) -> Iterator[Planted]:
    """Values of the wrong kind in the class list, an achievement sheet and a register."""
    line = places.listed()
    line.values["birth"] = "31.02.2015"
    yield line.planted("cell-unreadable", "дата рождения 31.02.2015", "birth")
    line = places.listed()
    line.values["guardian"] = "—"
    yield line.planted("bad-format", "вместо законного представителя прочерк", "guardian")
    line = places.listed()
    line.values["consent"] = "не знаю"
    yield line.planted("not-in-list", "согласие: «не знаю»", "consent")
    page = places.achievements()
    page.sheet.rows[1]["level"] = "городской"
    yield Line(page, 1).planted("not-in-list", "уровень «городской»", "level")
    page = places.course(SECTION)
    page.sheet.lessons[2]["hours"] = 45
    yield page.planted("out-of-range", "вместо часов записаны минуты: 45", _lesson(2, "hours"))


def row_repeated(places: Places) -> Iterator[Planted]:
    """The same achievement twice, the same line of the plan twice."""
    page = places.achievements()
    rows = page.sheet.rows
    rows.append({**rows[0], "number": len(rows) + 1})
    yield Line(page, len(rows) - 1).planted("row-repeated", "достижение записано дважды", "date")
    plan = places.settings("subjects").sheet.rows
    plan.append(dict(plan[-2]))
    yield Line(places.settings("subjects"), len(plan) - 1).planted("row-repeated", "строка учебного плана записана дважды", "subject")


def _lesson(index: int, column: str) -> Where:
    def where(layout: Layout) -> str:
        return layout.lesson(index, column)

    return where


LINES = (wrong_marks, closed_term, mark_in_ungraded, strange_cells, cell_empty, wrong_values, row_repeated)
