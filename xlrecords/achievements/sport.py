"""The three sport statuses of п. 3.2.2, read literally: what else is won in sport is an achievement, but no such status."""

from __future__ import annotations

from dataclasses import dataclass

from ..decision import Decision, Ground
from ..forms.sport_results import (
    CHAMPION,
    EUROPE,
    GAMES,
    JUNIOR_EUROPE,
    JUNIOR_WORLD,
    MEDALLIST,
    RANKS_OF_EVENTS,
    STATUSES,
    WINNER,
    WORLD,
)

CLAUSE = "п. 3.2.2"
NAMED = {
    **dict.fromkeys(GAMES, (CHAMPION, MEDALLIST)),
    **dict.fromkeys((WORLD, EUROPE), (CHAMPION,)),
    **dict.fromkeys((JUNIOR_WORLD, JUNIOR_EUROPE), (WINNER,)),
}
"""Contest -> statuses that the clause names for it: medallists of the Games only, and no medallists of a championship."""
FIRST = (CHAMPION, WINNER)
"""Two words for the first place: where the clause uses one and the record the other, the document must say which it is."""


@dataclass(frozen=True, slots=True)
class SportResult:
    """What is known of a result in sport; an empty text and None are unknown.

    Attributes:
        rank: Rank of the contest, one of `forms.sport_results.RANKS_OF_EVENTS`.
        status: Result, one of `forms.sport_results.STATUSES`.
        olympic: Whether the sport is in the programme of the Olympic, Paralympic or Deaflympic games.
        place: Place that was taken.
    """

    rank: str = ""
    status: str = ""
    olympic: bool | None = None
    place: int | None = None


def sport_status(result: SportResult, where: str = "") -> Decision:
    """Whether a result gives a status of п. 3.2.2, with its grounds.

    (1) champion or medallist of the Olympic, Paralympic or Deaflympic games; (2) champion of the world or of Europe;
    (3) winner of the junior championship of the world or of Europe, only in a sport of the programme of those games.
    """
    rank = result.rank if result.rank in RANKS_OF_EVENTS else ""
    grounds = [Ground(f"соревнование: {rank or 'ранг не указан'}", rank in NAMED if rank else None, CLAUSE, where)]
    if rank and rank not in NAMED:
        return Decision.of(grounds)
    grounds.append(Ground(_words(result), _named(result, rank), CLAUSE, where))
    if rank in (JUNIOR_WORLD, JUNIOR_EUROPE):
        words = {True: "включён", False: "не включён", None: "не указано, включён ли"}[result.olympic]
        grounds.append(Ground(f"вид спорта в программе Игр: {words}", result.olympic, CLAUSE, where))
    return Decision.of(grounds)


def _words(result: SportResult) -> str:
    place = f", место {result.place}" if result.place is not None else ""
    return f"результат: {result.status or 'не указан'}{place}"


def _named(result: SportResult, rank: str) -> bool | None:
    """Whether the clause names the status for the contest; None where record and clause cannot be compared."""
    if result.status not in STATUSES or not rank:
        return None
    first = result.status in FIRST
    if result.place is not None and (first != (result.place == 1) or (result.status == MEDALLIST and result.place > 3)):
        return None
    if result.status in NAMED[rank]:
        return True
    return None if first else False
