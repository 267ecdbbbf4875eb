"""Names, dates, numbers and marks in words, as documents need them: «Иванову Ивану», «двадцать пятое мая», «отлично»."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import takewhile
from typing import Any, Final, Literal

from petrovich.main import Petrovich

from .marks import EXEMPT, NOT_ATTESTED
from .words import counted, morphology

Gender = Literal["male", "female", ""]
"""Of a person; empty: unknown."""

CASES: Final = ("genitive", "dative", "accusative", "instrumental", "prepositional")
"""Cases that a name is put into, in the order of the rules of petrovich."""

_TURKIC: Final = {"оглы": "male", "улы": "male", "уулу": "male", "угли": "male", "кызы": "female", "гызы": "female", "кизи": "female"}
"""Words that end an indeclinable patronymic: «Тимур кызы»."""
_PATRONYMIC: Final = re.compile(r".+(?:(?P<male>[оеё]вич|ьич|ьмич|омич|укич|итич|аввич)|(?P<female>[оеё]вна|ична))", re.IGNORECASE)
_PATRONYMIC_IN_ANY_CASE: Final = re.compile(
    r".+(?:(?:[оеё]вич|ьич|ьмич|омич|укич|итич|аввич)(?:[ауе]|[ое]м)?|(?:[оеё]вн|ичн)(?:[аыеу]|ой))", re.IGNORECASE
)
_MALE_SURNAME: Final = re.compile(r".+(?:[оеё]в|[иы]н|[иы]й|ой)", re.IGNORECASE)
_FEMALE_SURNAME: Final = re.compile(r".+(?:[оеё]ва|[иы]на|ая)", re.IGNORECASE)
_INITIALS: Final = re.compile(r"(?:[А-ЯЁ][а-яё]?\.-?)+|[А-ЯЁ]")
_NAME: Final = re.compile(r"[А-ЯЁа-яё][А-ЯЁа-яё'’-]*")
_SEVERAL: Final = re.compile(r"(\s*[,;/]\s*)")
_BRACKET: Final = re.compile(r"\s*\([^)]*\)\s*$")


# Who


def _parts(name: str) -> dict[str, int] | None:
    """Which word of a name is what: «lastname», «firstname», «middlename» -> position; None if it cannot be told.

    «Фамилия Имя Отчество» is expected, «Имя Отчество Фамилия» and «Имя Отчество» are seen by the patronymic; initials
    stand for no part; an indeclinable patronymic of two words («Эльдар оглы») is none either.
    """
    words = name.split()
    if len(words) > 1 and words[-1].lower() in _TURKIC:
        words = words[:-2]
    places = [place for place, word in enumerate(words) if not _INITIALS.fullmatch(word)]
    if not places or not all(_NAME.fullmatch(words[place]) for place in places):
        return None
    parts = {
        1: ("lastname" if len(words) > 1 else _single(words[0]),),
        2: ("firstname", "middlename") if _PATRONYMIC.fullmatch(words[places[-1]]) else ("lastname", "firstname"),
        3: ("lastname", "firstname", "middlename"),
    }.get(len(places))
    if len(places) == 3 and _surname_last(*(words[place] for place in places)):
        parts = ("firstname", "middlename", "lastname")
    return dict(zip(parts, places, strict=True)) if parts else None


def _surname_last(first: str, second: str, third: str) -> bool:
    """Whether three words are «Имя Отчество Фамилия», in any case."""
    return bool(_PATRONYMIC_IN_ANY_CASE.fullmatch(second)) and not _PATRONYMIC_IN_ANY_CASE.fullmatch(third)


def _single(word: str) -> str:
    """What a word that stands alone is, by the dictionary."""
    tags = {str(tag) for form in morphology().parse(word) if form.is_known for tag in form.tag.grammemes}
    return "middlename" if "Patr" in tags else "firstname" if "Name" in tags else "lastname"


@lru_cache(maxsize=4096)
def gender(name: str) -> Gender:
    """Gender of a person by patronymic, else by first name, else by surname; empty if they leave it open («Шевченко О. В.»)."""
    plain = _BRACKET.sub("", name)
    words = plain.split()
    if words and words[-1].lower() in _TURKIC:
        return "male" if _TURKIC[words[-1].lower()] == "male" else "female"
    parts = _parts(plain)
    if parts is None:
        return ""
    if "middlename" in parts and (found := _PATRONYMIC.fullmatch(words[parts["middlename"]])):
        return "male" if found["male"] else "female"
    if "firstname" in parts and (first := _first_name_gender(words[parts["firstname"]])):
        return first
    if "lastname" in parts:
        last = words[parts["lastname"]]
        return "male" if _MALE_SURNAME.fullmatch(last) else "female" if _FEMALE_SURNAME.fullmatch(last) else ""
    return ""


def _first_name_gender(word: str) -> Gender:
    """Gender of a first name of the dictionary; empty for other words and for names of both, «Саша»."""
    found = {
        "male" if "masc" in form.tag.grammemes else "female" if "femn" in form.tag.grammemes else ""
        for form in morphology().parse(word.split("-")[0])
        if {"Name", "nomn", "sing"} <= form.tag.grammemes and form.is_known
    }
    return "male" if found == {"male"} else "female" if found == {"female"} else ""


# Declension


@lru_cache(maxsize=16384)
def declined(name: str, case: str) -> str:
    """A person's name in a case of `CASES`: («Иванова Мария Петровна», «dative») -> «Ивановой Марии Петровне».

    Several people parted by commas are declined each. Initials, brackets and case of letters stay. Where the gender
    is unknown, or a word is no Russian one, the name comes back as it is: a wrong form is worse than none.
    """
    return "".join(part if place % 2 else _declined(part, CASES.index(case)) for place, part in enumerate(_SEVERAL.split(name)))


def _declined(name: str, case: int) -> str:
    bracket = _BRACKET.search(name)
    plain = name[: bracket.start()] if bracket else name
    sort, parts = gender(plain), _parts(plain)
    if not sort or parts is None:
        return name
    words = plain.split()
    for part, place in parts.items():
        words[place] = _inflected(words[place], part, case, sort)
    return " ".join(words) + (bracket[0] if bracket else "")


def _inflected(word: str, part: str, case: int, sort: Gender) -> str:
    """A word of a name in a case; of a double one each half, but for particles («Тер-Петросян»)."""
    *before, last = word.split("-")
    halves = [half if half.lower() in _particles() else _half(half, part, case, sort) for half in before]
    return "-".join((*halves, _half(last, part, case, sort)))


def _half(word: str, part: str, case: int, sort: Gender) -> str:
    low = word.lower()
    if not low or (part == "lastname" and sort == "female" and low[-1] not in "ая"):
        return word
    found: str = getattr(_rules(sort), part)(low, case, None)
    if word.isupper() and len(word) > 1:
        return found.upper()
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(low, found, strict=False)))
    return word[:same] + found[same:]


_MENDED: Final[dict[str, list[dict[str, Any]]]] = {
    "firstname": [{"gender": "male", "test": ["ий"], "mods": ["-я", "-ю", "-я", "-ем", "-и"]}],
    "middlename": [{"gender": "male", "test": ["ильич", "кузьмич", "фомич", "лукич"], "mods": ["а", "у", "а", "ом", "е"]}],
}
"""Rules that stand before those of the library: «о Дмитрии», «Ильичом»."""


@cache
def _written() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The rules of petrovich, in UTF-8: the library itself reads them in the encoding of the locale."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(files("petrovich").joinpath("rules", "rules.json").read_text("utf-8"))
    return found


@cache
def _particles() -> frozenset[str]:
    """First halves of double surnames that are never declined."""
    return frozenset(word for rule in _written()["lastname"]["exceptions"] if "first_word" in rule.get("tags", ()) for word in rule["test"])


class _Rules(Petrovich):  # type: ignore[misc]  # the library has no types
    """Declension of names of one gender.

    The library, told the gender, would pass over the rules for both, and takes its sign for «unchanged» as an ending;
    so it is told no gender and given the rules of one.
    """

    def __init__(self, sort: Gender) -> None:
        self.data = {
            part: {
                "exceptions": [self._plain(rule) for rule in rules["exceptions"] if self._fits(rule, sort)],
                "suffixes": [self._plain(rule) for rule in (*_MENDED.get(part, ()), *rules["suffixes"]) if self._fits(rule, sort)],
            }
            for part, rules in _written().items()
        }

    @staticmethod
    def _fits(rule: dict[str, Any], sort: Gender) -> bool:
        return rule["gender"] in (sort, "androgynous") and "first_word" not in rule.get("tags", ())

    @staticmethod
    def _plain(rule: dict[str, Any]) -> dict[str, Any]:
        return {**rule, "mods": [mod.replace(".", "") for mod in rule["mods"]]}


@cache
def _rules(sort: Gender) -> _Rules:
    return _Rules(sort)


# Initials


def short_name(name: str) -> str:
    """Surname and initials: «Иванов Иван Иванович» -> «Иванов И. И.». What is short already is only tidied."""
    surname, initials = _abbreviated(name)
    return " ".join((surname, *initials)) if surname else name


def initials_first(name: str) -> str:
    """Initials and surname: «Иванов Иван Иванович» -> «И. И. Иванов»."""
    surname, initials = _abbreviated(name)
    return " ".join((*initials, surname)) if surname else name


def _abbreviated(name: str) -> tuple[str, list[str]]:
    """Surname and initials; an empty surname where it cannot be told."""
    words = _BRACKET.sub("", name).split()
    if len(words) < 2:
        return "", []
    letters = [word for word in words if _INITIALS.fullmatch(word)]
    if letters:
        whole = [word for word in words if word not in letters]
        initials = [f"{letter}." for word in letters for letter in word.split(".") if letter]
        return (whole[0], initials) if len(whole) == 1 else ("", [])
    if not all(_NAME.fullmatch(word) for word in words):
        return "", []
    surname = 2 if len(words) == 3 and _surname_last(*words) else 0
    rest = [word for place, word in enumerate(words) if place != surname and word.lower() not in _TURKIC]
    return words[surname], ["-".join(f"{half[0].upper()}." for half in word.split("-") if half) for word in rest]


# Words that agree with a person

_AGREEING: Final = {
    "обучался": ("обучался", "обучалась", "обучался(ась)"),
    "ученик": ("ученик", "ученица", "обучающийся"),
    "обучающийся": ("обучающийся", "обучающаяся", "обучающийся (-аяся)"),
    "зачислен": ("зачислен", "зачислена", "зачислен(а)"),
    "отчислен": ("отчислен", "отчислена", "отчислен(а)"),
    "награждён": ("награждён", "награждена", "награждён(а)"),
    "освоил": ("освоил", "освоила", "освоил(а)"),
    "он": ("он", "она", "он(а)"),
}
"""Masculine word -> it, the feminine one, and what is written where the gender is unknown."""


def agreeing(word: str, sort: Gender) -> str:
    """A word of `_AGREEING` for a person of a gender: («обучался», «female») -> «обучалась»."""
    return _AGREEING[word][("male", "female", "").index(sort)]


# Dates, numbers, marks

MONTHS: Final = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
WEEKDAYS: Final = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


def day_words(date: dt.date) -> str:
    """A day for a document: «25 мая 2026 г.»."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year} г."


def day_spelled(date: dt.date) -> str:
    """A day all in words: «двадцать пятое мая две тысячи двадцать шестого года»."""
    from num2words import num2words

    number = num2words(date.day, lang="ru", to="ordinal", gender="n")
    year = num2words(date.year, lang="ru", to="ordinal", case="g")
    return f"{number} {MONTHS[date.month - 1]} {year} года"


def number_spelled(number: int, of: str = "") -> str:
    """A whole number in words: 34 -> «тридцать четыре»; with what it counts, in its gender: (21, «дело») -> «двадцать одно»."""
    from num2words import num2words

    found: str = num2words(number, lang="ru", gender=_noun_gender(of))
    return found


def counted_spelled(number: int, phrase: str) -> str:
    """A number in figures and in words, with its noun: (102, «единица хранения») -> «102 (сто две) единицы хранения»."""
    return f"{number} ({number_spelled(number, phrase)}) {counted(number, phrase).partition(' ')[2]}"


@lru_cache(maxsize=4096)
def _noun_gender(phrase: str) -> str:
    """Gender of the first noun of a phrase in the nominative, as num2words names it: «m», «f», «n»."""
    for word in phrase.split():
        found = (form for form in morphology().parse(word) if {"NOUN", "nomn", "sing"} <= form.tag.grammemes)
        if best := max(found, key=lambda form: form.score, default=None):
            return {"femn": "f", "neut": "n"}.get(best.tag.gender, "m")
    return "m"


_MARKS: Final = {
    "5": "отлично",
    "4": "хорошо",
    "3": "удовлетворительно",
    "2": "неудовлетворительно",
    "зач": "зачтено",
    "незач": "не зачтено",
    "усв": "программа усвоена",
    "не усв": "программа не усвоена",
    NOT_ATTESTED: "не аттестован(а)",
    EXEMPT: "освобождён(а)",
}


def mark_word(mark: int | str) -> str:
    """A mark in words: 5 -> «отлично», «зач» -> «зачтено»; what is no mark of the scale stays as it is."""
    return _MARKS.get(str(mark), str(mark))
