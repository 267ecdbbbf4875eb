"""ВСОКО: passing rate, quality, degree of learning and mean by class and subject, coloured from low to high (п. 3.2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from ...report import Cell, Field, Figure, Heat, Page
from .class_sheet import NO_CLASS, Sheet, Value, sheets, short
from .rates import RATES, TITLES, Rating, why_rate
from .summary import Summary

BOUNDS: Final = {
    "passing": (50.0, 85.0, 100.0), "quality": (20.0, 50.0, 80.0), "learning": (36.0, 50.0, 64.0), "mean": (3.0, 3.75, 4.5),
}  # fmt: skip
"""Where the low, the middle and the high colour stand: colours only, nothing is concluded from them."""
TABS: Final = {"passing": "ВСОКО успеваемость", "quality": "ВСОКО качество", "learning": "ВСОКО СОУ", "mean": "ВСОКО средний балл"}


def pages(summary: Summary) -> Iterator[Page]:
    """A page for each indicator; none where nobody has marks for the period."""
    classes = [sheet for sheet in sheets(summary).values() if sheet.counts]
    rank = {name: place for place, name in enumerate(summary.school.subject_names.values())}
    subjects = sorted({subject for sheet in classes for subject in sheet.counts}, key=lambda name: (rank.get(name, len(rank)), name))
    if not subjects:
        return
    rating = Rating.of(summary)
    for name, tab in TABS.items():
        place = RATES.index(name)
        rows: list[list[Cell]] = []
        for sheet in classes:
            known = sheet.rates
            figures = (_figure(sheet, subject, name, known[subject][place], rating) if subject in known else None for subject in subjects)
            rows.append([sheet.board.group or NO_CLASS, *figures])
        yield Page(
            tab,
            f"ВСОКО. {TITLES[name]}: {summary.title}",
            f"{summary.note}. Строка — класс, столбец — предмет",
            (
                Field("Класс", 10, centred=True),
                *(Field(short(subject, summary.school), 7, turned=True, centred=True) for subject in subjects),
            ),
            rows,
            heats=(Heat(tuple(range(1, len(subjects) + 1)), BOUNDS[name]),),
            frozen=1,
            filtered=False,
        )


def _figure(sheet: Sheet, subject: str, name: str, value: Value, rating: Rating) -> Figure:
    return Figure(value, f"={sheet.at(subject, name)}", partial(why_rate, rating, name, sheet.counts[subject]))
