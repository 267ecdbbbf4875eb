"""Marks for the year and final marks out of marks for periods: whole numbers only (п. 3.2.1, 4.1; ст. 58 273-ФЗ: the school rules).

A mean is never divided: the sum of marks is compared with their number. What cannot be known is 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..marks import EXEMPT, NOT_ATTESTED
from ..policy import Policy

Int64s = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]

UNKNOWN = 0
LAST_TERM, BY_INTERIM = "по последнему периоду", "по аттестации"
EXCLUDED = "исключать"
WITH_INTERIM = "среднее года и ПА"


@dataclass(frozen=True)
class TermMarks:
    """Marks for the periods of some lines: a line is a student's subject. Arrays of one length, or (lines, terms).

    Attributes:
        marks: The mark set for each term in its order, 0 where it is none. Shape (lines, terms).
        tokens: What is set: «5», «н/а», «осв», or an empty text. Shape (lines, terms).
        due: Which terms the line must have: those of the subject's scheme during which the student was in the class. Shape (lines, terms).
        interim: Mark of the interim attestation, 0 where there is none.
    """

    marks: Int64s
    tokens: Texts
    due: npt.NDArray[np.bool_]
    interim: Int64s


def year_marks(terms: TermMarks, policy: Policy) -> tuple[Int64s, Texts]:
    """Mark for the year of each line.

    A half is decided by the setting `year_rule`: up, towards the last term's mark, or towards the interim attestation's
    (unknown without one). «н/а» for a term is left out, or blocks the year, by `na_in_year`. Terms without marks because
    of an exemption are left out; exempt all the year is «осв» (D10, D11).

    Returns:
        The mark, 0 where it is unknown or none; and the token: the mark as text, «н/а», «осв», or an empty text for unknown.
    """
    marked, absent, exempt = terms.marks > 0, terms.tokens == NOT_ATTESTED, terms.tokens == EXEMPT
    total, count = terms.marks.sum(axis=1), marked.sum(axis=1).astype(np.int64)
    open_ = (terms.due & (terms.tokens == "")).any(axis=1)
    other = ((terms.tokens != "") & ~marked & ~absent & ~exempt).any(axis=1)
    blocked = absent.any(axis=1) & ((policy.values["na_in_year"] != EXCLUDED) | (count == 0))
    mark = halves(total, count, _towards(terms, policy))
    mark = np.where(open_ | other | blocked | (count == 0), UNKNOWN, mark)
    token = np.array([str(value) if value else "" for value in range(6)], object)[np.clip(mark, 0, 5)]
    token[blocked & ~open_ & ~other] = NOT_ATTESTED
    token[~open_ & ~other & exempt.any(axis=1) & (count == 0) & ~absent.any(axis=1)] = EXEMPT
    return mark, token


def halves(total: Int64s, count: Int64s, towards: Int64s | None = None) -> Int64s:
    """Means as whole marks.

    Args:
        total: Sums of marks.
        count: Numbers of marks; 0 gives 0.
        towards: What decides a half: a mark above the mean takes it up, one below takes it down, 0 leaves it unknown; None: up.

    Returns:
        The nearest whole mark of each.
    """
    safe = np.maximum(count, 1)
    up = (2 * total + safe) // (2 * safe)
    if towards is not None:
        half = 2 * (total % safe) == safe
        decided = np.where(towards * safe > total, up, up - 1)
        up = np.where(half, np.where(towards > 0, decided, UNKNOWN), up)
    return np.where(count > 0, up, UNKNOWN)


def _towards(terms: TermMarks, policy: Policy) -> Int64s | None:
    rule = policy.values["year_rule"]
    if rule == BY_INTERIM:
        return terms.interim
    if rule != LAST_TERM:
        return None
    last = np.zeros(len(terms.marks), np.int64)
    for column in terms.marks.T:
        last = np.where(column > 0, column, last)
    return last


def final_marks(year: Int64s, interim: Int64s, exam: Int64s, policy: Policy) -> Int64s:
    """Final mark of each line: with an exam the mean of year and exam (C1), else by the setting `interim_formula` (D12); 0: unknown."""
    with_exam = np.where(year > 0, (year + exam + 1) // 2, UNKNOWN)
    plain = (
        np.where((year > 0) & (interim > 0), (year + interim + 1) // 2, UNKNOWN)
        if policy.values["interim_formula"] == WITH_INTERIM
        else year
    )
    return np.where(exam > 0, with_exam, plain)


def final_of(year: int, interim: int, policy: Policy) -> int:
    """Final mark of one line without an exam; 0: unknown."""
    one = np.array([year], np.int64), np.array([interim], np.int64), np.zeros(1, np.int64)
    return int(final_marks(*one, policy)[0])
