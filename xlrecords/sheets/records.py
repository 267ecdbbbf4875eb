"""Records: all sheets of one form that were read together, in frames that keep the place of every value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..book import Rows, address
from ..form import Form
from ..kind import plain

Ints = npt.NDArray[np.int32]
T = TypeVar("T")
_NOTHING = pd.DataFrame({"sheet_id": [], "row": [], "column": []})


@dataclass(frozen=True)
class Records:
    """A school's 450 journals, or the one on the screen. Rows and columns are counted from 1, as on the sheet.

    Attributes:
        form: What kind of sheet it is.
        sheets: Index sheet_id (0, 1, ...): book, sheet (category), block (int), then a column of its kind's dtype for
            each label of the head; NaN where the sheet has none.
        rows: One row an entry: sheet_id (int32), row (int32), then a column for each Column of the form but marks.
        terms: One row a mark for a period: sheet_id, line (int32, index into `rows`), row, column (int16), term
            (category), token (category), mark (int8, 0: no mark), fault (category of rule ids, "": none).
        headings: One row a heading of the grid: sheet_id, row, column, date (datetime64[s]) or text (category), carried.
        grid: One row a token: sheet_id, line, row, column, heading (int32, index into `headings`), date (for lessons),
            token, mark, weight (int16), fault.
        lessons: One row a lesson of the register: sheet_id, row, then its columns.
        places: Name -> column of that name on each sheet, 0 where the sheet has none.
        labels: Name -> row and column of a head value on each sheet, 0 where the label was not found.
        unread: Cells that their kind could not read: sheet_id, row, column, name.
        faults: Headings that are unknown or repeated: sheet_id, row, column, rule.
        heading_rows: Row with the first heading of each sheet's table.
        cells: Cells of each sheet, for showing what stands at a place.
    """

    form: Form
    sheets: pd.DataFrame
    rows: pd.DataFrame
    terms: pd.DataFrame
    headings: pd.DataFrame
    grid: pd.DataFrame
    lessons: pd.DataFrame
    places: dict[str, Ints]
    labels: dict[str, tuple[Ints, Ints]]
    unread: pd.DataFrame
    faults: pd.DataFrame
    heading_rows: Ints
    cells: list[Rows]
    _memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, what: str, compute: Callable[[], T]) -> T:
        """What `compute` makes of these records alone, computed once."""
        if what not in self._memo:
            self._memo[what] = compute()
        found: T = self._memo[what]
        return found

    def column(self, name: str, sheet_id: pd.Series) -> Ints:
        """Columns at which `name` stands on the given sheets."""
        return self.places[name][sheet_id.to_numpy()]

    def text(self, sheet_id: int, row: int, column: int) -> str:
        """What stands in a cell, as a person sees it; empty for a sheet as a whole, or beyond its cells."""
        rows = self.cells[sheet_id]
        if not row or not column or row > len(rows) or column > len(rows[row - 1]):
            return ""
        return plain(rows[row - 1][column - 1])

    def where(self, sheet_id: int, row: int, column: int) -> str:
        """A place in words, for the message of another sheet: «Алгебра»!E7."""
        return f"«{self.sheets['sheet'].iat[sheet_id]}»!{address(row, column)}"


def findings(**columns: object) -> pd.DataFrame:
    """The frame a rule returns; `findings()` is one with no finding."""
    return pd.DataFrame(columns) if columns else _NOTHING.copy(deep=False)
