"""Where everything of a written sheet stands: columns, head, heights, printed pages. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ..form import Column, Form
from .look import wraps

LINE = 15.75
"""Points of a line of text."""
SMALL_LINE = 13.5
"""Points of a line in the register of lessons, whose texts are small: long topics stand beside short rows of marks."""
SMALL_FIT = 1.15
"""So many more characters of a small text find room in a column."""
HEAD_LINE = 19.0
VALUE_WIDTH = 34
"""Characters of a name or a subject in the head."""
LEAST_SCALE, MOST_SCALE = 60, 80
"""Percents at which journals are printed; between them all students come on one page."""
PAGE_PIXELS, PAGE_POINTS = 900, 500
"""Width and height of an A4 page on its side, without the margins and some room for other printers."""
ABOVE = 90
"""Points that the title and the head take on the first page."""


@dataclass(frozen=True)
class Label:
    """A label of the head: row, column of the label, columns from first to last of the value, from 0."""

    column: Column
    row: int
    label: int
    first: int
    last: int


@dataclass(frozen=True)
class Plan:
    """Places on a sheet; rows and columns are counted from 0 here, as XlsxWriter counts them.

    Attributes:
        places: Columns of the table with their places.
        register: Columns of the register of lessons with their places.
        grid: First column of the grid.
        headings: Number of headings of the grid.
        heading: Row of the headings.
        end: Row after the table.
        register_end: Row after the register.
        widths: Width of every column, in characters.
        heights: Heights of the heading and of rows with long texts, in points.
        pages: Columns after which the printed pages of a journal's table end.
        scale: Percent at which a journal is printed.
    """

    form: Form
    labels: Sequence[Label]
    places: Sequence[tuple[Column, int]]
    register: Sequence[tuple[Column, int]]
    grid: int
    headings: int
    heading: int
    end: int
    register_end: int
    widths: Sequence[float]
    heights: Mapping[int, float]
    pages: Sequence[int]
    scale: int

    @property
    def name_column(self) -> int:
        """Column of the names, which stays in sight; -1 if there is none."""
        return next((place for column, place in self.places if column.name == "student"), -1)

    @property
    def dated(self) -> bool:
        """Whether it is a journal: the headings of its grid are dates."""
        return is_dated(self.form)

    def after_grid(self, place: int) -> bool:
        """Whether a column is the first after the grid."""
        return self.headings > 0 and place == self.grid + self.headings


def is_dated(form: Form) -> bool:
    """Whether the headings of the grid are dates."""
    return form.grid is not None and form.grid.heading.name == "date"


def make_plan(
    form: Form,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, object]],
    headings: Sequence[object],
    lessons: Sequence[Mapping[str, object]],
) -> Plan:
    """Plan a sheet.

    Args:
        form: What the sheet is.
        columns: Columns of its table, in their order.
        rows: Rows of the table; their texts make the heights.
        headings: Headings of the grid, None for a blank one.
        lessons: Rows of the register of lessons.
    """
    grid = _grid_begin(form, columns)
    between = 0.0 if form.grid is None else form.grid.width
    places = [(column, index if index < grid else index + len(headings)) for index, column in enumerate(columns)]
    widths = [*map(width_of, columns[:grid]), *[between] * len(headings), *map(width_of, columns[grid:])]
    register = [(column, len(widths) + 1 + index) for index, column in enumerate(form.lessons)]
    head_height = _heading_height(form, columns, headings)
    nothing: Mapping[str, object] = {}
    heights = [
        max(row_height(columns, row), row_height(form.lessons, lesson, small=True))
        for row, lesson in zip_longest(rows, lessons, fillvalue=nothing)
    ]
    body = sum(heights[: len(rows)])
    scale = max(LEAST_SCALE, min(MOST_SCALE, int(100 * PAGE_POINTS / (ABOVE + head_height + body))))
    pages = _pages(widths, grid, len(headings), PAGE_PIXELS * 100 / scale) if is_dated(form) else [len(widths)]
    labels = _labels(form.head, widths, pages[0])
    heading = labels[-1].row + 2 if labels else 2
    return Plan(
        form=form,
        labels=labels,
        places=places,
        register=register,
        grid=grid,
        headings=len(headings),
        heading=heading,
        end=heading + 1 + len(rows),
        register_end=heading + 1 + len(lessons),
        widths=[*widths, 2, *map(width_of, form.lessons)] if register else widths,
        heights={
            heading: head_height,
            **{heading + 1 + at: height for at, height in enumerate(heights) if height > LINE},
        },
        pages=pages,
        scale=scale,
    )


def _grid_begin(form: Form, columns: Sequence[Column]) -> int:
    """Column at which the grid begins: before a journal's marks for periods; elsewhere after what a row must have."""
    if form.grid is None:
        return len(columns)
    before = [column.kind.name != "period_mark" if is_dated(form) else column.required for column in columns]
    return len(before) - before[::-1].index(True)


def width_of(column: Column) -> float:
    """Width of a column, in characters."""
    return column.kind.width if column.width is None else column.width


def rotated(column: Column) -> bool:
    """Whether a heading stands upright: its longest word is wider than the column, or its neighbours stand so."""
    return column.kind.name == "period_mark" or max(map(len, column.title.split())) >= width_of(column)


# Heights


def _heading_height(form: Form, columns: Sequence[Column], headings: Sequence[object]) -> float:
    """Points that the row of headings needs."""
    heights = [22.0]
    for column in (*columns, *form.lessons):
        heights.append(_upright(column.title) if rotated(column) else 15 * _lines(column.title, width_of(column)) + 7)
    if form.grid is not None:
        heights += [_upright(value if isinstance(value, str) else "") for value in headings]
        heights.append(48 if is_dated(form) or any(headings) else 120)
    return max(heights)


def _upright(text: str) -> float:
    """Points of an upright text in two lines."""
    longest = max(map(len, text.split()), default=0)
    return max(longest, len(text) / 2 + longest / 4) * 6.6 + 10


def row_height(columns: Sequence[Column], row: Mapping[str, object], small: bool = False) -> float:
    """Points of a row. LibreOffice does not find the height of long texts when it opens a book."""
    lines = 1
    for column in columns:
        text = row.get(column.name)
        width = width_of(column) * (SMALL_FIT if small else 1)
        if isinstance(text, str) and len(text) > width and wraps(column.kind):
            lines = max(lines, _lines(text, width))
    return max(LINE, lines * (SMALL_LINE if small else LINE))


def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a cell of that width."""
    lines, room = 1, width
    for word in text.split():
        if room < len(word) and room < width:
            lines, room = lines + 1, width
        room -= len(word) + 1
    return lines


# Widths


def _labels(head: Sequence[Column], widths: Sequence[float], page: int) -> list[Label]:
    """Labels and values in lines that end with the page, before column `page`.

    A value takes as many columns as it needs; a label stands in the one cell left of it, where the reader looks for it,
    and overflows to the left.
    """
    labels: list[Label] = []
    row, start = 1, 0
    for column in head:
        label, last = _span(column, widths, start)
        if start and last >= page:
            row += 1
            label, last = _span(column, widths, 0)
        labels.append(Label(column, row, label, label + 1, last))
        start = last + 1
    return labels


def _span(column: Column, widths: Sequence[float], start: int) -> tuple[int, int]:
    """Column of a label, and the last column of its value."""
    label = _reach(widths, start, len(column.title) + 2)
    need = max(width_of(column), VALUE_WIDTH) if column.kind.name in ("text", "person") else width_of(column)
    return label, _reach(widths, label + 1, need)


def _reach(widths: Sequence[float], start: int, need: float) -> int:
    """The column at which columns from `start` are as wide as needed."""
    end, room = start, 0
    while end < len(widths) and (room := room + _pixels(widths[end])) < _pixels(need):
        end += 1
    return end


def _pixels(width: float) -> int:
    """Width of a column on the screen, at 96 dots an inch."""
    return int(width * 7 + 5)


def _pages(widths: Sequence[float], grid: int, headings: int, room: float) -> list[int]:
    """Columns after which the pages of a journal end: number and name are on each, marks for periods stay together."""
    sizes = [_pixels(width) for width in widths]
    room -= sum(sizes[:2])
    results = grid + headings
    ends: list[int] = []
    used = 0
    for column in range(2, len(sizes)):
        need = sum(sizes[column:]) if column == results else sizes[column]
        if used and used + need > room:
            ends.append(column)
            used = 0
        used += sizes[column]
    return [*ends, len(sizes)]
