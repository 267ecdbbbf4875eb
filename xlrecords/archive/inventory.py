"""What lists of the archive say (п. 7.1): case files of a year with their leaves, the same on disk with their files, acts of destruction.

Plain data: `archive.papers` puts them on paper, `reports.archive` into workbooks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from ..retention import UNCONFIRMED, Keeping, parse_retention
from ..words import decimal
from .passport import Document, Passport
from .verify import FINGERPRINT

LONG: Final = 10
"""Years from which on a term counts as long: so inventories tell cases apart."""
SECTIONS: Final = (
    "Дела постоянного хранения",
    "Дела временного (свыше 10 лет) хранения",
    "Дела временного (до 10 лет включительно) хранения",
    "Дела, срок хранения которых годами не определён",
)
"""Parts of an inventory, in their order."""
KILO: Final = 1024
NONE: Final = "—"


@dataclass(frozen=True, slots=True)
class Entry:
    """A case in an inventory.

    Attributes:
        number: Its number in the inventory.
        section: Part of the inventory, of `SECTIONS`.
        index: Index of the case.
        title: Heading.
        dates: First and last day, «01.09.2026–25.05.2027».
        term: Term of keeping and article.
        leaves: Number of leaves.
        note: Remark.
        id: Name of the case and of its folder.
    """

    number: int
    section: str
    index: str
    title: str
    dates: str
    term: str
    leaves: int
    note: str
    id: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """Case files that ended in a year: that year (empty: unknown), the school in full and in short, its archive code, the cases."""

    year: str
    school: str
    school_short: str
    code: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the register of an electronic case: number, date or number of registration, title, format, bytes, remark."""

    number: int
    dated: str
    title: str
    format: str
    size: int
    note: str


@dataclass(frozen=True, slots=True)
class Bagged:
    """A case on disk.

    Attributes:
        passport: Its passport.
        fingerprint: SHA-256 of its `tagmanifest-sha256.txt`: of everything in it.
        files: Size in bytes of each file, by its path in the folder.
        earlier: Earlier editions that lie beside it: number and fingerprint.
    """

    passport: Passport
    fingerprint: str
    files: Mapping[str, int]
    earlier: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """An electronic case in an inventory: its entry, bytes of its folder, the first digits of its fingerprint, its register."""

    entry: Entry
    size: int
    fingerprint: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Electronic:
    """The electronic inventory of a year: the inventory, and what is held of each of its cases, in the same order."""

    inventory: Inventory
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Doomed:
    """A row of a draft act of destruction.

    Attributes:
        title: Heading of the case, or of several alike.
        dates: First and last day or year.
        inventory: Number of the inventory that lists it; empty: not told.
        number: Index, or number in that inventory.
        units: Number of case files.
        term: Term of keeping and article.
        note: Remark.
    """

    title: str
    dates: str
    inventory: str
    number: str
    units: int
    term: str
    note: str = ""


def inventories(passports: Iterable[Passport]) -> tuple[Inventory, ...]:
    """One inventory a year in which cases ended; those whose year is unknown come first."""
    years: dict[str, list[Passport]] = defaultdict(list)
    for passport in passports:
        years[passport.ended[:4]].append(passport)
    return tuple(_inventory(year, years[year]) for year in sorted(years))


def electronic(bags: Iterable[Bagged]) -> tuple[Electronic, ...]:
    """The same of cases on disk, with their files."""
    by_case = {(bag.passport.id, bag.passport.edition): bag for bag in bags}
    years: dict[str, list[Passport]] = defaultdict(list)
    for bag in by_case.values():
        years[bag.passport.ended[:4]].append(bag.passport)
    found = []
    for year in sorted(years):
        ordered = _ordered(years[year])
        inventory = _inventory(year, ordered)
        cases = [by_case[passport.id, passport.edition] for passport in ordered]
        found.append(Electronic(inventory, tuple(_held(entry, bag) for entry, bag in zip(inventory.entries, cases, strict=True))))
    return tuple(found)


def _inventory(year: str, passports: Sequence[Passport]) -> Inventory:
    ordered = _ordered(passports)
    first = ordered[0]
    entries = tuple(_entry(number, passport) for number, passport in enumerate(ordered, 1))
    return Inventory(year, first.school, first.school_short, first.code, entries)


def _ordered(passports: Iterable[Passport]) -> list[Passport]:
    """By the parts of an inventory; within them as they come."""
    return sorted(passports, key=lambda passport: SECTIONS.index(section(passport.term)))


def _entry(number: int, passport: Passport) -> Entry:
    notes = (
        f"до {russian_day(passport.until)}" if passport.until else "",
        f"редакция {passport.edition}" if passport.edition > 1 else "",
        f"принято замечаний: {len(passport.accepted)}" if passport.accepted else "",
        "срок не подтверждён" if UNCONFIRMED in passport.source else "",
    )
    return Entry(
        number, section(passport.term), passport.index, passport.title, dates(passport), term(passport), passport.leaves,
        "; ".join(note for note in notes if note), passport.id,
    )  # fmt: skip


def section(term: str) -> str:
    """Part of an inventory in which a case of a term stands."""
    found = parse_retention(term)
    keeping = getattr(found, "keeping", None)
    if keeping is Keeping.YEARS:
        return SECTIONS[1] if getattr(found, "years", 0) > LONG else SECTIONS[2]
    return SECTIONS[0] if keeping is Keeping.PERMANENT else SECTIONS[3]


def term(passport: Passport) -> str:
    """Term and article as they stand in lists: «5 лет, ст. 441»."""
    return ", ".join(part for part in (passport.term, passport.article) if part) or NONE


def dates(passport: Passport) -> str:
    """First and last day of a case: «01.09.2026–25.05.2027»; without records its school year."""
    days = list(dict.fromkeys(russian_day(day) for day in (passport.first, passport.last) if day))
    return "–".join(days) or (f"{passport.year} учебный год" if passport.year else NONE)


def russian_day(iso: str) -> str:
    """«25.05.2027» of an ISO day; empty of an empty one."""
    return ".".join(reversed(iso.split("-"))) if iso else ""


def megabytes(size: int) -> str:
    """Bytes as lists give them: «1,25» of 1024² bytes; what is there is never nothing."""
    return decimal(max(size / KILO**2, 0.01 if size else 0))


def kilobytes(size: int) -> str:
    """The same in whole Kb of 1024 bytes, half up, at least one."""
    return decimal(max(size / KILO, 1 if size else 0), 0)


def years_of(rows: Iterable[Doomed]) -> str:
    """Years of the cases of an act: «2019–2021 годы», «2020 год»; empty if no date tells."""
    found = sorted({int(year) for row in rows for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", row.dates)})
    if not found:
        return ""
    return f"{found[0]} год" if found[0] == found[-1] else f"{found[0]}–{found[-1]} годы"


def _held(entry: Entry, bag: Bagged) -> Held:
    rows = [row for document in bag.passport.documents for row in _rows(document, bag.passport)]
    papers = sorted(name for name in bag.files if name.startswith("data/") and name.count("/") == 1)
    if papers:
        rows.append(("", "Обложка, внутренняя опись и другие бумаги дела", papers, ""))
    items = [Item(number, dated, title, _formats(files), sum(bag.files.get(name, 0) for name in files), note)
             for number, (dated, title, files, note) in enumerate(rows, 1)]  # fmt: skip
    earlier = ", ".join(f"{edition} — {fingerprint[:FINGERPRINT]}" for edition, fingerprint in bag.earlier)
    told = f"{'прежняя редакция' if len(bag.earlier) == 1 else 'прежние редакции'}: {earlier}" if earlier else ""
    note = "; ".join(part for part in (entry.note, told) if part)
    return Held(replace(entry, note=note), sum(bag.files.values()), bag.fingerprint[:FINGERPRINT], tuple(items))


def _rows(document: Document, passport: Passport) -> list[tuple[str, str, list[str], str]]:
    """Of a book its two workbooks, and each of its sheets: date, title, files, remark."""
    name = PurePosixPath(document.book).name
    books = [("", f"{name}: книга и её копия без формул", [document.original, document.values], "" if document.whole else "извлечение")]
    return books + [
        (passport.year, sheet.title or sheet.name, [file for file in (sheet.pdf, sheet.csv) if file], f"{name}, лист «{sheet.name}»")
        for sheet in document.sheets
    ]


def _formats(files: Iterable[str]) -> str:
    """Formats of files: «PDF/A-2b, CSV»."""
    names = (PurePosixPath(file).suffix.removeprefix(".") for file in files if file)
    return ", ".join(dict.fromkeys("PDF/A-2b" if name == "pdf" else name.upper() for name in names if name))
