"""What tells of somebody's health, which no general copy shows: «осв», «б», conclusions of doctors, special conditions of learning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from ..kind import fold
from ..marks import ABSENCES, ATTENDANCE, EXEMPT, PERIOD

TOKENS: Final = frozenset({EXEMPT, "б"})
"""Signs of a journal that tell of health: exempted, absent through illness."""
SIGNS: Final = frozenset({*PERIOD, *ATTENDANCE, *ABSENCES, "1"})
_PARTED: Final = re.compile(r"\s*[,;/ ]\s*")
_DOCTOR: Final = r"(?:врач\w*|врачебн\w+|медицинск\w+|медкомисси\w+|пмпк|псих\w+-медик\w+\S*)"
_HISTORY: Final = (
    r"(?:\w+[- ])?(?:ига|иг|фашист\w*|фашизм\w*|нацист\w*|нацизм\w*|захватчик\w*|оккупа\w+|крепостн\w+|рабств\w*|блокад\w*|враг\w*)\b"
)
"""From what countries and cities are freed."""
ABOUT_HEALTH: Final = re.compile(
    r"\b(?:овз|пмпк|аооп|инвалид(?:ност\w+|а|у|е|ом)?|диагноз\w*|смг|надомн\w+|медотвод\w*|0\d\d/у)\b"
    rf"|\bзаключени\w+\s+(?:\w+\s+)?{_DOCTOR}"
    r"|\bмедицинск\w+\s+(?:заключени|справк|показани|противопоказани|групп|отвод|карт|документ)\w*"
    rf"|\bсправк\w+\s+(?:от\s+)?{_DOCTOR}"
    r"|\b(?:по|из-за)\s+(?:\w+\s+)?болезн\w+|\b(?:по|из-за|связи\s+с|имеет|перен[её]с\w*)\s+(?:\w+\s+)?заболевани\w+"
    rf"|\b(?:состояни\w+|групп\w+)\s+здоровья|\bспец\w*\s+медицинск\w+|\bосвобожд(?:ен[аы]?|аетс\w+|ени\w+)\s+(?:от|по)\s+(?!{_HISTORY})"
    r"|\bобучени\w+\s+на\s+дому|\bдомашн\w+\s+обучени\w+"
    r"|\bограниченн\w+\s+возможност\w+|\bадаптированн\w+\s+(?:\w+\s+)*программ\w+|\bиндивидуальн\w+\s+обучени\w+\s+по\s+медиц\w+"
)
"""Words, folded, by which a text tells of somebody's health.

A doctor alone does not: «Юный врач» is a contest; nor does help to invalids, a project on diseases or the liberation of a city.
"""


def about_health(text: str) -> bool:
    """Whether a text tells of health in words."""
    return ABOUT_HEALTH.search(fold(text)) is not None


def without_health(text: str) -> str | None:
    """A text as a general copy may show it: marks without signs of health, None for words about health or if nothing is left."""
    if about_health(text):
        return None
    signs = [fold(sign) for sign in _PARTED.split(text.strip()) if sign]
    if not any(sign in TOKENS for sign in signs) or not all(sign in SIGNS for sign in signs):
        return text
    kept = [sign for sign in _PARTED.split(text.strip()) if sign and fold(sign) not in TOKENS]
    return ", ".join(kept) or None


def masked(facts: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """Values of fields of a student without what tells of health, and how many values that changed."""
    count = 0

    def shown(value: Any) -> Any:
        nonlocal count
        if isinstance(value, str):
            kept = without_health(value)
            count += kept != value
            return kept
        if isinstance(value, Mapping):
            return {name: shown(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [shown(inner) for inner in value]
        return value

    return {name: shown(value) for name, value in facts.items()}, count
