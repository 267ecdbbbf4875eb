"""Сводная ведомость учёта успеваемости, вариант В: период на листе, предметы в столбцах (п. 4.4)."""

from ..form import Column, Form, Grid
from ..kind import DECIMAL, TERM, TEXT, whole
from ..marks import PERIOD
from .common import BEHAVIOUR, NUMBER, SCHOOL_CLASS, STUDENT, YEAR

SUBJECTS = Grid("Предмет", TEXT, PERIOD, "Впишите отметку из журнала: 2–5, «н/а», «осв», «зач».", width=4.5)
PERIOD_LABEL = Column("term", "Период", TERM, "Укажите период, например «1 четверть» или «Год».", aliases=("Учебный период", "За период"))
COUNTS = tuple(
    Column(f"count_{name}", title, whole("count", 0, 40), "Пересчитайте отметки в строке.", required=False, width=6, aliases=aliases)
    for name, title, aliases in (
        ("5", "Кол-во «5»", ("Кол-во 5", "Пятёрок")),
        ("4", "Кол-во «4»", ("Кол-во 4", "Четвёрок")),
        ("3", "Кол-во «3»", ("Кол-во 3", "Троек")),
        ("2", "Кол-во «2»", ("Кол-во 2", "Двоек")),
        ("na", "Кол-во н/а", ("н/а",)),
    )
)

FORM = Form(
    name="grade_summary",
    title="Сводная ведомость учёта успеваемости",
    clause="4.4",
    purpose="Отметки класса за период по всем предметам: строка — обучающийся, столбец — предмет.",
    head=(SCHOOL_CLASS, PERIOD_LABEL, YEAR),
    columns=(
        NUMBER,
        STUDENT,
        Column("average", "Ср. балл", DECIMAL, "Пересчитайте средний балл.", required=False, aliases=("Средний балл", "Ср балл"), width=7),
        *COUNTS,
        BEHAVIOUR,
        Column(
            "missed",
            "Пропуски",
            whole("missed", 0, 2000),
            "Впишите число пропущенных уроков.",
            required=False,
            aliases=("Пропущено уроков",),
            width=9,
        ),
    ),
    grid=SUBJECTS,
    signs=("student",),
    titles=("Сводная ведомость",),
    tab="Сводная ведомость",
)
