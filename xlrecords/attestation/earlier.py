"""Marks of the years before: who was in a class then, and which marks they had (п. 4.10, приказ № 546).

Of earlier years there is no class list, so that people are known by name and class, or by the number of the personal file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from ..book import address
from ..forms import SUMMARIES
from ..kind import DATED_TERMS, TERMS, grade_of, letter_of
from ..marks import CREDIT
from ..people import key, suffix
from ..school import School
from .certificates import Part
from .results import JOURNAL, results, students

SCHEMES = ("half", "trimester", "quarter")
"""Terms of the upper classes, the usual ones first."""
Terms = dict[str, Part]
"""Name of the term -> mark."""


def marks_of_year(
    school: School, grades: Collection[int], of: str = "", known: frozenset[str] = frozenset(), terms: Collection[str] = ()
) -> dict[int, dict[str, Terms]]:
    """Marks of the students of some grades: student -> subject -> term -> mark.

    Args:
        school: The school in the year.
        grades: The grades.
        of: A year to name in the labels.
        known: Subjects to take; empty: all.
        terms: Terms to take; empty: all.
    """
    frame, people = results(school), students(school)
    grade = [grade_of(group) for group in people["group"]]
    frame = frame[frame["student"].isin([number for number, its in enumerate(grade) if its in grades])]
    if known:
        frame = frame[frame["subject"].isin(known)]
    if terms:
        frame = frame[frame["term"].isin(terms)]
    found: dict[int, dict[str, Terms]] = {}
    tabs = {
        form: [f"{book}, «{sheet}»" for book, sheet in records.sheets[["book", "sheet"]].itertuples(index=False)]
        for form in (JOURNAL, *SUMMARIES)
        if (records := school.records.get(form)) is not None
    }
    shown = frame[["student", "subject", "term", "token", "mark", "graded", "form", "sheet_id", "row", "column"]]
    for student, subject, term, token, mark, graded, form, sheet, row, column in shown.itertuples(index=False):
        token = str(token)
        if not graded and token not in CREDIT:
            continue
        label = f"{subject}, {grade[student]} класс, {TERMS[term].lower()}{of}"
        place = f"{tabs[form][sheet]}!{address(row, column)}" if column > 0 else ""
        reason = "запись не читается" if token == "?" else "отметки нет"
        part = Part(label, int(mark), "" if mark or token == "?" else token, place, reason)
        found.setdefault(int(student), {}).setdefault(str(subject), {})[str(term)] = part
    return found


def expand(terms: Mapping[str, Part], label: str) -> list[Part]:
    """All dated marks of the subject's scheme and the annual one; those without a cell are missing."""
    scheme = next((scheme for scheme in SCHEMES if any(name.startswith(scheme) for name in terms)), SCHEMES[0])
    names = [*(name for name in DATED_TERMS if name.startswith(scheme)), "year"]
    return [terms.get(name) or Part(f"{label}, {TERMS[name].lower()}") for name in names]


class Year:
    """An earlier school year: who was in its classes, and their marks."""

    def __init__(self, school: School, year: int, grades: Collection[int], terms: Collection[str] = ()) -> None:
        self.school, self.title = school, f"{year}/{year + 1}"
        self._marks = marks_of_year(school, grades, f", {self.title}", terms=terms)
        self._classes: dict[str, list[tuple[str, str, int]]] = {}
        self._files: dict[tuple[int, str], list[int]] = {}
        self._doubled: set[int] = set()
        doubled = _doubled(school)
        for number, name, group in students(school)[["name", "group"]].itertuples():
            if grade_of(group) in grades:
                self._classes.setdefault(group, []).append((key(name), suffix(name), int(number)))
                self._files.setdefault((grade_of(group), suffix(name)), []).append(int(number))
                if (group, key(name)) in doubled:
                    self._doubled.add(int(number))

    def taught(self, group: str) -> set[str]:
        """Subjects that somebody of a class has."""
        return {subject for _, _, number in self._classes.get(group, ()) for subject in self._marks.get(number, ())}

    def common(self, group: str, share: Fraction) -> frozenset[str]:
        """Subjects that a class learns as a whole."""
        return common([self._marks.get(number, {}) for _, _, number in self._classes.get(group, ())], share)

    def find(self, name: str, group: str, file: str, alone: bool) -> tuple[dict[str, Terms] | None, str]:
        """Marks of a student, or None and why he is not found.

        Args:
            name: Full name.
            group: The class a grade lower.
            file: Number of the personal file, folded, or an empty text.
            alone: Whether nobody else of the class of today has the same surname and first name.

        Without a class list the full name and the short one («Иванов Иван») are two entries of one student; nobody else may
        be meant by the short one.
        """
        found = set(self._files.get((grade_of(group), file), ())) if file else set()
        if group not in self._classes and not found:
            return None, f"записей {group} класса за {self.title} нет"
        full, short = key(name), " ".join(key(name).split()[:2])
        here = [one for one in self._classes.get(group, ()) if not one[1] or not file]  # another file number is another person
        bearers = {written for written, _, _ in here if " ".join(written.split()[:2]) == short}
        found |= {number for written, _, number in here if written == full}
        if alone and bearers <= {full, short}:
            found |= {number for written, _, number in here if written == short}
        if not found:
            return None, f"в {group} классе за {self.title} такого имени нет"
        if found & self._doubled:
            return None, f"в {group} классе за {self.title} несколько записей с этим именем"
        together: dict[str, Terms] = {}
        for number in sorted(found):
            for subject, terms in self._marks.get(number, {}).items():
                together[subject] = terms | {term: part for term, part in together.get(subject, {}).items() if part.known}
        return together, ""


class Member(NamedTuple):
    """A row of `results.students`."""

    number: int
    name: str
    group: str
    person: int


class Earlier:
    """Finds students of a school year in the years before.

    Args:
        school: The school in its year.
        grades: Grades of today whose students are asked for.
        terms: Terms whose marks are asked for; empty: all.
    """

    def __init__(self, school: School, grades: Collection[int], terms: Collection[str] = ()) -> None:
        self.school, self.grades, self.terms = school, grades, terms
        self._years: dict[int, Year | None] = {}

    def of(self, member: Member, distance: int, file: str = "") -> tuple[Year | None, dict[str, Terms] | None, str]:
        """The year so many years ago, marks of a student so many grades lower, and why they are unknown.

        Args:
            member: The student.
            distance: Years.
            file: Number of the personal file where the class list has none, folded.
        """
        year = self._year(distance)
        group = f"{grade_of(member.group) - distance}{letter_of(member.group)}"
        if year is None:
            return None, None, f"записей {group} класса за прежний учебный год нет"
        alone = self._namesakes[member.group, " ".join(key(member.name).split()[:2])] == 1
        return (year, *year.find(member.name, group, self.file(member) or file, alone))

    def file(self, member: Member) -> str:
        """Number of the personal file of a student, folded, or an empty text."""
        listed = self.school.records.get("class_list")
        written = listed.rows["file_number"].iat[member.person] if listed is not None and member.person >= 0 else None
        return key(written) if isinstance(written, str) else suffix(member.name)

    def _year(self, distance: int) -> Year | None:
        """The school year so many years ago, if its sheets were read."""
        if self.school.year is None:
            return None
        if distance not in self._years:
            year = self.school.year - distance
            found = next((past for past in self.school.past if past.year == year), None)
            grades = [grade - distance for grade in self.grades]
            self._years[distance] = None if found is None else Year(found, year, grades, self.terms)
        return self._years[distance]

    @cached_property
    def _namesakes(self) -> Counter[tuple[str, str]]:
        """Class, surname and first name -> how many people of the class list and the journals have them."""
        listed = students(self.school)
        people = set(zip(listed["group"], listed["name"].map(key), strict=True))
        if (roster := self.school.roster) is not None:
            people |= set(zip(roster.classes, map(key, roster.names), strict=True))
        return Counter((group, " ".join(name.split()[:2])) for group, name in people)


def common(marks: Sequence[Mapping[str, Terms]], share: Fraction) -> frozenset[str]:
    """Subjects that so many of a class have that they are not of choice: only a share of it, in percent, is without them."""
    count = Counter(subject for subjects in marks for subject in subjects)
    size = max(count.values(), default=0)
    return frozenset(subject for subject, number in count.items() if (size - number) * 100 <= share * size)


def _doubled(school: School) -> set[tuple[str, str]]:
    """Classes and tidied names that stand twice on one sheet: without a class list nobody knows whose marks these are."""
    records = school.records.get(JOURNAL)
    if records is None or records.rows.empty:
        return set()
    rows = zip(records.rows["sheet_id"], school.groups(records).astype(object), records.rows["student"], strict=True)
    count = Counter((sheet, group, key(name)) for sheet, group, name in rows if isinstance(name, str))
    return {(group, name) for (_, group, name), number in count.items() if number > 1}
