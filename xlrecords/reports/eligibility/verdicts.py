"""Cases of special conditions on a day, in the order of the pages, and how a verdict is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from ...achievements.cases import Considered, basis, considered
from ...achievements.evidence import Achievement
from ...achievements.special import Answer, Reason
from ...report import Figure
from ...school import School
from ..grounds import PRIVATE, SIGNS
from ..summary.order import class_order, name_order

TONES = {Answer.YES: "note", Answer.OPEN: "warning", Answer.LACKING: "warning", Answer.NO: ""}
CONDITIONS = "условия назначает педагогический совет"


@dataclass(frozen=True, slots=True)
class Considering:
    """All cases on a day.

    Attributes:
        school: What was read.
        day: The day.
        cases: By classes, names, subjects and days.
        basis: Settings on which the verdicts rest.
    """

    school: School
    day: dt.date
    cases: tuple[Considered, ...]
    basis: tuple[str, ...]

    @classmethod
    def of(cls, school: School, day: dt.date) -> Considering:
        """Everything that is considered on a day."""
        ordered = sorted(considered(school, day), key=_order)
        return cls(school, day, tuple(ordered), basis(school, day))

    @property
    def note(self) -> str:
        """Second line of the pages."""
        return f"На {self.day:%d.%m.%Y}. {PRIVATE}"

    def answer(self, case: Considered) -> Figure:
        """The answer to a case, which can say why."""
        return Figure(case.verdict.answer.value, why=partial(why, case, self.basis))

    def best(self, cases: Sequence[Considered]) -> Figure:
        """The best of several answers, which can say why each is what it is."""
        first = min(cases, key=lambda case: tuple(Answer).index(case.verdict.answer))
        return Figure(first.verdict.answer.value, why=partial(why_all, cases, self.basis))

    def reason(self, case: Considered) -> Figure:
        """The first thing that stands in the way, or the decision of the council."""
        return Figure(first_reason(case), why=partial(why, case, self.basis))


def _order(case: Considered) -> tuple[object, ...]:
    one = case.achievement
    return class_order(case.group), name_order(case.student), not case.subject, case.subject, one.date or dt.date.min, one.event


def told(one: Achievement) -> str:
    """An achievement in a line: event, status, level, day or year."""
    when = f"{one.date:%d.%m.%Y}" if one.date else f"{one.year}/{one.year + 1}" if one.year else "дата неизвестна"
    return ", ".join(part for part in (one.title, one.status, one.level, when) if part)


def first_reason(case: Considered) -> str:
    """The first row of the table that stands in the way; of a full «yes», the decision."""
    blocking = case.verdict.blocking
    if blocking is not None:
        return f"{blocking.code}: {blocking.ground.text}"
    decided = case.verdict.reasons[-1]
    return f"{case.verdict.code}: {decided.ground.text}"


def line(reason: Reason) -> str:
    """A row of the table: code, whether it is met, what was found, clause and act, place."""
    place = f", {reason.ground.where}" if reason.ground.where else ""
    return f"{reason.code} {SIGNS[reason.ground.met]}: {reason.ground.text} ({reason.ground.clause}){place}"


def why(case: Considered, settings: Sequence[str]) -> list[str]:
    """Chain of a verdict: the case, all grounds, the settings."""
    return why_all((case,), settings)


def why_all(cases: Sequence[Considered], settings: Sequence[str]) -> list[str]:
    """Chain of several verdicts, the best first: each case with all its grounds, then the settings."""
    ordered = sorted(cases, key=lambda case: tuple(Answer).index(case.verdict.answer))
    return [*(text for case in ordered for text in _chain(case)), f"п. 3.4: {CONDITIONS}", *settings]


def _chain(case: Considered) -> list[str]:
    verdict, one = case.verdict, case.achievement
    head = f"{case.student}, {case.group}: {case.subject or 'предмет не установлен'} — {verdict.answer.value} ({verdict.code})"
    return [head, f"{told(one)}: {one.where}", *map(line, verdict.reasons)]
