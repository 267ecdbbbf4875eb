"""Ведомость промежуточной аттестации класса по предмету (п. 3.2.1, 4.1; ст. 58 273-ФЗ)."""

from dataclasses import replace

from ..form import Column, Form
from ..kind import DATE, DECIMAL, TEXT
from .class_journal import SUBJECT
from .common import NUMBER, SCHOOL_CLASS, STUDENT, TEACHER, YEAR, period_mark

FORM = Form(
    name="interim_results",
    title="Ведомость промежуточной аттестации",
    clause="3.2.1",
    purpose="Результаты промежуточной аттестации (ПА) класса по предмету: строка — обучающийся.",
    head=(
        SCHOOL_CLASS,
        SUBJECT,
        Column(
            "procedure",
            "Форма аттестации",
            TEXT,
            "Укажите форму по учебному плану: контрольная работа, экзамен, проект, тест.",
            aliases=("Форма проведения", "Форма ПА", "Форма промежуточной аттестации"),
        ),
        Column(
            "date",
            "Дата проведения",
            DATE,
            "Впишите дату аттестации в виде ДД.ММ.ГГГГ.",
            aliases=("Дата", "Дата аттестации", "Дата ПА"),
        ),
        TEACHER,
        YEAR,
    ),
    columns=(
        NUMBER,
        STUDENT,
        Column(
            "variant",
            "Вариант, тема",
            TEXT,
            "Впишите вариант работы или тему проекта.",
            required=False,
            aliases=("Вариант", "Тема", "Вариант/тема", "Тема проекта", "Билет"),
            width=30,
        ),
        Column("score", "Балл", DECIMAL, "Впишите набранный балл числом.", required=False, aliases=("Баллы", "Набранный балл", "Первичный балл")),
        replace(period_mark("interim"), title="Отметка ПА", width=10,
                aliases=("Отметка за ПА", "Отметка за аттестацию", "Отметка за промежуточную аттестацию")),
        replace(period_mark("year"), title="Годовая", width=9, aliases=("Годовая отметка", "Отметка за год")),
        replace(period_mark("final"), title="Итоговая", width=9, aliases=("Итог", "Итоговая отметка")),
        Column(
            "commission",
            "Комиссия, протокол",
            TEXT,
            "Впишите состав комиссии или номер и дату протокола.",
            required=False,
            aliases=("Комиссия", "Протокол", "№ протокола", "Комиссия/протокол", "Комиссия/подпись", "Подпись"),
            width=26,
        ),
    ),
    key=("student",),
    signs=("student", "interim"),
    titles=("Промежуточная аттестация", "Протокол промежуточной аттестации", "Результаты промежуточной аттестации"),
    tab="Промежуточная аттестация",
)  # fmt: skip
