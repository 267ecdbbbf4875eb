"""Values as an office program gives them, made into the cells that the reader of files gives for the same workbook."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ..book import EMPTY, Cell, Rows

ERROR_BASE = -2146828288
"""Error values come over COM as this number and the error's own."""
ERRORS = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: "#N/A",
    2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!", 2048: "#UNKNOWN!", 2049: "#FIELD!", 2050: "#CALC!",
}  # fmt: skip
EPOCH = dt.datetime(1899, 12, 30)
"""Day 0: times of day and durations come as moments from here on."""
DURATION = re.compile(r"\[[hmsчмс]+\]", re.IGNORECASE)
LONG_AGO = 1900
"""A moment up to this year is a time of day or a duration: journals are younger."""


def cell(value: object) -> Cell | dt.datetime:
    """One value; moments long ago stay as they are, see `clock`."""
    if value is None:
        return EMPTY
    if isinstance(value, bool | str):
        return value
    if isinstance(value, dt.datetime):
        moment = rounded(value.replace(tzinfo=None))
        return moment.date() if moment.year > LONG_AGO and moment.time() == dt.time() else moment
    if isinstance(value, int) and value - ERROR_BASE in ERRORS:
        return ERRORS[value - ERROR_BASE]
    if isinstance(value, int | float | Decimal):
        return float(value)
    return EMPTY  # a word of the scripting language of a Mac for what is missing


def rounded(moment: dt.datetime) -> dt.datetime:
    """A moment to the millisecond: a fraction of a day does not hold more."""
    whole = round(moment.microsecond, -3)
    return moment.replace(microsecond=0) + dt.timedelta(microseconds=whole)


def clock(moment: dt.datetime, code: str) -> Cell:
    """A moment long ago under a number format: a duration or a time of day."""
    if DURATION.search(code):
        return moment - EPOCH
    return moment.time() if moment.date() == EPOCH.date() else moment


def trimmed(rows: Sequence[Sequence[Cell]]) -> Rows:
    """Rows without the empty ones below and the empty columns at the right; all equally long."""
    ends = [max((number for number, value in enumerate(row, 1) if value != EMPTY), default=0) for row in rows]
    height, width = max((number for number, end in enumerate(ends, 1) if end), default=0), max(ends, default=0)
    return [list(row[:width]) for row in rows[:height]]


WORDS = frozenset(("true", "false", "истина", "ложь"))
SHORT = 24
"""A text without digits, or a longer one, that begins with a letter is no number and no day in any language."""


def as_text(text: str, code: str = "General") -> str:
    """What is to be put into a cell so that just this text stands there, whatever it begins with.

    An office program takes «=1», «5/4», «+7» and «12 мая» for a formula, days and numbers. An apostrophe before it, which is
    not seen, keeps it text; it also keeps an apostrophe that is there.
    """
    if not text or (code == "@" and text[0] != "'"):
        return text
    plain = text[0].isalpha() and (len(text) > SHORT or not any(letter.isdigit() for letter in text)) and text.casefold() not in WORDS
    return text if plain else f"'{text}"


def risky(text: str) -> bool:
    """Whether a text would be a formula if the apostrophe did not help."""
    return text[:1] in tuple("=+-@'")


def joined(addresses: Iterable[str], longest: int = 250) -> Iterable[str]:
    """Addresses, several in one as far as they fit into the longest that an office program takes."""
    line = ""
    for address in addresses:
        if line and len(line) + len(address) >= longest:
            yield line
            line = ""
        line = f"{line},{address}" if line else address
    if line:
        yield line
