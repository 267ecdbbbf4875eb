"""Журнал факультативных занятий (п. 4.4)."""

from ..form import Column, Form
from ..kind import TEXT
from .common import LESSON_REGISTER, LESSONS, NUMBER, RESULTS, SCHOOL_CLASS, STUDENT, TEACHER, YEAR

FORM = Form(
    name="optional_journal",
    title="Журнал факультативных занятий",
    clause="4.4",
    purpose="Отметки и посещение факультатива: строка — обучающийся, столбец — занятие.",
    head=(Column("subject", "Факультатив", TEXT, "Назовите факультатив, как в учебном плане."), TEACHER, YEAR),
    columns=(NUMBER, STUDENT, SCHOOL_CLASS, *RESULTS),
    grid=LESSONS,
    lessons=LESSON_REGISTER,
    signs=("student", "school_class"),
    tab="Факультатив",
)
