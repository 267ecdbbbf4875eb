"""Finds the register of lessons (date, topic, homework) that stands beside or below the table of a journal."""

from __future__ import annotations

from dataclasses import dataclass

from ..book import Cell, Rows
from ..form import Form
from ..kind import fold
from .lexicon import Lexicon

REACH = 8
"""A table begins within so many columns: its first heading is looked for only there."""


@dataclass(frozen=True, slots=True)
class Register:
    """The register of lessons: 0-based rows [first, last) and the column of each name; -1 where it has none."""

    heading: int
    first: int
    last: int
    columns: dict[str, int]


def begins_register(row: list[Cell], lexicon: Lexicon) -> bool:
    """Whether a row is the heading of a register of lessons."""
    return any(isinstance(cell, str) and fold(cell) in lexicon.topics for cell in row[:REACH])


def beside(form: Form, rows: Rows, first: int, last: int, right: int, limit: int, lexicon: Lexicon) -> Register | None:
    """The register at the right of the table, with headings in the rows of its headings."""
    for index in range(first, last + 1):
        columns = _register_columns(rows[index], right, lexicon.registers[form.name])
        if columns is not None:
            return Register(index, last + 1, len(rows) if limit == len(rows) else limit, columns)
    return None


def below(form: Form, rows: Rows, start: int, lexicon: Lexicon) -> Register | None:
    """The register whose headings stand in row `start`, below the table."""
    columns = _register_columns(rows[start], 0, lexicon.registers[form.name])
    return None if columns is None else Register(start, start + 1, len(rows), columns)


def _register_columns(row: list[Cell], left: int, words: dict[str, str]) -> dict[str, int] | None:
    """Columns of a register in a row of headings, from column `left`; a date and a topic must be among them."""
    columns: dict[str, int] = {}
    for column in [column for column, cell in enumerate(row) if cell.__class__ is str and cell and column >= left]:
        if name := words.get(fold(str(row[column]))):
            columns.setdefault(name, column)
    return columns if {"lesson_date", "topic"} <= columns.keys() else None
