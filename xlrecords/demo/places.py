"""Where errors may be planted: each takes a place of its own, so that no two of them hide or move each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from ..book import address
from ..sheets.template import Layout
from .calendar import closed_terms, term
from .people import SchoolClass, Student
from .registers import listed
from .school import ACHIEVEMENTS, JOURNALS, PEOPLE_BOOK, SETTINGS_BOOK, DemoSchool, class_book
from .sheet import Sheet, Where
from .subjects import MODULE, SUBJECTS, Subject, graded

BY_NAME = {subject.name: subject for subject in (*SUBJECTS, MODULE)}


@dataclass(frozen=True, slots=True)
class Planted:
    """An error that was planted: the rule it breaks, book and sheet, the place once the sheet is laid out, what was done."""

    rule: str
    book: str
    tab: str
    note: str
    where: Where | None = None


@dataclass(frozen=True, eq=False)
class Page:
    """A sheet with its book, and its class if it has one."""

    book: str
    sheet: Sheet
    group: SchoolClass | None = None

    @property
    def subject(self) -> Subject:
        """Subject of a page of a class journal."""
        return BY_NAME[self.sheet.subject]

    @property
    def grade(self) -> int:
        """Number of the class."""
        assert self.group is not None
        return self.group.grade

    @property
    def closed(self) -> tuple[str, ...]:
        """Terms with marks."""
        return closed_terms(self.grade)

    def running(self) -> list[int]:
        """Lessons of the term for which no marks are set yet."""
        last = max(term(name).last for name in self.closed)
        return [index for index, day in enumerate(self.sheet.headings) if isinstance(day, dt.date) and day > last]

    def add(self, values: Mapping[str, object], student: Student | None = None) -> Line:
        """Add a row with the next number at the end of a register, of a student if it is about one."""
        who: dict[str, object] = {}
        if student is not None:
            self.sheet.students.append(student)
            who = {"student": listed(student), "school_class": student.school_class}
        self.sheet.rows.append({"number": len(self.sheet.rows) + 1, **who, **values})
        return Line(self, len(self.sheet.rows) - 1)

    def planted(self, rule: str, note: str, where: Where | None = None) -> Planted:
        """An error on this sheet."""
        return Planted(rule, self.book, self.sheet.tab, note, where)


@dataclass(frozen=True, eq=False)
class Line:
    """A student's line of a page."""

    page: Page
    row: int

    @property
    def cells(self) -> list[object]:
        """Cells of the grid."""
        return self.page.sheet.grid[self.row]

    @property
    def values(self) -> dict[str, object]:
        """Cells of the columns."""
        return self.page.sheet.rows[self.row]

    @property
    def student(self) -> Student:
        """Whose line it is."""
        return self.page.sheet.students[self.row]

    def planted(self, rule: str, note: str, column: str | int) -> Planted:
        """An error in this line: in a column of that name, or in the cell of the grid with that number."""
        row = self.row
        if isinstance(column, int):
            return self.page.planted(rule, note, lambda layout: layout.mark(row, column))
        return self.page.planted(rule, note, lambda layout: layout.cell(row, column))


def heading_of(name: str) -> Where:
    """The heading of a column."""

    def where(layout: Layout) -> str:
        return address(layout.heading_row, layout.columns[name])

    return where


@dataclass
class Places:
    """Free places of a school."""

    school: DemoSchool
    _pages: set[int] = field(default_factory=set)
    _lines: dict[int, set[int]] = field(default_factory=dict)
    _people: set[int] = field(default_factory=set)

    @property
    def chance(self) -> Random:
        """Chooses between free places."""
        return self.school.chance

    def page(self, want: Callable[[Page], bool] = lambda page: True) -> Page:
        """A page of a class journal with marks, for one error alone; pages without works are taken first, others need them."""
        free = [
            page
            for page in self._journals()
            if id(page.sheet) not in self._lines
            and graded(page.subject, page.grade)
            and page.subject is not MODULE
            and len(page.sheet.students) == len(page.group.students if page.group else ())
            and want(page)
        ]
        plain = [page for page in free if not page.subject.work]
        return self.take(self.chance.choice(plain or free))

    def line(self, want: Callable[[Line], bool] = lambda line: True, case: str = "", marked: bool = True) -> Line:
        """A line of a class journal, of a student who is that hard case, or none."""
        pages = [page for page in self._journals() if id(page.sheet) not in self._pages and page.subject is not MODULE]
        self.chance.shuffle(pages)
        for page in pages:
            if graded(page.subject, page.grade) is marked and any(self._free(page, want, case)):
                return self.free_line(page, want, case)
        raise LookupError("no such line is free")

    def free_line(self, page: Page, want: Callable[[Line], bool] = lambda line: True, case: str = "") -> Line:
        """A line of that page, of a student who is that hard case, or none."""
        return self.take_line(self.chance.choice(list(self._free(page, want, case))))

    def _free(self, page: Page, want: Callable[[Line], bool], case: str) -> Iterator[Line]:
        taken = self._lines.get(id(page.sheet), set())
        lines = (Line(page, row) for row, student in enumerate(page.sheet.students) if student.case == case and row not in taken)
        return filter(want, lines)

    def module(self) -> Page:
        """The page of the course that is over."""
        return self.take(next(page for page in self._journals() if page.subject is MODULE))

    def summary(self, want: Callable[[Page], bool]) -> Page:
        """A summary of a class with marks."""
        pages = (Page(class_book(group), sheet, group) for group in self.school.classes for sheet in self.school.books[class_book(group)])
        free = [page for page in pages if not page.sheet.subject and page.sheet.form and id(page.sheet) not in self._pages]
        return self.chance.choice([page for page in free if page.group and page.group.grade > 1 and want(page)])

    def achievements(self, want: Callable[[Page], bool] = lambda page: True) -> Page:
        """An achievement sheet of several rows, for one error alone."""
        found = [
            Page(book, sheet, group)
            for group in self.school.classes
            for book in (f"{ACHIEVEMENTS}/{group.name}.xlsx",)
            for sheet in self.school.books[book]
            if id(sheet) not in self._pages and len(sheet.rows) > 1
        ]
        return self.take(self.chance.choice([page for page in found if want(page)]))

    def course(self, name: str) -> Page:
        """The journal of a course."""
        book = next(book for book in self.school.books if book.startswith(JOURNALS) and book.endswith(f"/{name}.xlsx"))
        return Page(book, self.school.books[book][0])

    def course_line(self, name: str, want: Callable[[Line], bool] = lambda line: True) -> Line:
        """A line of a journal of a course, not the first: its class is that of the sheet."""
        return self.free_line(self.course(name), lambda line: line.row > 0 and want(line))

    def settings(self, name: str) -> Page:
        """A sheet of «Настройки», by the name of its form."""
        return Page(SETTINGS_BOOK, next(sheet for sheet in self.school.books[SETTINGS_BOOK] if sheet.form and sheet.form.name == name))

    def listed(self, case: str = "") -> Line:
        """A line of the class list, of a student who is that hard case, or none."""
        return self.free_line(self.class_list(), case=case)

    def class_list(self) -> Page:
        """The class list."""
        return Page(PEOPLE_BOOK, self.school.books[PEOPLE_BOOK][0])

    def of_form(self, name: str, **head: str) -> Page:
        """A sheet that the school has once: of that form, with those values in its head."""
        return next(
            Page(book, sheet)
            for book, sheets in self.school.books.items()
            for sheet in sheets
            if sheet.form and sheet.form.name == name and head.items() <= sheet.head.items()
        )

    def person(self, page: Page, want: Callable[[Student], bool] = lambda student: True) -> Student:
        """A student of a page who is no hard case, for one error alone on all pages that are looked at in this way."""
        free = [student for student in dict.fromkeys(page.sheet.students) if not student.case and id(student) not in self._people]
        student = self.chance.choice([student for student in free if want(student)])
        self._people.add(id(student))
        return student

    def untouched(self, student: Student) -> bool:
        """Whether what the class list says of a student is right."""
        page = self.class_list()
        return page.sheet.students.index(student) not in self._lines.get(id(page.sheet), set())

    def take(self, page: Page) -> Page:
        """Keep a page from other errors."""
        self._pages.add(id(page.sheet))
        self._lines.setdefault(id(page.sheet), set())
        return page

    def take_line(self, line: Line) -> Line:
        """Keep a line from other errors, and its page from those that need a whole page."""
        self._lines.setdefault(id(line.page.sheet), set()).add(line.row)
        return line

    def _journals(self) -> Iterator[Page]:
        for group in self.school.classes:
            for sheet in self.school.journals(group):
                yield Page(class_book(group), sheet, group)
