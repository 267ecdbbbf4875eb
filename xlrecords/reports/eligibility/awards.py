"""Pages of awards: похвальный лист, honours and medals; candidates for a commendation (п. 3.3, 6.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from ...achievements.awards import Award, Candidate, candidates, diplomas, honour_sheets
from ...attestation.results import year_is_marked
from ...decision import Answer, Decision
from ...kind import grade_of
from ...people import key
from ...report import Cell, Field, Figure, Page
from ...school import School
from ..commendations import shown_places
from ..grounds import PRIVATE, TONES, parted, told

AWARD_FIELDS = (
    Field("Класс", 7, centred=True), Field("Обучающийся", 32, wrapped=True), Field("Награда", 20, wrapped=True),
    Field("Решение", 17, centred=True), Field("Основания есть", 36, wrapped=True), Field("Мешает", 40, wrapped=True),
    Field("Не хватает данных", 40, wrapped=True),
)  # fmt: skip
CANDIDATE_FIELDS = (
    Field("Класс", 7, centred=True), Field("Обучающийся", 30, wrapped=True), Field("За что", 44, wrapped=True),
    Field("Деятельность", 16, wrapped=True), Field("Предлагается", 16, wrapped=True), Field("Основания", 17, centred=True),
    Field("Что проверить", 40, wrapped=True), Field("Где записано", 40, wrapped=True),
)  # fmt: skip
ANSWER = 3, 5
"""Columns of the decision on the two pages."""


def award_pages(school: School, day: dt.date) -> tuple[Page, ...]:
    """Pages of a school on a day.

    Returns:
        «Награды» once most annual marks are set: a row a student of the classes with похвальный лист, a graduate and an award;
        «Кандидаты на поощрение» if there are any.
    """
    found = sorted(
        (*honour_sheets(school), *diplomas(school)) if year_is_marked(school) else (),
        key=lambda award: (grade_of(award.group), award.group, key(award.student), award.title),
    )
    proposed = candidates(school, day)
    return (*((_awards(found, school),) if found else ()), *((_candidates(proposed, school, day),) if proposed else ()))


def _awards(found: Sequence[Award], school: School) -> Page:
    note = f"{_year(school)}{school.policy.basis('honour_classes')}. Решает педагогический совет. {PRIVATE}"
    rows: list[list[Cell]] = [
        [award.group, award.student, award.title, _answer(award.title, award.decision), *parted(award.decision)] for award in found
    ]
    tones = [TONES[award.decision.answer] for award in found]
    return Page("Награды", "Похвальные листы, аттестаты с отличием, медали", note, AWARD_FIELDS, rows, tones, ANSWER[0], frozen=2)


def _candidates(found: Sequence[Candidate], school: School, day: dt.date) -> Page:
    doubtful = sum(one.decision.answer is Answer.UNKNOWN for one in found)
    note = (
        f"{_year(school)}На {day:%d.%m.%Y}: всего {len(found)}, из них проверить {doubtful}. {school.policy.basis('commended')}; "
        f"{school.policy.basis('commended_from')}. Решает школа: команда xlrecords commend. {PRIVATE}"
    )
    rows: list[list[Cell]] = [
        [one.group, one.student, one.merit, one.activity, one.sort, _answer(one.merit, one.decision), parted(one.decision)[2],
         shown_places(one.places)]
        for one in found
    ]  # fmt: skip
    tones = [TONES[one.decision.answer] for one in found]
    return Page("Кандидаты на поощрение", "Кандидаты на поощрение", note, CANDIDATE_FIELDS, rows, tones, ANSWER[1], frozen=2)


def _year(school: School) -> str:
    return f"{school.year}/{school.year + 1} учебный год. " if school.year else ""


def _answer(what: str, decision: Decision) -> Figure:
    return Figure(decision.answer.value, why=partial(_why, what, decision))


def _why(what: str, decision: Decision) -> list[str]:
    """Chain of a decision: each ground with its clause and place."""
    return [f"{what}: {decision.answer.value}", *told(decision.grounds)]
