"""Inner levels of able students, apart from the state register: by the highest that a student has won (п. 2.2, 6.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from ..forms.achievement_sheet import LEVEL
from ..kind import grade_of
from ..people import key
from ..policy import STATE_REGISTER
from ..school import School
from .evidence import Achievement, achievements
from .state_register import placement

WON: Final = ("победитель", "призёр", "чемпион")


@dataclass(frozen=True, slots=True)
class Able:
    """A student with a level, and the achievements that give it.

    Attributes:
        person: Position in the class list.
        level: Letter of the level, as the setting `talent_levels` names it.
        grounds: Achievements of the level, the latest first.
    """

    person: int
    student: str
    group: str
    level: str
    grounds: tuple[Achievement, ...]


def able(school: School, day: dt.date) -> tuple[Able, ...]:
    """Students of the class list who have won something at a level of the setting, by class and name.

    What is placed in the state register by the latest check on the day counts for its own level; the rest by the level of the event
    or a higher one. A winner, a medallist or a champion counts; whose achievement is not known for sure counts for nobody.
    """
    levels = school.policy.of("talent_levels", tuple)
    order = {letter: place for place, (letter, _) in enumerate(levels)}
    found: dict[int, dict[str, list[Achievement]]] = {}
    for one in achievements(school):
        if one.person >= 0 and one.status in WON and (letter := _level(school, one, levels, day)):
            found.setdefault(one.person, {}).setdefault(letter, []).append(one)
    students = []
    for person, by_letter in found.items():
        letter = min(by_letter, key=order.__getitem__)
        grounds = tuple(sorted(by_letter[letter], key=lambda one: one.date or dt.date.min, reverse=True))
        students.append(Able(person, grounds[0].student, grounds[0].group, letter, grounds))
    return tuple(sorted(students, key=lambda student: (grade_of(student.group), student.group, key(student.student))))


def _level(school: School, one: Achievement, levels: tuple[tuple[str, str], ...], day: dt.date) -> str:
    """Letter of the first level that an achievement reaches; an empty text if it reaches none."""
    for letter, needed in levels:
        if needed == STATE_REGISTER:
            if placement(school, one, day).placed:
                return letter
        elif one.level in LEVEL.choices and LEVEL.choices.index(one.level) >= LEVEL.choices.index(needed):
            return letter
    return ""
