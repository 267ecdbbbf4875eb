"""Sheets as text for the archive: CSV that any program reads and that can be read back to the letter."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
from collections.abc import Iterator
from io import StringIO
from itertools import zip_longest
from typing import Final

from ..book import Cell, Rows

BETWEEN, END = ";", "\r\n"
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a text may not begin with: office programs take it for a formula. The last is the sign that guards the others."""
UNSURE: Final = "\0"
"""Stands for a field that is not known; no cell of a workbook holds it."""
QUOTED: Final = frozenset('";\r\n')
ABOUT: Final = (
    "Файлы CSV: кодировка UTF-8 с меткой BOM, разделитель «;», строки оканчиваются CR LF, кавычки по RFC 4180. "
    "Строка файла — строка листа, считая с первой; пустые ячейки в конце строк и пустые строки в конце листа опущены. "
    "Числа записаны с точкой, даты — ГГГГ-ММ-ДД, дата со временем — ГГГГ-ММ-ДД ЧЧ:ММ:СС, время — ЧЧ:ММ:СС, "
    "промежутки времени — PT26H3M4S (ISO 8601), логические значения — TRUE и FALSE, ошибки формул — их обозначения (#Н/Д записано как #N/A). "
    "Перед текстом, который начинается с =, +, -, @, табуляции, возврата каретки или апострофа, поставлен апостроф: "
    "так его не примут за формулу. Чтобы получить текст ячейки, один апостроф в начале отбросьте."
)
"""How the tables are written, for those who will read them without this program."""


class TableError(ValueError):
    """Bytes that are no table of this kind."""


class _Fields(dict[Cell, str]):
    """Fields of cells, made once for each value."""

    def __missing__(self, cell: Cell) -> str:
        made = self[cell] = field(cell)
        return made


KNOWN: Final = 50_000
"""So many fields are remembered: sheets of a book have the same names, dates and marks."""
_known = _Fields()


def field(cell: Cell) -> str:
    """A cell as it stands in the file, guarded and quoted."""
    made = text(cell)
    if isinstance(cell, str) and made.startswith(DANGEROUS):
        made = f"'{made}"
    return made if QUOTED.isdisjoint(made) else '"' + made.replace('"', '""') + '"'


def text(cell: Cell) -> str:
    """A cell as text: numbers with a point, days and times by ISO, TRUE and FALSE, errors and texts as they are; nothing is lost."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return str(int(cell)) if abs(cell) < 1e15 and cell == int(cell) else repr(float(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, dt.timedelta):
        return _span(cell)
    return cell.isoformat()


def _span(span: dt.timedelta) -> str:
    """A length of time by ISO 8601, in hours, minutes and seconds."""
    sign = "-" if span < dt.timedelta() else ""
    minutes, rest = divmod(abs(span), dt.timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    seconds = str(rest.seconds) + (f".{rest.microseconds:06}".rstrip("0") if rest.microseconds else "")
    return f"{sign}PT{hours}H{minutes}M{seconds}S"


def texts(rows: Rows) -> list[list[str]]:
    """Rows as they are read back from `csv_text`: all text, without empty cells at the ends."""
    return _cut([[text(cell) for cell in row] for row in rows])


def _cut(rows: list[list[str]]) -> list[list[str]]:
    for row in rows:
        while row and not row[-1]:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def csv_text(rows: Rows) -> bytes:
    """A sheet as CSV, written as `ABOUT` says; an empty one is the byte order mark alone.

    Texts that an office program could take for a formula are guarded by an apostrophe, and `read_csv` takes it off.
    """
    if len(_known) > KNOWN:
        _known.clear()
    # Truth equals 1 and 0, so none of them is looked up: their fields are made one by one.
    _known.update({1.0: UNSURE, 0.0: UNSURE})
    find = _known.__getitem__
    lines = []
    for row in rows:
        line = BETWEEN.join(map(find, row))
        if UNSURE in line:
            line = BETWEEN.join([field(cell) if known == UNSURE else known for cell, known in zip(row, map(find, row), strict=True)])
        lines.append(line.rstrip(BETWEEN))
    while lines and not lines[-1]:
        lines.pop()
    return codecs.BOM_UTF8 + "".join([line + END for line in lines]).encode()


def read_csv(data: bytes) -> list[list[str]]:
    """Texts of the cells that `csv_text` wrote; rows may differ in length.

    Raises:
        TableError: The bytes are no such table.
    """
    try:
        content = data.decode("utf-8-sig")
        # The limit of the library is for all its readers, so it only ever grows.
        csv.field_size_limit(max(csv.field_size_limit(), len(content)))
        rows = list(csv.reader(StringIO(content, newline=""), delimiter=BETWEEN, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableError("no table of text") from error
    return [[cell[1:] if cell.startswith("'") else cell for cell in row] for row in rows]


def differences(was: list[list[str]], now: list[list[str]]) -> Iterator[tuple[int, int, str, str]]:
    """Cells that differ between two tables of texts, as (row, column, text before, text after); counted from 1, an absent cell is empty."""
    none: list[str] = []
    for number, (old, new) in enumerate(zip_longest(was, now, fillvalue=none), 1):
        if old != new:
            for column, (before, after) in enumerate(zip_longest(old, new, fillvalue=""), 1):
                if before != after:
                    yield number, column, before, after
