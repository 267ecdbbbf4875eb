"""All cases of a school, in its books and in its archive, a row a case, with the term that holds for each now (п. 7.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from ..kind import fold, grade_of, letter_of
from ..retention import UNITS, Retention, parse_retention
from ..school import School
from .case import Case, Key
from .endings import happened
from .keeping import NOT_TOLD, Kept, keep_until
from .nomenclature import Heading, headings, version
from .passport import Passport
from .shelves import Bag, iso_day

LONE: Final = 99
"""Cases of no class come after those of classes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A case file, wherever it lies.

    Attributes:
        heading: Row of the nomenclature that holds for it; of a case that no row covers, what its passport says.
        year: First calendar year of the school year; 0: unknown.
        part: Class or book; empty: the whole school.
        title: Heading with class or book.
        first: Day of its earliest record; None: not known.
        last: Day of its latest record.
        ended: Day on which it ends; None: not known.
        kept: Until when it is kept.
        books: Names of the books that it lies in, as far as they are in the folders read.
        bag: Its folder in the archive; empty: it is in none.
        code: Archive code of the school, as the passport has it.
        changed: How its term differs from that of its passport, in Russian; empty: it does not.
        school: The school that its passport names, if it is another, or ours under an earlier name; empty: it is ours.
    """

    heading: Heading
    year: int
    part: str
    title: str
    first: dt.date | None
    last: dt.date | None
    ended: dt.date | None
    kept: Kept
    books: tuple[str, ...] = ()
    bag: str = ""
    code: str = ""
    changed: str = ""
    school: str = ""

    @property
    def school_year(self) -> str:
        """«2026/2027»; empty if unknown."""
        return f"{self.year}/{self.year + 1}" if self.year else ""


def ledger(school: School, cases: Sequence[Case], bags: Sequence[Bag], day: dt.date) -> tuple[Entry, ...]:
    """A row a case: those of the books, those of the archive; one that is both is one row.

    The school's own nomenclature, as it is now, tells the term of every case, those in the archive too. Where the school has none, a
    case of the archive keeps the term of its passport: what is built in changes nothing that was archived.

    Args:
        school: What was read; an empty one if only the archive was.
        cases: Cases of its books.
        bags: Cases of the archive.
        day: The day on which all are looked at.
    """
    rows = headings(school)
    own = tuple(row for row in rows if row.where)
    name = school_name(school, bags)
    archived: dict[Key, Bag] = {}
    for bag in bags:
        if not _foreign(bag, name):
            archived.setdefault(_key(bag.passport), bag)
    entries = [_of_case(school, case, archived.get(case.key), own, day) for case in cases]
    in_books = {archived[case.key].name for case in cases if case.key in archived}
    entries += [_of_bag(bag, own, day, _foreign(bag, name)) for bag in bags if bag.name not in in_books]
    order = {row.index: place for place, row in reversed(list(enumerate(rows)))}
    return tuple(sorted(entries, key=lambda entry: _order(order, entry)))


def _order(order: Mapping[str, int], entry: Entry) -> tuple[int, str, int, int, str, str]:
    index = entry.heading.index
    return order.get(index, len(order)), index, entry.year, grade_of(entry.part) or LONE, letter_of(entry.part), entry.part


def _of_case(school: School, case: Case, bag: Bag | None, own: Sequence[Heading], day: dt.date) -> Entry:
    listed = not own or version(tuple(own), case.heading.index, case.ended) is not None
    heading = case.heading if bag is None or (own and listed) else _written(bag.passport)
    found = happened(school, replace(case, heading=replace(case.heading, retention=heading.retention)))
    kept = keep_until(heading, case.ended, day, found, listed=listed)
    return Entry(
        heading, case.year, case.part, case.title, case.first, case.last, case.ended, kept, tuple(source.book for source in case.sources),
        bag.name if bag else "", bag.passport.code if bag else "", _changed(bag.passport, heading, kept) if bag else "",
    )  # fmt: skip


def school_name(school: School, bags: Sequence[Bag]) -> str:
    """Name of the school: of its card, else that of its first case in the archive; empty: not told."""
    name = school.policy.values.get("name")
    return name if isinstance(name, str) and name else next((bag.passport.school for bag in bags), "")


def _foreign(bag: Bag, name: str) -> str:
    """The school that a case of the archive names, if it is another; empty: it is ours, or it names none."""
    return bag.passport.school if name and fold(bag.passport.school) not in ("", fold(name)) else ""


def _of_bag(bag: Bag, own: Sequence[Heading], day: dt.date, school: str) -> Entry:
    passport = bag.passport
    ended = bag.ended
    now = version(tuple(own), passport.index, ended)
    heading = now or _written(passport)
    kept = keep_until(heading, ended, day, NOT_TOLD, listed=now is not None or not own)
    return Entry(
        heading, _key(passport)[1], passport.part, passport.title, iso_day(passport.first), iso_day(passport.last), ended, kept,
        bag=bag.name, code=passport.code, changed=_changed(passport, heading, kept), school=school,
    )  # fmt: skip


def _written(passport: Passport) -> Heading:
    """The row of the nomenclature under which a case was archived."""
    term = parse_retention(passport.term)
    title = passport.title.removesuffix(f", {passport.part} класс").removesuffix(f", {PurePosixPath(passport.part).stem}")
    return Heading(
        passport.index, title, passport.term, term if isinstance(term, Retention) else None, passport.article,
        unit=passport.unit if passport.unit in UNITS else UNITS[-1], source=passport.source,
    )  # fmt: skip


def _changed(passport: Passport, heading: Heading, kept: Kept) -> str:
    """How the term differs from that of the passport; empty if it does not."""
    if not heading.where or fold(passport.term) == fold(heading.term):
        return ""
    told = f"в деле записано: {passport.term or 'срока нет'}; в номенклатуре теперь: {heading.term or 'срока нет'} ({heading.where})"
    before, now = iso_day(passport.until), kept.until
    if before == now:
        return told
    return f"{told}, срок до {f'{now:%d.%m.%Y}' if now else 'неизвестного дня'} вместо {f'{before:%d.%m.%Y}' if before else 'неизвестного дня'}"


def _key(passport: Passport) -> Key:
    return passport.index, passport.first_year, passport.part
