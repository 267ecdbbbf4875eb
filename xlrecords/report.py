"""A report: pages of rows with figures, links and charts, as data. `reports` holds all of them; `reports.workbook` writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from .book import address, letters
from .kind import LOOK_ALIKE


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that opens a workbook at a cell: text, path relative to the report (empty: this workbook), sheet and A1 cell (empty: the sheet)."""

    text: str
    path: str
    sheet: str
    cell: str


Why: TypeAlias = Callable[[], Sequence[str]]
"""Tells on request, line by line, from what a figure follows: cells, weights, sums, thresholds, rule with its version, clause."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a page that can say why.

    Attributes:
        value: A whole number; an exact fraction, shown half up to two places; a text such as «н/а»; None: unknown, an empty cell.
        formula: Excel formula with English names, beginning with «=», that gives the same; functions newer than Excel 2007 begin with
            `_xlfn.`; empty: the value itself is written.
        why: Its chain, or None.
    """

    value: int | Fraction | str | None
    formula: str = ""
    why: Why | None = None


Cell: TypeAlias = "str | int | Link | Figure | Fraction | None"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a page.

    Attributes:
        title: Heading.
        width: Width in characters.
        wrapped: Whether long texts take several lines.
        group: Heading above, shared by neighbours of the same group; empty: none.
        turned: Whether the heading is written upwards, for narrow columns.
        centred: Whether values stand in the middle.
    """

    title: str
    width: float
    wrapped: bool = False
    group: str = ""
    turned: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart beside or below the rows of a page.

    Attributes:
        title: Title.
        categories: Column (from 0) of the categories.
        series: Columns (from 0) of the series.
        kind: "stacked" columns, "columns" side by side, or "line".
        rows: First and last body row (from 0) that it shows; None: all.
        colours: Colours of the series, such as "#C0504D"; empty: colours that say nothing about good and bad.
    """

    title: str
    categories: int
    series: tuple[int, ...]
    kind: str = "stacked"
    rows: tuple[int, int] | None = None
    colours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heat:
    """Body cells coloured from low to high; the numbers stay readable without colour.

    Attributes:
        columns: Columns (from 0).
        bounds: Values with the low, the middle and the high colour.
        rows: First and last body row (from 0); None: all.
    """

    columns: tuple[int, ...]
    bounds: tuple[float, float, float]
    rows: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a report.

    Attributes:
        tab: Name of the sheet, such as `tab_names` gives.
        title: First line.
        note: Second line.
        fields: Columns.
        rows: Values: text, number, figure or link; a row of one text alone is a band across the table.
        tones: A tone for each row, «error», «warning», «note», «total» or «».
        toned: The column (from 0) whose cells show the tone as their fill; «total» is shown by the whole row.
        chart: A chart beside the rows, or None.
        charts: Charts below the rows.
        heats: Coloured columns.
        signatures: Lines below the table: «Классный руководитель».
        frozen: So many columns stay on the screen, and are repeated on every printed page.
        portrait: Whether it is printed upright.
        filtered: Whether headings have filters.
        on_one: Whether everything is printed on one sheet of paper.
        block: So many rows belong together: none of them goes over to another page alone. 0: any may.
        whole_bands: Whether a band and the rows below it stay on one printed page, where one has room for them.
    """

    tab: str
    title: str
    note: str
    fields: tuple[Field, ...]
    rows: Sequence[Sequence[Cell]]
    tones: Sequence[str] = ()
    toned: int = 0
    chart: Chart | None = None
    charts: tuple[Chart, ...] = ()
    heats: tuple[Heat, ...] = ()
    signatures: tuple[str, ...] = ()
    frozen: int = 0
    portrait: bool = False
    filtered: bool = True
    on_one: bool = False
    block: int = 0
    whole_bands: bool = False

    @property
    def heading_row(self) -> int:
        """Row of the headings, from 1: the fourth, or the fifth below headings of groups."""
        return 5 if any(field.group for field in self.fields) else 4

    def cell(self, row: int, column: int) -> str:
        """A1 address of a body row and a column, both from 0."""
        return address(self.heading_row + 1 + row, column + 1)

    def reference(self, row: int, column: int) -> str:
        """The same with the name of the sheet, for formulas on other sheets."""
        return f"'{self.tab.replace(chr(39), chr(39) * 2)}'!{self.cell(row, column)}"


def tab_names(names: Sequence[str]) -> list[str]:
    """Names for sheets out of texts, in their order: at most 31 characters, without signs that Excel forbids, none twice in any case of letters."""
    from .filling.tabs import tab_name

    taken: set[str] = set()
    return [tab_name(name, taken) for name in names]


@dataclass(frozen=True, slots=True)
class NoFigure:
    """Why a reference names no figure: a Russian sentence with what to do."""

    text: str


_CELL: Final = re.compile(r"([A-Z]{1,3})\s*([0-9]{1,7})")
_LATIN: Final = {cyrillic: latin for latin, cyrillic in LOOK_ALIKE.items()}
_QUOTES: Final = "'\"«»„“”‘’ \n\t"


def figure_at(pages: Sequence[Page], reference: str) -> Figure | NoFigure:
    """The figure in a cell of a report.

    Args:
        pages: Pages of the report.
        reference: «'5А'!F12», «5А!F12», or «F12» of the first page; quotes around the name or the whole, `$`, case of letters and
            letters of the other alphabet that look the same do not matter.

    Returns:
        The figure; a number or a text that is no figure becomes one that cannot say why. `NoFigure` if there is no such sheet or
        cell, or nothing in it but a heading.
    """
    tab, bang, cell = reference.rpartition("!")
    name = re.sub(r"^\[[^\]]*\]", "", tab.strip(_QUOTES).replace("''", "'"))
    found = _CELL.fullmatch(cell.strip(_QUOTES).replace("$", "").upper().translate(_LATIN))
    if not found or (bang and not name):
        return NoFigure(f"Непонятна клетка «{reference}»: напишите её, например, так: F12 или 5А!F12.")
    page = next((page for page in pages if not name or _folded(page.tab) == _folded(name)), None)
    if page is None:
        shown = ", ".join(f"«{page.tab}»" for page in pages[:SHOWN]) + (" и другие" if len(pages) > SHOWN else "")
        return NoFigure(f"Листа «{name}» в отчёте нет. Выберите лист из имеющихся: {shown}.")
    row = int(found[2]) - page.heading_row - 1
    column = next((column for column in range(len(page.fields)) if letters(column + 1) == found[1]), len(page.fields))
    place = f"{found[1]}{int(found[2])} листа «{page.tab}»"
    if row < 0:
        return NoFigure(f"Клетка {place} стоит над таблицей или в её шапке: выберите клетку с числом.")
    if row >= len(page.rows) or column >= len(page.fields):
        span = f"{page.cell(0, 0)}:{page.cell(len(page.rows) - 1, len(page.fields) - 1)}"
        return NoFigure(f"Клетка {place} вне таблицы: " + (f"выберите клетку из {span}." if page.rows else "в таблице нет строк."))
    value = page.rows[row][column] if column < len(page.rows[row]) else None
    if value is None or value == "":
        return NoFigure(f"Клетка {place} пуста: выберите клетку с числом.")
    if isinstance(value, Figure):
        return value
    return Figure(value.text if isinstance(value, Link) else value)


SHOWN: Final = 12
"""So many sheets are listed when none has the name asked for."""


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold().replace("ё", "е").translate(LOOK_ALIKE)
