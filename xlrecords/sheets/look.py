"""How written sheets look: cell formats and drop-down lists shared by a workbook, and the limits of cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..book import letters
from ..form import Column
from ..kind import Kind
from ..marks import LESSON, PERIOD

FONT = "Times New Roman"
SIZE, SMALL = 12, 10
HEADING, GREY, RED, AMBER = "#EDEDED", "#D9D9D9", "#F8CBAD", "#FFE699"
LISTS = "Списки"
"""Hidden sheet of the lists that are too long to stand in a cell's limits."""
LIST_LIMIT = 255
"""Characters of the longest list, and of the longest message, that Excel takes in a cell's limits."""

Limits = dict[str, Any]

DAYS: Limits = {
    "validate": "date",
    "criteria": "between",
    "minimum": dt.date(1920, 1, 1),
    "maximum": dt.date(2100, 12, 31),
}
"""Days that a school's record may hold."""


class Look:
    """Formats and lists of one workbook, each made once: a school's book has hundreds of sheets."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._fills: dict[str, Format] = {}
        self._lists: dict[tuple[str, ...], str] = {}
        self._sheet: Worksheet | None = None
        # Widths of columns are counted in digits of this font: an office program that lacks Calibri would stretch them.
        workbook.formats[0].set_font_name(FONT)

    def format(self, **properties: object) -> Format:
        """A cell format in the font of all forms, with more properties of XlsxWriter."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            common = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter"}
            self._formats[key] = self._workbook.add_format(common | properties)
        return self._formats[key]

    def bordered(self, thick: bool, **properties: object) -> Format:
        """A cell of a table; a thick line at its left parts it from the lessons."""
        return self.format(left=2 if thick else 1, right=1, top=1, bottom=1, **properties)

    def body(self, kind: Kind, thick: bool = False, small: bool = False) -> Format:
        """A cell of a column of that kind."""
        placed: dict[str, object] = {"text_wrap": True} if wraps(kind) else {"shrink": True}
        if kind.centred:
            placed = {"align": "center"}
        return self.bordered(thick, num_format=kind.number_format, font_size=SMALL if small else SIZE, **placed)

    def mark(self) -> Format:
        """A cell of the grid. Long words («незач») shrink: the columns are narrow."""
        return self.bordered(False, align="center", shrink=True)

    def heading(self, rotated: bool, thick: bool = False, number_format: str = "General") -> Format:
        """A heading, upright if its column is narrow."""
        placed = {"align": "center", "text_wrap": True, "rotation": 90 if rotated else 0}
        return self.bordered(thick, num_format=number_format, bg_color=HEADING, bold=True, font_size=11, **placed)

    def fill(self, colour: str) -> Format:
        """What a conditional format changes: the colour of the cell."""
        if colour not in self._fills:
            self._fills[colour] = self._workbook.add_format({"bg_color": colour})
        return self._fills[colour]

    def choices(self, values: Sequence[str]) -> list[str] | str:
        """A list for a drop-down: as it is, or the range of a hidden sheet that holds it."""
        if len(",".join(values)) <= LIST_LIMIT and not any("," in value for value in values):
            return list(values)
        key = tuple(values)
        if key not in self._lists:
            if self._sheet is None:
                self._sheet = self._workbook.add_worksheet(LISTS)
                self._sheet.hide()
            column = len(self._lists)
            self._sheet.write_column(0, column, values, self.format())
            name = letters(column + 1)
            self._lists[key] = f"={LISTS}!${name}$1:${name}${len(values)}"
        return self._lists[key]


def wraps(kind: Kind) -> bool:
    """Whether a long value goes on in the next line; names and fingerprints shrink instead, so that rows of students stay alike."""
    return not kind.centred and kind.name not in ("person", "sha256", "fingerprints")


_LOOKS: WeakKeyDictionary[Workbook, Look] = WeakKeyDictionary()


def look_of(workbook: Workbook) -> Look:
    """The look of a workbook, the same for all its sheets."""
    if workbook not in _LOOKS:
        _LOOKS[workbook] = Look(workbook)
    return _LOOKS[workbook]


def limits(look: Look, column: Column, always: bool = False) -> Limits | None:
    """What may be typed into the cells of a column, with a polite message; None if anything may.

    Args:
        look: Look of the workbook, for its lists.
        column: The column or label.
        always: Whether its help is shown beside the cell although anything may be typed.
    """
    kind = column.kind
    stop: Limits = {
        **prompt(column.title, column.help),
        "error_title": "Проверьте значение",
        "error_message": short(f"Ожидается {kind.expected}. Исправьте, пожалуйста, значение."),
        "error_type": "stop",
    }
    if kind.name == "period_mark":
        return marks_limits(look, PERIOD)
    if kind.choices:
        message = "Выберите, пожалуйста, значение из списка."
        return stop | {"validate": "list", "source": look.choices(kind.choices), "error_message": message}
    if kind.name == "date":
        return stop | DAYS
    if kind.least is not None:
        number = {"validate": "integer" if kind.dtype == "Int32" else "decimal"}
        if kind.most is None:
            return stop | number | {"criteria": ">=", "value": kind.least}
        return stop | number | {"criteria": "between", "minimum": kind.least, "maximum": kind.most}
    return prompt(column.title, column.help) if always else None


def prompt(title: str, text: str) -> Limits:
    """Any value, and a hint beside the cell."""
    return {"validate": "any", "input_title": short(title, 32), "input_message": short(text)}


def heading_limits(kind: Kind) -> Limits:
    """Dates as headings of a grid; only a warning, for a teacher may split a month from its days."""
    message = f"Ожидается {kind.expected}."
    return DAYS | {"error_title": "Проверьте дату", "error_message": message, "error_type": "warning"}


def marks_limits(look: Look, alphabet: Sequence[str]) -> Limits:
    """What may be typed under a lesson or for a period; only a warning, for «5/4» is right and in no list.

    No message stands beside the cell: it would hide the marks below.
    """
    pair = " Две отметки пишут через дробь: 5/4." if alphabet == LESSON else ""
    return {
        "validate": "list",
        "source": look.choices(alphabet),
        "error_title": "Проверьте отметку",
        "error_message": short(f"Обычно здесь ставят: {', '.join(alphabet)}.{pair}"),
        "error_type": "warning",
    }


def advice(column: Column) -> str:
    """What to write into a column: its help, and its list or span of numbers where it has one."""
    if column.kind.choices or column.kind.most is not None:
        return f"{column.help} Ожидается {column.kind.expected}."
    return column.help


def note(title: str, text: str, required: bool) -> tuple[str, dict[str, object]]:
    """Text and shape of the note of a heading."""
    text = f"{title}\n{text}" + ("" if required else "\nМожно оставить пустым.")
    lines = sum(-(-len(line) // 40) for line in text.split("\n"))
    return text, {"width": 280, "height": 18 * lines + 12, "font_name": "Arial", "font_size": 10}


def short(text: str, limit: int = LIST_LIMIT) -> str:
    """Text cut to what Excel takes."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
