"""Registers of what the students of a class achieve: told apart by their headings, and filled in the invented school."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from xlrecords.book import Rows
from xlrecords.books.markdown import parse_books
from xlrecords.commands import Request, check_books, new
from xlrecords.demo.achievements import LONG
from xlrecords.demo.calendar import FIRST_DAY, TODAY
from xlrecords.demo.people import LEAST_CLASSES
from xlrecords.demo.school import ACHIEVEMENTS, REGISTERS, DemoSchool, invent
from xlrecords.demo.sheet import Sheet, write_book
from xlrecords.forms import BY_NAME, FORMS
from xlrecords.forms import REGISTERS as NAMES
from xlrecords.kind import fold
from xlrecords.people import Roster
from xlrecords.regulation import CLAUSES
from xlrecords.sheets.lexicon import Lexicon
from xlrecords.sheets.locate import locate
from xlrecords.sheets.template import add_sheet

LEXICON = Lexicon(FORMS)
EVERY_REGISTER = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def school() -> DemoSchool:
    return invent(LEAST_CLASSES, 2026)


def found(rows: Rows) -> list[tuple[str, int]]:
    """Form and number of entries of each table on a sheet."""
    return [(block.form.name, len(block.lines)) for block in locate("Книга", "Лист", rows, LEXICON)]


def untitled(rows: Rows) -> Rows:
    return [[""] * len(rows[0]), *rows[1:]]


def registers(school: DemoSchool, name: str) -> list[Sheet]:
    """Registers of that form of all classes."""
    books = [sheets for book, sheets in school.books.items() if book.startswith(REGISTERS)]
    return [sheet for sheets in books for sheet in sheets if sheet.form is BY_NAME[name]]


def sheets_of(school: DemoSchool) -> dict[str, list[Sheet]]:
    """Class -> achievement sheets."""
    return {group.name: school.books[f"{ACHIEVEMENTS}/{group.name}.xlsx"] for group in school.classes}


# Told apart


@EVERY_REGISTER
def test_a_blank_template_is_known_by_its_headings_alone(name: str) -> None:
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as workbook:
        add_sheet(workbook, BY_NAME[name])
    stream.seek(0)
    rows = CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert found(rows) == found(untitled(rows)) == [(name, 0)]


@EVERY_REGISTER
def test_a_filled_register_is_read_to_the_last_entry(name: str, school: DemoSchool, tmp_path: Path) -> None:
    for sheet in registers(school, name):
        write_book(tmp_path / "Реестр.xlsx", [sheet])
        rows = CalamineWorkbook.from_path(str(tmp_path / "Реестр.xlsx")).get_sheet_by_index(0).to_python(skip_empty_area=False)
        assert found(rows) == found(untitled(rows)) == [(name, len(sheet.rows))]


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("meta_results", "№ п/п | ФИО | Класс | Вид УУД | Показатель | Уровень | Дата | Методика"),
        ("projects", "№ | Фамилия | Имя | Класс | Тема проекта | Тип проекта | Научный руководитель | Дата защиты | Отметка"),
        ("courses", "№ | ФИО обучающегося | Класс | Кружок, секция | Где занимается | Кол-во часов | Сроки"),
        ("personal_results", "№ | Ученик | Класс | Направление деятельности | Описание | Период | Чем подтверждено"),
        ("commendations", "№ | Дата | ФИО | Класс | Вид поощрения | За что | Основание | Приказ"),
        ("portfolio", "№ | Ф.И.О. | Класс | Вид документа | Мероприятие | Уровень | Результат | Организатор | № и дата документа"),
    ],
)
def test_headings_as_schools_write_them(name: str, headings: str) -> None:
    book = parse_books(f"# Лист\n| Наш реестр |\n| {headings} |\n")[0]
    (block,) = locate("Книга", "Лист", book.cells("Лист"), LEXICON)
    assert block.form.name == name
    assert not block.faults


def test_a_journal_with_topics_beside_is_no_register_of_projects() -> None:
    book = parse_books("# Лист\n| № | ФИО | 02.09.2026 | | Дата | Тема |\n| 1 | Орлов Иван | 5 | | 02.09.2026 | Степень |\n")[0]
    assert found(book.cells("Лист")) == [("class_journal", 1)]


# Declared


@EVERY_REGISTER
def test_a_register_cites_a_clause_and_is_of_a_class(name: str) -> None:
    form = BY_NAME[name]
    assert form.clause in CLAUSES
    assert [column.name for column in form.columns[:3]] == ["number", "student", "school_class"]
    assert form.key[:2] == ("student", "school_class")
    assert "student" in form.signs


@EVERY_REGISTER
def test_help_is_a_request(name: str) -> None:
    for column in BY_NAME[name].columns:
        verb = column.help.split()[0].rstrip(",")
        assert verb.endswith(("ите", "йте", "ьте")), column.help
        assert column.help.endswith(".")


@pytest.mark.parametrize(
    ("description", "refused"),
    [("Старший по дежурству", False), ("Помог 5 раз", False), ("5", True), ("4-", True), ("10 добрых дел", False)],
)
def test_personal_results_are_described_not_marked(description: str, refused: bool) -> None:
    text = f"""
# Лист
| Личностные результаты |
| № | ФИО | Класс | Направление | Описание | Период | Подтверждение |
| 1 | Орлов Иван | 5А | самоуправление | {description} | 2026/2027 | отзыв |
"""
    issues = [(issue.place.cell, issue.rule.id) for issue in check_books(parse_books(text)).issues]
    assert issues == ([("E3", "bad-format")] if refused else [])


def test_an_entry_may_not_be_repeated() -> None:
    text = """
# Лист
| Реестр поощрений |
| № | ФИО | Класс | Дата | Вид | За что | Деятельность | Основание | Приказ № и дата |
| 1 | Орлов Иван | 5А | 29.12.2026 | Благодарность | Дежурство | общественная | протокол № 1 | № 5 от 29.12.2026 |
| 2 | Орлов Иван | 5А | 29.12.2026 | грамота | Дежурство | общественная | протокол № 1 | № 5 от 29.12.2026 |
| 3 | Орлов Иван | 5А | 29.12.2026 | благодарность | Дежурство | общественная | протокол № 1 | № 5 от 29.12.2026 |
"""
    assert [(issue.place.cell, issue.rule.id) for issue in check_books(parse_books(text)).issues] == [("B5", "row-repeated")]


def test_a_new_school_gets_the_registers(tmp_path: Path) -> None:
    outcome = new(Request((tmp_path / "Школа",), name="school"))
    (book,) = [path for path in outcome.written if path.name == "Реестры класса.xlsx"]
    assert CalamineWorkbook.from_path(str(book)).sheet_names == [BY_NAME[name].tab for name in NAMES]


# Invented


@EVERY_REGISTER
def test_students_are_those_of_the_class_list(name: str, school: DemoSchool) -> None:
    people = [student for group in school.classes for student in group.students]
    roster = Roster.of((person.name.full, person.school_class, person.file_number) for person in people)
    kept = registers(school, name)
    assert len(kept) == len(school.classes)
    for sheet in kept:
        assert sheet.rows
        for student, row in zip(sheet.students, sheet.rows, strict=True):
            assert people[roster.match(str(row["student"]), str(row["school_class"])).person] is student


@EVERY_REGISTER
def test_entries_are_dated_in_the_school_year_while_the_student_was_there(name: str, school: DemoSchool) -> None:
    for sheet in registers(school, name):
        for student, row in zip(sheet.students, sheet.rows, strict=True):
            for day in (value for value in row.values() if isinstance(value, dt.date)):
                assert FIRST_DAY <= day <= TODAY
                assert student.there(day)


def test_most_students_have_achievements_some_have_none_and_one_has_many(school: DemoSchool) -> None:
    for group in school.classes:
        counts = sorted(len(sheet.rows) for sheet in sheets_of(school)[group.name])
        assert len(group.students) / 2 < len(counts) < len(group.students)
        assert counts[0] == 1
        assert counts[-1] == LONG > 2 * counts[-2]


def test_documents_of_achievements_stand_in_the_portfolio(school: DemoSchool) -> None:
    portfolios = {sheet.students[0].school_class: sheet for sheet in registers(school, "portfolio")}
    for group, sheets in sheets_of(school).items():
        kept = {
            (student.name.full, f"{row['document_kind']} {row['document']}")
            for student, row in zip(portfolios[group].students, portfolios[group].rows, strict=True)
        }
        for sheet in sheets:
            assert {(sheet.head["student"], fold(str(row["document"]))) for row in sheet.rows} <= {
                (name, fold(text)) for name, text in kept
            }


def test_a_document_is_entered_after_its_date_and_fits_the_result(school: DemoSchool) -> None:
    for sheet in registers(school, "portfolio"):
        for row in sheet.rows:
            dated = dt.datetime.strptime(str(row["document"]).rpartition(" ")[2], "%d.%m.%Y").date()
            assert isinstance(row["entered"], dt.date)
            assert dated <= row["entered"]
            if row["document_kind"] == "диплом":
                assert row["status"] in ("победитель", "призёр")
            elif row.get("status") == "участник":
                assert row["document_kind"] == "сертификат"
