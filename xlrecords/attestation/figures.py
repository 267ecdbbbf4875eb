"""Indicators of any range of marks, as the functions of the worksheet give them, with how each comes about (п. 3.2.1, 4.1)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ..book import Cell
from ..kind import plain
from ..marks import ABSENCES, EXEMPT, LATE, NOT_ATTESTED, REMINDER, parse
from ..words import decimal
from .indicators import EXCEPT_EXEMPT, SOU_WEIGHTS, Counts, learning, passing, quality, size

WRITTEN_BADLY: Final = ("mark-text-number", "mark-look-alike", "mark-with-absence")
"""Faults of writing: what is meant is clear."""
CLAUSE: Final = "Основание: п. 3.2.1, 4.1 Положения."
EXCLUDED: Final = "Пустые клетки, пропуски, «зач» и «осв» не учитываются, «н/а» — учтённая неуспеваемость."
SHOWN: Final = 40
"""So many marks are named."""


@dataclass(frozen=True)
class Marks:
    """What stands in a range.

    Attributes:
        counts: Marks, «н/а» and the rest; blanks are not counted: a range may reach below the list.
        total: Sum of mark times weight.
        weight: Sum of weights.
        texts: Marks and «н/а» in their order, as they are counted.
        unread: The first cell that is neither a mark nor anything else that a journal knows; empty: there is none.
    """

    counts: Counts
    total: int
    weight: int
    texts: tuple[str, ...]
    unread: str = ""


def read(rows: Sequence[Sequence[Cell]]) -> Marks:
    """Read a range; a cell may hold several marks («5/4») and weights («5✕2»)."""
    found: dict[str, int] = {}
    total = weight = 0
    texts: list[str] = []
    for cell in (cell for row in rows for cell in row):
        reading = parse(cell)
        off_scale = any(token.text == "0" or token.mark not in (0, *SOU_WEIGHTS) for token in reading.tokens)
        if off_scale or reading.fault not in ("", *WRITTEN_BADLY):
            return Marks(Counts(), 0, 0, (), plain(cell))
        for token in reading.tokens:
            if token.mark:
                found[f"n{token.mark}"] = found.get(f"n{token.mark}", 0) + 1
                total, weight = total + token.mark * token.weight, weight + token.weight
                texts.append(token.text if token.weight == 1 else f"{token.text}✕{token.weight}")
            elif token.text not in (*ABSENCES, *LATE, REMINDER):
                name = {NOT_ATTESTED: "na", EXEMPT: "exempt"}.get(token.text, "ungraded")
                found[name] = found.get(name, 0) + 1
                texts += [token.text] if name == "na" else []
    return Marks(Counts(**found), total, weight, tuple(texts))


def mean(marks: Marks) -> Fraction | None:
    """Средний балл: sum of mark times weight, divided by the sum of weights; None where there is no mark."""
    return Fraction(marks.total, marks.weight) if marks.weight else None


def _share(of_counts: Callable[[Counts], Fraction | None]) -> Callable[[Marks], Fraction | None]:
    def share(marks: Marks) -> Fraction | None:
        percent = of_counts(marks.counts)
        return None if percent is None else percent / 100

    return share


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator.

    Attributes:
        title: What it is called.
        of: Its exact value; a share, not percents, but for the mean.
        places: Decimal places that it is rounded to, half up.
        how: How it is counted, with the numbers of a range.
    """

    title: str
    of: Callable[[Marks], Fraction | None]
    places: int
    how: Callable[[Marks], str]


def _mean(marks: Marks) -> str:
    return f"сумма отметок {marks.total}, делённая на их число {marks.weight}" + (
        " (с учётом весов)" if marks.weight != marks.counts.attested else ""
    )


def _passed(marks: Marks) -> str:
    counts = marks.counts
    return f"«5», «4» и «3»: {counts.n5 + counts.n4 + counts.n3} из {size(counts, EXCEPT_EXEMPT)}"


def _good(marks: Marks) -> str:
    return f"«5» и «4»: {marks.counts.n5 + marks.counts.n4} из {size(marks.counts, EXCEPT_EXEMPT)}"


def _learnt(marks: Marks) -> str:
    terms = [f"{getattr(marks.counts, f'n{mark}')}×{weight}" for mark, weight in SOU_WEIGHTS.items() if getattr(marks.counts, f"n{mark}")]
    return f"по В. П. Симонову: ({' + '.join(terms) or '0'}) % на {size(marks.counts, EXCEPT_EXEMPT)}"


FIGURES: Final[Mapping[str, Figure]] = {
    "СРБАЛЛ": Figure("Средний балл", mean, 2, _mean),
    "КАЧЕСТВО": Figure("Качество знаний", _share(lambda counts: quality(counts, EXCEPT_EXEMPT)), 4, _good),
    "УСПЕВАЕМОСТЬ": Figure("Успеваемость", _share(lambda counts: passing(counts, EXCEPT_EXEMPT)), 4, _passed),
    "СОУ": Figure("Степень обученности (СОУ)", _share(lambda counts: learning(counts, EXCEPT_EXEMPT, None)), 4, _learnt),
}
"""By the name of the function of the worksheet."""


def figure(name: str, rows: Sequence[Sequence[Cell]]) -> float | str:
    """What a function of the worksheet gives: a number; an empty text where there is no mark; a text where a cell is not read."""
    marks = read(rows)
    if marks.unread:
        return f"Не отметка: «{marks.unread}»"
    value = FIGURES[name].of(marks)
    return "" if value is None else half_up(value, FIGURES[name].places)


def half_up(value: Fraction, places: int) -> float:
    """A number to some decimal places; an exact half goes up."""
    return math.floor(value * 10**places + Fraction(1, 2)) / 10**places


def reason(rows: Sequence[Sequence[Cell]], name: str = "") -> str:
    """How a figure comes about, or all of them if none is named: marks, numbers, formula, clause."""
    marks = read(rows)
    if marks.unread:
        return f"Не рассчитано: «{marks.unread}» — не отметка. Исправьте клетку."
    if not marks.texts:
        return "Отметок в этих клетках нет."
    more = f" и ещё {len(marks.texts) - SHOWN}" if len(marks.texts) > SHOWN else ""
    lines = [f"{_told(FIGURES[one], marks)}" for one in ([name] if name else FIGURES)]
    return " ".join([*lines, f"Учтены: {', '.join(marks.texts[:SHOWN])}{more}.", EXCLUDED, CLAUSE])


def _told(one: Figure, marks: Marks) -> str:
    value = one.of(marks)
    if value is None:
        return f"{one.title}: не рассчитано."
    shown = decimal(value) if one.places == 2 else f"{decimal(100 * value)} %"
    return f"{one.title} {shown}: {one.how(marks)}."
