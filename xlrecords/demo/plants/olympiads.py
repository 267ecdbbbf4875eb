"""Errors in the export of an olympiad and in the register of its results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...forms.olympiad_results import MUNICIPAL, SCHOOL
from ..export import BOOK
from ..places import Line, Page, Places, Planted
from ..talents import MOST_POINTS

DAY = dt.date(2026, 11, 20)


def exported(places: Places) -> Iterator[Planted]:
    """Points that do not add up or cannot be read, a grade below the own one, a status of no olympiad; each in a row of another school."""
    page = Page(BOOK, places.school.books[BOOK][0])
    sums, points, parallel, status = (Line(page, row) for row in range(len(page.sheet.rows) - 4, len(page.sheet.rows)))
    sums.values["score"] = int(str(sums.values["score"])) - 3
    yield sums.planted("score-sum-differs", "первичный балл на три меньше суммы по заданиям", "score")
    points.values["onsite"] = "решены три задачи"
    yield points.planted("points-unreadable", "вместо баллов по заданиям слова", "onsite")
    parallel.values["parallel"] = int(str(parallel.values["parallel"])) - 1
    yield parallel.planted("competed-younger", "выступал за класс младше своего", "parallel")
    status.values["status"] = "Финалист"
    yield status.planted("status-unknown", "статус «Финалист»", "status")


def results(places: Places) -> Iterator[Planted]:
    """More points than there are, a stage without the one before."""
    page = places.of_form("olympiad_results")
    line = places.free_line(page)
    line.values["score"] = MOST_POINTS + 20
    yield line.planted("score-over-most", f"баллов {MOST_POINTS + 20} из {MOST_POINTS}", "score")
    subject = next(row["subject"] for row in page.sheet.rows if row["stage"] == SCHOOL)
    entered = zip(page.sheet.rows, page.sheet.students, strict=True)
    took_part = [student for row, student in entered if row["subject"] == subject]
    student = places.person(page, lambda student: student not in took_part)
    values = {
        "subject": subject, "competed_grade": int(student.school_class[:-1]), "stage": MUNICIPAL, "date": DAY, "score": 52,
        "most": MOST_POINTS, "status": "участник",
    }  # fmt: skip
    yield page.add(values, student).planted("stage-skipped", f"{subject}: школьного этапа у участника нет", "stage")


LINES = (exported, results)
