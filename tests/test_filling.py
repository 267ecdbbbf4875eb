"""Filled workbooks beyond one form: names of files and tabs, a sheet for each student, what is never written over, rows and heights."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from xlrecords.filling import Template
from xlrecords.filling.join import joined
from xlrecords.filling.measure import column_points, height, lines, text_width
from xlrecords.filling.outputs import Folder, class_order, file_name, name_order, workbooks
from xlrecords.filling.pictures import size
from xlrecords.filling.tabs import tab_name
from xlrecords.ooxml.package import Package
from xlrecords.save import FILLED, filled

from .parts import contents, ordered, sheet_parts, well_formed
from .templates.common import ACHIEVEMENTS, PERSON, SUBJECTS, png, subject

ANNA = dict(PERSON) | {"предметы": SUBJECTS, "достижения": ACHIEVEMENTS}
PETER = ANNA | {"ФИО": "Абрамов Пётр Ильич", "Фамилия": "Абрамов", "предметы": SUBJECTS[:2], "достижения": []}


def template(draw: Callable[[Any, Any], object]) -> Template:
    """A template of one sheet «Лист», on which something is drawn."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        draw(book, book.add_worksheet("Лист"))
    read = Template.read(target.getvalue())
    assert read.flaws == ()
    return read


def name(facts: Mapping[str, Any]) -> str:
    return str(facts["ФИО"])


def whole(data: bytes) -> bytes:
    """The workbook, which owes nothing to the standard."""
    assert well_formed(data) == ordered(data) == []
    return data


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(whole(data)))


def page(data: bytes, sheet: str = "Лист") -> Worksheet:
    found = opened(data)[sheet]
    assert isinstance(found, Worksheet)
    return found


def values(sheet: Worksheet, cells: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet[cells]]


def xml(data: bytes, sheet: str) -> str:
    return contents(data)[sheet_parts(data)[sheet]].decode()


# Measuring


def test_a_line_is_as_wide_as_its_letters() -> None:
    assert text_width("", "Arial", 11, False) == 0
    assert text_width("шш", "Arial", 10, False) == 2 * text_width("ш", "Arial", 10, False)
    assert text_width("ш", "Arial", 20, False) == 2 * text_width("ш", "Arial", 10, False)
    assert text_width("анна", "Arial", 10, True) > text_width("анна", "Arial", 10, False) > text_width("анна", "Times New Roman", 10, False)
    assert column_points(8.43) == 44.25


@pytest.mark.parametrize(("text", "count"), [
    ("", 1), ("Алгебра", 1), ("Алгебра\nи начала\nанализа", 3), ("слово " * 10, 5), ("н" * 60, 5), ("\n\n", 3),
])  # fmt: skip
def test_a_text_takes_lines_by_words_and_by_its_own_line_ends(text: str, count: int) -> None:
    assert lines(text, 90, "Times New Roman", 12, False) == count


WORDS = st.text("абвгдеж шюя\n1234567890.,", max_size=120)


@given(WORDS, st.floats(20, 400), st.floats(6, 20))
def test_a_wider_cell_is_never_taller(text: str, width: float, size: float) -> None:
    assert height(text, width * 2, "Arial", size, False) <= height(text, width, "Arial", size, False)


@given(WORDS, st.floats(20, 400))
def test_a_text_is_at_least_as_tall_as_its_own_lines(text: str, width: float) -> None:
    assert lines(text, width, "Arial", 11, False) >= text.count("\n") + 1


# Names


@pytest.mark.parametrize(("text", "tab"), [
    ("Соловьёва А. С.", "Соловьёва А. С."), ("10А/Б: [класс]*?", "10А Б класс"), ("'Арк'", "Арк"), ("' Арк '", "Арк"), ("", "Лист"),
    ("  а \n б ", "а б"), ("History", "History (2)"), ("н" * 40, "н" * 31), ("н" * 30 + " яя", "н" * 30), ("'", "Лист"),
])  # fmt: skip
def test_a_tab_has_a_name_that_excel_takes(text: str, tab: str) -> None:
    assert tab_name(text, set()) == tab


def test_tabs_of_namesakes_are_told_apart() -> None:
    taken = {"лист"}
    assert [tab_name(text, taken) for text in ("Лист", "ЛИСТ", "Иванов", "ИВАНОВ", "н" * 40, "н" * 50)] == [
        "Лист (2)", "ЛИСТ (3)", "Иванов", "ИВАНОВ (2)", "н" * 31, "н" * 27 + " (2)",
    ]  # fmt: skip
    assert taken >= {"лист", "лист (2)", "иванов (2)"}


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=8))
def test_any_texts_give_tabs_that_excel_takes(texts: list[str]) -> None:
    taken: set[str] = set()
    tabs = [tab_name(text, taken) for text in texts]
    assert all(0 < len(tab) <= 31 and not re.search(r"[\[\]:*?/\\\x00-\x1f]", tab) for tab in tabs)
    assert all(tab == tab.strip("' ") for tab in tabs)
    assert len({tab.lower() for tab in tabs}) == len(tabs)


@pytest.mark.parametrize(("text", "file"), [
    ("Соловьёва Анна", "Соловьёва Анна"), ("10А/Б", "10А Б"), ('а<b>:"c"\\d|e?f*', "а b c d e f"), (" .. ", "Без имени"), ("", "Без имени"),
    ("CON", "_CON"), ("nul.txt", "_nul.txt"), ("com1", "_com1"), ("Компьютер", "Компьютер"), ("Петров И. И.", "Петров И. И"), ("н" * 300, "н" * 120),
])  # fmt: skip
def test_a_file_has_a_name_that_any_system_takes(text: str, file: str) -> None:
    assert file_name(text, set()) == file


def test_files_of_namesakes_are_told_apart() -> None:
    taken: set[str] = set()
    assert [file_name(text, taken) for text in ("Иванов", "иванов", "Иванов.")] == ["Иванов", "иванов (2)", "Иванов (3)"]


def test_classes_and_names_stand_in_the_order_of_a_school() -> None:
    groups = ["10А", "2Б", "11", "2А", "", "Кружок", "1А"]
    assert sorted(groups, key=lambda group: class_order({"Класс": group})) == ["1А", "2А", "2Б", "10А", "11", "", "Кружок"]
    names = ["Ежов", "Ёлкин", "Жуков", "ежов", "Единов"]
    assert sorted(names, key=lambda text: name_order({"ФИО": text})) == ["Единов", "Ежов", "ежов", "Ёлкин", "Жуков"]


# A workbook a student, a class, or one


def heading(book: Any, sheet: Any) -> None:
    sheet.write("A1", "{{ФИО}}")
    sheet.write("B1", "{{Класс}}")


SCHOOL = [
    ANNA | {"ФИО": full, "Класс": group}
    for full, group in (
        ("Яшин Олег Ильич", "10А"), ("Ёлкина Вера Павловна", "2А"), ("Ежов Иван Ильич", "2А"), ("Жуков Пётр Ильич", "2А"), ("Ежов Иван Ильич", "2А"),
    )
]  # fmt: skip


def test_a_student_has_a_file_in_the_folder_of_the_class() -> None:
    made = dict(workbooks(template(heading), SCHOOL, "student", "Справка", ".xlsx"))
    assert list(made) == [
        "2А/Ежов Иван Ильич.xlsx", "2А/Ежов Иван Ильич (2).xlsx", "2А/Ёлкина Вера Павловна.xlsx", "2А/Жуков Пётр Ильич.xlsx",
        "10А/Яшин Олег Ильич.xlsx",
    ]  # fmt: skip
    assert values(page(made["10А/Яшин Олег Ильич.xlsx"]), "A1:B1") == [["Яшин Олег Ильич", "10А"]]


def test_a_class_has_a_file_with_a_sheet_a_student() -> None:
    made = dict(workbooks(template(heading), SCHOOL, "class", "Справка", ".xlsx"))
    assert {file: opened(data).sheetnames for file, data in made.items()} == {
        "2А.xlsx": ["Ежов И. И.", "Ежов И. И. (2)", "Ёлкина В. П.", "Жуков П. И."], "10А.xlsx": ["Яшин О. И."],
    }  # fmt: skip
    book = opened(made["2А.xlsx"])
    assert [sheet["A1"].value for sheet in book.worksheets] == [
        "Ежов Иван Ильич",
        "Ежов Иван Ильич",
        "Ёлкина Вера Павловна",
        "Жуков Пётр Ильич",
    ]


def test_one_file_has_all_students_with_their_classes() -> None:
    ((file, data),) = workbooks(template(heading), SCHOOL, "all", "Справка: об обучении", ".xlsx")
    assert file == "Справка об обучении.xlsx"
    assert opened(data).sheetnames == ["2А Ежов И. И.", "2А Ежов И. И. (2)", "2А Ёлкина В. П.", "2А Жуков П. И.", "10А Яшин О. И."]


def test_who_has_no_class_or_no_name_is_filled_too() -> None:
    students = [ANNA | {"Класс": None, "ФИО": "?"}, ANNA | {"Класс": "", "ФИО": None}]
    files = [file for file, _ in workbooks(template(heading), students, "student", "", ".xlsx")]
    assert files == ["Без класса/Без имени.xlsx", "Без класса/Без имени (2).xlsx"]
    ((_, data),) = workbooks(template(heading), students, "all", "", ".xlsx")
    assert len(opened(data).sheetnames) == 2


LONG = st.text("АБВЁабвё-' ", min_size=1, max_size=60)


@given(st.lists(LONG, min_size=1, max_size=6))
def test_tabs_of_any_class_are_short_and_differ(names: list[str]) -> None:
    students = [ANNA | {"ФИО": full} for full in names]
    for way in ("class", "all"):
        ((_, data),) = workbooks(PLAIN, students, way, "Справка", ".xlsx")
        tabs = list(sheet_parts(data))
        assert len(tabs) == len(names) == len({tab.lower() for tab in tabs})
        assert all(0 < len(tab) <= 31 for tab in tabs)


PLAIN = template(heading)

# A sheet a student, with all that hangs on it


def rich(book: Any, sheet: Any) -> None:
    """Two filled sheets and one that is not, with all that may go wrong when sheets are copied."""
    box = book.add_format({"border": 1})
    sheet.write("A1", "{{ФИО}}")
    sheet.write_row("A2", ["Предмет", "Год"])
    sheet.add_table("A2:B3", {"name": "Отметки", "columns": [{"header": "Предмет"}, {"header": "Год"}]})
    sheet.write_row("A3", ["{{предметы.предмет}}", "{{предметы.Год}}"], box)
    sheet.write_formula("B5", "=SUM(Отметки[Год])")
    sheet.write_formula("B6", "=COUNTIF(B3:B3,5)+Второй!A2")
    sheet.insert_image("D3", "печать.png", {"image_data": BytesIO(png(30, 20))})
    sheet.insert_image("D6", "печать.png", {"image_data": BytesIO(png(30, 20))})
    sheet.write_comment("A6", "Сумма")
    sheet.print_area("A1:B6")
    sheet.repeat_rows(1)
    sheet.conditional_format("A3:B3", {"type": "formula", "criteria": "=COUNTIF($B3:$B3,2)>0", "format": box})
    second = book.add_worksheet("Второй")
    second.write("A1", "{{Класс}}")
    second.write_formula("A2", "=Лист!B5")
    second.write_url("A3", "internal:'Лист'!B6", string="к сумме")
    third = book.add_worksheet("Памятка")
    third.write("A1", "Как заполнять")
    third.write_formula("A2", "=SUM(Лист!B3:B3)+Всего")
    book.define_name("Всего", "=Лист!$B$5")
    book.define_name("Лист!Своё", "=Лист!$B$3:$B$3")
    second.activate()


JOINED = whole(joined(template(rich), [ANNA, PETER], name))
TABS = ("Соловьёва Анна Сергеевна Лист", "Соловьёва Анна Сергеевна Второй", "Абрамов Пётр Ильич Лист", "Абрамов Пётр Ильич Второй")


def test_sheets_that_are_not_filled_stand_before_the_students() -> None:
    book = opened(JOINED)
    assert book.sheetnames == ["Памятка", *(tab[:31].strip() for tab in TABS)]
    assert values(book[TABS[0]], "A1:B8") == [
        ["Соловьёва Анна Сергеевна", None], ["Предмет", "Год"], ["Алгебра", 5], ["История", 4], ["Физика", 4], ["Химия", 5], [None, None],
        [None, "=SUM(Отметки[Год])"],
    ]  # fmt: skip
    assert values(book[TABS[2]], "A3:B6") == [["Алгебра", 5], ["История", 4], [None, None], [None, "=SUM(Отметки_2[Год])"]]


def test_formulas_of_a_student_point_to_the_sheets_of_the_student() -> None:
    book = opened(JOINED)
    assert [book[TABS[1]]["A2"].value, book[TABS[3]]["A2"].value] == [f"='{TABS[0]}'!B8", f"='{TABS[2]}'!B6"]
    assert [book[TABS[0]]["B9"].value, book[TABS[2]]["B7"].value] == [
        f"=COUNTIF(B3:B6,5)+'{TABS[1]}'!A2",
        f"=COUNTIF(B3:B4,5)+'{TABS[3]}'!A2",
    ]
    links = [book[tab]["A3"].hyperlink for tab in (TABS[1], TABS[3])]
    assert [link.location for link in links if link] == [f"'{TABS[0]}'!B9", f"'{TABS[2]}'!B7"]


def test_what_pointed_to_the_template_itself_says_so() -> None:
    assert opened(JOINED)["Памятка"]["A2"].value == "=SUM(#REF!)+Всего"


def test_each_student_has_tables_of_their_own() -> None:
    tables = [
        (table.displayName, table.name, table.ref, table.id) for sheet in opened(JOINED).worksheets for table in sheet.tables.values()
    ]
    assert [table[:3] for table in tables] == [("Отметки", "Отметки", "A2:B6"), ("Отметки_2", "Отметки_2", "A2:B4")]
    assert len({table[3] for table in tables}) == 2


def test_each_student_has_names_and_print_areas_of_their_own() -> None:
    book = opened(JOINED)
    first, second = book[TABS[0]], book[TABS[2]]
    assert [sheet.print_area for sheet in (first, second)] == [f"'{TABS[0]}'!$A$1:$B$9", f"'{TABS[2]}'!$A$1:$B$7"]
    assert [sheet.print_title_rows for sheet in (first, second)] == ["$2:$2", "$2:$2"]
    assert [sheet.defined_names["Своё"].attr_text for sheet in (first, second)] == [f"'{TABS[0]}'!$B$3:$B$6", f"'{TABS[2]}'!$B$3:$B$4"]
    assert [sheet.defined_names["Всего"].attr_text for sheet in (first, second)] == [f"'{TABS[0]}'!$B$8", f"'{TABS[2]}'!$B$6"]


def test_each_student_has_the_pictures_and_notes_in_their_places() -> None:
    book: Any = opened(JOINED)
    assert [[image.anchor._from.row + 1 for image in book[tab]._images] for tab in (TABS[0], TABS[2])] == [[3, 9], [3, 7]]
    assert [[cell.coordinate for row in book[tab].iter_rows() for cell in row if cell.comment] for tab in (TABS[0], TABS[2])] == [
        ["A9"],
        ["A7"],
    ]
    assert len([part for part in contents(JOINED) if part.startswith("xl/media/")]) == 1


def test_rules_of_cells_are_those_of_each_row() -> None:
    assert re.findall(r'<conditionalFormatting sqref="([^"]*)".*?<formula>([^<]*)<', xml(JOINED, TABS[0])) == [
        ("A3:B6", "COUNTIF($B3:$B3,2)&gt;0")
    ]


def test_only_the_sheet_that_is_shown_is_chosen() -> None:
    assert [tab for tab in sheet_parts(JOINED) if "tabSelected" in xml(JOINED, tab)] == ["Памятка"]
    shown = opened(JOINED).active
    assert shown is not None
    assert shown.title == "Памятка"


def test_nothing_to_join_is_refused() -> None:
    def wrong(book: Any, sheet: Any) -> None:
        sheet.write("A1", "{{Возраст кота}}")

    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        wrong(book, book.add_worksheet())
    flawed = Template.read(target.getvalue())
    for made, students in ((flawed, [ANNA]), (template(lambda book, sheet: sheet.write("A1", "текст")), [ANNA]), (PLAIN, [])):
        with pytest.raises(ValueError, match="template"):
            joined(made, students, name)
    with pytest.raises(ValueError, match="flaws"):
        flawed.fill(ANNA)


def test_a_photo_of_each_student_stands_on_the_sheet_of_the_student(tmp_path: Path) -> None:
    def draw(book: Any, sheet: Any) -> None:
        heading(book, sheet)
        sheet.write("C2", "{{Фото}}")

    photos = {full: tmp_path / f"{full}.png" for full in ("Яшин", "Ежов")}
    for number, photo in enumerate(photos.values(), 1):
        photo.write_bytes(png(10 * number, 10))
    students = [ANNA | {"ФИО": full, "Фото": photo} for full, photo in photos.items()] + [ANNA | {"ФИО": "Без фото", "Фото": None}]
    book: Any = opened(joined(template(draw), students, name))
    assert [len(sheet._images) for sheet in book.worksheets] == [1, 1, 0]
    assert [sheet["C2"].value for sheet in book.worksheets] == [None, None, None]


def test_a_file_that_is_no_picture_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "фото.png").write_bytes(b"no picture")
    filled = template(lambda book, sheet: sheet.write("A1", "{{Фото}}")).fill(ANNA | {"Фото": tmp_path / "фото.png"})
    assert page(filled)["A1"].value is None
    assert size(b"no picture") is size(b"\xff\xd8\xff\xc0") is size(b"\x89PNG\r\n\x1a\n" + bytes(20)) is None
    assert size(png(3, 4)) == (3, 4)


# A folder that is filled


def put(folder: Path, **files: bytes) -> dict[str, bool]:
    return dict(Folder(folder).write((f"{file}.xlsx", data) for file, data in files.items()))


def test_what_was_filled_here_and_is_unchanged_is_written_again(tmp_path: Path) -> None:
    assert put(tmp_path, а=b"1", б=b"1") == {"а.xlsx": True, "б.xlsx": True}
    assert put(tmp_path, а=b"2", б=b"1") == {"а.xlsx": True, "б.xlsx": True}
    assert (tmp_path / "а.xlsx").read_bytes() == b"2"
    (tmp_path / "б.xlsx").write_bytes("исправлено".encode())
    assert put(tmp_path, а=b"3", б=b"3") == {"а.xlsx": True, "б.xlsx": False}
    assert [(tmp_path / f"{file}.xlsx").read_bytes() for file in "аб"] == [b"3", "исправлено".encode()]


def test_a_file_of_somebody_else_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "2А").mkdir()
    (tmp_path / "2А" / "Ежов.xlsx").write_bytes(b"0")
    assert dict(Folder(tmp_path).write([("2А/Ежов.xlsx", b"1"), ("2А/Яшин.xlsx", b"1")])) == {"2А/Ежов.xlsx": False, "2А/Яшин.xlsx": True}
    assert (tmp_path / "2А" / "Ежов.xlsx").read_bytes() == b"0"


@pytest.mark.parametrize("lock", ["~$а.xlsx", ".~lock.а.xlsx#"])
def test_a_file_that_is_open_is_left(tmp_path: Path, lock: str) -> None:
    put(tmp_path, а=b"1")
    (tmp_path / lock).touch()
    assert put(tmp_path, а=b"2") == {"а.xlsx": False}
    (tmp_path / lock).unlink()
    assert put(tmp_path, а=b"2") == {"а.xlsx": True}


def test_a_list_of_files_that_is_damaged_protects_all(tmp_path: Path) -> None:
    put(tmp_path, а=b"1")
    (tmp_path / FILLED).write_text("[[", encoding="utf-8")
    assert put(tmp_path, а=b"2") == {"а.xlsx": False}


def test_a_file_that_is_gone_is_written_again_and_nothing_is_left_beside(tmp_path: Path) -> None:
    put(tmp_path, а=b"1")
    (tmp_path / "а.xlsx").unlink()
    assert put(tmp_path, а=b"1") == {"а.xlsx": True}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".xlrecords", "а.xlsx"]


# Within a sheet


def test_values_keep_their_kind_in_the_format_of_the_cell() -> None:
    def draw(book: Any, sheet: Any) -> None:
        text, day, wide = (book.add_format({"num_format": code}) for code in ("@", "d.m.yy", "0.0"))
        for row, style in enumerate((None, text, day, wide), 1):
            sheet.write_row(f"A{row}", ["{{Дата}}", "{{Номер}}", "{{ФИО}}", "№ {{Номер}} от {{Дата}}"], style)
            sheet.write(f"F{row}", "{{предметы.средний балл}}", style)

    facts = ANNA | {"предметы": SUBJECTS[:1], "ФИО": "=2+2"}
    sheet = page(template(draw).fill(facts))
    assert values(sheet, "A1:D1") == [[dt.datetime(2026, 5, 25), 17, "=2+2", "№ 17 от 25.05.2026"]]
    assert values(sheet, "A2:D2") == [["25.05.2026", "17", "=2+2", "№ 17 от 25.05.2026"]]
    assert [sheet[cell].number_format for cell in ("A1", "A2", "A3", "A4", "B4")] == ["dd.mm.yyyy", "@", "d.m.yy", "dd.mm.yyyy", "0.0"]
    assert [sheet[f"F{row}"].value for row in (1, 2, 4)] == [4.67, "4,67", 4.67]
    assert "<f>" not in xml(template(draw).fill(facts), "Лист")


def test_a_number_with_a_fraction_is_exact() -> None:
    filled = template(lambda book, sheet: sheet.write("A1", "{{предметы.средний балл}}")).fill(
        ANNA | {"предметы": [SUBJECTS[0] | {"средний балл": Decimal("4.10")}]}
    )
    assert "<v>4.10</v>" in xml(filled, "Лист")


def test_an_ampersand_in_a_header_is_an_ampersand() -> None:
    def draw(book: Any, sheet: Any) -> None:
        heading(book, sheet)
        sheet.set_header("&L{{Школа}}&RЛист &P")

    filled = template(draw).fill(ANNA | {"Школа": "Школа «А & Б» <1>"})
    assert "<oddHeader>&amp;LШкола «А &amp;&amp; Б» &lt;1&gt;&amp;RЛист &amp;P</oddHeader>" in xml(filled, "Лист")


def hiding(book: Any, sheet: Any) -> None:
    sheet.write("A1", "{{ФИО}}")
    sheet.write("A2", "Достижения{{если достижений нет: скрыть}}")
    sheet.write("A3", "{{достижения.мероприятие}}{{если достижений нет: скрыть}}")
    sheet.write("A4", "{{если достижений нет: Достижений нет}}")
    sheet.write("A5", "{{если есть достижения: Достижения есть}}")


def test_rows_hide_where_a_condition_says_so() -> None:
    filled, empty = page(template(hiding).fill(ANNA)), page(template(hiding).fill(PETER))
    assert [row for row in range(1, 9) if filled.row_dimensions[row].hidden] == []
    assert [row for row in range(1, 9) if empty.row_dimensions[row].hidden] == [2, 3]
    assert [cell.value for cell in filled["A"]] == [
        "Соловьёва Анна Сергеевна", "Достижения", "Олимпиада школьников", "Конкурс чтецов", "Лыжная гонка", None, "Достижения есть",
    ]  # fmt: skip
    assert [empty[f"A{row}"].value for row in (4, 5)] == ["Достижений нет", None]


PERIODS = [
    subject("Алгебра", 5, periods=(("1 четверть", 5), ("2 четверть", 4))),
    subject("История", 4, periods=()),
    subject("Физика", 3, periods=(("1 четверть", 3), ("2 четверть", 3), ("3 четверть", 4))),
]


def nested(book: Any, sheet: Any) -> None:
    """Periods under each subject, a list below them, and a sum of all."""
    sheet.write_row("A1", ["{{предметы.предмет}}", "{{предметы.Год}}"])
    sheet.write_row("A2", ["{{предметы.периоды.период}}", "{{предметы.периоды.отметка}}"])
    sheet.write_row("A4", ["{{достижения.мероприятие}}", "{{достижения.статус}}"])
    sheet.write_row("A6", ["Всего", "=COUNTA(A4:A4)"])


def test_a_list_within_a_list_may_be_empty_and_others_stand_below() -> None:
    sheet = page(template(nested).fill(ANNA | {"предметы": PERIODS}))
    assert [sheet[f"A{row}"].value for row in range(1, 10)] == [
        "Алгебра", "1 четверть", "2 четверть", "История", None, "Физика", "1 четверть", "2 четверть", "3 четверть",
    ]  # fmt: skip
    assert [sheet[f"A{row}"].value for row in range(10, 16)] == [
        None,
        "Олимпиада школьников",
        "Конкурс чтецов",
        "Лыжная гонка",
        None,
        "Всего",
    ]
    assert sheet["B15"].value == "=COUNTA(A11:A13)"


def test_students_with_lists_of_other_lengths_are_joined() -> None:
    book = opened(joined(template(nested), [ANNA | {"предметы": PERIODS}, PETER | {"предметы": PERIODS[:1]}], name))
    assert [sheet["B15" if number == 0 else "B7"].value for number, sheet in enumerate(book.worksheets)] == [
        "=COUNTA(A11:A13)",
        "=COUNTA(A5:A5)",
    ]


def test_two_lists_within_one_block_are_a_flaw_with_its_cell() -> None:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Лист")
        sheet.write_row("A1", ["{{предметы.предмет}}", "{{предметы.периоды.отметка}}", "{{достижения.мероприятие}}"])
    (flaw,) = Template.read(target.getvalue()).flaws
    assert (flaw.sheet, flaw.cell) == ("Лист", "C1")
    assert "предметы" in flaw.message
    assert flaw.fix.endswith(".")


def test_two_lists_side_by_side_are_as_long_as_the_longer() -> None:
    sheet = page(template(lambda book, sheet: sheet.write_row("A1", ["{{предметы.предмет}}", "{{достижения.статус}}"])).fill(ANNA))
    assert values(sheet, "A1:B4") == [["Алгебра", "победитель"], ["История", "призёр"], ["Физика", "участник"], ["Химия", None]]


def test_an_empty_list_is_one_empty_row() -> None:
    def draw(book: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["{{достижения.мероприятие}}", "=ROW()"])
        sheet.write("A2", "конец")

    for facts in (PETER, PETER | {"достижения": None}, {}):
        assert values(page(template(draw).fill(facts)), "A1:B2") == [[None, "=ROW()"], ["конец", None]]


def test_facts_that_are_unknown_leave_empty_cells_and_no_braces() -> None:
    def draw(book: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["{{ФИО}}", "Класс: {{Класс}}.", "{{Дата}}"])

    assert values(page(template(draw).fill({})), "A1:C1") == [[None, "Класс: .", None]]


def test_a_template_may_be_made_by_another_program() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Лист"
    sheet.append(["{{ФИО}}", "Класс: {{Класс}}"])
    sheet.append(["{{предметы.предмет}}", "{{предметы.Год}}"])
    book.create_sheet("Свод").append(["=SUM(Лист!B2:B2)"])
    target = BytesIO()
    book.save(target)
    filled = opened(Template.read(target.getvalue()).fill(ANNA))
    assert values(page(Template.read(target.getvalue()).fill(ANNA)), "A1:B2") == [["Соловьёва Анна Сергеевна", "Класс: 7А"], ["Алгебра", 5]]
    assert filled["Свод"]["A1"].value == "=SUM(Лист!B2:B5)"


# Beside the cells


def test_a_digit_behind_a_size_of_letters_is_no_part_of_it() -> None:
    data = template(lambda book, sheet: sheet.set_header("&C&12{{Класс}}")).fill(PERSON | {"Класс": "7А"})
    assert "&amp;C&amp;12 7А" in xml(data, "Лист")


def test_a_long_name_in_a_header_is_cut() -> None:
    data = template(lambda book, sheet: sheet.set_header("&L{{Школа}}")).fill(PERSON | {"Школа": "Школа " * 60})
    (header,) = re.findall(r"<oddHeader>([^<]*)<", xml(data, "Лист"))
    assert header.endswith("…")
    assert len(header) < 255


def test_a_template_may_ask_for_something_on_its_tab_alone() -> None:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("7А")
        book.add_worksheet("{{Класс}}")
    read = Template.read(target.getvalue())
    assert read.filled == ("{{Класс}}",)
    assert opened(read.fill(PERSON | {"Класс": "7А"})).sheetnames == ["7А", "7А (2)"]


def test_a_workbook_that_calls_itself_a_template_becomes_a_workbook() -> None:
    source = template(lambda book, sheet: sheet.write("A1", "{{ФИО}}")).data
    types = contents(source)["[Content_Types].xml"].replace(b"sheet.main+xml", b"template.main+xml")
    package = Package(source)
    package.put("[Content_Types].xml", types)
    filled = Template.read(package.pack()).fill(PERSON)
    assert b"template.main" not in contents(filled)["[Content_Types].xml"]
    assert page(filled)["A1"].value == PERSON["ФИО"]


def test_the_heading_of_a_table_cannot_be_filled() -> None:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("Лист").add_table("A2:B4", {"columns": [{"header": "{{Период}}"}, {"header": "Отметка"}]})
    (flaw,) = Template.read(target.getvalue()).flaws
    assert (flaw.sheet, flaw.cell) == ("Лист", "A2")


def test_a_list_of_filled_files_that_a_kill_cut_short_forgets_only_its_last_line(tmp_path: Path) -> None:
    assert dict(Folder(tmp_path).write([("Яшин.xlsx", b"1")])) == {"Яшин.xlsx": True}
    listed = tmp_path / FILLED
    listed.write_bytes(listed.read_bytes() + '["Я'.encode()[:-1])
    assert dict(Folder(tmp_path).write([("Белова.xlsx", b"2")])) == {"Белова.xlsx": True}
    assert set(filled(tmp_path)) == {"Яшин.xlsx", "Белова.xlsx"}
