"""The port to a workbook: what every adapter in `books` gives, and nothing of any office program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol, TypeAlias

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
