"""Rows and columns of a table in both versions: told by who and what they are, never by where they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import partial
from itertools import pairwise
from typing import Final, TypeAlias

from ..book import Cell
from ..form import Form
from ..kind import fold, parse_class, parse_school_year, plain
from ..people import key, suffix
from ..privacy.aligning import ALIKE, NEAR, NUMBER, Area, ColumnKey, nearest, register, table, told_apart, value_at
from ..sheets.locate import Block
from ..sheets.read import day_of
from ..sheets.years import year_of

Pairs: TypeAlias = Mapping[int, int]
"""Rows or columns of A -> the same ones of B."""
MOST: Final = 10_000
"""So many pairs of rows are compared with each other to offer one for the other."""
HALF: Final = 0.5
"""Entries of one person in a register are the same one if so many of their cells are equal, of 1."""


@dataclass(frozen=True, slots=True)
class Line:
    """A table of one version.

    Attributes:
        area: Its rows and columns; lessons are told by their day.
        block: The table of the form.
        beside: Whether it is the register of lessons of the block.
    """

    area: Area
    block: Block
    beside: bool

    @property
    def kind(self) -> tuple[str, bool]:
        """What tables are told by."""
        return self.block.form.name, self.beside

    @property
    def form(self) -> Form:
        """Its form."""
        return self.block.form


def lines(blocks: Iterable[Block]) -> list[Line]:
    """Tables and registers of lessons of a sheet, in their order."""
    found = []
    for block in blocks:
        found.append(Line(_dated(_carried(table(block), block), block), block, beside=False))
        if (lessons := register(block)) is not None:
            found.append(Line(lessons, block, beside=True))
    return found


def _carried(area: Area, block: Block) -> Area:
    """A table in which every row has the name that holds for it: of several rows of one student only the first may bear it."""
    columns = [at for column in block.form.columns if column.carried for at in block.columns.get(column.name, ())]
    if not columns:
        return area
    cells = list(area.cells)
    for above, row in pairwise(area.rows):
        if not any(plain(value_at(cells, row, at)) for at in columns):
            cells[row] = [cells[above][at] if at in columns else cell for at, cell in enumerate(cells[row])]
    return replace(area, cells=cells)


def _dated(area: Area, block: Block) -> Area:
    """A table whose lessons are told by their day, however it is written, and by their number on that day."""
    year = _first_year(block)
    days = {
        at: day_of(value, month, year) for value, month, at in zip(block.grid.values, block.grid.months, block.grid.columns, strict=True)
    }
    seen: Counter[Hashable] = Counter()
    columns: dict[ColumnKey, int] = {}
    headings: dict[ColumnKey, int] = {}
    for name, at in area.columns.items():
        told = name
        if name[0] == "grid" and (day := days.get(at)) is not None:
            told = ("grid", day, seen[day])
            seen[day] += 1
        columns[told], headings[told] = at, area.headings[name]
    return replace(area, columns=columns, headings=headings)


def _first_year(block: Block) -> int | None:
    written = parse_school_year(block.heads["year"][2]) if "year" in block.heads else None
    return year_of(block) or (int(written[:4]) if isinstance(written, str) else None)


@dataclass(frozen=True, slots=True)
class Matched:
    """Rows or columns of A and B.

    Attributes:
        pairs: Those that are the same.
        gone: Those of A that B has not.
        come: Those of B that A has not.
        unsure: Rows of A and rows of B of which nobody can tell which is which.
        offers: Those of B that came -> those of A that they may be.
    """

    pairs: Pairs
    gone: tuple[int, ...]
    come: tuple[int, ...]
    unsure: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = ()
    offers: Pairs = field(default_factory=dict)


def paired(first: Line, second: Line) -> tuple[Matched, Matched]:
    """Rows and columns of a table in both versions."""
    a, b = told_apart(first.area, second.area)
    rows = _Rows(a, b, first.form, first.beside).match()
    return rows, _columns(a, b, rows.pairs)


# Rows


class _Kept(dict[int, tuple[str, ...]]):
    """Texts of rows, made when they are asked for: most rows are told by their names alone."""

    def __init__(self, make: Callable[[int], tuple[str, ...]]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, row: int) -> tuple[str, ...]:
        self[row] = texts = self.make(row)
        return texts


class _Rows:
    """The rows of a table while they are told."""

    def __init__(self, first: Area, second: Area, form: Form, beside: bool) -> None:
        self.areas = first, second
        shared = [column for column in first.columns if column in second.columns and column != NUMBER]
        self.own = [column for column in shared if column not in first.names]
        self.rows = list(first.rows), list(second.rows)
        parts = ("lesson_date",) if beside else form.key
        self.keys = [column for name in parts for column in shared if column[:2] == ("column", name)]
        self.records = beside or not first.people or bool(set(form.key) - {"student"})
        self.texts = [_Kept(partial(self._texts, side)) for side in (0, 1)]
        self.pairs: dict[int, int] = {}
        self.unsure: list[tuple[tuple[int, ...], tuple[int, ...]]] = []

    def _texts(self, side: int, row: int) -> tuple[str, ...]:
        return tuple(plain(self.areas[side].at(row, column)) for column in self.own)

    def match(self) -> Matched:
        if self.records:
            self._entries()
        else:
            self._people()
        held = [{row for pair in self.unsure for row in pair[side]} for side in (0, 1)]
        gone, come = (tuple(row for row in self._rest(side) if row not in held[side]) for side in (0, 1))
        return Matched(self.pairs, gone, come, tuple(self.unsure), self._offers(gone, come))

    def _rest(self, side: int) -> list[int]:
        taken = self.pairs.keys() if side == 0 else set(self.pairs.values())
        return [row for row in self.rows[side] if row not in taken]

    # One row a person

    def _people(self) -> None:
        """Rows by name, and by class and period where rows name those; rows without a name are nobody's, and keep their order."""
        groups = self._grouped(lambda side, row: (self._said(side, row, "term"), self._group(side, row), self.areas[side].identity(row)))
        for name, ours in groups[0].items():
            theirs = groups[1].get(name, [])
            if len(ours) == len(theirs) == 1:
                self.pairs[ours[0]] = theirs[0]
            elif theirs and self.areas[0].identity(ours[0]):
                self._namesakes(ours, theirs)
            elif theirs:
                costs = {(a, b): self._unlike(a, b) for a in ours for b in theirs}
                self.pairs |= zip(ours, theirs, strict=True) if len(ours) == len(theirs) else self._repeated(ours, theirs, costs)
        held = [{row for pair in self.unsure for row in pair[side]} for side in (0, 1)]
        groups = self._grouped(lambda side, row: (self._said(side, row, "term"), self.areas[side].identity(row)))
        for name, ours in groups[0].items():
            theirs = groups[1].get(name, [])
            if len(ours) == len(theirs) == 1 and ours[0] not in held[0] and theirs[0] not in held[1]:
                self.pairs[ours[0]] = theirs[0]

    def _namesakes(self, ours: Sequence[int], theirs: Sequence[int]) -> None:
        """Rows of one name: in their order, where that leaves no doubt; else nobody can tell them.

        It leaves none if all are as they were, or if each differs from its own less than half as much as from every other.
        """
        costs = {(a, b): self._unlike(a, b) for a in ours for b in theirs}
        if len(ours) == len(theirs):
            own = list(zip(ours, theirs, strict=True))
            if not any(costs[pair] for pair in own) or all(self._sure(costs, *pair) for pair in own):
                self.pairs |= dict(own)
                return
        elif len(same := [(a, b) for a, b in costs if self._sure(costs, a, b)]) == min(len(ours), len(theirs)):
            self.pairs |= dict(same)
            return
        elif repeated := self._repeated(ours, theirs, costs):
            self.pairs |= repeated
            return
        self.unsure.append((tuple(ours), tuple(theirs)))

    @staticmethod
    def _sure(costs: Mapping[tuple[int, int], int], a: int, b: int) -> bool:
        others = [cost for (x, y), cost in costs.items() if (x == a) != (y == b)]
        return all(2 * costs[a, b] < other for other in others)

    @staticmethod
    def _repeated(ours: Sequence[int], theirs: Sequence[int], costs: Mapping[tuple[int, int], int]) -> dict[int, int]:
        """Rows of one name of which one version has some more, and that else are as they were, in their order; nothing if they are not."""
        found: dict[int, int] = {}
        for a in ours:
            for b in theirs:
                if not costs[a, b] and b not in found.values() and a not in found:
                    found[a] = b
        return found if len(found) == min(len(ours), len(theirs)) else {}

    def _unlike(self, a: int, b: int) -> int:
        """How many cells of two rows differ."""
        return sum(one != other for one, other in zip(self.texts[0][a], self.texts[1][b], strict=True))

    # Entries of a register

    def _entries(self) -> None:
        names = [{row: self.areas[side].identity(row) for row in self.rows[side]} for side in (0, 1)]
        keys = [{row: self._key(side, row) for row in self.rows[side]} for side in (0, 1)]
        self._same(lambda side, row: (names[side][row], keys[side][row], self.texts[side][row]), several=True)
        self._same(lambda side, row: (names[side][row], keys[side][row]), several=False)
        self._several(keys, names)
        self._same(lambda side, row: (names[side][row], self._group(side, row)), several=False, alike=True)
        groups = self._grouped(lambda side, row: (names[side][row], self._group(side, row)))
        for name, ours in groups[0].items():
            theirs = groups[1].get(name, [])
            found = nearest(ours, theirs, self.texts) if len(ours) * len(theirs) <= MOST else {}
            self.pairs |= {a: b for a, b in found.items() if self._alike(a, b)}

    def _several(self, keys: Sequence[Mapping[int, Hashable]], names: Sequence[Mapping[int, Hashable]]) -> None:
        """Entries of one key: in their order, if both versions have as many."""
        groups = self._grouped(lambda side, row: (names[side][row], keys[side][row]))
        for what, ours in groups[0].items():
            theirs = groups[1].get(what, [])
            if len(ours) == len(theirs):
                self.pairs |= dict(zip(ours, theirs, strict=True))

    def _same(self, what: Callable[[int, int], Hashable], several: bool, alike: bool = False) -> None:
        """Tell rows of which the same is said: one on each side, or, if `several`, as many as there are pairs of."""
        groups = self._grouped(what)
        for said, ours in groups[0].items():
            theirs = groups[1].get(said, [])
            if (several or len(ours) == len(theirs) == 1) and not (alike and not self._alike(ours[0], theirs[0])):
                self.pairs |= dict(zip(ours, theirs, strict=False))

    def _grouped(self, what: Callable[[int, int], Hashable]) -> tuple[dict[Hashable, list[int]], dict[Hashable, list[int]]]:
        """Rows that are left on both sides by what is said of them."""
        return _grouped(self._rest(0), partial(what, 0)), _grouped(self._rest(1), partial(what, 1))

    def _key(self, side: int, row: int) -> Hashable:
        return tuple(_said(column, self.areas[side].at(row, column)) for column in self.keys)

    def _group(self, side: int, row: int) -> Hashable:
        """Class that a row names."""
        return self._said(side, row, "school_class")

    def _said(self, side: int, row: int, name: str) -> Hashable:
        """What a row says in a column; empty if one version has no such column."""
        column = ("column", name, 0)
        return _said(column, self.areas[side].at(row, column)) if column in self.own else ""

    def _alike(self, a: int, b: int) -> bool:
        """Whether half of the cells that hold anything are equal."""
        filled = [(one, other) for one, other in zip(self.texts[0][a], self.texts[1][b], strict=True) if one or other]
        return sum(one == other for one, other in filled) >= HALF * len(filled)

    # Rows that may be the same

    def _offers(self, gone: Sequence[int], come: Sequence[int]) -> dict[int, int]:
        """Rows that came and the one row that each may have been: by a name that is near, or by all that stands in it."""
        if len(gone) * len(come) > MOST:
            return {}
        found = [(a, b) for b in come for a in gone if self._may_be(a, b)]
        counts = Counter(a for a, _ in found), Counter(b for _, b in found)
        return {b: a for a, b in found if counts[0][a] == counts[1][b] == 1}

    def _may_be(self, a: int, b: int) -> bool:
        filled = [text for text in self.texts[0][a] if text]
        if len(filled) >= ALIKE and self.texts[0][a] == self.texts[1][b]:
            return True
        if not self.areas[0].people:
            return False
        return SequenceMatcher(None, self.areas[0].identity(a), self.areas[1].identity(b)).ratio() >= NEAR


def _said(column: ColumnKey, value: Cell) -> Hashable:
    """What a cell of a key says, as it is compared."""
    if column[1] == "student":
        text = plain(value)
        return key(text), suffix(text)
    if column[1] == "school_class" and isinstance(found := parse_class(value), str):
        return found
    return fold(plain(value))


def _grouped(rows: Iterable[int], what: Callable[[int], Hashable]) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for row in rows:
        groups[what(row)].append(row)
    return groups


# Columns


def _columns(first: Area, second: Area, rows: Pairs) -> Matched:
    """Columns by what they are; of those whose heading stands several times, by what they hold."""
    pairs = {at: second.columns[name] for name, at in first.columns.items() if name in second.columns}
    gone = [at for name, at in first.columns.items() if name not in second.columns]
    come = [at for name, at in second.columns.items() if name not in first.columns]
    unsure = []
    groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, area in enumerate((first, second)):
        for name, at in area.vague.items():
            groups[name[:-1]][side].append(at)
    held = [_held(first, rows.keys()), _held(second, rows.values())]
    for ours, theirs in groups.values():
        for a in list(ours):
            same = next((b for b in theirs if held[0](a) == held[1](b)), None)
            if same is not None:
                pairs[a] = same
                ours.remove(a)
                theirs.remove(same)
        if ours and theirs:
            unsure.append((tuple(ours), tuple(theirs)))
        else:
            gone += ours
            come += theirs
    _headless(second, held, pairs, gone)
    _headless(first, held[::-1], inverse := {b: a for a, b in pairs.items()}, come)
    pairs = {a: b for b, a in inverse.items()}
    offers = [(a, b) for b in come for a in gone if (texts := held[0](a)) == held[1](b) and sum(map(bool, texts)) >= ALIKE]
    counts = Counter(a for a, _ in offers), Counter(b for _, b in offers)
    one = {b: a for a, b in offers if counts[0][a] == counts[1][b] == 1}
    return Matched(pairs, tuple(sorted(gone)), tuple(sorted(come)), tuple(unsure), one)


def _headless(second: Area, held: Sequence[Callable[[int], list[str]]], pairs: dict[int, int], alone: list[int]) -> None:
    """Columns that have no heading in the other version, if they stand beside the same neighbour and hold what they held."""
    taken = {*second.columns.values(), *second.vague.values()}
    for column in list(alone):
        near = min(pairs, key=lambda at: (abs(at - column), at), default=column)
        there = pairs[near] + column - near if pairs else -1
        if there >= 0 and there not in taken and held[0](column) == held[1](there):
            pairs[column] = there
            alone.remove(column)


def _held(area: Area, rows: Iterable[int]) -> Callable[[int], list[str]]:
    kept = list(rows)
    return lambda column: [plain(value_at(area.cells, row, column)) for row in kept]
