"""A report: pages of rows with links and charts, as data. `reports` holds all of them; `reports.workbook` writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that opens a workbook at a cell: text, path relative to the report, sheet and A1 cell (empty: the sheet)."""

    text: str
    path: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a page: heading and width in characters."""

    title: str
    width: float
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of stacked columns on a page: title, and the columns (from 0) of the categories and of each series."""

    title: str
    categories: int
    series: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a report.

    Attributes:
        tab: Name of the sheet.
        title: First line.
        note: Second line.
        fields: Columns.
        rows: Values: text, number or link.
        tones: A tone for each row, «error», «warning», «note» or «».
        toned: The column (from 0) whose cells show the tone as their fill.
        chart: A chart beside the rows, or None.
    """

    tab: str
    title: str
    note: str
    fields: tuple[Field, ...]
    rows: Sequence[Sequence[str | int | Link]]
    tones: Sequence[str] = ()
    toned: int = 0
    chart: Chart | None = None
