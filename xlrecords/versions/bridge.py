"""Where a cell of a sheet of A stands in B: through its table, or, around the tables and on sheets of no form, through its row's text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final, TypeAlias

from ..book import EMPTY, Cell, Rows
from ..kind import plain
from ..privacy.aligning import value_at
from ..privacy.bridging import in_order
from .edition import Spot, Version
from .tables import Line, Matched, lines, paired

MOST: Final = 1500
"""So many rows that differ are told by what stands in them; more by their order."""
_DIGITS: Final = re.compile(r"\d+")
AROUND: Final = -1
"""The zone above all tables."""
Texts: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Zones:
    """Parts of a sheet of one version: that above all tables, then one for each of its tables with what stands beside and below it.

    Attributes:
        cells: Its cells.
        lines: Its tables.
        formulas: Its formulas by place, if both versions tell them: a row is told by them, not by what they gave.
    """

    cells: Rows
    lines: Sequence[Line]
    formulas: Mapping[Spot, str] = field(default_factory=dict)

    @cached_property
    def size(self) -> Spot:
        """Number of rows and of columns."""
        return len(self.cells), max(map(len, self.cells), default=0)

    @cached_property
    def _tops(self) -> list[int]:
        return [min((*line.area.headings.values(), *line.area.rows)) for line in self.lines]

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [line.area.span for line in self.lines]

    @cached_property
    def _maps(self) -> list[list[int]]:
        """For each row the zone of each column."""
        height, width = self.size
        known: dict[tuple[int, ...], list[int]] = {}
        found = []
        for row in range(height):
            begun = tuple(index for index, top in enumerate(self._tops) if top <= row)
            if begun not in known:
                known[begun] = [self._choose(begun, column) for column in range(width)]
            found.append(known[begun])
        return found

    def _choose(self, begun: Sequence[int], column: int) -> int:
        """The table, of those that have begun, to which a column belongs: the last that spans it, else the last left of it."""
        latest = sorted(begun, key=lambda index: (self._tops[index], index), reverse=True)
        for index in latest:
            if self._spans[index][0] <= column < self._spans[index][1]:
                return index
        left = [index for index in latest if self._spans[index][1] <= column]
        return max(left, key=lambda index: (self._spans[index][1], self._tops[index])) if left else next(iter(latest), AROUND)

    def row(self, row: int) -> list[int]:
        """The zone of each column of a row."""
        return self._maps[row]

    def at(self, spot: Spot) -> int:
        """The zone of a cell; that of the last row below the sheet."""
        height, width = self.size
        if not height or not width:
            return AROUND
        return self._maps[min(spot[0], height - 1)][min(spot[1], width - 1)]

    def free(self, zone: int) -> Mapping[int, Texts]:
        """Rows of a zone that are no rows of its table, and what stands there."""
        if zone not in self._known:
            self._known[zone] = self._free(zone)
        return self._known[zone]

    @cached_property
    def _known(self) -> dict[int, dict[int, Texts]]:
        return {}

    def _free(self, zone: int) -> dict[int, Texts]:
        own = set(self.lines[zone].area.rows) if zone != AROUND else set()
        found = {}
        for row, cells in enumerate(self.cells):
            if row not in own and zone in self._maps[row]:
                found[row] = self._texts(zone, row, cells)
        return found

    def shown(self, zone: int, row: int) -> Texts:
        """What stands in a row of a zone, for people: values, and of formulas without one the formula."""
        return self._texts(zone, row, self.cells[row], valued=True)

    def _texts(self, zone: int, row: int, cells: Sequence[Cell], valued: bool = False) -> Texts:
        found = []
        for column, (cell, at) in enumerate(zip(cells, self._maps[row], strict=False)):
            if at == zone and (row, column) in self.formulas and not valued:
                found.append(self.said((row, column)))
            elif at == zone and (text := plain(cell) or (f"={self.formulas[row, column]}" if (row, column) in self.formulas else "")):
                found.append(text)
        return tuple(found)

    def said(self, spot: Spot) -> str:
        """The formula of a cell without its numbers: what it gave, and where it stands, does not tell its row."""
        return f"={_DIGITS.sub('', self.formulas[spot])}"


@dataclass(frozen=True)
class Bridge:
    """A sheet of both versions.

    Attributes:
        first: The sheet in A.
        second: The sheet in B.
        zones: Parts of both.
        partner: Zone of A -> the same zone of B.
        tables: Zone of A -> its rows and its columns, told; of tables only.
        rows: Zone of A -> its rows, those of the table and those around it.
        columns: Zone of A -> its columns, those with a heading and those without.
        heads: Cells of the heads of tables, which are the same wherever they stand.
    """

    first: Version
    second: Version
    zones: tuple[Zones, Zones]
    partner: Mapping[int, int]
    tables: Mapping[int, tuple[Matched, Matched]]
    rows: Mapping[int, Mapping[int, int]]
    columns: Mapping[int, Mapping[int, int]]
    heads: Mapping[Spot, Spot] = field(default_factory=dict)

    def there(self, spot: Spot) -> Spot | None:
        """The cell of B that is a cell of A; None if its row, its column or its table is not there."""
        return self.at(self.zones[0].at(spot), spot)

    def at(self, zone: int, spot: Spot) -> Spot | None:
        """The same of a cell whose zone is known."""
        if spot in self.heads:
            return self.heads[spot]
        row = self.rows.get(zone, {}).get(spot[0])
        column = self.columns.get(zone, {}).get(spot[1])
        return None if row is None or column is None else (row, column)

    @cached_property
    def back(self) -> Mapping[Spot, Spot]:
        """Cells of B -> the same cells of A."""
        height, width = self.zones[0].size
        spots = ((row, column) for row in range(height) for column in range(width))
        return {there: spot for spot in spots if (there := self.there(spot)) is not None}

    @property
    def straight(self) -> bool:
        """Whether every cell stands where it stood."""
        return all(a == b for found in (*self.rows.values(), *self.columns.values()) for a, b in found.items())


def bridge(first: Version, second: Version) -> Bridge:
    """Tell the cells of a sheet of A in B."""
    formulas = (first.facts.formulas, second.facts.formulas) if first.facts is not None and second.facts is not None else ({}, {})
    zones = Zones(first.cells, lines(first.blocks), formulas[0]), Zones(second.cells, lines(second.blocks), formulas[1])
    partner = {AROUND: AROUND} | dict(_same_tables(zones))
    tables = {a: paired(zones[0].lines[a], zones[1].lines[b]) for a, b in partner.items() if a != AROUND}
    if len(partner) == 1 and not zones[0].lines and not zones[1].lines:
        rows, columns = _unknown(*map(_said, zones))
        return Bridge(first, second, zones, partner, {}, {AROUND: rows}, {AROUND: columns})
    rows_of: dict[int, Mapping[int, int]] = {}
    columns_of: dict[int, Mapping[int, int]] = {}
    width = max(zones[0].size[1], zones[1].size[1])
    for a, b in partner.items():
        told = tables.get(a)
        rows_of[a] = _around(zones, a, b) | (dict(told[0].pairs) if told else {})
        columns_of[a] = _columns(zones, a, b, told[1] if told else None, width)
    columns_of[AROUND] = _above(first.cells, second.cells, rows_of[AROUND], list(columns_of.values())[:2])
    if len(partner) <= max(len(side.lines) for side in zones):
        # A table that only one version has may be the same one without its headings: then its cells stand where they stood.
        rows, columns = _unknown(*map(_said, zones))
        plainly = Bridge(first, second, _bare(zones), {AROUND: AROUND}, {}, {AROUND: rows}, {AROUND: columns})
        if _kept(plainly) > _kept(Bridge(first, second, zones, partner, tables, rows_of, columns_of)):
            return plainly
    heads = {
        own.block.heads[name][:2]: other.block.heads[name][:2]
        for own, other in ((zones[0].lines[a], zones[1].lines[b]) for a, b in partner.items() if a != AROUND)
        for name in own.block.heads
        if name in other.block.heads
    }
    return Bridge(first, second, zones, partner, tables, rows_of, columns_of, heads)


def _bare(zones: tuple[Zones, Zones]) -> tuple[Zones, Zones]:
    return Zones(zones[0].cells, (), zones[0].formulas), Zones(zones[1].cells, (), zones[1].formulas)


def _said(zones: Zones) -> Rows:
    """Cells of a sheet without what formulas gave."""
    if not zones.formulas:
        return zones.cells
    return [
        [zones.said((row, column)) if (row, column) in zones.formulas else cell for column, cell in enumerate(cells)]
        for row, cells in enumerate(zones.cells)
    ]


def _kept(found: Bridge) -> int:
    """How many filled cells are what they were."""
    return sum(value_at(found.first.cells, *spot) == value_at(found.second.cells, *there) != EMPTY for there, spot in found.back.items())


def _above(first: Rows, second: Rows, rows: Mapping[int, int], offered: Sequence[Mapping[int, int]]) -> Mapping[int, int]:
    """Columns above all tables: as they were, or as those of the first table, whichever leaves more cells as they were."""

    def kept(columns: Mapping[int, int]) -> int:
        pairs = ((value_at(first, a, x), value_at(second, b, y)) for a, b in rows.items() for x, y in columns.items())
        return sum(one == other != EMPTY for one, other in pairs)

    return max(offered, key=kept)


def _same_tables(zones: tuple[Zones, Zones]) -> Iterator[tuple[int, int]]:
    """Tables of one form in the same order."""
    kinds = [[line.kind for line in side.lines] for side in zones]
    for a, b, size in SequenceMatcher(None, kinds[0], kinds[1], autojunk=False).get_matching_blocks():
        yield from ((a + step, b + step) for step in range(size))


def _around(zones: tuple[Zones, Zones], a: int, b: int) -> dict[int, int]:
    """Rows of a zone that are of no table: those of headings, then those that say the same in the same order."""
    found: dict[int, int] = {}
    free = zones[0].free(a), zones[1].free(b)
    if a != AROUND:
        ours, theirs = zones[0].lines[a].area.headings, zones[1].lines[b].area.headings
        found = {ours[name]: theirs[name] for name in ours if name in theirs}
    rest = [row for row in free[0] if row not in found], [row for row in free[1] if row not in found.values()]
    # Rows of the table come before: what stands below it is compared with what stands below it.
    for before in (True, False):
        edges = [_edge(side.lines[zone]) if zone != AROUND else 0 for side, zone in zip(zones, (a, b), strict=True)]
        own = [[row for row in rows if (row < edge) == before] for rows, edge in zip(rest, edges, strict=True)]
        texts = [[free[side][row] for row in own[side]] for side in (0, 1)]
        found |= {own[0][x]: own[1][y] for x, y in in_order(texts[0], texts[1])}
    return found


def _edge(line: Line) -> int:
    return min(line.area.rows, default=0)


def _columns(zones: tuple[Zones, Zones], a: int, b: int, told: Matched | None, width: int) -> dict[int, int]:
    """Columns of a zone: those of the table by their headings, each other one as far from its neighbour on the left as before."""
    if told is None:
        return {column: column for column in range(width)}
    gone, new = set(told.gone), set(told.come)
    unsure = [{at for pair in told.unsure for at in pair[side]} for side in (0, 1)]
    taken = set(told.pairs.values()) | new | unsure[1]
    found: dict[int, int] = {}
    known = sorted(told.pairs)
    for column in range(width):
        if column in told.pairs:
            found[column] = told.pairs[column]
        elif column not in gone and column not in unsure[0]:
            near = bisect_right(known, column) - 1
            anchor = known[near] if near >= 0 else None
            there = column if anchor is None else told.pairs[anchor] + column - anchor
            if there not in taken and there >= 0:
                found[column] = there
                taken.add(there)
    return found


# Sheets of no form


def _unknown(first: Rows, second: Rows) -> tuple[dict[int, int], dict[int, int]]:
    """Rows and columns of a sheet of no known form: rows that say the same in the same order; columns, if those changed, likewise."""
    width = max(map(len, [*first, *second, []]))
    rows = _in_order([_texts(row) for row in first], [_texts(row) for row in second])
    equal = sum(first[a] == second[b] for a, b in rows.items())
    if 2 * equal < min(len(first), len(second)):
        columns = [[_texts(row[at] if at < len(row) else EMPTY for row in table) for at in range(width)] for table in (first, second)]
        across = _in_order(columns[0], columns[1])
        if any(a != b for a, b in across.items()):
            kept = sorted(across)
            moved = [[row[at] if at < len(row) else EMPTY for at in kept] for row in first]
            there = [[row[across[at]] if across[at] < len(row) else EMPTY for at in kept] for row in second]
            return _in_order([_texts(row) for row in moved], [_texts(row) for row in there]), across
    return rows, {column: column for column in range(width)}


def _texts(cells: Iterable[Cell]) -> Texts:
    texts = [plain(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _in_order(first: Sequence[Texts], second: Sequence[Texts]) -> dict[int, int]:
    """Lines that say the same in the same order; between them, where as many are left on both sides, those by their places."""
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    end = 0
    while end < min(len(first), len(second)) - start and first[-1 - end] == second[-1 - end]:
        end += 1
    middle = first[start : len(first) - end], second[start : len(second) - end]
    found = {at: at for at in range(start)}
    found |= {len(first) - 1 - at: len(second) - 1 - at for at in range(end)}
    if max(map(len, middle)) > MOST:
        return found | {start + at: start + at for at in range(min(map(len, middle)))}
    return found | {start + a: start + b for a, b in in_order(*middle)}
