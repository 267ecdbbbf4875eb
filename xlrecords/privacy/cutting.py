"""Pages of one teacher, class or subject cut out of the school's books: a workbook that holds nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..book import Rows
from ..forms import RIGHTS, SETTINGS
from ..ooxml.prune import Pruned, prune
from ..school import School
from .leaks import NAMES, Leak, in_text, needles, search
from .pages import Sheet, Table

KEPT: Final = (*SETTINGS, *RIGHTS)
"""Forms whose sheets never leave the office: settings, and who asked, agreed, may know and was told."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be cut out; what is empty is not asked for. A table must meet all that is asked."""

    groups: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    teachers: frozenset[str] = frozenset()

    def met(self, table: Table) -> bool:
        """Whether a table is wholly what is asked for."""
        if table.form in KEPT:
            return False
        whole = not self.groups or (bool(table.groups) and table.groups <= self.groups)
        return whole and self._named(table)

    def touched(self, table: Table) -> bool:
        """Whether anything of a table is asked for."""
        return table.form not in KEPT and self._named(table) and not (self.groups and self.groups.isdisjoint(table.groups))

    def _named(self, table: Table) -> bool:
        taught = not self.teachers or not self.teachers.isdisjoint(table.teachers)
        return taught and (not self.subjects or table.subject in self.subjects)


@dataclass(frozen=True, slots=True)
class Cut:
    """Sheets of one book that go into one workbook: the book, the sheets, and who may stand there."""

    book: str
    sheets: tuple[str, ...]
    people: frozenset[int]
    names: frozenset[str]


def choose(pages: Mapping[tuple[str, str], Sheet], wish: Wish) -> tuple[list[Cut], list[tuple[str, str]]]:
    """What a wish cuts out of the books.

    Returns:
        A cut for each book with such sheets; sheets of which only a part is asked for, and which therefore stay.
    """
    chosen: dict[str, list[str]] = {}
    partly = []
    for (book, name), page in pages.items():
        if all(map(wish.met, page.tables)):
            chosen.setdefault(book, []).append(name)
        elif any(map(wish.touched, page.tables)):
            partly.append((book, name))
    return [_cut(pages, book, names) for book, names in chosen.items()], partly


def _cut(pages: Mapping[tuple[str, str], Sheet], book: str, names: Sequence[str]) -> Cut:
    kept = [pages[book, name] for name in names]
    people = frozenset(person for page in kept for person in page.people)
    return Cut(book, tuple(names), people, frozenset(name for page in kept for name in page.names))


@dataclass(frozen=True, slots=True)
class Made:
    """A workbook that was cut out: what `prune` told, its bytes without traces of people who worked on it, and what it must not tell."""

    pruned: Pruned
    data: bytes
    leaks: tuple[Leak, ...]


def make(data: bytes, name: str, cut: Cut, cells: Mapping[str, Rows], hidden: Collection[str], school: School) -> Made:
    """Cut sheets out of a book.

    Args:
        data: The book.
        name: What the workbook will be called.
        cut: What is cut out.
        cells: Cells of all sheets of the book: drop-down lists on sheets that go are kept in the limits themselves.
        hidden: Hidden sheets of no form; one that holds a list which is too long for that goes along, if no student stands on it.
        school: What was read, for the check of what the workbook tells.

    Returns:
        The workbook; if it tells of students who are not on its sheets, first without their lists, then with what it tells.

    Raises:
        RefusedError: It is no workbook that may be changed.
        PruneError: It cannot be cut.
    """
    best: Made | None = None
    for pruned in _ways(data, cut, cells, hidden):
        made = checked(pruned, name, cut, school)
        if not made.leaks:
            return made
        best = made
    assert best is not None
    return best


def _ways(data: bytes, cut: Cut, cells: Mapping[str, Rows], hidden: Collection[str]) -> Iterator[Pruned]:
    """The workbook with all its lists, then with those that fit into the limits, then without."""
    bare = prune(data, cut.sheets)
    if not bare.unlisted:
        yield bare
        return
    offered = prune(data, cut.sheets, cells)
    lists = [name for name in hidden if len(prune(data, (*cut.sheets, name), cells).unlisted) < len(offered.unlisted)]
    if lists:
        yield prune(data, (*cut.sheets, *lists), cells)
    yield offered
    yield bare


def checked(pruned: Pruned, name: str, cut: Cut, school: School) -> Made:
    """A workbook without traces of those who worked on it, and what it and its name tell of students who are not on its sheets."""
    from .scrub import scrub

    data = scrub(pruned.data)
    wanted = needles(school, cut.people, cut.names)
    return Made(pruned, data, (*search(data, wanted), *in_text(name, wanted, NAMES)))


def told(found: Iterable[Leak]) -> str:
    """Where a workbook tells too much, without naming anybody: kinds, parts, and of how many students."""
    listed = list(found)
    kinds = ", ".join(dict.fromkeys(leak.what for leak in listed))
    parts = ", ".join(dict.fromkeys(leak.part for leak in listed))
    return f"{kinds}; где: {parts}"
