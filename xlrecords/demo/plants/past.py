"""Errors in what is kept of earlier years: marks for the year, final marks, the interim attestation."""

from __future__ import annotations

from collections.abc import Iterator

from ...kind import TERMS
from ..calendar import LAST_YEAR
from ..graduates import NINTH
from ..last_year import CARDS, CLASS, FAILING, INTERIM_SUBJECT
from ..people import Student
from ..places import BY_NAME, Line, Page, Places, Planted
from ..sheet import Sheet
from ..subjects import MODULE

SUBJECT, FAILED = "География", "Биология"
"""Subjects of the class of last year in which nobody has a debt."""
PASSING = 3


def year_summary(places: Places, group: str) -> Page:
    """The summary of a class for the last year."""
    return places.of_form("grade_summary_by_student", school_class=group, year=LAST_YEAR)


def line_of(page: Page, student: Student, term: str) -> Line:
    """Line of a student for a term."""
    sheet = page.sheet
    return Line(page, next(row for row, other in enumerate(sheet.students) if other is student and sheet.rows[row]["term"] == TERMS[term]))


def other(mark: int) -> int:
    """Another mark that is no failure."""
    return mark - 1 if mark > PASSING else mark + 1


def _column(page: Page, subject: str) -> int:
    return page.sheet.headings.index(BY_NAME[subject].short)


def _change(page: Page, student: Student, term: str, subject: str, rule: str) -> Planted:
    """Another mark in the summary."""
    line, column = line_of(page, student, term), _column(page, subject)
    was = int(str(line.cells[column]))
    line.cells[column] = other(was)
    return line.planted(rule, f"{subject}, {TERMS[term]}: вместо {was} поставлено {line.cells[column]}", column)


def _alone(places: Places, page: Page) -> Student:
    """A student whose marks no personal card repeats and no похвальный лист needs."""
    commended = places.of_form("commendations", year=LAST_YEAR).sheet
    named = {sheet.head["student"] for sheet in places.school.books[CARDS]} | {student.name.full for student in commended.students}
    return places.person(page, lambda student: student.name.full not in named)


def year_mark_differs(places: Places) -> Iterator[Planted]:
    """A mark for the year that does not follow from the quarters."""
    page = year_summary(places, CLASS)
    yield _change(page, _alone(places, page), "year", SUBJECT, "year-mark-differs")


def final_mark_differs(places: Places) -> Iterator[Planted]:
    """A final mark that does not follow from the year and the exam."""
    page = year_summary(places, NINTH)
    yield _change(page, places.person(page), "final", SUBJECT, "final-mark-differs")


def debt_unrecorded(places: Places) -> Iterator[Planted]:
    """«2» for the year, by right, and nothing in the register of debts."""
    page = year_summary(places, CLASS)
    student, column = _alone(places, page), _column(page, FAILED)
    for term, mark in zip(("quarter1", "quarter2", "quarter3", "quarter4", "year"), (*FAILING, min(FAILING)), strict=True):
        line_of(page, student, term).cells[column] = mark
    note = f"{student.written}, {FAILED}: за год выставлено 2, в реестр задолженностей не внесено"
    yield line_of(page, student, "year").planted("debt-unrecorded", note, column)


def interim(places: Places) -> Iterator[Planted]:
    """Marks on the sheet of the interim attestation: not that of the summary; not what follows from the year."""
    page = places.of_form("interim_results", subject=INTERIM_SUBJECT)
    for rule, name, what in (("interim-mark-differs", "interim", "отметка ПА"), ("interim-final-differs", "final", "итоговая")):
        line = places.free_line(page)
        was = int(str(line.values[name]))
        line.values[name] = other(was)
        yield line.planted(rule, f"{line.student.written}: {what} вместо {was} — {line.values[name]}", name)


def personal_card_differs(places: Places) -> Iterator[Planted]:
    """Another mark in a personal card than that of a course that is over, and another one than that of last year."""
    book = places.school.books[CARDS]
    sheet = next(sheet for sheet in book if sheet.rows[-1]["subject"] == MODULE.name)
    row = len(sheet.rows) - 1
    yield _card(sheet, row, next(index for index, mark in enumerate(sheet.grid[row]) if mark != ""))
    row = next(row for row, values in enumerate(book[0].rows) if values["subject"] == SUBJECT)
    yield _card(book[0], row, book[0].headings.index(CLASS[:-1]))


def _card(sheet: Sheet, row: int, column: int) -> Planted:
    """Another mark in a personal card."""
    line = Line(Page(CARDS, sheet), row)
    was = int(str(line.cells[column]))
    line.cells[column] = other(was)
    note = f"{line.values['subject']}, {sheet.headings[column]} класс: вместо {was} записано {line.cells[column]}"
    return line.planted("personal-card-differs", note, column)


LAST = (year_mark_differs, final_mark_differs, debt_unrecorded, interim, personal_card_differs)
