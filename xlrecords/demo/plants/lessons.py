"""Errors in the register of lessons and in the names of subjects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..calendar import lesson_days
from ..places import Page, Places, Planted


def lesson_unrecorded(places: Places) -> Iterator[Planted]:
    """A lesson that is not in the register."""
    page = places.page(lambda page: not page.subject.paired)
    index = _quiet(page)
    lesson = page.sheet.lessons.pop(index)
    yield page.planted("lesson-unrecorded", f"из перечня тем убран урок {_shown(lesson)}", lambda layout: layout.heading(index))


def lesson_unlisted(places: Places) -> Iterator[Planted]:
    """A lesson of the register that has no column."""
    page = places.page()
    known = page.sheet.headings
    day = next(day for day in lesson_days(page.grade, range(5)) if day not in known)
    index = sum(isinstance(other, dt.date) and other < day for other in known)
    page.sheet.lessons.insert(index, {"lesson_date": day, "hours": 1, "topic": "Повторение", "homework": "не задано"})
    yield page.planted(
        "lesson-unlisted", f"в перечень тем добавлен урок {day:%d.%m.%Y}", lambda layout: layout.lesson(index, "lesson_date")
    )


def blank_lessons(places: Places) -> Iterator[Planted]:
    """Lessons without topic, without homework."""
    for rule, column, note in (
        ("topic-empty", "topic", "не записана тема"),
        ("homework-empty", "homework", "не записано домашнее задание"),
    ):
        for _ in range(2):
            yield _blank(places.line().page, rule, column, note)


def _blank(page: Page, rule: str, column: str, note: str) -> Planted:
    filled = [index for index in page.running() if page.sheet.lessons[index][column]]
    index = filled[len(filled) // 2]
    lesson = page.sheet.lessons[index]
    lesson[column] = ""
    return page.planted(rule, f"урок {_shown(lesson)}: {note}", lambda layout: layout.lesson(index, column))


def hours_behind(places: Places) -> Iterator[Planted]:
    """A course that is over, with fewer hours than its plan."""
    page = places.module()
    page.sheet.lessons[-1]["hours"] = 1
    yield page.planted("hours-behind", "у последнего урока вместо двух часов записан один", lambda layout: layout.label("subject"))


def subject_unknown(places: Places) -> Iterator[Planted]:
    """Misspelt subjects: on a page of a journal, in a heading of a summary."""
    page = places.page()
    was = str(page.sheet.head["subject"])
    page.sheet.head["subject"] = f"{was[:3]}{was[4:]}"
    yield page.planted("subject-unknown", f"вместо «{was}» записано «{page.sheet.head['subject']}»", lambda layout: layout.label("subject"))
    summary = places.summary(lambda page: "term" not in page.sheet.head)
    index = len(summary.sheet.headings) - 1
    was = str(summary.sheet.headings[index])
    summary.sheet.headings[index] = f"{was}ъ"
    yield summary.planted("subject-unknown", f"вместо «{was}» записано «{was}ъ»", lambda layout: layout.heading(index))


def _quiet(page: Page) -> int:
    """A lesson of the running term without a work."""
    return next(index for index in page.running() if not page.sheet.lessons[index].get("work"))


def _shown(lesson: dict[str, object]) -> str:
    day = lesson["lesson_date"]
    assert isinstance(day, dt.date)
    return f"{day:%d.%m.%Y}"


PAGES = (lesson_unrecorded, lesson_unlisted, subject_unknown)
LINES = (blank_lessons, hours_behind)
