"""What is kept of the last school year about a class that goes on: summary, interim attestation, debts, personal cards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

from ..forms import commendations, debts, interim_results, personal_file
from . import attendance
from .calendar import END_OF_LAST_YEAR, FIRST_DAY, LAST_YEAR, terms_of
from .graduates import journal_of
from .past import PastClass, mean, steady
from .people import GRADES, SchoolClass, Student
from .sheet import Sheet
from .subjects import Subject, taught

GRADE = 8
"""Grade of the class today."""
CLASS = "7А"
"""What it was called then."""
INTERIM_SUBJECT, INTERIM_DAY = "История", dt.date(2026, 5, 19)
DEBT_SUBJECTS = ("Алгебра", "Физика", "Русский язык")
FAILING = (2, 2, 3, 2)
"""Marks for the quarters of who has a debt."""
HOLDERS = 3
"""So many students have a personal card."""
FIRST_CARD_GRADE = 5

DEBTS, CARDS, COMMENDED = "Задолженности.xlsx", "Личные карты.xlsx", "Достижения/2025-2026/Поощрения.xlsx"
HONOUR_DAY, HONOUR_ORDER = dt.date(2026, 5, 26), "№ 96 от 26.05.2026"
HONOUR = "похвальный лист"
HELPERS = 2
"""So many students were thanked for their help."""
ATTEMPTS: tuple[Mapping[str, object], ...] = (
    {"date1": dt.date(2026, 9, 18), "result1": "3", "decision": debts.CLEARED},
    {
        "date1": dt.date(2026, 9, 16), "result1": "2", "date2": dt.date(2026, 10, 14), "result2": "3",
        "protocol": "№ 2 от 14.10.2026", "decision": debts.CLEARED,
    },
    {"date1": dt.date(2026, 9, 22), "result1": "2"},
)  # fmt: skip
"""What became of each debt: cleared at once, cleared before a commission, still open."""


def books(group: SchoolClass, teacher: str, chance: Random) -> Iterator[tuple[str, list[Sheet]]]:
    """Books of a class for the last year; `teacher` is who taught the subject of the interim attestation."""
    # The summaries of that year write names in full: there is no class list of it that would tell namesakes apart.
    members = [student for student in group.students if student.there(END_OF_LAST_YEAR)]
    listed = {id(student): replace(student, written=student.name.full) for student in members}
    year = PastClass(CLASS, LAST_YEAR, terms_of(group.grade - 1), list(listed.values()))
    year.learn(_draw, chance)
    plain = [student for student in year.students if not student.case]
    chosen = chance.sample(plain, len(DEBT_SUBJECTS) + HOLDERS)
    debtors, holders = chosen[: len(DEBT_SUBJECTS)], chosen[len(DEBT_SUBJECTS) :]
    for student, subject in zip(debtors, DEBT_SUBJECTS, strict=True):
        year.set(student, subject, FAILING)
    for student in year.students:
        before = year.marks[student, INTERIM_SUBJECT, "year"]
        year.marks[student, INTERIM_SUBJECT, "interim"] = max(3, min(5, before + chance.choice((-1, 0, 0, 1))))
    yield (
        journal_of(year),
        [
            year.summary("interim"),
            attendance.of_last_year(year.name, year.year, year.terms, year.students, chance),
            _interim(year, teacher, chance),
        ],
    )
    yield DEBTS, [_register(year, debtors)]
    yield COMMENDED, [_commended(year, holders[:HELPERS], group.teacher.initials)]
    yield (
        CARDS,
        [
            card(
                student,
                group.grade,
                {(year.grade, subject.name): year.marks[student, subject.name, "year"] for subject in year.subjects},
                chance,
            )
            for student in holders
        ],
    )


def _draw(student: Student, subject: Subject, chance: Random) -> int:
    return steady(student, subject, chance)


def _interim(year: PastClass, teacher: str, chance: Random) -> Sheet:
    sheet = Sheet(
        interim_results.FORM, "Промежуточная аттестация",
        {
            "school_class": year.name, "subject": INTERIM_SUBJECT, "procedure": "контрольная работа", "date": INTERIM_DAY,
            "teacher": teacher, "year": year.year,
        },
    )  # fmt: skip
    for number, student in enumerate(year.students, 1):
        annual = year.marks[student, INTERIM_SUBJECT, "year"]
        sheet.students.append(student)
        sheet.rows.append(
            {
                "number": number, "student": student.written, "variant": str(chance.randint(1, 2)),
                "interim": year.marks[student, INTERIM_SUBJECT, "interim"], "year": annual, "final": annual,
                "commission": "протокол № 1 от 20.05.2026",
            }
        )  # fmt: skip
    return sheet


def _register(year: PastClass, debtors: Sequence[Student]) -> Sheet:
    sheet = Sheet(debts.FORM, debts.FORM.tab, {"year": year.year})
    for student, subject, attempts in zip(debtors, DEBT_SUBJECTS, ATTEMPTS, strict=True):
        sheet.students.append(student)
        sheet.rows.append({"number": len(sheet.rows) + 1, **debt(student, year.name, subject), **attempts})
    return sheet


def _commended(year: PastClass, helpers: Sequence[Student], presenter: str) -> Sheet:
    """Whom the year ended with a commendation: those with «5» in every subject, and helpers of the class."""
    sheet = Sheet(commendations.FORM, commendations.FORM.tab, {"year": year.year})
    best = [student for student in year.students if all(year.marks[student, subject.name, "year"] == 5 for subject in year.subjects)]
    thanks = {**honoured(presenter), "sort": "благодарность", "merit": "Помощь в подготовке праздников", "activity": "общественная"}
    for student, values in (*((student, honoured(presenter)) for student in best), *((student, thanks) for student in helpers)):
        sheet.students.append(student)
        sheet.rows.append({"number": len(sheet.rows) + 1, "student": student.written, "school_class": year.name, **values})
    return sheet


def honoured(presenter: str) -> dict[str, object]:
    """What a register says of a похвальный лист at the end of the year."""
    return {
        "date": HONOUR_DAY, "sort": HONOUR, "merit": "Отличные успехи в учении", "activity": "учебная",
        "ground": "протокол педагогического совета", "order": HONOUR_ORDER, "presenter": presenter,
    }  # fmt: skip


def debt(student: Student, group: str, subject: str) -> dict[str, object]:
    """A debt of the mark for the last year, as the register has it before the first attempt."""
    return {
        "student": student.written, "school_class": group, "subject": subject, "arose": END_OF_LAST_YEAR, "cause": debts.FAILED,
        "due": END_OF_LAST_YEAR.replace(year=FIRST_DAY.year, month=12, day=25),
    }  # fmt: skip


def card(student: Student, grade: int, known: Mapping[tuple[int, str], object], chance: Random) -> Sheet:
    """The personal card of a student.

    Args:
        student: Whose card it is.
        grade: The grade of today: marks for the grades before are invented.
        known: Marks that are known by grade and subject.
        chance: Decides the others.
    """
    grades = range(FIRST_CARD_GRADE, grade)
    plan = {(grade, subject.name): subject for grade in grades for subject in taught(grade)}
    sheet = Sheet(
        personal_file.FORM, student.name.short,
        {"student": student.name.full, "file_number": student.file_number, "birth": student.birth},
        headings=[str(grade) for grade in GRADES],
    )  # fmt: skip
    for name in dict.fromkeys(name for _, name in (*plan, *known)):
        sheet.rows.append({"subject": name})
        marks = {
            grade: known.get((grade, name)) or mean([steady(student, plan[grade, name], chance) for _ in terms_of(grade)])
            for grade in GRADES
            if (grade, name) in plan or (grade, name) in known
        }
        sheet.grid.append([marks.get(grade, "") for grade in GRADES])
    return sheet


def project_card(group: SchoolClass, journal: Sheet, chance: Random) -> Sheet:
    """The card of a student of a class with a course that is over: its mark is in the card."""
    graded = [
        (student, values["year"])
        for student, values in zip(journal.students, journal.rows, strict=True)
        if not student.case and isinstance(values["year"], int)
    ]
    student, mark = chance.choice(graded)
    return card(student, group.grade, {(group.grade, journal.subject): mark}, chance)
