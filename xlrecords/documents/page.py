"""A sheet of paper drawn in cells from top to bottom: lines of text, tables, places for signatures. Lengths are millimetres and points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter import Workbook

from ..sheets.look import HEADING, look_of

A4 = 9
INCH = 25.4
PIXELS = 96 / INCH
"""Pixels of a millimetre, as widths of columns are counted."""
BINDING, EDGE, TOP = 30, 10, 15
"""Margins: the left one is for binding."""
TEXT, TABLE, CAPTION = 12, 11, 8
"""Sizes of letters, in points."""
LINE = 16.5
"""Height of a line of text, in points."""
SCALE = 93
"""Per cent at which a page is printed: a digit, which widths are counted in, is not as wide in every program."""

Style = dict[str, Any]
VALUE: Style = {"bottom": 1, "bold": True, "align": "left"}
"""Look of a value that stands on a line, beside its label."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line: a cell, or several merged into one.

    Attributes:
        text: What stands there; empty for a blank.
        columns: How many columns of the page it takes.
        style: Properties of XlsxWriter that its look has besides those of the line.
    """

    text: str = ""
    columns: int = 1
    style: Style = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        heading: Its heading.
        text: What stands under it, for each item of the list.
        columns: How many columns of the page it takes.
        centred: Whether it is short and stands in the middle.
        format: Number format.
        upright: Whether the heading is turned.
    """

    heading: str
    text: str = ""
    columns: int = 1
    centred: bool = False
    format: str = "General"
    upright: bool = False

    @property
    def style(self) -> Style:
        """Look of its cells. Long text goes on in the next line; nothing is made smaller."""
        return {"text_wrap": True, "align": "center" if self.centred else "left", "num_format": self.format}


class Page:
    """The sheet of a document; whatever is drawn stands below what was drawn before."""

    def __init__(self, workbook: Workbook, tab: str, widths: Sequence[float], landscape: bool = False, framed: bool = False) -> None:
        self._look = look_of(workbook)
        self._sheet = workbook.add_worksheet(tab)
        self._columns = len(widths)
        self._row = 0
        for place, width in enumerate(widths):
            self._sheet.set_column_pixels(place, place, round(width * PIXELS))
        self._sheet.hide_gridlines(2)
        self._sheet.set_paper(A4)
        if landscape:
            self._sheet.set_landscape()
        left, right = (TOP, TOP) if framed else (BINDING, EDGE)
        self._sheet.set_margins(left=left / INCH, right=right / INCH, top=TOP / INCH, bottom=TOP / INCH)
        if framed:
            self._sheet.fit_to_pages(1, 1)
        else:
            # Not fitted to the page, for Excel takes no notice of page breaks then.
            self._sheet.set_print_scale(SCALE)
        if framed:
            self._sheet.center_horizontally()
            self._sheet.center_vertically()
        else:
            self._sheet.set_footer("&C&8Лист &P из &N", {"margin": 7 / INCH})

    @property
    def row(self) -> int:
        """Number of the next row, as in an address: counted from 1."""
        return self._row + 1

    def parts(self, *parts: Part, height: float = LINE, **style: Any) -> None:
        """A line of several parts from the left; what they do not take stays empty."""
        self._sheet.set_row(self._row, height)
        place = 0
        for part in parts:
            self._put(part, place, style | part.style)
            place += part.columns
        self._row += 1

    def line(self, text: str = "", height: float = LINE, **style: Any) -> None:
        """A line of text over the whole width."""
        self.parts(Part(text, self._columns, style), height=height)

    def paragraph(self, text: str, lines: int = 1, **style: Any) -> None:
        """Text that goes on in the next line, with room for so many lines when filled."""
        self.line(text, LINE * lines, **({"text_wrap": True, "valign": "top", "align": "left"} | style))

    def gap(self, height: float = 8) -> None:
        """An empty line."""
        self._sheet.set_row(self._row, height)
        self._row += 1

    def title(self, text: str, below: str = "") -> None:
        """The name of the document in capitals, and what it is about."""
        self.line(text.upper(), 24, align="center", bold=True, font_size=16)
        if below:
            self.line(below, 20, align="center", bold=True, font_size=13)

    def headings(self, columns: Sequence[Column], height: float = 32, repeated: bool = False) -> None:
        """Headings of a table; repeated on each page if it is the one table of the document."""
        if repeated:
            self._sheet.repeat_rows(self._row)
        style = {"border": 1, "bold": True, "align": "center", "text_wrap": True, "font_size": 10, "bg_color": HEADING}
        parts = [Part(column.heading, column.columns, {"rotation": 90} if column.upright else {}) for column in columns]
        self.parts(*parts, height=height, **style)

    def items(self, columns: Sequence[Column], height: float = LINE, **style: Any) -> None:
        """The row of a table that is repeated for each item of a list."""
        parts = [Part(column.text, column.columns, column.style) for column in columns]
        self.parts(*parts, height=height, **({"border": 1, "font_size": TABLE} | style))

    def table(self, columns: Sequence[Column], height: float = 32, repeated: bool = False) -> None:
        """Headings and the row of items."""
        self.headings(columns, height, repeated)
        self.items(columns)

    def signature(self, post: str, name: str, columns: tuple[int, int, int], image: str = "", left: int = 0) -> None:
        """Post, place for the signature, name, and under them what is to be written where.

        Args:
            post: Who signs.
            name: Name of that person; empty if it is written by hand.
            columns: Columns of the post, of the signature, of the name.
            image: Placeholder of the picture of a signature.
            left: Columns that stay empty before it.
        """
        first, middle, last = columns
        under = {"bottom": 1, "align": "center"}
        start = (Part(columns=left),) if left else ()
        self.parts(*start, Part(post, first, {"text_wrap": True}), Part(image, middle, under), Part(name, last, under), height=24)
        small = {"align": "center", "valign": "top", "font_size": CAPTION}
        self.parts(*start, Part(columns=first), Part("подпись", middle, small), Part("расшифровка", last, small), height=12)

    def finish(self) -> None:
        """Tell what is printed: all that was drawn."""
        self._sheet.print_area(0, 0, self._row - 1, self._columns - 1)

    def _put(self, part: Part, place: int, style: Style) -> None:
        if not part.text and not style:
            return
        look = self._look.format(**({"font_size": TEXT} | style))
        if part.columns > 1:
            self._sheet.merge_range(self._row, place, self._row, place + part.columns - 1, "", look)
        if part.text.startswith("="):
            self._sheet.write_formula(self._row, place, part.text, look)
        elif part.text:
            self._sheet.write_string(self._row, place, part.text, look)
        else:
            self._sheet.write_blank(self._row, place, None, look)
