"""Where pages of a sheet end, as nearly as can be told without a printer, and which headings the next page must repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..ooxml.moves import Moves
from ..ooxml.sheet import Sheet
from .measure import column_points
from .plan import Block, Chunk, SheetPlan

PAPERS = {1: (612.0, 792.0), 8: (842.0, 1191.0), 9: (595.0, 842.0), 11: (420.0, 595.0)}
"""Width and height in points: Letter, A3, A4, A5."""
INCH = 72.0


@dataclass(frozen=True, slots=True)
class Paper:
    """How many points of rows a page holds, after which rows a page ends anyway, and whether the sheet is fitted to the page.

    Excel takes no notice of breaks in sheets that are fitted.
    """

    room: float
    breaks: tuple[int, ...]
    fitted: bool


def paper(sheet: Sheet, digit: int) -> Paper | None:
    """Room of a page of a sheet; None if everything is put on one page."""
    setup = _attributes(r"<pageSetup\b[^>]*>", sheet.tail)
    margins = _attributes(r"<pageMargins\b[^>]*>", sheet.tail)
    fits = re.search(r'<pageSetUpPr\b[^>]*fitToPage="(?:1|true)"', sheet.head) is not None
    if fits and setup.get("fitToHeight", "1") != "0":
        return None
    width, height = PAPERS.get(int(setup.get("paperSize", "9")), PAPERS[9])
    if setup.get("orientation") == "landscape":
        width, height = height, width
    width -= (float(margins.get("left", 0.7)) + float(margins.get("right", 0.7))) * INCH
    height -= (float(margins.get("top", 0.75)) + float(margins.get("bottom", 0.75))) * INCH
    scale = int(setup.get("scale", "100")) / 100
    if fits:
        scale = min(1.0, width / max(_used_width(sheet, digit), 1.0))
    breaks = tuple(int(number) for number in re.findall(r'<brk\b[^>]*?\bid="(\d+)"', sheet.tail))
    return Paper(height / max(scale, 0.1), breaks, fits)


def _attributes(pattern: str, text: str) -> dict[str, str]:
    match = re.search(pattern, text)
    return dict(re.findall(r'(\w+)="([^"]*)"', match[0])) if match else {}


def _used_width(sheet: Sheet, digit: int) -> float:
    total = 0.0
    for match in re.finditer(r"<col\b[^>]*>", sheet.head):
        values = dict(re.findall(r'(\w+)="([^"]*)"', match[0]))
        if values.get("hidden") not in ("1", "true") and int(values["max"]) < 100:
            total += column_points(float(values.get("width", 9.14)), digit) * (int(values["max"]) - int(values["min"]) + 1)
    return total


def heading_rows(plan: SheetPlan, block: Block) -> tuple[int, int] | None:
    """Rows above a block that are its headings: those just above that hold at least two texts and are not filled."""
    rows = {row.number: row for segment in plan.segments if isinstance(segment, Chunk) for row in segment.rows}
    first = block.first
    while (row := rows.get(first - 1)) is not None and "".join(map(str, row.parts)).count("<v>") >= 2 and first > block.first - 3:
        first -= 1
    return (first, block.first - 1) if first < block.first else None


def titles_for(plan: SheetPlan, heights: Sequence[tuple[int, float]], room: Paper, moves: Moves) -> int:
    """First row, in the template, of the block whose headings every page shall repeat; 0 for none.

    It is the one block of the sheet, if it does not end on the page where it begins: headings of one list above another would
    mislead.
    """
    if len(plan.blocks) != 1 or heading_rows(plan, plan.blocks[0]) is None:
        return 0
    pages: dict[int, int] = {}
    used, page = 0.0, 0
    breaks = {moves.end(1, row) for row in room.breaks}
    for number, points in heights:
        if used and used + points > room.room:
            page, used = page + 1, 0.0
        pages[number] = page
        used += points
        if number in breaks:
            page, used = page + 1, 0.0
    block = plan.blocks[0]
    first, last = moves.row(block.first), moves.end(block.first, block.last)
    return block.first if pages.get(first, 0) != pages.get(last, 0) else 0


@dataclass(frozen=True, slots=True)
class Break:
    """A new page before a row of a filled sheet.

    Attributes:
        before: Number of the row.
        headings: First and last row of headings that are put before it again, None for none.
        drawn: The same rows in the template.
    """

    before: int
    headings: tuple[int, int] | None = None
    drawn: tuple[int, int] = (0, 0)

    @property
    def height(self) -> int:
        """Rows that are put in."""
        return self.headings[1] - self.headings[0] + 1 if self.headings else 0


SURE = 0.97
"""Share of a page that is used: rows of a printer are not quite those of a file."""


def breaks_for(plan: SheetPlan, heights: Sequence[tuple[int, float]], room: Paper, moves: Moves) -> list[Break]:
    """Where pages of a sheet with several lists begin, so that each goes on below its own headings, and none of these stands alone."""
    points = dict(heights)
    inside: dict[int, tuple[int, tuple[int, int] | None, tuple[int, int]]] = {}
    for block in plan.blocks:
        first, last = moves.row(block.first), moves.end(block.first, block.last)
        rows = heading_rows(plan, block)
        headings = (moves.row(rows[0]), moves.row(rows[1])) if rows else None
        drawn = rows or (0, 0)
        inside |= {row: ((row - first) % block.height, headings, drawn) for row in range(first, last + 1)}
        if headings:
            title = headings[0] - 1 if points.get(headings[0] - 1) and headings[0] - 1 not in inside else headings[0]
            inside[first] = -(first - title), headings, drawn
    given = {moves.end(1, row) for row in room.breaks}
    found: list[Break] = []
    used, limit = 0.0, room.room * SURE
    for number, height in heights:
        if used and used + height > limit:
            offset, headings, drawn = inside.get(number, (0, None, (0, 0)))
            if offset > 0:  # within an item of several rows: it stays together
                start = Break(number - offset, headings, drawn)
            elif offset < 0:  # the first item: its headings come with it
                start = Break(number + offset)
            else:
                start = Break(number, headings, drawn)
            found.append(start)
            used = sum(points.get(row, 0.0) for row in range(start.before, number))
            used += sum(points.get(row, 0.0) for row in range(headings[0], headings[1] + 1)) if start.headings and headings else 0.0
        used += height
        if number in given:
            used = 0.0
    return found
