"""Whether an achievement is placed in the state register (ГИР), by the latest check that the school wrote down (п. 3.4).

The school does not keep the register and does not decide who is in it: it records who looked, when, and what was there.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

from ..event import fold_name, same_subject, staged
from ..forms.talent_register import ABSENT, PLACED
from ..kind import fold, parse_school_year
from ..people import key
from ..school import School
from .evidence import Achievement, achievements
from .joining import Line, lines


@dataclass(frozen=True, slots=True)
class Check:
    """A line of «Сведения из ГИР».

    Attributes:
        who: Person, or name and class where there is no class list.
        event: Event as written.
        subject: Subject or profile as written, or an empty text.
        status: Status as written, or an empty text.
        year: First calendar year of the school year of the event, or None.
        placed: Whether it was found there.
        day: Day of the check.
        line: The line.
    """

    who: Hashable
    event: str
    subject: str
    status: str
    year: int | None
    placed: bool | None
    day: dt.date | None
    line: Line


@dataclass(frozen=True, slots=True)
class Placement:
    """What the checks say of an achievement: whether it is placed (None: unknown), day and words of the latest check, and its place."""

    placed: bool | None
    checked: dt.date | None = None
    text: str = ""
    where: str = ""
    check: Check | None = None


def who(person: int, student: str, group: str) -> Hashable:
    """Who somebody is for comparing lines: a person of the class list, else tidied name and class."""
    return person if person >= 0 else (key(student), group)


def checks(school: School) -> tuple[Check, ...]:
    """All checks of all years that name somebody and an event."""
    return school.once(
        "state_register_checks", "", lambda: tuple(_check(line) for line in lines(school, "talent_register") if line.text("event"))
    )


def _check(line: Line) -> Check:
    written = parse_school_year(line.text("event_year"))
    return Check(
        who(line.person, line.student, line.group), line.text("event"), line.text("subject"), line.text("status"),
        int(written[:4]) if isinstance(written, str) else None, {PLACED: True, ABSENT: False}.get(line.text("found")),
        line.day("checked"), line,
    )  # fmt: skip


def placement(school: School, achievement: Achievement, day: dt.date | None) -> Placement:
    """What the latest check says of an achievement.

    A check is about an achievement if the event is the same, and subject and school year are, where both write them; one without the
    year must not be older than the achievement. One that
    fits several different achievements of the student, or has another status, proves nothing.

    Args:
        school: What was read.
        achievement: One of `evidence.achievements`.
        day: Later checks are not known yet; None: all count.
    """
    owner = who(achievement.person, achievement.student, achievement.group)
    about = [check for check in _by_owner(school).get(owner, ()) if _about(check, achievement)]
    about = [check for check in about if day is None or check.day is None or check.day <= day]
    if not about:
        return Placement(None)
    dated = [check for check in about if check.day is not None] or about
    last = max(dated, key=lambda check: check.day or dt.date.min)
    latest = [check for check in dated if check.day == last.day]
    where = last.line.where("event")
    if len({check.placed for check in latest}) > 1:
        return Placement(None, last.day, "проверки одного дня расходятся", where, last)
    if last.status and achievement.status and fold(last.status) != fold(achievement.status):
        return Placement(None, last.day, f"в ГИР статус «{last.status}», в ведомости «{achievement.status}»", where, last)
    if len({_identity(other) for other in _owned(school).get(owner, ()) if _about(last, other)}) > 1:
        return Placement(None, last.day, "запись ГИР подходит к нескольким достижениям: укажите предмет, год и этап", where, last)
    return Placement(last.placed, last.day, _words(last), where, last)


def _words(check: Check) -> str:
    shown = f"{check.day:%d.%m.%Y}" if check.day else "день не указан"
    record = f", {check.line.text('record')}" if check.line.text("record") else ""
    by = f", {check.line.text('checked_by')}" if check.line.text("checked_by") else ""
    return f"проверено {shown}{by}{record}"


def _by_owner(school: School) -> dict[Hashable, list[Check]]:
    def grouped() -> dict[Hashable, list[Check]]:
        found: dict[Hashable, list[Check]] = defaultdict(list)
        for check in checks(school):
            found[check.who].append(check)
        return found

    return school.once("state_register_by_owner", "", grouped)


def _owned(school: School) -> dict[Hashable, list[Achievement]]:
    def grouped() -> dict[Hashable, list[Achievement]]:
        found: dict[Hashable, list[Achievement]] = defaultdict(list)
        for one in achievements(school):
            found[who(one.person, one.student, one.group)].append(one)
        return found

    return school.once("achievements_by_owner", "", grouped)


def _about(check: Check, achievement: Achievement) -> bool:
    """Whether a check may be about an achievement."""
    names = {fold_name(name) for name in (achievement.title, staged(achievement.event, achievement.level), achievement.event)}
    return (
        fold_name(check.event) in names
        and (not check.subject or not achievement.subject or same_subject(check.subject, achievement.subject))
        and (check.year is None or achievement.year is None or check.year == achievement.year)
        and (check.year is not None or check.day is None or achievement.date is None or check.day >= achievement.date)
    )


def _identity(achievement: Achievement) -> Hashable:
    """What tells achievements of one student apart in the state register."""
    return fold_name(staged(achievement.title, achievement.level)), achievement.year, fold_name(achievement.subject)
