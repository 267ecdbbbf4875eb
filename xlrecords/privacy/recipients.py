"""Who may be given the results of a student: the student and the legal representatives, by their exact names; others only by law (п. 6.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Final

import pandas as pd

from ..decision import Answer
from ..forms.consents import CONTEST, DISTRIBUTION, PROCESSING, PURPOSES, RESULTS, SITE
from ..forms.releases import GUARDIAN, LAW, SELF
from ..kind import fold, plain
from ..people import key
from ..school import School
from .consents import consent
from .guardians import Guardian, abbreviated, guardians, likely, student_name

ADULT: Final = 18
"""From this age nobody represents a person by law any more: ст. 21 ГК РФ, ст. 64 СК РФ."""
DISTRIBUTED: Final = (SITE, CONTEST, RESULTS)
"""Purposes that make data public."""


class Verdict(Enum):
    """What a request for somebody's results comes to."""

    OK = "можно выдать"
    DENY = "отказ"
    NEED_CONSENT = "нужно согласие"
    NEED_BASIS = "нужно основание, установленное законом"
    NEED_PURPOSE = "нужна цель"


@dataclass(frozen=True, slots=True)
class Admission:
    """The answer to a request.

    Attributes:
        verdict: The answer.
        text: Why, and what to do, in Russian.
        clause: Clause of the regulation.
        relation: Who the recipient is, one of `forms.releases.RELATIONS`; empty where that is nobody who may be given anything.
        document: Document on which the rights of the recipient rest, as the list of representatives has it.
        name: Name of the recipient as the lists have it; empty for somebody whom they do not know.
    """

    verdict: Verdict
    text: str
    clause: str
    relation: str = ""
    document: str = ""
    name: str = ""


def recipient_check(school: School, recipient: str, person: int, purpose: str, day: dt.date, basis: str = "") -> Admission:
    """Whether somebody may be given the results of a student on a day.

    Args:
        school: What was read.
        recipient: Full name of who asks.
        person: The student: position in the class list.
        purpose: What for, in words; one of `forms.consents.PURPOSES` that makes data public asks for a consent too.
        day: Day of the release.
        basis: Document of a case set by law, for those who are neither the student nor a representative.
    """
    if not purpose.strip():
        return Admission(
            Verdict.NEED_PURPOSE, "Не указана цель: сведения выдают в интересах обучающегося, запишите, для чего они нужны.", "6.1"
        )
    found = _who(school, recipient, person, day, basis.strip())
    if found.verdict is not Verdict.OK or found.relation == LAW:
        return found
    return _with_consent(school, found, person, purpose, day)


def _who(school: School, recipient: str, person: int, day: dt.date, basis: str) -> Admission:
    if person < 0 or not recipient.strip():
        return Admission(Verdict.DENY, "Не указано, кому и о ком выдать сведения.", "6.2")
    if abbreviated(recipient) and not basis:
        meant = likely(school, person, recipient)
        return Admission(Verdict.DENY, f"Укажите фамилию, имя и отчество получателя полностью.{_perhaps(meant)}", "6.2")
    if key(recipient) == key(student_name(school, person)):
        return Admission(Verdict.OK, "Получатель — сам обучающийся.", "6.2", SELF, name=student_name(school, person))
    same = [guardian for guardian in guardians(school, person) if key(guardian.name) == key(recipient)]
    if same:
        return _guardian(school, same, person, day, basis)
    if basis:
        return Admission(Verdict.OK, f"Получатель назван в документе: {basis}.", "6.2", LAW, basis)
    if meant := likely(school, person, recipient):
        return Admission(Verdict.DENY, f"Такого законного представителя у обучающегося нет.{_perhaps(meant)}", "6.2")
    text = (
        "Получатель не является законным представителем обучающегося: передавать ему сведения не допускается. "
        "Если передача предусмотрена законом, укажите документ-основание."
    )
    return Admission(Verdict.DENY, text, "6.2")


def _guardian(school: School, same: list[Guardian], person: int, day: dt.date, basis: str) -> Admission:
    if any(guardian.restricted for guardian in same):
        if basis:
            return Admission(Verdict.OK, f"Получатель назван в документе: {basis}.", "6.2", LAW, basis)
        return Admission(Verdict.DENY, "Права этого представителя ограничены: передавать ему сведения не допускается.", "6.2")
    if any(guardian.restricted is None for guardian in same):
        return Admission(Verdict.DENY, "Графу «Права ограничены» у этого представителя прочесть нельзя: исправьте её.", "6.2")
    document = next((guardian.document for guardian in same if guardian.document), "")
    if _of_age(school, person, day):
        if basis:
            return Admission(Verdict.OK, f"Получатель назван в документе: {basis}.", "6.2", LAW, basis)
        text = (
            f"Обучающемуся исполнилось {ADULT} лет, законных представителей у него больше нет: выдайте сведения ему самому "
            "или укажите документ-основание, например его доверенность."
        )
        return Admission(Verdict.NEED_BASIS, text, "6.2")
    return Admission(Verdict.OK, "Получатель — законный представитель обучающегося.", "6.2", GUARDIAN, document, plain(same[0].name))


def _with_consent(school: School, found: Admission, person: int, purpose: str, day: dt.date) -> Admission:
    """What is asked for to be made public needs a consent for that, whoever carries it there."""
    public = next((known for known in PURPOSES if known in DISTRIBUTED and fold(known) == fold(purpose)), "")
    if not public or any(consent(school, person, public, sort, day).answer is Answer.YES for sort in _sorts(public)):
        return found
    text = f"Для цели «{public}» нужно согласие; внесите его в реестр согласий."
    return Admission(Verdict.NEED_CONSENT, text, "6.2", found.relation, found.document)


def _sorts(purpose: str) -> tuple[str, ...]:
    return (DISTRIBUTION,) if purpose in (SITE, RESULTS) else (PROCESSING, DISTRIBUTION)


def _of_age(school: School, person: int, day: dt.date) -> bool:
    records = school.records.get("class_list")
    born = None if records is None else records.rows["birth"].iat[person]
    if born is None or pd.isna(born):
        return False
    return (day.year - born.year, day.month, day.day) >= (ADULT, born.month, born.day)


def _perhaps(names: tuple[str, ...]) -> str:
    return f" Возможно, {' или '.join(plain(name) for name in dict.fromkeys(names))}: уточните." if names else ""
