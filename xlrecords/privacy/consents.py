"""Whether there is a consent for a purpose on a day: one that is there, in force, of due form, given by who may give it (п. 6.2)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..achievements.joining import Line, kept, lines
from ..decision import Answer, Decision, Ground
from ..forms.consents import DISTRIBUTION
from ..school import School
from .guardians import is_guardian

FORM: Final = "consents"
SEPARATE_SINCE: Final = dt.date(2025, 9, 1)
"""From this day a consent is a document of its own: ст. 9 152-ФЗ as amended by 156-ФЗ of 24.06.2025."""
LAW: Final = "ст. 9 152-ФЗ"
PUBLIC: Final = "ст. 10.1 152-ФЗ"


@dataclass(frozen=True, slots=True)
class Given:
    """A row of the register of consents; days are None where they are not set.

    Attributes:
        person: Position in the class list; -1: not known for sure.
        separate: Whether it is a document of its own; None: not said.
        current: Whether it stands in this year's register.
        line: Position in the rows of its register.
        where: Its place in words.
    """

    person: int
    purpose: str
    sort: str
    giver: str
    date: dt.date | None
    until: dt.date | None
    withdrawn: dt.date | None
    separate: bool | None
    current: bool
    line: int
    where: str

    def late(self, day: dt.date) -> bool:
        """Whether it is out of force on a day: expired or withdrawn."""
        return (self.until is not None and self.until < day) or (self.withdrawn is not None and self.withdrawn <= day)


def register(school: School) -> tuple[Given, ...]:
    """All consents of a school, row by row: those of this year's register, then those that were given in earlier years."""
    return school.once("consents", "", lambda: tuple(_given(position, line) for position, line in _numbered(school)))


def _numbered(school: School) -> Iterator[tuple[int, Line]]:
    """Lines, each with its position in the rows of its register."""
    positions: Counter[int | None] = Counter()
    for line in lines(school, FORM):
        yield positions[line.year], line
        positions[line.year] += 1


def _given(position: int, line: Line) -> Given:
    return Given(
        line.person, line.text("purpose"), line.text("sort"), line.text("giver"), line.day("date"), line.day("until"), line.day("withdrawn"),
        line.said("separate"), line.current, position, line.where(),
    )  # fmt: skip


def consent(school: School, person: int, purpose: str, sort: str, day: dt.date) -> Decision:
    """Whether a student's data may be used for a purpose on a day.

    Args:
        school: What was read.
        person: Position in the class list.
        purpose: One of `forms.consents.PURPOSES`.
        sort: `PROCESSING` or `DISTRIBUTION`: neither stands in for the other.
        day: The day.

    Returns:
        Yes by one consent that is there, in force and of due form. Without a register of consents: unknown. With one that has
        no such consent: no.
    """
    title = f"согласие «{purpose}», {sort}"
    if not kept(school, FORM) or person < 0:
        return Decision.of([Ground(f"{title}: реестра согласий нет", None, "6.2")])
    found = [row for row in register(school) if (row.person, row.purpose, row.sort) == (person, purpose, sort)]
    if not found:
        return Decision.of([Ground(f"{title}: не найдено", False, "6.2")])
    last = max((row.withdrawn for row in found if row.withdrawn is not None and row.withdrawn <= day), default=None)
    judged = [Decision.of(_grounds(school, row, title, day, last)) for row in sorted(found, key=_latest_first)]
    for answer in (Answer.YES, Answer.UNKNOWN):
        for decision in judged:
            if decision.answer is answer:
                return decision
    return judged[0]


def _latest_first(row: Given) -> int:
    return -(row.date or dt.date.min).toordinal()


def _grounds(school: School, row: Given, title: str, day: dt.date, last_withdrawal: dt.date | None) -> Iterator[Ground]:
    given = f"от {row.date:%d.%m.%Y}" if row.date else "без даты"
    yield Ground(f"{title}: {given}", None if row.date is None else row.date <= day, "6.2", row.where)
    if row.until is not None:
        yield Ground(f"действует до {row.until:%d.%m.%Y}", row.until >= day, LAW, row.where)
    if row.withdrawn is not None:
        yield Ground(f"отозвано {row.withdrawn:%d.%m.%Y}", row.withdrawn > day, LAW, row.where)
    elif last_withdrawal is not None and row.date is not None and last_withdrawal >= row.date:
        yield Ground(f"другое согласие для этой цели отозвано {last_withdrawal:%d.%m.%Y}: уточните", None, LAW, row.where)
    if row.date is None or row.date >= SEPARATE_SINCE:
        yield Ground("оформлено отдельным документом", row.separate, LAW, row.where)
    yield Ground("дал законный представитель или сам обучающийся", is_guardian(school, row.person, row.giver), "6.2", row.where)
    if row.sort == DISTRIBUTION and _refused_in_list(school, row.person):
        yield Ground("в контингенте согласие на распространение: «нет», уточните", None, PUBLIC, row.where)


def _refused_in_list(school: School, person: int) -> bool:
    listed = school.records.get("class_list")
    return listed is not None and listed.rows["consent_public"].iat[person] == "нет"
