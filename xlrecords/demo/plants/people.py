"""Errors of who is who: in journals, and in the class list itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from ..calendar import FIRST_DAY
from ..people import LEAVER, NAMESAKES, NEWCOMER, TWINS
from ..places import Line, Places, Planted

CLUB, PAPER = "Театральная студия", "Школьная газета"


def student_not_in_journal(places: Places) -> Iterator[Planted]:
    """A student without a line in a journal: the class list says whom it lacks."""
    page = places.page()
    sheet = page.sheet
    row = next(row for row, student in enumerate(sheet.students) if not student.case)
    student = sheet.students.pop(row)
    del sheet.rows[row], sheet.grid[row]
    for number, values in enumerate(sheet.rows, 1):
        values["number"] = number
    listed = places.class_list()
    note = f"{student.written} убран(а) из журнала «{sheet.tab}» {student.school_class}"
    yield places.take_line(Line(listed, listed.sheet.students.index(student))).planted("student-not-in-journal", note, "student")


def journal_partial(places: Places) -> Iterator[Planted]:
    """A journal with every other student of the class only."""
    page = places.page()
    sheet = page.sheet
    for lines in (sheet.students, sheet.rows, sheet.grid):
        del lines[1::2]
    for number, values in enumerate(sheet.rows, 1):
        values["number"] = number
    yield page.planted("journal-partial", "из журнала убрана каждая вторая строка", lambda layout: layout.label("subject"))


def student_not_in_list(places: Places) -> Iterator[Planted]:
    """A surname with a letter left out."""
    line = places.line(lambda line: len(line.student.name.surname) > 6)
    was = str(line.values["student"])
    line.values["student"] = was[:3] + was[4:]
    yield line.planted("student-not-in-list", f"вместо «{was}» записано «{line.values['student']}»", "student")


def name_spelling(places: Places) -> Iterator[Planted]:
    """Names that differ from the list by ё, by blanks, by case, by Latin letters."""
    for note, old, new, case in (
        ("«е» вместо «ё»", "ё", "е", TWINS),
        ("два пробела вместо одного", " ", "  ", ""),
        ("латинская «a» вместо русской", "а", "a", ""),
    ):
        line = places.line(_writes(old), case)
        line.values["student"] = line.student.written.replace(old, new, 1)
        yield line.planted("name-spelling", f"{line.student.written}: {note}", "student")
    line = places.line()
    line.values["student"] = line.student.written.upper()
    yield line.planted("name-spelling", f"{line.student.written}: прописными буквами", "student")


def _writes(letter: str) -> Callable[[Line], bool]:
    return lambda line: letter in line.student.written


def name_ambiguous(places: Places) -> Iterator[Planted]:
    """A name cut to its initial; a namesake without the patronymic."""
    line = places.line()
    name = line.student.name
    line.values["student"] = f"{name.surname} {name.first[0]}."
    yield line.planted("name-ambiguous", f"вместо «{name.short}» записано «{line.values['student']}»", "student")
    line = places.line(case=NAMESAKES)
    line.values["student"] = line.student.name.short
    yield line.planted("name-ambiguous", f"тёзка записан без отчества: «{line.student.name.short}»", "student")


def mixed_groups(places: Places) -> Iterator[Planted]:
    """A student twice in a club, a class that the school does not have."""
    page = places.course(CLUB)
    sheet = page.sheet
    sheet.rows.append({**sheet.rows[0], "number": len(sheet.rows) + 1})
    sheet.grid.append([""] * len(sheet.headings))
    sheet.students.append(sheet.students[0])
    last = len(sheet.rows) - 1
    yield Line(page, last).planted("student-repeated", f"{sheet.students[0].written} записан(а) второй раз", "student")
    line = places.course_line(PAPER)
    line.values["school_class"] = "7Я"
    yield line.planted("class-unknown", "указан класс 7Я, которого нет в школе", "school_class")


def holder_not_in_list(places: Places) -> Iterator[Planted]:
    """An achievement sheet of somebody whom the list does not have."""
    page = places.achievements()
    was = str(page.sheet.head["student"])
    page.sheet.head["student"] = was[:2] + was[3:]
    note = f"вместо «{was}» записано «{page.sheet.head['student']}»"
    yield page.planted("holder-not-in-list", note, lambda layout: layout.label("student"))


def mark_outside_stay(places: Places) -> Iterator[Planted]:
    """Absences after a student has left, a mark before one has come."""
    line = places.line(case=LEAVER)
    first, second = line.page.running()[:2]
    line.cells[first] = line.cells[second] = "н"
    yield line.planted("mark-outside-stay", f"{line.student.written} выбыл(а), а пропуски отмечаются", first)
    line = places.line(case=NEWCOMER)
    line.cells[0] = 4
    yield line.planted("mark-outside-stay", f"{line.student.written} прибыл(а) позже, чем поставлена отметка", 0)


def wrong_stays(places: Places) -> Iterator[Planted]:
    """Somebody who left before coming, a leaving without an order."""
    listed = places.class_list()
    sheet = listed.sheet
    name = places.school.names.draw()
    likeness = next(row for row, student in zip(sheet.rows, sheet.students, strict=True) if not student.case)
    sheet.rows.append(
        {
            **likeness, "number": len(sheet.rows) + 1, "student": name.full, "file_number": f"{name.surname[0]}-999",
            "arrived": FIRST_DAY, "left": FIRST_DAY - dt.timedelta(12), "order": "№ 31 от 20.08.2026",
        }
    )  # fmt: skip
    yield Line(listed, len(sheet.rows) - 1).planted("stay-reversed", "дата выбытия раньше даты зачисления", "left")
    line = places.listed(LEAVER)
    line.values["order"] = ""
    yield line.planted("order-missing", "убран приказ о выбытии", "order")


def wrong_files(places: Places) -> Iterator[Planted]:
    """The number of another's personal file, a year of birth that cannot be."""
    one, other = sorted((places.listed(), places.listed()), key=lambda line: line.row)
    other.values["file_number"] = one.values["file_number"]
    yield other.planted("file-number-repeated", f"повторён номер личного дела {one.values['file_number']}", "file_number")
    line = places.listed()
    birth = line.values["birth"]
    assert isinstance(birth, dt.date)
    line.values["birth"] = birth.replace(year=birth.year - 10, day=min(birth.day, 28))
    yield line.planted("age-unlikely", "год рождения на десять лет раньше", "birth")


PAGES = (student_not_in_journal, journal_partial)
LINES = (
    student_not_in_list, name_spelling, name_ambiguous, mixed_groups, holder_not_in_list, mark_outside_stay, wrong_stays, wrong_files,
)  # fmt: skip
