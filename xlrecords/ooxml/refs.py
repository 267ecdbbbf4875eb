"""References to cells: ranges as text and numbers, and formulas whose references follow rows that moved.

openpyxl cuts formulas into tokens; what a reference is and where it goes is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from ..book import letters
from .moves import LAST_ROW, Growth, Moves

LAST_COLUMN = 16_384
AREA = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?::(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7}))?")
ROWS = re.compile(r"(\$?)(\d{1,7}):(\$?)(\d{1,7})")


@cache
def column_number(name: str) -> int:
    """Number of a column from its letters: A is 1."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


def split(address: str) -> tuple[int, int]:
    """Row and column of an A1 address, counted from 1: «B7» -> (7, 2).

    Raises:
        ValueError: It is no address of a cell.
    """
    found = AREA.fullmatch(address)
    if found is None or found[5] is not None or found[6] is not None:
        raise ValueError(f"{address!r} is no address of a cell")
    row, column = int(found[4]), column_number(found[2])
    if not (1 <= row <= LAST_ROW and column <= LAST_COLUMN):
        raise ValueError(f"{address!r} lies outside a sheet")
    return row, column


def corners(text: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of a range as text.

    Raises:
        ValueError: It is no range of cells.
    """
    found = AREA.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no range of cells")
    row, column = int(found[4]), column_number(found[2])
    last_row, last_column = (int(found[8]), column_number(found[6])) if found[6] else (row, column)
    return min(row, last_row), min(column, last_column), max(row, last_row), max(column, last_column)


def area(top: int, left: int, bottom: int, right: int) -> str:
    """A range as text; a single cell without a colon."""
    first, last = f"{letters(left)}{top}", f"{letters(right)}{bottom}"
    return first if first == last else f"{first}:{last}"


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference within a formula.

    Attributes:
        prefix: What stands before the cells, as it is written: «'5А'!», or nothing.
        sheet: Name of the sheet; empty where the formula names none.
        outer: Whether it points into another book.
        first: Letters and signs before the first row, such as «$B$».
        top: First row.
        middle: What stands between the rows, such as «:$C$»; empty for a single cell.
        bottom: Last row.
        gathered: Name of the function that gathers values, such as SUM, whose whole argument it is; empty if it is none.
    """

    prefix: str
    sheet: str
    outer: bool
    first: str
    top: int
    middle: str
    bottom: int
    gathered: str = ""

    def text(self, top: int, bottom: int) -> str:
        """The reference with other rows."""
        return f"{self.prefix}{self.first}{top}" + (f"{self.middle}{bottom}" if self.middle else "")


Aimed = tuple[str | Ref, ...]
"""A formula in pieces: text and references."""

PLAIN_NAME = re.compile(r"[A-Za-zА-Яа-яЁё_][\wА-Яа-яЁё.]*")


@cache
def quoted(sheet: str) -> str:
    """Name of a sheet as formulas have it: in quotes unless it is a plain word that is no address."""
    if PLAIN_NAME.fullmatch(sheet) and not AREA.fullmatch(sheet) and not re.fullmatch(r"[RrCc]\d*([Cc]\d*)?|(?i:true|false)", sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


PREFIX = re.compile(r"((?:\[\d+\])?)(?:'((?:[^']|'')+)'|([^'!]+))!")
GATHERING = frozenset(
    "SUM COUNT COUNTA COUNTBLANK AVERAGE AVERAGEA MAX MIN MEDIAN PRODUCT STDEV VAR SUBTOTAL AGGREGATE COUNTIF COUNTIFS SUMIF SUMIFS "
    "AVERAGEIF AVERAGEIFS SUMPRODUCT CONCAT TEXTJOIN".split()
)
"""Functions that are given a list: a reference to the one row of a list, drawn once, means all its rows."""
SPREADING = frozenset("SUM COUNT COUNTA AVERAGE AVERAGEA MAX MIN MEDIAN PRODUCT".split())
"""Functions that take any number of separate cells."""
MOST_ARGUMENTS = 255


@cache
def aim(formula: str) -> Aimed:
    """A formula (without «=») in pieces; references that are not understood stay text."""
    if not re.search(r"[\d:]", formula):
        return (formula,)
    from openpyxl.formula.tokenizer import Token, Tokenizer

    try:
        tokens = Tokenizer("=" + formula).items
    except Exception:  # a formula that is none is left as it is
        return (formula,)
    pieces: list[str | Ref] = []
    functions: list[str] = []
    for index, token in enumerate(tokens):
        if token.subtype == Token.OPEN:
            name = token.value.rpartition(":")[2].rstrip("(").upper().rpartition(".")[2]
            functions.append(name if token.type == Token.FUNC else "")
        elif token.subtype == Token.CLOSE and functions:
            functions.pop()
        if token.type == Token.OPERAND and token.subtype == Token.RANGE and (ref := reference(token.value)):
            around = tokens[index - 1 : index] + tokens[index + 1 : index + 2]
            alone = all(item.type == Token.SEP or item.subtype in (Token.OPEN, Token.CLOSE) for item in around)
            gathered = alone and functions and functions[-1] in GATHERING
            pieces.append(replace(ref, gathered=functions[-1]) if gathered else ref)
        else:
            to_function = token.value.startswith(":") or (token.subtype == Token.OPEN and ":" in token.value)
            pieces += _ends(token.value) if to_function else (token.value,)
    return tuple(pieces)


@cache
def without_sheet(formula: str, sheet: str) -> str:
    """A formula (without «=») after a sheet was removed: what pointed to it is #REF!."""
    if sheet.replace("'", "''") not in formula:
        return formula
    from openpyxl.formula.tokenizer import Token, Tokenizer

    try:
        tokens = Tokenizer("=" + formula).items
    except Exception:  # a formula that is none is left as it is
        return formula
    return "".join("#REF!" if token.subtype == Token.RANGE and _sheet_of(token.value) == sheet else token.value for token in tokens)


def _sheet_of(text: str) -> str:
    found = PREFIX.match(text)
    return (found[2] or found[3] or "").replace("''", "'") if found and not found[1] else ""


def _ends(text: str) -> Aimed:
    """What the other end of a range is to a function: «B2:INDEX(» and «:B6» hold a reference."""
    before, colon, after = text.rpartition(":")
    return reference(before) or before, colon, reference(after) or after


def reference(text: str) -> Ref | None:
    """A reference as text, unless it is one that rows do not concern: a name, a column, several sheets."""
    found = PREFIX.match(text)
    sheet = (found[2] or found[3] or "").replace("''", "'") if found else ""
    if ":" in sheet:
        return None
    prefix, outer = (found[0], bool(found[1]) or sheet.startswith("[")) if found else ("", False)
    rest = text[len(prefix) :].replace(f":{prefix}", ":", 1) if prefix else text
    if cells := AREA.fullmatch(rest):
        middle = f":{cells[5]}{cells[6]}{cells[7]}" if cells[6] else ""
        return Ref(prefix, sheet, outer, f"{cells[1]}{cells[2]}{cells[3]}", int(cells[4]), middle, int(cells[8] or cells[4]))
    if rows := ROWS.fullmatch(rest):
        return Ref(prefix, sheet, outer, rows[1], int(rows[2]), f":{rows[3]}", int(rows[4]))
    return None


@dataclass(frozen=True, slots=True)
class Copy:
    """Which copy of a block a formula stands in: its sheet, the block, and how many rows below the first copy."""

    sheet: str
    block: Growth
    shift: int


def turn(aimed: Aimed, home: str, moves: Mapping[str, Moves], copy: Copy | None = None, renamed: Mapping[str, str] | None = None) -> str:
    """The formula after rows moved.

    Args:
        aimed: The formula in pieces.
        home: Sheet on which it stands; references without a sheet mean it.
        moves: Moves by sheet.
        copy: Where it stands, if in a block.
        renamed: New names of sheets, by old ones.
    """
    texts = []
    for piece in aimed:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        ref = piece
        moved = None if ref.outer else moves.get(ref.sheet or home)
        if renamed and not ref.outer and ref.sheet in renamed:
            ref = replace(ref, prefix=quoted(renamed[ref.sheet]) + "!")
        if not moved:
            texts.append(ref.text(ref.top, ref.bottom))
        elif copy is not None and copy.sheet == (piece.sheet or home):
            texts.append(_copied(ref, moved, copy))
        elif ref.gathered and not ref.middle and (growth := moved.block(ref.top, ref.top)) is not None:
            texts.append(_gathered(ref, moved, growth))
        else:
            texts.append(ref.text(moved.row(ref.top), moved.end(ref.top, ref.bottom) if ref.middle else 0))
    return "".join(texts)


def _copied(ref: Ref, moves: Moves, copy: Copy) -> str:
    """A reference of a formula in a copy: what points into the block, or to the row above it, follows; the rest stays."""
    above, (first, last, _) = copy.block.first - copy.block.height, copy.block[:3]

    def follow(row: int, fixed: bool) -> int:
        if fixed or not above <= row <= last:
            return moves.row(row)
        if row < first and moves.block(row, row) is not None:
            return moves.row(row)
        return moves.row(first) - first + row + copy.shift

    fixed_top = ref.first.endswith("$") and len(ref.first) > 0
    if not ref.middle:
        return ref.text(follow(ref.top, fixed_top), 0)
    fixed_bottom = ref.middle.endswith("$")
    inside = first <= ref.top and ref.bottom <= last
    if (inside and not fixed_top) or fixed_top != fixed_bottom:
        return ref.text(follow(ref.top, fixed_top), follow(ref.bottom, fixed_bottom))
    return ref.text(moves.row(ref.top), moves.end(ref.top, ref.bottom))


def _gathered(ref: Ref, moves: Moves, growth: Growth) -> str:
    """A single cell of a block as an argument of a gathering function: the cells of all copies."""
    rows = [top for top, _ in moves.copies(ref.top, ref.top)]
    if growth.height == 1:
        return ref.text(rows[0], 0) + (f":{ref.first}{rows[-1]}" if len(rows) > 1 else "")
    if ref.gathered not in SPREADING:
        return ref.text(rows[0], 0)
    return ",".join(ref.text(row, 0) for row in rows[:MOST_ARGUMENTS])


def sqref(text: str, moves: Moves) -> str:
    """Ranges separated by blanks after rows moved: extended over the copies, or with a range for each copy. Never multiplied."""
    return " ".join(_areas(text, moves))


def _areas(text: str, moves: Moves) -> Iterator[str]:
    for item in text.split():
        try:
            top, left, bottom, right = corners(item)
        except ValueError:
            yield item
            continue
        growth = moves.block(top, bottom)
        if growth is None or (top == growth.first and bottom == growth.last):
            yield area(moves.row(top), left, moves.end(top, bottom), right)
        else:
            for first, last in moves.copies(top, bottom):
                yield area(first, left, last, right)
