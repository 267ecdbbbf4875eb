"""The command «acts»: which acts the papers of a school cite, and which of these no longer hold."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..archive.bag import DECLARATION
from ..command import Outcome, Request
from .reading import find_books, read_books

if TYPE_CHECKING:
    from ..book import Book
    from ..citation import State
    from ..report import Page
    from ..reports.freshness import Seen

SHOWN = 40
"""So many places are printed; the workbook has all."""
Texts = list[tuple[str, str, str]]
"""File, place in words, text."""


def acts(request: Request) -> Outcome:
    """Найти в документах и книгах ссылки на утратившие силу акты: светофор норм, с заменой для каждого."""
    import datetime as dt

    from ..citation import State, citations, light
    from ..reports.freshness import Seen, pages

    texts, skipped, files = _texts(request)
    if not files:
        nothing = "Документов не найдено: укажите файлы .docx, .md, .txt, .html, книги Excel или папку с ними."
        return Outcome(lines=(nothing, *skipped), failed=True)
    day = request.day or dt.date.today()
    seen = [Seen(file, place, citation, light(citation, day)) for file, place, text in texts for citation in citations(text)]
    counts = {state: sum(one.light.state is state for one in seen) for state in State}
    wrong = sorted((one for one in seen if one.light.state is not State.FORCE), key=lambda one: one.light.state is not State.DEAD)
    lines = [*skipped, *(line for one in wrong[:SHOWN] for line in _told(one))]
    if len(wrong) > SHOWN:
        lines.append(f"Ещё мест: {len(wrong) - SHOWN}; все — в книге (параметр -o).")
    lines.append(f"Файлов: {files}. Ссылок на известные акты: {len(seen)}. " + _counted(counts))
    code = int(counts[State.DEAD] > 0)
    if request.out is None:
        return Outcome(lines=tuple(lines), code=code)
    return _written(request.out, pages(seen, day), lines, code)


def _counted(counts: dict[State, int]) -> str:
    return ", ".join(f"{state.value}: {count}" for state, count in counts.items()).capitalize() + "."


def _told(one: Seen) -> Iterator[str]:
    note = f" ({one.light.note})" if one.light.note else ""
    yield f"{one.file}, {one.place}: «{one.citation.quote}» — {one.light.words}{note}"
    if one.light.instead:
        yield f"    Напишите: {one.light.instead}"
    if any(not act.verified for act in one.citation.acts):
        yield "    Сверьте: сведения об этом акте не подтверждены источником."


def _written(path: Path, made: Sequence[Page], lines: list[str], code: int) -> Outcome:
    from ..reports.workbook import write_pages
    from ..save import SaveError, save

    try:
        written = save(path, lambda beside: write_pages(beside, made))
    except SaveError as error:
        return Outcome(lines=(*lines, str(error)), failed=True)
    return Outcome(lines=tuple(lines), written=(written,), code=code)


# Reading


def _texts(request: Request) -> tuple[Texts, list[str], int]:
    """All texts of the files at the paths; what could not be read and why; the number of files that were."""
    from ..books.text import SUFFIXES, UNREAD

    texts: Texts = []
    skipped: list[str] = []
    files = 0
    for name, path in _documents(request.paths, (*SUFFIXES, *UNREAD)):
        if path.suffix.lower() in UNREAD:
            skipped.append(f"«{name}» не прочитан: сохраните его как .docx или .txt и повторите.")
            continue
        found = _text(name, path)
        files += not isinstance(found, str)
        if isinstance(found, str):
            skipped.append(found)
        else:
            texts += found
    books = {name: path for name, path in find_books(request.paths) if path.suffix.lower() not in (*SUFFIXES, *UNREAD)}
    for book in read_books(books, request.progress):
        if book.sheets():
            files += 1
            texts += _cells(book)
            texts += _margins(book.name, books[book.name])
        else:
            skipped.append(f"«{book.name}» не прочитана: что с ней, скажет xlrecords check.")
    return texts, skipped, files


def _documents(paths: Sequence[Path], suffixes: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """Documents at the paths: files as they are, folders with all that they hold but hidden files and lock files."""
    for path in paths:
        if not path.is_dir():
            if path.suffix.lower() in suffixes:
                yield path.name, path
            continue
        for inner, folders, names in os.walk(path):
            if DECLARATION in names:  # a bag of the archive: its files are copies
                folders.clear()
                continue
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if name.lower().endswith(suffixes) and not name.startswith((".", "~$")):
                    yield Path(inner, name).relative_to(path).as_posix(), Path(inner, name)


def _text(name: str, path: Path) -> Texts | str:
    """Paragraphs of a document, or a sentence why there are none."""
    from ..books.text import read_text
    from ..guard import RefusedError

    try:
        return [(name, place, text) for place, text in read_text(path)]
    except RefusedError:
        return f"«{name}» не прочитан: файл повреждён, зашифрован или слишком велик. Откройте его и сохраните заново."
    except OSError as error:
        return f"«{name}» не прочитан: {'такого файла нет' if isinstance(error, FileNotFoundError) else 'нет доступа к файлу'}."


def _cells(book: Book) -> Iterator[tuple[str, str, str]]:
    from ..book import address

    for sheet in book.sheets():
        for row, cells in enumerate(book.cells(sheet), 1):
            for column, cell in enumerate(cells, 1):
                if isinstance(cell, str) and cell.strip():
                    yield book.name, f"«{sheet}»!{address(row, column)}", cell


def _margins(name: str, path: Path) -> Iterator[tuple[str, str, str]]:
    """Headers and footers of printed sheets, of workbooks in Office Open XML."""
    import html
    import re

    from ..guard import Limits, RefusedError, unpack

    if path.suffix.lower() not in (".xlsx", ".xlsm", ".xltx", ".xltm"):
        return
    try:
        package = unpack(path.read_bytes(), Limits())
    except (RefusedError, OSError):
        return
    for sheet, xml in package.sheets:
        if b"<headerFooter" in xml:
            for text in re.findall(rb"<(?:odd|even|first)(?:Header|Footer)>(.*?)</", xml, re.DOTALL):
                yield (
                    name,
                    f"«{sheet}», колонтитул",
                    re.sub(r"&(?:[LCRPNDTAFGBIUESXY]|\"[^\"]*\"|K\w{6}|\d+)", " ", html.unescape(text.decode())),
                )
