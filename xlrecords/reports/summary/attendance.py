"""Pages of attendance: every class for the period and the year so far, and who misses too much (п. 4.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from ...attestation.attendance import KINDS, Attendance, Days, absences, attendance, systematic, term_days
from ...report import Cell, Field, Figure, Page
from ...school import day
from ...words import decimal
from .order import by_class
from .summary import Summary

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
NARROW = 6.3
TITLES = {"lessons": "Пропущено уроков", "lessons_ill": "Пропущено уроков по болезни", "late": "Опозданий"}
MONTHS = ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь")


def pages(summary: Summary) -> Iterator[Page]:
    """«Посещаемость» and «Много пропусков»; none where there are no journals."""
    attended = attendance(summary.school)
    if attended.held.any():
        yield _of_classes(summary, attended)
        if (much := _too_much(summary, attended)) is not None:
            yield much


def _spans(summary: Summary, attended: Attendance) -> list[tuple[str, Days, Days]]:
    """Heading, first and last day for each student: the period, and the year up to its end; the year alone has one."""
    first, last = term_days(summary.school, summary.period)
    opening = np.full(len(first), attended.days[0])
    end = np.where(np.isnat(last), np.datetime64(summary.day, "s"), last)
    if summary.period == "year" or not (first > opening).any():
        return [("За год" if summary.period == "year" else "С начала года", opening, end)]
    return [(summary.title, first, last), ("С начала года", opening, end)]


def _of_classes(summary: Summary, attended: Attendance) -> Page:
    spans = _spans(summary, attended)
    rule = summary.policy.values["absence_day"]
    sums = [attended.between(first, last, rule)[[name for name, _ in COLUMNS]].to_numpy() for _, first, last in spans]
    names = summary.students["name"].tolist()
    fields = [Field("№", 4.5, centred=True), Field("Фамилия, имя", 30)]
    for heading, _, _ in spans:
        fields += [Field(title, NARROW, group=heading, turned=True, centred=True) for _, title in COLUMNS]
        fields.append(Field("Пропущено, %", 7.5, group=heading, turned=True, centred=True))
    page = Page(
        TAB, f"Сводная ведомость посещаемости: {summary.title}", _note(summary), tuple(fields), (), toned=1, frozen=2,
        signatures=("Заместитель директора",), filtered=False,
    )  # fmt: skip
    rows: list[Sequence[Cell]] = []
    tones: list[str] = []
    there = sums[-1][:, 0] > 0
    for group, members in by_class(summary.students).items():
        shown = [number for number in members if there[number]]
        if not shown:
            continue
        rows.append([_band(group, *(days[shown[0]] for days in spans[0][1:]))])
        tones.append("")
        top = len(rows)
        for index, number in enumerate(shown, 1):
            cells: list[Cell] = [index, names[number]]
            for (_, first, last), table in zip(spans, sums, strict=True):
                cells += _sums(
                    page, len(rows), len(cells), table[number].tolist(), partial(_why, summary, number, first[number], last[number])
                )
            rows.append(cells)
            tones.append("warning" if attended.unsure[number] else "")
        rows.append(_total(page, top, len(rows), [table[shown].sum(axis=0).tolist() for table in sums]))
        tones.append("total")
    return replace(page, rows=rows, tones=tones)


def _band(group: str, first: np.datetime64, last: np.datetime64) -> str:
    """A class and its days: half-years of the senior classes end with quarters of the others, but begin earlier."""
    days = "" if np.isnat(first) else f": {day(first):%d.%m.%Y}–{day(last):%d.%m.%Y}"
    return f"{group} класс{days}" if group else "Класс не указан"


def _note(summary: Summary) -> str:
    return f"{summary.note}. День пропущен: {summary.policy.values['absence_day']}. Жёлтым — в журналах есть нечитаемые клетки"


def _sums(page: Page, row: int, left: int, values: list[int], why: Any) -> list[Cell]:
    """Cells of one student in one span, from column `left` on."""
    figures: list[Cell] = [
        Figure(value, why=partial(why, name)) if name in TITLES and value else value
        for (name, _), value in zip(COLUMNS, values, strict=True)
    ]
    return [*figures, _share(page, row, left, values)]


def _share(page: Page, row: int, left: int, values: list[int]) -> Figure:
    """Share of lessons missed, as a formula of the two cells."""
    held, lessons = values[0], values[3]
    there, missed = page.cell(row, left), page.cell(row, left + 3)
    return Figure(Fraction(100 * lessons, held) if held else None, f'=IF({there}=0,"",ROUND(100*{missed}/{there},2))')


def _total(page: Page, top: int, row: int, tables: list[list[int]]) -> list[Cell]:
    """The row «Всего по классу»: sums of the rows above it."""
    cells: list[Cell] = ["", "Всего по классу"]
    for values in tables:
        left = len(cells)
        cells += [Figure(value, f"=SUM({page.cell(top, left + at)}:{page.cell(row - 1, left + at)})") for at, value in enumerate(values)]
        cells.append(_share(page, row, left, values))
    return cells


def _why(summary: Summary, number: int, first: np.datetime64, last: np.datetime64, name: str) -> list[str]:
    """Each lesson that a sum counts, by subject, with its cell."""
    kinds = {"lessons": KINDS[:3], "lessons_ill": KINDS[:1], "late": KINDS[3:]}[name]
    found = absences(summary.school, number, first, last, kinds)
    lines = [f"{TITLES[name]}: {len(found)} ({day(first):%d.%m.%Y}–{day(last):%d.%m.%Y})"]
    for subject, rows in found.groupby("subject", sort=False):
        cells = ", ".join(
            f"{date:%d.%m} «{token}» {place}" for date, token, place in rows[["date", "token", "where"]].itertuples(index=False)
        )
        lines.append(f"{subject}: {cells}")
    return [*lines, "Классный журнал, п. 4.4 Положения"]


def _too_much(summary: Summary, attended: Attendance) -> Page | None:
    """Months and subjects of which a student missed more than the school's share; None where there are none."""
    page = Page(
        MUCH_TAB, "Пропуски выше порога", f"{summary.note}. Для работы классных руководителей; не вывешивать", (
            Field("№", 4.5, centred=True), Field("Класс", 8, centred=True), Field("Фамилия, имя", 32), Field("Месяц или предмет", 34, wrapped=True),
            Field("Пропущено уроков", 11, centred=True), Field("Было уроков", 9, centred=True), Field("Пропущено, %", 11, centred=True),
        ), (), portrait=True, filtered=False,
    )  # fmt: skip
    rows: list[Sequence[Cell]] = []
    for title, found in _parts(summary, attended):
        if found:
            rows.append([title])
        for index, (number, what, missed, held) in enumerate(found, 1):
            group, name = (str(summary.students[column].at[number]) for column in ("group", "name"))
            share = Figure(Fraction(100 * missed, held), f"=ROUND(100*{page.cell(len(rows), 4)}/{page.cell(len(rows), 5)},2)")
            rows.append([index, group, name, what, missed, held, share])
    return replace(page, rows=rows) if rows else None


def _parts(summary: Summary, attended: Attendance) -> Iterator[tuple[str, list[tuple[int, str, int, int]]]]:
    """Title, and student, what, missed, held of each part; by class and name, never by how much was missed."""
    place = {number: at for at, number in enumerate(number for members in by_class(summary.students).values() for number in members)}
    monthly = summary.policy.values.get("absence_month")
    if isinstance(monthly, Fraction):
        months = systematic(attended, monthly)
        named = [
            (int(student), f"{MONTHS[month.month - 1]} {month.year}", int(missed), int(held))
            for student, month, missed, held in months.itertuples(index=False)
        ]
        yield (f"За месяц пропущено не меньше {_percent(monthly)} % уроков", sorted(named, key=lambda row: place[row[0]]))
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
        sorted(chosen, key=lambda row: (place[row[0]], row[1])),
    )


def _percent(share: Fraction) -> str:
    return decimal(share, 0 if share.denominator == 1 else 1)
