"""Books of case files with what must not be in them, as Excel keeps it: for what no Markdown can show.

Each maker takes the book of a page, saved as a file whose formulas have values, and gives the bytes of the book that is archived.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Literal

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests import hostile
from xlrecords.archive.lint import lint
from xlrecords.archive.recalculation import differences
from xlrecords.book import Trouble
from xlrecords.books.markdown import MarkdownBook
from xlrecords.commands.reading import study
from xlrecords.issue import Issue
from xlrecords.rules.archive import issues_of

from .markdown import saved

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
WORKBOOK, WORKBOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
FIRST, FIRST_LINKS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
VALUE = "5"
"""What all formulas of a page were computed to."""


def as_saved(book: bytes) -> bytes:
    """The same book, with nothing that asks for a calculation."""
    return hostile.with_parts(book, {WORKBOOK: re.sub(rb"<calcPr[^>]*/>", b"", hostile.parts(book)[WORKBOOK])})


def calculated(book: bytes) -> bytes:
    """The same book with a value kept for each formula."""
    sheets = {name: xml for name, xml in hostile.parts(book).items() if "/sheet" in name}
    return as_saved(
        hostile.with_parts(
            book, {name: re.sub(rb"</f><v\s*/?>(</v>)?", f"</f><v>{VALUE}</v>".encode(), xml) for name, xml in sheets.items()}
        )
    )


def changed(change: Callable[[Worksheet], None]) -> Callable[[bytes], bytes]:
    """A maker that changes the first sheet."""

    def make(book: bytes) -> bytes:
        workbook = openpyxl.load_workbook(BytesIO(book))
        change(workbook.worksheets[0])
        made = BytesIO()
        workbook.save(made)
        return calculated(made.getvalue())

    return make


def put(part: str, *pairs: tuple[str, str]) -> Callable[[bytes], bytes]:
    """A maker that replaces words in a part, which has them."""

    def make(book: bytes) -> bytes:
        text = hostile.parts(book)[part].decode()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        return hostile.with_parts(book, {part: text.encode()})

    return make


def related(part: str, kind: str, target: str, parts: Mapping[str, str] | None = None) -> Callable[[bytes], bytes]:
    """A maker that relates a part to another, and adds parts."""

    def make(book: bytes) -> bytes:
        text = hostile.parts(book).get(part, f"<Relationships {RELATIONS}></Relationships>".encode()).decode()
        made = f'<Relationship Id="more" Type="{RELATION}/{kind}" Target="{target}"/>'
        added = {name: xml.encode() for name, xml in (parts or {}).items()}
        return hostile.with_parts(book, {part: text.replace("</Relationships>", f"{made}</Relationships>").encode(), **added})

    return make


def chain(*makers: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """A maker of several steps."""

    def make(book: bytes) -> bytes:
        for step in makers:
            book = step(book)
        return book

    return make


def state(number: int, word: Literal["hidden", "veryHidden"]) -> Callable[[bytes], bytes]:
    """A maker that hides a sheet."""

    def make(book: bytes) -> bytes:
        workbook = openpyxl.load_workbook(BytesIO(book))
        workbook.worksheets[number].sheet_state = word
        made = BytesIO()
        workbook.save(made)
        return calculated(made.getvalue())

    return make


def hide_rows(sheet: Worksheet) -> None:
    """Hide a row and a group; a row without records is no matter."""
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions.group(6, 6, hidden=True)
    sheet.row_dimensions[40].hidden = True


def filter_rows(sheet: Worksheet) -> None:
    """Filter the table by its second column."""
    sheet.auto_filter.ref = "A2:B5"
    sheet.auto_filter.add_filter_column(1, ["5"])
    for row in (3, 5):
        sheet.row_dimensions[row].hidden = True


def hide_columns(sheet: Worksheet) -> None:
    """Hide a column, and all the empty ones to the right."""
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions.group("F", get_column_letter(16384), hidden=True)


def make_invisible(sheet: Worksheet) -> None:
    """A format that shows nothing, and white on white; zeros that are not shown are no matter."""
    sheet["B3"].number_format = ";;;"
    sheet["B4"].font = Font(color="FFFFFFFF")
    sheet["B5"].number_format = "0;-0;;@"


def note(*texts: tuple[str, str]) -> Callable[[bytes], bytes]:
    """A maker that puts notes."""

    def change(sheet: Worksheet) -> None:
        for cell, text in texts:
            sheet[cell].comment = Comment(text, "Смирнова А. А.")

    return changed(change)


def link(sheet: Worksheet) -> None:
    """A link to a page on the net, and one within the book."""
    sheet["A3"].hyperlink = "https://example.org/list"
    sheet["A4"].hyperlink = "#A1"


def protect(sheet: Worksheet) -> None:
    """Protect a sheet with a password."""
    sheet.protection.set_password("1")
    sheet.protection.enable()


OTHER_BOOK = (
    f'<externalLink xmlns="{hostile.NAMESPACE[7:-1]}" xmlns:r="{RELATION}"><externalBook r:id="rId1"><sheetNames><sheetName val="Лист1"/>'
    "</sheetNames></externalBook></externalLink>"
)
OTHER_BOOK_LINK = (
    f'<Relationships {RELATIONS}><Relationship Id="rId1" Type="{RELATION}/externalLinkPath" '
    'Target="file:///D:/%D0%9E%D1%82%D1%87%D1%91%D1%82%D1%8B/%D0%A1%D0%B2%D0%BE%D0%B4.xlsx" TargetMode="External"/></Relationships>'
)
to_other_book = chain(
    calculated,
    put(
        WORKBOOK,
        ("</sheets>", f'</sheets><externalReferences><externalReference xmlns:r="{RELATION}" r:id="more"/></externalReferences>'),
    ),
    related(
        WORKBOOK_LINKS, "externalLink", "externalLinks/externalLink1.xml",
        {"xl/externalLinks/externalLink1.xml": OTHER_BOOK, "xl/externalLinks/_rels/externalLink1.xml.rels": OTHER_BOOK_LINK},
    ),
)  # fmt: skip


CONNECTIONS = f'<connections {hostile.NAMESPACE}><connection id="1" name="Оценки" type="4"><webPr url="https://example.org"/></connection></connections>'
EMBEDDED = (
    '<oleObjects><oleObject progId="Word.Document.12" shapeId="1"><objectPr><anchor><from><col>1</col><row>2</row></from></anchor></objectPr>'
    "</oleObject></oleObjects></worksheet>"
)

MAKERS: Mapping[str, Callable[[bytes], bytes]] = {
    "обычная книга": calculated,
    "второй лист скрыт": state(1, "hidden"),
    "второй лист скрыт глубоко": state(1, "veryHidden"),
    "второй лист скрыт, это список для выбора": chain(
        state(1, "hidden"),
        put(FIRST, ("<pageMargins", '<dataValidations count="1"><dataValidation type="list" sqref="B3:B9"><formula1>Списки!$A$1:$A$3'
                    "</formula1></dataValidation></dataValidations><pageMargins")),
    ),
    "скрыты строки 3, 4, 6 и 40": chain(changed(hide_rows), put(FIRST, ('<row r="4"', '<row r="4" ht="0" customHeight="1"'))),
    "строки отфильтрованы": changed(filter_rows),
    "скрыты столбцы B, D и от F до последнего": chain(changed(hide_columns), put(FIRST, ("</cols>", '<col min="4" max="4" width="0"/></cols>'))),
    "значения B3 и B4 не видны, нули в B5 не показываются": changed(make_invisible),
    "формулы без значений": as_saved,
    "книга ждёт пересчёта": chain(calculated, put(WORKBOOK, ("</workbook>", '<calcPr fullCalcOnLoad="1"/></workbook>'))),
    "пересчёт вручную, не закончен": chain(calculated, put(WORKBOOK, ("</workbook>", '<calcPr calcMode="manual" calcCompleted="0"/></workbook>'))),
    "ссылки на книгу «Свод.xlsx»": to_other_book,
    "подключение к сайту": chain(calculated, related(WORKBOOK_LINKS, "connections", "connections.xml", {"xl/connections.xml": CONNECTIONS})),
    "таблица запроса на первом листе": chain(calculated, related(FIRST_LINKS, "queryTable", "../queryTables/queryTable1.xml")),
    "ссылка на сайт в A3": changed(link),
    "макросы": chain(calculated, related(WORKBOOK_LINKS, "vbaProject", "vbaProject.bin", {"xl/vbaProject.bin": ""})),
    "лист макросов Excel 4": chain(calculated, related(WORKBOOK_LINKS, "xlMacrosheet", "macrosheets/sheet1.xml")),
    "кнопка на первом листе": chain(calculated, related(FIRST_LINKS, "control", "../activeX/activeX1.xml")),
    "документ Word в B3 первого листа": chain(
        calculated, put(FIRST, ("</worksheet>", EMBEDDED)), related(FIRST_LINKS, "package", "../embeddings/document.docx"),
    ),
    "примечания о людях": note(
        ("B3", "Смирнова А. А.:\nИвановой Анне разрешено сдать позже"), ("B4", "Звонить 8 (912) 345-67-89"),
        ("B5", "Освобождён от физкультуры по болезни"), ("C3", "пишите на mama@example.org, паспорт 65 10 123456"),
        ("C4", "мать: Петрова О. И. просила перезвонить"), ("C5", "Переписать контрольную"),
    ),
    "примечание": note(("B3", "Контрольная перенесена на пятницу")),
    "примечания проверки": note(
        ("B3", "xlrecords: ошибка\nЗапись не отметка\nЧто сделать: Исправьте.\nОснование: п. 4.4"),
    ),
    "лист закрыт паролем": changed(protect),
    "книга закрыта паролем от перестановки листов": chain(
        calculated, put(WORKBOOK, ("<workbookProtection", '<workbookProtection workbookPassword="CC1A" lockStructure="1"'))
    ),
    "общая книга с историей правок": chain(calculated, related(WORKBOOK_LINKS, "revisionHeaders", "revisions/revisionHeaders.xml")),
    "книга .xls": lambda book: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "книга .ods": lambda book: hostile.package({"mimetype": b"", "content.xml": b"<office:document-content/>"}),
    "книга с испорченным оформлением": chain(calculated, put("xl/styles.xml", ("<styleSheet", "<styleSheet <"))),
    "пересчитано: формулы дают 4": calculated,
}  # fmt: skip
"""By their names on the pages."""
COMPUTED = "пересчитано: формулы дают 4"


def found(maker: str, books: Sequence[MarkdownBook]) -> tuple[Issue, ...]:
    """What the archive says of the first book of a page, in a school of all its books."""
    book = books[0]
    data = MAKERS[maker](saved(book))
    troubles: tuple[Trouble, ...] = lint(data, book.sheets(), study(books)[0])
    if maker == COMPUTED:
        troubles = differences(data, recomputed(data), book.sheets())
    return tuple(issues_of(book.name, troubles))


def recomputed(book: bytes) -> bytes:
    """The same book with 4 kept for each formula."""
    parts = hostile.parts(book)
    return hostile.with_parts(
        book, {name: xml.replace(b"</f><v>5</v>", b"</f><v>4</v>") for name, xml in parts.items() if "/sheet" in name}
    )
