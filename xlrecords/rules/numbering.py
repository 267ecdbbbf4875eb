"""Numbers of entries that must follow each other without gaps and repeats."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator


def breaks(numbered: Iterable[tuple[Hashable, int | None]]) -> Iterator[tuple[int, int | None, int]]:
    """Entries whose number does not follow from the one before.

    Args:
        numbered: Series that each entry belongs to, and its number; None: it has none, and is passed over. The first number of a
            series is free, for registers go on over years.

    Returns:
        Position of the entry; that of the first entry of the series with the same number, or None; the number before it.
    """
    last: dict[Hashable, int] = {}
    seen: dict[tuple[Hashable, int], int] = {}
    for place, (series, number) in enumerate(numbered):
        if number is None:
            continue
        before, first = last.get(series), seen.setdefault((series, number), place)
        if before is not None and (first != place or number != before + 1):
            yield place, first if first != place else None, before
        last[series] = max(number, before or 0) if first != place else number
