"""How a sheet is laid on paper: its page set-up, print areas, repeated headings, headers and footers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .sheet import Area, Setup, Zone

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

INCH = 72.0
PAPERS = {1: (612, 792), 5: (612, 1008), 8: (841.89, 1190.55), 9: (595.28, 841.89), 11: (419.53, 595.28), 70: (297.64, 419.53)}
"""Width and height in points, upright, by the number that files have: Letter, Legal, A3, A4, A5, A6. Others are taken for A4."""
A4 = 9
CELLS = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")
STYLE = re.compile(r'&(?:"(?P<font>[^"]*)"|K[0-9A-Fa-f]{6}|(?P<size>\d+)|(?P<sign>[BIUESXYG]))')


def print_areas(sheet: Worksheet) -> list[Area]:
    """Areas that are printed; none if the sheet names none."""
    from openpyxl.utils import range_boundaries

    found = []
    for area in str(sheet.print_area or "").split(","):
        if area:
            first_column, first_row, last_column, last_row = range_boundaries(area.rpartition("!")[2])
            found.append((first_row or 1, first_column or 1, last_row or 1 << 20, last_column or 1 << 14))
    return found


def read_setup(sheet: Worksheet, areas: tuple[Area, ...]) -> Setup:
    """The page set-up of a sheet."""
    page: Any = sheet.page_setup
    margins, options = sheet.page_margins, sheet.print_options
    width, height = PAPERS.get(int(page.paperSize or A4), PAPERS[A4])
    fits = bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
    across, down = page.fitToWidth, page.fitToHeight
    return Setup(
        paper=(height, width) if page.orientation == "landscape" else (width, height),
        margins=(margins.left * INCH, margins.top * INCH, margins.right * INCH, margins.bottom * INCH),
        strips=(margins.header * INCH, margins.footer * INCH),
        areas=areas,
        title_rows=rows_of(sheet.print_title_rows),
        title_columns=columns_of(sheet.print_title_cols),
        row_breaks=frozenset(item.id for item in sheet.row_breaks.brk),
        column_breaks=frozenset(item.id for item in sheet.col_breaks.brk),
        fit=(1 if across is None else int(across), 1 if down is None else int(down)) if fits else None,
        scale=(page.scale or 100) / 100,
        centred=(bool(options.horizontalCentered), bool(options.verticalCentered)),
        down_first=page.pageOrder != "overThenDown",
        first_page=int(page.firstPageNumber) if page.useFirstPageNumber and page.firstPageNumber else None,
        headers=zones(sheet, "Header"),
        footers=zones(sheet, "Footer"),
    )


def rows_of(title: str | None) -> tuple[int, int] | None:
    """Rows of a title such as ``$1:$3``."""
    numbers = [int(number) for number in re.findall(r"\d+", title or "")]
    return (numbers[0], numbers[-1]) if numbers else None


def columns_of(title: str | None) -> tuple[int, int] | None:
    """Columns of a title such as ``$A:$B``."""
    from openpyxl.utils import column_index_from_string

    names = re.findall(r"[A-Z]+", title or "")
    return (column_index_from_string(names[0]), column_index_from_string(names[-1])) if names else None


def zones(sheet: Worksheet, which: str) -> tuple[tuple[Zone, Zone, Zone], tuple[Zone, Zone, Zone]]:
    """Header or footer of the first page and of the others."""
    others: Any = getattr(sheet, f"odd{which}")
    first: Any = getattr(sheet, f"first{which}") if sheet.HeaderFooter.differentFirst else others
    return (
        (zone(first.left), zone(first.center), zone(first.right)),
        (zone(others.left), zone(others.center), zone(others.right)),
    )


def zone(part: Any) -> Zone:
    """A third of a header: its text without the codes of letters, which give the look of the whole."""
    text = part.text or ""
    codes = list(STYLE.finditer(text.replace("&&", "  ")))
    styles = [part.font or "", *(code["font"] or "" for code in codes)]
    size = part.size or next((int(code["size"]) for code in codes if code["size"]), 10)
    signs = {code["sign"] for code in codes}
    return Zone(
        text=STYLE.sub("", text.replace("&&", "\0")).replace("\0", "&&").strip(),
        size=float(size),
        bold="B" in signs or any(word in style.lower() for style in styles for word in ("bold", "полужирный")),
        italic="I" in signs or any(word in style.lower() for style in styles for word in ("italic", "курсив")),
    )
