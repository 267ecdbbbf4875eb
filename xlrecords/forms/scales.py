"""Лист «Шкалы экзаменов»: пороги отметок ОГЭ, ГВЭ, ВПР и наименьшие баллы ЕГЭ по годам и регионам."""

from ..form import Column, Form
from ..kind import TEXT, choice, whole
from ..scales import EXAMS
from .school_card import SOURCE

POINTS = whole("points", 0, 100, width=9)

FORM = Form(
    name="scales",
    title="Шкалы экзаменов",
    clause="4.1",
    purpose="Перевод первичных баллов в отметки и наименьшие баллы: строка — экзамен, год, предмет.",
    columns=(
        Column("exam", "Экзамен", choice("scale_exam", *EXAMS, width=16), "Выберите экзамен из списка.", aliases=("Вид экзамена",)),
        Column("exam_year", "Год", whole("exam_year", 2000, 2100), "Укажите год экзамена, например 2026.", aliases=("Год экзамена",)),
        Column("region", "Регион", TEXT, "Назовите регион или оставьте пустым: для всех.", required=False, width=20),
        Column("subject", "Предмет", TEXT, "Назовите предмет, например «Математика».", width=22),
        Column("grade", "Класс", whole("grade", 1, 11), "Для ВПР укажите класс числом, например 5.", required=False),
        Column("three", "«3» от", POINTS, "Впишите наименьший балл для «3» (для ЕГЭ — наименьший балл).", required=False,
               aliases=("«3» с", "Минимум", "Минимальный балл")),
        Column("four", "«4» от", POINTS, "Впишите наименьший балл для «4» или оставьте пустым.", required=False, aliases=("«4» с",)),
        Column("five", "«5» от", POINTS, "Впишите наименьший балл для «5» или оставьте пустым.", required=False, aliases=("«5» с",)),
        Column("most", "Максимум", POINTS, "Впишите наибольший первичный балл.", required=False, aliases=("Максимальный балл", "Макс. балл")),
        Column("conditions", "Дополнительные условия", TEXT,
               "Запишите условия через точку с запятой: геометрия ≥ 2, иначе 2; для «4» ГК ≥ 6, иначе 3.",
               required=False, aliases=("Условия", "Доп. условия"), width=44),
        SOURCE,
    ),
    key=("exam", "exam_year", "region", "subject", "grade"),
    signs=("exam", "exam_year", "three"),
    titles=("Шкалы перевода баллов",),
    tab="Шкалы экзаменов",
    footers=False,
)  # fmt: skip
