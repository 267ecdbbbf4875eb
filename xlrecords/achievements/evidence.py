"""All that is recorded of achievements, of this year and of earlier ones, each told once with all its places (п. 3.2, 4.4–4.7)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ..forms.achievement_register import CONTEST, GTO, SPORT
from ..forms.olympiad_results import FINAL, MUNICIPAL, NATIONAL, REGIONAL, SCHOOL
from ..forms.sport_results import BADGES, EUROPE, GAMES, JUNIOR_EUROPE, JUNIOR_WORLD, WORLD
from ..forms.sport_results import GTO as GTO_RANK
from ..kind import fold
from ..school import School
from .joining import Line, lines
from .listing import school_year_of

FORMS: Final = ("achievement_sheet", "achievement_register", "olympiad_results", "sport_results")
STAGES: Final = {SCHOOL: "школьный", MUNICIPAL: "муниципальный", REGIONAL: "региональный", FINAL: "всероссийский"}
"""Stage of the national olympiad -> level."""
RANKS: Final = {
    **dict.fromkeys((*GAMES, WORLD, EUROPE, JUNIOR_WORLD, JUNIOR_EUROPE, "международные соревнования"), "международный"),
    "всероссийские соревнования": "всероссийский", "межрегиональные соревнования": "межрегиональный",
    "региональные соревнования": "региональный", "муниципальные соревнования": "муниципальный", "школьные соревнования": "школьный",
}  # fmt: skip
"""Rank of a contest in sport -> level."""
BADGE: Final = {badge: f"{badge} ГТО" for badge in BADGES}
"""Badge of the register of sport -> status of the other registers."""
_NATIONAL: Final = re.compile(r"всероссийск\w+ олимпиад\w+ школьников")
_FINAL: Final = re.compile(r"заключительн\w+ этап")


@dataclass(frozen=True, slots=True)
class Achievement:
    """An achievement; what is not written is an empty text or None.

    Attributes:
        person: Position in the class list, -1 where it is not known for sure whose it is.
        student: Name, as listed if the person is known, else as written.
        group: Class, as listed if the person is known, else as written.
        year: First calendar year of its school year: by its date, else that of the sheet.
        date: Day of the event.
        event: Name of the event.
        subject: Subject, profile or sport, as written.
        level: Level, one of those of «Ведомость индивидуальных достижений».
        status: Status, one of those of the register it stands in.
        sort: Kind of achievement, one of `forms.achievement_register.SORTS`.
        listed: Whether the register says that the event is in the list.
        registered: Whether the register says that it is placed in the state register.
        document: Document, as written.
        source: Name of the form.
        places: All places where it stands, `Книга «Лист»!A7`.
        stage: Stage of an olympiad.
        rank: Rank of a contest in sport.
        olympic: Whether the sport is in the programme of the Games.
        place: Place that was taken.
        differing: What its places tell differently, in words; such a value is unknown.
        why: Why the person is not known, in words.
        candidates: Positions of those who may be meant.
    """

    person: int
    student: str
    group: str
    year: int | None
    date: dt.date | None
    event: str
    subject: str
    level: str
    status: str
    sort: str
    listed: bool | None
    registered: bool | None
    document: str
    source: str
    places: tuple[str, ...]
    stage: str = ""
    rank: str = ""
    olympic: bool | None = None
    place: int | None = None
    differing: tuple[str, ...] = ()
    why: str = ""
    candidates: tuple[int, ...] = field(default=())

    @property
    def where(self) -> str:
        """All its places in words."""
        return "; ".join(self.places)

    @property
    def title(self) -> str:
        """Name of the event, with the stage of an olympiad."""
        return f"{self.event}, {self.stage} этап" if self.stage else self.event

    @property
    def final(self) -> bool:
        """Whether it is the final stage of the national olympiad."""
        written = self.title.lower().replace("ё", "е")
        return self.level == "всероссийский" and bool(_NATIONAL.search(written) and _FINAL.search(written))


def achievements(school: School) -> tuple[Achievement, ...]:
    """All achievements of all years that were read, this year's first.

    What several registers tell of the same person, day, event and subject is one achievement with all its places; a value that they
    tell differently is unknown. Nothing else is put together: not without a day, and not for a person who is not known.
    """
    return school.once("achievements", "", lambda: tuple(_merged(_read(school))))


def of_line(line: Line, school: School) -> Achievement:
    """The achievement that a line of one of `FORMS` tells."""
    roster = school.roster if line.person >= 0 else None
    date = line.day("date")
    found = Achievement(
        person=line.person,
        student=roster.names[line.person] if roster else line.student,
        group=roster.classes[line.person] if roster else line.group,
        year=school_year_of(date) if date else line.year,
        date=date,
        event=line.text("event"),
        subject=line.text("subject"),
        level=line.text("level"),
        status=line.text("status"),
        sort=line.text("sort"),
        listed=line.said("listed"),
        registered=line.said("registered"),
        document=line.text("document"),
        source=line.form,
        places=(line.where("event"),),
        why=line.why,
        candidates=line.candidates,
    )
    if line.form == "olympiad_results":
        stage = line.text("stage")
        event = line.text("olympiad") or NATIONAL
        return replace(found, event=event, level=STAGES.get(stage, ""), sort=CONTEST, stage=stage, places=(line.where("subject"),))
    if line.form == "sport_results":
        rank, status = line.text("rank"), line.text("status")
        return replace(
            found, subject=line.text("sport"), level=RANKS.get(rank, ""), status=BADGE.get(status, status), rank=rank,
            sort=GTO if rank == GTO_RANK or status in BADGES else SPORT, olympic=line.said("olympic"), place=line.number("place"),
        )  # fmt: skip
    return found


def _read(school: School) -> Iterator[Achievement]:
    for form in FORMS:
        for line in lines(school, form):
            found = of_line(line, school)
            if found.event and (found.student or found.subject):
                yield found


def _merged(found: Iterable[Achievement]) -> list[Achievement]:
    """Each once, in the order of its first place."""
    whole: dict[object, Achievement] = {}
    for number, one in enumerate(found):
        same: object = number
        if one.person >= 0 and one.date is not None:
            same = (one.person, one.date, fold(one.title), fold(one.subject))
        whole[same] = _joined(whole[same], one) if same in whole else one
    return list(whole.values())


TOLD: Final = {
    "level": "уровень", "status": "статус", "listed": "перечень", "registered": "ГИР", "rank": "ранг", "olympic": "вид спорта в программе Игр",
    "place": "место",
}  # fmt: skip
"""What registers may tell differently of the same achievement."""


def _joined(first: Achievement, second: Achievement) -> Achievement:
    """What two places tell together; where they differ it is unknown, and stays so whatever a third one tells."""
    values: dict[str, Any] = {}
    differing = list(first.differing)
    for name, words in TOLD.items():
        told = [value for value in (getattr(first, name), getattr(second, name)) if value not in ("", None)]
        apart = any(text.startswith(f"{words}: ") for text in first.differing)
        if len(set(told)) > 1:
            shown = " и ".join({True: "да", False: "нет"}.get(value, f"«{value}»") for value in told)
            differing.append(f"{words}: {shown}")
        values[name] = told[0] if len(set(told)) == 1 and not apart else "" if isinstance(getattr(first, name), str) else None
    return replace(
        first, **values, document=first.document or second.document, sort=first.sort or second.sort,
        places=(*first.places, *second.places), differing=tuple(dict.fromkeys(differing)),
    )  # fmt: skip
