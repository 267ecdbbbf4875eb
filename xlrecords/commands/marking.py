"""Findings marked in the teachers' own books: what «check --mark» does after the check, and the commands «unmark» and «undo»."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .changing import ENDINGS, Done, all_refused, bytes_of, each, for_books, lines_of

if TYPE_CHECKING:
    from ..book import Rows
    from ..edits import Edits, Spot
    from ..issue import Issue
    from ..marking import Removal

MARKED, UNMARKED = "пометки поставлены", "пометки убраны"
"""Actions in the journal."""


def hashes(files: Mapping[str, Path]) -> dict[str, str]:
    """Hashes of the books that can be marked, taken before they are checked, by their names; without those that cannot be read."""
    found = {}
    for name, path in files.items():
        try:
            if path.suffix.lower() in ENDINGS and path.is_file():
                with path.open("rb") as file:
                    found[name] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            continue
    return found


def mark(outcome: Outcome, read: Mapping[str, str], dry_run: bool) -> Outcome:
    """Mark the books of a check, each for itself; marks of earlier checks go. Our own reports are passed over.

    Args:
        outcome: What the check found.
        read: What `hashes` told before it.
        dry_run: Whether the plans are only told.

    Returns:
        The outcome with a line for each book that was changed or could not be, and the issues of the latter to be printed.
        It failed if no book could be changed.
    """
    from ..save import is_report

    issues: dict[str, list[Issue]] = {}
    for issue in outcome.issues:
        issues.setdefault(issue.place.book, []).append(issue)
    done: list[Done] = []
    for name, path in outcome.files.items():
        found = issues.get(name, [])
        if path.is_file() and is_report(path):
            continue
        if path.suffix.lower() in ENDINGS:
            done += each(name, partial(_mark, name, path, found, read.get(name), dry_run))
        elif found:
            words = "пометки ставятся только в книги .xlsx и .xlsm; сохраните книгу как .xlsx и проверьте снова"
            done.append(Done(name, (f"{name}: {words}",), fits=False))
    marked = {item.name for item in done if item.fits and not item.refused}
    told = tuple(issue for issue in outcome.issues if issue.place.book not in marked)
    return replace(outcome, lines=lines_of(done), failed=all_refused(done), told=told)


def _mark(name: str, path: Path, issues: Sequence[Issue], checked: str | None, dry_run: bool) -> Done | None:
    return _carry_out(_plan(name, path, issues, checked), dry_run, "замечаний нет, пометки убраны")


def unmark(request: Request) -> Outcome:
    """Убрать из книг все пометки проверки: штриховку, примечания, лист «Замечания»."""
    return for_books(request, partial(_unmark, request.dry_run), "Пометок не найдено.")


def _unmark(dry_run: bool, name: str, path: Path) -> Done | None:
    return _carry_out(_plan(name, path, (), None), dry_run, "пометки убраны")


def undo(request: Request) -> Outcome:
    """Отменить последнее действие программы с книгой; повторный вызов отменяет предыдущее."""
    return for_books(request, _undo, "Отменять нечего.")


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a book gets its marks.

    Attributes:
        name: Name of the book in messages.
        path: Its file.
        sha: Hash of the bytes that were read.
        base: Bytes to begin with: those of the file, or the snapshot of what it was before it was marked.
        whole: Whether they are a snapshot.
        removal: What takes old marks off them.
        marks: New marks.
    """

    name: str
    path: Path
    sha: str
    base: bytes
    whole: bool
    removal: Removal
    marks: Edits

    @property
    def steps(self) -> tuple[Edits, ...]:
        return (*self.removal.steps, self.marks)

    def preview(self) -> Iterator[str]:
        """The plan in lines."""
        from ..edits import preview

        if self.whole:
            yield "вернуть книгу к виду до прежних пометок"
        for step in self.steps:
            yield from preview(step)


def _plan(name: str, path: Path, issues: Sequence[Issue], checked: str | None) -> _Plan:
    """Plan the marks of a book, or their removal if there are no issues.

    Raises:
        SaveError: The book is not what was checked.
        RefusedError: It is none that may be changed.
        OSError: It cannot be read.
    """
    from ..history import before, sha256
    from ..marking import mark_edits, marked_cells, unmark_edits
    from ..ooxml import survey
    from ..save import SaveError

    data = bytes_of(path)
    sha = sha256(data)
    if issues and sha != checked:
        raise SaveError(f"«{path.name}» изменён другой программой после проверки: проверьте его снова")
    snapshot = before(path, sha, MARKED)
    base = snapshot.read_bytes() if snapshot else data
    found, lists = survey(base), _lists(snapshot or path)
    removal = unmark_edits(found, lists, _plain_fills(base, marked_cells(found, lists)))
    sheets = [sheet for sheet in found.sheets if sheet not in lists]
    return _Plan(name, path, sha, base, snapshot is not None, removal, mark_edits(issues, sheets))


def _lists(path: Path) -> dict[str, Rows]:
    """Lists of findings in a book, with their rows."""
    from ..books.file import read
    from ..marking import is_list

    book = read(path, path.name)
    return {sheet: rows for sheet in book.sheets() if is_list(rows := book.cells(sheet))}


def _plain_fills(data: bytes, spots: Iterable[Spot]) -> dict[Spot, str]:
    """Colours of those cells that are filled plainly."""
    from ..ooxml.editor import Editor

    spots = tuple(spots)
    if not spots:
        return {}
    editor = Editor(data)
    found = {}
    for spot in spots:
        cell = editor.sheet(spot[0])[1].find(spot[1])
        colour, pattern = (editor.styles.mark_of(cell.style) if cell else None) or ("", "")
        if pattern == "solid":
            found[spot] = colour
    return found


def _carry_out(plan: _Plan, dry_run: bool, gone: str) -> Done | None:
    """Do what was planned, or tell it; `gone` is said where there are no marks any more."""
    from ..history import rewrite, sha256
    from ..ooxml import edit

    data = reduce(edit, plan.steps, plan.base)
    left = tuple(
        f"{plan.name}: «{sheet}»!{cell}: примечание программы изменено и оставлено как есть" for sheet, cell in plan.removal.changed
    )
    if sha256(data) == plan.sha:
        return Done(plan.name, (f"{plan.name}: пометки уже стоят", *left)) if plan.marks else None
    if dry_run:
        return Done(plan.name, (f"{plan.name}: будет сделано:", *(f"    {line}" for line in plan.preview()), *left))
    rewrite(plan.path, plan.sha, data, MARKED if plan.marks else UNMARKED)
    if not plan.marks:
        return Done(plan.name, (f"{plan.name}: {gone}", *left))
    what = f"отмечено клеток: {len(plan.marks.fills)}, примечаний: {len(plan.marks.notes)}"
    return Done(plan.name, (f"{plan.name}: {what}, все замечания — на листе «{plan.marks.add_sheets[0].name}»", *left))


def _undo(name: str, path: Path) -> Done | None:
    import datetime as dt

    from ..history import actions, undo

    if not actions(path):
        return None
    undone = undo(path)
    when = dt.datetime.fromisoformat(undone.time).astimezone()
    return Done(name, (f"{name}: отменено действие «{undone.action}» ({when:%d.%m.%Y %H:%M})",))
