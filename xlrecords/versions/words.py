"""What messages call a cell: whose row it is in, what its column is, of which class and subject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from functools import cached_property

from ..book import letters
from ..kind import parse_class, plain
from ..privacy.aligning import Area, ColumnKey, value_at
from .bridge import AROUND, Zones
from .edition import Spot, Version
from .tables import Line

KEYS = 3
"""So many parts of its key name a line of a register."""


class Words:
    """Names of the cells of a sheet of one version."""

    def __init__(self, version: Version, zones: Zones) -> None:
        self.version = version
        self.zones = zones

    def line(self, spot: Spot) -> Line | None:
        """The table that a cell belongs to, if it is one of its rows."""
        zone = self.zones.at(spot)
        if zone == AROUND:
            return None
        line = self.zones.lines[zone]
        return line if spot[0] in self._rows[zone] else None

    @cached_property
    def _rows(self) -> list[frozenset[int]]:
        return [frozenset(line.area.rows) for line in self.zones.lines]

    @cached_property
    def _columns(self) -> list[dict[int, ColumnKey]]:
        return [{at: name for name, at in (*line.area.columns.items(), *line.area.vague.items())} for line in self.zones.lines]

    @cached_property
    def _labels(self) -> dict[Spot, str]:
        found = {}
        for block in self.version.blocks:
            for name, (row, column, _) in block.heads.items():
                found[row, column] = block.form.column(name).title
        return found

    def who(self, spot: Spot) -> str:
        """Whose row a cell is in; empty outside of rows."""
        line = self.line(spot)
        return "" if line is None else named(line, spot[0])

    def about(self, spot: Spot) -> str:
        """What a cell tells of: date, period, heading."""
        if spot in self._labels:
            return self._labels[spot]
        zone = self.zones.at(spot)
        if zone == AROUND:
            return "над таблицей" if self.zones.lines else ""
        line = self.zones.lines[zone]
        name = self._columns[zone].get(spot[1])
        words = f"столбец {letters(spot[1] + 1)}" if name is None else heading(line, name)
        if spot[0] in self._rows[zone]:
            return words
        return f"заголовок «{words}»" if name is not None and line.area.headings.get(name) == spot[0] else f"{words}, вне строк таблицы"

    def school_class(self, spot: Spot) -> str:
        """Class of a row, else of the sheet."""
        line = self.line(spot)
        text = "" if line is None else at(line.area, spot[0], ("column", "school_class", 0))
        found = parse_class(text) if text else None
        return found if isinstance(found, str) else text or self.version.head("school_class")

    def subject(self, spot: Spot) -> str:
        """Subject of a column or of a row, else of the sheet."""
        line = self.line(spot)
        if line is None:
            return self.version.head("subject")
        name = self._columns[self.zones.at(spot)].get(spot[1])
        grid = line.form.grid
        if name is not None and name[0] == "grid" and grid is not None and grid.heading.name != "date":
            return str(name[1])
        return at(line.area, spot[0], ("column", "subject", 0)) or self.version.head("subject")


def at(area: Area, row: int, column: ColumnKey) -> str:
    """Text of a row's cell; empty if there is no such column."""
    return plain(area.at(row, column)) if column in area.columns else ""


def named(line: Line, row: int) -> str:
    """Whose or which a row is: a student's name, or what tells a line of a register."""
    texts = [at(line.area, row, name) for name in line.area.names]
    if line.beside:
        return f"урок {' '.join(texts)}"
    return " ".join(filter(None, texts)) if line.area.people else ", ".join(list(filter(None, texts))[:KEYS])


def heading(line: Line, name: ColumnKey) -> str:
    """What a column is called."""
    if name[0] == "column":
        return line.form.column(str(name[1])).title
    if name[0] == "grid":
        return _day(name[1], name[2:-1]) + (f", {int(str(name[-1])) + 1}-й урок" if name[-1] else "")
    column = {**line.area.columns, **line.area.vague}[name]
    return plain(value_at(line.area.cells, line.area.headings[name], column))


def _day(what: Hashable, month: tuple[Hashable, ...]) -> str:
    if isinstance(what, dt.date):
        return f"{what:%d.%m.%Y}"
    return f"{what}.{int(str(month[0])):02}" if month and month[0] else str(what)
