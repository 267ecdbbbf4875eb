"""The grammar of a journal cell: «5», «н», «5/4», «н/5», «5✕2», «осв»; one meaning or a fault, never a guess."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from .book import Cell
from .kind import LOOK_ALIKE, failed


@dataclass(frozen=True, slots=True)
class Token:
    """One thing a cell says.

    Attributes:
        text: Canonical text: «5», «н», «н/а», «осв».
        mark: The mark as a number, 0 when the token is no mark.
        weight: Weight of the mark, 1 unless written («5✕2»).
    """

    text: str
    mark: int = 0
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says, and the rule it breaks. A fault with tokens: understood, but written wrongly."""

    tokens: tuple[Token, ...] = ()
    fault: str = ""


ABSENCES: Final = ("н", "б", "у", "п")
LATE: Final = ("о", "оп")
REMINDER: Final = "."
CREDIT: Final = ("зач", "незач")
MASTERED: Final = ("усв", "не усв")
NOT_ATTESTED: Final = "н/а"
EXEMPT: Final = "осв"
SYMBOLS: Final = (*ABSENCES, *LATE, REMINDER)
SCALE: Final = ("5", "4", "3", "2")

LESSON: Final = (*SCALE, *SYMBOLS, *CREDIT, *MASTERED)
"""What may stand under a lesson of a graded subject."""
ATTENDANCE: Final = (*SYMBOLS, *CREDIT, *MASTERED)
"""What may stand under a lesson where marks are not set (п. 4.5, 4.6)."""
PERIOD: Final = (*SCALE, NOT_ATTESTED, EXEMPT, *CREDIT, *MASTERED)
"""What may stand for a quarter, a half-year, a year."""

MEANINGS: Final = {
    "н": "отсутствовал без указания причины",
    "б": "отсутствовал по болезни",
    "у": "отсутствовал по уважительной причине",
    "п": "отсутствовал по приказу или по уважительной причине (решает школа)",
    "о": "опоздал",
    "оп": "опоздал",
    ".": "отметка ожидается: ученик должен сдать работу",
    "зач": "зачёт",
    "незач": "незачёт",
    "усв": "программа усвоена (без отметки)",
    "не усв": "программа не усвоена (без отметки)",
    "н/а": "не аттестован",
    "осв": "освобождён приказом",
}

_WORDS: Final = {
    **{text: text for text in (*SYMBOLS, *CREDIT, *MASTERED, NOT_ATTESTED, EXEMPT)},
    "на": NOT_ATTESTED, "н а": NOT_ATTESTED, "н.а.": NOT_ATTESTED, "н.а": NOT_ATTESTED, "н\\а": NOT_ATTESTED,
    "не аттестован": NOT_ATTESTED, "не аттестована": NOT_ATTESTED,
    "осв.": EXEMPT, "освоб": EXEMPT, "освоб.": EXEMPT, "освобожден": EXEMPT, "освобождена": EXEMPT,
    "зач.": "зач", "зачет": "зач", "зачтено": "зач", "зчт": "зач", "+": "зач",
    "незач.": "незач", "незачет": "незач", "не зач": "незач", "не зачет": "незач", "не зачтено": "незач", "незачтено": "незач", "-": "незач",
    "усв.": "усв", "усвоил": "усв", "усвоила": "усв", "освоил": "усв", "освоила": "усв",
    "не усв.": "не усв", "неусв": "не усв", "не освоил": "не усв", "не освоила": "не усв", "не усвоил": "не усв",
}  # fmt: skip

_WEIGHTED: Final = re.compile(r"([0-9])\s*[✕×xх*]\s*([1-9]\d?)")
_IN_WORDS: Final = re.compile(r"([2-5])\s*\(\s*(отл|хор|уд|неуд)[а-я]*\.?\s*\)")
"""«5 (отлично)», as certificates have it."""
_WORD_OF: Final = {"5": "отл", "4": "хор", "3": "уд", "2": "неуд"}
_WHOLE_TEXT: Final = re.compile(r"(\d+)[.,]0+")
_FRACTION_TEXT: Final = re.compile(r"\d+\.\d+")
_SPLIT: Final = re.compile(r"[/\\,;\s]+")
_ONE_LETTER: Final = str.maketrans("hbyonз", "нбуоп3")


def _of_number(number: float) -> Reading:
    if not number.is_integer():
        return Reading(fault="mark-fractional")
    if not 0 <= number <= 9:
        return Reading(fault="mark-out-of-scale")
    return Reading((Token(str(int(number)), int(number)),))


def _part(text: str) -> tuple[Token | None, bool]:
    """Token of one part of a cell, and whether look-alike letters had to be replaced."""
    for alike, candidate in (
        (False, text),
        (True, text.translate(_ONE_LETTER) if len(text) == 1 else text.translate(LOOK_ALIKE)),
    ):
        if len(candidate) == 1 and candidate in "0123456789":
            return Token(candidate, int(candidate)), alike
        if candidate in _WORDS:
            return Token(_WORDS[candidate]), alike
    return None, False


def _of_text(text: str) -> Reading:
    if failed(text):
        return Reading(fault="cell-formula-error")
    if text.isascii() and text.isdigit():
        reading = _of_number(float(text[:9]))
        return Reading(reading.tokens, reading.fault or "mark-text-number")
    if found := _WHOLE_TEXT.fullmatch(text):
        reading = _of_number(float(found[1][:9]))
        return Reading(reading.tokens, reading.fault or "mark-text-number")
    if _FRACTION_TEXT.fullmatch(text):
        return Reading(fault="mark-fractional")
    if found := _WEIGHTED.fullmatch(text):
        return Reading((Token(found[1], int(found[1]), int(found[2])),))
    if (found := _IN_WORDS.fullmatch(text)) and _WORD_OF[found[1]] == found[2]:
        return Reading((Token(found[1], int(found[1])),))
    whole, alike = _part(text)
    if whole is not None:
        return Reading((whole,), "mark-look-alike" if alike else "")
    parts = [_part(part) for part in _SPLIT.split(text) if part]
    tokens = tuple(token for token, _ in parts if token is not None)
    if not tokens or len(tokens) < len(parts):
        return Reading(fault="mark-unknown")
    marks = sum(token.mark > 0 or token.text == "0" for token in tokens)
    if marks and any(token.text in ABSENCES and token.text != "н" for token in tokens):
        return Reading(fault="mark-with-absence")
    if len(tokens) > 1 and any(token.text in (*CREDIT, *MASTERED, NOT_ATTESTED, EXEMPT) for token in tokens):
        return Reading(fault="mark-unknown")
    return Reading(tokens, "mark-look-alike" if any(alike for _, alike in parts) else "")


def parse(value: Cell) -> Reading:
    """Read a cell of a journal.

    Args:
        value: The cell as the book gives it; blank cells say nothing.

    Returns:
        Tokens in the order of writing, and the id of the rule broken, if any: `mark-unknown`, `mark-out-of-scale`
        (more than one digit), `mark-fractional`, `mark-is-date`, `mark-text-number`, `mark-look-alike`,
        `mark-with-absence`, `cell-formula-error`. Whether a token may stand where it stands (2-5 or 1-5, «н/а» under
        a lesson) is not judged here but by the schema, which knows the place and the school's scale.
    """
    if isinstance(value, bool):
        return Reading(fault="mark-unknown")
    if isinstance(value, float | int):
        return _of_number(float(value))
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return Reading(fault="mark-is-date")
    text = " ".join(value.lower().replace("ё", "е").split())
    return _of_text(text) if text else Reading()
