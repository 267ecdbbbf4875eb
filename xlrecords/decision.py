"""A decision: grounds, each met, not met or unknown, with a clause. Unknown never grants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Answer(Enum):
    """What is decided."""

    YES = "да"
    NO = "нет"
    UNKNOWN = "не хватает данных"


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground of a decision.

    Attributes:
        text: What is asked and what was found, in Russian: «русский язык, ЕГЭ: 74 при нужных 70».
        met: Whether it is met; None: unknown.
        clause: Clause of the regulation or act that asks for it.
        where: Place of the figure it rests on, «Сводная»!F7, or an empty text.
    """

    text: str
    met: bool | None
    clause: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from all grounds together: one that is not met decides «no», else one that is unknown leaves it open."""

    grounds: tuple[Ground, ...]

    @classmethod
    def of(cls, grounds: Iterable[Ground]) -> Decision:
        """A decision on grounds, all of which must be met."""
        return cls(tuple(grounds))

    @property
    def answer(self) -> Answer:
        """Yes only if there are grounds and all are met."""
        if any(ground.met is False for ground in self.grounds):
            return Answer.NO
        if not self.grounds or any(ground.met is None for ground in self.grounds):
            return Answer.UNKNOWN
        return Answer.YES

    def lacking(self) -> tuple[Ground, ...]:
        """Grounds that are not met, then those that are unknown."""
        return tuple(ground for met in (False, None) for ground in self.grounds if ground.met is met)
