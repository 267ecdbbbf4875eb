"""Class summaries, made of the marks for periods in the journals: a sheet a closed period, and a sheet for the year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from ..forms import grade_summary, grade_summary_by_student
from ..kind import TERMS
from .calendar import YEAR, closed_terms, term, terms_of
from .journal import inside, missed
from .people import SchoolClass, Student
from .settings import BEHAVIOUR
from .sheet import Sheet
from .subjects import taught

WELL_BEHAVED = 3.5
"""Mean of the marks of those whose behaviour is exemplary: somebody has to be told from somebody."""


Credited: TypeAlias = Mapping[tuple[Student, str], int]
"""Marks of other organisations that count as interim attestation, by student and subject."""


def summaries(group: SchoolClass, journals: Sequence[Sheet], credited: Credited) -> list[Sheet]:
    """All summaries of a class; that of the year has lines of interim attestation where a mark was credited."""
    return [*(_of_term(group, journals, name) for name in closed_terms(group.grade)), _of_year(group, journals, credited)]


def _headings(group: SchoolClass) -> dict[str, str]:
    """Subject -> its short name, which heads the column."""
    return {subject.name: subject.short for subject in taught(group.grade)}


def _marks(journals: Sequence[Sheet], name: str) -> dict[tuple[Student, str], object]:
    """Mark for a term by student and subject."""
    return {
        (student, sheet.subject): row.get(name, "") for sheet in journals for student, row in zip(sheet.students, sheet.rows, strict=True)
    }


def count(row: dict[str, object], cells: Sequence[object]) -> None:
    """Write what is counted in a line of marks: fives, fours, ..., and their mean to two places, half up."""
    marks = [cell for cell in cells if isinstance(cell, int)]
    for mark in (5, 4, 3, 2):
        row[f"count_{mark}"] = marks.count(mark)
    row["count_na"] = list(cells).count("н/а")
    if marks:
        row["average"] = (200 * sum(marks) + len(marks)) // (2 * len(marks)) / 100


def _of_term(group: SchoolClass, journals: Sequence[Sheet], name: str) -> Sheet:
    headings, marks = _headings(group), _marks(journals, name)
    sheet = Sheet(
        grade_summary.FORM,
        f"Сводная {TERMS[name]}",
        {"school_class": group.name, "term": TERMS[name], "year": YEAR},
        headings=list(headings.values()),
    )
    for student in group.students:
        if not student.there(term(name).last):
            continue
        cells = [marks.get((student, subject), "") for subject in headings]
        row: dict[str, object] = {"number": len(sheet.rows) + 1, "student": student.written, "missed": _missed(student, journals, name)}
        count(row, cells)
        sheet.rows.append(row)
        sheet.grid.append(cells)
        sheet.students.append(student)
    return sheet


def _missed(student: Student, journals: Sequence[Sheet], name: str) -> int:
    """Lessons of all subjects that a student missed in a term."""
    lines = [(sheet, sheet.students.index(student)) for sheet in journals if student in sheet.students]
    return sum(missed(sheet.grid[row][index]) for sheet, row in lines for index in inside(sheet, row, name))


def _of_year(group: SchoolClass, journals: Sequence[Sheet], credited: Credited) -> Sheet:
    terms = (*terms_of(group.grade), "year")
    marks: dict[str, Mapping[tuple[Student, str], object]] = {name: _marks(journals, name) for name in terms}
    if any(student in group.students for student, _ in credited):
        marks["interim"] = credited
    sheet = of_year(
        group.name, YEAR, _headings(group), tuple(marks), group.students,
        lambda student, subject, name: marks[name].get((student, subject), ""),
    )  # fmt: skip
    closed = {TERMS[name]: term(name).last for name in closed_terms(group.grade)}
    for student, row in zip(sheet.students, sheet.rows, strict=True):
        last = closed.get(str(row["term"]))
        if last is not None and student.there(last):
            row["behaviour"] = BEHAVIOUR[0] if student.ability >= WELL_BEHAVED else BEHAVIOUR[1]
    return sheet


def of_year(
    group: str,
    year: str,
    headings: Mapping[str, str],
    terms: Sequence[str],
    students: Sequence[Student],
    mark: Callable[[Student, str, str], object],
) -> Sheet:
    """The summary of a class for a year: a line a student and term.

    Args:
        group: Name of the class.
        year: The school year.
        headings: Subject -> what heads its column.
        terms: Names of the terms.
        students: Students, in their order.
        mark: Mark of a student in a subject for a term, or an empty text.
    """
    sheet = Sheet(grade_summary_by_student.FORM, "Сводная за год", {"school_class": group, "year": year}, headings=list(headings.values()))
    for number, student in enumerate(students, 1):
        for name in terms:
            first = name == terms[0]
            sheet.rows.append({"number": number if first else "", "student": student.written if first else "", "term": TERMS[name]})
            sheet.grid.append([mark(student, subject, name) for subject in headings])
            sheet.students.append(student)
    return sheet
