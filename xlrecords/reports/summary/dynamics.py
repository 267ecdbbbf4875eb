"""Pages of dynamics: indicators over the terms of the year by school, class and subject, and over years (п. 3.2.1, 4.1).

Each term and each year is counted by the settings of its own time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from ...attestation.indicators import NAMES, Counts, count, outcomes
from ...attestation.results import in_period, results, year_is_marked
from ...kind import DATED_TERMS, TERMS, grade_of
from ...report import Cell, Chart, Field, Figure, Page
from ...school import School, day
from .order import class_order
from .rates import RATES, TITLES, Rating, why_count, why_rate
from .summary import Summary

TAB, CLASSES_TAB, SUBJECTS_TAB, YEARS_TAB, COHORTS_TAB = (
    "Динамика",
    "Динамика классов",
    "Динамика предметов",
    "Динамика по годам",
    "Классы по годам",
)
FOLLOWED = ("passing", "quality", "learning", "mean")
"""Those of `RATES` that are followed for classes and subjects."""
CHARTED = ("quality", "mean")
SHORT = {"quarter": "ч", "trimester": "тр", "half": "п/г"}
LEVELS = (("Начальное общее образование: 1–4 классы", range(1, 5)), ("Основное общее образование: 5–9 классы", range(5, 10)),
          ("Среднее общее образование: 10–11 классы", range(10, 13)))  # fmt: skip
WHOLE = "Вся школа"


@dataclass(frozen=True)
class Era:
    """A term or a school year that is compared with others.

    Attributes:
        title: Heading: «1 ч», «2025/2026».
        first: First calendar year of its school year; 0 if unknown.
        rating: How indicators are counted then.
        marks: Graded rows of `results.in_period`, of classes and subjects for which something is set.
    """

    title: str
    first: int
    rating: Rating
    marks: pd.DataFrame

    def by(self, key: str) -> dict[str, Counts]:
        """Outcomes by class («group») or subject."""
        table = count(self.marks, [key])
        return {str(name): Counts(*values) for name, *values in table[[key, *NAMES]].astype({key: object}).itertuples(index=False)}


def pages(summary: Summary) -> Iterator[Page]:
    """Pages that have something to compare: two terms with marks at least, or two years."""
    terms = _terms(summary)
    if len(terms) > 1:
        yield _of_school(summary, terms)
        yield _table(summary, terms, [era.by("group") for era in terms], CLASSES_TAB, "Динамика по классам", "Класс")
        yield _table(summary, terms, [era.by("subject") for era in terms], SUBJECTS_TAB, "Динамика по предметам", "Предмет")
    years = _years(summary)
    if len(years) > 1:
        yield _of_years(summary, years)
        yield _of_cohorts(summary, years)


def _terms(summary: Summary) -> list[Era]:
    """Terms of the finest scheme in which marks are set, in order, and the year."""
    school = summary.school
    for scheme in SHORT:
        terms = [(term, marks) for term in DATED_TERMS if term.startswith(scheme) and len(marks := _marks(school, term))]
        if terms:
            break
    if year_is_marked(school) and len(annual := _marks(school, "year")):
        terms.append(("year", annual))
    shown = _shown(summary, [marks for _, marks in terms])
    return [Era(_short(term), school.year or 0, _rating(summary, school, _end(school, term), shown), marks) for term, marks in terms]


def _years(summary: Summary) -> list[Era]:
    """School years for which annual marks are set, the earliest first."""
    found = [(school, marks) for school in (*reversed(summary.school.past), summary.school)
             if year_is_marked(school) and len(marks := _marks(school, "year"))]  # fmt: skip
    shown = _shown(summary, [marks for _, marks in found])
    return [
        Era(
            f"{school.year}/{school.year + 1}" if school.year else "Этот год",
            school.year or 0,
            _rating(summary, school, None, shown),
            marks,
        )
        for school, marks in found
    ]


def _marks(school: School, term: str) -> pd.DataFrame:
    """Graded rows of a term, of classes and subjects in which something is set for it: a term not yet marked is no failure."""
    everything = results(school)
    filled = everything["term"].cat.codes.to_numpy()[(everything["token"] != "").to_numpy()] if len(everything) else ()
    if list(TERMS).index(term) not in filled:
        return everything.iloc[:0]
    rows = in_period(school, term)
    rows = rows[rows["graded"].to_numpy(bool)]
    width = len(rows["subject"].cat.categories) + 1
    pair = rows["group"].cat.codes.to_numpy().astype(np.int64) * width + rows["subject"].cat.codes.to_numpy()
    return rows[np.isin(pair, pair[(rows["token"] != "").to_numpy()])]


def _shown(summary: Summary, frames: Sequence[pd.DataFrame]) -> tuple[str, ...]:
    """Outcomes that have a column: those of the summary, and whatever else occurs in the terms compared."""
    usual = Rating.of(summary).shown
    present = {NAMES[outcome] for frame in frames for outcome in np.unique(outcomes(frame))}
    return tuple(name for name in NAMES if name in usual or name in present)


def _rating(summary: Summary, school: School, at: dt.date | None, shown: tuple[str, ...]) -> Rating:
    """The rating by the settings of a school on a day; None: those of the end of its year."""
    policy = school.policy.on(at) if at else school.policy
    weight = policy.values["sou_na_weight"]
    return replace(
        Rating.of(summary),
        policy=policy,
        shown=shown,
        denominator=policy.of("denominator", str),
        na_weight=weight if isinstance(weight, int) else None,
    )


def _end(school: School, term: str) -> dt.date | None:
    """Last day of a dated term, in the class where it ends last; None if no class has it dated."""
    groups = school.sheet_groups(school.records["class_journal"]) if "class_journal" in school.records else [""]
    ends = [terms[term].last for group in set(groups) if term in (terms := school.terms(group))]
    return day(max(ends)) if ends else None


def _short(term: str) -> str:
    scheme, number = term[:-1], term[-1]
    return f"{number} {SHORT[scheme]}" if scheme in SHORT else TERMS[term]


def _total(parts: Mapping[str, Counts]) -> Counts:
    return Counts.total(parts.values())


def _row(page: Page, at: int, era: Era, counts: Counts) -> Sequence[Cell]:
    """Outcomes and indicators of one term or year, as formulas of its own cells."""
    shown = era.rating.shown
    cells = {outcome: page.cell(at, column) for column, outcome in enumerate(shown, 1)} | {"size": page.cell(at, 1 + len(shown))}
    numbers = [(outcome, getattr(counts, outcome)) for outcome in shown]
    told = (Figure(number, why=partial(why_count, outcome, number, f"отметки, {era.title}")) for outcome, number in numbers)
    return [era.title, *told, *era.rating.figures(counts, cells)]


def _lines(rating: Rating, rows: tuple[int, int]) -> tuple[Chart, ...]:
    """Percents on one chart, the mean mark on another."""
    first = 2 + len(rating.shown)
    percents = Chart("Успеваемость, качество, СОУ, %", 0, (first, first + 1, first + 2), "line", rows)
    return percents, Chart("Средний балл", 0, (first + 3,), "line", rows)


def _of_school(summary: Summary, terms: Sequence[Era]) -> Page:
    """The school term by term."""
    rating = terms[0].rating
    page = Page(
        TAB, "Динамика по периодам: вся школа", summary.note, (Field("Период", 16), *rating.fields()), (),
        charts=_lines(rating, (0, len(terms) - 1)), filtered=False,
    )  # fmt: skip
    return replace(page, rows=[_row(page, at, era, _total(era.by("group"))) for at, era in enumerate(terms)])


def _figure(rating: Rating, name: str, counts: Counts | None) -> Cell:
    """One indicator, or an empty cell where nothing is known."""
    value = dict(zip(RATES, rating.values(counts), strict=True))[name] if counts is not None else None
    return Figure(value, why=partial(why_rate, rating, name, counts)) if counts is not None and value is not None else None


def _table(
    summary: Summary, eras: Sequence[Era], tables: Sequence[Mapping[str, Counts]], tab: str, title: str, head: str, keys: Sequence[str] = ()
) -> Page:
    """Rows of classes or subjects; columns: each indicator, one term or year after another; charts of quality and means."""
    rows_of = keys or sorted({key for table in tables for key in table}, key=class_order)
    columns = list(zip(eras, tables, strict=True))
    fields = [
        Field(head, 10 if head == "Класс" else 30),
        *(Field(era.title, max(7.8, len(era.title) + 1.5), group=TITLES[name], centred=True) for name in FOLLOWED for era in eras),
    ]
    rows = [[key, *(_figure(era.rating, name, table.get(key)) for name in FOLLOWED for era, table in columns)] for key in rows_of]
    body = 0, len(rows) - 1
    charts = tuple(
        Chart(f"{TITLES[name]}: {tab.lower()}", 0, tuple(range(1 + place * len(eras), 1 + (place + 1) * len(eras))), "columns", body)
        for place, name in enumerate(FOLLOWED)
        if name in CHARTED
    )
    rows.append([WHOLE, *(_figure(era.rating, name, _total(table)) for name in FOLLOWED for era, table in columns)])
    return Page(tab, title, summary.note, tuple(fields), rows, [*([""] * len(rows_of)), "total"], charts=charts, frozen=1, filtered=False)


def _of_years(summary: Summary, years: Sequence[Era]) -> Page:
    """Annual marks of the school and of each level, year by year."""
    rating = years[0].rating
    page = Page(
        YEARS_TAB, "Динамика по учебным годам: годовые отметки", summary.note, (Field("Учебный год", 16), *rating.fields()), (),
        charts=_lines(rating, (0, len(years) - 1)), filtered=False,
    )  # fmt: skip
    counted = [(era, era.by("group")) for era in years]
    rows: list[Sequence[Cell]] = [_row(page, at, era, _total(groups)) for at, (era, groups) in enumerate(counted)]
    for level, grades in LEVELS:
        parts = [(era, {group: counts for group, counts in groups.items() if grade_of(group) in grades}) for era, groups in counted]
        if any(groups for _, groups in parts):
            rows.append([level])
            for era, groups in parts:
                rows.append(_row(page, len(rows), era, _total(groups)))
    return replace(page, rows=rows)


def _of_cohorts(summary: Summary, years: Sequence[Era]) -> Page:
    """Classes of the last year and what they were before: 5А was 4А."""
    counted = [era.by("group") for era in years]
    groups = sorted(counted[-1], key=class_order)
    last = years[-1].first or years[-2].first + 1
    tables = [
        {group: parts[before] for group in groups if (before := earlier(group, last - (era.first or last))) in parts}
        for era, parts in zip(years, counted, strict=True)
    ]
    page = _table(summary, years, tables, COHORTS_TAB, "Классы этого года в прежние годы: годовые отметки", "Класс", groups)
    note = f"{summary.note}. Класс прослеживается по номеру и букве: 5А — прошлогодний 4А"
    return replace(page, note=note, rows=page.rows[:-1], tones=())


def earlier(group: str, years: int) -> str:
    """What a class was called so many years ago: («5А», 1) -> «4А»; empty if it was not at school yet."""
    number = grade_of(group)
    return f"{number - years}{group[len(str(number)) :]}" if number > years else ""
