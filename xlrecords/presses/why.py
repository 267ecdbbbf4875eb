"""The button «Почему?»: a figure of a report, a finding, a mark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..book import address
from ..button import Answer, Desk, Tone
from ..command import Outcome, Request
from ..commands.eligibility import eligible
from ..commands.reading import find_books, nothing_collected
from ..commands.summing import summary
from .common import cells, front, read, unknown_sheets, window

if TYPE_CHECKING:
    from ..issue import Issue
    from ..reports.origin import Origin

COMMANDS: Mapping[str, Callable[[Request], Outcome]] = {"summary": summary, "eligible": eligible}
"""Commands whose reports can be explained."""
NOTHING = "Об этой клетке сказать нечего: замечаний в ней нет, и это не отметка. Выберите клетку с отметкой, замечанием или числом сводки."
GONE = "Книг, по которым составлен этот отчёт, на прежнем месте нет: верните их или составьте отчёт заново."
CHANGED = "Книги изменились после того, как составлен отчёт: если число другое, составьте отчёт заново."


def why(desk: Desk) -> Answer:
    """Why the chosen cell holds what it does."""
    from ..reports.origin import origin_of

    origin = origin_of(desk.path) if desk.path is not None else None
    if origin is not None and origin.command in COMMANDS and desk.path is not None:
        return _of_report(desk, desk.path, origin)
    return _of_book(desk)


def _of_report(desk: Desk, report: Path, origin: Origin) -> Answer:
    """The chain of a figure, out of the books from which the report was made."""
    paths = origin.found(report)
    if not paths or not all(path.exists() for path in paths):
        return Answer(GONE, Tone.WARNING)
    row, column = cells(desk)
    request = Request(
        paths=paths,
        period=origin.period,
        year=origin.year,
        day=_day(origin.day),
        number=origin.number,
        explain=f"{desk.sheet}!{address(row, column)}",
        progress=desk.progress,
    )
    outcome = COMMANDS[origin.command](request)
    lines = [*outcome.lines, *([CHANGED] if not outcome.failed and _newer(paths, report) else [])]
    return Answer(window(lines), Tone.WARNING if outcome.failed else Tone.INFO)


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


def _newer(paths: Sequence[Path], report: Path) -> bool:
    """Whether a book was changed after the report had been made of it."""
    made = report.stat().st_mtime
    return any(path.stat().st_mtime > made for _, path in find_books(paths) if path.is_file())


def _of_book(desk: Desk) -> Answer:
    """Findings on the cell, and what its mark is and follows from."""
    from ..attestation.spot import told
    from ..rules import find_issues

    row, column = cells(desk)
    cell = address(row, column)
    with nothing_collected():
        found = front(desk)
        school, strays = read(found)
        name = found.book.name
        issues = find_issues([found.book, *found.context], strays, school, {name})
        here = [issue for issue in issues if (issue.place.sheet, issue.place.cell) == (desk.sheet, cell)]
        lines = [*_findings(here), *told(school, name, desk.sheet, row, column)]
        hints = [line for line in unknown_sheets(strays) if f"«{desk.sheet}»" in line]
        del found, school, strays, issues
    return Answer(window(lines), Tone.WARNING if here else Tone.INFO) if lines else Answer("\n".join([NOTHING, *hints]))


def _findings(issues: Sequence[Issue]) -> Iterator[str]:
    for issue in issues:
        text = " ".join(issue.message.split())
        yield f"{issue.rule.severity.value.capitalize()}: {text}."
        yield f"Что сделать: {' '.join(issue.fix.split())}"
        yield f"Основание: п. {issue.rule.clause} Положения."
