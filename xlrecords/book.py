"""The port to a workbook: what every adapter in `books` gives, and nothing of any office program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from .edits import Edits, Spot, Survey

Cell: TypeAlias = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""What stands in a cell. An empty cell is ``""``; an error value is its text, such as ``#REF!``."""

Rows: TypeAlias = list[list[Cell]]
"""Cells of a sheet from A1: ``rows[0][0]`` is A1. All rows are equally long."""

EMPTY = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with a book as a file: the id of a rule of `rules.files`, the place, and the facts of its message."""

    rule: str
    sheet: str = ""
    cell: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


class Book(Protocol):
    """A workbook: sheets in their order, cells of a sheet in one call."""

    name: str
    troubles: tuple[Trouble, ...]

    def sheets(self) -> list[str]:
        """Names of the sheets, in the order of the tabs."""

    def cells(self, sheet: str) -> Rows:
        """All cells of a sheet from A1."""


class OpenBook(Book, Protocol):
    """A workbook that can be changed as well: one that is open in an office program, or the bytes of a file."""

    def survey(self, spots: Collection[Spot]) -> Survey:
        """Sheets, notes and fills of the workbook, at least those of these cells.

        A fill of a cell that was asked for is told even if it is plain (pattern «solid»).
        """

    def protected(self) -> Collection[str]:
        """Names of the sheets that may not be changed; an empty name: none may be added or removed."""

    def apply(self, steps: Sequence[Edits]) -> None:
        """Carry out plans one after the other, all of them whole or nothing at all; one step of undo, where there is undo.

        Raises:
            PlanError: They do not fit the workbook, or touch a protected sheet; nothing was changed.
        """


@cache
def letters(column: int) -> str:
    """Letters of a column, counted from 1: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """A1 address of a cell; row and column are counted from 1, and 0 for either means the sheet as a whole."""
    return f"{letters(column)}{row}" if row and column else ""
