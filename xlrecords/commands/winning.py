"""The command «winners»."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..book import Book
from ..command import Outcome, Request
from .reading import find_books, nothing_collected, read_books

NO_EXPORT = "Выгрузка олимпиады не найдена: нужна таблица с графами «Участник», «Первичный балл» и «Статус»."


def unread_lines(books: Sequence[Book]) -> list[str]:
    """A line a book or sheet that could not be read."""
    damaged = [f"«{book.name}», лист «{trouble.sheet}»" for book in books for trouble in book.troubles if trouble.rule == "sheet-damaged"]
    lost = [*(f"«{book.name}»" for book in books if not book.sheets()), *damaged]
    return [f"Не прочитано: {name}; что случилось, скажет xlrecords check." for name in lost]


def winners(request: Request) -> Outcome:
    """Составить список «Победители и призёры» по выгрузке олимпиадной платформы, с замечаниями и итогами."""
    files = dict(find_books(request.paths))
    if not files:
        return Outcome(lines=("Книг не найдено: укажите выгрузку олимпиадной платформы.",), failed=True)
    with nothing_collected():
        return _winners(files, request)


def _winners(files: dict[str, Path], request: Request) -> Outcome:
    """The list out of files; what was read of them is let go before this returns."""
    from ..imports.joining import school_key
    from ..imports.olympiad import read_export
    from ..reports.winners import TITLE, winner_pages
    from ..reports.workbook import write_pages
    from ..save import SaveError, save

    books = read_books(files, request.progress)
    unread = unread_lines(books)
    export = read_export(books)
    if export.rows.empty:
        return Outcome(lines=(*unread, NO_EXPORT), failed=True)
    only = school_key(request.name) if request.name else ""
    if only and only not in {school_key(name) for name in export.rows["school"].unique()}:
        known = ", ".join(f"«{name}»" for name in export.rows["school"].unique()[:5] if name)
        return Outcome(lines=(f"Школы «{request.name}» в выгрузке нет. Есть: {known or 'школы не указаны'}.",), failed=True)
    path = request.out or Path(f"{TITLE}.xlsx")
    pages = winner_pages(export, files, path.resolve().parent, only)
    try:
        written = save(path, lambda beside: write_pages(beside, pages))
    except SaveError as error:
        return Outcome(lines=(str(error),), failed=True)
    lines = (
        f"Строк прочитано: {export.read}. Победителей и призёров: {len(pages[0].rows)}. Замечаний: {len(pages[1].rows)}.",
        *unread,
        *((f"Листов без таблицы выгрузки: {len(export.strays)}; они названы на листе «Замечания».",) if export.strays else ()),
    )
    return Outcome(lines=lines, written=(written,), sheets=len(export.records.sheets))
