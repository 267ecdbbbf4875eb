"""What is wrong and where. The words come from the rule; the issue only carries the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from .words import phrase

if TYPE_CHECKING:
    from .rule import Rule


class Severity(Enum):
    """How much an issue matters: an error blocks the archive, a warning may be accepted with a reason."""

    ERROR = "ошибка"
    WARNING = "предупреждение"
    NOTE = "заметка"


@dataclass(frozen=True, slots=True)
class Place:
    """Where: book, sheet, cell. An empty cell means the sheet as a whole, an empty sheet the book."""

    book: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        sheet = f" «{self.sheet}»" if self.sheet else ""
        return f"{self.book}{sheet}" + (f"!{self.cell}" if self.cell else "")


@dataclass(frozen=True, slots=True)
class Issue:
    """A rule that is broken at a place, with the facts of its message and the text that stands in the cell."""

    rule: Rule
    place: Place
    value: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is wrong, in Russian."""
        return phrase(self.rule.message, self._words)

    @property
    def fix(self) -> str:
        """What to do, in Russian: an imperative sentence."""
        return phrase(self.rule.fix, self._words)

    @property
    def _words(self) -> Mapping[str, object]:
        return {"value": self.value, **self.facts}
