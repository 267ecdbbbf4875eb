"""Exams and works outside the school: their scales, and results whose marks follow from the points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from ..forms import ege_results, oge_results, vpr_results
from ..scales import EGE, OGE, VPR
from .calendar import END_OF_LAST_YEAR, LAST_YEAR, YEAR
from .people import SchoolClass, Student
from .sheet import Sheet

REGION = "Примерская область"
INVENTED = "Решение региона (вымышленное)"

Bounds = tuple[int, int, int, int]
"""Least points for «3», «4», «5», and the largest sum."""

BUILT_IN: dict[str, Bounds] = {"Русский язык": (15, 26, 33, 37), "Математика": (8, 15, 22, 31)}
"""ОГЭ 2026: these scales every school has."""
REGIONAL: dict[str, Bounds] = {
    "Обществознание": (14, 24, 32, 37), "География": (12, 19, 26, 31), "Информатика": (5, 11, 16, 19), "Биология": (13, 26, 38, 48),
}  # fmt: skip
"""ОГЭ 2026: these the region has set."""
CHOICES = (("Обществознание", "География"), ("Информатика", "География"), ("Биология", "Обществознание"))
"""Exams of choice of grade 9."""

WORKS: dict[tuple[int, str], Bounds] = {
    (5, "Русский язык"): (14, 24, 33, 38), (5, "Математика"): (6, 10, 15, 20),
    (8, "Русский язык"): (22, 32, 42, 47), (8, "История"): (7, 12, 17, 22),
}  # fmt: skip
"""ВПР of the autumn: grade and subject."""
WORK_DAY = dt.date(2026, 11, 12)
ABSENT_AT_WORK = "отсутствовал"

OGE_DAYS = (dt.date(2026, 6, 3), dt.date(2026, 6, 9), dt.date(2026, 6, 16), dt.date(2026, 6, 19))
EGE_DAYS = {"Русский язык": dt.date(2026, 6, 4), "Математика": dt.date(2026, 6, 8)}
EGE_CHOICE_DAY = dt.date(2026, 6, 11)
GEOMETRY = 2
"""Least points for geometry."""
LITERACY = {3: (2, 5), 4: (6, 8), 5: (9, 12)}
"""Mark -> points for literacy that allow it."""


def scale_rows() -> list[dict[str, object]]:
    """Rows of the sheet «Шкалы экзаменов»."""
    rows: list[dict[str, object]] = [
        {"exam": OGE, "exam_year": END_OF_LAST_YEAR.year, "region": REGION, "subject": subject, **_bounds(bounds)}
        for subject, bounds in REGIONAL.items()
    ]
    return rows + [
        {"exam": VPR, "exam_year": WORK_DAY.year, "subject": subject, "grade": grade, **_bounds(bounds)}
        for (grade, subject), bounds in WORKS.items()
    ]


def _bounds(bounds: Bounds) -> dict[str, object]:
    return {**dict(zip(("three", "four", "five", "most"), bounds, strict=True)), "source": INVENTED}


def points(mark: int, bounds: Bounds, chance: Random) -> int:
    """A sum of points that gives a mark."""
    three, four, five, most = bounds
    edges = {2: (0, three), 3: (three, four), 4: (four, five), 5: (five, most + 1)}
    return chance.randrange(*edges[mark])


def near(mark: int, least: int, chance: Random) -> int:
    """A mark like another, or one higher or lower."""
    return min(5, max(least, mark + chance.choice((-1, 0, 0, 0, 1))))


def oge(results: Sequence[tuple[Student, dict[str, int]]], chance: Random) -> Sheet:
    """Results of grade 9: subject -> mark of each student, the compulsory ones first."""
    sheet = Sheet(oge_results.FORM, OGE, {"year": LAST_YEAR})
    for student, marks in results:
        for day, (subject, mark) in zip(OGE_DAYS, marks.items(), strict=True):
            row: dict[str, object] = {
                "number": len(sheet.rows) + 1, "student": student.written, "school_class": student.school_class, "subject": subject,
                "form": OGE, "date": day, "primary": points(mark, (BUILT_IN | REGIONAL)[subject], chance), "mark": mark,
            }  # fmt: skip
            if subject == "Математика":
                row["geometry"] = chance.randint(GEOMETRY, 5)
            elif subject == "Русский язык":
                row["literacy"] = chance.randint(*LITERACY[mark])
            sheet.rows.append(row)
            sheet.students.append(student)
    return sheet


def ege(results: Sequence[tuple[Student, Sequence[tuple[str, str, int]]]]) -> Sheet:
    """Results of grade 11: subject, level and figure of each exam of a student; of the basic level the figure is a mark."""
    sheet = Sheet(ege_results.FORM, EGE, {"year": LAST_YEAR})
    for student, exams in results:
        for subject, level, figure in exams:
            sheet.rows.append(
                {
                    "number": len(sheet.rows) + 1, "student": student.written, "school_class": student.school_class, "subject": subject,
                    "level": level, "form": EGE, "date": EGE_DAYS.get(subject, EGE_CHOICE_DAY),
                    "mark" if level == ege_results.BASE else "score": figure,
                }
            )  # fmt: skip
            sheet.students.append(student)
    return sheet


def works(groups: Sequence[SchoolClass], journals: Sequence[Sheet], chance: Random) -> list[Sheet]:
    """The ВПР of some classes: the mark before is that of the journal for the last closed term before the day of the work."""
    sheets = []
    for group in groups:
        for (grade, subject), bounds in WORKS.items():
            page = next((page for page in journals if page.head["school_class"] == group.name and page.subject == subject), None)
            if grade == group.grade and page is not None:
                sheets.append(_work(group, subject, bounds, page, chance))
    return sheets


def _work(group: SchoolClass, subject: str, bounds: Bounds, page: Sheet, chance: Random) -> Sheet:
    head: dict[str, object] = {"school_class": group.name, "subject": subject, "date": WORK_DAY, "most": bounds[-1], "year": YEAR}
    sheet = Sheet(vpr_results.FORM, f"{group.name} {subject}", head, columns=("student",))
    for student, values in zip(page.students, page.rows, strict=True):
        before = values.get("quarter1", "")
        if not before or not student.there(WORK_DAY):
            continue
        number = len(sheet.rows) + 1
        row: dict[str, object] = {"number": number, "code": f"{group.grade}{number:03d}", "student": student.written, "previous": before}
        if WORK_DAY in student.absences:
            row["variant"] = ABSENT_AT_WORK
        else:
            mark = near(before if isinstance(before, int) else 3, 2, chance)
            row |= {"variant": str(chance.randint(1, 4)), "primary": points(mark, bounds, chance), "mark": mark}
        sheet.rows.append(row)
        sheet.students.append(student)
    return sheet
