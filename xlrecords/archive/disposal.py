"""Which cases a draft act of destruction lists: those whose term has run out and against which nothing stands (п. 7.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .inventory import Doomed
from .keeping import State
from .ledger import Entry

WORKING = "книги ещё в папке школы"
"""What is noted beside cases that are not in the archive."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cases alike, as one row of an act: the row, and the cases that it counts."""

    row: Doomed
    entries: tuple[Entry, ...]


def due(entries: Iterable[Entry]) -> tuple[Group, ...]:
    """Rows of an act, in the order of the nomenclature: cases of one heading, term and inventory that lie alike are one row."""
    groups: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        if entry.kept.state is State.DUE:
            row = entry.heading
            groups.setdefault((row.index, row.title, term(entry), entry.code, note(entry)), []).append(entry)
    return tuple(
        Group(Doomed(title, _dates(found), code, index, len(found), words, remark), tuple(found))
        for (index, title, words, code, remark), found in groups.items()
    )


def note(entry: Entry) -> str:
    """What is noted beside a case: that it is not in the archive, that it names another school."""
    if not entry.bag:
        return WORKING
    return f"в деле указана школа: {entry.school}" if entry.school else ""


def term(entry: Entry) -> str:
    """Term and article: «5 лет, ст. 441»."""
    return ", ".join(part for part in (entry.heading.term, entry.heading.article) if part)


def _dates(entries: Sequence[Entry]) -> str:
    """School years of some cases; of cases that have none the years in which they ended."""
    years = {entry.year for entry in entries if entry.year}
    ended = sorted({entry.ended.year for entry in entries if entry.ended and not entry.year})
    return ", ".join((*year_ranges(years), *map(str, ended)))


def year_ranges(years: Iterable[int]) -> tuple[str, ...]:
    """School years without gaps together, by their first calendar years: {2018, 2019, 2021} -> «2018/2019–2019/2020», «2021/2022»."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and runs[-1][1] == year - 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return tuple(f"{first}/{first + 1}" + (f"–{last}/{last + 1}" if last > first else "") for first, last in runs)
