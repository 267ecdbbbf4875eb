"""How tall a cell must be for its text: office programs do not say, and never do it for merged cells.

Widths are those of the faces that schools use, rounded up a little: a line too many is seldom seen, a line cut off always is.
"""

from __future__ import annotations

import math
from functools import lru_cache

SERIF = {
    0.2: "'|",
    0.28: " ,./:;\\ijlt\xa0",
    0.36: "!()-I[]`fr",
    0.4: "Jsз",
    0.44: '"гтэ',
    0.48: "?^acez{}авесьяё",
    0.52: "#$*0123456789_bdghknopquvxyЗбдклорухчъ«»–",
    0.56: "FPS~Рийнпц",
    0.6: "+<=>БГЬ",
    0.64: "ELTZЕТмЁ",
    0.68: "BCRВКЛСЧЭЯфы",
    0.72: "ДУЪж",
    0.76: "ADGHKNOQUVXYwАИЙНОПХЦю",
    0.8: "&mФшщ",
    0.84: "%",
    0.88: "Ы",
    0.92: "MЖМ",
    0.96: "@W№",
    1.0: "—…",
    1.04: "ШЩЮ",
}
SANS = {
    0.2: "'",
    0.24: "ijl",
    0.28: " !,./:;I[\\]ft|\xa0",
    0.36: '"()-`r{}',
    0.4: "*г",
    0.44: "к",
    0.48: "^зт",
    0.52: "Jcksvxyzсухэ",
    0.56: "#$0123456789?L_abdeghnopquГавеийнопрчьяё«»–",
    0.6: "+<=>~Кбдлц",
    0.64: "FTZЗТУъ",
    0.68: "&ABEKPSVXYАБВДЕЛРХЧЬжЁ",
    0.72: "ИЙПЭмы",
    0.76: "CDHNRUwНСФЦЯю",
    0.8: "GOQОЪ",
    0.84: "MmМфшщ",
    0.92: "%ШЫ",
    0.96: "WЖЩ",
    1.0: "—…",
    1.04: "@Ю",
    1.08: "№",
}
"""Letters by their width in sizes of the font, rounded up: those of Times and Arial, whose like all programs have."""
SERIFS = ("times", "pt serif", "georgia", "cambria", "liberation serif", "garamond")
BOLD = 1.06
OTHER = 0.7
"""Width of any other letter."""
LINE = 1.27
"""Height of a line in sizes of the font; Excel's rows are as tall."""
POINTS_OF_PIXEL = 0.75
PADDING = 4.5
"""Points of a cell's width that text does not use."""


def column_points(width: float, digit: int = 7) -> float:
    """Width of a column in points: the file has it in digits of the workbook's own font."""
    return math.floor(width * digit + 0.5) * POINTS_OF_PIXEL


@lru_cache(maxsize=64)
def _widths(font: str, bold: bool) -> dict[str, float]:
    groups = SERIF if font.lower().startswith(SERIFS) else SANS
    return {letter: width * (BOLD if bold else 1.0) for width, letters in groups.items() for letter in letters}


def text_width(text: str, font: str, size: float, bold: bool) -> float:
    """Width of a line of text in points."""
    letters = _widths(font, bold)
    return sum([letters.get(letter, OTHER) for letter in text]) * size


def lines(text: str, width: float, font: str, size: float, bold: bool) -> int:
    """How many lines a text takes in a cell of a width in points."""
    room = max(width - PADDING, size)
    widest = 1.1 * size
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
