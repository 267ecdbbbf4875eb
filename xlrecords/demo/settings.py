"""The books of the school itself: «Настройки» and «Контингент»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..forms import class_list, periods, policies, scales, school_card, subjects
from ..policy import CARD, POLICIES
from .calendar import CALENDAR, LAST_CALENDAR, WORKING_DAYS, YEAR
from .exams import REGION, scale_rows
from .people import SchoolClass
from .sheet import Sheet
from .subjects import MODULE, MODULE_HOURS, SUBJECTS, Subject, graded

MINIMUMS = "1: 3; 2: 5"
"""What `subjects.least_marks` says."""
FULL_WORKS = "КР; ДИКТ"
BEHAVIOUR = ("образцовое", "хорошее", "удовлетворительное", "неудовлетворительное")


def settings(head: str) -> list[Sheet]:
    """Sheets of «Настройки»; `head` is the director."""
    given = {
        "name": "Учебная школа (вымышленная)", "short_name": "Учебная школа", "town": "г. Примерск", "head": head,
        "region": REGION, "year": YEAR, "week": str(WORKING_DAYS), "minimums": MINIMUMS, "full_works": FULL_WORKS,
        "behaviour_scale": "; ".join(BEHAVIOUR),
    }  # fmt: skip
    tables = []
    for form, declared in ((school_card.FORM, CARD), (policies.FORM, POLICIES)):
        rows: list[dict[str, object]] = [
            {"key": row.key, "value": given.get(row.name, row.default), "meaning": row.meaning, "source": row.source} for row in declared
        ]
        tables.append(Sheet(form, form.tab, rows=rows))
    card, rules = tables
    dates = Sheet(periods.FORM, periods.FORM.tab)
    dates.rows = [
        {"title": span.title, "sort": span.sort, "classes": span.classes, "first": span.first, "last": span.last, "closed": span.closed}
        for span in (*CALENDAR, *LAST_CALENDAR)
    ]
    plan = Sheet(subjects.FORM, subjects.FORM.tab, rows=[row for subject in SUBJECTS for row in _plan(subject)])
    plan.rows.append(
        {
            "subject": MODULE.name, "aliases": "; ".join(MODULE.aliases), "classes": "10", "weekly": 1, "planned": MODULE_HOURS,
            "grading": subjects.GRADED, "scheme": "триместры",
        }
    )  # fmt: skip
    return [card, dates, plan, rules, Sheet(scales.FORM, scales.FORM.tab, rows=scale_rows())]


def _plan(subject: Subject) -> Iterator[dict[str, object]]:
    """Rows of a subject: one for neighbouring grades with the same hours, marks and periods."""
    bands: list[tuple[tuple[int, bool, str, int], list[int]]] = []
    for grade, hours in sorted(subject.hours.items()):
        same = hours, graded(subject, grade), "полугодия" if grade >= 10 else "четверти", 33 if grade == 1 else 34
        if bands and bands[-1][0] == same and bands[-1][1][-1] == grade - 1:
            bands[-1][1].append(grade)
        else:
            bands.append((same, [grade]))
    for (hours, marked, scheme, weeks), grades in bands:
        yield {
            "subject": subject.name,
            "aliases": "; ".join(subject.aliases),
            "classes": str(grades[0]) if len(grades) == 1 else f"{grades[0]}–{grades[-1]}",
            "weekly": hours,
            "planned": hours * weeks,
            "grading": subjects.GRADED if marked else subjects.UNGRADED,
            "scheme": scheme,
        }


def people(classes: Sequence[SchoolClass]) -> Sheet:
    """The class list: all classes on one sheet."""
    sheet = Sheet(class_list.FORM, class_list.FORM.tab)
    for student in (student for group in classes for student in group.students):
        sheet.students.append(student)
        sheet.rows.append(
            {
                "number": len(sheet.rows) + 1, "student": student.name.full, "birth": student.birth,
                "file_number": student.file_number, "school_class": student.school_class, "arrived": student.arrived,
                "left": student.left, "order": student.order, "guardian": student.guardian, "consent": "да",
                "consent_public": student.consent_public, "exemption": student.exemption,
            }
        )  # fmt: skip
    return sheet
