"""Applications for special conditions of attestation, and what was decided on them (п. 3.4, 5.1, 6.4).

The decision of the pedagogical council stands in the register of applications: «Итог» «удовлетворено» or «отказано», with number and
date of the minutes in «Примечание». There is no other place for it, and a decision without its minutes is none yet.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..forms.applications import GRANTED, REFUSED, SPECIAL, WITHDRAWN
from ..kind import fold
from ..privacy.guardians import is_guardian
from ..school import School
from .joining import Line, day_in, kept, lines
from .special import PARENT, SECRETARY

MINUTES: Final = re.compile(r"(?:прот|приказ)\w*(?:(?:(?!\bот\b)\D)*\d|.*№\s*\d)", re.IGNORECASE)
"""A note that names the minutes or the order by its number: «протокол от 12.04.2027» has none."""
DATE_NEEDED: Final = ("дата заявления", SECRETARY)
APPLICANT_NEEDED: Final = ("фамилия, имя и отчество заявителя, как в списке представителей", SECRETARY)
ANEW_NEEDED: Final = ("подтверждение, что заявление не отозвано", PARENT)
"""What would settle a doubt, and who brings it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the register says of a student and a subject.

    Attributes:
        applied: Whether there is an application of the student or a legal representative; None: unknown.
        text: In words.
        where: Its place.
        needed: What would settle a doubt, and who brings it; empty: the usual.
        granted: Whether it was granted for this subject; None: not decided.
        decision: The decision in words, with its minutes.
        protocol: The minutes; None: not written.
        decided_at: Place of the decision, if it stands with another application.
    """

    applied: bool | None
    text: str = ""
    where: str = ""
    needed: tuple[str, ...] = ()
    granted: bool | None = None
    decision: str = ""
    protocol: str | None = None
    decided_at: str = ""


def subjects_asked(school: School, person: int, day: dt.date) -> tuple[str, ...]:
    """Subjects of the plan that applications of a student name, by a day."""
    named = (line.text("subject") for line in _of(school, person, day) if line.text("result") != WITHDRAWN)
    return tuple(dict.fromkeys(school.subject_title(subject) for subject in named if subject))


def asked(school: School, person: int, subject: str, day: dt.date) -> Asked:
    """The latest application of a student for special conditions in a subject, or in all, that was made by a day and is not withdrawn.

    One of a legal representative or the student goes before any other; the latest decision on these counts. An application without
    a day proves nothing, nor does one beside which another one of that day or a later one was withdrawn.
    """
    if not kept(school, "applications"):
        return Asked(None, "журнал заявлений не прочитан")
    about = [line for line in _of(school, person, day) if not line.text("subject") or _same(school, line.text("subject"), subject)]
    live = [line for line in about if line.text("result") != WITHDRAWN]
    if not live:
        withdrawn = next((line for line in about if line.text("result") == WITHDRAWN), None)
        return Asked(False, f"{_shown(withdrawn)}, отозвано", withdrawn.where("result")) if withdrawn else Asked(False)
    judged = [(is_guardian(school, person, line.text("applicant")), line) for line in live]
    able, line = max(judged, key=lambda pair: (pair[0] is True, pair[0] is None, _made(pair[1])))
    where = line.where("about")
    if able is not True:
        words = "подал не законный представитель и не обучающийся" if able is False else "уточните, кто заявитель"
        return Asked(able, f"{_shown(line)}, {words}", where, APPLICANT_NEEDED if able is None else ())
    if line.day("date") is None:
        return Asked(None, f"{_shown(line)}: дата не записана", line.where("date"), DATE_NEEDED)
    taken_back = [other for other in about if other.text("result") == WITHDRAWN and _made(other) >= _made(line)]
    if taken_back:
        return Asked(None, f"{_shown(line)}, а {_shown(taken_back[0])} отозвано", taken_back[0].where("result"), ANEW_NEEDED)
    return Asked(True, _shown(line), where, (), *_decided([line for able, line in judged if able], day))


def _made(line: Line) -> dt.date:
    return line.day("date") or dt.date.min


def _shown(line: Line) -> str:
    """An application in words: «№ 3 от 12.04.2027»."""
    number, day = line.number("number"), line.day("date")
    parts = (f"№ {number}" if number else "", f"от {day:%d.%m.%Y}" if day else "")
    return " ".join(part for part in parts if part) or "без номера"


def _decided(found: Sequence[Line], day: dt.date) -> tuple[bool | None, str, str | None, str]:
    """Whether the latest of some applications that were decided by a day was granted; the decision in words, its minutes, its place.

    Contradicting decisions of one day are granted without minutes: which one holds, only the minutes can tell.
    """
    decided = [line for line in found if line.text("result") in (GRANTED, REFUSED) and (day_in(line.text("note")) or day) <= day]
    if not decided:
        return None, "", None, ""
    last = [line for line in decided if _made(line) == max(map(_made, decided))]
    line = next((line for line in last if line.text("subject")), last[0])
    where = line.where("result")
    if len({other.text("result") for other in last}) > 1:
        return True, f"решения по заявлениям расходятся: {', '.join(map(_shown, last))}", None, where
    note = line.text("note")
    minutes = note if MINUTES.search(note) else None
    if line.text("result") == REFUSED:
        return False, note, minutes, where
    if not line.text("subject"):
        return None, "в заявлении не назван предмет, для которого оно удовлетворено", None, where
    return True, minutes or f"протокол не указан{f' («{note}»)' if note else ''}", minutes, where


def _same(school: School, written: str, subject: str) -> bool:
    return bool(subject) and fold(school.subject(written)) == fold(school.subject(subject))


def _of(school: School, person: int, day: dt.date) -> list[Line]:
    """Applications of a student for special conditions that were made this school year by a day, those without a day among them."""
    return [line for line in _by_person(school).get(person, ()) if (made := line.day("date")) is None or made <= day]


def _by_person(school: School) -> dict[int, list[Line]]:
    def grouped() -> dict[int, list[Line]]:
        found: dict[int, list[Line]] = {}
        for line in lines(school, "applications"):
            if line.current and line.person >= 0 and line.text("about") == SPECIAL:
                found.setdefault(line.person, []).append(line)
        return found

    return school.once("special_applications", "", grouped)
