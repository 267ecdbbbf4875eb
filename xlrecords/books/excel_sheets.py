"""Sheets that are added to a workbook open in Excel: one block of values, looks by ranges, links as formulas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..book import EMPTY, Cell, Rows
from ..edits import SEVERITIES, Fill, Item, NewSheet
from ..ooxml.refs import quoted
from .excel_cells import as_text
from .excel_dialects import Dialect, runs
from .excel_state import DAY, Look, filled

if TYPE_CHECKING:
    import xlwings as xw

FONT = "Times New Roman"
GREY_LINE, HEADING_COLOUR, FAINT_COLOUR, LINK_COLOUR = "BFBFBF", "#EDEDED", "#7F7F7F", "#0563C1"
FRAMELESS = ("title", "faint")
"""Looks without lines around the cell."""
SHOWN = (True, -1)
"""What a sheet that can be seen says of itself: -1 is the word of Excel."""


def add(book: xw.Book, dialect: Dialect, new: NewSheet) -> None:
    """Add a sheet after the last one that can be seen; none can be put behind a hidden one everywhere.

    Raises:
        PlanError: A sheet that is no table has its name.
    """
    tabs = list(book.sheets)
    after = next((tab for tab in reversed(tabs) if tab.visible in SHOWN), tabs[-1])
    sheet = dialect.added(book, new.name, after)
    height, width = len(new.rows), max(map(len, new.rows), default=0)
    if height and width:
        _write(sheet, new, width)
        _dress(sheet, dialect, new)
    for column, size in enumerate(new.widths, 1):
        sheet.range((1, column)).column_width = size
    if height and width:
        sheet.autofit("rows")
    dialect.dress(sheet, new.heading_row, new.filtered, new.landscape, (height, width))


def _write(sheet: xw.Sheet, new: NewSheet, width: int) -> None:
    """All values in one block, then the formulas of links, a call for each run of them down a column."""
    block = [[_plain(item) for item in row] + [None] * (width - len(row)) for row in new.rows]
    sheet.range((1, 1), (len(block), width)).value = block
    for top, column, formulas in _links(new):
        sheet.range((top, column), (top + len(formulas) - 1, column)).formula = [[formula] for formula in formulas]


def _plain(item: Item) -> object:
    """A value as it is put into a block; a day is a moment to Excel."""
    value = item.value
    if item.to_sheet:
        return None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    if isinstance(value, dt.time):
        return f"'{value:%H:%M}"
    return as_text(value) if isinstance(value, str) else value


def _links(new: NewSheet) -> Iterator[tuple[int, int, list[str]]]:
    """Row, column and formulas of each run of links down a column."""
    found = {
        (column, row): link(item)
        for row, items in enumerate(new.rows, 1)
        for column, item in enumerate(items, 1)
        if item.to_sheet
    }  # fmt: skip
    for column, row in sorted(found):
        if (column, row - 1) not in found:
            formulas: list[str] = []
            while (column, row + len(formulas)) in found:
                formulas.append(found[column, row + len(formulas)])
            yield row, column, formulas


def link(item: Item) -> str:
    """Formula of a cell that leads to a place in its workbook; quotes of texts are doubled."""
    place = f"#{quoted(item.to_sheet)}!{item.to_cell or 'A1'}".replace('"', '""')
    shown = str(EMPTY if item.value is None else item.value).replace('"', '""')
    return f'=HYPERLINK("{place}","{shown}")'


def _dress(sheet: xw.Sheet, dialect: Dialect, new: NewSheet) -> None:
    """Looks of the cells, a few calls for each."""
    by_look: dict[str, list[tuple[int, int]]] = {}
    for row, items in enumerate(new.rows, 1):
        for column, item in enumerate(items, 1):
            if item.value is not None or item.look != "text":
                by_look.setdefault(item.look, []).append((row, column))
    for look, cells in by_look.items():
        areas = list(runs(cells))
        for area in dialect.named(areas):
            _look(sheet.range(area), look)
            if look not in FRAMELESS:
                dialect.frame(sheet.range(area), GREY_LINE)
        if look in SEVERITIES:
            pattern, colour = SEVERITIES[look]
            dialect.paint(sheet, areas, _mark(dialect, pattern, colour))


def _mark(dialect: Dialect, pattern: str, colour: str) -> Look:
    return filled(Look(), Fill("", "", colour, pattern), dialect.patterns)


def _look(area: xw.Range, look: str) -> None:
    font = area.font
    font.name, font.size = FONT, {"title": 14, "faint": 9}.get(look, 11)
    font.bold = look in ("title", "heading", *SEVERITIES)
    if colour := {"faint": FAINT_COLOUR, "link": LINK_COLOUR}.get(look):
        font.color = colour
    area.vertical_alignment = "center" if look in (*FRAMELESS, "heading") else "top"
    if look == "heading":
        area.horizontal_alignment, area.color = "center", HEADING_COLOUR
    if look in ("wrapped", "heading", *SEVERITIES):
        area.wrap_text = True
    if look == "date":
        area.number_format = DAY


def rewritten(name: str, rows: Rows) -> NewSheet:
    """A sheet out of its values alone, for one whose plan is not known any more."""
    return NewSheet(name, tuple(tuple(_item(cell) for cell in row) for row in rows))


def _item(cell: Cell) -> Item:
    if cell == EMPTY:
        return Item()
    return Item(cell, "wrapped") if isinstance(cell, str) else Item(str(cell) if isinstance(cell, dt.timedelta) else cell, "text")
