"""Cells of a plan in the document: addresses, ranges of many cells at once, and values as LibreOffice counts them."""

import datetime as dt
import re

import uno

ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


class CannotError(Exception):
    """A plan that cannot be carried out here; the text says why."""


def place(cell):
    """Row and column of an address, counted from 0."""
    match = ADDRESS.fullmatch(cell)
    if match is None:
        raise ValueError(cell)
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


def area(sheet, top, left, bottom, right):
    """Address of a range of a sheet, by its number in the document."""
    made = uno.createUnoStruct("com.sun.star.table.CellRangeAddress")
    made.Sheet = sheet
    made.StartRow, made.StartColumn, made.EndRow, made.EndColumn = top, left, bottom, right
    return made


def address(sheet, row, column):
    """Address of a cell of a sheet, by its number in the document."""
    made = uno.createUnoStruct("com.sun.star.table.CellAddress")
    made.Sheet, made.Row, made.Column = sheet, row, column
    return made


def ranges(document, areas):
    """Many ranges as one object: what is set for it is set for all of them in one call."""
    made = document.createInstance("com.sun.star.sheet.SheetCellRanges")
    made.addRangeAddresses(tuple(areas), False)
    return made


def cells(document, sheet, addresses):
    """Cells of a sheet as one object."""
    number = sheet.RangeAddress.Sheet
    spots = map(place, addresses)
    return ranges(document, [area(number, row, column, row, column) for row, column in spots])


def number_format(document, code):
    """Key of a number format, written in English."""
    locale = uno.createUnoStruct("com.sun.star.lang.Locale")
    locale.Language, locale.Country = "en", "US"
    formats = document.NumberFormats
    key = formats.queryKey(code, locale, False)
    return formats.addNew(code, locale) if key == -1 else key


FORMATS = {"date": "DD.MM.YYYY", "datetime": "DD.MM.YYYY HH:MM", "time": "HH:MM"}


def plain(document, value):
    """A value of a plan as a number or a text, and the kind of a moment: «date», «datetime», «time», «boolean»."""
    if isinstance(value, bool):
        return float(value), "boolean"
    if not isinstance(value, dict):
        return value, ""
    ((kind, text),) = value.items()
    if kind == "time":
        moment = dt.time.fromisoformat(text)
        return (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86400, kind
    zero = document.NullDate
    passed = dt.datetime.fromisoformat(text) - dt.datetime(zero.Year, zero.Month, zero.Day)
    return passed.total_seconds() / 86400, kind


def by_sheet(document, items):
    """Each sheet with its parts of a plan.

    Raises:
        CannotError: It is protected.
    """
    found = {}
    for item in items:
        found.setdefault(item["sheet"], []).append(item)
    for name, parts in found.items():
        sheet = document.Sheets.getByName(name)
        if sheet.isProtected():
            raise CannotError(f"Лист «{name}» защищён: снимите защиту («Сервис» → «Защитить лист») и повторите.")
        yield sheet, parts
