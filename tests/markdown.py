"""What tests write as Markdown: tables, days, a school out of its sheets, a workbook as Excel keeps it."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl

from xlrecords.books.markdown import MarkdownBook, parse_books
from xlrecords.commands.reading import study
from xlrecords.kind import parse_date
from xlrecords.school import School


def table(text: str) -> list[tuple[str, ...]]:
    """Rows of a table below its headings."""
    return [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in text.strip().splitlines()[2:]]


def day(text: str) -> dt.date:
    """A day written as ДД.ММ.ГГГГ."""
    found = parse_date(text)
    assert isinstance(found, dt.date), text
    return found


def school(*sheets: str) -> School:
    """A school out of the sheets of one book."""
    return study(parse_books("".join(sheets), "Книга.xlsx"))[0]


def saved(book: MarkdownBook) -> bytes:
    """A book as Excel keeps it; formulas without values."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name in book.sheets():
        sheet = workbook.create_sheet(name)
        for row in book.cells(name):
            sheet.append([cell if cell != "" else None for cell in row])
    made = BytesIO()
    workbook.save(made)
    return made.getvalue()
