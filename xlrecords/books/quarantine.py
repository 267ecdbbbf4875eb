"""What the reader of workbooks (calamine) is let to see, and the child process where it reads what was not proved.

The reader allocates the whole used rectangle of a sheet, so one value in XFD1048576 ends the process, and no exception
can be caught. `slim` proves cheaply that a sheet is ordinary; such sheets are read at once. Old and binary formats and
strange sheets are read in a child, within limits of memory and time. There a strange sheet is rewritten into the plain
form that `slim` gives, without values far outside the table, so that one reader gives the values of all sheets.
"""

from __future__ import annotations

import json
import pickle
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple, TypeAlias, TypeVar, cast
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import escape, quoteattr

from ..book import Cell, Rows, Trouble, address
from .guard import Limits, Package, RefusedError, unpack

Content: TypeAlias = tuple[dict[str, Rows], list[Trouble]]
"""Cells of each sheet, and what is wrong."""

GAP_ROWS, GAP_COLUMNS = 9_999, 702
"""A value after more empty rows or columns than this is a stray one; 702 is column ZZ."""

NO_CELLS = re.compile(rb"<sheetData\s*/>")
NOTHING = b"<worksheet><sheetData/></worksheet>"
BLANK = re.compile(rb'<c r="[^"]*+" s="[0-9]++"/>')
STRANGE = re.compile(
    rb'<c(?! r="[A-Z]{1,2}[0-9]{1,4}"(?: [stcvmph]++="[^"<>&]*+")*+>|[A-Za-z]|(?: [a-z]++="[^"<>&]*+")*+/>)'
)
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


MAX_STRAYS = 20
"""Strays of a sheet that are named one by one."""

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


def formula_troubles(sheet: str, addresses: list[str]) -> list[Trouble]:
    """One trouble for all the formulas of a sheet that have no value."""
    return [Trouble("formulas-not-calculated", sheet, addresses[0], {"count": len(addresses)})] if addresses else []


Result = TypeVar("Result")


def calling(reader: Callable[[], Result]) -> Result:
    """What a call into the reader gives; RefusedError in place of its own errors."""
    try:
        return reader()
    except (RefusedError, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of Rust is no Exception
        raise RefusedError("file-damaged", part="") from error


def decode(workbook: bytes, limits: Limits) -> Content:
    """Cells of all sheets of a workbook that is safe to read here; chart sheets and the like are left out.

    Raises:
        RefusedError: `file-damaged` if no sheet can be read, `file-too-heavy` for more cells than the limit.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    tables: dict[str, Rows] = {}
    troubles: list[Trouble] = []
    left = limits.cells

    def rows(number: int) -> Rows:
        sheet = book.get_sheet_by_index(number)
        check_size((sheet.total_height + 1) * (sheet.total_width + 1), left)
        return cast(Rows, sheet.to_python(skip_empty_area=False))

    book = calling(lambda: CalamineWorkbook.from_filelike(BytesIO(workbook)))
    for number, sheet in enumerate(book.sheets_metadata):
        if sheet.typ is not SheetTypeEnum.WorkSheet or sheet.name in tables:
            continue
        try:
            table = calling(partial(rows, number))
        except RefusedError as error:
            if error.rule != "file-damaged":
                raise
            troubles.append(Trouble("sheet-damaged", sheet.name, facts={"reason": "разметка листа нарушена"}))
        else:
            tables[sheet.name] = table
            left -= len(table) * len(table[0]) if table else 0
    if troubles and not tables:
        raise RefusedError("file-damaged", part="")
    return tables, troubles


def check_size(cells: int, limit: int) -> None:
    """Refuse a rectangle of more cells than the limit."""
    if cells > limit:
        raise RefusedError("file-too-heavy", limit="число ячеек в книге")


def ordinary(package: Package, limits: Limits) -> Content | None:
    """Cells of a workbook all sheets of which are proved ordinary, read in this process; None if one is not."""
    sheets, troubles = [], []
    for name, xml in package.sheets:
        plain_xml = slim(xml) if xml else b""
        if plain_xml is None:
            return None
        sheets.append((name, plain_xml))
        troubles += formula_troubles(name, uncalculated(plain_xml))
    # Each cell gets its own copy of its text, and many cells may refer to one long text.
    cells = sum(len(xml) for _, xml in sheets) // len('<c r="A1" t="s"><v>0</v></c>')
    if cells * max(map(len, package.strings.split(b"</si>"))) > limits.inflated:
        return None
    tables, damaged = decode(replace(package, sheets=tuple(sheets)).pack(), limits)
    return tables, troubles + damaged


def strange(package: Package, limits: Limits) -> Content:
    """Cells of a workbook with any sheets: read in the child only."""
    sheets, troubles = [], []
    for name, xml in package.sheets:
        try:
            survey = Survey().read(xml)
        except (ExpatError, ValueError):
            sheets.append((name, b""))
            continue
        rows = edge((cell.row for cell in survey.cells), GAP_ROWS)
        columns = edge((cell.column for cell in survey.cells), GAP_COLUMNS)
        check_size(rows * columns, limits.cells)
        near = [cell for cell in survey.cells if cell.row <= rows and cell.column <= columns]
        far = [cell for cell in survey.cells if cell.row > rows or cell.column > columns][:MAX_STRAYS]
        sheets.append((name, plain(near)))
        for cell, value in zip(far, values(package, far, limits), strict=True):
            troubles.append(Trouble("cell-stray", name, address(cell.row, cell.column), {"value": value}))
        troubles += formula_troubles(name, survey.uncalculated)
    tables, damaged = decode(replace(package, sheets=tuple(sheets)).pack(), limits)
    return tables, troubles + damaged


def values(package: Package, cells: list[Filled], limits: Limits) -> list[Cell]:
    """Values of single cells, read from a sheet where they stand in column A; their XML text if that fails."""
    column = [cell._replace(row=row, column=1) for row, cell in enumerate(cells, 1)]
    try:
        tables, _ = decode(replace(package, sheets=(("", plain(column)),)).pack(), limits)
    except RefusedError:
        return [cell.text for cell in cells]
    return [row[0] for row in tables[""]]


def foreign(workbook: bytes, limits: Limits) -> Content:
    """Cells of a workbook of another format; read in the child only. Whole numbers come as floats, as from xlsx."""
    tables, troubles = decode(workbook, limits)
    for rows in tables.values():
        for row in rows:
            row[:] = [float(cell) if type(cell) is int else cell for cell in row]
    return tables, troubles


def confine(memory: int) -> None:
    """Limit the address space of this process, in bytes, and forbid a core file, where the system can do that."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def main() -> None:
    """Read a workbook from the standard input and give its content, pickled, to the standard output.

    Arguments are `strange` or `foreign` and the limits as JSON. A process that ends otherwise has met a limit.
    """
    kind, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    confine(limits.memory)
    data = sys.stdin.buffer.read()
    try:
        content = foreign(data, limits) if kind == "foreign" else strange(unpack(data, limits), limits)
    except RefusedError as error:
        content = {}, [Trouble(error.rule, facts=error.facts)]
    pickle.dump(content, sys.stdout.buffer)


if __name__ == "__main__":
    main()
