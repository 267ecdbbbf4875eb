"""Files that are no sound workbooks, in a folder of their own. Nothing in them can do harm: they are small and inert."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import xlsxwriter

from ...sheets.template import CREATED
from ..places import Planted
from ..sheet import Sheet, write_book

FOLDER = "Испорченные файлы"
MEBIBYTE = 1 << 20
SECTOR = 512
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A file to be spoiled: the rule it breaks, its name, what is wrong, and its bytes made of those of a sound workbook."""

    rule: str
    name: str
    note: str
    spoil: Callable[[bytes], bytes]


def _repacked(workbook: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """A workbook with its parts changed, and with more parts."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(_entry(info.filename), change(info.filename, source.read(info)))
        for name, content in more.items():
            target.writestr(_entry(f"xl/media/{name}.bin"), content)
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without the time of writing."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _with_entity(name: str, content: bytes) -> bytes:
    if name != "xl/workbook.xml":
        return content
    declaration, rest = content.split(b"?>", 1)
    return declaration + b'?><!DOCTYPE workbook [<!ENTITY a "a">]>' + rest


def _cut_sheet(name: str, content: bytes) -> bytes:
    return content[: content.index(b"</sheetData>")] if name == "xl/worksheets/sheet2.xml" else content


def _encrypted(_: bytes) -> bytes:
    """A container such as Excel makes of a book with a password: only its directory is filled."""
    header = OLE + bytes(16) + bytes.fromhex("3e000300feff0900") + bytes(SECTOR - 32)
    names = ("Root Entry", "EncryptionInfo", "EncryptedPackage")
    entries = [name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little") + bytes(62) for name in names]
    return header + b"".join(entries).ljust(SECTOR, b"\0")


def _heavy(_: bytes) -> bytes:
    """A few values so far apart that the rectangle around them is too large to be read."""
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED})
        sheet = workbook.add_worksheet("Лист1")
        for cell in ("A1", "ZZ1", "A9000", "A18000", "A27000"):
            sheet.write_string(cell, "н")
    return packed.getvalue()


SPOILED = (
    Spoiled("file-empty", "Пустой.xlsx", "файл без содержимого", lambda _: b""),
    Spoiled("file-not-workbook", "Заметки.xlsx", "текст с окончанием .xlsx", lambda _: "Заметки к педсовету\n".encode()),
    Spoiled("file-encrypted", "Под паролем.xlsx", "книга с паролем на открытие", _encrypted),
    Spoiled("file-unsafe", "Чужая.xlsx", "в книгу вставлено описание сущностей XML", lambda book: _repacked(book, _with_entity)),
    Spoiled(
        "file-too-large", "Раздутая.xlsx", "часть книги раскрывается в 32 МиБ нулей",
        lambda book: _repacked(book, lambda _, content: content, zeros=bytes(32 * MEBIBYTE)),
    ),
    Spoiled("file-damaged", "Обрезанная.xlsx", "записана только половина файла", lambda book: book[: len(book) // 2]),
    Spoiled("file-too-heavy", "Растянутая.xlsx", "значения разбросаны по миллионам клеток", _heavy),
)  # fmt: skip
DAMAGED_SHEET, OPEN, DANGLING = "Испорченный лист.xlsx", "Открытая.xlsx", "Ссылка.xlsx"


def _alike(sample: Sheet, tab: str) -> Sheet:
    """The same sheet with other achievements: none may stand twice in a school."""
    return Sheet(sample.form, tab, sample.head, [{**row, "event": f"{row['event']} ({tab})"} for row in sample.rows])


def spoil(school: Path, sample: Sheet) -> Iterator[Planted]:
    """Write spoiled files into the folder of a school.

    Args:
        school: The folder.
        sample: An achievement sheet without a mistake, of which the files are made.
    """
    folder = school / FOLDER
    second = _alike(sample, "Вторая ведомость")
    write_book(folder / OPEN, [_alike(sample, "Первая ведомость")])
    write_book(folder / DAMAGED_SHEET, [_alike(sample, "Третья ведомость"), second])
    sound, double = (folder / OPEN).read_bytes(), (folder / DAMAGED_SHEET).read_bytes()
    for file in SPOILED:
        (folder / file.name).write_bytes(file.spoil(sound))
        yield Planted(file.rule, f"{FOLDER}/{file.name}", "", file.note)
    (folder / DAMAGED_SHEET).write_bytes(_repacked(double, _cut_sheet))
    yield Planted("sheet-damaged", f"{FOLDER}/{DAMAGED_SHEET}", second.tab, "разметка листа обрывается")
    (folder / f"~${OPEN}").write_bytes("\4User".encode("cp1251").ljust(165))
    yield Planted("file-open", f"{FOLDER}/{OPEN}", "", "рядом лежит файл, который Excel держит у открытой книги")
    if os.name != "nt":
        # Links need a privilege on Windows; a file without rights would be open to root.
        link = folder / DANGLING
        link.unlink(missing_ok=True)
        link.symlink_to("Нет такого файла.xlsx")
        yield Planted("file-locked", f"{FOLDER}/{DANGLING}", "", "ссылка на файл, которого нет")
