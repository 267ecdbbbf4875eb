"""The passport of an archived case: what it is, what lies in its bag, and what stands on which printed page.

It lies in the bag as `data/case.json`. The tag files of the bag follow from it and from the payload alone, so that a check can tell
which of them was changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from ..history import sha256
from ..kind import parse_school_year

FORMAT: Final = "xlrecords-case-1"
PASSPORT: Final = "data/case.json"
_NAME: Final = re.compile(r"[^./\\:\0][^/\\:\0]*")
"""The name of a case: a folder is called so, and nothing out of the archive can be."""
ORIGINAL, VALUES, CSV, PDF = "data/original", "data/values", "data/csv", "data/pdf"
"""Folders of a bag: books as they were, values only, tables as text, pages to read."""


class PassportError(ValueError):
    """A text that is no passport."""


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page.

    Attributes:
        leaf: Its number within the case, as it is printed.
        rows: First and last row of the sheet that it shows, without repeated headings; (0, 0) of a page that shows no sheet.
        columns: The same of columns.
        hash: 16 digits of the SHA-256 of what is written on it, the number of the leaf not among it.
    """

    leaf: int
    rows: tuple[int, int]
    columns: tuple[int, int]
    hash: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a book of the case.

    Attributes:
        name: Name of its tab.
        title: What it is, for lists: «Классный журнал, Алгебра».
        csv: File with its values.
        pdf: File with its pages; empty: it has nothing to print.
        pages: Its pages.
    """

    name: str
    title: str
    csv: str
    pdf: str = ""
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A book of the case.

    Attributes:
        book: Its name in the school, with «/».
        original: File with its bytes; for an extract the sheets of the case cut out of it.
        whole: Whether it is the whole book; else an extract.
        sha256: Hash of that file when the case was archived: of a whole book the same as in the school.
        values: File with values only.
        sheets: Its sheets that are printed, in the order of the tabs.
    """

    book: str
    original: str
    whole: bool
    sha256: str
    values: str
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True, slots=True)
class Passport:
    """A case file in the archive; days are ISO or empty, numbers of leaves count from 1.

    Attributes:
        id: Name of the case and of its folder, without the edition.
        edition: 1, or one more for each time the case was archived anew with other content.
        school: Full name of the school.
        school_short: Short name.
        index: Index of the case.
        title: Heading, with class or book.
        part: Class or book that it is of; empty: the whole school.
        unit: What one case is, of `retention.UNITS`.
        year: School year, «2026/2027», or empty.
        first: Day of the earliest record.
        last: Day of the latest record.
        ended: Day on which the case ends.
        term: Term of keeping, as written.
        article: Article.
        source: On what the term rests.
        until: Last day of keeping; empty: it does not follow from the dates.
        code: Archive code of the school: fonds, inventory.
        date: Day on which the case was handed over; empty: not told.
        leaves: Number of leaves, without those of the inner inventory.
        inventory_leaves: Number of leaves of the inner inventory.
        accepted: Findings with which it was accepted, each a line «where: what: why».
        documents: Its books.
    """

    id: str
    edition: int
    school: str
    school_short: str
    index: str
    title: str
    part: str
    unit: str
    year: str
    first: str
    last: str
    ended: str
    term: str
    article: str
    source: str
    until: str
    code: str = ""
    date: str = ""
    leaves: int = 0
    inventory_leaves: int = 0
    accepted: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    format: str = field(default=FORMAT)

    @property
    def key(self) -> str:
        """What stands for the case in the code of a printed page: 12 digits that name nobody."""
        return key_of(self.id)

    @property
    def first_year(self) -> int:
        """First calendar year of the school year; 0: unknown."""
        year = parse_school_year(self.year)
        return int(year[:4]) if isinstance(year, str) else 0


def key_of(id: str) -> str:
    """12 digits that stand for the name of a case."""
    return sha256(id.encode())[:12]


def dump(passport: Passport) -> bytes:
    """The passport as JSON; the same passport gives the same bytes."""
    return (json.dumps(asdict(passport), ensure_ascii=False, indent=1) + "\n").encode()


def load(data: bytes) -> Passport:
    """The passport that `dump` wrote.

    Raises:
        PassportError: The bytes are no passport.
    """
    try:
        given = json.loads(data)
        if given["format"] != FORMAT:
            raise PassportError(f"unknown format {given['format']!r}")
        documents = tuple(
            _of(
                Document,
                item,
                sheets=tuple(_of(Sheet, sheet, pages=tuple(_page(page) for page in sheet["pages"])) for sheet in item["sheets"]),
            )
            for item in given["documents"]
        )
        if not _NAME.fullmatch(given["id"]) or given["edition"] < 1:
            raise PassportError(f"no name of a case: {given['id']!r}")
        return _of(Passport, given, documents=documents, accepted=tuple(map(str, given["accepted"])))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PassportError("not a passport of a case") from error


def _of(kind: type, given: Mapping[str, Any], **made: object) -> Any:
    read = {}
    for item in fields(kind):
        if item.name in made:
            continue
        value = given[item.name]
        if type(value) is not {"str": str, "int": int, "bool": bool}[str(item.type)]:
            raise TypeError(item.name)
        read[item.name] = value
    return kind(**read, **made)


def _page(given: Mapping[str, Any]) -> Page:
    (top, bottom), (left, right) = given["rows"], given["columns"]
    return Page(int(given["leaf"]), (int(top), int(bottom)), (int(left), int(right)), str(given["hash"]))


def bag_info(passport: Passport, size: int, files: int) -> tuple[tuple[str, str], ...]:
    """Lines of `bag-info.txt`: what the passport says, in the words of BagIt where it has some.

    Args:
        passport: The passport.
        size: Bytes of the payload.
        files: Number of its files.
    """
    dates = "–".join(_day(day) for day in (passport.first, passport.last) if day)
    lines = (
        ("Bag-Software-Agent", "xlrecords"),
        ("Bagging-Date", passport.date),
        ("External-Identifier", passport.id if passport.edition == 1 else f"{passport.id}, редакция {passport.edition}"),
        ("External-Description", passport.title),
        ("Payload-Oxum", f"{size}.{files}"),
        ("Source-Organization", passport.school or passport.school_short),
        ("Case-Index", passport.index),
        ("Case-Year", passport.year),
        ("Case-Dates", dates),
        ("Case-Leaves", str(passport.leaves)),
        ("Retention-Term", passport.term),
        ("Retention-Article", passport.article),
        ("Retention-Source", passport.source),
        ("Retention-Until", _day(passport.until)),
        ("Accepted-Findings", str(len(passport.accepted))),
    )
    return tuple((name, " ".join(value.split())) for name, value in lines if value.strip())


def _day(iso: str) -> str:
    return ".".join(reversed(iso.split("-"))) if iso else ""
