"""Entries of «Исправления»: what was changed in a journal, from what to what, by whom and on what ground (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from .. import marks
from ..kind import TERMS, parse_date, term_of
from ..people import key, suffix
from ..school import Bools, School
from ..seal import pseudonym
from ..sheets.records import Records

NOTHING = ("", "—", "-", "–", "пусто", "нет", "нет отметки")
"""How people write that a cell was or is empty."""
UNREADABLE = "?"
"""What stands for a cell that cannot be read."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of «Исправления».

    Attributes:
        line: Position among the rows.
        group: Class.
        subject: Subject, as in the plan.
        students: Pseudonyms that the name may mean, by its first two words and in full; empty: the lesson as a whole.
        what: Name of a term, or a day, ISO.
        was: Entries that «Было» may mean.
        became: Entries that «Стало» may mean.
        day: Day of the correction.
        reason: The ground; empty: the row explains nothing, for day, person or ground are missing.
    """

    line: int
    group: str
    subject: str
    students: tuple[str, ...]
    what: str
    was: frozenset[str]
    became: frozenset[str]
    day: np.datetime64
    reason: str


Index = Mapping[tuple[str, str, str, str], Sequence[Correction]]
"""Corrections by class, subject, pseudonym (empty: the lesson as a whole) and day or term, in the order of the sheet."""


def corrections(school: School) -> tuple[Correction, ...]:
    """Rows of «Исправления» that name a class, a subject and a term or a day; computed once."""
    return school.once("corrections", "", lambda: tuple(_corrections(school)))


def index(school: School) -> Index:
    """Corrections by what they correct; computed once."""
    return school.once("corrections_index", "", lambda: _index(corrections(school)))


def accepted(terms: pd.DataFrame, records: Records, school: School) -> Bools:
    """Which marks for periods «Исправления» gives a ground for: its «Стало» is the mark that stands.

    Args:
        terms: Rows of `Records.terms`: sheet_id, line, term, token.
        records: The records they are of.
        school: The school.
    """
    explained = {
        (row.group, row.subject, student, row.what): row.became
        for row in corrections(school)
        if row.reason and row.what in TERMS
        for student in row.students
    }
    if not explained:
        return np.zeros(len(terms), bool)
    sheets = sheet_keys(records, school)
    names = records.rows["student"]
    found = []
    for sheet_id, line, term, token in terms[["sheet_id", "line", "term", "token"]].itertuples(index=False, name=None):
        group, subject = sheets[sheet_id]
        name = names.iat[line]
        known = pseudonyms(group, name) if isinstance(name, str) else ()
        found.append(any(token in explained.get((group, subject, student, term), ()) for student in known))
    return np.array(found, bool)


def sheet_keys(records: Records, school: School) -> list[tuple[str, str]]:
    """Class and subject of each sheet; empty texts where they are not known."""
    subjects = [school.subject(name) if isinstance(name, str) else "" for name in records.sheets["subject"].astype(object)]
    return list(zip(school.sheet_groups(records), subjects, strict=True))


@lru_cache(maxsize=65536)
def names(written: str) -> tuple[str, str]:
    """A name by its first two words, and in full, tidied: a journal may leave out the patronymic, a class list brings it back."""
    words, number = key(written).split(), suffix(written)
    tail = f" ({number})" if number else ""
    return " ".join(words[:2]) + tail, " ".join(words) + tail


def pseudonyms(group: str, written: str) -> tuple[str, ...]:
    """Pseudonyms that a name may have: by its first two words, or in full where a page has namesakes."""
    return tuple(dict.fromkeys(pseudonym(group, name) for name in names(written)))


def entry(token: object, weight: int) -> str:
    """A token as it is sealed: «5», «5✕2», «н»; `UNREADABLE` where there is none."""
    text = token if isinstance(token, str) else UNREADABLE
    return text if weight == 1 else f"{text}✕{weight}"


def entries(written: object) -> frozenset[str]:
    """Entries that a text of «Было» or «Стало» may mean; a day is itself, ISO."""
    text = written.strip() if isinstance(written, str) else ""
    if isinstance(day := parse_date(text), dt.date):
        return frozenset({day.isoformat()})
    reading = marks.parse(text)
    said = {"/".join(entry(token.text, token.weight) for token in reading.tokens)} if reading.tokens else set()
    return frozenset(said | ({""} if text.lower() in NOTHING else set()))


def _corrections(school: School) -> list[Correction]:
    records = school.records.get("corrections")
    found = []
    for line, row in enumerate(() if records is None else records.rows.to_dict("records")):
        texts = {name: value if isinstance(value, str) else "" for name, value in row.items() if name not in ("date", "sheet_id", "row")}
        day = row["date"].to_datetime64() if isinstance(row["date"], pd.Timestamp) else np.datetime64("NaT")
        what = term_of(texts["what"]) or (said.isoformat() if isinstance(said := parse_date(texts["what"]), dt.date) else "")
        if texts["school_class"] and texts["subject"] and what:
            complete = bool(texts["reason"].strip(" -—.") and texts["author"]) and not np.isnat(day)
            found.append(
                Correction(
                    line,
                    texts["school_class"],
                    school.subject(texts["subject"]),
                    pseudonyms(texts["school_class"], texts["student"]) if texts["student"] else (),
                    what,
                    entries(texts["was"]),
                    entries(texts["became"]),
                    day,
                    texts["reason"] if complete else "",
                )
            )
    return found


def _index(rows: Sequence[Correction]) -> dict[tuple[str, str, str, str], list[Correction]]:
    found: dict[tuple[str, str, str, str], list[Correction]] = {}
    for row in rows:
        for student in row.students or ("",):
            found.setdefault((row.group, row.subject, student, row.what), []).append(row)
    return found
