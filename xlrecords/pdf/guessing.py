"""Tables of a sheet of no known form, for its pages: where headings and names stand, by what the sheet itself says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from .paging import Table
from .sheet import Sheet

SEARCHED: Final = 15
"""Headings stand in these first rows that have words."""
FULL: Final = 0.3
"""Share of the cells of the fullest row that a row of headings has at least."""
TALLEST: Final = 4
"""Headings take so many rows at most."""
HEADING: Final = re.compile(
    r"(?i)(№|п/?п\b|номер|id\b|num|код\b|ф\.? ?и\.? ?о|фамили|имя\b|name|учени|учащ|обучающ|студент|участник|дата\b|класс\b|предмет)"
)
"""What one of the first cells of a row of headings begins with: a row that is none is never repeated."""
FIRST: Final = 4
"""So many of its cells are looked at."""
COLUMNS: Final = 6
"""Names stand in one of these first columns, or begin there."""
PARTS: Final = 3
"""Surname, name, patronymic."""
SHARE: Final = 0.7
"""Share of the cells of a column that are words, and that differ, where it is one of names."""
LEAST: Final = 3
"""A list of names has so many at least."""

Words: TypeAlias = Mapping[int, Mapping[int, str]]
"""Words by row and column."""


def guessed(sheet: Sheet) -> tuple[Table, ...]:
    """Tables of a sheet: what its print titles, or else its frozen panes, or else its cells say is repeated."""
    rows, columns = sheet.setup.title_rows, sheet.setup.title_columns
    if rows is None and sheet.frozen[0]:
        rows = (1, sheet.frozen[0])
    if columns is None and sheet.frozen[1]:
        columns = (1, sheet.frozen[1])
    rows, columns = _within(rows, len(sheet.heights)), _within(columns, len(sheet.widths))
    words = _words(sheet)
    heads = [rows] if rows else _headings(sheet, words)
    if not heads:
        return (Table(title_columns=columns),)
    found = [table for left, right in _sides(words, heads[0]) for table in _tables(sheet, words, heads, (left, right), columns)]
    return tuple(sorted(found, key=lambda table: (table.row, table.column)))


def _tables(
    sheet: Sheet, words: Words, heads: Sequence[tuple[int, int]], sides: tuple[int, int], columns: tuple[int, int] | None
) -> Iterator[Table]:
    """Tables one below the other that stand between two columns."""
    left, right = sides
    if columns is None:
        rows = [cells for row, cells in words.items() if row > heads[0][1] and len(cells) > 1]
        names = _names([{column - left + 1: cell for column, cell in cells.items() if column >= left} for cells in rows], len(heads))
        columns = (names[0] + left - 1, names[1] + left - 1) if names else None
    for number, head in enumerate(heads):
        ends = {block[3] for block in sheet.blocks if head[0] <= block[0] <= head[1] and block[1] < block[3] and left <= block[1] <= right}
        row = _start(words, heads[0][0], head[0]) if number else 1
        yield Table(row, left, head, columns, tuple(sorted(end for end in ends if columns is None or end > columns[1])))


def _sides(words: Words, head: tuple[int, int]) -> list[tuple[int, int]]:
    """First and last column of tables that stand side by side: their headings begin with the same two words."""
    for row in range(head[0], head[1] + 1):
        cells = words.get(row, {})
        first = _first(cells, 2)
        if any(map(HEADING.match, first)):
            starts = [column for column in sorted(cells) if [cells[column], cells.get(column + 1)] == first]
            lefts = [1, *starts[1:]]
            return list(zip(lefts, [*(left - 1 for left in lefts[1:]), 1 << 14], strict=True))
    return [(1, 1 << 14)]


def _within(title: tuple[int, int] | None, count: int) -> tuple[int, int] | None:
    return title if title and title[1] < count else None


def _words(sheet: Sheet) -> Words:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for text in sheet.texts:
        found[text.row][text.column] = " ".join("".join(run for run, _ in text.runs).split())
    return dict(found)


def _headings(sheet: Sheet, words: Words) -> list[tuple[int, int]]:
    """First and last row of the headings of each table: of the first full row that reads like headings, and of its like below."""
    full = max(2, FULL * max(map(len, words.values()), default=0))
    for row in sorted(words)[:SEARCHED]:
        if len(words[row]) < 2 or not any(map(HEADING.match, _first(words[row], FIRST))):
            continue
        top, last = _top(sheet, words, row), _last(sheet, words, row)
        if last - top < TALLEST and last < max(words) and any(len(words.get(near, ())) >= full for near in range(top, last + 1)):
            alike = _first(words[row], 2)
            rows = [row, *(below for below in sorted(words) if below > last and _first(words[below], 2) == alike)]
            return [(each - row + top, each - row + last) for each in rows]
    return []


def _first(cells: Mapping[int, str], count: int) -> list[str]:
    return [cells[column] for column in sorted(cells)[:count]]


def _top(sheet: Sheet, words: Words, row: int) -> int:
    """First row of headings: cells merged with them reach up to it, or it has wide cells, as of months above days."""
    top = min([row, *(block[0] for block in sheet.blocks if block[0] <= row <= block[2])])
    above = words.get(top - 1, {})
    wide = [block for block in sheet.blocks if block[0] == block[2] == top - 1 and block[3] > block[1] and block[1] in above]
    return top - 1 if len(wide) > 1 and 2 * len(wide) > len(above) else top


def _last(sheet: Sheet, words: Words, row: int) -> int:
    """Last row of headings: cells merged with them reach down to it, or it has headings of the second order and none of the first."""
    last = max([row, *(block[2] for block in sheet.blocks if block[0] <= row <= block[2])])
    below = words.get(last + 1, {})
    return last + 1 if len(below) > 2 and min(below) > sorted(words[row])[1] else last


def _start(words: Words, first: int, heading: int) -> int:
    """First row of a table further below: as many lines above its headings are part of it as above the first, if they look alike."""
    lines = 0
    while first - lines > 1 and len(words.get(first - lines - 1, ())) == len(words.get(heading - lines - 1, ())) > 0:
        lines += 1
    return heading - lines


def _names(rows: Sequence[Mapping[int, str]], times: int) -> tuple[int, int] | None:
    """Columns from the first to that of names, which stand in so many tables; where they are single words, to the last part of a name."""
    columns = {column: [cells[column] for cells in rows if column in cells] for column in range(1, COLUMNS + PARTS)}
    for column in range(1, COLUMNS + 1):
        cells = columns[column]
        if _are_words(cells) and times * len(set(cells)) >= SHARE * len(cells):
            last = column
            while last + 1 < column + PARTS and _are_parts(columns[last]) and _are_parts(columns[last + 1]):
                last += 1
            return 1, last
    return None


def _are_words(cells: Sequence[str]) -> bool:
    names = [cell for cell in cells if len(cell) > 1 and cell[0].isalpha() and not any(map(str.isdigit, cell))]
    return len(names) >= max(LEAST, SHARE * len(cells))


def _are_parts(cells: Sequence[str]) -> bool:
    """Whether cells are surnames, first names or patronymics: single words, most of them different."""
    return _are_words(cells) and sum(" " in cell for cell in cells) * 2 < len(cells) and 2 * len(set(cells)) >= SHARE * len(cells)
