"""What is still missing before a period ends: marks to the next one, marks to be attested, lessons missed (п. 4.1).

Whole numbers and fractions only: a mean is compared with a threshold as a sum of whole numbers.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..kind import DATED_TERMS
from ..school import Bools, Int64s, School, Term
from ..totals import marks_of
from .attendance import distinct
from .results import results, stays, students

BEST = 5
"""The mark that raises a mean fastest: what is asked is how many of these are enough."""
FOUND = ("now", "wanted", "needed", "left", "lacking", "near", "absent", "alone")
"""Columns that `running` adds."""


def marks_needed(total: int, weight: int, threshold: Fraction, mark: int = BEST) -> int | None:
    """How many more marks of weight 1 lift a mean to a threshold.

    Args:
        total: Sum of mark times weight so far.
        weight: Sum of weights so far; 0: no marks yet, then at least one is needed.
        threshold: The least mean that is enough.
        mark: The mark that would be added.

    Returns:
        The least number; None if no number of them is enough.
    """
    lacking = threshold.numerator * weight - threshold.denominator * total
    gain = threshold.denominator * mark - threshold.numerator
    least = 0 if weight else 1
    if lacking <= 0 and (weight or gain >= 0):
        return least
    return max(-(-lacking // gain), least) if gain > 0 else None


def _needed(total: Int64s, weight: Int64s, threshold: Fraction) -> Int64s:
    """`marks_needed` for many means at once; -1 where no number is enough."""
    lacking = threshold.numerator * weight - threshold.denominator * total
    gain = threshold.denominator * BEST - threshold.numerator
    least = np.where(weight > 0, 0, 1)
    if gain <= 0:
        return np.where((lacking <= 0) & ((weight > 0) | (gain == 0)), least, -1)
    return np.maximum(-(-lacking // gain), least)


def near(total: Int64s, weight: Int64s, thresholds: tuple[Fraction, ...], margin: Fraction) -> Int64s:
    """Mark whose threshold a mean is no farther from than a margin, above or below: 3, 4 or 5; 0: none, or no marks."""
    found = np.zeros(len(total), np.int64)
    for mark, threshold in enumerate(thresholds, 3):
        apart = np.abs(total * threshold.denominator - weight * threshold.numerator)
        found[(weight > 0) & (apart * margin.denominator <= weight * threshold.denominator * margin.numerator)] = mark
    return found


def running(school: School, day: dt.date) -> pd.DataFrame:
    """Every student and graded subject of the terms that run on a day, with what is missing.

    Args:
        school: Settings and records.
        day: The day; terms that contain it and are not closed count.

    Returns:
        Rows of `results.results`, index kept, and the columns: now (mark by the marks so far, 0: none or unsure), wanted (the
        next better mark, 0: there is none), needed (more «5» to reach it, -1: out of reach or unknown), left (lessons left,
        -1: unknown), lacking (marks that attestation still needs), near (the mark within the school's borderline, 0: none),
        absent (more lessons missed than the school's share), alone (this subject alone keeps the student from having all
        «5», or no «3»).
    """
    rows = results(school)
    if rows.empty:
        return rows.assign(**dict.fromkeys(FOUND, 0))
    rows = rows[rows["graded"].to_numpy(bool) & _runs(rows, school, day) & _here(school, day)[rows["student"].to_numpy()]]
    policy = school.policy.on(day)
    thresholds: tuple[Fraction, ...] = policy.of("thresholds", tuple)
    share, margin = policy.of("na_share", Fraction), policy.of("borderline", Fraction)
    total, weight, count, missed, held, least = (
        rows[name].to_numpy().astype(np.int64) for name in ("total", "weight", "count", "missed", "held", "least")
    )
    sure = (weight > 0) & ~rows["unsure"].to_numpy(bool)
    now = np.where(sure, marks_of(total, np.maximum(weight, 1), thresholds), 0)
    wanted = np.where(sure & (now < BEST), now + 1, 0)
    needed = np.full(len(rows), -1, np.int64)
    for mark, threshold in enumerate(thresholds, 3):
        needed = np.where(wanted == mark, _needed(total, weight, threshold), needed)
    return rows.assign(
        now=now,
        wanted=wanted,
        needed=needed,
        left=_left(rows, school, day),
        lacking=np.maximum(least - count, 0),
        near=np.where(sure, near(total, weight, thresholds, margin), 0),
        absent=(held > 0) & (missed * 100 * share.denominator > held * share.numerator),
        alone=_alone(rows["student"].to_numpy(), now),
    )


def at_risk(rows: pd.DataFrame) -> pd.DataFrame:
    """Those rows of `running` that somebody should look at: reasons are told by the page.

    A row is taken if a «2» is coming, if the next mark is near and in reach, if every lesson that is left must bring a mark for the
    student to be attested, if too much was missed, or if this subject alone keeps the student from a better category.
    """
    unknown = rows["left"] < 0
    reachable = (rows["needed"] >= 0) & (unknown | (rows["needed"] <= rows["left"]))
    close = (rows["near"] == rows["wanted"]) & (rows["wanted"] > 0) & reachable
    return rows[(rows["now"] == 2) | close | short(rows) | rows["absent"] | (rows["alone"] & reachable)]


def short(rows: pd.DataFrame) -> pd.Series:
    """Which students need a mark in every lesson that is left, or in more of them than there are."""
    return (rows["lacking"] > 0) & (rows["lacking"] >= rows["left"])


def _runs(rows: pd.DataFrame, school: School, day: dt.date) -> Bools:
    """Which rows are of a dated term of their class that contains the day and is not closed."""
    moment = np.datetime64(day, "s")

    def open_(term: Term | None) -> bool:
        return term is not None and not term.closed and bool(term.first <= moment <= term.last)

    groups, terms = list(rows["group"].cat.categories), list(rows["term"].cat.categories)
    table = np.array([[name in DATED_TERMS and open_(school.terms(group).get(name)) for name in terms] for group in groups], bool).reshape(
        len(groups), len(terms)
    )
    found: Bools = table[rows["group"].cat.codes.to_numpy(), rows["term"].cat.codes.to_numpy()] if len(rows) else np.zeros(0, bool)
    return found


def _here(school: School, day: dt.date) -> Bools:
    """Which students of `results.students` are in their class on a day; those whose stay is unknown are."""
    arrived, left = stays(students(school), school)
    moment = np.datetime64(day, "s")
    here: Bools = ~((arrived > moment) | (left < moment))
    return here


def _alone(student: npt.NDArray[np.int64], now: Int64s) -> Bools:
    """Which rows hold the only «4» among «5», or the only «3» of a student without «2»; subjects without a mark leave it open."""
    size = int(student.max(initial=-1)) + 1
    counts = np.bincount(student * 6 + now, minlength=size * 6).reshape(size, 6)
    excellent = (counts[:, 4] == 1) & (counts[:, :4].sum(axis=1) == 0) & (counts[:, 5] > 0)
    good = (counts[:, 3] == 1) & (counts[:, :3].sum(axis=1) == 0) & (counts[:, 4:].sum(axis=1) > 0)
    found: Bools = (excellent[student] & (now == 4)) | (good[student] & (now == 3))
    return found


def _left(rows: pd.DataFrame, school: School, day: dt.date) -> Int64s:
    """Lessons left after a day until the term ends: those that the journal lists, or what the hours a week promise; -1: unknown.

    Of the two the greater: dates are often listed for some days ahead only.
    """
    journals = school.records.get("class_journal")
    if journals is None or rows.empty:
        return np.full(len(rows), -1, np.int64)
    moment = np.datetime64(day, "s")
    of_journal = (rows["form"] == "class_journal").to_numpy()
    sheet = np.where(of_journal, rows["sheet_id"].to_numpy().astype(np.int64), -1)
    names = [rows[name] for name in ("group", "subject", "term")]
    numbers, first = distinct(sheet, *(values.cat.codes.to_numpy() for values in names))
    sheets_and_days = np.sort(_at(journals.headings["sheet_id"].to_numpy(), journals.headings["date"].to_numpy()))
    found = []
    weekly = journals.sheets["weekly"].astype(object).tolist() if "weekly" in journals.sheets else [pd.NA] * len(journals.sheets)
    for number, group, subject, name in zip(sheet[first].tolist(), *(values.iloc[first].astype(object) for values in names), strict=True):
        term = school.terms(group)[name]
        begin, end = np.searchsorted(sheets_and_days, _at(np.array([number, number]), np.array([moment, term.last])), "right").tolist()
        promised = _promised(school, group, subject, weekly[number] if number >= 0 else pd.NA, moment, term)
        found.append(max(end - begin or -1, promised))
    return np.array(found, np.int64)[numbers]


def _at(sheets: npt.NDArray[np.integer], days: npt.NDArray[np.datetime64]) -> Int64s:
    """One number for a sheet and a day, in the order of both."""
    dated: Int64s = sheets.astype(np.int64) * 10**6 + days.astype("datetime64[D]").astype(np.int64)
    return dated


def _promised(school: School, group: str, subject: str, written: Any, moment: np.datetime64, term: Term) -> int:
    """Whole lessons that the hours a week, as the journal or else the plan has them, promise from the next day to the end of the term.

    -1: the hours are unknown.
    """
    hours = school.plan(subject, group).get("weekly") if pd.isna(written) else written
    if hours is None or pd.isna(hours):
        return -1
    days = school.once("school_days", f"{group}|{moment}|{term.last}", lambda: _school_days(school, group, moment, term.last))
    return int(Fraction(str(hours)) * days / (5 if school.policy.values.get("week") == "5" else 6))


def _school_days(school: School, group: str, moment: np.datetime64, last: np.datetime64) -> int:
    """Days of lessons after a day, up to and with the last one."""
    days = np.arange(moment.astype("datetime64[D]") + 1, last.astype("datetime64[D]") + 1).astype("datetime64[s]")
    return int((~school.free_day(days, group) & ~school.on_break(days, group)).sum())
