"""Ranges, notes, fonts and lines of the engine."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xlwings import base_classes

from xlrecords.book import address
from xlrecords.ooxml.refs import split

from ..office import uno
from .com import RangeView, frame

EPOCH = dt.datetime(1899, 12, 30)
DATE, TIME, DATETIME, LOGICAL, TEXT = 2, 4, 6, 1024, 256
"""Kinds of number formats; 1 is added for one's own."""
ERRORS, ANNOTATION = 4, 8
ERROR_WORDS = {532: "#DIV/0!", 32767: "#N/A", 524: "#REF!", 519: "#VALUE!", 525: "#NAME?", 503: "#NUM!", 521: "#NULL!"}
CHARACTER, INCH_DOT = 200.0, 35.2778
"""Widths and heights are hundredths of a millimetre: so many a character and a point."""
SIDES = {"center": "CENTER", "left": "LEFT", "right": "RIGHT", "top": "TOP", "bottom": "BOTTOM"}


class ErrorText(str):
    """An error value: the engine gives its text only to whoever asks for it."""

    __slots__ = ()


def enum(kind: str, word: str) -> Any:
    return uno().Enum(f"com.sun.star.{kind}", word)


def colour(value: Any) -> int:
    if value is None:
        return -1
    if isinstance(value, str):
        return int(value.lstrip("#"), 16)
    red, green, blue = value
    return (red << 16) + (green << 8) + blue


class Range(base_classes.Range):
    sheet = options = None
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Any, areas: list[tuple[int, int, int, int]]) -> None:
        self.sheet = sheet
        self.areas = areas

    @classmethod
    def of(cls, sheet: Any, first: Any, last: Any) -> Range:
        if isinstance(first, str):
            areas = []
            for part in first.split(","):
                top, _, bottom = part.replace("$", "").partition(":")
                areas.append((*split(top), *split(bottom or top)))
            return cls(sheet, areas)
        if isinstance(first, Range):
            first, last = first.areas[0][:2], (last or first).areas[0][2:]
        if len(first) == 4:
            first, last = first[:2], (first[0] + first[2] - 1, first[1] + first[3] - 1)
        return cls(sheet, [(*first, *(last or first))])

    def _cells(self, area: tuple[int, int, int, int]) -> Any:
        top, left, bottom, right = area
        return self.sheet.sheet.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    @property
    def cells(self) -> Any:
        return self._cells(self.areas[0])

    @property
    def all(self) -> list[Any]:
        return [self._cells(area) for area in self.areas]

    @property
    def api(self) -> RangeView:
        return RangeView(self.sheet.book.app.office, self.sheet.book.document, self.all)

    @property
    def row(self) -> int:
        return self.areas[0][0]

    @property
    def column(self) -> int:
        return self.areas[0][1]

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.areas[0]
        return bottom - top + 1, right - left + 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        return Range(self.sheet, [(self.row + row - 1, self.column + column - 1) * 2])

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:
        assert not row_absolute
        top, left, bottom, right = self.areas[0]
        first, last = address(top, left), address(bottom, right)
        return first if first == last else f"{first}:{last}"

    # Values

    def _kind(self, cells: Any) -> int:
        return self.sheet.book.document.NumberFormats.getByKey(cells.NumberFormat).Type & ~1

    @property
    def raw_value(self) -> list[list[Any]]:
        cells, top, left = self.cells, self.row - 1, self.column - 1
        data = [list(row) for row in cells.getDataArray()]
        groups = cells.getUniqueCellFormatRanges()
        for block in (group.getByIndex(number) for group in groups for number in range(group.Count)):
            kind = self._kind(block)
            if kind in (DATE, TIME, DATETIME, LOGICAL):
                area = block.RangeAddress
                for row in data[area.StartRow - top : area.EndRow - top + 1]:
                    for column in range(area.StartColumn - left, area.EndColumn - left + 1):
                        if isinstance(row[column], float):
                            row[column] = bool(row[column]) if kind == LOGICAL else EPOCH + dt.timedelta(days=row[column])
        for area in cells.queryFormulaCells(ERRORS).RangeAddresses:
            for row in range(area.StartRow, area.EndRow + 1):
                for column in range(area.StartColumn, area.EndColumn + 1):
                    code = self.sheet.sheet.getCellByPosition(column, row).getError()
                    data[row - top][column - left] = ErrorText(ERROR_WORDS.get(code, "#VALUE!"))
        return data

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        """Put a value into all cells, or a block; texts are taken for what they look like, as Excel takes them."""
        if not isinstance(value, list | tuple):
            value = [[value] * self.shape[1]] * self.shape[0]
        cells = self.cells
        as_text = self._kind(cells) == TEXT if len(self) == 1 else False
        cells.setDataArray(tuple(tuple(self._datum(item, as_text) for item in row) for row in value))
        for row, items in enumerate(value):
            for column, item in enumerate(items):
                if isinstance(item, str) and item and not item.startswith("'") and not as_text:
                    self._parse(cells.getCellByPosition(column, row), item)
                elif isinstance(item, dt.datetime) and self._kind(cells.getCellByPosition(column, row)) not in (DATE, TIME, DATETIME):
                    Range(self.sheet, [(self.row + row, self.column + column) * 2]).number_format = "dd.mm.yyyy"

    @staticmethod
    def _datum(item: Any, as_text: bool) -> Any:
        if item is None:
            return ""
        if isinstance(item, dt.datetime):
            return (item - EPOCH) / dt.timedelta(days=1)
        if isinstance(item, str):
            return item.removeprefix("'")
        return str(item) if as_text else float(item)

    @staticmethod
    def _parse(cell: Any, text: str) -> None:
        if not text[0].isalpha() or text.upper() in ("TRUE", "FALSE"):
            cell.setFormula(text)

    def clear_contents(self) -> None:
        self.cells.clearContents(1 | 2 | 4 | 16)

    @property
    def formula(self) -> Any:
        formulas = self.cells.getFormulaArray()
        return formulas[0][0] if len(self) == 1 else formulas

    @formula.setter
    def formula(self, value: Any) -> None:
        if isinstance(value, list | tuple):
            self.cells.setFormulaArray(tuple(tuple(_english(item) for item in row) for row in value))
        elif self._kind(self.cells) == TEXT:
            self.cells.getCellByPosition(0, 0).setString(value)
        else:
            self.cells.getCellByPosition(0, 0).setFormula(_english(value))
            if value.upper() in ("TRUE", "FALSE"):
                self.number_format = "BOOLEAN"

    # Looks

    @property
    def color(self) -> tuple[int, int, int] | None:
        value = self.cells.CellBackColor
        return None if value == -1 else (value >> 16 & 255, value >> 8 & 255, value & 255)

    @color.setter
    def color(self, value: Any) -> None:
        for cells in self.all:
            cells.CellBackColor = colour(value)

    @property
    def number_format(self) -> str | None:
        cells = self.cells
        if cells.getPropertyState("NumberFormat") == enum("beans.PropertyState", "AMBIGUOUS_VALUE"):
            return None
        if self._kind(cells) == LOGICAL:  # to Excel the values themselves are true or false
            return "General"
        return self.sheet.book.document.NumberFormats.getByKey(cells.NumberFormat).FormatString

    @number_format.setter
    def number_format(self, code: str) -> None:
        formats = self.sheet.book.document.NumberFormats
        english = uno().createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
        key = formats.queryKey(code, english, False)
        for cells in self.all:
            cells.NumberFormat = key if key != -1 else formats.addNew(code, english)

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def borders(self) -> Borders:
        return Borders(self)

    def _each(self, name: str, value: Any) -> None:
        for cells in self.all:
            setattr(cells, name, value)

    wrap_text = property(lambda self: self.cells.IsTextWrapped, lambda self, value: self._each("IsTextWrapped", value))
    vertical_alignment = property(None, lambda self, value: self._each("VertJustify", enum("table.CellVertJustify", SIDES[value])))
    horizontal_alignment = property(None, lambda self, value: self._each("HoriJustify", enum("table.CellHoriJustify", SIDES[value])))

    @property
    def column_width(self) -> float:
        return self.cells.Columns.getByIndex(0).Width / CHARACTER

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.cells.Columns.Width = int(value * CHARACTER)

    @property
    def row_height(self) -> float:
        return round(self.cells.Rows.getByIndex(0).Height / INCH_DOT, 1)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.cells.Rows.Height = round(value * INCH_DOT)

    def select(self) -> None:
        self.sheet.book.document.CurrentController.select(self.cells)

    # Notes

    @property
    def note(self) -> Note | None:
        note = Note(self)
        return note if note.text else None

    def add_note(self, text: str) -> Note:
        note = Note(self)
        assert not note.text, "Excel refuses a second note"
        note.text = text
        return note


def _english(formula: str) -> str:
    """A formula in the words of LibreOffice: arguments behind semicolons, sheets before points."""
    inside, made = "", ""
    for sign in formula:
        if inside:
            inside = "" if sign == inside else inside
        elif sign in "\"'":
            inside = sign
        elif formula.startswith("="):
            sign = {",": ";", "!": "."}.get(sign, sign)
        made += sign
    return made


class Note(base_classes.Note):
    api = None
    location = None

    def __init__(self, place: Range, found: Any = None) -> None:
        self.location = place
        self.found = found

    @property
    def cell(self) -> Any:
        return self.location.cells.getCellByPosition(0, 0)

    @property
    def text(self) -> str:
        """The text; of a note that came with the file only its shape tells it."""
        note = self.found or self.cell.Annotation
        if note.String:
            return note.String
        shape = note.AnnotationShape
        return shape.String if shape else ""

    @text.setter
    def text(self, value: str) -> None:
        if self.text:
            self.delete()
        self.location.sheet.sheet.Annotations.insertNew(self.cell.CellAddress, value)

    def delete(self) -> None:
        self.cell.clearContents(ANNOTATION)


class Font(base_classes.Font):
    def __init__(self, place: Range) -> None:
        self.place = place

    name = property(lambda self: self.place.cells.CharFontName, lambda self, value: self.place._each("CharFontName", value))
    size = property(lambda self: self.place.cells.CharHeight, lambda self, value: self.place._each("CharHeight", float(value)))
    bold = property(lambda self: self.place.cells.CharWeight > 100, lambda self, on: self.place._each("CharWeight", 150.0 if on else 100.0))
    color = property(lambda self: self.place.cells.CharColor, lambda self, value: self.place._each("CharColor", colour(value)))


class Borders(base_classes.Borders):
    def __init__(self, place: Range) -> None:
        self.place = place

    def set(self, which: Any, line_style: Any = None, weight: Any = None, color: Any = None) -> None:
        height, width = self.place.shape
        refused = {"inside_horizontal"} if height == 1 else set()
        refused |= {"inside_vertical"} if width == 1 else set()
        assert not refused & set(which), "Excel knows no lines inside of one row or column"
        frame(self.place.cells, colour(color), tuple(side.partition("_")[2].capitalize() for side in which))
