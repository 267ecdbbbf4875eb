"""XML of a sheet: proved ordinary and stripped for the reader, or surveyed and written anew in a plain form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple
from xml.parsers.expat import ParserCreate
from xml.sax.saxutils import escape, quoteattr

from ..book import address

GAP_ROWS, GAP_COLUMNS = 9_999, 702
"""A value after more empty rows or columns than this is a stray one; 702 is column ZZ."""

NO_CELLS = re.compile(rb"<sheetData\s*/>")
NOTHING = b"<worksheet><sheetData/></worksheet>"
BLANK = re.compile(rb'<c r="[^"]*+" s="[0-9]++"/>')
STRANGE = re.compile(rb'<c(?! r="[A-Z]{1,2}[0-9]{1,4}"(?: [stcvmph]++="[^"<>&]*+")*+>|[A-Za-z]|(?: [a-z]++="[^"<>&]*+")*+/>)')
PREFIXED = re.compile(rb":(?=c[\s/>])")
ERROR_MARK = re.compile(rb'e(?<="e)"')
ERROR = re.compile(rb'(<c r="[A-Z0-9]++"(?: [scvmph]++="[^"<>&]*+")*+) t="e"')


def slim(xml: bytes) -> bytes | None:
    """XML of a sheet without blank cells and all that follows the cells, or None if it is not proved ordinary.

    Ordinary is a sheet where each filled cell names its own place, within `GAP_ROWS` and `GAP_COLUMNS`, so that neither
    the order of cells nor a second attribute can put a value elsewhere. The reader skips blank cells at a greater cost
    than that of taking them out here, and gives "" for an error value unless it is called a string.
    """
    end = xml.rfind(b"</sheetData>")
    if end < 0:
        return NOTHING if NO_CELLS.search(xml) else None
    # A comment or CDATA may hold what looks like a cell.
    if b"!" in xml and b"<!" in xml[:end]:
        return None
    cells = BLANK.sub(b"", xml[:end])
    if STRANGE.search(cells) or PREFIXED.search(cells):
        return None
    if ERROR_MARK.search(cells):
        cells = ERROR.sub(rb'\1 t="str"', cells)
    return cells + b"</sheetData></worksheet>"


UNCALCULATED = re.compile(rb"f(?<=[</]f)(?:>|/>| [^<>]*/>)(<v>\s*</v>|<v\s*/>)?</c>")
PLACE = re.compile(rb'<c r="([A-Z0-9]+)"([^>]*)')


def uncalculated(xml: bytes) -> list[str]:
    """Addresses of formula cells without a value, in a sheet that `slim` gave.

    An empty text is a value: a program that calculated it marks the cell as a string.
    """
    found = []
    for match in UNCALCULATED.finditer(xml):
        cell = PLACE.match(xml, xml.rfind(b"<c ", 0, match.start()))
        if cell and not (match[1] and b't="str"' in cell[2]):
            found.append(cell[1].decode())
    return found


REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Filled(NamedTuple):
    """A cell with a value: row and column counted from 1, attributes t and s, text as it stands in the XML."""

    row: int
    column: int
    kind: str
    style: str
    text: str


@dataclass
class Survey:
    """What a sheet holds by its XML, whatever its prefixes, its quotes and the order of its attributes and cells."""

    cells: list[Filled] = field(default_factory=list)
    uncalculated: list[str] = field(default_factory=list)
    _row: int = 0
    _place: tuple[int, int] = (0, 0)
    _path: list[str] = field(default_factory=list)
    _cell: dict[str, str] = field(default_factory=dict)
    _texts: list[str] = field(default_factory=list)

    def read(self, xml: bytes) -> Survey:
        """Take in the XML of a sheet; ExpatError or ValueError if it is not one."""
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(xml, True)
        return self

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self._path.append(name)
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._place = self._row, 0
        elif name == "c":
            self._cell = attributes
            self._texts = []
            reference = attributes.get("r")
            self._place = place(reference) if reference is not None else (self._row, self._place[1] + 1)
        elif name in ("f", "v", "is"):
            self._cell[name] = name

    def _end(self, _: str) -> None:
        if self._path.pop() != "c":
            return
        cell, text = self._cell, "".join(self._texts)
        kind = cell.get("t", "")
        if text:
            kind = "str" if kind in ("inlineStr", "e") else kind
            self.cells.append(Filled(*self._place, kind, cell.get("s", ""), text))
        elif "f" in cell and not (kind == "str" and "v" in cell):
            self.uncalculated.append(address(*self._place))

    def _text(self, text: str) -> None:
        path = self._path
        if "c" in path and (path[-1] == "v" or (path[-1] == "t" and "is" in path and "rPh" not in path)):
            self._texts.append(text)


def place(reference: str) -> tuple[int, int]:
    """Row and column, counted from 1, of an A1 reference; ValueError if a sheet has no such cell."""
    match = REFERENCE.fullmatch(reference.upper())
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if not (1 <= row <= 1_048_576 and column <= 16_384):
        raise ValueError(reference)
    return row, column


def edge(numbers: Iterable[int], gap: int) -> int:
    """The last of the numbers before the first gap wider than `gap`; 0 if even the first stands behind one."""
    ordered = [0, *sorted(set(numbers))]
    return next((a for a, b in pairwise(ordered) if b - a > gap + 1), ordered[-1])


def plain(cells: Iterable[Filled]) -> bytes:
    """XML of a sheet with these cells, each with its own reference."""
    inner = "".join(
        f'<c r="{address(cell.row, cell.column)}" s={quoteattr(cell.style or "0")} t={quoteattr(cell.kind or "n")}>'
        f"<v>{escape(cell.text)}</v></c>"
        for cell in cells
    )
    return f"<worksheet><sheetData><row>{inner}</row></sheetData></worksheet>".encode()
