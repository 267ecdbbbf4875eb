"""Errors in marks for periods. Those of `MARKS` are planted before the summaries are made, which then repeat them."""

from __future__ import annotations

from collections.abc import Iterator

from ...kind import TERMS
from ..journal import BEST, WORST, inside, last_test, marks_in, missed
from ..people import EXEMPT_SUBJECT, SICK
from ..places import Line, Places, Planted, heading_of

EXEMPTED, NOT_ATTESTED = "осв", "н/а"
ENOUGH = 10
"""So many best marks outweigh a failed test."""


def _marked(line: Line) -> bool:
    """Whether the line has a mark in every closed term of a subject with works."""
    return bool(line.page.subject.work) and all(isinstance(line.values.get(name), int) for name in line.page.closed)


def term_mark_differs(places: Places) -> Iterator[Planted]:
    """Another mark than the mean gives, once too high and once too low."""
    for was, given in ((4, 5), (4, 3)):
        line = places.line(lambda line: _marked(line) and line.values[line.page.closed[0]] == 4 and not _failed_last_test(line))
        name = line.page.closed[0]
        line.values[name] = given
        yield line.planted("term-mark-differs", f"{TERMS[name]}: вместо {was} выставлено {given}", name)


def _failed_last_test(line: Line) -> bool:
    index = last_test(line.page.sheet, line.row, line.page.closed[0])
    return index is not None and marks_in(line.cells[index])[-1] == WORST


def _lessons(line: Line) -> tuple[list[int], list[int]]:
    """Lessons of the first closed term at which a student was present, and those that he missed."""
    lessons = inside(line.page.sheet, line.row, line.page.closed[0])
    away = [index for index in lessons if missed(line.cells[index])]
    return [index for index in lessons if index not in away], away


def mark_limited(places: Places) -> Iterator[Planted]:
    """The best mark for a term whose last test was failed: all other marks are the best, so that the mean allows it."""

    def able(line: Line) -> bool:
        present, away = _lessons(line)
        return _marked(line) and len(present) > ENOUGH and not any(marks_in(line.cells[index]) for index in away)

    line = places.line(lambda line: able(line) and last_test(line.page.sheet, line.row, line.page.closed[0]) is not None)
    name = line.page.closed[0]
    test = last_test(line.page.sheet, line.row, name)
    assert test is not None
    present, _ = _lessons(line)
    marked = [index for index in present if line.cells[index] != ""]
    free = [index for index in present if line.cells[index] == ""]
    for index in (*marked, *free[: max(0, ENOUGH - len(marked))]):
        line.cells[index] = BEST
    line.cells[test], line.values[name] = WORST, BEST
    yield line.planted("mark-limited", f"{TERMS[name]}: выставлено {BEST}, а за последнюю контрольную — {WORST}", name)


def marks_few(places: Places) -> Iterator[Planted]:
    """Only two current marks, both like the mark for the term."""
    line = places.line(lambda line: not line.page.subject.work and isinstance(line.values.get(line.page.closed[0]), int))
    name = line.page.closed[0]
    lessons = [index for index in inside(line.page.sheet, line.row, name) if marks_in(line.cells[index])]
    for number, index in enumerate(lessons):
        line.cells[index] = line.values[name] if number < 2 else ""
    yield line.planted("marks-few", f"{TERMS[name]}: оставлено только две текущие отметки", name)


def na_unfounded(places: Places) -> Iterator[Planted]:
    """«н/а» for a student with marks enough."""
    line = places.line(_marked)
    name = line.page.closed[0]
    was, line.values[name] = line.values[name], NOT_ATTESTED
    yield line.planted("na-unfounded", f"{TERMS[name]}: вместо {was} поставлено «н/а», хотя отметок достаточно", name)


def na_missing(places: Places) -> Iterator[Planted]:
    """No «н/а» for a student who was ill for most of a term."""
    line = places.line(lambda line: NOT_ATTESTED in line.values.values(), case=SICK)
    name = next(name for name in line.page.closed if line.values[name] == NOT_ATTESTED)
    lessons = inside(line.page.sheet, line.row, name)
    line.values[name] = ""
    away = sum(missed(line.cells[index]) for index in lessons)
    yield line.planted("na-missing", f"{TERMS[name]}: убрано «н/а» (пропущено {away} из {len(lessons)})", name)


def term_mark_missing(places: Places) -> Iterator[Planted]:
    """No mark for a closed term, in two journals."""
    for _ in range(2):
        line = places.line(_marked)
        name = line.page.closed[-1]
        was, line.values[name] = line.values[name], ""
        yield line.planted("term-mark-missing", f"{TERMS[name]}: убрана отметка {was}", name)


def exemption_unfounded(places: Places) -> Iterator[Planted]:
    """«осв» without an order in the class list."""
    line = places.line(lambda line: line.page.subject.name == EXEMPT_SUBJECT and line.page.closed[0] in line.values)
    name = line.page.closed[0]
    was, line.values[name] = line.values[name], EXEMPTED
    yield line.planted("exemption-unfounded", f"{TERMS[name]}: вместо {was} поставлено «осв», а приказа об освобождении нет", name)


def term_column_missing(places: Places) -> Iterator[Planted]:
    """A journal without the column of a closed term."""
    page = places.page()
    name = page.closed[-1]
    page.sheet.without += (name,)
    for row in page.sheet.rows:
        row.pop(name, None)
    yield page.planted("term-column-missing", f"удалена графа «{TERMS[name]}»", heading_of("student"))


def work_unmarked(places: Places) -> Iterator[Planted]:
    """No mark for a work that everybody present wrote."""

    def works(line: Line) -> list[int]:
        lessons = line.page.sheet.lessons
        return [index for index in line.page.running() if lessons[index].get("work") in ("КР", "ДИКТ") and marks_in(line.cells[index])]

    line = places.line(lambda line: any(not missed(line.cells[index]) for index in works(line)))
    index = next(index for index in works(line) if not missed(line.cells[index]))
    was, line.cells[index] = line.cells[index], ""
    yield line.planted("work-unmarked", f"за обязательную работу убрана отметка {was}", index)


def mark_where_none(places: Places) -> Iterator[Planted]:
    """A mark in the first class."""
    line = places.line(lambda line: "" in line.cells, marked=False)
    index = line.cells.index("")
    line.cells[index] = 5
    yield line.planted("mark-where-none", "поставлена отметка 5 там, где отметок не ставят", index)


MARKS = (term_mark_differs, mark_limited, marks_few, na_unfounded, na_missing, term_mark_missing, exemption_unfounded)
PAGES = (term_column_missing,)
LINES = (work_unmarked, mark_where_none)
