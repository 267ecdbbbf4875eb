"""Errors in results of exams and works, and in their scales."""

from __future__ import annotations

from collections.abc import Iterator

from ...scales import OGE
from ..calendar import LAST_YEAR
from ..exams import BUILT_IN, INVENTED, points
from ..graduates import ELEVENTH, FIRST_EXAMS
from ..places import Line, Page, Places, Planted
from ..school import WRITERS
from ..sheet import Sheet

MATHEMATICS = "Математика"


def exam_mark_differs(places: Places) -> Iterator[Planted]:
    """Points that give another mark than is written."""
    page = places.of_form("oge_results", year=LAST_YEAR)
    line = places.free_line(page, lambda line: line.values["subject"] == MATHEMATICS)
    mark = int(str(line.values["mark"]))
    line.values["primary"] = points(mark - 1 if mark > 3 else mark + 1, BUILT_IN[MATHEMATICS], places.chance)
    yield line.planted("exam-mark-differs", f"отметка {mark}, а первичный балл изменён на {line.values['primary']}", "mark")


def exam_result_missing(places: Places) -> Iterator[Planted]:
    """An exam of choice without its score."""
    page = places.of_form("ege_results", year=LAST_YEAR)
    line = places.free_line(page, lambda line: line.values["subject"] not in FIRST_EXAMS)
    was = line.values.pop("score")
    yield line.planted("exam-result-missing", f"{line.values['subject']}: убран тестовый балл {was}", "score")


def certificate_unfounded(places: Places) -> Iterator[Planted]:
    """A compulsory exam below its minimum, of somebody who has a certificate."""
    book = places.of_form("certificate_book", school_class=ELEVENTH)
    student = places.person(book)
    exams = places.of_form("ege_results", year=LAST_YEAR)
    row = next(row for row, other in enumerate(exams.sheet.students) if other is student)
    exam = places.take_line(Line(exams, row))
    was, exam.values["score"] = exam.values["score"], 20
    line = Line(book, book.sheet.students.index(student))
    note = f"{student.written}: балл ЕГЭ по русскому языку вместо {was} — 20, ниже минимума; аттестат записан"
    yield line.planted("certificate-unfounded", note, "student")


def primary_over_most(places: Places) -> Iterator[Planted]:
    """More points than the work has."""
    line = places.free_line(_work(places), lambda line: "primary" in line.values)
    most = int(str(line.page.sheet.head["most"]))
    line.values["primary"] = most + 3
    yield line.planted("primary-over-most", f"первичный балл {most + 3} при наибольшем {most}", "primary")


def vpr_previous_differs(places: Places) -> Iterator[Planted]:
    """Another mark for the period before than the journal has."""
    page = _work(places)
    line = places.free_line(page, lambda line: isinstance(line.values["previous"], int) and _stands(places, line))
    was = int(str(line.values["previous"]))
    line.values["previous"] = was - 1 if was > 3 else was + 1
    yield line.planted("vpr-previous-differs", f"отметка за 1 четверть вместо {was} — {line.values['previous']}", "previous")


def _work(places: Places) -> Page:
    """A work whose journal is whole, and names its subject."""
    pages = [places.of_form("vpr_results", school_class=group, subject=subject) for group in WRITERS for subject in ("Русский язык",)]
    return places.chance.choice(pages)


def _stands(places: Places, line: Line) -> bool:
    """Whether the journal has the student as he is, with the mark that the sheet of the work repeats."""
    journal = _journal(places, line.page.sheet)
    if line.student not in journal.students or journal.head["subject"] != journal.subject:
        return False
    values = journal.rows[journal.students.index(line.student)]
    return values["student"] == line.student.written and values.get("quarter1") == line.values["previous"]


def _journal(places: Places, work: Sheet) -> Sheet:
    group = next(group for group in places.school.classes if group.name == work.head["school_class"])
    return next(sheet for sheet in places.school.journals(group) if sheet.subject == work.head["subject"])


def scales(places: Places) -> Iterator[Planted]:
    """Thresholds that fall, a condition that says nothing, a region that is not that of the school."""
    page = places.settings("scales")
    rows = page.sheet.rows
    rows.append({"exam": OGE, "exam_year": 2027, "subject": "Химия", "three": 21, "four": 10, "five": 31, "most": 40, "source": INVENTED})
    yield Line(page, len(rows) - 1).planted("scale-wrong", "порог «4» ниже порога «3»", "three")
    bounds = {"three": 8, "four": 15, "five": 22, "most": 31}
    rows.append({"exam": OGE, "exam_year": 2027, "subject": MATHEMATICS, **bounds, "conditions": "проверить геометрию", "source": INVENTED})
    yield Line(page, len(rows) - 1).planted("scale-condition-unreadable", "условие записано словами «проверить геометрию»", "conditions")
    where = {"region": "Приморский край", "subject": "Литература"}
    rows.append({"exam": OGE, "exam_year": 2027, **where, "three": 16, "four": 24, "five": 32, "most": 37, "source": INVENTED})
    yield Line(page, len(rows) - 1).planted("scale-region-differs", "шкала Приморского края", "region")


LAST = (exam_mark_differs, certificate_unfounded, exam_result_missing, primary_over_most, vpr_previous_differs, scales)
