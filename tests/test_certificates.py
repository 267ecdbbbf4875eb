"""Final marks, «с отличием» and medals: the examples of the acts figure by figure, each ground of a decision alone and together."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.attestation.certificates import (
    MATHEMATICS,
    RUSSIAN,
    Exam,
    Final,
    Limits,
    Part,
    basic_mark,
    basic_mathematics,
    half_up,
    honours9,
    issue,
    medal1,
    medal2,
    secondary_mark,
    secondary_mathematics,
)
from xlrecords.decision import Answer, Decision
from xlrecords.scales import EGE, GVE11, OGE

TWO_STEPS = "в два шага"


def part(mark: int | str, label: str = "отметка") -> Part:
    """A mark, or a word in place of one; an empty text is unknown."""
    return Part(label, mark) if isinstance(mark, int) else Part(label, token=mark)


def parts(*marks: int | str) -> list[Part]:
    return [part(mark, f"отметка {number}") for number, mark in enumerate(marks, 1)]


# Final marks


@pytest.mark.parametrize(
    ("year", "exam", "final"),
    [(3, 4, 4), (4, 3, 4), (4, 5, 5), (5, 5, 5), (3, 5, 4), (5, 4, 5), (3, 3, 3), (3, 2, 3), (5, 2, 4)],
)
def test_grade_9_is_the_mean_of_year_and_exam(year: int, exam: int, final: int) -> None:
    assert basic_mark("Химия", part(year), part(exam)).mark == final


@pytest.mark.parametrize(("year", "shown"), [(5, "5"), (2, "2"), ("зач", "зач"), ("осв", "осв"), ("н/а", "н/а")])
def test_without_an_exam_the_year_decides(year: int | str, shown: str) -> None:
    assert basic_mark("Музыка", part(year), None).shown == shown


@pytest.mark.parametrize(
    ("years", "exam", "flat", "two_steps"),
    [((3, 3, 3), 4, 3, 4), ((4, 4, 4), 5, 4, 5), ((5, 5, 4), 5, 5, 5), ((3, 4, 4), 4, 4, 4), ((5, 4, 4), 3, 4, 4)],
)
def test_mathematics_of_grade_9(years: tuple[int, ...], exam: int, flat: int, two_steps: int) -> None:
    assert basic_mathematics(parts(*years), part(exam)).mark == flat
    assert basic_mathematics(parts(*years), part(exam), TWO_STEPS).mark == two_steps


def test_mathematics_of_one_course_is_like_any_subject() -> None:
    assert basic_mathematics(parts(4), part(5), TWO_STEPS) == basic_mathematics(parts(4), part(5))
    assert basic_mathematics(parts(4), part(5)).mark == 5


@pytest.mark.parametrize(
    ("marks", "final"),
    [((3, 3, 3, 3, 4, 4), 3), ((4, 5, 5, 4, 5, 4), 5), ((3, 4, 4, 3, 4, 4), 4), ((3, 4, 4, 4, 3, 4), 4), ((4, 4, 5), 4), ((2, 3, 2, 3), 3)],
)
def test_grade_11_is_the_mean_of_all_marks_of_two_years(marks: tuple[int, ...], final: int) -> None:
    assert secondary_mark("История", parts(*marks)).mark == final


def test_mathematics_of_grade_11() -> None:
    courses = {"Алгебра": parts(4, 4, 4, 4, 4, 5), "Геометрия": parts(4, 5, 5, 4, 5, 4), "Вероятность": parts(4, 4, 4)}
    assert secondary_mathematics(courses).mark == 4  # 65 : 15 = 4,33
    assert secondary_mathematics(courses, TWO_STEPS).mark == 4  # 4, 5, 4
    courses["Вероятность"] = parts(5, 5, 4)
    assert secondary_mathematics(courses).mark == 4  # 67 : 15 = 4,47
    assert secondary_mathematics(courses, TWO_STEPS).mark == 5  # 4, 5, 5


@given(st.lists(st.integers(2, 5), min_size=1, max_size=15))
def test_a_half_is_rounded_up(marks: list[int]) -> None:
    mean = Fraction(sum(marks), len(marks))
    assert half_up(marks) - Fraction(1, 2) <= mean < half_up(marks) + Fraction(1, 2)


def test_the_chain_tells_marks_sum_division_rule_and_act() -> None:
    final = basic_mathematics(
        [Part("Алгебра, год", 4, where="9А.xlsx, «Алгебра»!K7"), Part("Геометрия, год", 4)], Part("Экзамен", 5), TWO_STEPS
    )
    assert final.why() == [
        "Математика: 5",
        "4 — Алгебра, год (9А.xlsx, «Алгебра»!K7)",
        "4 — Геометрия, год",
        "5 — Экзамен",
        "(4 + 4) : 2 = 8 : 2 = 4,00 → 4",
        "(4 + 5) : 2 = 9 : 2 = 4,50 → 5",
        "Правило: среднее годовых по всем курсам округляется, затем среднее с экзаменационной, половина — вверх; приказ № 546 (п. 4.10)",
    ]


@pytest.mark.parametrize(
    "final",
    [
        basic_mark("Химия", part(""), None),
        basic_mark("Химия", part(""), part(5)),
        basic_mark("Химия", part(5), part("")),
        basic_mathematics(parts(5, ""), part(5)),
        basic_mathematics(parts(5, 5), part(""), TWO_STEPS),
        secondary_mark("Химия", parts(5, 5, 5, 5, 5, "")),
        secondary_mark("Химия", parts(5, 5, 5, 5, 5, "н/а")),
        secondary_mark("Химия", []),
        secondary_mathematics({"Алгебра": parts(5, ""), "Геометрия": parts(5)}, TWO_STEPS),
    ],
    ids=lambda final: "; ".join(final.lacking),
)
def test_what_is_missing_is_told_and_no_mark_is_guessed(final: Final) -> None:
    assert not final.known
    assert final.shown == ""
    assert final.lacking
    assert final.why()[0].endswith("не хватает данных")


def test_words_are_left_out_of_a_mean_and_stand_where_there_is_no_mark() -> None:
    assert secondary_mark("Физкультура", parts(5, "осв", 5, 4, "зач", 4)).mark == 5
    assert secondary_mark("Физкультура", parts("осв", "осв", "осв")).shown == "осв"
    assert secondary_mark("Проект", parts("зач", "незач", "зач")).failed
    assert secondary_mathematics({"Алгебра": parts("зач"), "Геометрия": parts("зач")}, TWO_STEPS).shown == "зач"


# Decisions

LIMITS = Limits(score1=70, score2=60, fours2=2, basic=5)
SUBJECTS = (RUSSIAN, MATHEMATICS, "Химия", "История", "Физика")


def finals(*marks: int | str) -> list[Final]:
    """Final marks, «5» but for those given."""
    shown = (*marks, *(5,) * (len(SUBJECTS) - len(marks)))
    return [basic_mark(subject, part(mark), None) for subject, mark in zip(SUBJECTS, shown, strict=True)]


def unified(subject: str, score: int | None, least: int = 30, **told: bool) -> Exam:
    return Exam(subject, EGE, score=score, passed=None if score is None else score >= least, **told)


def base(mark: int) -> Exam:
    """Mathematics of the basic level."""
    return Exam(MATHEMATICS, EGE, mark, basic=True, passed=mark > 2 if mark else None)


def state(subject: str, mark: int, **told: bool) -> Exam:
    return Exam(subject, OGE, mark, passed=mark > 2 if mark else None, **told)


STATE = [state(RUSSIAN, 5), state(MATHEMATICS, 5), state("Химия", 4), state("История", 3)]
UNIFIED = [unified(RUSSIAN, 70), unified(MATHEMATICS, 40), unified("Химия", 70)]


def answer(decision: Decision) -> str:
    return decision.answer.value


HONOURS = [
    ("да", finals(), STATE),
    ("да", finals(5, 5, "зач", "осв"), STATE),
    ("нет", finals(4), STATE),
    ("нет", finals("незач"), STATE),
    ("нет", finals(), [*STATE[:3], state("История", 2)]),
    ("нет", finals(), [*STATE[:3], state("История", 2), state("История", 4, retake=True)]),
    ("нет", finals(), [*STATE, state("Физика", 0, annulled=True)]),
    ("не хватает данных", finals(""), STATE),
    ("не хватает данных", finals(), []),
    ("не хватает данных", finals(), STATE[1:]),
    ("не хватает данных", finals(), [*STATE[:3], state("История", 0)]),
    ("не хватает данных", [], STATE),
    ("не хватает данных", finals("зач", "зач", "зач", "зач", "зач"), STATE),
]


@pytest.mark.parametrize(("expected", "marks", "exams"), HONOURS)
def test_with_honours(expected: str, marks: list[Final], exams: list[Exam]) -> None:
    assert answer(honours9(marks, exams)) == expected


MEDALS = [
    # I, II
    ("да", "да", finals(), UNIFIED),
    ("нет", "да", finals(4, 4), UNIFIED),
    ("нет", "нет", finals(4, 4, 4), UNIFIED),
    ("нет", "нет", finals(3), UNIFIED),
    ("нет", "да", finals(), [unified(RUSSIAN, 69), *UNIFIED[1:]]),
    ("нет", "нет", finals(), [unified(RUSSIAN, 59), *UNIFIED[1:]]),
    ("нет", "да", finals(), [*UNIFIED[:2], unified("Химия", 69)]),
    ("нет", "нет", finals(), [*UNIFIED[:2], unified("Химия", 59)]),
    ("да", "да", finals(), [UNIFIED[0], unified(MATHEMATICS, 70)]),
    ("да", "да", finals(), [UNIFIED[0], base(5)]),
    ("нет", "нет", finals(), [UNIFIED[0], base(4)]),
    ("нет", "нет", finals(), [UNIFIED[0], base(5), unified("Химия", 50)]),
    ("да", "да", finals(), [UNIFIED[0], base(3), unified("Химия", 90)]),
    ("нет", "нет", finals(), [*UNIFIED, unified("Химия", 90, retake=True)]),
    ("нет", "нет", finals(), [*UNIFIED, unified("Физика", None, annulled=True)]),
    ("нет", "нет", finals(), [unified(RUSSIAN, 90), unified(MATHEMATICS, 20), unified("Химия", 90)]),
    ("да", "да", finals(), [Exam(subject, GVE11, 5, passed=True) for subject in SUBJECTS[:2]]),
    ("нет", "не хватает данных", finals(), [Exam(subject, GVE11, 4, passed=True) for subject in SUBJECTS[:2]]),
    ("не хватает данных", "не хватает данных", finals(), []),
    ("не хватает данных", "не хватает данных", finals(""), UNIFIED),
    ("нет", "не хватает данных", finals("", 4, 4), UNIFIED),
    ("не хватает данных", "не хватает данных", finals(), UNIFIED[1:]),
    ("не хватает данных", "не хватает данных", finals(), UNIFIED[:1]),
    ("не хватает данных", "не хватает данных", finals(), [*UNIFIED[:2], unified("Химия", None)]),
    ("не хватает данных", "не хватает данных", finals(), [UNIFIED[0], base(0)]),
]


@pytest.mark.parametrize(("first", "second", "marks", "exams"), MEDALS)
def test_medals(first: str, second: str, marks: list[Final], exams: list[Exam]) -> None:
    assert (answer(medal1(marks, exams, LIMITS)), answer(medal2(marks, exams, LIMITS))) == (first, second)


def test_medals_follow_the_limits_of_the_year() -> None:
    easier = replace(LIMITS, score1=65, score2=55, fours2=3, basic=4)
    low = [unified(RUSSIAN, 65), unified("Химия", 65), unified(MATHEMATICS, 40)]
    assert answer(medal1(finals(), low, LIMITS)) == "нет"
    assert answer(medal1(finals(), low, easier)) == "да"
    assert answer(medal2(finals(4, 4, 4), low, easier)) == "да"
    assert answer(medal1(finals(), [UNIFIED[0], base(4)], easier)) == "да"


def test_grounds_tell_the_figures() -> None:
    decision = medal1(finals(4), [unified(RUSSIAN, 65), unified(MATHEMATICS, 40), unified("Химия", 68)], LIMITS)
    assert [ground.text for ground in decision.lacking()] == [
        "все итоговые — «5»: Русский язык — 4",
        "Русский язык, ЕГЭ: 65 при нужных 70",
        "ещё один предмет, ЕГЭ, при нужных 70: лучший — Химия, ЕГЭ: 68",
    ]
    assert all("приказ № 7" in ground.clause or "приказ № 5" in ground.clause for ground in decision.grounds)


SPOILED = {
    "итоговая 3": (finals(3), UNIFIED),
    "русский язык": (finals(), [unified(RUSSIAN, 50), *UNIFIED[1:]]),
    "второй предмет": (finals(), [*UNIFIED[:2], unified("Химия", 50)]),
    "повторно": (finals(), [*UNIFIED, unified("Физика", 90, retake=True)]),
    "аннулирован": (finals(), [*UNIFIED, unified("Физика", None, annulled=True)]),
}
"""What alone takes the medal of degree II away."""


@pytest.mark.parametrize("one", SPOILED)
def test_each_ground_alone_decides(one: str) -> None:
    decision = medal2(*SPOILED[one], LIMITS)
    assert [ground.met for ground in decision.grounds].count(False) == 1
    assert decision.answer is Answer.NO


@pytest.mark.parametrize("unknown", [(), (0,), (1,), (0, 1, 2)])
def test_the_unknown_never_grants(unknown: tuple[int, ...]) -> None:
    """Whatever of the exams is left out, the answer is «да» only when all is known."""
    for count in range(len(UNIFIED) + 1):
        for exams in combinations(UNIFIED, count):
            marks = finals(*("" if place in unknown else 5 for place in range(3)))
            granted = medal1(marks, exams, LIMITS).answer is Answer.YES
            assert granted == (not unknown and len(exams) == 3)


@pytest.mark.parametrize(
    ("expected", "marks", "exams", "basic"),
    [
        ("да", finals(3, 3), STATE, True),
        ("да", finals(3, "зач"), UNIFIED, False),
        ("нет", finals(2), STATE, True),
        ("нет", finals("н/а"), STATE, True),
        ("нет", finals(), [*STATE[:3], state("История", 2)], True),
        ("да", finals(), [*STATE[:3], state("История", 2), state("История", 3, retake=True)], True),
        ("да", finals(), [*UNIFIED[:2], unified("Химия", 10)], False),
        ("да", finals(), [unified(RUSSIAN, 40), unified(MATHEMATICS, 10), base(4)], False),
        ("нет", finals(), [unified(RUSSIAN, 10), base(4)], False),
        ("нет", finals(), [unified(RUSSIAN, 40), base(2)], False),
        ("не хватает данных", finals(), [unified(RUSSIAN, 40)], False),
        ("не хватает данных", finals("", 3), STATE, True),
        ("не хватает данных", [], STATE, True),
    ],
)
def test_issue_of_the_certificate(expected: str, marks: list[Final], exams: list[Exam], basic: bool) -> None:
    assert answer(issue(marks, exams, basic)) == expected
