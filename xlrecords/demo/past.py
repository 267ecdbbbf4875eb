"""Classes in earlier school years: their marks, and the summaries that keep them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from .journal import draw_mark
from .people import Student
from .sheet import Sheet
from .subjects import MODULE, Subject, taught
from .summary import of_year

Draw = Callable[[Student, Subject, Random], int]
"""A mark that a student may get in a subject for a term."""


@dataclass(eq=False)
class PastClass:
    """A class of an earlier year.

    Attributes:
        name: Its name in that year.
        year: The school year.
        terms: Names of its terms.
        students: In the order of the list.
        marks: Student, subject and term (or year, exam, ...) -> mark.
    """

    name: str
    year: str
    terms: tuple[str, ...]
    students: list[Student]
    marks: dict[tuple[Student, str, str], int] = field(default_factory=dict)

    @property
    def grade(self) -> int:
        """Number of the class."""
        return int(self.name[:-1])

    @property
    def subjects(self) -> list[Subject]:
        """What was taught."""
        return taught(self.grade) + ([MODULE] if self.grade in MODULE.hours else [])

    def learn(self, draw: Draw, chance: Random) -> None:
        """Invent the marks for the terms, and those for the year that follow."""
        for student in self.students:
            for subject in self.subjects:
                self.set(student, subject.name, [draw(student, subject, chance) for _ in self.terms])

    def set(self, student: Student, subject: str, marks: Sequence[int]) -> None:
        """Set the marks for the terms, and the one for the year that follows."""
        self.marks |= {(student, subject, term): mark for term, mark in zip(self.terms, marks, strict=True)}
        self.marks[student, subject, "year"] = mean(marks)

    def line(self, student: Student, subject: str) -> list[int]:
        """Marks for the terms and the year."""
        return [self.marks[student, subject, term] for term in (*self.terms, "year")]

    def summary(self, *more: str) -> Sheet:
        """The summary of the year; `more` are names of further lines: the exam, the final mark."""
        headings = {subject.name: subject.short for subject in self.subjects}
        return of_year(
            self.name, self.year, headings, (*self.terms, "year", *more), self.students,
            lambda student, subject, term: self.marks.get((student, subject, term), ""),
        )  # fmt: skip


def mean(marks: Sequence[int]) -> int:
    """The mean of marks, a half up."""
    return (2 * sum(marks) + len(marks)) // (2 * len(marks))


def steady(student: Student, subject: Subject, chance: Random) -> int:
    """A mark for a term: nobody fails."""
    return max(3, draw_mark(student, chance))
