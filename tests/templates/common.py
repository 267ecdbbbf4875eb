"""What the forms share: an invented student, drawing a workbook in memory, looking into the filled one."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet as Sheet
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xlrecords.field import Field
from xlrecords.fields import FIELDS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET = "xl/worksheets/sheet1.xml"

PERSON: Mapping[str, Any] = {
    "ФИО": "Соловьёва Анна Сергеевна",
    "Фамилия": "Соловьёва",
    "Имя": "Анна",
    "Отчество": "Сергеевна",
    "Класс": "7А",
    "Дата рождения": dt.date(2012, 3, 8),
    "Личное дело": "С-14",
    "Дата зачисления": dt.date(2019, 9, 1),
    "Дата выбытия": dt.date(2026, 5, 25),
    "Приказ": "№ 45-у от 25.05.2026",
    "Законный представитель": "Соловьёв Сергей Ильич",
    "Классный руководитель": "Морозова Вера Павловна",
    "Школа": "МОУ «Средняя общеобразовательная школа № 2»",
    "Директор": "Лебедев Игорь Андреевич",
    "Город": "г. Примерск",
    "Учебный год": "2025/2026",
    "Дата": dt.date(2026, 5, 25),
    "Период": "4 четверть",
    "Период с": dt.date(2026, 3, 30),
    "Период по": dt.date(2026, 5, 25),
    "Номер": 17,
    "Обучался": "обучалась",
    "Ученик": "ученица",
}


def achievement(number: int, event: str, **more: Any) -> dict[str, Any]:
    """An item of «достижения»; every one a month after the one before."""
    common = {
        "номер": number, "дата": dt.date(2025, 8 + number, 10) if number <= 4 else dt.date(2026, 1 + (number - 5) % 5, 10),
        "мероприятие": event, "предмет": "математика", "уровень": "школьный", "статус": "участник",
        "перечень": "нет", "ГИР": "нет", "документ": f"диплом № {number}",
    }  # fmt: skip
    return common | more


ACHIEVEMENTS = [
    achievement(1, "Олимпиада школьников", уровень="муниципальный", статус="победитель"),
    achievement(2, "Конкурс чтецов", предмет="литература", статус="призёр"),
    achievement(3, "Лыжная гонка", предмет="лыжи"),
]


def subject(name: str, year: int, missed: int = 0, periods: Sequence[tuple[str, int]] = ()) -> dict[str, Any]:
    """An item of «предметы»."""
    return {
        "предмет": name, "учитель": "Морозова В. П.", "текущие отметки": "5, 4, 5", "средний балл": Decimal("4.67"),
        "пропущено уроков": missed, "Год": year, "часов": 102,
        "периоды": [{"период": period, "отметка": mark, "текущие отметки": "5, 4", "средний балл": Decimal("4.50")} for period, mark in periods],
    }  # fmt: skip


SUBJECTS = [subject("Алгебра", 5, 2), subject("История", 4, 0), subject("Физика", 4, 7), subject("Химия", 5, 1)]


def strange(facts: Mapping[str, Any], fields: Sequence[Field] = FIELDS) -> list[str]:
    """Names in facts that are no fields: a form that is filled with them would prove nothing."""
    known = {field.name: field for field in fields}
    found = [name for name in facts if name not in known]
    for name, value in facts.items():
        if name in known and isinstance(value, list):
            found += [f"{name}.{odd}" for item in value for odd in strange(item, known[name].items)]
    return found


# Drawing


def drawn(draw: Callable[[Workbook], None]) -> bytes:
    """A workbook of XlsxWriter, in memory, in the face of school papers; columns are wide where the form does not say how wide."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        draw(book)
        for style in book.formats:
            style.set_font_name("Times New Roman")
        for sheet in book.worksheets():
            if not sheet.col_info:
                sheet.set_column("A:A", 24)
                sheet.set_column("B:G", 15)
    return target.getvalue()


def write(sheet: Worksheet, row: int, texts: Sequence[object], style: Any = None) -> None:
    """A row of cells from column A; the row is counted from 1, None is left out, text with «=» is a formula."""
    for column, text in enumerate(texts):
        if text is not None:
            sheet.write(row - 1, column, text, style)


def merge(sheet: Worksheet, cells: str, text: str, style: Any = None) -> None:
    sheet.merge_range(cells, text, style)


def png(width: int, height: int) -> bytes:
    """A blue picture of that size in pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = (b"\0" + b"\x20\x40\xa0" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def patched(data: bytes, changes: Mapping[str, Callable[[str], str]]) -> bytes:
    """The package with some parts rewritten as text."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        missing = set(changes) - set(source.namelist())
        assert not missing, missing
        for item in source.infolist():
            content = source.read(item)
            if item.filename in changes:
                changed = changes[item.filename](content.decode())
                assert changed != content.decode(), f"nothing to change in {item.filename}"
                content = changed.encode()
            archive.writestr(item, content)
    return target.getvalue()


# Looking


def opened(filled: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(filled), rich_text=True)


def first(filled: bytes) -> Sheet:
    """The first sheet."""
    return opened(filled).worksheets[0]


def values(sheet: Sheet, cells: str) -> list[tuple[Any, ...]]:
    """Values of a range, row by row."""
    return [tuple(cell.value for cell in row) for row in sheet[cells]]


def column(sheet: Sheet, cells: str) -> list[Any]:
    """Values of a range of one column."""
    return [row[0] for row in values(sheet, cells)]


def merges(sheet: Sheet) -> set[str]:
    return {str(area) for area in sheet.merged_cells.ranges}


def names(filled: bytes) -> list[str]:
    """Parts of the package."""
    with zipfile.ZipFile(BytesIO(filled)) as archive:
        return archive.namelist()


def part(filled: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(filled)) as archive:
        return archive.read(name)


def xml(filled: bytes, name: str = SHEET) -> etree._Element:
    return etree.fromstring(part(filled, name))


def anchors(filled: bytes, drawing: str = "xl/drawings/drawing1.xml") -> list[tuple[int, int]]:
    """First and last row of each thing that is anchored to cells, counted from 1."""
    space = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
    root = xml(filled, drawing)
    found = []
    for anchor in root:
        rows = [int(row.text or 0) + 1 for row in anchor.iter(f"{space}row")]
        found.append((rows[0], rows[-1]))
    return found
