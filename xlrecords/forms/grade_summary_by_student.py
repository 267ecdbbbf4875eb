"""Сводная ведомость учёта успеваемости, вариант А: у каждого обучающегося строка на период (п. 4.4)."""

from dataclasses import replace

from ..form import Column, Form
from ..kind import TERM, TEXT
from .common import BEHAVIOUR, NUMBER, SCHOOL_CLASS, STUDENT, YEAR
from .grade_summary import SUBJECTS

FORM = Form(
    name="grade_summary_by_student",
    title="Сводная ведомость учёта успеваемости обучающихся за год",
    clause="4.4",
    purpose="Отметки класса за год: у обучающегося строка на каждый период, столбец — предмет.",
    head=(SCHOOL_CLASS, YEAR),
    columns=(
        NUMBER,
        replace(STUDENT, carried=True),
        Column("term", "Период", TERM, "Укажите период, например «1 четверть» или «Год».", aliases=("Учебный период", "Четверть")),
        replace(BEHAVIOUR, offered=True),
        Column("decision", "Решение педсовета (дата, №)", TEXT, "Впишите решение, дату и номер протокола.", required=False, width=26),
    ),
    grid=SUBJECTS,
    signs=("student", "term"),
    tab="Сводная за год",
    rows=150,
)
