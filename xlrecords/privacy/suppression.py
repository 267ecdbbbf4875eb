"""Hiding small numbers in published tables so that nobody can work them out again: primary and complementary suppression (п. 6.1, 6.2).

A cell that counts fewer than k people is hidden, and so are further cells, until of every hidden cell there are at least two values
that agree with all that is shown: the true one, and one of a witness, another whole table that has the same shown cells. The
solver only proposes witnesses; each is checked in whole numbers, so that protection never rests on a rounded result. Several tables
that are published together are one set of cells and relations, and are judged together.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)

TOLERANCE: Final = 0.01
"""A solver's value this near to a whole number is taken for it; the check in whole numbers decides."""


@dataclass(frozen=True, slots=True)
class Total(Generic[K]):
    """The whole is the sum of its parts, as any reader of the tables knows."""

    whole: K
    parts: tuple[K, ...]


@dataclass(frozen=True, slots=True)
class AtMost(Generic[K]):
    """One count is never greater than another: who has a «2» in a subject is among the failing."""

    less: K
    more: K


@dataclass(frozen=True)
class Tables(Generic[K]):
    """Counts that are published together.

    Attributes:
        cells: Whole numbers, not negative.
        totals: Sums that hold among them.
        at_most: Comparisons that hold among them.
    """

    cells: Mapping[K, int]
    totals: tuple[Total[K], ...] = ()
    at_most: tuple[AtMost[K], ...] = ()

    def agrees(self, values: Mapping[K, int]) -> bool:
        """Whether values of all cells are possible: whole, not negative, in all relations."""
        return (
            all(value >= 0 for value in values.values())
            and all(values[total.whole] == sum(values[part] for part in total.parts) for total in self.totals)
            and all(values[pair.less] <= values[pair.more] for pair in self.at_most)
        )


def small(tables: Tables[K], least: int) -> frozenset[K]:
    """Cells that count somebody, but fewer than `least`."""
    return frozenset(key for key, value in tables.cells.items() if 0 < value < least)


def suppressed(tables: Tables[K], least: int) -> frozenset[K]:
    """Cells to hide.

    Args:
        tables: Tables in which all relations hold.
        least: Smallest number of people that may be shown (setting `k_anonymity`).

    Returns:
        The small cells, and as few others as a greedy choice needs: inner cells before totals, small counts before large ones. Of no
        hidden cell can its value be worked out, and of no small one that it is small. Empty if no cell is small.

    Raises:
        ValueError: The relations do not hold: a mistake of the program.
    """
    if not tables.agrees(tables.cells):
        raise ValueError("the tables contradict themselves")
    sensitive = small(tables, least)
    choice = _Choice(tables)
    hidden = dict.fromkeys(key for key in tables.cells if key in sensitive)
    proved: set[K] = set()
    while True:
        while (lone := choice.beside_lone(hidden)) is not None:
            hidden[lone] = None
        exposed = _exposed(tables, hidden, sensitive, least, proved)
        if not exposed or len(hidden) == len(tables.cells):
            return frozenset(_shown_again(tables, hidden, sensitive, least, choice))
        further = next((other for key in exposed if (other := choice.near(key, hidden)) is not None), None)
        hidden.update(dict.fromkeys(tables.cells) if further is None else {further: None})


def _shown_again(tables: Tables[K], hidden: dict[K, None], sensitive: frozenset[K], least: int, choice: _Choice[K]) -> dict[K, None]:
    """Hidden cells without those that need not be: what was hidden last is tried first."""
    kept = dict(hidden)
    for key in reversed(hidden):
        fewer = {other: None for other in kept if other != key}
        if (
            key not in sensitive
            and choice.beside_lone(fewer) is None
            and not next(_exposures(tables, fewer, sensitive, least, set()), None)
        ):
            kept = fewer
    return kept


def recoverable(tables: Tables[K], hidden: Iterable[K]) -> frozenset[K]:
    """Hidden cells of which no second value was found: the true one follows from what is shown."""
    return frozenset(_exposed(tables, dict.fromkeys(hidden), frozenset(), 0, set()))


class _Choice(Generic[K]):
    """Which cell to hide next: one that closes most gaps, inner cells before totals, small counts before large ones."""

    def __init__(self, tables: Tables[K]) -> None:
        self._cells = tables.cells
        self._wholes = {total.whole for total in tables.totals}
        self._order = {key: place for place, key in enumerate(tables.cells)}
        sums = [(total.whole, *total.parts) for total in tables.totals]
        self._sums: dict[K, list[tuple[K, ...]]] = {}
        self._beside: dict[K, list[K]] = {}
        for group in sums:
            for key in group:
                self._sums.setdefault(key, []).append(group)
        for group in (*sums, *((pair.less, pair.more) for pair in tables.at_most)):
            for key in group:
                self._beside.setdefault(key, []).extend(other for other in group if other != key)

    def beside_lone(self, hidden: Mapping[K, None]) -> K | None:
        """A shown cell of a sum in which a single cell is hidden, which is no secret; None: there is no such sum."""
        groups = (group for key in hidden for group in self._sums.get(key, ()) if self._lone(group, hidden))
        return min((key for group in groups for key in group if key not in hidden), key=lambda key: self._cost(key, hidden), default=None)

    def near(self, key: K, hidden: Mapping[K, None]) -> K | None:
        """A shown cell in a relation with one, or, where all of those are hidden, in one with them, and so on; None: all is hidden."""
        seen, edge = {key}, [key]
        while edge:
            beside = dict.fromkeys(other for known in edge for other in self._beside.get(known, ()) if other not in seen)
            if shown := [other for other in beside if other not in hidden]:
                return min(shown, key=lambda other: self._cost(other, hidden))
            seen.update(beside)
            edge = list(beside)
        return None

    def _cost(self, key: K, hidden: Mapping[K, None]) -> tuple[bool, int, bool, int, int]:
        closed = sum(self._lone(group, hidden) for group in self._sums.get(key, ()))
        return key in self._wholes, -closed, self._cells[key] == 0, self._cells[key], self._order[key]

    def _lone(self, group: tuple[K, ...], hidden: Mapping[K, None]) -> bool:
        return sum(key in hidden for key in group) == 1


def _exposed(tables: Tables[K], hidden: Mapping[K, None], sensitive: frozenset[K], least: int, proved: set[K]) -> list[K]:
    """Hidden cells that are not protected, in order; those for which a witness is found are put into `proved`."""
    return list(_exposures(tables, hidden, sensitive, least, proved))


def _exposures(tables: Tables[K], hidden: Mapping[K, None], sensitive: frozenset[K], least: int, proved: set[K]) -> Iterator[K]:
    """`_exposed`, one after the other.

    Whatever protects a cell goes on protecting it when more is hidden, so nothing is proved twice.
    """
    if proved.issuperset(hidden):
        return
    loose = _Solver(tables, hidden, whole=False)
    strict: _Solver[K] | None = None

    def learn(witness: Mapping[K, int]) -> None:
        for other, value in witness.items():
            if value >= least if other in sensitive else value != tables.cells[other]:
                proved.add(other)

    for key in hidden:
        for most in (True,) if key in sensitive else (True, False):
            if key in proved:
                break
            bound, witness = loose.extreme(key, most)
            if witness is None and (
                bound >= least if key in sensitive else bound > tables.cells[key] if most else bound < tables.cells[key]
            ):
                # The greatest value is no whole one, or not in a whole table: the slow way tells which there is.
                strict = strict or _Solver(tables, hidden, whole=True)
                _, witness = strict.extreme(key, most)
            if witness is not None:
                learn(witness)
        if key not in proved:
            yield key


class _Solver(Generic[K]):
    """Tables with the same shown cells, found by HiGHS: quickly those with any numbers, or slowly whole ones."""

    def __init__(self, tables: Tables[K], hidden: Mapping[K, None], whole: bool) -> None:
        import highspy

        self._tables = tables
        self._place = {key: place for place, key in enumerate(hidden)}
        self._highs: Any = highspy.Highs()
        self._sense: Any = highspy.ObjSense
        self._highs.silent()
        # A witness need not be great: no cell has to be more than twice the largest.
        bound = float(2 * max(tables.cells.values(), default=0) + 10)
        for place in self._place.values():
            self._highs.addVar(0.0, bound)
            if whole:
                self._highs.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        for coefficients, low, high in self._rows():
            self._highs.addRow(low, high, len(coefficients), list(coefficients), [float(value) for value in coefficients.values()])

    def _rows(self) -> Iterator[tuple[dict[int, int], float, float]]:
        """Relations of the hidden cells, those shown being constants: coefficients by place, least and most."""
        infinity = float("inf")
        relations = [({total.whole: -1, **dict.fromkeys(total.parts, 1)}, 0.0) for total in self._tables.totals]
        relations += [({pair.less: 1, pair.more: -1}, -infinity) for pair in self._tables.at_most]
        for terms, least in relations:
            shown = sum(factor * self._tables.cells[key] for key, factor in terms.items() if key not in self._place)
            coefficients = {self._place[key]: factor for key, factor in terms.items() if key in self._place}
            if coefficients:
                yield coefficients, least - shown, float(-shown)

    def extreme(self, key: K, most: bool) -> tuple[float, dict[K, int] | None]:
        """The greatest, or the least, value of a hidden cell, to whole numbers towards the inside; and the values of all with it.

        The values are None if they are not whole or do not agree; the bound is not a number if none was found.
        """
        place = self._place[key]
        self._highs.changeObjectiveSense(self._sense.kMaximize if most else self._sense.kMinimize)
        self._highs.changeColCost(place, 1.0)
        self._highs.run()
        values = list(self._highs.getSolution().col_value)
        self._highs.changeColCost(place, 0.0)
        if len(values) != len(self._place):
            return math.nan, None
        bound = float(math.floor(values[place] + TOLERANCE) if most else math.ceil(values[place] - TOLERANCE))
        if any(abs(value - round(value)) > TOLERANCE for value in values):
            return bound, None
        witness = {key: round(values[at]) for key, at in self._place.items()}
        return bound, witness if self._tables.agrees({**self._tables.cells, **witness}) else None
