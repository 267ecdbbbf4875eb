"""What xlwings has no word for: asked of Excel for Windows over COM, of Excel for Mac over AppleScript, and nowhere else.

An engine of another office program has a plain dialect: it knows no patterns, which are then mixed into the colour of the cell.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ..book import address
from ..edits import PlanError
from .excel_cells import joined
from .excel_state import Look

if TYPE_CHECKING:
    import xlwings as xw

PATTERNS: Mapping[str, int] = {"": -4142, "solid": 1, "darkUp": -4162, "lightUp": 14, "lightGray": -4124}
"""Patterns by their names in files: numbers of Excel (XlPattern)."""
NAMES = {number: name for name, number in PATTERNS.items()}
AUTOMATIC = -4105
"""Number of a colour that is none of one's own (xlColorIndexAutomatic)."""
NO_COLOUR = -4142
BLACK = "000000"
ALL, PART, BY_ROWS, BY_COLUMNS, BACKWARDS = -4123, 2, 1, 2, 2
"""What is looked in (xlFormulas, which sees hidden rows too), what of it, in which order, and from where (xlPrevious)."""
LANDSCAPE, PORTRAIT = 2, 1
CONTINUOUS, THIN = 1, 2
EDGES = ("edge_top", "edge_bottom", "edge_left", "edge_right")


class Dialect:
    """What any engine gives.

    Attributes:
        patterns: Whether the office program knows patterns.
        areas: Whether several ranges may be named in one address.
    """

    patterns = False
    areas = False

    def saved(self, book: xw.Book) -> bool:
        """Whether the file holds all that is on the screen; False: nobody knows."""
        return False

    def protected(self, sheet: xw.Sheet) -> bool:
        """Whether the cells of a sheet may not be changed."""
        return False

    def closed(self, book: xw.Book) -> bool:
        """Whether no sheet may be added or removed."""
        return False

    def address(self, book: xw.Book) -> str:
        """Where the office program says that a workbook lies, if that may be in the Internet."""
        return ""

    def added(self, book: xw.Book, name: str, after: xw.Sheet) -> xw.Sheet:
        """A new sheet behind another one."""
        return book.sheets.add(name, after=after)

    def extent(self, sheet: xw.Sheet) -> tuple[int, int]:
        """Last row and last column that may hold a value."""
        last = sheet.used_range.last_cell
        return last.row, last.column

    def values(self, area: xw.Range) -> Sequence[Sequence[object]]:
        """Values of a block in one call, errors as texts."""
        found: Sequence[Sequence[object]] = area.options(ndim=2, err_to_str=True).value
        return found

    def discussed(self, cell: xw.Range) -> bool:
        """Whether people talk in a cell: Excel gives such a cell no note."""
        return False

    def look(self, cell: xw.Range) -> Look:
        """Fill of one cell."""
        colour = cell.color
        return Look("solid", "".join(f"{part:02X}" for part in colour)) if colour else Look()

    def looks(self, sheet: xw.Sheet, cells: Sequence[str]) -> Iterator[tuple[str, Look]]:
        """Fills of cells."""
        return ((cell, self.look(sheet.range(cell))) for cell in cells)

    def paint(self, sheet: xw.Sheet, cells: Sequence[str], look: Look) -> None:
        """Give cells a fill."""
        for area in self.named(cells):
            sheet.range(area).color = f"#{look.colour}" if look.pattern else None

    def named(self, addresses: Iterable[str]) -> Iterable[str]:
        """Addresses for one call each."""
        return joined(addresses) if self.areas else addresses

    def frame(self, area: xw.Range, colour: str) -> None:
        """Thin lines around all cells; there are none inside one cell."""
        height, width = area.shape
        inside = (["inside_horizontal"] if height > 1 else []) + (["inside_vertical"] if width > 1 else [])
        area.borders.set([*EDGES, *inside], line_style="continuous", weight="thin", color=f"#{colour}")

    def front(self, sheet: xw.Sheet) -> None:
        """Bring a sheet in front in its window."""
        sheet.activate()

    def fit_note(self, note: xw.Note) -> None:
        """Make the frame of a note as large as its text."""

    def dress(self, sheet: xw.Sheet, heading_row: int, filtered: bool, landscape: bool, size: tuple[int, int]) -> None:
        """Frozen heading, filter and print set-up of a new sheet of so many rows and columns, as far as there are words for them."""


class WindowsExcel(Dialect):
    """Excel for Windows, over COM."""

    patterns = True
    areas = True

    def saved(self, book: xw.Book) -> bool:
        """Whether the file holds all that is on the screen."""
        return bool(book.api.Saved)

    def protected(self, sheet: xw.Sheet) -> bool:
        """Whether the cells of a sheet, or its notes, may not be changed."""
        return bool(sheet.api.ProtectContents or sheet.api.ProtectDrawingObjects)

    def closed(self, book: xw.Book) -> bool:
        """Whether no sheet may be added or removed."""
        return bool(book.api.ProtectStructure)

    def address(self, book: xw.Book) -> str:
        """Where Excel says that a workbook lies."""
        return str(book.api.FullName)

    def added(self, book: xw.Book, name: str, after: xw.Sheet) -> xw.Sheet:
        """A new sheet behind another one.

        One alone: Excel adds as many as the user has selected. Put before the other one, which then goes before it: xlwings counts
        tables and charts together, and would put it elsewhere where there are charts.
        """
        if name.casefold() in {str(tab.Name).casefold() for tab in book.api.Sheets}:
            raise PlanError(f"Лист «{name}» в книге уже есть.")
        made = book.api.Worksheets.Add(Before=after.api, Count=1)
        made.Name = name
        after.api.Move(Before=made)
        return book.sheets[name]

    def extent(self, sheet: xw.Sheet) -> tuple[int, int]:
        """Last row and column with something in them: what is called used holds all that was ever painted, too.

        Rows that a filter hides are not found, but lie within the range of the filter.
        """
        cells = sheet.api.Cells
        more = {"LookIn": ALL, "LookAt": PART, "SearchDirection": BACKWARDS, "MatchCase": False, "SearchFormat": False}
        down, right = (cells.Find(What="*", SearchOrder=order, **more) for order in (BY_ROWS, BY_COLUMNS))
        if down is None or right is None:
            return 0, 0
        ends = [(down.Row, right.Column)]
        for filtered in (sheet.api.AutoFilter, *sheet.api.ListObjects):
            if filtered is not None:
                area = filtered.Range
                ends.append((area.Row + area.Rows.Count - 1, area.Column + area.Columns.Count - 1))
        return max(row for row, _ in ends), max(column for _, column in ends)

    def values(self, area: xw.Range) -> Sequence[Sequence[object]]:
        """Values of a block in one call, errors as texts.

        A number that is no day, under a day's number format, has no value, and the block none with it: then halves are asked.
        """
        try:
            return super().values(area)
        except Exception:
            bare = area.api.Value2  # fails, too, where Excel itself does
        (height, width), down, right = area.shape, area.shape[0] // 2, area.shape[1] // 2
        if height > 1:
            return [*self.values(area[:down, :]), *self.values(area[down:, :])]
        if width > 1:
            return [[*self.values(area[:, :right])[0], *self.values(area[:, right:])[0]]]
        return [[bare]]

    def discussed(self, cell: xw.Range) -> bool:
        """Whether there is a threaded comment; Excel before that of Microsoft 365 knows none, and xlwings says so by errors of COM."""
        with suppress(Exception):
            return cell.api.CommentThreaded is not None
        return False

    def look(self, cell: xw.Range) -> Look:
        """Fill of one cell or of alike cells."""
        inside = cell.api.Interior
        return _look(inside.Pattern, inside)

    def looks(self, sheet: xw.Sheet, cells: Sequence[str]) -> Iterator[tuple[str, Look]]:
        """Fills of cells: those without any, which are the most, are told by a few calls."""
        if not cells:
            return
        lines = list(joined(cells))
        if len(lines) > 1:
            for line in lines:
                yield from self.looks(sheet, line.split(","))
        elif len(cells) == 1:
            yield cells[0], self.look(sheet.range(cells[0]))
        elif sheet.range(lines[0]).api.Interior.Pattern == PATTERNS[""]:
            yield from ((cell, Look()) for cell in cells)
        else:
            middle = len(cells) // 2
            yield from self.looks(sheet, cells[:middle])
            yield from self.looks(sheet, cells[middle:])

    def paint(self, sheet: xw.Sheet, cells: Sequence[str], look: Look) -> None:
        """Give cells a fill; the colour behind a pattern is not touched where it stays."""
        for area in joined(cells):
            inside = sheet.range(area).api.Interior
            if look.pattern == "solid":
                inside.Pattern = PATTERNS["solid"]
                inside.Color = number_of(look.colour)
                continue
            inside.Pattern = PATTERNS[look.pattern]
            if look.pattern:
                inside.PatternColor = number_of(look.colour)

    def frame(self, area: xw.Range, colour: str) -> None:
        """Thin lines around all cells: asked of all sides together, for Excel refuses those inside of one cell."""
        lines = area.api.Borders
        lines.LineStyle, lines.Weight, lines.Color = CONTINUOUS, THIN, number_of(colour)

    def front(self, sheet: xw.Sheet) -> None:
        """Bring a sheet in front in its window; xlwings would also bring its Excel before all others, and fails if it is not."""
        sheet.api.Activate()

    def fit_note(self, note: xw.Note) -> None:
        """Make the frame of a note as large as its text; a note that cannot be framed is still a note."""
        with suppress(Exception):
            note.api.Shape.TextFrame.AutoSize = True

    def dress(self, sheet: xw.Sheet, heading_row: int, filtered: bool, landscape: bool, size: tuple[int, int]) -> None:
        """Frozen heading, filter and print set-up; not every window can be frozen, and without a printer Excel knows no print set-up."""
        with suppress(Exception):
            if heading_row:
                self.front(sheet)
                window = sheet.book.api.Windows(1)
                window.FreezePanes = False
                window.SplitColumn, window.SplitRow = 0, heading_row
                window.FreezePanes = True
        with suppress(Exception):
            if filtered and heading_row and size[0] > heading_row:
                sheet.range((heading_row, 1), size).api.AutoFilter(1)
        with suppress(Exception):
            page = sheet.api.PageSetup
            page.Orientation = LANDSCAPE if landscape else PORTRAIT
            page.Zoom, page.FitToPagesWide, page.FitToPagesTall = False, 1, False
            if heading_row:
                page.PrintTitleRows = f"${heading_row}:${heading_row}"


def _look(pattern: int, inside: Any) -> Look:
    name = NAMES.get(pattern, "other")
    if name in ("", "other"):
        return Look(name)
    if name == "solid":
        return Look(name, colour_of(inside.Color))
    behind = "" if inside.ColorIndex in (AUTOMATIC, NO_COLOUR) else colour_of(inside.Color)
    return Look(name, colour_of(inside.PatternColor), behind)


def colour_of(number: float | None) -> str:
    """RRGGBB of a colour as Excel counts it: blue is the highest byte."""
    whole = int(number or 0) & 0xFFFFFF
    return f"{whole & 255:02X}{whole >> 8 & 255:02X}{whole >> 16:02X}"


def number_of(colour: str) -> int:
    """A colour as Excel counts it."""
    red, green, blue = bytes.fromhex(colour)
    return red + (green << 8) + (blue << 16)


class MacExcel(Dialect):
    """Excel for Mac, over AppleScript; patterns are mixed into the colour of the cell."""

    def saved(self, book: xw.Book) -> bool:
        """Whether the file holds all that is on the screen."""
        return bool(book.api.saved.get())

    def address(self, book: xw.Book) -> str:
        """Where Excel says that a workbook lies."""
        return str(book.api.full_name.get())

    def protected(self, sheet: xw.Sheet) -> bool:
        """Whether the cells of a sheet may not be changed."""
        return bool(sheet.api.protect_contents.get())

    def closed(self, book: xw.Book) -> bool:
        """Whether no sheet may be added or removed."""
        return bool(book.api.protect_structure.get())

    def values(self, area: xw.Range) -> Sequence[Sequence[object]]:
        """Values of a block; errors are told by what is shown, for no value comes for them."""
        found = [list(row) for row in area.options(ndim=2).value]
        shown = area.api.string_value.get()
        texts = shown if isinstance(shown, list) else [[shown]]
        for row, line in zip(found, texts if isinstance(texts[0], list) else [texts], strict=False):
            for column, text in enumerate(line):
                if row[column] in (None, "") and isinstance(text, str) and text.startswith("#"):
                    row[column] = text
        return found

    def dress(self, sheet: xw.Sheet, heading_row: int, filtered: bool, landscape: bool, size: tuple[int, int]) -> None:
        """Frozen heading; a list is one without it, too."""
        if heading_row:
            with suppress(Exception):
                sheet.activate()
                window = sheet.book.app.api.active_window
                window.split_row.set(heading_row)
                window.freeze_panes.set(True)


DIALECTS: dict[str, type[Dialect]] = {"excel": MacExcel if sys.platform == "darwin" else WindowsExcel}
"""By the name of the engine of xlwings."""


def dialect_of(book: xw.Book) -> Dialect:
    """The dialect of the office program in which a workbook is open."""
    return DIALECTS.get(book.app.engine.name, Dialect)()


def runs(cells: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Addresses of the rectangles that cells make: runs down a column, those alike beside one another together."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        columns.setdefault(column, []).append(row)
    open_runs: dict[tuple[int, int], tuple[int, int]] = {}
    for column, rows in columns.items():
        now: dict[tuple[int, int], tuple[int, int]] = {}
        first = last = rows[0]
        for row in [*rows[1:], 0]:
            if row == last + 1:
                last = row
                continue
            left = open_runs.pop((first, last), (column, column - 1))
            if left[1] != column - 1:
                yield _rectangle(first, last, *left)
                left = (column, column - 1)
            now[first, last] = left[0], column
            first = last = row
        for (top, bottom), (start, end) in open_runs.items():
            yield _rectangle(top, bottom, start, end)
        open_runs = now
    for (top, bottom), (start, end) in open_runs.items():
        yield _rectangle(top, bottom, start, end)


def _rectangle(top: int, bottom: int, left: int, right: int) -> str:
    first, last = address(top, left), address(bottom, right)
    return first if first == last else f"{first}:{last}"
