"""Doubts in the registers of a school, each of which must keep a case from being granted, and tell who settles it (п. 3.2.2, 3.4)."""

from __future__ import annotations

import datetime as dt

import pytest

from xlrecords.achievements.cases import considered, limits
from xlrecords.achievements.joining import lines
from xlrecords.achievements.special import Reason

from .test_eligible import DAY, SCHOOL, answers, cases, school

GRANTED = SCHOOL.replace("| письменное | на рассмотрении | |", "| письменное | удовлетворено | протокол № 9 |")
APPLIED = "| 1 | 12.04.2027 | Власова Мария Ивановна | Власова Ольга Петровна | 8А | особые условия аттестации | Физика | письменное |"
ACHIEVED = "| 15.03.2027 | Олимпиада «Росток» | Физика | всероссийский | победитель | да | да | Диплом № 1 |"


def changed(before: str, after: str, text: str = GRANTED) -> str:
    assert before in text
    return text.replace(before, after, 1)


def reason(text: str, code: str, subject: str = "Физика", surname: str = "Власова") -> Reason:
    """A row of the table of the first case of a student and a subject."""
    return next(reason for reason in cases(text, surname, subject)[0].verdict.reasons if reason.code == code)


def test_the_case_that_the_doubts_are_about_is_granted() -> None:
    assert ("Власова", "Физика", "Олимпиада «Росток»", "да", "E12") in answers(GRANTED)


# Documents


@pytest.mark.parametrize("written", ["—", "-", "нет", "Нет документа", "не выдан", "утерян", "", "отсутствует"])
def test_a_dash_is_no_document(written: str) -> None:
    assert reason(changed("| победитель | да | да | Диплом № 1 |", f"| победитель | да | да | {written} |"), "E01").ground.met is False


DOCUMENTS = """
# Документы
| Реестр подтверждающих документов |
| Учебный год: | 2026/2027 |
| № | ФИО | Класс | Вид документа | Что подтверждает | Результат | Кем выдан | № документа | Дата документа |
| 1 | Власова Ольга Петровна | 8А | дипломы победителей и призёров олимпиад и конкурсов | Олимпиада «Росток» | {status} | Фонд | 9 | {day} |
"""
BARE = changed("| победитель | да | да | Диплом № 1 |", "| победитель | да | да | |")
ALONE = changed("| 2 | Власова Ольга Петровна | 8А | 16.03.2027 | Олимпиада «Росток» |",
                "| 2 | Власова Ольга Петровна | 8А | 16.03.2027 | Конкурс «Иной» |", BARE)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day", "status", "met"),
    [
        (ALONE, "20.03.2027", "победитель", True),
        (ALONE, "20.03.2027", "", True),
        (ALONE, "20.03.2027", "1 место", True),
        (ALONE, "20.03.2027", "призёр", False),
        (ALONE, "20.03.2026", "победитель", False),  # that of another year
        (ALONE, "", "победитель", None),
        (BARE, "20.03.2027", "", None),  # she took part in two subjects: of which one it is, nobody says
        (BARE, "20.03.2027", "победитель", True),
    ],
)
def test_a_document_of_a_register_is_of_that_very_achievement(text: str, day: str, status: str, met: bool | None) -> None:
    assert reason(text + DOCUMENTS.format(day=day, status=status), "E01").ground.met is met


# Languages

LANGUAGES = changed("| Химия | | 8–11 | 2 | баллы | четверти |",
                    "| Химия | | 8–11 | 2 | баллы | четверти |\n| Немецкий язык | | 5–11 | 2 | баллы | четверти |")  # fmt: skip


def in_language(achieved: str, listed: str, checked: str) -> str:
    text = changed("| 2026/2027 | Перечень олимпиад школьников | Олимпиада «Росток» | физика | Физика |",
                   f"| 2026/2027 | Перечень олимпиад школьников | Олимпиада «Росток» | {listed} | |", LANGUAGES)  # fmt: skip
    text = changed("| Олимпиада «Росток» | Физика | всероссийский | победитель |",
                   f"| Олимпиада «Росток» | {achieved} | всероссийский | победитель |", text)  # fmt: skip
    return changed(
        "| Олимпиада «Росток» | Физика | победитель | 2026/2027 |", f"| Олимпиада «Росток» | {checked} | победитель | 2026/2027 |", text
    )


@pytest.mark.parametrize(
    ("achieved", "listed", "checked", "subject", "met"),
    [
        ("Немецкий язык", "иностранный язык", "немецкий язык", "Немецкий язык", {"E02": True, "E04": True, "E07": True}),
        ("Немецкий язык", "английский язык", "немецкий язык", "Немецкий язык", {"E02": True, "E04": None, "E07": True}),
        ("Немецкий язык", "иностранный язык", "английский язык", "Немецкий язык", {"E02": None, "E04": True, "E07": True}),
        (
            "иностранный язык",
            "иностранный язык",
            "иностранный язык",
            "Физика",
            {"E02": True, "E04": True, "E07": None},
        ),  # which one, nobody says
    ],
)
def test_one_language_is_not_another(achieved: str, listed: str, checked: str, subject: str, met: dict[str, bool | None]) -> None:
    text = in_language(achieved, listed, checked)
    assert {code: reason(text, code, subject).ground.met for code in met} == met
    assert not [case for case in cases(text, "Власова", "Английский язык") if case.achievement.subject == achieved]


# Applications of two parents

MOTHER = APPLIED + " {} | {} |"
FATHER = "| 3 | {} | Власов Пётр Ильич | Власова Ольга Петровна | 8А | особые условия аттестации | {} | письменное | {} | {} |"
BOTH = changed("| Власова Мария Ивановна | да |", "| Власова Мария Ивановна; Власов Пётр Ильич | да |", SCHOOL)


@pytest.mark.parametrize(
    ("mother", "father", "answer"),
    [
        (("удовлетворено", "протокол № 9"), ("11.04.2027", "Физика", "отказано", "протокол № 8"), "E12 да"),  # asked again
        (("удовлетворено", "протокол № 9"), ("12.04.2027", "Физика", "отказано", "протокол № 9"), "E11 не хватает"),
        (("удовлетворено", "протокол № 9"), ("13.04.2027", "Физика", "отказано", "протокол № 10"), "E11 нет"),
        (("удовлетворено", "протокол № 9"), ("13.04.2027", "Физика", "на рассмотрении", ""), "E12 да"),
        (("удовлетворено", "протокол № 9"), ("13.04.2027", "Химия", "отказано", "протокол № 10"), "E12 да"),
        (("удовлетворено", "протокол № 9"), ("13.04.2027", "Физика", "отозвано", ""), "E09 не хватает"),
        (("удовлетворено", "протокол № 9"), ("11.04.2027", "Физика", "отозвано", ""), "E12 да"),
        (("отозвано", ""), ("13.04.2027", "Физика", "удовлетворено", "протокол № 10"), "E12 да"),
        (("отозвано", ""), ("13.04.2027", "Химия", "удовлетворено", "протокол № 10"), "E09 не хватает"),
    ],
)
def test_two_parents(mother: tuple[str, str], father: tuple[str, ...], answer: str) -> None:
    text = changed(APPLIED + " на рассмотрении | |", f"{MOTHER.format(*mother)}\n{FATHER.format(*father)}", BOTH)
    verdict = cases(text, "Власова", "Физика")[0].verdict
    assert f"{verdict.code} {verdict.answer.value}" == answer


def test_contradicting_decisions_are_told_and_the_secretary_is_asked() -> None:
    father = FATHER.format("12.04.2027", "Физика", "отказано", "протокол № 9")
    text = changed(APPLIED + " на рассмотрении | |", f"{MOTHER.format('удовлетворено', 'протокол № 9')}\n{father}", BOTH)
    found = reason(text, "E11")
    assert found.ground.text == (
        "решение принято, но не подтверждено протоколом: решения по заявлениям расходятся: № 1 от 12.04.2027, № 3 от 12.04.2027"
    )
    assert found.who == "секретарь педагогического совета"


def test_an_application_without_a_day_is_not_a_missing_one() -> None:
    found = reason(changed("| 1 | 12.04.2027 | Власова Мария", "| 1 | | Власова Мария"), "E09")
    assert (found.ground.text, found.needed, found.who) == (
        "заявление не подтверждено: № 1: дата не записана", "дата заявления", "секретарь педагогического совета",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("note", "granted"),
    [
        ("протокол № 9", True), ("Прот. 9 от 01.05.2027", True), ("протокол от 01.05.2027 № 9", True), ("приказ №12-у", True),
        ("протокол педсовета № 4", True), ("протокол от 01.05.2027", False), ("протокол", False), ("да", False), ("", False), ("9", False),
    ],
)  # fmt: skip
def test_a_decision_needs_the_number_of_its_minutes(note: str, granted: bool) -> None:
    verdict = cases(changed("| удовлетворено | протокол № 9 |", f"| удовлетворено | {note} |"), "Власова", "Физика")[0].verdict
    assert verdict.code == ("E12" if granted else "E11")
    assert (verdict.answer.value == "да") is granted


# Who it is

MOVED = changed(
    "| 1 | Власова Ольга Петровна | 05.02.2012 | В-1 | 8А | 01.09.2019 | |",
    "| 9 | Власова Ольга Петровна | 05.02.2012 | В-1 | 8Б | 01.09.2019 | 31.03.2027 | Власова Мария Ивановна | да |\n"
    "| 1 | Власова Ольга Петровна | 05.02.2012 | В-1 | 8А | 01.04.2027 | |",
)
FORMER = "| 1 | Власова Ольга Петровна | 8Б | 15.03.2027 |"


def test_who_changed_the_class_keeps_what_was_achieved_in_the_former_one() -> None:
    found = cases(changed("| 1 | Власова Ольга Петровна | 8А | 15.03.2027 |", FORMER, MOVED), "Власова", "Физика")
    assert [(case.student, case.group, case.verdict.code) for case in found] == [("Власова Ольга Петровна", "8А", "E12")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("| 05.02.2012 | В-1 | 8Б |", "| 06.02.2012 | В-1 | 8Б |"),  # another birthday: two people, and one number is wrong
        ("| 05.02.2012 | В-1 | 8Б |", "| 05.02.2012 | В-9 | 8Б |"),  # another personal file
        ("| 01.09.2019 | 31.03.2027 |", "| 01.09.2019 | |"),  # both are there
    ],
)
def test_namesakes_in_two_classes_stay_two(before: str, after: str) -> None:
    text = changed(before, after, changed("| 1 | Власова Ольга Петровна | 8А | 15.03.2027 |", FORMER, MOVED))
    assert all(case.verdict.code != "E12" for case in considered(school(text), DAY) if case.student.startswith("Власова"))


def test_a_name_of_another_class_is_offered_and_not_taken() -> None:
    text = changed("| 1 | Власова Ольга Петровна | 8А | 15.03.2027 |", FORMER)
    line = lines(school(text), "achievement_register")[0]
    assert (line.person, line.why, line.candidates) == (-1, "в этом классе такого имени нет, есть в другом", (0,))


# Sport in a register without ranks


@pytest.mark.parametrize(
    ("event", "sort", "level", "sport"),
    [
        ("Первенство Европы по дзюдо", "", "международный", True),
        ("Чемпионат мира по самбо", "", "международный", True),
        ("XXXV Сурдлимпийские игры", "", "международный", True),
        ("Первенство города по дзюдо", "", "муниципальный", False),
        ("Чемпионат мира по сочинениям", "олимпиада, конкурс", "международный", False),
    ],
)
def test_a_great_contest_without_its_rank_is_asked_for_it(event: str, sort: str, level: str, sport: bool) -> None:
    text = (
        SCHOOL
        + f"""
# Ещё
| Ведомость индивидуальных достижений |
| Обучающийся: | Власова Ольга Петровна |
| Класс: | 8А |
| Учебный год: | 2026/2027 |
| Вид достижения | Дата | Мероприятие | Предмет/вид | Уровень | Статус | ГИР | Документ |
| {sort} | 15.02.2027 | {event} | Дзюдо | {level} | победитель | | Грамота № 4 |
"""
    )
    (case,) = (case for case in considered(school(text), DAY) if case.achievement.event == event)
    found = next(reason for reason in case.verdict.reasons if reason.code == "E04")
    assert (found.ground.met, case.subject == "Физическая культура") == ((None, True) if sport else (False, False))
    assert ("лист «Спорт и ГТО»" in found.needed) is sport


# Days


def test_a_check_that_was_made_before_the_achievement_is_not_about_it() -> None:
    """Last year's victory at the same olympiad was found in the register."""
    earlier = changed("| победитель | 2026/2027 | размещено | 77-1 | 10.04.2027 |", "| победитель | | размещено | 77-1 | 14.03.2027 |")
    assert reason(earlier, "E02").ground.met is None
    later = changed("| победитель | 2026/2027 | размещено | 77-1 | 10.04.2027 |", "| победитель | | размещено | 77-1 | 15.03.2027 |")
    assert reason(later, "E02").ground.met is True


@pytest.mark.parametrize(("note", "code"), [("протокол № 9 от 20.05.2027", "E12"), ("протокол № 9 от 21.05.2027", "E11")])
def test_minutes_of_a_later_day_are_not_known_yet(note: str, code: str) -> None:
    text = changed("| удовлетворено | протокол № 9 |", f"| удовлетворено | {note} |")
    assert cases(text, "Власова", "Физика", dt.date(2027, 5, 20))[0].verdict.code == code


@pytest.mark.parametrize(
    ("day", "act"),
    [
        ("02.04.2022", "№ 649"), ("03.04.2022", "№ 77"), ("31.08.2025", "№ 77"), ("01.09.2025", "№ 531"),
    ],
)  # fmt: skip
def test_the_act_on_the_state_register_is_that_of_the_day(day: str, act: str) -> None:
    cited = limits(school(), dt.datetime.strptime(day, "%d.%m.%Y").date()).acts
    assert cited["E02"].endswith(act)
    assert cited["E03"] == cited["E02"]
