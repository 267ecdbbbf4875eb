"""Личностные результаты обучающихся класса: их описывают, отметок не ставят (п. 3.2.3)."""

from dataclasses import replace

from ..form import Column, Form
from ..kind import TEXT
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR

DESCRIPTION = replace(TEXT, name="description", expected="описание словами, а не отметка", pattern=r"(?!\d[+\-−]?$).+")
"""Any text but a lone digit: a mark."""

FORM = Form(
    name="personal_results",
    title="Личностные результаты",
    clause="3.2.3",
    purpose="Самоуправление, волонтёрство, социальный опыт обучающихся класса: строка — описание, отметок не ставят.",
    head=(YEAR,),
    columns=(
        NUMBER,
        STUDENT,
        SCHOOL_CLASS,
        Column(
            "direction",
            "Направление",
            TEXT,
            "Укажите направление, например «самоуправление» или «волонтёрство».",
            aliases=("Направление деятельности", "Вид деятельности", "Деятельность"),
            width=26,
        ),
        Column(
            "description",
            "Описание",
            DESCRIPTION,
            "Опишите результат словами: отметок за личностные результаты не ставят.",
            aliases=("Описание результата", "Содержание", "Личностный результат", "Участие"),
            width=52,
        ),
        Column(
            "period",
            "Период",
            TEXT,
            "Укажите период, например «2026/2027» или «1 четверть».",
            aliases=("Срок", "Сроки", "Период участия"),
            width=15,
        ),
        Column(
            "confirmation",
            "Подтверждение",
            TEXT,
            "Назовите, чем подтверждён результат: отзыв, справка, протокол.",
            aliases=("Чем подтверждено", "Подтверждающий документ", "Подтверждающие документы", "Документ"),
            width=36,
        ),
    ),
    key=("student", "school_class", "direction", "description", "period"),
    signs=("direction", "description", "student"),
    titles=("Ведомость личностных результатов", "Личностные образовательные результаты", "Личностные достижения"),
    tab="Личностные результаты",
)
