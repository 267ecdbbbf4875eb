"""What is asked of a school: its students on a day, and the period that documents are about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from ..kind import DATED_TERMS, TERMS, term_of
from ..school import Int64s, School, Term, day
from ..sheets.records import Records


@dataclass(frozen=True)
class Scope:
    """A school, a day, and a period.

    Attributes:
        school: Where the data come from.
        day: Day of the documents.
        term: Name of the chosen term of `kind.TERMS`; empty: none was chosen.
        everybody: Whether students who are not in the class on that day are taken too.
        pictures: Folder of pictures, or None.
    """

    school: School
    day: dt.date
    term: str = ""
    everybody: bool = False
    pictures: Path | None = None

    @property
    def title(self) -> str | None:
        """Title of the chosen term, «1 четверть»."""
        return TERMS.get(self.term)

    @cached_property
    def listed(self) -> pd.DataFrame:
        """Rows of the class list, numbered as `people.Roster` numbers people; empty when there is none."""
        records = self.school.records.get("class_list")
        return pd.DataFrame() if records is None else records.rows

    @cached_property
    def students(self) -> Int64s:
        """Positions in the class list of the students of whom documents are made, in its order."""
        rows = self.listed
        if rows.empty:
            return np.zeros(0, np.int64)
        today = np.datetime64(self.day).astype("datetime64[s]")
        here = ~(rows["left"].to_numpy() < today) & ~(rows["arrived"].to_numpy() > today)
        named = rows["student"].notna().to_numpy()
        return np.flatnonzero(named & (here | self.everybody))

    @cached_property
    def groups(self) -> list[str]:
        """Class of each person of the class list; an empty text where it is unknown."""
        roster = self.school.roster
        return [] if roster is None else roster.classes

    def persons(self, records: Records) -> Int64s:
        """Position in the class list of who each line is, by its name or by the head of its sheet; -1: not known for sure."""
        if "student" in records.rows:
            return self.school.persons(records)
        roster, sheets = self.school.roster, records.sheets
        if roster is None or "student" not in sheets:
            return np.full(len(records.rows), -1)
        found = [
            roster.match(name if isinstance(name, str) else "", group).person
            for name, group in zip(sheets["student"], self.school.sheet_groups(records), strict=True)
        ]
        return np.array(found, np.int64)[records.rows["sheet_id"].to_numpy()]

    def terms(self, group: str) -> dict[str, Term]:
        """Dated terms of a class in the order of `kind.DATED_TERMS`."""
        found = self.school.terms(group)
        return {name: found[name] for name in DATED_TERMS if name in found}

    def span(self, group: str) -> tuple[np.datetime64, np.datetime64] | None:
        """First and last day of the chosen term in a class: for the year those of all its terms; None: not chosen or unknown."""
        terms = self.terms(group)
        if self.term in terms:
            return terms[self.term].first, terms[self.term].last
        if self.term and self.term not in DATED_TERMS and terms:
            return min(term.first for term in terms.values()), max(term.last for term in terms.values())
        return None


def chosen(period: str) -> str:
    """Name of the term that a user means by «1 четверть» or «год»; empty for an empty text.

    Raises:
        ValueError: There is no such term; the message says, in Russian, what to write.
    """
    term = term_of(period)
    if period.strip() and not term:
        raise ValueError(f"Период «{period}» неизвестен: укажите, например, «1 четверть», «2 полугодие» или «Год».")
    return term


def date_of(value: np.datetime64) -> dt.date | None:
    """A day of a frame; None where it is unknown."""
    return None if np.isnat(value) else day(value)


def text_of(value: object) -> str | None:
    """A text of a frame; None where it is unknown."""
    return value if isinstance(value, str) and value else None
