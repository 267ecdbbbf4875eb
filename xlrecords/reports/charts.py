"""Native charts of a page, and their sizes."""

from __future__ import annotations

from typing import Any

from ..report import Chart, Page

COLOURS = ("#3B6EA8", "#E0A030", "#6A9F58", "#A85C7C", "#7F9DB9", "#8C6D46", "#595959", "#B8C46A")
DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot", "square_dot", "long_dash_dot", "solid")
MARKERS = ("circle", "square", "diamond", "triangle", "x", "star", "plus", "long_dash")
"""Lines differ by more than colour: most printers of schools have none."""
CHART_GAP = 20
"""Pixels between charts."""
HEIGHT = 320
BESIDE = 900
"""Pixels that a chart beside a table has at most: what is wider makes the print small."""


def chart_size(chart: Chart, page: Page, most: int) -> tuple[int, int]:
    """Width and height of a chart, in pixels: by the number of its categories, not wider than `most`."""
    first, last = span(chart, page)
    each = 12 + 14 * len(chart.series) if chart.kind == "columns" else 26
    return min(max(460, each * (last - first + 1) + 140), most), HEIGHT


def span(chart: Chart, page: Page) -> tuple[int, int]:
    """First and last body row that a chart shows, from 0."""
    return chart.rows or (0, len(page.rows) - 1)


def chart_of(workbook: Any, page: Page, chart: Chart, size: tuple[int, int]) -> Any:
    """A chart of XlsxWriter, to be put on the sheet of its page."""
    line = chart.kind == "line"
    made = workbook.add_chart(
        {"type": "line"} if line else {"type": "column", "subtype": "stacked"} if chart.kind == "stacked" else {"type": "column"}
    )
    head = page.heading_row - 1
    first, last = (head + 1 + row for row in span(chart, page))
    colours = chart.colours or COLOURS
    for index, series in enumerate(chart.series):
        colour = colours[index % len(colours)]
        dash, marker = DASHES[index % len(DASHES)], MARKERS[index % len(MARKERS)]
        made.add_series(
            {
                "name": [page.tab, head if page.fields[series].group else 3, series],
                "categories": [page.tab, first, chart.categories, last, chart.categories],
                "values": [page.tab, first, series, last, series],
                **(
                    {"line": {"color": colour, "width": 2, "dash_type": dash},
                     "marker": {"type": marker, "size": 6, "fill": {"color": colour}, "border": {"color": colour}}}
                    if line
                    else {"fill": {"color": colour}, "gap": 40}
                ),
            }
        )  # fmt: skip
    made.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
    made.set_x_axis({"num_font": {"size": 9}})
    grid = {"visible": True, "line": {"color": "#D9D9D9"}}
    counted = {"min": 0, "num_format": "0"} if chart.kind == "stacked" else {"min": 0} if chart.kind == "columns" else {}
    made.set_y_axis({**counted, "major_gridlines": grid})
    made.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
    made.set_size({"width": size[0], "height": size[1]})
    return made
