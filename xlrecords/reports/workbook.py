"""Writes the pages of a report as a workbook that is easy to filter, print and click through."""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path
from typing import Any

import xlsxwriter

from ..report import Field, Link, Page
from ..save import MADE_BY

HEADINGS = 3
"""Row (from 0) of the headings: title, note, an empty line above."""
TONES = {"error": "#F8CBCB", "warning": "#FFE9A8", "note": "#DCE6F4"}
CREATED = dt.datetime(2000, 1, 1)
"""Date in the properties: the same pages give the same bytes."""
LINE = 13.5
"""Height of a line of text, in points."""
SERIES_COLOURS = ("#C0504D", "#E3B341", "#7F9DB9")
FONT = {"font_name": "Calibri", "font_size": 10, "valign": "top"}


def write_pages(path: Path, pages: tuple[Page, ...]) -> None:
    """Write a workbook, one sheet a page. Texts are written as texts, never as formulas."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"category": MADE_BY, "title": pages[0].title, "created": CREATED})
        formats: dict[tuple[str, bool, bool], Any] = {}
        for page in pages:
            _write(workbook, page, formats)


def _format(workbook: Any, formats: dict[tuple[str, bool, bool], Any], tone: str, wrapped: bool, linked: bool) -> Any:
    key = tone, wrapped, linked
    if key not in formats:
        look: dict[str, Any] = {**FONT, "border": 1, "border_color": "#BFBFBF", "text_wrap": wrapped}
        if tone:
            look["bg_color"] = TONES[tone]
        if linked:
            look |= {"font_color": "#0563C1", "underline": 1}
        formats[key] = workbook.add_format(look)
    return formats[key]


def _write(workbook: Any, page: Page, formats: dict[tuple[str, bool, bool], Any]) -> None:
    sheet = workbook.add_worksheet(page.tab)
    sheet.write_string(0, 0, page.title, workbook.add_format({**FONT, "font_size": 14, "bold": True}))
    sheet.write_string(1, 0, page.note, workbook.add_format({**FONT, "font_color": "#595959"}))
    heading = workbook.add_format({**FONT, "bold": True, "bg_color": "#D9E2EC", "border": 1, "text_wrap": True, "valign": "vcenter"})
    for column, field in enumerate(page.fields):
        sheet.set_column(column, column, field.width)
        sheet.write_string(HEADINGS, column, field.title, heading)
    for index, row in enumerate(page.rows):
        tone = page.tones[index] if page.tones else ""
        sheet.set_row(HEADINGS + 1 + index, LINE * max(_lines(value, page.fields[column]) for column, value in enumerate(row)) + 2)
        for column, value in enumerate(row):
            field = page.fields[column]
            look = _format(workbook, formats, tone if column == page.toned else "", field.wrapped, isinstance(value, Link))
            place = HEADINGS + 1 + index, column
            if isinstance(value, Link):
                sheet.write_url(*place, _url(value), look, value.text)
            elif isinstance(value, int):
                sheet.write_number(*place, value, look)
            else:
                sheet.write_string(*place, value, look)
    last = HEADINGS + max(len(page.rows), 1)
    sheet.autofilter(HEADINGS, 0, last, len(page.fields) - 1)
    sheet.freeze_panes(HEADINGS + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADINGS)
    sheet.set_footer("&L&A&RЛист &P из &N")
    if page.chart and page.rows:
        sheet.insert_chart(HEADINGS, len(page.fields) + 1, _chart(workbook, page))


def _lines(value: object, field: Field) -> int:
    """Lines that a value takes in its column, by an estimate that leaves room: programs do not fit rows of a new file by themselves."""
    if not field.wrapped or not isinstance(value, str):
        return 1
    return len(textwrap.wrap(value, max(int(field.width * 1.05), 4))) or 1


def _url(link: Link) -> str:
    place = f"#'{link.sheet.replace(chr(39), chr(39) * 2)}'!{link.cell or 'A1'}" if link.sheet else ""
    return f"external:{link.path}{place}"


def _chart(workbook: Any, page: Page) -> Any:
    assert page.chart is not None
    chart = workbook.add_chart({"type": "column", "subtype": "stacked"})
    first, last = HEADINGS + 1, HEADINGS + len(page.rows)
    for series, colour in zip(page.chart.series, SERIES_COLOURS, strict=True):
        chart.add_series(
            {
                "name": [page.tab, HEADINGS, series],
                "categories": [page.tab, first, page.chart.categories, last, page.chart.categories],
                "values": [page.tab, first, series, last, series],
                "fill": {"color": colour},
                "gap": 40,
            }
        )
    chart.set_title({"name": page.chart.title, "name_font": {"size": 12}})
    chart.set_y_axis({"min": 0, "num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": max(420, 26 * len(page.rows) + 140), "height": 320})
    return chart
