"""Rules of dates: lessons within the year, on school days, in order (V05)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..forms import JOURNALS, LESSON_JOURNALS
from ..issue import Severity
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings


def _year_bounds(school: School) -> tuple[np.datetime64, np.datetime64]:
    return np.datetime64(f"{school.year}-09-01"), np.datetime64(f"{(school.year or 0) + 1}-08-31")


def outside_year(dates: npt.NDArray[np.datetime64], school: School) -> npt.NDArray[np.bool_]:
    """Which days are known and lie outside the school year."""
    if school.year is None:
        return np.zeros(len(dates), bool)
    first, last = _year_bounds(school)
    return (dates < first) | (dates > last)


def unrecorded(records: Records) -> npt.NDArray[np.bool_]:
    """Headings whose day the register of their sheet lacks: `lesson-unrecorded` reports them, whatever day it is."""
    headings, lessons = records.headings, records.lessons
    if headings.empty or lessons.empty:
        return np.zeros(len(headings), bool)
    known = pd.MultiIndex.from_frame(lessons[["sheet_id", "lesson_date"]])
    found = ~pd.MultiIndex.from_frame(headings[["sheet_id", "date"]]).isin(known)
    recorded: npt.NDArray[np.bool_] = headings["sheet_id"].isin(lessons["sheet_id"].unique()).to_numpy()
    return found & recorded & headings["date"].notna().to_numpy()


def _at(records: Records, chosen: npt.NDArray[np.bool_], **facts: object) -> pd.DataFrame:
    found = records.headings.loc[chosen & ~records.headings["carried"].to_numpy(), ["sheet_id", "row", "column", "date"]]
    return found.assign(date=[value.date() for value in found["date"]], **facts)


@rule(
    "date-outside-year", title="Дата вне учебного года", forms=JOURNALS, clause="4.4", code="V05",
    message="дата {date} вне учебного года {year}", fix="Исправьте дату урока.",
)  # fmt: skip
def date_outside_year(records: Records, school: School) -> pd.DataFrame:
    """Lessons before 1 September or after 31 August."""
    outside = outside_year(records.headings["date"].to_numpy(), school)
    return _at(records, outside, year=f"{school.year}/{(school.year or 0) + 1}") if outside.any() else findings()


ORDINARY, BREAK_DAY, FREE_DAY, NO_TERM = range(4)
"""What a day is for the lessons of a class: the first of these that holds, for one cause is reported once."""


def _kinds(records: Records, school: School) -> npt.NDArray[np.int8]:
    """What the day of each lesson is, by the calendar of its class."""
    numbers, groups = pd.factorize(np.array(school.sheet_groups(records), object))
    codes, days = school.days(records)
    kinds = np.zeros((len(groups), len(days)), np.int8)
    for number, group in enumerate(groups):
        for code, judge in ((NO_TERM, school.outside_terms), (FREE_DAY, school.free_day), (BREAK_DAY, school.on_break)):
            kinds[number, judge(days, group)] = code
    return kinds[numbers[records.headings["sheet_id"].to_numpy()], codes]


def _on(records: Records, school: School, kind: int) -> pd.DataFrame:
    """Lessons of the year on days of a kind."""
    found = school.once("kinds_of_day", records.form.name, lambda: _kinds(records, school)) == kind
    if not found.any():
        return findings()
    return _at(records, found & ~outside_year(records.headings["date"].to_numpy(), school) & ~unrecorded(records))


@rule(
    "lesson-on-break", title="Урок в каникулы", forms=LESSON_JOURNALS, clause="4.4", severity=Severity.WARNING, code="V05",
    message="урок {date} приходится на каникулы", fix="Исправьте дату или отметьте день рабочим на листе «Учебные периоды».",
)  # fmt: skip
def lesson_on_break(records: Records, school: School) -> pd.DataFrame:
    """Lessons in school breaks; clubs, sections and extracurricular courses may meet then."""
    return _on(records, school, BREAK_DAY)


@rule(
    "lesson-on-free-day", title="Урок в выходной или праздник", forms=LESSON_JOURNALS, clause="4.4", severity=Severity.WARNING, code="V05",
    message="урок {date} приходится на выходной или праздничный день",
    fix="Исправьте дату или отметьте день рабочим на листе «Учебные периоды».",
)  # fmt: skip
def lesson_on_free_day(records: Records, school: School) -> pd.DataFrame:
    """Lessons on Sundays and holidays; a day that is also in a break is reported once, as a break."""
    return _on(records, school, FREE_DAY)


@rule(
    "lesson-outside-period", title="Урок вне учебных периодов", forms=LESSON_JOURNALS, clause="4.4", severity=Severity.WARNING, code="V05",
    message="урок {date} не попадает ни в один учебный период", fix="Исправьте дату урока или даты на листе «Учебные периоды».",
)  # fmt: skip
def lesson_outside_period(records: Records, school: School) -> pd.DataFrame:
    """Lessons of the year that no term of the class covers, on days that are neither in a break nor free."""
    return _on(records, school, NO_TERM)


@rule(
    "date-repeated", title="Дата повторяется", forms=JOURNALS, clause="4.4", severity=Severity.WARNING, code="V05",
    message="дата {date} уже стоит левее{recorded}", fix="Исправьте дату; второй урок того же дня запишите и в перечне тем.",
)  # fmt: skip
def date_repeated(records: Records, school: School) -> pd.DataFrame:
    """A date that stands more often above the marks than in the register of lessons, which tells a second lesson of a day."""
    headings = records.headings
    known = headings[headings["date"].notna() & ~headings["carried"]]
    again = known.groupby(["sheet_id", "date"]).cumcount()
    if not again.any():
        return findings()
    repeated = known.assign(nth=again)[again > 0]
    held = records.lessons.groupby(["sheet_id", "lesson_date"]).size() if len(records.lessons) else pd.Series(dtype=int)
    registers = set(records.lessons["sheet_id"])
    recorded = [int(held.get((sheet, date), 1)) for sheet, date in zip(repeated["sheet_id"], repeated["date"], strict=True)]
    chosen = np.zeros(len(headings), bool)
    chosen[repeated.index[repeated["nth"].to_numpy() >= np.array(recorded)]] = True
    found = _at(records, chosen)
    return found.assign(recorded=[", а урок в перечне тем один" if sheet in registers else "" for sheet in found["sheet_id"]])


@rule(
    "date-order", title="Даты не по порядку", forms=JOURNALS, clause="4.4", severity=Severity.WARNING, code="V05",
    message="дата {date} стоит не по порядку", fix="Исправьте дату или переставьте столбец.",
)  # fmt: skip
def date_order(records: Records, school: School) -> pd.DataFrame:
    """Dates that break the order of their row: of two neighbours, the one without which the order holds."""
    headings = records.headings
    dates, sheet = headings["date"].to_numpy(), headings["sheet_id"].to_numpy()
    good = np.flatnonzero(~np.isnat(dates) & ~outside_year(dates, school) & ~unrecorded(records))
    kept, of = dates[good], sheet[good]
    falls = np.flatnonzero((kept[1:] < kept[:-1]) & (of[1:] == of[:-1])) + 1
    if not len(falls):
        return findings()
    chosen = np.zeros(len(headings), bool)
    for at in falls:
        fits = at < 2 or of[at - 2] != of[at] or kept[at - 2] <= kept[at]
        ahead = at + 1 >= len(kept) or of[at + 1] != of[at] or kept[at - 1] <= kept[at + 1]
        chosen[good[at - 1 if fits and not ahead else at]] = True
    return _at(records, chosen)


DATED = ("achievement_sheet", "achievement_register", "olympiad_results", "sport_results")
"""Registers of achievements of one school year."""


@rule(
    "achievement-outside-year", title="Достижение вне учебного года", forms=DATED, clause="3.2.2", severity=Severity.WARNING,
    message="дата «{value}» вне учебного года {year}", fix="Исправьте дату или перенесите запись в ведомость своего учебного года.",
)  # fmt: skip
def achievement_outside_year(records: Records, school: School) -> pd.DataFrame:
    """Achievements dated outside the school year that the head of their sheet names."""
    rows = records.rows
    years = records.sheets["year"].astype(object).to_numpy()[rows["sheet_id"].to_numpy()] if len(rows) else np.array([], object)
    found = [
        isinstance(year, str) and not pd.isna(date) and int(year[:4]) != date.year - (date.month < 9)
        for year, date in zip(years, rows["date"], strict=True)
    ]
    chosen = rows[found] if len(rows) else rows
    return findings(
        sheet_id=chosen["sheet_id"], row=chosen["row"], column=records.column("date", chosen["sheet_id"]), year=years[np.array(found, bool)]
    )


RULES: tuple[Rule, ...] = (
    date_outside_year, lesson_on_break, lesson_on_free_day, lesson_outside_period, date_repeated, date_order, achievement_outside_year,
)  # fmt: skip
