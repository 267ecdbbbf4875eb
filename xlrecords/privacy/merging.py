"""What a teacher changed in a workbook that was cut out, brought back into the book: compared three ways, cell by cell.

The base is what was handed out, `theirs` what came back, `ours` the book as it is now. A cell that only the teacher changed is
written into the book; one that both changed is a conflict; what cannot be carried over safely is told, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..book import Book
from ..edits import Edits
from ..forms import FORMS
from ..marking import is_list
from ..ooxml.editor import Editor
from ..ooxml.refs import column_number
from ..ooxml.rows import unshare
from ..sheets import survey
from .aligning import Edition
from .comparing import Change, Kind, compare


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
        data: Its bytes, for the formulas.

    Raises:
        RefusedError: It is no workbook that may be changed.
    """
    blocks, _ = survey([book], FORMS)
    written = formulas(data)
    found = {}
    for name in book.sheets():
        own = sorted((block for listed in blocks.values() for block in listed if block.sheet == name), key=lambda block: block.number)
        found[name] = Edition(book.cells(name), own, written.get(name, {}))
    return found


def formulas(data: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Formulas of a workbook, by sheet, row and column from 0."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    for name, sheet in Editor(data).all_sheets().items():
        unshare(sheet)
        found[name] = {
            (row.number - 1, column_number(cell.column) - 1): cell.formula or ""
            for row in sheet.rows
            if row.has_formulas
            for cell in row.cells
            if cell.formula is not None
        }
    return found


def merge(base: Mapping[str, Edition], theirs: Mapping[str, Edition], ours: Mapping[str, Edition]) -> Plan:
    """Compare all sheets of what was handed out; editions are given by name of the sheet."""
    edits = Edits()
    changes: list[Change] = []
    growing = not any(edition.formulas for edition in ours.values())
    for name, edition in base.items():
        if name not in theirs or name not in ours:
            where = "в возвращённой книге" if name not in theirs else "в книге школы"
            cells = theirs[name].filled if name in theirs else 0
            changes.append(Change(Kind.MANUAL, name, note=f"листа с таким именем {where} нет", cells=cells))
            continue
        found, told = compare(name, edition, theirs[name], ours[name], growing)
        edits = replace(edits, inserts=edits.inserts + found.inserts, values=edits.values + found.values)
        changes += told
    for name, edition in theirs.items():
        if name not in base and edition.filled and not is_list(edition.cells):
            changes.append(Change(Kind.MANUAL, name, note="новый лист у учителя", cells=edition.filled))
    return Plan(edits, tuple(changes))
