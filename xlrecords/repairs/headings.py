"""Headings of columns and labels of the head that were wiped out, known by what stands in their place and beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..book import EMPTY, Cell, Rows, address
from ..edits import Value
from ..form import Column, Form
from ..kind import UNREAD, Kind, empty, fold
from ..repair import Finding, Page
from ..sheets.lexicon import Lexicon
from ..sheets.locate import REACH, Block, locate
from .expected import is_ours

TITLES, HEADINGS = 10, 25
"""The title of a sheet on which no table is known stands in so many rows, and its headings in so many."""
PAIR = 2
"""So many headings of a form in a row make it the row of its headings."""


@dataclass(frozen=True, slots=True)
class Table:
    """Headings of a table in their row, and the rows of its entries; all counted from 0. `grid` are columns of lessons and the like."""

    form: Form
    heading: int
    columns: Mapping[str, tuple[int, ...]]
    grid: Sequence[int]
    lines: Sequence[int]
    others: frozenset[int] = frozenset()

    @property
    def taken(self) -> set[int]:
        """Columns that have a heading."""
        return {column for found in self.columns.values() for column in found} | set(self.grid) | self.others


def find(page: Page, lexicon: Lexicon) -> Iterator[Finding]:
    """Headings that can be put back, for only one column of the form fits there, and those that a person must write."""
    ours = is_ours(page)
    for block in page.blocks:
        yield from _columns(page, _table(block), ours)
    if page.blocks:
        yield from _labels(page, page.blocks[0], lexicon) if ours else ()
    elif table := _guessed(page.rows, lexicon):
        # Without the heading that is lost the sheet is no form at all: it is put back only if the sheet is one with it.
        for finding in _columns(page, table, ours=False):
            blocks = locate("", page.name, written(page.rows, [finding]), lexicon)
            if finding.edits and any(block.form is table.form for block in blocks):
                yield finding


def written(rows: Rows, findings: Sequence[Finding]) -> Rows:
    """Cells of a sheet after values were put back."""
    from ..ooxml.refs import split

    made = [list(row) for row in rows]
    for finding in findings:
        for edit in finding.edits:
            if isinstance(edit, Value) and isinstance(edit.value, str):
                row, column = split(edit.cell)
                made[row - 1][column - 1] = edit.value
    return made


# Tables


def _table(block: Block) -> Table:
    others = {column for _, column, rule in block.faults if rule != "heading-blank"}
    others |= set(block.register.columns.values()) if block.register and block.register.heading <= block.heading else set()
    return Table(block.form, block.heading, block.columns, block.grid.columns, block.lines, frozenset(others))


def is_titled(rows: Rows, lexicon: Lexicon) -> bool:
    """Whether a title of a form stands above what is on a sheet."""
    return _titled(rows, lexicon) is not None


def _titled(rows: Rows, lexicon: Lexicon) -> Form | None:
    texts = (cell for row in rows[:TITLES] for cell in row[:REACH] if isinstance(cell, str) and cell)
    return next((form for text in texts if (form := lexicon.titled(text))), None)


def _guessed(rows: Rows, lexicon: Lexicon) -> Table | None:
    """The table of a sheet that only its title tells."""
    form = _titled(rows, lexicon)
    if form is None:
        return None
    words = lexicon.headings[form.name]
    best: Mapping[str, tuple[int, ...]] = {}
    heading = 0
    for index, row in enumerate(rows[:HEADINGS]):
        known = {name: (column,) for column, cell in enumerate(row) if isinstance(cell, str) and (name := words.get(fold(cell)))}
        if len(known) > len(best):
            best, heading = known, index
    if len(best) < PAIR:
        return None
    row = rows[heading]
    taken = {column for found in best.values() for column in found}
    others = frozenset(column for column, cell in enumerate(row) if cell != EMPTY and column not in taken)
    lines = [index for index in range(heading + 1, len(rows)) if sum(not empty(cell) for cell in rows[index]) > 1]
    return Table(form, heading, best, (), lines, others)


# Headings of columns


def _columns(page: Page, table: Table, ours: bool) -> Iterator[Finding]:
    """Columns with entries under an empty heading."""
    if not table.columns or not table.lines:
        return
    first = min(min(found) for found in table.columns.values())
    last = max(table.taken)
    blank = [
        column
        for column in range(max(first - 1, 0), min(last + 2, len(page.rows[table.heading])))
        if column not in table.taken
        and page.rows[table.heading][column] == EMPTY
        and not page.is_covered(table.heading, column)
        and any(page.rows[line][column] != EMPTY for line in table.lines)
    ]
    fitting = {column: _fitting(page.rows, table, column, ours) for column in blank}
    claims = Counter(columns[0].name for columns in fitting.values() if len(columns) == 1)
    for column, candidates in fitting.items():
        cell = address(table.heading + 1, column + 1)
        lost = "нет заголовка столбца"
        if len(candidates) == 1 and claims[candidates[0].name] == 1:
            title = candidates[0].title
            yield Finding(page.name, cell, lost, f"«{title}»", (Value(page.name, cell, title),))
        else:
            names = " или ".join(f"«{item.title}»" for item in candidates)
            yield Finding(page.name, cell, lost, "впишите заголовок" + (f": {names}" if names else " или очистите столбец"))


def _fitting(rows: Rows, table: Table, column: int, ours: bool) -> list[Column]:
    """Columns of the form that are missing where this one stands, and whose kind all its entries are of.

    A column that a row must have is told by its place in the order of the form. Another may never have been there: it must
    stand between its very neighbours, on a sheet that was made from the template.
    """
    form = table.form
    order = [item.name for item in form.columns]
    places = {found[0]: order.index(name) for name, found in table.columns.items()}
    left = max((place for place in places if place < column), default=-1)
    right = min((place for place in places if place > column), default=-1)
    between = form.columns[places.get(left, -1) + 1 : places.get(right, len(order))]
    entries = [rows[line][column] for line in table.lines if not empty(rows[line][column])]
    missing = [
        item for item in between if item.offered and item.name not in table.columns and all(_fits(item.kind, entry) for entry in entries)
    ]
    after_grid = bool(table.grid) and column > min(table.grid)
    required = [item for item in missing if item.required and not after_grid]
    if required:
        return required
    close = left in (column - 1, -1) and right in (column + 1, -1) and (left, right) != (-1, -1)
    return [item for item in missing if not item.required] if ours and close and len(between) == len(missing) == 1 else []


def _fits(kind: Kind, value: Cell) -> bool:
    """Whether a cell holds what a kind expects."""
    read = kind.parse(value)
    if read is UNREAD or (kind.choices and read not in kind.choices):
        return False
    if kind.pattern and not re.fullmatch(kind.pattern, str(read)):
        return False
    return not isinstance(read, int | float) or (kind.least or read) <= read <= (kind.most or read)


# Labels of the head


def _labels(page: Page, block: Block, lexicon: Lexicon) -> Iterator[Finding]:
    """The one label that is missing, before the one value that has none."""
    form = block.form
    missing = [column for column in form.head if column.name not in block.heads]
    wanted = [column for column in missing if column.required] or missing
    lone = [
        place
        for place in _lone(page, block, lexicon)
        if len(wanted) == 1 and _fits(wanted[0].kind, page.at(*place)) and _in_order(block, wanted[0], place)
    ]
    if len(wanted) == len(lone) == 1:
        (row, column), title = lone[0], f"{wanted[0].title}:"
        cell = address(row + 1, column)
        yield Finding(page.name, cell, "нет надписи над таблицей", f"«{title}»", (Value(page.name, cell, title),))


def _lone(page: Page, block: Block, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Values above a table that no label tells: the cell before is empty, and the cell is no label or title itself."""
    told = {(row, column) for row, column, _ in block.heads.values()}
    labels = lexicon.labels[block.form.name]
    for row in range(block.heading):
        for column, cell in enumerate(page.rows[row]):
            text = cell if isinstance(cell, str) else ""
            if column == 0 or empty(cell) or (row, column) in told or fold(text) in labels or ":" in text or lexicon.titled(text):
                continue
            if page.rows[row][column - 1] == EMPTY and not page.is_covered(row, column - 1):
                yield row, column


def _in_order(block: Block, column: Column, place: tuple[int, int]) -> bool:
    """Whether a label would stand where the form has it: after those before it, and before those after it."""
    order = [item.name for item in block.form.head]
    return all(((row, at) < place) == (order.index(name) < order.index(column.name)) for name, (row, at, _) in block.heads.items())
