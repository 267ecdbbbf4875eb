"""Who missed what: the vectorised engine against a plain one, lesson by lesson, and the words of the school's rule."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.attestation.attendance import COUNTED, absences, attendance, student_lines, systematic, term_days, told
from xlrecords.attestation.results import students
from xlrecords.book import Cell, Rows
from xlrecords.books.markdown import MarkdownBook, parse_books
from xlrecords.commands.reading import study
from xlrecords.forms.attendance_summary import FORM
from xlrecords.marks import parse
from xlrecords.school import School

ALL_LESSONS, THREE = "все уроки", "три урока и более"
DAYS = [dt.date(2026, 9, day) for day in (1, 2, 3, 4)]
NAMES = ("Иванов Иван", "Петров Пётр", "Орлова Мария")
CELLS = ("", "", "5", "н", "б", "б", "у", "п", "о", "оп", "н/5", "б б", "о/4")


@dataclass(frozen=True)
class Journal:
    """A page of a journal: subject, names, days of its columns, a row of cells a name."""

    group: str
    subject: str
    names: tuple[str, ...]
    days: tuple[dt.date, ...]
    cells: tuple[tuple[str, ...], ...]

    def rows(self) -> Rows:
        """The sheet."""
        head: list[list[Cell]] = [["Классный журнал"], ["Класс:", self.group], ["Предмет:", self.subject], ["Учитель:", "Смирнова А. А."]]
        lines: list[list[Cell]] = [[name, *row] for name, row in zip(self.names, self.cells, strict=True)]
        return even([*head, ["ФИО", *self.days], *lines])


@dataclass(frozen=True)
class Stay:
    """A line of the class list."""

    name: str
    group: str
    arrived: dt.date | None
    left: dt.date | None


def even(rows: Sequence[list[Cell]]) -> Rows:
    """Rows of one length."""
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def school_of(journals: Sequence[Journal], stays: Sequence[Stay]) -> School:
    """A school with these journals and this class list."""
    tables = {f"Лист {number}": journal.rows() for number, journal in enumerate(journals)}
    listed: list[list[Cell]] = [[stay.name, "", stay.group, stay.arrived or "", stay.left or ""] for stay in stays]
    tables["Список"] = even([["Список класса"], ["ФИО", "Дата рождения", "Класс", "Прибыл", "Выбыл"], *listed])
    return study([MarkdownBook("Книга.xlsx", tables)])[0]


def plain(journals: Sequence[Journal], stay: Stay, first: dt.date, last: dt.date, rule: str) -> dict[str, int]:
    """The same sums, counted lesson by lesson."""
    held: Counter[dt.date] = Counter()
    said: dict[dt.date, Counter[str]] = {}
    taken: dict[tuple[str, dt.date], int] = {}
    for number, journal in enumerate(journals):
        if journal.group != stay.group or stay.name not in journal.names:
            continue
        for day, cell in zip(journal.days, journal.cells[journal.names.index(stay.name)], strict=True):
            there = (stay.arrived is None or day >= stay.arrived) and (stay.left is None or day <= stay.left)
            if first <= day <= last and there and taken.setdefault((journal.subject, day), number) == number:
                held[day] += 1
                said.setdefault(day, Counter()).update(token.text for token in parse(cell).tokens)
    counts = {day: {letter: said[day][letter] for letter in ("н", "б", "у", "п", "о", "оп")} for day in held}
    missed = {day: sum(count[letter] for letter in "нбуп") for day, count in counts.items()}

    def whole(lessons: int, day: dt.date) -> bool:
        return lessons >= 3 if rule == THREE else lessons >= held[day]

    return {
        "held": sum(held.values()),
        "lessons": sum(missed.values()),
        "lessons_ill": sum(count["б"] for count in counts.values()),
        "excused": sum(count["у"] + count["п"] for count in counts.values()),
        "unexcused": sum(count["н"] for count in counts.values()),
        "late": sum(count["о"] + count["оп"] for count in counts.values()),
        "days": sum(whole(missed[day], day) for day in held),
        "days_ill": sum(whole(counts[day]["б"], day) for day in held),
    }


@st.composite
def journals(draw: st.DrawFn) -> tuple[Journal, ...]:
    """Pages of two classes and two subjects: groups, copies and parts of a year among them."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        names = tuple(draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True)))
        days = tuple(sorted(draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=6))))
        cells = tuple(tuple(draw(st.sampled_from(CELLS)) for _ in days) for _ in names)
        found.append(Journal(draw(st.sampled_from(("5А", "5Б"))), draw(st.sampled_from(("Алгебра", "Музыка"))), names, days, cells))
    return tuple(found)


STAYS = st.tuples(
    *(
        st.builds(Stay, st.just(name), st.just(group), st.sampled_from([None, DAYS[1]]), st.sampled_from([None, DAYS[2]]))
        for name in NAMES
        for group in ("5А", "5Б")
    )
)


@given(journals(), STAYS, st.sampled_from(DAYS), st.sampled_from(DAYS), st.sampled_from([ALL_LESSONS, THREE]))
def test_sums_are_those_of_a_plain_count(
    pages: tuple[Journal, ...], stays: tuple[Stay, ...], first: dt.date, last: dt.date, rule: str
) -> None:
    school = school_of(pages, stays)
    size = len(students(school))
    span = [np.full(size, np.datetime64(day, "s")) for day in (first, last)]
    sums = attendance(school).between(span[0], span[1], rule)
    known = {(stay.name, stay.group): stay for stay in stays}
    for number, name, group in students(school)[["name", "group"]].itertuples(name=None):
        named = absences(school, number, span[0][0], span[1][0], ("ill", "unexcused", "excused"))
        assert len(named) == sums["lessons"].at[number]
        assert sums.loc[number].to_dict() == plain(pages, known[name, group], first, last, rule)


def page(subject: str, *rows: str, days: str = "01.09.2026 | 02.09.2026") -> str:
    """A page of 5А in Markdown."""
    head = (
        f"# 5А {subject}\n| Классный журнал |\n| Класс: | 5А |\n| Предмет: | {subject} |\n| Учитель: | Смирнова А. А. |\n| ФИО | {days} |\n"
    )
    return head + "\n".join(rows) + "\n"


PERIODS = """
# Учебные периоды
| Учебные периоды |
| Название | Вид | Классы | Начало | Окончание |
| 1 четверть | период | 5 | 01.09.2026 | 25.10.2026 |
| 2 четверть | период | 5 | 05.11.2026 | 30.12.2026 |
| 1 полугодие | период | 10 | 01.09.2026 | 30.12.2026 |
"""


def read(text: str) -> School:
    """A school written in Markdown."""
    return study(parse_books(text))[0]


def sums_of(school: School, name: str, rule: str = ALL_LESSONS) -> dict[str, int]:
    """Sums of one student for all days."""
    attended = attendance(school)
    size = len(attended.held)
    table = attended.between(np.full(size, attended.days[0]), np.full(size, attended.days[-1]), rule)
    number = students(school)["name"].tolist().index(name)
    return {column: int(table[column].at[number]) for column in COUNTED}


def test_day_is_missed_when_all_lessons_of_the_own_group_are() -> None:
    """Groups of a language have other lessons; a day with one lesson attended is not missed."""
    school = read(
        page("Алгебра", "| Иванов Иван | н | |", "| Петров Пётр | н | |")
        + page("Английский язык", "| Иванов Иван | б |", days="01.09.2026")
        + page("Немецкий язык", "| Петров Пётр | |", days="01.09.2026")
    )
    first, second = sums_of(school, "Иванов Иван"), sums_of(school, "Петров Пётр")
    assert (first["held"], first["lessons"], first["lessons_ill"], first["days"], first["days_ill"]) == (3, 2, 1, 1, 0)
    assert (second["held"], second["lessons"], second["days"]) == (3, 1, 0)


def test_three_lessons_are_a_missed_day_where_the_school_says_so() -> None:
    school = read("".join(page(f"Предмет {number}", f"| Иванов Иван | {cell} |", days="01.09.2026") for number, cell in enumerate("ннн ")))
    assert sums_of(school, "Иванов Иван")["days"] == 0
    assert sums_of(school, "Иванов Иван", THREE)["days"] == 1


def test_copy_of_a_page_counts_once() -> None:
    lesson = page("Алгебра", "| Иванов Иван | н | о |")
    assert sums_of(read(lesson + lesson.replace("# 5А", "# Копия 5А")), "Иванов Иван") == sums_of(read(lesson), "Иванов Иван")


def test_absences_are_named_with_their_cells() -> None:
    school = read(page("Алгебра", "| Иванов Иван | н | б |") + page("Музыка", "| Иванов Иван | | о |"))
    first, last = attendance(school).days[[0, -1]]
    missed = absences(school, 0, first, last, ("ill", "unexcused", "excused"))
    assert missed[["subject", "token", "where"]].values.tolist() == [
        ["Алгебра", "н", "«5А Алгебра»!B6"],
        ["Алгебра", "б", "«5А Алгебра»!C6"],
    ]
    assert absences(school, 0, first, last, ("late",))["where"].tolist() == ["«5А Музыка»!C6"]


def test_month_of_missed_lessons_is_compared_exactly() -> None:
    """Three of ten are 30 %, no less; two are."""
    days = " | ".join(f"{day:02}.09.2026" for day in range(1, 11))
    school = read(page("Алгебра", f"| Иванов Иван |{' н |' * 3}{' |' * 7}", f"| Петров Пётр |{' н |' * 2}{' |' * 8}", days=days))
    found = systematic(attendance(school), Fraction(30))
    assert found[["student", "missed", "held"]].values.tolist() == [[0, 3, 10]]


def test_unreadable_cell_makes_the_student_uncertain() -> None:
    school = read(page("Алгебра", "| Иванов Иван | ы | |", "| Петров Пётр | н | |"))
    assert attendance(school).unsure.tolist() == [True, False]
    assert told(school).tolist() == [False, True]


def test_line_of_nobody_leaves_those_without_a_line_uncertain() -> None:
    listed = "# Список\n| Список класса |\n| ФИО | Дата рождения | Класс |\n| Иванов Иван | | 5А |\n| Петров Пётр | | 5А |\n"
    school = read(
        page("Алгебра", "| Иванов Иван | н | |", "| Петров Пётр | | |")
        + page("Музыка", "| Иванов Иван | | |", "| Петрив Пётр | н | |")
        + listed
    )
    found = dict(zip(students(school)["name"], told(school), strict=True))
    assert found["Иванов Иван"]
    assert not found["Петров Пётр"]


@pytest.mark.parametrize(("term", "first", "last"), [("quarter2", "2026-11-05", "2026-12-30"), ("year", "2026-09-01", "2026-12-30")])
def test_days_of_a_term_and_of_the_year(term: str, first: str, last: str) -> None:
    school = read(page("Алгебра", "| Иванов Иван | | |") + PERIODS)
    found = term_days(school, term)
    assert [str(days[0])[:10] for days in found] == [first, last]


def test_class_of_another_scheme_has_the_term_that_ends_together() -> None:
    school = read(page("Алгебра", "| Иванов Иван | | |") + page("Алгебра", "| Петров Пётр | | |").replace("5А", "10А") + PERIODS)
    first, last = (dict(zip(students(school)["group"], days, strict=True)) for days in term_days(school, "quarter2"))
    assert str(first["10А"])[:10] == "2026-09-01"
    assert first["5А"] != first["10А"]
    assert last["5А"] == last["10А"]


def test_school_without_journals_has_no_attendance() -> None:
    assert attendance(School()).held.size == 0


def test_summary_is_read_with_the_headings_of_an_electronic_journal() -> None:
    school = read(
        "# Лист\n| Сводная ведомость посещаемости |\n| Класс: | 5А |\n"
        "| № | ФИО | Период | Полных дней всего | Полных дней по болезни | Уроков всего | Уроков по болезни | Опоздания |\n"
        "| 1 | Иванов Иван | I четв. | 2 | 1 | 9 | 5 | 3 |\n| | | Год | 4 | 1 | 20 | 5 | 3 |\n| | Всего по классу | | 4 | 1 | 20 | 5 | 3 |\n"
        + page("Алгебра", "| Иванов Иван | | |")
    )
    rows = school.records[FORM.name].rows
    assert rows[["student", "term", "days", "days_ill", "lessons", "lessons_ill", "late"]].values.tolist() == [
        ["Иванов Иван", "1 четверть", 2, 1, 9, 5, 3],
        ["Иванов Иван", "Год", 4, 1, 20, 5, 3],
    ]
    assert student_lines(school, FORM.name).tolist() == [0, 0]
