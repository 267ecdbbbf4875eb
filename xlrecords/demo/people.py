"""Students of the invented school: classes, families, comings and goings, and the hard cases that real schools have."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from ..kind import fold
from .calendar import FIRST_DAY, school_days
from .names import FATHERS, Name, Names

LETTERS = "АБВГДЕЖЗИКЛМН"
GRADES = range(1, 12)
FIRST_GRADES = (5, 10, 1, 8, 4, 9, 11, 2, 6, 7, 3)
"""Grades of a school of fewer than eleven classes: the first four have room for all planted errors."""
LEAST_CLASSES = 4
MOST_CLASSES = len(LETTERS) * len(GRADES)

ARRIVAL = dt.date(2026, 11, 9)
LEAVING = dt.date(2026, 12, 18)
ILLNESS = (dt.date(2026, 11, 9), dt.date(2026, 12, 18))
EXEMPT_SUBJECT = "Физическая культура"

TWINS, NAMESAKES, FULL_NAMESAKES = "близнецы", "тёзки", "полные тёзки"
NEWCOMER, LEAVER, SICK, EXEMPT = "прибывший", "выбывший", "долго болел", "освобождённый"
DISTANT = "тёзка из другого класса"
HARD_CASES = {
    1: (TWINS,),
    2: (NAMESAKES,),
    5: (TWINS, FULL_NAMESAKES, NEWCOMER, SICK, EXEMPT, DISTANT),
    8: (EXEMPT, NEWCOMER, SICK),
    9: (LEAVER,),
    10: (NAMESAKES, LEAVER, DISTANT),
}
"""Grade -> hard cases of its first class."""


@dataclass(eq=False)
class Student:
    """One student.

    Attributes:
        case: The hard case that the student is, or an empty text.
        written: Name as the journals write it.
        absences: Day -> «н», «б» or «у».
        ability: Mean of the marks.
    """

    name: Name
    birth: dt.date
    school_class: str
    file_number: str
    arrived: dt.date
    guardian: str
    ability: float
    left: dt.date | None = None
    order: str = ""
    exemption: str = ""
    consent_public: str = "да"
    case: str = ""
    written: str = ""
    absences: dict[dt.date, str] = field(default_factory=dict)

    def there(self, day: dt.date) -> bool:
        """Whether the student was in the class on that day."""
        return self.arrived <= day and (self.left is None or day <= self.left)


@dataclass(eq=False)
class SchoolClass:
    """A class: name such as 5А, number, students in the order of the list, class teacher."""

    name: str
    grade: int
    students: list[Student]
    teacher: Name

    def case(self, case: str) -> list[Student]:
        """Students of a hard case."""
        return [student for student in self.students if student.case == case]


def class_names(count: int) -> list[str]:
    """Names of so many classes: one of each grade first, then those with the next letters.

    Raises:
        ValueError: So many classes a school cannot have, or too few for the planted errors.
    """
    if not LEAST_CLASSES <= count <= MOST_CLASSES:
        raise ValueError(f"{count} classes: from {LEAST_CLASSES} to {MOST_CLASSES} are possible")
    if count < len(GRADES):
        return [f"{grade}{LETTERS[0]}" for grade in sorted(FIRST_GRADES[:count])]
    grades = [(letter, grade) for letter in LETTERS for grade in GRADES][:count]
    return [f"{grade}{letter}" for letter, grade in sorted(grades, key=lambda pair: (pair[1], pair[0]))]


def populate(count: int, names: Names, chance: Random) -> list[SchoolClass]:
    """Classes with their students."""
    numbers: Counter[str] = Counter()
    distant: list[Student] = []
    classes = []
    for name in class_names(count):
        grade = int(name[:-1])
        students = [_student(name, names.draw(), names, chance) for _ in range(chance.randint(19, 25))]
        for case in HARD_CASES.get(grade, ()) if name.endswith(LETTERS[0]) else ():
            _add_case(case, name, students, distant, names, chance)
        for student in sorted(students, key=_order):
            letter = student.name.surname[0]
            numbers[letter] += 1
            student.file_number = f"{letter}-{10 + numbers[letter]}"
        _write_names(students)
        for student in students:
            student.absences |= _absences(grade, chance) if student.case != SICK else {}
        classes.append(SchoolClass(name, grade, sorted(students, key=_order), names.draw(female=chance.random() < 0.9)))
    return classes


def _order(student: Student) -> tuple[str, str]:
    return fold(student.name.full), student.file_number


def _student(school_class: str, name: Name, names: Names, chance: Random) -> Student:
    grade = int(school_class[:-1])
    birth = dt.date(FIRST_DAY.year - grade - 7, 9, 1) + dt.timedelta(chance.randrange(365))
    entered = dt.date(FIRST_DAY.year - grade + 1, 9, 1)
    ability = min(4.9, max(2.6, chance.gauss(3.9, 0.6)))
    consent = "да" if chance.random() < 0.9 else "нет"
    return Student(name, birth, school_class, "", entered, _guardian(name, names, chance), ability, consent_public=consent)


def _guardian(child: Name, names: Names, chance: Random) -> str:
    """Mother or father: of the child's surname, the father with the name in the child's patronymic."""
    mother = chance.random() < 0.8
    return names.draw(mother, child.family, first="" if mother else FATHERS[child.stem]).full


def _add_case(case: str, school_class: str, students: list[Student], distant: list[Student], names: Names, chance: Random) -> None:
    """Make a hard case of a new student, of two, or of one who is there."""
    free = [student for student in students if not student.case]
    if case in (TWINS, NAMESAKES, FULL_NAMESAKES):
        first = _student(school_class, names.draw(female=False, first="Артём"), names, chance)
        name = first.name
        if case == TWINS:
            second = _student(school_class, names.draw(True, name.family, name.stem), names, chance)
            second.birth, second.guardian = first.birth, first.guardian
        elif case == NAMESAKES:
            second = _student(school_class, names.draw(False, name.family, first=name.first), names, chance)
        else:
            second = _student(school_class, name, names, chance)
            second.birth = first.birth + dt.timedelta(31 if first.birth.month < 8 else -31)
        first.case = second.case = case
        students += [first, second]
    elif case == DISTANT:
        added = _student(school_class, distant[0].name if distant else names.draw(), names, chance)
        added.case = case
        distant.append(added)
        students.append(added)
    else:
        _mark_case(case, chance.choice(free), chance)


def _mark_case(case: str, student: Student, chance: Random) -> None:
    student.case = case
    number = chance.randint(40, 120)
    if case == NEWCOMER:
        student.arrived, student.order = ARRIVAL, f"№ {number} от {ARRIVAL:%d.%m.%Y}"
    elif case == LEAVER:
        student.left, student.order = LEAVING, f"№ {number} от {LEAVING:%d.%m.%Y}"
    elif case == EXEMPT:
        student.exemption = f"{EXEMPT_SUBJECT}: приказ № {number} от 10.09.2026"
    elif case == SICK:
        first, last = ILLNESS
        student.absences = {day: "б" for day in school_days(int(student.school_class[:-1])) if first <= day <= last}


def _write_names(students: Sequence[Student]) -> None:
    """Names as journals write them: no longer than is needed to tell classmates apart."""
    short = Counter(student.name.short for student in students)
    full = Counter(student.name.full for student in students)
    for student in students:
        name = student.name
        if short[name.short] == 1:
            student.written = name.short
        else:
            student.written = name.full if full[name.full] == 1 else f"{name.full} ({student.file_number})"


def _absences(grade: int, chance: Random) -> dict[dt.date, str]:
    """Days missed: a few illnesses and single days."""
    days = school_days(grade)
    missed: dict[dt.date, str] = {}
    for _ in range(chance.choice((0, 0, 1, 1, 1, 2))):
        start = chance.randrange(len(days) - 8)
        missed |= dict.fromkeys(days[start : start + chance.randint(3, 7)], "б")
    for reason in ("н", "у"):
        missed |= dict.fromkeys(chance.sample(days, chance.randint(0, 2)), reason)
    return missed
