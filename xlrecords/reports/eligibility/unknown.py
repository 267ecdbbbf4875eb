"""«Не узнаны»: lines that nobody of the class list is known for sure to be meant by, with those who may be; and unknown subjects."""

from __future__ import annotations

from collections.abc import Iterator

from ...achievements.choice import unknown_headings
from ...achievements.joining import Line, label, lines
from ...forms import BY_NAME
from ...report import Cell, Field, Page
from ...school import School
from ..grounds import PRIVATE

FORMS = (
    "achievement_sheet", "achievement_register", "olympiad_results", "sport_results", "supporting_documents", "portfolio", "talent_register",
    "applications", "consents", "exam_choice",
)  # fmt: skip
FIELDS = (
    Field("Форма", 28, wrapped=True), Field("Где", 34, wrapped=True), Field("Как записано", 30, wrapped=True), Field("Класс", 8, centred=True),
    Field("Почему не узнано", 34, wrapped=True), Field("Кто может быть", 44, wrapped=True),
)  # fmt: skip


def unknown(school: School) -> Iterator[Page]:
    """Lines of all registers of which it is not known whose they are, and headings of the choice of exams that are no subject."""
    rows = [_row(line, school) for form in FORMS for line in lines(school, form) if line.person < 0]
    rows += [
        [BY_NAME["exam_choice"].title, where, heading, "", "такого предмета в учебном плане нет", "впишите предмет, как в учебном плане"]
        for heading, where in unknown_headings(school)
    ]
    if rows:
        note = f"Строки не учтены ни за кем: исправьте имя или класс; если сменилась буква класса, допишите номер личного дела в скобках. {PRIVATE}"
        yield Page("Не узнаны", "Кого не удалось узнать", note, FIELDS, rows, frozen=0)


def _row(line: Line, school: School) -> list[Cell]:
    roster = school.roster
    may_be = "; ".join(f"{label(school, person)}, {roster.classes[person]}" for person in line.candidates) if roster else ""
    year = f" ({line.year}/{line.year + 1})" if line.year and not line.current else ""
    return [f"{BY_NAME[line.form].title}{year}", line.where(), line.student, line.group, line.why, may_be]
