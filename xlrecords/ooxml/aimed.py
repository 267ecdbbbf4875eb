"""Text in which places of cells were found once, so that it can be written again for rows that moved, as often as needed.

A part that points to rows (a sheet around its rows, drawings, charts, notes, tables) is cut into pieces: plain text, and
pieces that know how to follow `Moves`. Cutting costs a search, turning costs a join.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from xml.sax.saxutils import escape, unescape

from .moves import Growth, Moves
from .refs import AREA, Copy, Ref, aim, area, corners, sqref, turn

QUOTES = {"&quot;": '"', "&apos;": "'"}


STILL = Moves()


@dataclass(frozen=True, slots=True)
class Context:
    """What a text is turned by: moves by sheet, the sheet that a part belongs to, new names of sheets; `own` are the moves of that sheet."""

    moves: Mapping[str, Moves]
    home: str = ""
    renamed: Mapping[str, str] | None = None
    own: Moves = field(init=False, default=STILL)

    def __post_init__(self) -> None:
        object.__setattr__(self, "own", self.moves.get(self.home, STILL))


Piece = Callable[[Context], str]
Pieces = tuple[str | Piece, ...]


def cut(text: str, pattern: re.Pattern[str], make: Callable[[re.Match[str]], str | Piece | Pieces]) -> Pieces:
    """Cut a text at the matches of a pattern."""
    pieces: list[str | Piece] = []
    place = 0
    for found in pattern.finditer(text):
        made = make(found)
        pieces.append(text[place : found.start()])
        pieces += made if isinstance(made, tuple) else (made,)
        place = found.end()
    pieces.append(text[place:])
    return tuple(_joined(pieces))


def _joined(pieces: Iterable[str | Piece]) -> Iterable[str | Piece]:
    """Neighbouring texts as one."""
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        if any(texts):
            yield "".join(texts)
        texts = []
        yield piece
    if any(texts):
        yield "".join(texts)


def render(pieces: Pieces, context: Context) -> str:
    """The text after rows moved."""
    return "".join([piece if isinstance(piece, str) else piece(context) for piece in pieces])


def settled(pieces: Pieces, firsts: Mapping[str, int], home: str, renamed: Iterable[str]) -> Pieces:
    """The same pieces, but those that can never change made text.

    Args:
        pieces: A text in pieces.
        firsts: First row that may move, by sheet.
        home: Sheet that the text belongs to.
        renamed: Sheets that may get other names.
    """
    still = Context({}, home)
    far = Context(
        {sheet: Moves((Growth(first, first, 1_000),)) for sheet, first in firsts.items()}, home, {name: f"{name}*" for name in renamed}
    )
    return tuple(_joined(piece if isinstance(piece, str) or piece(still) != piece(far) else piece(still) for piece in pieces))


# Pieces


def formula_piece(text: str) -> str | Piece:
    """A formula as it stands in XML."""
    aimed = aim(unescape(text, QUOTES))
    if not any(isinstance(piece, Ref) for piece in aimed):
        return text
    return lambda context: escape(turn(aimed, context.home, context.moves, None, context.renamed))


def held_piece(text: str, row: int) -> str | Piece:
    """A formula that is read from the first cell of a range: from each copy, if that cell is in a block."""
    aimed = aim(unescape(text, QUOTES))
    if not any(isinstance(piece, Ref) for piece in aimed):
        return text

    def piece(context: Context) -> str:
        block = context.own.block(row, row)
        copy = Copy(context.home, block, 0) if block is not None else None
        return escape(turn(aimed, context.home, context.moves, copy, context.renamed))

    return piece


def range_piece(before: str, text: str, after: str) -> str | Piece:
    """A range of the part's own sheet that cannot be several: in a block, that of the first copy."""
    try:
        top, left, bottom, right = corners(text)
    except ValueError:
        return before + text + after
    return lambda context: before + area(context.own.row(top), left, context.own.end(top, bottom), right) + after


def ranges_piece(before: str, text: str, after: str) -> Piece:
    """Ranges of the part's own sheet."""
    return lambda context: before + sqref(text, context.own) + after


@dataclass(frozen=True, slots=True)
class Copied:
    """An element that stands on one range and is copied with a block: a merge, a link."""

    top: int
    bottom: int
    write: Callable[[int, int], str]

    def __call__(self, context: Context) -> str:
        """The elements in all their places."""
        return "".join([self.write(first, last) for first, last in context.own.copies(self.top, self.bottom)])


def copied_piece(ranges: str, write: Callable[[str], str]) -> str | Piece:
    """An element that is copied with a block, from its range and how it is written for a range."""
    try:
        top, left, bottom, right = corners(ranges)
    except ValueError:
        return write(ranges)
    return Copied(top, bottom, lambda first, last: write(area(first, left, last, right)))


@dataclass(frozen=True, slots=True)
class Together:
    """Copied elements of one block, or between two blocks, which move as one; their text is kept for each move."""

    items: tuple[Copied, ...]
    texts: dict[tuple[tuple[int, int], ...], str]

    def __call__(self, context: Context) -> str:
        """The elements in all their places."""
        own, first = context.own, self.items[0]
        key = tuple(own.copies(first.top, first.bottom))
        if key not in self.texts:
            self.texts[key] = "".join([item(context) for item in self.items])
        return self.texts[key]


def together(pieces: Pieces, blocks: Sequence[tuple[int, int]]) -> Pieces:
    """The same pieces, those copied elements made one that follow each other and always move alike; their order may change."""

    def zone(item: Copied) -> tuple[int, int]:
        inside = next((index for index, (first, last) in enumerate(blocks) if first <= item.top and item.bottom <= last), -1)
        return sum(item.top > last for _, last in blocks), inside

    made: list[str | Piece] = []
    waiting: list[Copied] = []

    def release() -> None:
        spanning = [item for item in waiting if zone(item)[1] < 0 and any(item.top <= first <= item.bottom for first, _ in blocks)]
        plain = sorted((item for item in waiting if item not in spanning), key=zone)
        made.extend(Together(tuple(items), {}) for _, items in groupby(plain, key=zone))
        made.extend(spanning)
        waiting.clear()

    for piece in pieces:
        if isinstance(piece, Copied):
            waiting.append(piece)
            continue
        release()
        made.append(piece)
    release()
    return tuple(made)


def break_piece(before: str, row: int, after: str) -> Piece:
    """A page break below a row."""
    return lambda context: f"{before}{context.own.end(1, row)}{after}"


def row_piece(before: str, row: int) -> Piece:
    """A row at the end of an address."""
    return lambda context: f"{before}{context.own.row(row)}"


def index_piece(before: str, row: int, after: str) -> Piece:
    """A row counted from 0."""
    return lambda context: f"{before}{context.own.row(row + 1) - 1}{after}"


# Parts

FRAME = re.compile(
    r"(?P<columns><colBreaks\b.*?</colBreaks>)|"
    r'<mergeCell\b[^>]*?\bref="(?P<merge>[^"]*)"[^>]*?(?:/>|></mergeCell>)'
    r'|(?P<merges><mergeCells) count="\d+"'
    r'|(?P<linkopen><hyperlink\b[^>]*?\bref=")(?P<link>[^"]*)(?P<linkclose>"[^>]*?(?:/>|></hyperlink>))'
    r'|(?P<brkopen><brk\b[^>]*?\bid=")(?P<brk>\d+)(?P<brkclose>"[^>]*>)'
    r'|(?P<active>\bactiveCell="[A-Z]+)(?P<activerow>\d+)(?=")'
    r'|(?P<oneopen>\bref=")(?P<one>[^"]*)(?P<oneclose>")'
    r'|(?P<attribute>\bsqref=")(?P<ranges>[^"]*)(?P<close>")'
    r"|(?P<formulaopen><(?:formula|formula1|formula2|(?:\w+:)?f)>)(?P<formula>[^<]*)(?P<formulaclose></)"
    r"|(?P<inneropen><(?:\w+:)?sqref>)(?P<inner>[^<]*)(?P<innerclose></)"
    r"|(?P<rowopen><(?:\w+:)?row>)(?P<row>\d+)(?P<rowclose></)",
    re.DOTALL,
)
HELD = re.compile(r"<(?P<space>(?:\w+:)?)(?P<kind>conditionalFormatting|dataValidation)\b[^>]*(?<!/)>.*?</(?P=space)(?P=kind)>", re.DOTALL)
"""Elements whose formulas are read from the first cell of their ranges."""
RANGES = re.compile(r'sqref(?:="|>)([^"<\s:]*)')
LOCATION = re.compile(r'(\blocation=")([^"]*)(")')


def frame_pieces(text: str) -> Pieces:
    """What stands around the rows of a sheet."""
    pieces: list[str | Piece] = []
    place = 0
    for found in HELD.finditer(text):
        first = RANGES.search(found[0])
        pieces += _frame(text[place : found.start()])
        pieces += _frame(found[0], corners(first[1])[0] if first and AREA.fullmatch(first[1]) else 0)
        place = found.end()
    return tuple(_joined([*pieces, *_frame(text[place:])]))


def _frame(text: str, row: int = 0) -> Pieces:
    """A part of what stands around the rows; formulas are read from a cell of `row`, if it is given."""

    def make(found: re.Match[str]) -> str | Piece | Pieces:
        if found["columns"] is not None:
            return found["columns"]
        if found["merge"] is not None:
            return copied_piece(found["merge"], lambda ranges: f'<mergeCell ref="{ranges}"/>')
        if found["merges"] is not None:
            return found["merges"]
        if found["link"] is not None:
            return _link_piece(found["linkopen"], found["link"], found["linkclose"])
        if found["brk"] is not None:
            return break_piece(found["brkopen"], int(found["brk"]), found["brkclose"])
        if found["active"] is not None:
            return row_piece(found["active"], int(found["activerow"]))
        if found["one"] is not None:
            return range_piece(found["oneopen"], found["one"], found["oneclose"])
        if found["ranges"] is not None:
            return ranges_piece(found["attribute"], found["ranges"], found["close"])
        if found["formula"] is not None:
            formula = held_piece(found["formula"], row) if row else formula_piece(found["formula"])
            return found["formulaopen"], formula, found["formulaclose"]
        if found["inner"] is not None:
            return ranges_piece(found["inneropen"], found["inner"], found["innerclose"])
        return index_piece(found["rowopen"], int(found["row"]), found["rowclose"])

    return cut(text, FRAME, make)


def _link_piece(before: str, ranges: str, after: str) -> str | Piece:
    """A link: copied with its block, and following the cells that it leads to."""
    target = LOCATION.search(after)
    aimed = aim(unescape(target[2], QUOTES)) if target else ()
    if target is None or not any(isinstance(piece, Ref) for piece in aimed):
        return copied_piece(ranges, lambda place: before + place + after)

    def piece(context: Context) -> str:
        place = escape(turn(aimed, context.home, context.moves, None, context.renamed), {'"': "&quot;"})
        led = after[: target.start(2)] + place + after[target.end(2) :]
        made = copied_piece(ranges, lambda copy: before + copy + led)
        return made if isinstance(made, str) else made(context)

    return piece


ANCHOR = re.compile(r"<(?P<space>\w+:)?(?P<kind>two|one)CellAnchor\b(?P<attributes>[^>]*)>.*?</(?P=space)?(?P=kind)CellAnchor>", re.DOTALL)
DRAWN_ROW = re.compile(r"(<(?:\w+:)?row>)(\d+)(</)")


def drawing_pieces(text: str) -> Pieces:
    """A drawing: what is anchored below follows; what keeps its size keeps it, the rest stretches with its rows."""

    def make(found: re.Match[str]) -> Piece:
        whole, keeps = found[0], "oneCell" in found["attributes"]
        still = 'editAs="absolute"' in found["attributes"]
        rows = [int(item[2]) for item in DRAWN_ROW.finditer(whole)][:2]

        def piece(context: Context) -> str:
            if still or not context.own:
                return whole
            moved = [context.own.row(row + 1) - 1 for row in rows]
            if keeps and len(rows) == 2:
                moved[1] = rows[1] + moved[0] - rows[0]
            places = iter(moved)
            return DRAWN_ROW.sub(lambda item: f"{item[1]}{next(places, item[2])}{item[3]}", whole)

        return piece

    return cut(text, ANCHOR, make)


CHART = re.compile(r"(<(?:\w+:)?f>)([^<]*)(</)")


def formula_pieces(text: str) -> Pieces:
    """A part whose only places are formulas, such as a chart."""
    return cut(text, CHART, lambda found: (found[1], formula_piece(found[2]), found[3]))


TABLE = re.compile(r'(\bref=")([^"]*)(")')


def table_pieces(text: str) -> Pieces:
    """A table: its range and that of its filter."""
    return cut(text, TABLE, lambda found: range_piece(*found.groups()))


COMMENT = re.compile(
    r'(<(?:\w+:)?(?:comment|threadedComment)\b[^>]*?\bref=")([^"]*)("[^>]*>.*?</(?:\w+:)?(?:comment|threadedComment)>)', re.DOTALL
)


def comments_pieces(text: str) -> Pieces:
    """Texts of notes: those in a block are copied with it."""

    def make(found: re.Match[str]) -> str | Piece:
        before, ranges, after = found.groups()
        return copied_piece(ranges, lambda place: before + place + after)

    return cut(text, COMMENT, make)


def threads_pieces(text: str) -> Pieces:
    """Threads of comments: each stands once, for its parts are known by their numbers."""

    def make(found: re.Match[str]) -> Piece:
        before, ranges, after = found.groups()
        top, left, _, _ = corners(ranges)
        return lambda context: before + area(context.own.row(top), left, context.own.row(top), left) + after

    return cut(text, COMMENT, make)


SHAPE = re.compile(r"<v:shape\s.*?</v:shape>", re.DOTALL)
SHAPE_ANCHOR = re.compile(r"(<x:Anchor>\s*)([^<]*?)(\s*</x:Anchor>)")
SHAPE_ROW = re.compile(r"(<x:Row>)(\d+)(</x:Row>)")
SHAPE_ID = re.compile(r'(?<=_x0000_s)\d+(?=")')
SHAPE_FORMULA = re.compile(r"(<x:Fmla(?:Link|Range|Group|Txbx|Pict)>)([^<]*)(</)")


def vml_pieces(text: str) -> Pieces:
    """Boxes of notes and old controls: a box of a note in a block is copied with it, under a number of its own."""
    highest = max((int(found[0]) for found in SHAPE_ID.finditer(text)), default=1024)
    shapes = [found.start() for found in SHAPE.finditer(text)]

    def make(found: re.Match[str]) -> Piece:
        shape, index = found[0], shapes.index(found.start())
        row, anchor = SHAPE_ROW.search(shape), SHAPE_ANCHOR.search(shape)
        numbers = [int(number) for number in anchor[2].split(",")] if anchor else []
        start = int(row[2]) if row else numbers[2] if len(numbers) == 8 else -1
        formulas = cut(shape, SHAPE_FORMULA, lambda item: (item[1], formula_piece(item[2]), item[3]))

        def piece(context: Context) -> str:
            turned = render(formulas, context)
            if start < 0 or not context.own:
                return turned
            copies = context.own.copies(start + 1, start + 1) if row else ((context.own.row(start + 1),) * 2,)
            texts = []
            for count, (top, _) in enumerate(copies):
                text = _moved_shape(turned, numbers, top - 1 - start, top - 1)
                # Numbers of the boxes of one drawing must differ.
                texts.append(SHAPE_ID.sub(str(highest + index + 1 + (count - 1) * len(shapes)), text) if count else text)
            return "".join(texts)

        return piece

    return cut(text, SHAPE, make)


CONTROL = re.compile(r'(\bfmla(?:Link|Range|Group|Txbx)=")([^"]*)(")')


def control_pieces(text: str) -> Pieces:
    """What a control is bound to."""
    return cut(text, CONTROL, lambda found: (found[1], formula_piece(found[2]), found[3]))


def _moved_shape(shape: str, numbers: Sequence[int], shift: int, row: int) -> str:
    text = SHAPE_ROW.sub(lambda found: f"{found[1]}{row}{found[3]}", shape)
    if len(numbers) == 8:
        moved = [*numbers[:2], numbers[2] + shift, *numbers[3:6], numbers[6] + shift, numbers[7]]
        text = SHAPE_ANCHOR.sub(lambda found: found[1] + ", ".join(map(str, moved)) + found[3], text)
    return text
