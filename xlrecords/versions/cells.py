"""Cells of one sheet in both versions: their values and formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..book import EMPTY, Cell, address
from ..kind import plain
from ..privacy.aligning import NUMBER, value_at
from ..privacy.verdict import equal
from .bridge import Bridge
from .difference import Difference, Group, Where
from .edition import Spot
from .formulas import Places
from .ordering import moved
from .tabling import told
from .words import Words

WORDS = {
    (False, True): "появилась формула",
    (True, False): "формула стёрта",
    (True, True): "формула изменена",
}

ELSEWHERE = "записана так же, но строка переместилась, а клетки, которые она берёт, нет"
"""What is odd about a formula whose text is what it was."""


class Cells:
    """The cells of a sheet while they are compared."""

    def __init__(self, bridge: Bridge, where: Where, places: Places) -> None:
        self.bridge, self.where, self.places = bridge, where, places
        self.words = Words(bridge.first, bridge.zones[0]), Words(bridge.second, bridge.zones[1])
        one, other = bridge.first.facts, bridge.second.facts
        self.formulas: tuple[Mapping[Spot, str], ...] = (
            (one.formulas, other.formulas) if one is not None and other is not None else ({}, {})
        )
        self.numbers = frozenset(_numbers(bridge))
        self.any_formulas = bool(self.formulas[0] or self.formulas[1])
        self.uncomputed = 0
        self.pairs: list[tuple[Spot, Spot]] = []
        """Cells that both versions have."""

    def differences(self) -> Iterator[Difference]:
        """Cells of A in their order, then those that only B has."""
        met: set[Spot] = set()
        whole = told(self.bridge, 0)
        zones, there_cells = self.bridge.zones[0], self.bridge.second.cells
        for row, cells in enumerate(self.bridge.first.cells):
            for column, (zone, was) in enumerate(zip(zones.row(row), cells, strict=False)):
                spot = row, column
                there = self.bridge.at(zone, spot)
                if there is not None:
                    met.add(there)
                    self.pairs.append((spot, there))
                    # Nearly all cells are what they were.
                    if self.any_formulas or was != value_at(there_cells, *there):
                        yield from self._cell(spot, there)
                elif (was != EMPTY or spot in self.formulas[0]) and not whole.has(zone, row, column):
                    yield self._told(spot, None)
        whole = told(self.bridge, 1)
        for row, cells in enumerate(there_cells):
            for column, (zone, now) in enumerate(zip(self.bridge.zones[1].row(row), cells, strict=False)):
                spot = row, column
                if (now != EMPTY or spot in self.formulas[1]) and spot not in met and not whole.has(zone, row, column):
                    yield self._told(None, spot)

    def _cell(self, first: Spot, second: Spot) -> Iterator[Difference]:
        was, now = value_at(self.bridge.first.cells, *first), value_at(self.bridge.second.cells, *second)
        one, other = self.formulas[0].get(first), self.formulas[1].get(second)
        if one is None and other is None:
            if was != now and not equal(was, now) and not self._counted(first, was, now):
                yield self._told(first, second)
        elif one is None or other is None or not self.places.same(one, first, other, second, self.bridge.first.name):
            yield self._told(first, second)
        elif was != now and not equal(was, now):
            if plain(was) and plain(now):
                yield replace(self._told(first, second), group=Group.COMPUTED, what="пересчитано", was=plain(was), now=plain(now), note="")
            else:
                self.uncomputed += 1

    def _counted(self, spot: Spot, was: Cell, now: Cell) -> bool:
        """Whether a cell numbers a row of a table whose rows are counted anew."""
        if (self.bridge.zones[0].at(spot), spot[1]) not in self.numbers or self.words[0].line(spot) is None:
            return False
        return all(not text or text.isdigit() for text in (plain(was).rstrip("."), plain(now).rstrip(".")))

    def _told(self, first: Spot | None, second: Spot | None) -> Difference:
        """What is told of a cell that differs; None: one version has no such cell."""
        was, now = _held(self.bridge.first.cells, first), _held(self.bridge.second.cells, second)
        formulas = [None if spot is None else self.formulas[side].get(spot) for side, spot in enumerate((first, second))]
        words, spot = (self.words[1], second) if second is not None else (self.words[0], first)
        assert spot is not None
        where = self.where
        group, subject = words.school_class(spot), words.subject(spot)
        if (group, subject) != (where.school_class, where.subject):
            where = replace(where, school_class=group, subject=subject)
        found = Difference(
            Group.VALUE, "", where, words.who(spot), words.about(spot), _named(first), _named(second), plain(was), plain(now)
        )
        if formulas == [None, None]:
            what = "изменено" if found.was and found.now else "вписано" if found.now else "стёрто"
            return replace(found, what=what, note=_note(was, now))
        what, was_text, now_text, note = _formula(formulas[0], formulas[1], plain(was), plain(now))
        return replace(found, group=Group.FORMULA, what=what, was=was_text, now=now_text, note=note)


def _numbers(bridge: Bridge) -> Iterator[tuple[int, int]]:
    """Zones and columns with numbers of rows, of tables whose rows are others now, or stand otherwise: they are counted anew."""
    for zone, (rows, _) in bridge.tables.items():
        line = bridge.zones[0].lines[zone]
        if NUMBER in line.area.columns and (rows.gone or rows.come or rows.unsure or moved(rows.pairs.items())):
            yield zone, line.area.columns[NUMBER]


def _formula(first: str | None, second: str | None, was: str, now: str) -> tuple[str, str, str, str]:
    """What is told of a cell in which a formula differs: what happened, what was and is there, and the values."""
    values = was or "пусто", now or "пусто"
    if first is not None and second is None and now:
        return "формула заменена значением", f"={first}", now, f"было вычислено: {values[0]}"
    if first is None and second is not None and was:
        return "значение заменено формулой", was, f"={second}", f"вычислено: {values[1]}"
    what = WORDS[first is not None, second is not None]
    shown = ["" if formula is None else f"={formula}" for formula in (first, second)]
    if None in (first, second):
        return what, shown[0], shown[1], ""
    notes = (ELSEWHERE if first == second else "", f"значение: {values[0]} → {values[1]}" if was or now else "")
    return what, shown[0], shown[1], "; ".join(filter(None, notes))


def _note(was: Cell, now: Cell) -> str:
    """What a person would not see in two values that look alike."""
    if plain(was) != plain(now):
        return ""
    if isinstance(was, str) and isinstance(now, str):
        return "различаются только пробелы"
    return "было текстом" if isinstance(was, str) else "стало текстом" if isinstance(now, str) else "другой вид значения"


def _held(cells: list[list[Cell]], spot: Spot | None) -> Cell:
    return "" if spot is None else value_at(cells, *spot)


def _named(spot: Spot | None) -> str:
    return "" if spot is None else address(spot[0] + 1, spot[1] + 1)
