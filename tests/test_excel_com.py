"""Excel for Windows as COM gives it: the real code of xlwings over a stand-in for Excel, with what LibreOffice cannot play."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from xlrecords import addin
from xlrecords.books.excel import ExcelBook
from xlrecords.books.excel_dialects import WindowsExcel
from xlrecords.button import Answer, Tone
from xlrecords.edits import Edits, Fill, Item, NewSheet, Note, PlanError, Unnote, Value

from .com import windows
from .com.cells import Comment, Filter, NoDay
from .com.model import PLACEHOLDER, Excel, Workbook

LIST = NewSheet(
    "Замечания",
    ((Item("Замечания", "title"),), (Item("№", "heading"), Item("Клетка", "heading")), (Item(1, "number"), Item("B2", "link", "5А", "B2"))),
    (5.0, 10.0), heading_row=2, filtered=True,
)  # fmt: skip
MARKS = Edits(
    fills=(Fill("5А", "B2", "E06666", "darkUp"),), notes=(Note("5А", "B2", "Не отметка."), Note("5А", "C2", "Нет даты.")), add_sheets=(LIST,)
)  # fmt: skip
GREY = {"Pattern": 1, "Color": 0xD9D9D9, "ColorIndex": 1}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ways back of books that were never saved lie among temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def opened(book: Workbook) -> ExcelBook:
    return ExcelBook(windows(book.Application).books[book.Name], WindowsExcel())


def tabs(book: Workbook) -> list[str]:
    return [tab.Name for tab in book.tabs]


def everything(book: Workbook) -> object:
    sheets = [tab for tab in book.tabs if hasattr(tab, "values")]
    return (
        tabs(book),
        book.ActiveSheet.Name,
        [(tab.values, {spot: note.said for spot, note in tab.notes.items()}, tab.fills) for tab in sheets],
    )


def copied(book: Workbook) -> object:
    import copy

    return copy.deepcopy(everything(book))


# Reading


def test_values_come_as_com_gives_them() -> None:
    book = Excel().book("5А")
    moment = dt.datetime(2026, 9, 1, 8, 30, tzinfo=dt.UTC)
    book.tabs[0].fill(
        [5.0, Decimal("4.5"), "н", True, None, moment, moment.replace(hour=0, minute=0)], [-2146826281, -2146826246, -2146826243]
    )
    assert opened(book).cells("5А") == [
        [5.0, 4.5, "н", True, "", dt.datetime(2026, 9, 1, 8, 30), dt.date(2026, 9, 1)],
        ["#DIV/0!", "#N/A", "#SPILL!", "", "", "", ""],
    ]


def test_pupils_whom_a_filter_hides_are_read() -> None:
    sheet = (book := Excel().book("5А")).tabs[0].fill(["ФИО", "1"], ["Ан", 5.0], ["Бо", 4.0])
    sheet.hidden = {3}
    assert len(opened(book).cells("5А")) == 2, "so Excel finds the last cell"
    sheet.AutoFilter = Filter(sheet.Range("A1:B3"))
    assert opened(book).cells("5А")[2] == ["Бо", 4.0]
    sheet.AutoFilter, sheet.ListObjects = None, [Filter(sheet.Range("A1:B3"))]
    assert opened(book).cells("5А")[2] == ["Бо", 4.0]


def test_one_number_that_is_no_day_does_not_hide_the_sheet() -> None:
    day = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
    book = Excel().book("5А")
    book.tabs[0].fill(["а", day, 5.0], ["б", NoDay(-3), 4.0], ["в", day, NoDay(3e6)])
    date = dt.date(2026, 9, 1)
    assert opened(book).cells("5А") == [["а", date, 5.0], ["б", -3.0, 4.0], ["в", date, 3000000.0]]


def test_a_dead_excel_is_an_error_and_not_an_empty_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Excel().book("5А")
    book.tabs[0].fill(["а", NoDay(-3)])
    found = opened(book)

    def fail(place: object) -> None:
        raise OSError("no answer")

    monkeypatch.setattr("tests.com.cells.Range.Value2", property(fail))
    with pytest.raises(OSError, match="no answer"):
        found.cells("5А")


# Notes


@pytest.mark.parametrize("threads", [True, False], ids=["of 365", "of 2016"])
def test_marks_are_put_and_taken_back(threads: bool) -> None:
    book = Excel(threads).book("5А")
    book.tabs[0].fill(["ФИО", "1"], ["Ан", 6.0, 5.0]).fills[2, 2] = dict(GREY)
    before = copied(book)
    found = opened(book)
    found.apply([MARKS])
    sheet, made = book.tabs
    assert {spot: note.said for spot, note in sheet.notes.items()} == {(2, 2): "Не отметка.", (2, 3): "Нет даты."}
    assert (sheet.fills[2, 2]["Pattern"], sheet.fills[2, 2]["Color"], made.Name) == (-4162, 0xD9D9D9, "Замечания")
    assert found.undo()
    assert everything(book) == before


def test_where_people_talk_no_note_is_put_and_nothing_is_lost() -> None:
    book = Excel().book("5А")
    sheet = book.tabs[0].fill(["ФИО", "1"], ["Ан", 6.0])
    sheet.threads = {(2, 2), (2, 3)}
    sheet.notes[2, 2] = Comment(sheet.Range("B2"), f"{PLACEHOLDER}\n\nПочему 6?")
    found = opened(book)
    found.apply([MARKS])
    assert [note.said for note in sheet.Comments] == [f"{PLACEHOLDER}\n\nПочему 6?"]
    assert "Замечания" in tabs(book)


def test_notes_on_a_sheet_with_protected_objects_are_refused_in_words() -> None:
    book = Excel().book("5А")
    book.tabs[0].fill(["ФИО"]).ProtectDrawingObjects = True
    with pytest.raises(PlanError, match="«5А» защищён"):
        opened(book).apply([MARKS])


# Sheets


def test_one_sheet_is_added_where_the_teacher_has_several_selected() -> None:
    book = Excel().book("5А", "5Б", "5В")
    book.selected = 3
    found = opened(book)
    found.apply([MARKS])
    assert tabs(book) == ["5А", "5Б", "5В", "Замечания"]
    assert found.undo()
    assert tabs(book) == ["5А", "5Б", "5В"]


@pytest.mark.parametrize(
    ("sheets", "hidden", "after"),
    [
        (["chart: График", "5А", "Списки"], "Списки", ["График", "5А", "Замечания", "Списки"]),
        (["5А", "chart: График"], "", ["5А", "Замечания", "График"]),
        (["5А", "Списки"], "Списки", ["5А", "Замечания", "Списки"]),
    ],
)
def test_a_list_stands_after_the_last_table_that_is_seen(sheets: list[str], hidden: str, after: list[str]) -> None:
    book = Excel().book(*sheets)
    for tab in book.tabs:
        tab.Visible = 0 if tab.Name == hidden else -1
    found = opened(book)
    found.apply([MARKS])
    assert tabs(book) == after
    assert found.undo()
    assert tabs(book) == [name.removeprefix("chart: ") for name in sheets]


def test_a_chart_that_was_in_front_is_there_again() -> None:
    book = Excel().book("5А", "chart: График")
    book.tabs[1].Activate()
    opened(book).apply([MARKS])
    assert book.ActiveSheet.Name == "График"


def test_a_name_that_a_chart_has_leaves_no_sheet_behind() -> None:
    book = Excel().book("5А", "chart: Замечания")
    before = copied(book)
    with pytest.raises(PlanError, match="«Замечания» в книге уже есть"):
        opened(book).apply([MARKS])
    assert everything(book) == before


def test_a_list_without_frozen_heading_is_still_a_list() -> None:
    book = Excel().book("5А")
    book.window.torn = True
    opened(book).apply([MARKS])
    assert tabs(book) == ["5А", "Замечания"]
    assert book.tabs[1].AutoFilter is not None


def test_a_list_that_was_in_front_comes_in_front_anew() -> None:
    book = Excel().book("5А")
    found = opened(book)
    found.apply([MARKS])
    book.tabs[1].Activate()
    found.apply([Edits(remove_sheets=("Замечания",), unnotes=(Unnote("5А", "C2", "Нет даты."),)), Edits(add_sheets=(LIST,))])
    assert book.ActiveSheet.Name == "Замечания"


# Where a book lies


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Школа - Журналы" / "5А.xlsx"
    path.parent.mkdir()
    path.write_bytes(b"")
    return path


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://school.sharepoint.com/sites/x/Shared Documents/Журналы/5А.xlsx", True),
        ("https://school.sharepoint.com/sites/x/Shared%20Documents/%D0%96%D1%83%D1%80%D0%BD%D0%B0%D0%BB%D1%8B/5%D0%90.xlsx", True),
        ("https://school.sharepoint.com/sites/x/Shared Documents/Прошлый год/5А.xlsx", False),
        ("https://d.docs.live.net/0123/5А.xlsx", True),
        ("https://school-my.sharepoint.com/personal/x/Documents/5А.xlsx", True),
    ],
)
def test_a_file_of_the_same_name_elsewhere_is_not_the_book(address: str, found: bool, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """xlwings looks for a book of a library of documents by its name alone."""
    monkeypatch.setattr("xlwings.utils.fullname_url_to_local_path", lambda **_: str(file))
    from .com import engine

    monkeypatch.setattr(engine(), "fullname_url_to_local_path", lambda **_: str(file))
    assert opened(Excel().book("5А", fullname=address)).path == (file if found else None)


@pytest.mark.parametrize("fullname", ["Книга1", "https://elsewhere.org/5А.xlsx"])
def test_a_book_without_a_file_of_this_computer_has_no_path(fullname: str) -> None:
    assert opened(Excel().book("5А", fullname=fullname)).path is None


# The door


@pytest.fixture
def front(monkeypatch: pytest.MonkeyPatch) -> Callable[[Workbook], xw.App]:
    """Puts a workbook in front, as a button finds it."""

    def put(book: Workbook) -> xw.App:
        app = windows(book.Application)
        monkeypatch.setattr(addin, "_front", lambda: (app, app.books[book.Name]))
        monkeypatch.setattr("xlrecords.books.excel.dialect_of", lambda book: WindowsExcel())
        return app

    return put


def pressed(app: xw.App, monkeypatch: pytest.MonkeyPatch, work: Callable[[Any], Answer]) -> list[str]:
    shown: list[str] = []
    monkeypatch.setattr("xlrecords.presses.press", lambda tag, desk: work(desk))
    monkeypatch.setattr(type(app.impl), "alert", lambda self, prompt, *_: shown.append(prompt) or "ok")
    addin.run("check-book")
    return shown


def test_a_status_bar_that_refuses_does_not_end_the_work(front: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Excel().book("5А")
    app = front(book)

    def refuse(self: object, value: object) -> None:
        raise OSError

    monkeypatch.setattr(Excel, "StatusBar", property(None, refuse))

    def work(desk: Any) -> Answer:
        desk.progress(1, 2)
        return Answer("Готово.", Tone.INFO)

    assert pressed(app, monkeypatch, work) == ["Готово."]


def test_a_chart_in_front_is_no_sheet_of_the_desk(front: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Excel().book("5А", "chart: График")
    app = front(book)
    asked = []
    for tab in book.tabs:
        tab.Activate()
        pressed(app, monkeypatch, lambda desk: asked.append((desk.sheet, desk.cell)) or Answer("Готово."))
    assert asked == [("5А", "A1"), ("", "A1")]


def test_hidden_books_alone_are_no_book(monkeypatch: pytest.MonkeyPatch) -> None:
    """The personal workbook of macros is open, and none is in front."""
    excel = Excel()
    excel.book("5А", fullname="PERSONAL.XLSB")
    excel.ActiveWorkbook = None
    app = windows(excel)
    monkeypatch.setattr(addin.xw, "apps", type("Apps", (), {"active": app}))
    assert addin._front()[1] is None


def test_values_survive_undo_of_a_text_like_a_formula() -> None:
    book = Excel().book("5А")
    book.tabs[0].fill(["=не формула", 6.0])
    found = opened(book)
    found.apply([Edits(values=(Value("5А", "B1", "+7 900"),))])
    assert found.cells("5А") == [["=не формула", "+7 900"]]
    assert found.undo()
    assert found.cells("5А") == [["=не формула", 6.0]]
