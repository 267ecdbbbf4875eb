"""Functions of the worksheet on invented marks: the same numbers as those of summaries, and a word for whatever else stands in a cell."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords import addin
from xlrecords.attestation.indicators import EXCEPT_EXEMPT, Counts, learning, mean, passing, quality

OUTCOMES = {5.0: "n5", 4.0: "n4", 3.0: "n3", 2.0: "n2", "5": "n5", "4": "n4", "3": "n3", "2": "n2", "н/а": "na", "осв": "exempt"}
SILENT = ("", None, "н", "б", ".", " ")
ERRORS = ("#REF!", "#DIV/0!", -2146826281, -2146826243)
SHARES = {addin.КАЧЕСТВО: quality, addin.УСПЕВАЕМОСТЬ: passing, addin.СОУ: lambda counts, of: learning(counts, of, None)}


def tables(cells: Any) -> Any:
    """Blocks as xlwings gives them: one cell, a row, a column or more."""
    return st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=8))


def half_up(value: Fraction, places: int) -> float:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return float(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


@given(tables(st.sampled_from([*OUTCOMES, *SILENT])))
def test_the_numbers_are_those_of_summaries(rows: list[list[object]]) -> None:
    found = [OUTCOMES[cell] for row in rows for cell in row if cell in OUTCOMES]
    counts = Counts(**{name: found.count(name) for name in set(found)})
    value = mean(counts)
    assert addin.СРБАЛЛ(rows) == ("" if value is None else half_up(value, 2))
    for function, share in SHARES.items():
        value = share(counts, EXCEPT_EXEMPT)
        assert function(rows) == ("" if value is None else half_up(value / 100, 4)), function.__name__


@given(tables(st.sampled_from([*OUTCOMES, *SILENT])), st.sampled_from(["6", 1.5, "привет", *ERRORS, dt.datetime(2026, 9, 1), True]))
def test_what_is_no_mark_is_named_and_never_counted(rows: list[list[object]], wrong: object) -> None:
    rows = [*rows, [wrong, *rows[0][1:]]]
    for function in (addin.СРБАЛЛ, *SHARES):
        said = function(rows)
        assert isinstance(said, str)
        assert said.startswith("Не отметка: «"), function.__name__


@given(tables(st.none() | st.text(max_size=9) | st.floats() | st.booleans() | st.integers(-(2**31), 2**31) | st.datetimes()))
def test_nothing_that_a_cell_may_hold_breaks_them(rows: list[list[object]]) -> None:
    for function in (addin.СРБАЛЛ, *SHARES):
        assert isinstance(function(rows), float | str)


@pytest.mark.parametrize("cell", SILENT)
def test_a_range_without_marks_gives_an_empty_text(cell: object) -> None:
    for function in (addin.СРБАЛЛ, *SHARES):
        assert function([[cell]]) == function([[cell] * 5] * 5) == ""


@pytest.mark.parametrize(("cell", "said"), [(6.0, "6"), (1.5, "1,5"), (True, "ИСТИНА"), (dt.datetime(2026, 9, 1), "01.09.2026")])
def test_what_is_no_mark_is_named_as_the_sheet_shows_it(cell: object, said: str) -> None:
    assert addin.СРБАЛЛ([[cell]]) == f"Не отметка: «{said}»"
