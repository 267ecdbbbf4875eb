"""Words of messages: numbers with their nouns, rounding for show, days."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.words import counted, decimal, phrase

FORMS = [
    ("отметка", "отметка", "отметки", "отметок"),
    ("час", "час", "часа", "часов"),
    ("урок", "урок", "урока", "уроков"),
    ("запись", "запись", "записи", "записей"),
    ("год", "год", "года", "лет"),
    ("формула", "формула", "формулы", "формул"),
    ("учебный день", "учебный день", "учебных дня", "учебных дней"),
]
"""Noun, and its forms after 1, 2 and 5."""


@pytest.mark.parametrize(("noun", "one", "few", "many"), FORMS)
def test_noun_agrees_with_its_number(noun: str, one: str, few: str, many: str) -> None:
    for number in (1, 21, 101, 1001):
        assert counted(number, noun) == f"{number} {one}"
    for number in (2, 3, 4, 22, 104):
        assert counted(number, noun) == f"{number} {few}"
    for number in (0, 5, 11, 12, 14, 20, 111, 112, 1011):
        assert counted(number, noun) == f"{number} {many}"


def test_unknown_noun_stays_as_it_is() -> None:
    assert counted(5, "xyz") == "5 xyz"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(9, 2), 2, "4,50"),
        (Fraction(13, 3), 2, "4,33"),
        (Fraction(8665, 2000), 2, "4,33"),
        (Fraction(867, 200), 2, "4,34"),
        (Fraction(7, 2), 0, "4"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-1, 8), 2, "-0,13"),
        (Fraction(-1, 1000), 2, "0,00"),
        (Fraction(10**40 - 2, 2 * 10**40), 0, "0"),
        (4.35, 1, "4,3"),
        (0.5, 2, "0,50"),
    ],
)
def test_decimal_rounds_half_up(value: Fraction | float, places: int, text: str) -> None:
    """Of a float the value it really has is rounded: 4.35 is a little less than 4,35."""
    assert decimal(value, places) == text


@given(st.fractions(min_value=-10_000, max_value=10_000), st.integers(0, 6))
def test_decimal_is_exact_rounding(value: Fraction, places: int) -> None:
    shown = Fraction(Decimal(decimal(value, places).replace(",", ".")))
    half = Fraction(1, 2 * 10**places)
    assert abs(shown - value) <= half
    if abs(shown - value) == half:
        assert abs(shown) > abs(value)


@given(st.integers(0, 10**9))
def test_decimal_agrees_with_decimal(thousands: int) -> None:
    exact = Decimal(thousands) / 1000
    assert decimal(Fraction(thousands, 1000)) == str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP)).replace(".", ",")


def test_phrase_shows_facts_as_russians_write_them() -> None:
    facts = {"count": 2, "day": dt.date(2026, 9, 1), "mean": Fraction(13, 3), "term": "1 четверть"}
    assert phrase("{term}: {count:отметка}, {day}, средний {mean}", facts) == "1 четверть: 2 отметки, 01.09.2026, средний 4,33"


def test_phrase_takes_braces_of_facts_as_they_are() -> None:
    assert phrase("«{value}»", {"value": "{count}"}) == "«{count}»"


def test_phrase_needs_all_its_facts() -> None:
    with pytest.raises(KeyError):
        phrase("{count:отметка}", {})
