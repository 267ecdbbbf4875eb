"""Личная карта обучающегося: титул личного дела и годовые отметки с 1 по 11 класс (п. 4.4)."""

from dataclasses import replace

from ..form import Column, Form, Grid
from ..kind import DATE, PERSON, TEXT
from ..marks import PERIOD
from .certificate_book import NOT_TAUGHT
from .common import NUMBER, STUDENT_WORDS

FORM = Form(
    name="personal_file",
    title="Личная карта обучающегося",
    clause="4.4",
    purpose="Годовые отметки одного обучающегося за все годы: строка — предмет, столбец — класс с 1 по 11.",
    head=(
        Column("student", "Фамилия, имя, отчество", PERSON, "Впишите фамилию, имя и отчество полностью.",
               aliases=("Обучающийся", *(word for word in STUDENT_WORDS if isinstance(word, str)))),
        Column("file_number", "Личное дело №", TEXT, "Впишите номер личного дела, например К-25.", required=False,
               aliases=("№ личного дела", "Номер личного дела", "Личное дело")),
        Column("birth", "Дата рождения", DATE, "Впишите дату рождения в виде ДД.ММ.ГГГГ.", required=False),
        Column("birth_record", "Свидетельство о рождении", TEXT, "Впишите серию, номер и дату свидетельства.", required=False,
               aliases=("Свидетельство",)),
        Column("guardians", "Родители (законные представители)", TEXT, "Впишите родителей или законных представителей через точку с запятой.",
               required=False, aliases=("Родители", "Законные представители")),
        Column("address", "Адрес", TEXT, "Впишите адрес места жительства.", required=False, aliases=("Домашний адрес", "Адрес места жительства")),
        Column("admitted", "Дата поступления", DATE, "Впишите дату поступления в школу в виде ДД.ММ.ГГГГ.", required=False,
               aliases=("Поступил в школу", "Дата зачисления")),
        Column("came_from", "Откуда прибыл", TEXT, "Назовите прежнюю школу или детский сад.", required=False, aliases=("Прибыл из",)),
        Column("commendations", "Поощрения", TEXT, "Перечислите поощрения через точку с запятой или оставьте пустым.", required=False,
               aliases=("Награды и поощрения",)),
        Column("promotions", "Решения о переводе", TEXT, "Впишите решения вида «в 6 кл. — № 8 от 25.05.2027» через точку с запятой.",
               required=False, aliases=("Переведён", "Переведена")),
    ),
    columns=(
        replace(NUMBER, offered=False),
        Column("subject", "Предмет", TEXT, "Назовите предмет, как в учебном плане.", width=34,
               aliases=("Предметы", "Учебный предмет", "Учебные предметы", "Наименование предмета", "Наименование предметов",
                        "Наименование учебных предметов")),
        Column("note", "Примечание", TEXT, "Впишите примечание или оставьте пустым.", required=False, aliases=("Примечания",), width=16),
    ),
    grid=Grid("Класс", TEXT, PERIOD, "Впишите годовую отметку класса: 2–5, «зач», «осв» — или оставьте клетку пустой.", width=6,
              headings=tuple(f"{grade} кл." for grade in range(1, 12)), blanks=NOT_TAUGHT),
    key=("subject",),
    signs=("subject",),
    titles=("Личная карта", "Личное дело обучающегося", "Личное дело учащегося", "Личная карта учащегося", "Личная карта ученика"),
    tab="Личная карта",
    portrait=True,
)  # fmt: skip
