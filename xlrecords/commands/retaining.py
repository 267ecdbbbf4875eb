"""The command «retention»."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .opening import NO_BOOKS, NOTHING_READ
from .reading import around, find_books, nothing_collected, read_books, study

if TYPE_CHECKING:
    from ..archive.shelves import Shelves
    from ..report import Page
    from ..reports.retention import Register
    from ..school import School

DEFAULT = Path("Сроки хранения.xlsx")
NO_DAY = Outcome(lines=("На какой день смотреть сроки, неизвестно: укажите --date ДД.ММ.ГГГГ.",), failed=True)


def retention(request: Request) -> Outcome:
    """Сроки хранения дел: когда истекают, что решает экспертная комиссия, проект акта о выделении к уничтожению."""
    from ..archive.shelves import shelves

    found = shelves(request.paths)
    with nothing_collected():
        return _retained(request, found)


def _retained(request: Request, found: Shelves) -> Outcome:
    from ..archive.case import cases
    from ..archive.ledger import ledger, school_name
    from ..reports.retention import Register, retention_pages
    from ..school import School
    from .summing import explained

    files = dict(find_books(request.paths))
    if not files and not found.bags:
        return NO_BOOKS if not found.unread else Outcome(lines=_shelved(found), failed=True)
    books = read_books(files, request.progress)
    unread = sum(not book.sheets() for book in books)
    if files and unread == len(books) and not found.bags:
        return NOTHING_READ
    school, sheets = School(), 0
    if files:
        context = read_books(dict(around(request.paths, files)), lambda done, total: None)
        school, _, sheets = study(books, context)
    made = cases(school, books).all if files else ()
    day = request.day or _last_day(school, found)
    if day is None:
        return NO_DAY
    entries = ledger(school, made, found.bags, day)
    register = Register(school, entries, day, school_name(school, found.bags))
    pages = retention_pages(register)
    if request.explain:
        return explained(pages, request.explain)
    warning = (f"Не прочитано книг: {unread}; что с ними, скажет xlrecords check.",) if unread else ()
    lines = (*_told(register, bool(request.day)), *_shelved(found), *warning)
    return _written(request, pages, register, lines, sheets)


def _last_day(school: School, found: Shelves) -> dt.date | None:
    """The day that is taken where none is asked for: the end of the school year read, else that of the latest case of the archive."""
    from ..school import last_day

    if school.year:
        return last_day(school.year)
    return max((day for bag in found.bags if (day := bag.ended)), default=None)


def _told(register: Register, asked: bool) -> list[str]:
    """How many cases there are of each sort, what may go, what changed."""
    from ..archive.disposal import due
    from ..archive.keeping import State
    from ..reports.retention.act import total_words
    from ..reports.retention.register import NO_DELETION, untaken_words
    from ..school import settings_given
    from ..words import counted

    counts = Counter(entry.kept.state for entry in register.entries)
    shown = ", ".join(f"{state.value} — {counts[state]}" for state in State if counts[state])
    whence = "" if asked else " (конец прочитанного учебного года; другой день: --date)"
    told = [f"На {register.day:%d.%m.%Y}{whence}: {counted(len(register.entries), 'дело')}{f': {shown}' if shown else ''}."]
    if groups := due(register.entries):
        told.append(f"В проекте акта: {total_words(groups).removeprefix('Итого ')}. {NO_DELETION}.")
    if changed := sum(bool(entry.changed) for entry in register.entries):
        told.append(f"Срок изменился после архивирования: {counted(changed, 'дело')}; было и стало — лист «Сроки», графа «Пояснение».")
    if len(names := dict.fromkeys(row.written for row in settings_given(register.school.records) if row.name == "name")) > 1:
        schools = ", ".join(f"«{name}»" for name in names)
        told.append(f"Прочитаны сведения нескольких школ: {schools}; дела одного класса и года сложены вместе. Укажите папку одной школы.")
    if foreign := sum(bool(entry.school) for entry in register.entries):
        told.append(
            f"Другая школа указана в архиве: {counted(foreign, 'дело')}; проверьте, ваши ли это дела: лист «Сроки», графа «Пояснение»."
        )
    if hint := untaken_words(register.school):
        told.append(hint)
    return [*told, 'Почему срок такой: xlrecords retention ПУТЬ --explain "Сроки!H5".']


def _shelved(found: Shelves) -> tuple[str, ...]:
    """What the archive has besides the cases: earlier editions, bags without a passport that can be read."""
    older = (f"Прежних редакций и копий в архиве: {found.older}; сроки — по последним.",) if found.older else ()
    unread = (f"Паспорт дела не прочитан: «{name}». Что с ним, скажет xlrecords verify." for name in found.unread)
    return (*older, *unread)


def _written(request: Request, pages: tuple[Page, ...], register: Register, lines: tuple[str, ...], sheets: int) -> Outcome:
    """The workbook; with --pdf the act as PDF/A beside it, if it lists anything."""
    from ..archive.nomenclature import ASSUMED, headings
    from ..pdf import is_ours
    from ..reports.workbook import write_pages
    from ..save import SaveError, save

    path = request.out or DEFAULT
    assumed = () if any(row.where for row in headings(register.school)) or not sheets else (ASSUMED,)
    try:
        written = [save(path, lambda beside: write_pages(beside, pages))]
        if request.pdf and (act := _act(register)):
            written.append(save(path.with_name(f"{path.stem}, проект акта.pdf"), lambda beside: beside.write_bytes(act), is_ours))
    except SaveError as error:
        return Outcome(lines=(str(error),), failed=True)
    if request.pdf and not act:
        lines = (*lines, "Акт в PDF не составлен: выделять к уничтожению нечего.")
    return Outcome(lines=lines, written=tuple(written), assumed=assumed, sheets=sheets)


def _act(register: Register) -> bytes:
    """The draft act as PDF/A; nothing if it lists nothing."""
    from ..archive.disposal import due
    from ..archive.papers import destruction_act
    from ..pdf.papers import compose

    groups = due(register.entries)
    if not groups:
        return b""
    card = {
        name: value if isinstance(value := register.school.policy.values.get(name), str) else ""
        for name in ("archive_code", "town", "head")
    }
    code = card["archive_code"] or next((group.row.inventory for group in groups if group.row.inventory), "")
    rows = [group.row for group in groups]
    return compose(destruction_act(rows, register.name, code=code, town=card["town"], head=card["head"], day=register.day)).pdf
