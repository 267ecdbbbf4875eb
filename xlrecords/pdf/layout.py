"""Lays sheets on pages: scale, page breaks, repeated headings, headers and footers. All lengths are in points."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import Any, TypeVar

from .sheet import Area, Line, Look, Picture, Setup, Sheet, Spot, Text, Zone

PAD = 1.5
"""Free space left and right of the text of a cell."""
SLACK = 1.0
"""Text that is higher by this than a row of fixed height is let be: fonts differ by as much."""
KEPT = 0.25
"""Share of a page that may stay empty so that merged rows are not torn apart."""
STRIP = 100.0
"""Height that a header or footer may take."""
DOUBLE = 0.75
"""From the middle of a double line to each of its two."""
CODE = re.compile(r"&(?:&|P(?P<more>[+-]\d+)?|N|A|F|D|T|Z|\[(?:Page|Pages|Tab|File|Date|Time|Path)\])")
HEADER_FONT = "Calibri"
T = TypeVar("T")


@dataclass(slots=True)
class Page:
    """A page: its size, and what is drawn on it in order, each thing with its kind under `k`."""

    size: tuple[float, float]
    things: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows or columns shown on a page: the first, the last, and how far their scaled place on the sheet is moved."""

    first: int
    last: int
    shift: float


@dataclass(frozen=True, slots=True)
class Names:
    """What headers and footers may name."""

    file: str
    date: dt.date | None


def lay_out(sheets: Sequence[tuple[Sheet, list[float]]], names: Names) -> list[Page]:
    """Pages of the sheets of one workbook.

    Args:
        sheets: Sheets, each with the final heights of its rows.
        names: What headers and footers may name.
    """
    pages: list[tuple[Page, Sheet, int, bool]] = []
    number = 0
    for sheet, heights in sheets:
        for index, page in enumerate(sheet_pages(sheet, heights)):
            number = sheet.setup.first_page if index == 0 and sheet.setup.first_page is not None else number + 1
            pages.append((page, sheet, number, index == 0))
    for page, sheet, number, first in pages:
        page.things += strips(sheet, names, number, len(pages), first)
    return [page for page, *_ in pages]


def grown(sheet: Sheet, needed: Iterable[tuple[Text, float]]) -> list[float]:
    """Heights of rows, so high that broken text fits; merged rows get what is lacking in their last."""
    heights = list(sheet.heights)
    for text, need in sorted(needed, key=lambda item: item[0].last_row - item[0].row):
        rows = [row for row in range(text.row, text.last_row + 1) if heights[row]]
        lacking = need - sum(heights[row] for row in rows)
        if rows and lacking > (0 if rows[-1] in sheet.auto else SLACK):
            heights[rows[-1]] += lacking
    return heights


def inner_width(sheet: Sheet, text: Text) -> float:
    """Width in which a text of a cell is broken."""
    return sum(sheet.widths[text.column : text.last_column + 1]) - 2 * PAD - text.indent


def sheet_pages(sheet: Sheet, heights: list[float]) -> list[Page]:
    """Pages of a sheet, without headers and footers."""
    setup = sheet.setup
    room_across = setup.paper[0] - setup.margins[0] - setup.margins[2]
    room_down = setup.paper[1] - setup.margins[1] - setup.margins[3]
    pages = []
    for area in setup.areas:

        def split(scale: float, area: Area = area) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
            fit = setup.fit or (0, 0)
            rows = groups(heights, area[0], area[2], room_down / scale, setup.title_rows, () if fit[1] else setup.row_breaks,
                          [(block[0], block[2]) for block in sheet.blocks])  # fmt: skip
            columns = groups(sheet.widths, area[1], area[3], room_across / scale, setup.title_columns,
                             () if fit[0] else setup.column_breaks, ())  # fmt: skip
            return rows, columns

        scale = min(
            fitting(setup, split), room_down / max(heights[area[0] : area[2] + 1]), room_across / max(sheet.widths[area[1] : area[3] + 1])
        )
        rows, columns = split(scale)
        order = [(r, c) for c in columns for r in rows] if setup.down_first else [(r, c) for r in rows for c in columns]
        canvas = Canvas(sheet, heights, scale)
        pages += [canvas.page(row, column) for row, column in order]
    return pages


def fitting(setup: Setup, split: Callable[[float], tuple[list[tuple[int, int]], list[tuple[int, int]]]]) -> float:
    """The scale: as set, or the greatest whole percentage at which the pages are no more than asked for."""
    if setup.fit is None:
        return setup.scale
    across, down = setup.fit
    for percent in range(100, 10, -1):
        rows, columns = split(percent / 100)
        if (not down or len(rows) <= down) and (not across or len(columns) <= across):
            return percent / 100
    return 0.1


def groups(
    sizes: Sequence[float], first: int, last: int, room: float, title: tuple[int, int] | None, breaks: Iterable[int],
    kept: Iterable[tuple[int, int]],
) -> list[tuple[int, int]]:  # fmt: skip
    """Rows (or columns) of each page.

    Args:
        sizes: Height of each row.
        first: First row that is printed.
        last: Last row that is printed.
        room: Height of a page.
        title: Rows repeated on pages that come after them.
        breaks: Rows after which a page ends.
        kept: First and last rows that should stay on one page.
    """
    ends = set(breaks)
    torn = {row: start for start, end in kept for row in range(start + 1, end + 1)}
    pages, start = [], first
    while start <= last:
        left = room + 0.01 - (sum(sizes[title[0] : title[1] + 1]) if title and start > title[1] else 0)
        total, end = 0.0, start
        while end <= last and (end == start or total + sizes[end] <= left) and (end == start or end - 1 not in ends):
            total += sizes[end]
            end += 1
        if end <= last and end - 1 not in ends:
            begin = end
            while begin in torn:
                begin = torn[begin]
            if begin > start and sum(sizes[begin:end]) <= KEPT * room:
                end = begin
        pages.append((start, end - 1))
        start = end
    return pages or [(first, last)]


class Canvas:
    """Draws parts of a sheet on pages at one scale."""

    def __init__(self, sheet: Sheet, heights: list[float], scale: float) -> None:
        self.sheet = sheet
        self.scale = scale
        self.xs = list(accumulate([0.0, *(width * scale for width in sheet.widths[1:])], initial=0.0))
        self.ys = list(accumulate([0.0, *(height * scale for height in heights[1:])], initial=0.0))
        self.by_row: dict[int, list[Text]] = defaultdict(list)
        self.tall = [text for text in sheet.texts if text.last_row > text.row]
        for text in sheet.texts:
            self.by_row[text.row].append(text)
        self.taken = {(text.row, text.column) for text in sheet.texts} | {
            (row, column) for block in sheet.blocks for row in range(block[0], block[2] + 1) for column in range(block[1], block[3] + 1)
        }

    def page(self, rows: tuple[int, int], columns: tuple[int, int]) -> Page:
        """A page that shows these rows and columns, with the headings before them."""
        setup = self.sheet.setup
        width, height = self._size(self.xs, columns, setup.title_columns), self._size(self.ys, rows, setup.title_rows)
        left, top, right, bottom = setup.margins
        x = left + (max(0.0, setup.paper[0] - left - right - width) / 2 if setup.centred[0] else 0)
        y = top + (max(0.0, setup.paper[1] - top - bottom - height) / 2 if setup.centred[1] else 0)
        strips = self._strips(self.ys, rows, setup.title_rows, y), self._strips(self.xs, columns, setup.title_columns, x)
        return Page(setup.paper, self.drawn(*strips))

    def drawn(self, rows: Sequence[Strip], columns: Sequence[Strip]) -> list[dict[str, Any]]:
        """What stands where these rows and columns meet."""
        parts = [(row, column) for row in rows for column in columns]
        return [thing for draw in (self._fills, self._texts, self._lines, self._pictures) for part in parts for thing in draw(*part)]

    def _size(self, places: list[float], shown: tuple[int, int], title: tuple[int, int] | None) -> float:
        return sum(places[strip.last + 1] - places[strip.first] for strip in self._strips(places, shown, title, 0))

    def _strips(self, places: list[float], shown: tuple[int, int], title: tuple[int, int] | None, start: float) -> list[Strip]:
        found = []
        if title and shown[0] > title[1]:
            found.append(Strip(title[0], title[1], start - places[title[0]]))
            start += places[title[1] + 1] - places[title[0]]
        return [*found, Strip(*shown, start - places[shown[0]])]

    def _fills(self, rows: Strip, columns: Strip) -> list[dict[str, Any]]:
        spots = within(self.sheet.fills, rows.first, columns.first, rows.last, columns.last)
        return [
            {
                "k": "fill", "x": self.xs[first] + columns.shift, "y": self.ys[row] + rows.shift,
                "w": self.xs[last + 1] - self.xs[first], "h": self.ys[row + 1] - self.ys[row], "colour": colour,
            }
            for row, first, last, colour in runs(spots)
        ]  # fmt: skip

    def _texts(self, rows: Strip, columns: Strip) -> list[dict[str, Any]]:
        found = []
        for text in self.shown(rows.first, columns.first, rows.last, columns.last):
            x, y = self.xs[text.column], self.ys[text.row]
            width, height = self.xs[text.last_column + 1] - x, self.ys[text.last_row + 1] - y
            if not width or not height:
                continue
            whole = (
                rows.first <= text.row and text.last_row <= rows.last and columns.first <= text.column and text.last_column <= columns.last
            )
            pad, indent = PAD * self.scale, text.indent * self.scale
            before, after = self._room(text, columns)
            found.append({
                "k": "text", "runs": text.runs, "scale": self.scale,
                "x": x + columns.shift + pad + (0 if text.across == "right" else indent), "y": y + rows.shift,
                "w": max(width - 2 * pad - indent, 1.0), "h": height, "before": before, "after": after,
                "across": text.across, "down": text.down, "wrap": text.wrap, "turn": text.turn, "shrink": text.shrink,
                "clip": None if whole else self._rectangle(rows, columns),
            })  # fmt: skip
        return found

    def shown(self, first_row: int, first_column: int, last_row: int, last_column: int) -> Iterator[Text]:
        """Texts that stand in an area or reach into it, those that reach in from above first."""
        reaching = (text for text in self.tall if text.row < first_row <= text.last_row)
        for text in chain(reaching, *(self.by_row.get(row, ()) for row in range(first_row, last_row + 1))):
            if text.column <= last_column and text.last_column >= first_column:
                yield text

    def _rectangle(self, rows: Strip, columns: Strip) -> list[float]:
        x, y = self.xs[columns.first], self.ys[rows.first]
        return [x + columns.shift, y + rows.shift, self.xs[columns.last + 1] - x, self.ys[rows.last + 1] - y]

    def _room(self, text: Text, columns: Strip) -> tuple[float, float]:
        """Width of the empty cells left and right of a text, into which it may run."""
        if text.wrap or text.turn or text.shrink:
            return 0.0, 0.0
        first, last = text.column, text.last_column
        while first > columns.first and (text.row, first - 1) not in self.taken:
            first -= 1
        while last < columns.last and (text.row, last + 1) not in self.taken:
            last += 1
        return self.xs[text.column] - self.xs[first], self.xs[last + 1] - self.xs[text.last_column + 1]

    def _lines(self, rows: Strip, columns: Strip) -> list[dict[str, Any]]:
        across = within(self.sheet.across, rows.first, columns.first, rows.last + 1, columns.last)
        level = within(self.sheet.down, rows.first, columns.first, rows.last, columns.last + 1)
        down = {(column, row): line for (row, column), line in level.items()}
        found = []
        for row, first, last, line in runs(across):
            y = self.ys[row] + rows.shift
            found += stroke(line, (self.xs[first] + columns.shift, y), (self.xs[last + 1] + columns.shift, y), self.scale)
        for column, first, last, line in runs(down):
            x = self.xs[column] + columns.shift
            found += stroke(line, (x, self.ys[first] + rows.shift), (x, self.ys[last + 1] + rows.shift), self.scale)
        return found

    def _pictures(self, rows: Strip, columns: Strip) -> list[dict[str, Any]]:
        found = []
        left, top, width, height = self._rectangle(rows, columns)
        for picture in self.sheet.pictures:
            x, y, w, h = self._place(picture)
            x, y = x + columns.shift, y + rows.shift
            if x < left + width and x + w > left and y < top + height and y + h > top:
                found.append({"k": "picture", "svg": picture.svg, "x": x, "y": y, "w": w, "h": h, "clip": [left, top, width, height]})
        return found

    def _place(self, picture: Picture) -> tuple[float, float, float, float]:
        x, y = self._point(picture.start)
        if picture.end is None:
            return x, y, picture.size[0] * self.scale, picture.size[1] * self.scale
        right, bottom = self._point(picture.end)
        return x, y, max(right - x, 1.0), max(bottom - y, 1.0)

    def _point(self, corner: tuple[int, int, float, float]) -> tuple[float, float]:
        row, column, across, down = corner
        x, y = self.xs[min(column, len(self.xs) - 1)], self.ys[min(row, len(self.ys) - 1)]
        return x + across * self.scale, y + down * self.scale


def within(spots: dict[Spot, T], first_row: int, first_column: int, last_row: int, last_column: int) -> dict[Spot, T]:
    """Those of the cells that lie in an area."""
    if (last_row - first_row + 1) * (last_column - first_column + 1) < len(spots):
        area = ((row, column) for row in range(first_row, last_row + 1) for column in range(first_column, last_column + 1))
        return {spot: spots[spot] for spot in area if spot in spots}
    return {spot: value for spot, value in spots.items() if first_row <= spot[0] <= last_row and first_column <= spot[1] <= last_column}


def runs(spots: dict[Spot, T]) -> list[tuple[int, int, int, T]]:
    """Neighbours in a row with the same value as one: row, first column, last column, value."""
    found: list[tuple[int, int, int, T]] = []
    for row, column in sorted(spots):
        value = spots[row, column]
        if found and found[-1][0] == row and found[-1][2] == column - 1 and (found[-1][3] is value or found[-1][3] == value):
            found[-1] = (row, found[-1][1], column, value)
        else:
            found.append((row, column, column, value))
    return found


def stroke(line: Line, start: tuple[float, float], end: tuple[float, float], scale: float) -> list[dict[str, Any]]:
    """A line, or the two of a double one."""
    if start == end:
        return []
    kind = {"k": "line", "width": line.width * scale, "colour": line.colour, "dash": "solid" if line.kind == "double" else line.kind}
    moves = (-DOUBLE * scale, DOUBLE * scale) if line.kind == "double" else (0.0,)
    level = start[1] == end[1]
    return [
        kind
        | {
            "from": [start[0] + (0 if level else by), start[1] + (by if level else 0)],
            "to": [end[0] + (0 if level else by), end[1] + (by if level else 0)],
        }
        for by in moves
    ]


def strips(sheet: Sheet, names: Names, number: int, total: int, first: bool) -> list[dict[str, Any]]:
    """Header and footer of a page."""
    setup = sheet.setup
    left, _, right, _ = setup.margins
    found = []
    for zones, y, down in (
        (setup.headers[not first], setup.strips[0], "top"),
        (setup.footers[not first], setup.paper[1] - setup.strips[1] - STRIP, "bottom"),
    ):
        for zone, across in zip(zones, ("left", "center", "right"), strict=True):
            if text := decoded(zone, sheet.name, names, number, total):
                look = Look(HEADER_FONT, zone.size, zone.bold, zone.italic, False, False, "#000000")
                found.append({
                    "k": "text", "runs": ((text, look),), "scale": 1.0, "x": left, "y": y, "w": setup.paper[0] - left - right, "h": STRIP,
                    "before": 0, "after": 0, "across": across, "down": down, "wrap": True, "turn": 0, "shrink": False, "clip": None,
                })  # fmt: skip
    return found


def decoded(zone: Zone, sheet: str, names: Names, number: int, total: int) -> str:
    """Text of a third of a header with its codes put in; the time of printing and the folder are left out."""
    date = f"{names.date:%d.%m.%Y}" if names.date else ""

    def value(match: re.Match[str]) -> str:
        code = match[0]
        if code.startswith("&P") or code == "&[Page]":
            return str(number + int(match["more"] or 0))
        return {"&&": "&", "&N": str(total), "&[Pages]": str(total), "&A": sheet, "&[Tab]": sheet, "&F": names.file, "&[File]": names.file,
                "&D": date, "&[Date]": date}.get(code, "")  # fmt: skip

    return CODE.sub(value, zone.text)
