"""Class journals: marks, absences, topics, and the marks for closed periods that follow from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from ..forms import class_journal
from .calendar import YEAR, closed_terms, term, terms_of
from .people import EXEMPT, EXEMPT_SUBJECT, SICK, SchoolClass, Student
from .sheet import Sheet
from .subjects import MODULE, MODULE_HOURS, MODULE_TERM, Subject, graded, least_marks

ABSENT = frozenset("нбуп")
QUARTERS = terms_of(1)
MASTERED, NOT_ATTESTED, EXEMPTED = "усв", "н/а", "осв"
BEST, WORST = 5, 2
TEST = "КР"
DOUBLE = "Русский язык"
"""The subject with double marks: content and literacy."""


def journal(group: SchoolClass, subject: Subject, days: Sequence[dt.date], teacher: str, chance: Random, part: int = 0) -> Sheet:
    """The page of a subject in the journal of a class.

    Args:
        group: The class.
        subject: The subject.
        days: Day of each lesson, in order.
        teacher: Surname and initials.
        chance: Decides everything else.
        part: 1 or 2 for a half of the class that is taught apart, 0 for the whole class.
    """
    students = group.students if not part else group.students[part - 1 :: 2]
    weekly = subject.hours[group.grade]
    works = _works(subject, group.grade, days)
    tab = subject.name + (f" ({part})" if part else "")
    sheet = Sheet(
        class_journal.FORM,
        tab,
        {"school_class": group.name, "subject": subject.name, "teacher": teacher, "year": YEAR, "weekly": weekly},
        [{"number": number, "student": student.written} for number, student in enumerate(students, 1)],
        list(days),
        subject=subject.name,
        students=list(students),
    )
    sheet.lessons = _register(subject, group.grade, days, works, chance)
    sheet.columns, closed = terms_of(group.grade), closed_terms(group.grade)
    if subject is MODULE:
        sheet.columns = closed = (MODULE_TERM,)
        for lesson in sheet.lessons[len(days) - MODULE_HOURS :]:
            lesson["hours"] = 2
    sheet.without = tuple(name for name in QUARTERS if name not in sheet.columns)
    ungraded = "" if graded(subject, group.grade) else MASTERED
    for row, student in enumerate(students):
        fixed = ungraded or (EXEMPTED if student.case == EXEMPT and subject.name == EXEMPT_SUBJECT else "")
        if fixed:
            sheet.grid.append([absence(student, day) for day in days])
        else:
            sheet.grid.append(_line(student, subject, days, works, chance))
        for name in closed:
            if not fixed:
                _enough(sheet, row, name, least_marks(weekly), chance)
            mark = fixed or _term_mark(sheet, row, name, least_marks(weekly))
            if mark == BEST:
                _spare(sheet, row, name)
            sheet.rows[row][name] = mark if student.there(term(name).last) else ""
        if subject is MODULE:
            sheet.rows[row]["year"] = sheet.rows[row][MODULE_TERM]
    return sheet


def inside(sheet: Sheet, row: int, name: str) -> list[int]:
    """Lessons of a term at which the student of a row was in the class."""
    span, student = term(name), sheet.students[row]
    days = enumerate(sheet.headings)
    return [index for index, day in days if isinstance(day, dt.date) and span.first <= day <= span.last and student.there(day)]


def marks_in(cell: object) -> list[int]:
    """Marks of a cell of the grid: 5 -> [5], «5/4» -> [5, 4], «н» -> []."""
    if isinstance(cell, int):
        return [cell]
    return [int(part) for part in str(cell).split("/") if part.isdigit()]


def missed(cell: object) -> bool:
    """Whether a cell says that the student was absent."""
    return isinstance(cell, str) and cell[:1] in ABSENT


def mean_mark(total: int, count: int) -> int:
    """Mark of a mean by the thresholds 2,5; 3,5; 4,5: whole numbers only."""
    return 2 + sum(2 * total >= threshold * count for threshold in (5, 7, 9))


def absence(student: Student, day: dt.date) -> str:
    """What stands in a journal without marks."""
    return student.absences.get(day, "") if student.there(day) else ""


def draw_mark(student: Student, chance: Random) -> int:
    """A mark that the student may get."""
    return min(5, max(2, int(chance.gauss(student.ability, 0.7) + 0.5)))


def _works(subject: Subject, grade: int, days: Sequence[dt.date]) -> list[str]:
    """Kind of work of each lesson: one or two a term that everybody writes, and a few shorter ones."""
    found = [""] * len(days)
    if not graded(subject, grade):
        return found
    for name in terms_of(grade):
        span = term(name)
        # The register names a work by its day, so a day with two lessons of the subject is left out.
        lessons = [index for index, day in enumerate(days) if span.first <= day <= span.last and days.count(day) == 1]
        if subject.work and len(lessons) > 6:
            found[lessons[len(lessons) // 2]], found[lessons[-3]] = subject.work, "КР"
        if len(lessons) > 9:
            found[lessons[4]] = "СР"
    return found


def _register(subject: Subject, grade: int, days: Sequence[dt.date], works: Sequence[str], chance: Random) -> list[dict[str, object]]:
    lessons: list[dict[str, object]] = []
    for number, (day, work) in enumerate(zip(days, works, strict=True)):
        topic, homework = subject.lesson(number, len(days), chance)
        if work == "КР":
            topic, homework = f"Контрольная работа по теме «{topic.split('.')[0]}»", "не задано"
        elif work == "ДИКТ":
            topic, homework = f"Диктант по теме «{topic.split('.')[0]}»", "не задано"
        lessons.append({"lesson_date": day, "hours": 1, "work": work, "topic": topic})
        if graded(subject, grade):
            lessons[-1]["homework"] = homework
    return lessons


def _line(student: Student, subject: Subject, days: Sequence[dt.date], works: Sequence[str], chance: Random) -> list[object]:
    """Cells of one student: marks at works for all who are present, at other lessons now and then."""
    share = 0.4 if len(days) < 30 else 0.27 if len(days) < 80 else 0.2
    line: list[object] = []
    for day, work in zip(days, works, strict=True):
        away = absence(student, day)
        everybody = work in ("КР", "ДИКТ")
        cell: object = ""
        if away == "н" and everybody and chance.random() < 0.5:
            cell = f"н/{draw_mark(student, chance)}"
        elif away or not student.there(day):
            cell = away
        elif everybody or (chance.random() < share and student.case != SICK):
            cell = draw_mark(student, chance)
            if subject.name == DOUBLE and (work == "ДИКТ" or chance.random() < 0.1):
                cell = f"{cell}/{draw_mark(student, chance)}"
        line.append(cell)
    return line


def _enough(sheet: Sheet, row: int, name: str, least: int, chance: Random) -> None:
    """Add marks until a term has as many as it needs; who missed more than half of it is left as he is."""
    lessons, cells, student = inside(sheet, row, name), sheet.grid[row], sheet.students[row]
    if 2 * sum(missed(cells[index]) for index in lessons) > len(lessons):
        return
    free = [index for index in lessons if cells[index] == ""]
    chance.shuffle(free)
    while sum(len(marks_in(cells[index])) for index in lessons) < least and free:
        cells[free.pop()] = draw_mark(student, chance)


def last_test(sheet: Sheet, row: int, name: str) -> int | None:
    """The last lesson of a term with a test for which a student has a mark."""
    tests = [index for index in inside(sheet, row, name) if sheet.lessons[index].get("work") == TEST and marks_in(sheet.grid[row][index])]
    return tests[-1] if tests else None


def _spare(sheet: Sheet, row: int, name: str) -> None:
    """Whoever has the best mark for a term has not failed its last test."""
    index = last_test(sheet, row, name)
    if index is not None and marks_in(sheet.grid[row][index])[-1] == WORST:
        cell = sheet.grid[row][index]
        sheet.grid[row][index] = WORST + 1 if isinstance(cell, int) else f"{str(cell)[:-1]}{WORST + 1}"


def _term_mark(sheet: Sheet, row: int, name: str, least: int) -> object:
    """The mark that the current marks of a term give."""
    marks = [mark for index in inside(sheet, row, name) for mark in marks_in(sheet.grid[row][index])]
    return mean_mark(sum(marks), len(marks)) if len(marks) >= least else NOT_ATTESTED
