"""Report of the class teachers: who is in which category, with the subjects and teachers that decide it (п. 3.2.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

import numpy as np

from ...attestation.categories import CATEGORIES, FAILING, NO_DATA, NOT_ATTESTED, OF_QUALITY, ONE_FOUR, ONE_THREE, PLURALS
from ...attestation.indicators import NAMES, outcomes
from ...report import Cell, Field, Figure, Page
from .class_sheet import NO_CLASS, NO_SUBJECT, Sheet, judged, sheets, student_names, texts
from .parallels import of_categories, people_counted, share_of, why_listed
from .rates import Rating, why_sum
from .summary import Summary

TAB: Final = "Отчёт по классам"
FIELDS: Final = (
    Field("Класс", 10),
    Field("Категория", 33),
    Field("Учеников", 10, centred=True),
    Field("Кто (предмет, учитель)", 96, wrapped=True),
)
NOBODY: Final = "—"
_WANTED: Final = {"n2": "«2»", "n1": "«1»", "na": "н/а", "blank": "не выставлено"}


def pages(summary: Summary) -> Iterator[Page]:
    """One page for all classes; none where nobody has marks for the period."""
    rating, tallied, told = Rating.of(summary), of_categories(summary), listed(summary)
    rows: list[Sequence[Cell]] = []
    tones: list[str] = []
    page = Page(
        TAB,
        f"Отчёт классных руководителей: {summary.title}",
        f"{summary.note}. Категории проверяются сверху вниз: нет данных, неуспевающие, не аттестованы, отличники и далее",
        FIELDS,
        rows,
        tones,
        signatures=("Заместитель директора",),
    )
    for group, sheet in sheets(summary).items():
        if sheet.counts:
            rows += _of_class(page, len(rows), sheet, tallied[group], told.get(group, {}), rating)
            tones += [*("" for _ in CATEGORIES), "total", "total"]
    if rows:
        yield page


def _of_class(
    page: Page, top: int, sheet: Sheet, tallied: Mapping[str, int], told: Mapping[str, Sequence[str]], rating: Rating
) -> Iterator[list[Cell]]:
    title = sheet.board.group or NO_CLASS
    at = {}
    for place, name in enumerate(CATEGORIES):
        number = tallied[name]
        at[name] = page.cell(top + place, 2)
        formula = f'=COUNTIF({sheet.categories},"{name}")'
        who = "; ".join(told.get(name, ())) or NOBODY
        yield [title, PLURALS[name].capitalize(), Figure(number, formula, partial(why_listed, name, number, sheet.page.tab)), who]
    counted = people_counted(rating)
    people = sum(tallied[name] for name in counted)
    formula = "=" + "+".join(at[name] for name in counted)
    why = partial(why_sum, "Учтено", people, [PLURALS[name] for name in counted])
    yield [title, f"Учтено ({rating.denominator})", Figure(people, formula, why), ""]
    share = share_of(rating, OF_QUALITY, tallied, at, "Качество по классу")
    yield [title, "Качество по классу, %", share, "Доля отличников, с одной «4» и хорошистов; это не качество знаний по предметам"]


def listed(summary: Summary) -> dict[str, dict[str, list[str]]]:
    """Students of each class and category, with what decides it: «Крылов Иван (Алгебра, Репникова О. В.)»."""
    frame, names, open_subjects = judged(summary), brief_names(summary), _open(summary)
    found: dict[str, dict[str, list[str]]] = {}
    graded = frame[list(NAMES)].sum(axis=1).tolist()
    columns = (frame[name].tolist() for name in ("student", "group", "category", "subject", "teacher"))
    for student, group, category, subject, teacher, subjects in zip(*columns, graded, strict=True):
        why = _words(category, open_subjects.get(student, {}), subject, teacher, subjects)
        name = f"{names.get(student, '')} ({why})" if why else names.get(student, "")
        found.setdefault(group if isinstance(group, str) else "", {}).setdefault(category, []).append(name)
    for categories in found.values():
        for people in categories.values():
            people.sort(key=lambda text: text.lower().replace("ё", "е"))
    return found


def _words(category: str, of_student: Mapping[str, Sequence[str]], subject: object, teacher: object, subjects: int) -> str:
    """What decides the category of a student who has so many subjects with marks."""
    if category in (ONE_FOUR, ONE_THREE):
        return ", ".join(text for text in (subject or NO_SUBJECT, teacher) if isinstance(text, str) and text)
    wanted = {FAILING: ("n2", "n1", "na"), NOT_ATTESTED: ("na",), NO_DATA: ("blank",)}.get(category, ())
    found = {name: of_student[name] for name in wanted if name in of_student}
    return "; ".join(f"{_WANTED[name]}: {'все предметы' if len(of) == subjects > 1 else ', '.join(of)}" for name, of in found.items())


def _open(summary: Summary) -> dict[int, dict[str, list[str]]]:
    """Subjects in which a student has «2», «н/а» or nothing, by outcome."""
    marks = summary.marks
    outcome = outcomes(marks)
    here = np.flatnonzero(marks["graded"].to_numpy(bool) & np.isin(outcome, [NAMES.index(name) for name in _WANTED]))
    part = marks.iloc[here]
    found: dict[int, dict[str, list[str]]] = {}
    for student, subject, at in zip(part["student"].tolist(), texts(part["subject"], NO_SUBJECT), outcome[here].tolist(), strict=True):
        found.setdefault(student, {}).setdefault(NAMES[at], []).append(subject)
    return found


def brief_names(summary: Summary) -> dict[int, str]:
    """Surname and first name of each student; the full name where two of a class share these."""
    return summary.once("brief names", lambda: _brief_names(summary))


def _brief_names(summary: Summary) -> dict[int, str]:
    full = student_names(summary)
    groups = dict(zip(full, texts(summary.students["group"]), strict=True))
    brief = {number: " ".join(name.split()[:2]) for number, name in full.items()}
    shared = Counter((groups[number], name) for number, name in brief.items())
    return {number: full[number] if shared[groups[number], name] > 1 else name for number, name in brief.items()}
