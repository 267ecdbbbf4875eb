"""Counts and indicators as figures of a page: the exact value, the formula that Excel follows, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from typing import Final

from ...attestation.indicators import ATTESTED, EVERYBODY, NAMES, SOU_WEIGHTS, Counts, learning, mean, outcomes, passing, quality, size
from ...policy import Policy
from ...report import Field, Figure
from ...words import decimal
from .summary import Summary

MARKS: Final = ("n5", "n4", "n3", "n2", "n1")
LABELS: Final = {
    "n5": "5", "n4": "4", "n3": "3", "n2": "2", "n1": "1", "na": "н/а", "exempt": "осв", "ungraded": "зач", "blank": "нет",
}  # fmt: skip
"""Headings of counts; «нет»: nothing legible is set."""
PLACE: Final = "§"
"""Stands in formulas for what differs from line to line: they are made once, and filled."""
RATES: Final = ("size", "passing", "quality", "learning", "mean")
TITLES: Final = {
    "size": "Учтено", "passing": "Успеваемость, %", "quality": "Качество, %", "learning": "СОУ, %", "mean": "Средний балл",
}  # fmt: skip
CLAUSE: Final = "Положение, п. 3.2.1, 4.1"
SOURCES: Final = {
    "passing": "доля отметок «5», «4» и «3» среди учтённых",
    "quality": "доля отметок «5» и «4» среди учтённых",
    "learning": "степень обученности по В. П. Симонову: «5» — 100, «4» — 64, «3» — 36, «2» — 16, «1» — 7",
    "mean": "сумма отметок, делённая на их число",
}


@dataclass(frozen=True)
class Rating:
    """How indicators are counted by the settings of a summary.

    Attributes:
        policy: Settings in force.
        shown: Outcomes that have a column, out of `NAMES`: «1» and «зач» only where somebody has one.
        denominator: The setting.
        na_weight: The setting; None: «н/а» gives nothing to the degree of learning.
    """

    policy: Policy
    shown: tuple[str, ...]
    denominator: str
    na_weight: int | None

    @classmethod
    def of(cls, summary: Summary) -> Rating:
        """The rating of a summary."""
        return summary.once("rating", lambda: cls._of(summary))

    @classmethod
    def _of(cls, summary: Summary) -> Rating:
        graded = summary.marks[summary.marks["graded"].to_numpy(bool)]
        present = {NAMES[outcome] for outcome in set(outcomes(graded).tolist())}
        shown = tuple(name for name in NAMES if name not in ("n1", "ungraded") or name in present)
        weight = summary.policy.values["sou_na_weight"]
        return cls(summary.policy, shown, summary.policy.of("denominator", str), weight if isinstance(weight, int) else None)

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """Outcomes that make N."""
        if self.denominator == EVERYBODY:
            return self.shown
        kept = MARKS if self.denominator == ATTESTED else (*MARKS, "na", "blank")
        return tuple(name for name in self.shown if name in kept)

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """Outcomes shown that are marks."""
        return tuple(name for name in self.shown if name in MARKS)

    @cached_property
    def weights(self) -> tuple[tuple[str, int], ...]:
        """What each outcome shown gives to the degree of learning; nothing for those that are not named."""
        found = [(name, SOU_WEIGHTS[int(name[1])]) for name in self.marks]
        return (*found, ("na", self.na_weight)) if self.na_weight and self.denominator != ATTESTED else tuple(found)

    def values(self, counts: Counts) -> tuple[int | Fraction | None, ...]:
        """Exact values of `RATES`."""
        return (
            size(counts, self.denominator),
            passing(counts, self.denominator),
            quality(counts, self.denominator),
            learning(counts, self.denominator, self.na_weight),
            mean(counts),
        )

    def formulas(self, at: Mapping[str, str]) -> tuple[str, ...]:
        """Formulas of `RATES`.

        ROUND is half up here as in `words.decimal`: a share of whole numbers below 10⁶ that is no half differs from one
        by far more than a float can be wrong, and both Excel and LibreOffice take the nearest decimal for what it means.

        Args:
            at: Address of the cell of each outcome shown, and of N as «size».
        """
        people, good = at["size"], f"{at['n5']}+{at['n4']}"
        learned = "+".join([f"{weight}*{at[name]}" for name, weight in self.weights])
        return (
            "=" + "+".join([at[name] for name in self.counted]),
            f'=IF({people}=0,"",ROUND(100*({good}+{at["n3"]})/{people},2))',
            f'=IF({people}=0,"",ROUND(100*({good})/{people},2))',
            f'=IF({people}=0,"",ROUND(({learned})/{people},2))',
            self.mean_formula(at),
        )

    def mean_formula(self, at: Mapping[str, str]) -> str:
        """Formula of the mean; `at` as in `formulas`, without N."""
        marks, total = "+".join([at[name] for name in self.marks]), "+".join([f"{name[1]}*{at[name]}" for name in self.marks])
        return f'=IF({marks}=0,"",ROUND(({total})/({marks}),2))'

    def attested_formula(self, at: Mapping[str, str]) -> str:
        """Formula of the number of those who have a mark; `at` as in `formulas`, without N."""
        return "=" + "+".join([at[name] for name in self.marks])

    def figures(self, counts: Counts, at: Mapping[str, str]) -> list[Figure]:
        """`RATES` as figures; `at` as in `formulas`."""
        return self.filled(counts, self.formulas(at), "")

    def filled(self, counts: Counts, formulas: Sequence[str], place: object) -> list[Figure]:
        """`RATES` as figures, of a line among many.

        Args:
            counts: Outcomes.
            formulas: As `formulas` gives them, with `PLACE` where the row or the column of this line stands.
            place: That row or column.
        """
        here = str(place)
        return [
            Figure(value, formula.replace(PLACE, here), partial(why_rate, self, name, counts))
            for name, value, formula in zip(RATES, self.values(counts), formulas, strict=True)
        ]

    def fields(self) -> list[Field]:
        """Columns of the outcomes, then of `RATES`."""
        return [
            *(Field(LABELS[name], 5, group="Отметок", centred=True) for name in self.shown),
            *(Field(TITLES[name], 6.5, group="Показатели", turned=True, centred=True) for name in RATES),
        ]


def why_rate(rating: Rating, name: str, counts: Counts) -> list[str]:
    """The chain of one of `RATES`."""
    value = dict(zip(RATES, rating.values(counts), strict=True))[name]
    given = ", ".join(f"«{LABELS[outcome]}» — {getattr(counts, outcome)}" for outcome in rating.shown)
    people = size(counts, rating.denominator)
    if name == "size":
        counted = "; ".join(LABELS[outcome] for outcome in rating.counted)
        return [f"Учтено {people}: {counted}", f"Отметки: {given}", rating.policy.basis("denominator"), CLAUSE]
    lines = [f"{TITLES[name]}: {SOURCES[name]}", f"Отметки: {given}"]
    if not isinstance(value, Fraction):
        return [*lines, "Считать не из чего: учтённых нет", rating.policy.basis("denominator"), CLAUSE]
    parts = {
        "passing": (f"100 · ({counts.n5} + {counts.n4} + {counts.n3})", people),
        "quality": (f"100 · ({counts.n5} + {counts.n4})", people),
        "learning": (_weighed(rating, counts), people),
        "mean": (
            " + ".join(f"{mark} · {getattr(counts, f'n{mark}')}" for mark in SOU_WEIGHTS if getattr(counts, f"n{mark}")),
            counts.attested,
        ),
    }
    above, below = parts[name]
    lines.append(f"({above}) / {below} = {decimal(value)}")
    if name != "mean":
        lines.append(rating.policy.basis("denominator"))
    if name == "learning":
        lines.append(rating.policy.basis("sou_na_weight"))
    return [*lines, CLAUSE]


def _weighed(rating: Rating, counts: Counts) -> str:
    """The sum above the line of the degree of learning."""
    parts = [f"{weight} · {getattr(counts, f'n{mark}')}" for mark, weight in SOU_WEIGHTS.items() if getattr(counts, f"n{mark}")]
    if rating.na_weight and rating.denominator != ATTESTED and counts.na:
        parts.append(f"{rating.na_weight} · {counts.na}")
    return " + ".join(parts) or "0"


def why_count(name: str, number: int, where: str) -> list[str]:
    """The chain of a count."""
    return [f"«{LABELS[name]}» — {number}: {where}", CLAUSE]


def why_attested(number: int, marks: Sequence[str]) -> list[str]:
    """The chain of the number of those attested."""
    return [f"Аттестовано {number}: у кого отметка {', '.join(f'«{LABELS[name]}»' for name in marks)}", CLAUSE]


def why_people(number: int, where: str) -> list[str]:
    """The chain of a number of students."""
    return [f"Учеников {number}: {where}", CLAUSE]


def added(rows: Sequence[int], column: str, number: int | Fraction, title: str, names: Sequence[str]) -> Figure:
    """A total: the sum of some rows of a column.

    Args:
        rows: Rows of the parts.
        column: Letters of the column.
        number: The sum.
        title: What is summed, for its chain.
        names: Names of the parts, for its chain.
    """
    cells = [f"{column}{row}" for row in rows]
    together = rows[-1] - rows[0] == len(rows) - 1
    formula = f"=SUM({cells[0]}:{cells[-1]})" if together else f"=SUM({','.join(cells)})"
    return Figure(whole(number), formula, partial(why_sum, title, whole(number), names))


def whole(number: Fraction | int) -> Fraction | int:
    """A whole number as one, so that it is shown without a comma."""
    return int(number) if number == int(number) else number


def why_sum(title: str, number: int | Fraction, parts: Sequence[str]) -> list[str]:
    """The chain of a total."""
    shown = decimal(number) if isinstance(number, Fraction) else number
    return [f"{title}: {shown} — сумма строк {', '.join(parts)}", CLAUSE]
