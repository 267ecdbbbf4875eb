"""Errors in dates of lessons. Lessons are added without marks, so that nothing else depends on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...sheets.template import Layout
from ..calendar import FIRST_DAY
from ..places import Line, Page, Places, Planted
from ..sheet import Where

IN_BREAK = dt.date(2026, 10, 28)
HOLIDAY = dt.date(2026, 11, 4)
SATURDAY = dt.date(2026, 11, 14)
SUMMER = dt.date(2027, 6, 9)


def add_lesson(page: Page, day: dt.date, shown: object, recorded: bool = True) -> int:
    """Add a lesson without marks at the place of its day.

    Args:
        page: Page of a journal.
        day: Where it is put.
        shown: What stands above the marks, and in the register if it is a date.
        recorded: Whether it stands in the register.

    Returns:
        Number of its column among the lessons.
    """
    sheet = page.sheet
    index = sum(isinstance(known, dt.date) and known <= day for known in sheet.headings)
    sheet.headings.insert(index, shown)
    for cells in sheet.grid:
        cells.insert(index, "")
    if recorded:
        sheet.lessons.insert(index, {"lesson_date": shown, "hours": 1, "topic": "Повторение", "homework": "не задано"})
    return index


def _heading(index: int) -> Where:
    def where(layout: Layout) -> str:
        return layout.heading(index)

    return where


def _alone(page: Page, index: int) -> bool:
    """Whether the lesson is the only one of its day, and no work."""
    headings = page.sheet.headings
    return headings.count(headings[index]) == 1 and not page.sheet.lessons[index].get("work")


def wrong_days(places: Places) -> Iterator[Planted]:
    """Lessons in a break, on a holiday, on a Saturday, after the last term, in another year."""
    for rule, day, note in (
        ("lesson-on-break", IN_BREAK, "добавлен урок в каникулы"),
        ("lesson-on-free-day", HOLIDAY, "добавлен урок в праздник"),
        ("lesson-on-free-day", SATURDAY, "добавлен урок в субботу при пятидневной неделе"),
        ("lesson-outside-period", SUMMER, "добавлен урок после конца последней четверти"),
    ):
        page = places.page()
        yield page.planted(rule, f"{note}, {day:%d.%m.%Y}", _heading(add_lesson(page, day, day)))
    page = places.page()
    wrong = FIRST_DAY.replace(year=FIRST_DAY.year - 1, day=15)
    yield page.planted(
        "date-outside-year", f"год в дате урока указан неверно: {wrong:%d.%m.%Y}", _heading(add_lesson(page, SATURDAY, wrong))
    )


def date_repeated(places: Places) -> Iterator[Planted]:
    """The same day twice above the marks, once in the register."""
    page = places.page(lambda page: any(_alone(page, index) for index in page.running()))
    index = next(index for index in page.running() if _alone(page, index))
    day = page.sheet.headings[index]
    assert isinstance(day, dt.date)
    added = add_lesson(page, day, day, recorded=False)
    yield page.planted("date-repeated", f"дата {day:%d.%m.%Y} записана над двумя столбцами", _heading(added))


def date_order(places: Places) -> Iterator[Planted]:
    """Two columns in the wrong order."""
    page = places.page(lambda page: not page.subject.paired)
    sheet, index = page.sheet, page.running()[1]
    for cells in (sheet.headings, *sheet.grid):
        cells[index], cells[index + 1] = cells[index + 1], cells[index]
    yield page.planted("date-order", "два соседних столбца переставлены", _heading(index + 1))


def date_unreadable(places: Places) -> Iterator[Planted]:
    """A day that no calendar has, above a lesson whose day in the register is right."""
    page = places.page()
    index = page.running()[1]
    day = page.sheet.headings[index]
    page.sheet.headings[index] = wrong = f"38.{day:%m.%Y}"
    yield page.planted("date-unreadable", f"вместо даты {day:%d.%m.%Y} записано «{wrong}»", _heading(index))


def heading_blank(places: Places) -> Iterator[Planted]:
    """A column with absences and without a date."""
    page = places.page()
    day = page.sheet.headings[page.running()[2]]
    assert isinstance(day, dt.date)
    added = add_lesson(page, day, "", recorded=False)
    for cells in page.sheet.grid[:2]:
        cells[added] = "н"
    yield page.planted("heading-blank", "добавлен столбец с отметками о пропусках без даты", _heading(added))


def achievement_outside_year(places: Places) -> Iterator[Planted]:
    """An achievement of the year before."""
    page = places.achievements()
    date = page.sheet.rows[0]["date"]
    assert isinstance(date, dt.date)
    page.sheet.rows[0]["date"] = date.replace(year=date.year - 1)
    yield Line(page, 0).planted("achievement-outside-year", "дата достижения из прошлого учебного года", "date")


PAGES = (wrong_days, date_repeated, date_order, date_unreadable, heading_blank)
LINES = (achievement_outside_year,)
