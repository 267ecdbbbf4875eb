"""Номенклатура дел: какие дела ведёт школа и сколько их хранят (п. 4.3.3, 7.1)."""

import datetime as dt

from ..book import Cell
from ..form import Column, Form
from ..kind import TEXT, UNREAD, Kind, choice, parse_text
from ..retention import EXPECTED, UNITS, parse_retention
from .policies import SINCE
from .school_card import SOURCE


def parse_term(value: Cell) -> object:
    """A term of keeping as it is written, if it is one."""
    text = parse_text(value)
    return text if isinstance(text, str) and parse_retention(text) is not UNREAD else UNREAD


def parse_index(value: Cell) -> object:
    """An index as text; one that a spreadsheet took for a day or for a fraction is no longer what was written."""
    return UNREAD if isinstance(value, dt.date) or (isinstance(value, float) and not value.is_integer()) else parse_text(value)


INDEX = Kind("case_index", "индекс дела текстом, например «02-01»", "category", parse_index, width=9)
RETENTION = Kind("retention", EXPECTED, "category", parse_term, width=22)

FORM = Form(
    name="file_nomenclature",
    title="Номенклатура дел",
    clause="4.3.3",
    purpose="Какие дела ведёт школа, какие листы в них входят и сколько их хранят: строка — заголовок дела. Изменился срок — исправьте "
    "строку, и сроки всех дел пересчитаются; если новый срок действует только для новых дел, добавьте строку с датой «Действует с».",
    columns=(
        Column("index", "Индекс дела", INDEX, "Задайте клетке формат «Текстовый» и впишите индекс по номенклатуре, например 02-01.",
               aliases=("Индекс", "№ дела", "Индексы дел"), width=9),
        Column("title", "Заголовок дела", TEXT, "Впишите заголовок дела.", aliases=(
            "Заголовок", "Заголовки дел", "Наименование дела", "Заголовок дела (тома, части)", "Заголовок дела (тома)"), width=38),
        Column("count", "Кол-во дел (томов)", TEXT, "Впишите количество дел по окончании года или оставьте пустым.", required=False,
               aliases=("Количество дел", "Кол-во дел", "Количество дел (томов, частей)", "Кол-во дел (томов, частей)"), width=10),
        Column("term", "Срок хранения", RETENTION, "Впишите один срок: «5 лет», «3 года после выбытия», «5 лет ЭПК», «постоянно». Сноску «(1)» "
               "замените её словами, из нескольких сроков оставьте больший.",
               aliases=("Срок хранения, № статьи", "Срок хранения и № статьи", "Срок хранения, номер статьи",
                        "Срок хранения дела и № статей по перечню", "Срок хранения и № статьи по перечню", "Срок хранения и № статей по перечню",
                        "Срок хранения дела (тома, части) и № статей по перечню", "Срок хранения дела (тома) и № статьи по перечню", "Срок")),
        Column("article", "№ статьи", TEXT, "Впишите номер статьи перечня или оставьте пустым.", required=False,
               aliases=("Статья", "№ статьи по перечню", "Статьи"), width=10),
        Column("note", "Примечание", TEXT, "Впишите примечание или оставьте пустым.", required=False, width=20),
        Column("sheets", "Виды листов", TEXT, "Перечислите названия форм через точку с запятой, например «Классный журнал»; для бумажных дел "
               "оставьте пустым.", required=False, aliases=("Формы", "Какие листы"), width=50),
        Column("unit", "Дело на", choice("case_unit", *UNITS, width=13), "Выберите, что составляет одно дело: класс, книга или учебный год.",
                       required=False, aliases=("Одно дело — это", "Единица")),
        SINCE,
        SOURCE,
    ),
    key=("index", "since"),
    signs=("index", "title", "term"),
    titles=("Номенклатура дел школы", "Номенклатура дел на год"),
    tab="Номенклатура дел",
    footers=False,
    parts=True,
)  # fmt: skip
