"""Single edits, one by one: what each writes, what it refuses, and that any plan on any workbook can be undone."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.utils.datetime import CALENDAR_MAC_1904, from_excel
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from xlrecords.edits import (
    Edits,
    Fill,
    Formula,
    Insert,
    Item,
    Limit,
    Link,
    Name,
    NewSheet,
    Note,
    PrintArea,
    Repeat,
    TableRange,
    Unfill,
    Unnote,
    Value,
)
from xlrecords.guard import RefusedError
from xlrecords.history import rewrite, sha256, undo
from xlrecords.ooxml import PlanError, edit

from . import hostile
from .parts import changed, contents, ordered, sheet_parts, well_formed
from .rich import JOURNAL, LISTS, RICH

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")

PAGE = "7А"
PART = "xl/worksheets/sheet1.xml"


def drawn(draw: Callable[[Any, Any], object], **options: object) -> bytes:
    """A workbook of XlsxWriter with one sheet, on which something is drawn."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **options}) as book:
        draw(book, book.add_worksheet(PAGE))
    return target.getvalue()


def plain(book: Any, sheet: Any) -> None:
    """A heading, a student and a mark."""
    sheet.write_row("A1", ["Обучающийся", "Алгебра"])
    sheet.write_row("A2", ["Орлов Иван", 5])


def whole(data: bytes) -> bytes:
    """The workbook, which owes nothing to the standard."""
    assert well_formed(data) == ordered(data) == []
    return data


def sheet_of(data: bytes, name: str = PAGE) -> Worksheet:
    """A sheet as openpyxl reads it."""
    sheet = openpyxl.load_workbook(BytesIO(data))[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def read(data: bytes, name: str = PAGE) -> list[list[Any]]:
    """A sheet as calamine reads it."""
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(name).to_python(skip_empty_area=False)


def xml(data: bytes, part: str = PART) -> str:
    return contents(data)[part].decode()


def written(value: Any, cell: str = "B2", book: bytes | None = None) -> bytes:
    return whole(edit(book or drawn(plain), Edits(values=(Value(PAGE, cell, value),))))


# Values


TEXTS = (
    "=1+1", "=СУММ(A1:B9)", "+7 900", "-5", "@x", "'05", "007", "1.10", "5/4", "TRUE", "#REF!", " края ", "а\nб\tв", "<&>\"'", "", "н" * 300,
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_text_whatever_it_looks_like(text: str) -> None:
    data = written(text)
    cell = sheet_of(data)["B2"]
    assert (cell.value or "", cell.data_type) in ((text, "s"), (text, "n" if not text else "inlineStr"), (text, "f"))
    assert "<f>" not in xml(data)
    assert read(data)[1][1] == text


@pytest.mark.parametrize(("text", "kept"), [
    ("а\x00б\x1fв", "а б в"), ("\x0b\x0c", "  "), ("\ufffe\uffff", "  "), ("\ud800я", " я"), ("\U0001f600", "\U0001f600"),
    ("е\u0301\u200b", "е\u0301\u200b"),
])  # fmt: skip
def test_what_no_xml_may_hold_becomes_a_blank(text: str, kept: str) -> None:
    assert read(written(text))[1][1] == kept


@pytest.mark.parametrize("text", ["_x000D_", "_x0041_", "a_x000a_b", "_x005F_x000D_", "_x000G_", "__x0041__"])
def test_text_that_looks_like_an_escape_of_excel_stays(text: str) -> None:
    assert read(written(text))[1][1] == text


@pytest.mark.parametrize("value", [5, 0, -3, 2.5, 1e-9, 1e15, 0.1 + 0.2, True, False])
def test_numbers_and_truth_keep_value_and_type(value: float | bool) -> None:
    found = sheet_of(written(value))["B2"].value
    assert (found, type(found)) in ((value, type(value)), (value, int))


def test_a_number_of_another_library_is_a_number() -> None:
    assert sheet_of(written(np.float64(4.5)))["B2"].value == 4.5


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(PlanError, match="не число"):
        written(value)


MOMENTS = (
    (dt.date(2026, 9, 1), "dd.mm.yyyy", dt.datetime(2026, 9, 1)),
    (dt.date(1900, 3, 1), "dd.mm.yyyy", dt.datetime(1900, 3, 1)),
    (dt.datetime(2026, 9, 1, 8, 30), "dd.mm.yyyy hh:mm", dt.datetime(2026, 9, 1, 8, 30)),
    (dt.datetime(2026, 9, 1, 8, 30, tzinfo=dt.UTC), "dd.mm.yyyy hh:mm", dt.datetime(2026, 9, 1, 8, 30)),
    (dt.time(8, 30), "hh:mm", dt.time(8, 30)),
)


@pytest.mark.parametrize(("value", "code", "seen"), MOMENTS)
def test_a_day_gets_the_look_of_a_day(value: Any, code: str, seen: object) -> None:
    cell = sheet_of(written(value))["B2"]
    assert (cell.value, cell.number_format) == (seen, code)


def test_a_day_in_a_cell_for_days_keeps_its_look() -> None:
    def draw(book: Any, sheet: Any) -> None:
        sheet.write_blank("B2", None, book.add_format({"num_format": "d mmmm yyyy", "bold": True}))

    cell = sheet_of(written(dt.date(2026, 9, 1), book=drawn(draw)))["B2"]
    assert (cell.value, cell.number_format, cell.font.b) == (dt.datetime(2026, 9, 1), "d mmmm yyyy", True)


@pytest.mark.parametrize("value", [dt.date(1904, 1, 2), dt.date(2026, 9, 1), dt.datetime(2026, 9, 1, 12)])
def test_days_count_from_1904_where_the_workbook_does(value: dt.date) -> None:
    data = whole(edit(dict(RICH)["days_of_1904"](), Edits(values=(Value(JOURNAL, "C3", value),))))
    found = re.search(r'<c r="C3"[^>]*><v>([^<]*)</v>', xml(data))
    assert found
    moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
    assert from_excel(float(found[1]), CALENDAR_MAC_1904) == moment
    assert read(data, JOURNAL)[2][2] == value or read(data, JOURNAL)[2][2] == moment


@pytest.mark.parametrize("value", [dt.date(1812, 9, 7), dt.date(1900, 2, 28), dt.datetime(1899, 12, 31, 8)])
def test_a_day_that_excel_does_not_know_is_text(value: dt.date) -> None:
    assert read(written(value))[1][1] == f"{value:%d.%m.%Y}"


def test_a_value_keeps_the_look_of_its_cell_and_empties_nothing_else() -> None:
    def draw(book: Any, sheet: Any) -> None:
        red = book.add_format({"bg_color": "#FF0000", "num_format": "0.00"})
        sheet.write_row("A2", ["Орлов Иван", 5, 4], red)

    data = whole(edit(drawn(draw), Edits(values=(Value(PAGE, "B2", None), Value(PAGE, "C2", "н")))))
    before, after = sheet_of(drawn(draw)), sheet_of(data)
    assert [cell.value for cell in after[2]] == ["Орлов Иван", None, "н"]
    assert [cell.style_id for cell in after[2]] == [cell.style_id for cell in before[2]]


def test_a_new_cell_looks_like_its_row_or_its_column() -> None:
    def draw(book: Any, sheet: Any) -> None:
        sheet.set_column("C:E", 10, book.add_format({"italic": True}))
        sheet.set_row(4, 30, book.add_format({"bold": True}))
        sheet.write("A1", "x")

    sheet = sheet_of(whole(edit(drawn(draw), Edits(values=tuple(Value(PAGE, cell, 1) for cell in ("D3", "B3", "D5", "F9"))))))
    assert [(sheet[cell].font.i, sheet[cell].font.b) for cell in ("D3", "B3", "D5", "F9")] == [
        (True, False), (False, False), (False, True), (False, False),
    ]  # fmt: skip
    assert sheet.dimensions == "A1:F9"
    assert sheet.row_dimensions[5].height == 30


def test_an_address_is_known_however_it_is_written() -> None:
    plan = Edits(
        values=(Value("7а", "$b$3", 1),), notes=(Note(PAGE, "b2", "а"), Note(PAGE, "$B$2", "б")), links=(Link(PAGE, "$a$2", PAGE, "A1"),)
    )
    sheet = sheet_of(whole(edit(drawn(plain), plan)))
    assert sheet["B3"].value == 1
    comment = sheet["B2"].comment
    assert comment is not None
    assert comment.text == "а\n\nб"
    assert sheet["A2"].hyperlink is not None


# Formulas


@pytest.mark.parametrize("text", ["SUM(A1:B2)", "=SUM(A1:B2)", 'IF(B2<3,"<&>",B2&"б")', "'5А'!B6"])
def test_a_formula_stands_as_it_is_given(text: str) -> None:
    data = whole(edit(drawn(plain), Edits(formulas=(Formula(PAGE, "C2", text),))))
    assert sheet_of(data)["C2"].value == f"={text.removeprefix('=')}"
    assert "fullCalcOnLoad" in xml(data, "xl/workbook.xml")


@pytest.mark.parametrize(("cell", "plan"), [
    ("D2", Edits(values=(Value(JOURNAL, "D2", 1),))), ("D2", Edits(formulas=(Formula(JOURNAL, "D2", "B2"),))),
    ("B8", Edits(values=(Value(JOURNAL, "B8", 1),))),
])  # fmt: skip
def test_cells_that_share_a_formula_keep_it_when_its_first_is_written_over(cell: str, plan: Edits) -> None:
    before = sheet_of(edit(dict(RICH)["shared_formulas"](), Edits(inserts=(Insert(JOURNAL, 30),))), JOURNAL)
    after = sheet_of(whole(edit(dict(RICH)["shared_formulas"](), plan)), JOURNAL)
    shared = [place for place in ("D2", "D3", "D4", "D5", "B8", "C8") if place != cell]
    assert [after[place].value for place in shared] == [before[place].value for place in shared]


def test_formulas_of_other_sheets_forget_what_depends_on_rows_that_came() -> None:
    def draw(book: Any, sheet: Any) -> None:
        sheet.write_formula("B1", "=SUM(B3:B4)", None, 9)
        sheet.write_column("B3", [4, 5])
        other = book.add_worksheet("Свод")
        for row, formula in enumerate(("='7А'!B1", "=SUM('7А'!B:B)", "='7А'!B3", "=A1*2"), 1):
            other.write_formula(f"A{row}", formula, None, 9)

    data = whole(edit(drawn(draw), Edits(repeats=(Repeat(PAGE, 4, 4, 3),))))
    assert re.findall(r'r="(A\d)"[^>]*><f>[^<]*</f><v>', xml(data, "xl/worksheets/sheet2.xml")) == ["A3"]
    assert re.findall(r"</f><v>", xml(data)) == []


@pytest.mark.parametrize("write", ["{}", "&#{};", "&#x{:x};"])
def test_letters_may_be_written_as_numbers(write: str) -> None:
    def numbered(text: str) -> bytes:
        letters = (write.format(letter if write == "{}" else ord(letter)) if ord(letter) > 127 else letter for letter in text)
        return "".join(letters).encode()

    parts = {name: content for name, content in hostile.parts(drawn(several)).items() if name.endswith((".xml", ".rels"))}
    book = hostile.with_parts(drawn(several), {name: numbered(content.decode()) for name, content in parts.items()})
    data = whole(edit(book, Edits(inserts=(Insert(PAGE, 1, 2),), values=(Value("Свод", "C1", "ё"),))))
    sheet = sheet_of(data, "Свод")
    assert [sheet["A1"].value, sheet["A2"].value, sheet["C1"].value] == ["='7А'!A3+Отметка+SUM('7А'!A:A)", "=Списки!A1", "ё"]
    assert ("Отметка", None, "'7А'!$A$3") in names(data)


def test_formulas_forget_what_a_name_stood_for() -> None:
    def draw(book: Any, sheet: Any) -> None:
        plain(book, sheet)
        book.define_name("Отметка", "='7А'!$B$2")
        sheet.write_formula("C2", "=Отметка", None, 5)

    data = whole(edit(drawn(draw), Edits(names=(Name("отметка", "'7А'!$B$3"),))))
    assert '<c r="C2"><f>Отметка</f></c>' in xml(data)
    assert "fullCalcOnLoad" in xml(data, "xl/workbook.xml")


# Fills, notes, links, limits


def filled(**look: object) -> bytes:
    def draw(book: Any, sheet: Any) -> None:
        plain(book, sheet)
        sheet.write("B2", 5, book.add_format(look))

    return drawn(draw)


@pytest.mark.parametrize("look", [{}, {"bold": True}, {"bg_color": "#FFFF99"}, {"bg_color": "#FFFF99", "border": 1}])
def test_a_pattern_that_is_taken_away_leaves_what_was_behind(look: dict[str, object]) -> None:
    book = filled(**look)
    marked = whole(edit(book, Edits(fills=(Fill(PAGE, "B2", "C00000", "darkUp"),))))
    assert sheet_of(marked)["B2"].fill.patternType == "darkUp"
    cleared = whole(edit(marked, Edits(unfills=(Unfill(PAGE, "B2", "C00000", "darkUp"),))))
    old, new = sheet_of(book)["B2"], sheet_of(cleared)["B2"]
    assert (old.fill.patternType, old.fill.fgColor.rgb, old.font.b, old.border.left.style) == (
        new.fill.patternType, new.fill.fgColor.rgb, new.font.b, new.border.left.style,
    )  # fmt: skip


@pytest.mark.parametrize("unfill", [
    Unfill(PAGE, "B2", "C00000", "lightUp"), Unfill(PAGE, "B2", "00C000", "darkUp"), Unfill(PAGE, "A1", "C00000", "darkUp"),
    Unfill(PAGE, "Z99", "C00000"),
])  # fmt: skip
def test_a_cell_that_is_filled_otherwise_is_left_alone(unfill: Unfill) -> None:
    marked = edit(drawn(plain), Edits(fills=(Fill(PAGE, "B2", "C00000", "darkUp"),)))
    assert changed(marked, edit(marked, Edits(unfills=(unfill,)))) == set()


def noted(text: str) -> bytes:
    return edit(drawn(plain), Edits(notes=(Note(PAGE, "B2", text, "Учитель"),)))


@pytest.mark.parametrize(("text", "cut", "left"), [
    ("слова", "слова", None), ("моё\n\nслова", "слова", "моё"), ("слова\n\nмоё", "слова", "слова\n\nмоё"), ("моё", "слова", "моё"),
])  # fmt: skip
def test_a_text_is_taken_off_the_end_of_a_note(text: str, cut: str, left: str | None) -> None:
    data = whole(edit(noted(text), Edits(unnotes=(Unnote(PAGE, "B2", cut), Unnote(PAGE, "C9", cut)))))
    comment = sheet_of(data)["B2"].comment
    assert (comment.text if comment else None) == left
    assert ("xl/comments1.xml" in contents(data)) == (left is not None)


def test_a_link_takes_the_place_of_the_one_that_was_there() -> None:
    links = (Link(PAGE, "A1", PAGE, "B2", "вниз"), Link(PAGE, "A1", "Д'Арк", "C3", "а\x01б"), Link(PAGE, "A2", PAGE, "A1"))
    sheet = sheet_of(whole(edit(drawn(plain), Edits(links=links))))
    found = [(link.location, link.tooltip) for cell in ("A1", "A2") if (link := sheet[cell].hyperlink)]
    assert found == [("'Д''Арк'!C3", "а б"), ("'7А'!A1", None)]


def test_a_limit_joins_those_that_are_there() -> None:
    def draw(book: Any, sheet: Any) -> None:
        sheet.data_validation("A1:A9", {"validate": "list", "source": ["да", "нет"]})

    limit = Limit(PAGE, "B1:B9 D1:D9", "whole", ("2", "5"), "between", "От 2 до 5", "Отметка", "warning", "Нет", "Да")
    rules = sheet_of(whole(edit(drawn(draw), Edits(limits=(limit,))))).data_validations.dataValidation
    assert [str(rule.sqref) for rule in rules] == ["A1:A9", "B1:B9 D1:D9"]
    made = rules[1]
    assert (made.type, made.operator, made.formula1, made.formula2) == ("whole", "between", "2", "5")
    assert (made.error, made.prompt, made.errorStyle, made.errorTitle, made.promptTitle) == ("От 2 до 5", "Отметка", "warning", "Нет", "Да")


# Rows, and what hangs on them


def hung(book: Any, sheet: Any) -> None:
    """A list drawn as row 4, with what is read from the place where it stands."""
    bold = book.add_format({"bold": True})
    sheet.write_row("A3", ["Обучающийся", "Алгебра", "Физика"])
    sheet.write_row("A4", ["Орлов Иван", 5, 4])
    sheet.conditional_format("A4:C4", {"type": "formula", "criteria": "=COUNTIF($B4:$C4,2)>0", "format": bold})
    sheet.conditional_format("A4:C20", {"type": "formula", "criteria": "=SUM($B4:$C4)<5", "format": bold})
    sheet.conditional_format("B4:B4", {"type": "formula", "criteria": "=COUNTIF($B$4:$B$4,B4)>1", "format": bold})
    sheet.conditional_format("A9", {"type": "formula", "criteria": "=SUM($B$4:$B$4)>9", "format": bold})
    sheet.data_validation("C4", {"validate": "custom", "value": "=SUM($B4:$C4)<11"})
    sheet.data_validation("B2:B1048576", {"validate": "list", "source": ["5", "4"]})
    sheet.set_selection("B9")


def test_rules_of_cells_are_read_from_the_row_of_each_copy() -> None:
    text = xml(whole(edit(drawn(hung), Edits(repeats=(Repeat(PAGE, 4, 4, 3),)))))
    rules = dict(zip(re.findall(r'<conditionalFormatting sqref="([^"]*)"', text), re.findall(r"<formula>([^<]*)<", text), strict=True))
    assert rules == {
        "A4:C6": "COUNTIF($B4:$C4,2)&gt;0", "A4:C22": "SUM($B4:$C4)&lt;5", "B4:B6": "COUNTIF($B$4:$B$6,B4)&gt;1", "A11": "SUM($B$4:$B$6)&gt;9",
    }  # fmt: skip
    assert re.findall(r'sqref="(C4[^"]*)"><formula1>([^<]*)<', text) == [("C4:C6", "SUM($B4:$C4)&lt;11")]


def test_ranges_to_the_end_of_a_sheet_stay_on_it() -> None:
    text = xml(edit(drawn(hung), Edits(inserts=(Insert(PAGE, 4, 7),))))
    assert 'sqref="B2:B1048576"' in text


def test_the_chosen_cell_is_among_the_chosen_cells() -> None:
    text = xml(edit(drawn(hung), Edits(inserts=(Insert(PAGE, 4, 2),))))
    assert re.findall(r'activeCell="(\w+)" sqref="(\w+)"', text) == [("B11", "B11")]


def test_a_table_or_a_filter_is_never_in_several_places() -> None:
    def draw(book: Any, sheet: Any) -> None:
        sheet.add_table("A3:B4", {"data": [["а", 1]]})
        sheet.autofilter("D3:E4")
        sheet.write("A8", "конец")

    data = whole(edit(drawn(draw), Edits(repeats=(Repeat(PAGE, 1, 6, 2),))))
    assert re.findall(r'\bref="([^"]*)"', xml(data) + xml(data, "xl/tables/table1.xml")) == ["A3:B14", "D3:E4", "A3:B4", "A3:B4"]


def test_rows_that_would_leave_the_sheet_are_refused() -> None:
    last = edit(drawn(plain), Edits(values=(Value(PAGE, "A1048576", "конец"),)))
    for plan in (Edits(inserts=(Insert(PAGE, 2),)), Edits(repeats=(Repeat(PAGE, 2, 2, 2),))):
        with pytest.raises(PlanError, match="Строки так вставить нельзя"):
            edit(last, plan)
    with pytest.raises(PlanError):
        edit(drawn(plain), Edits(inserts=(Insert(PAGE, 2, 1_048_575),)))


def test_inserted_rows_look_like_the_row_above_them() -> None:
    def draw(book: Any, sheet: Any) -> None:
        sheet.set_row(1, 33)
        sheet.write_row("A2", ["Орлов", 5], book.add_format({"bold": True}))
        sheet.write_row("A3", ["Яшин", 4])

    sheet = sheet_of(whole(edit(drawn(draw), Edits(inserts=(Insert(PAGE, 3, 1), Insert(PAGE, 3, 1), Insert(PAGE, 1, 1))))))
    assert [[cell.value for cell in row] for row in sheet["A1:B6"]] == [
        [None, None], [None, None], ["Орлов", 5], [None, None], [None, None], ["Яшин", 4],
    ]  # fmt: skip
    assert [sheet.row_dimensions[row].height for row in (3, 4, 5)] == [33, 33, 33]
    assert [sheet[f"A{row}"].font.b for row in (3, 4, 5, 6)] == [True, True, True, False]


def test_rows_come_first_and_cells_are_addressed_after_them() -> None:
    plan = Edits(values=(Value(PAGE, "B3", 3),), repeats=(Repeat(PAGE, 2, 2, 2),))
    assert read(edit(drawn(plain), plan)) == [["Обучающийся", "Алгебра"], ["Орлов Иван", 5.0], ["Орлов Иван", 3.0]]


# Names, print areas, tables, sheets


def several(book: Any, sheet: Any) -> None:
    """Three sheets that point to each other; the last one is shown."""
    sheet.write("A1", 1)
    second, third = book.add_worksheet("Свод"), book.add_worksheet("Списки")
    second.write_formula("A1", "='7А'!A1+Отметка+SUM('7А'!A:A)", None, 3)
    second.write_formula("A2", "=Списки!A1", None, 0)
    second.data_validation("B1", {"validate": "list", "source": "='7А'!$A$1:$A$3"})
    book.define_name("Отметка", "='7А'!$A$1")
    book.define_name("'7А'!Своё", "='7А'!$A$1")
    book.define_name("Списки!Своё", "=Списки!$A$1")
    second.print_area("A1:B2")
    third.print_area("A1:C3")
    third.activate()


def names(data: bytes) -> list[tuple[str, str | None, str]]:
    """Names of a workbook: name, number of their sheet, formula."""
    root = etree.fromstring(contents(data)["xl/workbook.xml"])
    return [(item.get("name", ""), item.get("localSheetId"), item.text or "") for item in root.iter("{*}definedName")]


def test_a_removed_sheet_takes_its_names_and_leaves_the_numbers_right() -> None:
    data = whole(edit(drawn(several), Edits(remove_sheets=("7а",))))
    assert names(data) == [
        ("_xlnm.Print_Area", "0", "Свод!$A$1:$B$2"), ("_xlnm.Print_Area", "1", "Списки!$A$1:$C$3"),
        ("Отметка", None, "#REF!"), ("Своё", "1", "Списки!$A$1"),
    ]  # fmt: skip
    book = openpyxl.load_workbook(BytesIO(data))
    assert (book.sheetnames, book.active.title if book.active else "") == (["Свод", "Списки"], "Списки")
    assert PART not in contents(data)


def test_what_pointed_to_a_removed_sheet_says_so() -> None:
    sheet = sheet_of(edit(drawn(several), Edits(remove_sheets=(PAGE,))), "Свод")
    assert [sheet["A1"].value, sheet["A2"].value] == ["=#REF!+Отметка+SUM(#REF!)", "=Списки!A1"]
    assert sheet.data_validations.dataValidation[0].formula1 == "#REF!"


def test_all_sheets_but_one_can_be_removed_and_hidden_ones_do_not_count() -> None:
    def draw(book: Any, sheet: Any) -> None:
        book.add_worksheet("Скрытый").hide()
        book.add_worksheet("Лишний")

    left = edit(drawn(draw), Edits(remove_sheets=("Лишний", "Скрытый")))
    assert list(sheet_parts(whole(left))) == [PAGE]
    for sheets in ((PAGE, "Лишний"), (PAGE, "Лишний", "Скрытый")):
        with pytest.raises(PlanError, match="единственный видимый лист"):
            edit(drawn(draw), Edits(remove_sheets=sheets))


def test_a_sheet_that_is_removed_may_come_again() -> None:
    new = NewSheet("СВОД", ((Item("снова"),),))
    data = whole(edit(drawn(several), Edits(remove_sheets=("Свод",), add_sheets=(new,))))
    assert list(sheet_parts(data)) == [PAGE, "Списки", "СВОД"]
    assert read(data, "СВОД") == [["снова"]]


def test_a_new_sheet_shows_what_it_was_given() -> None:
    rows = (
        (Item("Замечания", "title"),),
        (Item("Клетка", "heading"), Item("Что", "heading"), Item("Когда", "heading")),
        (Item("B2", "link", PAGE, "B2"), Item("=2+2 <&>\x01", "wrapped"), Item(dt.date(2026, 9, 1), "date")),
        (Item(None), Item(5, "number"), Item("!", "error")),
    )
    data = whole(edit(drawn(plain), Edits(add_sheets=(NewSheet("Д'Арк", rows, (10, 40, 12), 2, True, True),))))
    sheet = sheet_of(data, "Д'Арк")
    assert [[cell.value for cell in row] for row in sheet["A1:C4"]] == [
        ["Замечания", None, None], ["Клетка", "Что", "Когда"], ["B2", "=2+2 <&> ", dt.datetime(2026, 9, 1)], [None, 5, "!"],
    ]  # fmt: skip
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.page_setup.orientation) == ("A3", "A2:C4", "landscape")
    link = sheet["A3"].hyperlink
    assert link is not None
    assert link.location == "'7А'!B2"
    assert sheet["A3"].font.u


def test_a_name_is_known_whatever_its_letters_and_goes_without_a_formula() -> None:
    data = whole(edit(drawn(several), Edits(names=(Name("ОТМЕТКА", "'7А'!$A$2"), Name("Своё", "", PAGE), Name("Новое", "5")))))
    assert [name for name in names(data) if not name[0].startswith("_")] == [
        ("Новое", None, "5"), ("Отметка", None, "'7А'!$A$2"), ("Своё", "2", "Списки!$A$1"),
    ]  # fmt: skip


def test_a_print_area_may_have_several_ranges_and_takes_the_place_of_the_old_one() -> None:
    data = whole(edit(drawn(several), Edits(print_areas=(PrintArea(PAGE, "A1:B2"), PrintArea("Свод", "C3:A1 E5")))))
    assert sorted(name for name in names(data) if name[0].startswith("_")) == [
        ("_xlnm.Print_Area", "0", "'7А'!$A$1:$B$2"), ("_xlnm.Print_Area", "1", "Свод!$A$1:$C$3,Свод!$E$5:$E$5"),
        ("_xlnm.Print_Area", "2", "Списки!$A$1:$C$3"),
    ]  # fmt: skip


def test_a_table_is_made_longer_with_its_filter() -> None:
    def draw(book: Any, sheet: Any) -> None:
        sheet.add_table("A1:B2", {"data": [["а", 1]], "name": "Отметки"})

    data = whole(edit(drawn(draw), Edits(values=(Value(PAGE, "A3", "б"),), tables=(TableRange("отметки", "A1:B3"),))))
    assert re.findall(r'ref="([^"]*)"', xml(data, "xl/tables/table1.xml")) == ["A1:B3", "A1:B3"]


# Refused


REFUSED: tuple[tuple[Edits, str], ...] = (
    (Edits(values=(Value("8Б", "A1", 1),)), "Листа «8Б» в книге нет."),
    (Edits(formulas=(Formula("8Б", "A1", "1"),)), "Листа «8Б» в книге нет."),
    (Edits(notes=(Note("8Б", "A1", "а"),)), "Листа «8Б» в книге нет."),
    (Edits(names=(Name("Имя", "1", "8Б"),)), "Листа «8Б» в книге нет."),
    (Edits(print_areas=(PrintArea("8Б", "A1"),)), "Листа «8Б» в книге нет."),
    (Edits(remove_sheets=("8Б",)), "Листа «8Б» в книге нет."),
    (Edits(inserts=(Insert("8Б", 1),)), "Листа «8Б» в книге нет."),
    (Edits(values=(Value("График", "A1", 1),)), "Лист «График» — не таблица."),
    (Edits(repeats=(Repeat("График", 1, 1, 2),)), "Лист «График» — не таблица."),
    (Edits(values=(Value(PAGE, "А1", 1),)), "«А1» — не адрес клетки."),
    (Edits(values=(Value(PAGE, "A1:B2", 1),)), "«A1:B2» — не адрес клетки."),
    (Edits(fills=(Fill(PAGE, "XFE1", "FF0000"),)), "«XFE1» — не адрес клетки."),
    (Edits(unfills=(Unfill(PAGE, "A", "FF0000"),)), "«A» — не адрес клетки."),
    (Edits(notes=(Note(PAGE, "A0", "а"),)), "«A0» — не адрес клетки."),
    (Edits(unnotes=(Unnote(PAGE, "", "а"),)), "«» — не адрес клетки."),
    (Edits(links=(Link(PAGE, "A1048577", PAGE, "A1"),)), "«A1048577» — не адрес клетки."),
    (Edits(print_areas=(PrintArea(PAGE, "A1:B"),)), "«A1:B» — не диапазон клеток."),
    (Edits(tables=(TableRange("Отметки", "A1-B2"),)), "«A1-B2» — не диапазон клеток."),
    (Edits(tables=(TableRange("Отметки", "A1:B2"),)), "Таблицы «Отметки» в книге нет."),
    (Edits(add_sheets=(NewSheet("7а", ()),)), "Лист «7а» в книге уже есть."),
    (Edits(add_sheets=(NewSheet("Новый", ()), NewSheet("НОВЫЙ", ()))), "Лист «НОВЫЙ» в книге уже есть."),
    (Edits(add_sheets=(NewSheet("а/б", ()),)), "«а/б» — не имя листа"),
    (Edits(add_sheets=(NewSheet("'а", ()),)), "«'а» — не имя листа"),
    (Edits(add_sheets=(NewSheet("", ()),)), "«» — не имя листа"),
    (Edits(add_sheets=(NewSheet("н" * 32, ()),)), "— не имя листа: нужно не больше 31 знаков"),
    (Edits(inserts=(Insert(PAGE, 0),)), "Строки так вставить нельзя"),
    (Edits(repeats=(Repeat(PAGE, 2, 3, 2), Repeat(PAGE, 3, 4, 2))), "Строки так вставить нельзя"),
)


@pytest.mark.parametrize(("plan", "words"), REFUSED)
def test_a_plan_that_does_not_fit_is_refused_in_words(plan: Edits, words: str) -> None:
    def draw(book: Any, sheet: Any) -> None:
        plain(book, sheet)
        chart = book.add_chart({"type": "pie"})
        chart.add_series({"values": "='7А'!$B$2:$B$2"})
        book.add_chartsheet("График").set_chart(chart)

    with pytest.raises(PlanError) as refused:
        edit(drawn(draw), plan)
    assert words in str(refused.value)


def signed() -> bytes:
    return hostile.with_parts(drawn(plain), {"_xmlsignatures/sig1.xml": b"<Signature/>"})


@pytest.mark.parametrize(("data", "rule"), [
    (signed(), "file-signed"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-encrypted"),
    (b"", "file-damaged"), (b"PK\3\4", "file-damaged"),
])  # fmt: skip
def test_a_workbook_that_must_not_be_changed_is_refused(data: bytes, rule: str) -> None:
    with pytest.raises(RefusedError) as refused:
        edit(data, Edits(values=(Value(PAGE, "A1", 1),)))
    assert refused.value.rule == rule


# Any plan on any workbook


BOOKS = tuple(name for name, _ in RICH if name not in ("wide_letters", "strict", "elsewhere"))
PAGES = st.sampled_from((JOURNAL, LISTS))
CELLS = st.builds("{}{}".format, st.sampled_from("ABCDEFH"), st.integers(1, 16))
COLOURS = st.sampled_from(("C00000", "FFC000"))
PATTERNS = st.sampled_from(("solid", "darkUp", "lightGray"))
SCALARS = st.one_of(st.none(), st.integers(-99, 99), st.sampled_from(("н", "=1", " б ")), st.dates(dt.date(1950, 1, 1)), st.booleans())


def some(kind: Any, *parts: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """None, one or two edits of a kind."""
    return st.lists(st.builds(kind, *parts), max_size=2).map(tuple)


PLANS = st.builds(
    Edits,
    inserts=some(Insert, PAGES, st.integers(1, 9), st.integers(1, 3)),
    repeats=some(Repeat, PAGES, st.integers(11, 12), st.integers(11, 13), st.integers(1, 3)),
    values=some(Value, PAGES, CELLS, SCALARS),
    formulas=some(Formula, PAGES, CELLS, st.sampled_from(("B2+1", "SUM(B2:B5)", "Списки!A1"))),
    fills=some(Fill, PAGES, CELLS, COLOURS, PATTERNS),
    unfills=some(Unfill, PAGES, CELLS, COLOURS, PATTERNS),
    notes=some(Note, PAGES, CELLS, st.sampled_from(("Вне шкалы", "а\nб"))),
    unnotes=some(Unnote, PAGES, CELLS, st.sampled_from(("Вне шкалы", "б"))),
    links=some(Link, PAGES, CELLS, PAGES, CELLS),
    names=some(Name, st.sampled_from(("Имя", "Всего")), st.just("Журнал!$B$2")),
    print_areas=some(PrintArea, PAGES, st.sampled_from(("A1:D9", "A1 C3:D4"))),
    add_sheets=st.lists(st.just(NewSheet("Новый", ((Item("а"), Item(1, "number")),))), max_size=1).map(tuple),
)


@cache
def rich(name: str) -> bytes:
    return dict(RICH)[name]()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(BOOKS), plan=PLANS)
def test_any_plan_leaves_a_whole_workbook_that_can_be_undone(name: str, plan: Edits) -> None:
    before = rich(name)
    try:
        after = edit(before, plan)
    except PlanError:
        return
    whole(after)
    written: tuple[Any, ...] = (*plan.values, *plan.formulas, *plan.links)
    places = [(item.sheet, item.cell) for item in written]
    book = openpyxl.load_workbook(BytesIO(after), keep_vba=True)
    shown = {sheet: read(after, sheet) for sheet in (JOURNAL, LISTS)}
    for item in plan.values:
        cell, rows = book[item.sheet][item.cell], shown[item.sheet]
        if places.count((item.sheet, item.cell)) > 1 or (getattr(cell, "is_date", False) and not isinstance(item.value, dt.date)):
            continue
        if type(cell).__name__ != "MergedCell":
            assert (cell.value.date() if isinstance(cell.value, dt.datetime) else cell.value) == item.value
        inside = cell.row <= len(rows) and cell.column <= len(rows[0])
        assert (rows[cell.row - 1][cell.column - 1] if inside else "") == ("" if item.value is None else item.value)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "книга.xlsx"
        path.write_bytes(before)
        rewrite(path, sha256(before), after, "проба")
        assert path.read_bytes() == after
        if after != before:
            undo(path)
        assert path.read_bytes() == before
