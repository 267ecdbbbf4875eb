"""How a sheet is laid on A4 for the archive: which tables it has, how large things are, where pages end. All lengths are in points."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import inf

from .layout import KEPT
from .sheet import Area

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
MARGINS = (20 * MM, 10 * MM, 10 * MM, 25 * MM)
"""Left (for binding), top, right, bottom (where the code stands)."""
GOOD = 8.5
"""Size at which ordinary letters read well: pages are not made fewer by going far below it."""
LEAST = 7.2
"""Size below which ordinary letters never go: the sheet is split across pages instead."""
STEP = 0.05
MOST_TITLE = 0.45
"""Share of a page that repeated rows or columns may take; greater ones are not repeated."""
LITTLE = 0.2
"""A last page of which less is filled looks lonely."""
LONELY = 3
"""So many rows or columns are not left alone on a last page."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet; rows and columns are counted from 1, first and last.

    Attributes:
        row: Row from which its area begins: its head lines are part of it. It ends where the next table below begins.
        column: Column from which its area begins. It ends where the next table beside it (of the same `row`) begins.
        title_rows: Rows of its headings, repeated on each page.
        title_columns: Columns of number and name, repeated on each page.
        breaks: Columns after which a page may best end: ends of periods.
        kept: First and last rows that belong together: lines of one student.
    """

    row: int = 1
    column: int = 1
    title_rows: tuple[int, int] | None = None
    title_columns: tuple[int, int] | None = None
    breaks: tuple[int, ...] = ()
    kept: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a sheet that gets pages of its own: its area, and its tables from top to bottom."""

    area: Area
    tables: tuple[Table, ...]

    def title_rows(self, row: int) -> tuple[int, int] | None:
        """Rows repeated on a page that begins with this row."""
        table = next((table for table in reversed(self.tables) if table.row <= row), None)
        return table.title_rows if table and table.title_rows and table.title_rows[1] < row else None


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of a page; of a row that is higher than a page, the part from `start` on, in points of the sheet."""

    first: int
    last: int
    start: float = 0.0


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a section is laid on pages: size of the paper, scale, and columns of each page."""

    paper: tuple[float, float]
    scale: float
    columns: tuple[tuple[int, int], ...]
    title_columns: tuple[int, int] | None

    @property
    def room(self) -> tuple[float, float]:
        """Width and height of a page, in points of the sheet."""
        return room(self.paper, self.scale)


def room(paper: tuple[float, float], scale: float) -> tuple[float, float]:
    """Width and height within the margins, in points of a sheet at a scale."""
    return (paper[0] - MARGINS[0] - MARGINS[2]) / scale, (paper[1] - MARGINS[1] - MARGINS[3]) / scale


def sections(tables: Sequence[Table], content: Sequence[Area], widths: Sequence[float], least: float) -> list[Section]:
    """Parts of a sheet, from top to bottom and from left to right; what shows nothing is left out.

    Args:
        tables: Its tables; one at least.
        content: Cells that something stands in.
        widths: Widths of columns.
        least: The least scale.
    """
    found: list[Section] = []
    joinable = False
    widest = room((A4[1], A4[0]), least)[0]
    for band in (_band(band, content) for band in _bands(tables)):
        if len(band) == 1 and joinable and (joined := _joined(found[-1], band[0], widths, widest)):
            found[-1] = joined
        else:
            found += band
            joinable = len(band) == 1 if band else joinable
    return found


def _joined(above: Section, below: Section, widths: Sequence[float], widest: float) -> Section | None:
    """Two sections as one, if no page is split between their columns, or both are split alike."""
    first, second = above.tables[0], below.tables[0]
    area = (above.area[0], min(above.area[1], below.area[1]), below.area[2], max(above.area[3], below.area[3]))
    whole = not first.breaks and not second.breaks and sum(widths[area[1] : area[3] + 1]) <= widest
    alike = (first.title_columns, first.breaks) == (second.title_columns, second.breaks) and first.title_columns is not None
    return Section(area, above.tables + below.tables) if whole or alike else None


def _bands(tables: Sequence[Table]) -> Iterator[list[tuple[Area, Table]]]:
    """Tables that begin in one row, each with its area; together they cover the sheet."""
    starts = [1, *sorted({table.row for table in tables})[1:], 1 << 21]
    rows = sorted({table.row for table in tables})
    for row, (top, below) in zip(rows, pairwise(starts), strict=True):
        beside = sorted((table for table in tables if table.row == row), key=lambda table: table.column)
        lefts = [1, *(table.column for table in beside[1:]), 1 << 15]
        yield [((top, left, below - 1, right - 1), table) for table, (left, right) in zip(beside, pairwise(lefts), strict=True)]


def _band(band: list[tuple[Area, Table]], content: Sequence[Area]) -> list[Section]:
    found = []
    for area, table in band:
        inside = [item for item in content if area[0] <= item[0] <= area[2] and area[1] <= item[1] <= area[3]]
        if inside:
            top, left = min(item[0] for item in inside), min(item[1] for item in inside)
            bottom, right = min(max(item[2] for item in inside), area[2]), min(max(item[3] for item in inside), area[3])
            found.append(Section((top, left, bottom, right), (replace(table, row=top),)))
    return found


def arrange(
    section: Section, widths: Sequence[float], heights: Sequence[float], size: float, kept: Collection[tuple[int, int]],
    torn: Collection[int],
) -> Arrangement:  # fmt: skip
    """The paper and the scale at which a section reads best, and the columns of its pages.

    Args:
        section: The section.
        widths: Widths of columns.
        heights: Heights of rows.
        size: Size of its ordinary letters.
        kept: First and last rows that should stay on one page.
        torn: Columns after which a page had better not end, for merged cells go on.
    """
    table, area = section.tables[0], section.area
    places = [0.0, *accumulate(widths[1:], initial=0.0)]
    least, good = min(LEAST / size, 1.0), min(GOOD / size, 1.0)
    steps = round((1 - least) / STEP)
    best: tuple[tuple[float, float, int], Arrangement] | None = None
    for number in range(steps + 1):
        scale = max(1 - number * STEP, least) if number < steps else least
        strain = (good / scale) ** 2 if scale < good else (good / scale) ** 0.5
        for lying, paper in enumerate((A4, (A4[1], A4[0]))):
            across, down = room(paper, scale)
            title = repeated(table.title_columns, widths, across)
            effort = _effort(heights, split_rows(heights, section, down, kept), down) * strain
            least_cost = effort * _fewest(places, area[1], area[3], across, title)
            if best is not None and (least_cost, -scale, lying) >= best[0]:
                continue
            worth, columns = split_columns(widths, places, area, across, title, table.breaks, torn)
            cost = (worth * effort, -scale, lying)
            if best is None or cost < best[0]:
                best = cost, Arrangement(paper, scale, tuple(columns), title)
    assert best is not None
    return best[1]


def _effort(heights: Sequence[float], pages: Sequence[Piece], down: float) -> float:
    """What reading pages one below the other costs: 1 each, and more for a last one with little on it."""
    last = pages[-1]
    return len(pages) + 0.3 * (len(pages) > 1 and sum(heights[last.first : last.last + 1]) < LITTLE * down)


def repeated(title: tuple[int, int] | None, sizes: Sequence[float], room: float) -> tuple[int, int] | None:
    """Rows or columns that are repeated, unless they would take too much of each page."""
    return title if title and sum(sizes[title[0] : title[1] + 1]) <= MOST_TITLE * room else None


def _reach(places: Sequence[float], start: int, last: int, room: float) -> int:
    """The last column that still fits on a page that begins with `start`; that one at least."""
    return max(start, min(last, bisect_right(places, places[start] + room + 0.01) - 2))


def _left(places: Sequence[float], start: int, across: float, title: tuple[int, int] | None) -> float:
    return across - (places[title[1] + 1] - places[title[0]] if title and start > title[1] else 0.0)


def _fewest(places: Sequence[float], first: int, last: int, across: float, title: tuple[int, int] | None) -> int:
    """The least number of pages."""
    count, start = 0, first
    while start <= last:
        start = _reach(places, start, last, _left(places, start, across, title)) + 1
        count += 1
    return count


def split_columns(
    widths: Sequence[float], places: Sequence[float], area: Area, across: float, title: tuple[int, int] | None, breaks: Iterable[int],
    torn: Collection[int],
) -> tuple[float, list[tuple[int, int]]]:  # fmt: skip
    """Columns of each page: few pages, evenly filled, that end where periods end; no page with a lonely column.

    Before them what that costs: a page 1, and more for what reads worse.

    Args:
        widths: Widths of columns.
        places: Left edges of columns; index 0 is not used.
        area: What is laid out.
        across: Width of a page.
        title: Columns repeated on pages that come after them.
        breaks: Columns after which a page may best end.
        torn: Columns after which a page had better not end.
    """
    _, first, _, last = area
    if places[last + 1] - places[first] <= across:
        return 1.0, [(first, last)]
    ends = set(breaks)  # a table without periods is split at a cost wherever that is
    seen = [0, *accumulate(width > 0 for width in widths)]
    costs: dict[int, tuple[float, int]] = {last + 1: (0.0, last)}
    for start in range(last, first - 1, -1):
        left, best = _left(places, start, across, title), (inf, last)
        bare = title[1] + 1 if title is not None and start <= title[1] else 0
        for end in range(_reach(places, start, last, left), start - 1, -1):
            free = 1 - (places[end + 1] - places[start]) / left
            cost = (1 + 0.5 * free**2 if free > 0 else 1) + costs[end + 1][0]
            if cost < best[0]:
                cost += 0.6 * (end != last and end not in ends) + 0.3 * (end in torn)
                cost += 2 * (end <= bare or seen[min(end, start + LONELY) + 1] - seen[start] < LONELY)
                if cost < best[0]:
                    best = cost, end
        costs[start] = best
    found, start = [], first
    while start <= last:
        found.append((start, costs[start][1]))
        start = costs[start][1] + 1
    return costs[first][0], found


def split_rows(heights: Sequence[float], section: Section, down: float, kept: Iterable[tuple[int, int]], line: float = 0.0) -> list[Piece]:
    """Rows of each page.

    Args:
        heights: Heights of rows.
        section: What is laid out.
        down: Height of a page.
        kept: First and last rows that should stay on one page.
        line: Height of a line of text: rows that are higher than a page are cut between lines.
    """
    first, last = section.area[0], section.area[2]
    torn = {row: start for start, end in kept for row in range(start + 1, end + 1)}
    pages: list[Piece] = []
    start = first
    while start <= last:
        title = repeated(section.title_rows(start), heights, down)
        left = down + 0.01 - (sum(heights[title[0] : title[1] + 1]) if title else 0)
        if heights[start] > left:
            step = left // line * line if 0 < line < left else left
            pages += [Piece(start, start, cut * step) for cut in range(-int(-heights[start] // step))]
            start += 1
            continue
        total, end = 0.0, start
        while end <= last and total + heights[end] <= left:
            total += heights[end]
            end += 1
        if end <= last:
            end = _whole(heights, start, end, torn, down)
            end = _company(start, end, last, heights, left)
        pages.append(Piece(start, end - 1))
        start = end
    return pages


def _whole(heights: Sequence[float], start: int, end: int, torn: dict[int, int], down: float) -> int:
    """An earlier end of a page, if that keeps rows together that belong together and leaves little of the page empty."""
    begin = end
    while begin in torn:
        begin = torn[begin]
    return begin if begin > start and sum(heights[begin:end]) <= KEPT * down else end


def _company(start: int, end: int, last: int, heights: Sequence[float], left: float) -> int:
    """An earlier end of a page, if the next would show a lonely row or two."""
    lonely = LONELY - (last - end + 1)
    if lonely <= 0 or end - start <= 2 * LONELY or sum(heights[end - lonely : last + 1]) > left:
        return end
    return end - lonely


def torn_columns(blocks: Iterable[Area]) -> set[int]:
    """Columns after which merged cells go on."""
    return {column for block in blocks for column in range(block[1], block[3])}
