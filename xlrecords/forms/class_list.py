"""Контингент: список классов, с которым сверяются все журналы (п. 2.4, 4.4)."""

from ..form import Column, Form
from ..kind import DATE, PERSON, TEXT, YES_NO
from .common import NUMBER, SCHOOL_CLASS, STUDENT_WORDS

FORM = Form(
    name="class_list",
    title="Контингент обучающихся",
    clause="2.4",
    purpose="Кто и с какого по какое число учится в классе; личные дела, законные представители, согласия.",
    columns=(
        NUMBER,
        Column("student", "Фамилия, имя, отчество", PERSON, "Впишите фамилию, имя и отчество полностью.", aliases=STUDENT_WORDS, width=33),
        Column("birth", "Дата рождения", DATE, "Впишите дату рождения в виде ДД.ММ.ГГГГ.", aliases=("Д.р.", "Дата рожд")),
        Column(
            "file_number",
            "Личное дело №",
            TEXT,
            "Впишите номер личного дела, например К-25.",
            aliases=("№ личного дела", "Личное дело"),
            width=10,
        ),
        SCHOOL_CLASS,
        Column("arrived", "Прибыл", DATE, "Впишите дату зачисления в виде ДД.ММ.ГГГГ.", aliases=("Дата зачисления", "Дата прибытия")),
        Column(
            "left", "Выбыл", DATE, "Впишите дату выбытия или оставьте пустым.", required=False, aliases=("Дата выбытия", "Дата отчисления")
        ),
        Column(
            "order",
            "Приказ",
            TEXT,
            "Впишите номер и дату приказа.",
            required=False,
            aliases=("Приказ №, дата", "№ и дата приказа"),
            width=20,
        ),
        Column(
            "guardian",
            "Законный представитель",
            PERSON,
            "Впишите фамилию, имя, отчество законного представителя.",
            aliases=("Родитель", "Родители"),
            width=31,
        ),
        Column("consent", "Согласие на обработку ПД", YES_NO, "Выберите «да» или «нет».", width=7, aliases=("Согласие ПД", "Согласие")),
        Column("consent_public", "Согласие на распространение", YES_NO, "Выберите «да» или «нет».", required=False, width=7),
        Column(
            "exemption",
            "Освобождение (предмет, приказ)",
            TEXT,
            "Впишите предмет, номер и дату приказа.",
            required=False,
            aliases=("Освобождение",),
        ),
    ),
    key=("student", "birth"),
    signs=("student", "school_class", "birth"),
    titles=("Контингент", "Список обучающихся", "Список класса", "Список классов"),
    tab="Контингент",
)
