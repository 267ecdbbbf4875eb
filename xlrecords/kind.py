"""What a cell may hold: how a value is read, shown, limited and offered in a drop-down list.

A kind only brings a cell to its dtype; whether the value is allowed is judged once for the whole batch by the schema
(`sheets.schema`), which takes `choices`, `pattern`, `least` and `most` from here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Final

from .book import EMPTY, Cell


class Unread:
    """The answer of a parser that cannot read a cell. A class of its own: no value of a sheet can be mistaken for it."""

    def __repr__(self) -> str:
        return "UNREAD"


UNREAD: Final = Unread()

LOOK_ALIKE: Final = str.maketrans("aceopxykmhtbACEOPXYKMHTB", "асеорхукмнтвАСЕОРХУКМНТВ")
"""Latin letters that look like Cyrillic ones, and the Cyrillic ones."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value.

    Attributes:
        name: Identifier, English.
        expected: What a cell must hold, for messages: «дата в виде ДД.ММ.ГГГГ».
        dtype: Pandas dtype of the column in `Records`.
        parse: Cell (never empty) -> value of that dtype, or `UNREAD`.
        number_format: Excel number format of a blank cell.
        choices: Closed list; empty if any value will do.
        pattern: Regular expression that the whole text must match; empty if any will do.
        least: Smallest allowed number, inclusive.
        most: Largest allowed number, inclusive.
        width: Usual width of the column, in characters.
        centred: Whether values stand in the middle of the cell.
    """

    name: str
    expected: str
    dtype: str
    parse: Callable[[Cell], object]
    number_format: str = "@"
    choices: tuple[str, ...] = ()
    pattern: str = ""
    least: float | None = None
    most: float | None = None
    width: float = 12
    centred: bool = False


def plain(value: Cell) -> str:
    """Text of a cell as a person sees it: whole numbers without a point, dates as ДД.ММ.ГГГГ, blanks trimmed."""
    if isinstance(value, bool):
        return "ИСТИНА" if value else "ЛОЖЬ"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, dt.datetime):
        return value.strftime("%d.%m.%Y") if value.time() == dt.time() else value.strftime("%d.%m.%Y %H:%M:%S")
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    return " ".join(str(value).split())


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Text for comparing headings and words: lower case, ё as е, without dots, colons and repeated blanks."""
    return " ".join(text.lower().replace("ё", "е").replace(".", " ").rstrip(": ").split())


ERRORS: Final = frozenset(
    "#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE! #SPILL! #CALC! #GETTING_DATA "
    "#ДЕЛ/0! #Н/Д #ИМЯ? #ПУСТО! #ЧИСЛО! #ССЫЛКА! #ЗНАЧ! #ПЕРЕНОС! #ВЫЧИСЛ!".split()
)
"""What Excel shows where a formula failed, in English and in Russian."""


def failed(value: Cell) -> bool:
    """Whether a cell shows the error of a formula."""
    return isinstance(value, str) and value.strip().upper() in ERRORS


def parse_text(value: Cell) -> object:
    """Any value as text, but for errors of formulas."""
    return UNREAD if failed(value) else plain(value)


def parse_person(value: Cell) -> object:
    """A name just as it is written: odd blanks in it are for `people` to see."""
    if failed(value):
        return UNREAD
    return value if isinstance(value, str) else plain(value)


def parse_number(value: Cell) -> object:
    """A number; text with a decimal comma or a trailing point («1.») is taken too."""
    if isinstance(value, bool):
        return UNREAD
    if isinstance(value, float | int):
        return float(value)
    if isinstance(value, str):
        try:
            return float("".join(value.split()).rstrip(".").replace(",", "."))
        except ValueError:
            return UNREAD
    return UNREAD


def parse_whole(value: Cell) -> object:
    """A whole number."""
    number = parse_number(value)
    return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < 2**31 else UNREAD


DATE_TEXT = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})\s*(?:г\.?)?")


def parse_date(value: Cell) -> object:
    """A day. Text as ДД.ММ.ГГГГ or ДД.ММ.ГГ; years outside 1920-2100 are no dates of a school's record."""
    if isinstance(value, dt.datetime):
        day = value.date() if value.time() == dt.time() else None
    elif isinstance(value, dt.date):
        day = value
    elif isinstance(value, str) and (found := DATE_TEXT.fullmatch(value.strip())):
        number, month, year = (int(part) for part in found.groups())
        try:
            day = dt.date(year + 2000 if year < 100 else year, month, number)
        except ValueError:
            day = None
    else:
        day = None
    return day if day is not None and 1920 <= day.year <= 2100 else UNREAD


CLASS_TEXT = re.compile(r"(1[0-2]|[1-9])[\s:\-–]*(?:([а-яё])|[«\"]\s*([а-яё])\s*[»\"])?(?:\s*(?:класс|кл))?\.?", re.IGNORECASE)


def parse_class(value: Cell) -> object:
    """A class in canonical form, number and capital letter: «5 а», «5:А», «11-А», 5, «1 класс» -> «5А», «11А», «5», «1»."""
    text = plain(value).translate(LOOK_ALIKE)
    found = CLASS_TEXT.fullmatch(text)
    if not found:
        return UNREAD
    return found[1] + (found[2] or found[3] or "").upper()


def grade_of(group: str) -> int:
    """Number of a class in canonical form, «10А» -> 10; 0 where it has none."""
    return int("".join(takewhile(str.isdigit, group)) or 0)


def letter_of(group: str) -> str:
    """Letter of a class in canonical form, «10А» -> «А»."""
    return group.lstrip("0123456789")


_ONE = r"(?:1[0-2]|[1-9])\s*[А-Яа-яЁё]?(?:\s*[-–—]\s*(?:1[0-2]|[1-9]))?"
CLASSES_TEXT = rf"{_ONE}(?:\s*[;,]\s*{_ONE})*"


def parse_classes(value: Cell) -> object:
    """A list of classes, «1–4; 5А». A date («1-4» typed into Excel) cannot be read."""
    return UNREAD if isinstance(value, dt.date | bool) else plain(value)


def parse_yes_no(value: Cell) -> object:
    """«да» or «нет»; a check box counts."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    text = fold(plain(value))
    return {"+": "да", "1": "да", "есть": "да", "-": "нет", "0": "нет"}.get(text, text)


SCHOOL_YEAR_TEXT = re.compile(r"(20\d\d)\s*[/\-–—]\s*(?:20)?(\d\d)(?:\s*(?:уч\w*\.?\s*)?г\w*\.?)?")


def parse_school_year(value: Cell) -> object:
    """A school year in canonical form, «2026/2027»."""
    found = SCHOOL_YEAR_TEXT.fullmatch(plain(value).lower())
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        return UNREAD
    return f"{found[1]}/{int(found[1]) + 1}"


TERMS: Final = {
    "quarter1": "1 четверть",
    "quarter2": "2 четверть",
    "quarter3": "3 четверть",
    "quarter4": "4 четверть",
    "trimester1": "1 триместр",
    "trimester2": "2 триместр",
    "trimester3": "3 триместр",
    "half1": "1 полугодие",
    "half2": "2 полугодие",
    "year": "Год",
    "interim": "ПА",
    "exam": "Экзамен",
    "final": "Итог",
}
"""Names and titles of what a mark may be set for."""
DATED_TERMS: Final = tuple(name for name in TERMS if name.startswith(("quarter", "trimester", "half")))
"""Those that have a first and a last day."""

_ROMAN = {1: "i", 2: "ii", 3: "iii", 4: "iv"}
_SHORT = {
    "quarter": ("ч", "четв", "четверть"),
    "trimester": ("т", "тр", "трим", "триместр"),
    "half": ("п", "пг", "п/г", "полуг", "полугодие"),
}


def _term_words() -> dict[str, str]:
    """Folded spelling -> name of the term."""
    words = {
        "год": "year", "годовая": "year", "за год": "year", "годовая отметка": "year", "год отм": "year",
        "па": "interim", "промежуточная аттестация": "interim",
        "экз": "exam", "экзамен": "exam", "гиа": "exam",
        "итог": "final", "итоговая": "final", "итоговая отметка": "final",
    }  # fmt: skip
    for scheme, names in _SHORT.items():
        for number in range(1, {"quarter": 4, "trimester": 3, "half": 2}[scheme] + 1):
            term = f"{scheme}{number}"
            for mark in (str(number), _ROMAN[number]):
                for word in names:
                    words[f"{mark} {word}"] = words[f"{mark}{word}"] = words[f"{mark}-я {word}"] = term
                    words[f"{mark}-е {word}"] = words[f"{mark}-й {word}"] = words[f"за {mark} {word}"] = term
                words[f"{names[-1]} {mark}"] = term
            if scheme == "quarter":
                words[_ROMAN[number]] = term
    ordinal = {
        "quarter": ("первая", "вторая", "третья", "четвертая"),
        "trimester": ("первый", "второй", "третий"),
        "half": ("первое", "второе"),
    }
    for scheme, adjectives in ordinal.items():
        for number, adjective in enumerate(adjectives, 1):
            words[f"{adjective} {_SHORT[scheme][-1]}"] = f"{scheme}{number}"
    return words


TERM_WORDS: Final = _term_words()


def term_of(text: str) -> str:
    """Name of the term that a heading means, or an empty string: «I четв.» -> quarter1, «2п/г» -> half2."""
    folded = fold(text).replace("і", "i")
    return TERM_WORDS.get(folded) or TERM_WORDS.get(folded.replace("х", "x").replace(" /", "/"), "")


def parse_term(value: Cell) -> object:
    """A term by any of its spellings, as its title: «I четв.» -> «1 четверть»."""
    return TERMS.get(term_of(plain(value)), UNREAD)


def choice(name: str, *values: str, width: float = 16) -> Kind:
    """A kind with a closed list; case, ё and blanks do not matter, the canonical spelling is kept."""
    canonical = {fold(value): value for value in values}

    def parse(value: Cell) -> object:
        return canonical.get(fold(plain(value)), plain(value))

    return Kind(name, "одно из: " + ", ".join(values), "category", parse, choices=values, width=width)


def whole(name: str, least: int, most: int, width: float = 8) -> Kind:
    """Whole numbers from least to most."""
    expected = f"целое число от {least} до {most}"
    return Kind(name, expected, "Int32", parse_whole, "0", least=least, most=most, width=width, centred=True)


TEXT = Kind("text", "текст", "category", parse_text, width=24)
PERSON = Kind("person", "фамилия, имя и отчество", "category", parse_person, pattern=r".*[^\W\d_].*", width=34)
NUMBER = Kind("number", "номер по порядку", "Int32", parse_whole, "0", least=1, width=5, centred=True)
DATE = Kind("date", "дата в виде ДД.ММ.ГГГГ", "datetime64[s]", parse_date, "dd.mm.yyyy", width=12, centred=True)
DECIMAL = Kind("decimal", "число", "float64", parse_number, "0.00", width=9, centred=True)
SCHOOL_CLASS = Kind("school_class", "класс, например 5А", "category", parse_class, width=8, centred=True)
SCHOOL_YEAR = Kind("school_year", "учебный год, например 2026/2027", "category", parse_school_year, width=12)
TERM = Kind("term", "период, например «1 четверть» или «Год»", "category", parse_term, choices=tuple(TERMS.values()), width=14)
YES_NO = Kind("yes_no", "«да» или «нет»", "category", parse_yes_no, choices=("да", "нет"), width=10, centred=True)
PERIOD_MARK = Kind("period_mark", "отметка за период", "category", parse_text, "General", width=6, centred=True)
"""Read by the grammar of `marks`, not by `parse`: such columns go into the long frame `Records.terms`."""


CLASSES = Kind("classes", "список классов, например 1–4; 5А", "category", parse_classes, pattern=CLASSES_TEXT, width=12)
"""Which classes a setting holds for."""


def empty(value: Cell) -> bool:
    """Whether nothing a person would see stands in the cell."""
    return value == EMPTY or (isinstance(value, str) and not value.strip())
