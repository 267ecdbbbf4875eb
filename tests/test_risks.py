"""What is missing before a term ends: the closed form against trying, and who is looked at."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.attestation.results import students
from xlrecords.attestation.risks import at_risk, marks_needed, near, running, short
from xlrecords.books.markdown import parse_books
from xlrecords.commands.reading import study
from xlrecords.school import School

THRESHOLDS = (Fraction(5, 2), Fraction(7, 2), Fraction(9, 2))
ENOUGH = 2000
"""More marks than any mean of the tests needs."""


def tried(total: int, weight: int, threshold: Fraction, mark: int) -> int | None:
    """The same by adding one mark after another."""
    for more in range(ENOUGH):
        if weight + more and Fraction(total + mark * more, weight + more) >= threshold:
            return more
    return None


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 4)), max_size=6),
    st.builds(Fraction, st.integers(100, 500), st.just(100)),
    st.integers(2, 5),
)
def test_number_of_marks_is_the_least_that_is_enough(marks: list[tuple[int, int]], threshold: Fraction, mark: int) -> None:
    total, weight = sum(value * by for value, by in marks), sum(by for _, by in marks)
    found = marks_needed(total, weight, threshold, mark)
    if found is None or found < ENOUGH:
        assert found == tried(total, weight, threshold, mark)
    else:
        assert Fraction(total + mark * found, weight + found) >= threshold > Fraction(total + mark * (found - 1), weight + found - 1)


@pytest.mark.parametrize(
    ("total", "weight", "threshold", "needed"),
    [
        (13, 4, Fraction(7, 2), 1),  # 3,25; (13 + 5) / 5 = 3,6
        (9, 2, Fraction(9, 2), 0),  # on the threshold is enough
        (4, 1, Fraction(9, 2), 1),
        (0, 0, Fraction(9, 2), 1),  # no mark is no mean
        (20, 5, Fraction(5), None),  # «5» alone never follows a «4»
        (73, 20, Fraction(365, 100), 0),  # 3,65 exactly, which a float is not
    ],
)
def test_examples(total: int, weight: int, threshold: Fraction, needed: int | None) -> None:
    assert marks_needed(total, weight, threshold) == needed


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 20)), max_size=20),
    st.builds(Fraction, st.integers(0, 50), st.just(100)),
)
def test_means_beside_a_threshold(sums: list[tuple[int, int]], margin: Fraction) -> None:
    total, weight = (np.array([pair[side] for pair in sums], np.int64) for side in (0, 1))
    expected = [
        max((mark for mark, bound in enumerate(THRESHOLDS, 3) if by and abs(Fraction(value, by) - bound) <= margin), default=0)
        for value, by in sums
    ]
    assert near(total, weight, THRESHOLDS, margin).tolist() == expected


DAYS = [f"{day:02}.09.2026" for day in (1, 2, 3, 4, 7, 8, 9, 10, 11, 14)]
PERIODS = """
# Учебные периоды
| Учебные периоды |
| Название | Вид | Начало | Окончание | Закрыт |
| 1 четверть | период | 01.09.2026 | {last} | {closed} |

# Правила
| Правила |
| Правило | Значение |
| Спорный средний балл: не дальше от порога, чем | 0,1 |
"""
PLAN = "# Предметы\n| Предметы |\n| Предмет | Часов в неделю | Отметки | Периоды |\n| Алгебра | 2 | баллы | четверти |\n"
SEPTEMBER_11 = dt.date(2026, 9, 11)


def page(subject: str, **marks: str) -> str:
    """A page with ten dates; marks of each surname, a letter a lesson, «-» for none."""
    head = [
        "Классный журнал",
        "Класс: | 5А",
        f"Предмет: | {subject}",
        "Учитель: | Смирнова А. А.",
        f"ФИО | {' | '.join(DAYS)} | 1 четверть",
    ]
    rows = [
        f"{name} Имя | {' | '.join(f'{mark:<1}'.replace('-', ' ') for mark in given.ljust(len(DAYS), '-'))} | "
        for name, given in marks.items()
    ]
    return f"# {subject}\n" + "\n".join(f"| {row} |" for row in [*head, *rows]) + "\n"


def read(*pages: str, last: str = "25.10.2026", closed: str = "нет") -> School:
    """A school of these pages."""
    return study(parse_books("\n".join(pages) + PERIODS.format(last=last, closed=closed)))[0]


def rows_of(school: School, day: dt.date = SEPTEMBER_11) -> pd.DataFrame:
    """Rows of the running term by surname and subject."""
    rows = running(school, day)
    names = [students(school)["name"].at[number].split()[0] for number in rows["student"]]
    return rows.set_index([pd.Index(names), rows["subject"].astype(str).to_numpy()])


def test_next_mark_and_lessons_left() -> None:
    """Lessons that the journal lists after the day, 14 September, are left."""
    rows = rows_of(read(page("Алгебра", Иванов="3433", Петров="5555", Орлова="4")))
    assert rows[["now", "wanted", "needed", "left"]].values.tolist() == [[3, 4, 1, 1], [5, 0, -1, 1], [4, 5, 1, 1]]


def test_hours_a_week_promise_lessons_that_are_not_listed() -> None:
    """From Monday 14 to Saturday 26 September there are 12 school days; two hours a week of six days make four lessons."""
    school = read(page("Алгебра", Иванов="3433"), PLAN, last="26.09.2026")
    assert rows_of(school)["left"].tolist() == [4]
    assert rows_of(read(page("Алгебра", Иванов="3433"), PLAN, last="11.09.2026"))["left"].tolist() == [0]


def test_lessons_left_are_unknown_without_dates_and_hours() -> None:
    assert rows_of(read(page("Алгебра", Иванов="3433")), dt.date(2026, 9, 14))["left"].tolist() == [-1]


def test_closed_term_does_not_run() -> None:
    assert running(read(page("Алгебра", Иванов="3433"), closed="да"), SEPTEMBER_11).empty
    assert running(read(page("Алгебра", Иванов="3433")), dt.date(2026, 11, 1)).empty
    assert running(School(), SEPTEMBER_11).empty


def test_unreadable_cell_leaves_the_mean_open() -> None:
    rows = rows_of(read(page("Алгебра", Иванов="34ы3")))
    assert rows[["now", "wanted", "needed"]].values.tolist() == [[0, 0, -1]]


def test_one_subject_keeps_from_a_category() -> None:
    school = read(page("Алгебра", Иванов="444", Петров="333", Орлова="444"), page("Музыка", Иванов="555", Петров="444", Орлова="2"))
    rows = rows_of(school)
    alone = {pair for pair, found in rows["alone"].items() if found}
    assert alone == {("Иванов", "Алгебра"), ("Петров", "Алгебра")}


def test_subject_without_a_mark_leaves_the_category_open() -> None:
    school = read(page("Алгебра", Иванов="444"), page("Музыка", Иванов="555"), page("История", Иванов="нн"))
    assert not rows_of(school)["alone"].any()


def test_who_is_looked_at() -> None:
    """A coming «2»; a mean within a tenth of the next mark; too few marks for the lessons left; too much missed. Others are not."""
    school = read(page("Алгебра", Двойкин="222", Почтин="44445444454", Редкин="34", Болеев="44нннннн4", Иванов="4443", Лучшев="5555"))
    rows = rows_of(school)
    chosen = {name for name, _ in at_risk(rows).index}
    assert chosen == {"Двойкин", "Редкин", "Болеев"}
    assert {name for name, _ in rows.index[short(rows)]} == {"Редкин"}
    assert {name for name, _ in rows.index[rows["absent"]]} == {"Болеев"}


def test_near_mark_is_shown_only_within_reach() -> None:
    """4,4 needs one «5»: with a lesson left it is shown, without one it is not; 4,2 is too far from 4,5 to be called near."""
    near_one, far_one = page("Алгебра", Иванов="44554"), page("Алгебра", Иванов="44445")
    assert len(at_risk(rows_of(read(near_one)))) == 1
    assert at_risk(rows_of(read(near_one, PLAN, last="11.09.2026"))).empty
    assert at_risk(rows_of(read(far_one))).empty
