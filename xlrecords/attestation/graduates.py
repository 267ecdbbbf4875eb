"""Who finishes grade 9 or 11, with the marks and exams from which the certificate follows (п. 4.10).

Annual and half-year marks come from the journals and summaries of this year and of earlier ones, and from personal cards;
results of exams from their own sheets. A student of an earlier year is the same one only if the name is the same in the same class
a grade lower, or the number of the personal file is; what is not found is told as missing.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ..decision import Answer, Decision
from ..forms.subjects import GRADED
from ..kind import fold, grade_of, letter_of, parse_class
from ..people import applies, identity, key
from ..scales import BASE, OGE
from ..school import School, day
from ..sheets.records import Records
from . import certificates
from .certificates import MATHEMATICS, RUSSIAN, Exam, Final, Limits, Part, exam_of, is_subject
from .earlier import Earlier, Member, Terms, Year, common, expand, marks_of_year
from .external import External, below_minimum, externals, mark_of, scales
from .results import students

BASIC, SECONDARY = 9, 11
"""Grades that end with a certificate."""
FIRST_BASIC = 5
"""First grade whose subjects the certificate of grade 9 has."""
EXAMS = {BASIC: "oge_results", SECONDARY: "ege_results"}
COMPULSORY = (RUSSIAN, MATHEMATICS)
ENOUGH = 4
"""Exams of grade 9: two compulsory ones and two of choice; with so many on the sheets no other was taken."""
EARLIER = "Предметы, законченные раньше"


@dataclass(frozen=True, slots=True)
class Graduate:
    """A student of grade 9 or 11.

    Attributes:
        student: Number, index of `results.students`.
        person: Position in the class list, -1 where unknown.
        name: Full name, as listed or written.
        group: Class.
        birth: Day of birth, if the class list has it.
        finals: Final marks of all subjects of the certificate, in the order of the plan.
        exams: Results of the state attestation, in the order of their days.
    """

    student: int
    person: int
    name: str
    group: str
    birth: dt.date | None
    finals: tuple[Final, ...]
    exams: tuple[Exam, ...]

    @property
    def basic(self) -> bool:
        """Whether it is grade 9."""
        return grade_of(self.group) == BASIC


def graduates(school: School) -> tuple[Graduate, ...]:
    """Students of grades 9 and 11 by classes and names, computed once."""
    return school.once("graduates", "", lambda: _Gathering(school).graduates())


def limits(school: School) -> Limits:
    """What the medals of the school's year ask for, by its settings."""
    names = ("medal1_score", "medal2_score", "medal2_fours", "medal_base_math")
    score1, score2, fours2, basic = (school.policy.of(name, int) for name in names)
    return Limits(score1, score2, fours2, basic, tuple(school.policy.basis(name) for name in names))


def decisions(graduate: Graduate, asked: Limits) -> dict[str, Decision]:
    """What may be given to a graduate, by its name in Russian; the medal of degree II is asked of those who do not get the first."""
    finals, exams = graduate.finals, graduate.exams
    issue = {"аттестат": certificates.issue(finals, exams, graduate.basic)}
    if graduate.basic:
        return issue | {"аттестат с отличием": certificates.honours9(finals, exams)}
    first = certificates.medal1(finals, exams, asked)
    found = issue | {"медаль I степени": first}
    return found if first.answer is Answer.YES else found | {"медаль II степени": certificates.medal2(finals, exams, asked)}


def title(subject: str, school: School) -> str:
    """Name of a subject in the certificate: courses of mathematics are one line."""
    return MATHEMATICS if fold(school.subject(subject)) in courses(school) else subject


def courses(school: School) -> frozenset[str]:
    """Folded names of the courses that are the line «Математика»."""
    named = [fold(school.subject(name)) for name in school.policy.of("math_courses", tuple)]
    return frozenset((*named, fold(MATHEMATICS)))


def students_of(records: Records, school: School) -> list[int | None]:
    """Number in `results.students` of who each line is; None: nobody of them, or not known for sure."""
    people = students(school)
    by_person = {person: int(number) for number, person in people["person"].items() if person >= 0}
    by_name = {(group, identity(-1, name)): int(number) for number, name, group in people[["name", "group"]].itertuples()}
    names, groups = records.rows["student"].astype(object), school.groups(records).astype(object)
    return [
        by_person.get(person) if person >= 0 else by_name.get((group, identity(-1, name))) if isinstance(name, str) else None
        for person, group, name in zip(school.persons(records).tolist(), groups, names, strict=True)
    ]


class _Gathering:
    """Finds everything for each graduate."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.people = students(school)
        self.earlier = Earlier(school, (BASIC, SECONDARY))
        self._plans: dict[str, list[str]] = {}
        self.courses = courses(school)
        self.now = marks_of_year(school, (BASIC, SECONDARY), known=self._subjects)
        listed = school.records.get("class_list")
        self.listed = None if listed is None else listed.rows

    # People

    def graduates(self) -> tuple[Graduate, ...]:
        """All of them, by classes and names."""
        rows = itertools.starmap(Member, self.people[["name", "group", "person"]].itertuples(name=None))
        chosen = [row for row in rows if grade_of(row.group) in (BASIC, SECONDARY) and self._stayed(row)]
        return tuple(map(self._graduate, sorted(chosen, key=lambda row: (grade_of(row.group), row.group, key(row.name)))))

    def _stayed(self, row: Member) -> bool:
        """Whether the student did not leave before the end of the year."""
        ends = [term.last for term in self.school.terms(row.group).values()]
        left = self._listed(row.person, "left")
        return not (ends and isinstance(left, pd.Timestamp) and left.to_datetime64() < max(ends))

    def _listed(self, person: int, column: str) -> Any:
        """A value of the class list, or None."""
        if self.listed is None or person < 0:
            return None
        value = self.listed[column].iat[person]
        return None if pd.isna(value) else value

    def _graduate(self, row: Member) -> Graduate:
        number, group, person = row.number, row.group, row.person
        born = self._listed(person, "birth")
        exams = self._exams.get(number, ())
        finals = self._basic(row, exams) if grade_of(group) == BASIC else self._secondary(row)
        birth = day(born.to_datetime64()) if isinstance(born, pd.Timestamp) else None
        return Graduate(number, person, row.name, group, birth, tuple(finals), tuple(exam for exam, _ in exams))

    # The plan

    @cached_property
    def _subjects(self) -> frozenset[str]:
        """Names of the subjects of the plan; others on the sheets of this year are misspelt, and are reported as such."""
        return frozenset(self.school.subject_names.values())

    @cached_property
    def _plan(self) -> list[tuple[str, str]]:
        """Subjects with marks or credits of the plan, and their classes; as the sheet has them."""
        records = self.school.records.get("subjects")
        if records is None:
            return []
        rows = records.rows[["subject", "classes", "grading"]].itertuples(index=False)
        return [
            (subject, classes if isinstance(classes, str) else "")
            for subject, classes, grading in rows
            if isinstance(subject, str) and grading == GRADED
        ]

    def _planned(self, group: str) -> list[str]:
        """Subjects of the plan in a class."""
        if group not in self._plans:
            self._plans[group] = [subject for subject, classes in self._plan if applies(classes, group)]
        return self._plans[group]

    @cached_property
    def _share(self) -> Fraction:
        """Percent of a class without a subject above which it is one of choice."""
        return self.school.policy.of("choice_share", Fraction)

    @cached_property
    def _classes(self) -> dict[str, list[dict[str, Terms]]]:
        """Class -> marks of its students."""
        found: dict[str, list[dict[str, Terms]]] = {}
        groups = self.people["group"].tolist()
        for number, subjects in self.now.items():
            found.setdefault(groups[number], []).append(subjects)
        return found

    def _due(self, group: str) -> dict[str, str]:
        """Subjects that every student of a class must have, and why there is no mark where there is none."""

        def compute() -> dict[str, str]:
            marks = self._classes.get(group, [])
            taught = {subject for subjects in marks for subject in subjects}
            missing = dict.fromkeys((subject for subject in self._planned(group) if subject not in taught), f"журнала {group} класса нет")
            return missing | dict.fromkeys(common(marks, self._share), "в журнале ученика нет")

        return self.school.once("graduates_due", group, compute)

    def _ordered(self, subjects: Sequence[str]) -> list[str]:
        """Subjects in the order of the plan, then as they come."""
        place = {subject: number for number, (subject, _) in reversed(list(enumerate(self._plan)))}
        return sorted(dict.fromkeys(subjects), key=lambda subject: place.get(subject, len(place)))

    def _mathematical(self, subject: str) -> bool:
        return fold(self.school.subject(subject)) in self.courses

    # Grade 9

    def _basic(self, row: Member, exams: Sequence[tuple[Exam, Part]]) -> Iterator[Final]:
        group = row.group
        years = {
            subject: terms.get("year") or Part(f"{subject}, {BASIC} класс, год") for subject, terms in self.now.get(row.number, {}).items()
        }
        for subject, reason in self._due(group).items():
            years.setdefault(subject, Part(f"{subject}, {BASIC} класс, год", reason=reason))
        earlier, complete = self._earlier(row)
        if any(self._mathematical(subject) for subject in years):
            earlier = {subject: part for subject, part in earlier.items() if not self._mathematical(subject)}
        years = earlier | years
        taken = self._taken(row.number, exams, [subject for subject in years if not self._mathematical(subject)])
        mathematics = [years[subject] for subject in years if self._mathematical(subject)]
        told = False
        for subject in self._ordered(list(years)):
            if not self._mathematical(subject):
                yield certificates.basic_mark(subject, years[subject], taken(subject))
            elif not told:
                told = True
                method = self.school.policy.of("math9_method", str)
                final = certificates.basic_mathematics(mathematics, taken(MATHEMATICS), method)
                yield replace(final, rule=f"{final.rule}; {self.school.policy.basis('math9_method')}") if len(mathematics) > 1 else final
        if not complete:
            yield Final(
                EARLIER, lacking=("нет ни личной карты, ни листа «Предметы», где они названы",), rule="годовая последнего года изучения"
            )

    def _earlier(self, row: Member) -> tuple[dict[str, Part], bool]:
        """Marks of the last year of subjects finished before grade 9, and whether it is known which they are."""
        found: dict[str, tuple[int, Part]] = {}
        letter, card = letter_of(row.group), self._card(row)
        for subject, grade, part in card:
            if FIRST_BASIC <= grade < BASIC and grade >= found.get(subject, (0, part))[0]:
                found[subject] = grade, part
        for distance in range(1, BASIC - FIRST_BASIC + 1):
            for subject, terms in (self.earlier.of(row, distance)[1] or {}).items():
                annual = terms.get("year")
                if annual and annual.known and BASIC - distance >= found.get(subject, (0, annual))[0]:
                    found[subject] = BASIC - distance, annual
        for grade in reversed(range(FIRST_BASIC, BASIC)):
            for subject in self._planned(f"{grade}{letter}"):
                if subject not in self._planned(row.group):
                    reason = f"отметки за {grade} класс нет: нужна личная карта или журнал того года"
                    found.setdefault(subject, (grade, Part(f"{subject}, {grade} класс, год", reason=reason)))
        return {subject: part for subject, (_, part) in found.items()}, bool(card or self._plan)

    def _card(self, row: Member) -> list[tuple[str, int, Part]]:
        """Annual marks of the student's personal card: subject, grade, mark."""
        found = self._cards.get(key(row.name), [])
        file = self.earlier.file(row)
        fitting = [marks for number, marks in found if not file or not number or number == file]
        return fitting[0] if len(fitting) == 1 else []

    @cached_property
    def _cards(self) -> dict[str, list[tuple[str, list[tuple[str, int, Part]]]]]:
        """Tidied name -> number of the personal file and marks of each card with that name."""
        records = self.school.records.get("personal_file")
        found: dict[str, list[tuple[str, list[tuple[str, int, Part]]]]] = {}
        if records is None:
            return found
        marks = _card_marks(records, self.school)
        for sheet, (name, file) in enumerate(records.sheets[["student", "file_number"]].itertuples(index=False)):
            if isinstance(name, str):
                found.setdefault(key(name), []).append((key(file) if isinstance(file, str) else "", marks.get(sheet, [])))
        return found

    # Exams

    @cached_property
    def _exams(self) -> dict[int, list[tuple[Exam, Part]]]:
        """Student -> results of the state attestation with their marks, in the order of their days."""
        found: dict[int, list[tuple[Any, tuple[Exam, Part]]]] = {}
        for form in EXAMS.values():
            records = self.school.records.get(form)
            if records is None:
                continue
            who = students_of(records, self.school)
            dates = records.rows["date"].to_numpy()
            for result in externals(records, self.school):
                number = who[result.line]
                if number is not None:
                    order = result.retake, bool(np.isnat(dates[result.line])), dates[result.line].astype(np.int64)
                    found.setdefault(number, []).append((order, _exam(result, records)))
        return {number: [pair for _, pair in sorted(pairs, key=lambda pair: pair[0])] for number, pairs in found.items()}

    @cached_property
    def _protocols(self) -> tuple[frozenset[str], frozenset[str]]:
        """Subjects in which there is an exam of grade 9, and those of which somebody of the school has a result."""
        possible = {exam_of(scale.subject) for scale in scales(self.school) if scale.exam == OGE}
        records = self.school.records.get(EXAMS[BASIC])
        held = {exam_of(result.subject) for result in externals(records, self.school)} if records is not None else set()
        return frozenset(possible), frozenset(held)

    def _taken(self, number: int, exams: Sequence[tuple[Exam, Part]], subjects: Sequence[str]) -> _Taken:
        possible, held = self._protocols
        names = [exam_of(subject) for subject in subjects]
        doubled = frozenset(name for name in names if names.count(name) > 1)
        return _Taken(exams, self.now.get(number, {}), possible | held, held, doubled)

    # Grade 11

    def _secondary(self, row: Member) -> Iterator[Final]:
        group = row.group
        lower = f"{grade_of(group) - 1}{letter_of(group)}"
        now = self.now.get(row.number, {})
        year, before, reason = self.earlier.of(row, 1)
        subjects = [*now, *(before or ()), *self._due(group)]
        subjects += self._planned(lower) if before is None or year is None else year.common(lower, self._share)
        mathematics: dict[str, list[Part]] = {}
        finals: dict[str, list[Part]] = {}
        for subject in self._ordered(subjects):
            parts = [*self._tenth(subject, lower, year, before, reason), *self._eleventh(subject, group, now)]
            if self._mathematical(subject):
                mathematics[subject] = parts
                finals[MATHEMATICS] = []
            else:
                finals[subject] = parts
        for subject, parts in finals.items():
            if subject != MATHEMATICS or not mathematics:
                yield certificates.secondary_mark(subject, parts)
                continue
            final = certificates.secondary_mathematics(mathematics, self.school.policy.of("math11_method", str))
            yield replace(final, rule=f"{final.rule}; {self.school.policy.basis('math11_method')}") if len(mathematics) > 1 else final

    def _eleventh(self, subject: str, group: str, now: Mapping[str, Terms]) -> list[Part]:
        label = f"{subject}, {SECONDARY} класс"
        if subject in now:
            return expand(now[subject], label)
        reason = self._due(group).get(subject)
        return [Part(label, reason=reason)] if reason else []

    def _tenth(self, subject: str, lower: str, year: Year | None, before: dict[str, Terms] | None, reason: str) -> list[Part]:
        """Marks of grade 10: none where the subject was not taught then, a missing one where that, or the mark, is unknown."""
        label = f"{subject}, {SECONDARY - 1} класс"
        if before is not None and subject in before:
            return expand(before[subject], label)
        planned = subject in self._planned(lower) if self._plan else None
        if before is not None and year is not None:
            if subject in year.common(lower, self._share):
                return [Part(label, reason=f"в журнале за {year.title} ученика нет")]
            if planned is False or subject in year.taught(lower):
                return []
            return [Part(label, reason=f"журнала за {year.title} нет")]
        return [] if planned is False else [Part(label, reason=reason)]


@dataclass(frozen=True, slots=True)
class _Taken:
    """Which exams of grade 9 a student took, and their marks.

    Attributes:
        exams: His results.
        now: His marks of the year, among which an exam may stand.
        possible: Exams that there are.
        held: Exams of which somebody has a result.
        doubled: Exams that two of his subjects may mean.
    """

    exams: Sequence[tuple[Exam, Part]]
    now: Mapping[str, Terms]
    possible: frozenset[str]
    held: frozenset[str]
    doubled: frozenset[str]

    def __call__(self, subject: str) -> Part | None:
        """Mark of the exam in a subject; None: not taken; a part that is not known: it, or whether it was taken, is unknown."""
        name = exam_of(subject)
        found = [part for exam, part in self.exams if exam_of(exam.subject) == name and not exam.annulled]
        if found and name in self.doubled:
            found = [part for exam, part in self.exams if fold(exam.subject) == fold(subject) and not exam.annulled]
            if not found:
                return Part(f"{subject}, экзамен", reason="не указано, по какому из предметов он сдан")
        if found:
            return found[-1]
        written = self.now.get(subject, {}).get("exam")
        if written is not None and written.known:
            return written
        if name in map(exam_of, COMPULSORY):
            return Part(f"{subject}, экзамен", reason="результата нет")
        count = len({exam_of(exam.subject) for exam, _ in self.exams})
        whole = all(any(is_subject(exam.subject, subject) for exam, _ in self.exams) for subject in COMPULSORY)
        if name not in self.possible or count >= ENOUGH or (whole and name in self.held):
            return None
        return Part(f"{subject}, экзамен", reason="неизвестно, сдавался ли он")


def _exam(result: External, records: Records) -> tuple[Exam, Part]:
    """A result of the state attestation, and its mark as a part of a final mark."""
    place = records.where(result.sheet_id, result.row, int(records.places["subject"][result.sheet_id]))
    place = f"{records.sheets['book'].iat[result.sheet_id]}, {place}"
    mark, label = result.mark, f"{result.subject}, {result.exam}"
    if mark is None:
        mark, _ = mark_of(result.scale, result.primary, result.parts)
        label += " (по первичному баллу)" if mark else ""
    below = below_minimum(result)
    exam = Exam(
        result.subject,
        result.exam,
        mark or 0,
        result.score if result.name != BASE else None,
        result.name == BASE,
        None if below is None else not below,
        result.retake,
        result.void,
        place,
    )
    return exam, Part(label, mark or 0, "", place, "отметки за экзамен нет")


def _card_marks(records: Records, school: School) -> dict[int, list[tuple[str, int, Part]]]:
    """Marks of personal cards by sheet: subject, grade, mark; cells that cannot be read are left out, for they are reported."""
    grades = {text: grade_of_heading(text) for text in records.headings["text"].unique()}
    headings, written = records.headings["text"].tolist(), records.rows["subject"].tolist()
    found: dict[int, list[tuple[str, int, Part]]] = {}
    columns = ["sheet_id", "line", "row", "column", "heading", "token", "mark"]
    for sheet, line, row, column, heading, token, mark in records.grid[columns].itertuples(index=False):
        grade, subject = grades[headings[heading]], written[line]
        if grade and isinstance(subject, str) and isinstance(token, str) and mark <= 5:
            name = school.subject_names.get(fold(subject), subject)
            place = f"{records.sheets['book'].iat[sheet]}, {records.where(sheet, row, column)}"
            part = Part(f"{name}, {grade} класс, год (личная карта)", int(mark), "" if mark else token, place)
            found.setdefault(int(sheet), []).append((name, grade, part))
    return found


def grade_of_heading(heading: str) -> int:
    """Grade of a column of a personal card: «5 кл.», «5А», «5»; 0: none."""
    group = parse_class(heading)
    return grade_of(group) if isinstance(group, str) else 0


def card_owners(records: Records, school: School) -> dict[int, Member]:
    """Whose each personal card is, by sheet; cards with a name that several people bear are left out."""
    known: dict[str, list[Member]] = {}
    for member in itertools.starmap(Member, students(school)[["name", "group", "person"]].itertuples(name=None)):
        known.setdefault(key(member.name), []).append(member)
    names = enumerate(records.sheets["student"])
    found = {sheet: known.get(key(name), []) for sheet, name in names if isinstance(name, str)}
    return {sheet: people[0] for sheet, people in found.items() if len(people) == 1}


def annual_marks(records: Records, school: School) -> dict[tuple[int, int, str], tuple[str, str]]:
    """What the journals and summaries have for the cells of personal cards, this year and before.

    Returns:
        (sheet of the card, grade, folded subject) -> token and place; those of years in which the student is not known for
        sure, empty and unreadable cells are left out.
    """
    owners = card_owners(records, school)
    grades = {grade_of(member.group) for member in owners.values()}
    now = marks_of_year(school, grades, terms=("year",))
    earlier = Earlier(school, grades, ("year",))
    files = records.sheets["file_number"]
    found: dict[tuple[int, int, str], tuple[str, str]] = {}
    for sheet, member in owners.items():
        file, today = files.iat[sheet], grade_of(member.group)
        years = {today: now.get(member.number, {})}
        for distance in range(1, today):
            years[today - distance] = earlier.of(member, distance, key(file) if isinstance(file, str) else "")[1] or {}
        for grade, marks in years.items():
            for subject, terms in marks.items():
                annual = terms.get("year")
                if annual is not None and annual.known:
                    found[sheet, grade, fold(school.subject(subject))] = str(annual.mark or annual.token), annual.where
    return found
