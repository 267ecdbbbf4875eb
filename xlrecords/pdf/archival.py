"""Pages of sheets for the archive: A4 that a person can read, each with a code that tells case, leaf and what stands on it.

The way of a book: `plan_book` reads it once and lays its sheets on pages, so that their number and hashes are known; `typeset_plan`
makes the PDF of one sheet once its first leaf is known. `print_book` does both; `print_cases` does many books in several processes.
"""

from __future__ import annotations

import datetime as dt
import os
import pickle
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from multiprocessing import get_context, parent_process
from pathlib import Path
from signal import SIG_DFL, SIGINT, signal
from threading import Thread
from typing import TypeAlias

from .layout import Page
from .leaves import leaves, stamp
from .paging import Table
from .reading import read_sheets
from .stamps import code_text, qr_svg
from .typeset import STANDARD, UNDATED, Standard, typeset

__all__ = [
    "UNDATED",
    "CaseJob",
    "Frame",
    "Job",
    "Plan",
    "Printed",
    "PrintedPage",
    "Stamp",
    "Table",
    "plan_book",
    "print_book",
    "print_cases",
    "typeset_plan",
]

AHEAD = 3
"""Books that are read ahead for each process."""
FEW = 12
"""Fewer sheets are printed in this process: to start others takes as long."""
MOST = 4
"""More processes would wait for this one, which stores what they print."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Tables of a sheet in any order; none: what is repeated is guessed by print titles, frozen panes or cells."""

    tables: tuple[Table, ...] = ()


NO_FRAME = Frame()


@dataclass(frozen=True, slots=True)
class Job:
    """A sheet to print: the name of its tab, its tables, and what stands at the foot of its pages («5А.xlsx · Алгебра»; empty: the tab)."""

    sheet: str
    frame: Frame = NO_FRAME
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What marks the pages of a case.

    Attributes:
        key: 12 digits of the case, for the code (`passport.key`).
        index: Index of the case as a person reads it, «02-01».
        first_leaf: Number of the first page.
        date: Date of the documents.
    """

    key: str
    index: str
    first_leaf: int = 1
    date: dt.date = UNDATED


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """First and last row and column that a page shows, without repeated ones, and 16 digits of the SHA-256 of what stands on it.

    The hash is taken of the name of the sheet, of these rows and columns, of all texts shown with their cells (repeated ones too), of
    the head lines at the foot and of pictures; the number of the leaf, the case and the look are not among it.
    """

    rows: tuple[int, int]
    columns: tuple[int, int]
    hash: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A sheet laid on pages, without leaf numbers; it can be pickled.

    Attributes:
        sheet: Name of its tab.
        title: Of the document.
        pages: Its pages; none: nothing visible stands on the sheet.
        uncalculated: Formulas without a value: their cells are empty.
        undrawn: Charts, shapes and pictures of kinds that are not drawn.
        content: What is drawn on each page.
    """

    sheet: str
    title: str
    pages: tuple[PrintedPage, ...]
    uncalculated: int
    undrawn: int
    content: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed sheet: the facts of its plan, its first leaf, the PDF (empty: nothing to print) and signs that the font lacks (□)."""

    sheet: str
    pages: tuple[PrintedPage, ...]
    first_leaf: int
    pdf: bytes
    uncalculated: int = 0
    undrawn: int = 0
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class CaseJob:
    """Books of a case in the order of its leaves, which run through them: each the workbook (file or bytes) and its sheets."""

    stamp: Stamp
    books: tuple[tuple[Path | bytes, tuple[Job, ...]], ...]


_Book: TypeAlias = tuple[int, int, Stamp, Path | bytes, tuple[Job, ...]]
"""Number of a case and of a book in it, and what is to be printed."""
_Done: TypeAlias = tuple[int, int, tuple[Printed, ...] | None]


def plan_book(data: bytes, jobs: Sequence[Job]) -> tuple[Plan, ...]:
    """Lay sheets of a workbook on pages, in the order of `jobs`; sheets that are hidden or not there give plans without pages.

    Raises:
        RefusedError: The bytes are no workbook that can be trusted.
    """
    sheets = {sheet.name: sheet for sheet in read_sheets(data, {job.sheet for job in jobs})}
    shown = [job for job in jobs if job.sheet in sheets]
    found = iter(leaves([(sheets[job.sheet], job.frame.tables, job.footer) for job in shown]))
    plans = []
    for job in jobs:
        made = next(found) if job.sheet in sheets else []
        sheet = sheets.get(job.sheet)
        plans.append(
            Plan(
                sheet=job.sheet,
                title=job.footer or job.sheet,
                pages=tuple(PrintedPage(leaf.rows, leaf.columns, leaf.hash) for leaf in made),
                uncalculated=sheet.uncalculated if sheet else 0,
                undrawn=sheet.undrawn if sheet else 0,
                content=tuple(leaf.page for leaf in made),
            )
        )
    return tuple(plans)


def typeset_plan(plan: Plan, mark: Stamp, *, standard: Standard = STANDARD) -> Printed:
    """The PDF of a plan; pages are numbered from the first leaf of the stamp on. Same plan and stamp give the same bytes.

    Args:
        plan: The plan.
        mark: What marks its pages.
        standard: What the PDF conforms to.
    """
    pages = []
    for leaf, (page, shown) in enumerate(zip(plan.content, plan.pages, strict=True), mark.first_leaf):
        label = f"Дело {mark.index} · лист {leaf} · {shown.hash[:8]}…"
        things = [dict(thing) for thing in page.things]
        pages.append(Page(page.size, things + stamp(page, label, qr_svg(code_text(mark.key, leaf, shown.hash)))))
    pdf, unknown = typeset(pages, plan.title, mark.date, False, standard, tags=False) if pages else (b"", "")
    return Printed(plan.sheet, plan.pages, mark.first_leaf, pdf, plan.uncalculated, plan.undrawn, unknown)


def print_book(data: bytes, jobs: Sequence[Job], mark: Stamp, *, standard: Standard = STANDARD) -> tuple[Printed, ...]:
    """Print sheets of a workbook, one after the other; leaf numbers run through them.

    Raises:
        RefusedError: The bytes are no workbook that can be trusted.
    """
    return _typeset(plan_book(data, jobs), mark, standard)


def print_cases(
    cases: Iterable[CaseJob], *, processes: int = 1, standard: Standard = STANDARD
) -> Iterator[tuple[int, int, tuple[Printed, ...] | None]]:
    """Print many cases, in several processes if asked for and worth it; the order is that of the cases, few of them are held at a time.

    Yields:
        Number of the case and of the book in it (from 0), and its sheets; None for a book that cannot be read or printed. Fewer books
        than were given, if the system ended one of the processes, as it does for want of memory.
    """
    books: Iterator[_Book] = (
        (number, place, case.stamp, data, jobs) for number, case in enumerate(cases) for place, (data, jobs) in enumerate(case.books)
    )
    first: list[_Book] = []
    while sum(len(book[-1]) for book in first) < FEW and (book := next(books, None)):
        first.append(book)
    alone = processes <= 1 or sum(len(book[-1]) for book in first) < FEW
    books = chain(first, books)
    with suppress(BrokenProcessPool):
        yield from _one_by_one(books, standard) if alone else _side_by_side(books, standard, min(processes, MOST))


def _one_by_one(books: Iterable[_Book], standard: Standard) -> Iterator[_Done]:
    leaf = 0
    for number, place, mark, data, jobs in books:
        leaf = mark.first_leaf if place == 0 else leaf
        plans = _planned(data, jobs)
        yield number, place, None if plans is None else _printed(plans, replace(mark, first_leaf=leaf), standard)
        leaf += _count(plans)


def _side_by_side(books: Iterator[_Book], standard: Standard, processes: int) -> Iterator[_Done]:
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_follow_parent)
    planned: deque[tuple[int, int, Stamp, Future[tuple[int, bytes] | None]]] = deque()
    printed: deque[tuple[int, int, Future[tuple[Printed, ...] | None] | None]] = deque()
    leaf = 0
    try:
        while True:
            while len(planned) < AHEAD * processes and (book := next(books, None)):
                number, place, mark, data, jobs = book
                planned.append((number, place, mark, pool.submit(_packed, data, jobs)))
            if not planned and not printed:
                return
            if planned and len(printed) < AHEAD * processes:
                number, place, mark, future = planned.popleft()
                leaf = mark.first_leaf if place == 0 else leaf
                count, plans = future.result() or (0, b"")
                work = pool.submit(_printed, plans, replace(mark, first_leaf=leaf), standard) if plans else None
                printed.append((number, place, work))
                leaf += count
            else:
                number, place, done = printed.popleft()
                yield number, place, done.result() if done else None
    finally:
        pool.shutdown(cancel_futures=True)


def _planned(data: Path | bytes, jobs: Sequence[Job]) -> tuple[Plan, ...] | None:
    try:
        return plan_book(data if isinstance(data, bytes) else data.read_bytes(), jobs)
    except Exception:  # whatever is wrong with a book, the others are printed
        return None


def _packed(data: Path | bytes, jobs: Sequence[Job]) -> tuple[int, bytes] | None:
    """Plans of a book on their way from one process to another, and how many pages they have: the one between only counts them."""
    plans = _planned(data, jobs)
    return None if plans is None else (_count(plans), pickle.dumps(plans, pickle.HIGHEST_PROTOCOL))


def _printed(plans: Sequence[Plan] | bytes, mark: Stamp, standard: Standard) -> tuple[Printed, ...] | None:
    try:
        return _typeset(pickle.loads(plans) if isinstance(plans, bytes) else plans, mark, standard)
    except Exception:  # as above
        return None


def _follow_parent() -> None:
    """In a process of the pool: end when the one that began it ends, instead of waiting for work for ever, and on Ctrl+C without a word."""
    signal(SIGINT, SIG_DFL)
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _typeset(plans: Sequence[Plan], mark: Stamp, standard: Standard) -> tuple[Printed, ...]:
    found = []
    for plan in plans:
        found.append(typeset_plan(plan, mark, standard=standard))
        mark = replace(mark, first_leaf=mark.first_leaf + len(plan.pages))
    return tuple(found)


def _count(plans: Sequence[Plan] | None) -> int:
    return sum(len(plan.pages) for plan in plans or ())
