"""Реестр документов, подтверждающих индивидуальные результаты обучающихся: шесть видов п. 4.7."""

from dataclasses import replace

from ..form import Column, Form
from ..kind import DATE, PERSON, TEXT, choice
from .common import FILE, FINGERPRINT, NUMBER, SCHOOL_CLASS, STUDENT, YEAR
from .portfolio import COPY, ORIGINAL

EDUCATION, PROGRESS, DIPLOMA = "документ об образовании", "справка об успеваемости", "диплом"
AWARD, CERTIFICATE, LICENCE = "грамота", "сертификат", "свидетельство, удостоверение"
KINDS = (EDUCATION, PROGRESS, DIPLOMA, AWARD, CERTIFICATE, LICENCE)
"""The six kinds, in the order of the clause."""

FORM = Form(
    name="supporting_documents",
    title="Реестр подтверждающих документов",
    clause="4.7",
    purpose="Документы, которые подтверждают результаты обучающихся: строка — документ.",
    head=(YEAR,),
    columns=(
        NUMBER,
        replace(STUDENT, width=26),
        SCHOOL_CLASS,
        Column("document_kind", "Вид документа", choice("supporting_kind", *KINDS, width=18), "Выберите вид документа из списка.",
               aliases=("Тип документа", "Вид подтверждающего документа", "Документ")),
        Column("confirms", "Что подтверждает", TEXT, "Назовите мероприятие, программу или результат, который подтверждает документ.",
               aliases=("Подтверждаемый результат", "Наименование результата", "За что выдан"), width=36),
        Column("status", "Результат", TEXT, "Впишите результат, как в документе: победитель, призёр, участник.", required=False,
               aliases=("Статус", "Место"), width=13),
        Column("issued_by", "Кем выдан", TEXT, "Назовите организацию, которая выдала документ.",
               aliases=("Выдан", "Организация", "Организатор"), width=22),
        Column("document_number", "№ документа", TEXT, "Впишите номер документа или «б/н».", aliases=("Номер документа", "Серия и номер"), width=12),
        Column("dated", "Дата документа", DATE, "Впишите дату документа в виде ДД.ММ.ГГГГ.", aliases=("Дата выдачи", "Выдан (дата)")),
        Column("original", "Подлинник или копия", choice("original", ORIGINAL, COPY, width=12), "Выберите «подлинник» или «копия».",
               required=False, aliases=("Подлинник/копия", "Оригинал/копия"), width=11),
        replace(FILE, help="Впишите имя файла скана, если он есть."),
        FINGERPRINT,
        Column("entered", "Дата внесения", DATE, "Впишите дату внесения в виде ДД.ММ.ГГГГ.", required=False, aliases=("Внесено", "Дата записи")),
        Column("entered_by", "Кто внёс", PERSON, "Впишите фамилию и инициалы того, кто внёс документ.", required=False,
               aliases=("Внёс", "Кем внесено"), width=14),
    ),
    key=("student", "school_class", "document_kind", "document_number", "dated", "confirms"),
    signs=("document_kind", "confirms", "student"),
    titles=("Реестр документов, подтверждающих результаты", "Подтверждающие документы"),
    tab="Документы",
)  # fmt: skip
