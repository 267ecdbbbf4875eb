"""A workbook that is open in an office program, as the picture that its add-on sent: cells, notes, what is protected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ..book import EMPTY, Cell, Rows
from ..edits import Spot, Survey
from .memory import MemoryBook

Looks = Callable[[Collection[Spot]], Mapping[Spot, str]]
"""Asks the office program for the plain colours, RRGGBB, of those of the cells that have one."""
EPOCH = dt.datetime(1899, 12, 30)
"""Day 0 of serial numbers, as LibreOffice and modern files count them."""
EPOCH_1904 = 1462
"""Days from there to the other beginning that files may have."""
LEAP = 60
"""Excel counts a 29 February 1900, so days before it have one number more."""
LAST = 2_958_466
"""Number of the first day that no workbook knows: 1 January 10000."""


@dataclass
class SnapshotBook(MemoryBook):
    """A picture of a workbook; the program that sent it carries plans out.

    Attributes:
        looks: Gives colours of cells.
        asked: Cells whose colours are known already.
    """

    looks: Looks = field(default=lambda spots: {})
    asked: set[Spot] = field(default_factory=set)

    def survey(self, spots: Collection[Spot]) -> Survey:
        """Notes, and plain fills of these cells."""
        self.colours(spots)
        return super().survey(spots)

    def colours(self, spots: Iterable[Spot]) -> Mapping[Spot, str]:
        """Plain colours, RRGGBB, of those of the cells that have one; all that are not known yet are asked for at once."""
        spots = list(dict.fromkeys(spots))
        if new := [spot for spot in spots if spot not in self.asked]:
            self.asked.update(new)
            self.fills |= {spot: ("solid", colour) for spot, colour in self.looks(new).items()}
        return {spot: self.fills[spot][1] for spot in spots if spot in self.fills}


def book_of(desk: Mapping[str, Any], looks: Looks = lambda spots: {}, known: Mapping[str, Rows] | None = None) -> SnapshotBook:
    """The workbook of a picture.

    Args:
        desk: name; sheets (name, rows from A1, areas of moments, errors); notes; protected; epoch, the day 0 of numbers.
        looks: Asks for colours of cells.
        known: Cells of the sheets that come without them, for they are as they were.
    """
    shift = EPOCH_1904 if str(desk.get("epoch", "")).startswith("1904") else 0
    tables = {sheet["name"]: (known or {})[sheet["name"]] if sheet.get("same") else _table(sheet, shift) for sheet in desk["sheets"]}
    notes = {(sheet, cell): text for sheet, cell, text in desk.get("notes", ())}
    return SnapshotBook(desk["name"], tables, notes=notes, closed=frozenset(desk.get("protected", ())), looks=looks)


def _table(sheet: Mapping[str, Any], shift: int) -> Rows:
    """Cells of a sheet, the values that python-calamine gives for the file: numbers are floats, moments are moments."""
    rows: Rows = sheet["rows"]
    for kind, top, left, bottom, right in sheet.get("moments", ()):
        for row in rows[top - 1 : bottom]:
            row[left - 1 : right] = [_moment(value, kind, shift) if isinstance(value, float) else value for value in row[left - 1 : right]]
    for line, column, text in sheet.get("errors", ()):
        rows[line - 1][column - 1] = text
    return trimmed(rows)


@lru_cache(maxsize=10_000)
def _moment(value: float, kind: str, shift: int) -> Cell:
    """What a number means where it is shown as a moment: the number itself says whether it is a day, a time or both.

    The same days stand above the lessons of all subjects.
    """
    if kind == "boolean":
        return bool(value)
    if kind == "duration":
        return dt.timedelta(days=value)
    if not 0 <= value + shift < LAST:
        return value
    if value < 1:
        return _rounded(EPOCH + dt.timedelta(days=value)).time()
    days = value + shift
    moment = _rounded(EPOCH + dt.timedelta(days=days + 1 if days < LEAP else days))
    return moment.date() if value == int(value) else moment


def _rounded(moment: dt.datetime) -> dt.datetime:
    """A moment to the thousandth of a second: what a number of days cannot tell is left out."""
    return dt.datetime.min + dt.timedelta(milliseconds=round((moment - dt.datetime.min) / dt.timedelta(milliseconds=1)))


def trimmed(rows: Rows) -> Rows:
    """Cells without the empty rows and columns at the end."""
    height = max((number for number, row in enumerate(rows, 1) if any(cell is not EMPTY and cell != EMPTY for cell in row)), default=0)
    width = max((_width(row) for row in rows[:height]), default=0)
    return [row[:width] for row in rows[:height]]


def _width(row: Sequence[Cell]) -> int:
    """Number of the last cell of a row that is not empty."""
    number = len(row)
    while number and row[number - 1] == EMPTY:
        number -= 1
    return number
