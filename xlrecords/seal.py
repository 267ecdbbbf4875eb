"""Seals of closed periods (п. 4.1): what stood in the journals when a period was closed, as lines that only grow.

In the folder `.xlrecords` of a school lies `seals.jsonl`: a line a page and a period, each with the hash of the line
before it, so that a line that was changed, put in or taken out shows. Lines that were cut off at the end, or a file that
was deleted, do not show: keep the hash of the last line on paper. A seal makes changes visible, it does not prevent them.

No names stand there: a student is `pseudonym(class, name)`. Whoever knows a name can compute it, so the file is kept as the
journals are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from .history import FOLDER, locked, sha256
from .save import SaveError, reason

FILE = "seals.jsonl"
Page: TypeAlias = tuple[str, str, str, str]
"""What is sealed at once: form, class, subject, term of `kind.TERMS`."""
Table: TypeAlias = str
"""Marks as lines of cells parted by tabs: lessons («2026-10-05», the second of a day «2026-10-05#2») and the term above, then a
line a student, pseudonym first. Lines and columns are sorted, those without an entry are left out: order says nothing."""
Marks: TypeAlias = dict[tuple[str, str], str]
"""Entry by student and lesson (or term)."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A line of the file.

    Attributes:
        time: When, UTC, to the second.
        year: First calendar year of the school year.
        form: Form of the journal.
        group: Class.
        subject: Subject, as in the plan.
        term: Name of the period.
        first: Its first day, ISO; empty for one without days.
        last: Its last day.
        sheets: How many sheets the page had.
        sha: SHA-256 of the table.
        table: The marks.
        previous: Hash of the line before this one; empty for the first.
    """

    time: str
    year: int
    form: str
    group: str
    subject: str
    term: str
    first: str
    last: str
    sheets: int
    sha: str
    table: Table
    previous: str = ""

    @property
    def page(self) -> Page:
        """What it seals."""
        return self.form, self.group, self.subject, self.term

    @property
    def marks(self) -> Marks:
        """Entries by student and lesson."""
        return marks_of(self.table)


@dataclass(frozen=True, slots=True)
class Seals:
    """Seals of a school.

    Attributes:
        all: In the order of the file; of two for a page and a period the later holds.
        broken: Numbers, from 1, of lines that are damaged or do not follow from the line before.
        whole: Whether all books of the school were read, so that what is not among them is gone.
    """

    all: tuple[Seal, ...] = ()
    broken: tuple[int, ...] = ()
    whole: bool = True

    def of(self, year: int | None) -> dict[Page, tuple[Seal, ...]]:
        """Seals of a school year by page, the earliest of each first."""
        found: dict[Page, tuple[Seal, ...]] = {}
        for seal in self.all:
            if seal.year == year:
                found[seal.page] = (*found.get(seal.page, ()), seal)
        return found


@lru_cache(maxsize=65536)
def pseudonym(group: str, name: str) -> str:
    """What stands for a student: 16 digits of the hash of class and tidied name."""
    return sha256(f"{group}|{name}".encode())[:16]


def table_hash(table: Table) -> str:
    """SHA-256 of a table."""
    return sha256(table.encode())


def marks_of(table: Table) -> Marks:
    """Entries of a table by student and lesson."""
    head, *lines = table.split("\n")
    _, *lessons = head.split("\t")
    found = {}
    for line in lines:
        student, *cells = line.split("\t")
        found.update({(student, lesson): cell for lesson, cell in zip(lessons, cells, strict=False) if cell})
    return found


def read_seals(folder: Path, whole: bool = True) -> Seals:
    """Seals in the folder of a school; a damaged line is told by its number, the others are read.

    Raises:
        OSError: The file is there and cannot be read.
    """
    seals, broken, previous = [], [], ""
    for number, line in enumerate(_lines(folder / FOLDER / FILE), 1):
        seal = _seal(line)
        if seal is not None:
            seals.append(seal)
        if seal is None or seal.previous != previous:
            broken.append(number)
        previous = sha256(line)
    return Seals(tuple(seals), tuple(broken), whole)


def add_seals(folder: Path, seals: Iterable[Seal]) -> str:
    """Put seals at the end of the file, all or none.

    Returns:
        Hash of the last line.

    Raises:
        SaveError: The folder cannot be written, another copy of the program writes there, or the file is damaged.
    """
    place = folder / FOLDER / FILE
    try:
        place.parent.mkdir(exist_ok=True)
        with locked(place.parent):
            if broken := read_seals(folder).broken:
                raise SaveError(
                    f"файл закрытых периодов повреждён (строка {broken[0]}): верните его из резервной копии; ничего не записано"
                )
            lines = _lines(place)
            previous, added = sha256(lines[-1]) if lines else "", []
            for seal in seals:
                line = json.dumps(asdict(replace(seal, previous=previous)), ensure_ascii=False).encode()
                previous = sha256(line)
                added += [line, b"\n"]
            with open(place, "ab") as file:
                file.truncate(sum(len(line) + 1 for line in lines))
                file.write(b"".join(added))
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        raise SaveError(f"«{folder.name}»: закрытие не записано: {reason(error)}") from error
    return previous


def _lines(place: Path) -> list[bytes]:
    """Whole lines of the file; what follows the last line end was never finished."""
    try:
        return place.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []


def _seal(line: bytes) -> Seal | None:
    """The seal of a line; None if it is damaged, or its marks are not those of its hash."""
    try:
        given = json.loads(line)
        read: dict[str, Any] = {field.name: str(given[field.name]) for field in fields(Seal)}
        seal = Seal(**read | {name: int(read[name]) for name in ("year", "sheets")})
    except (ValueError, KeyError, TypeError):
        return None
    return seal if table_hash(seal.table) == seal.sha else None
