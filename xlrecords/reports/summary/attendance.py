"""Pages of attendance: every class for the period and the year so far, and who misses too much (п. 4.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from ...attestation.attendance import KINDS, Attendance, Days, absences, attendance, systematic, term_days
from ...book import letters
from ...kind import DATED_TERMS, TERMS
from ...report import Cell, Field, Figure, Page
from ...school import NO_DAY, day
from ...words import decimal
from .order import by_class
from .rates import why_sum
from .summary import Summary

TOP = 6
"""First row of the body, below the headings of groups."""
TAB, MUCH_TAB = "Посещаемость", "Много пропусков"
COLUMNS = (
    ("held", "Уроков было"),
    ("days", "Дней пропущено"),
    ("days_ill", "из них по болезни"),
    ("lessons", "Уроков пропущено"),
    ("lessons_ill", "из них по болезни"),
    ("excused", "по другой причине"),
    ("unexcused", "без причины («н»)"),
    ("late", "Опозданий"),
)
"""Names of sums and their headings."""
WHOLE = tuple(name for name, _ in COLUMNS)
IN_PARTS = ("days", "days_ill", "lessons", "lessons_ill")
"""What is told of each term beside the year: more does not fit on a page."""
SCHEMES = ("quarter", "trimester", "half")
NARROW = 6.3
TITLES = {
    "lessons": "Пропущено уроков",
    "lessons_ill": "Пропущено уроков по болезни",
    "excused": "Пропущено по другой причине",
    "unexcused": "Пропущено без причины",
    "late": "Опозданий",
    "held": "Уроков было",
    "days": "Пропущено дней",
    "days_ill": "Пропущено дней по болезни",
}
KINDS_OF = {
    "lessons": KINDS[:3],
    "lessons_ill": KINDS[:1],
    "unexcused": KINDS[1:2],
    "excused": KINDS[2:3],
    "late": KINDS[3:],
    "days": KINDS[:3],
    "days_ill": KINDS[:1],
}
"""What is counted in each of the sums that have cells to name."""
CLAUSE = "Классный журнал, п. 4.4 Положения"
MONTHS = ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь")


def pages(summary: Summary) -> Iterator[Page]:
    """«Посещаемость» and «Много пропусков»; none where there are no journals."""
    attended = attendance(summary.school)
    if attended.held.any():
        yield _of_classes(summary, attended)
        if (much := _too_much(summary, attended)) is not None:
            yield much


@dataclass(frozen=True)
class Span:
    """Days of which sums are told.

    Attributes:
        heading: Heading above the columns.
        first: First day for each student; NaT: his class has no such days.
        last: Last day for each student.
        columns: Names of the sums.
    """

    heading: str
    first: Days
    last: Days
    columns: tuple[str, ...] = WHOLE

    @property
    def shared(self) -> bool:
        """Whether the share of missed lessons stands beside the sums."""
        return self.columns == WHOLE


def _spans(summary: Summary, attended: Attendance) -> list[Span]:
    """The period, and the year up to its end; with the year each of its terms."""
    first, last = term_days(summary.school, summary.period)
    opening, _ = term_days(summary.school, "year")
    opening = np.where(np.isnat(opening), attended.days[0], opening)
    end = np.where(np.isnat(last), np.datetime64(summary.day, "s"), last)
    if summary.period == "year":
        return [*_terms(summary), Span("За год", opening, end)]
    if not (first > opening).any():
        return [Span("С начала года", opening, end)]
    return [Span(summary.title, first, last), Span("С начала года", opening, end)]


def _terms(summary: Summary) -> list[Span]:
    """The terms of the finest scheme. Half-years stand under the quarter that ends with them; other schemes are no part of it."""
    groups = summary.students["group"].astype(object).to_numpy()
    named = {group: set(summary.school.terms(group)) for group in set(groups)}
    scheme = next((found for found in SCHEMES if any(f"{found}1" in names for names in named.values())), "")
    fits = np.array([bool(named[group] & {f"{scheme}1", "half1"}) for group in groups], bool)
    found = []
    for term in (name for name in DATED_TERMS if scheme and name.startswith(scheme)):
        first, last = term_days(summary.school, term)
        if (fits & ~np.isnat(first)).any():
            found.append(Span(TERMS[term], np.where(fits, first, NO_DAY), np.where(fits, last, NO_DAY), IN_PARTS))
    return found


def _of_classes(summary: Summary, attended: Attendance) -> Page:
    spans = _spans(summary, attended)
    rule = summary.policy.values["absence_day"]
    sums = [attended.between(span.first, span.last, rule)[list(span.columns)].to_numpy() for span in spans]
    names = summary.students["name"].tolist()
    titles = dict(COLUMNS)
    fields = [Field("№", 4.5, centred=True), Field("Фамилия, имя", 30, wrapped=True)]
    for span in spans:
        fields += [Field(titles[name], NARROW, group=span.heading, turned=True, centred=True) for name in span.columns]
        if span.shared:
            fields.append(Field("Пропущено, %", 7.5, group=span.heading, turned=True, centred=True))
    page = Page(
        TAB, f"Сводная ведомость посещаемости: {summary.title}", _note(summary), tuple(fields), (), toned=1, frozen=2,
        signatures=("Заместитель директора",), filtered=False,
    )  # fmt: skip
    rows: list[Sequence[Cell]] = []
    tones: list[str] = []
    there = sums[-1][:, WHOLE.index("held")] > 0
    for group, members in by_class(summary.students).items():
        shown = [number for number in members if there[number]]
        if not shown:
            continue
        of_period = spans[-1] if summary.period == "year" else spans[0]
        rows.append([_band(group, of_period.first[shown[0]], of_period.last[shown[0]])])
        tones.append("")
        top = len(rows)
        for index, number in enumerate(shown, 1):
            cells: list[Cell] = [index, names[number]]
            for span, table in zip(spans, sums, strict=True):
                why = partial(_why, summary, number, span.first[number], span.last[number])
                known = not np.isnat(span.first[number])
                cells += _sums(len(rows), len(cells), span, table[number].tolist() if known else [], why)
            rows.append(cells)
            tones.append("warning" if attended.unsure[number] else "")
        together = [
            (span, [] if np.isnat(span.first[shown[0]]) else table[shown].sum(axis=0).tolist())
            for span, table in zip(spans, sums, strict=True)
        ]
        rows.append(_total(page, top, len(rows), together))
        tones.append("total")
    return replace(page, rows=rows, tones=tones)


def _band(group: str, first: np.datetime64, last: np.datetime64) -> str:
    """A class and its days: half-years of the senior classes end with quarters of the others, but begin earlier."""
    days = "" if np.isnat(first) else f": {day(first):%d.%m.%Y}–{day(last):%d.%m.%Y}"
    return f"{group} класс{days}" if group else "Класс не указан"


def _note(summary: Summary) -> str:
    return f"{summary.note}. День пропущен: {summary.policy.values['absence_day']}. Жёлтым — в журналах есть нечитаемые клетки"


def _sums(row: int, left: int, span: Span, values: list[int], why: Any) -> list[Cell]:
    """Cells of one student in one span, from column `left` on; without values the class has no such days."""
    if not values:
        return [None] * (len(span.columns) + span.shared)
    cells: list[Cell] = [
        Figure(value, why=partial(why, name, value)) if value else value for name, value in zip(span.columns, values, strict=True)
    ]
    return [*cells, _share(row, left, values[0], values[3])] if span.shared else cells


def _share(row: int, left: int, held: int, lessons: int) -> Figure:
    """Share of lessons missed, as a formula of the two cells."""
    line = TOP + row
    there, missed = f"{letters(left + 1)}{line}", f"{letters(left + 4)}{line}"
    value = Fraction(100 * lessons, held) if held else None
    return Figure(value, f'=IF({there}=0,"",ROUND(100*{missed}/{there},2))', partial(_why_share, lessons, held))


def _why_share(lessons: int, held: int, basis: str = "") -> list[str]:
    """The chain of a share of missed lessons."""
    share = f"100 · {lessons} / {held} = {decimal(Fraction(100 * lessons, held))}" if held else "уроков не было"
    return [f"Пропущено {lessons} из {held} уроков, %: {share}", *([basis] if basis else []), CLAUSE]


def _total(page: Page, top: int, row: int, tables: Sequence[tuple[Span, list[int]]]) -> list[Cell]:
    """The row «Всего по классу»: sums of the rows above it."""
    cells: list[Cell] = ["", "Всего по классу"]
    for span, values in tables:
        left = len(cells)
        for at, (name, value) in enumerate(zip(span.columns, values, strict=False)):
            formula = f"=SUM({page.cell(top, left + at)}:{page.cell(row - 1, left + at)})"
            cells.append(Figure(value, formula, partial(why_sum, TITLES[name], value, ["всех учеников класса"])))
        if not values:
            cells += [None] * (len(span.columns) + span.shared)
        elif span.shared:
            cells.append(_share(row, left, values[0], values[3]))
    return cells


def _why(summary: Summary, number: int, first: np.datetime64, last: np.datetime64, name: str, value: int) -> list[str]:
    """What a sum counts: each lesson missed, by subject, with its cell, and the rule of days."""
    lines = [f"{TITLES[name]}: {value} ({day(first):%d.%m.%Y}–{day(last):%d.%m.%Y})"]
    if name == "held":
        return [*lines, "Столбцы с датами уроков в журналах, где ученик записан, пока он в классе", CLAUSE]
    if name in ("days", "days_ill"):
        lines.append(summary.policy.basis("absence_day"))
    found = absences(summary.school, number, first, last, KINDS_OF[name])
    for subject, rows in found.groupby("subject", sort=False):
        cells = ", ".join(
            f"{date:%d.%m} «{token}» {place}" for date, token, place in rows[["date", "token", "where"]].itertuples(index=False)
        )
        lines.append(f"{subject}: {cells}")
    return [*lines, CLAUSE]


def _too_much(summary: Summary, attended: Attendance) -> Page | None:
    """Months and subjects of which a student missed more than the school's share; None where there are none."""
    page = Page(
        MUCH_TAB, "Пропуски выше порога", f"{summary.note}. Для работы классных руководителей; не вывешивать", (
            Field("№", 4.5, centred=True), Field("Класс", 8, centred=True), Field("Фамилия, имя", 32, wrapped=True),
            Field("Месяц или предмет", 34, wrapped=True),
            Field("Пропущено уроков", 11, centred=True), Field("Было уроков", 9, centred=True), Field("Пропущено, %", 11, centred=True),
        ), (), portrait=True, filtered=False,
    )  # fmt: skip
    rows: list[Sequence[Cell]] = []
    for title, basis, found in _parts(summary, attended):
        if found:
            rows.append([title])
        for index, (number, what, missed, held) in enumerate(found, 1):
            group, name = (str(summary.students[column].at[number]) for column in ("group", "name"))
            formula = f"=ROUND(100*{page.cell(len(rows), 4)}/{page.cell(len(rows), 5)},2)"
            share = Figure(Fraction(100 * missed, held), formula, partial(_why_share, missed, held, basis))
            rows.append([index, group, name, what, missed, held, share])
    return replace(page, rows=rows) if rows else None


def _parts(summary: Summary, attended: Attendance) -> Iterator[tuple[str, str, list[tuple[int, str, int, int]]]]:
    """Title, the rule, and student, what, missed, held of each part; by class and name, never by how much was missed."""
    place = {number: at for at, number in enumerate(number for members in by_class(summary.students).values() for number in members)}
    monthly = summary.policy.values.get("absence_month")
    if isinstance(monthly, Fraction):
        months = systematic(attended, monthly)
        named = [
            (int(student), f"{MONTHS[month.month - 1]} {month.year}", int(missed), int(held))
            for student, month, missed, held in months.itertuples(index=False)
        ]
        yield (
            f"За месяц пропущено не меньше {_percent(monthly)} % уроков",
            summary.policy.basis("absence_month"),
            sorted(named, key=lambda row: place[row[0]]),
        )
    share = summary.policy.of("na_share", Fraction)
    marks = summary.marks
    missed, held = (marks[name].to_numpy().astype(np.int64) for name in ("missed", "held"))
    much = marks[(held > 0) & (missed * 100 * share.denominator > held * share.numerator)]
    chosen = [
        (int(student), str(subject), int(lost), int(had))
        for student, subject, lost, had in much[["student", "subject", "missed", "held"]].itertuples(index=False)
    ]
    yield (
        f"{summary.title}: по предмету пропущено больше {_percent(share)} % уроков",
        summary.policy.basis("na_share"),
        sorted(chosen, key=lambda row: (place[row[0]], row[1])),
    )


def _percent(share: Fraction) -> str:
    return decimal(share, 0 if share.denominator == 1 else 1)
