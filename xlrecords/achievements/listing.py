"""The lists of events that a school has loaded, and to which subjects of its plan an event leads (п. 3.2.2, 3.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from ..event import BUILT_IN, Event, Events, fold_name, language_of, same_subject
from ..policy import items
from ..scales import subject_of
from ..school import School

SPORT = "Физическая культура"
"""Subject of sport and of the golden badge of the ГТО."""
MATHEMATICS = "математика"


def school_year_of(date: dt.date) -> int:
    """First calendar year of the school year of a day; a school year begins on the first of September."""
    return date.year - (date.month < 9)


def listed_in(text: str) -> tuple[str, ...]:
    """Subjects of a cell, parted by semicolons or commas; what stands in brackets stays whole."""
    parts, depth, part = [], 0, ""
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if sign in ";," and depth <= 0:
            parts.append(part)
            part = ""
        else:
            part += sign
    return tuple(word for word in (plain_part.strip() for plain_part in (*parts, part)) if word)


def events_of(school: School) -> Events:
    """Lines of all lists of the school, of every year, with the built-in ones."""
    return school.once("events", "", lambda: Events((*_lines(school), *BUILT_IN), _synonyms(school)))


def _lines(school: School) -> Iterator[Event]:
    """Lines with a year, a list and a name; a line that lacks one of them is in no list, and the check of its cells says so."""
    records = school.records.get("events")
    for row in () if records is None else records.rows.to_dict("records"):
        year, kind, name = row["event_year"], row["list"], row["event"]
        if isinstance(year, str) and isinstance(kind, str) and isinstance(name, str):
            yield Event(
                int(year[:4]), kind, name, _text(row["profile"]), listed_in(_text(row["subject"])), _number(row["level"]),
                _grades(_number(row["first_grade"]), _number(row["last_grade"])), _text(row["organiser"]),
                {"да": True, "нет": False}.get(_text(row["commercial"])), items(_text(row["names"])), _text(row["source"]),
            )  # fmt: skip


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return None if pd.isna(value) or not isinstance(value, int | float) else int(value)


def _grades(first: int | None, last: int | None) -> tuple[int, int] | None:
    """First and last class; one that is missing leaves that side open, reversed ones are unknown."""
    if first is None and last is None:
        return None
    found = first or 1, last or 11
    return found if found[0] <= found[1] else None


def profile_subjects(school: School) -> Mapping[str, tuple[str, ...]]:
    """Folded profile -> names of its subjects in the plan, as the school's sheet «Профили» says."""
    return school.once("profile_subjects", "", lambda: _profile_subjects(school))


def _profile_subjects(school: School) -> dict[str, tuple[str, ...]]:
    records = school.records.get("profiles")
    found: dict[str, tuple[str, ...]] = {}
    for profile, subjects in () if records is None else records.rows[["profile", "subjects"]].itertuples(index=False):
        if isinstance(profile, str) and isinstance(subjects, str):
            found.setdefault(fold_name(profile), tuple(school.subject_title(subject) for subject in listed_in(subjects)))
    return found


def _synonyms(school: School) -> dict[str, tuple[str, ...]]:
    """Folded spelling -> folded names: subjects by their other names in the plan, profiles by the subjects the school gave them."""
    found: dict[str, tuple[str, ...]] = {fold_name(spelling): (fold_name(subject),) for spelling, subject in school.subject_names.items()}
    for profile, subjects in profile_subjects(school).items():
        found[profile] = tuple(dict.fromkeys((*found.get(profile, ()), *(fold_name(subject) for subject in subjects))))
    return found


def in_plan(school: School, words: Iterable[str]) -> tuple[str, ...]:
    """Names in the plan of subjects that are named in any way; mathematics is each course of it that the plan has.

    Without a plan the words themselves; a word that the plan does not know is left out.
    """
    plan = tuple(dict.fromkeys(school.subject_names.values()))
    courses = {fold_name(course) for course in school.policy.of("math_courses", tuple)}
    found: list[str] = []
    for word in words:
        title = school.subject_title(word)
        if not plan or title in plan:
            found.append(title)
        else:
            found += [subject for subject in plan if same_subject(subject, word)]
        if plan and fold_name(word) == MATHEMATICS:
            found += [subject for subject in plan if fold_name(subject) in courses]
    return tuple(dict.fromkeys(found))


def subjects_of(school: School, event: Event | None, written: str = "", *, sport: bool = False) -> tuple[str, ...]:
    """Subjects of the plan to which an achievement leads.

    Args:
        school: Plan and sheet «Профили».
        event: The line of the list, or None.
        written: Subject, profile or sport as the record has it.
        sport: Whether it is sport or the golden badge of the ГТО: these lead to physical education.

    Returns:
        What the school's sheet says of the profile; else the subjects of the list; else, where the list has none, the profile and
        what is written. Of foreign languages only the one that is named; where the plan has several and none is named, none.
        Empty: nothing in the plan fits.
    """
    if sport:
        return in_plan(school, (SPORT,))
    told = profile_subjects(school)
    for profile in (event.profile if event else "", written):
        if profile and fold_name(profile) in told:
            return in_plan(school, told[fold_name(profile)])
    words = tuple(word for word in ((*event.subjects, event.profile) if event else ()) if word)
    if not words:
        return _named(in_plan(school, (written,) if written else ()))
    found = in_plan(school, words)
    own = in_plan(school, (written,)) if written else ()
    same = tuple(subject for subject in found if subject in own)
    alike = same and all(subject_of(subject) == subject_of(same[0]) for subject in found)
    return _named(same if alike else found)


def _named(subjects: tuple[str, ...]) -> tuple[str, ...]:
    """Subjects without foreign languages if several are among them: an achievement is in one, and nobody says in which."""
    languages = {language for language in map(language_of, subjects) if language}
    return subjects if len(languages) < 2 else tuple(subject for subject in subjects if not language_of(subject))
