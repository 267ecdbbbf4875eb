"""Copies with values only: no formula, macro, link or note is left, and values and looks are those of the original."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlrecords.archive.copies import ENDING, ODD_LOOK, copy_of, extract_of
from xlrecords.archive.tables import texts
from xlrecords.book import Rows
from xlrecords.books.file import read
from xlrecords.guard import RefusedError
from xlrecords.ooxml.bare import bare
from xlrecords.ooxml.plain import HIDDEN, LISTS, NOTES, plain
from xlrecords.ooxml.prune import PruneError
from xlrecords.ooxml.values import valued, with_strings

from .hostile import NAMESPACE, with_parts, with_sheet, workbook
from .parts import content_types, contents, local, ordered, sheet_parts, well_formed
from .rich import JOURNAL, RICH, rich
from .rich import LISTS as OTHER
from .templates import FORMS, NAMES

REFUSED = ("strict", "wide_letters")
"""Strict Open XML and UTF-16 are not changed."""
BOOKS: dict[str, Callable[[], bytes]] = {name: maker for name, maker in RICH if name not in REFUSED}
BOOKS |= {f"template {name}": form.build for name, form in zip(NAMES, FORMS, strict=True)}
each_book = pytest.mark.parametrize("name", BOOKS)

ALIVE = (
    "vba", "externallink", "comment", "person", "calcchain", "connection", "querytable", "pivot", "slicer", "customxml", "customui",
    "ctrlprop", "activex", "printersettings", "metadata", "richdata", "docprops/custom",
)  # fmt: skip
"""Words in the names of parts that no copy has."""


def whole(data: bytes) -> bytes:
    """The same bytes, judged by what a package and its sheets owe to the standard."""
    assert well_formed(data) == []
    assert ordered(data) == []
    return data


def seen(data: bytes) -> dict[str, dict[str, Any]]:
    """Worksheets in sight, as openpyxl shows them: values and styles of cells, widths, heights, merged cells, panes, set-up of print."""
    book = load_workbook(BytesIO(data), data_only=True)
    return {sheet.title: look(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"}


def look(sheet: Worksheet) -> dict[str, Any]:
    """What can be seen of a sheet."""
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.has_style or cell.value]
    setup = sheet.page_setup
    return {
        "cells": {cell.coordinate: (cell.value or None, cell.data_type, cell.style_id) for cell in cells},
        "widths": {name: (column.width, column.hidden, column.outlineLevel) for name, column in sheet.column_dimensions.items()},
        "heights": {number: (row.height, row.hidden, row.outlineLevel) for number, row in sheet.row_dimensions.items()},
        "merged": sorted(map(str, sheet.merged_cells.ranges)),
        "panes": sheet.freeze_panes,
        "print": (sheet.print_area, sheet.print_title_rows, sheet.print_title_cols, setup.orientation, setup.paperSize, setup.fitToWidth),
        "formats": [str(item.sqref) for item in sheet.conditional_formatting],
    }


def formulas(data: bytes) -> list[str]:
    """Cells that have a formula, by the name of their part."""
    parts = contents(data)
    found = []
    for part in sheet_parts(data).values():
        root = etree.fromstring(parts[part])
        found += [part for cell in root.iter(f"{{{MAIN_SPACE}}}c") if any(local(item) == "f" for item in cell)]
    return found


MAIN_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@each_book
def test_nothing_alive_is_left(name: str) -> None:
    data = whole(copy_of(BOOKS[name](), "книга.xlsm", {}).data)
    parts = contents(data)
    assert formulas(data) == []
    assert [part for part in parts if any(word in part.lower() for word in ALIVE)] == []
    assert not any("macroEnabled" in (kind or "") for kind in content_types(parts).values())
    for part, content in parts.items():
        if part.endswith(".rels"):
            assert b"External" not in content, part
        if part.endswith((".xml", ".vml")):
            assert not re.search(rb' macro="[^"]|textlink="[^"]|<legacyDrawing |<controls|<oleObject|\[1\]', content), part
    assert all(sheet.sheet_state == "visible" for sheet in load_workbook(BytesIO(data)))


@each_book
def test_values_and_looks_are_those_of_the_original(name: str) -> None:
    before, after = seen(BOOKS[name]()), seen(plain(BOOKS[name]()).data)
    assert before == after


@each_book
def test_the_same_workbook_gives_the_same_bytes(name: str) -> None:
    data = BOOKS[name]()
    first, second = copy_of(data, "книга.xlsx", {}), copy_of(data, "книга.xlsx", {})
    assert first == second
    assert copy_of(first.data, "книга.xlsx", {}).data == first.data, "a copy of a copy is the copy"


@each_book
def test_the_reader_of_the_project_sees_the_same(name: str, tmp_path: Path) -> None:
    data = BOOKS[name]()
    tables = []
    for number, content in enumerate((data, plain(data).data)):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(content)
        tables.append(read(path, path.name).tables)
    before, after = tables
    assert {sheet: rows for sheet, rows in before.items() if sheet in after} == after
    assert set(before) - set(after) <= {"Служебный", "Скрытый", "Справочник"}


@pytest.mark.office
def test_libreoffice_reads_the_values_that_were_calculated(office: str, tmp_path: Path) -> None:
    """All copies in one run; LibreOffice writes them anew, and the reader takes that."""
    for number, maker in enumerate(BOOKS.values()):
        (tmp_path / f"{number}.xlsx").write_bytes(maker())
        (tmp_path / f"{number}_copy.xlsx").write_bytes(copy_of(maker(), "книга.xlsx", {}).data)
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "out"),
    ]
    subprocess.run([*command, *map(str, sorted(tmp_path.glob("*_copy.xlsx")))], check=True, capture_output=True, timeout=600)
    for number, name in enumerate(BOOKS):
        before, after = (read(tmp_path / file, name).tables for file in (f"{number}.xlsx", f"out/{number}_copy.xlsx"))
        after.pop("Диаграмма", None)  # a sheet of a chart, which the reader leaves out of .xlsx
        assert after, name
        assert {sheet: texts(rows) for sheet, rows in after.items()} == {sheet: texts(before[sheet]) for sheet in after}, name


# What is told


def test_what_was_left_behind_is_told() -> None:
    everything = set(plain(dict(RICH)["everything"]()).dropped)
    assert everything >= {"макросы", NOTES, HIDDEN, "связи с другими книгами", "связи с внешними данными", "кнопки и элементы управления"}
    assert plain(dict(RICH)["shared_formulas"]()).dropped == ()


def test_a_formula_without_a_value_is_an_empty_cell() -> None:
    data = with_sheet(
        '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v></v></c><c r="C1" s="0" t="str"><f>A1&amp;""</f><v></v></c>'
        '<c r="D1" t="str"><f>A1</f></c><c r="E1"><f>2</f><v/></c><c r="F1"><f>2</f><v>2</v></c></row>'
    )
    made_of = plain(data)
    sheet = load_workbook(BytesIO(whole(made_of.data))).active
    assert [cell.value for cell in sheet[1]] == [None, None, None, None, None, 2]
    assert made_of.uncalculated == 4, "an empty text that was calculated is a value"


# Kinds of formulas


def test_all_kinds_of_results_keep_their_type() -> None:
    sheet = load_workbook(BytesIO(plain(dict(RICH)["shared_formulas"]()).data))[JOURNAL]
    assert [sheet[f"D{row}"].value for row in range(2, 6)] == [9, 3, 9, 5], "shared formulas"
    assert [(sheet[cell].value, sheet[cell].data_type) for cell in ("B8", "C8", "D8", "E8", "F8", "B9", "B10")] == [
        (10, "n"), (8, "n"), ("Петров Пётр <!>", "s"), (True, "b"), ("#N/A", "e"), (6, "n"), (4, "n"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>&lt;f&gt;1+1&lt;/f&gt;</t></is></c></row>', "<f>1+1</f>"),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<f>1</f><v>2</v>]]></t></is></c></row>', "<f>1</f><v>2</v>"),
        ('<row r="1"><c r="A1"><!-- <f>1</f> --><f>1+1</f><v>2</v></c></row>', 2),
        ('<row r="1"><c r="A1"><!-- </sheetData> --><f>1+1</f><v>2</v></c></row>', 2),
        ('<row r="1"><c r="A1"><f x="&gt;">1+1</f><v>2</v></c></row>', 2),
        ('<row r="1"><c r="A1"><f x=">"/><v>2</v></c></row>', 2),
        ("<row r='1'><c r='A1' t='str'><f t='shared' si='0'/><v>да</v></c></row>", "да"),
        ('<row r="1"><c r="A1" t="str">\n <f>1</f>\n <v xml:space="preserve"> да </v>\n</c></row>', " да "),
        ('<row r="1"><c r="A1" t = "str" ><f >1</f ><v >да</v ></c ></row>', "да"),
        ('<row r="1"><c r="A1"><f>1<x/>2</f><v>2</v></c></row>', 2),
        ('<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>', "#DIV/0!"),
        ('<row r="1"><c r="A1" t="s"><f>"x"</f><v>0</v></c></row>', "Обучающийся"),
        ('<row r="1"><c r="A1"><f t="dataTable" ref="A1:A2" dt2D="0" r1="B1"/><v>7</v></c></row>', 7),
        ('<row r="1"><c r="A1"><f>1</f><v>5</v><extLst><ext uri="x"><y xmlns="urn:y">тайна</y></ext></extLst></c></row>', 5),
        ('<row r="1"><c r="A1" t="inlineStr"><f>1</f><is><r><rPr><family val="2"/></rPr><t>да</t></r></is></c></row>', "да"),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>он сказал "s" и :f </t></is></c></row>', 'он сказал "s" и :f '),
    ],
)
def test_a_formula_is_found_however_it_is_written(rows: str, expected: object) -> None:
    data = plain(with_sheet(rows)).data
    assert load_workbook(BytesIO(whole(data)))["7А"]["A1"].value == expected
    assert formulas(data) == []
    assert "тайна".encode() not in b"".join(contents(data).values())


def test_a_formula_behind_a_second_prefix_is_refused() -> None:
    """A sheet that binds the same namespace twice could hide a formula; a bare copy of its values is made."""
    sheet = f'<worksheet {NAMESPACE} xmlns:q="{MAIN_SPACE}"><sheetData><row r="1"><c r="A1"><q:f>1+1</q:f><v>2</v></c></row></sheetData></worksheet>'
    data = with_parts(workbook(), {"xl/worksheets/sheet1.xml": sheet.encode()})
    with pytest.raises(RefusedError):
        plain(data)
    copy = copy_of(data, "5А.xlsx", {"7А": [[2.0]]})
    assert load_workbook(BytesIO(whole(copy.data)))["7А"]["A1"].value == 2


def test_ids_of_rows_do_not_stay() -> None:
    data = with_sheet('<row r="1" xmlns:q="urn:q" q:uid="{A}"><c r="A1"><v>5</v></c></row>')
    assert b"uid" not in contents(copy_of(data, "5А.xlsx", {}).data)["xl/worksheets/sheet1.xml"]


def test_a_sheet_that_is_no_text_is_not_copied_as_it_is() -> None:
    sheet = with_sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>?</t></is></c></row>')
    data = with_parts(sheet, {"xl/worksheets/sheet1.xml": contents(sheet)["xl/worksheets/sheet1.xml"].replace(b">?<", b">\xff<")})
    copy = copy_of(data, "5А.xlsx", {"7А": [["да"]]})
    assert copy.dropped == (ODD_LOOK,)
    assert load_workbook(BytesIO(whole(copy.data)))["7А"]["A1"].value == "да"


def test_conditional_formats_and_limits_of_excel_2010_are_no_formulas_of_cells() -> None:
    data = dict(RICH)["conditions"]()
    before, after = (etree.fromstring(contents(each)[sheet_parts(each)[JOURNAL]]) for each in (data, plain(data).data))
    for name in ("cfRule", "dataValidation"):
        count = [sum(local(item) == name for item in root.iter()) for root in (before, after)]
        assert count[0] == count[1] > 0


def test_a_limit_that_points_to_a_hidden_sheet_goes() -> None:
    def fill(book: Any, sheet: Any) -> None:
        book.add_worksheet("Перечни").write_column("A1", ["тайное слово", "нет"])
        book.get_worksheet_by_name("Перечни").hide()
        sheet.data_validation("C3:C6", {"validate": "list", "source": "=Перечни!$A$1:$A$2"})
        sheet.data_validation("B3:B6", {"validate": "list", "source": ["5", "4"]})
        sheet.conditional_format("B2:C5", {"type": "formula", "criteria": "=$B2=Перечни!$A$1", "format": book.add_format({"bold": 1})})
        book.define_name("Слова", "=Перечни!$A$1:$A$2")
        book.define_name("Видимое", f"={JOURNAL}!$A$1")

    copy = plain(rich(fill)())
    book = load_workbook(BytesIO(whole(copy.data)))
    assert [str(limit.sqref) for limit in book[JOURNAL].data_validations.dataValidation] == ["B3:B6"]
    assert list(book.defined_names) == ["Видимое", "Всего"]
    assert copy.dropped == (HIDDEN, LISTS)
    assert "тайное".encode() not in b"".join(contents(copy.data).values()), "strings of a hidden sheet go with it"
    assert "Перечни".encode() not in b"".join(contents(copy.data).values())


def test_a_chart_of_a_hidden_sheet_keeps_its_figures() -> None:
    def fill(book: Any, sheet: Any) -> None:
        hidden = book.add_worksheet("Расчёт")
        hidden.write_column("A1", ["первая", "вторая"])
        hidden.write_column("B1", [17, 29])
        hidden.hide()
        chart = book.add_chart({"type": "column"})
        chart.add_series({"categories": "=Расчёт!$A$1:$A$2", "values": "=Расчёт!$B$1:$B$2", "name": "=Расчёт!$A$1"})
        chart.set_title({"name": "=Расчёт!$A$2"})
        chart.add_series({"values": f"={JOURNAL}!$B$2:$B$5"})
        sheet.insert_chart("F2", chart)

    data = whole(plain(rich(fill)()).data)
    chart = next(content for part, content in contents(data).items() if "charts/chart" in part).decode()
    assert "Расчёт" not in chart
    assert chart.count("<c:f>") == 1
    assert all(f"<c:v>{shown}</c:v>" in chart for shown in ("17", "29", "первая", "вторая"))
    assert ">вторая</a:t>" in chart or ":t>вторая<" in chart
    assert len(load_workbook(BytesIO(data))[JOURNAL]._charts) == 1


def test_what_is_kept_as_it_is_keeps_its_compressed_bytes() -> None:
    data = rich(lambda book, sheet: None)()
    assert contents(plain(data).data)["xl/styles.xml"] == contents(data)["xl/styles.xml"]
    assert contents(plain(data).data)["xl/theme/theme1.xml"] == contents(data)["xl/theme/theme1.xml"]


def test_hidden_rows_and_columns_stay_hidden() -> None:
    sheet = load_workbook(BytesIO(plain(dict(RICH)["printing"]()).data))[JOURNAL]
    assert sheet.row_dimensions[4].hidden


def test_only_some_sheets_and_never_none() -> None:
    data = dict(RICH)["printing"]()
    assert load_workbook(BytesIO(whole(plain(data, (OTHER,)).data))).sheetnames == [OTHER]
    for sheets in (("Скрытый",), ()):
        with pytest.raises(PruneError):
            plain(data, sheets)
    assert copy_of(data, "книга.xlsx", {}, ("Скрытый",)).trouble == "В книге нет ни одного видимого листа."


def test_nothing_personal_is_left() -> None:
    data = copy_of(dict(RICH)["everything"](), "книга.xlsm", {}).data
    for part, content in contents(data).items():
        for name in ("Учитель", "teacher", "C:\\school", "example.org", "02-07"):
            assert name.encode() not in content, (part, name)


def test_strings_keep_their_numbers() -> None:
    strings = b'<sst xmlns="x" count="9" uniqueCount="4"><si><t>a</t></si><si><t>b</t></si><si><t>c</t></si><si><t>d</t></si></sst>'
    assert with_strings(strings, {0, 1, 2, 3}, 9) is strings
    assert with_strings(strings, {2}, 3) == (b'<sst xmlns="x" count="3" uniqueCount="3"><si><t/></si><si><t/></si><si><t>c</t></si></sst>')
    assert with_strings(strings, set(), 0).endswith(b'<sst xmlns="x" count="0" uniqueCount="0"/>')


def test_a_sheet_without_formulas_is_the_same_bytes() -> None:
    xml = f'<worksheet {NAMESPACE}><sheetData><row r="1"><c r="A1" t="s"><v>3</v></c></row></sheetData><pageMargins/></worksheet>'.encode()
    cut = valued(xml)
    assert (cut.head + cut.rows + cut.tail, cut.strings, cut.uncalculated) == (xml, [b"3"], 0)


# Books that cannot be changed, and extracts

TABLE: Rows = [
    ["Иванова Анна", 5.0, True, dt.date(2026, 9, 1), "=1+1"],
    ["", 4.5, "", dt.datetime(2026, 9, 1, 8, 30), dt.time(8, 30)],
    ["#REF!", -1.0, "две\nстроки", dt.timedelta(hours=30), "  край "],
]


def test_a_bare_workbook_holds_the_values_and_no_formula(tmp_path: Path) -> None:
    copy = copy_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old book", "5А.xls", {"Алгебра": TABLE, "Пусто": []})
    assert copy.dropped == ("оформление: книга старого формата",)
    path = tmp_path / f"5А{ENDING}"
    path.write_bytes(whole(copy.data))
    assert read(path, path.name).tables == {"Алгебра": TABLE, "Пусто": []}
    assert formulas(copy.data) == []


def test_names_that_no_sheet_may_have() -> None:
    names = ["Список: учеников", "я" * 40, "Я" * 40, "'", "а/б"]
    made_names = load_workbook(BytesIO(whole(bare(dict.fromkeys(names, TABLE))))).sheetnames
    assert made_names == ["Список  учеников", "я" * 31, "Я" * 27 + " (2)", "Лист", "а б"]


@pytest.mark.parametrize("name", REFUSED)
def test_an_odd_book_gets_a_bare_copy(name: str, tmp_path: Path) -> None:
    path = tmp_path / "книга.xlsx"
    path.write_bytes(dict(RICH)[name]())
    tables = read(path, path.name).tables or {JOURNAL: TABLE}
    copy = copy_of(path.read_bytes(), path.name, tables)
    assert copy.dropped == ("оформление: книга записана так, что изменить её нельзя",)
    assert load_workbook(BytesIO(whole(copy.data))).sheetnames == list(tables)


def test_an_extract_keeps_its_formulas() -> None:
    extract = extract_of(rich(lambda book, sheet: None)(), "книга.xlsx", {}, (JOURNAL,))
    book = load_workbook(BytesIO(whole(extract.data)))
    assert (book.sheetnames, book[JOURNAL]["B6"].value, extract.trouble) == ([JOURNAL], "=SUM(B2:B5)", "")


def test_an_extract_that_cannot_be_made_says_why() -> None:
    assert extract_of(rich(lambda book, sheet: None)(), "книга.xlsx", {}, ("Нет такого",)).trouble.startswith("В книге нет такого листа")
    old = extract_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "5А.xls", {"Алгебра": TABLE, "Другой": TABLE}, ("Алгебра",))
    assert load_workbook(BytesIO(old.data)).sheetnames == ["Алгебра"]
    assert copy_of(b"", "5А.xls", {}).trouble
