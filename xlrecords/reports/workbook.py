"""Writes the pages of a report as a workbook that is easy to filter, print and click through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..book import letters
from ..report import Cell, Field, Figure, Heat, Link, Page
from ..save import MADE_BY
from .charts import BESIDE, CHART_GAP, chart_of, chart_size
from .measure import LINE, Paper, column_pixels, lines, row_pixels, text_pixels, turned_points
from .origin import Origin, properties

TONES = {"error": "#F8CBCB", "warning": "#FFE9A8", "note": "#DCE6F4", "total": "#E7E6E6"}
NUMBERS = {"whole": "0", "fraction": "0.00"}
"""Number formats; indented, lest a number touch the text to its right."""
HEAT = ("#F4B9B3", "#FFF1B8", "#BFE0C2")
"""Low, middle, high: pale enough for black numbers, and different enough in grey."""
CREATED = dt.datetime(2000, 1, 1)
"""Date in the properties: the same pages give the same bytes."""
FONT = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
BORDER = {"border": 1, "border_color": "#BFBFBF"}
LONGEST_TEXT = 32_767
"""Characters that a cell may hold."""
SMALL = 20_000
"""Up to so many rows a workbook is put together in memory."""
TOP = 3
"""Row (from 0) where the headings begin: title, note, an empty line above."""
TITLE = 1.5
"""So many times larger than other text the title is."""
ROOM = 0.03
"""Part of the height of a page by which programs may differ from the estimate."""
COMPANY = 2
"""So many rows at least stand below a band on the same page."""
PADDING = 2.5
"""Points that a row is higher than its lines."""
EMPTY = 15.75
"""Height of an empty row, in points: not the 15 of Excel, which are not written, so that other programs take their own."""
SIGNATURE = 24
"""Height of a line to sign, in points."""

Look: TypeAlias = Callable[[str, bool, bool, str], Any]
"""Format of a cell, by tone, whether it is wrapped, whether it is centred, and "text", "whole", "fraction" or "link"."""


def write_pages(path: Path, pages: Sequence[Page], origin: Origin | None = None) -> None:
    """Write a workbook, one sheet a page; the same pages give the same bytes.

    Texts are written as texts, never as formulas; figures with a formula keep their value beside it, for readers that do not count.

    Args:
        path: The file; it is written over.
        pages: At least one; names of their sheets must be fit for Excel (`report.tab_names`).
        origin: How they were made, kept in the properties of the file; None: figures cannot be explained from there.
    """
    with Workbook(str(path), {"in_memory": sum(len(page.rows) for page in pages) < SMALL}) as workbook:
        workbook.set_properties({"category": MADE_BY, "title": pages[0].title, "created": CREATED})
        for name, text in properties(origin) if origin else ():
            workbook.set_custom_property(name, text, "text")

        @cache
        def look(tone: str, wrapped: bool, centred: bool, kind: str) -> Any:
            return workbook.add_format(_look(tone, wrapped, centred, kind))

        @cache
        def style(tone: str, wrapped: bool, centred: bool, kind: str) -> int:
            number: int = look(tone, wrapped, centred, kind)._get_xf_index()
            return number

        @cache
        def other(name: str) -> Any:
            return workbook.add_format(LOOKS[name])

        for page in pages:
            _Sheet(workbook, page, look, style, other).write()


def _look(tone: str, wrapped: bool, centred: bool, kind: str) -> dict[str, Any]:
    look: dict[str, Any] = {**FONT, **BORDER, "text_wrap": wrapped, "shrink": not wrapped}
    if tone:
        look["bg_color"] = TONES[tone]
    if tone == "total":
        look |= {"bold": True, "top": 2, "top_color": "#7F7F7F"}
    if kind in NUMBERS:
        look |= {"num_format": NUMBERS[kind], "align": "right", "indent": 1}
    if centred:
        look |= {"align": "center", "indent": 0}
    if kind == "link":
        look |= {"font_color": "#0563C1", "underline": 1}
    return look


_HEADING = {**FONT, **BORDER, "bold": True, "bg_color": "#D9E2EC", "text_wrap": True, "valign": "vcenter"}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {**FONT, "font_size": 14, "bold": True},
    "title over lines": {**FONT, "font_size": 14, "bold": True, "text_wrap": True},
    "note": {**FONT, "font_color": "#595959"},
    "note over lines": {**FONT, "font_color": "#595959", "text_wrap": True},
    "heading": _HEADING,
    "centred heading": {**_HEADING, "align": "center"},
    "turned heading": {**_HEADING, "align": "center", "rotation": 90, "font_size": 9, "valign": "bottom"},
    "band": {**FONT, **BORDER, "bold": True, "bg_color": "#EEF2F6", "text_wrap": True},
    "signature": {**FONT, "font_size": 11, "valign": "bottom"},
}
"""All that is no cell of the body."""


@dataclass(frozen=True, slots=True)
class _Row:
    """All cells of a row, as they stand in the file."""

    text: str


class _Plain(Worksheet):  # type: ignore[misc]
    """A sheet of XlsxWriter that takes formulas as they are, and whole rows as text.

    A summary has a hundred thousand cells of a few kinds. To search each formula for newer functions, and to pass each cell
    through the library twice, costs three times what all the rest of a summary does.
    """

    def put_row(self, row: int, cells: Sequence[str]) -> None:
        """Keep the cells of a row, from column A on without a gap."""
        self._check_dimensions(row, 0)
        self._check_dimensions(row, len(cells) - 1)
        self.table[row][0] = _Row("".join(cells))

    def shared(self, text: str) -> int:
        """Number of a text among the texts of the workbook."""
        number: int = self.str_table._get_shared_string_index(text)
        return number

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if isinstance(cell, _Row):
            self.fh.write(cell.text)
        else:
            super()._write_cell(row, col, cell)

    def _calculate_spans(self) -> None:
        """The hint which columns a row takes may be left out; of rows as text it would be wrong."""
        self.row_spans: dict[int, str] = {}


class _Sheet:
    """One sheet while it is written, from the top down.

    Attributes:
        widths: Width of each column, in pixels.
        right: Last column (from 0) that is printed.
        top: Pixels from the top of the printed page to the row that comes next.
        depth: The same from the top of the sheet.
        repeated: Pixels of the headings, which begin every page after the first.
        beside: Pixels from the top of the sheet to the end of the chart beside the rows.
        breaks: Rows (from 0) that begin a new page.
    """

    def __init__(
        self, workbook: Any, page: Page, look: Look, style: Callable[[str, bool, bool, str], int], other: Callable[[str], Any]
    ) -> None:
        self.workbook, self.page, self.look, self.style, self.other = workbook, page, look, style, other
        self.sheet = workbook.add_worksheet(page.tab, _Plain)
        self.head = page.heading_row - 1
        self.widths = [column_pixels(field.width) for field in page.fields]
        self.right = self._reach()
        self.paper = Paper(page.portrait, self._across(self.right))
        self.top = self.depth = self.repeated = self.beside = 0
        self.breaks: list[int] = []

    def _across(self, last: int) -> int:
        """Pixels from the left to the end of a column."""
        return sum(self.widths[: last + 1]) + column_pixels() * max(last + 1 - len(self.widths), 0)

    def _reach(self) -> int:
        """The last column (from 0) that is printed: the table has room, and what stands beside, above and below it."""
        page, room = self.page, Paper(self.page.portrait, 0).width
        signed = max((text_pixels(_signed(who)) * 1.1 for who in page.signatures), default=0)
        need = max(min(text_pixels(page.title) * TITLE, room), min(text_pixels(page.note), room), signed)
        if page.chart and page.rows:
            need = max(need, self._across(len(page.fields)) + chart_size(page.chart, page, BESIDE)[0])
        last = len(page.fields) - 1
        while self._across(last) < need or (page.charts and self._across(last + 1) <= room):
            last += 1
        return last

    def write(self) -> None:
        for column, field in enumerate(self.page.fields):
            self.sheet.set_column(column, column, field.width)
        self._opening(0, self.page.title, "title", TITLE)
        self._opening(1, self.page.note, "note", 1)
        self._height(2, 8)
        before = self.top
        self._headings()
        self.repeated = self.top - before
        if self.page.rows:
            self._beside()
            self._body()
            self._heats()
        below = self._signatures(self.head + 1 + len(self.page.rows))
        self._printing(self._below(below) - 1)

    def _height(self, row: int, points: float) -> None:
        """Sets the height of a row, and goes on to the next page where it does not fit."""
        self.sheet.set_row(row, points)
        pixels = row_pixels(points)
        if self.top + pixels > self.paper.height:
            self.top = self.repeated
        self.top += pixels
        self.depth += pixels

    def _opening(self, row: int, text: str, name: str, scale: float) -> None:
        """Title or note, in several lines if the page is not wide enough."""
        need, most = text_pixels(text) * scale, self._across(self.right)
        if need > most and self.right:
            self._merged(row, 0, row, self.right, text, f"{name} over lines")
        else:
            self.sheet.write_string(row, 0, text, self.other(name))
        self._height(row, LINE * scale * max(-(-need // most), 1) + PADDING)

    def _headings(self) -> None:
        fields, head = self.page.fields, self.head
        if head > TOP:
            first = 0
            rows = 1
            for group, members in groupby(fields, key=lambda field: field.group):
                last = first + len(list(members)) - 1
                if group:
                    self._merged(TOP, first, TOP, last, group, "centred heading")
                    rows = max(rows, lines(group, sum(field.width for field in fields[first : last + 1]), bold=True))
                first = last + 1
            self._height(TOP, LINE * rows + PADDING)
        for column, field in enumerate(fields):
            name = "turned heading" if field.turned else "centred heading" if field.centred or field.group else "heading"
            self._merged(head if field.group else TOP, column, head, column, field.title, name)
        self._height(head, max(map(_heading_points, fields), default=0))

    def _merged(self, top: int, left: int, bottom: int, right: int, text: str, name: str) -> None:
        """A text in one cell, or in several that are merged."""
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", self.other(name))
        self.sheet.write_string(top, left, text[:LONGEST_TEXT], self.other(name))

    def _body(self) -> None:
        page, put = self.page, self._put
        last, fields = len(page.fields) - 1, page.fields
        shapes = [(field.wrapped, field.centred) for field in fields]
        names = [letters(column + 1) for column in range(len(fields))]
        for index, values in enumerate(page.rows):
            row = self.head + 1 + index
            tone = page.tones[index] if page.tones else ""
            if last and _is_band(values):
                if index:
                    self._keep_band(index)
                self._merged(row, 0, row, last, str(values[0]), "band")
                self._height(row, self._points(values, tone))
                continue
            if index and index == len(page.rows) - COMPANY:
                self._keep_end(index)
            if page.block and index and index % page.block == 0:
                self._keep(row, page.block)
            whole = tone == "total"
            linked = any(isinstance(value, Link) for value in values)
            cells: list[str] = []
            for column, (wrapped, centred) in enumerate(shapes):
                value = values[column] if column < len(values) else None
                shown = tone if whole or column == page.toned else ""
                if linked:
                    put(row, column, value, shown, wrapped, centred)
                else:
                    cells.append(self._cell(f"{names[column]}{row + 1}", value, shown, wrapped, centred))
            if cells:
                self.sheet.put_row(row, cells)
            self._height(row, self._points(values, tone))
        area = f"A{self.head + 2}:{letters(last + 1)}{self.head + 1 + len(page.rows)}"
        self.sheet.ignore_errors({"number_stored_as_text": area, "formula_differs": area, "formula_range": area})

    def _points(self, values: Sequence[Cell], tone: str) -> float:
        """Height of a row: that of its highest cell, or of a band."""
        fields = self.page.fields
        if len(fields) > 1 and _is_band(values):
            high = lines(str(values[0]), sum(field.width for field in fields), bold=True)
        else:
            wrapping = ((_text(value), field.width) for value, field in zip(values, fields, strict=False) if field.wrapped)
            high = max((lines(text, width, bold=tone == "total") for text, width in wrapping if text), default=1)
        return LINE * high + PADDING

    def _keep_band(self, index: int) -> None:
        """Begins a new page before a band that would be parted from the first rows below it, or, if it is to stay whole, from any."""
        page = self.page
        heights: list[int] = []
        for at in range(index, len(page.rows)):
            if at > index and _is_band(page.rows[at]):
                break
            heights.append(row_pixels(self._height_of(at)))
        room = self.paper.height * (1 - ROOM)
        kept = heights if page.whole_bands and self.repeated + sum(heights) <= room else heights[: 1 + COMPANY]
        if self.top + sum(kept) > room and self.top > self.repeated:
            self.breaks.append(self.head + 1 + index)
            self.top = self.repeated

    def _keep_end(self, index: int) -> None:
        """Begins a new page before the last rows, where the lines to sign below them would stand on it alone."""
        rows = sum(row_pixels(self._height_of(at)) for at in range(index, len(self.page.rows)))
        signed = 2 * row_pixels(EMPTY) + len(self.page.signatures) * row_pixels(SIGNATURE)
        room = self.paper.height * (1 - ROOM)
        if self.page.signatures and self.top + rows + signed > room and self.top > self.repeated:
            self.breaks.append(self.head + 1 + index)
            self.top = self.repeated

    def _height_of(self, index: int) -> float:
        """Height of a row of the table, in points."""
        return self._points(self.page.rows[index], self.page.tones[index] if self.page.tones else "")

    def _keep(self, row: int, rows: int) -> None:
        """Begins a new page where rows of one line each, that belong together, would be parted."""
        if self.top + rows * row_pixels(LINE + PADDING) > self.paper.height * (1 - ROOM):
            self.breaks.append(row)
            self.top = self.repeated

    def _cell(self, place: str, value: Cell, tone: str, wrapped: bool, centred: bool) -> str:
        """One cell without a link, as it stands in the file."""
        formula = ""
        if value.__class__ is Figure:
            formula, value = value.formula, value.value
        style, sort, shown = self.style(tone, wrapped, centred, _kind(value)), "", ""
        if isinstance(value, str):
            text = value[:LONGEST_TEXT]
            if formula:
                sort, shown = ' t="str"', escape(text)
            elif text:
                sort, shown = ' t="s"', str(self.sheet.shared(text))
        elif value is not None:
            shown = repr(_hundredths(value)) if value.__class__ is Fraction else str(value)
        if formula:
            return f'<c r="{place}" s="{style}"{sort}><f>{escape(formula[1:])}</f><v>{shown}</v></c>'
        return f'<c r="{place}" s="{style}"{sort}><v>{shown}</v></c>' if shown else f'<c r="{place}" s="{style}"/>'

    def _put(self, row: int, column: int, value: Cell, tone: str, wrapped: bool, centred: bool) -> None:
        """Writes one cell of a row that has a link."""
        sheet, look = self.sheet, self.look
        if isinstance(value, Link):
            style = look(tone, wrapped, centred, "link")
            if sheet.write_url(row, column, _url(value), style, value.text):
                sheet.write_string(row, column, value.text, look(tone, wrapped, centred, "text"))
            return
        formula = value.formula if isinstance(value, Figure) else ""
        plain = value.value if isinstance(value, Figure) else value
        style = look(tone, wrapped, centred, _kind(plain))
        shown = _hundredths(plain) if isinstance(plain, Fraction) else "" if plain is None else plain
        if formula:
            sheet.write_formula(row, column, formula, style, shown)
        elif isinstance(shown, str):
            sheet.write_string(row, column, shown[:LONGEST_TEXT], style)
        else:
            sheet.write_number(row, column, shown, style)

    def _heats(self) -> None:
        for heat in self.page.heats:
            areas = _areas(self.page, heat)
            low, middle, high = heat.bounds
            self.sheet.conditional_format(
                areas[0],
                {
                    "type": "3_color_scale", "multi_range": " ".join(areas),
                    "min_type": "num", "mid_type": "num", "max_type": "num",
                    "min_value": low, "mid_value": middle, "max_value": high,
                    "min_color": HEAT[0], "mid_color": HEAT[1], "max_color": HEAT[2],
                },
            )  # fmt: skip

    def _beside(self) -> None:
        """The chart to the right of the rows, a column apart; below the headings, for what stands beside them is repeated in print."""
        if chart := self.page.chart:
            size = chart_size(chart, self.page, BESIDE)
            self.sheet.insert_chart(self.head + 1, len(self.page.fields) + 1, chart_of(self.workbook, self.page, chart, size))
            self.beside = self.depth + size[1]

    def _signatures(self, row: int) -> int:
        """Lines to sign, two rows below the table; gives the first row that is free."""
        if not self.page.signatures:
            return row
        for empty in (row, row + 1):
            self._height(empty, EMPTY)
        for index, who in enumerate(self.page.signatures, row + 2):
            self.sheet.write_string(index, 0, _signed(who), self.other("signature"))
            self._height(index, SIGNATURE)
        return row + 2 + len(self.page.signatures)

    def _below(self, row: int) -> int:
        """Charts below all else, side by side where there is room; none is cut by the end of a page. Gives the first row that is free."""
        row = self._skip(row, self.beside - self.depth)
        if not self.page.charts or not self.page.rows:
            return row
        row, most, left, tallest = self._skip(row, CHART_GAP), self._across(self.right), 0, 0
        for chart in self.page.charts:
            width, height = chart_size(chart, self.page, most)
            before = self.top
            if left and left + width > most:
                row, left, tallest = self._skip(row, tallest + CHART_GAP), 0, 0
            # A page that ends in the gap before a chart may be a little longer in another program, which would cut the chart.
            if not left and (self.top < before or self.top + height > self.paper.height * (1 - ROOM)):
                self.breaks.append(row)
                self.top = self.repeated
            self.sheet.insert_chart(row, 0, chart_of(self.workbook, self.page, chart, (width, height)), {"x_offset": left, "y_offset": 4})
            left, tallest = left + width + CHART_GAP, max(tallest, height)
        return self._skip(row, tallest)

    def _skip(self, row: int, pixels: int) -> int:
        """Leaves rows empty over so many pixels; gives the row below them."""
        below = row + max(-(-pixels // row_pixels(EMPTY)), 0)
        for empty in range(row, below):
            self._height(empty, EMPTY)
        return below

    def _printing(self, last: int) -> None:
        sheet, page = self.sheet, self.page
        if not page.portrait:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, int(page.on_one))
        sheet.set_margins(*self.paper.margins)
        sheet.set_footer("&L&8&A&R&8Лист &P из &N", {"margin": 0.3})
        sheet.repeat_rows(TOP, self.head)
        if page.frozen:
            sheet.repeat_columns(0, page.frozen - 1)
        sheet.freeze_panes(self.head + 1, page.frozen)
        if self.breaks:
            sheet.set_h_pagebreaks(self.breaks)
        sheet.print_area(0, 0, last, self.right)
        if page.filtered:
            totals = 0
            while page.tones and totals < len(page.rows) and page.tones[len(page.rows) - 1 - totals] == "total":
                totals += 1
            sheet.autofilter(self.head, 0, self.head + max(len(page.rows) - totals, 1), len(page.fields) - 1)


def _is_band(values: Sequence[Cell]) -> bool:
    """Whether a row is one text across the table."""
    return len(values) == 1 and isinstance(values[0], str)


def _kind(value: object) -> str:
    """Kind of the format of a value that is no link."""
    return "text" if value is None or value.__class__ is str else "fraction" if value.__class__ is Fraction else "whole"


def _signed(who: str) -> str:
    return f"{who} ____________________ /____________________/"


def _heading_points(field: Field) -> float:
    """Height that the heading of a column needs."""
    return turned_points(field.title, field.width) if field.turned else LINE * lines(field.title, field.width, bold=True) + PADDING


def _text(value: Cell) -> str:
    """What wraps in a cell; empty for numbers."""
    if isinstance(value, Figure):
        value = value.value
    if isinstance(value, Link):
        value = value.text
    return value if isinstance(value, str) else ""


def _hundredths(value: Fraction) -> float:
    """The number nearest to a fraction that is rounded half up to two places; exact, for the rounding is done on whole numbers."""
    above, below = abs(value.numerator), value.denominator
    rounded = (200 * above + below) // (2 * below)
    return (rounded if value >= 0 else -rounded) / 100


def _areas(page: Page, heat: Heat) -> list[str]:
    """Areas of a heat, one for each run of neighbouring columns."""
    first, last = heat.rows or (0, len(page.rows) - 1)
    runs: list[list[int]] = []
    for column in sorted(heat.columns):
        if runs and runs[-1][-1] == column - 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    return [f"{page.cell(first, run[0])}:{page.cell(last, run[-1])}" for run in runs]


def _url(link: Link) -> str:
    place = f"'{link.sheet.replace(chr(39), chr(39) * 2)}'!{link.cell or 'A1'}" if link.sheet else ""
    if not link.path:
        return f"internal:{place}"
    return f"external:{link.path}#{place}" if place else f"external:{link.path}"
