"""Портфолио: реестр документов, подтверждающих результаты обучающихся класса (п. 4.7, 4.9)."""

from dataclasses import replace

from ..form import Column, Form
from ..kind import DATE, PERSON, TEXT, choice
from .achievement_sheet import LEVEL, STATUS
from .common import FILE, FINGERPRINT, NUMBER, SCHOOL_CLASS, STUDENT, YEAR

DOCUMENTS = (
    "документ об образовании", "справка об успеваемости", "диплом", "грамота", "сертификат", "свидетельство", "удостоверение",
    "благодарность", "похвальный лист",
)  # fmt: skip
ORIGINAL, COPY = "подлинник", "копия"

FORM = Form(
    name="portfolio",
    title="Портфолио: реестр документов",
    clause="4.7",
    purpose="Дипломы, грамоты, сертификаты и другие документы обучающихся класса: строка — документ.",
    head=(YEAR,),
    columns=(
        NUMBER,
        replace(STUDENT, width=26),
        SCHOOL_CLASS,
        Column("entered", "Дата внесения", DATE, "Впишите дату внесения в виде ДД.ММ.ГГГГ.", aliases=("Внесено", "Дата записи")),
        Column(
            "document_kind",
            "Вид документа",
            choice("document_kind", *DOCUMENTS, width=16),
            "Выберите вид документа из списка.",
            aliases=("Тип документа", "Вид подтверждающего документа"),
        ),
        Column(
            "event",
            "Наименование мероприятия",
            TEXT,
            "Назовите мероприятие или то, что подтверждает документ.",
            aliases=("Мероприятие", "Название мероприятия", "Что подтверждает"),
            width=34,
        ),
        Column(
            "level", "Уровень", replace(LEVEL, width=16), "Выберите уровень из списка.", required=False, aliases=("Уровень мероприятия",)
        ),
        Column(
            "status",
            "Результат",
            replace(STATUS, width=14),
            "Выберите результат из списка или оставьте пустым.",
            required=False,
            aliases=("Статус", "Место"),
        ),
        Column(
            "organiser",
            "Организатор",
            TEXT,
            "Назовите организатора или оставьте пустым.",
            required=False,
            aliases=("Кем выдан", "Организатор мероприятия"),
            width=16,
        ),
        Column(
            "document",
            "№ и дата документа",
            TEXT,
            "Впишите номер и дату документа.",
            aliases=("Документ (№, дата)", "Номер и дата документа", "Реквизиты документа"),
            width=16,
        ),
        Column(
            "section",
            "Раздел портфолио",
            TEXT,
            "Укажите раздел портфолио или оставьте пустым.",
            required=False,
            aliases=("Раздел",),
            width=11,
        ),
        Column(
            "original",
            "Подлинник или копия",
            choice("original", ORIGINAL, COPY, width=12),
            "Выберите «подлинник» или «копия».",
            required=False,
            aliases=("Подлинник/копия", "Оригинал/копия"),
            width=11,
        ),
        Column(
            "extent",
            "Листов",
            TEXT,
            "Укажите число листов.",
            required=False,
            aliases=("Листов/файл", "Листов, файл", "Кол-во листов"),
            width=8,
        ),
        FILE,
        FINGERPRINT,
        Column(
            "entered_by",
            "Кто внёс",
            PERSON,
            "Впишите фамилию и инициалы того, кто внёс документ.",
            required=False,
            aliases=("Внёс", "Кем внесено"),
            width=14,
        ),
    ),
    key=("student", "school_class", "document_kind", "event", "document"),
    signs=("document_kind", "event", "student"),
    titles=("Реестр документов портфолио", "Реестр портфолио"),
    tab="Портфолио",
)
