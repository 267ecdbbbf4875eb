"""Errors of a sheet's shape: headings, labels, sheets that are no form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...form import Column
from ...kind import TERMS, TEXT
from ..places import Places, Planted, heading_of
from ..school import JOURNALS, class_book
from ..sheet import Extra, Sheet

CLUB, PAPER = "Театральная студия", "Школьная газета"
STRAY = "B25000"


def headings(places: Places) -> Iterator[Planted]:
    """Columns that the form does not know, or has already."""
    page = places.page()
    _add_column(page.sheet, Column("remark", "Характеристика", TEXT, "", required=False))
    yield page.planted("heading-unknown", "добавлена графа «Характеристика»", heading_of("remark"))
    yield page.planted("archive-comment", "у добавленной графы есть примечание", heading_of("remark"))
    page = places.page()
    title = TERMS[page.closed[0]]
    _add_column(page.sheet, Column("again", title, TEXT, "", required=False))
    yield page.planted("heading-repeated", f"графа «{title}» добавлена второй раз", heading_of("again"))
    yield page.planted("archive-comment", "у графы, добавленной второй раз, есть примечание", heading_of("again"))


def _add_column(sheet: Sheet, column: Column) -> None:
    assert sheet.form is not None
    sheet.form = replace(sheet.form, columns=(*sheet.form.columns, column))


def journal_repeated(places: Places) -> Iterator[Planted]:
    """A page of a journal that somebody copied into another book."""
    page = places.page()
    book = f"{JOURNALS}/Копия.xlsx"
    places.school.books[book] = [page.sheet]
    yield Planted(
        "journal-repeated", book, page.sheet.tab, f"лист скопирован из книги «{page.book}»", lambda layout: layout.label("subject")
    )


def label_missing(places: Places) -> Iterator[Planted]:
    """A page of a journal that does not say who teaches."""
    page = places.page()
    assert page.sheet.form is not None
    page.sheet.form = replace(page.sheet.form, head=tuple(label for label in page.sheet.form.head if label.name != "teacher"))
    yield page.planted("label-missing", "убрана подпись «Учитель»")


def column_missing(places: Places) -> Iterator[Planted]:
    """An achievement sheet without documents."""
    page = places.achievements()
    assert page.sheet.form is not None
    page.sheet.form = replace(page.sheet.form, columns=tuple(column for column in page.sheet.form.columns if column.name != "document"))
    yield page.planted("column-missing", "удалена графа «Документ»", heading_of("event"))


def grid_missing(places: Places) -> Iterator[Planted]:
    """A club with a list of students and no dates."""
    page = places.course(PAPER)
    added = Sheet(page.sheet.form, "Вторая группа", {**page.sheet.head, "group": "3, первый год"})
    members = enumerate(page.sheet.students[:5], 1)
    added.rows = [{"number": number, "student": student.written, "school_class": student.school_class} for number, student in members]
    places.school.books[page.book].append(added)
    yield Planted("grid-missing", page.book, added.tab, "лист группы без дат занятий", heading_of("student"))


def loose_sheets(places: Places) -> Iterator[Planted]:
    """A table that is no form, and an empty sheet."""
    first, last = places.school.classes[0], places.school.classes[-1]
    bells: list[list[object]] = [["Урок", "Начало", "Конец"], [1, "8:30", "9:10"], [2, "9:20", "10:00"], [3, "10:20", "11:00"]]
    for group, sheet, rule, note in (
        (first, Sheet(None, "Звонки", loose=bells), "sheet-unknown", "добавлен лист с расписанием звонков"),
        (last, Sheet(None, "Лист1"), "sheet-empty", "добавлен пустой лист"),
    ):
        places.school.books[class_book(group)].append(sheet)
        yield Planted(rule, class_book(group), sheet.tab, note)


def cell_stray(places: Places) -> Iterator[Planted]:
    """A word far below the table."""
    page = places.course(CLUB)
    page.sheet.extras.append(Extra(lambda layout: STRAY, "проверить"))
    yield page.planted("cell-stray", "далеко под таблицей записано слово", lambda layout: STRAY)


PAGES = (headings, label_missing, journal_repeated)
LINES = (column_missing, grid_missing, loose_sheets, cell_stray)
