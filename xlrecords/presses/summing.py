"""The button «Сводная ведомость»."""

from __future__ import annotations

from ..button import Answer, Desk, Tone
from ..command import Request
from ..commands.reading import nothing_collected
from ..commands.summing import summary as summarise
from ..forms import SUMMARIES
from .common import NO_SCHOOL, Front, front, of_book, read, save_first, school_of, told

FOLDER = "Итоги"
"""Folder of reports in that of the school."""
SOURCES = ("class_journal", *SUMMARIES)
"""Forms out of which a summary is made."""


def summary(desk: Desk) -> Answer:
    """The summary of the book in front if it holds marks, else of the whole school; it opens."""
    if desk.path is None:
        return save_first("Сводная ведомость")
    folder = school_of(desk.path)
    with nothing_collected():
        found = front(desk)
        year = _year(found)
    if year is None and folder is None:
        return Answer(NO_SCHOOL, Tone.WARNING)
    paths = (desk.path,) if year is not None else (folder or desk.path.parent,)
    out = (folder or desk.path.parent) / FOLDER
    outcome = summarise(Request(paths=paths, out=out, year=year or "", live=found.live, progress=desk.progress))
    return told(outcome, first="Период", open=outcome.written)


def _year(found: Front) -> str | None:
    """School year of the marks in the book in front, empty for the current one; None if it holds none."""
    school, _ = read(found)
    for era in (school, *school.past):
        records = (era.records[name] for name in SOURCES if name in era.records)
        if any(of_book(frame, found.book.name) for frame in records):
            return "" if era is school or era.year is None else f"{era.year}/{era.year + 1}"
    return None
