"""Final marks, «с отличием» and medals: the examples of the acts figure by figure, each ground of a decision alone and together."""

from __future__ import annotations

import datetime as dt
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
from xlrecords.attestation.graduates import Graduate, decisions, graduates, limits
from xlrecords.books.markdown import parse_books
from xlrecords.commands import check_books
from xlrecords.commands.reading import study
from xlrecords.decision import Answer, Decision
from xlrecords.fields import collect
from xlrecords.fields.certificate import in_words, title
from xlrecords.report import Figure
from xlrecords.reports.certificates import certificate_pages
from xlrecords.scales import EGE, GVE11, OGE
from xlrecords.school import School

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


# The school


def journal(group: str, subject: str, year: int, terms: str, *lines: str, tab: str = "") -> str:
    """A journal with marks for terms alone."""
    heads = "\n".join(
        ("| Классный журнал |", f"| Класс: | {group} |", f"| Предмет: | {subject} |", "| Учитель: | Панфилова В. В. |",
         f"| Учебный год: | {year}/{year + 1} |", f"| ФИО | 01.09.{year} | {terms} |")
    )  # fmt: skip
    return f"\n# {tab or f'{subject} {group}'}\n{heads}\n" + "".join(f"| {line} |\n" for line in lines)


SETTINGS = """
# Школа
| Школа |
| Показатель | Значение |
| Учебный год | 2026/2027 |

# Правила
| Правила |
| Правило | Значение | Действует с | Источник |
| Медаль I степени: балл ЕГЭ | 70 | | приказ |
| Медаль I степени: балл ЕГЭ | 85 | 01.09.2026 | новый приказ |

# Предметы
| Предметы |
| Предмет | Другие написания | Классы | Отметки | Периоды |
| Русский язык | Русский | | баллы | |
| Алгебра | | 7–11 | баллы | |
| Геометрия | | 7–11 | баллы | |
| Физика | | 7–9 | баллы | |
| Музыка | | 5–8 | баллы | |
| География | | 10 | баллы | полугодия |

# Шкалы
| Шкалы экзаменов |
| Экзамен | Год | Предмет | «3» от |
| ЕГЭ | 2027 | Русский язык | 24 |

# Контингент
| Контингент обучающихся |
| № | Фамилия, имя, отчество | Дата рождения | Личное дело № | Класс | Прибыл |
| 1 | Крылова Анна Игоревна | 23.03.2011 | К-1 | 9А | 01.09.2025 |
| 2 | Орлов Илья Петрович | 04.05.2011 | О-2 | 9А | 01.09.2025 |
| 3 | Зимин Олег Петрович | 04.05.2009 | З-3 | 11Б | 01.09.2025 |
| 4 | Юдина Вера Львовна | 05.05.2009 | Ю-4 | 11Б | 01.09.2026 |
| 5 | Ивина Ия Львовна | 05.05.2013 | И-5 | 7А | 01.09.2026 |
"""
EXAMS = """
# ОГЭ
| Результаты ОГЭ |
| ФИО | Класс | Предмет | Дата экзамена | Первичный балл | Отметка | Повторно |
| Крылова Анна Игоревна | 9А | Русский язык | 01.06.2027 | 30 | 4 | |
| Крылова Анна Игоревна | 9А | Математика | 05.06.2027 | 3 | 2 | |
| Крылова Анна Игоревна | 9А | Математика | 25.06.2027 | 20 | 4 | да |
| Крылова Анна Игоревна | 9А | Физика | 05.06.2027 | 20 | 4 | |
| Орлов Илья Петрович | 9А | Русский язык | 01.06.2027 | 30 | 5 | |

# ЕГЭ
| Результаты ЕГЭ |
| ФИО | Класс | Предмет | Уровень (Б/П) | Дата экзамена | Тестовый балл | Отметка |
| Зимин Олег Петрович | 11Б | Русский язык | | 01.06.2027 | 80 | |
| Зимин Олег Петрович | 11Б | Математика | Б | 01.06.2027 | | 5 |
"""
CARD = """
# Карта
| Личная карта обучающегося |
| ФИО: | Крылова Анна Игоревна |
| Дата рождения: | 23.03.2011 |
| Личное дело №: | К-1 |
| Предмет | 4 кл. | 5 кл. | 7 кл. | 8 кл. |
| Музыка | 5 | 4 | 4 | 5 |
| ИЗО | 5 | 4 | 3 | |
| Литературное чтение | 5 | | | |
"""
NINTH = "".join(
    journal("9А", subject, 2026, "4 четверть | Год", f"Крылова Анна | | 4 | {first}", f"Орлов Илья | | 4 | {second}")
    for subject, first, second in (("Русский", 5, 5), ("Алгебра", 4, 4), ("Геометрия", 5, 5), ("Физика", 5, 5))
)
HALVES = "1 полугодие | 2 полугодие | Год"
ELEVENTH = "".join(
    journal("11Б", subject, 2026, HALVES, "Зимин Олег | | 5 | 4 | 5", "Юдина Вера | | 5 | 5 | 5")
    for subject in ("Русский", "Алгебра", "Геометрия")
)
TENTH = (
    journal("10Б", "Русский", 2025, HALVES, "Зимин Олег | | 5 | 4 | 4", "Чужой Иван | | 4 | 4 | 4")
    + journal("10Б", "Алгебра", 2025, HALVES, "Зимин Олег Петрович | | 5 | 5 | 5", "Чужой Иван | | 4 | 4 | 4")
    + journal("10Б", "Геометрия", 2025, HALVES, "Зимин Олег | | 5 | 5 | 5", "Чужой Иван | | 4 | 4 | 4")
    + journal("10Б", "География", 2025, HALVES, "Зимин Олег | | 5 | 5 | 5", "Чужой Иван | | 4 | 4 | 4")
)
WHOLE = SETTINGS + EXAMS + CARD + NINTH + ELEVENTH + TENTH


def school(text: str) -> School:
    return study(parse_books(text, "Книга.xlsx"))[0]


def graduate(text: str, surname: str) -> Graduate:
    return next(found for found in graduates(school(text)) if found.name.startswith(surname))


def shown(found: Graduate) -> dict[str, str]:
    return {final.subject: final.shown for final in found.finals}


def lacking(found: Graduate) -> dict[str, str]:
    return {final.subject: final.lacking[0] for final in found.finals if final.lacking}


def test_graduates_are_those_of_grades_9_and_11_by_classes_and_names() -> None:
    assert [(found.name, found.group) for found in graduates(school(WHOLE))] == [
        ("Крылова Анна Игоревна", "9А"),
        ("Орлов Илья Петрович", "9А"),
        ("Зимин Олег Петрович", "11Б"),
        ("Юдина Вера Львовна", "11Б"),
    ]


def test_grade_9_from_journals_exams_and_the_personal_card() -> None:
    """Russian 5 and 4, mathematics 4, 5 and the exam taken again, physics 5 and 4; music of grade 8, art of grade 7."""
    found = graduate(WHOLE, "Крылова")
    assert shown(found) == {"Русский язык": "5", "Математика": "4", "Физика": "5", "Музыка": "5", "ИЗО": "3"}
    assert decisions(found, LIMITS)["аттестат"].answer is Answer.YES
    refused = decisions(found, LIMITS)["аттестат с отличием"].lacking()
    assert [ground.text for ground in refused] == ["все итоговые — «5»: Математика — 4, ИЗО — 3", "без повторной ГИА: Математика"]


def test_the_chain_names_the_cells_of_journals_and_exams() -> None:
    final = graduate(WHOLE, "Крылова").finals[0]
    assert final.why()[1:4] == [
        "5 — Русский язык, 9 класс, год (Книга.xlsx, «Русский 9А»!D7)",
        "4 — Русский язык, ОГЭ (Книга.xlsx, «ОГЭ»!C3)",
        "(5 + 4) : 2 = 9 : 2 = 4,50 → 5",
    ]


def test_what_grade_9_lacks_is_told() -> None:
    assert lacking(graduate(WHOLE, "Орлов")) == {
        "Математика": "Математика, экзамен: результата нет",
        "Физика": "Физика, экзамен: неизвестно, сдавался ли он",
        "Музыка": "Музыка, 8 класс, год: отметки за 8 класс нет: нужна личная карта или журнал того года",
    }


def test_a_subject_without_a_journal_is_missing_not_left_out() -> None:
    without = WHOLE.replace(journal("9А", "Физика", 2026, "4 четверть | Год", "Крылова Анна | | 4 | 5", "Орлов Илья | | 4 | 5"), "")
    assert lacking(graduate(without, "Крылова")) == {"Физика": "Физика, 9 класс, год: журнала 9А класса нет"}


def test_without_plan_and_card_earlier_subjects_are_unknown() -> None:
    alone = EXAMS + NINTH + SETTINGS[SETTINGS.index("# Контингент") :]
    assert "Предметы, законченные раньше" in lacking(graduate(alone, "Крылова"))


def test_an_earlier_year_gives_the_last_mark_of_a_finished_subject() -> None:
    earlier = journal("8А", "Музыка", 2025, "Год", "Орлов Илья | | 3", "Крылова Анна | | 4")
    assert shown(graduate(WHOLE + earlier, "Орлов"))["Музыка"] == "3"


def test_grade_11_from_two_years() -> None:
    """A name in full and a short one are one student when nobody else can be meant; geography ended in grade 10."""
    found = graduate(WHOLE, "Зимин")
    assert shown(found) == {"Русский язык": "5", "Математика": "5", "География": "5"}  # 27 : 6, 57 : 12, 15 : 3
    assert [str(step) for step in found.finals[0].steps] == ["(5 + 4 + 4 + 5 + 4 + 5) : 6 = 27 : 6 = 4,50 → 5"]
    assert len(found.finals[1].steps[0].parts) == 12


def test_who_was_not_here_in_grade_10_has_unknown_marks() -> None:
    found = graduate(WHOLE, "Юдина")
    assert set(shown(found).values()) == {""}
    assert lacking(found)["Русский язык"] == "Русский язык, 10 класс: в 10Б классе за 2025/2026 такого имени нет"


def test_without_the_earlier_year_nothing_is_guessed() -> None:
    found = graduate(SETTINGS + EXAMS + ELEVENTH, "Зимин")
    assert lacking(found)["Русский язык"] == "Русский язык, 10 класс: записей 10Б класса за прежний учебный год нет"
    assert decisions(found, LIMITS)["медаль I степени"].answer is Answer.UNKNOWN


def test_a_short_name_that_two_people_bear_is_nobody() -> None:
    namesakes = WHOLE.replace("| 5 | Ивина Ия Львовна | 05.05.2013 | И-5 | 7А |", "| 5 | Зимин Олег Ильич | 05.05.2009 | З-5 | 11Б |")
    namesakes = namesakes.replace("Зимин Олег | | 5 | 4 | 5", "Зимин Олег Петрович | | 5 | 4 | 5")
    assert "Русский язык" in lacking(graduate(namesakes, "Зимин Олег Петрович"))


def test_a_name_that_stands_twice_in_an_earlier_journal_is_nobody() -> None:
    doubled = WHOLE.replace("| Чужой Иван | | 4 | 4 | 4 |", "| Зимин Олег | | 4 | 4 | 4 |", 1)
    assert (
        lacking(graduate(doubled, "Зимин"))["Русский язык"]
        == "Русский язык, 10 класс: в 10Б классе за 2025/2026 несколько записей с этим именем"
    )


def test_the_number_of_the_personal_file_tells_who_it_was() -> None:
    renamed = WHOLE.replace("Зимин Олег Петрович | | 5 | 5 | 5", "Зимин Олег (З-3) | | 5 | 5 | 5").replace(
        "Зимин Олег | | 5 | 4 | 4", "Земин Олег (З-3) | | 5 | 4 | 4"
    )
    assert shown(graduate(renamed, "Зимин"))["Русский язык"] == "5"


def test_the_method_of_mathematics_is_a_setting() -> None:
    two_steps = WHOLE.replace("| Медаль I степени: балл ЕГЭ | 70 | | приказ |", "| Математика в аттестате 9 класса | в два шага | | |")
    found = graduate(two_steps, "Крылова")
    assert shown(found)["Математика"] == "5"  # (4 + 5) : 2 -> 5, (5 + 4) : 2 -> 5
    assert "в два шага" in found.finals[1].rule


@pytest.mark.parametrize(("since", "expected"), [("01.09.2026", "нет"), ("01.09.2027", "да")])
def test_thresholds_of_medals_are_those_of_the_year(since: str, expected: str) -> None:
    dated = WHOLE.replace("| 85 | 01.09.2026 |", f"| 85 | {since} |")
    read = school(dated)
    found = next(one for one in graduates(read) if one.name.startswith("Зимин"))
    decision = decisions(found, limits(read))["медаль I степени"]
    assert decision.answer.value == expected
    assert any(f"ЕГЭ: 80 при нужных {85 if expected == 'нет' else 70}" in ground.text for ground in decision.grounds)


# Pages and fields


def test_pages_have_each_graduate_and_say_why() -> None:
    pages = {page.tab: page for page in certificate_pages(school(WHOLE), {9: 17})}
    assert list(pages) == ["Итоговые 9 класс", "Итоговые 11 класс", "С отличием и медали", "Книга аттестатов 9", "Книга аттестатов 11"]
    marks = [[getattr(cell, "value", cell) for cell in row] for row in pages["Итоговые 9 класс"].rows]
    assert marks[:2] == [["9А класс"], [1, "Крылова Анна Игоревна", 5, 4, 5, 5, 3, ""]]
    assert marks[2][2:7] == [5, "?", "?", "?", "–"]
    for page in pages.values():
        assert all(len(row) in (1, len(page.fields)) for row in page.rows)
        for cell in (cell for row in page.rows for cell in row if isinstance(cell, Figure)):
            assert cell.why is not None
            assert len(cell.why()) > 1


def test_the_book_is_numbered_without_gaps_from_the_given_number() -> None:
    book = certificate_pages(school(WHOLE), {9: 17})[-2]
    assert [row[:3] for row in book.rows if len(row) > 1] == [
        [17, "Крылова Анна Игоревна", "23.03.2011"],
        [18, "Орлов Илья Петрович", "04.05.2011"],
    ]


def test_the_book_leaves_out_who_gets_no_certificate() -> None:
    failing = WHOLE.replace("| 01.06.2027 | 30 | 5 | |", "| 01.06.2027 | 12 | 2 | |")
    book = certificate_pages(school(failing))[-2]
    assert [row[1] for row in book.rows if len(row) > 1] == ["Крылова Анна Игоревна"]


@pytest.mark.parametrize("text", [SETTINGS, SETTINGS + journal("9А", "Русский", 2026, "1 четверть | Год", "Крылова Анна | | 4 | ")])
def test_without_graduates_or_before_the_end_of_the_year_there_are_no_pages(text: str) -> None:
    assert certificate_pages(school(text)) == ()


BOOK = """
# Книга
| Книга регистрации выданных документов об образовании |
| Класс: | 9А |
| Уровень образования: | основное общее |
| Учебный год: | 2026/2027 |
| № записи | ФИО выпускника | Дата рождения | Номер бланка | Русский язык | Дата и № приказа о выдаче | Дата выдачи |
| 17 | Крылова Анна Игоревна | 23.03.2011 | 077 12 26 0000001 | 5 | 25.06.2027 № 112 | 28.06.2027 |

# Проекты
| Проекты и исследования |
| ФИО | Класс | Тема | Тип | Руководитель | Дата | Оценка/уровень |
| Крылова Анна Игоревна | 9А | Вода в городе | исследовательский | Панфилова В. В. | 10.04.2027 | 5 |
"""


def found(text: str) -> list[tuple[str, str]]:
    return [
        (issue.rule.id, issue.place.cell) for issue in check_books(parse_books(text, "Книга.xlsx")).issues if issue.place.sheet == "Книга"
    ]


@pytest.mark.parametrize("dash", ["", "—", "–", "-", "Z", "не изучал(а)"])
def test_a_dash_in_the_book_is_a_subject_that_was_not_taught(dash: str) -> None:
    heading, line = "| Русский язык | Дата и", "| 077 12 26 0000001 | 5 |"
    book = BOOK.replace(heading, "| Русский язык | Астрономия | Физика | Дата и").replace(line, f"{line} {dash} | {dash} |")
    assert found(WHOLE + book) == [("certificate-mark-differs", "G6")]


@pytest.mark.parametrize(
    ("blank", "rules"),
    [
        ("77122600000012", []),  # a number: fourteen digits are kept
        ("'77122600000012", []),
        ("077 12 26 0000001", []),
        ("7712260000001", ["blank-number-format"]),  # a number that lost its first zero
        ("№ 7", ["blank-number-format"]),
    ],
)
def test_the_number_of_a_blank_may_be_a_number_if_it_lost_no_zero(blank: str, rules: list[str]) -> None:
    assert [rule for rule, cell in found(BOOK.replace("077 12 26 0000001", blank)) if cell == "D6"] == rules


WHOLE_BOOK = """
# Книга
| Книга регистрации выданных документов об образовании |
| Уровень образования: | основное общее |
| Учебный год: | 2026/2027 |
| № записи | ФИО выпускника | Дата рождения | Номер бланка |
| 9А класс |
| 17 | Крылова Анна Игоревна | 23.03.2011 | 077 12 26 0000005 |
| 18 | Орлов Илья Петрович | 04.05.2011 | 077 12 26 0000006 |
| 9Б класс |
| 20 | Белов Ян Львович | 05.05.2011 | 077 12 26 0000001 |
"""


def test_one_book_of_all_classes_is_read_whole_and_its_classes_are_those_of_the_list() -> None:
    listed = WHOLE.replace("| 5 | Ивина Ия Львовна | 05.05.2013 | И-5 | 7А |", "| 5 | Белов Ян Львович | 05.05.2011 | Б-5 | 9Б |")
    assert found(listed + WHOLE_BOOK) == [("record-number-gap", "A9")]


DUPLICATES = """
# Книга
| Книга регистрации выданных документов об образовании |
| Класс: | 9А |
| Уровень образования: | основное общее |
| Учебный год: | 2026/2027 |
| № записи | ФИО выпускника | Получатель по доверенности | Дата рождения | Номер бланка | Дата и № приказа о выдаче | Дата выдачи |
| 17 | Крылова Анна Игоревна | Крылова Вера Львовна | 23.03.2011 | 077 12 26 0000005 | 25.06.2027 № 112 | 28.06.2027 |
| 18 | Орлов Илья Петрович | | 04.05.2011 | 077 12 26 0000006 | 25.06.2027 № 112 | 28.06.2027 |
| 19 | Крылова Анна Игоревна | | 23.03.2011 | 077 12 26 0000001 | 25.07.2027 № 130 | 28.07.2027 |
"""


def test_a_duplicate_stands_below_and_has_a_number_of_its_own() -> None:
    assert found(DUPLICATES) == []
    other = DUPLICATES.replace("| 19 | Крылова Анна Игоревна | | 23.03.2011 |", "| 19 | Иванова Анна Игоревна | | 23.03.2011 |")
    assert found(other) == [("graduate-order", "B8"), ("blank-order", "E8")]


def test_fields_of_the_supplement() -> None:
    told = collect(school(WHOLE + BOOK), dt.date(2027, 6, 28))
    first, second, *_, seventh = told
    assert [(item["номер"], item["предмет"], item["отметка"], item["отметка словом"]) for item in first["аттестат"]] == [
        (1, "Русский язык", 5, "5 (отлично)"),
        (2, "Математика", 4, "4 (хорошо)"),
        (3, "Физика", 5, "5 (отлично)"),
        (4, "Музыка", 5, "5 (отлично)"),
        (5, "ИЗО", 3, "3 (удовлетворительно)"),
    ]
    assert first["дополнительные сведения"] == [{"номер": 1, "сведения": "Индивидуальный проект «Вода в городе» — 5 (отлично)"}]
    expected = {
        "Уровень образования": "основное общее",
        "Номер записи аттестата": 17,
        "Номер бланка аттестата": "077 12 26 0000001",
        "Приказ о выдаче аттестата": "25.06.2027 № 112",
        "Дата выдачи аттестата": dt.date(2027, 6, 28),
    }
    assert {name: first[name] for name in expected} == expected
    assert second["аттестат"][1]["отметка словом"] is None
    assert (seventh["аттестат"], seventh["Уровень образования"]) == ([], None)


ELECTIVE = """
# Электив
| Журнал элективного курса |
| Элективный курс: | Основы экономики |
| Учитель: | Панфилова В. В. |
| Учебный год: | 2026/2027 |
| ФИО | Класс | 07.09.2026 | Год |
| Крылова Анна Игоревна | 9А | | зач |
"""


def test_courses_of_choice_are_further_information() -> None:
    told = collect(school(WHOLE + ELECTIVE), dt.date(2027, 6, 28))
    assert [item["сведения"] for item in told[0]["дополнительные сведения"]] == ["Элективный курс «Основы экономики»"]
    assert "Основы экономики" not in [item["предмет"] for item in told[0]["аттестат"]]
    assert told[1]["дополнительные сведения"] == []


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Английский язык", "Иностранный язык (английский)"),
        ("Русский язык", "Русский язык"),
        ("Иностранный язык (немецкий)", "Иностранный язык (немецкий)"),
        ("Английский", "Английский"),
    ],
)
def test_the_language_is_named_in_brackets(subject: str, shown: str) -> None:
    assert title(subject) == shown


def test_credits_are_written_in_words() -> None:
    assert in_words(basic_mark("Проект", part("зач"), None)) == "зачтено"
