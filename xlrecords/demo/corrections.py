"""The register «Исправления»: what was mended in a journal, by whom, on what ground."""

from __future__ import annotations

import datetime as dt

from ..forms import corrections
from ..kind import TERMS
from .calendar import YEAR
from .places import Line, Page, Places
from .seals import SEALED, TERM
from .sheet import Sheet

BOOK = "Исправления.xlsx"
DAY = dt.date(2026, 10, 27)
"""Before the term was sealed."""
REASON = "ошибка записи, служебная записка № 4"


def register(places: Places) -> Page:
    """Make the register with one row: a mark for the first quarter that was mended before the seal."""
    sheet = Sheet(corrections.FORM, corrections.FORM.tab, {"year": YEAR})
    places.school.books[BOOK] = [sheet]
    line = places.line(
        lambda line: line.page.group is not None and line.page.group.name in SEALED and isinstance(line.values.get(TERM), int)
    )
    mark = int(str(line.values[TERM]))
    add(sheet, line, DAY, TERMS[TERM], str(mark - 1 if mark > 2 else mark + 1), str(mark), REASON)
    return Page(BOOK, sheet)


def add(sheet: Sheet, line: Line, day: dt.date, what: str, was: str, became: str, reason: str) -> int:
    """Add a row on a student's line of a journal; its index."""
    page = line.page
    sheet.students.append(line.student)
    sheet.rows.append(
        {
            "date": day, "school_class": line.student.school_class, "subject": page.sheet.subject, "student": line.student.written,
            "what": what, "was": was, "became": became, "author": page.sheet.head["teacher"], "reason": reason,
        }
    )  # fmt: skip
    return len(sheet.rows) - 1
