"""Workbooks as rich as those of schools, and as odd as the standard allows; all of them invented.

Each maker gives the same bytes every time. The first sheet of each is «Журнал» with a small journal in A1:D6, another one is
«Списки». `made` has what XlsxWriter writes, `extras` what Excel adds to that, `odd` what other programs write.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import extras, made, odd
from .made import JOURNAL, LISTS
from .package import Package

__all__ = ["JOURNAL", "LISTS", "RICH"]


def rich(fill: Callable[[Any, Any], object], *ingredients: Callable[[Package], None]) -> Callable[[], bytes]:
    """The maker of a workbook that XlsxWriter begins and ingredients are added to."""

    def maker() -> bytes:
        package = Package(made.make(fill))
        for ingredient in ingredients:
            ingredient(package)
        return package.bytes()

    return maker


def everything(book: Any, sheet: Any) -> None:
    """Most of what there is on one sheet."""
    for fill in (made.conditions, made.pictures, made.macros, made.printing):
        fill(book, sheet)


RICH: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("pictures", rich(made.pictures, extras.revision_marks)),
    ("conditions", rich(made.conditions, extras.check_by_other_sheet, extras.revision_marks)),
    ("formulas", rich(made.formulas, extras.external_link, extras.connection)),
    ("tables", rich(made.tables, extras.slicers, extras.pivot)),
    ("notes", rich(made.notes, extras.threads)),
    ("printing", rich(made.printing, extras.printer, extras.custom_xml, extras.calculation_chain)),
    ("macros", rich(made.macros, extras.ribbon, extras.controls)),
    ("everything", rich(everything, extras.ribbon, extras.controls, extras.check_by_other_sheet, extras.threads, extras.printer,
                        extras.custom_xml, extras.external_link, extras.connection, extras.pivot, extras.revision_marks)),
    ("prefixed", odd.prefixed),
    ("unplaced", odd.unplaced),
    ("decorated", odd.decorated),
    ("wide_letters", odd.wide_letters),
    ("odd_archive", odd.odd_archive),
    ("elsewhere", odd.elsewhere),
    ("spoken_strings", odd.spoken_strings),
    ("shared_formulas", odd.shared_formulas),
    ("without_styles", odd.without_styles),
    ("days_of_1904", odd.days_of_1904),
    ("strict", odd.strict),
)  # fmt: skip
