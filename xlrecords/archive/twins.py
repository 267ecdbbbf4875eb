"""A printed case and its electronic twin: which scanned pages match, are of an older edition, were changed, or are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from ..ooxml.refs import split
from ..words import counted
from .cells import Change
from .passport import Page, Passport
from .scans import Code, Scan, look


class State(StrEnum):
    """How a scanned page stands to its case."""

    MATCH = "совпадает"
    OLD = "старая редакция"
    CHANGED = "изменён после печати"
    TOUCHED = "изменена электронная копия"


@dataclass(frozen=True, slots=True)
class Edition:
    """A bag.

    Attributes:
        name: Name of its folder.
        passport: The passport that was sealed.
        changes: Cells that were changed in its tables since.
        papers: Its cover, inventory and the like, as far as they are not changed.
    """

    name: str
    passport: Passport
    changes: tuple[Change, ...] = ()
    papers: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A page: its code, where it was scanned (several: more than once), how it stands, and why, in words."""

    code: Code
    places: tuple[str, ...]
    state: State
    text: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """A case of which pages were scanned.

    Attributes:
        name: Folder of its latest edition.
        title: Its heading.
        pages: Pages, in the order of the leaves.
        missing: Leaves that were not scanned.
    """

    name: str
    title: str
    pages: tuple[Judged, ...]
    missing: tuple[int, ...]

    @property
    def sound(self) -> bool:
        """Whether all leaves were scanned and match."""
        return not self.missing and all(page.state is State.MATCH for page in self.pages)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What scans tell.

    Attributes:
        twins: Cases of which pages were scanned, by name.
        unknown: Codes of cases that are not in the archive, with their places.
        unread: Pages on which no code could be read, or files that could not be opened.
    """

    twins: tuple[Twin, ...]
    unknown: tuple[tuple[str, tuple[str, ...]], ...]
    unread: tuple[Scan, ...]


def judge(scans: Iterable[Scan], editions: Iterable[Edition]) -> Judgement:
    """Compare scanned pages with the passports of their cases.

    Args:
        scans: Scanned pages.
        editions: All bags whose passport is the sealed one.
    """
    cases: dict[str, list[Edition]] = defaultdict(list)
    for edition in editions:
        cases[edition.passport.key].append(edition)
    places: dict[Code, list[str]] = defaultdict(list)
    unread = []
    for scan in scans:
        for code in scan.codes:
            places[code].append(scan.place)
        if not scan.codes:
            unread.append(scan)
    by_key: dict[str, dict[Code, tuple[str, ...]]] = defaultdict(dict)
    for code in sorted(places, key=lambda code: (code.leaf, code.hash)):
        by_key[code.key][code] = tuple(places[code])
    twins = [_twin(sorted(cases[key], key=lambda one: -one.passport.edition), codes) for key, codes in by_key.items() if key in cases]
    unknown = [(key, tuple(dict.fromkeys(place for found in codes.values() for place in found)))
               for key, codes in sorted(by_key.items()) if key not in cases]  # fmt: skip
    return Judgement(tuple(sorted(twins, key=lambda twin: twin.name)), tuple(unknown), tuple(unread))


def _twin(editions: Sequence[Edition], codes: Mapping[Code, tuple[str, ...]]) -> Twin:
    latest = editions[0]
    pages = tuple(_judged(code, places, editions) for code, places in codes.items())
    scanned = {page.code.leaf for page in pages}
    missing = tuple(leaf for leaf in sorted(_pages(latest.passport)) if leaf not in scanned)
    return Twin(latest.name, latest.passport.title, pages, missing)


def _judged(code: Code, places: tuple[str, ...], editions: Sequence[Edition]) -> Judged:
    latest = editions[0]
    if not code.leaf:
        return _paper(code, places, editions)
    known = _pages(latest.passport)
    if code.leaf in known and known[code.leaf].page.hash == code.hash:
        touched = _touched(known[code.leaf], latest.changes)
        if touched:
            return Judged(code, places, State.TOUCHED, f"на бумаге запечатанное, а в файлах дела изменены клетки: {touched}")
        return Judged(code, places, State.MATCH)
    moved = next((leaf for leaf, found in known.items() if found.page.hash == code.hash), None)
    if moved is not None:
        return Judged(code, places, State.OLD, f"содержание прежнее, но теперь это лист {moved}")
    for edition in editions[1:]:
        if any(found.page.hash == code.hash for found in _pages(edition.passport).values()):
            now = f"действует редакция {latest.passport.edition}"
            return Judged(code, places, State.OLD, f"напечатан с редакции {edition.passport.edition}, {now}")
    return Judged(code, places, State.CHANGED, "такого содержания нет ни в одной редакции дела: лист изменён или напечатан не из архива")


def _paper(code: Code, places: tuple[str, ...], editions: Sequence[Edition]) -> Judged:
    """A cover, an inventory or the like: it bears no number of a leaf, and its file in the bag bears the same code."""
    for edition in editions:
        if any(code in scan.codes for path in edition.papers for scan in look([path], path)):
            text = "" if edition is editions[0] else f"бумага редакции {edition.passport.edition}"
            return Judged(code, places, State.OLD if text else State.MATCH, text)
    return Judged(code, places, State.CHANGED, "такой бумаги нет ни в одной редакции дела")


@dataclass(frozen=True, slots=True)
class _Known:
    """A page of a passport with its book and sheet."""

    book: str
    sheet: str
    page: Page


def _pages(passport: Passport) -> dict[int, _Known]:
    """Pages of a case by the numbers of their leaves."""
    return {
        page.leaf: _Known(document.book, sheet.name, page)
        for document in passport.documents for sheet in document.sheets for page in sheet.pages
    }  # fmt: skip


def _touched(known: _Known, changes: Iterable[Change]) -> str:
    """Cells of a page that were changed, in words."""
    (top, bottom), (left, right) = known.page.rows, known.page.columns
    cells = []
    for change in changes:
        row, column = _at(change.cell)
        if (change.book, change.sheet) == (known.book, known.sheet) and top <= row <= bottom and left <= column <= right:
            cells.append(change.cell)
    found = list(dict.fromkeys(cells))
    return ", ".join(found[:SHOWN]) + (f" и ещё {len(found) - SHOWN}" if len(found) > SHOWN else "")


def _at(cell: str) -> tuple[int, int]:
    """Row and column; (0, 0) of a cell of a spoilt table that no sheet can have."""
    try:
        return split(cell)
    except ValueError:
        return 0, 0


SHOWN = 10
"""So many cells of a page are named."""


# Words


def sentence(twin: Twin) -> str:
    """«28 листов совпадают, 1 — старая редакция, 1 изменён после печати, не отсканированы листы 5, 9»."""
    return ", ".join(_parts(twin)) or "сверенных листов нет"


def _parts(twin: Twin) -> Iterator[str]:
    leaves = [page.state for page in twin.pages if page.code.leaf]
    match, old = leaves.count(State.MATCH), leaves.count(State.OLD)
    changed, touched = leaves.count(State.CHANGED), leaves.count(State.TOUCHED)
    if match:
        yield f"{counted(match, 'лист')} {'совпадает' if _one(match) else 'совпадают'}"
    if old:
        yield f"{old if match else counted(old, 'лист')} — старая редакция"
    if changed:
        yield f"{changed if match or old else counted(changed, 'лист')} {'изменён' if _one(changed) else 'изменены'} после печати"
    if touched:
        yield f"у {_of_leaves(touched)} электронная копия изменена после печати"
    papers = [page.state for page in twin.pages if not page.code.leaf]
    if papers:
        differ = len(papers) - papers.count(State.MATCH)
        yield f"{counted(len(papers), 'лист')} без номера (обложка, описи)" + (f", из них не совпадают: {differ}" if differ else "")
    repeated = [page.code.leaf for page in twin.pages if len(page.places) > 1 and page.code.leaf]
    if repeated:
        yield f"не раз {'отсканирован' if len(repeated) == 1 else 'отсканированы'} {_leaves(repeated)}"
    if twin.missing:
        yield f"не {'отсканирован' if len(twin.missing) == 1 else 'отсканированы'} {_leaves(twin.missing)}"


def _of_leaves(number: int) -> str:
    """«1 листа», «5 листов»."""
    return f"{number} {'листа' if _one(number) else 'листов'}"


def _one(number: int) -> bool:
    return number % 10 == 1 and number % 100 != 11


def _leaves(leaves: Sequence[int]) -> str:
    """«лист 5», «листы 5, 9, 11–14»."""
    runs = []
    for _, members in groupby(enumerate(sorted(set(leaves))), key=lambda item: item[1] - item[0]):
        run = [leaf for _, leaf in members]
        runs.append(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)))
    return f"{'лист' if len(set(leaves)) == 1 else 'листы'} {', '.join(runs)}"
