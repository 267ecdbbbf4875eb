"""Sizes in pixels and points, by estimates that leave room: programs fit no row of a new file by themselves."""

from __future__ import annotations

import textwrap
from functools import lru_cache

LINE = 13.0
"""Height of a line of text of 10 points, in points."""
TURNED = 100.0
"""Height in points above which a turned heading is rather broken into lines, if its column has room for them."""
LETTER, NARROW = 5.0, 11.5
"""Length of a letter and height of a line of a turned heading of 9 points, in points."""


class Paper:
    """A printed A4 page as pixels of the sheet, which is scaled down to the width of the page if it is wider.

    Attributes:
        width: Pixels across: what is printed, but not less than the page has.
        height: Pixels from the top of a page to its end.
        margins: Left, right, top and bottom, in inches; on the left there is room for a binder.
    """

    margins = (0.79, 0.4, 0.5, 0.6)

    def __init__(self, portrait: bool, printed: int) -> None:
        left, right, top, bottom = self.margins
        across, down = (8.27, 11.69) if portrait else (11.69, 8.27)
        room = int((across - left - right) * 96)
        self.width = max(printed, room)
        self.height = int((down - top - bottom) * 96 * self.width / room)


def column_pixels(width: float = 8.43) -> int:
    """Pixels of a column of so many characters."""
    return int(width * 7 + 5)


def row_pixels(points: float) -> int:
    """Pixels of a row of so many points."""
    return int(points * 4 / 3)


def text_pixels(text: str) -> int:
    """Pixels of a text of 10 points in one line."""
    return int(6.3 * len(text))


@lru_cache(maxsize=4096)
def lines(text: str, width: float, *, bold: bool = False) -> int:
    """Lines that a text takes in a column of so many characters."""
    room = max(int(width * (1.0 if bold else 1.1)), 3)
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(len(textwrap.wrap(part, room)) or 1 for part in text.split("\n"))


@lru_cache(maxsize=1024)
def turned_points(text: str, width: float) -> float:
    """Height of a heading written upwards in a column of so many characters; a long one is broken if the column is wide enough."""
    columns = max(int(column_pixels(width) * 0.75 / NARROW), 1)
    room = len(text)
    while room * LETTER > TURNED and len(textwrap.wrap(text, room - 1)) <= columns:
        room -= 1
    return min(room * LETTER + 14, 400)
