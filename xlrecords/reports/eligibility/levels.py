"""«Уровни»: able students by class, with the level of each and what gives it (п. 2.2, 6.3)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from functools import partial

from ...achievements.evidence import Achievement
from ...achievements.levels import Able, able
from ...report import Cell, Field, Figure, Page
from ...school import School
from ..grounds import PRIVATE

FIELDS = (
    Field("Класс", 7, centred=True), Field("Обучающийся", 34, wrapped=True), Field("Уровень", 10, centred=True),
    Field("Чем подтверждён", 70, wrapped=True), Field("Всего таких", 9, centred=True),
)  # fmt: skip
SHOWN = 3
"""So many achievements are named for each student."""


def levels(school: School, day: dt.date) -> Iterator[Page]:
    """One row a student who has a level; no page if there is nobody."""
    found = able(school, day)
    if not found:
        return
    names = "; ".join(f"{letter} — {needed}" for letter, needed in school.policy.of("talent_levels", tuple))
    counts = Counter(student.level for student in found)
    shown = ", ".join(f"{letter}: {counts[letter]}" for letter in sorted(counts))
    note = f"На {day:%d.%m.%Y}. {names}. Всего {shown}. Для внутреннего учёта. {PRIVATE}"
    yield Page("Уровни", "Одарённые дети: уровни внутреннего учёта", note, FIELDS, [_row(student, school) for student in found], frozen=2)


def _row(student: Able, school: School) -> list[Cell]:
    grounds = "; ".join(_words(one) for one in student.grounds[:SHOWN])
    return [student.group, student.student, Figure(student.level, why=partial(_why, student, school)), grounds, len(student.grounds)]


def _words(one: Achievement) -> str:
    day = f" ({one.date:%d.%m.%Y})" if one.date else ""
    return f"{one.title}, {one.subject}: {one.status}{day}"


def _why(student: Able, school: School) -> list[str]:
    """All achievements that give the level, with their places, and the setting."""
    return [*(f"{_words(one)} — {one.where}" for one in student.grounds), school.policy.basis("talent_levels")]
