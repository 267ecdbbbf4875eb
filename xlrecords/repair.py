"""What paste destroyed in a sheet of a known form: a finding, and what puts it back. `repairs` holds all kinds and lists them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from .book import Cell, Rows, address
from .edits import Edits, Formula, Limit, RemoveColumn, Value
from .kind import empty
from .ooxml.limits import limits_of
from .ooxml.refs import area, corners
from .ooxml.sheet import Sheet
from .ooxml.styles import Styles
from .sheets.locate import Block


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is lost.

    Attributes:
        sheet: Name of the sheet.
        place: Address of a cell, or ranges separated by blanks.
        lost: What is wrong there, in Russian.
        remedy: What is put back; where nothing is, what a person should do.
        edits: What puts it back; empty if only a person can.
    """

    sheet: str
    place: str
    lost: str
    remedy: str
    edits: tuple[Value | Formula | Limit | RemoveColumn, ...] = ()

    def __str__(self) -> str:
        return f"«{self.sheet}»!{self.place}: {self.lost} → {self.remedy}"


@dataclass(frozen=True)
class Page:
    """A sheet as a repair looks at it. Rows and columns are counted from 0.

    Attributes:
        name: Name of the sheet.
        rows: Its cells, with the headings that were put back.
        blocks: Tables of known forms that were found there.
        xml: The sheet in the file; no formula is shared in it.
        styles: Styles of the workbook.
        notes: Texts of its notes.
        lists: Cells of the sheet that holds long lists; empty if there is none.
        date1904: Whether days are counted from 1904.
    """

    name: str
    rows: Rows
    blocks: Sequence[Block]
    xml: Sheet
    styles: Styles
    notes: Sequence[str]
    lists: Rows
    date1904: bool

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """Limits of its cells."""
        return tuple(limits_of(self.name, self.xml))

    @cached_property
    def merged(self) -> tuple[tuple[int, int, int, int], ...]:
        """Merged cells: first row, first column, last row, last column."""
        if "<mergeCell" not in self.xml.tail:
            return ()
        return tuple(rectangles(item.get("ref", "") for item in self.xml.frame().iter("{*}mergeCell")))

    @property
    def height(self) -> int:
        """Number of rows in the file, blank ones that have a look among them."""
        return max(self.xml.rows[-1].number if self.xml.rows else 0, len(self.rows))

    def stop(self, block: Block) -> int:
        """Row before which a table ends: that of the next table, or of the register below it."""
        below = [other.heading for other in self.blocks if other.heading > block.heading]
        if block.register is not None and block.register.heading > block.heading:
            below.append(block.register.heading)
        return min([*below, self.height])

    def at(self, row: int, column: int) -> Cell:
        """What stands in a cell, also outside the cells that were read."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    def is_empty(self, row: int, column: int) -> bool:
        """Whether nothing stands in a cell, not even a formula whose value is not known."""
        cell = self.xml.find(address(row + 1, column + 1)) if empty(self.at(row, column)) else None
        return empty(self.at(row, column)) and (cell is None or "<f" not in cell.inner)

    def style(self, row: int, column: int) -> int:
        """Number of the style of a cell; 0 for a cell that is not in the file."""
        cell = self.xml.find(address(row + 1, column + 1))
        return cell.style if cell is not None else 0

    def is_covered(self, row: int, column: int) -> bool:
        """Whether a cell is hidden by the merged cell that it belongs to."""
        return any(
            top <= row <= bottom and left <= column <= right and (row, column) != (top, left) for top, left, bottom, right in self.merged
        )


def rectangles(ranges: Iterable[str]) -> Iterable[tuple[int, int, int, int]]:
    """First row, first column, last row, last column of ranges, from 0; whole columns and rows, and what is no range, are left out."""
    for text in ranges:
        try:
            top, left, bottom, right = corners(text)
        except ValueError:
            continue
        yield top - 1, left - 1, bottom - 1, right - 1


def joined(cells: Iterable[tuple[int, int]]) -> str:
    """Cells, counted from 0, as ranges separated by blanks: neighbours below each other, then equal neighbours beside each other."""
    runs: dict[int, list[tuple[int, int]]] = {}
    for column, row in sorted((column, row) for row, column in cells):
        lines = runs.setdefault(column, [])
        if lines and lines[-1][1] == row - 1:
            lines[-1] = lines[-1][0], row
        else:
            lines.append((row, row))
    wide: list[tuple[int, int, list[tuple[int, int]]]] = []
    for column, lines in runs.items():
        if wide and wide[-1][1] == column - 1 and wide[-1][2] == lines:
            wide[-1] = wide[-1][0], column, lines
        else:
            wide.append((column, column, lines))
    return " ".join(area(top + 1, left + 1, bottom + 1, right + 1) for left, right, lines in wide for top, bottom in lines)


def to_edits(findings: Iterable[Finding]) -> Edits:
    """The plan that puts back what can be put back."""
    items = [item for finding in findings for item in finding.edits]
    return Edits(
        values=tuple(item for item in items if isinstance(item, Value)),
        formulas=tuple(item for item in items if isinstance(item, Formula)),
        limits=tuple(item for item in items if isinstance(item, Limit)),
        remove_columns=tuple(item for item in items if isinstance(item, RemoveColumn)),
    )
