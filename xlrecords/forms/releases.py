"""Журнал выдачи сведений о результатах обучающихся (п. 6.2, 6.4)."""

from dataclasses import replace

from ..form import Column, Form
from ..kind import DATE, PERSON, TEXT, choice
from .applications import ORAL, WRITTEN
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR

GUARDIAN, SELF, LAW = "законный представитель", "сам обучающийся", "по требованию закона"
RELATIONS = (GUARDIAN, SELF, LAW)
FINGERPRINTS = replace(TEXT, name="fingerprints")
"""SHA-256 of each file that was given out."""

FORM = Form(
    name="releases",
    title="Журнал выдачи сведений",
    clause="6.4",
    purpose="Кому, когда, на каком основании и какие сведения выданы: строка — выдача.",
    head=(YEAR,),
    columns=(
        Column("number", "№", NUMBER.kind, "Поставьте номер выдачи: без пропусков и повторов.", aliases=("№ п/п", "Номер")),
        Column("date", "Дата", DATE, "Впишите дату выдачи в виде ДД.ММ.ГГГГ.", aliases=("Дата выдачи",)),
        replace(STUDENT, width=26),
        SCHOOL_CLASS,
        Column("recipient", "Кому выдано", PERSON, "Впишите фамилию, имя и отчество получателя.", aliases=("Получатель", "ФИО получателя"), width=26),
        Column("relation", "Кто получатель", choice("relation", *RELATIONS, width=22), "Выберите из списка, кто получатель.",
               aliases=("Степень, основание", "Отношение к обучающемуся"), width=16),
        Column("basis", "Документ-основание", TEXT, "Впишите документ, который подтверждает право на сведения.", required=False,
               aliases=("Основание", "Документ о полномочиях"), width=21),
        Column("manner", "Форма заявления", choice("manner", ORAL, WRITTEN, width=12), "Выберите «устное» или «письменное».",
               aliases=("Заявление", "Устное/письменное")),
        Column("application", "№ заявления", TEXT, "Впишите номер и дату заявления.", required=False, aliases=("Заявление №, дата",), width=12),
        Column("purpose", "Цель", TEXT, "Запишите, для чего нужны сведения.", aliases=("Цель получения", "Для чего"), width=20),
        Column("content", "Что выдано", TEXT, "Перечислите выданные сведения.", aliases=("Выданные сведения", "Содержание"), width=28),
        Column("sha256", "Отпечаток файла", FINGERPRINTS, "Отпечаток выданного файла записывает программа.", required=False,
               aliases=("SHA-256", "Хеш файла"), width=18),
        Column("issued_by", "Кто выдал", PERSON, "Впишите фамилию и инициалы того, кто выдал.", aliases=("Выдал",), width=16),
    ),
    key=("number",),
    signs=("recipient", "content", "student"),
    titles=("Журнал учёта выдачи сведений", "Журнал выдач"),
    tab="Выдача сведений",
)  # fmt: skip
