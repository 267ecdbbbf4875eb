"""Bands and lines to sign in print: none stands alone on a page, and no page is left half empty for a band that fits on none."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from xlrecords.report import Cell, Field, Page
from xlrecords.reports.workbook import write_pages

HEAD = 4
"""Rows above the first one of the table."""
FIELDS = (Field("№", 7), Field("Дело", 60))


def breaks(folder: Path, *bands: int, whole: bool = True) -> list[int]:
    """Numbers of the rows below which a page ends, of bands with so many rows each."""
    rows: list[list[Cell]] = []
    for number, count in enumerate(bands, 1):
        rows += [[f"Раздел {number}"], *([place, f"Дело {place}"] for place in range(1, count + 1))]
    path = folder / "Опись.xlsx"
    write_pages(path, [Page("Опись", "Опись", "", FIELDS, rows, whole_bands=whole)])
    sheet = load_workbook(path).worksheets[0]
    return [mark.id for mark in sheet.row_breaks.brk]


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("rows", [28, 29])
def test_no_band_stands_alone_at_the_foot(tmp_path: Path, rows: int, whole: bool) -> None:
    assert breaks(tmp_path, rows, 100, whole=whole) == [HEAD + 1 + rows]


def test_band_with_rows_below_it_stays(tmp_path: Path) -> None:
    assert breaks(tmp_path, 20, 5, whole=False) == []


def test_band_longer_than_a_page_begins_where_there_is_room(tmp_path: Path) -> None:
    assert breaks(tmp_path, 13, 200) == []


def test_band_that_fits_on_a_page_is_kept_whole(tmp_path: Path) -> None:
    assert breaks(tmp_path, 13, 25) == [HEAD + 1 + 13]


def test_lines_to_sign_stand_with_the_last_rows(tmp_path: Path) -> None:
    found = set()
    for count in range(25, 35):
        rows: list[list[Cell]] = [[number, f"Дело {number}"] for number in range(1, count + 1)]
        write_pages(tmp_path / "Опись.xlsx", [Page("Опись", "Опись", "", FIELDS, rows, signatures=("Составитель", "Председатель"))])
        found |= {mark.id - HEAD - count + 2 for mark in load_workbook(tmp_path / "Опись.xlsx").worksheets[0].row_breaks.brk}
    assert found == {0}
