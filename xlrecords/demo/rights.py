"""Who asked, who agreed and who may know in the invented school: applications, consents, guardians, credits, releases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random

from ..forms import applications, consents, credits, exam_choice, guardians, releases
from .calendar import YEAR
from .people import SchoolClass, Student
from .registers import Entry, listed, register
from .sheet import Sheet

SECRETARY = "Секретарь учебной части"
FIRST_CONSENT = dt.date(2026, 9, 8)
CREDITED, MUSIC = "5А", "Музыка"
"""Class and subject in which marks of a school of music are credited."""
REFUSAL = "планируемые результаты не соответствуют программе школы"
EXAMS = {9: ("Обществознание", "География", "Информатика", "Биология"), 11: ("Физика", "Химия", "История", "Английский язык")}
"""Grade -> exams of choice."""


def sheets(classes: Sequence[SchoolClass], able: Sequence[Student], chance: Random) -> list[Sheet]:
    """Registers of the school; `able` are those whose achievements may give special conditions."""
    some = [student for group in classes for student in group.students if not student.case and student not in able and student.left is None]
    asking = chance.sample(some, 7)
    first = min(classes, key=lambda group: group.grade)
    musician = chance.choice([student for student in some if student.school_class == CREDITED and student not in asking])
    return [
        register(applications.FORM, _applications(able, asking)),
        register(consents.FORM, _consents(able, asking)),
        _guardians(first),
        register(credits.FORM, [*_credits(asking), (musician, music(musician))]),
        register(releases.FORM, _releases(asking)),
    ]


def _asked(student: Student, day: dt.date, about: str, result: str, subject: str = "", note: str = "") -> Entry:
    manner = applications.ORAL if about == applications.RELEASE and not note else applications.WRITTEN
    return student, {
        "date": day, "applicant": student.guardian, "about": about, "subject": subject, "manner": manner, "result": result, "note": note,
    }  # fmt: skip


def _applications(able: Sequence[Student], asking: Sequence[Student]) -> Iterator[Entry]:
    """In the order of days: numbers have no gap."""
    credited, released = asking[:4], asking[4:]
    yield _asked(credited[0], dt.date(2026, 9, 10), applications.CREDIT, applications.GRANTED, "Музыка")
    yield _asked(credited[1], dt.date(2026, 9, 11), applications.CREDIT, applications.PENDING, "Физическая культура")
    yield _asked(credited[2], dt.date(2026, 9, 14), applications.CREDIT, applications.REFUSED, "Английский язык")
    yield _asked(credited[3], dt.date(2026, 9, 15), applications.CREDIT, applications.PENDING, "Изобразительное искусство")
    yield _asked(released[0], dt.date(2026, 10, 26), applications.RELEASE, applications.GRANTED)
    yield _asked(released[1], dt.date(2026, 12, 21), applications.RELEASE, applications.GRANTED, note="справка в бассейн")
    yield _asked(released[2], dt.date(2027, 1, 18), applications.RELEASE, applications.GRANTED)
    yield _asked(able[0], dt.date(2027, 1, 25), applications.SPECIAL, applications.GRANTED, "Физика", "протокол № 4 от 12.02.2027")
    yield _asked(able[2], dt.date(2027, 2, 1), applications.SPECIAL, applications.PENDING, "Биология")
    yield _asked(able[4], dt.date(2027, 2, 3), applications.SPECIAL, applications.PENDING, "Физическая культура")


def _consents(able: Sequence[Student], asking: Sequence[Student]) -> Iterator[Entry]:
    for student in (able[0], able[2], able[3], able[4]):
        for purpose in (consents.REGISTER, consents.SPECIAL):
            yield _agreed(student, purpose, consents.PROCESSING)
    for student in asking:
        yield _agreed(student, consents.SITE, consents.DISTRIBUTION)


def _agreed(student: Student, purpose: str, sort: str) -> Entry:
    day = max(FIRST_CONSENT, student.arrived)
    return student, {
        "giver": student.guardian, "purpose": purpose, "sort": sort, "date": day, "separate": "да", "document": "личное дело",
    }  # fmt: skip


def _guardians(group: SchoolClass) -> Sheet:
    """Guardians of a class, as the class list names them."""
    rows: Iterator[Entry] = (
        (student, {"guardian": student.guardian, "degree": "мать" if student.guardian.endswith("вна") else "отец", "restricted": "нет"})
        for student in group.students
    )
    sheet = register(guardians.FORM, rows)
    sheet.head = {}
    return sheet


def _credits(asking: Sequence[Student]) -> Iterator[Entry]:
    """One credited without a mark, one to be assessed, one refused, one sent back for a document."""
    school = {"organisation": "Детская школа искусств", "licence": "№ 77-1204", "document_kind": credits.STUDY}
    yield asking[0], {
        **school, "applied": dt.date(2026, 9, 10), "applicant": asking[0].guardian, "document": "№ 15 от 30.05.2026",
        "subject_there": "Слушание музыки",
        "hours_there": 68, "mark_there": "зачёт", "subject_here": "Музыка", "hours_here": 34, "outcomes": credits.MATCHES,
        "decision": credits.UNMARKED, "order": "протокол № 2 от 16.09.2026", "decided": dt.date(2026, 9, 16), "notified": dt.date(2026, 9, 17),
    }  # fmt: skip
    yield asking[1], {
        "organisation": "Спортивная школа", "licence": "№ 77-0311", "document_kind": credits.STUDY, "document": "№ 8 от 29.05.2026",
        "applied": dt.date(2026, 9, 11), "applicant": asking[1].guardian, "subject_there": "Плавание", "hours_there": 102,
        "mark_there": "зачёт", "subject_here": "Физическая культура", "hours_here": 68, "outcomes": credits.PARTLY,
        "decision": credits.ASSESSED, "order": "протокол № 2 от 16.09.2026", "decided": dt.date(2026, 9, 16), "notified": dt.date(2026, 9, 17),
    }  # fmt: skip
    yield asking[2], {
        "organisation": "Языковой центр", "licence": "№ 77-2210", "document_kind": credits.STUDY, "document": "№ 104 от 20.05.2026",
        "applied": dt.date(2026, 9, 14), "applicant": asking[2].guardian, "subject_there": "Разговорный английский", "hours_there": 36,
        "mark_there": "зачёт", "subject_here": "Английский язык", "hours_here": 102, "outcomes": credits.DIFFERS,
        "decision": credits.REFUSED, "order": "протокол № 2 от 16.09.2026", "decided": dt.date(2026, 9, 16),
        "notified": dt.date(2026, 9, 18), "refusal": REFUSAL,
    }  # fmt: skip
    yield asking[3], {
        "organisation": "Детская школа искусств", "licence": "№ 77-1204", "applied": dt.date(2026, 9, 15), "applicant": asking[3].guardian,
        "subject_there": "Живопись", "subject_here": "Изобразительное искусство", "decision": credits.RETURNED,
        "order": "протокол № 2 от 16.09.2026", "decided": dt.date(2026, 9, 16), "notified": dt.date(2026, 9, 17),
    }  # fmt: skip


def music(student: Student) -> dict[str, object]:
    """A row that credits music with a mark; its mark stands in the summary as interim attestation."""
    return {
        "organisation": "Детская школа искусств", "licence": "№ 77-1204", "document_kind": credits.STUDY, "document": "№ 21 от 30.05.2026",
        "applied": dt.date(2026, 9, 9), "applicant": student.guardian, "subject_there": "Сольфеджио", "hours_there": 68, "mark_there": "5",
        "subject_here": MUSIC, "hours_here": 34, "outcomes": credits.MATCHES, "decision": credits.MARKED, "mark": "5",
        "order": "протокол № 2 от 16.09.2026", "decided": dt.date(2026, 9, 16), "notified": dt.date(2026, 9, 17),
    }  # fmt: skip


def credited(registers: Sequence[Sheet]) -> dict[tuple[Student, str], int]:
    """Marks that the register of credits credits, by student and subject."""
    register = next(sheet for sheet in registers if sheet.form is credits.FORM)
    rows = zip(register.students, register.rows, strict=True)
    return {(student, str(row["subject_here"])): int(str(row["mark"])) for student, row in rows if "mark" in row}


def _releases(asking: Sequence[Student]) -> Iterator[Entry]:
    days = (dt.date(2026, 10, 27), dt.date(2026, 12, 22), dt.date(2027, 1, 19))
    for student, day, number in zip(asking[4:], days, (5, 6, 7), strict=True):
        written = number == 6
        yield student, {
            "date": day, "recipient": student.guardian, "relation": releases.GUARDIAN, "basis": "личное дело",
            "manner": applications.WRITTEN if written else applications.ORAL, "application": f"№ {number} от {day - dt.timedelta(1):%d.%m.%Y}",
            "purpose": "для поступления в секцию" if written else "для семьи", "content": "Лист индивидуальных достижений",
            "issued_by": SECRETARY,
        }  # fmt: skip


def choices(groups: Sequence[SchoolClass], chance: Random) -> list[Sheet]:
    """Which exams the ninth and the eleventh grade have chosen."""
    found = []
    for group in groups:
        if group.grade in EXAMS:
            offered = EXAMS[group.grade]
            sheet = Sheet(exam_choice.FORM, group.name, {"school_class": group.name, "year": YEAR}, headings=list(offered))
            for number, student in enumerate(group.students, 1):
                chosen = chance.sample(offered, 2)
                sheet.students.append(student)
                sheet.rows.append({"number": number, "student": listed(student)})
                sheet.grid.append(["+" if subject in chosen else "" for subject in offered])
            found.append(sheet)
    return found
