"""Parallels, levels of education and the whole school: each total is the sum of its parts (п. 3.2.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import groupby
from typing import Final

from ...attestation.categories import (
    CATEGORIES,
    EXCELLENT,
    FAIR,
    GOOD,
    NO_DATA,
    NOT_ATTESTED,
    OF_QUALITY,
    ONE_FOUR,
    ONE_THREE,
    PLURALS,
    UNMARKED,
)
from ...attestation.indicators import ATTESTED, EVERYBODY, Counts
from ...book import letters
from ...kind import grade_of
from ...report import Cell, Field, Figure, Page
from ...words import decimal
from .class_sheet import NO_CLASS, Sheet, judged, sheets
from .rates import CLAUSE, LABELS, PLACE, RATES, Rating, added, why_count, why_people
from .summary import Summary

TAB: Final = "Параллели"
TOP: Final = 5
"""Row of the headings: they stand below headings of groups."""
LEVELS: Final = (("НОО", range(1, 5)), ("ООО", range(5, 10)), ("СОО", range(10, 13)))
LEVEL_TITLES: Final = {"НОО": "НОО, 1–4 классы", "ООО": "ООО, 5–9 классы", "СОО": "СОО, 10–11 классы", "": "Без параллели"}
PASSING: Final = (EXCELLENT, ONE_FOUR, GOOD, ONE_THREE, FAIR)


@dataclass(frozen=True)
class Line:
    """A row: a class, or the sum of some rows above.

    Attributes:
        title: First cell.
        people: Students.
        counts: Outcomes.
        categories: Students of each category.
        parts: Positions of the rows that it sums; empty for a class.
    """

    title: str
    people: int
    counts: Counts
    categories: Mapping[str, int]
    parts: tuple[int, ...] = ()


def level(group: str) -> str:
    """Level of education of a class; an empty text where its number does not say."""
    number = grade_of(group)
    return next((name for name, grades in LEVELS if number in grades), "")


def of_categories(summary: Summary) -> dict[str, dict[str, int]]:
    """How many students of each class have each category."""
    return summary.once("of categories", lambda: _of_categories(summary))


def _of_categories(summary: Summary) -> dict[str, dict[str, int]]:
    found = {group: dict.fromkeys(CATEGORIES, 0) for group in sheets(summary)}
    for group, category in zip(judged(summary)["group"].tolist(), judged(summary)["category"].tolist(), strict=True):
        found[group if isinstance(group, str) else ""][category] += 1
    return found


def people_counted(rating: Rating) -> tuple[str, ...]:
    """Categories that make the number of students of whom percents are taken."""
    if rating.denominator == EVERYBODY:
        return CATEGORIES
    left_out = (NOT_ATTESTED, NO_DATA, UNMARKED) if rating.denominator == ATTESTED else (UNMARKED,)
    return tuple(name for name in CATEGORIES if name not in left_out)


def share_of(rating: Rating, wanted: Sequence[str], categories: Mapping[str, int], at: Mapping[str, str], title: str) -> Figure:
    """Share of students of some categories, %.

    Args:
        rating: Settings.
        wanted: The categories.
        categories: Students of each category.
        at: Address of the cell with the number of each category.
        title: What it is called, for its chain.
    """
    counted = people_counted(rating)
    some, people = sum(categories[name] for name in wanted), sum(categories[name] for name in counted)
    above, below = "+".join(at[name] for name in wanted), "+".join(at[name] for name in counted)
    value = Fraction(100 * some, people) if people else None
    return Figure(value, f'=IF({below}=0,"",ROUND(100*({above})/({below}),2))', partial(why_share, rating, title, wanted, some, people))


def why_share(rating: Rating, title: str, wanted: Sequence[str], some: int, people: int) -> list[str]:
    """The chain of a share of students."""
    result = f"100 · {some} / {people} = {decimal(Fraction(100 * some, people))}" if people else "учеников с отметками нет"
    names = ", ".join(PLURALS[name] for name in wanted)
    return [f"{title}: {result}", f"Считаются ученики, а не отметки: {names}", rating.policy.basis("denominator"), CLAUSE]


def lines(summary: Summary) -> list[Line]:
    """Rows of the page: classes, below them their parallel, below these their level, at the end the school."""
    found: list[Line] = []
    levels: list[int] = []
    tallied = of_categories(summary)
    for name, of_level in groupby(sheets(summary).values(), key=lambda sheet: level(sheet.board.group)):
        parallels: list[int] = []
        for number, of_parallel in groupby(of_level, key=lambda sheet: grade_of(sheet.board.group)):
            classes: list[int] = []
            for sheet in of_parallel:
                board = sheet.board
                classes.append(len(found))
                found.append(Line(board.group or NO_CLASS, len(board.students), sheet.total, tallied[board.group]))
            parallels.append(len(found))
            found.append(_sum(f"{number} классы" if number else "Прочие", found, classes))
        levels.append(len(found))
        found.append(_sum(LEVEL_TITLES[name], found, parallels))
    found.append(_sum("Школа", found, levels))
    return found


def _sum(title: str, found: Sequence[Line], parts: Sequence[int]) -> Line:
    counts = Counts.total(found[part].counts for part in parts)
    categories = {name: sum(found[part].categories[name] for part in parts) for name in CATEGORIES}
    return Line(title, sum(found[part].people for part in parts), counts, categories, tuple(parts))


def pages(summary: Summary) -> Iterator[Page]:
    """One page; none where nobody has marks for the period."""
    found, rating = lines(summary), Rating.of(summary)
    if len(found) == 1:
        return
    fields = (
        Field("Класс", 19),
        Field("Учеников", 6, turned=True, centred=True),
        *rating.fields(),
        *(Field(PLURALS[name], 4.6, group="Учеников по категориям", turned=True, centred=True) for name in CATEGORIES),
        *(Field(title, 7, group="По ученикам", turned=True, centred=True) for title in ("Успевают, %", "Качество по классу, %")),
    )
    classes = iter(sheets(summary).values())
    rows = [_row(at, line, found, None if line.parts else next(classes), rating) for at, line in enumerate(found)]
    yield Page(
        TAB,
        f"Успеваемость по параллелям, уровням образования и школе: {summary.title}",
        f"{summary.note}. Качество по классу — доля отличников, с одной «4» и хорошистов, это не качество знаний по предметам",
        fields,
        rows,
        ["total" if line.parts else "" for line in found],
        signatures=("Заместитель директора",),
        frozen=1,
        filtered=False,
    )


def _row(at: int, line: Line, found: Sequence[Line], sheet: Sheet | None, rating: Rating) -> list[Cell]:
    row = TOP + 1 + at
    parts, names = [TOP + 1 + part for part in line.parts], [found[part].title for part in line.parts]
    shown = rating.shown
    formulas = rating.formulas({name: f"{letters(3 + place)}{PLACE}" for place, name in enumerate((*shown, "size"))})
    left = 3 + len(shown) + len(RATES)
    of_category = {name: f"{letters(left + place)}{row}" for place, name in enumerate(CATEGORIES)}
    cells: list[Cell] = [line.title]
    if sheet is None:
        cells.append(added(parts, "B", line.people, "Учеников", names))
        cells += [
            added(parts, letters(3 + place), getattr(line.counts, name), f"«{LABELS[name]}»", names) for place, name in enumerate(shown)
        ]
        cells += rating.filled(line.counts, formulas, row)
        cells += [added(parts, letters(left + place), line.categories[name], PLURALS[name], names) for place, name in enumerate(CATEGORIES)]
    else:
        cells.append(Figure(line.people, f"=ROWS({sheet.names})", partial(why_people, line.people, f"строки листа «{sheet.page.tab}»")))
        for name in shown:
            number = getattr(line.counts, name)
            cells.append(Figure(number, f"={sheet.whole(name)}", partial(why_count, name, number, f"итог листа «{sheet.page.tab}»")))
        cells += rating.filled(line.counts, formulas, row)
        for name in CATEGORIES:
            number = line.categories[name]
            cells.append(Figure(number, f'=COUNTIF({sheet.categories},"{name}")', partial(why_listed, name, number, sheet.page.tab)))
    cells.append(share_of(rating, PASSING, line.categories, of_category, "Успевают"))
    cells.append(share_of(rating, OF_QUALITY, line.categories, of_category, "Качество по классу"))
    return cells


def why_listed(category: str, number: int, tab: str) -> list[str]:
    """The chain of a number of students."""
    return [f"{PLURALS[category]}: {number} — столько раз стоит «{category}» в графе «Категория» листа «{tab}»", CLAUSE]
