"""A sheet of a workbook as it is printed: sizes in points, texts with their looks, lines, fills, pictures, and the set-up of the page."""

from __future__ import annotations

from dataclasses import dataclass

Spot = tuple[int, int]
"""Row and column, counted from 1."""
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look; size in points."""

    family: str
    size: float
    bold: bool
    italic: bool
    underline: bool
    strike: bool
    colour: str


@dataclass(frozen=True, slots=True)
class Text:
    """Text of a cell or of a block of merged cells.

    Attributes:
        row: First row, counted from 1.
        column: First column, counted from 1.
        last_row: Last row of the block.
        last_column: Last column of the block.
        runs: Pieces of text, each with its look.
        across: left, center, right or justify.
        down: top, horizon or bottom.
        wrap: Whether long lines are broken.
        turn: Degrees, counter-clockwise.
        shrink: Whether it is made smaller until it fits, as numbers are too, for a number cut short is another number.
        indent: Points kept free at the side that it leans on.
    """

    row: int
    column: int
    last_row: int
    last_column: int
    runs: tuple[tuple[str, Look], ...]
    across: str
    down: str
    wrap: bool
    turn: int
    shrink: bool
    indent: float


@dataclass(frozen=True, slots=True)
class Line:
    """A border: width in points, kind, colour."""

    width: float
    kind: str
    colour: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the corner of the cell that it hangs on, and where it ends.

    Attributes:
        svg: The picture, cut as the sheet cuts it, wrapped in SVG.
        start: Row, column, and offset in points across and down.
        end: The same of the opposite corner; None if the size is given.
        size: Width and height in points, if there is no end.
    """

    svg: str
    start: tuple[int, int, float, float]
    end: tuple[int, int, float, float] | None
    size: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Zone:
    """A third of a header or footer: text with its codes (&P, &N…), size in points."""

    text: str
    size: float
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """How a sheet is laid on paper; lengths in points.

    Attributes:
        paper: Width and height as it lies.
        margins: Left, top, right, bottom.
        strips: From the edge of the paper to the header, and to the footer.
        areas: What is printed.
        title_rows: First and last row repeated on each page.
        title_columns: First and last column repeated on each page.
        row_breaks: Rows after which a page ends.
        column_breaks: Columns after which a page ends.
        fit: Pages across and down that it must fit in, 0 for any number; None for a fixed scale.
        scale: Size of things, 1 as they are.
        centred: Whether it stands in the middle across, and down.
        down_first: Whether pages go down before they go right.
        first_page: Number of the first page; None goes on counting.
        headers: Left, middle and right of the header of the first page, then of others.
        footers: The same of the footer.
    """

    paper: tuple[float, float]
    margins: tuple[float, float, float, float]
    strips: tuple[float, float]
    areas: tuple[Area, ...]
    title_rows: tuple[int, int] | None
    title_columns: tuple[int, int] | None
    row_breaks: frozenset[int]
    column_breaks: frozenset[int]
    fit: tuple[int, int] | None
    scale: float
    centred: tuple[bool, bool]
    down_first: bool
    first_page: int | None
    headers: tuple[tuple[Zone, Zone, Zone], tuple[Zone, Zone, Zone]]
    footers: tuple[tuple[Zone, Zone, Zone], tuple[Zone, Zone, Zone]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet ready for laying out.

    Attributes:
        name: Of the tab.
        setup: How it is laid on paper.
        widths: Width of each column in points; index 0 is not used; hidden ones are 0.
        heights: Height of each row in points, as widths; at least this for rows in `auto`.
        auto: Rows whose height follows the text.
        texts: What is written.
        blocks: Merged cells.
        fills: Colours of cells.
        across: Lines above the cell of a row and column; the row after the last has those below it.
        down: Lines left of the cell of a row and column.
        pictures: What is drawn over the cells.
        uncalculated: Formulas whose value is not in the file.
        undrawn: Charts, shapes and pictures of kinds that cannot be drawn.
        frozen: Last row and last column that stay on the screen; 0 for none.
    """

    name: str
    setup: Setup
    widths: list[float]
    heights: list[float]
    auto: frozenset[int]
    texts: tuple[Text, ...]
    blocks: tuple[Area, ...]
    fills: dict[Spot, str]
    across: dict[Spot, Line]
    down: dict[Spot, Line]
    pictures: tuple[Picture, ...]
    uncalculated: int
    undrawn: int
    frozen: tuple[int, int] = (0, 0)
