"""Two versions of books compared: what is equal is not opened, what only moved is no change, everything else is told by its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..book import Trouble
from ..guard import RefusedError
from .bridge import Bridge, bridge
from .cells import Cells
from .difference import Comparison, Difference, Group, Where
from .edition import Opened, Version
from .formulas import Places
from .ordering import moved
from .pairing import equal_files, same_books, same_sheets
from .seen import seen
from .tabling import structure

Progress = Callable[[int, int], None]
Reason = Callable[[Trouble], str]
"""Why a book could not be read, in words."""


@dataclass(frozen=True, slots=True)
class Part:
    """A side that holds but some books of the other: a case of the archive.

    Attributes:
        side: 0 for A, 1 for B.
        extracts: Books of it that hold but some of their sheets.
    """

    side: int
    extracts: frozenset[str] = frozenset()


def compare(first: Mapping[str, Path], second: Mapping[str, Path], why: Reason, progress: Progress, part: Part | None = None) -> Comparison:
    """Compare two versions.

    Args:
        first: Books of A by name.
        second: Books of B by name.
        why: Gives the words for a book that cannot be read.
        progress: Told how many books of how many are done.
        part: The side that holds but some books: of what only the other has nothing is told.
    """
    run = _Run(why, part)
    pairs = sorted(same_books(first, second), key=lambda pair: pair[1])
    for done, (ours, theirs) in enumerate(pairs, 1):
        run.pair((ours, first[ours]), (theirs, second[theirs]), len(first) == len(second) == 1)
        progress(done, len(pairs))
    known = {ours for ours, _ in pairs}, {theirs for _, theirs in pairs}
    run.alone(
        [(name, first[name]) for name in first if name not in known[0]], [(name, second[name]) for name in second if name not in known[1]]
    )
    found = sorted(run.found, key=lambda item: item.where.book)
    return Comparison(tuple(found), len(pairs), run.equal, tuple(run.failed), tuple(run.values_only), run.uncomputed)


@dataclass(slots=True)
class _Run:
    """One comparison while it runs."""

    why: Reason
    part: Part | None
    found: list[Difference] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    values_only: list[str] = field(default_factory=list)
    equal: int = 0
    uncomputed: int = 0
    left: tuple[list[Version], list[Version]] = field(default_factory=lambda: ([], []))
    """Sheets that their book has not in the other version."""

    def pair(self, first: tuple[str, Path], second: tuple[str, Path], alone: bool) -> None:
        """Compare a book; `alone`: each side is but this book, whatever it is called."""
        if first[0] != second[0] and self.part is None and not alone:
            where = Where(second[0], first_book=first[0])
            self.found.append(Difference(Group.MOVED, "книга названа иначе", where, was=first[0], now=second[0]))
        if equal_files(first[1], second[1]):
            self.equal += 1
            return
        opened = Opened(first[1], first[0]), Opened(second[1], second[0])
        for side in opened:
            if (trouble := side.trouble) is not None:
                self.failed.append((second[0], self.why(trouble)))
                return
        try:
            self._books(*opened)
        except RefusedError as error:
            self.failed.append((second[0], self.why(Trouble(error.rule, facts=error.facts))))

    def _books(self, first: Opened, second: Opened) -> None:
        if first.package is None or second.package is None:
            self.values_only.append(second.name)
        damaged = [trouble for side in (first, second) for trouble in side.book.troubles if trouble.rule == "sheet-damaged"]
        self.failed += [(f"{second.name}, лист «{trouble.sheet}»", self.why(trouble)) for trouble in damaged]
        self.found += _strays(first, second)
        same = {
            name for name in first.sheets() if name in second.sheets() and (raw := first.raw(name)) is not None and raw == second.raw(name)
        }
        sides = tuple([side.version(name) for name in side.sheets() if name not in same] for side in (first, second))
        pairs = same_sheets(*sides)
        order = [(first.book.sheets().index(name), second.book.sheets().index(name)) for name in same]
        order += [(ours.at, theirs.at) for ours, theirs in pairs]
        if count := moved(order):
            self.found.append(Difference(Group.MOVED, "перемещены листы", Where(second.name), cells=count))
        self._sheets(pairs)
        for side, told in enumerate(sides):
            if self.part is not None and self.part.side != side and (first, second)[self.part.side].name in self.part.extracts:
                continue  # the case took but some sheets
            gone = {id(pair[side]) for pair in pairs}
            self.left[side].extend(sheet for sheet in told if id(sheet) not in gone)

    def _sheets(self, pairs: Sequence[tuple[Version, Version]]) -> None:
        """Compare sheets of one book that are the same ones."""
        bridges = {ours.name.lower(): bridge(ours, theirs) for ours, theirs in pairs}
        places = Places({ours.name.lower(): theirs.name for ours, theirs in pairs}, bridges)
        for ours, theirs in pairs:
            self.found += self._sheet(bridges[ours.name.lower()], _where(ours, theirs), places)

    def _sheet(self, found: Bridge, where: Where, places: Places) -> Iterator[Difference]:
        if where.first != where.second:
            yield Difference(Group.MOVED, "лист переименован", where, was=where.first, now=where.second)
        yield from structure(found, where)
        cells = Cells(found, where, places)
        yield from cells.differences()
        self.uncomputed += cells.uncomputed
        yield from seen(found, where, cells.pairs)

    def alone(self, first: Sequence[tuple[str, Path]], second: Sequence[tuple[str, Path]]) -> None:
        """Tell of books and sheets that only one version has; a sheet that went into another book is compared with what it was."""
        whole: dict[tuple[int, str], int] = {}
        for side, books in enumerate((first, second)):
            if self.part is not None and self.part.side != side:
                continue
            for name, path in books:
                opened = Opened(path, name)
                sheets = [opened.version(sheet) for sheet in opened.sheets()]
                if not sheets:
                    note = "листов: 0" if opened.trouble is None else self.why(opened.trouble)
                    self.found.append(self._alone(Where(name), side, "книга", note))
                whole[side, name] = len(sheets)
                self.left[side].extend(sheets)
        pairs = [(ours, theirs) for ours, theirs in same_sheets(*self.left) if ours.title and ours.title == theirs.title]
        for ours, theirs in pairs:
            where = _where(ours, theirs)
            text = [f"{sheet.book}, лист «{sheet.name}»" for sheet in (ours, theirs)]
            self.found.append(Difference(Group.MOVED, "лист перенесён в другую книгу", where, was=text[0], now=text[1]))
            found = bridge(ours, theirs)
            self.found += self._sheet(found, where, Places({ours.name.lower(): theirs.name}, {ours.name.lower(): found}))
        for side in (0, 1):
            told = {id(pair[side]) for pair in pairs}
            self._left(side, [sheet for sheet in self.left[side] if id(sheet) not in told], whole)

    def _left(self, side: int, sheets: Sequence[Version], whole: Mapping[tuple[int, str], int]) -> None:
        books: dict[str, list[Version]] = {}
        for sheet in sheets:
            books.setdefault(sheet.book, []).append(sheet)
        for name, own in books.items():
            if whole.get((side, name)) == len(own):
                self.found.append(self._alone(Where(name), side, "книга", note=f"листов: {len(own)}"))
            else:
                for sheet in own:
                    where = Where(
                        name, *((sheet.name, "") if side == 0 else ("", sheet.name)), sheet.head("school_class"), sheet.head("subject")
                    )
                    self.found.append(self._alone(where, side, "лист", note=f"заполненных клеток: {sheet.filled}"))

    @staticmethod
    def _alone(where: Where, side: int, what: str, note: str) -> Difference:
        word = ("исчез", "появился")[side] if what == "лист" else ("исчезла", "появилась")[side]
        return Difference(Group.PLACE, f"{what} {word}", where, note=note)


def _strays(first: Opened, second: Opened) -> Iterator[Difference]:
    """Values so far from all others that they are not read with them: those that only one version has."""
    sides = [
        {(trouble.sheet, trouble.cell): str(trouble.facts["value"]) for trouble in side.book.troubles if "value" in trouble.facts}
        for side in (first, second)
    ]
    for sheet, cell in sorted({*sides[0], *sides[1]}):
        was, now = (side.get((sheet, cell), "") for side in sides)
        if was != now:
            what = "изменено" if was and now else "вписано" if now else "стёрто"
            where = Where(second.name, sheet, sheet)
            yield Difference(Group.VALUE, what, where, "", "далеко за таблицей", cell if was else "", cell if now else "", was, now)


def _where(first: Version, second: Version) -> Where:
    group, subject = second.head("school_class"), second.head("subject")
    return Where(second.book, first.name, second.name, group, subject, "" if first.book == second.book else first.book)
