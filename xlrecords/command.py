"""A command: what it needs comes in a Request, what it found and wrote goes out in an Outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .issue import Issue, Severity

if TYPE_CHECKING:
    from threading import Event

    from .book import Book

Progress = Callable[[int, int], None]
"""Told how many books of how many are done."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a command works on.

    Attributes:
        paths: Workbooks and folders.
        name: Name of a form, of a rule or of a template; of a school as an export calls it.
        out: Where to write what the command makes, or its report.
        classes: How many classes the invented school has.
        mark: Whether findings are marked in the books themselves.
        transfer: Whether credited marks are written into the class summaries.
        dry_run: Whether changes are only told, not made.
        per: For whom a filled workbook is: "student", "class" or "all".
        pdf: Whether filled workbooks are printed as PDF too.
        day: Day of the documents; None: today.
        period: Period of the documents, as a user writes it.
        year: School year that is asked for, as a user writes it; empty: the current one.
        number: Number of the document, or the first of several.
        explain: Cell of a summary whose figure is to be explained, «5А!F12».
        students: Surnames, with or without names, of those who are asked for; empty: all.
        groups: Classes that are asked for; empty: all.
        stage: Stage of an olympiad, as a user writes it.
        names: Whether those who agreed are named in what is published.
        to: Who is given a copy, by the full name.
        by: Who gives it out.
        purpose: What it is for.
        basis: Document of a case set by law on which it is given out; empty: none.
        application: Number and day of the written application; empty: there is none.
        oral: Whether the application is oral.
        documents: Names, titles or files of the documents that are given out.
        open: Whether the copy has no password.
        with_health: Whether it tells of health too.
        source: Workbook in which people made their choice; None: there is none yet.
        order: Number and day of an order, as a user writes it.
        subjects: Subjects that are asked for; empty: all.
        teachers: Teachers who are asked for; empty: all.
        encrypt: Whether what is written has a password.
        password: Password of workbooks that are read.
        indexes: Indexes of the nomenclature that are asked for; empty: all.
        recalculate: Whether values of formulas are compared with those that LibreOffice computes.
        scans: Folder with scans of printed pages; None: none.
        poll: Seconds between two looks into a folder that is watched; None: the system tells what is saved, where it can.
        once: Whether a folder is gone through once, not watched.
        live: Books as they are on the screen, by their resolved paths: they are read in place of these files.
        tell: Told lines while a command runs that does not end by itself.
        stop: Ends such a command when it is set; None: only an interruption does.
        progress: Told of the progress of long work.
    """

    paths: tuple[Path, ...] = ()
    name: str = ""
    out: Path | None = None
    classes: int = 11
    mark: bool = False
    transfer: bool = False
    dry_run: bool = False
    per: str = "student"
    pdf: bool = False
    day: dt.date | None = None
    period: str = ""
    year: str = ""
    number: str = ""
    explain: str = ""
    students: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    names: bool = False
    stage: str = ""
    to: str = ""
    by: str = ""
    purpose: str = ""
    basis: str = ""
    application: str = ""
    oral: bool = False
    documents: tuple[str, ...] = ()
    open: bool = False
    with_health: bool = False
    source: Path | None = None
    order: str = ""
    subjects: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()
    encrypt: bool = False
    password: str = ""
    indexes: tuple[str, ...] = ()
    recalculate: bool = False
    scans: Path | None = None
    poll: float | None = None
    once: bool = False
    live: Mapping[Path, Book] = field(default_factory=dict)
    tell: Callable[[str], None] = field(default=lambda line: None)
    stop: Event | None = None
    progress: Progress = field(default=lambda done, total: None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command found and wrote.

    Attributes:
        issues: Issues in reading order.
        books: Names of the books that were looked at.
        unread: How many of them could not be read at all.
        sheets: How many sheets of known forms were checked.
        assumed: Settings that were not found, in words.
        written: Files and folders that were written.
        lines: What the command tells besides, line by line.
        told: Issues that are printed as text; None: all, unless `lines` stand in for them.
        failed: Whether the command did not do what it was asked, and why `lines` say.
        code: Exit code where the issues do not decide it.
        files: Path of each book, by its name, for links.
        groups: Class of each sheet, by book and sheet, where it is known.
    """

    issues: tuple[Issue, ...] = ()
    books: tuple[str, ...] = ()
    unread: int = 0
    sheets: int = 0
    assumed: tuple[str, ...] = ()
    written: tuple[Path, ...] = ()
    lines: tuple[str, ...] = ()
    told: tuple[Issue, ...] | None = None
    failed: bool = False
    code: int | None = None
    files: dict[str, Path] = field(default_factory=dict)
    groups: dict[tuple[str, str], str] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """Issues of one severity."""
        return sum(issue.rule.severity is severity for issue in self.issues)

    @property
    def exit_code(self) -> int:
        """0: done, clean or with warnings; 1: errors were found; 2: the command could not run."""
        if self.failed or (self.books and self.unread == len(self.books)):
            return 2
        return self.code if self.code is not None else int(self.count(Severity.ERROR) > 0)


def no_such(name: str, known: Sequence[str], what: str, listed_by: str) -> Outcome:
    """Nothing has that name; near names are offered."""
    import difflib

    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    hint = f" Похожие: {', '.join(near)}." if near else ""
    return Outcome(lines=(f"{what} «{name}» не найдена.{hint} Весь список: {listed_by}",), failed=True)
