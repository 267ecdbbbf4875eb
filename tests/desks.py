"""Desks of tests: the invented school, its books as they stand on the screen, and what a press leaves behind."""

from __future__ import annotations

import atexit
import shutil
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from xlrecords import demo
from xlrecords.book import OpenBook, Rows
from xlrecords.books.file import read
from xlrecords.books.memory import MemoryBook
from xlrecords.books.opened import OpenedFile
from xlrecords.button import Answer, Desk
from xlrecords.edits import Spot

SCHOOL = "Школа"
JOURNAL = "Журналы/2026-2027/5А.xlsx"


@cache
def built(plant: bool = True) -> Path:
    """The invented school, to be looked at only; it is made once in a process, and gone with it."""
    folder = Path(mkdtemp(prefix="xlrecords-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    demo.build(folder, classes=demo.LEAST_CLASSES, plant=plant)
    return folder / SCHOOL


def school(folder: Path, plant: bool = True) -> Path:
    """The invented school in a folder of its own, with or without planted errors."""
    shutil.copytree(built(plant), folder / SCHOOL, symlinks=True)
    return folder / SCHOOL


def desk(path: Path, sheet: str = "", cell: str = "A1") -> Desk:
    """A book of the disk, open and saved."""
    book = OpenedFile(path.read_bytes(), path.name)
    return Desk(book, path, sheet=sheet or book.sheets()[0], cell=cell)


def in_memory(path: Path, sheet: str = "", cell: str = "A1") -> Desk:
    """The same book as a picture in memory."""
    found = read(path, path.name)
    tables = {name: [list(row) for row in found.cells(name)] for name in found.sheets()}
    book = MemoryBook(path.name, tables, found.troubles)
    return Desk(book, path, sheet=sheet or book.sheets()[0], cell=cell)


def done(desk: Desk, answer: Answer) -> Desk:
    """The desk after an office program has carried out an answer."""
    desk.book.apply(answer.steps)
    return replace(desk, sheet=answer.goto[0], cell=answer.goto[1]) if answer.goto else desk


@dataclass(frozen=True)
class State:
    """Cells, notes and fills of a book."""

    cells: dict[str, Rows]
    notes: dict[Spot, str]
    fills: dict[Spot, tuple[str, str]]


def state(book: OpenBook) -> State:
    """All that a press may change."""
    found = book.survey(())
    return State(
        {sheet: book.cells(sheet) for sheet in book.sheets()},
        {(note.sheet, note.cell): note.text for note in found.notes},
        {(fill.sheet, fill.cell): (fill.pattern, fill.colour) for fill in found.fills},
    )
