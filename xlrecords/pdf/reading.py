"""Reads the sheets of a workbook as they are printed."""

from __future__ import annotations

import math
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from lxml import etree

from ..guard import RefusedError
from ..ooxml.package import Package
from ..ooxml.parts import MAIN, Relations, parse
from .colours import BLACK, WHITE, Palette, mixed, palette
from .pictures import read_pictures
from .setup import print_areas, read_setup
from .sheet import Area, Line, Look, Picture, Sheet, Spot, Text
from .values import shown

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.styles.fonts import Font
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LINES = {
    "hair": (0.25, "solid"), "thin": (0.5, "solid"), "dotted": (0.5, "dotted"), "dashed": (0.5, "dashed"), "dashDot": (0.5, "dash-dotted"),
    "dashDotDot": (0.5, "dash-dotted"), "medium": (1.0, "solid"), "mediumDashed": (1.0, "dashed"), "mediumDashDot": (1.0, "dash-dotted"),
    "mediumDashDotDot": (1.0, "dash-dotted"), "slantDashDot": (1.0, "dash-dotted"), "thick": (1.75, "solid"), "double": (0.5, "double"),
}  # fmt: skip
"""Width in points and kind of line by the name of a border."""
GRID = Line(0.25, "solid", "#808080")
BARE = (None, None, None, None)
"""Sides of a cell without lines."""
ACROSS = {"left": "left", "center": "center", "right": "right", "justify": "justify", "centerContinuous": "center", "distributed": "center"}
DOWN = {"top": "top", "center": "horizon", "justify": "top", "distributed": "horizon"}
INDENT = 6.75
"""Points of one step of an indent."""
DIGIT_SHARES = {"arial": 0.556, "times new roman": 0.5, "verdana": 0.636}
"""Width of a digit as a share of the size of the font; Calibri has 0.507, and others are taken for it."""
REACH = 200
"""A picture covers so many rows and columns at most."""
LINE_SHARE = 1.32
"""Height of a row as a share of the size of its font."""
UNCALCULATED = etree.XPath("count(//m:c[m:f][not(m:v) or not(m:v/text() or @t='str')])", namespaces={"m": MAIN})
"""How many formulas of a sheet have no value."""
REMEMBERED = 1 << 14
"""So many values are kept with what they show."""


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a cell: of its letters and its ground, its lines (above, below, left, right), and how text lies in it."""

    look: Look
    fill: str
    sides: tuple[Line | None, Line | None, Line | None, Line | None]
    across: str
    down: str
    wrap: bool
    turn: int
    shrink: bool
    indent: float
    code: str


@dataclass(frozen=True, slots=True)
class Styles:
    """Styles of a workbook: a journal has thousands of cells and a dozen styles, so each is read once."""

    colours: Palette
    known: dict[bytes, Style] = field(default_factory=dict)

    def of(self, cell: Any) -> Style:
        """The style of a cell."""
        key = bytes(cell._style)
        if key not in self.known:
            self.known[key] = read_style(cell, self.colours)
        return self.known[key]


def read_sheets(data: bytes, names: Collection[str] | None = None) -> list[Sheet]:
    """Visible sheets in the order of the tabs; those without content have no area to print.

    Args:
        data: Bytes of the workbook.
        names: Tabs that are read; None for all.

    Raises:
        RefusedError: The bytes are no workbook that can be trusted.
    """
    from openpyxl import load_workbook

    package = Package(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl drops when it saves is of no account here
            book = load_workbook(BytesIO(data), data_only=True, keep_links=False, rich_text=True)
    except Exception as error:  # openpyxl raises whatever comes out of a file it did not expect
        raise RefusedError("file-damaged", part="") from error
    styles = Styles(palette(book.loaded_theme))
    parts = sheet_parts(package)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and sheet.title in parts]
    return [read_sheet(book, sheet, package, parts[sheet.title], styles) for sheet in visible if names is None or sheet.title in names]


def sheet_parts(package: Package) -> dict[str, str]:
    """Names of the parts of the sheets, by the names of the sheets."""
    book = next(iter(Relations(package, "").of("officeDocument")), "xl/workbook.xml")
    targets = Relations(package, book)
    found = {}
    for node in parse(package.read(book), book).iter("{*}sheet"):
        id = next((str(value) for key, value in node.attrib.items() if str(key).endswith("}id")), "")
        found[node.get("name", "")] = targets.target(id)
    return found


def read_sheet(book: Workbook, sheet: Worksheet, package: Package, part: str, styles: Styles) -> Sheet:
    """A sheet ready for laying out."""
    blocks = [(block.min_row, block.min_col, block.max_row, block.max_col) for block in sheet.merged_cells.ranges]
    owner = {(row, column): block for block in blocks for row in range(block[0], block[2] + 1) for column in range(block[1], block[3] + 1)}
    cells = sorted(sheet._cells.items())
    looks = {spot: styles.of(cell) for spot, cell in cells}
    texts, fills = [], {}
    for (row, column), cell in cells:
        block, style = owner.get((row, column), (row, column, row, column)), looks[row, column]
        if cell.value is not None and block[:2] == (row, column) and (text := read_text(cell.value, block, style, styles.colours)):
            texts.append(text)
        if colour := looks.get(block[:2], style).fill:
            fills[row, column] = colour
    across, down, bordered = read_borders(looks, owner)
    pictures, undrawn = read_pictures(package, part)
    used = used_range([*(text_area(text) for text in texts), *blocks, *spots(fills), *spots(bordered), *ends(pictures, book, sheet)])
    areas = [area for area in (cut(area, used) for area in print_areas(sheet) or [used]) if area[0] <= area[2] and area[1] <= area[3]]
    if sheet.print_options.gridLines:
        across, down = add_grid(areas, owner, across, down)
    heights, auto = row_heights(sheet, used[2], texts)
    return Sheet(
        name=sheet.title,
        setup=read_setup(sheet, tuple(areas)),
        widths=column_widths(book, sheet, used[3]),
        heights=heights,
        auto=auto,
        texts=tuple(texts),
        blocks=tuple(blocks),
        fills=fills,
        across=across,
        down=down,
        pictures=pictures,
        uncalculated=count_uncalculated(package.read(part)),
        undrawn=undrawn,
        frozen=frozen_part(sheet),
    )


def frozen_part(sheet: Worksheet) -> tuple[int, int]:
    """Last row and last column that stay on the screen while the rest is scrolled; 0 for none."""
    pane: Any = sheet.sheet_view.pane
    if pane is None or pane.state not in ("frozen", "frozenSplit"):
        return 0, 0
    return int(pane.ySplit or 0), int(pane.xSplit or 0)


def text_area(text: Text) -> Area:
    """Cells that a text stands in."""
    return text.row, text.column, text.last_row, text.last_column


def spots(marked: Iterable[Spot]) -> list[Area]:
    """Single cells as areas."""
    return [(row, column, row, column) for row, column in marked]


def ends(pictures: Iterable[Picture], book: Workbook, sheet: Worksheet) -> Iterator[Area]:
    """Cells that pictures reach: as far as their anchors say, or as their size asks."""
    for picture in pictures:
        row, column, across, down = picture.start
        last = picture.end[:2] if picture.end else (row, column)
        if not picture.end:
            widths, heights = column_widths(book, sheet, column + REACH), row_heights(sheet, row + REACH, [])[0]
            last = reached(heights, row, picture.size[1] + down), reached(widths, column, picture.size[0] + across)
        yield row, column, *last


def reached(sizes: Sequence[float], first: int, length: float) -> int:
    """The last row (or column) that a length reaches from the edge of the first one on."""
    last = first
    while last + 1 < len(sizes) and sum(sizes[first : last + 1]) < length - 0.5:
        last += 1
    return last


def used_range(areas: list[Area]) -> Area:
    """The area from A1 that holds all areas; with last row 0 if there are none."""
    if not areas:
        return 1, 1, 0, 0
    return 1, 1, max(area[2] for area in areas), max(area[3] for area in areas)


def cut(area: Area, bounds: Area) -> Area:
    """The part of an area that lies within bounds."""
    return max(area[0], bounds[0]), max(area[1], bounds[1]), min(area[2], bounds[2]), min(area[3], bounds[3])


def read_text(value: Any, block: Area, style: Style, colours: Palette) -> Text | None:
    """Text of a cell with its look; None if it shows nothing."""
    runs: tuple[tuple[str, Look], ...]
    if isinstance(value, list):
        pieces = [(run, style.look) if isinstance(run, str) else (run.text, read_look(run.font, colours, style.look)) for run in value]
        runs = tuple((tidy(text), look) for text, look in pieces if text)
    else:
        runs = ((words(value, style.code), style.look),)
    if not any(text.strip() for text, _ in runs):
        return None
    is_text = isinstance(value, str | list)
    natural = "left" if is_text else "center" if isinstance(value, bool) else "right"
    return Text(
        *block,
        runs=runs,
        across=style.across or natural,
        down=style.down,
        wrap=is_text and style.wrap,
        turn=style.turn,
        shrink=style.shrink or not is_text,
        indent=style.indent,
    )


def read_style(cell: Cell | MergedCell, colours: Palette) -> Style:
    """The look of a cell."""
    alignment: Any = cell.alignment
    border: Any = cell.border
    turn = alignment.textRotation or 0
    return Style(
        look=read_look(cell.font, colours),
        fill=read_fill(cell, colours) if cell.has_style else "",
        sides=(
            read_line(border.top, colours),
            read_line(border.bottom, colours),
            read_line(border.left, colours),
            read_line(border.right, colours),
        ),
        across=ACROSS.get(alignment.horizontal or "", ""),
        down=DOWN.get(alignment.vertical or "", "bottom"),
        wrap=bool(alignment.wrap_text or alignment.horizontal in ("justify", "distributed") or alignment.vertical == "justify"),
        turn=0 if turn == 255 else turn if turn <= 90 else 90 - turn,
        shrink=bool(alignment.shrink_to_fit),
        indent=INDENT * (alignment.indent or 0),
        code=str(cell.number_format),
    )


def read_line(side: Any, colours: Palette) -> Line | None:
    """A border; None where there is none."""
    return Line(*LINES[side.style], colours(side.color, BLACK)) if side is not None and side.style in LINES else None


@lru_cache(REMEMBERED, typed=True)
def words(value: object, code: str) -> str:
    """What a value shows under a number format; marks, dates and names come again and again."""
    return tidy(shown(value, code))


def tidy(text: str) -> str:
    """Text without the signs that no font has: line ends become one kind, other control characters go."""
    if text.isprintable():
        return text.replace("_x000D_", "")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return "".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 32)


def read_look(font: Font | Any, colours: Palette, base: Look | None = None) -> Look:
    """How letters look. A font of a run of rich text says only what differs from the cell's."""
    if font is None and base is not None:
        return base
    family = getattr(font, "rFont", None) or getattr(font, "name", None) or (base.family if base else "Calibri")
    size = getattr(font, "sz", None) or (base.size if base else 11.0)
    return Look(
        family=str(family),
        size=float(size),
        bold=bool(font.b),
        italic=bool(font.i),
        underline=bool(font.u) and font.u != "none",
        strike=bool(font.strike),
        colour=colours(font.color, base.colour if base else BLACK),
    )


def read_fill(cell: Cell | MergedCell, colours: Palette) -> str:
    """Colour of a cell; a pattern becomes the mean of its two colours; empty if there is none."""
    fill: Any = cell.fill
    if fill.tagname == "gradientFill":
        return colours(fill.stop[0].color, WHITE) if fill.stop else ""
    if fill.fill_type in (None, "none"):
        return ""
    if fill.fill_type == "solid":
        return colours(fill.fgColor, WHITE)
    return mixed(colours(fill.fgColor, BLACK), colours(fill.bgColor, WHITE), 0.5)


def read_borders(looks: dict[Spot, Style], owner: dict[Spot, Area]) -> tuple[dict[Spot, Line], dict[Spot, Line], set[Spot]]:
    """Lines above and left of cells, and the cells that have any. Of two cells at one edge the wider line stays; merged cells have none within."""
    across: dict[Spot, Line] = {}
    down: dict[Spot, Line] = {}
    bordered = set()
    for (row, column), style in looks.items():
        if style.sides == BARE:
            continue
        top, bottom, left, right = style.sides
        block = owner.get((row, column), (row, column, row, column))
        drawn = [
            top is not None and row == block[0] and _widest(across, (row, column), top),
            bottom is not None and row == block[2] and _widest(across, (row + 1, column), bottom),
            left is not None and column == block[1] and _widest(down, (row, column), left),
            right is not None and column == block[3] and _widest(down, (row, column + 1), right),
        ]
        if any(drawn):
            bordered.add((row, column))
    return across, down, bordered


def _widest(edges: dict[Spot, Line], spot: Spot, line: Line) -> bool:
    """Keep a line at an edge unless there is a wider one; True in any case."""
    other = edges.get(spot)
    if other is None or other.width < line.width:
        edges[spot] = line
    return True


def add_grid(
    areas: list[Area], owner: dict[Spot, Area], across: dict[Spot, Line], down: dict[Spot, Line]
) -> tuple[dict[Spot, Line], dict[Spot, Line]]:
    """Lines with those of the grid where a cell has none of its own."""
    grid_across, grid_down = {}, {}
    for first_row, first_column, last_row, last_column in areas:
        for row in range(first_row, last_row + 2):
            for column in range(first_column, last_column + 2):
                block = owner.get((row, column), (row, column, row, column))
                if row == block[0] and column <= last_column:
                    grid_across[row, column] = GRID
                if column == block[1] and row <= last_row:
                    grid_down[row, column] = GRID
    return grid_across | across, grid_down | down


def digit_width(book: Workbook) -> int:
    """Pixels of a digit of the default font, in which widths of columns are counted."""
    fonts: Any = book._fonts  # type: ignore[attr-defined]
    font = fonts[0] if len(fonts) else None
    share = DIGIT_SHARES.get(str(font.name).lower() if font else "", 0.507)
    return round((float(font.sz or 11) if font else 11.0) * 96 / 72 * share)


def column_widths(book: Workbook, sheet: Worksheet, last: int) -> list[float]:
    """Widths in points of columns up to the last; index 0 is not used."""
    digit = digit_width(book)
    form: Any = sheet.sheet_format
    default = pixels(form.defaultColWidth, digit) if form.defaultColWidth else math.ceil(((form.baseColWidth or 8) * digit + 5) / 8) * 8
    widths = [default * 0.75] * (last + 1)
    for dimension in sheet.column_dimensions.values():
        for column in range(dimension.min or 0, min(dimension.max or 0, last) + 1):
            widths[column] = 0.0 if dimension.hidden else pixels(dimension.width, digit) * 0.75
    return widths


def pixels(width: float, digit: int) -> int:
    """Pixels of a width that is counted in digits."""
    return int((256 * width + int(128 / digit)) / 256 * digit)


def row_heights(sheet: Worksheet, last: int, texts: list[Text]) -> tuple[list[float], frozenset[int]]:
    """Heights in points of rows up to the last, and the rows that have none of their own and follow their text."""
    form: Any = sheet.sheet_format
    default = 0.0 if form.zeroHeight else float(form.defaultRowHeight or 15.0)
    heights = [default] * (last + 1)
    own = set()
    for row, dimension in sheet.row_dimensions.items():
        if row <= last and (dimension.hidden or dimension.height is not None):
            heights[row] = 0.0 if dimension.hidden else float(dimension.height)
            own.add(row)
    auto = frozenset(range(1, last + 1)) - own
    for text in texts:
        if text.row == text.last_row and text.row in auto:
            heights[text.row] = max(heights[text.row], math.ceil(max(look.size for _, look in text.runs) * LINE_SHARE * 4) / 4)
    return heights, auto


def count_uncalculated(part: bytes) -> int:
    """Formulas of a sheet whose value is not in the file."""
    count = UNCALCULATED(parse(part))
    assert isinstance(count, float)
    return int(count)
