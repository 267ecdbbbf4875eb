"""A small case file in a bag, as tests of the archive need one: a book of two sheets, its values, its tables as text, its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.markdown import saved
from xlrecords.archive.bag import Writer
from xlrecords.archive.naming import edition_name
from xlrecords.archive.papers import cover
from xlrecords.archive.passport import Document, Page, Passport, Sheet
from xlrecords.archive.tables import csv_text
from xlrecords.books.file import read
from xlrecords.books.markdown import parse_books
from xlrecords.history import sha256
from xlrecords.pdf.archival import Job, Stamp, print_book
from xlrecords.pdf.papers import compose

ID = "2026-2027_02-05_Журнал_5А"
BOOK = """
# Алгебра
| Фамилия | 1.09 | 2.09 |
| Орлова Мария | 5 | 4 |
| Петров Иван | 3 | н |

# Темы
| Дата | Тема |
| 01.09.2026 | Дроби |
"""
PAGES = {"Алгебра": (Page(1, (1, 2), (1, 3), "a" * 16), Page(2, (3, 3), (1, 3), "b" * 16)), "Темы": (Page(3, (1, 2), (1, 2), "c" * 16),)}


def passport(edition: int, pages: Mapping[str, tuple[Page, ...]], sha: str, **other: str) -> Passport:
    """The passport of the case."""
    sheets = tuple(
        Sheet(name, f"Классный журнал, {name}", f"data/csv/5А/{name}.csv", f"data/pdf/5А/{name}.pdf", pages[name])
        for name in ("Алгебра", "Темы")
    )
    document = Document("Журналы/5А.xlsx", "data/original/5А.xlsx", True, sha, "data/values/5А.xlsx", sheets)
    given = {
        "id": ID, "school": "Школа № 1", "school_short": "Школа № 1", "index": "02-05", "title": "Классные журналы, 5А класс", "part": "5А",
        "unit": "класс", "year": "2026/2027", "first": "2026-09-01", "last": "2027-05-25", "ended": "2027-08-31", "term": "5 лет",
        "article": "ст. 1", "source": "номенклатура", "until": "2032-12-31",
    } | other  # fmt: skip
    leaves = sum(len(sheet.pages) for sheet in sheets)
    return Passport(edition=edition, leaves=leaves, documents=(document,), **given)


def bag(folder: Path, edition: int = 1, book: str = BOOK, printed: bool = False, **other: str) -> Path:
    """Write the case into a folder.

    Args:
        folder: Folder of the archive.
        edition: Its edition.
        book: Its book, in Markdown.
        printed: Whether its pages are real ones.
        other: What its passport says otherwise.
    """
    data = saved(parse_books(book, "5А.xlsx")[0])
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / ".book.xlsx"
    source.write_bytes(data)
    tables = read(source, "5А.xlsx")
    source.unlink()
    given = passport(edition, PAGES, sha256(data), **other)
    pdf = dict.fromkeys(PAGES, b"%PDF-1.7 page")
    if printed:
        made = print_book(data, [Job(name) for name in PAGES], Stamp(given.key, given.index))
        pdf = {one.sheet: one.pdf for one in made}
        pages = {
            one.sheet: tuple(Page(one.first_leaf + place, page.rows, page.columns, page.hash) for place, page in enumerate(one.pages))
            for one in made
        }
        given = passport(edition, pages, sha256(data), **other)
    with Writer(folder, edition_name(given.id, edition)) as writer:
        for name in ("data/original/5А.xlsx", "data/values/5А.xlsx"):
            writer.put(name, data)
        for sheet in given.documents[0].sheets:
            writer.put(sheet.csv, csv_text(tables.cells(sheet.name)))
            writer.put(sheet.pdf, pdf[sheet.name])
        writer.put("data/Обложка.pdf", compose(cover(given)).pdf if printed else b"%PDF-1.7 cover")
        return writer.finish(given)


def files(folder: Path) -> Sequence[str]:
    """All files of a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
