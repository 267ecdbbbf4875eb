"""The school at the paths of a request, or why it cannot be told: what all commands do that draw conclusions from a whole school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .reading import around, find_books, read_books, study

if TYPE_CHECKING:
    from ..school import School

NO_BOOKS = Outcome(lines=("Книг не найдено: укажите файл .xlsx, .xlsm, .xls, .ods или папку с такими файлами.",), failed=True)
NOTHING_READ = Outcome(lines=("Ни одна книга не прочитана. Что с ними, скажет xlrecords check.",), failed=True)

PERIODS = "«1 четверть», «2 полугодие», «3 триместр», «Год», «Итог»"


@dataclass(frozen=True)
class Opened:
    """What was read.

    Attributes:
        school: The school.
        files: Paths of its books by name.
        sheets: How many sheets are known forms.
        unread: Names of the books that could not be read.
    """

    school: School
    files: Mapping[str, Path]
    sheets: int
    unread: tuple[str, ...]

    @property
    def warning(self) -> tuple[str, ...]:
        """A line on the books that could not be read; nothing if all were."""
        return (f"Не прочитано книг: {len(self.unread)}; что с ними, скажет xlrecords check.",) if self.unread else ()


def opened(request: Request) -> Opened | Outcome:
    """The school, to be asked for inside `reading.nothing_collected`; an outcome if there are no books or none could be read."""
    files = dict(find_books(request.paths))
    if not files:
        return NO_BOOKS
    books = read_books(files, request.progress, request.live)
    unread = tuple(book.name for book in books if not book.sheets())
    if len(unread) == len(books):
        return NOTHING_READ
    context = read_books(dict(around(request.paths, files)), lambda done, total: None)
    school, _, sheets = study(books, context)
    return Opened(school, files, sheets, unread)


def term_asked(request: Request) -> str | Outcome:
    """Name of the term that a request names, empty if it names none; why not, if there is no such term."""
    from ..kind import term_of

    term = term_of(request.period) if request.period else ""
    if request.period and not term:
        return Outcome(lines=(f"Период «{request.period}» не распознан: укажите, например, {PERIODS}.",), failed=True)
    return term
