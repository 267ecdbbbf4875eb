"""What all pages of the summary workbook are made from: a school, a period, and the marks of that period (п. 3.2.1, 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from ...kind import TERMS
from ...school import School

if TYPE_CHECKING:
    import pandas as pd

    from ...policy import Policy

T = TypeVar("T")

AT_YEARS_END = ("quarter4", "trimester3", "half2", "year", "interim", "exam", "final")
"""Periods with which a school year ends: then it is said who goes on, and what stands in certificates."""


@dataclass(frozen=True)
class Summary:
    """One period of a school.

    Attributes:
        school: Settings and records.
        period: A name of `kind.TERMS`.
        day: Day of the summary: what is still to come is told from it.
        marks: Rows of `attestation.results.in_period`, one a student and subject.
        students: Frame of `attestation.results.students`: who the numbers of `marks` are.
    """

    school: School
    period: str
    day: dt.date
    marks: pd.DataFrame
    students: pd.DataFrame
    _memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, school: School, period: str, day: dt.date) -> Summary:
        """The summary of a period of a school that was read."""
        from ...attestation.results import in_period, students

        return cls(school, period, day, in_period(school, period), students(school))

    @property
    def title(self) -> str:
        """The period in words: «1 четверть», «Год»."""
        return TERMS[self.period]

    @cached_property
    def note(self) -> str:
        """Second line of a page: the school, the year and the period, as far as they are known."""
        name = self.school.policy.values.get("short_name") or self.school.policy.values.get("name")
        year = f"{self.school.year}/{self.school.year + 1} учебный год" if self.school.year else ""
        return " · ".join(str(part) for part in (name, year, f"период: {self.title}") if part)

    @property
    def ends_year(self) -> bool:
        """Whether the school year is over with this period, or by its marks."""
        from ...attestation.results import year_is_marked

        return self.period in AT_YEARS_END or year_is_marked(self.school)

    @cached_property
    def policy(self) -> Policy:
        """Settings in force on the last day of the period; of a year that nobody dated, those of its end."""
        from ...attestation.results import period_end

        end = period_end(self.school, self.period)
        return self.school.policy.on(end) if end is not None else self.school.policy

    @cached_property
    def today(self) -> Policy:
        """Settings in force on the day of the summary."""
        return self.school.policy.on(self.day)

    def once(self, what: str, compute: Callable[[], T]) -> T:
        """What `compute` gives, computed once for a word: pages refer to cells of one another."""
        if what not in self._memo:
            self._memo[what] = compute()
        found: T = self._memo[what]
        return found


def tab(text: str) -> str:
    """Name of a sheet: at most 31 characters, without those that Excel forbids."""
    return text.translate(_FORBIDDEN).strip("' ")[:31] or "Лист"


_FORBIDDEN = str.maketrans("[]:*?/\\", "()-----")
