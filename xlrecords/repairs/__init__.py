"""All kinds of repairs: each looks at a page and tells what is lost there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from ..book import Book, Rows
from ..forms import FORMS
from ..marking import is_list
from ..ooxml.editor import Editor
from ..ooxml.rows import unshare
from ..repair import Finding, Page
from ..sheets.lexicon import Lexicon
from ..sheets.locate import locate
from ..sheets.look import LISTS
from . import columns, dates, formulas, headings, limits

REPAIRS: tuple[Callable[[Page], Iterator[Finding]], ...] = (columns.find, limits.find, formulas.find, dates.find)
"""Repairs of tables whose headings are whole, in the order of the list; of two that concern one cell's value the first holds."""


@cache
def _lexicon() -> Lexicon:
    return Lexicon(FORMS)


def find(data: bytes, book: Book) -> tuple[Finding, ...]:
    """What is lost in the sheets of known forms of a workbook.

    Args:
        data: The workbook.
        book: The same as it was read.

    Returns:
        Findings by sheets; headings first, for what follows is looked for as if they had been put back.

    Raises:
        RefusedError: It is no workbook that may be changed.
    """
    editor = Editor(data)
    lists = book.cells(LISTS) if LISTS in book.sheets() else []
    found: list[Finding] = []
    for name in book.sheets():
        rows = book.cells(name)
        if not is_list(rows) and (page := _page(editor, name, rows, lists)) is not None:
            found += _of_page(page)
    return tuple(found)


def _page(editor: Editor, name: str, rows: Rows, lists: Rows) -> Page | None:
    """The sheet, unless nothing on it tells of a form."""
    blocks = locate("", name, rows, _lexicon())
    if not blocks and not headings.is_titled(rows, _lexicon()):
        return None
    _, sheet = editor.sheet(name)
    unshare(sheet)
    notes = [text for _, text in editor.notes(name).all()]
    return Page(name, rows, blocks, sheet, editor.styles, notes, lists, editor.workbook.date1904)


def _of_page(page: Page) -> Iterator[Finding]:
    lost = list(headings.find(page, _lexicon()))
    yield from lost
    rows = headings.written(page.rows, lost)
    whole = replace(page, rows=rows, blocks=locate("", page.name, rows, _lexicon()))
    taken: set[str] = set()
    for repair in REPAIRS:
        for finding in repair(whole):
            if repair is limits.find or finding.place not in taken:
                yield finding
            if repair is not limits.find:
                taken.add(finding.place)
