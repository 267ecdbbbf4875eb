"""What is hidden in published tables cannot be worked out: shown by counting all tables that agree with what is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlrecords.privacy.suppression import AtMost, Tables, Total, recoverable, small, suppressed

Key = tuple[str, str]
ALL = "всего"


def crossed(rows: Sequence[Sequence[int]]) -> Tables[Key]:
    """A table of counts with totals of rows and columns."""
    columns = range(len(rows[0]))
    cells = {(f"р{i}", f"с{j}"): rows[i][j] for i in range(len(rows)) for j in columns}
    totals = []
    for i in range(len(rows)):
        cells[f"р{i}", ALL] = sum(rows[i])
        totals.append(Total((f"р{i}", ALL), tuple((f"р{i}", f"с{j}") for j in columns)))
    for j in (*(f"с{j}" for j in columns), ALL):
        parts = tuple((f"р{i}", j) for i in range(len(rows)))
        cells[ALL, j] = sum(cells[part] for part in parts)
        totals.append(Total((ALL, j), parts))
    return Tables(cells, tuple(totals))


def everything_possible(tables: Tables[Key], hidden: Sequence[Key], most: int) -> Iterator[dict[Key, int]]:
    """All values of hidden cells from 0 to `most` that agree with the shown ones, found by trying all of them."""
    for values in product(range(most + 1), repeat=len(hidden)):
        guess = dict(zip(hidden, values, strict=True))
        if tables.agrees({**tables.cells, **guess}):
            yield guess


def determined(tables: Tables[Key], hidden: Sequence[Key]) -> set[Key]:
    """Hidden cells that follow from the sums alone, by exact elimination: an attacker with a pencil and all the time in the world."""
    rows = []
    for total in tables.totals:
        terms = {total.whole: -1, **dict.fromkeys(total.parts, 1)}
        rows.append([Fraction(terms.get(key, 0)) for key in hidden])
    place = 0
    for column in range(len(hidden)):
        pivot = next((row for row in range(place, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][column] for value in rows[place]]
        for row in range(len(rows)):
            if row != place and rows[row][column]:
                factor = rows[row][column]
                rows[row] = [value - factor * own for value, own in zip(rows[row], rows[place], strict=True)]
        place += 1
    alone = (row for row in rows if sum(value != 0 for value in row) == 1)
    return {hidden[next(at for at, value in enumerate(row) if value)] for row in alone}


COUNTS = st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=3)


@given(COUNTS, st.integers(2, 4))
@settings(max_examples=60)
def test_of_every_hidden_cell_several_values_are_possible(rows: list[list[int]], least: int) -> None:
    tables = crossed(rows)
    hidden = sorted(suppressed(tables, least))
    assert small(tables, least) <= set(hidden)
    if len(hidden) > 4:  # more would take too long to try out: the elimination below still holds
        assert not determined(tables, hidden)
        return
    possible = list(everything_possible(tables, hidden, most=16))
    for key in hidden:
        values = {guess[key] for guess in possible}
        assert len(values) > 1
        if tables.cells[key] < least and tables.cells[key]:
            assert max(values) >= least, "whoever reads the table knows that the group is small"


@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=2), st.sets(st.integers(0, 8), max_size=4))
@settings(max_examples=60)
def test_a_cell_is_called_recoverable_just_where_it_is(rows: list[list[int]], places: set[int]) -> None:
    tables = crossed(rows)
    hidden = [list(tables.cells)[place] for place in sorted(places)]
    possible = list(everything_possible(tables, hidden, most=18))
    assert recoverable(tables, hidden) == {key for key in hidden if len({guess[key] for guess in possible}) == 1}


def test_a_small_cell_alone_would_follow_from_its_row() -> None:
    tables = crossed([[2, 20, 8], [9, 10, 7], [6, 8, 11]])
    assert recoverable(tables, small(tables, 5)) == {("р0", "с0")}
    hidden = suppressed(tables, 5)
    assert ("р0", "с0") in hidden
    assert len(hidden) == 4  # the corners of a rectangle
    assert not any(ALL in key for key in hidden)
    assert not recoverable(tables, hidden)


def test_nothing_is_hidden_where_no_group_is_small() -> None:
    assert suppressed(crossed([[10, 20], [0, 30]]), 5) == frozenset()


def test_two_tables_together_tell_more_than_each() -> None:
    """Who has a «2» in a subject is among the failing: a count of another table sets a bound."""
    cells = {"всего": 30, "успевают": 26, "не успевают": 4, "физика: 2": 4}
    alone = Tables(cells, (Total("всего", ("успевают", "не успевают")),))
    assert not recoverable(alone, ["успевают", "не успевают"])
    together = Tables(cells, alone.totals, (AtMost("физика: 2", "не успевают"), AtMost("не успевают", "физика: 2")))
    assert recoverable(together, ["успевают", "не успевают"]) == {"успевают", "не успевают"}
    assert "физика: 2" in suppressed(together, 5)


def test_no_more_is_hidden_where_what_a_cell_rests_on_lies_far_away() -> None:
    """One class of 5–9 and one of 10: who fails there follows from columns that have no hidden cell beside it."""
    rows = {"4А": (0, 6, 14, 0, 0), "5А": (0, 13, 13, 3, 0), "8А": (0, 9, 7, 6, 2), "10А": (0, 12, 10, 1, 0)}
    parts = {"5–9": ("5А", "8А"), "школа": ("4А", "5–9", "10А")}
    columns = ("пять", "четыре", "три", "два", "нет")
    cells = {(row, column): value for row, values in rows.items() for column, value in zip(columns, values, strict=True)}
    for whole, members in parts.items():
        cells |= {(whole, column): sum(cells[member, column] for member in members) for column in columns}
    lines = [*rows, *parts]
    cells |= {(row, ALL): sum(cells[row, column] for column in columns) for row in lines}
    totals = [Total((row, ALL), tuple((row, column) for column in columns)) for row in lines]
    totals += [
        Total((whole, column), tuple((member, column) for member in members))
        for whole, members in parts.items()
        for column in (*columns, ALL)
    ]
    tables = Tables(cells, tuple(totals))
    hidden = suppressed(tables, 5)
    assert len(hidden) < len(cells) * 2 / 3
    assert not recoverable(tables, hidden)


@given(COUNTS, st.integers(2, 5))
@settings(max_examples=40)
def test_nothing_is_hidden_that_need_not_be(rows: list[list[int]], least: int) -> None:
    tables = crossed(rows)
    hidden = suppressed(tables, least)
    for key in hidden - small(tables, least):
        fewer = hidden - {key}
        possible = list(everything_possible(tables, sorted(fewer), most=16)) if len(fewer) <= 4 else None
        assert (
            possible is None
            or any(
                len({guess[other] for guess in possible}) == 1
                or (0 < tables.cells[other] < least and all(guess[other] < least for guess in possible))
                for other in fewer
            )
            or any(len(fewer & {total.whole, *total.parts}) == 1 for total in tables.totals)
        )


def test_a_school_of_thirty_classes_keeps_its_secrets() -> None:
    chance = Random(7)
    tables = crossed([[chance.randint(0, 5), chance.randint(0, 12), chance.randint(0, 15), chance.randint(0, 3)] for _ in range(30)])
    hidden = sorted(suppressed(tables, 5))
    assert not determined(tables, hidden)
    assert not recoverable(tables, hidden)
    assert len(hidden) < len(tables.cells)


def test_tables_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(ValueError, match="contradict"):
        suppressed(Tables({"a": 1, "b": 2, "sum": 4}, (Total("sum", ("a", "b")),)), 5)
