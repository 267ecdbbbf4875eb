"""Legal representatives of students, by the class list and by the list of representatives; exact names, never a guess (п. 6.2)."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Final

from ..people import key
from ..school import School

NEAR: Final = 0.8
"""So near to another name a name is offered with it."""
_PARTED: Final = re.compile(r"\s*[;,]\s*")


@dataclass(frozen=True, slots=True)
class Guardian:
    """A legal representative of a student as a list has him.

    Attributes:
        name: Full name as written.
        restricted: Whether a court restricted the rights; an empty cell says no, None: the cell could not be read.
        document: Document that proves the rights.
        listed: Whether he stands in the list of representatives, not only in the class list.
    """

    name: str
    restricted: bool | None = False
    document: str = ""
    listed: bool = False


def guardians(school: School, person: int) -> tuple[Guardian, ...]:
    """Legal representatives of a student: those of «Законные представители», then those whom only the class list names.

    Args:
        school: What was read.
        person: Position in the class list.
    """
    listed = _listed(school).get(person, ())
    known = {key(guardian.name) for guardian in listed}
    return (*listed, *(Guardian(name) for name in in_class_list(school, person) if key(name) not in known))


def in_class_list(school: School, person: int) -> tuple[str, ...]:
    """Legal representatives whom the class list names; several are parted by «;» or «,», and a dash is nobody."""
    records = school.records.get("class_list")
    written = records.rows["guardian"].iat[person] if records is not None and person >= 0 else None
    return tuple(name for name in _PARTED.split(written.strip()) if any(map(str.isalpha, name))) if isinstance(written, str) else ()


def _listed(school: School) -> dict[int, tuple[Guardian, ...]]:
    return school.once("guardians", "", lambda: _by_person(school))


def _by_person(school: School) -> dict[int, tuple[Guardian, ...]]:
    records = school.records.get("guardians")
    found: dict[int, tuple[Guardian, ...]] = {}
    if records is None:
        return found
    columns = records.column("restricted", records.rows["sheet_id"]).tolist()
    for person, column, row in zip(school.persons(records).tolist(), columns, records.rows.to_dict("records"), strict=True):
        if person >= 0 and isinstance(row["guardian"], str):
            written = records.text(row["sheet_id"], row["row"], column)
            restricted = {"да": True, "нет": False}.get(row["restricted"], None if written else False)
            document = row["document"] if isinstance(row["document"], str) else ""
            found[person] = (*found.get(person, ()), Guardian(row["guardian"], restricted, document, listed=True))
    return found


def is_guardian(school: School, person: int, name: str) -> bool | None:
    """Whether somebody is the student or a legal representative whose rights nobody restricted; None: the lists leave it open."""
    if person < 0 or not name.strip():
        return None
    if key(name) == key(student_name(school, person)):
        return True
    known = guardians(school, person)
    same = [guardian for guardian in known if key(guardian.name) == key(name)]
    if any(guardian.restricted for guardian in same):
        return False
    if any(guardian.restricted is None for guardian in same):
        return None
    if same:
        return not abbreviated(name) or None
    return None if not known or likely(school, person, name) else False


def likely(school: School, person: int, name: str) -> tuple[str, ...]:
    """The student and representatives whose names are near to a name, or may be meant by it; never taken for it."""
    return tuple(
        known for known in (student_name(school, person), *(guardian.name for guardian in guardians(school, person))) if _near(name, known)
    )


def _near(written: str, known: str) -> bool:
    ours, theirs = key(written).split(), key(known).split()
    if not ours or not theirs or ours == theirs:
        return False
    if difflib.SequenceMatcher(None, " ".join(ours), " ".join(theirs)).ratio() >= NEAR:
        return True
    words = [part for word in ours[1:] for part in word.replace(".", " ").split()]
    return (
        ours[0] == theirs[0]
        and len(words) < len(theirs)
        and all(full.startswith(short) for short, full in zip(words, theirs[1:], strict=False))
    )


def abbreviated(name: str) -> bool:
    """Whether a name is a surname alone, or has initials: nobody is known for sure by it."""
    words = key(name).split()
    return len(words) < 2 or any(len(word.rstrip(".")) < 2 or "." in word for word in words)


def student_name(school: School, person: int) -> str:
    """Full name of a student of the class list; empty without one."""
    roster = school.roster
    return roster.names[person] if roster is not None and person >= 0 else ""
