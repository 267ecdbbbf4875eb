"""Days that are shown as numbers because paste took their number format away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..book import Cell, address
from ..edits import Value
from ..ooxml.sheet import EPOCH, EPOCH_1904
from ..repair import Finding, Page
from ..sheets.locate import Block

YEARS = range(2000, 2100)


def find(page: Page) -> Iterator[Finding]:
    """Whole numbers in the place of days, which are such days when they are counted as Excel does. Their value stays."""
    for block in page.blocks:
        for row, column in _places(page, block):
            cell = address(row + 1, column + 1)
            day = _day(page.at(row, column), page.date1904)
            found = page.xml.find(cell)
            if day is None or found is None or found.formula is not None or page.styles.is_date(found.style):
                continue
            lost = f"дата показана числом {int(float(str(page.at(row, column))))}"
            yield Finding(page.name, cell, lost, f"{day:%d.%m.%Y}", (Value(page.name, cell, day),))


def _places(page: Page, block: Block) -> Iterator[tuple[int, int]]:
    """Cells in which the form has days."""
    form = block.form
    for column in form.columns:
        if column.kind.name == "date":
            yield from ((line, at) for line in block.lines for at in block.columns.get(column.name, ())[:1])
    for column in form.head:
        if column.kind.name == "date" and column.name in block.heads:
            yield block.heads[column.name][:2]
    if form.grid is not None and form.grid.heading.name == "date":
        yield from zip(block.grid.rows, block.grid.columns, strict=True)
    if block.register is not None:
        dated = [block.register.columns[column.name] for column in form.lessons if _is_dated(block, column.name, column.kind.name)]
        rows = range(block.register.first, min(block.register.last, len(page.rows)))
        yield from ((row, at) for at in dated for row in rows)


def _is_dated(block: Block, name: str, kind: str) -> bool:
    return block.register is not None and kind == "date" and name in block.register.columns


def _day(value: Cell, date1904: bool) -> dt.date | None:
    """The day that a number is, if it is one of our time."""
    if not isinstance(value, float) or not value.is_integer() or not 0 < value < 100_000:
        return None
    day = ((EPOCH_1904 if date1904 else EPOCH) + dt.timedelta(days=value)).date()
    return day if day.year in YEARS else None
