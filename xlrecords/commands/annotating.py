"""The copy of a checked workbook: its bytes with marks and the list «Замечания», or the list alone; bytes in, bytes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..edits import Edits, Item, NewSheet, PlanError
from ..guard import RefusedError
from ..marking import LIST, SIGN, is_list, mark_edits, marked_cells, unique, unmark_edits
from .changing import ENDINGS

if TYPE_CHECKING:
    from ..command import Outcome
    from ..issue import Issue

THANKS = "Спасибо, замечаний нет"
WIDTH = 90.0
"""Width of the one column of a list without findings, in characters."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What is put beside a workbook.

    Attributes:
        data: Bytes of the copy.
        ending: Its ending, «.xlsx».
        marked: Whether it is the workbook with marks; otherwise a workbook with the list alone.
    """

    data: bytes
    ending: str
    marked: bool


def copy_of(data: bytes, path: Path, outcome: Outcome, now: dt.datetime) -> Copy:
    """The copy of a workbook with what a check of it found.

    Args:
        data: Bytes of the workbook that were checked.
        path: Its file, for links and for its name.
        outcome: What the check of this one workbook found.
        now: When it was checked.

    Returns:
        The workbook with marks. Of one that cannot be marked (another format, signed, of a strict kind) the list alone.
    """
    if path.suffix.lower() in ENDINGS:
        try:
            return Copy(annotated(data, path.name, outcome.issues, now), path.suffix, marked=True)
        except (RefusedError, PlanError):
            pass
    return Copy(_listed(path, outcome, now), ".xlsx", marked=False)


def annotated(data: bytes, name: str, issues: Sequence[Issue], now: dt.datetime) -> bytes:
    """A workbook with marks of findings and a list with a polite line; marks of earlier checks go first, nothing else changes.

    Args:
        data: Bytes of an .xlsx or .xlsm workbook.
        name: Name of its file.
        issues: Its findings, in reading order.
        now: When it was checked.

    Raises:
        RefusedError: It is none that may be changed.
    """
    from ..books.opened import OpenedFile

    book = OpenedFile(data, name)
    lists = {sheet: rows for sheet in book.sheets() if is_list(rows := book.cells(sheet))}
    spots = marked_cells(book.survey(()), lists)
    survey = book.survey(spots)
    plain = {(fill.sheet, fill.cell): fill.colour for fill in survey.fills if fill.pattern == "solid"}
    sheets = [sheet for sheet in survey.sheets if sheet not in lists]
    book.apply((*unmark_edits(survey, lists, plain).steps, _marks(issues, sheets, name, now)))
    return book.data


def _marks(issues: Sequence[Issue], sheets: Sequence[str], name: str, now: dt.datetime) -> Edits:
    """The plan of marks, with the lines of a copy above the list; a list that thanks if there is nothing to mark."""
    lines = (
        Item(f"{LIST}: {places(issues)}" if issues else THANKS, "title"),
        Item(f"{SIGN} {now:%d.%m.%Y в %H:%M} по книге «{name}».", "faint"),
        Item(_remedy(name) if issues else f"Это копия, проверено в {now:%H:%M}. Записи ведите в книге «{name}».", "faint"),
    )
    if not issues:
        return Edits(add_sheets=(NewSheet(unique(LIST, sheets), tuple((line,) for line in lines), (WIDTH,), landscape=True),))
    plan = mark_edits(issues, sheets)
    (found,) = plan.add_sheets
    return replace(plan, add_sheets=(replace(found, rows=(*((line,) for line in lines), *found.rows[len(lines) :])),))


def _remedy(name: str) -> str:
    return f"Это копия. Пожалуйста, исправьте «{name}» и сохраните: копия обновится. Щёлкните клетку в графе «Клетка», чтобы перейти к ней."


def places(issues: Sequence[Issue]) -> str:
    """How many places a workbook asks to look at: cells, sheets and the workbook as a whole, each once."""
    from ..words import counted

    return counted(len({(issue.place.sheet, issue.place.cell) for issue in issues}), "место")


def _listed(path: Path, outcome: Outcome, now: dt.datetime) -> bytes:
    """A workbook with the list alone, as a report has it."""
    import tempfile

    from ..reports import issue_pages
    from ..reports.workbook import write_pages

    issues = outcome.issues
    found = f"{LIST}: {places(issues)}" if issues else THANKS
    title = f"{found}. «{path.name}», проверено {now:%d.%m.%Y в %H:%M}"
    pages = issue_pages(issues, {path.name: path}, outcome.groups, path.parent, title)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.xlsx"
        write_pages(file, pages if issues else (replace(pages[0], note="Это отдельная книга со списком; ваша книга не изменена."),))
        return file.read_bytes()
