"""Texts in which a surname names a thing and nobody of the school: «Олимпиада „Ломоносов"», «школа имени Сергея Королёва», a topic «Басни Крылова».

They are known as wholes: the surname of a student is passed over only where such a text stands around it, word for word.

- Words that belong to nobody — subjects, listed events, topics and homework of lessons, what a template prints — may hold a surname.
- Texts of records of a student of whom a book may tell may hold it in quotes, or after «имени».
- A surname with a first name or initials is passed over only after «имени».
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pandas as pd

from ..form import Column
from ..forms import SETTINGS
from ..school import School
from ..sheets.records import Records
from .bearers import positions

_QUOTED: Final = re.compile(r"«[^»]+»|„[^“”]+[“”]|“[^”]+”|\"[^\"]+\"")
_NAMED: Final = re.compile(r"\b[Ии]м(?:ени|\.)\s*(?:(?:[А-ЯЁ]\.\s*)*[А-ЯЁ][\w‑-]+(?:\s+[А-ЯЁ][\w‑-]+){0,2})")
_MAY: Final = re.compile(r"[«„“\"]|\b[Ии]м(?:ени\b|\.)")


@dataclass(frozen=True, slots=True)
class Title:
    """A text, and where in it (from the first sign, past the last) a surname alone, and a name, stand for a thing."""

    text: str
    surname: tuple[tuple[int, int], ...]
    name: tuple[tuple[int, int], ...]


def own_title(text: str) -> Title | None:
    """A text of a student's records; None if nothing in it has the form of a title."""
    if not _MAY.search(text):
        return None
    named = tuple(found.span() for found in _NAMED.finditer(text))
    quoted = tuple(found.span() for found in _QUOTED.finditer(text))
    return Title(text, (*quoted, *named), named) if quoted or named else None


def printed_title(text: str) -> Title:
    """A text that is about nobody."""
    return Title(text, ((0, len(text)),), tuple(found.span() for found in _NAMED.finditer(text)))


def own_titles(school: School) -> dict[int, tuple[Title, ...]]:
    """Titles in the records of each student of the class list, of this year and earlier ones."""
    return school.once("own_titles", "", lambda: _own(school))


def _own(school: School) -> dict[int, tuple[Title, ...]]:
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for era in (school, *school.past):
        for records in era.records.values():
            columns = [column for column in records.form.columns if _tells(column) and column.name in records.rows]
            if "student" in records.rows:
                people = positions(records, school, era)
            elif "student" in records.sheets and school.roster is not None:
                names = [school.roster.match(name, "").person if isinstance(name, str) else -1 for name in records.sheets["student"]]
                people = [names[sheet] for sheet in records.rows["sheet_id"]]
            else:
                continue
            for column in columns:
                for person, text in zip(people, records.rows[column.name].astype(object), strict=True):
                    if person >= 0 and isinstance(text, str) and _MAY.search(text):
                        found[person][text] = None
    return {person: tuple(title for text in texts if (title := own_title(text))) for person, texts in found.items()}


def common_titles(school: School) -> tuple[Title, ...]:
    """Texts that are about nobody: subjects, listed events, settings, topics and homework of lessons."""
    return school.once("common_titles", "", lambda: tuple(map(printed_title, dict.fromkeys(_common(school)))))


def _common(school: School) -> Iterator[str]:
    for era in (school, *school.past):
        for records in era.records.values():
            if records.form.name in SETTINGS:
                yield from _texts(records.rows, records)
            for name in ("subject", "course"):
                if name in records.sheets:
                    yield from (text for text in records.sheets[name].dropna().unique() if isinstance(text, str))
            if "text" in records.headings:
                yield from (text for text in records.headings["text"].dropna().unique() if isinstance(text, str))
            for name in ("topic", "homework"):
                if name in records.lessons:
                    yield from (text for text in records.lessons[name].dropna().unique() if isinstance(text, str))


def _texts(frame: pd.DataFrame, records: Records) -> Iterator[str]:
    for column in records.form.columns:
        if _tells(column) and column.name in frame:
            yield from (text for text in frame[column.name].dropna().unique() if isinstance(text, str))


def _tells(column: Column) -> bool:
    """Whether a column holds words of its own, neither people nor classes."""
    return column.kind.name not in ("person", "school_class")
