"""Сводная ведомость учёта успеваемости, вариант А: у каждого обучающегося строка на период (п. 4.4; RULES 6.2)."""

from ..form import Column, Form
from ..kind import PERSON, TERM, TEXT
from .common import NUMBER, SCHOOL_CLASS, STUDENT_WORDS, YEAR
from .grade_summary import SUBJECTS

FORM = Form(
    name="grade_summary_by_student",
    title="Сводная ведомость учёта успеваемости обучающихся за год",
    clause="4.4",
    purpose="Отметки класса за год: у обучающегося строка на каждый период, столбец — предмет.",
    head=(SCHOOL_CLASS, YEAR),
    columns=(
        NUMBER,
        Column(
            "student",
            "Фамилия, имя обучающегося",
            PERSON,
            "Впишите фамилию и имя, как в списке класса.",
            aliases=STUDENT_WORDS,
            carried=True,
        ),
        Column(
            "term",
            "Период",
            TERM,
            "Укажите период, например «1 четверть» или «Год».",
            aliases=("Учебный период", "Четверть"),
        ),
        Column(
            "behaviour",
            "Поведение",
            TEXT,
            "Впишите оценку поведения по шкале школы или оставьте пустым.",
            required=False,
            width=9,
        ),
        Column(
            "decision",
            "Решение педсовета (дата, №)",
            TEXT,
            "Впишите решение, дату и номер протокола.",
            required=False,
            width=26,
        ),
    ),
    grid=SUBJECTS,
    signs=("student", "term"),
    tab="Сводная за год",
)
