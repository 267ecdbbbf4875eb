"""Report of each teacher: marks and indicators by subject and class, hours of the plan, who needs attention (п. 3.2.1, 4.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import groupby
from typing import Final

import numpy as np

from ...attestation.categories import ONE_FOUR, ONE_THREE
from ...attestation.indicators import NAMES, Counts, count, outcomes
from ...book import letters
from ...report import Cell, Field, Figure, Page
from ...words import decimal
from .class_report import brief_names
from .class_sheet import NO_CLASS, judged, sheets
from .order import class_order, name_order
from .programme import HOURS, NO_TEACHER, Key, keys_of, programme
from .rates import LABELS, PLACE, RATES, Rating, added, whole, why_attested, why_count, why_people
from .summary import Summary

TAB: Final = "Учителя"
TOP: Final = 5
"""Row of the headings: they stand below headings of groups."""
FIRST: Final = 6
"""Column (from 1) of the first outcome."""


@dataclass(frozen=True)
class Line:
    """A row: a class, or the sum of some rows above.

    Attributes:
        key: Teacher, subject, class; what a sum goes over is empty.
        people: Students.
        counts: Outcomes; None: no marks are set.
        hours: Numbers of `HOURS`; None: unknown.
        parts: Positions of the rows that it sums; empty for a class.
    """

    key: Key
    people: int
    counts: Counts | None
    hours: tuple[Fraction | int | None, ...]
    parts: tuple[int, ...] = ()


def pages(summary: Summary) -> Iterator[Page]:
    """One page; none where nobody has marks for the period."""
    if summary.marks.empty:
        return
    rating = Rating.of(summary)
    found = lines(summary)
    lists = _lists(summary)
    wanted = (ONE_THREE, ONE_FOUR, "failing")
    fields = (
        Field("Учитель", 19, wrapped=True),
        Field("Предмет", 20, wrapped=True),
        Field("Класс", 7, centred=True),
        Field("Учеников", 5, turned=True, centred=True),
        Field("Аттестовано", 5, turned=True, centred=True),
        *rating.fields(),
        *(Field(title, 5.2, group="Программа", turned=True, centred=True) for title in HOURS.values()),
        Field("С одной «3»", 17, wrapped=True),
        Field("С одной «4»", 17, wrapped=True),
        Field("Неуспевающие и н/а", 18, wrapped=True),
    )
    rows: list[list[Cell]] = []
    alone, formulas = _alone(found), _formulas(rating)
    for at, line in enumerate(found):
        row = TOP + 1 + at
        figures = _of_sum(row, line, found, rating, formulas) if line.parts else _of_class(row, line, rating, formulas, summary, alone)
        rows.append([*_titles(line), *figures, *("; ".join(lists.get((*line.key, name), ())) for name in wanted)])
    yield Page(
        TAB,
        f"Отчёт учителей-предметников: {summary.title}",
        f"{summary.note}. Отставание считается, когда закрыты все периоды года; «{LABELS['blank']}» — отметка не выставлена",
        fields,
        rows,
        ["total" if line.parts else "" for line in found],
        signatures=("Заместитель директора",),
        frozen=3,
    )


def lines(summary: Summary) -> list[Line]:
    """Rows of the page: classes by teacher and subject; sums where a teacher has several classes or several subjects."""
    marks, hours = summary.marks, programme(summary)
    graded = marks["graded"].to_numpy(bool)
    classes = []
    for rows, with_marks in ((marks[graded], True), (marks[~graded], False)):
        table = count(rows, ["teacher", "subject", "group"])
        for key, numbers in zip(keys_of(table), table[list(NAMES)].to_numpy().tolist(), strict=True):
            of_key = hours.get(key)
            given = tuple(getattr(of_key, name) if of_key else None for name in HOURS)
            classes.append(Line(key, sum(numbers), Counts(*numbers) if with_marks else None, given))
    rank = {name: place for place, name in enumerate(summary.school.subject_names.values())}

    def order(line: Line) -> tuple[object, ...]:
        teacher, subject, group = line.key
        return teacher == NO_TEACHER, name_order(teacher), teacher, rank.get(subject, len(rank)), subject, class_order(group)

    classes.sort(key=order)
    found: list[Line] = []
    for teacher, of_teacher in groupby(classes, key=lambda line: line.key[0]):
        subjects: list[int] = []
        for subject, of_subject in groupby(of_teacher, key=lambda line: line.key[1]):
            first = len(found)
            found += of_subject
            if len(found) - first > 1:
                found.append(_sum((teacher, subject, ""), found, range(first, len(found))))
            subjects.append(len(found) - 1)
        if len(subjects) > 1:
            found.append(_sum((teacher, "", ""), found, subjects))
    return found


def _sum(key: Key, found: Sequence[Line], parts: Sequence[int]) -> Line:
    lines = [found[part] for part in parts]
    known = [line.counts for line in lines if line.counts is not None]
    hours = tuple(_added([line.hours[place] for line in lines]) for place in range(len(HOURS)))
    return Line(key, sum(line.people for line in lines), Counts.total(known) if known else None, hours, tuple(parts))


def _added(numbers: Sequence[Fraction | int | None]) -> Fraction | int | None:
    """Sum of what is known; None where nothing is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _titles(line: Line) -> list[Cell]:
    teacher, subject, group = line.key
    if not line.parts:
        return [teacher, subject, group or NO_CLASS]
    return [teacher, f"{subject}: всего" if subject else "Всего", ""]


def _alone(found: Sequence[Line]) -> set[tuple[str, str]]:
    """Subjects of classes that one teacher has: their counts are those of the class sheet."""
    seen: dict[tuple[str, str], int] = {}
    for line in found:
        if not line.parts:
            seen[line.key[1:]] = seen.get(line.key[1:], 0) + 1
    return {key for key, times in seen.items() if times == 1}


def _formulas(rating: Rating) -> tuple[str, ...]:
    """Formulas of the number of students, of those attested, then of the indicators; the row is left open."""
    at = {name: f"{letters(FIRST + place)}{PLACE}" for place, name in enumerate((*rating.shown, "size"))}
    return f"=SUM({at[rating.shown[0]]}:{at[rating.shown[-1]]})", rating.attested_formula(at), *rating.formulas(at)


def _of_class(row: int, line: Line, rating: Rating, formulas: Sequence[str], summary: Summary, alone: set[tuple[str, str]]) -> list[Cell]:
    """Cells of a class, from the number of students to the works."""
    _, subject, group = line.key
    cells: list[Cell]
    if line.counts is None:
        cells = [line.people, *_no_marks(rating)]
    else:
        sheet = sheets(summary)[group]
        people = partial(why_people, line.people, "кто изучает предмет, с любой записью или без неё")
        cells = [Figure(line.people, formulas[0].replace(PLACE, str(row)), people), _attested(row, line.counts, rating, formulas)]
        for name in rating.shown:
            number = getattr(line.counts, name)
            formula = f"={sheet.at(subject, name)}" if (subject, group) in alone else ""
            cells.append(Figure(number, formula, partial(why_count, name, number, f"{subject}, {group or NO_CLASS}")))
        cells += rating.filled(line.counts, formulas[2:], row)
    first = FIRST + len(rating.shown) + len(RATES)
    planned, since = (f"{letters(first + list(HOURS).index(name))}{row}" for name in ("planned", "since"))
    for name, number in zip(HOURS, line.hours, strict=True):
        known = None if number is None else whole(number)
        behind = name == "behind" and known is not None
        cells.append(Figure(known, f"=MAX(0,{planned}-{since})", partial(why_behind, line.hours)) if behind else known)
    return cells


def why_behind(hours: Sequence[Fraction | int | None]) -> list[str]:
    """The chain of the hours behind the plan."""
    planned, _, since, behind, _ = (decimal(number, 2 if number.denominator > 1 else 0) if number is not None else "—" for number in hours)
    return [
        f"Отставание {behind} ч: по плану {planned}, дано {since}",
        "Часы — по перечню тем, урок без числа часов считается за один, п. 4.4",
    ]


def _of_sum(row: int, line: Line, found: Sequence[Line], rating: Rating, formulas: Sequence[str]) -> list[Cell]:
    """The same cells of a sum."""
    rows = [TOP + 1 + part for part in line.parts]
    names = [" ".join(filter(None, found[part].key[1:])) for part in line.parts]
    cells: list[Cell] = [added(rows, "D", line.people, "Учеников", names)]
    if line.counts is None:
        cells += _no_marks(rating)
    else:
        cells.append(_attested(row, line.counts, rating, formulas))
        for place, name in enumerate(rating.shown):
            cells.append(added(rows, letters(FIRST + place), getattr(line.counts, name), f"«{LABELS[name]}»", names))
        cells += rating.filled(line.counts, formulas[2:], row)
    first = FIRST + len(rating.shown) + len(RATES)
    for place, (title, number) in enumerate(zip(HOURS.values(), line.hours, strict=True)):
        cells.append(None if number is None else added(rows, letters(first + place), number, title, names))
    return cells


def _attested(row: int, counts: Counts, rating: Rating, formulas: Sequence[str]) -> Figure:
    return Figure(counts.attested, formulas[1].replace(PLACE, str(row)), partial(why_attested, counts.attested, rating.marks))


def _no_marks(rating: Rating) -> list[Cell]:
    """Blanks in place of those attested, the outcomes and the indicators."""
    return [None] * (1 + len(rating.shown) + len(RATES))


def _lists(summary: Summary) -> Mapping[tuple[str, str, str, str], list[str]]:
    """Names by teacher, subject, class and «с одной «3»», «с одной «4»» or «failing»."""
    names, frame, marks = brief_names(summary), judged(summary), summary.marks
    found: dict[tuple[str, str, str, str], list[str]] = {}
    single = frame[frame["category"].isin((ONE_THREE, ONE_FOUR)).to_numpy()]
    for key, category, student in zip(keys_of(single), single["category"].tolist(), single["student"].tolist(), strict=True):
        found.setdefault((*key, category), []).append(names.get(student, ""))
    outcome = outcomes(marks)
    here = np.flatnonzero(marks["graded"].to_numpy(bool) & np.isin(outcome, [NAMES.index(name) for name in ("n2", "n1", "na")]))
    part = marks.iloc[here]
    for key, student, at in zip(keys_of(part), part["student"].tolist(), outcome[here].tolist(), strict=True):
        name = names.get(student, "")
        found.setdefault((*key, "failing"), []).append(f"{name} (н/а)" if NAMES[at] == "na" else name)
    for people in found.values():
        people.sort(key=name_order)
    return found
