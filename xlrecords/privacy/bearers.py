"""Everybody who stands in the books of a school: students of this year and of earlier ones, their representatives, the staff."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from ..kind import plain
from ..people import key, suffix
from ..policy import CARD
from ..school import School
from ..sheets.records import Records
from .guardians import guardians, student_name

FAMILY = ("student", "guardian", "giver", "applicant", "recipient")
"""Columns of people who are no staff."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """A student as the books have him.

    Attributes:
        person: Position in the class list; -1: in no class list that was read.
        name: As written, without what stands in brackets.
        files: Numbers of the personal file.
        births: Days of birth.
    """

    person: int
    name: str
    files: frozenset[str] = frozenset()
    births: frozenset[dt.date] = frozenset()


@dataclass
class _Someone:
    files: set[str] = field(default_factory=set)
    births: set[dt.date] = field(default_factory=set)


def students(school: School) -> tuple[Bearer, ...]:
    """Every student of the school: those of the class list, then those whom only other sheets or earlier years name."""
    return school.once("bearers", "", lambda: tuple(_students(school)))


def _students(school: School) -> Iterator[Bearer]:
    people: dict[int, _Someone] = defaultdict(_Someone)
    strangers: dict[str, _Someone] = defaultdict(_Someone)
    names: dict[str, str] = {}
    for era in (school, *school.past):
        for records in era.records.values():
            for person, name, file, birth in _entries(records, school, era):
                someone = people[person] if person >= 0 else strangers[key(name)]
                names.setdefault(key(name), plain(name.split("(")[0]))
                someone.files |= {number for number in (file, suffix(name)) if number}
                someone.births |= {birth} if birth else set()
    for person, someone in sorted(people.items()):
        yield Bearer(person, student_name(school, person).split("(")[0].strip(), frozenset(someone.files), frozenset(someone.births))
    for name, someone in strangers.items():
        if len(name.split()) > 1:  # one word alone is as well a heading that a paste has moved here
            yield Bearer(-1, names[name], frozenset(someone.files), frozenset(someone.births))


def _entries(records: Records, school: School, era: School) -> Iterator[tuple[int, str, str, dt.date | None]]:
    """Students of a form: person, name, file number, day of birth."""
    for frame, inside in ((records.rows, True), (records.sheets, False)):
        if "student" not in frame:
            continue
        columns = [frame[name] if name in frame else [None] * len(frame) for name in ("student", "file_number", "birth")]
        persons = positions(records, school, era) if inside else [-2] * len(frame)
        known: dict[tuple[object, object, object, int], None] = dict.fromkeys(zip(*columns, persons, strict=True))
        for name, file, birth, person in known:
            if isinstance(name, str) and name.strip():
                who = person if person > -2 else _by_name(school, name)
                yield who, name, file if isinstance(file, str) else "", birth.date() if isinstance(birth, pd.Timestamp) else None


def positions(records: Records, school: School, era: School) -> list[int]:
    """Position in this year's class list of who each line is, -1 where that is not known for sure; of an earlier year by name alone."""
    if era is school:
        return school.persons(records).tolist() if school.roster is not None else [-1] * len(records.rows)
    found = {name: _by_name(school, name) for name in records.rows["student"].dropna().unique()}
    return [found.get(name, -1) for name in records.rows["student"].astype(object)]


def _by_name(school: School, name: str) -> int:
    roster = school.roster
    return -1 if roster is None else school.once("bearer_by_name", name, lambda: roster.match(name, "").person)


def own_days(school: School) -> tuple[dict[int, set[dt.date]], set[dt.date]]:
    """Days that stand in the records of each student of the class list; and those that belong to nobody: lessons, heads, settings."""
    return school.once("own_days", "", lambda: _own_days(school))


def _own_days(school: School) -> tuple[dict[int, set[dt.date]], set[dt.date]]:
    own: dict[int, set[dt.date]] = defaultdict(set)
    common: set[dt.date] = set()
    for era in (school, *school.past):
        for records in era.records.values():
            common |= {day for frame in (records.headings, records.lessons, records.sheets) for day in _days(frame)}
            if "student" not in records.rows:
                common |= set(_days(records.rows))
                continue
            persons = pd.Series(positions(records, school, era))
            for name in _dated(records.rows):
                frame = pd.DataFrame({"person": persons, "day": records.rows[name].to_numpy()}).dropna().drop_duplicates()
                for person, day in zip(frame["person"].tolist(), frame["day"].dt.date, strict=True):
                    own[person].add(day)
    own.pop(-1, None)
    return dict(own), common


def _dated(frame: pd.DataFrame) -> list[str]:
    return [name for name, kind in frame.dtypes.items() if kind.kind == "M" and name != "birth"]


def _days(frame: pd.DataFrame) -> Iterator[dt.date]:
    for name in _dated(frame):
        yield from (day.date() for day in frame[name].dropna().unique())


def staff(school: School) -> frozenset[str]:
    """Names of teachers and others who work at the school, as written, and what its card says."""
    return school.once("staff", "", lambda: frozenset(_staff(school)))


def _staff(school: School) -> Iterator[str]:
    for era in (school, *school.past):
        for records in era.records.values():
            form = records.form
            for columns, frame in ((form.columns, records.rows), (form.head, records.sheets), (form.columns, records.sheets)):
                for column in columns:
                    if column.kind.name == "person" and column.name not in FAMILY and column.name in frame:
                        yield from (name for name in frame[column.name].dropna().unique() if isinstance(name, str))
        yield from (value for setting in CARD if isinstance(value := era.policy.values.get(setting.name), str))


def family(school: School, person: int) -> Iterator[str]:
    """Names of a student and of the legal representatives."""
    yield student_name(school, person)
    yield from (guardian.name for guardian in guardians(school, person))
