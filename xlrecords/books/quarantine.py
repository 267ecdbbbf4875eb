"""The reader of workbooks (calamine), here for what was proved ordinary and in a child process for all else.

The reader allocates the whole used rectangle of a sheet, so one value in XFD1048576 ends the process, and no exception
can be caught. `sheet_xml.slim` proves cheaply that a sheet is ordinary; such sheets are read at once. Old and binary formats and
strange sheets are read in a child, within limits of memory and time. There a strange sheet is rewritten into the plain
form that `slim` gives, without values far outside the table, so that one reader gives the values of all sheets.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import TypeAlias, TypeVar, cast
from xml.parsers.expat import ExpatError

from ..book import EMPTY, Cell, Rows, Trouble, address
from ..guard import Limits, Package, RefusedError, unpack
from . import html
from .sheet_xml import GAP_COLUMNS, GAP_ROWS, Filled, Survey, edge, plain, slim, uncalculated

Content: TypeAlias = tuple[dict[str, Rows], list[Trouble]]
"""Cells of each sheet, and what is wrong."""

MAX_STRAYS = 20
"""Strays of a sheet that are named one by one."""


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


SMALLEST = len('<c r="A1" t="s"><v>0</v></c>')
"""Bytes of the shortest cell that refers to a shared text."""


def ordinary(package: Package, limits: Limits) -> Content | None:
    """Cells of a workbook all sheets of which are proved ordinary, read in this process; None if one is not."""
    sheets, troubles = [], []
    for name, xml in package.sheets:
        plain_xml = slim(xml) if xml else b""
        if plain_xml is None:
            return None
        sheets.append((name, plain_xml))
        troubles += formula_troubles(name, uncalculated(plain_xml))
    size = sum(len(xml) for _, xml in sheets)
    # The reader needs several times the room of what it parses, and gives each cell its own copy of its text, while
    # many cells may refer to one long text. A comment could hide how long it is.
    longest = max(map(len, package.strings.split(b"</si>")))
    if size + len(package.strings) > limits.inflated // 4 or size // SMALLEST * longest > limits.inflated:
        return None
    if b"!" in package.strings and b"<!" in package.strings:
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
    found = tables[""]
    return [found[row][0] if row < len(found) else EMPTY for row in range(len(cells))]


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

    Arguments are `strange`, `foreign` or `page`, and the limits as JSON. A process that ends otherwise has met a limit.
    """
    kind, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    confine(limits.memory)
    data = sys.stdin.buffer.read()
    try:
        if kind == "strange":
            content = strange(unpack(data, limits), limits)
        elif kind == "foreign":
            content = foreign(data, limits)
        else:
            content = html.tables(data, limits), []
    except RefusedError as error:
        content = {}, [Trouble(error.rule, facts=error.facts)]
    except MemoryError:
        raise
    except Exception:
        content = {}, [Trouble("file-damaged", facts={"part": ""})]
    pickle.dump(content, sys.stdout.buffer)


if __name__ == "__main__":
    main()
