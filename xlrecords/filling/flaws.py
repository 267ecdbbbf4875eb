"""What may be wrong with a template, as findings."""

from __future__ import annotations

from collections.abc import Iterable

from ..issue import Issue, Place, Severity
from ..rule import Rule
from .build import Flaw

PLACEHOLDER = Rule(
    id="placeholder-wrong",
    title="Поле шаблона известно",
    message="в шаблоне {problem}",
    fix="{remedy}",
    clause="4.3",
    severity=Severity.ERROR,
)
RULES = (PLACEHOLDER,)


def issues(book: str, flaws: Iterable[Flaw]) -> tuple[Issue, ...]:
    """A finding for each placeholder that cannot be filled, at its cell."""
    return tuple(
        Issue(PLACEHOLDER, Place(book, flaw.sheet, flaw.cell), flaw.text, {"problem": flaw.message, "remedy": flaw.fix}) for flaw in flaws
    )
