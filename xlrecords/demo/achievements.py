"""Achievement sheets of a few students of each class."""

from __future__ import annotations

import datetime as dt
from random import Random

from ..forms import achievement_sheet
from .calendar import FIRST_DAY, TODAY, YEAR
from .people import SchoolClass
from .sheet import Sheet

EVENTS = (
    ("Всероссийская олимпиада школьников, школьный этап", ("Математика", "Русский язык", "История", "Биология"), ("школьный",)),
    ("Всероссийская олимпиада школьников, муниципальный этап", ("Математика", "Литература", "География"), ("муниципальный",)),
    ("Конкурс чтецов «Родное слово»", ("Литература",), ("школьный", "муниципальный")),
    ("Научно-практическая конференция «Первые шаги»", ("Окружающий мир", "Физика", "Химия"), ("муниципальный", "региональный")),
    ("Конкурс рисунков «Мой край»", ("Изобразительное искусство",), ("муниципальный", "всероссийский")),
    ("Соревнования по лёгкой атлетике", ("Лёгкая атлетика",), ("школьный", "муниципальный")),
    ("Турнир по волейболу", ("Волейбол",), ("муниципальный", "региональный")),
)
WINNERS = ("победитель", "призёр")
STATUSES = (*WINNERS, "лауреат", "участник", "участник")
PER_CLASS = 4


def sheets(group: SchoolClass, chance: Random) -> list[Sheet]:
    """Sheets of so many students of a class, in the order of the list; namesakes are left to their personal files."""
    able = [student for student in group.students if not student.case]
    chosen = {id(student) for student in chance.sample(able, PER_CLASS)}
    found = []
    for student in able:
        if id(student) not in chosen:
            continue
        head = {"student": student.name.full, "school_class": group.name, "teacher": group.teacher.initials, "year": YEAR}
        sheet = Sheet(achievement_sheet.FORM, student.name.short, dict(head), students=[student])
        events = chance.sample(EVENTS, chance.randint(3, 5))
        days = sorted(chance.sample(range((TODAY - FIRST_DAY).days), len(events)))
        for number, ((event, subjects, levels), day) in enumerate(zip(events, days, strict=True), 1):
            date = FIRST_DAY + dt.timedelta(day)
            status = chance.choice(WINNERS if "олимпиада" in event else STATUSES)
            paper = "Грамота" if status in WINNERS else "Сертификат" if status == "участник" else "Диплом"
            sheet.rows.append(
                {
                    "number": number, "date": date, "event": event, "subject": chance.choice(subjects),
                    "level": chance.choice(levels), "status": status, "listed": "да" if "олимпиада" in event else "нет",
                    "registered": "нет", "document": f"{paper} № {chance.randint(10, 400)} от {date:%d.%m.%Y}",
                }
            )  # fmt: skip
        found.append(sheet)
    return found
