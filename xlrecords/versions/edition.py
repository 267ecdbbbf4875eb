"""A workbook of one side: cells and tables of its sheets, and, where its format tells them, formulas, looks and frames."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Final, TypeAlias

from ..book import EMPTY, Rows, Trouble
from ..books.file import FileBook, read
from ..edits import Limit
from ..forms import FORMS
from ..guard import RefusedError
from ..kind import fold, parse_class, plain
from ..marking import OURS, is_list
from ..ooxml.limits import limits_of
from ..ooxml.notes import Notes
from ..ooxml.package import Package
from ..ooxml.parts import Relations
from ..ooxml.refs import column_number, corners, split
from ..ooxml.rows import unshare
from ..ooxml.sheet import Sheet
from ..ooxml.workbook import Tab, Workbook
from ..people import key
from ..sheets.lexicon import Lexicon
from ..sheets.locate import Block, locate
from .looks import Look, looks

Spot: TypeAlias = tuple[int, int]
"""Row and column from 0."""
STYLED: Final = re.compile(r'<c r="([A-Z]+)\d+"([^>]*)>')
STYLE: Final = re.compile(r' s="(\d+)"')
CUSTOM: Final = re.compile(r'\bcustomFormat="(?:1|true)"')
HIDDEN: Final = re.compile(r'\bhidden="(?:1|true)"')
ARRAY: Final = re.compile(r'<f\b[^>]*\bref="([A-Z]+\d+:[A-Z]+\d+)"')
FAR: Final = 1000
"""So many rows or columns after the last value a formula without a value may stand."""
SHARED: Final = ("sharedStrings", "styles", "theme")
"""Parts that say what a sheet's numbers of texts and styles mean."""


@cache
def _lexicon() -> Lexicon:
    return Lexicon(FORMS)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a sheet is besides its cells; rows and columns from 0.

    Attributes:
        visible: Whether its tab is seen.
        protected: Whether it is protected.
        widths: Width of each column that has its own, in characters.
        hidden_rows: Rows that are not seen.
        hidden_columns: Columns that are not seen.
        merged: First row, first column, last row, last column of merged cells.
        limits: Limits of what cells may hold.
        rules: Ranges of conditional formats.
    """

    visible: bool = True
    protected: bool = False
    widths: Mapping[int, float] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: frozenset[tuple[int, int, int, int]] = frozenset()
    limits: tuple[Limit, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the package says of a sheet.

    Attributes:
        formulas: Formulas by place, without «=».
        notes: Notes by place, without what a check put there.
        looks: Look of each cell that is there.
        rows: Look of a row where it has its own.
        columns: The same of columns.
        usual: Look of all others.
        frame: What the sheet is besides its cells.
    """

    formulas: Mapping[Spot, str]
    notes: Mapping[Spot, str]
    looks: Mapping[Spot, Look]
    rows: Mapping[int, Look]
    columns: Mapping[int, Look]
    usual: Look
    frame: Frame

    def look(self, spot: Spot) -> Look:
        """How a cell looks, whether it is written in the file or not."""
        return self.looks.get(spot) or self.rows.get(spot[0]) or self.columns.get(spot[1]) or self.usual


@dataclass(frozen=True)
class Version:
    """A sheet of one side.

    Attributes:
        book: Name of its book.
        name: Name of the sheet.
        at: Its place among the tabs, from 0.
        cells: Its cells.
        blocks: Its tables of known forms, in their order.
        facts: What the package says of it; None: its format keeps that elsewhere.
    """

    book: str
    name: str
    at: int
    cells: Rows
    blocks: tuple[Block, ...] = ()
    facts: Facts | None = None

    def head(self, name: str) -> str:
        """What the head of its first table that has such a label says, as one compares it; a class in its canonical form."""
        for block in self.blocks:
            if name in block.heads:
                value = block.heads[name][2]
                found = parse_class(value) if name == "school_class" else None
                return found if isinstance(found, str) else plain(value)
        return ""

    @cached_property
    def title(self) -> tuple[tuple[str, ...], ...]:
        """What the sheet says of itself: forms of its tables, and their heads but for the teacher and the like."""
        return tuple(
            (block.form.name, *(f"{name}: {fold(self._said(block, name))}" for name in sorted(block.heads) if name not in PASSING))
            for block in self.blocks
        )

    @cached_property
    def full_title(self) -> tuple[tuple[tuple[str, ...], ...], str]:
        """The same with the teacher."""
        return self.title, fold(self.head("teacher"))

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Names of all students in its tables, sorted: whose sheet it is, where two say the same of themselves."""
        places = ((block, column) for block in self.blocks for column in block.columns.get("student", ()))
        return tuple(sorted(text for block, column in places for line in block.lines if (text := key(plain(block.rows[line][column])))))

    @staticmethod
    def _said(block: Block, name: str) -> str:
        value = block.heads[name][2]
        found = parse_class(value) if name == "school_class" else None
        return found if isinstance(found, str) else plain(value)

    @property
    def filled(self) -> int:
        """How many cells hold anything."""
        return sum(cell != "" for row in self.cells for cell in row)


PASSING: Final = frozenset(("teacher", "weekly"))
"""Labels that may change while the sheet stays what it is."""


class Opened:
    """A workbook of one side, opened; formulas and looks of a sheet are read when they are asked for."""

    def __init__(self, path: Path, name: str) -> None:
        """Read a workbook; what is wrong with it stands in `trouble`."""
        self.name = name
        self.book: FileBook = read(path, name)
        self.package: Package | None = None
        self._looks: list[Look] = []
        self._tabs: dict[str, Tab] = {}
        try:
            data = path.read_bytes()
            if self.book.sheets() and data.startswith(b"PK"):
                self.package = Package(data)
                self._workbook = Workbook(self.package)
                self._tabs = {tab.name: tab for tab in self._workbook.tabs if tab.worksheet and tab.part in self.package}
                self._looks = looks(self.package, self._workbook)
        except (RefusedError, OSError):
            self.package = None

    @property
    def trouble(self) -> Trouble | None:
        """Why nothing could be read; None if something was."""
        return None if self.book.sheets() else next(iter(self.book.troubles), Trouble("file-damaged"))

    def sheets(self) -> list[str]:
        """Names of the sheets without lists of findings that marking put there, in the order of the tabs."""
        return [name for name in self.book.sheets() if not is_list(self.book.cells(name))]

    def raw(self, sheet: str) -> tuple[bytes, ...] | None:
        """Bytes of all parts that say what a sheet is; None if the package does not tell."""
        if self.package is None or sheet not in self._tabs:
            return None
        tab = self._tabs[sheet]
        parts = [part for kind in SHARED for part in self._workbook.relations.of(kind)]
        # Notes lie beside the sheet.
        parts += sorted(_beside(self.package, tab.part))
        return (str(tab.visible).encode(), *(self.package.read(part) for part in (tab.part, *parts) if part in self.package))

    def version(self, sheet: str, bare: bool = False) -> Version:
        """A sheet; `bare` without formulas and looks."""
        facts = None if bare or sheet not in self._tabs else self._facts(sheet)
        rows = _room(self.book.cells(sheet), facts.formulas if facts else ())
        blocks = tuple(locate(self.name, sheet, rows, _lexicon()))
        return Version(self.name, sheet, self.book.sheets().index(sheet), rows, blocks, facts)

    def _facts(self, name: str) -> Facts:
        assert self.package is not None
        tab = self._tabs[name]
        sheet = Sheet.read(self.package.text(tab.part))
        usual = self._looks[0]
        placed: dict[Spot, Look] = {}
        rows: dict[int, Look] = {}
        hidden = set()
        numbers = {}
        for row in sheet.rows:
            at = row.number - 1
            if " s=" in row.attributes and CUSTOM.search(row.attributes) and (found := STYLE.search(row.attributes)):
                rows[at] = self._look(found[1])
            if HIDDEN.search(row.attributes):
                hidden.add(at)
            for column, attributes in STYLED.findall(row.inner):
                style = STYLE.search(attributes)
                number = style[1] if style else "0"
                if number not in numbers:
                    numbers[number] = self._look(number)
                placed[at, column_number(column) - 1] = numbers[number]
        unshare(sheet)
        formulas = dict(_formulas(sheet))
        notes = dict(_notes(Notes(self.package, tab.part, sheet))) if "legacyDrawing" in sheet.tail else {}
        columns, frame = self._frame(tab, sheet, frozenset(hidden))
        return Facts(formulas, notes, placed, rows, columns, usual, frame)

    def _look(self, number: str) -> Look:
        return self._looks[int(number)] if int(number) < len(self._looks) else self._looks[0]

    def _frame(self, tab: Tab, sheet: Sheet, hidden: frozenset[int]) -> tuple[dict[int, Look], Frame]:
        """Looks of columns, and the frame."""
        root = sheet.frame()
        looks: dict[int, Look] = {}
        widths: dict[int, float] = {}
        unseen = set()
        for item in root.iter("{*}col"):
            for column in range(int(item.get("min", "1")) - 1, min(int(item.get("max", "1")), WIDEST)):
                if item.get("style"):
                    looks[column] = self._look(item.get("style", "0"))
                if item.get("width"):
                    widths[column] = float(item.get("width", "0"))
                if item.get("hidden") in ("1", "true"):
                    unseen.add(column)
        merged = frozenset(found for item in root.iter("{*}mergeCell") if (found := _area(item.get("ref", ""))) is not None)
        protection = root.find("{*}sheetProtection")
        return looks, Frame(
            tab.visible,
            protection is not None and protection.get("sheet") in ("1", "true"),
            widths,
            hidden,
            frozenset(unseen),
            merged,
            tuple(limits_of(tab.name, sheet)),
            tuple(item.get("sqref", "") for item in root.iter("{*}conditionalFormatting")),
        )


WIDEST: Final = 1024
"""So many columns are asked for their widths: a last one often stands for all that follow."""


def _beside(package: Package, part: str) -> Iterator[str]:
    yield from (target for kind, target in Relations(package, part).all().values() if kind == "comments")


def _area(text: str) -> tuple[int, int, int, int] | None:
    try:
        top, left, bottom, right = corners(text)
    except ValueError:
        return None
    return top - 1, left - 1, bottom - 1, right - 1


def _formulas(sheet: Sheet) -> Iterator[tuple[Spot, str]]:
    """Formulas by place; that of a range stands in each cell of it."""
    for row in sheet.rows:
        for cell in row.cells if row.has_formulas else ():
            if (formula := cell.formula) is not None:
                yield (row.number - 1, column_number(cell.column) - 1), formula
                found = ARRAY.search(cell.inner)
                area = _area(found[1]) if found else None
                if area is not None and (area[2] - area[0] + 1) * (area[3] - area[1] + 1) <= FAR:
                    yield from (((at, column), formula) for at in range(area[0], area[2] + 1) for column in range(area[1], area[3] + 1))


def _room(rows: Rows, formulas: Iterable[Spot]) -> Rows:
    """Cells with room for formulas that stand after the last value, for nothing was calculated for them yet."""
    height, width = len(rows), max(map(len, rows), default=0)
    near = [(row, column) for row, column in formulas if row < height + FAR and column < width + FAR]
    tall, wide = max((row + 1 for row, _ in near), default=0), max((column + 1 for _, column in near), default=0)
    if tall <= height and wide <= width:
        return rows
    wide = max(wide, width)
    return [[*row, *[EMPTY] * (wide - len(row))] for row in (*rows, *[[]] * (tall - height))]


def _notes(notes: Notes) -> Iterator[tuple[Spot, str]]:
    for cell, text in notes.all():
        row, column = split(cell)
        if kept := plain(OURS.sub("", text)):
            yield (row - 1, column - 1), kept
