"""A rule: words as data and a small vectorised function. `rules` holds all of them and lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .issue import Severity

if TYPE_CHECKING:
    import pandas as pd

    from .school import School
    from .sheets.records import Records

    Find = Callable[[Records, School], pd.DataFrame]
    """Records of one form -> one line a finding: sheet_id, row, column (1-based, 0: the sheet), and facts."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold.

    Attributes:
        id: Words and dashes, English; the name of its page in `tests/rules`.
        title: What it watches, in Russian, for lists.
        message: What is wrong; facts in braces, `{count:отметка}` agrees with the number.
        fix: What to do, imperative; may use the same facts.
        clause: Clause of the regulation.
        severity: Error, warning or note.
        code: Code of the check in the list that schools know (V01, V02, ...), empty if it has none.
        forms: Names of the forms it is run on; empty: it is reported by the reader or the schema, not run.
        find: The test, or None.
    """

    id: str
    title: str
    message: str
    fix: str
    clause: str
    severity: Severity
    code: str = ""
    forms: tuple[str, ...] = ()
    find: Find | None = None


def rule(
    id: str,
    *,
    title: str,
    message: str,
    fix: str,
    clause: str,
    forms: tuple[str, ...],
    severity: Severity = Severity.ERROR,
    code: str = "",
) -> Callable[[Find], Rule]:
    """Make a rule of a function. Nothing is registered: `rules/__init__.py` lists them."""

    def make(find: Find) -> Rule:
        return Rule(id, title, message, fix, clause, severity, code, forms, find)

    return make
