"""What the records tell of events that terms of keeping are counted after: who left the school, until when a consent held (п. 7.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

import pandas as pd

from ..achievements.joining import OTHER_CLASS, Line, lines
from ..forms import BY_NAME
from ..kind import fold, grade_of, letter_of
from ..people import key
from ..school import School
from ..words import counted
from .case import Case
from .keeping import NOT_TOLD, Happened, Need

LEAVING: Final = ("выбыти", "отчислени", "окончания школы", "окончания обучения")
"""Words of a term that is counted after students left."""
CONSENT: Final = "отзыв"
"""A word of a term that is counted after consents ended."""


def happened(school: School, case: Case) -> Happened:
    """What the records of a school tell of the event of a case's term; `NOT_TOLD` if they tell nothing of such an event."""
    event = fold(case.heading.retention.event) if case.heading.retention else ""
    if CONSENT in event and "consents" in case.heading.forms:
        return consents_ended(list(_lines(school, case, ("consents",))))
    if any(word in event for word in LEAVING):
        return students_left(school, list(_lines(school, case, case.heading.forms)))
    return NOT_TOLD


def _lines(school: School, case: Case, forms: Iterable[str]) -> Iterable[Line]:
    """Lines of the case's sheets that name students."""
    sheets = {f"{source.book} «{leaf.sheet}»" for source in case.sources for leaf in source.leaves}
    named = [form for form in forms if any(column.name == "student" for column in (*BY_NAME[form].head, *BY_NAME[form].columns))]
    return (line for form in named for line in lines(school, form) if line.sheet in sheets and key(line.student))


def consents_ended(found: list[Line]) -> Happened:
    """When the last of some consents ended: each ends on the day of its revocation or on its last day, whichever comes first."""
    days = [min(known) if (known := [day for name in ("until", "withdrawn") if (day := line.day(name))]) else None for line in found]
    ended = [day for day in days if day]
    if found and len(ended) == len(days):
        return Happened(
            f"действие всех согласий окончено или отозвано ({len(found)}), последнего — {max(ended):%d.%m.%Y}", True, max(ended)
        )
    need = Need("Впишите в реестр согласий графу «Действует до» или «Отозвано»", "ответственный за реестр согласий")
    without = len(days) - len(ended)
    return Happened(f"нет дня окончания или отзыва: {counted(without, 'согласие')} из {len(days)}" if found else "согласия в деле не найдены",
                    need=need)  # fmt: skip


def students_left(school: School, found: list[Line]) -> Happened:
    """When the last student of some lines left the school, by the class list; not met while one of them still attends it."""
    days: dict[int | tuple[str, str], dt.date | None] = {}
    for line in found:
        person = _person(school, line)
        days.setdefault(person if person >= 0 else (key(line.student), line.group), _left(school, person) if person >= 0 else None)
    total = f"из {len(days)}"
    attending = sum(1 for who, day in days.items() if isinstance(who, int) and day is None)
    unknown = sum(1 for who in days if not isinstance(who, int))
    if attending:
        return Happened(f"ещё учатся: {attending} {total}", False)
    if unknown or not days:
        need = Need("Отметьте всех обучающихся дела на листе «Контингент» с днём выбытия", "секретарь учебной части")
        words = f"день выбытия неизвестен: {counted(unknown, 'обучающийся')} {total} — в списке классов однозначного соответствия нет"
        return Happened(words if days else "обучающиеся дела не записаны", need=need)
    last = max(day for day in days.values() if day)
    return Happened(f"выбыли все обучающиеся дела ({len(days)}), последний — {last:%d.%m.%Y}", True, last)


def _left(school: School, person: int) -> dt.date | None:
    day = school.records["class_list"].rows["left"].iat[person]
    return None if pd.isna(day) else day.date()


def _person(school: School, line: Line) -> int:
    """Position in the class list of who a line is about, -1 if unknown.

    Of who left in an earlier year the list tells the class of then: it fits if the grade grew with the years until that day.
    """
    if line.person >= 0:
        return -1 if _came_back(school, line.person) else line.person
    if line.why != OTHER_CLASS or school.roster is None or line.year is None:
        return -1
    person = line.candidates[0]
    left, then = _left(school, person), school.roster.classes[person]
    if left is None:
        return -1
    years = left.year - (left.month < 9) - line.year
    grade = grade_of(line.group)
    return person if grade and grade_of(then) == grade + years and letter_of(then) == letter_of(line.group) else -1


def _came_back(school: School, person: int) -> bool:
    """Whether who left a class may be somebody of the same name who came later: nothing tells that they are two."""
    listed, roster, left = school.records["class_list"].rows, school.roster, _left(school, person)
    if left is None or roster is None:
        return False
    others = (other for other, name in enumerate(roster.names) if other != person and key(name) == key(roster.names[person]))
    return any(
        not _two(listed, person, other) and (day := _left(school, other)) != left and (day is None or day > left) for other in others
    )


def _two(listed: pd.DataFrame, person: int, other: int) -> bool:
    """Whether days of birth or personal files tell two rows of the class list apart as two people."""
    pairs = ((listed[column].iat[person], listed[column].iat[other]) for column in ("birth", "file_number"))
    return any(pd.notna(one) and pd.notna(two) and one != two for one, two in pairs)
