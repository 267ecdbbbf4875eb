"""What «Готовность» finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that work rests on.

    Attributes:
        ok: Whether it is in order; None: it was not looked at, or is no hindrance.
        text: What it is, a sentence.
        remedy: What to do, a sentence; empty where nothing is to be done.
    """

    ok: bool | None
    text: str
    remedy: str = ""
