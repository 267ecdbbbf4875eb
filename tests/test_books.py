"""A file of any kind becomes a book: read exactly, or refused with one plain trouble, and never touched."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlrecords.book import Cell, Rows, address
from xlrecords.books import file
from xlrecords.books.file import FileBook, read
from xlrecords.books.sheet_xml import slim
from xlrecords.guard import Limits

from . import hostile
from .conftest import SHARED

DAMAGED_SHEET = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</row></sheetData></worksheet>'
BOM = b"\xef\xbb\xbf"


def opened(folder: Path, data: bytes, limits: Limits = file.LIMITS) -> FileBook:
    """The book of a file with these bytes; fails if reading wrote anything."""
    path = folder / "Журнал.xlsx"
    path.write_bytes(data)
    before = {entry.name: entry.stat().st_mtime_ns for entry in folder.iterdir()}
    book = read(path, "Журнал", limits)
    assert {entry.name: entry.stat().st_mtime_ns for entry in folder.iterdir()} == before
    assert path.read_bytes() == data
    return book


def troubles(book: FileBook) -> list[tuple[str, str, str, dict[str, object]]]:
    return [(trouble.rule, trouble.sheet, trouble.cell, dict(trouble.facts)) for trouble in book.troubles]


@pytest.fixture
def no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails a test whose file is not read in this process."""
    monkeypatch.setattr(file, "_quarantine", lambda *_: pytest.fail("read in a child process"))


# Files refused as a whole

REFUSED = {
    "no bytes": (b"", "file-empty", {}),
    "text": ("Фамилия;Отметка\nИванова;5\n".encode("cp1251"), "file-not-workbook", {"what": "текст"}),
    "text in UTF-16": ("Фамилия".encode("utf-16"), "file-not-workbook", {"what": "текст"}),
    "PDF": (b"%PDF-1.7\n", "file-not-workbook", {"what": "PDF"}),
    "image": (b"\x89PNG\r\n\x1a\n", "file-not-workbook", {"what": "изображение"}),
    "noise": (b"\x00\x01\x02", "file-not-workbook", {"what": "неизвестный формат"}),
    "zip": (hostile.package({"a.txt": b"a"}), "file-not-workbook", {"what": "архив zip без книги"}),
    "Word": (hostile.package({"word/document.xml": b"<w/>"}), "file-not-workbook", {"what": "документ Word"}),
    "page without a table": (hostile.page("<p>Вход</p>"), "file-not-workbook", {"what": "страница HTML без таблиц"}),
    "password": (hostile.encrypted(), "file-encrypted", {}),
    "DTD in the workbook": (
        hostile.with_parts(hostile.workbook(), {"xl/workbook.xml": hostile.DTD + b"<workbook/>"}),
        "file-unsafe",
        {"part": "xl/workbook.xml"},
    ),
    "DTD in a part readers ignore": (
        hostile.with_parts(hostile.workbook(), {"xl/xmlMaps.xml": hostile.DTD + b"<MapInfo/>"}),
        "file-unsafe",
        {"part": "xl/xmlMaps.xml"},
    ),
    "DTD hidden by UTF-16": (
        hostile.with_parts(hostile.workbook(), {"xl/xmlMaps.xml": hostile.DTD.decode().encode("utf-16")}),
        "file-unsafe",
        {"part": "xl/xmlMaps.xml"},
    ),
    "DTD hidden by UTF-7": (
        hostile.with_parts(hostile.workbook(), {"xl/xmlMaps.xml": b'<?xml version="1.0" encoding="UTF-7"?><a/>'}),
        "file-unsafe",
        {"part": "xl/xmlMaps.xml"},
    ),
    "name that escapes": (hostile.escaping(), "file-unsafe", {"part": "../../evil.xml"}),
    "bomb": (hostile.bomb(), "file-too-large", {"what": "архив раскрывается в слишком большой объём"}),
    "entries": (hostile.many_entries(10_001), "file-too-large", {"what": "слишком много частей в архиве"}),
    "overlap": (hostile.overlapping(), "file-too-large", {"what": "части архива наложены одна на другую"}),
    "lie about a size": (hostile.lying(50), "file-too-large", {"what": "часть архива больше, чем в нём указано"}),
    "half a file": (hostile.workbook()[:-400], "file-damaged", {"part": ""}),
    "no shared strings": (
        hostile.with_parts(hostile.workbook(), {"xl/sharedStrings.xml": None}),
        "file-damaged",
        {"part": "xl/sharedStrings.xml"},
    ),
    "no sheet can be read": (
        hostile.with_parts(hostile.workbook(), {hostile.SHEET: DAMAGED_SHEET}),
        "file-damaged",
        {"part": ""},
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_one_trouble(case: str, tmp_path: Path) -> None:
    data, rule, facts = REFUSED[case]
    book = opened(tmp_path, data)
    assert troubles(book) == [(rule, "", "", facts)]
    assert book.sheets() == []


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert troubles(read(tmp_path / "нет.xlsx", "нет")) == [("file-locked", "", "", {"reason": "такого файла нет"})]
    assert troubles(read(tmp_path, "папка")) == [("file-locked", "", "", {"reason": "нет прав на чтение папки"})]

    def denied(*_: object) -> BytesIO:
        raise PermissionError

    (tmp_path / "чужой.xlsx").write_bytes(hostile.workbook())
    monkeypatch.setattr(Path, "open", denied)
    book = read(tmp_path / "чужой.xlsx", "чужой")
    assert troubles(book) == [("file-locked", "", "", {"reason": "нет прав на чтение"})]


def test_a_file_larger_than_the_limit(tmp_path: Path) -> None:
    book = opened(tmp_path, hostile.workbook(), Limits(file=100))
    assert troubles(book) == [("file-too-large", "", "", {"what": "файл слишком велик"})]


# Limits of the child process

STRANGE = hostile.with_sheet("<row r='1'><c r='B1' t='str'><v>н</v></c></row>")


def test_time_runs_out(tmp_path: Path) -> None:
    book = opened(tmp_path, STRANGE, Limits(seconds=0.01))
    assert troubles(book) == [("file-too-heavy", "", "", {"limit": "0.01 с"})]


@pytest.mark.skipif(sys.platform == "win32", reason="memory of a process is not limited on Windows")
def test_memory_runs_out(tmp_path: Path) -> None:
    """Each of 8,000 cells refers to one text of a mebibyte."""
    cells = "".join(f'<c r="A{row}" t="s"><v>0</v></c>' for row in range(1, 8_001))
    strings = b"<sst><si><t>%b</t></si></sst>" % (b"x" * (1 << 20))
    data = hostile.with_parts(hostile.with_sheet(f"<row>{cells}</row>"), {"xl/sharedStrings.xml": strings})
    assert troubles(opened(tmp_path, data)) == [("file-too-heavy", "", "", {"limit": "1 ГиБ"})]


def test_a_wide_and_long_rectangle_without_gaps(tmp_path: Path) -> None:
    data = hostile.with_stray(*((9_000 * n, 0, "а") for n in range(1, 10)), *((0, 600 * n, "а") for n in range(1, 20)))
    assert troubles(opened(tmp_path, data)) == [("file-too-heavy", "", "", {"limit": "число ячеек в книге"})]


# Values far outside the table


def test_a_stray_alone(tmp_path: Path) -> None:
    book = opened(tmp_path, hostile.with_sheet('<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>'))
    assert troubles(book) == [("cell-stray", "7А", "XFD1048576", {"value": 5.0})]
    assert book.cells("7А") == []


def test_strays_beside_a_table(tmp_path: Path) -> None:
    book = opened(tmp_path, hostile.with_stray((0, 16_383, " "), (1_048_575, 1, True), (1_048_575, 16_383, "н")))
    assert troubles(book) == [
        ("cell-stray", "7А", "XFD1", {"value": " "}),
        ("cell-stray", "7А", "B1048576", {"value": True}),
        ("cell-stray", "7А", "XFD1048576", {"value": "н"}),
    ]
    assert book.cells("7А") == hostile.TABLE


def test_strays_without_a_value_that_can_be_read(tmp_path: Path) -> None:
    """An empty shared text, and an index that no shared text has."""
    cells = '<c r="A1" t="s"><v>0</v></c><c r="XFD1" t="s"><v>{}</v></c>'
    strings = {"xl/sharedStrings.xml": b"<sst><si><t>a</t></si><si><t></t></si></sst>"}
    for index, value in ((1, ""), (9, "9")):
        data = hostile.with_parts(hostile.with_sheet(f"<row>{cells.format(index)}</row>"), strings)
        book = opened(tmp_path, data)
        assert troubles(book) == [("cell-stray", "7А", "XFD1", {"value": value})]
        assert book.cells("7А") == [["a"]]


def test_a_second_reference_in_one_cell_does_not_deceive(tmp_path: Path) -> None:
    """The reader takes the last one, so the sheet must not be taken for an ordinary one."""
    data = hostile.with_sheet('<row r="1"><c r="A1" r="XFD1048576"><v>5</v></c></row>')
    assert troubles(opened(tmp_path, data)) == [("file-damaged", "", "", {"part": ""})]


@pytest.mark.usefixtures("no_child")
def test_blank_cells_far_away_are_harmless(tmp_path: Path) -> None:
    far = '<c r="XFD1" s="1"/><c r="XFC1"/><c s="0" r="XFD1048576"/>'
    book = opened(tmp_path, hostile.with_sheet(f'<row r="1"><c r="A1"><v>5</v></c>{far}</row>'))
    assert troubles(book) == []
    assert book.cells("7А") == [[5.0]]


# Formulas


def test_formulas_without_values(tmp_path: Path) -> None:
    """openpyxl writes a formula and leaves its value to Excel."""
    made = BytesIO()
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Итоги"
    sheet["A1"], sheet["B2"], sheet["C2"] = 4, "=A1+1", "=A1*2"
    workbook.save(made)
    book = opened(tmp_path, made.getvalue())
    assert troubles(book) == [("formulas-not-calculated", "Итоги", "B2", {"count": 2})]
    assert book.cells("Итоги") == [[4.0]]


FORMULAS = {
    "<c r='A1'><f>1</f></c>": 1,
    "<c r='A1'><f/></c>": 1,
    "<c r='A1'><f t='shared' si='0'/></c>": 1,
    "<c r='A1'><f>1</f><v></v></c>": 1,
    "<c r='A1'><f>1</f><v/></c>": 1,
    "<c r='A1'><f>1</f><v /></c>": 1,
    "<c r='A1'><f>1</f><v>1</v></c>": 0,
    "<c r='A1' t='str'><f>1</f><v></v></c>": 0,
    "<c r='A1' t='e'><f>1</f><v>#REF!</v></c>": 0,
    "<c r='A1' t='str'><v>f</v></c>": 0,
}


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("cell", FORMULAS)
def test_forms_of_a_formula(cell: str, quote: str, tmp_path: Path) -> None:
    """With other quotes the sheet is strange and read in the child: the answer is the same."""
    book = opened(tmp_path, hostile.with_sheet(f"<row r='1'>{cell}</row>".replace("'", quote)))
    count = FORMULAS[cell]
    expected = [("formulas-not-calculated", "7А", "A1", {"count": count})] if count else []
    assert troubles(book) == expected


# Sheets


def test_one_damaged_sheet_does_not_hide_the_others(tmp_path: Path) -> None:
    for content in (DAMAGED_SHEET, None, b""):
        book = opened(tmp_path, hostile.with_parts(hostile.workbook("7А", "7Б"), {hostile.SHEET: content}))
        assert [trouble[:2] for trouble in troubles(book)] == [("sheet-damaged", "7А")]
        assert book.sheets() == ["7Б"]
        assert book.cells("7Б") == hostile.TABLE


@pytest.mark.usefixtures("no_child")
def test_hidden_sheets_are_read_and_chart_sheets_are_not(tmp_path: Path) -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as workbook:
        workbook.add_worksheet("Пустой")
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=Скрытый!$A$1:$A$2"})
        workbook.add_chartsheet("График").set_chart(chart)
        sheet = workbook.add_worksheet("Скрытый")
        sheet.hide()
        sheet.write(0, 0, "а")
    book = opened(tmp_path, made.getvalue())
    assert (book.sheets(), book.cells("Пустой"), book.cells("Скрытый")) == (["Пустой", "Скрытый"], [], [["а"]])


@pytest.mark.usefixtures("no_child")
def test_byte_order_marks_single_cell_merges_and_no_properties(tmp_path: Path) -> None:
    """As a .NET writer of e-journals makes them: strict readers call such files damaged, Excel opens them."""
    book = hostile.workbook()
    merges = "".join(f'<mergeCell ref="A{row}"/>' for row in range(1, 5_000))
    parts = {name: BOM + part for name, part in hostile.parts(book).items() if name.startswith("xl/")}
    parts[hostile.SHEET] = parts[hostile.SHEET].replace(b"</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>".encode())
    data = hostile.with_parts(book, parts | {"docProps/app.xml": None, "docProps/core.xml": None})
    read_book = opened(tmp_path, data)
    assert troubles(read_book) == []
    assert read_book.cells("7А") == hostile.TABLE


@pytest.mark.usefixtures("no_child")
def test_parts_stand_where_the_relations_say(tmp_path: Path) -> None:
    parts = {name.replace("xl/", "Книга/"): part for name, part in hostile.parts(hostile.workbook()).items()}
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", "/Книга/workbook.xml".encode())
    assert opened(tmp_path, hostile.package(parts)).cells("7А") == hostile.TABLE


# Values

KINDS: list[tuple[Cell, str]] = [
    ("Иванова", ""),
    ("007", ""),
    (" с пробелом ", ""),
    ("две\nстроки", ""),
    (5.0, ""),
    (4.25, ""),
    (True, ""),
    (dt.date(2025, 9, 1), "dd.mm.yyyy"),
    (dt.datetime(2025, 9, 1, 8, 30), "dd.mm.yyyy hh:mm"),
    (dt.time(8, 30), "hh:mm"),
    (dt.timedelta(hours=30), "[h]:mm"),
]


def written(cells: dict[tuple[int, int], tuple[Cell, str]], date_1904: bool = False) -> bytes:
    """A workbook with values at places (row, column counted from 0), each with its number format."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"date_1904": date_1904}) as workbook:
        sheet = workbook.add_worksheet("Лист")
        for (row, column), (value, number_format) in cells.items():
            style = workbook.add_format({"num_format": number_format}) if number_format else None
            write = sheet.write_string if isinstance(value, str) else sheet.write
            write(row, column, value, style)
    return made.getvalue()


def at(rows: Rows, row: int, column: int) -> Cell:
    return rows[row][column] if row < len(rows) and column < len(rows[0]) else ""


@pytest.mark.parametrize("stray", [False, True])
@pytest.mark.parametrize("date_1904", [False, True])
def test_kinds_of_values(date_1904: bool, stray: bool, tmp_path: Path) -> None:
    """A stray elsewhere on the sheet sends it to the child, and changes no value."""
    cells = {(row, 0): kind for row, kind in enumerate(KINDS)}
    if stray:
        cells[1_048_575, 16_383] = ("н", "")
    column = [row[0] for row in opened(tmp_path, written(cells, date_1904)).cells("Лист")]
    assert column == [value for value, _ in KINDS]
    assert [type(value) for value in column] == [type(value) for value, _ in KINDS]


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#ЗНАЧ!"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_an_error_value_is_its_text(error: str, quote: str, tmp_path: Path) -> None:
    row = f"<row r='1'><c r='A1' s='0' t='e'><f>B1</f><v>{error}</v></c></row>".replace("'", quote)
    assert opened(tmp_path, hostile.with_sheet(row)).cells("7А") == [[error]]


def test_strange_xml_says_the_same(tmp_path: Path) -> None:
    """Prefixes, other quotes, another order, no references, comments, text in runs: all as XML means them."""
    rows = (
        "<!-- <c r='XFD1'/> --><x:row r='2'><x:c t='str' r='B2'><x:v>а</x:v></x:c><c><v>5</v></c>"
        "<c t='inlineStr'><is><r><t>б</t></r><r><t>в</t></r><rPh><t>г</t></rPh></is></c></x:row>"
        '<row><c t=\'str\'><v><![CDATA[<c r="A1" s="1"/>]]></v></c></row>'
    )
    book = opened(tmp_path, hostile.with_sheet(rows))
    assert troubles(book) == []
    assert book.cells("7А") == [["", "", "", ""], ["", "а", 5.0, "бв"], ['<c r="A1" s="1"/>', "", "", ""]]


PLACES = st.tuples(st.integers(0, 11_000), st.integers(0, 750))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.dictionaries(PLACES, st.sampled_from(KINDS), min_size=1, max_size=12))
def test_what_is_written_comes_back_at_its_place(cells: dict[tuple[int, int], tuple[Cell, str]], tmp_path: Path) -> None:
    book = opened(tmp_path, written(cells))
    rows = book.cells("Лист")
    strays = {trouble.cell for trouble in book.troubles if trouble.rule == "cell-stray"}
    assert len(strays) == len(book.troubles)
    assert len({len(row) for row in rows}) <= 1
    for (row, column), (value, _) in cells.items():
        if address(row + 1, column + 1) not in strays:
            found = at(rows, row, column)
            assert (found, type(found)) == (value, type(value))
    assert sum(cell != "" for row in rows for cell in row) == len(cells) - len(strays)


def test_tables_of_real_shape(tmp_path: Path) -> None:
    """Every cell stands where openpyxl finds it."""
    paths = sorted(SHARED.glob("*.xlsx"))
    if not paths:
        pytest.skip("the shared tables are not beside the repository")
    for path in paths:
        book = read(path, path.name)
        workbook = openpyxl.load_workbook(path, data_only=True)
        assert troubles(book) == []
        assert book.sheets() == workbook.sheetnames
        for sheet in workbook:
            rows = book.cells(sheet.title)
            theirs = {(c.row, c.column): c.value for line in sheet.iter_rows() for c in line if c.value is not None}
            ours = {(i, j): cell for i, line in enumerate(rows, 1) for j, cell in enumerate(line, 1) if cell != ""}
            assert {place: midnight(value) for place, value in ours.items()} == theirs


def midnight(value: Cell) -> Cell:
    """A date as openpyxl gives it."""
    is_date = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    return dt.datetime.combine(value, dt.time()) if is_date else value


# Web pages named .xls

PAGE = """<table><caption>Класс 7А</caption>
<tr><th rowspan="2">Обучающийся</th><th colspan="2">Сентябрь</th></tr>
<tr><td>1</td><td>2</td></tr>
<tr><td>Иванова&nbsp;Анна</td><td>4,25</td><td> н<br>
 б </td></tr></table>
<table><tr><td><table><tr><td>внутри</td></tr></table></td></tr></table>"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_tables_of_a_page(encoding: str, tmp_path: Path) -> None:
    book = opened(tmp_path, hostile.page(PAGE, encoding))
    assert troubles(book) == []
    assert book.sheets() == ["Класс 7А", "Таблица 2"]
    assert book.cells("Класс 7А") == [
        ["Обучающийся", "Сентябрь", ""],
        ["", 1.0, 2.0],
        ["Иванова Анна", 4.25, "н\nб"],
    ]
    assert book.cells("Таблица 2") == [["внутри"]]


def test_a_page_without_a_declared_encoding(tmp_path: Path) -> None:
    book = opened(tmp_path, "\n<table><tr><td>Отметка</td></tr></table>".encode("cp1251"))
    assert book.cells("Таблица 1") == [["Отметка"]]


def test_a_page_of_endless_merges(tmp_path: Path) -> None:
    row = '<tr><td colspan="99999"></td></tr>'
    book = opened(tmp_path, hostile.page(f"<table>{row * 200}</table>"), Limits(cells=100_000))
    assert troubles(book) == [("file-too-heavy", "", "", {"limit": "число ячеек в книге"})]


def test_a_large_page_is_read_apart(tmp_path: Path) -> None:
    data = hostile.page("<table>" + "<tr><td>Иванова Анна Сергеевна</td><td>5</td></tr>" * 20_000 + "</table>")
    book = opened(tmp_path, data)
    assert book.cells("Таблица 1") == [["Иванова Анна Сергеевна", 5.0]] * 20_000
    slow = opened(tmp_path, data, Limits(seconds=0.05))
    assert troubles(slow) == [("file-too-heavy", "", "", {"limit": "0.05 с"})]


# Old formats, through LibreOffice


@pytest.mark.office
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_old_and_open_formats(ending: str, office: str, tmp_path: Path) -> None:
    source = tmp_path / "source.xlsx"
    source.write_bytes(hostile.workbook("7А", "7Б"))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation={profile}",
            "--convert-to",
            ending,
            "--outdir",
            tmp_path,
            source,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    data = (tmp_path / f"source.{ending}").read_bytes()
    book = opened(tmp_path, data)
    assert troubles(book) == []
    assert book.sheets() == ["7А", "7Б"]
    assert book.cells("7Б") == hostile.TABLE


# Anything at all


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from([b"", b"PK\3\4", b"PK\5\6", b"<table>", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", BOM, b"<"]),
    rest=st.binary(max_size=400),
)
def test_any_bytes_are_a_book(start: bytes, rest: bytes, tmp_path: Path) -> None:
    assert isinstance(opened(tmp_path, start + rest), FileBook)


VALID = hostile.workbook()


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(VALID) - 1), change=st.integers(1, 255))
def test_any_changed_byte_is_survived(place: int, change: int, tmp_path: Path) -> None:
    data = bytearray(VALID)
    data[place] ^= change
    assert isinstance(opened(tmp_path, bytes(data)), FileBook)


XML = hostile.parts(VALID)
CHANGED = ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", hostile.SHEET, "xl/_rels/workbook.xml.rels"]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(CHANGED), data=st.data())
def test_any_changed_byte_of_a_part_is_survived(name: str, data: st.DataObject, tmp_path: Path) -> None:
    """The same behind the checksums, where damage reaches the parsers."""
    part = bytearray(XML[name])
    part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.sampled_from(b"<>\"'/=&9XA \0\xff"))
    assert isinstance(opened(tmp_path, hostile.with_parts(VALID, {name: bytes(part)})), FileBook)


# Work in threads


def test_many_files_at_once(tmp_path: Path) -> None:
    kinds = [hostile.workbook(), STRANGE, b"", hostile.page(PAGE), hostile.workbook("7А", "7Б")] * 4
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(kinds))]
    for path, data in zip(paths, kinds, strict=True):
        path.write_bytes(data)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda path: read(path, path.name), paths))
    assert together == [read(path, path.name) for path in paths]
    assert threading.active_count() == 1


def test_a_blank_cell_costs_the_reader_nothing() -> None:
    xml = b'<worksheet><sheetData><row r="1"><c r="A1" s="3"/><c r="B1"><v>5</v></c></row></sheetData></worksheet>'
    assert slim(xml) == b'<worksheet><sheetData><row r="1"><c r="B1"><v>5</v></c></row></sheetData></worksheet>'


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = "import sys, xlrecords.books.file as f; print(*{'pandas','openpyxl','lxml','python_calamine'} & {*sys.modules})"
    environment = os.environ | {"PYTHONPATH": str(Path(file.__file__).parents[2])}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
