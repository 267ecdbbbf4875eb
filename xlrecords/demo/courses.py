"""Journals of mixed groups: electives, optional courses, extracurricular courses, clubs, sections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from ..form import Form
from ..forms import club_journal, elective_journal, extracurricular_journal, optional_journal, section_journal
from .calendar import YEAR, lesson_days, term
from .journal import absence, draw_mark, mean_mark
from .people import SchoolClass, Student
from .sheet import Sheet


@dataclass(frozen=True, slots=True)
class Course:
    """A course of students of several classes.

    Attributes:
        form: Form of its journal.
        folder: Folder of its book in that of the school year.
        name: Name of the course, of its book, and of its tab.
        grades: Whose students may come.
        topics: What is done, in turn.
        head: More labels of the head.
    """

    form: Form
    folder: str
    name: str
    grades: range
    topics: tuple[str, ...]
    head: tuple[tuple[str, str], ...] = ()


ELECTIVES, EXTRACURRICULAR, CLUBS = "Элективы и факультативы", "Внеурочная деятельность", "Кружки и секции"
TALKS, DIRECTION = "Разговоры о важном", "Информационно-просветительское"

COURSES = (
    Course(elective_journal.FORM, ELECTIVES, "Решение нестандартных задач", range(10, 12),
           ("Задачи на проценты", "Уравнения с модулем", "Задачи с параметром", "Комбинаторика", "Геометрические построения")),
    Course(optional_journal.FORM, ELECTIVES, "Финансовая грамотность", range(5, 10),
           ("Деньги и их функции", "Семейный бюджет", "Сбережения", "Налоги", "Финансовая безопасность")),
    Course(extracurricular_journal.FORM, EXTRACURRICULAR, "Шахматы", range(2, 10),
           ("Ходы фигур", "Дебют", "Миттельшпиль", "Эндшпиль", "Разбор партий"), (("direction", "Интеллектуальное"),)),
    Course(club_journal.FORM, CLUBS, "Театральная студия", range(5, 12),
           ("Сценическая речь", "Этюды", "Работа над ролью", "Репетиция", "Грим и костюм"), (("group", "1, первый год"),)),
    Course(club_journal.FORM, CLUBS, "Школьная газета", range(5, 12),
           ("Заметка", "Интервью", "Репортаж", "Вёрстка", "Выпуск номера"), (("group", "2, второй год"),)),
    Course(section_journal.FORM, CLUBS, "Волейбол", range(5, 12),
           ("Стойки и перемещения", "Передача мяча", "Подача", "Приём мяча", "Учебная игра")),
)  # fmt: skip
GROUP = 12
"""So many students are in a mixed group."""


def course(plan: Course, classes: Sequence[SchoolClass], teacher: str, chance: Random) -> Sheet:
    """The journal of a course."""
    able = [student for group in classes if group.grade in plan.grades for student in group.students]
    chosen = {id(student) for student in chance.sample(able, min(GROUP, len(able)))}
    members = [student for student in able if id(student) in chosen]
    days = lesson_days(5, (chance.randrange(5),))
    head: dict[str, object] = {"subject": plan.name, "teacher": teacher, "year": YEAR, **dict(plan.head)}
    return _fill(Sheet(plan.form, plan.name, head), members, days, plan.topics, chance)


def talks(group: SchoolClass, chance: Random) -> Sheet:
    """The page of a class in the journal of «Разговоры о важном», held on Mondays by its teacher."""
    topics = ("Образ будущего", "Дорогами России", "Труд крут", "День учителя", "Наша семья", "Экология", "Герои рядом")
    head: dict[str, object] = {"subject": TALKS, "direction": DIRECTION, "teacher": group.teacher.initials, "year": YEAR, "weekly": 1}
    return _fill(Sheet(extracurricular_journal.FORM, group.name, head), group.students, lesson_days(group.grade, (0,)), topics, chance)


def _fill(sheet: Sheet, members: Sequence[Student], days: Sequence[dt.date], topics: Sequence[str], chance: Random) -> Sheet:
    assert sheet.form is not None
    for number, student in enumerate(members, 1):
        row: dict[str, object] = {"number": number, "student": student.written, "school_class": student.school_class}
        cells: list[object] = [absence(student, day) for day in days]
        if sheet.form is elective_journal.FORM:
            row["half1"] = _mark_some(student, days, cells, chance)
        elif sheet.form is optional_journal.FORM and student.there(term("half1").last):
            row["half1"] = "зач"
        sheet.rows.append(row)
        sheet.grid.append(cells)
    sheet.headings = list(days)
    sheet.students = list(members)
    for index, day in enumerate(days):
        lesson: dict[str, object] = {"lesson_date": day, "hours": 1, "topic": topics[index * len(topics) // len(days)]}
        if sheet.form.name in ("elective_journal", "optional_journal"):
            lesson["homework"] = "не задано"
        sheet.lessons.append(lesson)
    return sheet


def _mark_some(student: Student, days: Sequence[dt.date], cells: list[object], chance: Random) -> object:
    """Marks at every third lesson or so, and the mark for the first half-year that they give."""
    last = term("half1").last
    free = [index for index, day in enumerate(days) if cells[index] == "" and student.there(day)]
    closed = [index for index in free if days[index] <= last]
    marks = {index: draw_mark(student, chance) for index in (*chance.sample(closed, min(4, len(closed))), *free[-2:])}
    for index, mark in marks.items():
        cells[index] = mark
    counted = [mark for index, mark in marks.items() if days[index] <= last]
    return mean_mark(sum(counted), len(counted)) if student.there(last) else ""
