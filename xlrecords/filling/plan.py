"""A sheet of a template, cut once: rows that never change, rows that are filled, blocks that are repeated for each item of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias
from xml.sax.saxutils import escape, unescape

from ..ooxml.aimed import QUOTES, STILL, Context, Pieces, render
from ..ooxml.moves import Growth, Moves
from ..ooxml.refs import Aimed, Copy, Ref, aim, sqref, turn
from ..ooxml.sheet import FORMULA, Cell, Row
from .measure import height
from .slots import HIDE, Items, Key, Slot, found

HEIGHT = re.compile(r' ht="([\d.]+)"')
CUSTOM = re.compile(r' customHeight="\w+"')
HIDDEN = re.compile(r' hidden="(?:1|true)"')
ROW_BREAKS = re.compile(r"<rowBreaks\b[^>]*?(?:/>|>(.*?)</rowBreaks>)", re.DOTALL)
BREAK = re.compile(r'<brk\b[^>]*?\bid="(\d+)"[^>]*?(?:/>|></brk>)')
NOTHING: Mapping[int, Sequence[RowPlan]] = {}
MOST_POINTS = 409.0
"""Points of the tallest row that there can be."""


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell with a formula: XML before and after its text, and its pieces."""

    before: str
    formula: Aimed
    after: str
    ranges: str

    def write(self, context: Context, copy: Copy | None) -> str:
        """XML of the cell; its row is a zero byte."""
        formula = escape(turn(self.formula, context.home, context.moves, copy, context.renamed))
        if not self.ranges:
            return f"{self.before}<f>{formula}{self.after}"
        moves = context.own
        if copy is not None:
            moves = Moves((Growth(1, 0, moves.row(copy.block.first) - copy.block.first + copy.shift),))
        return f'{self.before}<f t="array" ref="{sqref(self.ranges, moves)}">{formula}{self.after}'


def formula_cell(cell: Cell) -> FormulaCell | str:
    """A cell with a formula, or its text if the formula points to no rows."""
    match = FORMULA.search(cell.inner)
    assert match is not None
    aimed = aim(unescape(match[2] or "", QUOTES))
    ranges = re.search(r'\bref="([^"]*)"', match[1])
    if ranges is None and not any(isinstance(piece, Ref) for piece in aimed):
        return cell.text("\0")
    before = f'<c r="{cell.column}\0"{cell.attributes}>' + cell.inner[: match.start()]
    return FormulaCell(before, aimed, "</f>" + cell.inner[match.end() :] + "</c>", ranges[1] if ranges else "")


Part: TypeAlias = str | Slot | FormulaCell


@dataclass(frozen=True, slots=True)
class RowPlan:
    """A row: its parts, XML of its opening tag behind the number, and its height in points."""

    number: int
    attributes: str
    parts: tuple[Part, ...]
    height: float
    fixed: bool
    hides: bool

    @property
    def still(self) -> bool:
        """Whether it holds nothing to be filled or turned."""
        return all(isinstance(part, str) for part in self.parts)

    def text(self, attributes: str, inner: str) -> str:
        """XML of the row, with a zero byte for its number."""
        return f'<row r="\0"{attributes}>{inner}</row>'

    @property
    def plain(self) -> str:
        """XML of a row that holds nothing to be filled, with a zero byte for its number."""
        return self.text(self.attributes, "".join(map(str, self.parts)))


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that are repeated, and the lists that are gone through; the longest says how often."""

    first: int
    last: int
    lists: tuple[Key, ...]

    @property
    def height(self) -> int:
        """Rows of the block."""
        return self.last - self.first + 1

    def times(self, facts: Mapping[str, Any]) -> int:
        """How often it stands there: once if there is nothing."""
        return max(1, *(len(found(facts, key) or ()) for key in self.lists))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows one below the other that hold nothing to be filled; their text is kept for each shift."""

    rows: tuple[RowPlan, ...]
    texts: dict[int, str] = field(default_factory=dict)

    def text(self, shift: int) -> str:
        """XML of the rows, so many rows further down."""
        if shift not in self.texts:
            self.texts[shift] = "".join([row.plain.replace("\0", str(row.number + shift)) for row in self.rows])
        return self.texts[shift]


@dataclass
class Written:
    """Rows of a sheet as they were written.

    Attributes:
        items: Number of a row and its XML, with zero bytes for the number; or number of the first row of a chunk, and the chunk.
        heights: Number and height of each row in points.
        owed: Last row of cells that are merged, and what their text still needs.
    """

    items: list[tuple[int, str | Chunk]] = field(default_factory=list)
    heights: list[tuple[int, float]] = field(default_factory=list)
    owed: list[list[float]] = field(default_factory=list)

    def rows(self, after: Moves = STILL, put_in: Mapping[int, Sequence[RowPlan]] = NOTHING) -> str:
        """XML of all rows.

        Args:
            after: Where rows go once rows are put in.
            put_in: Rows that are put in before the row of a number.
        """
        texts = []
        for number, item in self.items:
            place = after.row(number)
            if number in put_in:
                rows = put_in[number]
                texts += [row.plain.replace("\0", str(place - len(rows) + count)) for count, row in enumerate(rows)]
            texts.append(item.replace("\0", str(place)) if isinstance(item, str) else item.text(place - item.rows[0].number))
        return "".join(texts)


@dataclass(frozen=True)
class SheetPlan:
    """A worksheet of a template.

    Attributes:
        name: Name of the sheet.
        part: Its part.
        head: What stands before the rows, with the tag that opens them.
        tail: What follows the rows, with the tag that closes them.
        segments: Chunks, rows and blocks, from the top.
        blocks: The blocks among them.
        merges: Corners of its merged cells.
        filled: Whether anything on it is filled.
    """

    name: str
    part: str
    head: Pieces
    tail: Pieces
    segments: tuple[Chunk | RowPlan | tuple[Block, tuple[RowPlan, ...]], ...]
    blocks: tuple[Block, ...]
    merges: tuple[tuple[int, int, int, int], ...]
    filled: bool

    @cached_property
    def rows(self) -> tuple[RowPlan, ...]:
        """All rows from the top."""
        found: list[RowPlan] = []
        for segment in self.segments:
            if isinstance(segment, RowPlan):
                found.append(segment)
            else:
                found += segment[1] if isinstance(segment, tuple) else segment.rows
        return tuple(found)

    @cached_property
    def asks_pictures(self) -> tuple[tuple[RowPlan, Slot], ...]:
        """Slots for pictures outside of lists, with their rows."""
        slots = ((row, part) for row in self.rows for part in row.parts if isinstance(part, Slot))
        return tuple((row, slot) for row, slot in slots if slot.only is not None and slot.only.kind == "image" and slot.only.listed is None)

    def nested(self, block: Block) -> bool:
        """Whether rows of a block hold a list within the items of their list."""
        slots = (part for row in self.rows if block.first <= row.number <= block.last for part in row.parts if isinstance(part, Slot))
        return any(source.nested for slot in slots for source in slot.sources)

    def moves(self, facts: Mapping[str, Any]) -> Moves:
        """How its rows move for one student."""
        growths = [Growth(block.first, block.last, (block.times(facts) - 1) * block.height) for block in self.blocks]
        return Moves(tuple(growth for growth in growths if growth.extra))

    def write(self, facts: Mapping[str, Any], context: Context) -> Written:
        """Rows for one student."""
        done = Written()
        moves = context.own
        for segment in self.segments:
            if isinstance(segment, Chunk):
                shift = moves.row(segment.rows[0].number) - segment.rows[0].number
                done.items.append((segment.rows[0].number + shift, segment))
                done.heights += [(row.number + shift, row.height) for row in segment.rows]
            elif isinstance(segment, RowPlan):
                _write_row(segment, moves.row(segment.number), facts, {}, context, None, done)
            else:
                _write_block(*segment, facts, context, done)
        return done

    def text(self, rows: str, context: Context, breaks: Sequence[int] = (), merges: Iterable[str] = ()) -> str:
        """XML of the sheet.

        Args:
            rows: XML of its rows.
            context: How rows moved.
            breaks: Rows below which pages end, besides those of the template.
            merges: Ranges that are merged besides.
        """
        tail = render(self.tail, context)
        if added := "".join([f'<mergeCell ref="{ranges}"/>' for ranges in merges]):
            tail = tail.replace("<mergeCells>", f"<mergeCells>{added}", 1)
        return render(self.head, context) + rows + ROW_BREAKS.sub(lambda found: _breaks(found[1] or "", breaks), tail, count=1)


def _breaks(known: str, breaks: Sequence[int]) -> str:
    """XML of the page breaks of a sheet: those it has, and more."""
    ends = {int(item[1]): item[0] for item in BREAK.finditer(known)}
    ends = {end: f'<brk id="{end}" max="16383" man="1"/>' for end in breaks} | ends
    counts = f'count="{len(ends)}" manualBreakCount="{len(ends)}"'
    return f"<rowBreaks {counts}>{''.join(ends[end] for end in sorted(ends))}</rowBreaks>" if ends else ""


def _write_block(block: Block, rows: Sequence[RowPlan], facts: Mapping[str, Any], context: Context, done: Written) -> None:
    lists = [(key, found(facts, key) or ()) for key in block.lists]
    times = max(1, *(len(items) for _, items in lists))
    top = context.own.row(block.first) - block.first
    growth = Growth(block.first, block.last, (times - 1) * block.height)
    hidden = times == 1 and not any(items for _, items in lists) and any(row.hides and _hides(row, facts) for row in rows)
    for index in range(times):
        items = {key: listed[index] if index < len(listed) else {} for key, listed in lists}
        shift = index * block.height
        copy = Copy(context.home, growth, shift)
        for row in rows:
            _write_row(row, row.number + top + shift, facts, items, context, copy, done, hidden)


def _hides(row: RowPlan, facts: Mapping[str, Any]) -> bool:
    """Whether a condition of the row says that it shall not be seen."""
    sources = (source for part in row.parts if isinstance(part, Slot) for source in part.sources)
    return any(source.condition and source.then.strip().lower() == HIDE and source.value(facts, {}) is not None for source in sources)


def _write_row(
    row: RowPlan,
    number: int,
    facts: Mapping[str, Any],
    items: Items,
    context: Context,
    copy: Copy | None,
    done: Written,
    hidden: bool = False,
) -> None:
    texts, need, fixed = [], row.height, row.fixed
    for part in row.parts:
        if isinstance(part, str):
            texts.append(part)
        elif isinstance(part, FormulaCell):
            texts.append(part.write(context, copy))
        else:
            xml, text = part.write(facts, items)
            texts.append(xml)
            box = part.box
            if box is not None and text:
                points = height(text, box.width, box.font, box.size, box.bold)
                if box.last_row == row.number:
                    if points > need:
                        need, fixed = points, fixed or box.merged
                else:
                    done.owed.append([box.last_row, points])
    if done.owed:
        need, fixed = _pay(done, row, need, fixed)
    attributes = row.attributes
    if need > row.height:
        need = min(need, MOST_POINTS)
        attributes = CUSTOM.sub("", HEIGHT.sub("", attributes)) + f' ht="{need:g}"' + (' customHeight="1"' if fixed else "")
    if hidden or (row.hides and copy is None and _hides(row, facts)):
        attributes = HIDDEN.sub("", attributes) + ' hidden="1"'
        need = 0.0
    done.items.append((number, row.text(attributes, "".join(texts))))
    done.heights.append((number, need))


def _pay(done: Written, row: RowPlan, need: float, fixed: bool) -> tuple[float, bool]:
    """What merged cells that end in this row still need of its height."""
    for item in done.owed:
        if item[0] == row.number and item[1] > need:
            need, fixed = item[1], True
    for item in done.owed:
        item[1] -= need
    done.owed = [item for item in done.owed if item[0] > row.number]
    return need, fixed


def row_plan(row: Row, parts: Sequence[Part], default: float, hides: bool) -> RowPlan:
    """Plan of a row from its parts; neighbouring texts become one."""
    joined: list[Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    given = HEIGHT.search(row.attributes)
    points = float(given[1]) if given else default
    return RowPlan(row.number, row.attributes, tuple(joined), points, bool(CUSTOM.search(row.attributes)), hides)
