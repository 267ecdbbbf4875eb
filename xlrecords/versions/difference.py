"""What differs between two versions of a school's books: a cell, a row, a column, a sheet or a book, and of which kind it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Group(Enum):
    """Kinds of differences, which are told apart."""

    VALUE = "значения"
    FORMULA = "формулы"
    COMPUTED = "пересчитано"
    LOOK = "оформление"
    PLACE = "листы и строки"
    UNSURE = "не сопоставлено"
    MOVED = "перемещено"


@dataclass(frozen=True, slots=True)
class Where:
    """A sheet in both versions.

    Attributes:
        book: Name of the book, as B has it where it has it.
        first: Name of the sheet in A; empty: A has none.
        second: Name of the sheet in B; empty: B has none.
        school_class: Class that its head names; empty if it names none.
        subject: Subject that its head names; empty if it names none.
        first_book: Name of the book in A; empty: the same as in B.
    """

    book: str
    first: str = ""
    second: str = ""
    school_class: str = ""
    subject: str = ""
    first_book: str = ""

    @property
    def sheet(self) -> str:
        """Name of the sheet, as B has it where it has it."""
        return self.second or self.first


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that differs.

    Attributes:
        group: Of which kind it is.
        what: What happened, in a word or two: «изменено», «строка появилась».
        where: The sheet.
        who: Student, or the line of a register; empty for what stands outside of rows.
        about: Date, period, heading: what the cell tells of.
        first: A1 address or ranges in A; empty: there is none.
        second: The same in B.
        was: What A has.
        now: What B has.
        note: What a person must know besides.
        cells: How many cells it tells of; of a movement, how many rows, columns or sheets.
    """

    group: Group
    what: str
    where: Where
    who: str = ""
    about: str = ""
    first: str = ""
    second: str = ""
    was: str = ""
    now: str = ""
    note: str = ""
    cells: int = 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions compared.

    Attributes:
        differences: In the order of books and sheets of B.
        books: How many books both sides have.
        equal: How many of them are equal to the byte, and were not opened.
        failed: Books that could not be compared, and why, in words.
        values_only: Books of which only values were compared, for their format keeps the rest elsewhere.
        uncomputed: How many cells hold the same formula, whose value only one side has.
    """

    differences: tuple[Difference, ...] = ()
    books: int = 0
    equal: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    values_only: tuple[str, ...] = ()
    uncomputed: int = 0

    def of(self, *groups: Group) -> Sequence[Difference]:
        """Differences of some kinds."""
        return [found for found in self.differences if found.group in groups]

    def count(self, *groups: Group) -> int:
        """How many cells, rows and sheets the differences of some kinds tell of."""
        return sum(found.cells for found in self.of(*groups))

    @property
    def same(self) -> bool:
        """Whether nothing differs but places, and everything was compared."""
        return not self.failed and not self.of(*(group for group in Group if group is not Group.MOVED))
