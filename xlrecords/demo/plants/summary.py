"""Errors of the summaries."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...kind import TERMS
from ...sheets.template import Layout
from ..places import Line, Page, Places, Planted
from ..school import class_book
from ..sheet import Extra, Where
from ..summary import count


def formulas_not_calculated(places: Places) -> Iterator[Planted]:
    """Means as formulas that no office program has calculated."""
    page = places.take(places.summary(lambda page: "term" in page.sheet.head))
    for row in range(len(page.sheet.rows)):
        page.sheet.extras.append(Extra(_average(row), "=AVERAGE(C7:D7)"))
    yield page.planted("formulas-not-calculated", "средний балл записан формулами без вычисленных значений", _average(0))
    yield page.planted("archive-value-missing", "формулы без значений: в копии для архива будет пусто", _average(0))


def _average(row: int) -> Where:
    def where(layout: Layout) -> str:
        return layout.cell(row, "average")

    return where


def summary_differs(places: Places) -> Iterator[Planted]:
    """A mark that differs from that of the journal: in the summary of a term, where what is counted is right, and in that of the year."""
    for year in (False, True):
        line = places.line(_marked(places, year))
        summary = places.take_line(next(_repeated(places, line, year)))
        column = summary.page.sheet.headings.index(line.page.subject.short)
        was = int(str(summary.cells[column]))
        summary.cells[column] = was - 1 if was > 3 else was + 1
        if not year:
            count(summary.values, summary.cells)
        yield summary.planted("summary-differs", f"{line.page.subject.name}: вместо {was} записано {summary.cells[column]}", column)


def _marked(places: Places, year: bool) -> Callable[[Line], bool]:
    return lambda line: isinstance(line.values.get(line.page.closed[0]), int) and any(_repeated(places, line, year))


def _repeated(places: Places, line: Line, year: bool) -> Iterator[Line]:
    """Line of the summary, of a term or of the year, that repeats the mark of a journal's line for its first term."""
    assert line.page.group is not None
    term = TERMS[line.page.closed[0]]
    for sheet in places.school.books[class_book(line.page.group)]:
        if not sheet.subject and ("term" not in sheet.head) is year and line.page.subject.short in sheet.headings:
            for row, student in enumerate(sheet.students):
                if student is line.student and term in (sheet.head.get("term"), sheet.rows[row].get("term")):
                    yield Line(Page(line.page.book, sheet, line.page.group), row)


def wrong_counts(places: Places) -> Iterator[Planted]:
    """A mean and a count that are not those of the line."""
    page = places.summary(lambda page: "term" in page.sheet.head)
    mean, counted = places.free_line(page), places.free_line(page)
    mean.values["average"] = float(str(mean.values["average"])) - 0.5
    yield mean.planted("summary-average-differs", "средний балл занижен на 0,5", "average")
    counted.values["count_4"] = int(str(counted.values["count_4"])) + 1
    yield counted.planted("summary-count-differs", "число четвёрок завышено на одну", "count_4")


def behaviour_off_scale(places: Places) -> Iterator[Planted]:
    """A word for behaviour that the school's scale does not have."""
    line = places.free_line(places.summary(lambda page: "term" not in page.sheet.head), lambda line: bool(line.values.get("behaviour")))
    was, line.values["behaviour"] = line.values["behaviour"], "нормальное"
    yield line.planted("behaviour-off-scale", f"поведение: вместо «{was}» записано «нормальное»", "behaviour")


LINES = (formulas_not_calculated, summary_differs, wrong_counts, behaviour_off_scale)
