"""Errors in the summaries of attendance."""

from __future__ import annotations

from collections.abc import Iterator

from ...kind import TERMS
from ..calendar import LAST_YEAR, YEAR
from ..last_year import CLASS
from ..places import Line, Places, Planted
from .past import line_of

FIRST_CLASS = "1А"
"""A class whose journals nobody has spoilt as a whole: with one of them unread, nothing can be compared."""


def attendance_differs(places: Places) -> Iterator[Planted]:
    """More lessons missed than the journals say."""
    page = places.of_form("attendance_summary", school_class=FIRST_CLASS, year=YEAR)
    line = places.free_line(page)
    was = int(str(line.values["lessons"]))
    line.values["lessons"] = was + 2
    yield line.planted("attendance-differs", f"пропущено уроков: вместо {was} записано {was + 2}", "lessons")


def sums(places: Places) -> Iterator[Planted]:
    """More lessons missed by illness than were missed; a year that is not the sum of its quarters."""
    page = places.of_form("attendance_summary", school_class=CLASS, year=LAST_YEAR)
    line: Line = line_of(page, places.person(page), "quarter2")
    line.values["lessons_ill"] = int(str(line.values["lessons"])) + 2
    yield line.planted("attendance-illness-more", f"{TERMS['quarter2']}: по болезни больше, чем всего", "lessons_ill")
    line = line_of(page, places.person(page), "year")
    line.values["late"] = int(str(line.values["late"])) + 1
    yield line.planted("attendance-year-differs", "опозданий за год на одно больше, чем по четвертям", "late")


LAST = (attendance_differs, sums)
