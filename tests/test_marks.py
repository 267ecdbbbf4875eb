"""The grammar of a journal cell: what a cell says, or the fault of its writing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.book import Cell
from xlrecords.marks import ATTENDANCE, LESSON, MEANINGS, PERIOD, SCALE, Reading, Token, parse
from xlrecords.sheets.read import FAULTS, TOKENS

READ = [
    # Marks
    (5.0, "5"),
    (2, "2"),
    (1.0, "1"),
    (0.0, "0"),
    ("5/4", "5 4"),
    ("5\\4", "5 4"),
    ("5 4", "5 4"),
    ("5,4", "5 4"),
    ("5;4", "5 4"),
    ("5, 4", "5 4"),
    ("5/4/3", "5 4 3"),
    # Weights
    ("5✕2", "5*2"),
    ("5x2", "5*2"),
    ("5х2", "5*2"),
    ("5×2", "5*2"),
    ("4 * 40", "4*40"),
    # Absences and the like
    ("н", "н"),
    ("Н", "н"),
    (" б ", "б"),
    ("\u00a0у\u00a0", "у"),
    ("п", "п"),
    ("о", "о"),
    ("ОП", "оп"),
    (".", "."),
    ("б б", "б б"),
    ("Б  Б", "б б"),
    ("н/н", "н н"),
    ("н/5", "н 5"),
    ("5/н", "5 н"),
    ("н 4", "н 4"),
    ("5/.", "5 ."),
    # Credit, mastered
    ("зач", "зач"),
    ("Зач.", "зач"),
    ("зачёт", "зач"),
    ("ЗАЧЕТ", "зач"),
    ("зчт", "зач"),
    ("+", "зач"),
    ("незач", "незач"),
    ("незачёт", "незач"),
    ("не зачёт", "незач"),
    ("-", "незач"),
    ("усв", "усв"),
    ("освоил", "усв"),
    ("освоила", "усв"),
    ("не усв", "не усв"),
    ("не  усв.", "не усв"),
    ("не освоил", "не усв"),
    # Not attested, exempt
    ("н/а", "н/а"),
    ("Н/А", "н/а"),
    ("н\\а", "н/а"),
    ("НА", "н/а"),
    ("н.а.", "н/а"),
    ("н а", "н/а"),
    ("не аттестована", "н/а"),
    ("осв", "осв"),
    ("осв.", "осв"),
    ("Освоб.", "осв"),
    ("освобождён", "осв"),
    # Nothing
    ("", ""),
    ("   ", ""),
    ("\u00a0", ""),
]
"""Cell and its tokens; a weight stands after «*»."""

WRITTEN_WRONGLY = [
    ("5", "5", "mark-text-number"),
    ("4,0", "4", "mark-text-number"),
    ("4.0", "4", "mark-text-number"),
    ("05", "5", "mark-text-number"),
    ("H", "н", "mark-look-alike"),
    ("y", "у", "mark-look-alike"),
    ("O", "о", "mark-look-alike"),
    ("B", "б", "mark-look-alike"),
    ("n", "п", "mark-look-alike"),
    ("З", "3", "mark-look-alike"),
    ("н/a", "н/а", "mark-look-alike"),
    ("нa", "н/а", "mark-look-alike"),
    ("oсв", "осв", "mark-look-alike"),
    ("5/H", "5 н", "mark-look-alike"),
]
"""Understood, but to be written anew: cell, tokens, fault."""

FAULTY = [
    (5.4, "mark-fractional"),
    (4.5, "mark-fractional"),
    ("4.5", "mark-fractional"),
    (54.0, "mark-out-of-scale"),
    (10.0, "mark-out-of-scale"),
    (-3.0, "mark-out-of-scale"),
    ("54", "mark-out-of-scale"),
    ("99999999999999999999", "mark-out-of-scale"),
    (float("inf"), "mark-fractional"),
    (float("nan"), "mark-fractional"),
    (dt.date(2026, 4, 5), "mark-is-date"),
    (dt.datetime(2026, 4, 5, 10, 30), "mark-is-date"),
    (dt.time(5, 4), "mark-is-date"),
    (dt.timedelta(hours=5), "mark-is-date"),
    ("б/5", "mark-with-absence"),
    ("5 у", "mark-with-absence"),
    ("п5", "mark-unknown"),
    ("#REF!", "cell-formula-error"),
    ("#ССЫЛКА!", "cell-formula-error"),
    ("#Н/Д", "cell-formula-error"),
    (True, "mark-unknown"),
    (False, "mark-unknown"),
    ("отл", "mark-unknown"),
    ("?", "mark-unknown"),
    ("5-", "mark-unknown"),
    ("5/отл", "mark-unknown"),
    ("зач/5", "mark-unknown"),
    ("н/а 5", "mark-unknown"),
    ("осв/н", "mark-unknown"),
    ("/", "mark-unknown"),
    ("#", "mark-unknown"),
    ("#5", "mark-unknown"),
    ("сообщение учителю", "mark-unknown"),
]
"""Not understood: cell and fault."""

CANONICAL = tuple(dict.fromkeys((*LESSON, *ATTENDANCE, *PERIOD)))


def shown(reading: Reading) -> str:
    """Tokens of a reading in the writing of the tables."""
    return " ".join(token.text + (f"*{token.weight}" if token.weight != 1 else "") for token in reading.tokens)


@pytest.mark.parametrize(("cell", "tokens"), READ)
def test_cell_is_understood(cell: Cell, tokens: str) -> None:
    reading = parse(cell)
    assert (shown(reading), reading.fault) == (tokens, "")


@pytest.mark.parametrize(("cell", "tokens", "fault"), WRITTEN_WRONGLY)
def test_cell_is_understood_but_written_wrongly(cell: Cell, tokens: str, fault: str) -> None:
    reading = parse(cell)
    assert (shown(reading), reading.fault) == (tokens, fault)


@pytest.mark.parametrize(("cell", "fault"), FAULTY)
def test_cell_is_not_understood(cell: Cell, fault: str) -> None:
    assert parse(cell).fault == fault


def test_two_marks_in_text_are_not_a_number() -> None:
    """«5,4» typed as text is two marks; the number 5,4 is what Excel made of it, and nobody can tell what was meant."""
    assert parse("5,4") == Reading((Token("5", 5), Token("4", 4)))
    assert parse(5.4) == Reading(fault="mark-fractional")


def test_only_digits_are_marks() -> None:
    assert [parse(text).tokens[0].mark for text in ("5", "н", "н/а", "зач", ".")] == [5, 0, 0, 0, 0]


@pytest.mark.parametrize("text", CANONICAL)
def test_canonical_text_reads_as_itself(text: str) -> None:
    reading = parse(float(text) if text in SCALE else text)
    assert (shown(reading), reading.fault) == (text, "")


@given(st.lists(st.sampled_from((*SCALE, "н")), min_size=2, max_size=4), st.sampled_from("/\\;, "))
def test_several_tokens_read_in_their_order(tokens: list[str], mark: str) -> None:
    assert shown(parse(mark.join(tokens))) == " ".join(tokens)


@given(st.sampled_from(CANONICAL), st.sampled_from(("", " ", "\u00a0", "  ")), st.booleans())
def test_case_and_blanks_around_do_not_matter(text: str, blank: str, capital: bool) -> None:
    assert parse(blank + (text.upper() if capital else text) + blank) == parse(text)


CELLS = st.one_of(
    st.text(),
    st.text(alphabet="5432106нбупохзаосвHyOBx✕/\\.,;+-# \u00a0", max_size=6),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(CELLS)
def test_any_cell_has_a_reading(cell: Cell) -> None:
    """Never an exception; a fault, or tokens the reader knows, or nothing at all for a blank."""
    reading = parse(cell)
    assert reading.fault in FAULTS
    assert {token.text for token in reading.tokens} <= set(TOKENS)
    assert all(0 <= token.mark <= 9 and 1 <= token.weight <= 99 for token in reading.tokens)
    assert reading.tokens or reading.fault or (isinstance(cell, str) and not cell.strip())


def test_every_symbol_has_a_meaning() -> None:
    assert set(CANONICAL) - set(SCALE) == set(MEANINGS)
