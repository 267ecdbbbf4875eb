"""What becomes of a cell that a teacher changed: brought over, there already, changed by the school too, or for a person to look at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from ..book import EMPTY, Cell, address
from ..edits import Scalar
from ..kind import failed, plain
from ..ooxml.relative import relative

Spot: TypeAlias = tuple[int, int]
"""Row and column from 0."""


class Kind(Enum):
    """What becomes of a change."""

    APPLIED = "внесено"
    SAME = "уже есть в школе"
    CONFLICT = "изменено и в школе"
    MANUAL = "перенесите вручную"


@dataclass(frozen=True, slots=True)
class Change:
    """A cell, or a row, column or sheet, in which what came back differs from what was handed out.

    Attributes:
        kind: What becomes of it.
        sheet: Name of the sheet.
        ours: A1 address in the book; empty if there is none.
        theirs: A1 address in the workbook that came back; empty for a row or a column that is gone there.
        was: What stood there as it was handed out.
        given: What the teacher wrote.
        now: What stands in the book.
        note: Why it is not brought over, or what it is about.
        cells: How many cells it tells of.
    """

    kind: Kind
    sheet: str
    ours: str = ""
    theirs: str = ""
    was: str = ""
    given: str = ""
    now: str = ""
    note: str = ""
    cells: int = 1


@dataclass(frozen=True, slots=True)
class Held:
    """What a cell holds.

    Attributes:
        spot: Where it is; None: there is no such cell.
        value: Its value, of a formula what was calculated.
        formula: Its formula without «=»; None if it has none.
    """

    spot: Spot | None = None
    value: Cell = EMPTY
    formula: str | None = None

    @property
    def text(self) -> str:
        """What a person sees in it, of a formula the formula."""
        return plain(self.value) if self.formula is None else f"={self.formula}"


def judge(was: Held, given: Held, now: Held, stop: str = "") -> tuple[Kind, str] | None:
    """What becomes of a cell.

    Args:
        was: As it was handed out.
        given: As it came back.
        now: In the book.
        stop: Why a change of it is not brought over, in words; empty if it is.

    Returns:
        Its kind and why it is not brought over; None if the teacher did not change it.
    """
    if given.formula is not None:
        if _alike(was, given):
            return None
        if now.spot is None:
            return Kind.MANUAL, NOWHERE
        return (Kind.SAME, "") if _alike(now, given) else (Kind.MANUAL, "записана формула")
    if was.formula is None and equal(was.value, given.value):
        return None
    if now.spot is None:
        return Kind.MANUAL, NOWHERE
    kept, written = plain(now.value), plain(given.value)
    if now.formula is None and kept == written and not (equal(now.value, was.value) and _tidier(given.value, now.value)):
        return Kind.SAME, ""
    if now.formula is not None or was.formula is not None:
        return Kind.MANUAL, "в книге школы формула" if now.formula is not None else "вместо формулы записано значение"
    if kept != plain(was.value):
        return Kind.CONFLICT, ""
    if stop:
        return Kind.MANUAL, stop
    return (Kind.MANUAL, UNFIT) if unfit(given.value) else (Kind.APPLIED, "")


NOWHERE = "этой строки или столбца в книге школы нет"
UNFIT = "такое значение программа не переносит"


def equal(first: Cell, second: Cell) -> bool:
    """Whether two values are the same to the letter; a number is not the text of it."""
    if isinstance(first, str) and isinstance(second, str):
        return first == second or first.replace("\r", "") == second.replace("\r", "")
    return isinstance(first, str) == isinstance(second, str) and plain(first) == plain(second)


def _tidier(given: Cell, now: Cell) -> bool:
    """Whether a value says the same as a text in the book, but as a number or a date, or without blanks too many."""
    return isinstance(now, str) and (not isinstance(given, str) or (given == plain(given) and now != given))


def unfit(value: Cell) -> bool:
    """Whether a value cannot be written as it is: an error, or a length of time."""
    return failed(value) or isinstance(value, dt.timedelta)


def scalar(value: Cell) -> Scalar:
    """A value as it is written: an empty one empties the cell, text is text."""
    if isinstance(value, dt.timedelta) or value == EMPTY:
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def _alike(first: Held, second: Held) -> bool:
    """Whether two cells hold formulas that point to the same from where they stand, or that are the same to the letter."""
    if first.formula is None or second.formula is None or first.spot is None or second.spot is None:
        return False
    if first.formula == second.formula:
        return True
    one, other = (relative(held.formula or "", address(held.spot[0] + 1, held.spot[1] + 1)) for held in (first, second) if held.spot)
    return one is not None and one == other
