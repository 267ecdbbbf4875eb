"""Attendance summaries of classes: what the journals say, and what was kept of the last school year."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from ..forms import attendance_summary
from ..kind import TERMS
from .calendar import YEAR, closed_terms, term
from .journal import missed
from .people import SchoolClass, Student
from .sheet import Sheet

COUNTS = ("days", "days_ill", "lessons", "lessons_ill", "late")
ILL = "б"
LESSONS_A_DAY = 6

Counts = Mapping[str, int]


def of_class(group: SchoolClass, journals: Sequence[Sheet]) -> Sheet:
    """The summary of a class for the closed terms, as its journals are written now; only days missed as a whole are days."""
    terms = closed_terms(group.grade)
    told = {student: _lessons(student, journals) for student in group.students}
    lines = {
        (student, name): _counted(told[student], term(name).first, term(name).last)
        for student in group.students
        for name in terms
        if student.there(term(name).last)
    }
    return _sheet(group.name, YEAR, terms, group.students, lines)


def _lessons(student: Student, journals: Sequence[Sheet]) -> dict[dt.date, list[object]]:
    """Day -> cells of the lessons that a student had."""
    found: dict[dt.date, list[object]] = {}
    for sheet in journals:
        for row, other in enumerate(sheet.students):
            if other is student:
                for day, cell in zip(sheet.headings, sheet.grid[row], strict=True):
                    if isinstance(day, dt.date) and student.there(day):
                        found.setdefault(day, []).append(cell)
    return found


def _counted(lessons: Mapping[dt.date, Sequence[object]], first: dt.date, last: dt.date) -> Counts:
    counts: Counter[str] = Counter()
    for day, cells in lessons.items():
        if first <= day <= last:
            away = [str(cell)[0] for cell in cells if missed(cell)]
            counts["lessons"] += len(away)
            counts["lessons_ill"] += away.count(ILL)
            counts["days"] += len(away) == len(cells)
            counts["days_ill"] += away.count(ILL) == len(cells)
    return counts


def of_last_year(group: str, year: str, terms: Sequence[str], students: Sequence[Student], chance: Random) -> Sheet:
    """An invented summary of a class for a whole year: the year is the sum of its terms."""
    lines: dict[tuple[Student, str], Counts] = {}
    for student in students:
        for name in terms:
            ill, other = chance.choice((0, 0, 1, 3, 5)), chance.choice((0, 0, 1, 2))
            lines[student, name] = {
                "days": ill + other, "days_ill": ill, "lessons": LESSONS_A_DAY * (ill + other) + chance.choice((0, 0, 1, 2)),
                "lessons_ill": LESSONS_A_DAY * ill, "late": chance.choice((0, 0, 0, 1, 2)),
            }  # fmt: skip
        lines[student, "year"] = {count: sum(lines[student, name][count] for name in terms) for count in COUNTS}
    return _sheet(group, year, (*terms, "year"), students, lines)


def _sheet(
    group: str, year: str, terms: Iterable[str], students: Sequence[Student], lines: Mapping[tuple[Student, str], Counts]
) -> Sheet:  # fmt: skip
    sheet = Sheet(attendance_summary.FORM, attendance_summary.FORM.tab, {"school_class": group, "year": year})
    names = list(terms)
    for number, student in enumerate(students, 1):
        shown = [name for name in names if (student, name) in lines]
        for name in shown:
            first = name == shown[0]
            sheet.students.append(student)
            sheet.rows.append(
                {
                    "number": number if first else "", "student": student.written if first else "", "term": TERMS[name],
                    **{count: lines[student, name].get(count, 0) for count in COUNTS},
                }
            )  # fmt: skip
    return sheet
