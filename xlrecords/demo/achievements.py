"""Achievement sheets of a class: most students have some achievements, some have none, one has a long list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from ..forms import achievement_sheet
from .calendar import FIRST_DAY, TODAY, YEAR
from .people import SchoolClass, Student
from .sheet import Sheet


@dataclass(frozen=True, slots=True)
class Event:
    """What students take part in.

    Attributes:
        name: As in the documents.
        subjects: Subjects or sports in which it is held.
        levels: Levels at which it is held.
        grades: Whose students may take part.
        months: When it is held.
        statuses: What a participant may become.
        once: Whether the event is held once a subject and year.
    """

    name: str
    subjects: tuple[str, ...]
    levels: tuple[str, ...]
    grades: range
    months: tuple[int, ...]
    statuses: tuple[str, ...]
    once: bool = False


AUTUMN, ALL_YEAR = (9, 10), (9, 10, 11, 12, 1, 2)
WINNERS = ("победитель", "призёр")
OF_CONTEST = (*WINNERS, "лауреат", "участник", "участник")
OF_SPORT = (*WINNERS, "участник", "участник")
BADGES = ("золотой знак ГТО", "серебряный знак ГТО", "бронзовый знак ГТО")
OLYMPIAD = "Всероссийская олимпиада школьников"

EVENTS = (
    Event(f"{OLYMPIAD}, школьный этап", ("Математика", "Русский язык"), ("школьный",), range(4, 12), AUTUMN, WINNERS, once=True),
    Event(f"{OLYMPIAD}, школьный этап", ("История", "Биология", "География", "Литература"), ("школьный",), range(5, 12), AUTUMN, WINNERS,
          once=True),
    Event(f"{OLYMPIAD}, муниципальный этап", ("Математика", "Литература", "География", "Обществознание"), ("муниципальный",), range(7, 12),
          (11, 12), (*WINNERS, "участник"), once=True),
    Event("Конкурс чтецов «Родное слово»", ("Литература",), ("школьный", "муниципальный"), range(5, 12), ALL_YEAR, OF_CONTEST),
    Event("Конкурс чтецов «Первая строка»", ("Литературное чтение",), ("школьный", "муниципальный"), range(1, 5), ALL_YEAR, OF_CONTEST),
    Event("Научно-практическая конференция «Первые шаги»", ("Физика", "Химия", "Биология", "История"), ("муниципальный", "региональный"),
          range(7, 12), (11, 12, 2), OF_CONTEST),
    Event("Конференция младших школьников «Хочу всё знать»", ("Окружающий мир", "Математика"), ("школьный", "муниципальный"), range(1, 7),
          (11, 12, 2), OF_CONTEST),
    Event("Конкурс рисунков «Мой край»", ("Изобразительное искусство",), ("муниципальный", "всероссийский"), range(1, 9), ALL_YEAR, OF_CONTEST),
    Event("Фестиваль детского творчества «Радуга»", ("Вокал", "Хореография", "Декоративное творчество"), ("муниципальный", "региональный"),
          range(1, 12), ALL_YEAR, OF_CONTEST),
    Event("Соревнования по лёгкой атлетике", ("Бег", "Прыжки в длину", "Метание мяча"), ("школьный", "муниципальный"), range(1, 12),
          ALL_YEAR, OF_SPORT),
    Event("Турнир по волейболу", ("Волейбол",), ("муниципальный", "региональный"), range(5, 12), ALL_YEAR, OF_SPORT),
    Event("Шахматный турнир «Белая ладья»", ("Шахматы",), ("школьный", "муниципальный", "региональный"), range(1, 12), ALL_YEAR, OF_SPORT),
    Event("Выполнение нормативов комплекса ГТО", ("ГТО",), ("всероссийский",), range(1, 12), (12, 2), BADGES, once=True),
)  # fmt: skip

PAPERS = {
    "победитель": "Диплом",
    "призёр": "Диплом",
    "лауреат": "Грамота",
    "участник": "Сертификат",
    **dict.fromkeys(BADGES, "Удостоверение"),
}
"""Status -> document that confirms it."""
WITHOUT = 0.2
"""Share of students who have no achievement yet."""
COUNTS = (1, 1, 2, 2, 3, 3, 4, 5, 7)
TAB = 31
"""So long is the longest name of a sheet."""
LONG = 30
"""Rows of the longest sheet of a class: more than a page."""


def sheets(group: SchoolClass, chance: Random) -> list[Sheet]:
    """Sheets of the students who have achievements, in the order of the list; namesakes are left to their personal files."""
    able = [student for student in group.students if not student.case]
    longest = chance.choice(able)
    found = []
    for student in able:
        if student is longest:
            found.append(_sheet(group, student, LONG, chance))
        elif chance.random() >= WITHOUT:
            found.append(_sheet(group, student, chance.choice(COUNTS), chance))
    return found


def _sheet(group: SchoolClass, student: Student, count: int, chance: Random) -> Sheet:
    head: dict[str, object] = {
        "student": student.name.full, "school_class": group.name, "teacher": group.teacher.initials, "year": YEAR
    }  # fmt: skip
    rows: list[dict[str, object]] = [
        {
            "number": number, "date": date, "event": event.name, "subject": subject, "level": chance.choice(event.levels),
            "status": (status := chance.choice(event.statuses)), "listed": "нет", "registered": "нет",
            "document": f"{PAPERS[status]} № {chance.randint(10, 99)} от {date:%d.%m.%Y}",
        }
        for number, (date, event, subject) in enumerate(_dated(_drawn(group.grade, count, chance), chance), 1)
    ]  # fmt: skip
    return Sheet(achievement_sheet.FORM, student.written[:TAB], head, rows, students=[student])


def _drawn(grade: int, count: int, chance: Random) -> list[tuple[Event, str]]:
    """So many events with a subject of each; what is not listed may be held several times a year."""
    offered = [(event, subject) for event in EVENTS if grade in event.grades for subject in event.subjects]
    drawn = chance.sample(offered, min(count, len(offered)))
    return drawn + chance.choices([pair for pair in offered if not pair[0].once], k=count - len(drawn))


def _dated(events: Sequence[tuple[Event, str]], chance: Random) -> list[tuple[dt.date, Event, str]]:
    """Events in the order of their days: no two of a student are held on one day."""
    days = [FIRST_DAY + dt.timedelta(number) for number in range((TODAY - FIRST_DAY).days + 1)]
    chance.shuffle(days)
    dated = []
    for event, subject in sorted(events, key=lambda pair: len(pair[0].months)):
        day = next(day for day in days if day.month in event.months)
        days.remove(day)
        dated.append((day, event, subject))
    return sorted(dated, key=lambda found: found[0])
