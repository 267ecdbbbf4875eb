"""The add-on in a real LibreOffice where things are not as they should be: documents for reading only, hidden sheets, a preview."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from xlrecords.buttons import TAB
from xlrecords.installing.extension import extension

from .addon import installed
from .component import module
from .office import properties
from .screen import Screen, artefacts, until
from .test_addon import Room, cell, notes, running, state
from .test_cli import write_journal
from .test_click import QUIET_START, Journal, places, write_settings

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def room(office: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    yield from running(tmp_path_factory.mktemp("addon"), XLRECORDS_SYNC="1")


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A small journal with two wrong marks: D6 and C7."""
    return write_journal(tmp_path / "5А.xlsx")


def dressed(path: Path, colours: dict[str, str]) -> Path:
    book = openpyxl.load_workbook(path)
    for spot, colour in colours.items():
        book["Алгебра"][spot].fill = PatternFill("solid", fgColor=colour)
    book.save(path)
    return path


def test_a_document_for_reading_only_is_checked_and_left_alone(room: Room, journal: Path) -> None:
    document = room.office.open(journal, Hidden=False, ReadOnly=True)
    try:
        before = state(document)
        told = room.press(document, "check-book")
        assert "Алгебра!D6: отметка «6» вне шкалы" in told
        assert "Книга открыта только для чтения и не изменена" in told
        assert "защит" not in told
        assert state(document) == before
        assert not document.isModified()
        assert room.press(document, "unmark") == "Пометок в книге нет."
    finally:
        document.close(True)


def test_marks_of_a_document_for_reading_only_stay(room: Room, journal: Path, tmp_path: Path) -> None:
    document = room.open(journal)
    room.press(document, "check-book")
    marked = tmp_path / "Копия.xlsx"
    document.storeToURL(marked.as_uri(), properties(FilterName="Calc MS Excel 2007 XML"))
    document.close(True)
    document = room.office.open(marked, Hidden=False, ReadOnly=True)
    try:
        assert room.press(document, "unmark").startswith("Книга открыта только для чтения")
        assert "Замечания" in document.Sheets.ElementNames
        assert not document.isModified()
    finally:
        document.close(True)


def test_a_preview_of_pages_is_to_be_closed_first(room: Room, journal: Path) -> None:
    document = room.open(journal)
    try:
        room.office.dispatch(document, ".uno:PrintPreview")
        assert room.press(document, "check-book") == "Закройте предварительный просмотр печати и нажмите кнопку ещё раз."
        room.office.dispatch(document, ".uno:ClosePreview")
        assert room.press(document, "check-book").startswith("Найдено: 2 ошибки.")
    finally:
        document.close(True)


def test_findings_on_hidden_sheets_are_counted_and_passed_over(room: Room, journal: Path) -> None:
    book = openpyxl.load_workbook(journal)
    shown = book.copy_worksheet(book["Алгебра"])
    shown.title = "Геометрия"
    shown["C2"] = "Геометрия"
    book["Алгебра"].sheet_state = "hidden"
    book.active = shown
    book.save(journal)
    document = room.open(journal)
    try:
        room.press(document, "check-book")
        assert document.CurrentController.ActiveSheet.Name == "Геометрия"
        places_ = []
        for _ in range(3):
            told = room.press(document, "next")
            assert told.endswith("На скрытых листах замечаний: 2.")
            places_.append(document.CurrentSelection.AbsoluteName.replace("$", ""))
        assert len(set(places_)) > 1
        assert all(place.startswith("Геометрия.") for place in places_)
        assert not document.Sheets.getByName("Алгебра").IsVisible
        document.Sheets.getByName("Геометрия").IsVisible = False
        assert room.press(document, "next").startswith("Все замечания — на скрытых листах")
    finally:
        document.close(True)


def test_colours_of_the_teacher_stay_where_rows_moved_since_the_check(room: Room, journal: Path) -> None:
    dressed(journal, {"C6": "A07060"})
    document = room.open(journal)
    try:
        room.press(document, "check-book")
        document.Sheets.getByName("Алгебра").Rows.insertByIndex(5, 1)
        assert set(notes(document)) == {"D7", "C8"}
        assert room.press(document, "unmark").startswith("Пометки убраны")
        assert [cell(document, spot).CellBackColor for spot in ("C7", "D7", "C8")] == [0xA07060, -1, -1]
    finally:
        document.close(True)


@pytest.fixture
def slow(office: str, tmp_path: Path) -> Iterator[Room]:
    """One whose work is done in a thread, as that of users."""
    folder = tmp_path / "room"
    folder.mkdir()
    yield from running(folder)


def test_another_sheet_in_front_is_no_change(slow: Room, journal: Path) -> None:
    book = openpyxl.load_workbook(journal)
    book.copy_worksheet(book["Алгебра"]).title = "Вторая"
    book.save(journal)
    document = slow.open(journal)
    try:
        slow.press(document, "check-book")
        document.CurrentController.setActiveSheet(document.Sheets.getByName("Вторая"))
        assert "Книга изменилась" not in slow.heard("\n")
        assert "Замечания" in document.Sheets.ElementNames
    finally:
        document.close(True)


def test_what_is_being_typed_is_checked_and_kept(office: str, journal: Path, tmp_path: Path) -> None:
    """A teacher types a mark and clicks the button, without Enter."""
    profile = tmp_path / "profile"
    write_settings(profile, QUIET_START)
    installed(profile, extension(sys.executable))
    with Screen(artefacts(tmp_path)) as screen, Journal(screen, journal, profile) as shown:
        document = shown.document
        document.CurrentController.select(cell(document, "D8"))
        screen.focus(shown.window)
        screen.keys("9")
        screen.hands("sleep", 0.5)
        screen.click(*places(screen)["check-book"])
        answer = until(lambda: screen.window(f"{TAB}$"), "the window with the answer")
        assert cell(document, "D8").Value == 9
        assert "D8" in notes(document)
        screen.focus(answer)
        screen.keys("Return")


def test_a_report_made_anew_is_shown_anew(room: Room, tmp_path: Path) -> None:
    """That of last time is still open: the one on the screen must be the new one, or the teacher is told."""
    opening, report = module("opening"), write_journal(tmp_path / "Сводка.xlsx")
    assert opening.open_(room.office.context, str(report)) == ""
    write_journal(report, (("Алгебра",), ("заново",)))
    assert opening.open_(room.office.context, str(report)) == ""
    shown = front(room, "Сводка")
    try:
        assert cell(shown, "A2").String == "заново"
        cell(shown, "A2").String = "моё"
        assert "уже открыта и изменена вами" in opening.open_(room.office.context, str(report))
        assert cell(front(room, "Сводка"), "A2").String == "моё"
    finally:
        front(room, "Сводка").close(True)


def front(room: Room, name: str) -> Any:
    """The open document whose title begins so."""
    found = room.office.desktop.Components.createEnumeration()
    while found.hasMoreElements():
        if (document := found.nextElement()).Title.startswith(name):
            return document
    raise AssertionError(name)
