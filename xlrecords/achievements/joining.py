"""Lines of registers, each with who it is about: this year's by class and name, those of earlier years by what cannot be anybody else.

There is a class list of this year only. A line of an earlier year is about a student of it only if nobody else of the school bears
the name and the class was so many grades lower, of the same letter; where letters changed, the number of the personal file beside
the name, «Котов Иван Ильич (К-5)», tells who it is.

Who changed the class within the year stands in the list twice, with the same name and the same personal file: that is one person,
and the row of the class in which the student is now stands for both.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from ..book import address
from ..kind import DATE_TEXT, grade_of, letter_of, parse_date, plain
from ..people import AMBIGUOUS, BLANK, EXACT, UNKNOWN, Match, Roster, key, suffix
from ..school import School
from ..sheets.records import Records

NO_LIST: Final = "списка классов нет"
NO_NAME: Final = "имя не записано"
SEVERAL: Final = "имя подходит нескольким или сокращено"
NOBODY: Final = "такого имени в списке класса нет"
ELSEWHERE: Final = "в этом классе такого имени нет, есть в другом"
OTHER_CLASS: Final = "имя есть, но класс прошлых лет ему не соответствует"
SHOWN: Final = 3
"""So many candidates are named in a message."""
YEAR_UNKNOWN: Final = "учебный год неизвестен"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a register.

    Attributes:
        form: Name of the form.
        year: First calendar year of the school year whose sheet it stands on, or None.
        current: Whether that is the year of the class list.
        student: Name as written.
        group: Class as written, canonical.
        person: Position in the class list, -1 where that is not known for sure.
        why: Why it is not known, in Russian; empty if it is.
        candidates: Positions of those who may be meant.
        values: Value of each column.
        sheet_id: Sheet among those of its form and year.
        row: Row on the sheet, from 1.
        columns: Column of the form -> its number on the sheet, 0 where the sheet has none.
        sheet: Book and sheet in words.
    """

    form: str
    year: int | None
    current: bool
    student: str
    group: str
    person: int
    why: str
    candidates: tuple[int, ...]
    values: Mapping[str, Any]
    sheet_id: int
    row: int
    columns: Mapping[str, int]
    sheet: str

    def text(self, name: str) -> str:
        """A value as text; empty where nothing stands."""
        value = self.values.get(name)
        return plain(value) if isinstance(value, str) else ""

    def day(self, name: str) -> dt.date | None:
        """A value as a day."""
        value = self.values.get(name)
        return None if value is None or pd.isna(value) else value.date()

    def number(self, name: str) -> int | None:
        """A value as a whole number."""
        value = self.values.get(name)
        return None if value is None or pd.isna(value) else int(value)

    def said(self, name: str) -> bool | None:
        """«да» or «нет»; None: neither."""
        return {"да": True, "нет": False}.get(self.text(name))

    def where(self, name: str = "student") -> str:
        """Place of a column of the line in words; of the row if the sheet has no such column."""
        return f"{self.sheet}!{address(self.row, self.columns.get(name) or 1)}"


def day_in(text: str) -> dt.date | None:
    """The first day that a text names, «№ 5 от 12.03.2027»."""
    found = DATE_TEXT.search(text)
    day = parse_date(found[0]) if found else None
    return day if isinstance(day, dt.date) else None


def lines(school: School, form: str) -> tuple[Line, ...]:
    """All lines of a form, of this year and of earlier ones, in the order of the years and sheets; none if it was not read."""
    return school.once("joined", form, lambda: tuple(line for era in (school, *school.past) for line in _lines(school, era, form)))


def label(school: School, person: int, *, in_class: bool = False) -> str:
    """Name of a person of the class list; of full namesakes with the number of the personal file, «Котов Иван Ильич (К-5)».

    Args:
        school: What was read.
        person: Position in the class list.
        in_class: Whether only namesakes of the same class must be told apart, for the class stands beside the name.
    """
    roster, listed = school.roster, school.records.get("class_list")
    if roster is None or listed is None:
        return ""
    name, number = _BRACKET.sub("", roster.names[person]), listed.rows["file_number"].iat[person]
    return f"{name} ({number})" if person in _namesakes(school, in_class) and isinstance(number, str) else name


_BRACKET: Final = re.compile(r"\s*\([^)]*\)\s*$")


def named(school: School, people: Sequence[int]) -> str:
    """Candidates by full name and class; full namesakes by the number of the personal file too."""
    roster = school.roster
    assert roster is not None
    names = [roster.names[person] for person in people]
    files = school.records["class_list"].rows["file_number"]
    told = []
    for person, name in list(zip(people, names, strict=True))[:SHOWN]:
        number = files.iat[person] if names.count(name) > 1 else None
        told.append(f"{name} ({roster.classes[person]}{f', личное дело {plain(number)}' if isinstance(number, str) else ''})")
    return ", ".join(told) + (" и другие" if len(people) > SHOWN else "")


def _namesakes(school: School, in_class: bool) -> frozenset[int]:
    """Who bears a full name that somebody else bears too, in the school or in the same class."""

    def found() -> frozenset[int]:
        roster, bearers = school.roster, defaultdict[tuple[str, str], set[int]](set)
        for person, name in enumerate(roster.names if roster else ()):
            bearers[roster.classes[person] if roster and in_class else "", key(name)].add(present(school, person))
        return frozenset(person for people in bearers.values() if len(people) > 1 for person in people)

    return school.once("namesakes", str(in_class), found)


def present(school: School, person: int) -> int:
    """The row of the class list that stands for a person: of several with the same name and personal file the one of the present class."""
    return school.once("present_rows", "", lambda: _present(school)).get(person, person)


def _present(school: School) -> dict[int, int]:
    """Rows of people who changed the class -> the row of the class that they have not left, else of the one to which they came last."""
    roster, listed = school.roster, school.records.get("class_list")
    if roster is None or listed is None:
        return {}
    same: dict[tuple[str, str], list[int]] = {}
    for person, (name, file) in enumerate(zip(roster.names, roster.files, strict=True)):
        if key(name) and file:
            same.setdefault((key(name), file), []).append(person)
    births, came, left = (listed.rows[column] for column in ("birth", "arrived", "left"))
    days = [dt.date.min if pd.isna(day) else day.date() for day in came]
    found: dict[int, int] = {}
    for rows in same.values():
        moved = len(rows) > 1 and int(left.iloc[rows].isna().sum()) < 2 and len({roster.classes[row] for row in rows}) == len(rows)
        if moved and births.iloc[rows].dropna().nunique() < 2:
            found |= dict.fromkeys(rows, max(rows, key=lambda row: (pd.isna(left.iat[row]), days[row])))
    return found


def kept(school: School, form: str) -> bool:
    """Whether a form was read at all, of any year."""
    return any(form in era.records for era in (school, *school.past))


def _lines(school: School, era: School, form: str) -> Iterator[Line]:
    records = era.records.get(form)
    if records is None or records.rows.empty:
        return
    names, groups = _names(records), _classes(records, era)
    found = {pair: _who(school, era, *pair) for pair in dict.fromkeys(zip(names, groups, strict=True))}
    sheets = [f"{book} «{sheet}»" for book, sheet in records.sheets[["book", "sheet"]].astype(object).itertuples(index=False)]
    columns = [{name: int(places[sheet]) for name, places in records.places.items()} for sheet in range(len(sheets))]
    for values, name, group in zip(records.rows.to_dict("records"), names, groups, strict=True):
        match, why = found[name, group]
        sheet_id = int(values["sheet_id"])
        yield Line(
            form, era.year, era is school, plain(name), group, match.person, why, match.candidates, values, sheet_id,
            int(values["row"]), columns[sheet_id], sheets[sheet_id],
        )  # fmt: skip


def _names(records: Records) -> list[str]:
    """Name of the student of each line, from its row or from the head of its sheet."""
    if "student" in records.rows:
        written: Sequence[object] = records.rows["student"].astype(object).tolist()
    else:
        heads = records.sheets["student"].astype(object).tolist()
        written = [heads[sheet] for sheet in records.rows["sheet_id"]]
    return [name if isinstance(name, str) else "" for name in written]


def _classes(records: Records, era: School) -> list[str]:
    """Class of each line, from its row, else from the head of its sheet."""
    rows = [str(group) for group in era.groups(records)]
    if "school_class" not in records.sheets:
        return rows
    heads = [group if isinstance(group, str) else "" for group in records.sheets["school_class"]]
    return [group or heads[sheet] for group, sheet in zip(rows, records.rows["sheet_id"], strict=True)]


def _who(school: School, era: School, name: str, group: str) -> tuple[Match, str]:
    """Who bears a name, and why that is not known."""
    if school.roster is None:
        return Match(BLANK), NO_LIST
    if not key(name):
        return Match(BLANK), NO_NAME
    match = matched(school, name, group if era is school else "")
    if match.person < 0 and era is school and match.status == UNKNOWN and not match.candidates:
        others = matched(school, name)
        candidates = (others.person,) if others.person >= 0 else others.candidates
        return replace(match, candidates=candidates), ELSEWHERE if others.person >= 0 else NOBODY
    if match.person < 0:
        return match, SEVERAL if match.status == AMBIGUOUS else NOBODY
    if era is school:
        return match, ""
    if school.year is None or era.year is None:
        return Match(AMBIGUOUS, candidates=(match.person,)), YEAR_UNKNOWN
    if not _same_class(school.roster, match.person, name, group, school.year - era.year):
        return Match(AMBIGUOUS, candidates=(match.person,)), OTHER_CLASS
    return match, ""


def matched(school: School, name: str, group: str = "") -> Match:
    """Who bears a name by the class list, of a class or of all, as people stand now: two rows of one person are nobody's namesakes.

    Raises:
        LookupError: No class list was read.
    """
    roster = school.roster
    if roster is None:
        raise LookupError("no class list")
    match = roster.match(name, group)
    if match.person >= 0:
        return replace(match, person=present(school, match.person))
    people = tuple(dict.fromkeys(present(school, person) for person in match.candidates))
    if match.status == AMBIGUOUS and len(people) == 1 and key(name) in _names_of(roster, people[0]):
        return Match(EXACT, people[0])
    return replace(match, candidates=people)


def _names_of(roster: Roster, person: int) -> tuple[str, str]:
    """Full name of a person, and surname and first name, for comparing."""
    words = key(roster.names[person]).split()
    return " ".join(words), " ".join(words[:2])


def _same_class(roster: Roster, person: int, name: str, group: str, years: int) -> bool:
    """Whether a person of the list was in a class so many years ago: the grade fits, and the letter, or the number of the personal file."""
    now = roster.classes[person]
    if not group or grade_of(now) != grade_of(group) + years:
        return False
    return letter_of(now) == letter_of(group) or (bool(suffix(name)) and suffix(name) == roster.files[person])
