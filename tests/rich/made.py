"""Workbooks that XlsxWriter makes. The first sheet of each has the same small journal; all sorts of things stand around it."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import xlsxwriter

JOURNAL, LISTS = "Журнал", "Списки"
ROWS: tuple[tuple[str, int, object], ...] = (
    ("Иванова Анна", 5, 4), ("Петров Пётр", 3, "н"), ("Сидорова Вера", 4, 5), ("Тихонов Олег", 2, 3),
)  # fmt: skip
"""Student, mark in algebra, mark in physics: rows 2 to 5. Column D has their sums, row 6 the sum of algebra."""


def make(fill: Callable[[Any, Any], object], **options: object) -> bytes:
    """A workbook with the journal, after `fill` has put its things on the book and the first sheet."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, **options}) as book:
        book.set_properties({"title": "Журнал 7А", "author": "Учитель", "created": dt.datetime(2025, 9, 1)})
        sheet = book.add_worksheet(JOURNAL)
        journal(book, sheet)
        lists = book.add_worksheet(LISTS)
        lists.write_column("A1", ["Отметка", 5, 4, 3, 2, "н"])
        lists.write_formula("B1", f"={JOURNAL}!B6", None, 14)
        lists.write_formula("B2", f"=SUM({JOURNAL}!B2:B5)+Всего", None, 28)
        book.define_name("Всего", f"={JOURNAL}!$B$6")
        fill(book, sheet)
    return made.getvalue()


def journal(book: Any, sheet: Any) -> None:
    """Writes the journal into A1:D6."""
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    cell = book.add_format({"border": 1})
    sheet.write_row("A1", ["Обучающийся", "Алгебра", "Физика", "Сумма"], head)
    for row, (student, algebra, physics) in enumerate(ROWS, 2):
        sheet.write_row(f"A{row}", [student, algebra, physics], cell)
        sheet.write_formula(f"D{row}", f"=SUM(B{row}:C{row})", cell, algebra + (physics if isinstance(physics, int) else 0))
    sheet.write("A6", "Всего", head)
    sheet.write_formula("B6", "=SUM(B2:B5)", head, 14)
    sheet.set_column("A:A", 24)


def picture(width: int = 24, height: int = 16) -> BytesIO:
    """A blue picture, PNG."""
    lines = (b"\0" + b"\x1f\x4e\x79" * width) * height
    made = b"\x89PNG\r\n\x1a\n"
    for name, body in (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(lines)), (b"IEND", b""),
    ):  # fmt: skip
        made += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return BytesIO(made)


def pictures(book: Any, sheet: Any) -> None:
    """Charts, a chart sheet, pictures in cells, over cells, behind them and in the header, a text box, sparklines."""
    for kind, place in (("column", "F2"), ("pie", "F20")):
        chart = book.add_chart({"type": kind})
        chart.add_series({"categories": f"={JOURNAL}!$A$2:$A$5", "values": f"={JOURNAL}!$B$2:$B$5", "name": f"={JOURNAL}!$B$1"})
        sheet.insert_chart(place, chart)
    large = book.add_chart({"type": "line"})
    large.add_series({"values": f"={JOURNAL}!$D$2:$D$5"})
    book.add_chartsheet("Диаграмма").set_chart(large)
    sheet.insert_image("A12", "печать.png", {"image_data": picture(), "description": "Печать школы", "object_position": 1})
    sheet.insert_textbox("A20", "Классный руководитель:\nСмирнова О. П.", {"fill": {"color": "#FFF2CC"}, "textlink": f"={JOURNAL}!$A$2"})
    sheet.set_header("&L&G&CЖурнал &A", {"image_left": "герб.png", "image_data_left": picture(30, 30)})
    sheet.set_background(picture(8, 8))
    sheet.embed_image("C12", "фото.png", {"image_data": picture(12, 12)})
    for row in range(2, 6):
        sheet.add_sparkline(f"E{row}", {"range": f"{JOURNAL}!B{row}:C{row}", "type": "column", "markers": True})


def conditions(book: Any, sheet: Any) -> None:
    """Conditional formats of 2007 and 2010, checks of input, cell checkboxes, merged cells, filter, rich text, links."""
    red = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
    sheet.conditional_format("B2:C5", {"type": "cell", "criteria": "<", "value": 3, "format": red})
    sheet.conditional_format("A2:A5", {"type": "formula", "criteria": "=$B2=2", "format": red, "stop_if_true": True})
    sheet.conditional_format("D2:D5", {"type": "data_bar", "data_bar_2010": True, "bar_negative_color": "#FF0000"})
    sheet.conditional_format("B2:B6", {"type": "icon_set", "icon_style": "3_traffic_lights", "reverse_icons": True})
    sheet.conditional_format("C2:C5", {"type": "3_color_scale", "multi_range": "C2:C5 E2:E5"})
    sheet.data_validation("B2:B5", {"validate": "list", "source": f"={LISTS}!$A$2:$A$6", "error_message": "Нет такой отметки"})
    checked = {"validate": "custom", "value": '=OR(C2="н",ISNUMBER(C2))', "input_title": "Отметка", "other_cells": [[1, 4, 4, 4]]}
    sheet.data_validation("C2:C5", checked)
    sheet.insert_checkbox("E2", True)
    sheet.insert_checkbox("E3", False)
    sheet.merge_range("A8:D9", "Замечания учителя", book.add_format({"align": "center", "text_wrap": True}))
    sheet.merge_range("A10:B10", "Итог", book.add_format({"italic": True}))
    sheet.autofilter("A1:D5")
    bold = book.add_format({"bold": True, "color": "red"})
    sheet.write_rich_string("F2", "не сдал ", bold, "норматив", " дважды")
    sheet.write_url("F3", "https://example.org/journal?a=1&b=2", string="расписание", tip="Открыть")
    sheet.write_url("F4", f"internal:'{LISTS}'!A1", string="списки")
    sheet.write_datetime("F5", dt.datetime(2025, 9, 1, 8, 30), book.add_format({"num_format": "dd.mm.yyyy hh:mm"}))
    sheet.write_blank("F6", None, red)
    sheet.write_boolean("G6", True)
    sheet.write("H6", "=1/0", None, "#DIV/0!")
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD100"})


def formulas(book: Any, sheet: Any) -> None:
    """Dynamic arrays, an array of the old kind, LAMBDA, names of the book and of a sheet, a formula over sheets."""
    sheet.write_dynamic_array_formula("F12:F15", f"=_xlfn._xlws.SORT({LISTS}!A2:A5)", None, 2)
    for row, mark in enumerate((3, 4, 5), 13):
        sheet.write_number(f"F{row}", mark)
    sheet.write_formula("G2", "=_xlfn.LAMBDA(_xlpm.x, _xlpm.x*2)(B2)", None, 10)
    sheet.write_array_formula("A12:A13", "{=B2:B3*10}", None, 50)
    sheet.write_number("A13", 30)
    sheet.write_formula("H2", '=IF(B2="","","отметка "&B2)', None, "отметка 5")
    sheet.write_formula("H3", "=B3<3", None, False)
    sheet.write_formula("H4", "=1/0", None, "#DIV/0!")
    sheet.write_formula("H5", "=Оценки", None, 5)
    book.define_name("Оценки", f"={JOURNAL}!$B$2")
    book.define_name(f"{LISTS}!Местное", f"={LISTS}!$A$2:$A$6")
    sheet.write_formula("A14", f"=SUM({JOURNAL}:{LISTS}!B2)", None, 33)
    book.worksheets()[1].write_formula("C1", f'=SUMIFS({JOURNAL}!B:B,{JOURNAL}!A:A,"Петров Пётр")', None, 3)
    book.worksheets()[1].write_formula("C2", f"=INDEX({JOURNAL}!$A$2:$D$5,2,1)", None, "Петров Пётр")


def tables(book: Any, sheet: Any) -> None:
    """A table below the journal with totals and a computed column, and one on the other sheet."""
    columns: list[dict[str, object]] = [
        {"header": "Класс"}, {"header": "Учеников", "total_function": "sum", "total_value": 45},
        {"header": "Вдвое", "formula": "=[@Учеников]*2"},
    ]  # fmt: skip
    sheet.add_table("A10:C13", {"name": "Классы", "columns": columns, "total_row": True, "data": [["7А", 22, 44], ["7Б", 23, 46]]})
    for row, value in ((11, 44), (12, 46)):
        sheet.write_formula(f"C{row}", "=Классы[[#This Row],[Учеников]]*2", None, value)
    sheet.write_formula("B13", "=SUBTOTAL(109,Классы[Учеников])", None, 45)
    lists = book.worksheets()[1]
    lists.add_table("E1:F4", {"name": "Кабинеты", "style": "Table Style Light 11", "data": [["А", 1], ["Б", 2], ["В", 3]]})
    lists.write_formula("H1", "=SUM(Классы[Учеников])", None, 45)


def notes(book: Any, sheet: Any) -> None:
    """Notes of several sizes and colours, one always in sight; the other sheet has none."""
    sheet.write_comment("B3", "Пересдача\n12.09", {"author": "Смирнова О. П.", "x_scale": 2, "color": "#CCFFCC"})
    sheet.write_comment("A2", "Староста", {"visible": True})
    sheet.write_comment("D6", "  Проверено  ", {"author": "Завуч", "font_size": 12})
    book.add_worksheet("Сводка").write_comment("A1", "Только здесь")


def printing(book: Any, sheet: Any) -> None:
    """All of page set-up, protection, outline, panes, breaks, a very hidden sheet, properties of the school's own."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.6, 0.6)
    sheet.repeat_rows(0)
    sheet.repeat_columns("A:A")
    sheet.print_area("A1:D20")
    sheet.set_footer("&LСмирнова О. П.&RСтр. &P из &N")
    sheet.set_h_pagebreaks([5, 12])
    sheet.set_v_pagebreaks([3])
    sheet.center_horizontally()
    sheet.freeze_panes(1, 1)
    sheet.set_row(2, 30, None, {"level": 1})
    sheet.set_row(3, None, book.add_format({"bg_color": "#EEEEEE"}), {"level": 1, "hidden": True})
    sheet.set_row(4, None, None, {"collapsed": True})
    sheet.set_column("C:D", 12, book.add_format({"locked": False}), {"level": 1})
    sheet.protect("школа", {"format_cells": True, "autofilter": True})
    sheet.unprotect_range("B2:C5", "Отметки")
    sheet.set_tab_color("#FF9900")
    sheet.set_zoom(85)
    sheet.write("A15", "Подпись")
    book.add_worksheet("Служебный").very_hidden()
    book.add_worksheet("Скрытый").hide()
    book.set_custom_property("Номер дела", "02-07")
    book.set_custom_property("Год", 2025)
    book.set_calc_mode("manual")


def macros(book: Any, sheet: Any) -> None:
    """Macros with a signature, buttons that call them, code names, notes in the same drawing."""
    book.add_signed_vba_project(BytesIO(compound()), BytesIO(b"signature"), project_is_stream=True, signature_is_stream=True)
    book.set_vba_name("ThisWorkbook")
    sheet.set_vba_name("Sheet1")
    sheet.insert_button("F2", {"macro": "check", "caption": "Проверить", "width": 100})
    sheet.insert_button("F5", {"macro": "clear", "caption": "Очистить"})
    sheet.write_comment("B2", "Только по уважительной причине")


def compound() -> bytes:
    """The smallest OLE file: a header, its table of sectors, a directory with nothing but a root."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = struct.pack("<8s16x5H6x9I", bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    sectors = struct.pack("<128I", table, end, *[free] * 126)
    name = "Root Entry".encode("utf-16-le")
    root = struct.pack("<64sHBB3I16xI16xIQ", name, len(name) + 2, 5, 1, free, free, free, 0, end, 0)
    return header + sectors + root.ljust(512, b"\0")
