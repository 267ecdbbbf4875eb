"""A command: what it needs comes in a Request, what it found and wrote goes out in an Outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .issue import Issue, Severity

Progress = Callable[[int, int], None]
"""Told how many books of how many are done."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a command works on.

    Attributes:
        paths: Workbooks and folders.
        name: Name of a form, of a rule or of a template.
        out: Where to write what the command makes, or its report.
        classes: How many classes the invented school has.
        mark: Whether findings are marked in the books themselves.
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
        progress: Told of the progress of long work.
    """

    paths: tuple[Path, ...] = ()
    name: str = ""
    out: Path | None = None
    classes: int = 11
    mark: bool = False
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
