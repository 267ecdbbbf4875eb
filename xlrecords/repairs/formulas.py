"""Formulas that were turned into numbers: single cells among many that hold the same formula."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from ..book import EMPTY, address, letters
from ..edits import Formula
from ..kind import plain
from ..ooxml.relative import moved, own_formulas, relative
from ..repair import Finding, Page
from ..sheets.locate import Block

LEAST = 3
"""So many cells at least hold the formula that is put back."""

Place = tuple[int, int]


def find(page: Page) -> Iterator[Finding]:
    """Cells of a column of entries, or of a row of totals, two thirds of which hold one formula, that hold a number instead.

    What a teacher typed as text is never replaced.
    """
    formulas = own_formulas(page.xml)
    if not formulas:
        return
    known = {(row, column): formulas.get((row + 1, letters(column + 1)), "") for row, column in _cells(page)}
    for block in page.blocks:
        for line in _lines(page, block):
            yield from _line(page, [place for place in line if known[place] or page.at(*place) != EMPTY], known)


def _cells(page: Page) -> Iterator[Place]:
    return ((row, column) for row in range(len(page.rows)) for column in range(len(page.rows[row])))


def _lines(page: Page, block: Block) -> Iterator[list[Place]]:
    """Columns of the entries, and the cells of each row of totals that hold no text."""
    width = len(page.rows[block.heading])
    for column in range(width):
        yield [(line, column) for line in block.lines]
    right = max([0, *(column for found in block.columns.values() for column in found), *block.grid.columns]) + 1
    entries = set(block.lines)
    for row in range(block.heading + 1, min(page.stop(block), len(page.rows))):
        if row not in entries:
            yield [(row, column) for column in range(right) if not isinstance(page.at(row, column), str) or page.at(row, column) == EMPTY]


def _line(page: Page, places: Sequence[Place], known: dict[Place, str]) -> Iterator[Finding]:
    alike = {place: relative(known[place], _address(place)) for place in places if known[place]}
    common, count = next(iter(Counter(form for form in alike.values() if form).most_common(1)), ("", 0))
    if count < LEAST or 3 * count < 2 * len(places):
        return
    models = [place for place, form in alike.items() if form == common]
    for place in places:
        value = page.at(*place)
        if known[place] or isinstance(value, bool | str) or not isinstance(value, float | dt.date):
            continue
        model = min(models, key=lambda other: abs(other[0] - place[0]) + abs(other[1] - place[1]))
        formula = moved(known[model], _address(model), _address(place))
        if formula is not None:
            edit = Formula(page.name, _address(place), formula)
            yield Finding(page.name, _address(place), f"вместо формулы стоит значение {plain(value)}", f"={formula}", (edit,))


def _address(place: Place) -> str:
    return address(place[0] + 1, place[1] + 1)
