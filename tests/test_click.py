"""A teacher at a real window: LibreOffice on a screen of its own, a click on the real button, one Ctrl+Z. Pictures of it are kept."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest
from PIL import Image

from xlrecords import demo
from xlrecords.buttons import BUTTONS, TAB
from xlrecords.installing.extension import extension
from xlrecords.installing.icons import SIZES, drawn

from .addon import installed
from .office import Office, uno
from .screen import SIZE, Screen, artefacts, find, until

pytestmark = pytest.mark.office

QUIET_START = {
    ("Setup/L10N", "ooSetupSystemLocale"): "ru-RU",
    ("Office.Linguistic/General", "UILocale"): "ru",
    ("Office.Common/Misc", "FirstRun"): "false",
    ("Office.Common/Misc", "ShowTipOfTheDay"): "false",
    # Far in the future: no bars that ask for a donation.
    ("Setup/Product", "LastTimeDonateShown"): "4000000000",
    ("Setup/Product", "LastTimeGetInvolvedShown"): "4000000000",
    ("Setup/Product", "ooSetupLastVersion"): "25.2",
}
TABS = {("Office.UI.ToolbarMode/Applications/org.openoffice.Office.UI.ToolbarMode:Application['Calc']", "Active"): "notebookbar.ui"}
LIST = "Замечания"
LONGEST = 200.0
"""Seconds that a window may stay; then it is ended, and the test fails."""


def write_settings(profile: Path, settings: dict[tuple[str, str], str]) -> None:
    """Settings of a profile, beside those that are there."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for (path, name), value in settings.items()
    )
    file = profile / "user" / "registrymodifications.xcu"
    if file.exists():
        text = file.read_text(encoding="utf-8").replace("</oor:items>", f"{items}</oor:items>")
    else:
        text = f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def profile(office: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile of LibreOffice that has the add-on."""
    folder = tmp_path_factory.mktemp("office") / "profile"
    write_settings(folder, QUIET_START)
    return installed(folder, extension(sys.executable))


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The journal of a class with planted errors, in the folder of its school."""
    key = demo.build(tmp_path_factory.mktemp("school"), classes=demo.LEAST_CLASSES)
    return next(path for path in sorted(key.school.rglob("5А.xlsx")) if path.parent.parent.name == "Журналы" and "2026" in path.parent.name)


@pytest.fixture
def screen(office: str, tmp_path: Path) -> Iterator[Screen]:
    with Screen(artefacts(tmp_path)) as screen:
        yield screen


class Journal:
    """A journal in a window over the whole screen; the window is ended by force if anything goes wrong.

    Attributes:
        document: The document, over the pipe.
        window: Number of its window on the screen.
        buttons: Where the icons of all buttons are, by their tags.
    """

    document: Any
    window: str
    buttons: dict[str, tuple[int, int]]

    def __init__(self, screen: Screen, path: Path, profile: Path) -> None:
        self._screen, self._path = screen, path
        # Named at the start, as a double click does: a document opened over the pipe in a window now and then never ends to open,
        # for then it asks for the clipboard outside the thread of the windows.
        self._office = Office(profile=profile, env=screen.env, options=(str(path),))
        # A window that asks something would wait for ever, and so would every call, even the one that asks it to end.
        self._alarm = threading.Timer(LONGEST, self._kill)
        self._alarm.start()

    def __enter__(self) -> Self:
        try:
            self.window = until(lambda: self._screen.window(self._path.stem), "the window of the journal")
            self._screen.fill_with(self.window)
            self.buttons = places(self._screen)
            # Not before: a question over the pipe while the window is being made may stop both.
            self._office.__enter__()
            self.document = self._office.desktop.getCurrentComponent()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, kind: object, error: object, *trace: object) -> None:
        try:
            if kind is None:
                self.document.setModified(False)
                self.document.close(True)
            else:
                self._kill()
        finally:
            self._alarm.cancel()
            self._office.__exit__(kind, error, *trace)
        if isinstance(error, uno().getClass("com.sun.star.uno.Exception")):
            # An exception of LibreOffice takes no traceback, which pytest would give it.
            raise AssertionError(f"LibreOffice does not answer: {error}") from None

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._office.process.pid, signal.SIGKILL)


def places(screen: Screen) -> dict[str, tuple[int, int]]:
    """Where the icons of all buttons are, by their tags, once all are there, whichever size the toolbar has."""

    def seen() -> dict[str, tuple[int, int]]:
        picture = screen.picture()
        return next(filter(None, (everywhere(size, picture) for size in reversed(SIZES))), {})

    def everywhere(size: int, picture: Image.Image) -> dict[str, tuple[int, int]]:
        found = {button.tag: find(drawn(button.tag, size), picture) for button in BUTTONS}
        return {tag: place for tag, place in found.items() if place is not None} if all(found.values()) else {}

    return until(seen, "all buttons are on the screen, none is cut off")


@dataclass(frozen=True)
class Look:
    """All that marks could change on a sheet.

    Attributes:
        cells: Formulas and values, row by row.
        notes: Text of each note by row and column.
        colours: Colour of each cell that has one, by row and column.
    """

    cells: tuple[tuple[Any, ...], ...]
    notes: dict[tuple[int, int], str]
    colours: dict[tuple[int, int], int]


def looks(document: Any) -> dict[str, Look]:
    """Every sheet of a document by its name."""
    return {sheet.Name: look(sheet) for sheet in document.Sheets}


def look(sheet: Any) -> Look:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    area = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
    # The text of a note that came with a file is known to its shape alone.
    notes = {(note.Position.Row, note.Position.Column): note.AnnotationShape.String for note in sheet.Annotations}
    colours = {}
    for ranges in area.UniqueCellFormatRanges:
        if (colour := ranges.CellBackColor) != -1:
            for place in ranges.RangeAddresses:
                rows, columns = range(place.StartRow, place.EndRow + 1), range(place.StartColumn, place.EndColumn + 1)
                colours |= {(row, column): colour for row in rows for column in columns}
    return Look(area.getFormulaArray(), notes, colours)


def test_click_and_ctrl_z(screen: Screen, journal: Path, profile: Path) -> None:
    with Journal(screen, journal, profile) as shown:
        document = shown.document
        before = looks(document)
        button = shown.buttons["check-book"]
        screen.keep("toolbar")

        screen.point(*button)
        screen.hands("sleep", 1.5)
        screen.keep("tip", (0, 0, SIZE[0], 320))
        screen.click(*button)
        screen.hands("mousemove", SIZE[0] // 2, SIZE[1] - 60)
        answer = until(lambda: screen.window(f"{TAB}$"), "the window with the answer")
        screen.hands("sleep", 0.5)
        screen.keep("answer")
        screen.focus(answer)
        screen.keys("Return")
        until(lambda: not screen.window(f"{TAB}$"), "the answer is closed")

        marked = looks(document)
        assert list(marked) == [*before, LIST] or list(marked) == [LIST, *before]
        coloured = [name for name in before if marked[name].colours != before[name].colours]
        assert coloured
        assert any(len(marked[name].notes) > len(before[name].notes) for name in before)
        for name in before:
            assert marked[name].cells == before[name].cells, "no value of the teacher is changed"
            for place, text in before[name].notes.items():
                assert marked[name].notes[place].startswith(text), "notes of the teacher stay, ours stand below"
        for name, picture in ((LIST, "list"), (coloured[0], "marked")):
            document.CurrentController.setActiveSheet(document.Sheets.getByName(name))
            screen.hands("sleep", 1)
            screen.keep(picture)

        screen.focus(shown.window)
        screen.keys("ctrl+z")
        until(lambda: LIST not in document.Sheets.ElementNames, "one Ctrl+Z takes the list back")
        assert looks(document) == before
        assert not document.UndoManager.isUndoPossible()
        screen.keep("undone")

        # F10 goes to the first menu; from there to the left come Help, Window, and the one of the add-on.
        screen.keys("F10", "Left", "Left", "Left", "Down")
        screen.hands("sleep", 1)
        screen.keep("menu")
        screen.keys("Up", "Return")
        help_ = until(lambda: screen.window(f"{TAB}$"), "the last line of the menu is «Помощь», which answers")
        screen.hands("sleep", 0.5)
        screen.keep("help")
        screen.focus(help_)
        screen.keys("Return")
        until(lambda: not screen.window(f"{TAB}$"), "the answer is closed")


def test_tabbed_interface(screen: Screen, journal: Path, profile: Path, tmp_path: Path) -> None:
    """Who works with tabs has the buttons with titles below them, and all of them once more on the tab «Расширение»."""
    tabbed = Path(shutil.copytree(profile, tmp_path / "profile", ignore=shutil.ignore_patterns(".lock")))
    write_settings(tabbed, TABS)
    with Journal(screen, Path(shutil.copy(journal, tmp_path)), tabbed) as shown:
        assert list(shown.buttons) == [button.tag for button in BUTTONS]
        screen.keep("tabs")
