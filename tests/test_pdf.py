"""Workbooks become PDF: drawn where there is no office program, made by LibreOffice where there is one."""

from __future__ import annotations

import datetime as dt
import re
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from xlrecords.guard import RefusedError
from xlrecords.ooxml.package import Package
from xlrecords.pdf import Office, convert, draw, joined, office, pages
from xlrecords.pdf.layout import Names, groups, lay_out
from xlrecords.pdf.libreoffice import BATCH, batches
from xlrecords.pdf.reading import read_sheets
from xlrecords.pdf.values import shown

TEMPLATES = sorted((Path(__file__).parents[1] / "workbooks" / "templates").glob("*.xlsx"))
A4 = (595.28, 841.89)


def saved(book: Workbook) -> bytes:
    """Bytes of a workbook that was last changed on 25 May 2026."""
    stream = BytesIO()
    book.save(stream)
    package = Package(stream.getvalue())
    properties = package.text("docProps/core.xml")
    package.put("docProps/core.xml", re.sub(r"(<dcterms:modified[^>]*>)[^<]*", r"\g<1>2026-05-25T12:00:00Z", properties))
    return package.pack()


def one_sheet(name: str = "Лист") -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    return book, sheet


def texts(pdf: bytes) -> list[str]:
    """Text of each page, with blanks evened out and words put together that were broken."""
    found = [page.extract_text().replace("\u200b", "") for page in PdfReader(BytesIO(pdf)).pages]
    return [" ".join(re.sub(r"\xad\s*", "", text).split()) for text in found]


def size(pdf: bytes, page: int = 0) -> tuple[float, float]:
    box = PdfReader(BytesIO(pdf)).pages[page].mediabox
    return float(box.width), float(box.height)


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def note(text: str = "Справка") -> bytes:
    """One page."""
    book, sheet = one_sheet()
    sheet["A1"] = text
    sheet.oddFooter.right.text = "Лист &P из &N"
    return saved(book)


def with_value(data: bytes, value: int) -> bytes:
    """A workbook whose formulas keep a value, as office programs write it."""
    package = Package(data)
    sheet = package.text("xl/worksheets/sheet1.xml")
    filled = re.sub(r"</f><v\s*/>|</f><v></v>", f"</f><v>{value}</v>", sheet)
    assert filled != sheet
    package.put("xl/worksheets/sheet1.xml", filled)
    return package.pack()


def images(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height in pixels of the pictures of a document that are not masks of others."""
    reader = PdfReader(BytesIO(pdf))
    things = [thing.get_object() for number in range(1, len(reader.xref[0]) + 1) if (thing := reader.get_object(number)) is not None]
    return [(thing["/Width"], thing["/Height"]) for thing in things if isinstance(thing, dict) and thing.get("/Subtype") == "/Image"]


def journal(students: int = 80) -> bytes:
    """A lying sheet of several pages with repeated headings, merged and turned ones among them."""
    book, sheet = one_sheet("Алгебра")
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:2"
    sheet.oddFooter.right.text = "Лист &P из &N"
    for area in ("A1:A2", "B1:B2", "C1:AB1"):
        sheet.merge_cells(area)
    sheet["A1"], sheet["B1"], sheet["C1"] = "№", "Обучающийся", "Сентябрь"
    for column in range(3, 29):
        cell = sheet.cell(2, column, dt.date(2026, 9, column))
        cell.number_format, cell.alignment = "dd.mm", Alignment(textRotation=90)
        sheet.column_dimensions[cell.column_letter].width = 3.5
    for row in range(3, students + 3):
        sheet.cell(row, 1, row - 2)
        sheet.cell(row, 2, f"Ученик-{row - 2}")
        for column in range(3, 29):
            sheet.cell(row, column, 2 + row * column % 4)
    thin = Side(style="thin")
    for cells in sheet["A1:AB82"]:
        for cell in cells:
            cell.border = Border(thin, thin, thin, thin)
    return saved(book)


# What a value looks like


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (None, "General", ""),
        ("текст", "General", "текст"),
        ("7А", '"класс "@', "класс 7А"),
        (True, "General", "ИСТИНА"),
        (5, "General", "5"),
        (4.5, "General", "4,5"),
        (1 / 3, "General", "0,3333333333"),
        (123456789012, "General", "123456789012"),
        (4.665, "0.00", "4,67"),
        (-4.5, "0.0", "-4,5"),
        (-0.001, "0.0", "0,0"),
        (4, "0.##", "4"),
        (7, "000", "007"),
        (1234567.891, "#,##0.00", "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,89"),
        (0.756, "0%", "76%"),
        (0.7565, "0.0%", "75,7%"),
        (-3, "0;(0)", "(3)"),
        (0, '0;-0;"нет"', "нет"),
        (12, '0" чел."', "12 чел."),
        (12, "0\\ \\ч", "12 ч"),
        (12345.678, "0.00E+00", "1,23E+04"),
        (dt.datetime(2026, 9, 1), "dd.mm.yyyy", "01.09.2026"),
        (dt.datetime(2026, 9, 1), "mm-dd-yy", "01.09.2026"),
        (dt.datetime(2026, 9, 1), '[$-419]d mmmm yyyy "г."', "1 сентября 2026 г."),
        (dt.datetime(2026, 9, 1), "mmmm yyyy", "Сентябрь 2026"),
        (dt.datetime(2026, 9, 1), "ddd", "вт"),
        (dt.datetime(2026, 9, 1, 8, 5), "dd.mm.yy hh:mm", "01.09.26 08:05"),
        (dt.time(8, 5), "h:mm", "8:05"),
        (dt.timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    ],
)
def test_a_value_is_shown_as_its_format_says(value: object, code: str, expected: str) -> None:
    assert shown(value, code) == expected


# How pages are filled


def test_a_page_ends_where_it_is_full_and_where_it_must() -> None:
    rows = [0.0] + [10.0] * 20
    assert groups(rows, 1, 20, 80.0, None, (), ()) == [(1, 8), (9, 16), (17, 20)]
    assert groups(rows, 1, 20, 80.0, None, (3,), ()) == [(1, 3), (4, 11), (12, 19), (20, 20)]


def test_repeated_headings_take_room_on_pages_after_them() -> None:
    assert groups([0.0] + [10.0] * 20, 1, 20, 80.0, (1, 2), (), ()) == [(1, 8), (9, 14), (15, 20)]


def test_merged_rows_stay_together_unless_too_much_room_were_lost() -> None:
    rows = [0.0] + [10.0] * 12
    assert groups(rows, 1, 12, 80.0, None, (), [(8, 9)]) == [(1, 7), (8, 12)]
    assert groups(rows, 1, 12, 80.0, None, (), [(2, 12)]) == [(1, 8), (9, 12)]


def test_a_row_higher_than_the_page_has_one_for_itself() -> None:
    assert groups([0.0, 10.0, 200.0, 10.0], 1, 3, 80.0, None, (), ()) == [(1, 1), (2, 2), (3, 3)]


# Drawing


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_template_can_be_drawn(path: Path) -> None:
    data = path.read_bytes()
    drawn = draw(data)
    words = set(" ".join(texts(drawn.pdf)).split())
    titles = {word for sheet in read_sheets(data) for text in sheet.texts[:1] for run, _ in text.runs for word in run.split()}
    assert titles
    assert titles <= words
    assert (drawn.undrawn, drawn.unknown) == (0, "")


def test_headings_and_page_numbers_stand_on_every_page() -> None:
    drawn = draw(journal())
    found = texts(drawn.pdf)
    assert drawn.pages == len(found) == 3
    for number, page in enumerate(found, 1):
        assert "Сентябрь" in page
        assert "03.09" in page
        assert f"Лист {number} из 3" in page
    assert [sum(f"Ученик-{student}" in page.split() for page in found) for student in range(1, 81)] == [1] * 80


def test_a_lying_sheet_gives_lying_pages() -> None:
    width, height = size(draw(journal()).pdf)
    assert (width, height) == pytest.approx(A4[::-1], abs=0.1)


def test_the_same_workbook_gives_the_same_bytes_in_any_thread() -> None:
    data = journal(10)
    with ThreadPoolExecutor(2) as pool:
        assert len({drawn.pdf for drawn in pool.map(draw, [data] * 4)}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "#let a = 1",
        "#panic()",
        "$x^2$",
        "*жирный* _наклонный_",
        "] [",
        '"кавычки" «ёлочки»',
        "\\ обратная \\u{41}",
        "<метка> @ссылка",
        "`код`",
        "// не примечание",
        "* пункт\n= заголовок",
        "{{ФИО}} &amp; &P",
        "~ -- ---",
    ],
)
def test_text_of_a_cell_is_never_taken_for_markup(text: str) -> None:
    book, sheet = one_sheet("#лист$")
    sheet["A1"], sheet["A2"] = text, f"в несколько строк: {text}"
    sheet["A2"].alignment = Alignment(wrap_text=True)
    sheet.column_dimensions["A"].width = 60
    assert texts(draw(saved(book), name="*#имя.xlsx").pdf)[0] == " ".join(f"{text} в несколько строк: {text}".split())


def test_hidden_things_and_what_lies_outside_the_print_area_are_left_out() -> None:
    book, sheet = one_sheet()
    for place in ("A1", "A2", "B1", "C1", "A9"):
        sheet[place] = f"клетка-{place}"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.print_area = "A1:B5"
    secret = book.create_sheet("Тайна")
    secret["A1"] = "секрет"
    secret.sheet_state = "hidden"
    assert texts(draw(saved(book)).pdf) == ["клетка-A1"]


def test_a_page_break_by_hand_is_kept() -> None:
    book, sheet = one_sheet()
    sheet["A1"], sheet["A2"] = "первая", "вторая"
    sheet.row_breaks.append(Break(id=1))
    assert texts(draw(saved(book)).pdf) == ["первая", "вторая"]


def test_fit_to_one_page_makes_it_one_page() -> None:
    book, sheet = one_sheet()
    for row in range(1, 201):
        sheet.cell(row, row % 20 + 1, row)
    assert draw(saved(book)).pages > 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    assert draw(saved(book)).pages == 1


def test_rows_follow_long_text_in_merged_cells_too() -> None:
    book, sheet = one_sheet()
    sheet["A1"] = sheet["A3"] = "Победитель муниципального этапа олимпиады школьников. " * 30
    sheet.merge_cells("A3:C4")
    for place in ("A1", "A3"):
        sheet[place].alignment = Alignment(wrap_text=True)
    sheet["A6"] = "конец"
    drawn = draw(saved(book))
    assert " ".join(texts(drawn.pdf)).count("Победитель муниципального этапа олимпиады школьников.") == 60
    assert texts(drawn.pdf)[-1].endswith("конец")


def test_a_number_without_room_is_made_smaller_and_keeps_its_digits() -> None:
    book, sheet = one_sheet()
    sheet["A1"], sheet["B1"] = 123456789012, 5
    sheet.column_dimensions["A"].width = 3
    assert texts(draw(saved(book)).pdf) == ["123456789012 5"]


def test_headers_name_the_sheet_the_file_and_the_day_of_the_workbook() -> None:
    book, sheet = one_sheet("5А")
    sheet["A1"] = "текст"
    sheet.oddHeader.left.text = "&A && Ко"
    sheet.oddHeader.center.text = '&"Arial,Bold"&8&F'
    sheet.oddHeader.right.text = "&D"
    assert texts(draw(saved(book), name="Табель.xlsx").pdf) == ["текст 5А & Ко Табель.xlsx 25.05.2026"]


def test_looks_reach_the_page() -> None:
    book, sheet = one_sheet()
    sheet["A1"], sheet["A2"] = "жирный", "курсив"
    sheet["A1"].font, sheet["A2"].font = Font(bold=True, color="FF0000", size=20), Font(italic=True, underline="single", strike=True)
    sheet["A3"].fill = PatternFill("solid", fgColor="00FF00")
    sheet["B3"].fill = PatternFill("lightUp", fgColor="FF0000", bgColor="FFFFFF")
    [found] = read_sheets(saved(book))
    first, second = (text.runs[0][1] for text in found.texts)
    assert (first.bold, first.size, first.colour) == (True, 20, "#ff0000")
    assert (second.italic, second.underline, second.strike) == (True, True, True)
    assert found.fills == {(3, 1): "#00ff00", (3, 2): "#ff8080"}
    [page] = PdfReader(BytesIO(draw(saved(book)).pdf)).pages
    fonts = " ".join(str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values())
    assert "LibertinusSerif-Bold" in fonts
    assert "LibertinusSerif-Italic" in fonts


def test_of_two_lines_at_one_edge_the_wider_is_drawn_and_merged_cells_have_none_within() -> None:
    book, sheet = one_sheet()
    sheet["A1"] = "слитые"
    for place in ("A1", "B1", "C1"):
        sheet[place].border = Border(*[Side(style="thin")] * 4)
    sheet["C1"].border = Border(left=Side(style="medium"))
    sheet.merge_cells("A1:B1")
    [found] = read_sheets(saved(book))
    assert {spot: line.width for spot, line in found.down.items()} == {(1, 1): 0.5, (1, 3): 1.0}


def with_picture(content: bytes, position: int = 1) -> bytes:
    """A workbook with a picture in B3, drawn at twice its size."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.set_column("A:C", 20)
        options = {"image_data": BytesIO(png(96, 48)), "object_position": position, "x_scale": 2, "y_scale": 2}
        sheet.insert_image("B3", "печать.png", options)
    package = Package(stream.getvalue())
    package.put("xl/media/image1.png", content)
    return package.pack()


@pytest.mark.parametrize("position", [1, 2], ids=["between two cells", "of a size"])
def test_a_picture_is_drawn_as_large_as_it_stands_on_the_sheet(position: int) -> None:
    data = with_picture(png(96, 48), position)
    [sheet] = read_sheets(data)
    [page] = lay_out([(sheet, sheet.heights)], Names("", None))
    [placed] = [thing for thing in page.things if thing["k"] == "picture"]
    assert (placed["w"], placed["h"]) == pytest.approx((144, 72), abs=1)
    assert sheet.pictures[0].start[:2] == (3, 2)
    assert images(draw(data).pdf) == [(96, 48)]


def test_a_picture_that_cannot_be_drawn_is_counted() -> None:
    assert draw(with_picture(b"no picture")).undrawn == 1


def test_charts_are_counted_for_they_are_not_drawn() -> None:
    book, sheet = one_sheet()
    sheet["A1"], sheet["A2"] = 1, 2
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
    sheet.add_chart(chart, "C1")
    assert draw(saved(book)).undrawn == 1


def test_formulas_show_their_kept_value_or_are_counted() -> None:
    book, sheet = one_sheet()
    sheet["A1"], sheet["A2"] = "Всего", "=1+1"
    drawn = draw(saved(book))
    assert (texts(drawn.pdf), drawn.uncalculated) == (["Всего"], 1)
    drawn = draw(with_value(saved(book), 2))
    assert (texts(drawn.pdf), drawn.uncalculated) == (["Всего 2"], 0)


def test_signs_that_the_font_lacks_become_squares_and_are_named() -> None:
    book, sheet = one_sheet()
    sheet["A1"] = "Молодец 😀"
    drawn = draw(saved(book))
    assert (texts(drawn.pdf), drawn.unknown) == (["Молодец □"], "😀")


def test_the_document_says_that_it_is_for_archives() -> None:
    document = PdfReader(BytesIO(draw(journal(3), name="Журнал.xlsx").pdf))
    metadata = document.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert document.metadata is not None
    assert document.metadata.title == "Журнал.xlsx"


def test_several_workbooks_in_one_document_count_their_own_pages() -> None:
    found = texts(joined([("один.xlsx", note()), ("два.xlsx", journal())]).pdf)
    assert [page[-11:] for page in found] == ["Лист 1 из 1", "Лист 1 из 3", "Лист 2 из 3", "Лист 3 из 3"]


def test_an_empty_workbook_gives_an_empty_page() -> None:
    assert texts(draw(saved(one_sheet()[0])).pdf) == [""]


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(RefusedError):
        draw(b"PK\3\4 and nothing more")


# Files


def test_without_an_office_program_workbooks_are_drawn(tmp_path: Path) -> None:
    book, sheet = one_sheet()
    sheet["A1"] = "=1+1"
    found = pages([("Табель.xlsx", journal(3)), ("худо.xlsx", b"?"), ("Табель.xlsm", saved(book))], tmp_path, find=lambda: None)
    assert found.way == "typst"
    assert found.paths == (tmp_path / "Табель.pdf", tmp_path / "Табель (2).pdf")
    assert [trouble.partition(":")[0] for trouble in found.troubles] == ["«худо.xlsx»", "«Табель.xlsm»"]
    assert "формул без вычисленного значения — 1" in found.troubles[1]


def test_files_of_others_are_not_overwritten_and_ours_are(tmp_path: Path) -> None:
    (tmp_path / "Скан.pdf").write_bytes(b"%PDF-1.4 a scan")
    for _ in range(2):
        found = pages([("Скан.xlsx", journal(3)), ("Табель.xlsx", journal(3))], tmp_path, find=lambda: None)
        assert found.paths == (tmp_path / "Табель.pdf",)
        assert "Скан.pdf" in found.troubles[0]
    assert (tmp_path / "Скан.pdf").read_bytes() == b"%PDF-1.4 a scan"


def test_no_call_has_two_workbooks_that_give_one_name() -> None:
    names = ["5А.xlsx", "5Б.xlsx", "5а.xlsm", "5В.xlsx"]
    assert [[name for name, _ in batch] for batch in batches((name, b"") for name in names)] == [
        ["5А.xlsx", "5Б.xlsx"],
        ["5а.xlsm", "5В.xlsx"],
    ]
    assert [len(batch) for batch in batches((f"{number}.xlsx", b"") for number in range(BATCH + 1))] == [BATCH, 1]


@pytest.mark.office
def test_libreoffice_computes_and_keeps_names(office: str, tmp_path: Path) -> None:
    names = ["5 «А» класс.xlsx", "Табель 'за' год #1 100%.xlsx", "-с чертой.xlsx"]
    book, sheet = one_sheet()
    sheet["A1"], sheet["A2"], sheet["A3"] = "=21*2", 4.5, dt.date(2026, 9, 1)
    sheet.oddFooter.left.text = "&F"
    stale = with_value(saved(book), 7)
    for name in names:
        (tmp_path / name).write_bytes(stale)
        (tmp_path / f".~lock.{name}#").write_text(",кто-то,,;", encoding="utf-8")
    (tmp_path / "худо.xlsx").write_bytes(b"PK\3\4 and nothing more")
    other = tmp_path / "другая" / names[0]
    other.parent.mkdir()
    other.write_bytes(stale)
    paths = [tmp_path / names[0], tmp_path / "худо.xlsx", *(tmp_path / name for name in names[1:]), other]
    found = convert(paths, tmp_path / "PDF", Office(office))
    assert [path.name for path in found.paths] == [*(f"{Path(name).stem}.pdf" for name in names), "5 «А» класс (2).pdf"]
    assert [trouble.partition(":")[0] for trouble in found.troubles] == ["«худо.xlsx»"]
    for path in found.paths:
        [page] = texts(path.read_bytes())
        assert "42" in page.split()
        assert "4,5" in page.split()
    assert names[0] in texts(found.paths[0].read_bytes())[0]
    assert all(path.read_bytes() == stale for path in paths if path.stem != "худо")


@pytest.mark.office
def test_libreoffice_is_found_and_preferred(office: str, tmp_path: Path) -> None:
    found = pages([("Журнал.xlsx", journal())], tmp_path)
    assert (found.way, found.troubles) == ("LibreOffice", ())
    assert len(texts(found.paths[0].read_bytes())) >= 2


def test_where_there_is_no_office_program_none_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlrecords.pdf.libreoffice.shutil.which", lambda name: None)
    monkeypatch.setattr("xlrecords.pdf.libreoffice.PLACES", ("no/such/place/*",))
    assert office() is None
