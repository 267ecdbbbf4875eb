"""Icons of the buttons, drawn from lines and circles: one glyph a button, three colours, the same at every size."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

SIZES = (16, 24)
"""Edges in pixels at which LibreOffice shows them: menu and toolbar."""
BLUE, GREEN, AMBER, PAPER = "#3a7fc8", "#2a9d5c", "#e8a020", "#ffffff"
"""Legible on light and on dark: outlines are blue, what is done well is green, what is honoured or kept is amber."""
UNITS = 32.0
"""Edge of the drawing in its own units."""
FINER = 8
"""How much larger it is drawn than shown."""

Point = tuple[float, float]


class Pen:
    """Shapes in units of the drawing, from the top left corner."""

    def __init__(self, draw: ImageDraw.ImageDraw, scale: float) -> None:
        self._draw = draw
        self._scale = scale

    def _at(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self._scale, y * self._scale) for x, y in points]

    def line(self, *points: Point, colour: str = BLUE, width: float = 3.0) -> None:
        """A line with round ends and corners."""
        self._draw.line(self._at(points), fill=colour, width=round(width * self._scale))
        for x, y in points:
            self.disc(x, y, width / 2, colour)

    def disc(self, x: float, y: float, radius: float, colour: str = BLUE) -> None:
        """A full circle about a point."""
        self._draw.ellipse(self._at([(x - radius, y - radius), (x + radius, y + radius)]), fill=colour)

    def arc(self, x: float, y: float, radius: float, start: float, end: float, colour: str = BLUE, width: float = 3.0) -> None:
        """Part of a circle, in degrees clockwise from the right."""
        steps = 24
        angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
        self.line(*((x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles), colour=colour, width=width)

    def shape(self, *points: Point, colour: str = BLUE) -> None:
        """A full polygon."""
        self._draw.polygon(self._at(points), fill=colour)

    def box(
        self, left: float, top: float, right: float, bottom: float, colour: str = PAPER, border: str = BLUE, width: float = 2.4
    ) -> None:
        """A full rectangle with a border inside."""
        self._draw.rectangle(self._at([(left, top), (right, bottom)]), fill=border)
        self._draw.rectangle(self._at([(left + width, top + width), (right - width, bottom - width)]), fill=colour)


def _tick(pen: Pen) -> None:
    """A tick in the lower right corner, with a rim of paper."""
    way = ((15, 23), (20.5, 28), (29.5, 16))
    pen.line(*way, colour=PAPER, width=8)
    pen.line(*way, colour=GREEN, width=4.4)


def _sheet(pen: Pen, left: float = 4, top: float = 2, right: float = 25, bottom: float = 29) -> None:
    pen.box(left, top, right, bottom)


def _rows(pen: Pen, left: float, right: float, *heights: float) -> None:
    for height in heights:
        pen.line((left, height), (right, height), width=2)


def _person(pen: Pen, x: float, top: float, size: float, colour: str = BLUE) -> None:
    """Head and shoulders."""
    pen.disc(x, top + size * 0.3, size * 0.3, colour)
    pen.shape(
        *((x + size * 0.55 * math.cos(angle), top + size * 1.2 + size * 0.5 * math.sin(angle)) for angle in _half_turn()), colour=colour
    )


def _half_turn() -> list[float]:
    return [math.pi + math.pi * step / 16 for step in range(17)]


def _star(pen: Pen, x: float, y: float, outer: float, inner: float, colour: str) -> None:
    corners = [(outer if corner % 2 == 0 else inner, math.pi * (corner / 5 - 0.5)) for corner in range(10)]
    pen.shape(*((x + radius * math.cos(angle), y + radius * math.sin(angle)) for radius, angle in corners), colour=colour)


def _case(pen: Pen) -> None:
    """A box with a lid, as archives keep papers in."""
    pen.box(4, 10, 28, 28, colour=AMBER, border=AMBER)
    pen.box(2, 4, 30, 11.5, colour=BLUE)
    pen.line((12.5, 17), (19.5, 17), colour=PAPER, width=3)


def _question(pen: Pen, x: float, y: float, colour: str) -> None:
    pen.arc(x, y - 3.4, 4.2, -180, 40, colour=colour, width=3)
    pen.line((x + 3.2, y - 0.7), (x, y + 2.6), (x, y + 4), colour=colour, width=3)
    pen.disc(x, y + 9, 2, colour)


def check_sheet(pen: Pen) -> None:
    """A sheet, ticked."""
    _sheet(pen)
    _rows(pen, 9, 20, 9, 14.5, 20)
    _tick(pen)


def check_book(pen: Pen) -> None:
    """Several sheets, ticked."""
    _sheet(pen, 8, 1, 28, 22)
    _sheet(pen, 2, 6, 22, 29)
    _rows(pen, 7, 17, 12.5, 18, 23.5)
    _tick(pen)


def following(pen: Pen) -> None:
    """From one marked cell on to the next."""
    pen.box(2, 3, 15, 13, colour=AMBER)
    pen.box(2, 19, 15, 29)
    pen.arc(19, 13, 6.5, -75, 75, width=3.4)
    pen.shape((15.5, 20.5), (23.5, 13.5), (24.5, 24.5))


def unmark(pen: Pen) -> None:
    """An eraser over its line."""
    pen.shape((12, 25), (3, 16), (17, 2), (29, 14), (18, 25), colour=BLUE)
    pen.shape((12.8, 22.5), (6.2, 16), (10.5, 11.7), (19.8, 21), (18, 22.5), colour=PAPER)
    pen.line((4, 29), (28, 29), width=2.6)


def undo(pen: Pen) -> None:
    """An arrow back."""
    pen.arc(17, 18, 9, -120, 110, width=4.4)
    pen.shape((2, 11.5), (15.5, 2), (15.5, 20))


def summary(pen: Pen) -> None:
    """A table with a sum."""
    pen.box(2, 3, 30, 29)
    pen.shape((2, 3), (30, 3), (30, 10), (2, 10))
    pen.line((11, 10), (11, 28), width=2)
    for height in (16, 22):
        pen.line((3, height), (11, height), width=2)
    pen.line((25, 14), (16.5, 14), (21.5, 19), (16.5, 24.5), (25, 24.5), colour=GREEN, width=2.8)


def why(pen: Pen) -> None:
    """A question that is asked aloud."""
    pen.shape((3, 2), (29, 2), (29, 25), (16, 25), (8, 31), (8, 25), (3, 25))
    _question(pen, 16, 11, PAPER)


def eligible(pen: Pen) -> None:
    """A star."""
    _star(pen, 16, 17, 16, 7, AMBER)


def student_sheet(pen: Pen) -> None:
    """A sheet about one person."""
    _sheet(pen, 4, 2, 28, 30)
    _person(pen, 16, 6, 10)
    _rows(pen, 9, 23, 21.5, 26)


def class_sheets(pen: Pen) -> None:
    """A stack of such sheets."""
    _sheet(pen, 12, 1, 30, 21)
    _sheet(pen, 7, 5, 25, 25)
    _sheet(pen, 2, 9, 20, 30)
    _person(pen, 11, 13, 8)
    _rows(pen, 6.5, 15.5, 26)


def certificate(pen: Pen) -> None:
    """A paper with a seal."""
    pen.box(2, 4, 30, 25)
    _rows(pen, 7, 25, 10)
    _rows(pen, 7, 14, 15.5, 20)
    pen.shape((18.5, 20), (27.5, 20), (27.5, 31.5), (23, 28.5), (18.5, 31.5), colour=AMBER)
    pen.disc(23, 18.5, 7.2, PAPER)
    pen.disc(23, 18.5, 5.8, AMBER)


def archive(pen: Pen) -> None:
    """A box of papers."""
    _case(pen)


def verify(pen: Pen) -> None:
    """The same box, ticked."""
    _case(pen)
    _tick(pen)


def settings(pen: Pen) -> None:
    """A gear."""
    for tooth in range(8):
        angle = math.pi * tooth / 4
        across = (math.cos(angle + math.pi / 2) * 3, math.sin(angle + math.pi / 2) * 3)
        x, y = 16 + 14.5 * math.cos(angle), 16 + 14.5 * math.sin(angle)
        pen.shape(
            (16 + across[0] * 1.4, 16 + across[1] * 1.4), (x + across[0], y + across[1]), (x - across[0], y - across[1]),
            (16 - across[0] * 1.4, 16 - across[1] * 1.4),
        )  # fmt: skip
    pen.disc(16, 16, 10.5)
    pen.disc(16, 16, 4.8, PAPER)


def doctor(pen: Pen) -> None:
    """A clipboard with a pulse."""
    pen.box(3, 4, 29, 30)
    pen.shape((10, 1), (22, 1), (22, 7.5), (10, 7.5))
    pen.line((7, 19), (11, 19), (14, 13), (18, 25), (21, 19), (25, 19), colour=GREEN, width=2.8)


def assistance(pen: Pen) -> None:
    """A lifebuoy."""
    pen.disc(16, 16, 14.5)
    for turn in range(4):
        pen.arc(16, 16, 10, 90 * turn + 33, 90 * turn + 57, colour=PAPER, width=8)
    pen.disc(16, 16, 5.2, PAPER)


GLYPHS: dict[str, Callable[[Pen], None]] = {
    "check-sheet": check_sheet,
    "check-book": check_book,
    "next": following,
    "unmark": unmark,
    "undo": undo,
    "summary": summary,
    "why": why,
    "eligible": eligible,
    "student-sheet": student_sheet,
    "class-sheets": class_sheets,
    "certificate": certificate,
    "archive": archive,
    "verify": verify,
    "settings": settings,
    "doctor": doctor,
    "help": assistance,
}
"""What is drawn for each button, by its tag."""


def icons() -> dict[tuple[str, int], bytes]:
    """PNG of each button by its tag and edge in pixels."""
    return {(tag, size): png(drawn(tag, size)) for tag in GLYPHS for size in SIZES}


def drawn(tag: str, size: int) -> Image.Image:
    """The icon of a button at a size, on a clear ground."""
    from PIL import Image, ImageDraw

    large = Image.new("RGBA", (size * FINER, size * FINER))
    GLYPHS[tag](Pen(ImageDraw.Draw(large), size * FINER / UNITS))
    return large.resize((size, size), Image.Resampling.BOX)


def png(image: Image.Image) -> bytes:
    """A picture as a file, without a date."""
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()
