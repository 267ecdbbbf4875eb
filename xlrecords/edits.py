"""A plan of changes to one workbook, as data: printed as a preview, sent as JSON, applied by any Book whole or not at all.

The order of application is fixed, whatever the order of writing: rows first (inserted, then repeated), then everything
else, which is addressed as the sheet is after that. Sheets are named as they are before the plan is applied.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

Scalar: TypeAlias = str | int | float | bool | dt.date | dt.datetime | dt.time | None
"""What is written into a cell; None empties it. Text is text, whatever it begins with."""

Spot: TypeAlias = tuple[str, str]
"""Sheet and cell."""


class PlanError(ValueError):
    """A plan that does not fit the workbook: the text says what, in Russian."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value for a cell; its look stays. A date in a cell without a date's number format gets one."""

    sheet: str
    cell: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula for a cell, as it stands in the file: English names, commas, no «=» before it. Never made of people's text."""

    sheet: str
    cell: str
    formula: str


@dataclass(frozen=True, slots=True)
class Fill:
    """A pattern over a cell: colour of its lines as RRGGBB. The cell's own colour stays behind a pattern other than solid."""

    sheet: str
    cell: str
    colour: str
    pattern: str = "solid"


@dataclass(frozen=True, slots=True)
class Unfill:
    """Takes a pattern away again: the cell shows what was behind it. A cell that is filled otherwise is left alone."""

    sheet: str
    cell: str
    colour: str
    pattern: str = "solid"


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a cell. On a cell that has one, the text is put below what stands there, after a blank line."""

    sheet: str
    cell: str
    text: str
    author: str = "xlrecords"


@dataclass(frozen=True, slots=True)
class Unnote:
    """Takes a text off the end of a cell's note; a note that holds nothing else goes as a whole."""

    sheet: str
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link from a cell to a place in the same workbook. The cell keeps its value and its look."""

    sheet: str
    cell: str
    to_sheet: str
    to_cell: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of what a range of cells may hold, with the words of Excel: type list, whole, date, custom...

    Attributes:
        ranges: Ranges, separated by blanks.
        type: Type of the limit.
        formulas: One or two formulas or values, as they stand in the file; a list is «"да,нет"» or a range.
        operator: between, greaterThan, ...; empty for lists.
        error: Message when something else is typed.
        prompt: Message when the cell is chosen.
        alert: What the message is: «warning» and «information» let the value pass; empty stops it.
        error_title: Heading of the message of an error.
        prompt_title: Heading of the message of the cell.
    """

    sheet: str
    ranges: str
    type: str
    formulas: tuple[str, ...]
    operator: str = ""
    error: str = ""
    prompt: str = ""
    alert: str = ""
    error_title: str = ""
    prompt_title: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A cell of a new sheet: value, look by name (see `LOOKS`), and the place in the workbook that it leads to."""

    value: Scalar = None
    look: str = "text"
    to_sheet: str = ""
    to_cell: str = ""


LOOKS = ("title", "heading", "text", "wrapped", "date", "number", "link", "faint", "error", "warning", "note")
"""Looks of cells on a new sheet; the last three have the mark of their severity."""
SEVERITIES = {"error": ("darkUp", "E06666"), "warning": ("lightUp", "BF8F00"), "note": ("lightGray", "2F75B5")}
"""Pattern and colour of the mark of each severity, by its look."""


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet that is added after the last one.

    Attributes:
        name: Its name, at most 31 characters.
        rows: Cells from A1, row by row.
        widths: Width of each column, in characters.
        heading_row: Row that stays in sight and is repeated on each page, counted from 1; 0 for none.
        filtered: Whether this row has the buttons of a filter.
        landscape: Whether it is printed across; its width always fits the page.
    """

    name: str
    rows: tuple[tuple[Item, ...], ...]
    widths: tuple[float, ...] = ()
    heading_row: int = 0
    filtered: bool = False
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Insert:
    """Blank rows put before a row, which look like the row above them."""

    sheet: str
    before: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Height:
    """Height of a row in points, so that all lines of its texts are seen: not every office program finds it by itself."""

    sheet: str
    row: int
    points: float


@dataclass(frozen=True, slots=True)
class Repeat:
    """A block of rows that shall stand so many times (at least once), one below the other, with all that hangs on it."""

    sheet: str
    first: int
    last: int
    times: int


@dataclass(frozen=True, slots=True)
class RemoveColumn:
    """An empty column of a sheet, by its letters, that is taken out; all that stands to the right follows. Done after all cells are written."""

    sheet: str
    column: str


@dataclass(frozen=True, slots=True)
class TableRange:
    """The range of a table («умная таблица»), by its name."""

    table: str
    ranges: str


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name of the workbook, or of a sheet if one is given; `formula` as in the file: «'5А'!$A$1:$C$9»."""

    name: str
    formula: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class PrintArea:
    """What of a sheet is printed: one range or several, separated by blanks."""

    sheet: str
    ranges: str


@dataclass(frozen=True, slots=True)
class Edits:
    """What is to be changed in one workbook."""

    inserts: tuple[Insert, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    values: tuple[Value, ...] = ()
    formulas: tuple[Formula, ...] = ()
    fills: tuple[Fill, ...] = ()
    unfills: tuple[Unfill, ...] = ()
    notes: tuple[Note, ...] = ()
    unnotes: tuple[Unnote, ...] = ()
    links: tuple[Link, ...] = ()
    limits: tuple[Limit, ...] = ()
    tables: tuple[TableRange, ...] = ()
    names: tuple[Name, ...] = ()
    heights: tuple[Height, ...] = ()
    print_areas: tuple[PrintArea, ...] = ()
    remove_columns: tuple[RemoveColumn, ...] = ()
    remove_sheets: tuple[str, ...] = ()
    add_sheets: tuple[NewSheet, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Survey:
    """What a workbook holds of the sort that a plan puts and takes: sheets in the order of the tabs, notes, and filled cells."""

    sheets: tuple[str, ...]
    notes: tuple[Note, ...]
    fills: tuple[Fill, ...]


PARTS: Mapping[str, type] = {
    "inserts": Insert, "repeats": Repeat, "values": Value, "formulas": Formula, "fills": Fill, "unfills": Unfill,
    "notes": Note, "unnotes": Unnote, "links": Link, "limits": Limit, "tables": TableRange, "names": Name,
    "heights": Height, "print_areas": PrintArea, "remove_columns": RemoveColumn, "remove_sheets": str, "add_sheets": NewSheet,
}  # fmt: skip


NAMES: Mapping[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind)) for kind in (*PARTS.values(), Item) if kind is not str
}
"""Names of what each part of a plan is made of."""


def to_json(edits: Edits) -> str:
    """The plan as one line of JSON; parts that are empty are left out."""
    plan = {name: [_packed(item) for item in getattr(edits, name)] for name in PARTS if getattr(edits, name)}
    return json.dumps(plan, ensure_ascii=False)


def from_json(text: str) -> Edits:
    """The plan that `to_json` wrote.

    Raises:
        ValueError: The text is no such plan.
    """
    try:
        plan = json.loads(text)
        return Edits(**{name: tuple(_unpacked(PARTS[name], item) for item in items) for name, items in plan.items()})
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a plan of edits") from error


def _packed(item: Any) -> Any:
    """A part of a plan as JSON knows it: days and times are told from text by their key."""
    if isinstance(item, dt.date | dt.time):
        return {type(item).__name__: item.isoformat()}
    if isinstance(item, tuple):
        return [_packed(part) for part in item]
    if names := NAMES.get(type(item)):
        return {name: _packed(getattr(item, name)) for name in names}
    return item


MOMENTS: Mapping[str, Any] = {"date": dt.date, "datetime": dt.datetime, "time": dt.time}


def _unpacked(kind: type, item: Any) -> Any:
    if kind is str:
        if not isinstance(item, str):
            raise TypeError(item)
        return item
    if not isinstance(item, dict):
        raise TypeError(item)
    given = {name: _value(value) for name, value in item.items()}
    if kind is NewSheet:
        given["rows"] = tuple(tuple(Item(**{key: _value(value) for key, value in cell.items()}) for cell in row) for row in item["rows"])
    return kind(**given)


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        ((name, text),) = value.items()
        return MOMENTS[name].fromisoformat(text)
    if isinstance(value, list):
        return tuple(_value(part) if not isinstance(part, dict | list) else part for part in value)
    return value


def preview(edits: Edits) -> Iterator[str]:
    """The plan in Russian, a line an action, in the order of application."""
    for insert in edits.inserts:
        yield f"«{insert.sheet}»: вставить строки перед строкой {insert.before}: {insert.count}"
    for repeat in edits.repeats:
        yield f"«{repeat.sheet}»: строки {repeat.first}–{repeat.last} повторить, всего раз: {repeat.times}"
    for value in edits.values:
        yield f"«{value.sheet}»!{value.cell}: " + ("очистить" if value.value is None else f"записать «{_shown(value.value)}»")
    for formula in edits.formulas:
        yield f"«{formula.sheet}»!{formula.cell}: записать формулу ={formula.formula}"
    for fill in edits.fills:
        yield f"«{fill.sheet}»!{fill.cell}: отметить штриховкой"
    for unfill in edits.unfills:
        yield f"«{unfill.sheet}»!{unfill.cell}: снять штриховку"
    for note in edits.notes:
        yield f"«{note.sheet}»!{note.cell}: добавить примечание «{note.text.splitlines()[0] if note.text else ''}»"
    for unnote in edits.unnotes:
        yield f"«{unnote.sheet}»!{unnote.cell}: убрать примечание программы"
    for link in edits.links:
        yield f"«{link.sheet}»!{link.cell}: ссылка на «{link.to_sheet}»!{link.to_cell}"
    for limit in edits.limits:
        yield f"«{limit.sheet}»!{limit.ranges}: вернуть проверку ввода"
    for table in edits.tables:
        yield f"таблица «{table.table}»: диапазон {table.ranges}"
    for name in edits.names:
        yield f"имя «{name.name}»: {name.formula}"
    for height in edits.heights:
        yield f"«{height.sheet}»: высота строки {height.row}: {height.points:g} пт"
    for area in edits.print_areas:
        yield f"«{area.sheet}»: область печати {area.ranges}"
    for column in edits.remove_columns:
        yield f"«{column.sheet}»: убрать пустой столбец {column.column}"
    for sheet in edits.remove_sheets:
        yield f"убрать лист «{sheet}»"
    for new in edits.add_sheets:
        yield f"добавить лист «{new.name}»"


def _shown(value: Scalar) -> str:
    """A value as the sheet shows it."""
    return f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else str(value)
