"""A workbook held in memory, with notes and fills: what a picture sent by an office program and a book of a test become."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from ..book import EMPTY, Cell, Rows, Trouble
from ..edits import Edits, Fill, NewSheet, Note, Scalar, Spot, Survey
from .plans import fit, place

SOLID = "solid"


@dataclass
class MemoryBook:
    """A workbook of typed cells.

    Attributes:
        name: What messages call it.
        tables: Cells by sheet, from A1.
        troubles: What is wrong with it as a file.
        notes: Text of the note of each cell that has one.
        fills: Pattern and colour of each filled cell.
        closed: Sheets that may not be changed; an empty name: none may be added or removed.
        behind: Plain colour behind a pattern, of each cell that has both.
    """

    name: str
    tables: dict[str, Rows]
    troubles: tuple[Trouble, ...] = ()
    notes: dict[Spot, str] = field(default_factory=dict)
    fills: dict[Spot, tuple[str, str]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    behind: dict[Spot, str] = field(default_factory=dict)

    def sheets(self) -> list[str]:
        """Names of the sheets."""
        return list(self.tables)

    def cells(self, sheet: str) -> Rows:
        """Cells of a sheet from A1."""
        return self.tables[sheet]

    def survey(self, spots: Collection[Spot]) -> Survey:
        """All notes and fills."""
        notes = tuple(Note(*spot, text) for spot, text in self.notes.items())
        return Survey(tuple(self.tables), notes, tuple(Fill(*spot, colour, pattern) for spot, (pattern, colour) in self.fills.items()))

    def protected(self) -> Collection[str]:
        """Sheets that may not be changed."""
        return self.closed

    def apply(self, steps: Sequence[Edits]) -> None:
        """Carry out plans; see `OpenBook.apply`. A formula has no value here, and links and heights are not kept."""
        fit(self, steps)
        for step in steps:
            self._carry_out(step)

    def _carry_out(self, step: Edits) -> None:
        for value in step.values:
            self._put(value.sheet, value.cell, _cell(value.value))
        for formula in step.formulas:
            self._put(formula.sheet, formula.cell, EMPTY)
        for fill in step.fills:
            self._fill((fill.sheet, fill.cell), fill.pattern, fill.colour)
        for unfill in step.unfills:
            self._unfill((unfill.sheet, unfill.cell), unfill.pattern, unfill.colour)
        for note in step.notes:
            known = self.notes.get((note.sheet, note.cell))
            self.notes[note.sheet, note.cell] = f"{known}\n\n{note.text}" if known else note.text
        for unnote in step.unnotes:
            self._cut((unnote.sheet, unnote.cell), unnote.text)
        for gone in step.remove_sheets:
            del self.tables[gone]
            self.notes = {spot: text for spot, text in self.notes.items() if spot[0] != gone}
            self.fills = {spot: look for spot, look in self.fills.items() if spot[0] != gone}
            self.behind = {spot: colour for spot, colour in self.behind.items() if spot[0] != gone}
        for new in step.add_sheets:
            self.tables[new.name] = rows_of(new)

    def _fill(self, spot: Spot, pattern: str, colour: str) -> None:
        was, own = self.fills.get(spot, ("", ""))
        if pattern == SOLID:
            self.behind.pop(spot, None)
        elif was == SOLID:
            self.behind[spot] = own
        self.fills[spot] = pattern, colour

    def _unfill(self, spot: Spot, pattern: str, colour: str) -> None:
        if self.fills.get(spot) == (pattern, colour):
            del self.fills[spot]
            if own := self.behind.pop(spot, ""):
                self.fills[spot] = SOLID, own

    def _put(self, sheet: str, cell: str, value: Cell) -> None:
        row, column = place(cell)
        rows = self.tables[sheet]
        width = max(column, len(rows[0]) if rows else 0)
        rows += [[] for _ in range(row - len(rows))]
        for line in rows:
            line += [EMPTY] * (width - len(line))
        rows[row - 1][column - 1] = value

    def _cut(self, spot: Spot, text: str) -> None:
        known = self.notes.get(spot, "")
        if known.endswith(text):
            left = known.removesuffix(text).rstrip()
            if left:
                self.notes[spot] = left
            else:
                self.notes.pop(spot, None)


def _cell(value: Scalar) -> Cell:
    """A value as it is read again: all numbers are floats."""
    if value is None:
        return EMPTY
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def rows_of(sheet: NewSheet) -> Rows:
    """Cells of a sheet that is added, all rows equally long."""
    width = max(map(len, sheet.rows), default=0)
    rows: Rows = [[_cell(item.value) for item in row] for row in sheet.rows]
    return [row + [EMPTY] * (width - len(row)) for row in rows]
