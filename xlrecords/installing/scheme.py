"""A drawing of the tab of Excel for the instruction: which buttons stand where. Not a picture of Excel, whose icons are its own."""

from __future__ import annotations

from itertools import groupby
from xml.sax.saxutils import escape

from ..button import Button
from ..buttons import BUTTONS, TAB

LETTER, GAP, TOP, HEIGHT, ROW = 6.6, 10.0, 34.0, 84.0, 26.0
"""Width of a letter, room between buttons, where the ribbon begins, how high it is, and height of a small button, in points."""
BLUE, GREY = "#1565c0", "#9e9e9e"


def scheme() -> str:
    """SVG of the tab."""
    drawn, left = [], GAP
    for title, buttons in groupby(BUTTONS, key=lambda button: button.group):
        begun = left
        for large, alike in groupby(buttons, key=lambda button: button.large):
            shapes, left = (_large if large else _small)(list(alike), left)
            drawn += shapes
        drawn.append(_text((begun + left - GAP) / 2, TOP + HEIGHT + 14, title, GREY, "middle"))
        drawn.append(f'<line x1="{left:g}" y1="{TOP:g}" x2="{left:g}" y2="{TOP + HEIGHT + 18:g}" stroke="#cfcfcf"/>')
        left += GAP
    bottom = TOP + HEIGHT + 24
    tab = f'<rect x="{GAP:g}" y="4" width="64" height="24" rx="3" fill="{BLUE}"/>{_text(GAP + 32, 21, TAB, "#ffffff", "middle")}'
    frame = f'<rect x="1" y="{TOP - 6:g}" width="{left - 2:g}" height="{bottom - TOP + 4:g}" fill="#fafafa" stroke="#cfcfcf"/>'
    size = f'width="{left:g}" height="{bottom + 4:g}" viewBox="0 0 {left:g} {bottom + 4:g}"'
    return "\n".join(
        (f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">', frame, tab, *drawn, "</svg>", "")
    )


def _large(buttons: list[Button], left: float) -> tuple[list[str], float]:
    """Large buttons side by side, with their titles in two lines; and where the next one begins."""
    shapes = []
    for button in buttons:
        lines = _halves(button.title)
        width = max(max(map(len, lines)) * LETTER, 44)
        middle = left + width / 2
        shapes.append(f'<rect x="{middle - 14:g}" y="{TOP + 6:g}" width="28" height="28" rx="5" fill="#e3f2fd" stroke="{BLUE}"/>')
        shapes += [_text(middle, TOP + 52 + 16 * number, line, "#212121", "middle") for number, line in enumerate(lines)]
        left += width + GAP
    return shapes, left


def _small(buttons: list[Button], left: float) -> tuple[list[str], float]:
    """Small buttons in columns of three; and where the next one begins."""
    shapes = []
    for start in range(0, len(buttons), 3):
        column = buttons[start : start + 3]
        for number, button in enumerate(column):
            top = TOP + 4 + number * ROW
            shapes.append(f'<rect x="{left:g}" y="{top:g}" width="16" height="16" rx="3" fill="#e3f2fd" stroke="{BLUE}"/>')
            shapes.append(_text(left + 22, top + 13, button.title, "#212121", "start"))
        left += 22 + max(len(button.title) for button in column) * LETTER + GAP
    return shapes, left


def _halves(title: str) -> list[str]:
    """A title in one line or in two of nearly the same length; a preposition stays with its word."""
    words = title.split()
    cuts = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words)) if len(words[place - 1]) > 2]
    return list(min(cuts, key=lambda cut: max(map(len, cut)))) if cuts else [title]


def _text(x: float, y: float, text: str, colour: str, anchor: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'
