"""Russian words in messages: numerals that agree, dates, decimal commas. Numerals agree through pymorphy3."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from fractions import Fraction
from functools import cache, lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer


@cache
def morphology() -> MorphAnalyzer:
    """The analyser of Russian words, made once: its dictionaries take a while to load."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


SUPPLETIVE = {"годов": "лет"}
"""Genitives that another word has taken the place of, after a number."""


@lru_cache(maxsize=4096)
def counted(number: int, phrase: str) -> str:
    """A number with its noun: (3, «отметка») -> «3 отметки», (5, «учебный день») -> «5 учебных дней»."""
    words = []
    for word in phrase.split():
        nominative = [form for form in morphology().parse(word) if {"nomn", "sing"} <= form.tag.grammemes]
        form = max(nominative, key=lambda form: form.score, default=None)
        agreed = form.make_agree_with_number(number) if form else None
        words.append(SUPPLETIVE.get(agreed.word, agreed.word) if agreed else word)
    return f"{number} {' '.join(words)}"


def decimal(value: Fraction | float, places: int = 2) -> str:
    """A number for showing: half up, decimal comma. Fractions are rounded exactly."""
    exact = Fraction(value)
    whole, rest = divmod(math.floor(abs(exact) * 10**places + Fraction(1, 2)), 10**places)
    sign = "-" if exact < 0 and (whole or rest) else ""
    return f"{sign}{whole},{rest:0{places}}" if places else f"{sign}{whole}"


class _Words(Formatter):
    """Formats facts: `{count:отметка}` agrees, days and fractions are shown as Russians write them."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec and isinstance(value, int):
            return counted(value, format_spec)
        if isinstance(value, dt.date):
            return value.strftime("%d.%m.%Y")
        if isinstance(value, Fraction | float):
            return decimal(value)
        return str(value)


_WORDS = _Words()


def phrase(template: str, facts: Mapping[str, object]) -> str:
    """A message: the template with the facts put in."""
    return _WORDS.vformat(template, (), facts)
