"""Of which school year a table is: what its head says and what its dates say, where they agree (п. 4.3)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from ..kind import parse_date, parse_school_year
from .locate import Block

LOOKED_AT = 9
"""So many headings of a grid tell its year: one date with a slip of the pen among them does not."""


def year_of(block: Block) -> int | None:
    """First calendar year of the school year of a table; None if it says nothing, or its head another year than its dates."""
    written = parse_school_year(block.heads["year"][2]) if "year" in block.heads else None
    head = int(written[:4]) if isinstance(written, str) else None
    dated = _by_dates(block)
    return head if dated is None else dated if head in (None, dated) else None


def _by_dates(block: Block) -> int | None:
    """The year in which most dates above the marks lie."""
    if block.form.grid is None or block.form.grid.heading.name != "date" or not len(block.grid):
        return None
    values = block.grid.values[:: max(1, len(block.grid) // LOOKED_AT)]
    days = [day for value in values if isinstance(day := parse_date(value), dt.date)]
    return Counter(day.year - (day.month < 8) for day in days).most_common(1)[0][0] if days else None


def by_year(blocks: Mapping[str, Sequence[Block]], current: int | None) -> dict[int | None, dict[str, list[Block]]]:
    """Tables by school year, then by name of the form.

    Args:
        blocks: Tables by name of the form.
        current: First calendar year of the current school year; None: the school did not set it, then it is the latest
            year of which there are tables.

    Returns:
        Under None the tables of the current year, of no year and of a later one; then earlier years, the latest first.
    """
    sheets: dict[tuple[str, str], int] = {}
    for found in blocks.values():
        for block in found:
            if (year := year_of(block)) is not None:
                sheets.setdefault((block.book, block.sheet), year)
    latest = current if current is not None else max(sheets.values(), default=0)
    split: dict[int | None, dict[str, list[Block]]] = {None: {}}
    split |= {year: {} for year in sorted({year for year in sheets.values() if year < latest}, reverse=True)}
    for name, found in blocks.items():
        for block in found:
            year = sheets.get((block.book, block.sheet), latest)
            split[year if year < latest else None].setdefault(name, []).append(block)
    return split
