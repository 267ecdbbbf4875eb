"""Результаты олимпиад школьников по этапам: строка — участие (п. 3.2.2, 4.1)."""

from ..form import Column, Form
from ..kind import DATE, DECIMAL, TEXT, choice, whole
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR

SCHOOL, MUNICIPAL, REGIONAL, FINAL = "школьный", "муниципальный", "региональный", "заключительный"
STAGES = (SCHOOL, MUNICIPAL, REGIONAL, FINAL)
"""Stages of the Всероссийская олимпиада школьников, from the first."""
ABSENT = "неявка"
STATUSES = ("победитель", "призёр", "участник", ABSENT)
NATIONAL = "Всероссийская олимпиада школьников"

FORM = Form(
    name="olympiad_results",
    title="Результаты олимпиад",
    clause="3.2.2",
    purpose="Участие обучающихся школы в олимпиадах по этапам: строка — участие.",
    head=(YEAR,),
    columns=(
        NUMBER,
        STUDENT,
        SCHOOL_CLASS,
        Column("olympiad", "Олимпиада", TEXT, f"Назовите олимпиаду; пусто — {NATIONAL}.", required=False, width=36,
               aliases=("Название олимпиады", "Мероприятие")),
        Column("subject", "Предмет", TEXT, "Назовите предмет олимпиады.", aliases=("Учебный предмет", "Профиль"), width=22),
        Column("competed_grade", "Класс участия", whole("competed_grade", 1, 11), "Укажите, за какой класс выступал: число от 1 до 11.",
               required=False, aliases=("За какой класс", "Параллель", "Класс выступления")),
        Column("stage", "Этап", choice("stage", *STAGES, width=16), "Выберите этап из списка.", aliases=("Этап олимпиады",)),
        Column("date", "Дата", DATE, "Впишите дату в виде ДД.ММ.ГГГГ.", required=False, aliases=("Дата проведения", "Дата этапа")),
        Column("score", "Балл", DECIMAL, "Впишите набранный балл.", required=False, aliases=("Баллы", "Итоговый балл", "Первичный балл")),
        Column("most", "Наибольший балл", DECIMAL, "Впишите наибольший возможный балл.", required=False,
               aliases=("Максимальный балл", "Максимум", "Макс. балл"), width=13),
        Column("status", "Статус", choice("olympiad_status", *STATUSES, width=14), "Выберите статус из списка.", aliases=("Результат",)),
        Column("code", "Код участника", TEXT, "Впишите код участника или оставьте пустым.", required=False, aliases=("Код",), width=14),
        Column("document", "Документ (№, дата)", TEXT, "Впишите номер и дату диплома или протокола.", required=False,
               aliases=("Документ", "№ и дата документа", "Протокол"), width=26),
    ),
    key=("student", "school_class", "olympiad", "subject", "stage", "competed_grade"),
    signs=("stage", "subject", "student"),
    titles=("Реестр результатов олимпиад", "Участие в олимпиадах", "Итоги олимпиад"),
    tab="Олимпиады",
)  # fmt: skip
