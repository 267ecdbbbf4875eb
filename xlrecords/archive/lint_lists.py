"""A hidden sheet that holds nothing but what drop-down lists offer hides nothing: forms of this program have one, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from xml.sax.saxutils import unescape

from ..ooxml.aimed import QUOTES
from ..ooxml.dependants import COLUMNS
from ..ooxml.refs import Ref, aim, column_number
from ..ooxml.sheet import Sheet
from .lint_hidden import has_value

_OFFERED: Final = re.compile(r"<(?:\w+:)?formula1>(?:\s*<\w+:f>)?([^<]+)<")
_LETTERS: Final = re.compile(r"[^A-Za-z]")
LAST_ROW: Final = 1_048_576

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def offers_only(name: str, sheet: Sheet, texts: Iterable[str], names: Mapping[str, str]) -> bool:
    """Whether every filled cell of a sheet is one of a drop-down list of the workbook.

    Args:
        name: Name of the sheet.
        sheet: Its XML.
        texts: XML of all sheets behind their rows, where the drop-down lists are.
        names: Formulas of the defined names, by name.
    """
    formulas = {unescape(found, QUOTES).strip() for text in texts for found in _OFFERED.findall(text)}
    meant = {names.get(formula, formula) for formula in formulas}
    areas = [area for formula in sorted(meant) for area in _areas(formula, name)]
    filled = [(row.number, column_number(cell.column)) for row in sheet.rows for cell in row.cells if has_value(cell)]
    return bool(areas) and all(
        any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in areas) for row, column in filled
    )


def _areas(formula: str, name: str) -> Iterator[Area]:
    """Cells of a sheet that a formula names."""
    for piece in aim(formula):
        if isinstance(piece, Ref):
            if not piece.outer and piece.sheet.lower() == name.lower():
                columns = [column_number(_LETTERS.sub("", part)) for part in (piece.first, piece.middle) if _LETTERS.sub("", part)]
                if columns:
                    yield piece.top, min(columns), piece.bottom, max(columns)
            continue
        for found in COLUMNS.finditer(piece):
            if (found[1] or found[2] or "").replace("''", "'").lower() == name.lower():
                yield 1, column_number(found[3]), LAST_ROW, column_number(found[4])
