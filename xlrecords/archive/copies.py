"""Copies of a book for its case: values only, and the extract of a book of which the case takes some sheets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from ..book import Rows
from ..guard import RefusedError
from ..ooxml.bare import bare
from ..ooxml.package import Package
from ..ooxml.plain import nameless, to_values
from ..ooxml.prune import PruneError, prune
from ..privacy.scrub import clean

ENDING: Final = ".xlsx"
NEW: Final = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
OLD_LOOK: Final = "оформление: книга старого формата"
ODD_LOOK: Final = "оформление: книга записана так, что изменить её нельзя"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a book.

    Attributes:
        data: Its bytes; empty if none can be made.
        ending: Ending of its file.
        dropped: What was left behind, in words: «макросы», «скрытые листы».
        uncalculated: Number of formulas that had no value; of a book of an old format nobody can tell, and it is 0.
        trouble: Why no copy can be made, as a sentence; empty if it was made.
    """

    data: bytes
    ending: str = ENDING
    dropped: tuple[str, ...] = ()
    uncalculated: int = 0
    trouble: str = ""


def copy_of(data: bytes, name: str, rows: Mapping[str, Rows], sheets: Collection[str] | None = None) -> Copy:
    """A copy of a book with values only and nothing personal about its makers; the same bytes for the same book.

    Args:
        data: The book.
        name: Its name, for its ending.
        rows: Cells of its sheets, as they were read: of books that cannot be changed (.xls, .ods, web pages) a bare workbook is made.
        sheets: Names of the sheets to copy; None: all. Hidden ones are left out where the book is copied with its looks.
    """
    try:
        package = Package(data)
        loss = to_values(package, sheets)
        clean(package)
        return Copy(nameless(package), ENDING, loss.dropped, loss.uncalculated)
    except PruneError as error:
        return Copy(b"", trouble=str(error))
    except RefusedError:
        look = ODD_LOOK if PurePosixPath(name).suffix.lower() in NEW else OLD_LOOK
        tables = {sheet: table for sheet, table in rows.items() if sheets is None or sheet in sheets}
        return Copy(bare(tables), ENDING, (look,)) if tables else Copy(b"", trouble="В книге не удалось прочитать ни одного листа.")


def extract_of(data: bytes, name: str, rows: Mapping[str, Rows], sheets: Collection[str]) -> Copy:
    """An extract of a book: some of its sheets as they are, formulas among them too, and nothing of the others.

    Of a book that cannot be cut the extract is a copy with values only.

    Args:
        data: The book.
        name: Its name, for its ending.
        rows: Cells of its sheets, as they were read.
        sheets: Names of the sheets to take.
    """
    try:
        made = prune(data, sheets, {sheet: table for sheet, table in rows.items() if sheet not in sheets})
        return Copy(made.data, ENDING, made.lost)
    except PruneError as error:
        return Copy(b"", trouble=str(error))
    except RefusedError:
        return copy_of(data, name, rows, sheets)
