"""A workbook open in Excel: the adapter over the real xlwings, whose engine here is a real LibreOffice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from openpyxl.styles import PatternFill

from xlrecords.books.excel import ExcelBook
from xlrecords.books.excel_dialects import Dialect, WindowsExcel, colour_of, number_of, runs
from xlrecords.books.file import read
from xlrecords.edits import Edits, Fill, Formula, Height, Item, NewSheet, Note, PlanError, Unfill, Unnote, Value
from xlrecords.guard import Limits

from .engine import Mixing, application

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def app(office: str) -> xw.App:
    return application()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Лист 1"
    cells = {
        "B2": 5, "C2": 5.5, "D2": dt.date(2026, 9, 1), "E2": dt.datetime(2026, 9, 1, 8, 30), "F2": dt.time(8, 30), "G2": dt.timedelta(hours=30),
        "H2": True, "I2": "=1/0", "J2": "=NA()", "K2": "текст", "L2": "05", "M2": 0, "N2": "=B2+C2", "B3": "#REF!", "C3": "=\"\"", "D3": " ",
    }  # fmt: skip
    for place, value in cells.items():
        sheet[place] = value
    sheet["G2"].number_format = "[h]:mm"
    sheet["P40"].fill = PatternFill("solid", fgColor="FFFFF2CC")
    workbook.create_sheet("Пустой")
    hidden = workbook.create_sheet("Скрытый л'ист")
    hidden.append(["а"])
    hidden.sheet_state = "hidden"
    file = tmp_path / "Книга.xlsx"
    workbook.save(file)
    return file


@pytest.fixture(params=[Mixing, WindowsExcel], ids=["mixing", "patterns"])
def book(app: xw.App, path: Path, request: pytest.FixtureRequest) -> Iterator[ExcelBook]:
    opened = app.books.open(path)
    yield ExcelBook(opened, request.param())
    opened.close()


def test_cells_are_those_of_the_file(book: ExcelBook, tmp_path: Path) -> None:
    book.book.save(tmp_path / "Другая.xlsx")
    file = read(tmp_path / "Другая.xlsx", "Другая.xlsx")
    assert book.sheets() == file.sheets()
    for sheet in book.sheets():
        ours, theirs = book.cells(sheet), file.cells(sheet)
        assert ours == theirs, sheet
        assert [[type(cell) for cell in row] for row in ours] == [[type(cell) for cell in row] for row in theirs]


def test_hidden_sheets_are_told(book: ExcelBook) -> None:
    assert book.hidden() == {"Скрытый л'ист"}


def everything(book: ExcelBook) -> object:
    """Cells, notes and fills of all that these tests touch."""
    book = ExcelBook(book.book, book.dialect)
    spots = [("Лист 1", place) for place in ("B2", "C2", "D2", "K2", "N2", "P40", "Q41")]
    heights = [book.book.sheets["Лист 1"].range((row, 1)).row_height for row in (2, 3)]
    return [(name, book.cells(name)) for name in book.sheets()], book.survey(spots), heights


LIST = NewSheet(
    "Замечания",
    (
        (Item("Замечания", "title"),),
        (Item("№", "heading"), Item("Клетка", "heading"), Item("Что", "heading"), Item("Когда", "heading")),
        (Item(1, "number"), Item("B2", "link", "Лист 1", "B2"), Item("=1+1", "wrapped"), Item(dt.date(2026, 9, 1), "date")),
        (Item(2, "number"), Item("A1", "link", "Скрытый л'ист", "A1"), Item("'сорок", "wrapped"), Item("5/4", "text")),
        (Item(3.5, "number"), Item("ошибка", "error"), Item("-", "warning"), Item(None, "note")),
    ),
    (5.0, 10.0, 40.0),
    heading_row=2, filtered=True, landscape=True,
)  # fmt: skip
MARKS = Edits(
    fills=(Fill("Лист 1", "B2", "E06666", "darkUp"), Fill("Лист 1", "P40", "BF8F00", "lightUp"), Fill("Лист 1", "Q41", "2F75B5", "lightGray")),
    notes=(Note("Лист 1", "B2", "xlrecords: ошибка\nДве строки"), Note("Лист 1", "C2", "Второе")),
    add_sheets=(LIST,),
)  # fmt: skip
VALUES = Edits(
    values=(
        Value("Лист 1", "B2", "=2+2"), Value("Лист 1", "C2", dt.date(2026, 10, 2)), Value("Лист 1", "D2", None),
        Value("Лист 1", "Q41", 7), Value("Лист 1", "K2", "05"),
    ),
    formulas=(Formula("Лист 1", "N2", "SUM(Q41,1)"),),
    heights=(Height("Лист 1", 3, 45.0),),
)  # fmt: skip


def test_marks_are_put_and_taken_back_in_a_later_process(book: ExcelBook) -> None:
    before = everything(book)
    book.apply([MARKS])
    assert book.survey([("Лист 1", "B2")]).notes[0] == Note("Лист 1", "B2", "xlrecords: ошибка\nДве строки")
    look = {fill.cell: (fill.pattern, fill.colour) for fill in book.survey([("Лист 1", cell) for cell in ("B2", "P40", "Q41")]).fills}
    patterns = {"B2": ("darkUp", "E06666"), "P40": ("lightUp", "BF8F00"), "Q41": ("lightGray", "2F75B5")}
    mixtures = {"B2": ("solid", "F0B3B3"), "P40": ("solid", "EFD999"), "Q41": ("solid", "CBDDED")}
    assert look == (patterns if book.dialect.patterns else mixtures)
    assert ExcelBook(book.book, book.dialect).undo()
    assert everything(book) == before
    assert not book.undo()


def test_a_list_holds_texts_as_texts_and_links(book: ExcelBook, tmp_path: Path) -> None:
    book.apply([Edits(add_sheets=(LIST,))])
    rows = [
        ["Замечания", "", "", ""],
        ["№", "Клетка", "Что", "Когда"],
        [1.0, "B2", "=1+1", dt.date(2026, 9, 1)],
        [2.0, "A1", "'сорок", "5/4"],
        [3.5, "ошибка", "-", ""],
    ]
    assert book.cells("Замечания") == rows
    assert book.sheets()[-1] == "Замечания" or book.sheets()[-2:] == ["Замечания", "Скрытый л'ист"]
    book.book.save(tmp_path / "Со списком.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "Со списком.xlsx")["Замечания"]
    assert sheet["B3"].value == '=HYPERLINK("#\'Лист 1\'!B2","B2")'
    assert sheet["B4"].value == "=HYPERLINK(\"#'Скрытый л''ист'!A1\",\"A1\")"
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.page_setup.orientation) == ("A3", "A2:D5", "landscape")
    assert (sheet["C3"].alignment.wrap_text, sheet["A2"].font.b, sheet["A2"].font.name) == (True, True, "Times New Roman")


def test_values_formulas_and_heights(book: ExcelBook) -> None:
    before = everything(book)
    book.apply([VALUES])
    rows = book.cells("Лист 1")
    assert rows[1][1:4] == ["=2+2", dt.date(2026, 10, 2), ""]
    assert (rows[1][10], rows[1][13], rows[40][16]) == ("05", 8.0, 7.0)
    assert book.book.sheets["Лист 1"].range("A3").row_height == 45.0
    assert book.undo()
    assert everything(book) == before


def test_plans_follow_one_another_and_are_one_step_back(book: ExcelBook) -> None:
    before = everything(book)
    book.apply([MARKS])
    marked = everything(book)
    fills = MARKS.fills if book.dialect.patterns else book.survey([(fill.sheet, fill.cell) for fill in MARKS.fills]).fills
    away = Edits(
        unfills=tuple(Unfill(fill.sheet, fill.cell, fill.colour, fill.pattern) for fill in fills if fill.cell != "P40"),
        fills=(Fill("Лист 1", "P40", "FFF2CC"),),
        unnotes=tuple(Unnote(note.sheet, note.cell, note.text) for note in MARKS.notes), remove_sheets=("Замечания",),
    )  # fmt: skip
    book.apply([away, MARKS])
    assert everything(book) == marked
    assert book.undo()
    assert everything(book) == marked
    book.apply([away])
    assert everything(book) == before
    assert book.undo()
    assert [name for name, _ in everything(book)[0]][-2:] == [name for name, _ in marked[0]][-2:]
    assert book.cells("Замечания") == dict(marked[0])["Замечания"]


def test_what_the_teacher_changed_since_is_not_lost(book: ExcelBook) -> None:
    book.apply([MARKS])
    book.book.sheets["Замечания"].range("D5").value = "проверено"
    changed = everything(book)
    with pytest.raises(PlanError, match="изменена после"):
        book.undo()
    assert everything(book) == changed


def test_a_failure_leaves_the_book_as_it_was(book: ExcelBook, monkeypatch: pytest.MonkeyPatch) -> None:
    book.apply([VALUES])
    before = everything(book)

    def fail(*_: object) -> None:
        raise RuntimeError

    for member in ("fit_note", "dress"):
        monkeypatch.setattr(book.dialect, member, fail)
        with pytest.raises(RuntimeError):
            book.apply([MARKS])
        monkeypatch.undo()
        assert everything(book) == before, member
    assert book.undo(), "the way back of the change before is still there"


def test_protected_sheets_are_not_touched(book: ExcelBook) -> None:
    before = everything(book)
    book.book.sheets["Лист 1"].impl.sheet.protect("")
    assert set(book.protected()) == {"Лист 1"}
    with pytest.raises(PlanError, match="защищён"):
        book.apply([MARKS])
    book.book.sheets["Лист 1"].impl.sheet.unprotect("")
    assert everything(book) == before


def test_a_protected_book_gets_no_sheets(book: ExcelBook) -> None:
    book.book.impl.document.protect("")
    with pytest.raises(PlanError, match="Структура"):
        book.apply([MARKS])


def test_excel_works_as_before_after_a_change(book: ExcelBook) -> None:
    app = book.book.app
    front = book.book.sheets.active.name
    app.calculation = "semiautomatic"
    book.apply([MARKS])
    assert (app.screen_updating, app.enable_events, app.display_alerts, app.calculation) == (True, True, True, "semiautomatic")
    assert book.book.sheets.active.name == front


def test_a_book_that_is_too_large_is_not_read(book: ExcelBook) -> None:
    small = ExcelBook(book.book, book.dialect, Limits(cells=10))
    assert small.sheets() == []
    assert small.troubles[0].rule == "file-too-heavy"


def test_painted_cells_far_below_cost_nothing(book: ExcelBook) -> None:
    book.book.sheets["Лист 1"].range("A1:Z900000").color = (255, 0, 0)
    assert len(ExcelBook(book.book, book.dialect).cells("Лист 1")) == 3


def test_a_book_that_was_never_saved_can_be_changed_back(app: xw.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    opened = app.books.add()
    book = ExcelBook(opened)
    assert (book.path, book.saved) == (None, False)
    book.apply([Edits(values=(Value(book.sheets()[0], "A1", "5"),), notes=(Note(book.sheets()[0], "B2", "примечание"),))])
    assert book.cells(book.sheets()[0]) == [["5"]]
    assert book.undo()
    assert book.cells(book.sheets()[0]) == []
    opened.close()


def test_rectangles_of_cells() -> None:
    cells = [(row, column) for row in (1, 2, 3) for column in (1, 2, 4)] + [(5, 1), (2, 6)]
    assert sorted(runs(cells)) == ["A1:B3", "A5", "D1:D3", "F2"]


def test_colours_of_excel_are_the_other_way_round() -> None:
    assert number_of("E06666") == 0x6666E0
    assert colour_of(0x6666E0) == "E06666"


def test_without_words_a_book_is_marked_nevertheless(app: xw.App, path: Path) -> None:
    opened = app.books.open(path)
    book = ExcelBook(opened, Dialect())
    assert (book.protected(), book.saved) == ([], False)
    before = everything(book)
    book.apply([MARKS])
    assert book.cells("Замечания")[2][1:3] == ["B2", "=1+1"]
    assert book.undo()
    assert everything(book) == before
    opened.close()
