"""Сохранённые работы обучающихся: альбомы, презентации, модели, творческие работы, работы в компьютерных средах (п. 4.8)."""

from dataclasses import replace

from ..form import Column, Form
from ..kind import DATE, TEXT, choice
from .common import FILE, FINGERPRINT, NUMBER, SCHOOL_CLASS, STUDENT, YEAR

SORTS = (
    "альбом, плакат, папка класса", "презентация", "модель, схема, чертёж", "творческая работа", "работа в компьютерной среде, таблица, график",
)  # fmt: skip
"""The five forms of the clause, in its order."""
PAPER, DIGITAL = "бумажный", "цифровой"

FORM = Form(
    name="saved_works",
    title="Сохранённые работы",
    clause="4.8",
    purpose="Работы, в которых сохранены результаты обучающихся класса: строка — работа, с местом хранения.",
    head=(YEAR,),
    columns=(
        NUMBER,
        STUDENT,
        SCHOOL_CLASS,
        Column("work", "Название работы", TEXT, "Назовите работу.", aliases=("Работа", "Наименование работы", "Наименование"), width=36),
        Column("sort", "Вид работы", choice("saved_work", *SORTS, width=24), "Выберите вид работы из списка.", aliases=("Вид", "Форма"), width=20),
        Column("subject", "Предмет", TEXT, "Назовите предмет или оставьте пустым.", required=False, aliases=("Предмет, курс",), width=16),
        Column("date", "Дата", DATE, "Впишите дату работы в виде ДД.ММ.ГГГГ.", aliases=("Дата работы", "Дата создания")),
        Column("medium", "Носитель", choice("medium", PAPER, DIGITAL, width=11), "Выберите «бумажный» или «цифровой».", aliases=("Вид носителя",)),
        Column("kept", "Где хранится", TEXT, "Укажите место: кабинет, папка, выставка, музей.", required=False,
               aliases=("Место хранения", "Хранится"), width=20),
        replace(FILE, help="Впишите имя файла цифровой работы."),
        FINGERPRINT,
    ),
    key=("student", "school_class", "work", "date"),
    signs=("work", "medium", "student"),
    titles=("Реестр сохранённых работ", "Работы обучающихся", "Реестр творческих работ"),
    tab="Работы",
)  # fmt: skip
