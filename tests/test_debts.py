"""Academic debts and what follows from them at the end of a year: decision tables of ст. 58 273-ФЗ."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.attestation.debts import Attempt, Debt, Status, clearance, deadline, debts, known_day, status, term_words
from xlrecords.attestation.promotion import ADMISSIONS, Case, Standing, Student, SubjectYear, conclude, students
from xlrecords.books.markdown import parse_books
from xlrecords.commands import check_books
from xlrecords.decision import Answer, Decision, Ground
from xlrecords.report import Figure, Page
from xlrecords.reports.summary import Summary
from xlrecords.reports.summary.debts import pages
from xlrecords.school import School

from .markdown import day, school, table

YEAR_END = dt.date(2027, 8, 31)


def attempts(text: str) -> tuple[Attempt, ...]:
    """«10.06.2027 2, ? 3»: day and result of each; «?» is not recorded."""
    pairs = [part.split() for part in text.split(",") if part.strip()]
    return tuple(Attempt(None if when == "?" else day(when), "" if result == "?" else result) for when, result in pairs)


# The term


DEADLINES = """
| arose      | excluded | last       |
|------------|----------|------------|
| 25.05.2026 | 0        | 25.05.2027 |
| 25.05.2026 | 14       | 08.06.2027 |
| 29.02.2028 | 0        | 28.02.2029 |
| 28.02.2027 | 0        | 28.02.2028 |
| 28.02.2027 | 1        | 29.02.2028 |
| 28.02.2027 | 2        | 01.03.2028 |
| 01.03.2027 | 0        | 01.03.2028 |
| 31.12.2026 | 366      | 31.12.2028 |
"""


@pytest.mark.parametrize(("arose", "excluded", "last"), table(DEADLINES))
def test_a_debt_may_be_cleared_within_a_year_and_the_days_that_the_year_does_not_include(arose: str, excluded: str, last: str) -> None:
    assert deadline(day(arose), int(excluded)) == day(last)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 400))
def test_a_year_is_a_year_whatever_the_day(arose: dt.date, excluded: int) -> None:
    assert (deadline(arose) - arose).days in (365, 366)
    assert (deadline(arose, excluded) - deadline(arose)).days == excluded


@pytest.mark.parametrize(
    ("debt", "words"),
    [
        (Debt("Алгебра"), ""),
        (Debt("Алгебра", day("25.05.2026")), "25.05.2027"),
        (Debt("Алгебра", day("25.05.2026"), due=day("01.10.2026")), "01.10.2026, не позднее 25.05.2027"),
        (Debt("Алгебра", day("25.05.2026"), excluded=14), "08.06.2027 (с учётом 14 дн.)"),
    ],
)
def test_the_term_in_words(debt: Debt, words: str) -> None:
    assert term_words(debt) == words


# One debt


STATES = """
| arose      | attempts                   | protocol | excluded | decision         | on         | state                      |
|------------|----------------------------|----------|----------|------------------|------------|----------------------------|
| 25.05.2026 |                            |          | 0        |                  | 26.05.2026 | открыта                    |
| 25.05.2026 |                            |          | 0        |                  | 25.05.2027 | открыта                    |
| 25.05.2026 |                            |          | 0        |                  | 26.05.2027 | срок истёк                 |
| 25.05.2026 |                            |          | 1        |                  | 26.05.2027 | открыта                    |
| 25.05.2026 | 10.06.2026 2               |          | 0        |                  | 26.06.2026 | первая попытка не пройдена |
| 25.05.2026 | 10.06.2026 неявка          |          | 0        |                  | 26.06.2026 | первая попытка не пройдена |
| 25.05.2026 | 10.06.2026 2               |          | 0        |                  | 09.06.2026 | открыта                    |
| 25.05.2026 | 10.06.2026 2               |          | 0        |                  | 26.05.2027 | срок истёк                 |
| 25.05.2026 | 10.06.2026 3               |          | 0        |                  | 26.06.2026 | ликвидирована              |
| 25.05.2026 | 10.06.2026 зачёт           |          | 0        |                  | 26.06.2026 | ликвидирована              |
| 25.05.2026 | 25.05.2027 3               |          | 0        |                  | 26.06.2027 | ликвидирована              |
| 25.05.2026 | 26.05.2027 3               |          | 0        |                  | 26.06.2027 | срок истёк                 |
| 25.05.2026 | 26.05.2027 3               |          | 1        |                  | 26.06.2027 | ликвидирована              |
| 25.05.2026 | ? 3                        |          | 0        |                  | 26.06.2026 | не хватает данных          |
|            | 10.06.2026 3               |          | 0        |                  | 26.06.2026 | не хватает данных          |
|            |                            |          | 0        |                  | 26.06.2026 | не хватает данных          |
| 25.05.2026 | 10.06.2026 ?               |          | 0        |                  | 26.06.2026 | не хватает данных          |
| 25.05.2026 |                            |          | 0        | ликвидирована    | 26.06.2026 | не хватает данных          |
| 25.05.2026 | 10.06.2026 2               |          | 0        | ликвидирована    | 26.06.2026 | первая попытка не пройдена |
| 25.05.2026 | 10.06.2026 3               |          | 0        | не ликвидирована | 26.06.2026 | не ликвидирована           |
| 25.05.2026 | 10.06.2026 2, 10.09.2026 2 | № 4      | 0        |                  | 26.09.2026 | не ликвидирована           |
| 25.05.2026 | 10.06.2026 2, 10.09.2026 2 |          | 0        |                  | 26.09.2026 | не ликвидирована           |
| 25.05.2026 | 10.06.2026 2, 10.09.2026 3 | № 4      | 0        |                  | 26.09.2026 | ликвидирована              |
| 25.05.2026 | 10.06.2026 2, 10.09.2026 3 |          | 0        |                  | 26.09.2026 | не хватает данных          |
| 25.05.2026 | 10.06.2026 2, 10.09.2026 3 | № 4      | 0        |                  | 09.09.2026 | первая попытка не пройдена |
| 25.05.2026 | 10.06.2026 2, 10.09.2026 3 | № 4      | 0        | ликвидирована    | 31.08.2026 | первая попытка не пройдена |
| 25.05.2026 | 18.09.2026 3               |          | 0        | ликвидирована    | 31.08.2026 | открыта                    |
| 25.05.2026 | 18.09.2026 3               |          | 0        | не ликвидирована | 31.08.2026 | открыта                    |
| 25.05.2026 | 18.09.2026 2               |          | 0        | не ликвидирована | 31.08.2026 | открыта                    |
| 25.05.2026 | 18.09.2026 2               |          | 0        | не ликвидирована | 31.12.2026 | не ликвидирована           |
"""


@pytest.mark.parametrize(("arose", "tried", "protocol", "excluded", "decision", "on", "state"), table(STATES))
def test_how_a_debt_stands_on_a_day(arose: str, tried: str, protocol: str, excluded: str, decision: str, on: str, state: str) -> None:
    debt = Debt("Алгебра", day(arose) if arose else None, attempts(tried), protocol, int(excluded), decision=decision)
    assert status(debt, day(on)) is Status(state)


moments = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31))
tries = st.builds(Attempt, moments, st.sampled_from(["", "2", "3", "5", "зачёт", "незачёт", "неявка"]))
any_debt = st.builds(
    Debt, st.just("Алгебра"), moments, st.lists(tries, max_size=2).map(tuple), st.sampled_from(["", "№ 4"]), st.integers(0, 60)
)


@given(any_debt, st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31)))
def test_nothing_unknown_clears_a_debt(debt: Debt, today: dt.date) -> None:
    if status(debt, today) is Status.CLEARED:
        number, passed = next((number, attempt) for number, attempt in enumerate(debt.attempts, 1) if attempt.passed)
        assert debt.arose is not None
        assert passed.day is not None
        assert passed.day <= deadline(debt.arose, debt.excluded)
        assert number == 1 or debt.protocol
        assert all(ground.met for ground in clearance(debt, today).grounds)


# A student at the end of a year

OPEN = Debt("Алгебра", day("25.05.2027"))
CLEARED = Debt("Алгебра", day("25.05.2027"), attempts("10.06.2027 3"))
UNSURE = Debt("Алгебра", day("25.05.2027"), attempts("10.06.2027 2, 20.06.2027 3"))
EXPIRED = Debt("Алгебра", day("25.05.2026"))
LOST = Debt("Алгебра", day("25.05.2027"), attempts("10.06.2027 2, 20.06.2027 2"), "№ 4")
REPEATED = Debt("Алгебра", day("25.05.2026"), choice="повторное обучение")
ADAPTED = Debt("Алгебра", day("25.05.2026"), choice="адаптированная программа")
INDIVIDUAL = Debt("Алгебра", day("25.05.2026"), choice="индивидуальный учебный план")
DEBTS = {
    "": (),
    "открыта": (OPEN,),
    "ликвидирована": (CLEARED,),
    "без протокола": (UNSURE,),
    "срок истёк": (EXPIRED,),
    "две попытки": (LOST,),
    "повторное": (REPEATED,),
    "АООП": (ADAPTED,),
    "ИУП": (INDIVIDUAL,),
}
TRIAL = {"": None, "зачёт": True, "незачёт": False}

STANDINGS = """
| grade | good | year | interim | debt          | trial   | left       | standing                                |
|-------|------|------|---------|---------------|---------|------------|-----------------------------------------|
| 8     | 15   |      |         |               |         |            | переведён                               |
| 8     | 0    |      |         |               |         |            | не хватает данных                       |
| 8     | 14   | нет  |         |               |         |            | не хватает данных                       |
| 8     | 14   | ?    |         |               |         |            | не хватает данных                       |
| 8     | 14   | 4    | нет     |               |         |            | не хватает данных                       |
| 8     | 14   | 4    | 3       |               |         |            | переведён                               |
| 8     | 14   | 2    |         |               |         |            | переведён условно                       |
| 8     | 14   | н/а  |         |               |         |            | переведён условно                       |
| 8     | 14   | 4    | 2       |               |         |            | переведён условно                       |
| 8     | 14   | зач  |         |               |         |            | переведён                               |
| 8     | 14   | незач |        |               |         |            | переведён условно                       |
| 8     | 15   |      |         | открыта       |         |            | переведён условно                       |
| 8     | 14   | 2    |         | открыта       |         |            | переведён условно                       |
| 8     | 14   | 2    |         | ликвидирована |         |            | переведён                               |
| 8     | 14   | 2    |         | без протокола |         |            | не хватает данных                       |
| 8     | 15   |      |         | без протокола |         |            | не хватает данных                       |
| 8     | 14   | нет  |         | ликвидирована |         |            | не хватает данных                       |
| 8     | 15   |      |         | срок истёк    |         |            | не хватает данных                       |
| 8     | 14   | 2    |         | две попытки   |         |            | не хватает данных                       |
| 8     | 15   |      |         | повторное     |         |            | оставлен на повторное обучение          |
| 8     | 15   |      |         | АООП          |         |            | переведён на адаптированную программу   |
| 8     | 15   |      |         | ИУП           |         |            | переведён на индивидуальный учебный план |
| 8     | 14   | 2    |         | открыта       |         | 12.01.2027 | выбыл                                   |
| 4     | 9    |      |         |               |         |            | переведён                               |
| 4     | 8    | 2    |         | открыта       |         |            | не хватает данных                       |
| 10    | 15   |      |         |               |         |            | переведён                               |
| 9     | 15   |      |         |               | зачёт   |            | допущен к ГИА                           |
| 9     | 15   |      |         |               |         |            | не хватает данных                       |
| 9     | 15   |      |         |               | незачёт |            | не допущен к ГИА                        |
| 9     | 14   | 2    |         |               | зачёт   |            | не допущен к ГИА                        |
| 9     | 14   | нет  |         |               | зачёт   |            | не хватает данных                       |
| 9     | 14   | 2    |         | ликвидирована | зачёт   |            | допущен к ГИА                           |
| 9     | 15   |      |         | открыта       | зачёт   |            | не допущен к ГИА                        |
| 9     | 15   |      |         | без протокола | зачёт   |            | не хватает данных                       |
| 11    | 15   |      |         |               | зачёт   |            | допущен к ГИА                           |
| 11    | 15   |      |         |               |         |            | не хватает данных                       |
| 11    | 14   | 2    |         |               |         |            | не допущен к ГИА                        |
"""


def case(grade: str, good: str, year: str, interim: str, debt: str, trial: str, left: str) -> Case:
    mark = SubjectYear("Алгебра", "" if year == "нет" else year, "" if interim == "нет" else interim, due=bool(interim))
    others = (mark,) if year and not mark.met else ()
    return Case(int(grade), int(good) + bool(year and mark.met), others, DEBTS[debt], TRIAL[trial], left)


@pytest.mark.parametrize(("grade", "good", "year", "interim", "debt", "trial", "left", "standing"), table(STANDINGS))
def test_what_becomes_of_a_student(grade: str, good: str, year: str, interim: str, debt: str, trial: str, left: str, standing: str) -> None:
    assert conclude(case(grade, good, year, interim, debt, trial, left), YEAR_END).standing is Standing(standing)


def test_a_class_without_marks_is_promoted_for_it_has_no_attestation() -> None:
    assert conclude(Case(1, ungraded=True), YEAR_END).standing is Standing.PROMOTED
    assert conclude(Case(1, ungraded=False), YEAR_END).standing is Standing.UNKNOWN


@pytest.mark.parametrize(("passed", "standing"), [(True, Standing.GRADUATED), (False, Standing.ADMITTED), (None, Standing.ADMITTED)])
def test_who_was_admitted_and_passed_the_exams_has_finished_school(passed: bool | None, standing: Standing) -> None:
    certificate = Decision.of([Ground("ГИА пройдена", passed, "4.10")])
    assert conclude(Case(9, good=15, trial=True, certificate=certificate), YEAR_END).standing is standing
    assert conclude(Case(9, good=15, trial=None, certificate=certificate), YEAR_END).standing is Standing.UNKNOWN
    assert conclude(Case(9, good=15, trial=False, certificate=certificate), YEAR_END).standing is Standing.NOT_ADMITTED


def test_a_debt_of_an_earlier_term_does_not_settle_the_annual_mark() -> None:
    winter = Debt("Алгебра", day("28.12.2026"), attempts("20.01.2027 3"))
    of_year = Case(8, 14, (SubjectYear("Алгебра", "2"),), (winter,), closing=day("09.01.2027"))
    assert conclude(of_year, YEAR_END).standing is Standing.CONDITIONAL


marks = st.builds(SubjectYear, st.sampled_from(["Алгебра", "Физика"]), st.sampled_from(["", "?", "2", "н/а", "незач"]))
cases = st.builds(
    Case,
    st.sampled_from([2, 4, 8, 9, 10, 11]),
    st.integers(0, 3),
    st.lists(marks, max_size=2).map(tuple),
    st.lists(any_debt, max_size=2).map(tuple),
    st.none() | st.booleans(),
)


@given(cases, st.dates(dt.date(2026, 6, 1), dt.date(2028, 6, 1)))
def test_only_met_grounds_promote_or_admit(case: Case, today: dt.date) -> None:
    found = conclude(case, today)
    if found.standing in (Standing.PROMOTED, Standing.ADMITTED):
        assert found.decision.answer is Answer.YES
        assert case.good or case.ungraded or case.others
    if found.standing is Standing.ADMITTED:
        assert case.trial is True
    if found.standing in (Standing.CONDITIONAL, Standing.NOT_ADMITTED):
        assert any(ground.met is False for ground in found.decision.grounds)
    assert all(ground.clause and ground.text for ground in found.decision.grounds)
    if found.standing is Standing.UNKNOWN:
        assert any(ground.met is None for ground in found.decision.grounds)


def test_each_order_on_admission_is_named() -> None:
    assert {grade: admission.trials[0] for grade, admission in ADMISSIONS.items()} == {
        9: "итоговое собеседование",
        11: "итоговое сочинение",
    }
    assert all("приказ" in admission.act for admission in ADMISSIONS.values())


# From the sheets of a school

JOURNAL = """# {group} {subject}
| Классный журнал |
| Класс: | {group} |
| Предмет: | {subject} |
| Учитель: | Смирнова А. А. |
| ФИО | 01.09.2026 | 25.05.2027 | 1 полугодие | 2 полугодие | Год |
| Иванов Иван | 4 | 4 | 4 | 4 | {0} |
| Петров Пётр | 4 | 4 | 4 | 4 | {1} |
| Орлова Мария | 4 | 4 | 4 | 4 | {2} |

"""
REGISTER = """# Задолженности
| Реестр академических задолженностей |
| № | ФИО | Класс | Предмет | Дата образования | Причина | 1-я попытка: дата | 1-я попытка: результат | Не входит в срок, дней | Решение |
| 1 | Петров Пётр | 8А | алгебра | 25.05.2027 | неудовлетворительный результат | 10.06.2027 | 3 | | ликвидирована |
| 2 | Орлова Мария | 8А | Физика | 25.05.2027 | не прошёл по уважительной причине | | | 14 | |

"""
TRIALS = """# Допуск
| Итоговое собеседование и сочинение |
| № | ФИО | Класс | Вид испытания | Дата | Результат |
| 1 | Иванов Иван | 9А | итоговое собеседование | 10.02.2027 | незачёт |
| 2 | Иванов Иван | 9А | итоговое собеседование | 11.03.2027 | зачёт |
| 3 | Петров Пётр | 9А | итоговое сочинение | 10.02.2027 | зачёт |
| 4 | Орлова Мария | 9А | итоговое собеседование | 10.02.2027 | незачёт |

"""
EIGHTH = JOURNAL.format("4", "2", "4", group="8А", subject="Алгебра") + JOURNAL.format("4", "4", "н/а", group="8А", subject="Физика")
NINTH = JOURNAL.format("4", "4", "4", group="9А", subject="Алгебра")


def standings(found: School, today: dt.date = YEAR_END) -> dict[str, str]:
    return {student.name: student.conclusion.standing.value for student in students(found, today)}


def reasons(student: Student) -> list[str]:
    return [ground.text for ground in student.conclusion.decision.grounds]


def test_a_register_is_read() -> None:
    first, second = debts(school(REGISTER))
    assert (first.student, first.group, first.subject, first.arose) == ("Петров Пётр", "8А", "алгебра", day("25.05.2027"))
    assert first.attempts == attempts("10.06.2027 3")
    assert first.where == "«Задолженности»!B3"
    assert (second.attempts, second.excluded, second.last_day) == ((), 14, day("08.06.2028"))


def test_marks_and_register_together_say_what_becomes_of_a_class() -> None:
    assert standings(school(EIGHTH + REGISTER)) == {
        "Иванов Иван": "переведён",
        "Петров Пётр": "переведён",
        "Орлова Мария": "переведён условно",
    }


def test_without_a_register_an_unsatisfactory_mark_is_a_debt() -> None:
    assert standings(school(EIGHTH))["Петров Пётр"] == "переведён условно"


def test_grounds_name_the_mark_and_its_cell() -> None:
    _, of_petrov, _ = students(school(EIGHTH + REGISTER), YEAR_END)
    assert reasons(of_petrov) == ["удовлетворительные результаты за год: 1 предмет", "Алгебра: год «2»; задолженность ликвидирована"]
    assert of_petrov.conclusion.decision.grounds[1].where == "Книга.xlsx, «8А Алгебра»!F7"


def test_a_trial_is_passed_once_and_only_the_one_of_the_grade_counts() -> None:
    assert standings(school(NINTH + TRIALS)) == {
        "Иванов Иван": "допущен к ГИА",
        "Петров Пётр": "не хватает данных",
        "Орлова Мария": "не допущен к ГИА",
    }


EXAMS = """# ОГЭ
| Результаты ОГЭ |
| № | ФИО | Класс | Предмет | Дата экзамена | Первичный балл | Отметка |
| 1 | Иванов Иван | 9А | Русский язык | 03.06.2027 | | 4 |
| 2 | Иванов Иван | 9А | Математика | 06.06.2027 | | 4 |
| 3 | Петров Пётр | 9А | Русский язык | 03.06.2027 | | 4 |

"""
PLAN = """# Предметы
| Предметы |
| Предмет | Классы | Отметки |
| Русский язык | 5–9 | баллы |
| Математика | 5–9 | баллы |

"""


def test_who_passed_the_exams_has_finished_school() -> None:
    journals = "".join(JOURNAL.format("4", "4", "4", group="9А", subject=subject) for subject in ("Русский язык", "Математика"))
    trials = TRIALS.replace("сочинение", "собеседование").replace("незачёт", "зачёт")
    assert standings(school(journals + trials + EXAMS + PLAN)) == {
        "Иванов Иван": "окончил",
        "Петров Пётр": "допущен к ГИА",
        "Орлова Мария": "допущен к ГИА",
    }
    assert standings(school(journals + trials + EXAMS))["Иванов Иван"] == "допущен к ГИА", "subjects finished before are not known"


def test_an_unset_mark_of_the_interim_attestation_promotes_nobody() -> None:
    sheet = """# ПА
| Ведомость промежуточной аттестации |
| Класс: | 9А |
| Предмет: | Алгебра |
| № | ФИО | Отметка ПА |
| 1 | Иванов Иван | 4 |
| 2 | Петров Пётр | |
| 3 | Орлова Мария | 2 |
"""
    assert standings(school(NINTH.replace("9А", "8А") + sheet.replace("9А", "8А"))) == {
        "Иванов Иван": "переведён",
        "Петров Пётр": "не хватает данных",
        "Орлова Мария": "переведён условно",
    }


def test_a_class_whose_year_is_not_marked_yet_is_not_concluded() -> None:
    assert standings(school(JOURNAL.format("", "", "", group="8А", subject="Алгебра"))) == {}


def test_who_left_is_named_so() -> None:
    listed = """# Контингент
| Контингент |
| ФИО | Дата рождения | Личное дело № | Класс | Прибыл | Выбыл | Приказ | Законный представитель | Согласие ПД |
| Иванов Иван Иванович | 01.05.2013 | И-1 | 8А | 01.09.2026 | 12.01.2027 | № 5 от 12.01.2027 | Иванова Анна Петровна | да |
| Петров Пётр Петрович | 02.05.2013 | П-2 | 8А | 01.09.2026 | | | Петрова Анна Петровна | да |
"""
    found = students(school(EIGHTH + listed), YEAR_END)
    assert [reasons(student) for student in found if student.name == "Иванов Иван Иванович"] == [["выбыл: 12.01.2027, № 5 от 12.01.2027"]]


def test_a_debt_of_last_year_goes_with_the_student_into_the_next_class() -> None:
    last_year = """# Реестр прошлого года
| Реестр академических задолженностей |
| Учебный год: | 2025/2026 |
| № | ФИО | Класс | Предмет | Дата образования | Причина | 1-я попытка: дата | 1-я попытка: результат |
| 1 | Иванов Иван | 8А | Алгебра | 25.05.2026 | неудовлетворительный результат | | |
| 2 | Петров Пётр | 8А | Алгебра | 25.05.2026 | неудовлетворительный результат | 10.09.2026 | 3 |
"""
    trials = TRIALS.replace("сочинение", "собеседование")
    assert standings(school(NINTH + trials)) == {
        "Иванов Иван": "допущен к ГИА",
        "Петров Пётр": "допущен к ГИА",
        "Орлова Мария": "не допущен к ГИА",
    }
    assert standings(school(NINTH + trials + last_year)) == {
        "Иванов Иван": "не допущен к ГИА",
        "Петров Пётр": "допущен к ГИА",
        "Орлова Мария": "не допущен к ГИА",
    }


LAST_YEAR = (
    JOURNAL.format("4", "2", "4", group="7А", subject="Алгебра").replace("2027", "2026").replace("01.09.2026", "01.09.2025")
    + """# Реестр прошлого года
| Реестр академических задолженностей |
| Учебный год: | 2025/2026 |
| № | ФИО | Класс | Предмет | Дата образования | Причина | 1-я попытка: дата | 1-я попытка: результат | Решение |
| 1 | Петров Пётр | 7А | Алгебра | 25.05.2026 | неудовлетворительный результат | 18.09.2026 | 3 | ликвидирована |
| 2 | Орлова Мария | 7А | Физика | 02.11.2026 | неудовлетворительный результат | | | |

"""
)
THIS_YEAR = EIGHTH.replace("| 01.09.2026 | 25.05.2027 |", "| 02.09.2026 | 15.12.2026 |")


def test_at_the_end_of_last_year_a_debt_that_was_cleared_in_autumn_was_open() -> None:
    """Attempts and debts of after the day are not known on it; the register shows how it stands today."""
    past = school(LAST_YEAR + THIS_YEAR).past[0]
    assert standings(past, dt.date(2026, 8, 31)) == {
        "Иванов Иван": "переведён",
        "Петров Пётр": "переведён условно",
        "Орлова Мария": "переведён",
    }
    found = {page.tab: page for page in pages(Summary.of(past, "year", dt.date(2026, 5, 25)))}
    assert values(found["Задолженности"], 9) == ["открыта", "ликвидирована"]
    assert "состояние на 15.12.2026" in found["Задолженности"].note
    assert values(found["Перевод"], 2) == ["переведён", "переведён", "переведён условно"]
    assert "на 31.08.2026" in found["Перевод"].note


@pytest.mark.parametrize(("last", "overdue"), [("15.05.2027", []), ("26.05.2027", ["B4"])])
def test_a_register_of_last_year_is_judged_by_the_last_day_of_this_year(last: str, overdue: list[str]) -> None:
    register = LAST_YEAR[LAST_YEAR.index("# Реестр") :].replace("| 18.09.2026 | 3 | ликвидирована |", "| | | |")
    issues = check_books(parse_books(register + EIGHTH.replace("25.05.2027", last), "Книга.xlsx")).issues
    assert [issue.place.cell for issue in issues if issue.rule.id == "debt-overdue"] == overdue


KNOWN_DAYS = [
    ("", None),
    (EIGHTH, "25.05.2027"),
    (EIGHTH.replace("| 4 | 4 | 4 | 4 |", "| 4 | | 4 | 4 |"), "01.09.2026"),
    (EIGHTH + REGISTER, "10.06.2027"),
    (EIGHTH + REGISTER.replace("10.06.2027", "10.06.2099"), "25.05.2027"),
    (TRIALS + REGISTER.replace("| 10.06.2027 | 3 |", "| 10.09.2027 | |"), "25.05.2027"),
]


@pytest.mark.parametrize(("text", "known"), KNOWN_DAYS)
def test_the_records_say_how_far_the_year_has_come(text: str, known: str | None) -> None:
    assert known_day(school(text)) == (day(known) if known else None)


# Pages


def shown(text: str) -> dict[str, Page]:
    return {page.tab: page for page in pages(Summary.of(school(text), "year", dt.date(2027, 5, 31)))}


def values(page: Page, column: int) -> list[object]:
    return [cell.value if isinstance(cell, Figure) else cell for cell in (row[column] for row in page.rows)]


def test_there_is_no_page_where_nothing_is_known() -> None:
    assert shown("") == shown(JOURNAL.format("", "", "", group="8А", subject="Алгебра")) == {}


def test_pages_of_debts_transfer_and_admission() -> None:
    found = shown(EIGHTH + NINTH + REGISTER + TRIALS)
    assert list(found) == ["Задолженности", "Перевод", "Допуск к ГИА"]
    assert values(found["Задолженности"], 9) == ["открыта", "ликвидирована"]
    assert values(found["Перевод"], 2) == ["переведён", "переведён условно", "переведён"]
    assert values(found["Перевод"], 1) == ["Иванов Иван", "Орлова Мария", "Петров Пётр"]
    assert values(found["Допуск к ГИА"], 2) == ["допущен к ГИА", "не допущен к ГИА", "не хватает данных"]
    assert values(found["Допуск к ГИА"], 3)[1:] == ["итоговое собеседование: незачёт", "итоговое собеседование: результата нет"]
    assert all(len(row) == len(page.fields) for page in found.values() for row in page.rows)


def test_a_debt_of_last_year_that_is_not_cleared_is_on_the_page() -> None:
    last_year = (
        REGISTER.replace("# Задолженности", "# Прошлый год").replace("2027", "2026").replace("| №", "| Учебный год: | 2025/2026 |\n| №", 1)
    )
    found = shown(EIGHTH + last_year)["Задолженности"]
    assert [(row[1], row[3]) for row in found.rows] == [("Орлова Мария", "25.05.2026")]


def test_names_of_the_registers_are_those_of_the_class_list() -> None:
    listed = """# Контингент
| Контингент |
| ФИО | Дата рождения | Личное дело № | Класс | Прибыл | Законный представитель | Согласие ПД |
| Иванов Иван Иванович | 01.05.2012 | И-1 | 9А | 01.09.2026 | Иванова Анна Петровна | да |
| Петров Пётр Петрович | 02.05.2012 | П-2 | 9А | 01.09.2026 | Петрова Анна Петровна | да |
"""
    issues = check_books(parse_books(TRIALS + listed, "Книга.xlsx")).issues
    assert [(issue.rule.id, issue.place.cell) for issue in issues] == [("student-not-in-list", "B6")]


def test_every_state_and_standing_can_say_why() -> None:
    for page in shown(EIGHTH + NINTH + REGISTER + TRIALS).values():
        figures = [cell for row in page.rows for cell in row if isinstance(cell, Figure)]
        assert len(figures) == len(page.rows)
        for figure in figures:
            assert figure.why is not None
            head, *grounds = figure.why()
            assert str(figure.value) in head
            assert any(line.startswith(("да: ", "нет: ", "неизвестно: ")) for line in grounds)
