"""Who may be awarded what, and for what: похвальный лист, honours and medals, candidates for a commendation (п. 3.3, 6.3).

Everything here is a proposal with its grounds: the school decides. What is not known never grants.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ..attestation.categories import EXCELLENT, categories
from ..attestation.earlier import Terms, common, marks_of_year
from ..attestation.graduates import decisions, graduates, limits
from ..attestation.results import default_period, in_period, places, stays, students, term_end
from ..decision import Answer, Decision, Ground
from ..forms.achievement_register import ADDITIONAL, EXTRACURRICULAR, GTO, PERSONAL, PROJECT, SPORT
from ..forms.achievement_sheet import LEVEL
from ..forms.sport_results import GOLD
from ..kind import TERMS, fold, grade_of
from ..marks import NOT_ATTESTED
from ..people import applies, key
from ..school import School
from .evidence import Achievement, achievements
from .given import Given, given, ground_of
from .joining import label
from .sport import SportResult, sport_status

CLAUSE = "3.3"
HONOUR, CERTIFICATE, THANKS = "похвальный лист", "грамота", "благодарность"
"""Kinds of commendations that are proposed; people may choose another."""
FIRST = ("победитель", "чемпион")
"""Statuses of who came first: «чемпион» is the winner of a championship, and is commended where winners are."""
GRADES = range(1, 12)
STUDY = "учебная"
SORTS = {SPORT: "спортивная", GTO: "физкультурная", PROJECT: "научная", PERSONAL: "общественная", ADDITIONAL: "творческая",
         EXTRACURRICULAR: "творческая"}  # fmt: skip
"""Kind of achievement -> activity of the clause."""


@dataclass(frozen=True, slots=True)
class Award:
    """What a student may be given, and whether: person is the position in the class list, -1 where unknown."""

    person: int
    student: str
    group: str
    title: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who is proposed for a commendation.

    Attributes:
        person: Position in the class list, -1 where unknown.
        student: Full name; of full namesakes of a class with the number of the personal file in brackets.
        group: Class.
        merit: For what, as it is written into the register.
        activity: Activity of п. 3.3, of `forms.commendations.ACTIVITIES`.
        sort: Kind of commendation that is proposed, of `forms.commendations.SORTS`.
        basis: Document on which it rests; empty if none is named.
        decision: The grounds.
        places: Where it stands, «5А.xlsx», «Достижения»!B7.
    """

    person: int
    student: str
    group: str
    merit: str
    activity: str
    sort: str
    basis: str
    decision: Decision
    places: tuple[str, ...]


# Похвальный лист


def honour_sheets(school: School) -> tuple[Award, ...]:
    """Whether each student of the classes of the setting `honour_classes` is given the похвальный лист: all annual marks are «5».

    Exempt subjects, credits and ungraded subjects are no marks. A mark that is not set, or a subject of the class that the student
    lacks, leaves it open. Behaviour is no part of it.
    """
    return school.once("honour_sheets", "", lambda: tuple(_honour_sheets(school)))


def _honour_sheets(school: School) -> Iterator[Award]:
    listed, marks = students(school), marks_of_year(school, GRADES, terms=("year",))
    named = school.policy.of("honour_classes", str)
    _, left = stays(listed, school)
    classes: dict[str, list[dict[str, Terms]]] = {}
    for number, group in listed["group"].items():
        classes.setdefault(group, []).append(marks.get(int(number), {}))
    share = school.policy.of("choice_share", Fraction)
    due = {group: common([found for found in members if found], share) for group, members in classes.items()}
    for number, name, group, person, doubtful in listed[["name", "group", "person", "doubtful"]].itertuples(name=None):
        end = term_end(school, group, "year")
        if not group or not applies(named, group) or (end is not None and left[number] < end):
            continue
        if doubtful:
            found = [Ground("на листе две строки с этим именем: чьи отметки, неизвестно", None, CLAUSE)]
        else:
            found = _of_marks(marks.get(int(number), {}), due[group])
        yield Award(person, _name(school, person, name), group, HONOUR, Decision.of(found))


def _of_marks(subjects: dict[str, Terms], due: frozenset[str]) -> list[Ground]:
    """Grounds of annual marks: those that are «5» together, each other one, each that is missing."""
    years = {subject: terms["year"] for subject, terms in subjects.items() if "year" in terms}
    best = sum(part.mark == 5 for part in years.values())
    found = [Ground(f"годовых «5»: {best}", True, CLAUSE)] if best else []
    for subject, part in years.items():
        if part.mark not in (0, 5) or part.token == NOT_ATTESTED:
            found.append(Ground(f"{subject}: годовая «{part.mark or part.token}»", False, CLAUSE, part.where))
        elif not part.known:
            found.append(Ground(f"{subject}: годовая — {part.reason}", None, CLAUSE, part.where))
    found += [Ground(f"{subject}: годовой отметки нет", None, CLAUSE) for subject in sorted(due - years.keys())]
    return found or [Ground("годовых отметок нет", None, CLAUSE)]


def diplomas(school: School) -> tuple[Award, ...]:
    """«Аттестат с отличием» and medals of the graduates, by `attestation.graduates`."""
    asked = limits(school)
    return tuple(
        Award(graduate.person, graduate.name, graduate.group, title, decision)
        for graduate in graduates(school)
        for title, decision in decisions(graduate, asked).items()
        if title != "аттестат"
    )


def _name(school: School, person: int, written: str) -> str:
    """Full name as in the class list, told apart from namesakes of the class; as written if the person is not known."""
    return label(school, person, in_class=True) or written if person >= 0 else written


# Candidates


def candidates(school: School, day: dt.date) -> tuple[Candidate, ...]:
    """Who may be commended for what was achieved in the school year up to a day, and is not commended for it yet.

    Sources are achievements by the settings `commended` and `commended_from`, the statuses of п. 3.2.2, gold badges of the ГТО, and
    who has nothing but «5» in the last period that is over. Someone of whom it is not certain whether the commendation stands in
    the register already is shown with this doubt. The member of a team is commended like everybody, and once.

    Returns:
        By classes and names; their decisions are «yes» or «not enough data».
    """
    found = [*_of_achievements(school, day), *_of_study(school)]
    kept = (one for one in found if one.decision.answer is not Answer.NO)
    return tuple(sorted(kept, key=lambda one: (grade_of(one.group), one.group, key(one.student), one.merit)))


def _of_achievements(school: School, day: dt.date) -> Iterator[Candidate]:
    told = [one for one in achievements(school) if one.year in (school.year, None) and (one.date is None or one.date <= day)]
    register = given(school)
    for one, cells in _distinct(told):
        if not (grounds := list(_merits(one, school))):
            continue
        merit = merit_of(one)
        if one.person < 0:
            grounds.append(
                Ground(f"чьё это достижение, неизвестно: {one.why}" if one.why else "чьё это достижение, неизвестно", None, CLAUSE)
            )
        else:
            same = [other for other in told if other.person == one.person and fold(other.event) == fold(one.event)]
            grounds.append(ground_of(one, same, merit, register.get(one.person, ())))
        sort = CERTIFICATE if one.status in FIRST or is_gold(one) else THANKS
        decision = Decision.of(replace(ground, where=ground.where or cells[0]) for ground in grounds)
        name = _name(school, one.person, one.student)
        yield Candidate(one.person, name, one.group, merit, activity_of(one, school), sort, one.document, decision, cells)


def _distinct(told: Sequence[Achievement]) -> Iterator[tuple[Achievement, tuple[str, ...]]]:
    """Achievements, the same one of a person once, with all the places where it is told."""
    found: dict[tuple[object, ...], list[Achievement]] = {}
    for one in told:
        who = one.person if one.person >= 0 else one.places
        found.setdefault((who, fold(one.title), fold(one.subject), one.level, one.status, one.date), []).append(one)
    for same in found.values():
        best = next((one for one in same if one.document), same[0])
        yield best, tuple(dict.fromkeys(place for one in same for place in one.places))


def is_gold(one: Achievement) -> bool:
    """Whether it is the gold badge of the ГТО."""
    return fold(one.status).startswith(GOLD)


def _merits(one: Achievement, school: School) -> Iterator[Ground]:
    """Why an achievement is commended; nothing if its status is not one of those that are."""
    statuses = {fold(status) for status in school.policy.of("commended", tuple)}
    differs = next((text for text in one.differing if text.startswith("статус")), "")
    if is_gold(one):
        yield Ground("золотой знак отличия ГТО", True, "3.2.2")
    elif sport_status(SportResult(one.rank, one.status, one.olympic, one.place)).answer is Answer.YES:
        yield Ground(f"{one.rank}: {one.status}", True, "3.2.2")
    elif fold(one.status) in statuses or (one.status in FIRST and fold(FIRST[0]) in statuses):
        yield Ground(f"результат: {one.status}", True, CLAUSE)
        yield _level(one, school.policy.of("commended_from", str))
    elif differs:
        yield Ground(f"записи расходятся: {differs}", None, CLAUSE)
        yield _level(one, school.policy.of("commended_from", str))
    else:
        return
    if one.year is None:
        yield Ground("дата неизвестна: этого ли учебного года результат, не сказано", None, CLAUSE)
    if not one.document:
        yield Ground("подтверждающий документ не назван", None, "4.7")


def _level(one: Achievement, least: str) -> Ground:
    known = LEVEL.choices.index(one.level) if one.level in LEVEL.choices else None
    met = None if known is None else known >= LEVEL.choices.index(least)
    told = next((text for text in one.differing if text.startswith("уровень")), "")
    shown = f"записи расходятся: {told}" if told else f"уровень: {one.level or 'неизвестен'}"
    return Ground(f"{shown} (поощряют с уровня «{least}»)", met, CLAUSE)


def merit_of(one: Achievement) -> str:
    """What somebody is commended for: «Турнир юных химиков (Химия), региональный уровень, 12.02.2027 — победитель»."""
    if is_gold(one):
        return "Золотой знак отличия комплекса ГТО"
    subject = f" ({one.subject})" if one.subject and fold(one.subject) not in fold(one.event) else ""
    told = one.level not in LEVEL.choices or fold(one.level)[:-2] in fold(one.event)
    level = f", {one.stage} этап" if one.stage else "" if told else f", {one.level} уровень"
    day = f", {one.date:%d.%m.%Y}" if one.date else ""
    return f"{one.event}{subject}{level}{day} — {one.status or 'результат уточнить'}"


def activity_of(one: Achievement, school: School) -> str:
    """Activity of п. 3.3 to which an achievement belongs, as a proposal."""
    event = fold(one.event)
    if is_gold(one):
        return SORTS[GTO]
    if one.sort in SORTS:
        return SORTS[one.sort]
    if one.source == "sport_results" or "спорт" in event or "соревнован" in event or fold(one.subject) == "физическая культура":
        return SORTS[SPORT]
    if "конференц" in event or "исследовательск" in event:
        return SORTS[PROJECT]
    studied = one.source == "olympiad_results" or "олимпиад" in event or fold(one.subject) in school.subject_names
    return STUDY if studied else "творческая"


def _of_study(school: School) -> Iterator[Candidate]:
    """Who has nothing but «5» in the year or the last period that is over."""
    term = default_period(school)
    frame = in_period(school, term)
    if frame.empty or school.year is None:
        return
    table = categories(frame)
    best = table.loc[(table["category"] == EXCELLENT).to_numpy(), "student"].tolist()
    honours = {(award.person, award.student, award.group): award for award in honour_sheets(school)} if term == "year" else {}
    register, listed = given(school), students(school)
    of_student = frame.groupby("student").groups
    for number in best:
        name, group, person = (listed[column].iat[number] for column in ("name", "group", "person"))
        shown, person = _name(school, int(person), name), int(person)
        honour = honours.get((person, shown, group))
        grounds = list(honour.decision.grounds) if honour else [Ground(f"отличник: {TERMS[term].lower()}", True, CLAUSE)]
        merit = study_merit(term, school.year)
        cells = tuple(places(school, [index for index in of_student[number] if frame.at[index, "column"] > 0]))
        if person >= 0:
            grounds.append(_study_ground(merit, honour is not None, term, group, school, register.get(person, ())))
        else:
            grounds.append(Ground("в списке классов однозначно не найден", None, CLAUSE))
        sort = HONOUR if honour else CERTIFICATE if term == "year" else THANKS
        basis = f"отметки: {TERMS[term].lower()}, {school.year}/{school.year + 1} учебный год"
        yield Candidate(person, shown, group, merit, STUDY, sort, basis, Decision.of(grounds), cells)


def study_merit(term: str, year: int) -> str:
    """What somebody is commended for who has nothing but «5»."""
    if term == "year":
        return f"Отличные успехи в учении за {year}/{year + 1} учебный год"
    return f"Отличные успехи в учении за {TERMS[term].lower()} {year}/{year + 1} учебного года"


def _study_ground(merit: str, honour: bool, term: str, group: str, school: School, known: Sequence[Given]) -> Ground:
    """Whether somebody stands in the register for the same success; one for success that names no period leaves it open."""
    first = school.terms(group)[term].first if term in school.terms(group) else None
    doubt = ""
    for one in known:
        if one.same(merit) or (honour and one.sort == HONOUR):
            if one.certain:
                return Ground(f"уже поощрён: {one.where}", False, CLAUSE, one.where)
            doubt = doubt or one.where
        early = first is not None and one.date is not None and np.datetime64(one.date) < first
        if one.says("отличн") and one.says("учени") and not early and not one.names_period():
            doubt = doubt or one.where
    if doubt:
        return Ground(f"возможно, уже поощрён: {doubt}", None, CLAUSE, doubt)
    return Ground("за это ещё не поощрён", True, CLAUSE)
