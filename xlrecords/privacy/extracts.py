"""Lines of one class out of a list or register that the whole school keeps on one sheet: written anew on a sheet of the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ..book import Cell
from ..forms import ACHIEVEMENTS, REGISTERS
from ..kind import plain
from ..school import School
from ..sheets.records import Records
from ..sheets.template import Content, write
from .aligning import value_at
from .cutting import Cut
from .pages import people_of

EXTRACTED: Final = ("class_list", *REGISTERS, *ACHIEVEMENTS)
"""Forms whose lines may be handed out to who leads the class; who asked, agreed and was told of is not among them."""
SPARE: Final = 5
"""Blank lines below, for those who come."""


def extract(school: School, book: str, sheet: str, groups: Collection[str]) -> tuple[bytes, Cut] | None:
    """Lines of some classes of a sheet.

    Args:
        school: What was read.
        book: Name of the book.
        sheet: Name of the sheet.
        groups: Classes in canonical form.

    Returns:
        A workbook with one sheet of the form and of the same name, and who stands on it; None if the sheet is no such list, holds
        several tables, has names in several cells, or none of these classes.
    """
    for records in (school.records[name] for name in EXTRACTED if name in school.records):
        places = zip(records.sheets["book"].astype(str), records.sheets["sheet"].astype(str), strict=True)
        ids = [index for index, place in enumerate(places) if place == (book, sheet)]
        if len(ids) == 1 and "school_class" in records.rows:
            return _extract(school, records, ids[0], book, sheet, groups)
    return None


def _extract(school: School, records: Records, id: int, book: str, sheet: str, groups: Collection[str]) -> tuple[bytes, Cut] | None:
    form, cells = records.form, records.cells[id]
    own = (records.rows["sheet_id"] == id).to_numpy() & school.groups(records).isin(list(groups)).to_numpy()
    lines = records.rows["row"].to_numpy()[own].tolist()
    at = {column.name: int(records.places[column.name][id]) - 1 for column in form.columns if records.places[column.name][id] > 0}
    names = records.rows["student"].astype(object)[own].tolist()
    if (
        not lines
        or "student" not in at
        or any(plain(value_at(cells, line - 1, at["student"])) != plain(name) for line, name in zip(lines, names, strict=True))
    ):
        return None
    head = {
        column.name: _writable(value_at(cells, int(records.labels[column.name][0][id]) - 1, int(records.labels[column.name][1][id]) - 1))
        for column in form.head
        if records.labels[column.name][0][id] > 0
    }
    content = Content(
        head=head,
        rows=[{name: _writable(value_at(cells, line - 1, column)) for name, column in at.items()} for line in lines] + [{}] * SPARE,
        columns=[column.name for column in form.columns if column.name in at and not column.offered],
        without=[column.name for column in form.columns if column.name not in at and column.offered],
    )
    with TemporaryDirectory() as folder:
        path = Path(folder, "extract.xlsx")
        write(path, [(form, content, sheet)])
        data = path.read_bytes()
    persons = [person for person, wanted in zip(people_of(records, school, school), own.tolist(), strict=True) if wanted]
    known = frozenset(person for person in persons if person >= 0)
    strangers = frozenset(str(name) for name, person in zip(names, persons, strict=True) if person < 0)
    return data, Cut(book, (sheet,), known, strangers)


def _writable(value: Cell) -> object:
    """A value as a sheet of a form takes it; times of day and lengths of time are text."""
    return value if isinstance(value, str | float | bool | dt.date) else plain(value)
