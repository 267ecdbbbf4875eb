"""Tables of a web page: e-journals give such pages the ending .xls, and Excel opens them."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from ..book import EMPTY, Cell, Rows
from ..guard import Limits, RefusedError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MARKUP = re.compile(r"<(?:!doctype\s+html|html|table)\b", re.IGNORECASE)
CHARSET = re.compile(rb"""<meta[^>]+?charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,15})?")
LINE_END = "\u2028"
MAX_SPAN = 1000
"""The widest merge of columns a browser accepts."""


def looks_like(data: bytes) -> bool:
    """Whether the file opens as a web page or a bare table."""
    start = text(data[:4096]).lstrip("\ufeff \t\r\n")
    return start.startswith("<") and MARKUP.search(start) is not None


def text(data: bytes) -> str:
    """Text of a page by its byte order mark, its declared encoding, or else UTF-8 if it is that and cp1251 if not."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig", "replace")
    declared = CHARSET.search(data[:4096])
    try:
        return data.decode(declared[1].decode() if declared else "utf-8")
    except (LookupError, UnicodeDecodeError):
        return data.decode("cp1251", "replace")


def tables(data: bytes, limits: Limits) -> dict[str, Rows]:
    """Each table that holds no other table, by its caption or as «Таблица n».

    Raises:
        RefusedError: `file-not-workbook` without a table, `file-too-heavy` for tables larger than the limit.
    """
    from lxml import html

    # A page may declare an encoding it is not in; the parser is told the one it gets.
    parser = html.HTMLParser(encoding="utf-8")
    try:
        page = html.document_fromstring(text(data).encode("utf-8", "replace"), parser=parser)
    except ValueError as error:
        raise RefusedError("file-not-workbook", what="страница HTML без таблиц") from error
    found: dict[str, Rows] = {}
    left = limits.cells
    for table in page.iter("table"):
        if table.find(".//table") is not None:
            continue
        rows = grid(table, left)
        left -= len(rows) * len(rows[0]) if rows else 0
        caption = table.find("caption")
        name = content(caption) if caption is not None else ""
        found[name if name and name not in found else f"Таблица {len(found) + 1}"] = rows
    if not found:
        raise RefusedError("file-not-workbook", what="страница HTML без таблиц")
    return found


def grid(table: HtmlElement, limit: int) -> Rows:
    """Cells of a table; a merged cell has its value in its first place and blanks in the others, as in a workbook."""
    lines: list[dict[int, Cell]] = []
    taken: dict[int, int] = {}
    width = 0
    for line in table.iter("tr"):
        cells: dict[int, Cell] = {}
        held = {column: rows - 1 for column, rows in taken.items() if rows > 1}
        column = 0
        for cell in line.iter("td", "th"):
            while column in taken:
                column += 1
            cells[column] = value(content(cell))
            rows, columns = span(cell, "rowspan"), span(cell, "colspan")
            if rows > 1:
                held |= dict.fromkeys(range(column, column + columns), rows - 1)
            column += columns
            width = max(width, column)
            if width * (len(lines) + 1) > limit:
                raise RefusedError("file-too-heavy", limit="число ячеек в книге")
        lines.append(cells)
        taken = held
    return [[cells.get(column, EMPTY) for column in range(width)] for cells in lines]


def span(cell: HtmlElement, name: str) -> int:
    """How many rows or columns a cell takes."""
    number = cell.get(name, "1").strip()
    return min(max(int(number), 1), MAX_SPAN) if re.fullmatch("[0-9]{1,9}", number) else 1


def content(element: HtmlElement) -> str:
    """Text of an element as a page shows it: blanks run together, <br> a new line."""
    for line_break in element.iter("br"):
        line_break.tail = LINE_END + (line_break.tail or "")
    lines = "".join(element.itertext()).split(LINE_END)
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def value(shown: str) -> Cell:
    """A plain number as Excel takes it on opening, anything else as it is."""
    return float(shown.replace(",", ".")) if NUMBER.fullmatch(shown) else shown
