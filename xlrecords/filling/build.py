"""Cuts the sheets of a template into plans, and finds what is wrong with its placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ..field import Field
from ..ooxml.aimed import frame_pieces
from ..ooxml.editor import Editor
from ..ooxml.parts import Relations, child
from ..ooxml.parts import parse as parse_xml
from ..ooxml.refs import column_number, corners
from ..ooxml.rows import unshare
from ..ooxml.schema import WORKSHEET
from ..ooxml.sheet import Cell, Sheet
from ..ooxml.styles import DAY
from ..placeholder import Placeholder, Wrong, parse, resolve
from .measure import column_points
from .plan import Block, Chunk, Part, RowPlan, SheetPlan, formula_cell, row_plan
from .scan import OPEN, Runs, cell_text, drawings, header_texts, shared_strings
from .slots import HIDE, Box, Key, Pieces, Slot, Source, only_source

Base = tuple[tuple[str, int], ...]
"""Items that rows of a template already stand for: lists of lists are gone through from the outermost."""
BIG_FONT_DIGIT = {12: 8, 13: 9, 14: 10}
"""Pixels of a digit in fonts larger than the usual eleven points."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A placeholder that cannot be filled: where it stands, what is wrong, what to do."""

    sheet: str
    cell: str
    text: str
    message: str
    fix: str


@dataclass
class Builder:
    """Cuts one template; flaws are gathered on the way."""

    editor: Editor
    fields: Sequence[Field]
    bases: Mapping[str, Mapping[int, Base]] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.strings = shared_strings(self.editor)
        self.resolve = lru_cache(maxsize=None)(lambda text: resolve(text, self.fields))
        _, size, _ = self.editor.styles.font(0)
        self.digit = BIG_FONT_DIGIT.get(int(size), 7 if size > 8 else 6)

    # Texts

    def pieces(self, text: str, base: Base, sheet: str, cell: str) -> Pieces:
        """A text in pieces."""
        made: list[str | Source] = []
        for part in parse(text):
            if not isinstance(part, Placeholder):
                made.append(part)
            elif source := self.source(part.text, base, sheet, cell):
                made.append(source)
        return tuple(made)

    def source(self, text: str, base: Base, sheet: str, cell: str) -> Source | None:
        """What a placeholder asks for; a flaw is noted if nobody can say."""
        reading = self.resolve(text)
        if isinstance(reading, Wrong):
            self.flaws.append(Flaw(sheet, cell, text, reading.message, reading.fix))
            return None
        keys: list[str | int] = []
        rest = list(reading.path)
        for name, index in base:
            if rest[:1] == [name] and len(rest) > 1:
                keys += [name, index]
                rest.pop(0)
        if reading.condition and len(rest) == 1:
            return Source("text", at=(*keys, *rest), condition=reading.condition, then=reading.then)
        if reading.condition:
            listed, name = (*keys, rest[0]), rest[-1]
            return Source("text", name=name, listed=listed, condition=reading.condition, then=reading.then, nested=len(rest) > 2)
        if len(rest) == 1:
            return Source(reading.kind, at=tuple(keys), name=rest[0], modifier=reading.modifier)
        return Source(reading.kind, name=rest[-1], listed=(*keys, rest[0]), modifier=reading.modifier, nested=len(rest) > 2)

    def split(self, found: Runs, base: Base, sheet: str, cell: str) -> tuple[Pieces, ...]:
        """Texts of runs in pieces; a placeholder that is spread over runs stands in the first of them."""
        if len(found.texts) == 1:
            return (self.pieces(found.text, base, sheet, cell),)
        texts, whole, place = list(found.texts), found.text, 0
        starts = []
        for text in found.texts:
            starts.append(place)
            place += len(text)
        result: list[list[str | Source]] = [[] for _ in texts]
        place = 0
        for part in parse(whole):
            length = len(part) if isinstance(part, str) else part.end - part.start
            run = max(index for index, start in enumerate(starts) if start <= place)
            if isinstance(part, str):
                for index in range(run, len(texts)):
                    start, end = starts[index], starts[index] + len(texts[index])
                    piece = whole[max(start, place) : min(end, place + length)]
                    if piece:
                        result[index].append(piece)
            elif source := self.source(part.text, base, sheet, cell):
                result[run].append(source)
            place += length
        return tuple(map(tuple, result))

    # Sheets

    def sheet(self, name: str, part: str, sheet: Sheet) -> SheetPlan:
        """Plan of a worksheet."""
        unshare(sheet)
        merges = _Merges(sheet)
        widths = _Widths(sheet, self.digit)
        bases = self.bases.get(name, {})
        slots: dict[int, dict[str, Slot]] = {}
        for row in sheet.rows:
            for cell in row.cells if OPEN in row.inner or 't="s"' in row.inner else ():
                if (text := cell_text(cell, self.strings)) is not None:
                    address = f"{cell.column}{row.number}"
                    texts = self.split(text, bases.get(row.number, ()), name, address)
                    slots.setdefault(row.number, {})[cell.column] = self.slot(cell, row.number, text.between, texts, merges, widths)
        blocks = tuple(self.blocks(name, slots, merges))
        self._mixed(name, blocks, slots)
        self._table_headings(name, part, slots)
        filled = bool(slots) or OPEN in name or any(header_texts(sheet.tail)) or bool(drawings(self.editor, part))
        default = _default_height(sheet)
        if slots:
            for row in sheet.rows:
                for cell in row.cells if row.has_formulas else ():
                    if "<f" in cell.inner:
                        cell.forget()
        plans = []
        for row in sheet.rows:
            parts = [self.part(cell, slots.get(row.number, {})) for cell in row.cells]
            hides = any(
                source.condition and source.then.strip().lower() == HIDE
                for slot in slots.get(row.number, {}).values()
                for source in slot.sources
            )
            plans.append(row_plan(row, parts, default, hides))
        if len(blocks) > 1:
            # A place where pages may be begun: it goes again where none is.
            frame = sheet.frame()
            child(frame, "rowBreaks", WORKSHEET)
            sheet.set_frame(frame)
        head = frame_pieces(sheet.head + sheet.opening)
        tail = frame_pieces("</sheetData>" + sheet.tail)
        return SheetPlan(name, part, head, tail, tuple(_segments(plans, blocks)), blocks, tuple(merges.areas), filled)

    def _table_headings(self, sheet: str, part: str, slots: Mapping[int, Mapping[str, Slot]]) -> None:
        """Note headings of tables that are filled: a table knows its headings by heart."""
        for table in Relations(self.editor.package, part).of("table"):
            root = parse_xml(self.editor.package.read(table), table)
            top, left, _, right = corners(root.get("ref", "A1"))
            for column in slots.get(top, {}) if root.get("headerRowCount", "1") != "0" else ():
                if left <= column_number(column) <= right:
                    message = "поле стоит в заголовке умной таблицы, а он не меняется"
                    self.flaws.append(Flaw(sheet, f"{column}{top}", "", message, "Перенесите поле выше таблицы."))

    def _mixed(self, sheet: str, blocks: Iterable[Block], slots: Mapping[int, Mapping[str, Slot]]) -> None:
        """Note rows that go through a list within a list and through another list beside it: which item belongs to which, nobody can say."""
        for block in blocks:
            rows = [(row, cells) for row, cells in slots.items() if block.first <= row <= block.last]
            asked = [(row, column, source) for row, cells in rows for column, slot in cells.items() for source in slot.sources]
            outer = next((source.listed for _, _, source in asked if source.nested), None)
            for row, column, source in asked if outer is not None else ():
                if outer is not None and source.listed not in (None, outer):
                    message = f"поле другого списка стоит в строках списка «{outer[-1]}», внутри которого есть свой список"
                    self.flaws.append(Flaw(sheet, f"{column}{row}", source.name, message, "Перенесите его в отдельные строки."))

    def part(self, cell: Cell, slots: Mapping[str, Slot]) -> Part:
        """A cell as a part of its row."""
        if cell.column in slots:
            return slots[cell.column]
        return formula_cell(cell) if "<f" in cell.inner else cell.text("\0")

    def slot(self, cell: Cell, row: int, between: tuple[str, ...], texts: tuple[Pieces, ...], merges: _Merges, widths: _Widths) -> Slot:
        """A cell that is filled."""
        styles = self.editor.styles
        style = cell.style
        days = style if styles.is_date(style) or styles.is_text(style) else styles.formatted(style, DAY)
        column = column_number(cell.column)
        left, right, bottom = merges.at(row, column)
        box = None
        if styles.wraps(style) and styles.rotation(style) in (0, 180):
            box = Box(widths.between(left, right), *styles.font(style), bottom, bottom > row or right > left)
        own, dated = (f' s="{number}"' if number else "" for number in (style, days))
        date1904 = self.editor.workbook.date1904
        return Slot(cell.column, own, between, texts, dated, styles.is_text(style), box, only_source(texts), date1904)

    def blocks(self, sheet: str, slots: Mapping[int, Mapping[str, Slot]], merges: _Merges) -> Iterator[Block]:
        """Blocks of a sheet: rows one below the other that go through the same list, and what is merged with them."""
        listed: dict[int, set[Key]] = {}
        for number, cells in slots.items():
            keys = {source.listed for slot in cells.values() for source in slot.sources if source.listed is not None}
            if keys:
                listed[number] = keys
        done = 0
        for number in sorted(listed):
            if number <= done:
                continue
            first = last = number
            keys = set(listed[number])
            grown = True
            while grown:
                grown = False
                for top, left, bottom, _ in merges.areas:
                    held = top in listed and any(column_number(column) == left for column in _listing(slots[top], keys))
                    if held and first <= top <= last < bottom:
                        last, grown = bottom, True
                if last + 1 in listed and listed[last + 1] & keys:
                    last, grown = last + 1, True
                for row in range(first, last + 1):
                    keys |= listed.get(row, set())
            done = last
            yield Block(first, last, tuple(sorted(keys, key=str)))


def _listing(cells: Mapping[str, Slot], keys: set[Key]) -> Iterator[str]:
    """Columns of a row whose cells go through one of the lists."""
    for column, slot in cells.items():
        if any(source.listed is not None and source.listed in keys for source in slot.sources):
            yield column


def _segments(plans: Sequence[RowPlan], blocks: Sequence[Block]) -> Iterator[Chunk | RowPlan | tuple[Block, tuple[RowPlan, ...]]]:
    waiting: list[RowPlan] = []
    inside = {row: block for block in blocks for row in range(block.first, block.last + 1)}
    gathered: dict[int, list[RowPlan]] = {}
    for plan in plans:
        block = inside.get(plan.number)
        if block is not None:
            gathered.setdefault(block.first, []).append(plan)
            if len(gathered[block.first]) == 1:
                if waiting:
                    yield Chunk(tuple(waiting))
                    waiting = []
                yield block, _rows_of(block, plans)
        elif plan.still:
            waiting.append(plan)
        else:
            if waiting:
                yield Chunk(tuple(waiting))
                waiting = []
            yield plan
    if waiting:
        yield Chunk(tuple(waiting))


def _rows_of(block: Block, plans: Sequence[RowPlan]) -> tuple[RowPlan, ...]:
    return tuple(plan for plan in plans if block.first <= plan.number <= block.last)


def _default_height(sheet: Sheet) -> float:
    match = re.search(r'<sheetFormatPr\b[^>]*?\bdefaultRowHeight="([\d.]+)"', sheet.head)
    return float(match[1]) if match else 15.0


class _Merges:
    """Merged cells of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        found = re.findall(r'<mergeCell\b[^>]*?\bref="([^"]*)"', sheet.tail)
        self.areas = [corners(item) for item in found]
        self._at = {(top, left): (left, right, bottom) for top, left, bottom, right in self.areas}

    def at(self, row: int, column: int) -> tuple[int, int, int]:
        """First and last column, and last row, of the cells merged at a cell."""
        return self._at.get((row, column), (column, column, row))


class _Widths:
    """Widths of the columns of a sheet in points."""

    def __init__(self, sheet: Sheet, digit: int) -> None:
        self._digit = digit
        default = re.search(r'<sheetFormatPr\b[^>]*?\bdefaultColWidth="([\d.]+)"', sheet.head)
        self._default = float(default[1]) if default else 9.14
        self._given: list[tuple[int, int, float]] = []
        for found in re.finditer(r"<col\b[^>]*>", sheet.head):
            values = dict(re.findall(r'(\w+)="([^"]*)"', found[0]))
            width = 0.0 if values.get("hidden") in ("1", "true") else float(values.get("width", self._default))
            self._given.append((int(values.get("min", 1)), int(values.get("max", 1)), width))

    def between(self, left: int, right: int) -> float:
        """Width of some columns together."""
        return sum(column_points(self._width(column), self._digit) for column in range(left, right + 1))

    def _width(self, column: int) -> float:
        return next((width for least, most, width in self._given if least <= column <= most), self._default)
