"""Acts that a text cites, however they are written, and names of them that are wrong.

An act is recognised by number and date together. A number with the year alone, «№ 77/2022», is enough where one act has both;
a number alone after the name of an authority only may be it, and is told so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from .act import Act, latest, numbered


class State(Enum):
    """The light of a citation."""

    FORCE = "действует"
    DEAD = "утратил силу"
    DYING = "утратит силу"
    CHECK = "проверьте"


@dataclass(frozen=True, slots=True)
class Citation:
    """An act that a text names, or a wrong name.

    Attributes:
        quote: The words, blanks tidied.
        at: Where they begin in the text, from 0.
        acts: The act, or several that may be meant; empty: a wrong name.
        certain: Whether number and date (or year) fit one act; False: only the number does.
        instead: What a wrong name should be; empty for acts.
    """

    quote: str
    at: int
    acts: tuple[Act, ...] = ()
    certain: bool = True
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Light:
    """What is told of a citation: state, words of it, what to write, and on what it rests."""

    state: State
    words: str
    instead: str = ""
    note: str = ""


# Finding

_MONTHS = ("январ", "феврал", "март", "апрел", "ма[йя]", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_SIGN = r"(?:№|N[oо]?\.?|номер)"
_NUMBER = r"(?P<number>\d{1,4}(?:/\d{3,4})?(?:\s?-\s?ФЗ)?)(?![\d/-])"
_DATE = (
    r"(?:(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4}|\d{2})(?!\d)"
    rf"|[«\"]?(?P<day>\d{{1,2}})[»\"]?\s(?P<month>(?:{'|'.join(_MONTHS)})[а-я]*)\s(?P<year>\d{{4}}))(?:\s?(?:года|год|г\.?))?"
)


def _again(pattern: str, mark: str) -> str:
    """A pattern with other names of its groups."""
    return re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>{mark}>", pattern)


_LEAD = r"(?:(?:приказ|постановлен|закон|распоряжен)[а-я]*\s(?:[А-Яа-яёЁ.,()-]+\s){0,9})?"
_CITED = re.compile(
    rf"(?P<lead>{_LEAD})(?:"
    rf"(?:от\s)?{_DATE},?\s?{_SIGN}\s?{_NUMBER}"
    rf"|{_SIGN}\s?{_again(_NUMBER, '2')},?\s?(?:от\s)?{_again(_DATE, '2')}"
    rf"|(?:от\s)?(?P<alone>20\d\d)(?:\s?(?:года|год|г\.?))?,?\s?{_SIGN}\s?{_again(_NUMBER, '3')}"
    rf"|{_SIGN}\s?(?P<number4>\d{{1,4}}(?:/\d{{3,4}})?)/(?P<alone2>20\d\d)(?!\d)"
    rf"|{_SIGN}\s?{_again(_NUMBER, '5')}"
    r"|(?P<law>\d{2,3}\s?-\s?ФЗ))",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(r"\bмин[а-я]|\bрос[а-я]|правительств", re.IGNORECASE)
"""An order without a date and without an authority is most likely the school's own."""
_REGISTER = re.compile(r"(?:государственн[а-я]+\sинформационн[а-я]+\sресурс[а-я]*|ГИР)\s(?:данных\s)?о\sдетях", re.IGNORECASE)
_DETECTION = re.compile(r"правил[а-я]*\sвыявления\sдетей(?!\s(?:и|,)\s?молод)", re.IGNORECASE)
WRONG_NAMES: Final = (
    (_REGISTER, "424", "государственный информационный ресурс о лицах, проявивших выдающиеся способности"),
    (_DETECTION, "1239", "Правила выявления детей и молодежи, проявивших выдающиеся способности, и сопровождения их дальнейшего развития"),
)
"""Wrong name, the number of the old act that did bear it, and the right one."""


SOFT_HYPHEN: Final = "\u00ad"
_LIKELY: Final = re.compile(rf"\d|ресурс|гир|выявлен|{SOFT_HYPHEN}", re.IGNORECASE)
"""Without one of these a paragraph cites nothing: most have none, and are not looked at further."""


def citations(text: str) -> list[Citation]:
    """All known acts that a paragraph cites, and wrong names in it, in their order."""
    if not _LIKELY.search(text):
        return []
    blank = [sign.isspace() or sign == SOFT_HYPHEN for sign in text]
    places = [at for at, odd in enumerate(blank) if not odd or not at or not blank[at - 1]]
    plain = "".join(" " if blank[at] else text[at] for at in places)
    found = [Citation(quote, places[at], acts, certain) for at, quote, acts, certain in _acts(plain)]
    cited = {number for citation in found for act in citation.acts for number in act.number.split("/")}
    found += [
        Citation(match[0], places[match.start()], instead=right)
        for pattern, old, right in WRONG_NAMES
        for match in pattern.finditer(plain)
        if old not in cited
    ]
    return sorted(found, key=lambda citation: citation.at)


def _acts(text: str) -> Iterator[tuple[int, str, tuple[Act, ...], bool]]:
    """Place, words, acts and whether they are certain."""
    for match in _CITED.finditer(text):
        parts = match.groupdict()
        number = next((parts[f"number{mark}"] for mark in ("", "2", "3", "4", "5") if parts[f"number{mark}"]), parts["law"])
        number = re.sub(r"\s", "", number).upper()
        named = tuple(numbered(number))
        day = _date(parts, "") or _date(parts, "2")
        year = parts["alone"] or parts["alone2"]
        written = any(parts[name] for name in ("d", "day", "d2", "day2"))
        if written:
            named, certain = tuple(act for act in named if act.date == day), True
        elif year:
            named = tuple(act for act in named if act.date.year == int(year))
            certain = len(named) == 1
        else:
            federal = number.endswith("ФЗ") or "/" in number or bool(_AUTHORITY.search(parts["lead"]))
            named, certain = named if federal else (), False
        if named:
            yield match.start(), match[0].strip(" ,"), named, certain


def _date(parts: dict[str, str | None], mark: str) -> dt.date | None:
    """The day that a citation tells; None if it is none."""
    year = parts[f"y{mark}"] or parts[f"year{mark}"]
    day = parts[f"d{mark}"] or parts[f"day{mark}"]
    word = parts[f"month{mark}"]
    if not year or not day:
        return None
    month = next(n for n, stem in enumerate(_MONTHS, 1) if re.match(stem, word.lower())) if word else int(parts[f"m{mark}"] or 0)
    try:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    except ValueError:
        return None


# Judging


def light(citation: Citation, day: dt.date) -> Light:
    """How a citation stands on a day."""
    if not citation.acts:
        return Light(State.CHECK, "неверное название", citation.instead)
    lights = [_of(act, day) for act in citation.acts]
    if citation.certain:
        return lights[0]
    names = "; ".join(str(act) for act in citation.acts)
    if all(found.state is State.FORCE for found in lights):
        return Light(State.FORCE, f"возможно, действует: {names}", note="дата не указана")
    why = "дата не указана" if len(citation.acts) == 1 else "дата не указана, а номер такой у нескольких актов"
    return Light(State.CHECK, f"возможно: {names}", "; ".join(dict.fromkeys(found.instead for found in lights if found.instead)), why)


def _of(act: Act, day: dt.date) -> Light:
    following = latest(act)
    instead = str(following) if following is not act else ""
    if act.until is not None and act.until <= day:
        return Light(State.DEAD, f"утратил силу с {act.until:%d.%m.%Y}", instead, act.note)
    if act.until is not None:
        return Light(State.DYING, f"утратит силу с {act.until:%d.%m.%Y}", instead, act.note)
    if act.running_out:
        return Light(State.CHECK, "заканчивает действие", instead, act.note)
    if (act.since or act.date) > day:
        return Light(State.CHECK, f"ещё не действует: с {act.since or act.date:%d.%m.%Y}", "", act.note)
    return Light(State.FORCE, "действует", "", act.note)


def evidence(acts: Sequence[Act]) -> str:
    """On what the list itself rests, for a reader who wants to be sure."""
    if not acts:
        return ""
    return "; ".join(dict.fromkeys(f"подтверждено: {act.source}" if act.verified else f"сверьте ({act.source})" for act in acts))
