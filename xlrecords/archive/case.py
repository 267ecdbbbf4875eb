"""A case file (дело): which sheets of which books belong together, by the nomenclature (п. 4.3.3, 7.1)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from ..book import Book
from ..kind import grade_of, letter_of
from ..retention import OF_BOOK, OF_CLASS
from .nomenclature import Heading, headings, version

if TYPE_CHECKING:
    from ..school import School
    from ..sheets.records import Records

Key: TypeAlias = tuple[str, int, str]
"""Index, first calendar year of the school year (0: unknown), and the class or book; empty: the whole school."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A sheet of a case.

    Attributes:
        sheet: Name of its tab.
        forms: Names of the forms of its tables, in their order; none: it is no known form.
        group: Class; empty: of none or of several.
    """

    sheet: str
    forms: tuple[str, ...]
    group: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a case takes of a book.

    Attributes:
        book: Name of the book, with «/».
        leaves: Sheets, in the order of the tabs.
        whole: Whether the book belongs to the case as a whole, with sheets of no known form; else the case takes an extract.
    """

    book: str
    leaves: tuple[Leaf, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A case file.

    Attributes:
        heading: Its row of the nomenclature, as it holds at the end of the case.
        year: First calendar year of the school year; 0: unknown.
        part: Class or name of the book that it is of; empty: the whole school.
        first: Day of its earliest record; None: it has no dated record.
        last: Day of its latest record.
        sources: What it takes of which book: whole books first, the one with most sheets at their head.
    """

    heading: Heading
    year: int
    part: str
    first: dt.date | None
    last: dt.date | None
    sources: tuple[Source, ...]

    @property
    def key(self) -> Key:
        """What tells it from other cases of the school."""
        return self.heading.index, self.year, self.part

    @property
    def school_year(self) -> str:
        """«2026/2027»; empty if unknown."""
        return f"{self.year}/{self.year + 1}" if self.year else ""

    @property
    def ended(self) -> dt.date | None:
        """Day on which it ends: the last of its school year, or that of its latest record if that is later or the year is unknown."""
        end = dt.date(self.year + 1, 8, 31) if self.year else None
        return max((day for day in (end, self.last) if day), default=None)

    @property
    def group(self) -> str:
        """Class, if it is a case of one class."""
        return self.part if self.heading.unit == OF_CLASS else ""

    @property
    def title(self) -> str:
        """Heading with the class or the book: «Классные журналы, 5А класс»."""
        if self.heading.unit == OF_CLASS and self.part:
            return f"{self.heading.title}, {self.part} класс"
        return f"{self.heading.title}, {PurePosixPath(self.part).stem}" if self.part else self.heading.title


@dataclass(frozen=True, slots=True)
class Cases:
    """All case files that the books of a school make.

    Attributes:
        all: In the order of the nomenclature, then by year and class.
        outside: Names of books none of whose sheets any heading takes.
    """

    all: tuple[Case, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    book: str
    sheet: str
    forms: tuple[str, ...]
    group: str
    year: int
    days: tuple[dt.date, dt.date] | None


def cases(school: School, books: Collection[Book]) -> Cases:
    """Sort the sheets of books into case files.

    A book is kept as a whole in the case that takes most of its sheets; other cases take an extract with theirs.
    """
    rows = headings(school)
    taken: dict[str, Heading] = {}
    for row in rows:
        for form in row.forms:
            taken.setdefault(form, row)
    sheets: dict[str, dict[str, _Sheet]] = defaultdict(dict)
    for found in _sheets(school):
        sheets[found.book][found.sheet] = found
    parts: dict[Key, dict[str, Source]] = defaultdict(dict)
    days: dict[Key, list[dt.date]] = defaultdict(list)
    outside = []
    for book in books:
        keys = {
            name: [_key(taken[form], found, form) for form in found.forms if form in taken] for name, found in sheets[book.name].items()
        }
        counted = Counter(key for found in keys.values() for key in found)
        if not counted:
            outside.append(book.name)
            continue
        home = counted.most_common(1)[0][0]
        for key in counted:
            names = [name for name in book.sheets() if key == home or key in keys.get(name, ())]
            leaves = tuple(_leaf(name, sheets[book.name].get(name)) for name in names)
            parts[key][book.name] = Source(book.name, leaves, key == home)
            days[key] += [day for name in names if name in sheets[book.name] for day in sheets[book.name][name].days or ()]
    order = {row.index: place for place, row in reversed(list(enumerate(rows)))}
    ordered = sorted(parts, key=lambda key: (order[key[0]], key[1], grade_of(key[2]) or 99, letter_of(key[2]), key[2]))
    made = [_case(rows, key, parts[key], days[key]) for key in ordered]
    return Cases(tuple(made), tuple(outside))


def _case(rows: tuple[Heading, ...], key: Key, sources: Mapping[str, Source], days: list[dt.date]) -> Case:
    index, year, part = key
    last = max(days, default=None)
    row = version(rows, index, dt.date(year + 1, 8, 31) if year else last) or next(row for row in rows if row.index == index)
    ordered = sorted(sources.values(), key=lambda source: (not source.whole, -len(source.leaves)))
    return Case(row, year, part, min(days, default=None), last, tuple(ordered))


def _leaf(name: str, found: _Sheet | None) -> Leaf:
    return Leaf(name, found.forms, found.group) if found else Leaf(name, (), "")


def _key(row: Heading, sheet: _Sheet, form: str) -> Key:
    if row.unit == OF_CLASS and sheet.group:
        return row.index, sheet.year, sheet.group
    return row.index, sheet.year, sheet.book if row.unit == OF_BOOK else ""


def _sheets(school: School) -> Iterator[_Sheet]:
    """Each sheet of the school once, with the forms of its tables."""
    found: dict[tuple[str, str], _Sheet] = {}
    for era in (school, *school.past):
        for name, records in era.records.items():
            spans = _spans(records)
            groups = _groups(era, records)
            for id, (book, tab, group) in enumerate(zip(records.sheets["book"], records.sheets["sheet"], groups, strict=True)):
                old = found.get((book, tab))
                span = spans.get(id)
                if old is None:
                    found[book, tab] = _Sheet(book, tab, (name,), group, era.year or 0, span)
                else:
                    days = [day for both in (old.days, span) if both for day in both]
                    found[book, tab] = _Sheet(
                        book, tab, tuple(dict.fromkeys((*old.forms, name))), old.group if old.group == group else "", old.year,
                        (min(days), max(days)) if days else None,
                    )  # fmt: skip
    yield from found.values()


def _groups(school: School, records: Records) -> list[str]:
    """Class of each sheet; empty where it is of none or of several."""
    if "school_class" not in records.rows:
        return school.sheet_groups(records) if "school_class" in records.sheets else [""] * len(records.sheets)
    found = pd.DataFrame({"sheet_id": records.rows["sheet_id"], "group": school.groups(records).astype(object)})
    named = found[found["group"] != ""].groupby("sheet_id")["group"]
    one = named.first()[named.nunique() == 1]
    return [str(one.get(id, "")) for id in range(len(records.sheets))]


NOT_RECORDS = frozenset({"birth", "since", "arrived", "left", "deadline", "until", "valid_until"})
"""Columns of days on which nothing was recorded."""


def _spans(records: Records) -> dict[int, tuple[dt.date, dt.date]]:
    """First and last day of what is recorded on each sheet."""
    frames = [
        frame[["sheet_id", column]].dropna().set_axis(["sheet_id", "day"], axis=1)
        for frame in (records.headings, records.rows, records.lessons)
        for column in frame.columns
        if column not in NOT_RECORDS and pd.api.types.is_datetime64_any_dtype(frame[column])
    ]
    if not frames:
        return {}
    days = pd.concat(frames).groupby("sheet_id")["day"].agg(["min", "max"])
    return {int(id): (first.date(), last.date()) for id, first, last in days.itertuples(name=None)}
