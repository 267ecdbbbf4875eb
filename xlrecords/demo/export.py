"""What a platform of olympiads gives out: our participants among those of other schools, a sheet a subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from zlib import crc32

from ..forms import olympiad_export
from ..forms.olympiad_results import MUNICIPAL
from .names import Names
from .registers import SCHOOL
from .sheet import Sheet
from .talents import MOST_POINTS

BOOK = "Внешняя оценка/2026-2027/Выгрузка олимпиады.xlsx"
OTHERS = ("Гимназия «Росток» (вымышленная)", "Лицей «Маяк» (вымышленный)")
GRADES = range(7, 12)
TASK, TASKS = 20, 5
"""Points of a task, and so many tasks."""
STATUSES = {85: "Победитель", 65: "Призёр", 0: "Участник"}
"""Least points -> status."""
FEW = 8
"""So many participants of other schools are in each subject."""


def sheets(results: Sheet, names: Names, chance: Random) -> list[Sheet]:
    """The municipal stage as the platform tells it; of our students what the register of olympiads says."""
    ours = [(row, student) for row, student in zip(results.rows, results.students, strict=True) if row["stage"] == MUNICIPAL]
    subjects = sorted({str(row["subject"]) for row, _ in ours})
    return [
        _subject(subject, [(row, student.name.full) for row, student in ours if row["subject"] == subject], names, chance)
        for subject in subjects
    ]


def _subject(subject: str, ours: Sequence[tuple[dict[str, object], str]], names: Names, chance: Random) -> Sheet:
    taken = [(name, str(row["school_class"]), SCHOOL, int(str(row["score"]))) for row, name in ours]
    taken += list(_others(names, chance))
    rows: list[dict[str, object]] = [
        {
            "id": 410_000 + chance.randrange(90_000), "testing": "очное", "subject": subject, "student": name, "state": "Обработан",
            "total": score, "score": score, "status": next(word for least, word in STATUSES.items() if score >= least),
            "onsite": _points(score), "login": f"m26.{_number(name)}", "code": f"{school_class[:-1]}-{_number(name)}",
            "parallel": int(school_class[:-1]), "school": school, "school_class": school_class, "student_class": school_class,
        }
        for name, school_class, school, score in taken
    ]  # fmt: skip
    return Sheet(olympiad_export.FORM, subject, rows=rows, bare=True)


def _others(names: Names, chance: Random) -> Iterator[tuple[str, str, str, int]]:
    for _ in range(FEW):
        yield names.draw().full, f"{chance.choice(GRADES)}{chance.choice('АБ')}", chance.choice(OTHERS), chance.randint(20, MOST_POINTS)


def _number(name: str) -> int:
    """The same for a participant in all subjects."""
    return 10_000 + crc32(name.encode()) % 90_000


def _points(score: int) -> str:
    """Points of the tasks, one after the other: «20(20)20(20)7(20)X(20)X(20)» is 47."""
    parts = [min(TASK, max(0, score - TASK * task)) for task in range(TASKS)]
    return "".join(f"{points or 'X'}({TASK})" for points in parts)
