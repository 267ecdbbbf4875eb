"""What a teacher changed in a workbook that was cut out, brought back into the book: compared three ways, cell by cell.

The base is what was handed out, `theirs` what came back, `ours` the book as it is now. A cell that only the teacher changed is
written into the book; one that both changed is a conflict; what cannot be carried over safely is told, so that nothing is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..book import Book
from ..edits import Edits
from ..forms import FORMS
from ..kind import fold, plain
from ..marking import OURS, is_list
from ..ooxml.editor import Editor
from ..ooxml.refs import column_number, split
from ..ooxml.rows import unshare
from ..ooxml.sheet import Sheet
from ..sheets import survey
from .bridging import Edition
from .comparing import compare, unchanged, whole
from .verdict import Change, Kind, Spot

Editions: TypeAlias = Mapping[str, Edition]
"""Sheets of a workbook by name."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with the book, and what is told of every change."""

    edits: Edits
    changes: tuple[Change, ...]

    def of(self, kind: Kind) -> list[Change]:
        """Changes of a kind."""
        return [change for change in self.changes if change.kind is kind]


def editions(book: Book, data: bytes) -> dict[str, Edition]:
    """Sheets of a workbook by name.

    Args:
        book: Its cells.
        data: Its bytes, for formulas and notes.

    Raises:
        RefusedError: It is no workbook that may be changed.
    """
    blocks, _ = survey([book], FORMS)
    editor = Editor(data)
    written = editor.all_sheets()
    found = {}
    for name in book.sheets():
        own = sorted((block for listed in blocks.values() for block in listed if block.sheet == name), key=lambda block: block.number)
        formulas = dict(_formulas(written[name])) if name in written else {}
        notes = dict(_notes(editor, name)) if name in written else {}
        found[name] = Edition(book.cells(name), own, formulas, notes)
    return found


def _formulas(sheet: Sheet) -> Iterator[tuple[Spot, str]]:
    unshare(sheet)
    for row in sheet.rows:
        for cell in row.cells if row.has_formulas else ():
            if cell.formula is not None:
                yield (row.number - 1, column_number(cell.column) - 1), cell.formula or ""


def _notes(editor: Editor, name: str) -> Iterator[tuple[Spot, str]]:
    """Notes without what a check put there."""
    for cell, text in editor.notes(name).all():
        row, column = split(cell)
        yield (row - 1, column - 1), OURS.sub("", text)


def merge(base: Editions, theirs: Editions, ours: Editions) -> Plan:
    """Compare all sheets of what was handed out with what came back and with the book."""
    edits = Edits()
    changes: list[Change] = []
    growing = not any(edition.formulas for edition in ours.values())
    given, kept = _names(base, theirs), _names(base, ours)
    for name, edition in base.items():
        back, book = given.get(name), kept.get(name)
        if back is None or book is None:
            if back is None or not unchanged(edition, theirs[back]):
                where = "в возвращённой книге" if back is None else "в книге школы"
                changes.append(whole(name, edition, None if back is None else theirs[back], f"листа с таким именем {where} нет"))
            continue
        found, told = compare(book, edition, theirs[back], ours[book], growing)
        edits = replace(edits, inserts=edits.inserts + found.inserts, values=edits.values + found.values)
        changes += told
    for name, edition in theirs.items():
        if name not in given.values() and edition.filled and not is_list(edition.cells):
            changes.append(whole(name, Edition([]), edition, "новый лист у учителя"))
    return Plan(edits, tuple(changes))


def _names(base: Editions, other: Editions) -> dict[str, str]:
    """What the sheets are called in another workbook: as before, or, if only one sheet there says the same of itself, as that one."""
    found = {name: name for name in base if name in other}
    left, right = ({name: _title(edition) for name, edition in sheets.items() if name not in found} for sheets in (base, other))
    counts = Counter(left.values()), Counter(right.values())
    for name, title in left.items():
        if title and counts[0][title] == counts[1][title] == 1:
            found[name] = next(there for there, said in right.items() if said == title)
    return found


def _title(edition: Edition) -> tuple[tuple[str, ...], ...]:
    """What a sheet says of itself: forms of its tables, and their heads."""
    return tuple(
        (block.form.name, *(f"{name}: {fold(plain(value))}" for name, (_, _, value) in sorted(block.heads.items())))
        for block in edition.blocks
    )
