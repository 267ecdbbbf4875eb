"""Who is proposed for an award: похвальный лист, candidates for a commendation, and who is commended already."""

from __future__ import annotations

import datetime as dt

import pytest

from xlrecords.achievements.awards import Candidate, candidates, diplomas, honour_sheets
from xlrecords.achievements.commend import Chosen, Register, read_order, register_for
from xlrecords.books.markdown import parse_books
from xlrecords.commands.reading import study
from xlrecords.decision import Answer
from xlrecords.report import Figure
from xlrecords.reports.commendations import awarded, order_lines
from xlrecords.reports.eligibility.awards import award_pages
from xlrecords.school import School

DAY = dt.date(2027, 5, 31)
LIST = """
# Контингент
| Контингент обучающихся |
| № | Фамилия, имя, отчество | Дата рождения | Личное дело № | Класс | Прибыл |
| 1 | Крылова Анна Игоревна | 23.03.2015 | К-1 | 5А | 01.09.2025 |
| 2 | Орлов Илья Петрович | 04.05.2015 | О-2 | 5А | 01.09.2025 |
| 3 | Зимин Олег Петрович | 04.05.2015 | З-3 | 5А | 01.09.2025 |
| 4 | Иванов Пётр Ильич | 05.05.2015 | И-4 | 5А | 01.09.2026 |
| 5 | Иванов Пётр Ильич | 06.06.2015 | И-5 | 5А | 01.09.2026 |
| 6 | Юдина Вера Львовна | 05.05.2011 | Ю-6 | 9А | 01.09.2026 |
"""
ACHIEVEMENTS = """
# Достижения
| Ведомость индивидуальных достижений класса |
| Учебный год: | 2026/2027 |
| № | ФИО | Класс | Вид достижения | Дата | Мероприятие | Предмет/вид | Уровень | Статус | Перечень | ГИР | Документ (№, дата) |
"""
GIVEN = """
# Поощрения
| Реестр поощрений |
| Учебный год: | 2026/2027 |
| № | ФИО | Класс | Дата | Вид | За что | Деятельность | Основание | Приказ № и дата |
"""


def school(text: str) -> School:
    return study(parse_books(LIST + text, "Книга.xlsx"))[0]


def achieved(*lines: str) -> str:
    return ACHIEVEMENTS + "".join(f"| {number} | {line} |\n" for number, line in enumerate(lines, 1))


def given(*lines: str) -> str:
    tail = "учебная | диплом № 3 | № 142 от 23.10.2026"
    return GIVEN + "".join(f"| {number} | {line} | {tail} |\n" for number, line in enumerate(lines, 1))


def proposed(text: str, day: dt.date = DAY) -> list[Candidate]:
    return list(candidates(school(text), day))


def journal(group: str, subject: str, *lines: str) -> str:
    head = (
        f"| Классный журнал |\n| Класс: | {group} |\n| Предмет: | {subject} |\n| Учитель: | Панфилова В. В. |\n| Учебный год: | 2026/2027 |"
    )
    return f"\n# {subject} {group}\n{head}\n| ФИО | 01.09.2026 | Год |\n" + "".join(f"| {line} |\n" for line in lines)


# Похвальный лист

MARKS = """
| русский | алгебра | музыка | answer |
|---------|---------|--------|--------|
| 5       | 5       | 5      | да     |
| 5       | 5       | осв    | да     |
| 5       | 4       | 5      | нет    |
| 5       | н/а     | 5      | нет    |
| 5       | 4       |        | нет    |
| 5       |         | 5      | не хватает данных |
|         |         |        | не хватает данных |
| осв     | осв     | осв    | не хватает данных |
"""
ROWS = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in MARKS.strip().splitlines()[2:]]


@pytest.mark.parametrize(("russian", "algebra", "music", "answer"), ROWS)
def test_the_honour_sheet_asks_for_nothing_but_fives_and_unknown_never_grants(russian: str, algebra: str, music: str, answer: str) -> None:
    text = "".join(
        journal("5А", subject, f"Крылова Анна Игоревна | | {mark}", "Орлов Илья Петрович | | 5")
        for subject, mark in (("Русский язык", russian), ("Математика", algebra), ("Музыка", music))
    )
    found = {award.student: award.decision.answer.value for award in honour_sheets(school(text))}
    assert found == {"Крылова Анна Игоревна": answer, "Орлов Илья Петрович": "да"}


def test_a_subject_of_the_class_that_a_student_lacks_leaves_the_honour_sheet_open() -> None:
    others = ("Орлов Илья Петрович | | 5", "Зимин Олег Петрович | | 5")
    text = journal("5А", "Русский язык", "Крылова Анна Игоревна | | 5", *others) + journal("5А", "Музыка", *others)
    found = {award.student: award.decision for award in honour_sheets(school(text))}
    assert found["Крылова Анна Игоревна"].answer is Answer.UNKNOWN
    assert [ground.text for ground in found["Крылова Анна Игоревна"].lacking()] == ["Музыка: годовой отметки нет"]


def test_classes_of_the_honour_sheet_are_a_setting() -> None:
    text = journal("9А", "Русский язык", "Юдина Вера Львовна | | 5")
    setting = "\n# Правила\n| Правила |\n| Правило | Значение |\n| Похвальный лист: классы | 2–9 |\n"
    assert honour_sheets(school(text)) == ()
    assert [award.decision.answer for award in honour_sheets(school(text + setting))] == [Answer.YES]


def test_graduates_are_judged_by_the_rules_of_certificates() -> None:
    assert {award.title for award in diplomas(school(journal("9А", "Русский язык", "Юдина Вера Львовна | | 5")))} == {"аттестат с отличием"}


# Candidates

TOURNAMENT = "Турнир юных химиков | Химия | региональный | {status} | да | нет | Диплом № 3"
WON = "Крылова Анна Игоревна | 5А | олимпиада, конкурс | 12.10.2026 | " + TOURNAMENT.format(status="победитель")
MERIT = "Турнир юных химиков (Химия), региональный уровень, 12.10.2026 — победитель"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (WON, ("грамота", "творческая", "да")),
        (WON.replace("победитель", "призёр"), ("благодарность", "творческая", "да")),
        (WON.replace("победитель", "чемпион"), ("грамота", "творческая", "да")),
        (WON.replace("победитель", "участник"), None),
        (WON.replace("региональный", "школьный"), None),
        (WON.replace("региональный", ""), ("грамота", "творческая", "не хватает данных")),
        (WON.replace("Диплом № 3", ""), ("грамота", "творческая", "не хватает данных")),
        (WON.replace("12.10.2026", "12.10.2025"), None),
        (WON.replace("Турнир юных химиков", "Олимпиада по химии"), ("грамота", "учебная", "да")),
        (WON.replace("Крылова Анна Игоревна", "Крылова А."), ("грамота", "творческая", "не хватает данных")),
        (
            "Орлов Илья Петрович | 5А | ГТО | 12.10.2026 | ГТО | ГТО | школьный | золотой знак ГТО | | | Удостоверение № 7",
            ("грамота", "физкультурная", "да"),
        ),
        ("Орлов Илья Петрович | 5А | ГТО | 12.10.2026 | ГТО | ГТО | школьный | серебряный знак ГТО | | | Удостоверение № 7", None),
    ],
)
def test_what_is_commended_is_what_the_settings_name(line: str, expected: tuple[str, str, str] | None) -> None:
    found = [(one.sort, one.activity, one.decision.answer.value) for one in proposed(achieved(line))]
    assert found == ([expected] if expected else [])


def test_what_comes_after_the_day_is_not_there_yet() -> None:
    assert proposed(achieved(WON), dt.date(2026, 10, 11)) == []
    assert len(proposed(achieved(WON), dt.date(2026, 10, 12))) == 1


def test_settings_of_the_school_decide_status_and_level() -> None:
    rules = (
        "\n# Правила\n| Правила |\n| Правило | Значение |\n| К поощрению представляют | {} |\n| К поощрению представляют с уровня | {} |\n"
    )
    text = achieved(WON.replace("победитель", "лауреат"))
    assert proposed(text) == []
    assert len(proposed(text + rules.format("победитель; лауреат", "региональный"))) == 1
    assert proposed(text + rules.format("победитель; лауреат", "всероссийский")) == []


def test_all_of_a_team_are_commended_and_each_once() -> None:
    team = "{} | 5А | спорт | 12.10.2026 | Кросс наций | Бег | муниципальный | победитель | | | Диплом № 9"
    sport = """
# Спорт
| Спорт и ГТО |
| Учебный год: | 2026/2027 |
| № | ФИО | Класс | Дата | Соревнование | Ранг соревнования | Вид спорта | Результат | Команда | Документ (№, дата) |
| 1 | Крылова Анна Игоревна | 5А | 12.10.2026 | Кросс наций | муниципальные соревнования | Бег | победитель | школа | Диплом № 9 |
"""
    found = proposed(achieved(team.format("Крылова Анна Игоревна"), team.format("Орлов Илья Петрович")) + sport)
    assert [(one.student, one.activity, len(one.places)) for one in found] == [
        ("Крылова Анна Игоревна", "спортивная", 2),
        ("Орлов Илья Петрович", "спортивная", 1),
    ]


def test_namesakes_are_told_apart_by_their_files_and_never_taken_for_each_other() -> None:
    one = WON.replace("Крылова Анна Игоревна", "Иванов Пётр Ильич")
    sure, doubtful = proposed(achieved(one.replace("Ильич", "Ильич (И-5)"))), proposed(achieved(one))
    assert [(one.person, one.student, one.decision.answer) for one in sure] == [(4, "Иванов Пётр Ильич (И-5)", Answer.YES)]
    assert [(one.person, one.decision.answer) for one in doubtful] == [(-1, Answer.UNKNOWN)]


# Who is commended already

TWICE = (WON, WON.replace("12.10.2026", "20.10.2026"))
COMMENDED = [
    ((WON,), f"23.10.2026 | грамота | {MERIT}", []),
    ((WON,), "23.10.2026 | грамота | «Турнир юных химиков» (химия): победитель", []),
    ((WON,), "23.10.2026 | грамота | Турнир юных химиков (Химия): призёр", ["не хватает данных"]),
    ((WON,), "23.10.2026 | грамота | Участие в турнире юных химиков", ["да"]),
    ((WON,), "23.10.2026 | грамота | Турнир юных химикв", ["не хватает данных"]),
    ((WON,), "23.10.2026 | грамота | Турнир юных химиков (Химия), муниципальный этап: победитель", ["да"]),
    ((WON,), "01.10.2026 | грамота | Турнир юных химиков (Химия): победитель", ["да"]),
    ((WON,), "23.10.2026 | грамота | Конкурс чтецов: победитель", ["да"]),
    (TWICE, "23.10.2026 | грамота | Турнир юных химиков (Химия): победитель", ["не хватает данных", "не хватает данных"]),
    (TWICE, f"23.10.2026 | грамота | {MERIT}", ["да"]),
]


@pytest.mark.parametrize(("achievements", "entry", "expected"), COMMENDED)
def test_nobody_is_commended_twice_and_doubt_is_shown(achievements: tuple[str, ...], entry: str, expected: list[str]) -> None:
    found = proposed(achieved(*achievements) + given(f"Крылова Анна Игоревна | 5А | {entry}"))
    assert [one.decision.answer.value for one in found] == expected


def test_an_entry_of_a_namesake_takes_nothing_from_the_other() -> None:
    one = WON.replace("Крылова Анна Игоревна", "Иванов Пётр Ильич (И-5)")
    entry = f"5А | 23.10.2026 | грамота | {MERIT}"
    of_other = proposed(achieved(one) + given(f"Иванов Пётр Ильич (И-4) | {entry}"))
    of_either = proposed(achieved(one) + given(f"Иванов Пётр Ильич | {entry}"))
    assert [one.decision.answer for one in of_other] == [Answer.YES]
    assert [one.decision.answer for one in of_either] == [Answer.UNKNOWN]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("Зимин Олег Петрович | 5А | 25.05.2027 | грамота | Отличные успехи в учении", [("похвальный лист", "да")]),
        ("Крылова Анна Игоревна | 5А | 25.05.2027 | похвальный лист | За отличные успехи", []),
        ("Крылова Анна Игоревна | 5А | 25.05.2027 | грамота | Отличные успехи в учении", [("похвальный лист", "не хватает данных")]),
        ("Крылова Анна Игоревна | 5А | 25.12.2026 | грамота | Отличные успехи в учении за 2 четверть", [("похвальный лист", "да")]),
    ],
)
def test_who_has_nothing_but_fives_is_proposed_for_the_honour_sheet(entry: str, expected: list[tuple[str, str]]) -> None:
    text = journal("5А", "Русский язык", "Крылова Анна Игоревна | | 5", "Зимин Олег Петрович | | 4") + given(entry)
    found = proposed(text)
    assert [(one.sort, one.decision.answer.value) for one in found] == expected
    assert {one.merit for one in found} <= {"Отличные успехи в учении за 2026/2027 учебный год"}


# Registers and orders


@pytest.mark.parametrize(
    ("group", "expected"),
    [("5А", 0), ("5Б", 1), ("6А", 2), ("7А", 2)],
)
def test_an_entry_goes_to_the_register_that_has_its_class(group: str, expected: int) -> None:
    registers = [Register(0, {"5А": 3}, 3), Register(1, {"5Б": 2}, 2), Register(2, {"5А": 1, "6А": 4}, 5), Register(3, {}, 0)]
    assert register_for(group, registers) == expected


def test_the_book_that_is_called_so_is_for_all_classes() -> None:
    assert register_for("6А", [Register(0, {"5А": 3}, 3), Register(1, {"7А": 1}, 1, common=True)]) == 1


def test_without_a_common_register_a_blank_one_is_taken_and_else_a_new_one() -> None:
    assert register_for("6А", [Register(0, {"5А": 3}, 3), Register(1, {}, 0)]) == 1
    assert register_for("6А", [Register(0, {"5А": 3}, 3)]) == -1


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("№ 12 от 25.05.2027", "№ 12 от 25.05.2027"),
        ("№12-к  от  25.5.27", "№12-к от 25.05.2027"),
        ("12 от 25.05.2027", ""),
        ("№ 12", ""),
        ("№ 12 от 32.05.2027", ""),
    ],
)
def test_an_order_has_a_number_and_a_day(written: str, order: str) -> None:
    assert read_order(written) == order


def test_the_order_awards_in_the_accusative_and_thanks_in_the_dative() -> None:
    girl = Chosen(0, "Крылова Анна Игоревна", "5А", MERIT, "грамота", "учебная", "Диплом № 3")
    boy = Chosen(1, "Орлов Илья Петрович", "5А", "Отличные успехи в учении за 1 четверть", "благодарность", "учебная", "")
    unknown = Chosen(2, "Ким Ли", "5А", "Кросс наций", "приз", "физкультурная", "")
    assert list(order_lines([girl, boy, unknown])) == [
        (True, "1. НАГРАДИТЬ грамотой:"),
        (False, f"1.1. Крылову Анну Игоревну, ученицу 5А класса, — за успехи в учебной деятельности: {MERIT}. Основание: Диплом № 3."),
        (True, "2. НАГРАДИТЬ призом:"),
        (False, "2.1. " + awarded(unknown, "accusative") + "."),
        (True, "3. ОБЪЯВИТЬ БЛАГОДАРНОСТЬ:"),
        (False, "3.1. Орлову Илье Петровичу, ученику 5А класса, — за отличные успехи в учении за 1 четверть."),
    ]


def test_pages_show_every_decision_with_its_chain() -> None:
    text = journal("5А", "Русский язык", "Крылова Анна Игоревна | | 5", "Зимин Олег Петрович | | 4") + achieved(WON)
    awards, proposals = award_pages(school(text), DAY)
    assert (awards.tab, proposals.tab) == ("Награды", "Кандидаты на поощрение")
    assert [list(row)[:3] for row in awards.rows] == [
        ["5А", "Зимин Олег Петрович", "похвальный лист"],
        ["5А", "Крылова Анна Игоревна", "похвальный лист"],
    ]
    answer = awards.rows[0][3]
    assert isinstance(answer, Figure)
    assert answer.why is not None
    assert list(answer.why()) == [
        "похвальный лист: нет",
        "нет: Русский язык: годовая «4», Книга.xlsx, «Русский язык 5А»!C8 (п. 3.3)",
    ]
    assert len(proposals.rows) == 2
