"""Where the tables of known sheets stand, for their pages: what is repeated on each, and where a page may best end (п. 4.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..book import EMPTY, Rows
from ..kind import DATED_TERMS, TERMS
from ..pdf.archival import Frame, Table

if TYPE_CHECKING:
    from ..school import School
    from ..sheets.records import Records

HEADING = 4
"""A heading takes so many rows at most."""
NAME = 3
"""A name takes so many columns at most: surname, name, patronymic."""
NONE = np.empty(0, np.int64)
PAUSE = np.timedelta64(7, "D")
"""Where the school did not date its terms, one ends before so many days without a lesson."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A table as it stands: rows of its headings, its last row, its register of lessons (row, column; beside or below), and its frame."""

    heading: tuple[int, int]
    last: int
    title_columns: tuple[int, int] | None
    breaks: tuple[int, ...]
    kept: tuple[tuple[int, int], ...]
    register: tuple[int, int] | None
    beside: bool
    rows: Rows


def frames(school: School) -> Mapping[tuple[str, str], Frame]:
    """Tables of each sheet with a table of a known form, by book and sheet; of earlier school years too."""
    found: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for era in (school, *school.past):
        for records in era.records.values():
            for key, place in _places(era, records):
                found[key].append(place)
    return {key: Frame(tuple(_tables(sorted(places, key=lambda place: place.heading)))) for key, places in sorted(found.items())}


def _tables(places: list[_Place]) -> Iterator[Table]:
    """Tables of a sheet from top to bottom."""
    above = 0
    for place in places:
        row = _start(place.rows, place.heading[0], above)
        yield Table(row, 1, place.heading, place.title_columns, place.breaks, place.kept)
        above = place.last
        if place.register and place.beside:
            yield Table(row, place.register[1], place.heading)
        elif place.register:
            top = _start(place.rows, place.register[0], above)
            yield Table(top, 1, (place.register[0], place.register[0]))


def _start(rows: Rows, heading: int, above: int) -> int:
    """First row of the lines that stand above a heading; one empty row may part them from it."""
    row, gaps = heading, 0
    while row - 1 > above and gaps < 2:
        row -= 1
        gaps = gaps + 1 if all(cell == EMPTY for cell in rows[row - 1]) else 0
    return row + gaps


def _places(school: School, records: Records) -> Iterator[tuple[tuple[str, str], _Place]]:
    bodies, grids, lessons = (_by_sheet(table) for table in (records.rows, records.headings, records.lessons))
    groups = school.sheet_groups(records) if "school_class" in records.sheets else [""] * len(records.sheets)
    for id, (book, sheet) in enumerate(zip(records.sheets["book"], records.sheets["sheet"], strict=True)):
        first = int(records.heading_rows[id])
        grid = grids.get(id, {})
        heads = [first, *grid.get("row", NONE).tolist()]
        body = bodies[id]["row"].tolist() if id in bodies else []
        end = max(body, default=max(heads))
        last = max(*heads, min(min(body, default=max(heads) + 1) - 1, first + HEADING - 1))
        register, beside = _register(records, id, last, end, int(lessons[id]["row"].min()) if id in lessons else 0)
        yield (
            (str(book), str(sheet)),
            _Place(
                heading=(min(heads), last),
                last=end,
                title_columns=_names(records, id, grid.get("column", NONE).tolist()),
                breaks=_breaks(school, records, id, groups[id], grid["date"], grid["column"]) if "date" in grid else (),
                kept=_kept(records, id, body, end),
                register=register,
                beside=beside,
                rows=records.cells[id],
            ),
        )


def _by_sheet(table: pd.DataFrame) -> dict[int, dict[str, NDArray[Any]]]:
    """Rows of a table for each sheet, their columns `row`, `column` and `date` as arrays; a table of pandas for each would be slow."""
    if table.empty:
        return {}
    ids = table["sheet_id"].to_numpy()
    order = ids.argsort(kind="stable")
    starts = np.flatnonzero(np.diff(ids[order], prepend=-1))
    parts = {name: np.split(table[name].to_numpy()[order], starts[1:]) for name in ("row", "column", "date") if name in table}
    return {int(id): {name: arrays[place] for name, arrays in parts.items()} for place, id in enumerate(ids[order][starts])}


def _register(records: Records, id: int, heading: int, end: int, first: int) -> tuple[tuple[int, int] | None, bool]:
    """Row of the headings and first column of the register of lessons, and whether it stands beside the table."""
    names = [column.name for column in records.form.lessons]
    columns = [int(records.places[name][id]) for name in names if records.places[name][id]]
    if not columns:
        return None, False
    if not first or first <= end or first == heading + 1:
        return (heading, min(columns)), True
    return (first - 1, 1), False


def _names(records: Records, id: int, grid: Sequence[int]) -> tuple[int, int] | None:
    """Columns of number and name: from the first of the table to that of the student, or of the first thing it cannot be without."""
    lessons = {column.name for column in records.form.lessons}
    placed = {name: int(columns[id]) for name, columns in records.places.items() if columns[id] and name not in lessons}
    name = "student" if "student" in placed else next((sign for sign in records.form.signs if sign in placed), "")
    if not name:
        return None
    others = [column for column in (*placed.values(), min(grid, default=0)) if column > placed[name]]
    last = min(others, default=placed[name] + 1) - 1
    return min(placed.values()), min(last, placed[name] + NAME - 1)


def _kept(records: Records, id: int, body: Sequence[int], end: int) -> tuple[tuple[int, int], ...]:
    """Rows of one student each, where the name stands in the first of them only."""
    names = [column.name for column in records.form.columns if column.carried and records.places[column.name][id]]
    if not names:
        return ()
    place, cells = int(records.places[names[-1] if "student" not in names else "student"][id]), records.cells[id]
    starts = [row for row in body if cells[row - 1][place - 1] != EMPTY]
    return tuple((first, after - 1) for first, after in pairwise([*starts, end + 1]) if after - 1 > first)


def _breaks(school: School, records: Records, id: int, group: str, dates: NDArray[np.datetime64], places: NDArray[Any]) -> tuple[int, ...]:
    """Columns with which a period ends: its last lesson, or the mark for it that follows."""
    marks = {int(records.places[term][id]) for term in TERMS if term in records.places and records.places[term][id]}
    dated = ~np.isnat(dates)
    if not dated.any():
        return ()
    order = places[dated].argsort(kind="stable")
    days, columns = dates[dated][order], places[dated][order]
    terms = [term.last for name, term in school.terms(group).items() if name in DATED_TERMS]
    if terms:
        ends = {int(columns[days <= day].max()) for day in terms if (days <= day).any()}
    else:
        ends = {int(column) for column, pause in zip(columns, np.diff(days), strict=False) if pause > PAUSE}
    ends |= {column - 1 for column in marks if column - 1 not in marks} | {int(columns.max())}
    return tuple(sorted({_end(column, marks, int(columns.max())) for column in ends | marks}))


def _end(column: int, marks: set[int], last: int) -> int:
    """The last of the marks for periods that follow a column; the column itself where marks stand together after the last lesson."""
    after = column
    while after + 1 in marks:
        after += 1
    return after if column in marks or after < last else column
