"""A book written as Markdown: `# Лист` and a table a sheet. Tests and the pages of rules are written so."""

from __future__ import annotations

import datetime as dt
import re

from ..book import EMPTY, Cell, Rows
from .memory import MemoryBook

DATE = re.compile(r"\d{2}\.\d{2}\.\d{4}")
NUMBER = re.compile(r"-?\d+(?:,\d+)?")


class MarkdownBook(MemoryBook):
    """A book of typed cells that came from a text."""


def parse_cell(text: str) -> Cell:
    """A cell as Excel would take what is typed: 5 is a number, 02.09.2026 a date; `'5` is text. «⍽» is a no-break space."""
    text = text.strip().replace("⍽", "\u00a0").replace("␣", " ")
    if text.startswith("'"):
        return text[1:]
    if NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    if DATE.fullmatch(text):
        day, month, year = text.split(".")
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            return text
    return text


def parse_books(text: str, name: str = "Книга.xlsx") -> list[MarkdownBook]:
    """Books of a Markdown text.

    Args:
        text: `## Книга.xlsx` begins a book (the first may go without), `# Лист` a sheet, `| … |` is a row from A1 on; an
            empty line within a sheet is an empty row.
        name: Name of the first book.

    Returns:
        Books in their order; other lines are left out.
    """
    books: dict[str, dict[str, list[list[Cell]]]] = {}
    book, sheet = name, None
    rows: list[list[Cell]] = []
    blank = 0
    for line in text.splitlines():
        if line.startswith("## "):
            book, sheet = line[3:].strip(), None
        elif line.startswith("# "):
            sheet, rows, blank = line[2:].strip(), [], 0
            books.setdefault(book, {})[sheet] = rows
        elif sheet is not None and line.startswith("|"):
            rows += [[] for _ in range(blank)]
            blank = 0
            rows.append([parse_cell(cell) for cell in line.strip().strip("|").split("|")])
        elif sheet is not None and not line.strip() and rows:
            blank += 1
    return [MarkdownBook(book, {tab: _even(table) for tab, table in tables.items()}) for book, tables in books.items()]


def _even(rows: Rows) -> Rows:
    width = max(map(len, rows), default=0)
    return [row + [EMPTY] * (width - len(row)) for row in rows]
