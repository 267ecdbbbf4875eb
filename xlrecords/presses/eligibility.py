"""The button «Право на особые условия»."""

from __future__ import annotations

from ..button import Answer, Desk, Tone
from ..command import Request
from ..commands.eligibility import DEFAULT
from ..commands.eligibility import eligible as decide
from .common import NO_SCHOOL, live, save_first, school_of, told
from .summing import FOLDER


def eligible(desk: Desk) -> Answer:
    """Who of the school may be given special conditions and commendations; the workbook opens."""
    if desk.path is None:
        return save_first("Право на особые условия")
    folder = school_of(desk.path)
    if folder is None:
        return Answer(NO_SCHOOL, Tone.WARNING)
    outcome = decide(Request(paths=(folder,), out=folder / FOLDER / DEFAULT, live=live(desk), progress=desk.progress))
    return told(outcome, first="Особые условия", open=outcome.written)
