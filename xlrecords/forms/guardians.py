"""Законные представители обучающихся и пределы их прав (п. 6.2)."""

from ..form import Column, Form
from ..kind import PERSON, TEXT, YES_NO, choice
from .common import NUMBER, SCHOOL_CLASS, STUDENT

DEGREES = ("мать", "отец", "усыновитель", "опекун", "попечитель", "приёмный родитель", "представитель организации")

FORM = Form(
    name="guardians",
    title="Законные представители",
    clause="6.2",
    purpose="Кому можно выдать сведения об обучающемся: строка — законный представитель.",
    columns=(
        NUMBER,
        STUDENT,
        SCHOOL_CLASS,
        Column("guardian", "Законный представитель", PERSON, "Впишите фамилию, имя и отчество представителя полностью.",
               aliases=("ФИО законного представителя", "Представитель", "Родитель"), width=34),
        Column("degree", "Кем приходится", choice("guardian_degree", *DEGREES, width=18), "Выберите из списка, кем приходится обучающемуся.",
               aliases=("Степень родства", "Родство")),
        Column("document", "Документ", TEXT, "Впишите документ, который подтверждает права.", required=False,
               aliases=("Подтверждающий документ", "Документ о правах"), width=30),
        Column("restricted", "Права ограничены", YES_NO, "Выберите «да», если суд ограничил права или лишил их.", required=False,
               aliases=("Ограничен в правах", "Лишён прав"), width=13),
        Column("contact", "Контакты", TEXT, "Впишите телефон или почту или оставьте пустым.", required=False,
               aliases=("Телефон", "Контакт"), width=20),
    ),
    key=("student", "school_class", "guardian"),
    signs=("guardian", "degree", "student"),
    titles=("Список законных представителей", "Родители (законные представители)"),
    tab="Представители",
)  # fmt: skip
