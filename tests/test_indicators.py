"""Indicators and categories: the control examples, the denominators, the traps, and a plain slow engine beside the fast one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.attestation.categories import CATEGORIES, categories
from xlrecords.attestation.indicators import (
    ATTESTED,
    EVERYBODY,
    EXCEPT_EXEMPT,
    NAMES,
    Counts,
    count,
    learning,
    mean,
    passing,
    quality,
    size,
)
from xlrecords.words import decimal

Row = tuple[int, str, str, str, str, bool]
"""Student, class, subject, teacher, what is set, whether marks are set at all."""


def frame(rows: Sequence[Row]) -> pd.DataFrame:
    """Marks of a period, as they come from the school's records."""
    columns = list(zip(*rows, strict=True)) or [()] * 6
    students, groups, subjects, teachers, tokens, graded = columns
    return pd.DataFrame(
        {
            "student": pd.Series(students, dtype="int64"),
            "group": pd.Categorical(groups),
            "subject": pd.Categorical(subjects),
            "teacher": pd.Categorical(teachers),
            "term": pd.Categorical(["quarter1"] * len(rows)),
            "token": pd.Categorical(tokens),
            "mark": pd.Series([int(token) if token.isdigit() else 0 for token in tokens], dtype="int8"),
            "graded": pd.Series(graded, dtype=bool),
            "form": pd.Categorical(["class_journal"] * len(rows)),
            "sheet_id": pd.Series([0] * len(rows), dtype="int64"),
        }
    )


def shown(value: Fraction | None) -> str:
    """As a report shows it."""
    return "—" if value is None else decimal(value)


@pytest.mark.parametrize(
    ("counts", "weight", "rates"),
    [
        (Counts(5, 10, 8, 2), None, "92,00 60,00 58,40 3,72"),
        (Counts(5, 10, 8, 1, na=1), 7, "92,00 60,00 58,04 3,79"),
        (Counts(5, 10, 8, 1, na=1), None, "92,00 60,00 57,76 3,79"),
        (Counts(0, 25), None, "100,00 100,00 64,00 4,00"),
        (Counts(25), None, "100,00 100,00 100,00 5,00"),
        (Counts(n2=24, n1=1), None, "0,00 0,00 15,64 1,96"),
        (Counts(na=3, blank=2), None, "0,00 0,00 0,00 —"),
        (Counts(exempt=3, ungraded=2), None, "— — — —"),
        (Counts(), None, "— — — —"),
    ],
)
def test_control_examples(counts: Counts, weight: int | None, rates: str) -> None:
    found = passing(counts, EXCEPT_EXEMPT), quality(counts, EXCEPT_EXEMPT), learning(counts, EXCEPT_EXEMPT, weight), mean(counts)
    assert " ".join(map(shown, found)) == rates


@pytest.mark.parametrize(
    ("denominator", "people", "rates"),
    [
        (EXCEPT_EXEMPT, 20, "80,00 55,00 50,40"),
        (EVERYBODY, 25, "64,00 44,00 40,32"),
        (ATTESTED, 17, "94,12 64,71 59,29"),
    ],
)
def test_who_is_counted_follows_the_setting(denominator: str, people: int, rates: str) -> None:
    counts = Counts(n5=3, n4=8, n3=5, n2=1, na=1, exempt=3, ungraded=2, blank=2)
    assert size(counts, denominator) == people
    found = passing(counts, denominator), quality(counts, denominator), learning(counts, denominator, None)
    assert " ".join(map(shown, found)) == rates


def test_the_weight_of_those_not_attested_needs_them_among_the_counted() -> None:
    counts = Counts(n5=1, na=1)
    assert learning(counts, EXCEPT_EXEMPT, 7) == Fraction(107, 2)
    assert learning(counts, ATTESTED, 7) == 100


def test_a_half_is_rounded_up() -> None:
    assert shown(passing(Counts(n5=1, n2=31), EXCEPT_EXEMPT)) == "3,13"
    assert shown(mean(Counts(n5=1, n4=7))) == "4,13"


TOKENS = ("5", "4", "3", "2", "1", "н/а", "осв", "зач", "незач", "усв", "", "?", "6")
NAME_OF = {"н/а": "na", "осв": "exempt", "зач": "ungraded", "незач": "ungraded", "усв": "ungraded", "": "blank", "?": "blank", "6": "blank"}
rows_of_marks = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(["5А", "10Б"]),
        st.sampled_from(["Алгебра", "Физика", "Химия"]),
        st.sampled_from(["Репникова О. В.", "Зимин П. П."]),
        st.sampled_from(TOKENS),
        st.booleans(),
    ),
    max_size=60,
)


@given(rows_of_marks)
def test_outcomes_are_counted_as_one_by_one(rows: list[Row]) -> None:
    slow: dict[tuple[str, str], Counter[str]] = {}
    for _, group, subject, _, token, _ in rows:
        slow.setdefault((group, subject), Counter())[NAME_OF.get(token, f"n{token}")] += 1
    fast = count(frame(rows), ["group", "subject"])
    assert [tuple(key) for key in fast[["group", "subject"]].itertuples(index=False, name=None)] == list(slow)
    assert [dict(zip(NAMES, numbers, strict=True)) for numbers in fast[list(NAMES)].to_numpy().tolist()] == [
        {name: counter[name] for name in NAMES} for counter in slow.values()
    ]


@given(rows_of_marks, st.sampled_from([EXCEPT_EXEMPT, EVERYBODY, ATTESTED]))
def test_nobody_without_a_mark_passes(rows: list[Row], denominator: str) -> None:
    for numbers in count(frame(rows), ["group"])[list(NAMES)].to_numpy().tolist():
        counts = Counts(*numbers)
        people, rate = size(counts, denominator), passing(counts, denominator)
        if rate is not None:
            assert rate * people / 100 == counts.n5 + counts.n4 + counts.n3 <= counts.attested
            assert (quality(counts, denominator) or 0) <= rate <= 100


CASES = """
| Алгебра | Физика | Химия | категория       | предмет | учитель         | почему                                          |
| 5       | 5      | 5     | отличник        |         |                 |                                                 |
| 5       | 4      | 5     | с одной «4»     | Физика  | Зимин П. П.     |                                                 |
| 5       | 4      | 4     | хорошист        |         |                 |                                                 |
| 4       | 4      | 4     | хорошист        |         |                 |                                                 |
| 3       | 4      | 5     | с одной «3»     | Алгебра | Репникова О. В. |                                                 |
| 3       | 5      | 5     | с одной «3»     | Алгебра | Репникова О. В. |                                                 |
| 3       | 3      | 5     | троечник        |         |                 |                                                 |
| 3       | 3      | 3     | троечник        |         |                 |                                                 |
| 2       | 5      | 5     | неуспевающий    |         |                 |                                                 |
| 2       | н/а    | 5     | неуспевающий    |         |                 | «2» проверяется раньше «н/а»                    |
| 1       | 5      | 5     | неуспевающий    |         |                 | «1» не лучше «2»                                |
| 3       | н/а    | 5     | не аттестован   |         |                 | одна «3», но есть «н/а»                         |
| н/а     | н/а    | н/а   | не аттестован   |         |                 |                                                 |
|         |        |       | нет данных      |         |                 | без отметок — не «успевает»                     |
| 5       | 5      |       | нет данных      |         |                 | не все «5»: третьей отметки нет                 |
| 5       | 5      | ?     | нет данных      |         |                 | что записано, не читается                       |
| 2       |        |       | неуспевающий    |         |                 | «2» решает и при пустых клетках                 |
| н/а     |        | 5     | не аттестован   |         |                 |                                                 |
| осв     | осв    | осв   | без отметок     |         |                 | судить не по чему, и ничего не упущено          |
| осв     | зач    | осв   | без отметок     |         |                 |                                                 |
| осв     |        | осв   | нет данных      |         |                 | по одному предмету ничего не записано           |
| 5       | осв    | 5     | отличник        |         |                 | «осв» не в счёт                                 |
| 5       | осв    | 4     | с одной «4»     | Химия   | Репникова О. В. |                                                 |
| 4       | осв    | осв   | с одной «4»     | Алгебра | Репникова О. В. |                                                 |
| 5       | зач    | 5     | отличник        |         |                 | зачёт не в счёт                                 |
| 5       | незач  | 5     | отличник        |         |                 |                                                 |
| 5       | –      | 5     | отличник        |         |                 | предмета нет                                    |
"""
TEACHERS = {"Алгебра": "Репникова О. В.", "Физика": "Зимин П. П.", "Химия": "Репникова О. В."}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


@pytest.mark.parametrize("line", CASES.strip().splitlines()[1:], ids=lambda line: " ".join(cells(line)[:3]))
def test_categories(line: str) -> None:
    *tokens, category, subject, teacher, _ = cells(line)
    rows = [(7, "5А", name, TEACHERS[name], token, True) for name, token in zip(TEACHERS, tokens, strict=True) if token != "–"]
    rows += [(7, "5А", "ОРКСЭ", "Орлова Н. П.", "", False), (7, "5А", "Музыка", "Орлова Н. П.", "2", False)]
    found = categories(frame(rows))
    assert found[["category", "subject", "teacher"]].to_numpy().tolist() == [[category, subject, teacher]]


def test_who_has_no_subject_with_marks_has_no_category() -> None:
    found = categories(frame([(1, "1А", "Чтение", "Орлова Н. П.", "", False), (2, "5А", "Чтение", "Орлова Н. П.", "5", True)]))
    assert found["student"].tolist() == [2]
    assert categories(frame([])).empty


def slow_category(tokens: list[str]) -> str:
    """The table of categories, read aloud."""
    five, four, three, two = (tokens.count(token) for token in "5432")
    missing = sum(NAME_OF.get(token) == "blank" for token in tokens)
    if not five + four + three + two + tokens.count("1") + tokens.count("н/а"):
        return "нет данных" if missing else "без отметок"
    if two or "1" in tokens:
        return "неуспевающий"
    if "н/а" in tokens:
        return "не аттестован"
    if missing:
        return "нет данных"
    if three >= 2:
        return "троечник"
    if three == 1:
        return "с одной «3»"
    return {0: "отличник", 1: "с одной «4»"}.get(four, "хорошист")


@given(rows_of_marks)
def test_categories_are_those_of_the_table(rows: list[Row]) -> None:
    tokens: dict[int, list[str]] = {}
    for student, _, _, _, token, graded in rows:
        if graded:
            tokens.setdefault(student, []).append(token)
    found = categories(frame(rows))
    assert dict(zip(found["student"], found["category"], strict=True)) == {student: slow_category(of) for student, of in tokens.items()}
    assert set(found["category"]) <= set(CATEGORIES)
    named = found["subject"].ne("").to_numpy()
    assert (named == found["category"].isin(["с одной «4»", "с одной «3»"]).to_numpy()).all()
