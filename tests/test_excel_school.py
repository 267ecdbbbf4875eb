"""Buttons of Excel on the invented school: the real xlwings over a real LibreOffice finds what the command line finds."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from xlrecords import addin
from xlrecords.book import Rows
from xlrecords.books.excel import ExcelBook
from xlrecords.books.excel_dialects import DIALECTS, WindowsExcel
from xlrecords.books.file import read
from xlrecords.command import Request
from xlrecords.commands import archive, check, summary
from xlrecords.edits import Spot
from xlrecords.issue import Severity

from .desks import JOURNAL, SCHOOL, school
from .engine import NAME, Mixing, application, opened

pytestmark = pytest.mark.office
LIST = "Замечания"
SHEETS = ("Русский язык", "Сводная 1 четверть")
SHOWN: list[Path] = []
"""Folders and pages that were shown by the system."""


@pytest.fixture(scope="module")
def template(office: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The school; one journal has some of its sheets alone, and is saved by the office program: all its formulas are calculated."""
    root = school(tmp_path_factory.mktemp("school"))
    book = opened(root / JOURNAL)
    for name in [sheet.name for sheet in book.sheets if sheet.name not in SHEETS]:
        book.sheets[name].delete()
    book.save()
    book.close()
    return root


@pytest.fixture(params=[WindowsExcel])
def app(office: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> xw.App:
    found = application()
    monkeypatch.setitem(DIALECTS, NAME, request.param)
    monkeypatch.setattr(addin, "show", SHOWN.append)
    SHOWN.clear()
    found.impl.shown.clear()
    found.impl.told.clear()
    return found


both = pytest.mark.parametrize("app", [Mixing, WindowsExcel], ids=["mixing", "patterns"], indirect=True)


@pytest.fixture
def journal(app: xw.App, template: Path, tmp_path: Path) -> Iterator[xw.Book]:
    """A journal of the school, open, and in front."""
    shutil.copytree(template, tmp_path / SCHOOL, symlinks=True)
    book = opened(tmp_path / SCHOOL / JOURNAL)
    book.set_mock_caller()
    yield book
    del xw.Book._mock_caller
    for other in list(app.books):
        other.close()


def path_of(book: xw.Book) -> Path:
    return Path(book.fullname)


def said(app: xw.App) -> tuple[str, str | None]:
    """The one window of a press."""
    (window,) = app.impl.shown
    app.impl.shown.clear()
    return window


def cells(book: xw.Book) -> dict[str, Rows]:
    found = ExcelBook(book)
    return {sheet: found.cells(sheet) for sheet in found.sheets()}


def everything(book: xw.Book) -> object:
    """Cells, notes and the look of all cells that a check marks."""
    found = ExcelBook(book)
    return {sheet: found.cells(sheet) for sheet in found.sheets()}, found.survey(spots(path_of(book)))


@cache
def spots(path: Path) -> list[Spot]:
    """Cells that a check marks."""
    return [(issue.place.sheet, issue.place.cell) for issue in check(Request(paths=(path,))).issues if issue.place.cell]


def findings(book: xw.Book) -> Any:
    """What the command line finds in the file."""
    return check(Request(paths=(path_of(book),))).issues


def listed(book: xw.Book) -> list[tuple[object, ...]]:
    """Lines of the list: severity, sheet, cell, what is wrong, what to do."""
    return [tuple(row[at] for at in (1, 2, 3, 5, 6)) for row in ExcelBook(book).cells(LIST)[4:]]


def test_a_book_as_it_is_read_is_the_file(journal: xw.Book) -> None:
    file = read(path_of(journal), "")
    assert cells(journal) == {sheet: file.cells(sheet) for sheet in file.sheets()}


@both
def test_check_marks_what_the_command_line_finds_and_unmark_takes_it_off(journal: xw.Book, app: xw.App) -> None:
    before, found = everything(journal), findings(journal)
    addin.run("check-book")
    text, mode = said(app)
    assert mode == "critical"
    assert text.startswith("Найдено: ")
    words = [(issue.rule.severity.value, issue.place.sheet, issue.place.cell or "лист", issue.message.casefold()) for issue in found]
    assert [(*line[:3], str(line[3]).casefold()) for line in listed(journal)] == words
    notes = {(note.sheet, note.cell) for note in ExcelBook(journal).survey(()).notes}
    assert {(issue.place.sheet, issue.place.cell) for issue in found if issue.rule.severity is Severity.ERROR and issue.place.cell} <= notes
    assert app.impl.told[-1] is False
    addin.run("unmark")
    assert everything(journal) == before


def test_undo_takes_marks_away_and_brings_them_back(journal: xw.Book, app: xw.App) -> None:
    addin.run("check-book")
    marked = everything(journal)
    addin.run("unmark")
    app.impl.shown.clear()
    addin.run("undo")
    assert app.impl.shown == []
    assert "отменено" in str(app.impl.told[-1])
    assert everything(journal) == marked
    addin.run("undo")
    assert said(app)[0].startswith("Отменять нечего")


def test_one_sheet_and_the_next_finding(journal: xw.Book, app: xw.App) -> None:
    found = [issue for issue in findings(journal) if issue.place.cell]
    journal.sheets[found[0].place.sheet].activate()
    addin.run("check-sheet")
    assert {line[1] for line in listed(journal)} == {found[0].place.sheet}
    journal.sheets[found[0].place.sheet].range("A1").select()
    app.impl.shown.clear()
    addin.run("next")
    assert app.impl.shown == []
    assert app.selection.get_address(False, False) in {issue.place.cell for issue in found}


def test_a_summary_is_that_of_the_command_line(journal: xw.Book, app: xw.App, tmp_path: Path) -> None:
    before = cells(journal)
    addin.run("summary")
    assert said(app)[1] == "info" or app.impl.told
    made = app.books.active
    assert made.name.startswith("Сводка")
    out = tmp_path / "Сводка командной строки.xlsx"
    summary(Request(paths=(path_of(journal),), out=out))
    ours, theirs = read(path_of(made), ""), read(out, "")
    assert ours.sheets() == theirs.sheets()
    assert all(ours.cells(sheet) == theirs.cells(sheet) for sheet in ours.sheets())
    assert cells(journal) == before


def test_a_sheet_is_filled_for_the_student_of_the_row(journal: xw.Book, app: xw.App) -> None:
    name = "Русский язык"
    rows = ExcelBook(journal).cells(name)
    heading = next(at for at, row in enumerate(rows, 1) if "ФИО" in row[1] or row[0] == "№")
    journal.sheets[name].activate()
    journal.sheets[name].range((heading + 5, 2)).select()
    before = cells(journal)
    addin.run("student-sheet")
    text, _ = said(app)
    assert "Заполнено" in text, text
    assert cells(journal) == before


def test_the_archive_is_that_of_the_command_line(journal: xw.Book, app: xw.App, tmp_path: Path) -> None:
    for others in ("Журналы/2025-2026", "Журналы/2026-2027", "Достижения", "Испорченные файлы"):
        shutil.rmtree(tmp_path / SCHOOL / others)
    twin = tmp_path / "Двойник"
    shutil.copytree(tmp_path / SCHOOL, twin, symlinks=True)
    old = opened(tmp_path / SCHOOL / "Журналы/2023-2024/7А.xlsx")
    old.set_mock_caller()
    before = cells(old)
    addin.run("archive")
    text, _ = said(app)
    assert "Составлено дел: 1" in text
    archive(Request(paths=(twin,), groups=("7А",), year="2023/2024"))
    assert any(name.endswith("bagit.txt") for name in files(twin / "Архив"))
    assert files(tmp_path / SCHOOL / "Архив") == files(twin / "Архив")
    assert cells(old) == before


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_protected_sheets_are_said_and_left(journal: xw.Book, app: xw.App) -> None:
    name = next(issue.place.sheet for issue in findings(journal) if issue.place.cell)
    journal.sheets[name].impl.sheet.protect("")
    before = ExcelBook(journal).cells(name)
    addin.run("check-book")
    assert f"под защитой не отмечены: «{name}»" in said(app)[0]
    assert ExcelBook(journal).cells(name) == before
    assert not [note for note in ExcelBook(journal).survey(()).notes if note.sheet == name and "xlrecords" in note.text]


def test_what_fails_leaves_the_book_and_shows_one_window(journal: xw.Book, app: xw.App, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(journal)

    def fail(*_: object) -> None:
        raise RuntimeError("Иванов Иван")

    monkeypatch.setattr(DIALECTS[NAME], "paint", fail)
    addin.run("check-book")
    text, mode = said(app)
    assert (mode, "RuntimeError" in text, "Книга не изменена." in text, "Готовность" in text) == ("critical", True, True, True)
    assert "Иванов" not in text
    monkeypatch.undo()
    assert everything(journal) == before
    addin.run("такой кнопки нет")
    assert "не знает" in said(app)[0]


def test_the_other_buttons_say_something(journal: xw.Book, app: xw.App) -> None:
    before = cells(journal)
    for tag in ("why", "certificate", "verify", "settings", "doctor", "help"):
        journal.activate()
        addin.run(tag)
        text, _ = said(app)
        assert "непредвиденная" not in text, tag
        assert "Выполнить не удалось" not in text, tag
    assert "Настройки.xlsx" in {book.name for book in app.books}
    assert cells(journal) == before


def test_a_second_book_of_one_name_is_said(journal: xw.Book, app: xw.App, tmp_path: Path) -> None:
    (tmp_path / "5А.xlsx").write_bytes(path_of(journal).read_bytes())
    assert addin._opened(app, tmp_path / "5А.xlsx").startswith("Открыть не удалось, книга с таким именем уже открыта")
    assert addin._opened(app, tmp_path) == ""
    assert [tmp_path] == SHOWN


def test_without_a_book_help_comes_nevertheless(app: xw.App) -> None:
    for book in list(app.books):
        book.close()
    addin.run("help")
    assert said(app)[0].startswith("Кнопки вкладки «Учёт»")
    addin.run("check-book")
    assert said(app)[0] == addin.NO_BOOK


def test_nothing_of_the_paid_part_is_loaded() -> None:
    assert {name for name in sys.modules if name.startswith("xlwings.pro")} <= {"xlwings.pro.utils"}
