"""Лист «Учебные периоды»: четверти, полугодия, каникулы и перенесённые дни с датами."""

from ..form import Column, Form
from ..kind import CLASSES, DATE, TEXT, YES_NO, choice

PERIOD, BREAK, DAY_OFF, WORKING_DAY = "период", "каникулы", "выходной", "рабочий день"

FORM = Form(
    name="periods",
    title="Учебные периоды",
    clause="4.1",
    purpose="Календарный учебный график: даты периодов, каникул, дополнительных выходных и рабочих дней.",
    columns=(
        Column("title", "Название", TEXT, "Назовите период, например «1 четверть».", aliases=("Период",), width=30),
        Column("sort", "Вид", choice("sort", PERIOD, BREAK, DAY_OFF, WORKING_DAY), "Выберите вид из списка."),
        Column("classes", "Классы", CLASSES, "Укажите классы, например 1–9, или оставьте пустым: для всех.", required=False, width=12),
        Column("first", "Начало", DATE, "Впишите первый день в виде ДД.ММ.ГГГГ.", aliases=("Дата начала",)),
        Column("last", "Окончание", DATE, "Впишите последний день в виде ДД.ММ.ГГГГ.", aliases=("Дата окончания", "Конец")),
        Column("closed", "Закрыт", YES_NO, "Выберите «да», когда отметки за период выставлены.", required=False),
    ),
    key=("title", "classes", "first"),
    signs=("sort", "first", "last"),
    tab="Учебные периоды",
    footers=False,
    rows=20,
    portrait=True,
)
