"""What was changed in the tables of a bag, cell by cell: a case keeps each value three times, and what is left intact tells what was sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from ..book import address
from ..books.file import LIMITS, FileBook, read
from ..words import counted
from .passport import Document, Passport, Sheet
from .tables import differences, read_csv, texts

Table: TypeAlias = list[list[str]]
"""A sheet as its table as text has it."""
UNCALCULATED: Final = "formulas-not-calculated"
"""The trouble of a sheet whose formulas have no value."""


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that differs: book as the school calls it, sheet, A1 cell, sealed text, text now; empty texts of empty cells."""

    book: str
    sheet: str
    cell: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What a file is, what was found out about it, both in words, and cells that differ."""

    what: str
    texts: tuple[str, ...] = ()
    cells: tuple[Change, ...] = ()


class Tables:
    """Tables of a bag as they were sealed."""

    def __init__(self, passport: Passport, intact: Mapping[str, Path]) -> None:
        """Tables of the bag of a passport.

        Args:
            passport: The sealed passport.
            intact: Files that are as they were sealed, by their paths within the bag.
        """
        self._passport = passport
        self._intact = intact
        self._books: dict[str, FileBook] = {}

    def compare(self, file: str, changed: Path | None) -> Compared | None:
        """What was changed in a file.

        Args:
            file: Its path within the bag.
            changed: The changed file; None: it is missing or cannot be read.

        Returns:
            None of a file that holds no table of the case and no page of one.
        """
        for document in self._passport.documents:
            if file in (document.original, document.values):
                return self._workbook(document, file, changed)
            for sheet in document.sheets:
                if file == sheet.csv:
                    return self._csv(document, sheet, changed)
                if file == sheet.pdf:
                    return Compared(f"страницы листа «{sheet.name}» книги «{document.book}»", self._left(document, (sheet,), file))
        return None

    def _workbook(self, document: Document, file: str, changed: Path | None) -> Compared:
        """A workbook against the tables as text, or the other workbook."""
        original = f"книга «{document.book}»" + ("" if document.whole else ", извлечение")
        what = original if file == document.original else f"копия значений книги «{document.book}»"
        left = self._left(document, document.sheets, file)
        if changed is None:
            return Compared(what, left)
        now = read(changed, document.book)
        if not now.sheets():
            return Compared(what, ("книгу больше нельзя прочитать", *left))
        other = self._book(document.values if file == document.original else document.original)
        listed = {sheet.name: sheet for sheet in document.sheets}
        words: list[str] = []
        cells: list[Change] = []
        unknown: list[str] = []
        for name in dict.fromkeys((*listed, *now.sheets())):
            was = self._sealed(document, listed.get(name), name, file)
            if name not in now.tables:
                words.append(f"листа «{name}» больше нет")
            elif was is not None:
                cells += _changes(document.book, name, was, texts(now.cells(name)), uncalculated=_uncalculated(now, name) > 0)
            elif name not in listed and other is not None and file == document.values:
                words.append(f"появился лист «{name}»")
            else:
                unknown.append(name)
        for name in {change.sheet: None for change in cells}:
            if count := _uncalculated(now, name):
                words.append(f"на листе «{name}» без сохранённого значения {counted(count, 'формула')}: они показаны пустыми")
        if unknown:
            words.append(f"сравнить не с чем: {', '.join(f'«{name}»' for name in unknown)}")
        if not cells and not any(text.startswith(("листа", "появился")) for text in words) and len(unknown) < len(now.sheets()):
            words.append("значения остальных листов прежние" if unknown else "значения прежние, изменено оформление или устройство файла")
        return Compared(what, tuple(words), tuple(cells))

    def _csv(self, document: Document, sheet: Sheet, changed: Path | None) -> Compared:
        """A table as text against a workbook."""
        what = f"значения листа «{sheet.name}» книги «{document.book}»"
        now = _table(changed) if changed else None
        was = self._sealed(document, sheet, sheet.name, sheet.csv)
        if now is None:
            return Compared(what, (*(("таблицу больше нельзя прочитать",) if changed else ()), *self._left(document, (sheet,), sheet.csv)))
        if was is None:
            return Compared(what, ("сравнить не с чем: книги дела тоже изменены",))
        cells = tuple(_changes(document.book, sheet.name, was, now))
        return Compared(what, () if cells else ("значения прежние, изменена запись файла",), cells)

    def _left(self, document: Document, sheets: tuple[Sheet, ...], file: str) -> tuple[str, ...]:
        """Where the values of some sheets are left, in words."""
        if sheets and all(sheet.csv in self._intact and sheet.csv != file for sheet in sheets):
            return ("значения целы в таблицах CSV",)
        for path, where in ((document.values, "значения целы в копии без формул"), (document.original, "значения целы в самой книге")):
            if path != file and path in self._intact:
                return (where,)
        return ("сравнить не с чем: другие записи этих значений тоже изменены",)

    def _sealed(self, document: Document, sheet: Sheet | None, name: str, file: str) -> Table | None:
        """The sealed values of a sheet, from any file but one; None if none is intact."""
        if sheet is not None and sheet.csv != file and sheet.csv in self._intact:
            found = _table(self._intact[sheet.csv])
            if found is not None:
                return found
        for path in (document.values, document.original):
            book = self._book(path) if path != file else None
            if book is not None and name in book.tables:
                return texts(book.cells(name))
        return None

    def _book(self, path: str) -> FileBook | None:
        """An intact workbook; None if it is not intact."""
        if path not in self._intact:
            return None
        if path not in self._books:
            self._books[path] = read(self._intact[path], path)
        return self._books[path]


def _table(path: Path) -> Table | None:
    """A table as text; None if it is none or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(LIMITS.file + 1)
        return read_csv(data) if len(data) <= LIMITS.file else None
    except (OSError, ValueError):
        return None


def _uncalculated(book: FileBook, sheet: str) -> int:
    counts = [trouble.facts.get("count", 0) for trouble in book.troubles if trouble.rule == UNCALCULATED and trouble.sheet == sheet]
    return sum(count for count in counts if isinstance(count, int))


def _changes(book: str, sheet: str, was: Table, now: Table, uncalculated: bool = False) -> Iterator[Change]:
    """Cells that differ; where formulas lost their values, those that have one now come first."""
    found = [Change(book, sheet, address(row, column), old, new) for row, column, old, new in differences(was, now)]
    yield from sorted(found, key=lambda change: not change.now) if uncalculated else found
