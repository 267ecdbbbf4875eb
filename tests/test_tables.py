"""Sheets as CSV: read back to the letter, no text a formula, and what differs between two of them."""

from __future__ import annotations

import csv
import datetime as dt
import math
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.archive.tables import ABOUT, DANGEROUS, TableError, csv_text, differences, read_csv, text, texts
from xlrecords.book import Cell, Rows

CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.just(""),
    st.text(max_size=12),
    st.text(alphabet="=+-@\t\r\n'\";, a1", max_size=6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-9, 9).map(float),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(min_value=dt.timedelta(days=-3), max_value=dt.timedelta(days=400)),
)
TABLES = st.lists(st.lists(CELLS, max_size=6), max_size=6)


@given(TABLES)
def test_a_table_is_read_back_to_the_letter(rows: Rows) -> None:
    assert read_csv(csv_text(rows)) == texts(rows)
    assert list(differences(texts(rows), read_csv(csv_text(rows)))) == []


@given(TABLES)
def test_no_text_begins_like_a_formula(rows: Rows) -> None:
    shown = list(csv.reader(StringIO(csv_text(rows).decode("utf-8-sig"), newline=""), delimiter=";"))
    for row, line in zip(rows, shown, strict=False):
        for cell, field in zip(row, line, strict=False):
            if isinstance(cell, str) and cell.startswith(DANGEROUS):
                assert field == f"'{cell}"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_lose_nothing(number: float) -> None:
    assert math.isclose(float(text(number)), number, rel_tol=0, abs_tol=0)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (5.0, "5"),
        (4.5, "4.5"),
        (-3.0, "-3"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e300, "1e+300"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("н", "н"),
        ("#DIV/0!", "#DIV/0!"),
        (dt.date(2026, 9, 1), "2026-09-01"),
        (dt.datetime(2026, 9, 1, 8, 30), "2026-09-01 08:30:00"),
        (dt.time(8, 30), "08:30:00"),
        (dt.timedelta(days=1, hours=2, minutes=3, seconds=4), "PT26H3M4S"),
        (-dt.timedelta(seconds=1, microseconds=500_000), "-PT0H0M1.5S"),
        ("=1+1", "'=1+1"),
        ("-", "'-"),
        ("'так'", "''так'"),
        ('он сказал: "да"', '"он сказал: ""да"""'),
        ("а;б", '"а;б"'),
        ("две\nстроки", '"две\nстроки"'),
    ],
)
def test_how_cells_are_written(cell: Cell, shown: str) -> None:
    assert csv_text([[cell]]) == b"\xef\xbb\xbf" + shown.encode() + b"\r\n"


def test_truth_is_no_number() -> None:
    assert read_csv(csv_text([[1.0, True, 0.0, False, 1.0]])) == [["1", "TRUE", "0", "FALSE", "1"]]


def test_empty_cells_at_the_end_are_left_out_and_places_stay() -> None:
    rows: Rows = [["", "", ""], ["", 5.0, ""], ["", "", ""], ["", "", "я"], ["", "", ""]]
    assert csv_text(rows).decode("utf-8-sig") == "\r\n;5\r\n\r\n;;я\r\n"
    assert read_csv(csv_text(rows)) == [[], ["", "5"], [], ["", "", "я"]]


def test_an_empty_sheet_is_the_mark_alone() -> None:
    assert csv_text([]) == csv_text([["", ""], [""]]) == b"\xef\xbb\xbf"
    assert read_csv(b"\xef\xbb\xbf") == []


def test_what_is_no_table_is_told() -> None:
    for data in (b"\xff\xfe\x00", b'"open', b'"a"b;c\r\n'):
        with pytest.raises(TableError):
            read_csv(data)


def test_a_very_long_text_is_read() -> None:
    long = "я" * 200_000
    assert read_csv(csv_text([[long]])) == [[long]]


def test_differences_name_the_cell() -> None:
    was = texts([["Иванова", 5.0], ["Петров", 3.0]])
    now = texts([["Иванова", 5.0, "!"], ["Петров", 4.0], ["Новый", 2.0]])
    assert list(differences(was, now)) == [(1, 3, "", "!"), (2, 2, "3", "4"), (3, 1, "", "Новый"), (3, 2, "", "2")]
    assert list(differences(now, was)) == [(1, 3, "!", ""), (2, 2, "4", "3"), (3, 1, "Новый", ""), (3, 2, "2", "")]


def test_the_note_for_readers_names_every_form() -> None:
    for word in ("UTF-8", "«;»", "апостроф", "TRUE", "ISO 8601", "#N/A"):
        assert word in ABOUT
