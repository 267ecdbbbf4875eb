"""Marks for the year: the rules of the school as tables, and the fast engine against a slow one made of fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.attestation.year import TermMarks, final_of, halves, year_marks
from xlrecords.policy import Policy, read_policy
from xlrecords.totals import marks_of

YEAR_RULES = ("вверх", "по последнему периоду", "по аттестации")
NA_RULES = ("исключать", "блокировать")
TOKENS = ("5", "4", "3", "2", "н/а", "осв", "", "?")

TABLE = """
| marks for terms | ПА | half | н/а       | year |
| 5 4 4 5         |    | вверх | исключать | 5 |
| 5 5 4 4         |    | вверх | исключать | 5 |
| 3 4 3 4         |    | вверх | исключать | 4 |
| 3 4 3 3         |    | вверх | исключать | 3 |
| 5 5 4 4         |    | по последнему периоду | исключать | 4 |
| 3 4 3 4         |    | по последнему периоду | исключать | 4 |
| 4 5             |    | по последнему периоду | исключать | 5 |
| 5 5 4 4         |    | по аттестации | исключать | |
| 5 5 4 4         | 5  | по аттестации | исключать | 5 |
| 5 5 4 4         | 3  | по аттестации | исключать | 4 |
| 5 4 4 4         |    | по аттестации | исключать | 4 |
| 3 н/а 4 3       |    | вверх | исключать | 3 |
| 3 н/а 4 3       |    | вверх | блокировать | н/а |
| н/а н/а н/а н/а |    | вверх | исключать | н/а |
| осв осв осв осв |    | вверх | исключать | осв |
| осв осв 4 5     |    | вверх | исключать | 5 |
| осв н/а осв осв |    | вверх | исключать | н/а |
| 5 5 - 5         |    | вверх | исключать | |
| 5 5 ? 5         |    | вверх | исключать | |
| - - - -         |    | вверх | исключать | |
"""
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.strip().splitlines()[1:]]


def policy(half: str = "вверх", na: str = "исключать", interim: str = "нет") -> Policy:
    """Settings of a school."""
    return read_policy({"year_rule": half, "na_in_year": na, "interim_formula": interim})


def lines(tokens: list[list[str]], interim: list[int]) -> TermMarks:
    """Lines of the engine, all of whose terms are due."""
    marks = np.array([[int(token) if token.isdigit() else 0 for token in line] for line in tokens], np.int64)
    return TermMarks(marks, np.array(tokens, object), np.ones(marks.shape, bool), np.array(interim, np.int64))


@pytest.mark.parametrize(("terms", "interim", "half", "na", "year"), ROWS)
def test_mark_for_the_year(terms: str, interim: str, half: str, na: str, year: str) -> None:
    tokens = ["" if token == "-" else token for token in terms.split()]
    mark, token = year_marks(lines([tokens], [int(interim or 0)]), policy(half, na))
    assert token[0] == year
    assert mark[0] == (int(year) if year.isdigit() else 0)


def slow(tokens: list[str], interim: int, half: str, na: str) -> str:
    """The same by fractions, one line at a time, in the words of the rules."""
    if "" in tokens or "?" in tokens:
        return ""
    marks = [int(token) for token in tokens if token.isdigit()]
    if "н/а" in tokens and (na == "блокировать" or not marks):
        return "н/а"
    if not marks:
        return "осв"
    mean = sum(map(Fraction, marks)) / len(marks)
    below = mean.numerator // mean.denominator
    if mean - below < Fraction(1, 2):
        return str(below)
    if mean - below > Fraction(1, 2) or half == "вверх":
        return str(below + 1)
    deciding = marks[-1] if half == "по последнему периоду" else interim
    return "" if not deciding else str(below + 1 if deciding > mean else below)


LINES = st.lists(st.tuples(st.lists(st.sampled_from(TOKENS), min_size=4, max_size=4), st.integers(0, 5)), min_size=1, max_size=8)


@given(LINES, st.sampled_from(YEAR_RULES), st.sampled_from(NA_RULES))
def test_engine_agrees_with_fractions(found: list[tuple[list[str], int]], half: str, na: str) -> None:
    interim = [mark if mark > 1 else 0 for _, mark in found]
    _, tokens = year_marks(lines([line for line, _ in found], interim), policy(half, na))
    assert tokens.tolist() == [slow(line, mark, half, na) for (line, _), mark in zip(found, interim, strict=True)]


THRESHOLDS = st.lists(st.fractions(Fraction(2), Fraction(5), max_denominator=100), min_size=3, max_size=3, unique=True).map(sorted)
SUMS = st.lists(st.lists(st.tuples(st.integers(2, 5), st.integers(1, 40)), min_size=1, max_size=30), min_size=1, max_size=8)


@given(SUMS, THRESHOLDS)
def test_marks_by_thresholds_agree_with_fractions(lines: list[list[tuple[int, int]]], thresholds: list[Fraction]) -> None:
    total = np.array([sum(mark * weight for mark, weight in line) for line in lines])
    weight = np.array([sum(weight for _, weight in line) for line in lines])
    means = [
        sum((Fraction(mark * weight) for mark, weight in line), Fraction(0)) / sum(Fraction(weight) for _, weight in line) for line in lines
    ]
    assert marks_of(total, weight, thresholds).tolist() == [2 + sum(mean >= threshold for threshold in thresholds) for mean in means]


CONTROL = """
| marks                | profile        | mark |
| 4 5 4 5              | 2,5; 3,5; 4,5    | 5 |
| 4 5 4 5              | 2,6; 3,6; 4,6    | 4 |
| 4 5 4 5              | 2,65; 3,65; 4,65 | 4 |
| 3 4 3 4              | 2,5; 3,5; 4,5    | 4 |
| 3 4 3 4              | 2,6; 3,6; 4,6    | 3 |
| 3 4 3 4              | 2,65; 3,65; 4,65 | 3 |
| 5*10 4*20 5*40 3*10  | 2,5; 3,5; 4,5    | 5 |
| 5 4 5 3              | 2,5; 3,5; 4,5    | 4 |
| 2*10 5*40            | 2,5; 3,5; 4,5    | 4 |
"""


@pytest.mark.parametrize(("marks", "profile", "mark"), [line.strip("|").split("|") for line in CONTROL.strip().splitlines()[1:]])
def test_control_examples_of_marks_for_periods(marks: str, profile: str, mark: str) -> None:
    pairs = [(int(value), int(weight or 1)) for value, _, weight in (item.partition("*") for item in marks.split())]
    thresholds = read_policy({"thresholds": profile.strip()}).of("thresholds", tuple)
    total, weight = sum(value * weight for value, weight in pairs), sum(weight for _, weight in pairs)
    assert marks_of(np.array([total]), np.array([weight]), thresholds).tolist() == [int(mark)]


@given(st.lists(st.integers(2, 5), min_size=1, max_size=12))
def test_halves_go_up(marks: list[int]) -> None:
    mean = Fraction(sum(marks), len(marks)) + Fraction(1, 2)
    assert halves(np.array([sum(marks)]), np.array([len(marks)]))[0] == mean.numerator // mean.denominator


@pytest.mark.parametrize(
    ("year", "interim", "formula", "final"),
    [(4, 5, "нет", 4), (4, 5, "среднее года и ПА", 5), (4, 3, "среднее года и ПА", 4), (4, 0, "среднее года и ПА", 0), (0, 5, "нет", 0)],
)
def test_final_mark(year: int, interim: int, formula: str, final: int) -> None:
    assert final_of(year, interim, policy(interim=formula)) == final
