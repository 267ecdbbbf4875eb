"""Личная карта обучающегося: годовые отметки с 1 по 11 класс (п. 4.4)."""

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
