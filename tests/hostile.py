"""Makers of workbooks as files: an ordinary one, and all that a folder of a school may hold instead.

Each maker gives the bytes of a file; nothing is kept on disk and no name or mark belongs to anybody.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DTD = b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n'


def workbook(*sheets: str) -> bytes:
    """A small ordinary workbook; each sheet has a heading, a student, a mark and «н»."""
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name in sheets or ("7А",):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Обучающийся", "Алгебра", "Физика"])
            sheet.write_row(1, 0, ["Иванова Анна", 5, "н"])
    return made.getvalue()


TABLE = [["Обучающийся", "Алгебра", "Физика"], ["Иванова Анна", 5.0, "н"]]
"""Cells of each sheet of `workbook`."""


def parts(book: bytes) -> dict[str, bytes]:
    """Parts of a package by name."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(content: Mapping[str, bytes]) -> bytes:
    """A package of these parts."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return made.getvalue()


def with_parts(book: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The same package with parts replaced, added, or (None) left out."""
    content = parts(book) | changes
    return package({name: part for name, part in content.items() if part is not None})


def with_sheet(rows: str) -> bytes:
    """A workbook whose only sheet has these rows of XML."""
    xml = f'<?xml version="1.0" encoding="UTF-8"?><worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>'
    return with_parts(workbook(), {SHEET: xml.encode()})


def with_stray(*cells: tuple[int, int, object]) -> bytes:
    """The table of `workbook` and values at other places, as (row, column, value) counted from 0."""
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("7А")
        for row, values in enumerate(TABLE):
            sheet.write_row(row, 0, values)
        for row, column, value in cells:
            sheet.write(row, column, value)
    return made.getvalue()


def bomb() -> bytes:
    """A part of 300 MiB in a file of 300 KiB."""
    return with_parts(workbook(), {"xl/media/blank.xml": bytes(300 << 20)})


def many_entries(count: int) -> bytes:
    """A workbook with this many parts besides its own."""
    return with_parts(workbook(), {f"xl/media/{number}.bin": b"" for number in range(count)})


def lying(size: int) -> bytes:
    """A sheet that inflates to more than the directory says."""
    book = bytearray(with_sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 10_000))
    record = book.rfind(SHEET.encode()) - 46
    book[record + 24 : record + 28] = struct.pack("<I", size)
    return bytes(book)


def overlapping() -> bytes:
    """A package where two names share the bytes of one part."""
    book = bytearray(package({"a.xml": b"<a/>" * 9, "b.xml": b"<a/>" * 9}))
    record = book.rfind(b"b.xml") - 46
    book[record + 42 : record + 46] = struct.pack("<I", 0)
    return bytes(book)


def escaping() -> bytes:
    """A package with a part that an unpacker would write outside its folder."""
    return with_parts(workbook(), {"../../evil.xml": b"<a/>"})


def encrypted() -> bytes:
    """The opening of an OLE file whose directory names the stream of an encrypted package."""
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1024, b"\0") + name.ljust(128, b"\0") + bytes(384)


def page(body: str, encoding: str = "utf-8") -> bytes:
    """A web page as an e-journal exports it under the ending .xls."""
    return f'<html><head><meta charset="{encoding}"></head><body>{body}</body></html>'.encode(encoding)
