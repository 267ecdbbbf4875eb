"""Two versions of a book: what only moved is no change, what changed is told by student and date, and nobody is mixed up."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from xlrecords.books.markdown import parse_books
from xlrecords.versions.comparing import compare
from xlrecords.versions.difference import Comparison, Difference, Group
from xlrecords.versions.ordering import moved

from .markdown import saved

PAGE = """
# Алгебра
| Классный журнал | | | | | |
| Класс: | 5А | | | | |
| Предмет: | Алгебра | | | | |
| Учитель: | Лисицына В. П. | | | | |
| № | ФИО | 02.09.2026 | 04.09.2026 | 09.09.2026 | 1 четверть |
| 1 | Авдеев Пётр | 5 | | 4 | 5 |
| 2 | Бокова Анна | 4 | 3 | | 4 |
| 3 | Громов Илья | | н | 3 | 3 |
"""
GEOMETRY = PAGE.replace("Алгебра", "Геометрия").replace("| 5 | | 4 | 5 |", "| 3 | | 3 | 3 |")
MOVED = (Group.MOVED,)


def book(text: str, change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook written as Markdown, and changed as openpyxl changes it."""
    data = saved(parse_books(text)[0])
    if change is None:
        return data
    workbook = openpyxl.load_workbook(BytesIO(data))
    change(workbook)
    made = BytesIO()
    workbook.save(made)
    return made.getvalue()


def compared(first: bytes, second: bytes, name: str = "5А.xlsx") -> Comparison:
    """Two versions of one book."""
    return folders({name: first}, {name: second})


def folders(*sides: dict[str, bytes]) -> Comparison:
    """Two versions of a folder."""
    with TemporaryDirectory() as folder:
        files: list[dict[str, Path]] = []
        for number, side in enumerate(sides):
            files.append({name: Path(folder, str(number), name) for name in side})
            for name, data in side.items():
                files[number][name].parent.mkdir(parents=True, exist_ok=True)
                files[number][name].write_bytes(data)
        return compare(files[0], files[1], lambda trouble: trouble.rule, lambda done, total: None)


def diff(second: str, first: str = PAGE) -> Comparison:
    """Two versions written as Markdown."""
    return compared(book(first), book(second))


def told(found: Comparison, group: Group = Group.VALUE) -> list[tuple[str, str, str, str, str, str]]:
    """Differences of a kind: who, what about, what was, what is, and both cells."""
    return [(item.who, item.about, item.was, item.now, item.first, item.second) for item in found.of(group)]


def happened(found: Comparison, group: Group = Group.PLACE) -> list[tuple[str, str]]:
    """What happened to sheets, rows and columns."""
    return [(item.what, item.who or item.about or item.where.sheet or item.where.book) for item in found.of(group)]


# What is told


def test_nothing_changed() -> None:
    assert diff(PAGE).same


def test_books_of_equal_bytes_are_not_opened() -> None:
    data = book(PAGE)
    found = compared(data, data)
    assert (found.books, found.equal, found.same) == (1, 1, True)


def test_a_mark() -> None:
    found = diff(PAGE.replace("| 5 | | 4 | 5 |", "| 5 | | 3 | 5 |"))
    assert told(found) == [("Авдеев Пётр", "09.09.2026", "4", "3", "E6", "E6")]
    (change,) = found.differences
    assert (change.what, change.where.school_class, change.where.subject) == ("изменено", "5А", "Алгебра")


def test_a_mark_that_came_and_one_that_is_gone() -> None:
    found = diff(PAGE.replace("| 5 | | 4 | 5 |", "| | 2 | 4 | 5 |"))
    assert [(item.what, item.about) for item in found.differences] == [("стёрто", "02.09.2026"), ("вписано", "04.09.2026")]


def test_a_mark_for_a_period() -> None:
    assert told(diff(PAGE.replace("| н | 3 | 3 |", "| н | 3 | 4 |"))) == [("Громов Илья", "1 четверть", "3", "4", "F8", "F8")]


def test_a_number_that_became_a_text() -> None:
    (change,) = diff(PAGE.replace("| 5 | | 4 | 5 |", "| '5 | | 4 | 5 |")).differences
    assert (change.was, change.now, change.note) == ("5", "5", "стало текстом")


def test_the_teacher_of_a_page() -> None:
    assert told(diff(PAGE.replace("Лисицына", "Воронова"))) == [("", "Учитель", "Лисицына В. П.", "Воронова В. П.", "B4", "B4")]


def test_a_name_is_the_same_but_for_its_spelling() -> None:
    found = diff(PAGE.replace("Пётр", "Петр").replace("| 5 | | 4 | 5 |", "| 5 | | 5 | 5 |"))
    assert told(found) == [
        ("Авдеев Петр", "Фамилия, имя обучающегося", "Авдеев Пётр", "Авдеев Петр", "B6", "B6"),
        ("Авдеев Петр", "09.09.2026", "4", "5", "E6", "E6"),
    ]


# What is no change


def test_sorted_rows_are_no_change() -> None:
    lines = PAGE.strip().splitlines()
    found = diff(
        "\n".join(
            [
                *lines[:6],
                lines[8].replace("| 3 |", "| 1 |", 1),
                lines[6].replace("| 1 |", "| 2 |", 1),
                lines[7].replace("| 2 |", "| 3 |", 1),
            ]
        )
    )
    assert {item.group for item in found.differences} == {Group.MOVED}
    assert happened(found, Group.MOVED) == [("перемещены строки", "Классный журнал")]


def test_an_inserted_row_and_column_are_no_change() -> None:
    text = "\n".join(line[:2] + line[2:].replace("|", "| |", 2).replace("| |", "|", 1) for line in PAGE.strip().splitlines())
    assert diff(text.replace("| № |", "|\n| № |", 1).replace("|\n|", "|\n\n|", 1)).of(Group.VALUE, Group.FORMULA, Group.PLACE) == []


def test_a_renamed_and_a_moved_tab_are_no_change() -> None:
    found = diff(GEOMETRY + PAGE.replace("# Алгебра", "# Алг."), PAGE + GEOMETRY)
    assert {item.group for item in found.differences} == {Group.MOVED}
    assert happened(found, Group.MOVED) == [("перемещены листы", "5А.xlsx"), ("лист переименован", "Алг.")]


def test_tabs_that_changed_their_names() -> None:
    swapped = GEOMETRY.replace("# Геометрия", "# Алгебра") + PAGE.replace("# Алгебра", "# Геометрия")
    assert {item.group for item in diff(swapped, PAGE + GEOMETRY).differences} == {Group.MOVED}


def test_a_date_written_otherwise_is_the_same_lesson() -> None:
    found = diff(PAGE.replace("| 04.09.2026 |", "| '04.09.2026 |").replace("| 4 | 3 |", "| 4 | 5 |"))
    assert ("Бокова Анна", "04.09.2026", "3", "5", "D7", "D7") in told(found)
    assert not found.of(Group.PLACE)


# Rows, columns, sheets, books


def test_a_student_who_came_and_one_who_left() -> None:
    found = diff(PAGE.replace("| 2 | Бокова Анна | 4 | 3 | | 4 |", "| 2 | Дёмина Вера | | | 5 | 5 |"))
    assert happened(found) == [("строка исчезла", "Бокова Анна"), ("строка появилась", "Дёмина Вера")]
    assert not found.of(Group.VALUE)


def test_a_changed_surname_is_offered_never_taken() -> None:
    found = diff(PAGE.replace("Бокова", "Петрова"))
    gone, come = found.of(Group.PLACE)
    assert (gone.who, come.who) == ("Бокова Анна", "Петрова Анна")
    assert gone.note.startswith("возможно, это та же строка: «Петрова Анна»")
    assert come.note.startswith("возможно, это та же строка: «Бокова Анна»")


def test_a_lesson_that_came() -> None:
    added = PAGE.replace("| 09.09.2026 |", "| 09.09.2026 | 16.09.2026 |").replace("| 4 | 5 |", "| 4 | 5 | 5 |")
    found = diff(added.replace("| | 4 |\n", "| | 4 | 4 |\n").replace("| 3 | 3 |", "| 3 | | 3 |"))
    assert happened(found) == [("столбец появился", "16.09.2026")]
    assert found.of(Group.PLACE)[0].note == "заполненных клеток: 2"
    assert not found.of(Group.VALUE)


def test_a_second_lesson_of_a_day() -> None:
    twice = PAGE.replace("| 04.09.2026 |", "| 02.09.2026 |")
    found = diff(twice.replace("| 4 | 3 |", "| 4 | 2 |"), twice)
    assert told(found) == [("Бокова Анна", "02.09.2026, 2-й урок", "3", "2", "D7", "D7")]


def test_a_sheet_and_a_book() -> None:
    found = folders(
        {"5А.xlsx": book(PAGE + GEOMETRY), "6А.xlsx": book(PAGE)}, {"5А.xlsx": book(PAGE), "7А.xlsx": book(GEOMETRY.replace("5А", "7А"))}
    )
    assert happened(found) == [("лист исчез", "Геометрия"), ("книга исчезла", "6А.xlsx"), ("книга появилась", "7А.xlsx")]


def test_a_renamed_book_that_was_changed() -> None:
    found = folders(
        {"5А.xlsx": book(PAGE), "6А.xlsx": book("# Заметки\n| Привет |")},
        {"5А новый.xlsx": book(PAGE.replace("| 4 | 3 |", "| 4 | 2 |")), "6А.xlsx": book("# Заметки\n| Привет |")},
    )
    assert happened(found, Group.MOVED) == [("лист перенесён в другую книгу", "Алгебра")]
    assert told(found) == [("Бокова Анна", "04.09.2026", "3", "2", "D7", "D7")]


def test_two_sheets_of_one_subject_and_teacher_are_told_by_their_students() -> None:
    groups = [
        PAGE.replace("# Алгебра", f"# {tab}").replace("Авдеев Пётр", name) for tab, name in (("1", "Авдеев Пётр"), ("2", "Дёмина Вера"))
    ]
    turned = [groups[0].replace("# 1", "# 2"), groups[1].replace("# 2", "# 1").replace("| н | 3 | 3 |", "| н | 3 | 5 |")]
    found = diff("".join(turned), "".join(groups))
    assert told(found) == [("Громов Илья", "1 четверть", "3", "5", "F8", "F8")]
    assert happened(found, Group.MOVED) == [("лист переименован", "2"), ("лист переименован", "1")]
    assert not found.of(Group.PLACE)


def test_of_two_such_sheets_one_that_was_changed_and_renamed() -> None:
    groups = PAGE.replace("# Алгебра", "# А") + PAGE.replace("# Алгебра", "# Б").replace("Авдеев Пётр", "Дёмина Вера")
    changed = groups.replace("# А", "# В").replace("# Б", "# Г").replace("Авдеев Пётр", "Авдеев Павел")
    assert happened(diff(changed, groups), Group.MOVED) == [("лист переименован", "В"), ("лист переименован", "Г")]


def test_a_repeated_row_is_one_that_came() -> None:
    row = "| 1 | Авдеев Пётр | 5 | | 4 | 5 |\n"
    found = diff(PAGE.replace(row, row * 2))
    assert happened(found) == [("строка появилась", "Авдеев Пётр")]
    assert not found.of(Group.UNSURE, Group.VALUE)


def test_what_is_written_among_the_numbers_is_told_though_rows_are_counted_anew() -> None:
    first = PAGE + "| Итого | | 9 | | | |\n| Учитель: | | | | | |\n"
    second = (
        first.replace("| 2 | Бокова Анна | 4 | 3 | | 4 |\n", "").replace("| 3 | Громов", "| 2 | Громов").replace("| Итого |", "| Всего |")
    )
    found = diff(second, first)
    assert [(item.was, item.now) for item in found.of(Group.VALUE)] == [("Итого", "Всего")]


# Namesakes

TWINS = PAGE.replace("Бокова Анна", "Авдеев Пётр")


def test_namesakes_in_their_order() -> None:
    rich = TWINS.replace("| 1 | Авдеев Пётр | 5 | | 4 | 5 |", "| 1 | Авдеев Пётр | 5 | 5 | 5 | 5 |")
    found = diff(rich.replace("| 5 | 5 | 5 | 5 |", "| 5 | 5 | 4 | 5 |"), rich)
    assert told(found) == [("Авдеев Пётр", "09.09.2026", "5", "4", "E6", "E6")]


def test_namesakes_that_cannot_be_told_are_never_mixed_up() -> None:
    same = PAGE.replace("| 2 | Бокова Анна | 4 | 3 | | 4 |", "| 2 | Авдеев Пётр | 5 | | 3 | 5 |")
    found = diff(
        same.replace("| 5 | | 4 | 5 |", "| 5 | | 3 | 5 |").replace("| 2 | Авдеев Пётр | 5 | | 3 |", "| 2 | Авдеев Пётр | 5 | | 4 |"), same
    )
    assert {item.group for item in found.differences} == {Group.UNSURE}
    assert [(item.who, item.first, item.second) for item in found.differences] == [("Авдеев Пётр", "A6, A7", "A6, A7")]


def test_namesakes_by_the_number_of_the_personal_file() -> None:
    numbered = TWINS.replace("1 | Авдеев Пётр", "1 | Авдеев Пётр (К-1)").replace("2 | Авдеев Пётр", "2 | Авдеев Пётр (К-2)")
    lines = numbered.strip().splitlines()
    turned = "\n".join([*lines[:6], lines[7].replace("| 4 | 3 |", "| 4 | 5 |"), lines[6], lines[8]])
    found = diff(turned, numbered)
    assert ("Авдеев Пётр (К-2)", "04.09.2026", "3", "5", "D7", "D6") in told(found)


# Formulas


def mean(sheet: Any, rows: range = range(6, 9), column: str = "G", last: str = "E") -> None:
    """A mean of the marks of each student."""
    sheet[f"{column}5"] = "Среднее"
    for row in rows:
        sheet[f"{column}{row}"] = f"=AVERAGE(C{row}:{last}{row})"


def changed(change: Callable[[Any], None], first: Callable[[Any], None] = lambda sheet: mean(sheet)) -> Comparison:
    """A sheet with formulas before and after a change of it."""

    def second(sheet: Any) -> None:
        first(sheet)
        change(sheet)

    return compared(book(PAGE, lambda workbook: first(workbook["Алгебра"])), book(PAGE, lambda workbook: second(workbook["Алгебра"])))


def test_a_formula_replaced_by_a_number() -> None:
    (change,) = changed(lambda sheet: sheet.__setitem__("G6", 4.5)).differences
    assert (change.group, change.what, change.was, change.now) == (Group.FORMULA, "формула заменена значением", "=AVERAGE(C6:E6)", "4,5")


def test_another_formula() -> None:
    (change,) = changed(lambda sheet: sheet.__setitem__("G6", "=AVERAGE(C7:E7)")).differences
    assert (change.what, change.was, change.now) == ("формула изменена", "=AVERAGE(C6:E6)", "=AVERAGE(C7:E7)")


def calculated(data: bytes, result: str) -> bytes:
    """A workbook whose formulas all have this result."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(made, "w") as target:
        for item in source.infolist():
            text = source.read(item)
            target.writestr(item, re.sub(rb"</f><v ?/>|</f><v></v>", f"</f><v>{result}</v>".encode(), text))
    return made.getvalue()


def test_a_result_that_only_was_calculated_anew_is_no_changed_entry() -> None:
    data = book(PAGE, lambda workbook: mean(workbook["Алгебра"], range(6, 7)))
    found = compared(calculated(data, "4.5"), calculated(data, "4"))
    assert [(item.group, item.was, item.now) for item in found.differences] == [(Group.COMPUTED, "4,5", "4")]
    unknown = compared(calculated(data, "4.5"), data)
    assert (unknown.differences, unknown.uncomputed) == ((), 1)


def test_formulas_that_moved_with_their_rows_are_the_same() -> None:
    lines = PAGE.strip().splitlines()
    turned = "\n".join([*lines[:6], lines[8], lines[6], lines[7]])
    found = compared(book(PAGE, lambda workbook: mean(workbook["Алгебра"])), book(turned, lambda workbook: mean(workbook["Алгебра"])))
    assert not found.of(Group.FORMULA)


def test_a_formula_that_did_not_follow_its_row_is_told_with_a_remark() -> None:
    def moved_by_hand(sheet: Any) -> None:
        sheet.delete_rows(7)  # openpyxl leaves the formulas as they are

    (change,) = changed(moved_by_hand).of(Group.FORMULA)
    assert (change.was, change.now, change.first, change.second) == ("=AVERAGE(C8:E8)", "=AVERAGE(C8:E8)", "G8", "G7")
    assert change.note.startswith("записана так же, но строка переместилась")


def test_a_range_that_grew_over_an_inserted_column_is_the_same() -> None:
    def widened(workbook: Any) -> None:
        sheet = workbook["Алгебра"]
        sheet.insert_cols(4)
        sheet["D5"] = "03.09.2026"
        mean(sheet, column="H", last="F")

    found = compared(book(PAGE, lambda workbook: mean(workbook["Алгебра"])), book(PAGE, widened))
    assert not found.of(Group.FORMULA, Group.VALUE)
    assert happened(found) == [("столбец появился", "03.09.2026")]


def test_a_formula_without_a_value_behind_all_values_is_told() -> None:
    (change,) = changed(lambda sheet: sheet.__setitem__("C12", "=SUM(C6:C8)")).differences
    assert (change.what, change.now, change.second) == ("строка появилась", "=SUM(C6:C8)", "A12")


def test_rows_below_the_table_are_told_by_their_formulas_not_by_what_they_gave() -> None:
    def totals(workbook: Any) -> None:
        sheet = workbook["Алгебра"]
        for row in (12, 13):
            sheet[f"C{row}"] = f"=SUM(C6:C{row - 4})"
        sheet["A14"] = "проверено"

    def another(workbook: Any) -> None:
        totals(workbook)
        workbook["Алгебра"]["A15"] = "принято"

    found = compared(calculated(book(PAGE, totals), "9"), calculated(book(PAGE, another), "14"))
    assert [(item.group, item.second) for item in found.differences if item.group is not Group.PLACE] == [
        (Group.COMPUTED, "C12"),
        (Group.COMPUTED, "C13"),
    ]
    assert [(item.what, item.now) for item in found.of(Group.PLACE)] == [("строка появилась", "принято")]


def test_a_formula_of_a_range_is_one_formula_whatever_it_gave() -> None:
    def spread(workbook: Any) -> None:
        workbook["Алгебра"]["H6"] = ArrayFormula("H6:H8", "=C6:C8*2")

    def given(workbook: Any) -> None:
        spread(workbook)
        workbook["Алгебра"]["H7"] = 8

    found = compared(book(PAGE, spread), book(PAGE, given))
    assert not found.of(Group.VALUE, Group.FORMULA, Group.PLACE)
    assert found.uncomputed == 1


def test_hidden_as_other_programs_write_it() -> None:
    def hide(workbook: Any) -> None:
        workbook["Алгебра"].row_dimensions[7].hidden = True

    data, made = book(PAGE, hide), BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(made, "w") as target:
        for item in source.infolist():
            target.writestr(item, source.read(item).replace(b'hidden="1"', b'hidden="true"'))
    assert compared(data, made.getvalue()).same


# Looks


def test_looks_are_told_apart_from_values() -> None:
    def paint(sheet: Any) -> None:
        sheet["C6"].font = Font(bold=True)
        sheet["C7"].fill = sheet["C8"].fill = PatternFill("solid", fgColor="FFFFFF00")
        sheet["D6"].number_format = "0.00"
        sheet.column_dimensions["C"].width = 30
        sheet.row_dimensions[7].hidden = True
        sheet.merge_cells("A1:C1")
        sheet.sheet_state = "visible"

    found = changed(paint)
    assert {item.group for item in found.differences} == {Group.LOOK}
    assert [(item.what, item.second, item.was, item.now) for item in found.differences] == [
        ("начертание", "C6", "обычное", "полужирное"),
        ("числовой формат", "D6", "Общий", "0.00"),
        ("заливка", "C7:C8", "нет", "#FFFF00"),
        ("скрытые строки", "7", "видны", "скрыты"),
        ("ширина столбцов", "C", "8,43", "30"),
        ("объединение клеток", "A1:C1", "нет", "есть"),
    ]


def test_a_list_lost_by_a_paste() -> None:
    def limited(sheet: Any) -> None:
        limit = DataValidation("list", formula1='"5,4,3,2,н"')
        limit.add("C6:E8")
        sheet.add_data_validation(limit)

    (change,) = changed(lambda sheet: sheet.data_validations.dataValidation.clear(), limited).differences
    assert (change.what, change.first, change.was, change.now) == ("ограничение ввода", "C6:E8", "список: 5, 4, 3, 2, н", "нет")


# Sheets of no form

NOTES = "# Заметки\n| Неделя | Дежурный |\n| первая | Авдеев |\n| вторая | Бокова |\n| третья | Громов |\n"


def test_an_inserted_row_of_an_unknown_sheet_is_no_flood() -> None:
    found = diff(NOTES.replace("| вторая", "| каникулы | нет |\n| вторая").replace("Громов", "Дёмина"), NOTES)
    assert [(item.what, item.now) for item in found.of(Group.PLACE)] == [("строка появилась", "каникулы; нет")]
    assert told(found) == [("", "", "Громов", "Дёмина", "B4", "B5")]


def test_an_inserted_column_of_an_unknown_sheet_is_no_flood() -> None:
    text = "\n".join(line if line.startswith("#") else line.replace("|", "| новое |", 1) for line in NOTES.strip().splitlines())
    assert {item.what for item in diff(text, NOTES).of(Group.VALUE)} <= {"вписано"}


# Registers

REGISTER = """
# Реестр
| Реестр достижений | | | |
| ФИО | Класс | Мероприятие | Предмет | Уровень | Результат | Дата |
| Авдеев Пётр | 5А | Турнир Архимеда | Математика | муниципальный | призёр | 12.10.2026 |
| Авдеев Пётр | 5А | Кенгуру | Математика | школьный | участник | 15.03.2027 |
| Авдеев Пётр | 6Б | Кенгуру | Математика | школьный | участник | 15.03.2027 |
"""


def test_an_entry_of_a_register() -> None:
    found = diff(REGISTER.replace("| муниципальный | призёр |", "| муниципальный | победитель |"), REGISTER)
    assert [(item.who, item.was, item.now, item.where.school_class) for item in found.differences] == [
        ("Авдеев Пётр", "призёр", "победитель", "5А")
    ]


# Random changes


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 6), st.booleans(), st.booleans(), st.booleans())
def test_exactly_the_changed_marks_are_told(seed: int, count: int, sort: bool, column: bool, tabs: bool) -> None:
    """Rows sorted, a column put in, a sheet moved and renamed: only the marks that were changed are told, with student and date."""
    chance = random.Random(seed)
    names = [f"{chance.choice('АБВГД')}{number}ов Иван" for number in "абвгдежз"]
    names = [f"{name[0]}{'абвгдежз'[at]}лов Иван" for at, name in enumerate(names)]
    days = [f"{day:02}.10.2026" for day in range(1, 13)]
    subjects = ("Алгебра", "Физика", "Химия")
    marks = {(subject, name, day): chance.choice(["", "2", "3", "4", "5", "н"]) for subject in subjects for name in names for day in days}
    turned = dict(marks)
    cells = chance.sample(sorted(marks), count)
    for cell in cells:
        turned[cell] = chance.choice([mark for mark in ("2", "3", "4", "5", "н") if mark != marks[cell]])
    order = chance.sample(names, len(names)) if sort else names

    def page(subject: str, held: dict[tuple[str, str, str], str], order: list[str], fresh: bool, tab: str) -> str:
        wide = ["Прим.", *days] if fresh else days
        lines = [f"# {tab}", "| Классный журнал |", "| Класс: | 5А |", f"| Предмет: | {subject} |", f"| № | ФИО | {' | '.join(wide)} |"]
        for number, name in enumerate(order, 1):
            given = [held[subject, name, day] for day in days]
            lines.append(f"| {number} | {name} | {' | '.join(['', *given] if fresh else given)} |")
        return "\n".join(lines)

    places = chance.sample(subjects, len(subjects)) if tabs else list(subjects)
    first = "\n".join(page(subject, marks, names, False, subject) for subject in subjects)
    second = "\n".join(page(subject, turned, order, column, f"{subject} 5А" if tabs else subject) for subject in places)
    found = diff(second, first)
    changes = {(item.where.subject, item.who, item.about): (item.was, item.now) for item in found.of(Group.VALUE)}
    assert changes == {cell: (marks[cell], turned[cell]) for cell in cells}
    assert len(found.of(Group.VALUE)) == count
    assert not found.of(Group.FORMULA, Group.UNSURE)
    assert [what for what, _ in happened(found)] == (["столбец появился"] * 3 if column else [])


@pytest.mark.parametrize(("pairs", "count"), [([], 0), ([(0, 0), (1, 1)], 0), ([(0, 1), (1, 2), (2, 0)], 1), ([(0, 2), (1, 1), (2, 0)], 2)])
def test_the_fewest_that_moved(pairs: list[tuple[int, int]], count: int) -> None:
    assert moved(pairs) == count


def test_the_order_is_that_of_books_and_sheets() -> None:
    found = folders(
        {"Б.xlsx": book(PAGE), "А.xlsx": book(PAGE)},
        {"Б.xlsx": book(PAGE.replace("Илья", "Иван")), "А.xlsx": book(PAGE.replace("Илья", "Иван"))},
    )
    assert [item.where.book for item in found.differences] == ["А.xlsx", "А.xlsx", "Б.xlsx", "Б.xlsx"]
    assert isinstance(found.differences[0], Difference)


# Several rows of one student

YEAR = """
# Сводная за год
| Сводная ведомость учёта успеваемости обучающихся за год | | | |
| Класс: | 5А | | |
| № | Фамилия, имя обучающегося | Период | Алгебра | История |
| 1 | Авдеев Пётр | 1 четверть | 5 | 4 |
| | | 2 четверть | 5 | 4 |
| 2 | Бокова Анна | 1 четверть | 3 | 3 |
| | | 2 четверть | 3 | 3 |
"""


def test_a_row_of_a_period_belongs_to_the_name_above_it() -> None:
    found = diff(YEAR[:-1].rsplit("|", 3)[0] + "| 5 | 3 |\n", YEAR)
    assert [(item.who, item.where.subject, item.was, item.now, item.second) for item in found.differences] == [
        ("Бокова Анна", "Алгебра", "3", "5", "D7")
    ]


# Headings that a paste destroyed


def test_a_table_without_its_first_heading_is_no_flood() -> None:
    found = diff(PAGE.replace("| № | ФИО |", "| № | Кто |"))
    assert [(item.was, item.now, item.second) for item in found.differences] == [("ФИО", "Кто", "B5")]


def test_a_column_of_numbers_without_its_heading_is_the_same() -> None:
    assert [(item.was, item.now, item.second) for item in diff(PAGE.replace("| № | ФИО |", "| | ФИО |")).differences] == [("№", "", "A5")]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 3), st.booleans())
def test_what_is_told_of_namesakes_is_never_of_the_other_one(seed: int, count: int, turn: bool) -> None:
    """Two students of one name, some marks of them changed, their rows perhaps exchanged: told of the right row, or said to be unsure."""
    chance = random.Random(seed)
    rows = [[chance.choice(["2", "3", "4", "5", ""]) for _ in range(4)] for _ in range(2)]
    second = [list(row) for row in rows]
    for _ in range(count):
        second[chance.randrange(2)][chance.randrange(4)] = chance.choice(["2", "3", "4", "5"])
    order = (1, 0) if turn else (0, 1)

    def page(marks: list[list[str]]) -> str:
        days = " | ".join(f"{day:02}.10.2026" for day in range(5, 9))
        body = "\n".join(f"| {number} | Авдеев Пётр | {' | '.join(row)} |" for number, row in enumerate(marks, 1))
        return f"# Алгебра\n| Классный журнал |\n| Класс: | 5А |\n| Предмет: | Алгебра |\n| № | ФИО | {days} |\n{body}\n"

    found = diff(page([second[at] for at in order]), page(rows))
    changes = sum(a != b for one, other in zip(rows, second, strict=True) for a, b in zip(one, other, strict=True))
    for item in found.of(Group.VALUE):
        row = int(item.first[1:]) - 5
        assert int(item.second[1:]) - 5 == order.index(row) or sorted(rows) == sorted(second) or rows[0] == rows[1]
    unsure = bool(found.of(Group.UNSURE))
    as_they_were = [second[at] for at in order] == rows
    assert unsure or as_they_were or len(found.of(Group.VALUE)) == changes
