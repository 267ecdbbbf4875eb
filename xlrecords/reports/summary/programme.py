"""The programme of each teacher: hours of the plan, hours and works given, out of the registers of lessons (п. 4.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
import pandas as pd

from ...attestation.results import JOURNAL
from ...kind import DATED_TERMS, fold
from ...school import School
from ...totals import whole_years
from .class_sheet import NO_SUBJECT, texts
from .summary import Summary

NO_TEACHER: Final = "Учитель не указан"
LAST_TERMS: Final = ("quarter4", "trimester3", "half2")
"""Terms with which the year ends."""
HOURS: Final = {
    "planned": "План на год, ч",
    "given": "Дано за период, ч",
    "since": "Дано с начала года, ч",
    "behind": "Отставание, ч",
    "works": "Контрольных дано",
}
"""Numbers of the programme, and their headings."""

Key = tuple[str, str, str]
"""Teacher, subject, class."""


@dataclass(frozen=True)
class Hours:
    """The programme of a teacher in a class.

    Attributes:
        planned: Hours of the plan for the year; None: unknown.
        given: Hours given in the period.
        since: Hours given from the beginning of the year to the end of the period.
        works: Works that everybody writes, in the period.
        ended: Whether the year ends with the period, and all its terms are closed.
    """

    planned: Fraction | None
    given: int
    since: int
    works: int
    ended: bool

    @property
    def behind(self) -> Fraction | None:
        """Hours of the plan that were not given; unknown before the year ends."""
        return max(self.planned - self.since, Fraction(0)) if self.ended and self.planned is not None else None


def keys_of(frame: pd.DataFrame) -> Iterator[Key]:
    """Teacher, subject and class of each row, with words for what is not named."""
    return zip(texts(frame["teacher"], NO_TEACHER), texts(frame["subject"], NO_SUBJECT), texts(frame["group"]), strict=True)


def programme(summary: Summary) -> dict[Key, Hours]:
    """The programme by teacher, subject and class, of the journals that have a register of lessons."""
    school, marks = summary.school, summary.marks
    records = school.records.get(JOURNAL)
    if records is None or records.lessons.empty:
        return {}
    homes = whole_years(records, school)
    own = marks[(marks["form"] == JOURNAL).to_numpy()]
    own = own.assign(home=homes[own["sheet_id"].to_numpy()]).drop_duplicates(["home", "teacher", "subject", "group"])
    of_key: dict[Key, dict[int, str]] = {}
    for key, home, term in zip(keys_of(own), own["home"].tolist(), texts(own["term"]), strict=True):
        of_key.setdefault(key, {})[home] = term
    spans = {home: (key[2], term) for key, terms in of_key.items() for home, term in terms.items()}
    given, since, works = _lessons(summary, homes, spans)
    found: dict[Key, Hours] = {}
    for key, terms in of_key.items():
        planned, at = _planned(school, key), list(terms)
        ended = _ended(school, key) and all(term not in DATED_TERMS or term in LAST_TERMS for term in terms.values())
        whole = None if planned is None else planned * len(at)
        found[key] = Hours(whole, int(given[at].sum()), int(since[at].sum()), int(works[at].sum()), ended)
    return found


def _ended(school: School, key: Key) -> bool:
    """Whether all terms of the subject are closed."""
    scheme = school.scheme(key[1], key[2])
    terms = [term for name, term in school.terms(key[2]).items() if scheme and name.startswith(scheme)]
    return bool(terms) and all(term.closed for term in terms)


def _planned(school: School, key: Key) -> Fraction | None:
    """Hours of the plan for the year, None where the plan does not say."""
    planned = school.plan(key[1], key[2]).get("planned")
    return None if planned is None or pd.isna(planned) else Fraction(str(planned))


def _lessons(summary: Summary, homes: np.ndarray, spans: Mapping[int, tuple[str, str]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Hours given in the period, hours since the beginning of the year, and works in the period, by the first sheet of a journal."""
    school = summary.school
    records = school.records[JOURNAL]
    size = len(records.sheets)
    first, last = np.full(size, "1900-01-01", "datetime64[s]"), np.full(size, "2200-01-01", "datetime64[s]")
    undated = np.zeros(size, bool)
    for home, (group, term) in spans.items():
        dated = school.terms(group).get(term)
        if dated is not None:
            first[home], last[home] = dated.first, dated.last
        undated[home] = dated is None
    lessons = records.lessons
    home, date = homes[lessons["sheet_id"].to_numpy()], lessons["lesson_date"].to_numpy()
    hours = lessons["hours"].fillna(1).to_numpy(np.int64)
    until = (date <= last[home]) | undated[home]
    inside = until & ((date >= first[home]) | undated[home])
    wanted = {fold(work) for work in summary.policy.of("full_works", tuple)}
    kinds = lessons["work"].astype(object)
    codes, texts_ = pd.factorize(kinds)
    work = np.append(np.array([isinstance(text, str) and fold(text) in wanted for text in texts_], bool), False)[codes]
    return (
        np.bincount(home[inside], hours[inside], size).astype(np.int64),
        np.bincount(home[until], hours[until], size).astype(np.int64),
        np.bincount(home[inside & work], minlength=size),
    )
