"""The command «check»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..book import Book
from ..command import Outcome, Request
from ..seal import Seals
from .marking import hashes, mark
from .reading import around, find_books, kept_context, nothing_collected, read_books, seals_of, study


def check(request: Request) -> Outcome:
    """Проверить книги и папки: каждая ошибка с листом, клеткой, исправлением и пунктом."""
    if request.dry_run and not request.mark:
        return Outcome(lines=("Параметр --dry-run показывает пометки: укажите его вместе с --mark.",), failed=True)
    files = dict(find_books(request.paths))
    if not files:
        return Outcome(lines=("Книг не найдено: укажите файл .xlsx, .xlsm, .xls, .ods или папку с такими файлами.",), failed=True)
    read = hashes(files) if request.mark else {}
    with nothing_collected():
        outcome = replace(_check_files(files, request), files=files)
    if request.mark:
        outcome = mark(outcome, read, request.dry_run)
    return _reported(outcome, request.out) if request.out else outcome


def _check_files(files: dict[str, Path], request: Request) -> Outcome:
    """Check files; what was read of them is let go before this returns."""
    books = read_books(files, request.progress, request.live)
    context: Sequence[Book]
    if request.live:  # a press of a button: more of them will follow
        context = kept_context(request.paths, files, request.live)
    else:
        context = read_books(dict(around(request.paths, files)), lambda done, total: None)
    return check_books(books, context, seals_of(request.paths), files)


def _reported(outcome: Outcome, path: Path) -> Outcome:
    """The outcome with its report «Замечания» written."""
    from ..reports import issue_pages
    from ..reports.workbook import write_pages
    from ..save import SaveError, save

    title = f"Замечания: {len(outcome.issues)}"
    pages = issue_pages(outcome.issues, outcome.files, outcome.groups, path.resolve().parent, title)
    try:
        written = save(path, lambda beside: write_pages(beside, pages))
    except SaveError as error:
        return replace(outcome, lines=(*outcome.lines, str(error)), failed=True)
    return replace(outcome, written=(*outcome.written, written))


def check_books(
    books: Sequence[Book],
    context: Sequence[Book] = (),
    seals: Seals | None = None,
    paths: Mapping[str, Path] | None = None,
    grouped: bool = True,
) -> Outcome:
    """Check books that were read, with settings and class lists borrowed from other books of the school, its seals, and files of the books.

    `grouped` says whether the outcome tells the class of each sheet, which only a report needs.
    """
    from ..rules import find_issues

    school, strays, sheets = study(books, context, seals, paths)
    unread = sum(not book.sheets() for book in books)
    issues = find_issues([*books, *context], strays, school, {book.name for book in books})
    return Outcome(
        issues=tuple(issues),
        books=tuple(book.name for book in books),
        unread=unread,
        sheets=sheets,
        assumed=school.assumed,
        groups={
            (book, sheet): group
            for era in (school, *school.past)
            for records in (era.records.values() if grouped else ())
            for book, sheet, group in zip(records.sheets["book"], records.sheets["sheet"], era.sheet_groups(records), strict=True)
            if group and ("student" in records.places or "student" in records.labels)
        },
    )
