"""All that follows from a form: locate, read, schema, template, reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..book import Book, Rows
from ..form import Form
from ..kind import empty, fold
from ..marking import is_list
from .lexicon import Lexicon, lexicon_of
from .locate import Block
from .locate import locate as find_blocks


@dataclass(frozen=True, slots=True)
class Stray:
    """A sheet on which no form was recognised, or which holds nothing.

    Attributes:
        nearest: Title of the form that it looks like most, or an empty text.
        missing: Titles of the columns that this form would need.
    """

    book: str
    sheet: str
    empty: bool
    nearest: str = ""
    missing: tuple[str, ...] = ()


FOR_PROGRAMS = ".conf"
"""How a sheet is called that holds settings of an add-in, and no records."""


def survey(books: Sequence[Book], forms: Sequence[Form]) -> tuple[dict[str, list[Block]], list[Stray]]:
    """Find the tables of all forms in all books; lists of findings that marking put there, of choices, and settings of add-ins are passed over.

    Returns:
        Blocks by name of the form, in the order of books and sheets; sheets that are no known form.
    """
    lexicon = lexicon_of(tuple(forms))
    blocks: dict[str, list[Block]] = {}
    strays = []
    for book in books:
        for sheet in book.sheets():
            rows = book.cells(sheet)
            if is_list(rows) or sheet.endswith(FOR_PROGRAMS):
                continue
            found = find_blocks(book.name, sheet, rows, lexicon)
            for block in found:
                blocks.setdefault(block.form.name, []).append(block)
            if not any(block.lines for block in found):
                bare = all(empty(cell) for row in rows for cell in row)
                if found or bare:
                    strays.append(Stray(book.name, sheet, empty=True))
                elif not _are_choices(rows, lexicon):
                    strays.append(Stray(book.name, sheet, False, *_likeness(rows, lexicon)))
    return blocks, strays


def _are_choices(rows: Rows, lexicon: Lexicon) -> bool:
    """Whether a sheet holds nothing but closed lists, one a column: a template puts those there that are too long for a cell's limits."""
    width = max(map(len, rows), default=0)
    return all(tuple(row[at] for row in rows if at < len(row) and not empty(row[at])) in lexicon.choices for at in range(width))


def _likeness(rows: Rows, lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    """The form most of whose signs stand in one row of a sheet, and the columns that it lacks."""
    best: tuple[tuple[int, int, bool], str, tuple[str, ...]] = ((0, 0, False), "", ())
    for row in rows[:40]:
        found: dict[int, set[str]] = {}
        for word in {fold(cell) for cell in row if isinstance(cell, str) and cell}:
            for number, sign in lexicon.by_sign.get(word, ()):
                found.setdefault(number, set()).add(sign)
        for number in sorted(found):
            form = lexicon.forms[number]
            missing = tuple(form.column(sign).title for sign in form.signs if sign not in found[number])
            if form.grid is not None:
                missing += ("даты уроков",) if form.grid.heading.name == "date" else ("«Период» над таблицей",)
            likeness = len(found[number]), -len(missing), form.grid is None
            if likeness > best[0]:
                best = likeness, form.title, missing
    return best[1], best[2]
