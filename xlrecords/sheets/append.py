"""Entries put at the end of a table of a form: into the blank rows of its template, else into rows put in below the last entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..book import address
from ..edits import Edits, Height, Insert, Limit, Scalar, Value
from ..kind import empty
from ..ooxml.editor import Editor
from ..ooxml.limits import limits_of
from ..ooxml.refs import area, corners
from ..ooxml.sheet import Sheet
from .locate import Block
from .plan import LINE, row_height

COUNTED = "number"
"""The column that blank rows of a template may have filled."""
Entry = Mapping[str, Scalar]


def addition(data: bytes, block: Block, entries: Sequence[Entry], stop: int | None = None) -> Edits:
    """The plan that puts entries below the last one of a table.

    Args:
        data: The workbook.
        block: The table in it.
        entries: Values by name of the column; columns that the table lacks are passed over.
        stop: Row (from 0) before which the table must end, that of the headings of another one below it; None: nothing is below.

    Raises:
        RefusedError: The workbook is none that may be changed.
        PlanError: It has no such sheet.
    """
    _, sheet = Editor(data).sheet(block.sheet)
    last = max([block.heading, *block.grid.rows, *block.lines])
    free: list[int] = []
    for row in _free(sheet, block, last, stop):
        if len(free) == len(entries):
            break
        free.append(row)
    below = free[-1] if free else last
    missing = len(entries) - len(free)
    rows = [*free, *range(below + 1, below + 1 + missing)]
    inserts = (Insert(block.sheet, below + 2, missing),) if missing and _stands_below(sheet, block, below) else ()
    values = tuple(value for row, entry in zip(rows, entries, strict=True) for value in _values(block, row, entry))
    limits = tuple(_limits(sheet, block.sheet, below, missing)) if inserts else ()
    return Edits(inserts=inserts, values=values, limits=limits, heights=tuple(_heights(sheet, block, rows, below, entries)))


def _heights(sheet: Sheet, block: Block, rows: Sequence[int], below: int, entries: Sequence[Entry]) -> Iterator[Height]:
    """Heights of rows whose texts need several lines; a row that stood there keeps a height that it has."""
    columns = [column for column in block.form.columns if column.name in block.columns]
    for row, entry in zip(rows, entries, strict=True):
        points = row_height(columns, entry)
        copied = row > below and sheet.has_height(below + 1)
        if copied or (points > LINE and not sheet.has_height(row + 1)):
            yield Height(block.sheet, row + 1, points)


def _free(sheet: Sheet, block: Block, last: int, stop: int | None) -> Iterator[int]:
    """Rows (from 0) right below a table that are kept for entries: nothing but a number is in them; without one they look like the one above."""
    columns = {column: name for name, found in block.columns.items() for column in found}
    row = last + 1
    while stop is None or row < stop:
        cells = {column: sheet.find(address(row + 1, column + 1)) for column in columns}
        styled = any(cell is not None and cell.style and _alike(sheet, row, column, last) for column, cell in cells.items())
        if not (styled or _counted(block, row)) or not all(
            _is_blank(block, row, column, name, cells[column]) for column, name in columns.items()
        ):
            return
        yield row
        row += 1


def _counted(block: Block, row: int) -> bool:
    """Whether a row has its number already."""
    places = block.columns.get(COUNTED, ())
    return any(row < len(block.rows) and isinstance(block.rows[row][place], int | float) for place in places)


def _alike(sheet: Sheet, row: int, column: int, last: int) -> bool:
    """Whether a cell looks like the one above it; the first row below the headings looks like none."""
    cell, above = sheet.find(address(row + 1, column + 1)), sheet.find(address(row, column + 1))
    return row == last + 1 or (cell is not None and above is not None and cell.style == above.style)


def _is_blank(block: Block, row: int, column: int, name: str, cell: object) -> bool:
    value = block.rows[row][column] if row < len(block.rows) and column < len(block.rows[row]) else ""
    if name == COUNTED:
        return empty(value) or isinstance(value, int | float)
    return empty(value) and "<f" not in getattr(cell, "inner", "")


def _stands_below(sheet: Sheet, block: Block, row: int) -> bool:
    """Whether rows must be put in: the sheet goes on below a row, or there is a row of entries whose look they shall have."""
    goes_on = any(not empty(cell) for cells in block.rows[row + 1 :] for cell in cells)
    return goes_on or row in block.lines or bool(sheet.rows and sheet.rows[-1].number > row + 1)


def _limits(sheet: Sheet, name: str, above: int, count: int) -> Iterator[Limit]:
    """Limits of a row (from 0) for the rows that are put in below it: only ranges that go on below them grow by themselves."""
    for limit in limits_of(name, sheet):
        bounds = [corners(text) for text in limit.ranges.split()]
        ends = [(left, right) for top, left, bottom, right in bounds if top <= above + 1 == bottom]
        if ends:
            yield replace(limit, ranges=" ".join(area(above + 2, left, above + 1 + count, right) for left, right in ends))


def _values(block: Block, row: int, entry: Entry) -> Iterator[Value]:
    for name, value in entry.items():
        columns = block.columns.get(name, ())
        if value in (None, "") or not columns:
            continue
        parts: list[Scalar] = [value]
        if len(columns) > 1 and isinstance(value, str):
            parts = list(value.split(maxsplit=len(columns) - 1))
        for column, part in zip(columns, parts, strict=False):
            yield Value(block.sheet, address(row + 1, column + 1), part if isinstance(part, dt.date | int | float) else str(part))
