"""A похвальный лист for those who may not have it."""

from __future__ import annotations

from collections.abc import Iterator

from ..calendar import LAST_YEAR
from ..last_year import CLASS, HONOUR, honoured
from ..people import Student
from ..places import Page, Places, Planted
from ..registers import ORDERS, commended
from ..school import REGISTERS
from .attendance import FIRST_CLASS
from .past import line_of, year_summary


def unfounded(places: Places) -> Iterator[Planted]:
    """A похвальный лист for a year with other marks than «5»."""
    summary, page = year_summary(places, CLASS), places.of_form("commendations", year=LAST_YEAR)

    def able(student: Student) -> bool:
        return not {3, 4}.isdisjoint(line_of(summary, student, "year").cells)

    values = honoured(str(page.sheet.rows[0]["presenter"]))
    line = page.add({**values, "school_class": CLASS}, places.person(summary, able))
    yield line.planted("commendation-unfounded", "похвальный лист при годовых отметках ниже «5»", "sort")


def in_first_class(places: Places) -> Iterator[Planted]:
    """A похвальный лист where no marks are set."""
    book = f"{REGISTERS}/{FIRST_CLASS}.xlsx"
    page = Page(book, next(sheet for sheet in places.school.books[book] if sheet.form and sheet.form.name == "commendations"))
    group = next(group for group in places.school.classes if group.name == FIRST_CLASS)
    student = places.person(places.class_list(), lambda student: student in group.students)
    values = commended(group, max(ORDERS), HONOUR, "Отличные успехи в учении", "учебная", "протокол педагогического совета")
    yield page.add(values, student).planted("commendation-class", "похвальный лист в первом классе", "sort")


LAST = (unfounded, in_first_class)
