"""Классный журнал: предметная страница (п. 4.4)."""

from ..form import Column, Form
from ..kind import TEXT
from .common import LESSON_REGISTER, LESSONS, NUMBER, SCHOOL_CLASS, STUDENT, TEACHER, TERM_MARKS, WEEKLY, YEAR

SUBJECT = Column(
    "subject", "Предмет", TEXT, "Назовите предмет, как в учебном плане.", aliases=("Учебный предмет", "Дисциплина", "Наименование предмета")
)

FORM = Form(
    name="class_journal",
    title="Классный журнал",
    clause="4.4",
    purpose="Отметки класса по предмету: строка — обучающийся, столбец — урок; справа темы и домашние задания.",
    head=(SCHOOL_CLASS, SUBJECT, TEACHER, YEAR, WEEKLY),
    columns=(NUMBER, STUDENT, *TERM_MARKS),
    grid=LESSONS,
    lessons=LESSON_REGISTER,
    signs=("student",),
    titles=("Журнал", "Предметная страница"),
    tab="Предмет",
)
