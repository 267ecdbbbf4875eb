"""Indicators of a class and a subject: passing rate, quality, degree of learning (СОУ), mean (п. 3.2.1, 4.1). Exact, never a float."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from operator import attrgetter, mul
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..marks import CREDIT, EXEMPT, MASTERED, NOT_ATTESTED

EXCEPT_EXEMPT: Final = "все, кроме освобождённых"
EVERYBODY: Final = "все"
ATTESTED: Final = "только аттестованные"
"""Values of the setting `denominator`."""

SOU_WEIGHTS: Final[Mapping[int, int]] = {5: 100, 4: 64, 3: 36, 2: 16, 1: 7}
"""What a mark gives to the degree of learning, in percent: the table of V. P. Simonov."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many students (or marks) of each outcome.

    Attributes:
        n5: «5»; n4, n3, n2, n1 likewise.
        na: «н/а», not attested.
        exempt: «осв», exempt by an order.
        ungraded: «зач», «усв» and their opposites: an outcome that is no mark.
        blank: Nothing is set, or what stands there is no outcome: never passing.
    """

    n5: int = 0
    n4: int = 0
    n3: int = 0
    n2: int = 0
    n1: int = 0
    na: int = 0
    exempt: int = 0
    ungraded: int = 0
    blank: int = 0

    @classmethod
    def total(cls, several: Iterable[Counts]) -> Counts:
        """Counts of several together."""
        return cls(*map(sum, zip(*map(_NUMBERS, several), strict=True)))

    @property
    def everybody(self) -> int:
        """All students, whatever they have."""
        return self.attested + self.na + self.exempt + self.ungraded + self.blank

    @property
    def attested(self) -> int:
        """Those who have a mark."""
        return self.n5 + self.n4 + self.n3 + self.n2 + self.n1


NAMES: Final = tuple(field.name for field in fields(Counts))
"""Columns of a frame of counts."""
_NUMBERS: Final = attrgetter(*NAMES)
_MARKS: Final = attrgetter(*(f"n{mark}" for mark in SOU_WEIGHTS))
_BLANK: Final = NAMES.index("blank")
_OUTCOMES: Final[Mapping[str, int]] = {
    NOT_ATTESTED: NAMES.index("na"),
    EXEMPT: NAMES.index("exempt"),
    **dict.fromkeys((*CREDIT, *MASTERED), NAMES.index("ungraded")),
}


def size(counts: Counts, denominator: str) -> int:
    """N, the number of students of whom the percents are taken.

    Args:
        counts: Outcomes.
        denominator: The setting: `EXCEPT_EXEMPT` leaves out those exempt and outcomes that are no marks, «н/а» and blanks
            stay in and do not pass; `EVERYBODY` leaves out nobody; `ATTESTED` takes those with a mark alone.
    """
    if denominator == ATTESTED:
        return counts.attested
    return counts.everybody if denominator == EVERYBODY else counts.attested + counts.na + counts.blank


def passing(counts: Counts, denominator: str) -> Fraction | None:
    """Успеваемость, %: share of «5», «4» and «3»; None where nobody is counted."""
    return _share(100 * (counts.n5 + counts.n4 + counts.n3), size(counts, denominator))


def quality(counts: Counts, denominator: str) -> Fraction | None:
    """Качество знаний, %: share of «5» and «4»; None where nobody is counted."""
    return _share(100 * (counts.n5 + counts.n4), size(counts, denominator))


def learning(counts: Counts, denominator: str, na_weight: int | None) -> Fraction | None:
    """СОУ, %: degree of learning by V. P. Simonov; None where nobody is counted.

    Args:
        counts: Outcomes.
        denominator: As in `size`.
        na_weight: What «н/а» gives, in percent; None: nothing. «1» gives 7.
    """
    people = size(counts, denominator)
    known = na_weight if na_weight is not None and denominator != ATTESTED else 0
    return _share(sum(map(mul, SOU_WEIGHTS.values(), _MARKS(counts))) + known * counts.na, people)


def mean(counts: Counts) -> Fraction | None:
    """Средний балл: of those who have a mark; None where nobody has."""
    return _share(sum(map(mul, SOU_WEIGHTS, _MARKS(counts))), counts.attested)


def _share(total: int, people: int) -> Fraction | None:
    return Fraction(total, people) if people else None


def outcomes(frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    """What each row of marks comes to: its position in `NAMES`. A number outside 1–5 or a word unknown is a blank."""
    texts = frame["token"].cat.categories
    by_code = np.array([*(_OUTCOMES.get(text, _BLANK) for text in texts), _BLANK], np.int64)
    mark = frame["mark"].to_numpy().astype(np.int64)
    found: npt.NDArray[np.int64] = np.where((mark >= 1) & (mark <= 5), 5 - mark, by_code[frame["token"].cat.codes.to_numpy()])
    return found


def count(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Outcomes counted by some columns of the marks.

    Args:
        frame: Rows as `attestation.results.in_period` gives them.
        keys: Columns to count by.

    Returns:
        A row for each set of values that occurs, in order of first occurrence: the keys, then `NAMES`, whole numbers.
    """
    codes = np.zeros(len(frame), np.int64)
    for key in keys:
        values = frame[key]
        own = values.cat.codes.to_numpy() if isinstance(values.dtype, pd.CategoricalDtype) else pd.factorize(values)[0]
        codes = codes * (int(own.max(initial=-1)) + 2) + own + 1
    places, distinct = pd.factorize(codes)
    table = np.bincount(places * len(NAMES) + outcomes(frame), minlength=len(distinct) * len(NAMES)).reshape(-1, len(NAMES))
    first = np.full(len(distinct), len(frame))
    np.minimum.at(first, places, np.arange(len(frame)))
    counted = frame[list(keys)].iloc[first].reset_index(drop=True)
    return pd.concat([counted, pd.DataFrame(table, columns=list(NAMES))], axis=1)
