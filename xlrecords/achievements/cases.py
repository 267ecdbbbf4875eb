"""Facts of every case of special conditions, out of the registers of a school, and the verdict on each (п. 1.2, 3.2.2, 3.4)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from ..act import DETECTION, REGISTER, in_force
from ..decision import Answer as Known
from ..decision import Decision
from ..event import NATIONAL_FOLDED, NATIONAL_SOURCE, fold_name, staged
from ..event import Verdict as Listed
from ..forms.achievement_register import GTO, SPORT
from ..forms.consents import PROCESSING, SPECIAL
from ..forms.olympiad_results import FINAL
from ..forms.sport_results import CHAMPION, GOLD
from ..kind import fold
from ..privacy.consents import consent
from ..school import School
from .choice import examined
from .documents import document_of
from .evidence import BADGE, Achievement, achievements
from .joining import kept, label
from .listing import events_of, school_year_of, subjects_of
from .requests import asked, subjects_asked
from .special import TEACHER, Case, Found, Limits, Verdict, decide
from .sport import NAMED, SportResult, sport_status
from .state_register import Placement, placement

WON: Final = ("победитель", "призёр")
TAKEN_PART: Final = ("участник", "неявка")
"""Statuses with which nothing was achieved that could give a right: such lines are counted, not judged one by one."""
GOLDEN: Final = BADGE[GOLD]
GREAT: Final = re.compile(r"(?:чемпионат|первенство) (?:мира|европы)|(?:олимпийск|паралимпийск|сурдлимпийск)\w+ игр")
"""Folded names of the contests of п. 3.2.2."""
SPORT_NEEDED: Final = "ранг соревнования, результат и «В программе Игр», как в протоколе: лист «Спорт и ГТО»"
SETTINGS: Final = ("register_days", "valid_years", "valid_years_final")
MET: Final = {Known.YES: True, Known.NO: False, Known.UNKNOWN: None}


@dataclass(frozen=True, slots=True)
class Considered:
    """A case of a student of the class list: one achievement, one subject of the plan (empty: not known which), and the verdict."""

    person: int
    student: str
    group: str
    subject: str
    achievement: Achievement
    case: Case
    verdict: Verdict

    @property
    def claimed(self) -> bool:
        """Whether there is a claim to special conditions: a register, a check, a list, an application or the rank of a contest makes it."""
        one, case = self.achievement, self.case
        said = one.listed, one.registered, case.placed, case.recognised, case.applied
        return any(said) or case.checked is not None or one.rank in NAMED or _is_great(one)

    @property
    def shown_whole(self) -> bool:
        """Whether people should see every ground: of a case that is not lost, and of any that is claimed."""
        return self.claimed or not self.verdict.hopeless


def limits(school: School, day: dt.date) -> Limits:
    """What is asked on a day, by the settings and the acts in force on it."""
    policy = school.policy.on(day)
    register = in_force(REGISTER, day)
    cited = f"{register.issuer} от {register.date:%d.%m.%Y} № {register.number}" if register else ""
    register_days, valid_years, valid_years_final = (policy.of(name, int) for name in SETTINGS)
    return Limits(day, school_year_of(day), register_days, valid_years, valid_years_final, {"E02": cited, "E03": cited})


def basis(school: School, day: dt.date) -> tuple[str, ...]:
    """Settings on which the verdicts rest, each with its source."""
    policy = school.policy.on(day)
    return tuple(policy.basis(name) for name in (*SETTINGS, "gia_scope"))


def considered(school: School, day: dt.date) -> tuple[Considered, ...]:
    """All cases by a day, by classes and names: each achievement of a student who is there, for each subject to which it leads.

    Achievements of people who are not known for sure, later ones, and those with which nothing was won are not among them.
    """
    return school.once("special_cases", day.isoformat(), lambda: tuple(_all(school, day)))


def taken_part(school: School, day: dt.date) -> dict[int, int]:
    """How many times each student took part without winning anything, by a day."""
    counts: dict[int, int] = {}
    for one in achievements(school):
        if one.person >= 0 and _known(one, day) and one.status in TAKEN_PART:
            counts[one.person] = counts.get(one.person, 0) + 1
    return counts


def _known(one: Achievement, day: dt.date) -> bool:
    """Whether an achievement is known on a day."""
    return one.date <= day if one.date else one.year is None or one.year <= school_year_of(day)


def _all(school: School, day: dt.date) -> Iterator[Considered]:
    asking, gone = limits(school, day), _left(school, day)
    for one in achievements(school):
        if one.person < 0 or one.person in gone or not _known(one, day) or one.status in TAKEN_PART:
            continue
        listed = _listed(school, one)
        subjects = _subjects(school, one, listed)
        studied = tuple(subject for subject in subjects if _studied(school, subject, one.group)) or subjects[:1]
        wanted = subjects_asked(school, one.person, day)
        shared, found = _shared(school, one, listed, day)
        acts = dict(asking.acts) | {"E04": _detection(one)}
        for subject in studied or wanted or ("",):
            yield _case(school, one, subject, bool(subjects) or None, shared, found, replace(asking, acts=acts))
        for subject in wanted if subjects else ():
            if fold(subject) not in {fold(name) for name in subjects} and not _led_to(school, one.person, subject, day):
                yield _case(school, one, subject, False, shared, found, replace(asking, acts=acts))


def _left(school: School, day: dt.date) -> set[int]:
    """Who left the school by a day."""
    listed = school.records.get("class_list")
    if listed is None:
        return set()
    return {person for person, left in enumerate(listed.rows["left"]) if left == left and left.date() <= day}


def _led_to(school: School, person: int, subject: str, day: dt.date) -> bool:
    """Whether some achievement of a student leads to a subject."""

    def subjects() -> dict[int, set[str]]:
        led: dict[int, set[str]] = {}
        for one in achievements(school):
            if one.person >= 0 and _known(one, day) and one.status not in TAKEN_PART:
                led.setdefault(one.person, set()).update(fold(name) for name in _subjects(school, one, _listed(school, one)))
        return led

    return fold(subject) in school.once("led_to", day.isoformat(), subjects).get(person, set())


def _case(
    school: School, one: Achievement, subject: str, fits: bool | None, shared: Case, found: dict[str, Found], asking: Limits
) -> Considered:
    """The case of an achievement and a subject; `shared` are the facts that do not depend on the subject."""
    words = f"{one.subject or 'профиль не указан'} — {subject}" if subject else one.subject or "профиль не указан"
    if subject and not _studied(school, subject, one.group):
        fits, words = False, f"{subject}: в {one.group} классе не изучается"
    exam = examined(school, one.person, one.group, subject)
    request = asked(school, one.person, subject, asking.day)
    case = replace(
        shared, examined=exam.taken, fits=fits, applied=request.applied, granted=request.granted, protocol=request.protocol
    )  # fmt: skip
    told = {
        "E06": Found(exam.text, exam.where),
        "E07": Found(words, one.places[0]),
        "E09": Found(request.text, request.where, *request.needed),
        "E11": Found(request.decision, request.decided_at or request.where),
    }
    return Considered(one.person, label(school, one.person), one.group, subject, one, case, decide(case, asking, found | told))


def _studied(school: School, subject: str, group: str) -> bool:
    """Whether a class has a subject in the plan; without a plan every class has every subject."""
    return not school.subject_names or bool(school.plan(subject, group))


def _shared(school: School, one: Achievement, listed: Listed, day: dt.date) -> tuple[Case, dict[str, Found]]:
    """Facts of an achievement whatever the subject, and what was found, in words."""
    documented, *document = document_of(school, one)
    placed = placement(school, one, day)
    claimed, register = _placed(school, one, placed)
    in_list, recognised = _in_list(one, listed)
    sport = _sport(one)
    by_sport = MET[sport.answer] if sport else False
    given = consent(school, one.person, SPECIAL, PROCESSING, day)
    case = Case(
        document=documented, placed=claimed, checked=placed.checked, recognised=_either(in_list, by_sport), status=_status(one, in_list, by_sport),
        year=one.year, consent=MET[given.answer], final=one.final,
    )  # fmt: skip
    lacking = (*given.lacking(), *given.grounds)
    return case, {
        "E01": Found(*document),
        "E02": register,
        "E03": Found(placed.text, placed.where),
        "E04": _sport_found(sport, recognised) if sport and by_sport is not False and in_list is not True else recognised,
        "E05": Found("; ".join((one.status or "не указан", *one.differing)), one.places[0]),
        "E08": Found(f"{one.year}/{one.year + 1} учебный год" if one.year else "", one.places[0]),
        "E10": Found(lacking[0].text if lacking else "", lacking[0].where if lacking else ""),
    }


def _detection(one: Achievement) -> str:
    """The act on the lists that was in force when an achievement was made."""
    made = one.date or (dt.date(one.year, 9, 1) if one.year else None)
    act = in_force(DETECTION, made) if made else None
    return f"{act.issuer} от {act.date:%d.%m.%Y} № {act.number}" if act else ""


def _either(first: bool | None, second: bool | None) -> bool | None:
    """Whether one of two is met; unknown only where the other is not met."""
    if first is True or second is True:
        return True
    return None if first is None or second is None else False


# E02


def _placed(school: School, one: Achievement, found: Placement) -> tuple[bool | None, Found]:
    """Whether it is placed: by the checks; where there is none, «нет» or nothing in the register of achievements is «no»."""
    if found.check is not None:
        return found.placed, Found(found.text, found.where)
    if one.registered:
        return None, Found("в ведомости «ГИР: да», записи о проверке нет", one.places[0])
    if one.registered is False:
        return False, Found("в ведомости «ГИР: нет»", one.places[0])
    if kept(school, "talent_register"):
        return False, Found("записи о проверке нет", one.places[0])
    return None, Found("сведений из ГИР не прочитано", one.places[0])


# E04, E05, E07


def _listed(school: School, one: Achievement) -> Listed:
    """What the lists of its own year say."""
    profile = "" if _is_sport(one) else one.subject
    events = events_of(school)
    verdict = events.judge(staged(one.title, one.level), profile, one.year)
    if verdict.found or one.stage != FINAL:
        return verdict
    whole = events.judge(one.event, profile, one.year)  # a list often names the olympiad alone, by which its last stage is meant
    return replace(verdict, near=(*whole.found, *whole.near, *verdict.near))


def _in_list(one: Achievement, listed: Listed) -> tuple[bool | None, Found]:
    """Whether the event is in the list of its own year, in words."""
    where = one.places[0]
    year = f"{one.year}/{one.year + 1}" if one.year else ""
    if listed.found:
        event = listed.found[0]
        paid = "; платное дистанционное" if event.commercial else ""
        return True, Found(f"{event.list}, {event}{paid}", where)
    if _is_badge(one):
        return False, Found("знак ГТО — не мероприятие перечня", where)
    name = fold_name(staged(one.title, one.level))
    if name.startswith(NATIONAL_FOLDED) and any(stage in name for stage in ("школьный этап", "муниципальный этап")):
        return False, Found(f"в перечень входят региональный и заключительный этапы. {NATIONAL_SOURCE}", where)
    if listed.near:
        shown = "; ".join(str(event) for event in dict.fromkeys(listed.near))
        return None, Found(f"похожие в перечне {year}: {shown}", where, "название и профиль, как в перечне и в документе")
    others = ", ".join(f"{other}/{other + 1}" for other in listed.other_years)
    elsewhere = f"; есть в перечне {others}" if others else ""
    if not year:
        return None, Found("год мероприятия неизвестен", where, "дата мероприятия")
    if not listed.complete:
        missing = "прочитан не целиком" if listed.known else "не прочитан"
        return None, Found(f"перечень {year} {missing}{elsewhere}", where, f"перечни мероприятий на {year} учебный год")
    return False, Found(f"в перечне {year} его нет{elsewhere}", where)


def _is_badge(one: Achievement) -> bool:
    return fold(one.sort) == fold(GTO) or one.status in BADGE.values()


def _is_sport(one: Achievement) -> bool:
    return _is_badge(one) or fold(one.sort) == fold(SPORT) or one.status == CHAMPION or _is_great(one)


def _is_great(one: Achievement) -> bool:
    """Whether the name is that of a contest of п. 3.2.2, in a register that tells neither rank nor kind."""
    return not one.rank and not one.sort and one.level in ("", "международный") and bool(GREAT.search(fold_name(one.event)))


def _sport(one: Achievement) -> Decision | None:
    """The decision on a sport status; None: it is no sport, or a contest of a level at which there is none."""
    if not _is_sport(one) or _is_badge(one):
        return None
    if not one.rank and one.level not in ("", "международный"):
        return None
    return sport_status(SportResult(one.rank, one.status, one.olympic, one.place), one.places[0])


def _sport_found(sport: Decision, recognised: Found) -> Found:
    """What is told of a sport status, and what is needed where it is not known."""
    shown = sport.lacking() or sport.grounds
    text = "статус п. 3.2.2: " + "; ".join(ground.text for ground in shown)
    return replace(recognised, text=text, needed=SPORT_NEEDED, who=TEACHER)


def _status(one: Achievement, in_list: bool | None, by_sport: bool | None) -> bool | None:
    """Whether the status is enough: winner or medallist of a listed event; in sport, outside the lists, one of the three statuses."""
    if by_sport:
        return True
    if not one.status:
        return None
    if one.status not in (*WON, GOLDEN) and not (one.status == CHAMPION and _is_sport(one)):
        return False
    if not _is_sport(one) or one.status == GOLDEN or in_list:
        return True
    return None if by_sport is None or in_list is None else False


def _subjects(school: School, one: Achievement, listed: Listed) -> tuple[str, ...]:
    """Subjects of the plan to which an achievement leads; empty: not known."""
    if _is_sport(one):
        return subjects_of(school, None, one.subject, sport=True)
    return subjects_of(school, listed.found[0] if listed.found else None, one.subject)
