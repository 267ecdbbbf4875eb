"""The add-on in a real LibreOffice, without a window on a screen: each dispatch does what a click on the button does."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from xlrecords.button import Tone
from xlrecords.buttons import BUTTONS, BY_TAG
from xlrecords.commands import Request, check
from xlrecords.edits import SEVERITIES
from xlrecords.installing.extension import extension
from xlrecords.tint import WHITE, mixed

from .addon import installed
from .component import module
from .office import Office, properties, unohelper
from .test_cli import write_journal

RED = int(mixed(WHITE, *SEVERITIES["error"]), 16)
NONE = -1


@dataclass
class Room:
    """A LibreOffice with the add-on, and what it tells."""

    office: Office
    log: Path

    def open(self, path: Path) -> Any:
        return self.office.open(path, Hidden=False)

    def press(self, document: Any, tag: str) -> str:
        """What is told when a button was pressed and its press is over."""
        self.log.write_text("", encoding="utf-8")
        self.office.dispatch(document, f"ru.xlrecords:{tag}")
        return self.told()

    def told(self) -> str:
        return self.log.read_text(encoding="utf-8").strip()

    def heard(self, words: str, seconds: float = 20) -> str:
        """What is told, once these words are in it."""
        until(lambda: words in self.told(), seconds)
        return self.told()


def until(so: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def running(folder: Path, **variables: str) -> Iterator[Room]:
    """LibreOffice with the add-on in a fresh profile, without windows."""
    log = folder / "told.txt"
    log.write_text("", encoding="utf-8")
    profile = installed(folder / "profile", extension(sys.executable))
    with Office(profile=profile, env=os.environ | {"XLRECORDS_NOBOX": "1", "XLRECORDS_LOG": str(log)} | variables) as started:
        yield Room(started, log)


@pytest.fixture(scope="module")
def room(office: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One in which a press is over when its dispatch is."""
    yield from running(tmp_path_factory.mktemp("addon"), XLRECORDS_SYNC="1")


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A small journal with two wrong marks: D6 and C7."""
    return write_journal(tmp_path / "5А.xlsx")


@pytest.fixture
def document(room: Room, journal: Path) -> Iterator[Any]:
    opened = room.open(journal)
    yield opened
    opened.close(True)


def cell(document: Any, address: str, sheet: str = "Алгебра") -> Any:
    return document.Sheets.getByName(sheet).getCellRangeByName(address)


def notes(document: Any) -> dict[str, str]:
    found = document.Sheets.getByName("Алгебра").Annotations
    marks = (found.getByIndex(number) for number in range(found.Count))
    return {f"{chr(65 + note.Position.Column)}{note.Position.Row + 1}": note.String for note in marks}


def state(document: Any) -> object:
    """All that marks change."""
    names = document.Sheets.ElementNames
    return names, notes(document), [cell(document, spot).CellBackColor for spot in ("D6", "C7", "A1")]


# A check


@pytest.mark.office
def test_a_check_marks_cells_and_lists_what_the_command_line_finds(room: Room, document: Any, journal: Path) -> None:
    told = room.press(document, "check-book")
    assert told.startswith("Найдено: 2 ошибки.")
    found = check(Request((journal,))).issues
    listed = document.Sheets.getByName("Замечания").getCellRangeByName("A5:H6").getDataArray()
    assert [(row[2], row[3], row[4]) for row in listed] == [(issue.place.sheet, issue.place.cell, issue.value) for issue in found]
    assert set(notes(document)) == {issue.place.cell for issue in found} == {"D6", "C7"}
    assert notes(document)["D6"].startswith("xlrecords: ошибка\nОтметка «6» вне шкалы")
    assert [cell(document, spot).CellBackColor for spot in ("D6", "C7", "A1")] == [RED, RED, NONE]
    assert document.CurrentSelection.AbsoluteName == "$Алгебра.$D$6"


@pytest.mark.office
def test_the_list_is_made_to_be_read_and_printed(room: Room, document: Any) -> None:
    room.press(document, "check-book")
    sheet = document.Sheets.getByName("Замечания")
    assert sheet.getCellRangeByName("D5").Formula == '=HYPERLINK("#\'Алгебра\'!D6";"D6")'
    assert sheet.getCellRangeByName("A1").CharWeight == 150
    assert sheet.getCellRangeByName("F5").IsTextWrapped
    assert sheet.getCellRangeByName("B5").CellBackColor == RED
    assert sheet.Rows.getByIndex(4).Height > sheet.Rows.getByIndex(2).Height
    assert sheet.TitleRows.StartRow == 3
    assert document.getPropertyValue("UnnamedDatabaseRanges").getByTable(1).AutoFilter
    page = document.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    assert (page.IsLandscape, page.ScaleToPagesX, page.ScaleToPagesY) == (True, 1, 0)
    assert document.CurrentController.ActiveSheet.Name == "Алгебра"
    document.CurrentController.setActiveSheet(sheet)
    assert document.CurrentController.hasFrozenPanes()


@pytest.mark.office
def test_one_step_of_undo_takes_everything_back(room: Room, document: Any) -> None:
    before = state(document)
    room.press(document, "check-book")
    marked = state(document)
    assert document.UndoManager.getAllUndoActionTitles() == ("Учёт: Проверить книгу",)
    document.UndoManager.undo()
    assert state(document) == before
    document.UndoManager.redo()
    assert state(document) == marked
    assert room.press(document, "undo").startswith("Последнее действие кнопок")
    assert state(document) == before


@pytest.mark.office
def test_a_second_check_does_not_heap_up_marks(room: Room, document: Any) -> None:
    room.press(document, "check-book")
    marked = state(document)
    document.CurrentController.setActiveSheet(document.Sheets.getByName("Замечания"))
    room.press(document, "check-book")
    assert state(document) == marked
    assert len(document.UndoManager.getAllUndoActionTitles()) == 1


@pytest.mark.office
def test_unmarking_leaves_what_the_teacher_put(room: Room, document: Any) -> None:
    cell(document, "D6").CellBackColor = 0xFFFF00
    where = cell(document, "C7").CellAddress
    document.Sheets.getByName("Алгебра").Annotations.insertNew(where, "спросить у врача")
    before = state(document)
    room.press(document, "check-sheet")
    assert cell(document, "D6").CellBackColor == int(mixed("FFFF00", *SEVERITIES["error"]), 16)
    assert notes(document)["C7"].startswith("спросить у врача\n\nxlrecords: ошибка")
    assert room.press(document, "unmark").startswith("Пометки убраны")
    assert state(document) == before
    assert room.press(document, "unmark") == "Пометок в книге нет."


@pytest.fixture
def noted(room: Room, journal: Path) -> Iterator[Any]:
    """The journal with a note of the deputy head that came with the file, on the wrong mark D6."""
    book = openpyxl.load_workbook(journal)
    book["Алгебра"]["D6"].comment = Comment("спросить\nу врача 😀", "Завуч")
    book.save(journal)
    opened = room.open(journal)
    yield opened
    opened.close(True)


def note_of(document: Any) -> tuple[str, str]:
    """Text and author of the note on D6."""
    note = cell(document, "D6").Annotation
    return note.AnnotationShape.String, note.Author


@pytest.mark.office
def test_a_note_that_came_with_the_file_keeps_its_text_and_its_author(room: Room, noted: Any) -> None:
    own = ("спросить\nу врача 😀", "Завуч")
    room.press(noted, "check-book")
    text, author = note_of(noted)
    assert text.startswith("спросить\nу врача 😀\n\nxlrecords: ошибка\nОтметка «6»")
    assert author == "Завуч"
    noted.UndoManager.undo()
    assert note_of(noted) == own
    noted.UndoManager.redo()
    assert note_of(noted) == (text, author)
    room.press(noted, "unmark")
    assert note_of(noted) == own
    noted.UndoManager.undo()
    assert note_of(noted) == (text, author)


@pytest.mark.office
def test_marks_are_known_again_when_the_file_is_opened_anew(room: Room, noted: Any, tmp_path: Path) -> None:
    room.press(noted, "check-book")
    copy = tmp_path / "Копия.xlsx"
    noted.storeToURL(copy.as_uri(), properties(FilterName="Calc MS Excel 2007 XML"))
    again = room.open(copy)
    try:
        assert room.press(again, "unmark").startswith("Пометки убраны")
        assert again.Sheets.ElementNames == ("Алгебра",)
        assert note_of(again) == ("спросить\nу врача 😀", "Завуч")
        assert [cell(again, spot).CellBackColor for spot in ("D6", "C7", "A1")] == [NONE, NONE, NONE]
        assert len(notes(again)) == 1
    finally:
        again.close(True)


@pytest.mark.office
def test_next_goes_from_finding_to_finding(room: Room, document: Any) -> None:
    assert "сначала нажмите" in room.press(document, "next")
    room.press(document, "check-book")
    assert room.press(document, "next").startswith("2 из 2: ")
    assert document.CurrentSelection.AbsoluteName == "$Алгебра.$C$7"
    assert room.press(document, "next").startswith("1 из 2: ")


@pytest.mark.office
def test_the_unsaved_change_on_the_screen_is_checked(room: Room, document: Any) -> None:
    cell(document, "D6").Value = 5
    cell(document, "C7").Value = 5
    assert room.press(document, "check-book").startswith("Спасибо, замечаний нет.")
    assert document.Sheets.ElementNames == ("Алгебра",)


@pytest.mark.office
def test_what_a_user_did_after_a_check_is_not_undone(room: Room, document: Any) -> None:
    room.press(document, "check-book")
    cell(document, "C6").Value = 5
    assert room.press(document, "undo").startswith("Отменять нечего")
    assert cell(document, "C6").Value == 5


@pytest.mark.office
def test_a_protected_sheet_is_left_and_told_of(room: Room, document: Any) -> None:
    document.Sheets.getByName("Алгебра").protect("")
    before = cell(document, "D6").CellBackColor
    told = room.press(document, "check-book")
    assert "под защитой" in told
    assert cell(document, "D6").CellBackColor == before
    assert notes(document) == {}


@pytest.mark.office
def test_every_button_answers(room: Room) -> None:
    document = room.office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, properties(Hidden=False))
    try:
        told = {button.tag: room.press(document, button.tag) for button in BUTTONS}
        assert document.UndoManager.getAllUndoActionTitles() == ()
    finally:
        document.close(True)
    assert all(told.values())
    assert not [tag for tag, text in told.items() if "Traceback" in text or "ошибка (" in text]
    assert set(told) == set(BY_TAG)
    assert "не знает" in room_unknown(room)


def room_unknown(room: Room) -> str:
    """What is told for a button that there is not."""
    document = room.office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, properties(Hidden=False))
    try:
        return room.press(document, "no-such-button")
    finally:
        document.close(True)


# A plan fails half-way


@pytest.mark.office
def test_a_plan_that_fails_half_way_leaves_nothing(room: Room, document: Any) -> None:
    from com.sun.star.container import NoSuchElementException

    changes: ModuleType = module("changes")
    cell(document, "A1").setString("до того")
    before, titles = state(document), document.UndoManager.getAllUndoActionTitles()
    fill = {"sheet": "Алгебра", "cell": "D6", "colour": "C00000", "pattern": "solid"}
    for first in ({"fills": [fill]}, {}):
        with pytest.raises(NoSuchElementException):
            changes.apply(document, [first, {"remove_sheets": ["нет такого"]}], "Проба")
        assert state(document) == before
        assert document.UndoManager.getAllUndoActionTitles() == titles
    assert cell(document, "A1").String == "до того"


# A worker that is slow, dies, or is not there

WORKER = """#!{python}
import json, sys, time
print(json.dumps({{"ready": "0", "titles": {{"summary": "Сводная"}}}}), flush=True)
value = {{"sheet": "Алгебра", "cell": "A20", "value": "=1+1"}}
for line in sys.stdin:
    tag = json.loads(line)["press"]
    if tag == "archive":
        sys.exit(3)
    answer = {{"text": "готово: " + tag, "tone": "info", "steps": []}}
    if tag == "summary":
        for done in range(10):
            print(json.dumps({{"progress": [done, 10]}}), flush=True)
            time.sleep(0.15)
        answer["steps"] = [{{"values": [value]}}]
    print(json.dumps({{"answer": answer}}), flush=True)
"""


@pytest.fixture(scope="module")
def slow(office: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One whose work is done in a thread, by a program of the test."""
    folder = tmp_path_factory.mktemp("addon")
    program = folder / "worker"
    program.write_text(WORKER.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    yield from running(folder, XLRECORDS_PYTHON=str(program))


@pytest.fixture
def waiting(slow: Room, journal: Path) -> Iterator[Any]:
    opened = slow.open(journal)
    yield opened
    opened.close(True)


def echo(office: Office) -> float:
    """Seconds until the thread of the windows has time for something else."""
    from com.sun.star.awt import XCallback

    heard: list[float] = []

    class Heard(unohelper().Base, XCallback):
        def notify(self, data: object) -> None:
            heard.append(time.monotonic())

    begun = time.monotonic()
    office.service("com.sun.star.awt.AsyncCallback").addCallback(Heard(), None)
    until(lambda: bool(heard), 10)
    return heard[0] - begun


@pytest.mark.office
def test_the_window_stays_alive_while_a_command_runs(slow: Room, waiting: Any) -> None:
    assert slow.press(waiting, "summary") == ""
    assert echo(slow.office) < 0.5
    assert cell(waiting, "D6").Value == 6
    assert slow.told() == ""
    assert slow.heard("готово: summary") == "готово: summary"
    assert (cell(waiting, "A20").Type.value, cell(waiting, "A20").String) == ("TEXT", "=1+1")
    assert waiting.UndoManager.getAllUndoActionTitles() == ("Учёт: Сводная",)


@pytest.mark.office
def test_a_second_press_is_told_to_wait(slow: Room, waiting: Any) -> None:
    slow.press(waiting, "summary")
    assert slow.press(waiting, "help") == "Подождите: предыдущая команда ещё выполняется."
    slow.heard("готово: summary")
    slow.press(waiting, "help")
    assert slow.heard("готово: help") == "готово: help"


@pytest.mark.office
def test_a_book_changed_meanwhile_is_left_alone(slow: Room, waiting: Any) -> None:
    slow.press(waiting, "summary")
    cell(waiting, "D6").Value = 4
    assert slow.heard("Книга изменилась") == "Книга изменилась, пока шла проверка: нажмите кнопку ещё раз."
    assert cell(waiting, "A20").String == ""
    assert cell(waiting, "D6").Value == 4


@pytest.mark.office
def test_a_book_closed_meanwhile_is_no_matter(slow: Room, waiting: Any, tmp_path: Path) -> None:
    other = slow.open(write_journal(tmp_path / "6А.xlsx"))
    slow.press(other, "summary")
    other.close(True)
    assert slow.heard("closed") == "closed"
    slow.press(waiting, "help")
    assert slow.heard("готово: help") == "готово: help"


@pytest.mark.office
def test_a_program_that_stops_is_told_of_and_started_again(slow: Room, waiting: Any) -> None:
    slow.press(waiting, "archive")
    assert "Программа неожиданно остановилась. Книга не изменена." in slow.heard("Готовность")
    slow.press(waiting, "help")
    assert slow.heard("готово: help") == "готово: help"


@pytest.mark.parametrize("program", ["", "exit 0", "echo hello", 'echo "{}"'])
def test_a_program_that_is_not_there_is_told_with_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    worker = module("worker")
    path = tmp_path / "python"
    if program:
        path.write_text(f"#!/bin/sh\n{program}\n", encoding="utf-8")
        path.chmod(0o755)
    monkeypatch.setenv("XLRECORDS_PYTHON", str(path))
    with pytest.raises(worker.WorkerError) as told:
        worker.Worker().press("help", {}, None, None)
    assert str(path) in str(told.value)
    assert "Книга не изменена." in str(told.value)
    assert "xlrecords install libreoffice" in str(told.value)


def test_the_worker_starts_without_what_belongs_to_the_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = module("worker")
    path = tmp_path / "python"
    path.write_text(
        f"#!{sys.executable}\nimport json, os, sys\nprint(json.dumps({{'ready': '0'}}), flush=True)\nsys.stdin.readline()\n"
        "print(json.dumps({'answer': {'arguments': sys.argv[1:], 'names': sorted(os.environ)}}), flush=True)\n",
        encoding="utf-8",
    )
    path.chmod(0o755)
    for name in worker.FOREIGN:
        monkeypatch.setenv(name, "") if name.startswith("LD") else monkeypatch.setenv(name, "x")
    monkeypatch.setenv("XLRECORDS_PYTHON", str(path))
    started = worker.Worker()
    answer = started.press("help", {}, None, None)
    started.close()
    assert answer["arguments"] == ["-P", "-X", "utf8", "-m", "xlrecords.stdio"]
    assert not set(worker.FOREIGN) & set(answer["names"])


# Words and looks that both sides know


def test_colours_of_the_list_are_those_of_files() -> None:
    pages = module("pages")
    assert {look: f"{colour:06X}" for look, colour in pages.SEVERITIES.items()} == {
        look: mixed(WHITE, *mark) for look, mark in SEVERITIES.items()
    }


def test_tones_have_their_boxes() -> None:
    assert set(module("window").BOXES) == {tone.value for tone in Tone} - {Tone.QUIET.value}


def test_the_add_on_runs_on_old_pythons() -> None:
    import ast

    from .component import CODE

    for path in sorted(CODE.parent.rglob("*.py")):
        ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
