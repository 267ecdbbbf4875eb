"""Pages of one teacher, class or subject cut out of the school's books: whose they are, and a workbook that holds nothing else."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ..book import Rows
from ..forms import RIGHTS, SETTINGS
from ..kind import fold
from ..ooxml.prune import Pruned, prune
from ..people import key
from ..school import School
from ..sheets.records import Records
from .bearers import positions
from .leaks import NAMES, Leak, in_text, needles, search

if TYPE_CHECKING:
    import pandas as pd

KEPT: Final = (*SETTINGS, *RIGHTS)
"""Forms whose sheets never leave the office: settings, and who asked, agreed, may know and was told."""
_INITIALS: Final = re.compile(r"\.\s+")
_SEVERAL: Final = re.compile(r"\s*[;,/]\s*")


def teacher_key(name: str) -> str:
    """A teacher's name for comparing: as `people.key`, and initials with or without a blank between them."""
    return _INITIALS.sub(".", key(name)).replace(" .", ".")


def teachers_in(text: str) -> list[str]:
    """Teachers of a head, of which there may be several: «Иванова И. И., Петров П. П.»."""
    return [name for name in _SEVERAL.split(text.strip()) if name]


@dataclass(frozen=True, slots=True)
class Table:
    """What a table of a sheet says of itself.

    Attributes:
        form: Name of its form.
        teachers: Keys of the teachers in its head.
        groups: Classes of its head and of its lines.
        subject: Folded name of the subject as in the plan, or of the course; empty if it has none.
    """

    form: str
    teachers: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    subject: str = ""


@dataclass(slots=True)
class Sheet:
    """A sheet of the school: its tables, positions in the class list of those on it, and names of those whom the list does not know."""

    tables: list[Table] = field(default_factory=list)
    people: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


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


def sheets(school: School) -> dict[tuple[str, str], Sheet]:
    """Every sheet of a known form, of all years, by book and name."""
    found: dict[tuple[str, str], Sheet] = {}
    for era in (school, *school.past):
        for records in era.records.values():
            _gather(records, school, era, found)
    return found


def _gather(records: Records, school: School, era: School, found: dict[tuple[str, str], Sheet]) -> None:
    places = list(zip(records.sheets["book"].astype(str), records.sheets["sheet"].astype(str), strict=True))
    groups: list[set[str]] = [set() for _ in places]
    ids = records.rows["sheet_id"].tolist()
    for index, group in zip(ids, era.groups(records).astype(str).tolist(), strict=True):
        groups[index] |= {group} - {""}
    head = records.sheets
    for index, place in enumerate(places):
        teacher, group, subject = (_text(head, name, index) for name in ("teacher", "school_class", "subject"))
        keys = frozenset(teacher_key(name) for name in teachers_in(teacher))
        titled = fold(era.subject_title(subject)) if subject else ""
        table = Table(records.form.name, keys, frozenset(groups[index] | ({group} - {""})), titled)
        page = found.setdefault(place, Sheet())
        page.tables.append(table)
        if student := _text(head, "student", index):
            page.names.add(student)
            if school.roster is not None and (person := school.roster.match(student, "").person) >= 0:
                page.people.add(person)
    if "student" in records.rows:
        for index, person, name in zip(ids, people_of(records, school, era), records.rows["student"].astype(object), strict=True):
            if person >= 0:
                found[places[index]].people.add(person)
            elif isinstance(name, str):
                found[places[index]].names.add(name)


def people_of(records: Records, school: School, era: School) -> list[int]:
    """Position in the class list of who each line is; a line of the class list itself is that position, namesakes or not."""
    listed = records is school.records.get("class_list")
    return list(range(len(records.rows))) if listed else positions(records, school, era)


def _text(frame: pd.DataFrame, name: str, index: int) -> str:
    value = frame[name].iat[index] if name in frame else ""
    return value if isinstance(value, str) else ""


def teachers(school: School) -> dict[str, str]:
    """Teachers in the heads of this year's sheets, as they are first written, by key."""
    found: dict[str, str] = {}
    for records in school.records.values():
        for written in records.sheets["teacher"].dropna().unique() if "teacher" in records.sheets else ():
            for name in teachers_in(str(written)):
                found.setdefault(teacher_key(name), " ".join(name.split()))
    return found


def near(asked: str, known: Mapping[str, str]) -> list[str]:
    """Teachers who may be meant by a name that is nobody's: of the same surname, or spelt nearly so."""
    wanted = teacher_key(asked)
    surname = wanted.split()[:1]
    same = [name for found, name in known.items() if found.split()[:1] == surname]
    close = difflib.get_close_matches(wanted, known, n=3, cutoff=0.75)
    return list(dict.fromkeys([*same, *(known[name] for name in close)]))


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
