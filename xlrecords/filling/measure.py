"""How tall a cell must be for its text: office programs do not say, and never do it for merged cells.

Widths are those of the faces that schools use, rounded up a little: a line too many is seldom seen, a line cut off always is.
"""

from __future__ import annotations

import math
from functools import lru_cache

NARROW = frozenset(".,:;!|'`ijltfr()[]/\\-\" I")
WIDE = frozenset("mwMWжмшщюыфЖМШЩЮЫФДЦ@%—№")
SERIF = ("times", "pt serif", "georgia", "cambria", "liberation serif", "garamond")
EM = {"serif": (0.29, 0.49, 0.77, 0.69), "sans": (0.29, 0.54, 0.86, 0.69)}
"""Width of a narrow, a usual, a wide and a capital letter, in sizes of the font."""
BOLD = 1.08
LINE = 1.27
"""Height of a line in sizes of the font; Excel's rows are as tall."""
POINTS_OF_PIXEL = 0.75
PADDING = 4.5
"""Points of a cell's width that text does not use."""


def column_points(width: float, digit: int = 7) -> float:
    """Width of a column in points: the file has it in digits of the workbook's own font."""
    return math.floor(width * digit + 0.5) * POINTS_OF_PIXEL


@lru_cache(maxsize=64)
def _widths(font: str, bold: bool) -> tuple[dict[str, float], float, float]:
    narrow, usual, wide, capital = EM["serif" if font.lower().startswith(SERIF) else "sans"]
    factor = BOLD if bold else 1.0
    letters = {chr(code): usual * factor for code in (*range(32, 127), *range(0x400, 0x460))}
    letters |= {letter: capital * factor for letter in letters if letter.isupper()}
    letters |= dict.fromkeys(NARROW, narrow * factor) | dict.fromkeys(WIDE, wide * factor)
    return letters, capital * factor, wide * factor


def text_width(text: str, font: str, size: float, bold: bool) -> float:
    """Width of a line of text in points."""
    letters, other, _ = _widths(font, bold)
    return sum([letters.get(letter, other) for letter in text]) * size


def lines(text: str, width: float, font: str, size: float, bold: bool) -> int:
    """How many lines a text takes in a cell of a width in points."""
    room = max(width - PADDING, size)
    widest = _widths(font, bold)[2] * size
    count = 0
    for paragraph in text.split("\n"):
        if len(paragraph) * widest <= room:
            count += 1
            continue
        count += 1
        used = 0.0
        blank = text_width(" ", font, size, bold)
        for word in paragraph.split(" "):
            need = text_width(word, font, size, bold)
            if used and used + blank + need > room:
                count += 1
                used = 0.0
            if need > room:
                count += math.ceil(need / room) - 1
                need %= room
            used += need + (blank if used else 0)
    return count


@lru_cache(maxsize=1 << 16)
def height(text: str, width: float, font: str, size: float, bold: bool) -> float:
    """Height in points that a text needs."""
    return math.ceil(lines(text, width, font, size, bold) * size * LINE * 4 + 4) / 4
