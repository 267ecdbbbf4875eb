"""Drop-down lists and other limits that the template has and that are gone from some of their cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..book import EMPTY, letters
from ..edits import Limit
from ..kind import empty, plain
from ..marks import PERIOD
from ..repair import Finding, Page, joined, rectangles
from ..sheets.locate import Block
from .expected import Expected, expected, is_ours


@dataclass(frozen=True, slots=True)
class Area:
    """Cells that have one limit in the template, counted from 0; `words` name them; `choices` are those of a list."""

    limit: Limit
    words: str
    rows: range
    columns: Sequence[int]
    choices: tuple[str, ...] = ()


def find(page: Page) -> Iterator[Finding]:
    """Limits that are gone, for exactly the cells that have none. Limits that stand where they should not are left alone."""
    if not is_ours(page, [block.form for block in page.blocks]):
        return
    covered = list(rectangles(text for limit in page.limits for text in limit.ranges.split()))
    for block in page.blocks:
        for area in _areas(page, block, expected(block.form)):
            near = [item for item in covered if item[0] < area.rows.stop and item[2] >= area.rows.start]
            bare = [
                (row, column)
                for column in area.columns
                for row in area.rows
                if not any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in near)
            ]
            if bare:
                yield _finding(page, area, joined(bare))


def _finding(page: Page, area: Area, ranges: str) -> Finding:
    limit = replace(area.limit, sheet=page.name, ranges=ranges)
    if limit.type == "none":
        return Finding(page.name, ranges, f"{area.words}: пропала подсказка", "подсказка из формы", (limit,))
    if limit.type != "list":
        return Finding(page.name, ranges, f"{area.words}: пропала проверка ввода", "проверка ввода из формы", (limit,))
    lost = f"{area.words}: пропал выпадающий список"
    if limit.formulas and "!" in limit.formulas[0]:
        place = _list_range(page, limit.formulas[0].partition("!")[0], area.choices)
        if not place:
            remedy = "списка в книге тоже нет: скопируйте лист заново из шаблона"
            return Finding(page.name, ranges, lost, remedy)
        limit = replace(limit, formulas=(place,))
    return Finding(page.name, ranges, lost, "список из формы", (limit,))


def _list_range(page: Page, sheet: str, choices: Sequence[str]) -> str:
    """Where the sheet of long lists holds these values from its first row; empty if it does not."""
    for column in range(len(page.lists[0]) if page.lists else 0):
        if [plain(row[column]) for row in page.lists if row[column] != EMPTY] == list(choices):
            name = letters(column + 1)
            return f"{sheet}!${name}$1:${name}${len(choices)}"
    return ""


def _areas(page: Page, block: Block, known: Expected) -> Iterator[Area]:
    """What the template would limit, where it stands on this sheet."""
    form = block.form
    first = max([block.heading, *block.grid.rows]) + 1
    grid = _grid(page, block, known)
    table = [column for columns in block.columns.values() for column in columns] + grid
    rows = range(first, _end(page, block, known, first, table))
    for column in form.columns:
        found = block.columns.get(column.name, ())
        if len(found) == 1 and (limit := known.columns.get(column.name)):
            choices = PERIOD if column.kind.name == "period_mark" else column.kind.choices
            yield Area(limit, f"«{column.title}»", rows, found, choices)
    if form.grid is not None and grid:
        if known.mark is not None:
            yield Area(known.mark, "отметки", rows, grid, form.grid.alphabet)
        if known.date is not None and len(set(block.grid.rows)) < 2:
            yield Area(known.date, "даты над отметками", range(first - 1, first), grid)
    if known.settings and "key" in block.columns and "value" in block.columns:
        for line in block.lines:
            key = plain(page.at(line, block.columns["key"][0]))
            if limit := known.settings.get(key):
                yield Area(limit, f"«{key}»", range(line, line + 1), block.columns["value"])
    for column in form.head:
        row, place, value = block.heads.get(column.name, (-1, -1, EMPTY))
        if row >= 0 and page.at(row, place) == value and (limit := known.head.get(column.name)):
            yield Area(limit, f"«{column.title}» над таблицей", range(row, row + 1), (place,), column.kind.choices)
    yield from _register(page, block, known)


def _register(page: Page, block: Block, known: Expected) -> Iterator[Area]:
    register = block.register
    if register is None:
        return
    columns = list(register.columns.values())
    lines = [row for row in range(register.first, min(register.last, len(page.rows))) if any(not empty(page.at(row, at)) for at in columns)]
    stop = min([page.height, *(other.heading for other in page.blocks if other.heading > register.heading)])
    rows = range(register.first, _last(page, register.first, stop, lines, columns, known.lessons.values()) + 1)
    for column in block.form.lessons:
        if column.name in register.columns and (limit := known.lessons.get(column.name)):
            yield Area(limit, f"«{column.title}»", rows, (register.columns[column.name],), column.kind.choices)


def _grid(page: Page, block: Block, known: Expected) -> list[int]:
    """Columns of the grid, blank ones at its end and between among them: a blank heading is known by its look."""
    if block.form.grid is None:
        return []
    taken = {column for found in block.columns.values() for column in found}
    taken |= set(block.register.columns.values()) if block.register else set()
    row = block.grid.rows[0] if len(block.grid) else block.heading
    start = block.grid.columns[0] if len(block.grid) else 1 + max(at for name in known.before for at in block.columns.get(name, (-1,)))
    look, end = page.style(row, start), max([start - 1, *block.grid.columns]) + 1
    while look and end not in taken and empty(page.at(row, end)) and page.style(row, end) == look:
        end += 1
    return [column for column in range(start, end) if column not in taken]


def _end(page: Page, block: Block, known: Expected, first: int, columns: Sequence[int]) -> int:
    """Row after the last of a table, blank ones at its end among them."""
    limits = [*known.columns.values(), *([known.mark] if known.mark else [])]
    return _last(page, first, page.stop(block), block.lines, columns, limits) + 1


def _last(page: Page, first: int, stop: int, lines: Sequence[int], columns: Sequence[int], limits: Iterable[Limit]) -> int:
    """Last row of a table: blank rows have the look of the row above, or one of the limits that the table has."""
    own = {(limit.type, limit.formulas) for limit in limits}
    areas = rectangles(text for limit in page.limits if (limit.type, limit.formulas) in own for text in limit.ranges.split())
    ends = [bottom for top, left, bottom, _ in areas if first <= top and bottom < stop and left in columns]
    last = max([first - 1, *lines, *ends])
    while last + 1 < stop and _is_blank(page, last + 1, columns) and _alike(page, max(last, first), last + 1, columns):
        last += 1
    return last


def _alike(page: Page, row: int, other: int, columns: Sequence[int]) -> bool:
    """Whether two rows have the same look in some column, and any at all."""
    return any((style := page.style(row, column)) and style == page.style(other, column) for column in columns)


def _is_blank(page: Page, row: int, columns: Sequence[int]) -> bool:
    """Whether a row of a table has no entry: nothing but a number."""
    return not any(isinstance(value := page.at(row, column), str) and not empty(value) for column in columns)
