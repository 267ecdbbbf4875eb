"""Журнал элективного курса (п. 4.4)."""

from ..form import Column, Form
from ..kind import TEXT
from .common import LESSON_REGISTER, LESSONS, NUMBER, RESULTS, SCHOOL_CLASS, STUDENT, TEACHER, YEAR

FORM = Form(
    name="elective_journal",
    title="Журнал элективного курса",
    clause="4.4",
    purpose="Отметки сборной группы по элективному курсу: строка — обучающийся, столбец — занятие.",
    head=(Column("subject", "Элективный курс", TEXT, "Назовите курс, как в учебном плане.", aliases=("Курс",)), TEACHER, YEAR),
    columns=(NUMBER, STUDENT, SCHOOL_CLASS, *RESULTS),
    grid=LESSONS,
    lessons=LESSON_REGISTER,
    signs=("student", "school_class"),
    tab="Электив",
)
