"""«Учебная школа»: an invented school with planted errors and their key, for learning, for tests, for the demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..edits import Value
from ..ooxml.package import Package
from .calendar import LAST_YEAR, TODAY
from .key import Entry, Key, RuleScore, Score, compare, write_key
from .people import LEAST_CLASSES, MOST_CLASSES

if TYPE_CHECKING:
    from ..sheets.template import Layout
    from .sheet import Sheet

__all__ = ["LAST_YEAR", "LEAST_CLASSES", "MOST_CLASSES", "TODAY", "Entry", "Key", "RuleScore", "Score", "build", "compare"]

SCHOOL, KEY_FILE = "Школа", "Ключ ошибок.xlsx"
CORRECTED = "5А"
"""Class in whose journal one mark may be changed, to be found again."""
GOOD = (4, 5)


def build(folder: Path, classes: int = 11, seed: int = 2026, plant: bool = True) -> Key:
    """Write an invented school, and the key of its planted errors beside it.

    Args:
        folder: Where to write; it is made if it is not there.
        classes: How many classes, from `LEAST_CLASSES` to `MOST_CLASSES`.
        seed: Decides everything that is invented: the same seed gives the same bytes.
        plant: Whether errors are planted; without them a check finds nothing.

    Returns:
        The folder to check, and what a check must find there.

    Raises:
        ValueError: So many classes are not possible.
    """
    from . import corrections, seals
    from .places import Places
    from .plants import AFTER_SUMMARIES, BEFORE_SUMMARIES, LAST, files
    from .school import SETTINGS_BOOK, invent
    from .sheet import write_book

    school = invent(classes, seed)
    places = Places(school)
    planted = [spot for plants in (BEFORE_SUMMARIES if plant else ()) for spot in plants(places)]
    school.summarise()
    planted += [spot for plants in (AFTER_SUMMARIES if plant else ()) for spot in plants(places)]
    corrections.register(places)
    school.attend()
    planted += [spot for plants in (LAST if plant else ()) for spot in plants(places)]
    root = folder / SCHOOL
    layouts = {(book, tab): layout for book, sheets in school.books.items() for tab, layout in write_book(root / book, sheets).items()}
    for book, changes in school.changes.items():
        package = Package((root / book).read_bytes())
        for change in changes:
            change(package)
        (root / book).write_bytes(package.pack())
    for name, content in school.files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    seals.seal(root, school.books, SETTINGS_BOOK, school.tampering)
    if plant:
        planted += files.spoil(root, places.achievements().sheet)
    entries = [
        Entry(spot.rule, spot.book, spot.tab, spot.where(layouts[spot.book, spot.tab]) if spot.where else "", spot.note) for spot in planted
    ]
    student = places.person(places.class_list(), places.untouched)
    family = student.name.full, student.guardian
    page = places.of_form("class_journal", school_class=CORRECTED)
    correction = page.book, _lower_mark(page.sheet, layouts[page.book, page.sheet.tab])
    key = Key(root, folder / KEY_FILE, tuple(sorted(entries, key=lambda entry: entry.spot)), family, correction)
    write_key(key.key_file, key.entries, root)
    return key


def _lower_mark(sheet: Sheet, layout: Layout) -> Value:
    """A mark one lower for the first lesson of a journal that has a good one."""
    found = ((row, index, mark) for row, cells in enumerate(sheet.grid) for index, mark in enumerate(cells) if mark in GOOD)
    row, index, mark = next(found)
    return Value(sheet.tab, layout.mark(row, index), int(str(mark)) - 1)
