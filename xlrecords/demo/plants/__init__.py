"""Errors that are planted in the invented school: functions that change its sheets and tell what they did and where.

Planting goes in this order: marks for periods, which the summaries repeat; then what needs a page for itself; then
single lines and cells, wherever there is room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from ..places import Places, Planted
from . import (
    achievements,
    archive,
    attendance,
    attestation,
    cells,
    certificates,
    commendations,
    credits,
    dates,
    debts,
    events,
    exams,
    lessons,
    nomenclature,
    olympiads,
    past,
    people,
    rights,
    seals,
    settings,
    sheets,
    summary,
)

Plant: TypeAlias = Callable[[Places], Iterator[Planted]]

BEFORE_SUMMARIES: tuple[Plant, ...] = attestation.MARKS
AFTER_SUMMARIES: tuple[Plant, ...] = (
    *attestation.PAGES, *dates.PAGES, *lessons.PAGES, *people.PAGES, *sheets.PAGES,
    *attestation.LINES, *summary.LINES, *people.LINES, *cells.LINES, *dates.LINES, *lessons.LINES, *settings.LINES, *sheets.LINES,
    *events.LINES, *achievements.LINES, *olympiads.LINES,
)  # fmt: skip
LAST: tuple[Plant, ...] = (
    *exams.LAST, *past.LAST, *debts.LAST, *certificates.LAST, *attendance.LAST, *seals.LAST, *rights.LAST, *credits.LAST, *commendations.LAST,
    *nomenclature.LAST, *archive.LAST,
)  # fmt: skip
"""Errors beside the journals: in what repeats them, in earlier years, in the seals, in registers; the journals are not changed any more."""
