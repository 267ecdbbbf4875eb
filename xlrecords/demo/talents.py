"""What able students of the invented school have achieved: olympiads, sport, entries of the state register, works, documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from ..forms import (
    achievement_register,
    achievement_sheet,
    olympiad_results,
    portfolio,
    saved_works,
    sport_results,
    supporting_documents,
    talent_register,
)
from .achievements import BADGES, OLYMPIAD, TAB
from .calendar import LAST_YEAR, YEAR
from .events import HEIGHT, HORIZON
from .people import SchoolClass, Student
from .registers import Entry, register
from .sheet import Sheet

STARS = {10: 3, 8: 2}
"""Grade -> so many stars of its first class."""
CHECKED, CHECKER = dt.date(2027, 1, 20), "заместитель директора"
SWIMMING, CHAMPIONSHIP = "Плавание", "Первенство Европы по плаванию"
PREFIX = {10: "9", 8: "7"}

SPORTS = ("Соревнования по лёгкой атлетике", "Турнир по волейболу", "Шахматный турнир «Белая ладья»")
"""Events of the achievement sheets that are sport."""
RANKS = {"школьный": "школьные соревнования", "муниципальный": "муниципальные соревнования", "региональный": "региональные соревнования"}
GTO_EVENT = "Выполнение нормативов комплекса ГТО"
STEPS = {1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 4, 7: 5, 8: 5, 9: 6, 10: 6, 11: 7}
"""Grade -> step of the ГТО."""
MOST_POINTS = 100


@dataclass(frozen=True, slots=True)
class Won:
    """What a star won in the last school year: subject, status, day, number of the diploma."""

    event: str
    subject: str
    status: str
    date: dt.date
    number: int

    @property
    def document(self) -> str:
        """The diploma as the sheet names it."""
        return f"Диплом № {self.number} от {self.date:%d.%m.%Y}"


WON = (
    (Won(HEIGHT, "физика", "победитель", dt.date(2026, 3, 14), 311), Won(HEIGHT, "математика", "призёр", dt.date(2026, 3, 15), 312)),
    (Won(HEIGHT, "физика", "призёр", dt.date(2026, 3, 14), 318),),
    (Won(HORIZON, "естественные науки", "победитель", dt.date(2026, 2, 20), 57),),
    (Won(HORIZON, "естественные науки", "призёр", dt.date(2026, 2, 20), 61),),
    (),
)
"""What each star won, in the order of `stars`; the last is a swimmer."""


def stars(classes: Sequence[SchoolClass], chance: Random) -> list[Student]:
    """Students who were in the school last year and are no hard case, so many of each class as `STARS` says."""
    found: list[Student] = []
    for grade, count in STARS.items():
        group = next(group for group in classes if group.grade == grade)
        able = [student for student in group.students if not student.case and student.there(dt.date(2026, 2, 1))]
        found += chance.sample(able, count)
    return found


def last_year(group: SchoolClass, student: Student, won: Sequence[Won]) -> Sheet:
    """The achievement sheet of a star for the last year."""
    head: dict[str, object] = {
        "student": student.name.full, "school_class": f"{PREFIX[group.grade]}{group.name[-1]}", "teacher": group.teacher.initials,
        "year": LAST_YEAR,
    }  # fmt: skip
    rows: list[dict[str, object]] = [
        {
            "number": number, "date": one.date, "event": one.event, "subject": one.subject, "level": "всероссийский",
            "status": one.status, "listed": "да", "registered": "да", "document": one.document,
        }
        for number, one in enumerate(won, 1)
    ]  # fmt: skip
    return Sheet(achievement_sheet.FORM, f"{head['school_class']} {student.name.short}"[:TAB], head, rows, students=[student])


def sheets(classes: Sequence[SchoolClass], achievements: Sequence[Sheet], able: Sequence[Student], chance: Random) -> list[Sheet]:
    """Registers of the school for this year.

    Args:
        classes: All classes.
        achievements: Achievement sheets of this year: olympiads and sport repeat what stands there.
        able: The stars.
        chance: Decides the rest.
    """
    return [
        register(olympiad_results.FORM, _olympiads(achievements, chance)),
        register(sport_results.FORM, _sport(classes, achievements, able, chance)),
        register(talent_register.FORM, _state_register(able)),
        register(achievement_register.FORM, _other_sorts(classes[0], chance)),
        register(supporting_documents.FORM, _documents(achievements[:6], chance)),
        register(saved_works.FORM, _works(classes[0], chance)),
    ]


def _olympiads(achievements: Sequence[Sheet], chance: Random) -> Iterator[Entry]:
    """Stages of the national olympiad; who was in the second was in the first."""
    for sheet in achievements:
        student = sheet.students[0]
        taken = {(row["subject"], str(row["event"]).rsplit(", ", 1)[-1]): row for row in sheet.rows if OLYMPIAD in str(row["event"])}
        subjects = dict.fromkeys(subject for subject, _ in taken)
        for subject in subjects:
            second = taken.get((subject, "муниципальный этап"))
            first = taken.get((subject, "школьный этап"))
            day = first["date"] if first else dt.date(2026, 9, 24)
            yield student, _stage(student, str(subject), "школьный", day, str(first["status"]) if first else "призёр", first, chance)
            if second:
                yield student, _stage(student, str(subject), "муниципальный", second["date"], str(second["status"]), second, chance)


def _stage(
    student: Student, subject: str, stage: str, day: object, status: str, told: dict[str, object] | None, chance: Random
) -> dict[str, object]:
    least = {"победитель": 85, "призёр": 65, "участник": 20}[status]
    return {
        "subject": subject, "competed_grade": int(student.school_class[:-1]), "stage": stage, "date": day,
        "score": least + chance.randrange(14), "most": MOST_POINTS, "status": status, "document": told["document"] if told else "",
    }  # fmt: skip


def _sport(classes: Sequence[SchoolClass], achievements: Sequence[Sheet], able: Sequence[Student], chance: Random) -> Iterator[Entry]:
    number = 0
    for sheet in achievements:
        student = sheet.students[0]
        for row in sheet.rows:
            same = {name: row[name] for name in ("date", "event", "document")} | {"sport": row["subject"]}
            if row["event"] in SPORTS and row["status"] in ("победитель", "призёр", "участник"):
                yield student, {**same, "rank": RANKS[str(row["level"])], "status": row["status"]}
            elif row["event"] == GTO_EVENT and row["status"] in BADGES:
                number += 1
                badge = str(row["status"]).removesuffix(" ГТО")
                gto = {"rank": "ГТО", "status": badge, "gto_step": STEPS[int(student.school_class[:-1])], "gto_id": f"26-77-{number:07}"}
                yield student, {**same, **gto}
    yield able[-1], {
        "date": dt.date(2026, 11, 21), "event": CHAMPIONSHIP, "rank": sport_results.JUNIOR_EUROPE, "sport": SWIMMING, "status": "победитель",
        "place": 1, "olympic": "да", "degree": "КМС", "document": "Диплом № 4 от 21.11.2026",
    }  # fmt: skip


def _state_register(able: Sequence[Student]) -> Iterator[Entry]:
    """What was found in the state register."""
    for student, won in zip(able, WON, strict=True):
        for one in won:
            yield student, _placed(one.event, one.subject, one.status, LAST_YEAR, one.number)
    yield able[-1], _placed(CHAMPIONSHIP, SWIMMING, "победитель", YEAR, 4)


def _placed(event: str, subject: str, status: str, year: str, number: int) -> dict[str, object]:
    return {
        "event": event, "subject": subject, "status": status, "event_year": year, "found": talent_register.PLACED,
        "record": f"запись {2026_0000 + number}", "checked": CHECKED, "checked_by": CHECKER,
    }  # fmt: skip


SORTS = (
    (achievement_register.ACADEMIC, "Неделя математики: решение задач недели", "Математика", "победитель"),
    (achievement_register.EXTRACURRICULAR, "Игра «Безопасная дорога»", "Окружающий мир", "призёр"),
    (achievement_register.ADDITIONAL, "Выставка «Мир детства»", "Декоративное творчество", "дипломант"),
    (achievement_register.PERSONAL, "Акция «Чистый двор»", "Волонтёрство", "участник"),
)


def _other_sorts(group: SchoolClass, chance: Random) -> Iterator[Entry]:
    """Achievements that are neither contests nor sport."""
    for student in chance.sample([student for student in group.students if not student.case], 5):
        for sort, event, subject, status in chance.sample(SORTS, 2):
            day = dt.date(2026, 10, chance.randint(1, 20))
            paper = "Сертификат" if status == "участник" else "Грамота"
            yield student, {
                "sort": sort, "date": day, "event": event, "subject": subject, "level": "школьный", "status": status, "listed": "нет",
                "registered": "нет", "document": f"{paper} № {chance.randint(100, 999)} от {day:%d.%m.%Y}",
            }  # fmt: skip


KINDS = {
    "Диплом": supporting_documents.DIPLOMA, "Грамота": supporting_documents.AWARD, "Сертификат": supporting_documents.CERTIFICATE,
    "Удостоверение": supporting_documents.LICENCE,
}  # fmt: skip


def _documents(achievements: Sequence[Sheet], chance: Random) -> Iterator[Entry]:
    """Documents of some achievement sheets."""
    for sheet in achievements:
        for row in sheet.rows[:4]:
            kind, _, number = str(row["document"]).partition(" № ")
            day = row["date"]
            assert isinstance(day, dt.date)
            yield sheet.students[0], {
                "document_kind": KINDS[kind], "confirms": f"{row['event']} ({row['subject']})", "status": row["status"],
                "issued_by": "Оргкомитет", "document_number": number.partition(" от ")[0], "dated": day,
                "original": portfolio.COPY, "entered": day + dt.timedelta(chance.randint(0, 3)), "entered_by": sheet.head["teacher"],
            }  # fmt: skip


WORKS = (
    ("Альбом «Осень в нашем парке»", 0, "Окружающий мир", saved_works.PAPER, "кабинет 12"),
    ("Презентация «Город, в котором я живу»", 1, "Окружающий мир", saved_works.DIGITAL, ""),
    ("Модель моста из бумаги", 2, "Труд (технология)", saved_works.PAPER, "кабинет 5"),
    ("Иллюстрации к сказке", 3, "Изобразительное искусство", saved_works.PAPER, "выставка, второй этаж"),
    ("Таблица «Мой бег за месяц»", 4, "Физическая культура", saved_works.DIGITAL, ""),
)


def _works(group: SchoolClass, chance: Random) -> Iterator[Entry]:
    for student in chance.sample([student for student in group.students if not student.case], 6):
        work, sort, subject, medium, kept = chance.choice(WORKS)
        day = dt.date(2026, 10, chance.randint(1, 20))
        yield student, {"work": work, "sort": saved_works.SORTS[sort], "subject": subject, "date": day, "medium": medium, "kept": kept}
