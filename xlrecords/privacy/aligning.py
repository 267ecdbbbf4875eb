"""Which row and which column of one edition of a table is which of another: by who and what they are, wherever they stand now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from ..book import EMPTY, Cell, Rows
from ..kind import fold, plain
from ..people import key, suffix
from ..sheets.locate import Block

ColumnKey: TypeAlias = tuple[Hashable, ...]
NUMBER: Final = ("column", "number", 0)
ALIKE: Final = 2
"""So many equal cells let a row be told again whose name was put right."""
NEAR: Final = 0.8
"""So near is a name that was put right to what it was, of 1."""


@dataclass(frozen=True, slots=True)
class Area:
    """The rows of a table, or of a register of lessons: rows and columns from 0.

    Attributes:
        cells: Cells of the sheet.
        rows: Rows of entries.
        columns: What a column is -> where it stands.
        headings: Row of its heading.
        names: Columns that say who or what a row is.
        people: Whether they hold a person's name.
        vague: Columns that cannot be told by their heading, which stands several times.
    """

    cells: Rows
    rows: tuple[int, ...]
    columns: Mapping[ColumnKey, int]
    headings: Mapping[ColumnKey, int]
    names: tuple[ColumnKey, ...]
    people: bool
    vague: Mapping[ColumnKey, int] = field(default_factory=dict)

    def at(self, row: int, column: ColumnKey) -> Cell:
        """What stands in a row and column; empty beyond the sheet."""
        return value_at(self.cells, row, self.columns[column])

    def texts(self, row: int) -> list[str]:
        """What stands in a row, without its empty cells."""
        return [text for column in (*self.columns.values(), *self.vague.values()) if (text := plain(value_at(self.cells, row, column)))]

    def blank(self, row: int) -> bool:
        """Whether nothing but a number stands in a row."""
        number = self.columns.get(NUMBER)
        held = (value_at(self.cells, row, column) for column in (*self.columns.values(), *self.vague.values()) if column != number)
        return not any(map(plain, held))

    def identity(self, row: int) -> str:
        """Who or what a row is, tidied."""
        texts = [plain(self.at(row, name)) for name in self.names if name in self.columns]
        if not self.people:
            return "|".join(map(fold, texts))
        name = " ".join(texts)
        return f"{key(name)} ({suffix(name)})" if suffix(name) else key(name)

    @property
    def span(self) -> tuple[int, int]:
        """First column and the one after the last."""
        return min(self.columns.values()), max(self.columns.values()) + 1


def value_at(cells: Rows, row: int, column: int) -> Cell:
    """What stands in a cell; empty beyond the sheet."""
    return cells[row][column] if 0 <= row < len(cells) and 0 <= column < len(cells[row]) else EMPTY


def table(block: Block) -> Area:
    """The table of a block."""
    columns: dict[ColumnKey, int] = {}
    for name, found in block.columns.items():
        columns |= {("column", name, part): column for part, column in enumerate(found)}
    headings = dict.fromkeys(columns, block.heading)
    seen: Counter[Hashable] = Counter()
    for row, column, value, month in zip(block.grid.rows, block.grid.columns, block.grid.values, block.grid.months, strict=True):
        lesson = plain(value), month
        columns["grid", *lesson, seen[lesson]] = column
        headings["grid", *lesson, seen[lesson]] = row
        seen[lesson] += 1
    taken = set(columns.values())
    beside = set(block.register.columns.values()) if block.register else set()
    for column in range(min(taken), max(taken)):
        heading = plain(value_at(block.rows, block.heading, column))
        if column not in taken and column not in beside and heading:
            what = fold(heading)
            columns["text", what, seen[what]] = column
            headings["text", what, seen[what]] = block.heading
            seen[what] += 1
    form = block.form
    people = "student" in block.columns
    named = ("student",) if people else tuple(name for name in form.key or form.signs if name in block.columns)
    names = tuple(("column", name, part) for name in named for part in range(len(block.columns[name])))
    return Area(block.rows, tuple(block.lines), columns, headings, names, people)


def register(block: Block) -> Area | None:
    """The register of lessons of a block; rows without a word are none."""
    found = block.register
    if found is None:
        return None
    columns: dict[ColumnKey, int] = {("column", name, 0): column for name, column in found.columns.items()}
    rows = range(found.first, min(found.last, len(block.rows)))
    filled = tuple(row for row in rows if any(plain(value_at(block.rows, row, column)) for column in columns.values()))
    headings = dict.fromkeys(columns, found.heading)
    return Area(block.rows, filled, columns, headings, (("column", "lesson_date", 0),), people=False)


def told_apart(*areas: Area) -> list[Area]:
    """Editions of an area; columns whose heading stands several times, and not as often in each, are `vague` in all of them."""
    counts = [Counter(key[:-1] for key in area.columns if key[0] != "column") for area in areas]
    several = {what for count in counts for what, times in count.items() if times > 1 and len({other[what] for other in counts}) > 1}
    if not several:
        return list(areas)
    columns = [{key: at for key, at in area.columns.items() if key[:-1] not in several} for area in areas]
    vague = [{key: at for key, at in area.columns.items() if key[:-1] in several} for area in areas]
    return [replace(area, columns=own, vague=rest) for area, own, rest in zip(areas, columns, vague, strict=True)]


@dataclass(frozen=True, slots=True)
class Matched:
    """Rows of one area and the same ones of another; rows of either that may be one of several stand in `doubtful`."""

    pairs: Mapping[int, int]
    doubtful: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())


def match(first: Area, second: Area, left: Iterable[int] | None = None, right: Iterable[int] | None = None) -> Matched:
    """Tell the rows of one edition in another.

    Rows that are wholly alike first, then those whose name only one row on each side has, then, of rows of one name, those that
    are more like each other than any other; at last rows in which nothing but the spelling of the name was changed. Nothing is taken by its place.

    Args:
        first: One edition.
        second: Another.
        left: Rows of the first; None: all.
        right: Rows of the second; None: all.
    """
    shared = [column for column in first.columns if column in second.columns and column != NUMBER]
    areas, rows = (first, second), [list(first.rows if left is None else left), list(second.rows if right is None else right)]
    names = [{row: area.identity(row) for row in own} for area, own in zip(areas, rows, strict=True)]
    places = [[area.columns[column] for column in shared] for area in areas]

    def rest(side: int) -> list[int]:
        gone = set(pairs) if side == 0 else set(pairs.values())
        return [row for row in rows[side] if row not in gone]

    def values(side: int, row: int) -> tuple[Cell, ...]:
        return tuple(value_at(areas[side].cells, row, column) for column in places[side])

    # Most rows are the same to the letter: only of the others the texts are looked at.
    pairs = _same(rows[0], rows[1], lambda side, row: (names[side][row], values(side, row)), several=True)
    texts = [{row: tuple(map(plain, values(side, row))) for row in rest(side)} for side in (0, 1)]
    pairs |= _same(rest(0), rest(1), lambda side, row: (names[side][row], texts[side][row]), several=True)
    pairs |= _same(rest(0), rest(1), lambda side, row: names[side][row], several=False)
    groups = (_grouped(rest(0), names[0].__getitem__), _grouped(rest(1), names[1].__getitem__))
    for name in [name for name in groups[0] if name in groups[1]]:
        pairs |= nearest(groups[0][name], groups[1][name], texts)
    doubtful = [rest(side) for side in (0, 1)]
    left_names = {names[0][row] for row in doubtful[0]} & {names[1][row] for row in doubtful[1]}
    unsure = [frozenset(row for row in doubtful[side] if names[side][row] in left_names) for side in (0, 1)]
    others = [position for position, column in enumerate(shared) if column not in first.names]

    def unnamed(side: int, row: int) -> tuple[str, ...]:
        return tuple(texts[side][row][position] for position in others)

    sure = [[row for row in rest(side) if row not in unsure[side] and sum(map(bool, unnamed(side, row))) >= ALIKE] for side in (0, 1)]
    renamed = _same(sure[0], sure[1], unnamed, several=False)
    pairs |= {a: b for a, b in renamed.items() if SequenceMatcher(None, names[0][a], names[1][b]).ratio() >= NEAR}
    return Matched(pairs, (unsure[0], unsure[1]))


def _grouped(rows: Iterable[int], what: Callable[[int], Hashable]) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for row in rows:
        groups[what(row)].append(row)
    return groups


def _same(left: Sequence[int], right: Sequence[int], what: Callable[[int, int], Hashable], several: bool) -> dict[int, int]:
    """Rows of which the same is said: one on each side, or, if `several`, as many as there are pairs of."""
    groups = _grouped(left, lambda row: what(0, row)), _grouped(right, lambda row: what(1, row))
    found: dict[int, int] = {}
    for said, ours in groups[0].items():
        theirs = groups[1].get(said, [])
        if several or len(ours) == len(theirs) == 1:
            found |= dict(zip(ours, theirs, strict=False))
    return found


def nearest(left: Sequence[int], right: Sequence[int], texts: Sequence[Mapping[int, tuple[str, ...]]]) -> dict[int, int]:
    """Rows that are more like each other than like any other that is left; what two rows are equally like is nobody's."""
    alike: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for a in left:
        for b in right:
            alike[sum(x == y != "" for x, y in zip(texts[0][a], texts[1][b], strict=True))].append((a, b))
    found: dict[int, int] = {}
    gone: tuple[set[int], set[int]] = set(), set()
    for score in sorted(alike, reverse=True):
        pairs = [(a, b) for a, b in alike[score] if a not in gone[0] and b not in gone[1]]
        counts = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
        found |= {a: b for a, b in pairs if counts[0][a] == counts[1][b] == 1}
        gone[0].update(counts[0])
        gone[1].update(counts[1])
    return found
