"""Categories of students at the end of a term (п. 3.2.1): mutually exclusive, judged from the top, by marks on the scale alone."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from .indicators import NAMES, outcomes

NO_DATA: Final = "нет данных"
UNMARKED: Final = "без отметок"
"""Exempt, or with outcomes that are no marks, in every subject: nothing to judge by, and nothing lacking."""
FAILING: Final = "неуспевающий"
NOT_ATTESTED: Final = "не аттестован"
EXCELLENT: Final = "отличник"
ONE_FOUR: Final = "с одной «4»"
GOOD: Final = "хорошист"
ONE_THREE: Final = "с одной «3»"
FAIR: Final = "троечник"

CATEGORIES: Final = (EXCELLENT, ONE_FOUR, GOOD, ONE_THREE, FAIR, FAILING, NOT_ATTESTED, NO_DATA, UNMARKED)
"""All of them, from the best, as reports list them."""
PLURALS: Final = {
    EXCELLENT: "отличники",
    ONE_FOUR: "с одной «4»",
    GOOD: "хорошисты",
    ONE_THREE: "с одной «3»",
    FAIR: "троечники",
    FAILING: "неуспевающие",
    NOT_ATTESTED: "не аттестованы",
    NO_DATA: "нет данных",
    UNMARKED: "без отметок",
}
OF_QUALITY: Final = (EXCELLENT, ONE_FOUR, GOOD)
"""Those of «качество по классу (ученики)», which is not the quality of knowledge of a subject."""


def categories(frame: pd.DataFrame) -> pd.DataFrame:
    """The category of each student of a period.

    «Нет данных» is a student without one outcome, or with subjects in which nothing legible is set while nothing else
    decides: what stands there tomorrow may change any category but the two of debts, and unknown never grants. Who is
    exempt everywhere lacks nothing, and is left out of percents where those exempt are.

    Args:
        frame: Rows as `attestation.results.in_period` gives them; subjects and classes without marks do not count, nor
            do «осв», «зач» and «усв».

    Returns:
        A row a student who has a subject with marks, in order of first occurrence: student, group, category, subject and
        teacher of the single «4» or «3» (else empty), then `NAMES`: outcomes of the student.
    """
    graded = frame[frame["graded"].to_numpy(bool)]
    student, first = np.unique(graded["student"].to_numpy(), return_index=True)
    order = np.argsort(first)
    student, first = student[order], first[order]
    position = pd.Index(student).get_indexer(graded["student"].to_numpy())
    outcome = outcomes(graded)
    counts = np.bincount(position * len(NAMES) + outcome, minlength=len(student) * len(NAMES)).reshape(-1, len(NAMES))
    five, four, three, two, one, absent, _, _, blank = counts.T
    marks = five + four + three + two + one
    found = np.select(
        [
            (marks + absent == 0) & (blank == 0), marks + absent == 0, two + one > 0, absent > 0, blank > 0,
            four + three == 0, (four == 1) & (three == 0), three == 0, three == 1,
        ],
        [UNMARKED, NO_DATA, FAILING, NOT_ATTESTED, NO_DATA, EXCELLENT, ONE_FOUR, GOOD, ONE_THREE],
        FAIR,
    )  # fmt: skip
    single = np.full(len(student), -1)
    for category, name in ((ONE_FOUR, "n4"), (ONE_THREE, "n3")):
        rows = np.flatnonzero(outcome == NAMES.index(name))
        here = found[position[rows]] == category
        single[position[rows[here]]] = rows[here]
    table = pd.DataFrame(
        {
            "student": student,
            "group": graded["group"].astype(object).to_numpy()[first],
            "category": pd.Categorical(found, categories=list(CATEGORIES)),
            **{
                name: np.where(single >= 0, graded[name].astype(object).to_numpy()[single] if len(graded) else "", "")
                for name in ("subject", "teacher")
            },
        }
    )
    return pd.concat([table, pd.DataFrame(counts, columns=list(NAMES))], axis=1)
