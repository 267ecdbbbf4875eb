"""Draws the pages of a sheet for the archive, with their hashes: all but the number of the leaf and the code that holds it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from typing import Any

from .drawing import ROUND, Paper
from .fitting import Fitted, eased, free, heighten, measured, narrowed, occupied, ordinary, runs_over, spread, visible, widened
from .guessing import guessed
from .layout import Page
from .paging import (
    A4,
    GOOD,
    LEAST,
    MARGINS,
    MM,
    Arrangement,
    Piece,
    Section,
    Table,
    arrange,
    repeated,
    room,
    sections,
    split_rows,
    torn_columns,
)
from .reading import add_grid, reached
from .sheet import Area, Line, Look, Sheet, Text

HASHED = 16
"""Digits of the hash of a page."""
CODE = 16 * MM
"""Side of a code with its free edge; the code itself is about 13 mm."""
EDGE = (8 * MM, 7 * MM)
"""From a code to the right and the lower edge of the paper."""
LINE_HEIGHT = 1.1
"""Height of a line of the bundled font as a share of its size in the sheet."""
HEAD_LENGTH = 240
"""So many signs of the head lines of a table are shown at the foot of its further pages."""
LIGHT = Line(0.25, "solid", "#a0a0a0")
SMALL = Look("", 7.5, False, False, False, False, "#000000")
SMALLER = Look("", 6.5, False, False, False, False, "#404040")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: what is drawn, first and last row and column shown without repeated ones, and the hash of what stands on it."""

    page: Page
    rows: tuple[int, int]
    columns: tuple[int, int]
    hash: str


@dataclass(slots=True)
class Draft:
    """A section of a sheet on its way to paper."""

    fitted: Fitted
    section: Section
    arrangement: Arrangement


def leaves(sheets: Sequence[tuple[Sheet, Sequence[Table], str]]) -> list[list[Leaf]]:
    """Pages of sheets of one book.

    Args:
        sheets: Sheets, each with its tables (none: they are guessed) and what stands at the foot of its pages.
    """
    tables = [[_whole(sheet, table) for table in given or guessed(sheet)] for sheet, given, _ in sheets]
    ready = [_narrowed(visible(sheet), own) for (sheet, *_), own in zip(sheets, tables, strict=True)]
    found = measured(ready)
    for fitted, own in zip(found, tables, strict=True):
        _eased(fitted, own)
    heighten(found)
    drafts = [_drafts(fitted, own) for fitted, own in zip(found, tables, strict=True)]
    spread((draft.fitted, draft.section.area, draft.arrangement.columns) for draft in chain.from_iterable(drafts))
    for draft in chain.from_iterable(drafts):
        draft.fitted.sheet = _uncrossed(draft.fitted, draft.section.area)
    return [_footed(own, footer or sheet.name) for own, (sheet, _, footer) in zip(drafts, sheets, strict=True)]


def _whole(sheet: Sheet, table: Table) -> Table:
    """A table whose repeated columns take in the cells merged with them: names that go over several columns."""
    if table.title_columns is None:
        return table
    first, last = table.title_columns
    below = table.title_rows[1] if table.title_rows else table.row - 1
    ends = Counter(text.last_column for text in sheet.texts if text.row > below and text.column == last)
    return replace(table, title_columns=(first, max([last, *(end for end, count in ends.items() if 2 * count > ends.total())])))


def _sections(sheet: Sheet, tables: Sequence[Table]) -> list[tuple[Section, float]]:
    """Parts of a sheet that get pages of their own, each with the size of its ordinary letters."""
    content = [(text.row, text.column, text.last_row, text.last_column) for text in sheet.texts]
    content += [_picture_area(sheet, picture.start, picture.end, picture.size) for picture in sheet.pictures]
    least = min(LEAST / ordinary(text.runs[0][1] for text in sheet.texts), 1.0)
    return [(section, _size(sheet, section.area)) for section in sections(tables, content, sheet.widths, least)]


def _size(sheet: Sheet, area: Area) -> float:
    """Size of the ordinary letters of an area."""
    return ordinary(text.runs[0][1] for text in sheet.texts if area[0] <= text.row <= area[2] and area[1] <= text.column <= area[3])


def _narrowed(sheet: Sheet, tables: Sequence[Table]) -> Sheet:
    for section, size in _sections(sheet, tables):
        sheet = narrowed(sheet, section, min(LEAST / size, 1.0))
    return sheet


def _eased(fitted: Fitted, tables: Sequence[Table]) -> None:
    for section, size in _sections(fitted.sheet, tables):
        fitted.sheet = _gridded(fitted.sheet, section)
        eased(fitted, section.area, room((A4[1], A4[0]), min(GOOD / size, 1.0))[0])


def _drafts(fitted: Fitted, tables: Sequence[Table]) -> list[Draft]:
    found = []
    for section, size in _sections(fitted.sheet, tables):
        sheet = fitted.sheet
        first = arrange(section, sheet.widths, fitted.heights, size, _kept(sheet, section, False), ())
        kept = _kept(sheet, section, len(first.columns) == 1)
        if len(first.columns) == 1:
            section = replace(section, area=widened(fitted, section.area, first.room[0]))
        torn = torn_columns(block for block in sheet.blocks if _head_end(section) <= block[0] <= section.area[2])
        found.append(Draft(fitted, section, arrange(section, fitted.sheet.widths, fitted.heights, size, kept, torn)))
    return found


def _kept(sheet: Sheet, section: Section, narrow: bool) -> list[tuple[int, int]]:
    """Rows that should stay on one page: of merged cells, of a student, headings and the row below them, lines to sign and that above.

    Of a table that is split between its columns a row that goes over to the next page goes over in each part: there lines may stand alone.
    """
    kept = [(block[0], block[2]) for block in sheet.blocks] + [rows for table in section.tables for rows in table.kept]
    heads = [(table.row, table.title_rows[1] + 1) for table in section.tables if table.title_rows]
    counts = Counter(text.row for text in sheet.texts if section.area[0] <= text.row <= section.area[2])
    full = max(counts.values(), default=0) / 2
    last = max((row for row, count in counts.items() if count >= full), default=section.area[2])
    below = [(last, section.area[2])] if narrow and _head_end(section) < last < section.area[2] else []
    return kept + below + [rows for rows in heads if rows[1] <= section.area[2]]


def _picture_area(
    sheet: Sheet, start: tuple[int, int, float, float], end: tuple[int, int, float, float] | None, size: tuple[float, float]
) -> Area:
    """Cells that a picture covers."""
    row, column, across, down = start
    if end is not None:
        return row, column, max(row, end[0]), max(column, end[1])
    return row, column, reached(sheet.heights, row, size[1] + down), reached(sheet.widths, column, size[0] + across)


def _head_end(section: Section) -> int:
    """First row of the headings of a section; its first row if it has none."""
    title = section.tables[0].title_rows
    return max(section.area[0], title[0]) if title else section.area[0]


def _gridded(sheet: Sheet, section: Section) -> Sheet:
    """The sheet with light lines around the cells of a section that has hardly any of its own: on the screen the grid parts them."""
    area = section.area
    rows: dict[int, int] = {}
    for text in sheet.texts:
        if area[0] <= text.row <= area[2] and area[1] <= text.column <= area[3]:
            rows[text.row] = rows.get(text.row, 0) + 1
    lined = sum(area[0] <= row <= area[2] and area[1] <= column <= area[3] for row, column in sheet.across)
    if 2 * lined >= sum(rows.values()):
        return sheet
    owner = {
        (row, column): block for block in sheet.blocks for row in range(block[0], block[2] + 1) for column in range(block[1], block[3] + 1)
    }
    areas = [(row, area[1], row, area[3]) for row in range(_head_end(section), area[2] + 1) if rows.get(row, 0) > 1 and sheet.heights[row]]
    across, down = add_grid(areas, owner, sheet.across, sheet.down)
    light = {spot: LIGHT for spot in across if spot not in sheet.across}, {spot: LIGHT for spot in down if spot not in sheet.down}
    return replace(sheet, across=light[0] | sheet.across, down=light[1] | sheet.down)


def _uncrossed(fitted: Fitted, area: Area) -> Sheet:
    """The sheet without light lines where a text runs over them, as on the screen."""
    taken = occupied(fitted.sheet)
    crossed = set()
    for text in fitted.sheet.texts:
        if area[0] <= text.row <= area[2] and area[1] <= text.column <= area[3] and runs_over(fitted, text):
            first, last = free(fitted.sheet, taken, text, area)
            crossed |= {(text.row, column) for column in range(first + 1, last + 1)}
    down = fitted.sheet.down
    return replace(fitted.sheet, down={spot: line for spot, line in down.items() if line != LIGHT or spot not in crossed})


def _footed(drafts: Sequence[Draft], footer: str) -> list[Leaf]:
    """Pages of a sheet, each with its name and number at the foot."""
    found = [leaf for draft in drafts for leaf in _pages(draft, _head(drafts[0]))]
    for number, leaf in enumerate(found, 1):
        name = f"{footer} · стр. {number} из {len(found)}" if len(found) > 1 else footer
        leaf.page.things.append(_line(leaf.page, name, SMALL, 0.0, "left"))
    return found


def _head(draft: Draft) -> tuple[int, str]:
    """First row of headings of a sheet, and what stands above it, in one line."""
    section, end = draft.section, _head_end(draft.section)
    rows: dict[int, list[str]] = {}
    for text in draft.fitted.sheet.texts:
        if section.area[0] <= text.row < end:
            rows.setdefault(text.row, []).append(_words(text))
    line = " · ".join(" ".join(rows[row]) for row in sorted(rows))
    return end, line if len(line) <= HEAD_LENGTH else line[: HEAD_LENGTH - 1].rstrip() + "…"


def _words(text: Text) -> str:
    return " ".join("".join(run for run, _ in text.runs).split())


def _pages(draft: Draft, head: tuple[int, str]) -> Iterator[Leaf]:
    fitted, section, arrangement = draft.fitted, draft.section, draft.arrangement
    sheet, area, down = fitted.sheet, section.area, arrangement.room[1]
    pieces = split_rows(
        fitted.heights, section, down, _kept(sheet, section, len(arrangement.columns) == 1), _size(sheet, area) * LINE_HEIGHT
    )
    paper = Paper(fitted, arrangement.scale)
    start = _head_end(section)
    for columns in arrangement.columns:
        for piece in pieces:
            shown = piece
            if columns != arrangement.columns[0] and piece.first < start and not paper.stands((piece.first, start - 1), columns):
                if piece.last < start:
                    continue
                shown = Piece(start, piece.last)
            if paper.stands((shown.first, shown.last), columns):
                title_rows = repeated(section.title_rows(shown.first), fitted.heights, down)
                yield _leaf(paper, arrangement, shown, columns, title_rows, "" if shown.first < head[0] else head[1])


def _leaf(
    paper: Paper, arrangement: Arrangement, piece: Piece, columns: tuple[int, int], title_rows: tuple[int, int] | None, head: str
) -> Leaf:
    sheet = paper.sheet
    title_columns = arrangement.title_columns if arrangement.title_columns and columns[0] > arrangement.title_columns[1] else None
    height = arrangement.room[1] * arrangement.scale
    page = Page(arrangement.paper)
    across = paper.strips(paper.xs, (title_columns, columns), MARGINS[0])
    over = paper.strips(paper.ys, (title_rows, (piece.first, piece.last)), MARGINS[1])
    page.things += paper.sheet_part(over, across, piece, MARGINS[1] + height)
    if head:
        page.things.append(_line(page, head, SMALLER, 11.0, "left"))
    texts = paper.texts_of(over, across)
    real = (columns[0], min(columns[1], paper.last_column))
    content = [
        sheet.name, [piece.first, piece.last], list(real), piece.start > 0 and round(piece.start, ROUND), head, texts,
        paper.pictures_of((piece.first, piece.last), columns),
    ]  # fmt: skip
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Leaf(page, (piece.first, piece.last), real, sha256(canonical.encode()).hexdigest()[:HASHED])


def _line(page: Page, text: str, look: Look, lower: float, across: str) -> dict[str, Any]:
    """A line at the foot of a page, left of the code; the names take two thirds of it, and what lies lower all."""
    width = page.size[0] - MARGINS[0] - EDGE[0] - CODE - 2 * MM
    return {
        "k": "text", "runs": ((text, look),), "scale": 1.0, "x": MARGINS[0] if across == "left" or lower else MARGINS[0] + width * 0.6,
        "y": page.size[1] - EDGE[1] - CODE + 2.5 * MM + lower, "w": width if lower else width * (0.6 if across == "left" else 0.4),
        "h": 20.0, "before": 0, "after": 0, "across": across, "down": "top", "wrap": bool(lower), "turn": 0, "shrink": not lower,
        "clip": None,
    }  # fmt: skip


def stamp(page: Page, label: str, code: str) -> list[dict[str, Any]]:
    """What tells the leaf on a page: the code as a picture in the lower right corner, and a line beside it.

    Args:
        page: The page.
        label: The line.
        code: The code as SVG with its free edge of `stamps.QUIET` modules.
    """
    x, y = page.size[0] - EDGE[0] - CODE, page.size[1] - EDGE[1] - CODE
    picture = {"k": "picture", "svg": code, "x": x, "y": y, "w": CODE, "h": CODE, "clip": None}
    return [picture, _line(page, label, SMALL, 0.0, "right")]
