"""Заявления обучающихся и законных представителей (п. 5.1, 6.4)."""

from ..form import Column, Form
from ..kind import DATE, PERSON, TEXT, choice
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR

CREDIT, SPECIAL, RECORD, RELEASE, OTHER = (
    "зачёт результатов", "особые условия аттестации", "учёт результатов другой организации", "выдача сведений", "иное",
)  # fmt: skip
ABOUT = (CREDIT, SPECIAL, RECORD, RELEASE, OTHER)
ORAL, WRITTEN = "устное", "письменное"
GRANTED, REFUSED, PENDING, WITHDRAWN = "удовлетворено", "отказано", "на рассмотрении", "отозвано"

FORM = Form(
    name="applications",
    title="Журнал заявлений",
    clause="6.4",
    purpose="Заявления о зачёте, об особых условиях, об учёте результатов и о выдаче сведений: строка — заявление.",
    head=(YEAR,),
    columns=(
        Column("number", "№", NUMBER.kind, "Поставьте номер заявления: без пропусков и повторов.", aliases=("№ п/п", "№ заявления", "Номер")),
        Column("date", "Дата", DATE, "Впишите дату заявления в виде ДД.ММ.ГГГГ.", aliases=("Дата заявления", "Дата поступления")),
        Column("applicant", "Заявитель", PERSON, "Впишите фамилию, имя и отчество заявителя.", aliases=("ФИО заявителя", "Кто подал"), width=32),
        STUDENT,
        SCHOOL_CLASS,
        Column("about", "О чём", choice("application", *ABOUT, width=24), "Выберите из списка, о чём заявление.",
               aliases=("Содержание", "Предмет заявления", "О чём заявление", "Вид заявления")),
        Column("subject", "Предмет/курс", TEXT, "Назовите учебный предмет, если заявление о нём.", required=False,
               aliases=("Учебный предмет", "Предмет", "Предмет, курс"), width=20),
        Column("manner", "Форма", choice("manner", ORAL, WRITTEN, width=12), "Выберите «устное» или «письменное».",
               aliases=("Форма заявления", "Устное/письменное")),
        Column("result", "Итог", choice("application_result", GRANTED, REFUSED, PENDING, WITHDRAWN, width=16), "Выберите итог из списка.",
               required=False, aliases=("Результат рассмотрения", "Результат", "Решение"), width=17),
        Column("note", "Примечание", TEXT, "Впишите примечание или оставьте пустым.", required=False, aliases=("Примечания",), width=24),
    ),
    key=("number",),
    signs=("applicant", "about", "student"),
    titles=("Журнал регистрации заявлений", "Заявления", "Реестр заявлений"),
    tab="Заявления",
)  # fmt: skip
