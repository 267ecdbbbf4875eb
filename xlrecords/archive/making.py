"""What goes into the bag of a case: first as a plan, which is a passport without pages, then as bytes (п. 4.3.3, 7.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from ..book import Book, Rows
from ..history import sha256
from ..kind import fold
from ..pdf.archival import UNDATED, CaseJob, Frame, Job, Printed, Stamp
from ..pdf.papers import compose
from ..policy import Policy
from ..retention import kept_until
from ..save import reason
from .bag import PAYLOAD, BagError, ChangedError, Writer
from .case import Case, Leaf, Source
from .copies import ENDING, NEW, Copy, copy_of, extract_of
from .naming import book_names, part
from .nomenclature import Heading, title_of
from .papers import case_papers, with_inventory_leaves
from .passport import CSV, ORIGINAL, PDF, VALUES, Document, Page, Passport, Sheet
from .readme import README, readme
from .tables import csv_text


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of the books of a school, by the name of the book.

    Attributes:
        files: Paths.
        hashes: SHA-256 of the files, taken before they were read.
        books: Their cells.
        frames: Tables of sheets, by book and sheet, for their pages.
        extracts: What was cut out of books for cases that are not stored yet: cutting costs as much as reading.
    """

    files: Mapping[str, Path]
    hashes: Mapping[str, str]
    books: Mapping[str, Book]
    frames: Mapping[tuple[str, str], Frame]
    extracts: dict[Source, bytes] = field(default_factory=dict)

    def tables(self, book: str) -> dict[str, Rows]:
        """Cells of all sheets of a book."""
        return {sheet: self.books[book].cells(sheet) for sheet in self.books[book].sheets()}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a case takes of a book: SHA-256 of the file that will lie in its bag, and the sheets that are not hidden."""

    sha256: str
    visible: Collection[str]


def _held(case: Case) -> Heading:
    """The heading of a case; a term that did not hold yet at its end is not written."""
    heading = case.heading
    early = heading.since is not None and case.ended is not None and case.ended < heading.since
    return replace(heading, term="", retention=None, article="", source="") if early else heading


def draft(
    case: Case, id: str, policy: Policy, read: Read, taken: Mapping[str, Taken], accepted: Sequence[str], day: dt.date | None
) -> Passport:
    """The passport of a case as far as it is known before its pages are made.

    Args:
        case: The case.
        id: Its name.
        policy: Settings of the school at the end of the case.
        read: What was read.
        taken: What it takes of its books, by their names.
        accepted: Findings with which it is accepted, in words.
        day: Day on which it is handed over; None: not told.
    """
    heading, letters = _held(case), str(policy.values["archive_names"])
    names = book_names((source.book for source in case.sources), letters)
    counted = case.ended if heading.retention and heading.retention.counted else None
    until = kept_until(heading.retention.years, counted) if heading.retention and counted else None
    return Passport(
        id=id, edition=1, school=_card(policy, "name"), school_short=_card(policy, "short_name"), index=heading.index, title=case.title,
        part=case.part, unit=heading.unit, year=case.school_year, first=_iso(case.first), last=_iso(case.last), ended=_iso(case.ended),
        term=heading.term, article=heading.article, source=heading.source, until=_iso(until), code=_card(policy, "archive_code"),
        date=_iso(day), accepted=tuple(accepted),
        documents=tuple(_document(source, names[source.book], read, taken[source.book], letters) for source in case.sources),
    )  # fmt: skip


def _card(policy: Policy, name: str) -> str:
    value = policy.values.get(name)
    return value if isinstance(value, str) else ""


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _document(source: Source, name: str, read: Read, taken: Taken, letters: str) -> Document:
    shown = [leaf for leaf in source.leaves if leaf.sheet in taken.visible]
    stems = [f"{number:02}_{part(leaf.sheet, letters)}" for number, leaf in enumerate(shown, 1)]
    ending = PurePosixPath(read.files[source.book].name).suffix.lower() if source.whole else ENDING
    return Document(
        book=source.book, original=f"{ORIGINAL}/{name}{ending}", whole=source.whole, sha256=taken.sha256,
        values=f"{VALUES}/{name}{ENDING}" if shown else "",
        sheets=tuple(
            Sheet(leaf.sheet, _title(leaf), f"{CSV}/{name}/{stem}.csv", f"{PDF}/{name}/{stem}.pdf")
            for leaf, stem in zip(shown, stems, strict=True)
        ),
    )  # fmt: skip


def _title(leaf: Leaf) -> str:
    """What a sheet is, for lists: its form and its tab."""
    titles = [title_of(form) for form in leaf.forms]
    return ", ".join([*titles, *([leaf.sheet] if fold(leaf.sheet) not in map(fold, titles) else [])])


def same(one: Passport, other: Passport) -> bool:
    """Whether two passports are of the same content: editions, days of handing over and pages aside."""
    return _bare(one) == _bare(other)


def _bare(passport: Passport) -> Passport:
    documents = tuple(
        replace(document, sheets=tuple(replace(sheet, pdf="", pages=()) for sheet in document.sheets)) for document in passport.documents
    )
    return replace(passport, edition=1, date="", leaves=0, inventory_leaves=0, documents=documents)


def book_bytes(source: Source, read: Read) -> bytes:
    """A book as it was read.

    Raises:
        BagError: It is no longer what it was, or cannot be read; the text says so.
    """
    try:
        data = read.files[source.book].read_bytes()
    except OSError as error:
        raise BagError(f"книга «{source.book}» не читается: {reason(error)}") from error
    if sha256(data) != read.hashes.get(source.book):
        raise ChangedError(f"книга «{source.book}» изменилась после чтения: повторите команду")
    return data


def extract(source: Source, read: Read) -> bytes:
    """The sheets of a case cut out of a book; errors as `book_bytes`, and `BagError` if they cannot be cut out."""
    if source not in read.extracts:
        kept, name = [leaf.sheet for leaf in source.leaves], read.files[source.book].name
        read.extracts[source] = _made(source.book, extract_of(book_bytes(source, read), name, read.tables(source.book), kept))
    return read.extracts[source]


def _made(book: str, copy: Copy) -> bytes:
    if copy.trouble:
        raise BagError(f"книга «{book}» не копируется: {copy.trouble.rstrip('.')}")
    return copy.data


def _to_print(source: Source, document: Document, read: Read) -> Path | bytes:
    """The workbook whose pages are printed: of a book of an old format its copy."""
    if not source.whole:
        return extract(source, read)
    path = read.files[source.book]
    return path if path.suffix.lower() in NEW else _made(source.book, copy_of(book_bytes(source, read), path.name, _shown(document, read)))


def _shown(document: Document, read: Read) -> dict[str, Rows]:
    """Cells of the sheets of a document."""
    return {sheet.name: read.books[document.book].cells(sheet.name) for sheet in document.sheets}


def print_job(case: Case, passport: Passport, read: Read) -> CaseJob:
    """What is to be printed of a case; errors as `extract`."""
    day = next((dt.date.fromisoformat(day) for day in (passport.date, passport.ended) if day), UNDATED)
    return CaseJob(
        Stamp(passport.key, passport.index, 1, day),
        tuple(
            (
                _to_print(source, document, read),
                tuple(
                    Job(
                        sheet.name, read.frames.get((source.book, sheet.name), Frame()), f"{PurePosixPath(source.book).name} · {sheet.name}"
                    )
                    for sheet in document.sheets
                ),
            )
            for source, document in zip(case.sources, passport.documents, strict=True)
        ),
    )


def store(
    writer: Writer, case: Case, passport: Passport, policy: Policy, read: Read, printed: Iterable[tuple[Printed, ...] | None]
) -> tuple[str, ...]:
    """Store a case: its books in all four forms, its papers, its passport.

    Args:
        writer: An empty bag.
        case: The case.
        passport: Its draft.
        policy: Settings of the school at the end of the case.
        read: What was read.
        printed: Printed sheets of each of its books, in their order.

    Returns:
        What the pages lack, in Russian.

    Raises:
        BagError: A book changed since it was read, or cannot be read, copied or printed; the text says so.
        OSError: The bag cannot be written.
    """
    documents: list[Document] = []
    missing: list[str] = []
    for source, document, sheets in zip(case.sources, passport.documents, printed, strict=True):
        if sheets is None:
            book_bytes(source, read)
            raise BagError(f"страницы книги «{source.book}» не сделаны: откройте её в Excel, сохраните и повторите")
        missing += _lacking(source.book, sheets)
        documents.append(_store_book(writer, source, document, read, {sheet.sheet: sheet for sheet in sheets}))
    leaves = sum(len(sheet.pages) for document in documents for sheet in document.sheets)
    done = with_inventory_leaves(replace(passport, documents=tuple(documents), leaves=leaves))
    letters = str(policy.values["archive_names"])
    for name, paper in case_papers(done, _card(policy, "town")):
        writer.put(f"{PAYLOAD}/{part(name, letters)}.pdf", compose(paper).pdf)
    writer.put(f"{PAYLOAD}/{part(README, letters)}.txt", readme(done))
    writer.finish(done)
    return tuple(missing)


def _store_book(writer: Writer, source: Source, document: Document, read: Read, printed: Mapping[str, Printed]) -> Document:
    path, book = read.files[source.book], read.books[source.book]
    if source.whole:
        writer.copy(document.original, path, document.sha256, source.book)
        data = (writer.path / document.original).read_bytes()
    else:
        data = extract(source, read)
        del read.extracts[source]
        writer.put(document.original, data)
    if document.values:
        writer.put(document.values, _made(source.book, copy_of(data, document.original, _shown(document, read))))
    return replace(document, sheets=tuple(_store_sheets(writer, document, book, printed)))


def _store_sheets(writer: Writer, document: Document, book: Book, printed: Mapping[str, Printed]) -> Iterator[Sheet]:
    for sheet in document.sheets:
        writer.put(sheet.csv, csv_text(book.cells(sheet.name)))
        made = printed[sheet.name]
        if not made.pdf:
            yield replace(sheet, pdf="")
            continue
        writer.put(sheet.pdf, made.pdf)
        pages = (Page(made.first_leaf + place, page.rows, page.columns, page.hash) for place, page in enumerate(made.pages))
        yield replace(sheet, pages=tuple(pages))


def _lacking(book: str, sheets: Sequence[Printed]) -> Iterator[str]:
    """What stands in the sheets of a book and not on their pages."""
    if formulas := sum(sheet.uncalculated for sheet in sheets):
        yield f"«{book}»: формул без вычисленного значения — {formulas}, их клетки на страницах пусты"
    if undrawn := sum(sheet.undrawn for sheet in sheets):
        yield f"«{book}»: диаграмм, фигур и рисунков без изображения на страницах — {undrawn}"
    if unknown := "".join(sorted({sign for sheet in sheets for sign in sheet.unknown})):
        yield f"«{book}»: знаков {' '.join(unknown)} нет в шрифте, на страницах вместо них стоит □"
