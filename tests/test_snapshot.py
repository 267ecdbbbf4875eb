"""A picture of an open workbook holds the same cells as the reader of files finds in the file."""

from __future__ import annotations

import datetime as dt
import itertools
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import xlsxwriter

from xlrecords.book import Cell, Rows
from xlrecords.books import file
from xlrecords.books.snapshot import book_of, trimmed

from . import hostile
from .component import AddonBook
from .desks import built
from .templates import FORMS, NAMES


def picture(rows: Rows, *moments: list[object], errors: list[list[object]] | None = None, **desk: object) -> Rows:
    """Cells of a picture of one sheet."""
    sheet = {"name": "А", "rows": rows, "moments": list(moments), "errors": errors or []}
    return book_of({"name": "", "sheets": [sheet], **desk}).cells("А")


MOMENTS = (
    ("date", 46267.0, dt.date(2026, 9, 2)),
    ("date", 46267.25, dt.datetime(2026, 9, 2, 6)),
    ("datetime", 46267.0, dt.date(2026, 9, 2)),
    ("time", 0.5, dt.time(12)),
    ("date", 0.5, dt.time(12)),
    ("time", 0.4375, dt.time(10, 30)),
    ("datetime", 46267.333333333336, dt.datetime(2026, 9, 2, 8)),
    ("date", 1.0, dt.date(1900, 1, 1)),
    ("date", 59.0, dt.date(1900, 2, 28)),
    ("date", 61.0, dt.date(1900, 3, 1)),
    ("date", 1e9, 1e9),
    ("date", -1.0, -1.0),
    ("duration", 1.5, dt.timedelta(days=1, hours=12)),
    ("boolean", 1.0, True),
    ("boolean", 0.0, False),
)


@pytest.mark.parametrize(("kind", "number", "cell"), MOMENTS)
def test_a_number_shown_as_a_moment_is_one(kind: str, number: float, cell: Cell) -> None:
    assert picture([["x", number]], [kind, 1, 1, 1, 2]) == [["x", cell]]
    assert picture([["x", number]]) == [["x", number]]


def test_days_may_be_counted_from_1904() -> None:
    assert picture([[44805.0]], ["date", 1, 1, 1, 1], epoch="1904-01-01") == [[dt.date(2026, 9, 2)]]


def test_errors_are_their_texts_and_empty_edges_go() -> None:
    rows: list[list[Any]] = [["", 5.0, "", ""], ["", None, "", ""], ["", "", "", ""]]
    assert picture(rows, errors=[[2, 2, "#REF!"]]) == [["", 5.0], ["", "#REF!"]]
    assert picture([["", ""]]) == []


def test_colours_are_asked_for_once() -> None:
    asked = []

    def looks(spots: Any) -> dict[tuple[str, str], str]:
        asked.append(list(spots))
        return {("А", "A1"): "FFFF99"}

    book = book_of({"name": "", "sheets": [{"name": "А", "rows": [[1.0]]}], "notes": [["А", "A1", "да"]], "protected": [""]}, looks)
    for _ in range(2):
        survey = book.survey([("А", "A1"), ("А", "B1")])
        assert [(fill.cell, fill.colour, fill.pattern) for fill in survey.fills] == [("A1", "FFFF99", "solid")]
    assert asked == [[("А", "A1"), ("А", "B1")]]
    assert [(note.cell, note.text) for note in survey.notes] == [("A1", "да")]
    assert set(book.protected()) == {""}


# The same workbooks, open in LibreOffice and read as files

office = pytest.mark.usefixtures("office")
SCHOOL = (
    "Настройки.xlsx", "Контингент.xlsx", "Заявления и согласия.xlsx", "Внешняя оценка/2026-2027/ВПР.xlsx", "Допуск/2025-2026/Допуск к ГИА.xlsx",
    "Достижения/2026-2027/5А.xlsx", "Достижения/2026-2027/Реестры/8А.xlsx", "Журналы/2026-2027/5А.xlsx", "Журналы/2026-2027/1А.xlsx",
    "Журналы/2026-2027/Кружки и секции/Волейбол.xlsx",
)  # fmt: skip
"""Books of the invented school: of every kind, with formulas, days, long texts and planted mistakes."""
STALE = ("shared_formulas",)
"""Forms whose file holds other results of formulas than an office program calculates."""


def compare(path: Path, stale: bool = False) -> None:
    """Every cell of every sheet is the same. LibreOffice calculates formulas that have no value in the file: these may differ."""
    book = AddonBook.opened(path)
    try:
        shown = book.snapshot()
    finally:
        book.document.close(True)
    read = file.read(path, path.name)
    assert shown.sheets() == read.sheets()
    bare = {trouble.sheet for trouble in read.troubles if trouble.rule == "formulas-not-calculated"}
    for sheet in read.sheets():
        pairs = itertools.zip_longest(shown.cells(sheet), trimmed([list(row) for row in read.cells(sheet)]), fillvalue=[])
        for number, (here, there) in enumerate(pairs, 1):
            cells = itertools.zip_longest(here, there, fillvalue="")
            different = [(a, b) for a, b in cells if (a, type(a)) != (b, type(b)) and not (sheet in bare and b == "")]
            assert not different or stale, (sheet, number, different)


@office
@pytest.mark.office
@pytest.mark.parametrize("name", SCHOOL)
def test_books_of_a_school_are_seen_as_their_files_are(name: str) -> None:
    compare(built() / name)


@office
@pytest.mark.office
@pytest.mark.parametrize(("name", "form"), list(zip(NAMES, FORMS, strict=True)), ids=NAMES)
def test_forms_are_seen_as_their_files_are(tmp_path: Path, name: str, form: ModuleType) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(form.build())
    compare(path, stale=name in STALE)


FORMATS = (
    "dd.mm.yyyy", "dd.mm", "hh:mm", "h:mm", "[h]:mm", "[ss]", "mm:ss", "dd.mm.yyyy hh:mm", "mmm yy", "yyyy", "[$-419]d mmmm;@", "0.00", "General",
    "@", '0"д"', "[Red]0", "# ?/?", "0.00E+00",
)  # fmt: skip


def kinds() -> bytes:
    """A workbook with numbers in many formats, with truth values, errors and odd texts; formulas have their values."""
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Виды")
        for row, code in enumerate(FORMATS):
            look = book.add_format({"num_format": code})
            for column, number in enumerate((0, 0.5, 1, 45000, 45000.25, 1.5)):
                sheet.write_number(row, column, number, look)
            sheet.write_formula(row, 6, "=45000+0.25", look, 45000.25)
            sheet.write_blank(row, 8, None, look)
        row = len(FORMATS)
        sheet.write_boolean(row, 0, True)
        sheet.write_boolean(row, 1, False)
        sheet.write_formula(row, 2, "=1=1", None, True)
        for column, (formula, value) in enumerate(ERRORS.items()):
            sheet.write_formula(row + 1, column, formula, None, value)
        for column, text in enumerate(("две\nстроки", " пробелы ", "=1+1", "'5", "5", "#REF!", "ЁЖ 😀")):
            sheet.write_string(row + 2, column, text)
        sheet.write_formula(row + 2, 7, '=""', None, "")
        sheet.write_string(row + 6, 3, "внизу")
        book.add_worksheet("Пустой")
    return made.getvalue()


ERRORS = {
    "=1/0": "#DIV/0!", "=NA()": "#N/A", "=foo()": "#NAME?", "=#REF!": "#REF!", '="a"+1': "#VALUE!",
}  # fmt: skip


@office
@pytest.mark.office
def test_every_kind_of_value_is_seen_as_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "Виды.xlsx"
    path.write_bytes(kinds())
    compare(path)


@office
@pytest.mark.office
def test_a_cell_far_away_does_not_stop_the_program(tmp_path: Path) -> None:
    path = tmp_path / "Далеко.xlsx"
    path.write_bytes(hostile.with_stray((1_000_000, 16_000, "потерялось")))
    book = AddonBook.opened(path)
    try:
        shown = book.snapshot()
    finally:
        book.document.close(True)
    assert shown.tables == {"7А": hostile.TABLE} == file.read(path, path.name).tables
