"""Three editions of one sheet compared: as handed out, as it came back, as the book is now. Every change of the teacher's is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..book import EMPTY, Cell, address
from ..edits import Edits, Insert, Scalar, Value
from ..kind import plain
from .aligning import NUMBER, Area, Bridge, ColumnKey, Edition, Matched, bridge, match, value_at
from .verdict import NOWHERE, UNFIT, Change, Held, Kind, Spot, judge, scalar, unfit

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
    if why := _unlike(base, theirs, "у учителя") or _unlike(base, ours, "в книге школы"):
        if base.cells == theirs.cells and base.formulas == theirs.formulas:
            return Edits(), []
        return Edits(), [Change(Kind.MANUAL, name, note=f"{why}: лист не сравнивался", cells=theirs.filled)]
    return _Sheet(name, base, theirs, ours, growing).run()


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
        backs, lines = [], []
        triples = list(zip(self.base.areas, self.theirs.areas, self.ours.areas, strict=True))
        for base, theirs, ours in triples:
            back, line = self._area(base, theirs, ours)
            backs.append(back)
            lines.append(line)
        self._outside(triples, backs, lines)
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
        """What becomes of a cell.

        Args:
            base: Its row and column as handed out; None for one that was not there.
            theirs: In what came back.
            ours: In the book; None if its row or column is not there any more.
            stop: Why a change of it is not brought over, in words; empty if it is.
        """
        was, given = self.base.at(*base) if base else EMPTY, self.theirs.at(*theirs)
        old, new = self.base.formulas.get(base) if base else None, self.theirs.formulas.get(theirs)
        if new is not None and old is not None and base is not None and _alike(old, base, new, theirs):
            return
        if new is None and old is None and plain(was) == plain(given):
            return
        now, kept = (self.ours.at(*ours), self.ours.formulas.get(ours)) if ours else (EMPTY, None)

        def tell(kind: Kind, note: str = "") -> None:
            before, back, here = (value if formula is None else f"={formula}" for value, formula in ((was, old), (given, new), (now, kept)))
            self._tell(kind, theirs, ours, before, back, here, note)

        if ours is None:
            tell(Kind.MANUAL, "этой строки или столбца в книге школы нет")
        elif new is not None:
            same = kept is not None and _alike(kept, ours, new, theirs)
            tell(Kind.SAME if same else Kind.MANUAL, "" if same else "у учителя здесь формула")
        elif kept is None and plain(now) == plain(given):
            tell(Kind.SAME)
        elif kept is not None or old is not None:
            tell(Kind.MANUAL, "в книге школы здесь формула" if kept is not None else "у учителя вместо формулы значение")
        elif plain(now) != plain(was):
            tell(Kind.CONFLICT)
        elif stop:
            tell(Kind.MANUAL, stop)
        elif _unfit(given):
            tell(Kind.MANUAL, "такое значение программа не переносит")
        else:
            self.values.append((*ours, _scalar(given)))
            tell(Kind.APPLIED)

    def _tell(self, kind: Kind, theirs: Spot | None, ours: Spot | None, was: Cell, given: Cell, now: Cell, note: str = "") -> None:
        place, back = (address(at[0] + 1, at[1] + 1) if at else "" for at in (ours, theirs))
        self.changes.append(Change(kind, self.name, place, back, plain(was), plain(given), plain(now), note))

    # Tables

    def _area(self, base: Area, theirs: Area, ours: Area) -> tuple[dict[int, int | None], dict[int, int | None]]:
        """Compare a table, or a register of lessons; returns where each row of the teacher's was, and where it is in the book."""
        handed, kept = match(base, theirs), match(base, ours)
        back = {row: first for first, row in handed.pairs.items()}
        unsure = set(handed.doubtful[1])
        rest = [row for row in ours.rows if row not in set(kept.pairs.values()) and row not in kept.doubtful[1]]
        added = match(theirs, ours, [row for row in theirs.rows if row not in back and row not in unsure], rest)
        unsure |= added.doubtful[0]
        lines = {row: kept.pairs.get(back[row]) if row in back else added.pairs.get(row) for row in theirs.rows}
        numbered = [base.identity(row) for row in base.rows] == [theirs.identity(row) for row in theirs.rows]
        for row in theirs.rows:
            first, third = back.get(row), lines[row]
            if row in unsure:
                self._row(theirs, row, "строка подходит к нескольким: однофамильцы или повтор")
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
        new = [row for row in theirs.rows if row not in back and lines[row] is None and row not in unsure and not _blank(theirs, row)]
        lines |= self._new_rows(theirs, ours, new)
        self._gone_columns(base, theirs, ours)
        self._new_columns(base, theirs, ours, lines)
        return {row: back.get(row) for row in theirs.rows}, lines

    def _row(self, theirs: Area, row: int, note: str) -> None:
        given = [plain(theirs.at(row, key)) for key in theirs.columns if plain(theirs.at(row, key))]
        self.changes.append(
            Change(Kind.MANUAL, self.name, "", address(row + 1, theirs.span[0] + 1), "", "; ".join(given), "", note, len(given))
        )

    def _gone_rows(self, base: Area, handed: Matched, kept: Matched, ours: Area) -> None:
        for row in base.rows:
            if row not in handed.pairs and row not in handed.doubtful[0] and row in kept.pairs and not _blank(base, row):
                was = [plain(base.at(row, key)) for key in base.columns if plain(base.at(row, key))]
                place = address(kept.pairs[row] + 1, ours.span[0] + 1)
                note = "строки у учителя больше нет"
                self.changes.append(Change(Kind.MANUAL, self.name, place, "", "; ".join(was), "", "", note, len(was)))

    def _new_rows(self, theirs: Area, ours: Area, rows: Sequence[int]) -> dict[int, int | None]:
        """Write rows that the teacher added into blank rows below the table; where there are none, into rows put in, if nothing counts them."""
        last = max(ours.rows, default=None)
        if last is None:
            for row in rows:
                self._row(theirs, row, "новая строка")
            return {}
        targets: dict[int, int | None] = {}
        target, put_in = last + 1, 0
        number = ours.at(last, NUMBER) if NUMBER in ours.columns else EMPTY
        for row in rows:
            if put_in == 0 and self._free(ours, target):
                targets[row] = target
                self._write(theirs, ours, row, target)
                if isinstance(number, int | float) and not plain(ours.at(target, NUMBER)):
                    self.values.append((target, ours.columns[NUMBER], int(number) + target - last))
                target += 1
            elif self.growing and self._alone():
                self._write_fresh(theirs, ours, row, target + put_in)
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
            plain(value_at(ours.cells, row, column)) or (row, column) in self.ours.formulas
            for column in range(left, right)
            if column != ours.columns.get(NUMBER)
        )

    def _alone(self) -> bool:
        """Whether the table has the rows of its sheet to itself, so that rows may be put in."""
        return len(self.ours.areas) == 1

    def _write(self, theirs: Area, ours: Area, row: int, target: int) -> None:
        for key, at in theirs.columns.items():
            if key in ours.columns and key != NUMBER:
                self._cell(None, (row, at), (target, ours.columns[key]))

    def _write_fresh(self, theirs: Area, ours: Area, row: int, target: int) -> None:
        """Write a row into one that is put in; its number is counted after that."""
        for key, at in theirs.columns.items():
            given = theirs.at(row, key)
            if key not in ours.columns or key == NUMBER or (not plain(given) and (row, at) not in self.theirs.formulas):
                continue
            if (row, at) in self.theirs.formulas or _unfit(given):
                self._tell(Kind.MANUAL, (row, at), None, EMPTY, given, EMPTY, "формулу или такое значение программа не переносит")
                continue
            self.fresh.append((target, ours.columns[key], _scalar(given)))
            self._tell(Kind.APPLIED, (row, at), (target, ours.columns[key]), EMPTY, given, EMPTY, "новая строка")

    def _gone_columns(self, base: Area, theirs: Area, ours: Area) -> None:
        for key, at in base.columns.items():
            if key not in theirs.columns and key in ours.columns:
                filled = sum(bool(plain(base.at(row, key))) for row in base.rows)
                note = f"столбца «{plain(self.base.at(base.headings[key], at))}» у учителя больше нет"
                place = address(ours.headings[key] + 1, ours.columns[key] + 1)
                self.changes.append(Change(Kind.MANUAL, self.name, place, note=note, cells=filled + 1))

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
            given = "; ".join(plain(theirs.at(row, key)) for row in filled)
            note = f"новый столбец «{plain(day)}»"
            place = address(theirs.headings[key] + 1, at + 1)
            self.changes.append(Change(Kind.MANUAL, self.name, "", place, "", given, "", note, len(filled) + 1))

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
            and not any(plain(self.ours.at(row, column)) or (row, column) in self.ours.formulas for row in range(top, bottom + 1))
        )

    # What stands around the tables

    def _outside(
        self,
        triples: Sequence[tuple[Area, Area, Area]],
        backs: Sequence[Mapping[int, int | None]],
        lines: Sequence[Mapping[int, int | None]],
    ) -> None:
        to_base, to_ours = bridge(self.theirs, self.base, backs), bridge(self.theirs, self.ours, lines)
        inside = {(row, column) for _, area, _ in triples for row in area.rows for column in area.columns.values()}
        told = {(area.headings[key], at) for base, area, _ in triples for key, at in area.columns.items() if key not in base.columns}
        headings = {row for _, area, _ in triples for row in area.headings.values()}
        height = max(len(self.base.cells), len(self.theirs.cells)) + 2
        width = max((len(row) for edition in (self.base, self.theirs) for row in edition.cells[:1]), default=0) + 2
        met: set[Spot] = set()
        for row in range(height):
            for column in range(width):
                spot = row, column
                if spot in inside or spot in told:
                    continue
                here = to_base.there(*spot)
                if here is not None:
                    met.add(here)
                self._cell(here, spot, to_ours.there(*spot), HEADING if row in headings else "")
        self._lost(triples, met)

    def _lost(self, triples: Sequence[tuple[Area, Area, Area]], met: set[Spot]) -> None:
        """Tell of cells around the tables that are nowhere in what came back."""
        inside = {(row, column) for area, _, _ in triples for row in area.rows for column in area.columns.values()}
        gone = {(area.headings[key], at) for area, other, _ in triples for key, at in area.columns.items() if key not in other.columns}
        for row, cells in enumerate(self.base.cells):
            for column, was in enumerate(cells):
                if plain(was) and (row, column) not in inside | gone | met:
                    place = address(row + 1, column + 1)
                    note = f"клетки {place}, как она была выдана, у учителя больше нет"
                    self.changes.append(Change(Kind.MANUAL, self.name, was=plain(was), note=note))


def _blank(area: Area, row: int) -> bool:
    return not any(plain(area.at(row, key)) for key in area.columns if key != NUMBER)


def _unfit(value: Cell) -> bool:
    """Whether a value cannot be written as it is: an error, or a length of time."""
    return failed(value) or isinstance(value, dt.timedelta)


def _scalar(value: Cell) -> Scalar:
    """A value as it is written: an empty one empties the cell, text is text."""
    if isinstance(value, dt.timedelta) or value == EMPTY:
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def _alike(first: str, here: Spot, second: str, there: Spot) -> bool:
    """Whether two formulas point to the same from where they stand."""
    if first == second and here == there:
        return True
    places = [address(row + 1, column + 1) for row, column in (here, there)]
    one, other = relative(first, places[0]), relative(second, places[1])
    return (one is not None and one == other) or first == second
