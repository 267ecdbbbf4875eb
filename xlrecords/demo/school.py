"""The invented school as a whole: classes, and books of sheets that can still be changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

from . import (
    achievements,
    acts,
    archive,
    attendance,
    courses,
    events,
    exams,
    export,
    graduates,
    last_year,
    registers,
    rights,
    scans,
    settings,
    talents,
)
from .calendar import lesson_days, term, week
from .journal import journal
from .names import Names
from .parts import Change
from .people import SchoolClass, Student, populate
from .seals import Tampering
from .sheet import Sheet
from .subjects import MODULE, MODULE_TERM, SUBJECTS, Subject, taught
from .summary import summaries

SETTINGS_BOOK, PEOPLE_BOOK = "Настройки.xlsx", "Контингент.xlsx"
JOURNALS, ACHIEVEMENTS = "Журналы/2026-2027", "Достижения/2026-2027"
REGISTERS = f"{ACHIEVEMENTS}/Реестры"
TALENTS, TALENTS_BEFORE = f"{ACHIEVEMENTS}/Одарённые дети.xlsx", "Достижения/2025-2026/Одарённые дети.xlsx"
RIGHTS, CHOICES = "Заявления и согласия.xlsx", "Выбор экзаменов.xlsx"
WORKS, WRITERS = "Внешняя оценка/2026-2027/ВПР.xlsx", ("5А", "8А")
"""Book of the ВПР, and classes that have written them."""
SPLIT_GRADES = range(5, 10)
PRIMARY = range(1, 5)
OWN_TEACHERS = ("Английский язык", "Музыка", "Физическая культура", "ОРКСЭ")
"""Subjects that even the primary school learns from another than the class teacher."""


@dataclass(eq=False)
class DemoSchool:
    """Classes and books.

    Attributes:
        classes: In the order of their names.
        books: Sheets of each book; the key is the path of the book in the folder of the school.
        names: More names, if more people are needed.
        chance: Decides what is invented next.
        tampering: How the seals of closed terms differ from the books.
        files: Other files of the school, by their paths in its folder.
        changes: What is done to books once they are written.
        credited: Marks of other organisations that count as interim attestation, by student and subject.
    """

    classes: list[SchoolClass]
    books: dict[str, list[Sheet]]
    names: Names
    chance: Random
    tampering: Tampering = field(default_factory=Tampering)
    files: dict[str, bytes] = field(default_factory=dict)
    changes: dict[str, list[Change]] = field(default_factory=lambda: defaultdict(list))
    credited: dict[tuple[Student, str], int] = field(default_factory=dict)

    def journals(self, group: SchoolClass) -> list[Sheet]:
        """Pages of the journal of a class."""
        return [sheet for sheet in self.books[class_book(group)] if sheet.subject]

    def mixed_groups(self) -> list[Sheet]:
        """Journals of courses, clubs and sections."""
        return [sheet for book, sheets in self.books.items() if book.startswith(JOURNALS) for sheet in sheets if not sheet.subject]

    def summarise(self) -> None:
        """Add the summaries to the journals, and the ВПР: they repeat the marks that stand there now."""
        for group in self.classes:
            self.books[class_book(group)] += summaries(group, self.journals(group), self.credited)
        pages = [sheet for group in self.classes for sheet in self.journals(group)]
        self.books[WORKS] = exams.works([group for group in self.classes if group.name in WRITERS], pages, self.chance)

    def attend(self) -> None:
        """Add the attendance summaries: they repeat the absences that stand in the journals now."""
        for group in self.classes:
            self.books[class_book(group)].append(attendance.of_class(group, self.journals(group)))


def class_book(group: SchoolClass) -> str:
    """Book with the journal of a class."""
    return f"{JOURNALS}/{group.name}.xlsx"


def invent(classes: int, seed: int) -> DemoSchool:
    """A school without a mistake, its summaries still to be added.

    Raises:
        ValueError: So many classes are not possible.
    """
    chance = Random(seed)
    names = Names(chance, seed)
    groups = populate(classes, names, chance)
    school = DemoSchool(groups, {}, names, chance)
    school.books[SETTINGS_BOOK] = settings.settings(names.draw(female=True).initials)
    school.books[PEOPLE_BOOK] = [settings.people(groups)]
    staff = _Staff(names, chance)
    for group in groups:
        school.books[class_book(group)] = _class_journals(group, staff, chance)
    for plan in courses.COURSES:
        if any(group.grade in plan.grades for group in groups):
            book = f"{JOURNALS}/{plan.folder}/{plan.name}.xlsx"
            school.books[book] = [courses.course(plan, groups, staff.teacher(plan.name, 0), chance)]
    school.books[f"{JOURNALS}/{courses.EXTRACURRICULAR}/{courses.TALKS}.xlsx"] = [courses.talks(group, chance) for group in groups]
    for group in groups:
        found = school.books[f"{ACHIEVEMENTS}/{group.name}.xlsx"] = achievements.sheets(group, chance)
        teachers = sorted({str(sheet.head["teacher"]) for sheet in school.journals(group)})
        school.books[f"{REGISTERS}/{group.name}.xlsx"] = registers.sheets(group, found, school.mixed_groups(), teachers, chance)
    _add_earlier_years(school, seed)
    _add_talents(school, seed)
    return school


def _add_earlier_years(school: DemoSchool, seed: int) -> None:
    """Add what is kept of earlier years. It has a chance of its own: it may grow, and the journals stay as they are."""
    chance = Random(f"{seed} before")
    school.books |= graduates.books(school.names, chance)
    older = next(group for group in school.classes if group.grade == last_year.GRADE)
    teacher = next(sheet for sheet in school.journals(older) if sheet.subject == last_year.INTERIM_SUBJECT).head["teacher"]
    school.books |= last_year.books(older, str(teacher), chance)
    tenth, project = next((group, sheet) for group in school.classes for sheet in school.journals(group) if sheet.subject == MODULE.name)
    school.books[last_year.CARDS].append(last_year.project_card(tenth, project, chance))


def _add_talents(school: DemoSchool, seed: int) -> None:
    """Add lists of events, registers of achievements and of rights. They have a chance of their own, like what is kept of earlier years."""
    chance = Random(f"{seed} talents")
    school.books[SETTINGS_BOOK] += [*events.sheets(), archive.sheet()]
    able = talents.stars(school.classes, chance)
    sheets = [sheet for group in school.classes for sheet in school.books[f"{ACHIEVEMENTS}/{group.name}.xlsx"]]
    groups = {group.name: group for group in school.classes}
    won = [
        talents.last_year(groups[student.school_class], student, found) for student, found in zip(able, talents.WON, strict=True) if found
    ]
    school.books[TALENTS_BEFORE] = won
    school.books[TALENTS] = talents.sheets(school.classes, sheets, able, chance)
    school.books[export.BOOK] = export.sheets(school.books[TALENTS][0], school.names, chance)
    school.books[RIGHTS] = rights.sheets(school.classes, able, chance)
    school.credited = rights.credited(school.books[RIGHTS])
    scanned = scans.add(school.books[TALENTS])
    school.files |= {f"{ACHIEVEMENTS}/{name}": content for name, content in scanned.items()}
    school.files[acts.BOOK] = acts.TEXT.encode()
    if choices := rights.choices(school.classes, chance):
        school.books[CHOICES] = choices


@dataclass
class _Staff:
    """Teachers of subjects: one a subject for every four classes."""

    names: Names
    chance: Random
    _hired: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _classes: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def teacher(self, subject: str, part: int) -> str:
        """Surname and initials of the teacher who takes one more class."""
        hired = self._hired[f"{subject}{part}"]
        if self._classes[f"{subject}{part}"] % 4 == 0:
            hired.append(self.names.draw(female=self.chance.random() < 0.85).initials)
        self._classes[f"{subject}{part}"] += 1
        return hired[-1]


def _class_journals(group: SchoolClass, staff: _Staff, chance: Random) -> list[Sheet]:
    plan = taught(group.grade)
    hours = {subject.name: subject.hours[group.grade] for subject in plan}
    weekdays = week(hours, [subject.name for subject in SUBJECTS if subject.paired], chance)
    sheets = []
    for subject in plan:
        days = lesson_days(group.grade, weekdays[subject.name])
        for part in (1, 2) if subject.split and group.grade in SPLIT_GRADES else (0,):
            sheets.append(journal(group, subject, days, _teacher(group, subject, part, staff), chance, part))
    if group.grade in MODULE.hours:
        last = term(MODULE_TERM).last
        days = [day for day in lesson_days(group.grade, (chance.randrange(5),)) if day <= last]
        sheets.append(journal(group, MODULE, days, staff.teacher(MODULE.name, 0), chance))
    return sheets


def _teacher(group: SchoolClass, subject: Subject, part: int, staff: _Staff) -> str:
    if group.grade in PRIMARY and subject.name not in OWN_TEACHERS:
        return group.teacher.initials
    return staff.teacher(subject.name, part)
