"""Which of several things were moved: the fewest that must be, for the others to stand in their old order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


def moved(pairs: Iterable[tuple[int, int]]) -> int:
    """How many of some things, given by their old and their new places, left the order of the others."""
    ends: list[int] = []
    count = 0
    for _, place in sorted(pairs):
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
        count += 1
    return count - len(ends)
