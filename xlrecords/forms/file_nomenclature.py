"""Номенклатура дел: какие дела ведёт школа и сколько их хранят (п. 4.3.3, 7.1)."""

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


RETENTION = Kind("retention", EXPECTED, "category", parse_term, width=22)

FORM = Form(
    name="file_nomenclature",
    title="Номенклатура дел",
    clause="4.3.3",
    purpose="Какие дела ведёт школа, какие листы в них входят и сколько их хранят: строка — заголовок дела. Изменился срок — исправьте "
    "строку, и сроки всех дел пересчитаются; если новый срок действует только для новых дел, добавьте строку с датой «Действует с».",
    columns=(
        Column("index", "Индекс дела", TEXT, "Впишите индекс дела по номенклатуре, например 02-01.", aliases=("Индекс", "№ дела"), width=9),
        Column("title", "Заголовок дела", TEXT, "Впишите заголовок дела.", aliases=("Заголовок", "Заголовки дел", "Наименование дела"), width=38),
        Column("count", "Кол-во дел (томов)", TEXT, "Впишите количество дел по окончании года или оставьте пустым.", required=False,
               aliases=("Количество дел", "Кол-во дел", "Количество дел (томов, частей)", "Кол-во дел (томов, частей)"), width=10),
        Column("term", "Срок хранения", RETENTION, "Впишите срок: «5 лет», «3 года после выбытия», «5 лет ЭПК», «постоянно».",
               aliases=("Срок хранения, № статьи", "Срок хранения и № статьи", "Срок хранения, номер статьи",
                        "Срок хранения дела и № статей по перечню", "Срок")),
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
)  # fmt: skip
