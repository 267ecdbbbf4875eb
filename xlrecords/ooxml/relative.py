"""Formulas compared and carried over as a person fills them down: by what they point to from where they stand."""

from __future__ import annotations

from .sheet import Sheet

MIDDLE = "AMJ524288"
"""A cell from which every reference of a school's sheet can point in all directions."""


def moved(formula: str, origin: str, place: str) -> str | None:
    """A formula (without «=») of one cell as it is when it is copied to another; None if it cannot be."""
    from openpyxl.formula.translate import Translator

    try:
        turned = Translator(f"={formula}", origin).translate_formula(place)
    except Exception:  # a formula that is none is carried nowhere
        return None
    return None if "#REF!" in turned else str(turned[1:])


def relative(formula: str, cell: str) -> str | None:
    """The same text for formulas that point to the same places from where they stand; None if there is no telling."""
    return moved(formula, cell, MIDDLE)


def own_formulas(sheet: Sheet) -> dict[tuple[int, str], str]:
    """Formulas of single cells, by row and letters of the column; those of arrays and tables of data are left out.

    A formula that cells share must have been taken apart before (`rows.unshare`).
    """
    return {
        (row.number, cell.column): formula
        for row in sheet.rows
        if row.has_formulas
        for cell in row.cells
        if (formula := cell.formula) and 't="array"' not in cell.inner and 't="dataTable"' not in cell.inner
    }
