"""Итоговое собеседование и итоговое сочинение: допуск к ГИА (п. 3.2.1, 4.1)."""

from ..form import Column, Form
from ..kind import DATE, choice
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR

INTERVIEW, ESSAY, EXPOSITION = "итоговое собеседование", "итоговое сочинение", "итоговое изложение"
PASSED, NOT_PASSED = "зачёт", "незачёт"

FORM = Form(
    name="admission_results",
    title="Итоговое собеседование и сочинение",
    clause="3.2.1",
    purpose="Зачёт за итоговое собеседование (9 класс), сочинение или изложение (11 класс): строка — результат обучающегося.",
    head=(YEAR,),
    columns=(
        NUMBER,
        STUDENT,
        SCHOOL_CLASS,
        Column(
            "trial",
            "Вид испытания",
            choice("trial", INTERVIEW, ESSAY, EXPOSITION, width=24),
            "Выберите собеседование, сочинение или изложение из списка.",
            aliases=("Испытание", "Вид допуска"),
        ),
        Column("date", "Дата", DATE, "Впишите дату в виде ДД.ММ.ГГГГ.", aliases=("Дата проведения", "Дата испытания")),
        Column(
            "result",
            "Результат",
            choice("trial_result", PASSED, NOT_PASSED, width=12),
            "Выберите «зачёт» или «незачёт».",
            aliases=("Зачёт/незачёт", "Итог", "Результат испытания"),
        ),
    ),
    key=("student", "school_class", "trial", "date"),
    signs=("trial", "student", "result"),
    titles=("Итоговое собеседование", "Итоговое сочинение", "Итоговое сочинение (изложение)", "Допуск к ГИА"),
    tab="Допуск к ГИА",
    portrait=True,
)
