"""Marks and absences of each student in each term: sums of whole numbers, from which marks for periods follow."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import marks
from .kind import DATED_TERMS, fold
from .policy import Policy
from .school import Bools, Int64s, School, day
from .sheets.records import Records

SCHEMES = ("quarter", "trimester", "half")
WIDTH = len(DATED_TERMS)


@dataclass(frozen=True)
class Totals:
    """Current marks of each line in each term: arrays of shape (lines, terms of `kind.DATED_TERMS`), whole numbers only.

    Attributes:
        count: Marks.
        weight: Sum of weights.
        total: Sum of mark times weight.
        missed: Lessons missed.
        held: Lessons held while the student was in the class.
        unsure: One flag a line: a cell of it, or a date above it, could not be read, so nothing is concluded from it.
    """

    count: Int64s
    weight: Int64s
    total: Int64s
    missed: Int64s
    held: Int64s
    unsure: Bools


def totals(records: Records, school: School) -> Totals:
    """Marks and absences of each line in each term, computed once for a form."""
    return school.once("totals", records.form.name, lambda: _totals(records, school))


def works(records: Records, school: School) -> npt.NDArray[np.object_]:
    """Kind of work of each lesson, folded, by the register of its sheet; an empty text where it names none."""
    return school.once("works", records.form.name, lambda: _works(records))


def same_line(records: Records, school: School) -> Int64s:
    """Number of the student in a subject for each line: lines of one student on several sheets of a subject are one."""
    return school.once("same_line", records.form.name, lambda: _same_line(records, school))


def whole_years(records: Records, school: School) -> Int64s:
    """First sheet of the year of each sheet: sheets of a subject with the same students are parts of one year, others are groups."""
    return school.once("whole_years", records.form.name, lambda: _whole_years(records, school))


def minimum(weekly: float | None, policy: Policy) -> int:
    """Marks that a period needs for a subject with so many hours a week (None: unknown, then the least that is asked)."""
    known = [least for hours, least in policy.of("minimums", tuple) if weekly is None or hours <= Fraction(weekly)]
    return int(known[-1] if weekly is not None and known else known[0] if known else 0)


def minimums(records: Records, school: School) -> Int64s:
    """Marks needed in each term on each sheet, by its hours a week: from the head, else from the plan. Shape (sheets, terms)."""
    return school.once("minimums", records.form.name, lambda: _minimums(records, school))


def policies(records: Records, school: School) -> tuple[Int64s, tuple[Policy, ...]]:
    """The settings in force on the last day of each term: positions, shape (sheets, terms), in the list of different ones."""
    return school.once("policies", records.form.name, lambda: _policies(records, school))


def computed(records: Records, school: School) -> Int64s:
    """Marks that the current marks of each line give in each term by the thresholds of that time; 0: none, or unsure."""
    return school.once("computed", records.form.name, lambda: _computed(records, school))


def marks_of(total: Int64s, weight: Int64s, thresholds: Sequence[Fraction]) -> Int64s:
    """Marks by thresholds: exact, sums of whole numbers are compared with fractions, so that a half rounds up.

    Args:
        total: Sums of mark times weight.
        weight: Sums of weights, positive.
        thresholds: Least mean for «3», «4», «5».

    Returns:
        2, 3, 4 or 5 for each.
    """
    found = np.full(len(total), 2, np.int64)
    for threshold in thresholds:
        found += total * threshold.denominator >= weight * threshold.numerator
    return found


def _whole_years(records: Records, school: School) -> Int64s:
    sheet_id, line = records.rows["sheet_id"].to_numpy(), same_line(records, school)
    of_line = np.full(line.max(initial=0) + 1, len(records.sheets), np.int64)
    np.minimum.at(of_line, line, sheet_id)
    first = np.arange(len(records.sheets))
    np.minimum.at(first, sheet_id, of_line[line])
    return first


def _minimums(records: Records, school: School) -> Int64s:
    groups, weekly_of = school.sheet_groups(records), records.sheets.get("weekly")
    at, known = policies(records, school)
    found = np.zeros((len(records.sheets), WIDTH), np.int64)
    for index, subject in enumerate(records.sheets["subject"]):
        weekly = weekly_of.iat[index] if weekly_of is not None else pd.NA
        if pd.isna(weekly):
            weekly = school.plan(subject, groups[index]).get("weekly", None) if isinstance(subject, str) else None
        hours = None if weekly is None or pd.isna(weekly) else float(weekly)
        least = [minimum(hours, policy) for policy in known]
        found[index] = [least[position] for position in at[index].tolist()]
    return found


def _policies(records: Records, school: School) -> tuple[Int64s, tuple[Policy, ...]]:
    at = np.zeros((len(records.sheets), WIDTH), np.int64)
    if not school.policy.changes():
        return at, (school.policy,)
    known: list[Policy] = [school.policy]
    for index, group in enumerate(school.sheet_groups(records)):
        for name, term in school.terms(group).items():
            if name in DATED_TERMS:
                policy = school.policy.on(day(term.last))
                if policy not in known:
                    known.append(policy)
                at[index, DATED_TERMS.index(name)] = known.index(policy)
    return at, tuple(known)


def _computed(records: Records, school: School) -> Int64s:
    sums = totals(records, school)
    at, known = policies(records, school)
    by_line = at[records.rows["sheet_id"].to_numpy()]
    found = np.zeros(sums.total.shape, np.int64)
    for position, policy in enumerate(known):
        here = (by_line == position) & (sums.weight > 0) & ~sums.unsure[:, None]
        found[here] = marks_of(sums.total[here], sums.weight[here], policy.of("thresholds", tuple))
    return found


def _totals(records: Records, school: School) -> Totals:
    terms = heading_terms(records, school)
    grid, heading = records.grid, records.grid["heading"].to_numpy()
    line = grid["line"].to_numpy().astype(np.int64)
    mark, weight, missed = weighed(records, school)
    size = len(records.rows) * WIDTH
    sums = {name: np.zeros(size, np.int64) for name in ("count", "weight", "total", "missed")}
    for scheme in terms:
        if not (scheme >= 0).any():
            continue
        term = scheme[heading]
        cell = line * WIDTH + term
        here = (mark > 0) & (term >= 0)
        at = cell[here]
        sums["count"] += np.bincount(at, minlength=size)
        # bincount sums in floating point, which is exact for whole numbers of this size.
        sums["weight"] += np.bincount(at, weight[here], size).astype(np.int64)
        sums["total"] += np.bincount(at, weight[here] * mark[here], size).astype(np.int64)
        sums["missed"] += np.bincount(cell[missed & (term >= 0)], minlength=size)
    tables = {name: values.reshape(-1, WIDTH) for name, values in sums.items()} | {"held": _held(records, school, terms)}
    unsure = np.zeros(len(records.rows), bool)
    unsure[line[_doubtful(records, school)]] = True
    same = same_line(records, school)
    if len(np.unique(same)) < len(same):
        tables = {name: _together(values, same) for name, values in tables.items()}
        unsure = _together(unsure[:, None].astype(np.int64), same)[:, 0] > 0
    return Totals(**tables, unsure=unsure)


def weighed(records: Records, school: School) -> tuple[Int64s, Int64s, Bools]:
    """For each token: the mark that counts, or 0; its weight; whether it says that the lesson was missed."""
    grid = records.grid
    codes, texts = grid["token"].cat.codes.to_numpy(), grid["token"].cat.categories
    mark, weight = grid["mark"].to_numpy().astype(np.int64), grid["weight"].to_numpy().astype(np.int64)
    for policy, here in _by_time(grid["date"].to_numpy(), school):
        if policy.values["reminder"] == "считать двойкой":
            mark = np.where((codes == texts.get_loc(marks.REMINDER)) & here, 2, mark)
        if weights := policy.of("weights", dict) if policy.values.get("weights") else {}:
            factor = np.array([weights.get(work, 1) for work in works(records, school)], np.int64)[grid["heading"].to_numpy()]
            weight = weight * np.where(here, factor, 1)
        if policy.values["average"] == "простой":
            weight = np.where(here, 1, weight)
    return mark, weight, np.isin(codes, [texts.get_loc(text) for text in marks.ABSENCES])


def _by_time(dates: npt.NDArray[np.datetime64], school: School) -> Iterator[tuple[Policy, Bools | bool]]:
    """The settings of each time, and which of the dates lie in it; where nothing changed meanwhile, all of them at once."""
    known = dates[~np.isnat(dates)] if school.policy.changes() else dates[:0]
    if not len(known):
        yield school.policy, True
        return
    first, last = day(known.min()), day(known.max())
    bounds = [first, *(change for change in school.policy.changes() if first < change <= last), dt.date.max]
    for start, end in itertools.pairwise(bounds):
        yield school.policy.on(start), (dates >= np.datetime64(start)) & (dates < np.datetime64(end))


def _doubtful(records: Records, school: School) -> Bools:
    """Tokens from which nothing can be concluded: unread, outside the scale, or under a date that is none."""
    grid = records.grid
    mark = grid["mark"].to_numpy()
    doubtful: Bools = grid["token"].isna().to_numpy() | np.isnat(grid["date"].to_numpy()) | (mark > 5) | (grid["token"] == "0").to_numpy()
    return doubtful if school.policy.values["allow_one"] else doubtful | (mark == 1)


def heading_terms(records: Records, school: School) -> npt.NDArray[np.int8]:
    """Terms of each lesson: shape (3, headings), positions in `DATED_TERMS` by `SCHEMES`; -1: none."""
    dates, sheet_id = records.headings["date"].to_numpy(), records.headings["sheet_id"].to_numpy()
    found = np.full((len(SCHEMES), len(dates)), -1, np.int8)
    # Most classes share their terms: headings are looked through once for each different calendar.
    numbers, calendars = pd.factorize(
        pd.Series([tuple(school.terms(group).values()) for group in school.sheet_groups(records)], dtype=object)
    )
    for number, terms in enumerate(calendars):
        here = numbers[sheet_id] == number
        for term in terms:
            if term.name in DATED_TERMS:
                inside = here & (dates >= term.first) & (dates <= term.last)
                found[SCHEMES.index(term.name.rstrip("1234")), inside] = DATED_TERMS.index(term.name)
    return found


def _held(records: Records, school: School, terms: npt.NDArray[np.int8]) -> Int64s:
    """Lessons held in each term while the student of the line was in the class."""
    sheet_id = records.headings["sheet_id"].to_numpy().astype(np.int64)
    by_sheet = np.zeros((len(records.sheets), WIDTH), np.int64)
    for scheme in terms:
        inside = scheme >= 0
        by_sheet += np.bincount(sheet_id[inside] * WIDTH + scheme[inside], minlength=by_sheet.size).reshape(by_sheet.shape)
    held = by_sheet[records.rows["sheet_id"].to_numpy()]
    arrived, left = school.stay(records)
    dates = records.headings["date"].to_numpy()
    for line in np.flatnonzero(~np.isnat(left) | (arrived > np.datetime64(f"{school.year or 1970}-09-01"))):
        out = (sheet_id == records.rows["sheet_id"].iat[line]) & ((dates < arrived[line]) | (dates > left[line]))
        for scheme in terms:
            held[line] -= np.bincount(scheme[out & (scheme >= 0)], minlength=WIDTH)
    return held


def _works(records: Records) -> npt.NDArray[np.object_]:
    found = np.full(len(records.headings), "", object)
    lessons = records.lessons
    if "work" in lessons and lessons["work"].notna().any():
        headings = _numbered(records.headings, "date").reset_index(names="heading")
        named = _numbered(lessons, "lesson_date").merge(headings, on=["sheet_id", "day", "nth"])
        named = named[named["work"].notna()]
        found[named["heading"].to_numpy()] = [fold(str(work)) for work in named["work"]]
    return found


def _numbered(frame: pd.DataFrame, date: str) -> pd.DataFrame:
    """Rows with a day, and the number of each within its sheet and day: the second lesson of a day is the second there too."""
    known = frame[frame[date].notna()].rename(columns={date: "day"})
    return known.assign(nth=known.groupby(["sheet_id", "day"]).cumcount())


def _same_line(records: Records, school: School) -> Int64s:
    sheets, rows = records.sheets, records.rows
    subjects = [school.subject(value) if isinstance(value, str) else f"\0{index}" for index, value in enumerate(sheets["subject"])]
    where = pd.factorize(pd.Series(list(zip(subjects, school.sheet_groups(records), strict=True))))[0]
    if len(set(where.tolist())) == len(sheets):
        return np.arange(len(rows))
    again = rows.groupby(["sheet_id", "student"], observed=True).cumcount().to_numpy()
    frame = pd.DataFrame({"where": where[rows["sheet_id"].to_numpy()], "student": rows["student"], "again": again})
    return frame.groupby(["where", "student", "again"], observed=True, dropna=False, sort=False).ngroup().to_numpy()


def _together(values: Int64s, same: Int64s) -> Int64s:
    """Sums over the lines that are one, given back to each of them."""
    sums = np.zeros((int(same.max()) + 1, values.shape[1]), np.int64)
    np.add.at(sums, same, values)
    return sums[same]
