"""Which formulas depend on cells that changed: what was calculated for them is stale and must not be read by anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import unescape

from .aimed import QUOTES
from .refs import Ref, aim, column_number, corners
from .sheet import FORMULA, Cell, Sheet

BLIND = re.compile(r"(?i)\b(INDIRECT|OFFSET|NOW|TODAY|RAND|RANDBETWEEN|CELL|INFO)\(")
"""Functions whose formulas depend on what their text does not show."""
SEVERAL = re.compile(r"[^\s'!(),;]:[^\s!(),;]+!|:[^'!]*'!")
"""References to the same cells of several sheets."""
SPREAD = re.compile(r'\bt="(?:array|dataTable)"[^>]*?\bref="([^"]*)"|\bref="([^"]*)"[^>]*?\bt="(?:array|dataTable)"')
WORD = re.compile(r"(?<![\w'!.\"])[A-Za-zА-Яа-яЁё_\\][\wА-Яа-яЁё.]*(?![\w(!'.:])|\[")
COLUMNS = re.compile(r"(?:'((?:[^']|'')+)'!|([^\s'!(),;+*/^&=<>-]+)!)?\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})(?![\w\d(])")


@dataclass(frozen=True, slots=True)
class _Formula:
    sheet: str
    row: int
    cell: Cell
    areas: tuple[tuple[str, int, int, int, int], ...]
    blind: bool
    spread: str


def forget_dependants(sheets: Mapping[str, Sheet], touched: Mapping[str, set[tuple[int, int]]]) -> set[str]:
    """Drop what was calculated for formulas that depend on touched cells, directly or through other formulas.

    Args:
        sheets: All worksheets by name; changed in place.
        touched: Row and column of the cells that changed, by sheet.

    Returns:
        Names of the sheets on which something was dropped.
    """
    waiting = list(_formulas(sheets))
    dirty = {sheet: set(cells) for sheet, cells in touched.items()}
    found: set[str] = set()
    while True:
        stale = [formula for formula in waiting if formula.blind or any(_meets(area, dirty) for area in formula.areas)]
        if not stale:
            return found
        for formula in stale:
            if formula.cell.forget():
                found.add(formula.sheet)
            changed = dirty.setdefault(formula.sheet, set())
            changed.add((formula.row, column_number(formula.cell.column)))
            if formula.spread and _empty(sheets[formula.sheet], formula.spread, changed):
                found.add(formula.sheet)
        gone = {id(formula) for formula in stale}
        waiting = [formula for formula in waiting if id(formula) not in gone]


def _formulas(sheets: Mapping[str, Sheet]) -> Iterator[_Formula]:
    for name, sheet in sheets.items():
        for row in sheet.rows:
            if not row.has_formulas:
                continue
            for cell in row.cells:
                found = FORMULA.search(cell.inner) if "<f" in cell.inner else None
                if found is None:
                    continue
                text = unescape(found[2] or "", QUOTES)
                pieces = aim(text)
                areas = [
                    (piece.sheet or name, piece.top, *_columns(piece), piece.bottom)
                    for piece in pieces
                    if isinstance(piece, Ref) and not piece.outer
                ]
                plain = " ".join(piece for piece in pieces if isinstance(piece, str))
                for whole in COLUMNS.finditer(plain):
                    sheet_name = (whole[1] or whole[2] or name).replace("''", "'")
                    areas.append((sheet_name, 1, column_number(whole[3]), column_number(whole[4]), 1_048_576))
                # A shared formula that shows no text, a name, a table: what they stand for is not followed.
                hidden = not text or any(sign.search(text) for sign in (BLIND, SEVERAL)) or bool(WORD.search(re.sub(r'"[^"]*"', "", plain)))
                spread = SPREAD.search(found[1])
                yield _Formula(name, row.number, cell, tuple(areas), hidden, (spread[1] or spread[2]) if spread else "")


def _empty(sheet: Sheet, spread: str, changed: set[tuple[int, int]]) -> bool:
    """Drop the values that one formula spread over a range; whether there were any."""
    top, left, bottom, right = corners(spread)
    dropped = False
    for row in sheet.rows:
        for cell in row.cells if top <= row.number <= bottom else ():
            column = column_number(cell.column)
            if left <= column <= right:
                changed.add((row.number, column))
                dropped |= cell.forget()
    return dropped


def _columns(ref: Ref) -> tuple[int, int]:
    letters = [re.sub(r"[^A-Za-z]", "", part) for part in (ref.first, ref.middle)]
    first = column_number(letters[0]) if letters[0] else 1
    return first, column_number(letters[1]) if letters[1] else (first if letters[0] else 16_384)


def _meets(area: tuple[str, int, int, int, int], dirty: Mapping[str, set[tuple[int, int]]]) -> bool:
    sheet, top, left, right, bottom = area
    cells = dirty.get(sheet)
    if not cells:
        return False
    if (bottom - top + 1) * (right - left + 1) < len(cells):
        return any((row, column) in cells for row in range(top, bottom + 1) for column in range(left, right + 1))
    return any(top <= row <= bottom and left <= column <= right for row, column in cells)
