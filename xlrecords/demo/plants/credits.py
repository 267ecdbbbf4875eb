"""Errors in the register of credits, each in a row of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from ...forms import credits
from ...kind import TERMS
from ..calendar import YEAR
from ..people import Student
from ..places import BY_NAME, Line, Page, Places, Planted
from ..rights import CREDITED, MUSIC, music

UNMARKED: Mapping[str, object] = {"decision": credits.UNMARKED, "mark": ""}
"""A mark that is not credited needs no place in the summary."""

CHANGES: tuple[tuple[str, str, str, Mapping[str, object]], ...] = (
    ("credit-without-application", "applied", "зачтено без заявления", {**UNMARKED, "applied": ""}),
    ("application-order", "applied", "заявление на неделю позже решения", {**UNMARKED, "applied": dt.date(2026, 9, 23)}),
    ("credit-instead-of-exam", "subject_here", "зачтён курс «ОГЭ»", {**UNMARKED, "subject_there": "Музыка, ОГЭ"}),
    ("credit-hours-short", "hours_there", "там 9 часов, а по плану 34", {**UNMARKED, "hours_there": 9}),
    ("credit-decision-incomplete", "order", "зачтено, а протокол не указан", {**UNMARKED, "order": ""}),
    ("credit-notice-late", "notified", "о решении сообщено через месяц", {**UNMARKED, "notified": dt.date(2026, 10, 16)}),
    ("credit-not-in-summary", "mark", "зачтённой отметки нет в сводной", {}),
)  # fmt: skip
"""Rule, column, what is wrong, how a sound row is changed."""


def rows(places: Places) -> Iterator[Planted]:
    """A row for each error."""
    page, summary = places.of_form("credits"), _summary(places)
    for rule, column, note, values in CHANGES:
        yield _add(places, page, summary, values)[0].planted(rule, note, column)
    line, _ = _add(places, page, summary, {**UNMARKED, "applicant": places.school.names.draw(female=True).full})
    yield line.planted("credit-applicant", "заявление подал посторонний человек", "applicant")
    line, student = _add(places, page, summary, {})
    _set(summary, student, 4)
    yield line.planted("credit-summary-differs", "зачтено «5», а в сводной «4»", "mark")
    place = next(place for place, row in enumerate(page.sheet.rows) if row["decision"] == credits.MARKED)
    marked = Line(page, place)
    marked.values["mark_there"] = "4"
    yield marked.planted("credit-mark-differs", "в документе «4», зачтено с отметкой «5»", "mark")
    lines = zip(page.sheet.students, page.sheet.rows, strict=True)
    student = next(student for student, row in lines if row["subject_here"] == MUSIC and row["decision"] == credits.UNMARKED)
    again = page.add({**music(student), **UNMARKED, "organisation": "Дом культуры", "subject_there": "Хор"}, student)
    yield again.planted("credit-repeated", "музыка зачтена второй раз, по справке Дома культуры", "decision")


def _set(summary: Page, student: Student, mark: int) -> None:
    """A mark for music as interim attestation in the summary."""
    sheet = summary.sheet
    row = next(row for row, values in enumerate(sheet.rows) if sheet.students[row] is student and values["term"] == TERMS["interim"])
    sheet.grid[row][sheet.headings.index(BY_NAME[MUSIC].short)] = mark


def _summary(places: Places) -> Page:
    return places.of_form("grade_summary_by_student", school_class=CREDITED, year=YEAR)


def _add(places: Places, page: Page, summary: Page, values: Mapping[str, object]) -> tuple[Line, Student]:
    """A row about a student whose guardian the class list knows and who has no other row."""
    student = places.person(summary, lambda student: places.untouched(student) and student not in page.sheet.students)
    return page.add({**music(student), **values}, student), student


LAST = (rows,)
