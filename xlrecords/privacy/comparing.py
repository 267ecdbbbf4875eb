"""Three editions of one sheet compared: as handed out, as it came back, as the book is now. Every change of the teacher's is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..book import EMPTY, Cell, address
from ..edits import Edits, Insert, Scalar, Value
from ..kind import plain
from .aligning import NUMBER, Area, Matched, match, told_apart, value_at
from .bridging import Bridge, Edition, around, bridge
from .verdict import Change, Held, Kind, Spot, judge, scalar

SEVERAL = "строка подходит к нескольким: однофамильцы или повтор"
HEADING, RENAMED = "изменён заголовок", "изменено имя: проверьте, тот ли это обучающийся"


def compare(name: str, base: Edition, theirs: Edition, ours: Edition, growing: bool) -> tuple[Edits, list[Change]]:
    """Compare a sheet.

    Args:
        name: Its name.
        base: As it was handed out.
        theirs: As it came back.
        ours: As it is in the book.
        growing: Whether rows may be put into the book: no formula of it counts them.

    Returns:
        What is written into the book, and what is told of every change of the teacher's.
    """
    if unchanged(base, theirs):
        return Edits(), []
    if why := _unlike(base, theirs, "у учителя") or _unlike(base, ours, "в книге школы"):
        return Edits(), [whole(name, base, theirs, f"{why}: лист не сравнивался")]
    return _Sheet(name, base, theirs, ours, growing).run()


def unchanged(base: Edition, theirs: Edition) -> bool:
    """Whether a sheet came back as it was handed out, to the letter."""
    return (base.cells, base.formulas, base.notes) == (theirs.cells, theirs.formulas, theirs.notes)


def whole(name: str, base: Edition, theirs: Edition | None, note: str) -> Change:
    """A sheet that is told of as a whole."""
    return Change(Kind.MANUAL, name, note=note, cells=max(base.filled, theirs.filled if theirs else 0))


def _unlike(base: Edition, other: Edition, where: str) -> str:
    """Why an edition cannot be compared with the first; empty if it can."""
    forms = [[(block.form.name, block.register is None) for block in edition.blocks] for edition in (base, other)]
    if forms[0] != forms[1]:
        return f"таблицы листа {where} изменены"
    for own, changed in zip(base.areas, other.areas, strict=True):
        lost = [key for key in own.columns if key[0] == "column" and key not in changed.columns]
        if lost or own.names != changed.names:
            return f"заголовки {where} изменены"
    return ""


@dataclass(slots=True)
class _Sheet:
    """One sheet, compared: what is written into the book, and what is told."""

    name: str
    base: Edition
    theirs: Edition
    ours: Edition
    growing: bool
    values: list[tuple[int, int, Scalar]] = field(default_factory=list)
    fresh: list[tuple[int, int, Scalar]] = field(default_factory=list)
    inserts: list[tuple[int, int]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def run(self) -> tuple[Edits, list[Change]]:
        sheets = self.base.cells, self.theirs.cells
        size = max(map(len, sheets)) + 2, max(len(row) for rows in sheets for row in [*rows, []]) + 2
        to_base: dict[int, int | None] = {**around(self.theirs, self.base, size[0])}
        onward = around(self.base, self.ours, max(size[0], len(self.ours.cells)))
        to_ours = {row: onward.get(first) for row, first in to_base.items() if first is not None}
        triples = list(zip(self.base.areas, self.theirs.areas, self.ours.areas, strict=True))
        for base, theirs, ours in triples:
            back, lines = self._area(base, theirs, ours)
            to_base |= back
            to_ours |= lines
        bridges = bridge(self.theirs, self.base, to_base, size), bridge(self.theirs, self.ours, to_ours, size)
        self._outside(triples, size, *bridges)
        self._notes(*bridges)
        return self._edits(), self.changes

    def _edits(self) -> Edits:
        """Edits whose cells are counted as they stand after rows were put in."""

        def moved(row: int) -> int:
            return row + sum(count for before, count in self.inserts if before <= row)

        placed = [(moved(row), column, value) for row, column, value in self.values] + self.fresh
        values = tuple(Value(self.name, address(row + 1, column + 1), value) for row, column, value in placed)
        return Edits(inserts=tuple(Insert(self.name, before + 1, count) for before, count in self.inserts), values=values)

    # Cells

    def _cell(self, base: Spot | None, theirs: Spot, ours: Spot | None, stop: str = "") -> None:
        """Bring a cell over, or tell what becomes of it; its places are None where there is none."""
        self._bring(self.base.at(base), self.theirs.at(theirs), self.ours.at(ours), self.values, stop)

    def _bring(self, was: Held, given: Held, now: Held, into: list[tuple[int, int, Scalar]], stop: str = "") -> None:
        found = judge(was, given, now, stop)
        if found is None:
            return
        kind, note = found
        if kind is Kind.APPLIED and now.spot is not None:
            into.append((*now.spot, scalar(given.value)))
        self.changes.append(Change(kind, self.name, _named(now.spot), _named(given.spot), was.text, given.text, now.text, note))

    # Tables

    def _area(self, base: Area, theirs: Area, ours: Area) -> tuple[dict[int, int | None], dict[int, int | None]]:
        """Compare a table, or a register of lessons; returns where each row of the teacher's was, and where it is in the book."""
        named = told_apart(base, theirs, ours)
        back, lines = self._rows(*named)
        self._gone_columns(*named)
        self._new_columns(base, named[1], ours, lines)
        self._vague_columns(named[0], named[1], back)
        return back, lines

    def _rows(self, base: Area, theirs: Area, ours: Area) -> tuple[dict[int, int | None], dict[int, int | None]]:
        """Compare the rows of a table."""
        handed, kept = match(base, theirs), match(base, ours)
        back = {row: first for first, row in handed.pairs.items()}
        unsure = set(handed.doubtful[1])
        met = {*kept.pairs.values(), *kept.doubtful[1]}
        rest = [row for row in ours.rows if row not in met]
        added = match(theirs, ours, [row for row in theirs.rows if row not in back and row not in unsure], rest)
        unsure |= added.doubtful[0]
        lines = {row: kept.pairs.get(back[row]) if row in back else added.pairs.get(row) for row in theirs.rows}
        numbered = [base.identity(row) for row in base.rows] == [theirs.identity(row) for row in theirs.rows]
        for row in theirs.rows:
            first, third = back.get(row), lines[row]
            if row in unsure:
                self._row(theirs, row, SEVERAL)
                continue
            if first is None and third is None:
                continue
            for key, at in theirs.columns.items():
                if (key in base.columns or key in ours.columns) and (key != NUMBER or numbered):
                    here = (first, base.columns[key]) if first is not None and key in base.columns else None
                    there = (third, ours.columns[key]) if third is not None and key in ours.columns else None
                    renamed = key in theirs.names and theirs.people and first is not None and theirs.identity(row) != base.identity(first)
                    self._cell(here, (row, at), there, RENAMED if renamed else "")
        self._gone_rows(base, handed, kept, ours)
        new = [row for row in theirs.rows if row not in back and lines[row] is None and row not in unsure and not theirs.blank(row)]
        return {row: back.get(row) for row in theirs.rows}, lines | self._new_rows(base, theirs, ours, new)

    def _row(self, theirs: Area, row: int, note: str) -> None:
        given = theirs.texts(row)
        self.changes.append(
            Change(Kind.MANUAL, self.name, "", address(row + 1, theirs.span[0] + 1), "", "; ".join(given), "", note, len(given))
        )

    def _gone_rows(self, base: Area, handed: Matched, kept: Matched, ours: Area) -> None:
        """Tell of rows that went or that nobody can tell any more, if the book has them."""
        for row in base.rows:
            known = row in kept.pairs or row in kept.doubtful[0]
            if known and row not in handed.pairs and not base.blank(row):
                was = base.texts(row)
                place = address(kept.pairs[row] + 1, ours.span[0] + 1) if row in kept.pairs else ""
                note = SEVERAL if row in handed.doubtful[0] else "строки у учителя больше нет"
                self.changes.append(Change(Kind.MANUAL, self.name, place, "", "; ".join(was), "", "", note, len(was)))

    def _new_rows(self, base: Area, theirs: Area, ours: Area, rows: Sequence[int]) -> dict[int, int | None]:
        """Write rows that the teacher added into blank rows below the table; where there are none, into rows put in, if nothing counts them."""
        last = max(ours.rows, default=None)
        if last is None:
            for row in rows:
                self._row(theirs, row, "новая строка")
            return {}
        targets: dict[int, int | None] = {}
        target, put_in = last + 1, 0
        number = ours.at(last, NUMBER) if NUMBER in ours.columns else EMPTY
        alone = len(self.ours.areas) == 1  # rows that are put in would part another table
        for row in rows:
            if put_in == 0 and self._free(ours, target):
                targets[row] = target
                self._write(base, theirs, ours, row, target, fresh=False)
                if isinstance(number, int | float) and not self.ours.at((target, ours.columns[NUMBER])).text:
                    self.values.append((target, ours.columns[NUMBER], int(number) + target - last))
                target += 1
            elif self.growing and alone:
                self._write(base, theirs, ours, row, target + put_in, fresh=True)
                if isinstance(number, int | float):
                    self.fresh.append((target + put_in, ours.columns[NUMBER], int(number) + target + put_in - last))
                put_in += 1
            else:
                self._row(theirs, row, "новая строка")
        if put_in:
            self.inserts.append((target, put_in))
        return targets

    def _free(self, ours: Area, row: int) -> bool:
        """Whether a row below a table is a blank one of it: nothing but its number stands there."""
        left, right = ours.span
        return row < len(ours.cells) and not any(
            self.ours.at((row, column)).text for column in range(left, right) if column != ours.columns.get(NUMBER)
        )

    def _write(self, base: Area, theirs: Area, ours: Area, row: int, target: int, fresh: bool) -> None:
        """Write a row of the teacher's into a blank one of the book, or into a fresh one, which is put in there."""
        for key, at in theirs.columns.items():
            if key != NUMBER and (key in ours.columns or key in base.columns):
                spot = (target, ours.columns[key]) if key in ours.columns else None
                there, into = (Held(spot), self.fresh) if fresh else (self.ours.at(spot), self.values)
                self._bring(Held(), self.theirs.at((row, at)), there, into)

    def _gone_columns(self, base: Area, theirs: Area, ours: Area) -> None:
        for key, at in base.columns.items():
            if key not in theirs.columns and key in ours.columns:
                place = address(ours.headings[key] + 1, ours.columns[key] + 1)
                self._column(base, at, f"столбца «{plain(self.base.at((base.headings[key], at)).value)}» у учителя больше нет", place)

    def _column(self, area: Area, at: int, note: str, ours: str = "", theirs: str = "") -> None:
        """Tell of a column as a whole: one that came, if there is a place in what came back, else one that is gone."""
        texts = [text for row in area.rows if (text := plain(value_at(area.cells, row, at)))]
        was, given = ("", "; ".join(texts)) if theirs else ("; ".join(texts), "")
        self.changes.append(Change(Kind.MANUAL, self.name, ours, theirs, was, given, "", note, len(texts) + 1))

    def _vague_columns(self, base: Area, theirs: Area, back: Mapping[int, int | None]) -> None:
        """Tell of columns whose heading stands more or less often than before, but for those that hold what they held."""
        rest = dict(base.vague)
        for key, at in theirs.vague.items():
            held = [plain(value_at(theirs.cells, row, at)) for row in theirs.rows]
            same = [
                other
                for other, was in rest.items()
                if other[:-1] == key[:-1]
                and held == [plain(value_at(base.cells, first, was)) if (first := back.get(row)) is not None else "" for row in theirs.rows]
            ]
            if same:
                del rest[same[0]]
            else:
                place = address(theirs.headings[key] + 1, at + 1)
                self._column(theirs, at, "столбец подходит к нескольким: заголовок повторяется", theirs=place)
        for at in rest.values():
            self._column(base, at, "столбца с повторяющимся заголовком у учителя больше нет, или он изменён")

    def _new_columns(self, base: Area, theirs: Area, ours: Area, lines: Mapping[int, int | None]) -> None:
        """Write columns that the teacher added into blank ones of the table, right of its last date; else tell of them."""
        grid = [at for key, at in ours.columns.items() if key[0] == "grid"]
        free = max(grid, default=-1) + 1
        latest = max((value for at in grid if isinstance(value := self._heading(ours, at), dt.date)), default=None)
        for key, at in sorted(theirs.columns.items(), key=lambda item: item[1]):
            if key in base.columns or key in ours.columns:
                continue
            day = theirs.cells[theirs.headings[key]][at]
            filled = [row for row in theirs.rows if plain(theirs.at(row, key))]
            if (
                key[0] == "grid"
                and isinstance(day, dt.date)
                and latest is not None
                and latest < day
                and self._blank_column(ours, free, grid)
            ):
                top = next(ours.headings[other] for other, place in ours.columns.items() if place == free - 1)
                grid.append(free)
                self._cell(None, (theirs.headings[key], at), (top, free))
                for row in filled:
                    line = lines.get(row)
                    self._cell(None, (row, at), (line, free) if line is not None else None)
                free, latest = free + 1, day
                continue
            self._column(theirs, at, f"новый столбец «{plain(day)}»", theirs=address(theirs.headings[key] + 1, at + 1))

    @staticmethod
    def _heading(area: Area, column: int) -> Cell:
        return next(value_at(area.cells, area.headings[key], at) for key, at in area.columns.items() if at == column)

    def _blank_column(self, ours: Area, column: int, grid: Sequence[int]) -> bool:
        """Whether a column right of the dates is a blank one of the table."""
        right = max(ours.columns.values())
        top, bottom = min(ours.headings.values()), max(ours.rows, default=0)
        return (
            column - 1 in grid
            and column < right
            and column not in ours.columns.values()
            and not any(self.ours.at((row, column)).text for row in range(top, bottom + 1))
        )

    # What stands around the tables

    def _outside(self, triples: Sequence[tuple[Area, Area, Area]], size: Spot, to_base: Bridge, to_ours: Bridge) -> None:
        inside = {(row, column) for _, area, _ in triples for row in area.rows for column in area.columns.values()}
        told = {(area.headings[key], at) for base, area, _ in triples for key, at in area.columns.items() if key not in base.columns}
        headings = {row for _, area, _ in triples for row in area.headings.values()}
        met: set[Spot] = set()
        for row in range(size[0]):
            for column in range(size[1]):
                spot = row, column
                if spot in inside or spot in told:
                    continue
                here = to_base.there(*spot)
                if here is not None:
                    met.add(here)
                if self.theirs.at(spot) != Held(spot) or self.base.at(here) != Held(here):
                    self._cell(here, spot, to_ours.there(*spot), HEADING if row in headings else "")
        self._lost(triples, met)

    def _lost(self, triples: Sequence[tuple[Area, Area, Area]], met: set[Spot]) -> None:
        """Tell of cells around the tables that are nowhere in what came back."""
        inside = {(row, column) for area, _, _ in triples for row in area.rows for column in area.columns.values()}
        gone = {(area.headings[key], at) for area, other, _ in triples for key, at in area.columns.items() if key not in other.columns}
        known = inside | gone | met
        for row, cells in enumerate(self.base.cells):
            for column, was in enumerate(cells):
                if (row, column) not in known and plain(was):
                    place = address(row + 1, column + 1)
                    note = f"клетки {place}, как она была выдана, у учителя больше нет"
                    self.changes.append(Change(Kind.MANUAL, self.name, was=plain(was), note=note))

    def _notes(self, to_base: Bridge, to_ours: Bridge) -> None:
        """Tell of notes that the teacher put or changed."""
        for spot, given in self.theirs.notes.items():
            here, there = to_base.there(*spot), to_ours.there(*spot)
            was = plain(self.base.notes.get(here, "")) if here else ""
            now = plain(self.ours.notes.get(there, "")) if there else ""
            if plain(given) != was:
                kind = Kind.SAME if plain(given) == now else Kind.MANUAL
                self.changes.append(Change(kind, self.name, _named(there), _named(spot), was, plain(given), now, "примечание к клетке"))


def _named(spot: Spot | None) -> str:
    return address(spot[0] + 1, spot[1] + 1) if spot else ""
