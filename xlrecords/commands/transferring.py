"""Credited marks written into the class summaries, with a trace: what «credit --transfer» does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..book import address
from ..kind import TERMS
from .changing import ENDINGS, Done, each, lines_of

if TYPE_CHECKING:
    from ..achievements.credit_transfer import Transfer
    from ..edits import Edits
    from ..ooxml.editor import Editor
    from ..school import School
    from ..sheets.records import Records

TRANSFERRED = "перенесены зачтённые отметки"
"""The action in the journal."""
AUTHOR = "программа xlrecords, зачёт результатов"
"""Who corrected, on «Исправления»."""
ROOM = 1000
"""So many lines have room where nothing stands below the table."""
MERGE = re.compile(r'<mergeCell\b[^>]*?\bref="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Moved:
    """What was transferred, in lines; whether a book was changed; 1 if something was left for a person, else None."""

    lines: tuple[str, ...] = ()
    changed: bool = False
    code: int | None = None


def transfer(school: School, files: Mapping[str, Path], read: Mapping[str, str], day: dt.date, dry_run: bool) -> Moved:
    """Write credited marks into empty cells of the interim attestation, each with a note and a line on «Исправления».

    Books with nothing but lines of «Исправления» are written first: no mark is left without its trace.

    Args:
        school: What was read.
        files: Path of each book that may be changed, by its name.
        read: Hashes of the books before they were read.
        day: Day of the corrections.
        dry_run: Whether the plan is only told.
    """
    from ..achievements.credit_transfer import State, transfers

    found = transfers(school)
    left = [_left(school, one, one.why) for one in found if one.state not in (State.READY, State.DONE)]
    hidden = _Hidden(school, files)
    ready = []
    for one in found:
        if one.state is State.READY and (why := hidden.of(one)):
            left.append(_left(school, one, why))
        elif one.state is State.READY:
            ready.append(one)
    marks: Plans = {}
    for one in ready:
        _add(marks, *_mark(school, one))
    traces, untold = _corrections(school, ready, files, day)
    only = {book: edits for book, edits in traces.items() if book not in marks}
    for book in traces.keys() & marks.keys():
        _add(marks, book, traces[book])
    done = _all(only, files, read, dry_run)
    if not any(item.refused for item in done):
        done += _all(marks, files, read, dry_run)
    stopped = any(item.refused for item in done)
    lines = [*lines_of(done), *untold, *left]
    return Moved(tuple(lines or ["Переносить нечего."]), any(not item.refused for item in done), 1 if left or stopped else None)


Plans = dict[str, "Edits"]
"""Edits by name of the book."""


def _add(plans: Plans, book: str, more: Edits) -> None:
    """Add values and notes to the edits of a book."""
    old = plans.get(book)
    plans[book] = replace(old, values=(*old.values, *more.values), notes=(*old.notes, *more.notes)) if old else more


def _left(school: School, one: Transfer, why: str) -> str:
    from ..reports.credit import place

    return f"Не перенесено: {place(school, one) or one.credit.where}: {why}."


class _Hidden:
    """Tells why a cell that looks empty may not be written; a book is opened once."""

    def __init__(self, school: School, files: Mapping[str, Path]) -> None:
        self._school, self._files = school, files
        self._editors: dict[Path, Editor | None] = {}

    def of(self, one: Transfer) -> str:
        """What hinders, in words; empty: nothing. A book that cannot be opened is told of by the write."""
        book, sheet, cell = _where(self._school, one)
        path = self._files.get(book)
        if path is None or path.suffix.lower() not in ENDINGS:
            return "отметки переносятся только в книги .xlsx и .xlsm из указанных папок"
        editor = self._editor(path)
        return "" if editor is None else _hides(editor, sheet, cell)

    def _editor(self, path: Path) -> Editor | None:
        from ..guard import RefusedError
        from ..ooxml.editor import Editor

        if path not in self._editors:
            try:
                self._editors[path] = Editor(path.read_bytes())
            except (RefusedError, OSError):
                self._editors[path] = None
        return self._editors[path]


def _hides(editor: Editor, sheet: str, cell: str) -> str:
    from ..ooxml.refs import corners, split

    found = editor.sheet(sheet)[1]
    stands = found.find(cell)
    if stands is not None and stands.formula is not None:
        return "в клетке формула"
    row, column = split(cell)
    for merge in MERGE.finditer(found.tail):
        top, left, bottom, right = corners(merge[1])
        if top <= row <= bottom and left <= column <= right:
            return "клетка объединена с другими"
    return ""


def _where(school: School, one: Transfer) -> tuple[str, str, str]:
    """Book, sheet and address of a cell."""
    assert one.cell is not None
    sheets = school.records[one.cell.form].sheets
    return str(sheets["book"].iat[one.cell.sheet_id]), str(sheets["sheet"].iat[one.cell.sheet_id]), address(one.cell.row, one.cell.column)


def _mark(school: School, one: Transfer) -> tuple[str, Edits]:
    """Book, and the mark with its note."""
    from ..achievements.credit_transfer import trace
    from ..edits import Edits, Note, Value

    book, sheet, cell = _where(school, one)
    return book, Edits(values=(Value(sheet, cell, int(one.credit.mark)),), notes=(Note(sheet, cell, trace(one.consideration)),))


def _corrections(school: School, ready: Sequence[Transfer], files: Mapping[str, Path], day: dt.date) -> tuple[Plans, list[str]]:
    """Lines for «Исправления» by book, without those that stand there already; and what a person must write there, in words."""
    from ..achievements.credit_transfer import trace

    needed = {(one.credit.person, one.cell.subject): one for one in ready if one.cell and not _recorded(school, one)}
    if not needed:
        return {}, []
    records = school.records.get("corrections")
    if records is None or records.sheets.empty:
        return {}, ["Листа «Исправления» нет: след переноса — только в примечаниях к отметкам."]
    sheet_id = len(records.sheets) - 1
    book, sheet = (str(records.sheets[name].iat[sheet_id]) for name in ("book", "sheet"))
    path = files.get(book)
    rows = _room(records, sheet_id)
    if path is None or path.suffix.lower() not in ENDINGS:
        return {}, [f"{book} «{sheet}»: впишите строки о переносе сами, эту книгу команда не изменяет."]
    plans: Plans = {}
    for row, one in zip(rows, needed.values(), strict=False):
        assert one.cell is not None
        written: dict[str, str | dt.date] = {
            "date": day,
            "school_class": one.credit.group,
            "subject": one.cell.subject,
            "student": one.cell.student,
            "what": TERMS["interim"],
            "became": one.credit.mark,
            "author": AUTHOR,
            "reason": trace(one.consideration),
        }
        _add(plans, book, _line(records, sheet_id, sheet, row, written))
    short = len(needed) - len(rows)
    return plans, [f"{book} «{sheet}»: нет места ещё для строк: {short}; впишите их сами."] if short > 0 else []


def _line(records: Records, sheet_id: int, sheet: str, row: int, written: Mapping[str, str | dt.date]) -> Edits:
    from ..edits import Edits, Value

    columns = {name: int(records.places[name][sheet_id]) for name in written}
    return Edits(values=tuple(Value(sheet, address(row, columns[name]), value) for name, value in written.items() if columns[name]))


def _recorded(school: School, one: Transfer) -> bool:
    """Whether «Исправления» has a line on this mark."""
    from ..attestation.corrections import corrections, pseudonyms

    assert one.cell is not None
    known = set(pseudonyms(one.credit.group, one.cell.student))
    return any(
        row.what == "interim"
        and row.subject == school.subject(one.cell.subject)
        and one.credit.mark in row.became
        and known & set(row.students)
        for row in corrections(school)
    )


def _room(records: Records, sheet_id: int) -> Sequence[int]:
    """Blank rows right below the last line of a sheet; one is kept before whatever stands below."""
    columns = [int(places[sheet_id]) for places in records.places.values() if places[sheet_id]]
    rows = records.rows["row"][records.rows["sheet_id"] == sheet_id]
    first = max([int(records.heading_rows[sheet_id]), *rows.tolist()]) + 1
    last = len(records.cells[sheet_id])
    taken = next((row for row in range(first, last + 1) if any(records.text(sheet_id, row, column) for column in columns)), 0)
    return range(first, taken - 1) if taken else range(first, first + ROOM)


def _all(plans: Plans, files: Mapping[str, Path], read: Mapping[str, str], dry_run: bool) -> list[Done]:
    """Carry plans out, book by book."""
    return [
        item for book, edits in plans.items() for item in each(book, partial(_write, book, files[book], read.get(book, ""), edits, dry_run))
    ]


def _write(book: str, path: Path, read: str, edits: Edits, dry_run: bool) -> Done:
    """Write a plan into a book that is what was read, or tell it."""
    from ..edits import preview
    from ..history import rewrite
    from ..ooxml import edit

    changed = edit(path.read_bytes(), edits)
    if dry_run:
        return Done(book, (f"{book}: будет сделано:", *(f"    {line}" for line in preview(edits))))
    rewrite(path, read, changed, TRANSFERRED)
    if not edits.notes:
        return Done(book, (f"{book}: записаны строки о переносе отметок",))
    return Done(book, (f"{book}: перенесено отметок: {len(edits.notes)}",))
