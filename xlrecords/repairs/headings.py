"""Headings of columns and labels of the head that were wiped out, known by what stands in their place and beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..book import EMPTY, Cell, Rows, address
from ..edits import Value
from ..form import Column, Form
from ..kind import UNREAD, Kind, empty, fold
from ..repair import Finding, Page
from ..sheets.lexicon import Lexicon
from ..sheets.locate import Block, locate
from ..sheets.register_of_lessons import REACH
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
    if page.blocks:
        ours = is_ours(page, [block.form for block in page.blocks])
        for block in page.blocks:
            yield from _columns(page, _table(block), ours)
        yield from _labels(page, page.blocks[0], lexicon) if ours else ()
    elif table := _guessed(page.rows, lexicon):
        # Without the headings that are lost the sheet is no form at all: they are put back only if the sheet is one with them.
        found = list(_columns(page, table, is_ours(page, [table.form])))
        if any(block.form is table.form for block in locate("", page.name, written(page.rows, found), lexicon)):
            yield from found


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
    """Columns with entries under an empty heading, each run of them between two columns of the form for itself."""
    for _, run in groupby(_blank(page, table), lambda column: _neighbours(table, column)):
        columns = tuple(run)
        missing = _missing(table, columns)
        names = _in_place(page.rows, table, columns, missing, ours)
        for index, column in enumerate(columns):
            cell = address(table.heading + 1, column + 1)
            lost = "нет заголовка столбца"
            if names:
                title = names[index].title
                yield Finding(page.name, cell, lost, f"«{title}»", (Value(page.name, cell, title),))
                continue
            words = [f"«{item.title}»" for item in missing if _fits_all(page.rows, table, column, item.kind)]
            if table.form.grid is not None and table.grid and column > min(table.grid):
                words.insert(0, table.form.grid.title.lower())
            yield Finding(page.name, cell, lost, "впишите его" + (f": {' или '.join(words)}" if words else " или очистите столбец"))


def _blank(page: Page, table: Table) -> list[int]:
    """Columns in a table, or joining it, that hold entries under an empty heading."""

    def is_blank(column: int) -> bool:
        return (
            column not in table.taken
            and page.rows[table.heading][column] == EMPTY
            and not page.is_covered(table.heading, column)
            and not all(page.is_empty(line, column) for line in table.lines)
        )

    first = min((column for found in table.columns.values() for column in found), default=0)
    last = max(table.taken, default=-1)
    while first > 0 and is_blank(first - 1):
        first -= 1
    while last + 1 < len(page.rows[table.heading]) and is_blank(last + 1):
        last += 1
    return [column for column in range(first, last + 1) if is_blank(column)]


def _places(table: Table) -> dict[int, int]:
    """Columns of the form on the sheet, with their places in the order of the form."""
    order = [item.name for item in table.form.columns]
    return {found[0]: order.index(name) for name, found in table.columns.items()}


def _neighbours(table: Table, column: int) -> tuple[int, int]:
    """The nearest columns of the form left and right of a column; -1 where there is none."""
    places = _places(table)
    return max((place for place in places if place < column), default=-1), min((place for place in places if place > column), default=-1)


def _missing(table: Table, columns: Sequence[int]) -> list[Column]:
    """Columns that the template shows between the neighbours of some columns, and that this table has not."""
    places, (left, right) = _places(table), _neighbours(table, columns[0])
    between = table.form.columns[places.get(left, -1) + 1 : places.get(right, len(table.form.columns))]
    return [item for item in between if item.offered and item.name not in table.columns]


def _in_place(rows: Rows, table: Table, columns: Sequence[int], missing: Sequence[Column], ours: bool) -> Sequence[Column]:
    """What each of some columns is, if there is no doubt: as many are missing there, and all entries are of their kinds.

    Columns that a row must have are told so. Others may never have been there: they must fill all the room between two
    columns of the form, on a sheet that was made from the template.
    """
    left, right = _neighbours(table, columns[0])
    in_grid = bool(table.grid) and columns[-1] > min(table.grid)
    full = left in (columns[0] - 1, -1) and right in (columns[-1] + 1, -1) and len(columns) == columns[-1] - columns[0] + 1
    required = [] if in_grid else [item for item in missing if item.required]
    for wanted in (required, missing if ours and full else []):
        if len(wanted) == len(columns):
            pairs = zip(columns, wanted, strict=True)
            if all(_fits_all(rows, table, column, item.kind) for column, item in pairs):
                return wanted
    return ()


def _fits_all(rows: Rows, table: Table, column: int, kind: Kind) -> bool:
    """Whether all entries of a column are of a kind."""
    return all(_fits(kind, rows[line][column]) for line in table.lines if not empty(rows[line][column]))


def _fits(kind: Kind, value: Cell) -> bool:
    """Whether a cell holds what a kind expects."""
    read = kind.parse(value)
    if read is UNREAD or (kind.choices and read not in kind.choices):
        return False
    if kind.pattern and not re.fullmatch(kind.pattern, str(read)):
        return False
    too_small = isinstance(read, int | float) and kind.least is not None and read < kind.least
    too_great = isinstance(read, int | float) and kind.most is not None and read > kind.most
    return not too_small and not too_great


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
