"""Editions of a sheet, and where a cell of one stands in another: what stands in tables and what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from ..book import Rows
from ..kind import plain
from ..sheets.locate import Block
from .aligning import Area, register, table, value_at
from .verdict import Held, Spot


@dataclass(frozen=True)
class Edition:
    """A sheet of one of the three workbooks: cells, tables, and formulas and notes by row and column from 0."""

    cells: Rows
    blocks: Sequence[Block] = ()
    formulas: Mapping[Spot, str] = field(default_factory=dict)
    notes: Mapping[Spot, str] = field(default_factory=dict)

    def at(self, spot: Spot | None) -> Held:
        """What a cell holds; nothing if there is none."""
        return Held() if spot is None else Held(spot, value_at(self.cells, *spot), self.formulas.get(spot))

    def texts(self, row: int) -> tuple[str, ...]:
        """What stands in a row, without its empty cells; of formulas only that they are some."""
        cells = self.cells[row] if row < len(self.cells) else ()
        return tuple("=" if (row, at) in self.formulas else text for at, value in enumerate(cells) if (text := plain(value)))

    @cached_property
    def areas(self) -> list[Area]:
        """Tables and registers of lessons, in their order."""
        return [area for block in self.blocks for area in (table(block), register(block)) if area is not None]

    @property
    def filled(self) -> int:
        """How many cells hold anything."""
        return sum(bool(plain(cell)) for row in self.cells for cell in row)


Texts: TypeAlias = tuple[str, ...]
Lines: TypeAlias = Mapping[int, int | None]
"""Rows of one edition -> the same rows of another; None: there is none."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """Where a cell of one edition of a sheet stands in another.

    Attributes:
        rows: Rows, those of tables and those around them.
        areas: Row -> the area whose columns count there.
        columns: For each area, and for each column, the column there; None: there is no such column.
        heads: Cells of the heads of tables, which are the same wherever they stand.
    """

    rows: Lines
    areas: Sequence[int]
    columns: Sequence[Sequence[int | None]]
    heads: Mapping[Spot, Spot]

    def there(self, row: int, column: int) -> Spot | None:
        """The cell there; None if its row or its column is not there."""
        if (row, column) in self.heads:
            return self.heads[row, column]
        known = self.columns[self.areas[row]]
        moved, across = self.rows.get(row), known[column]
        return None if moved is None or across is None else (moved, across)


def bridge(here: Edition, there: Edition, rows: Lines, size: Spot) -> Bridge:
    """Lead from one edition of a sheet to another, once its rows are told.

    Args:
        here: One edition.
        there: Another.
        rows: Its rows and the same ones there.
        size: So many rows and columns are led.
    """
    pairs = list(zip(here.areas, there.areas, strict=True))
    heads = {
        own.heads[name][:2]: other.heads[name][:2]
        for own, other in zip(here.blocks, there.blocks, strict=True)
        for name in own.heads
        if name in other.heads
    }
    columns = [
        _led({at: other.columns.get(key) for key, at in own.columns.items()}, other.columns.values(), size[1]) for own, other in pairs
    ]
    tops = [min((*own.headings.values(), *own.rows)) for own, _ in pairs]
    areas = [max((index for index, top in enumerate(tops) if top <= row), default=0) for row in range(size[0])]
    return Bridge(rows, areas, columns or [range(size[1])], heads)


def _led(known: Mapping[int, int | None], taken: Iterable[int], width: int) -> list[int | None]:
    """For each column the one there: of a table its own, of others the one as far from the nearest on the left, if it is no table's."""
    found: list[int | None] = []
    used, shift = set(taken), 0
    for column in range(width):
        there = known[column] if column in known else column + shift
        if column not in known and there in used:
            there = None
        elif there is not None:
            shift = there - column
            used.add(there)
        found.append(there)
    return found


def around(here: Edition, there: Edition, height: int) -> dict[int, int]:
    """Rows that are of no table, and the same ones of another edition: headings, then those that say the same in the same order.

    Args:
        here: One edition.
        there: Another.
        height: So many rows of both are looked at; those beyond a sheet are blank.
    """
    found: dict[int, int] = {}
    for own, other in zip(here.areas, there.areas, strict=True):
        found |= {own.headings[key]: other.headings[key] for key in own.headings if key in other.headings}
    rows = [_free_rows(edition, height, set(known)) for edition, known in ((here, found), (there, found.values()))]
    first, second = ([edition.texts(row) for row in own] for edition, own in zip((here, there), rows, strict=True))
    return found | {rows[0][a]: rows[1][b] for a, b in in_order(first, second)}


def _free_rows(edition: Edition, height: int, headings: set[int]) -> list[int]:
    taken = headings.union(*(area.rows for area in edition.areas))
    return [row for row in range(height) if row not in taken]


def in_order(first: Sequence[Texts], second: Sequence[Texts]) -> list[tuple[int, int]]:
    """Rows that say the same in the same order; between them rows that begin alike; then, where as many are left on both sides, those."""
    pairs = [(-1, -1), (len(first), len(second))]
    for length in (None, 1):
        said, read = ([texts[:length] for texts in rows] for rows in (first, second))
        pairs = sorted([*pairs, *(pair for left, right in _gaps(pairs) for pair in _same_in_order(said, read, left, right))])
    rest = [
        (a, b)
        for left, right in _gaps(pairs)
        if len(left) == len(right) or left.stop == len(first)
        for a, b in zip(left, right, strict=False)
        if first[a] or not second[b]  # a row that holds nothing any more may as well be another
    ]
    return [*pairs[1:-1], *rest]


def _gaps(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[range, range]]:
    """Rows of both sides between rows that are told."""
    for (a, b), (c, d) in pairwise(pairs):
        yield range(a + 1, c), range(b + 1, d)


def _same_in_order(first: Sequence[Texts], second: Sequence[Texts], left: range, right: range) -> Iterator[tuple[int, int]]:
    """Rows of two ranges that say the same in the same order, without blank ones."""
    mine, others = [row for row in left if first[row]], [row for row in right if second[row]]
    blocks = SequenceMatcher(None, [first[row] for row in mine], [second[row] for row in others], autojunk=False).get_matching_blocks()
    yield from ((mine[a + step], others[b + step]) for a, b, size in blocks for step in range(size))
