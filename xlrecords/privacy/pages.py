"""Sheets of the school, and whose each is: teachers in its head, classes and students on it, the subject."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ..kind import fold
from ..people import key
from ..school import School
from ..sheets.records import Records
from .bearers import positions

if TYPE_CHECKING:
    import pandas as pd

_INITIALS: Final = re.compile(r"\.\s+")
_SEVERAL: Final = re.compile(r"\s*[;,/]\s*")


def teacher_key(name: str) -> str:
    """A teacher's name for comparing: as `people.key`, and initials with or without a blank between them."""
    return _INITIALS.sub(".", key(name)).replace(" .", ".")


def teachers_in(text: str) -> list[str]:
    """Teachers of a head, of which there may be several: «Иванова И. И., Петров П. П.»."""
    return [name for name in _SEVERAL.split(text.strip()) if name]


@dataclass(frozen=True, slots=True)
class Table:
    """What a table of a sheet says of itself.

    Attributes:
        form: Name of its form.
        teachers: Keys of the teachers in its head.
        groups: Classes of its head and of its lines.
        subject: Folded name of the subject as in the plan, or of the course; empty if it has none.
    """

    form: str
    teachers: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    subject: str = ""


@dataclass(slots=True)
class Sheet:
    """A sheet of the school: its tables, positions in the class list of those on it, and names of those whom the list does not know."""

    tables: list[Table] = field(default_factory=list)
    people: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


def sheets(school: School) -> dict[tuple[str, str], Sheet]:
    """Every sheet of a known form, of all years, by book and name."""
    found: dict[tuple[str, str], Sheet] = {}
    for era in (school, *school.past):
        for records in era.records.values():
            _gather(records, school, era, found)
    return found


def _gather(records: Records, school: School, era: School, found: dict[tuple[str, str], Sheet]) -> None:
    places = list(zip(records.sheets["book"].astype(str), records.sheets["sheet"].astype(str), strict=True))
    groups: list[set[str]] = [set() for _ in places]
    ids = records.rows["sheet_id"].tolist()
    for index, group in zip(ids, era.groups(records).astype(str).tolist(), strict=True):
        groups[index] |= {group} - {""}
    head = records.sheets
    for index, place in enumerate(places):
        teacher, group, subject = (_text(head, name, index) for name in ("teacher", "school_class", "subject"))
        keys = frozenset(teacher_key(name) for name in teachers_in(teacher))
        titled = fold(era.subject_title(subject)) if subject else ""
        table = Table(records.form.name, keys, frozenset(groups[index] | ({group} - {""})), titled)
        page = found.setdefault(place, Sheet())
        page.tables.append(table)
        if student := _text(head, "student", index):
            page.names.add(student)
            if school.roster is not None and (person := school.roster.match(student, "").person) >= 0:
                page.people.add(person)
    if "student" in records.rows:
        for index, person, name in zip(ids, people_of(records, school, era), records.rows["student"].astype(object), strict=True):
            if person >= 0:
                found[places[index]].people.add(person)
            elif isinstance(name, str):
                found[places[index]].names.add(name)


def people_of(records: Records, school: School, era: School) -> list[int]:
    """Position in the class list of who each line is; a line of the class list itself is that position, namesakes or not."""
    listed = records is school.records.get("class_list")
    return list(range(len(records.rows))) if listed else positions(records, school, era)


def _text(frame: pd.DataFrame, name: str, index: int) -> str:
    value = frame[name].iat[index] if name in frame else ""
    return value if isinstance(value, str) else ""


def teachers(school: School) -> dict[str, str]:
    """Teachers in the heads of this year's sheets, as they are first written, by key."""
    found: dict[str, str] = {}
    for records in school.records.values():
        for written in records.sheets["teacher"].dropna().unique() if "teacher" in records.sheets else ():
            for name in teachers_in(str(written)):
                found.setdefault(teacher_key(name), " ".join(name.split()))
    return found


def near(asked: str, known: Mapping[str, str]) -> list[str]:
    """Teachers who may be meant by a name that is nobody's: of the same surname, or spelt nearly so."""
    wanted = teacher_key(asked)
    surname = wanted.split()[:1]
    same = [name for found, name in known.items() if found.split()[:1] == surname]
    close = difflib.get_close_matches(wanted, known, n=3, cutoff=0.75)
    return list(dict.fromkeys([*same, *(known[name] for name in close)]))
