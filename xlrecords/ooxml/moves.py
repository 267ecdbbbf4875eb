"""Where rows go when rows are put in between: the arithmetic of one sheet's rows, whatever it is used for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

LAST_ROW = 1_048_576


class Growth(NamedTuple):
    """Rows that are put in below a block of rows.

    Attributes:
        first: First row of the block; greater than `last` if the rows are no copies of a block.
        last: Last row of the block.
        extra: So many rows are put in after `last`.
    """

    first: int
    last: int
    extra: int

    @property
    def height(self) -> int:
        """Rows of the block."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Moves:
    """All growths of one sheet, in the order of rows; blocks do not overlap."""

    growths: tuple[Growth, ...] = ()

    def __bool__(self) -> bool:
        return any(growth.extra for growth in self.growths)

    def row(self, row: int) -> int:
        """New number of a row, at most the last one there is; a row of a block is that of its first copy."""
        moved = row
        for growth in self.growths:
            if row > growth.last:
                moved += growth.extra
        return moved if moved <= LAST_ROW else LAST_ROW

    def end(self, start: int, end: int) -> int:
        """New last row of a range: one that ends with a block it holds as a whole takes in all copies."""
        moved = end
        for first, last, extra in self.growths:
            if end > last or (end == last and start <= first <= last):
                moved += extra
        return moved if moved <= LAST_ROW else LAST_ROW

    def block(self, start: int, end: int) -> Growth | None:
        """The block that holds a range, if any."""
        for growth in self.growths:
            if growth.first <= start and end <= growth.last:
                return growth
        return None

    def copies(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """All places of a range that is copied with its block, else the one it goes to."""
        growth = self.block(start, end)
        if growth is None:
            yield self.row(start), self.end(start, end)
            return
        top = self.row(growth.first) - growth.first
        for shift in range(top, top + growth.extra + 1, growth.height):
            yield start + shift, end + shift


@dataclass(frozen=True, slots=True)
class Parted(Moves):
    """Growths, and rows that are put in between what has grown; `after` counts rows as they are then."""

    after: Moves = Moves()

    def __bool__(self) -> bool:
        return True

    def row(self, row: int) -> int:
        """New number of a row; a row of a block is that of its first copy."""
        return self.after.row(Moves.row(self, row))

    def end(self, start: int, end: int) -> int:
        """New last row of a range: one that ends with a block it holds as a whole takes in all copies."""
        return self.after.end(Moves.row(self, start), Moves.end(self, start, end))

    def copies(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """All places of a range that is copied with its block, else the one it goes to."""
        for first, last in Moves(self.growths).copies(start, end):
            yield self.after.row(first), self.after.end(first, last)


def check(growths: Sequence[Growth]) -> Moves:
    """Growths in the order of rows.

    Raises:
        ValueError: Blocks overlap, or rows are no rows.
    """
    ordered = sorted(growths, key=lambda growth: (growth.last, growth.first))
    end = 0
    for first, last, extra in ordered:
        block = first <= last
        if min(first, last + 1) < 1 or extra < 0 or (block and (first <= end or extra % (last - first + 1))):
            raise ValueError(f"rows {first}-{last} cannot grow by {extra}")
        end = max(end, last) if block else end
    blocks = [growth for growth in ordered if growth.first <= growth.last]
    if any(block.first <= growth.last < block.last for growth in ordered for block in blocks if growth is not block):
        raise ValueError("rows cannot be put into a block that is repeated")
    return Moves(tuple(ordered))
