"""Exports of olympiad platforms: every row is accepted or reported with its cell, and nobody is taken for another."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.olympiads import (
    HEADINGS,
    OURS,
    SUBJECTS,
    THEIRS,
    Pupil,
    Row,
    Tab,
    book,
    participation,
    pupils,
    settings,
    written,
    written_inline,
)
from xlrecords.achievements.joining import named
from xlrecords.book import Book
from xlrecords.books.markdown import parse_books
from xlrecords.commands import check_books
from xlrecords.commands.reading import study
from xlrecords.forms.olympiad_export import grades, parse_parallel
from xlrecords.imports.joining import DOUBTFUL, FOREIGN, SURE, join
from xlrecords.imports.olympiad import NONE, UNIT, UNREADABLE, Export, Points, Rounds, place, read_export, remarks
from xlrecords.imports.results import result_rows, sort_out
from xlrecords.kind import UNREAD
from xlrecords.report import Page
from xlrecords.reports.winners import winner_pages
from xlrecords.school import School

ANNA = Pupil("Крылова Анна Игоревна", "5А", "К-1")
PEOPLE = (
    ANNA,
    Pupil("Орлов Иван Петрович", "5А", "О-2"),
    Pupil("Фёдоров Семён Ильич", "6Б", "Ф-3"),
    Pupil("Мамедов Али Рустам оглы", "7А", "М-4"),
    Pupil("Римская-Корсакова Анна-Мария Львовна", "8Г", "Р-5"),
    Pupil("Зимина Ольга Юрьевна", "9А", "З-6"),
    Pupil("Зимина Ольга Юрьевна", "9А", "З-7"),
    Pupil("Громов Олег Львович", "10А", "Г-8"),
    Pupil("Громов Олег Львович", "10Б", "Г-9"),
    Pupil("Лебедев Пётр Ильич", "11А", "Л-10"),
    Pupil("Лебедев Пётр Олегович", "11А", "Л-11"),
    Pupil("Смирнова Вера Павловна", "5Б", "С-12"),
)


@pytest.fixture(scope="module")
def school() -> School:
    return study([settings(list(PEOPLE))])[0]


def usual(**given: object) -> Row:
    """An ordinary row of Anna's, with other values where they are given: names of columns with «_» for blanks and hyphens."""
    names = {heading.replace(" ", "_").replace("-", "_"): heading for heading in HEADINGS}
    return participation(ANNA, "Математика", random.Random(4)) | {names.get(name, name): value for name, value in given.items()}


# Points


@pytest.mark.parametrize(
    ("text", "score", "most"),
    [
        ("5(10)10(10)X(10)", 15, 30),
        ("5(10) 10(10) Х(10)", 15, 30),
        ("57.0(90)", 57, 90),
        ("57,5(90)", Fraction(115, 2), 90),
        ("0(10)", 0, 10),
        ("X(10)X(10)", 0, 20),
        ("0.25(1)0.25(1)", Fraction(1, 2), 2),
        ("57", 57, None),
    ],
)
def test_points_of_tasks_are_summed_exactly(text: str, score: Fraction, most: int | None) -> None:
    assert Rounds().read(text) == Points(int(score * UNIT), NONE if most is None else most * UNIT)


@pytest.mark.parametrize("text", ["5 из 10", "5(10)10(10", "неявка", "(10)", "5()", "5(10)x", "-5(10)", "1.2345(10)"])
def test_what_is_no_record_of_points_is_said(text: str) -> None:
    assert Rounds().read(text) == Points(UNREADABLE, UNREADABLE)


@pytest.mark.parametrize("text", ["-", "–", " — "])
def test_a_dash_is_no_round(text: str) -> None:
    assert Rounds().read(text) == Points(NONE, NONE)


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 100)), min_size=1, max_size=12))
def test_any_row_of_tasks_is_read_back(tasks: list[tuple[int, int]]) -> None:
    text = "".join(f"{score}({most})" for score, most in tasks)
    assert Rounds().read(text) == (sum(score for score, _ in tasks) * UNIT, sum(most for _, most in tasks) * UNIT)


@pytest.mark.parametrize(
    ("written", "read", "bounds"),
    [
        (9.0, "9", (9, 9)),
        ("9 класс", "9", (9, 9)),
        ("9А", "9", (9, 9)),
        ("11:", "11", (11, 11)),
        ("10-11", "10–11", (10, 11)),
        ("7 – 8 классы", "7–8", (7, 8)),
    ],
)
def test_parallels(written: object, read: str, bounds: tuple[int, int]) -> None:
    assert parse_parallel(written) == read
    assert grades(read) == bounds


@pytest.mark.parametrize("written", ["старшая", dt.date(2026, 8, 7), "11-10", "0", "13"])
def test_no_parallels(written: object) -> None:
    assert parse_parallel(written) is UNREAD


# Classes

CLASSES = [
    # Класс, Класс участника, Параллель -> studied, contradiction, competed for a younger class
    ("5А", "", 5.0, "5А", False, False),
    ("5 А", 5.0, 5.0, "5А", False, False),
    ("5:Д", "5 класс", 6.0, "5Д", False, False),
    ("8:г", "8", "8", "8Г", False, False),
    ("11:", 11.0, "10-11", "11", False, False),
    ("", "11-А", 11.0, "11А", False, False),
    ("7", "6Б", 7.0, "6Б", False, False),
    ("5А", "5Б", 5.0, "5Б", True, False),
    ("9", "6Б", 7.0, "6Б", True, False),
    ("8А", "", 7.0, "8А", False, True),
    (5.0, "", 5.0, "5", False, False),
]


@pytest.mark.parametrize(("beside", "own", "parallel", "group", "differ", "younger"), CLASSES)
def test_class_studied_against_class_competed_for(
    beside: object, own: object, parallel: object, group: str, differ: bool, younger: bool
) -> None:
    tab = Tab("Математика").heading().row(usual(Класс=beside, Класс_участника=own, Параллель=parallel), "")
    (one,) = read_export([book([tab])]).rows.itertuples()
    assert (one.group, bool(one.differ), bool(one.younger)) == (group, differ, younger)


# Who is who

WHO = [
    # Name, class, school -> verdict, candidates or person
    ("Крылова Анна Игоревна", "5А", OURS, SURE, (0,)),
    ("КРЫЛОВА АННА ИГОРЕВНА", "5А", "МБОУ СОШ №2", SURE, (0,)),
    ("Крылова\u00a0Анна  Игоревна ", "5А", "", SURE, (0,)),
    ("Kрылова Aннa Игоревна", "5А", OURS, SURE, (0,)),
    ("Крылова Анна", "5А", OURS, SURE, (0,)),
    ("Крылова Анна Игоревна", "5", OURS, SURE, (0,)),
    ("Федоров Семен Ильич", "6Б", OURS, SURE, (2,)),
    ("Мамедов Али Рустам оглы", "7А", OURS, SURE, (3,)),
    ("Римская - Корсакова Анна–Мария Львовна", "8Г", OURS, SURE, (4,)),
    # First name first
    ("Анна Крылова", "5А", OURS, DOUBTFUL, (0,)),
    ("Анна Игоревна Крылова", "5А", OURS, DOUBTFUL, (0,)),
    # No letter and no patronymic, or namesakes in the parallel
    ("Крылова Анна", "5", OURS, DOUBTFUL, (0,)),
    ("Громов Олег Львович", "10", OURS, DOUBTFUL, (7, 8)),
    # Namesakes of a class
    ("Зимина Ольга Юрьевна", "9А", OURS, DOUBTFUL, (5, 6)),
    ("Лебедев Пётр", "11А", OURS, DOUBTFUL, (9, 10)),
    ("Крылова А. И.", "5А", OURS, DOUBTFUL, (0,)),
    # A slip of the pen, another class, no class, a surname alone
    ("Крилова Анна Игоревна", "5А", OURS, DOUBTFUL, (0,)),
    ("Смирнова Вера Павловна", "5А", OURS, DOUBTFUL, (11,)),
    ("Крылова Анна Игоревна", "", OURS, DOUBTFUL, (0,)),
    ("Крылова", "5А", OURS, DOUBTFUL, (0,)),
    # Another school: a namesake of a student is not that student
    ("Крылова Анна Игоревна", "5А", THEIRS, DOUBTFUL, (0,)),
    ("Анна Крылова", "5А", THEIRS, DOUBTFUL, (0,)),
    ("Ветрова Юлия Олеговна", "5А", THEIRS, FOREIGN, ()),
    ("Ветрова Юлия Олеговна", "5А", OURS, DOUBTFUL, ()),
]


@pytest.mark.parametrize(("name", "group", "where", "verdict", "people"), WHO)
def test_who_a_participant_is(name: str, group: str, where: str, verdict: str, people: tuple[int, ...], school: School) -> None:
    (found,) = join(pd.DataFrame({"student": [" ".join(name.split())], "group": [group], "school": [where]}), school)
    assert found.verdict == verdict
    assert ((found.person,) if verdict == SURE else tuple(sorted(found.candidates))) == people
    assert found.reason or verdict == SURE


def test_a_name_of_the_school_may_be_told_besides(school: School) -> None:
    rows = pd.DataFrame({"student": [ANNA.name], "group": ["5А"], "school": ["СОШ 2 г. Энска"]})
    assert join(rows, school)[0].verdict == DOUBTFUL
    assert join(rows, school, ("СОШ №2 г. Энска",))[0].verdict == SURE


def test_a_school_without_a_name_takes_nobody_of_a_named_one() -> None:
    nameless = study([settings(list(PEOPLE), name="")])[0]
    rows = pd.DataFrame({"student": [ANNA.name] * 2, "group": ["5А"] * 2, "school": [OURS, ""]})
    assert [found.verdict for found in join(rows, nameless)] == [DOUBTFUL, SURE]


def test_namesakes_are_told_apart_by_their_files(school: School) -> None:
    assert named(school, (5, 6)) == "Зимина Ольга Юрьевна (9А, личное дело З-6), Зимина Ольга Юрьевна (9А, личное дело З-7)"


# Nothing is lost


def odd_export() -> list[Tab]:
    """An export with every oddity that was met, and what is to become of each row."""
    chance = random.Random(5)
    mathematics = Tab("1 Математика")
    mathematics.cells += [["Результаты школьного этапа"], []]
    mathematics.heading()
    mathematics.row(usual(), "accepted")
    mathematics.row(usual(Участник="Федоров Семен Ильич", Класс="6:б", Класс_участника="6 класс", Параллель=6.0), "accepted")
    mathematics.row(usual(Участник="ОРЛОВ\u00a0ИВАН ПЕТРОВИЧ ", Класс="5 А", Первичный_балл="7,5", Результат_онлайн_тура=""), "accepted")
    mathematics.blank()
    mathematics.row(usual(Участник="Лебедев Пётр", Класс="11А", Класс_участника="", Параллель=11.0), "look", "Участник")
    mathematics.row(usual(Участник="Анна Крылова"), "look", "Участник")
    mathematics.row(usual(Участник=""), "look", "Участник")
    mathematics.row(usual(Участник="Орлов Иван Петрович", Статус=""), "look", "Статус")
    mathematics.row(usual(Участник="Орлов Иван Петрович", Статус="финалист"), "look", "Статус")
    mathematics.heading()
    mathematics.row(usual(Участник="Мамедов Али Рустам оглы", Класс="7-А", Класс_участника="", Параллель=7.0, Статус="неявка"), "accepted")
    mathematics.row(usual(Участник="Смирнова Вера Павловна", Класс="5Б", Класс_участника="", Параллель=4.0), "look", "Параллель")
    mathematics.row(usual(Участник="Ветрова Юлия Олеговна", Школа=THEIRS), "foreign")
    mathematics.row(usual(), "look", "Участник")
    mathematics.blank().other("Всего: 12").other("", "", "Учитель:", "Ильина Н. П.")

    work = Tab("2 Труд (техно", headings=("Участник", "Первичный балл", "Статус", "Предмет", "Класс", "ОО"))
    work.heading()
    work.row(usual(Предмет="Труд (технология)", ОО=OURS), "accepted")
    work.row(usual(Предмет="Труд (технология)", Участник="Римская-Корсакова Анна-Мария Львовна", Класс="8 г"), "accepted")
    work.row(usual(Предмет="", Участник="Громов Олег Львович", Класс="10А"), "look", "Предмет")
    work.row(usual(Предмет="Труд (технология)", Участник="Громов Олег Львович", Класс="десятый"), "look", "Класс")
    work.blank().row({"Участник": "Робототехника"}, "look", "Предмет").heading()
    work.row(usual(Предмет="Робототехника", Участник="Громов Олег Львович", Класс="10А"), "accepted", "Предмет")

    far = Tab("Лист1", headings=(*HEADINGS[:3], *HEADINGS[4:], "Участник"))
    far.heading()
    far.row(usual(Предмет="Химия"), "accepted")
    far.row(usual(Предмет="Химия", Участник="Громов Олег Львович", Класс="10", Класс_участника="", Параллель=10.0), "look", "Участник")

    parts = Tab("3 Физика", headings=("Фамилия", "Имя", "Отчество", *HEADINGS[:3], *HEADINGS[4:]))
    parts.heading()
    parts.row({**usual(Предмет="Физика"), "Фамилия": "крылова", "Имя": "Анна ", "Отчество": "Игоревна"}, "accepted")
    parts.row({**usual(Предмет="Физика", Статус="Участник"), "Фамилия": "Орлов", "Имя": "Иван", "Отчество": "Петрович"}, "accepted")

    other = Tab("4 Биология").heading()
    other.row(participation(PEOPLE[1], "Экология", chance), "accepted", "Предмет")
    return [mathematics, work, far, parts, other]


def told_cells(export: Export, school: School) -> dict[str, set[str]]:
    """Cells that are named, by sheet: of rows that are not taken or need a look, and of rows that are no participation."""
    found: dict[str, set[str]] = {}
    for remark in sort_out(export, school).look:
        _, sheet, cell = place(export, remark.line, remark.column)
        found.setdefault(sheet, set()).add(cell)
    for _, sheet, row, column, _ in export.others:
        found.setdefault(sheet, set()).add(f"{chr(64 + column)}{row}")
    return found


def test_every_row_is_accepted_or_reported_with_its_cell(school: School) -> None:
    tabs = odd_export()
    export = read_export([book(tabs)])
    found = sort_out(export, school)
    expected = sum((tab.expected for tab in tabs), Counter[str]())
    assert not export.strays
    assert export.read == expected.total() == len(found.accepted) + found.reported
    assert (len(found.accepted), len(found.foreign), found.others) == (expected["accepted"], expected["foreign"], expected["others"])
    told = told_cells(export, school)
    for tab in tabs:
        assert tab.told <= told.get(tab.name, set()), tab.name


@pytest.mark.parametrize("write", [written, written_inline])
def test_files_of_any_writer_are_read_alike(write: object, school: School, tmp_path: object) -> None:
    from pathlib import Path

    from xlrecords.books.file import read

    path = Path(str(tmp_path), "Выгрузка.xlsx")
    path.write_bytes(write(odd_export()))
    kept, file = read_export([book(odd_export())]), read_export([read(path, "Выгрузка.xlsx")])
    assert file.others == kept.others
    pd.testing.assert_frame_equal(file.rows, kept.rows)


@given(st.integers(0, 2**32), st.integers(1, 40))
def test_no_row_of_a_large_export_is_dropped(seed: int, count: int) -> None:
    chance = random.Random(seed)
    ours, theirs = PEOPLE, pupils(6, 3)
    tab = Tab("Химия").heading()
    spoilt: tuple[Row, ...] = (
        {}, {}, {"Статус": ""}, {"Статус": "?"}, {"Класс": "?", "Класс участника": ""}, {"Участник": ""}, {"Предмет": ""}, {"Школа": ""},
        {"Параллель": 1.0}, {"Первичный балл": "много"},
    )  # fmt: skip
    for _ in range(count):
        who, where = (chance.choice(ours), OURS) if chance.random() < 0.6 else (chance.choice(theirs), THEIRS)
        tab.row({**participation(who, "Химия", chance, where), **chance.choice(spoilt)}, "")
        if chance.random() < 0.2:
            chance.choice((tab.blank, tab.heading, lambda: tab.other("Итого", 5.0)))()
    export = read_export([book([tab])])
    found = sort_out(export, study([settings(list(PEOPLE))])[0])
    assert export.read == len(found.accepted) + found.reported == count + tab.expected["others"]


def test_accepted_rows_are_written_as_the_class_list_has_them(school: School) -> None:
    tab = Tab("Математика").heading()
    row = usual(Участник="КРЫЛОВА АННА ИГОРЕВНА", Первичный_балл=15.0, Результат_онлайн_тура="5(10)10(10)X(10)", Статус="Призер")
    export = read_export([book([tab.row(row, "")])])
    (found,) = result_rows(export, sort_out(export, school).accepted, school, "школьный", dt.date(2026, 10, 1)).values()
    assert found == {
        "student": "Крылова Анна Игоревна", "school_class": "5А", "subject": "Математика", "competed_grade": 5, "stage": "школьный",
        "date": dt.date(2026, 10, 1), "score": 15, "most": 30, "status": "призёр", "code": row["Код участника"],
    }  # fmt: skip


@pytest.mark.parametrize(("status", "accepted", "told"), [("Призер", 1, 1), ("Участник", 0, 2)])
def test_of_rows_that_contradict_each_other_none_is_taken(status: str, accepted: int, told: int, school: School) -> None:
    tab = Tab("Математика").heading().row(usual(Статус="Призер"), "").row(usual(Статус=status), "")
    found = sort_out(read_export([book([tab])]), school)
    assert (len(found.accepted), len(found.look)) == (accepted, told)


def test_points_below_nothing_are_told() -> None:
    export = read_export([book([Tab("Математика").heading().row(usual(Первичный_балл=-5.0, Результат_онлайн_тура=""), "look")])])
    assert [(remark.column, remark.text) for remark in remarks(export)] == [("score", "балл меньше нуля")]


def test_sheets_are_told_apart_by_their_column_not_by_their_tab() -> None:
    export = read_export([book(odd_export())])
    texts = [remark.text for remark in remarks(export) if remark.column == "subject"]
    assert "в графе «Экология», а лист назван иначе: взят предмет из графы" in texts
    assert "на листе несколько предметов («Труд (технология)», «Робототехника»): взят предмет из графы" in texts
    assert sum("Математика" in text for text in texts) == 0


# Checked as it is


def test_a_check_does_not_complain_of_students_of_other_schools() -> None:
    chance = random.Random(1)
    tab = Tab("1 Химия").heading()
    for pupil in pupils(5, 9):
        tab.row(participation(pupil, "Химия", chance, THEIRS), "")
    outcome = check_books([settings(list(PEOPLE)), book([tab])])
    assert [issue for issue in outcome.issues if issue.place.book == "Выгрузка.xlsx"] == []


# Winners


def pages(books: list[Book]) -> tuple[Page, ...]:
    from pathlib import Path

    return winner_pages(read_export(books), {}, Path())


def export_of(text: str) -> tuple[Page, ...]:
    """Pages of an export written as Markdown."""
    return pages(list(parse_books(text)))


TWO_SUBJECTS = """
# 1 Математика
| Предмет | Участник | Первичный балл | Статус | Код участника | Школа | Параллель | Класс участника |
| Математика | Крылова Анна Игоревна | 40 | Победитель | к1 | СОШ № 2 | 5 | 5А |
| Математика | Орлов Иван Петрович | 10 | Участник | о1 | СОШ № 2 | 5 | 5А |
| Математика | Зимина Ольга Юрьевна | 30 | Призер | з1 | СОШ № 2 | 9 | 9А |
| Математика | Громов Олег Львович | 30 | финалист | г1 | СОШ № 2 | 9 | 9А |

# 2 Труд (техно
| Предмет | Участник | Первичный балл | Статус | Код участника | Школа | Параллель | Класс участника |
| Труд (технология) | КРЫЛОВА Анна Игоревна | 40 | ПРИЗЁР | к1 | СОШ № 2 | 6 | 5 |
| Труд (технология) | Зимина Ольга Юрьевна | 30 | Победитель | з2 | СОШ № 2 | 9 | 9А |
"""


def test_a_student_has_one_row_with_all_results_in_the_order_of_the_sheets() -> None:
    winners, _, _ = export_of(TWO_SUBJECTS)
    assert [field.title for field in winners.fields] == ["Код", "ОО", "Класс участника", "Участник", "Результат"]
    assert winners.rows == [
        ["к1", "СОШ № 2", "5А", "Крылова Анна Игоревна", "Математика (Победитель), Труд (технология) (Призёр)"],
        ["з1", "СОШ № 2", "9А", "Зимина Ольга Юрьевна", "Математика (Призёр)"],
        ["з2", "СОШ № 2", "9А", "Зимина Ольга Юрьевна", "Труд (технология) (Победитель)"],
    ]


def test_what_needs_a_look_stands_on_the_second_page() -> None:
    _, look, _ = export_of(TWO_SUBJECTS)
    assert [(row[2], row[3], row[7]) for row in look.rows] == [
        ("1 Математика", "B4", "В списке есть такое же имя той же ОО, код или класс другой: записи не объединены"),
        ("1 Математика", "D5", "Статус «финалист» неизвестен"),
        ("2 Труд (техно", "B3", "В списке есть такое же имя той же ОО, код или класс другой: записи не объединены"),
    ]


def test_counts_by_subject_and_class() -> None:
    _, _, totals = export_of(TWO_SUBJECTS)
    shown = [[getattr(cell, "value", cell) for cell in row] for row in totals.rows]
    assert [field.title for field in totals.fields] == ["Предмет", "Записей", "Неявок", "Победителей", "Призёров", "5 кл.", "9 кл."]
    assert shown == [["Математика", 4, 0, 1, 1, 1, 1], ["Труд (технология)", 2, 0, 1, 1, 1, 1], ["Всего", 6, 0, 2, 2, 2, 2]]


@pytest.mark.parametrize(
    ("codes", "groups", "rows"),
    [
        (("к1", "к1"), ("5А", "5А"), 1),
        (("к1", "к1"), ("5А", "5"), 1),
        (("к1", "к2"), ("5А", "5А"), 2),
        (("к1", "к1"), ("5А", "5Б"), 2),
        (("к1", "к1"), ("5А", "6А"), 2),
        (("", ""), ("5А", "5А"), 2),
    ],
)
def test_nobody_is_merged_by_a_guess(codes: tuple[str, str], groups: tuple[str, str], rows: int) -> None:
    text = "# Лист1\n| Предмет | Участник | Первичный балл | Статус | Код участника | Школа | Класс участника |\n"
    for subject, code, group in zip(SUBJECTS, codes, groups, strict=False):
        text += f"| {subject} | Орлов Иван Петрович | 5 | Призёр | {code} | СОШ | {group} |\n"
    winners, look, _ = export_of(text)
    assert len(winners.rows) == rows
    assert sum("не объединены" in str(row[7]) for row in look.rows) == (rows if rows > 1 else 0)
