"""Twins, namesakes, changed surnames, initials, typos: nobody is taken for another by a guess, and every doubt names who may be meant."""

from __future__ import annotations

import pandas as pd
import pytest

from xlrecords.achievements.evidence import FORMS as EVIDENCE
from xlrecords.achievements.evidence import achievements
from xlrecords.books.markdown import MarkdownBook, parse_books
from xlrecords.commands import check_books
from xlrecords.commands.reading import study
from xlrecords.form import Form
from xlrecords.forms import ACHIEVEMENTS, BY_NAME, REGISTERS, RIGHTS
from xlrecords.imports.joining import DOUBTFUL, SURE, join
from xlrecords.school import School

LISTED = """
# Контингент
| Контингент |
| ФИО | Дата рождения | Личное дело № | Класс | Прибыл | Законный представитель | Согласие ПД |
| Громов Пётр Сергеевич | 01.05.2015 | Г-1 | 5А | 01.09.2026 | Громова Анна Петровна | да |
| Громов Павел Сергеевич | 01.05.2015 | Г-2 | 5А | 01.09.2026 | Громова Анна Петровна | да |
| Иванов Иван Иванович | 02.05.2015 | И-1 | 5А | 01.09.2026 | Иванова Анна Петровна | да |
| Иванов Иван Ильич | 03.05.2015 | И-2 | 5А | 01.09.2026 | Иванова Ольга Ильинична | да |
| Орлова Мария Петровна | 04.05.2015 | О-1 | 5А | 01.09.2026 | Орлов Пётр Ильич | да |
| Орлова Мария Петровна | 05.05.2015 | О-2 | 5А | 01.09.2026 | Орлов Пётр Львович | да |
| Королёв Артём Юрьевич | 06.05.2015 | К-1 | 5А | 01.09.2026 | Королёв Юрий Ильич | да |
| Королев Артем Юрьевич | 07.05.2015 | К-2 | 5А | 01.09.2026 | Королев Юрий Львович | да |
| Семёнов Фёдор Львович | 08.05.2015 | С-1 | 5А | 01.09.2026 | Семёнов Лев Ильич | да |
| Сычёва Дарья Олеговна | 09.05.2015 | С-2 | 5А | 01.09.2026 | Сычёв Олег Ильич | да |
| Салтыкова-Щедрина Анна Игоревна | 10.05.2015 | С-3 | 5А | 01.09.2026 | Салтыков Игорь Ильич | да |
| Титов Лев Борисович | 11.05.2015 | Т-1 | 5Б | 01.09.2026 | Титов Борис Ильич | да |
| Ким Ян | 12.05.2015 | К-3 | 5А | 01.09.2026 | Ким Олег Ильич | да |
| Ким Ян Олегович | 13.05.2015 | К-4 | 5А | 01.09.2026 | Ким Олег Ильич | да |
"""
"""Twins, namesakes by surname and first name, full namesakes, namesakes but for ё, a girl who was Кротова, a double surname, and one
without a patronymic whose name is the short name of another."""

SURE_NAMES = (
    ("Громов Пётр Сергеевич", "Г-1"), ("Громов Павел", "Г-2"), ("Иванов Иван Ильич", "И-2"), ("Орлова Мария Петровна (О-2)", "О-2"),
    ("Королёв Артём Юрьевич (К-1)", "К-1"), ("Семенов Федор", "С-1"), ("Cычёва Дарья", "С-2"), ("Салтыкова – Щедрина Анна", "С-3"),
    ("ГРОМОВ  ПЁТР", "Г-1"), ("Ким Ян (К-3)", "К-3"), ("Ким Ян Олегович", "К-4"), ("Семёнов Фёдор (староста)", "С-1"),
)  # fmt: skip
"""Names of 5А that one person bears but for ё, case, blanks, hyphens and look-alike letters, and the person's file."""
DOUBTS = (
    ("Громов П. С.", "Г-1 Г-2"),  # twins by initials
    ("Громов П.", "Г-1 Г-2"),
    ("Громов", "Г-1 Г-2"),
    ("Громов Пётр Семёнович", "Г-1"),  # another patronymic
    ("Громв Пётр", "Г-1"),  # typos
    ("Громов Павел Сергеевч", "Г-2"),
    ("Иванов Иван", "И-1 И-2"),  # namesakes
    ("Иванов И. И.", "И-1 И-2"),
    ("Иванов Иван Игнатьевич", "И-1 И-2"),
    ("Орлова Мария Петровна", "О-1 О-2"),  # full namesakes
    ("Орлова М. П.", "О-1 О-2"),
    ("Орлова Мария (О-9)", "О-1 О-2"),
    ("Королёв Артём", "К-1 К-2"),  # namesakes but for ё
    ("Королев Артём Юрьевич", "К-1 К-2"),
    ("Семёнов Ф.", "С-1"),  # initials that one person has, but is it she?
    ("Фёдор Семёнов", "С-1"),  # words in another order
    ("Кротова Дарья Олеговна", "С-2"),  # the surname before the parents married
    ("Салтыкова Анна", "С-3"),  # half a surname
    ("Салтыкова Щедрина Анна Игоревна", "С-3"),
    ("Титов Лев", "Т-1"),  # of another class
    ("Ким Ян", "К-3 К-4"),  # in full or short?
    ("Семёнов Фёдор (С-3)", "С-1 С-3"),  # the number of somebody else
)  # fmt: skip
"""Names of 5А that are not for sure anybody's, and the files of those who may be meant."""

FULL = {number: name.strip() for line in LISTED.splitlines()[4:] for name, _, number in [line.strip("| ").split(" | ")[:3]]}
FILES = list(FULL)
ALL = [name for name, _ in (*SURE_NAMES, *DOUBTS)]
EVERY_REGISTER = pytest.mark.parametrize(
    "form", [BY_NAME[name] for name in (*REGISTERS, *ACHIEVEMENTS, *RIGHTS)], ids=lambda form: form.name
)
ASKING = ("student-not-in-list", "name-ambiguous")


def register(form: Form, year: str = "2026/2027", group: str = "5А", names: list[str] = ALL) -> MarkdownBook:
    """A book with a sheet of a form, a line a name, and in all that must be written something."""
    given: dict[str, object] = {
        "school_class": group,
        "event": "Турнир",
        "subject": "Химия",
        "sport": "Бокс",
        "status": "призёр",
        "stage": "школьный",
    }
    head = [[f"{column.title}:", year if column.name == "year" else ""] for column in form.head]
    rows = [[given.get(column.name, "") if column.name != "student" else name for column in form.columns] for name in names]
    table = [[form.title], *head, [column.title for column in form.columns], *rows]
    width = max(map(len, table))
    return MarkdownBook(f"{form.title} {year[:4]}.xlsx", {form.tab: [row + [""] * (width - len(row)) for row in table]})


def school_of(*books: MarkdownBook) -> School:
    return study([*parse_books(LISTED, "Контингент.xlsx"), *books])[0]


def expected(name: str) -> int:
    """Position in the class list of whose name it is for sure, or -1."""
    return FILES.index(dict(SURE_NAMES)[name]) if name in dict(SURE_NAMES) else -1


@EVERY_REGISTER
def test_nobody_is_taken_by_a_guess_in_registers(form: Form) -> None:
    school = school_of(register(form))
    assert school.persons(school.records[form.name]).tolist() == [expected(name) for name in ALL]


@EVERY_REGISTER
def test_every_doubt_in_a_register_names_who_may_be_meant(form: Form) -> None:
    issues = check_books([*parse_books(LISTED, "Контингент.xlsx"), register(form)]).issues
    told = {issue.value: issue for issue in issues if issue.rule.id in ASKING}
    assert set(told) == {name for name, _ in DOUBTS}
    for name, files in DOUBTS:
        for number in files.split():
            assert f"{FULL[number]} (5" in told[name].message, name
            assert list(FULL.values()).count(FULL[number]) == 1 or f"личное дело {number}" in told[name].message, name


@pytest.mark.parametrize("form", EVIDENCE[1:])
def test_achievements_belong_to_nobody_until_it_is_known_to_whom(form: str) -> None:
    found = dict(zip(ALL, achievements(school_of(register(BY_NAME[form]))), strict=True))
    for name, number in SURE_NAMES:
        assert found[name].person == FILES.index(number), name
    for name, files in DOUBTS:
        assert found[name].person == -1
        assert found[name].why
        near = {FILES[person] for person in found[name].candidates}
        assert near >= set(files.split()) or name == "Титов Лев", name


def test_achievements_of_doubtful_people_are_not_put_together() -> None:
    """Two sheets tell of «Громов П.»: it may be either twin each time."""
    twice = [register(BY_NAME["sport_results"], names=["Громов П."]), register(BY_NAME["achievement_register"], names=["Громов П."])]
    assert [one.person for one in achievements(school_of(*twice))] == [-1, -1]


def test_a_surname_given_up_is_nobody_in_earlier_registers() -> None:
    """A girl of 5А was Кротова in 4А; her achievements of then wait for a person who knows that."""
    before = register(BY_NAME["achievement_register"], "2025/2026", "4А", ["Кротова Дарья Олеговна", "Семёнов Фёдор Львович"])
    now = register(BY_NAME["achievement_register"], names=["Громов Пётр"])
    found = {one.student: one for one in achievements(school_of(before, now))}
    assert found["Кротова Дарья Олеговна"].person == -1
    assert FILES.index("С-2") in found["Кротова Дарья Олеговна"].candidates
    assert found["Семёнов Фёдор Львович"].person == FILES.index("С-1")


def test_twins_and_namesakes_are_nobody_in_earlier_registers_by_less_than_a_full_name() -> None:
    names = ["Громов П. С.", "Иванов Иван", "Орлова Мария Петровна", "Королёв Артём Юрьевич"]
    before = register(BY_NAME["achievement_register"], "2025/2026", "4А", names)
    now = register(BY_NAME["achievement_register"], names=["Громов Пётр"])
    found = [one for one in achievements(school_of(before, now)) if one.year == 2025]
    assert [one.person for one in found] == [-1] * len(names)
    assert all(len(one.candidates) == 2 for one in found)


def test_an_export_of_an_olympiad_is_joined_by_what_is_sure() -> None:
    school = school_of()
    rows = pd.DataFrame({"student": ALL, "group": "5А", "school": ""})
    found = dict(zip(ALL, join(rows, school), strict=True))
    for name, number in SURE_NAMES:
        assert (found[name].verdict, found[name].person) == (SURE, FILES.index(number)), name
    for name, files in DOUBTS:
        assert (found[name].verdict, found[name].person) == (DOUBTFUL, -1), name
        assert {FILES[person] for person in found[name].candidates} >= set(files.split()), name


MOVED = """
| Чернов Олег Юрьевич | 14.05.2015 | Ч-1 | 5А | 01.09.2026 | Чернов Юрий Ильич | да | 10.01.2027 |
| Чернов Олег Юрьевич | 14.05.2015 | Ч-1 | 5Б | 11.01.2027 | Чернов Юрий Ильич | да | |
"""


@pytest.mark.parametrize("group", ["5А", "5Б", "5"])
def test_who_changed_the_class_is_one_person_of_an_export(group: str) -> None:
    listed = LISTED.replace("Согласие ПД |", "Согласие ПД | Выбыл |").rstrip() + MOVED
    school = study(parse_books(listed, "Контингент.xlsx"))[0]
    rows = pd.DataFrame({"student": ["Чернов Олег Юрьевич"], "group": group, "school": ""})
    (found,) = join(rows, school)
    assert (found.verdict, school.roster and school.roster.classes[found.person]) == (SURE, "5Б")


def test_without_a_letter_only_a_full_name_is_sure() -> None:
    school = school_of()
    names = ["Титов Лев Борисович", "Титов Лев", "Титов Л. Б.", "Громов П. С.", "Орлова Мария Петровна", "Орлова Мария Петровна (О-2)"]
    found = join(pd.DataFrame({"student": names, "group": "5", "school": ""}), school)
    assert [FILES[one.person] if one.person >= 0 else "" for one in found] == ["Т-1", "", "", "", "", "О-2"]
    assert all(one.candidates for one in found if one.person < 0)


@EVERY_REGISTER
def test_without_classes_only_a_name_that_nobody_else_of_the_school_bears_is_sure(form: Form) -> None:
    """A namesake in another class is as good as one in the same."""
    more = "| Титов Лев Ильич | 15.05.2015 | Т-2 | 6А | 01.09.2026 | Титов Илья Львович | да |\n"
    names = ["Титов Лев", "Титов Лев Борисович", "Титов Л.", "Громов Пётр", "Громов П. С."]
    school = study([*parse_books(LISTED + more, "Контингент.xlsx"), register(form, group="", names=names)])[0]
    people = school.persons(school.records[form.name]).tolist()
    assert people == [-1, FILES.index("Т-1"), -1, FILES.index("Г-1"), -1]
