"""Ведомость индивидуальных достижений, раздел Д: олимпиады, конкурсы, спорт, ГТО (п. 3.2.2, 4.4)."""

from ..form import Column, Form
from ..kind import DATE, PERSON, TEXT, YES_NO, choice
from .common import NUMBER, SCHOOL_CLASS, TEACHER, YEAR

LEVEL = choice("level", "школьный", "муниципальный", "региональный", "межрегиональный", "всероссийский", "международный", width=18)
STATUS = choice(
    "status", "победитель", "призёр", "участник", "лауреат", "дипломант",
    "чемпион", "золотой знак ГТО", "серебряный знак ГТО", "бронзовый знак ГТО", width=21,
)  # fmt: skip

SORT = Column("sort", "Вид достижения", TEXT, "Выберите вид достижения из списка.", required=False, offered=False, width=20,
              aliases=("Вид", "Вид результата", "Раздел"))  # fmt: skip
COLUMNS = (
    Column("date", "Дата", DATE, "Впишите дату мероприятия в виде ДД.ММ.ГГГГ."),
    Column(
        "event",
        "Мероприятие",
        TEXT,
        "Назовите мероприятие, как в документе.",
        aliases=("Название мероприятия", "Конкурс, олимпиада"),
        width=42,
    ),
    Column("subject", "Предмет/вид", TEXT, "Укажите предмет или вид спорта.", aliases=("Предмет", "Вид спорта", "Предмет, вид"), width=20),
    Column("level", "Уровень", LEVEL, "Выберите уровень из списка."),
    Column("status", "Статус", STATUS, "Выберите статус из списка.", aliases=("Результат",)),
    Column("listed", "Перечень", YES_NO, "Выберите «да», если мероприятие входит в перечень своего учебного года.", required=False),
    Column("registered", "ГИР", YES_NO, "Выберите «да», если сведения размещены в ГИР.", required=False, width=7),
    Column(
        "document",
        "Документ (№, дата)",
        TEXT,
        "Впишите вид, номер и дату документа.",
        aliases=("Документ", "№ и дата документа"),
        width=30,
    ),
)
"""What is said of one achievement, in the order of the paper form."""

FORM = Form(
    name="achievement_sheet",
    title="Ведомость индивидуальных достижений",
    clause="4.4",
    purpose="Олимпиады, конкурсы, спорт и ГТО одного обучающегося: строка — достижение.",
    head=(
        Column(
            "student", "Обучающийся", PERSON, "Впишите фамилию, имя и отчество обучающегося.", aliases=("ФИО", "ФИО обучающегося", "Ученик")
        ),
        SCHOOL_CLASS,
        Column("teacher", "Классный руководитель", PERSON, "Впишите фамилию и инициалы.", required=False, aliases=TEACHER.aliases),
        YEAR,
    ),
    columns=(
        NUMBER,
        SORT,
        *COLUMNS,
    ),
    key=("date", "event", "subject"),
    signs=("event", "status"),
    titles=("Ведомость достижений", "Лист индивидуальных достижений"),
    tab="Достижения",
    footers=False,
    rows=20,
)
