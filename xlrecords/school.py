"""The school: its settings and all records read with it, and what several rules need of them, computed once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import marks
from .forms.periods import BREAK, DAY_OFF, PERIOD, WORKING_DAY
from .forms.subjects import GRADED, SCHEMES
from .kind import TERMS, fold, parse_school_year, plain, term_of
from .people import Match, Roster, applies
from .policy import CARD, POLICIES, Policy, items, read_policy
from .sheets.records import Records

Bools = npt.NDArray[np.bool_]
Int64s = npt.NDArray[np.int64]

TERM_NAMES = tuple(name for name in TERMS if name.startswith(("quarter", "trimester", "half")))
"""Terms that have dates, in the order of the columns of `Totals`."""
NO_DAY = np.datetime64("NaT")


@dataclass(frozen=True, slots=True)
class Term:
    """A dated term: first and last day, and whether its marks are closed (None: the school did not say)."""

    name: str
    first: np.datetime64
    last: np.datetime64
    closed: bool | None


@dataclass(frozen=True)
class Totals:
    """Current marks of each line in each term: arrays of shape (lines, len(TERM_NAMES)), whole numbers only.

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


@dataclass(frozen=True)
class School:
    """Settings and records of one run.

    Attributes:
        records: Records by name of the form; forms of which nothing was read are absent.
        policy: Rules of the school, with defaults for what it did not set.
        assumed: What was not found and is therefore unknown or taken by default, in words.
    """

    records: Mapping[str, Records] = field(default_factory=dict)
    policy: Policy = field(default_factory=lambda: read_policy({}))
    assumed: tuple[str, ...] = ()
    _memo: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return School, (self.records, self.policy, self.assumed)

    # Calendar

    @cached_property
    def year(self) -> int | None:
        """First calendar year of the school year: as set, or that in which most lessons lie."""
        written = self.policy.values.get("year")
        if isinstance(written, str) and isinstance(found := parse_school_year(written), str):
            return int(found[:4])
        days = [frame.headings["date"].dropna() for frame in self.records.values() if "date" in frame.headings]
        dates = pd.concat(days) if days else pd.Series([], dtype="datetime64[s]")
        if dates.empty:
            return None
        years = (dates.dt.year - (dates.dt.month < 8)).value_counts()
        return int(years.index[0])

    @cached_property
    def calendar(self) -> pd.DataFrame:
        """Rows of «Учебные периоды»: title, sort, classes, first, last, closed."""
        records = self.records.get("periods")
        columns = ["title", "sort", "classes", "first", "last", "closed"]
        if records is None:
            return pd.DataFrame(columns=columns)
        return records.rows[columns].dropna(subset=["sort", "first", "last"])

    def intervals(self, sort: str, group: str) -> list[tuple[np.datetime64, np.datetime64, str]]:
        """First day, last day and title of the rows of a sort that hold for a class."""
        return [(first, last, title) for title, kind, classes, first, last, _ in self._dated if kind == sort and applies(classes, group)]

    @cached_property
    def _dated(self) -> list[tuple[str, str, str, np.datetime64, np.datetime64, str]]:
        return [
            (
                str(title),
                sort,
                classes if isinstance(classes, str) else "",
                first.to_datetime64(),
                last.to_datetime64(),
                closed,
            )
            for title, sort, classes, first, last, closed in self.calendar.itertuples(index=False, name=None)
        ]

    def terms(self, group: str) -> dict[str, Term]:
        """Dated terms of a class."""
        key = ("terms", group)
        if key not in self._memo:
            self._memo[key] = {
                name: Term(name, first, last, {"да": True, "нет": False}.get(closed))
                for title, sort, classes, first, last, closed in self._dated
                if sort == PERIOD and (name := term_of(title)) and applies(classes, group)
            }
        found: dict[str, Term] = self._memo[key]
        return found

    @cached_property
    def state_holidays(self) -> npt.NDArray[np.datetime64]:
        """State holidays of the school year (library `holidays`), less the days the school calls working."""
        if self.year is None:
            return np.array([], "datetime64[s]")
        import holidays

        days = holidays.country_holidays("RU", years=[self.year, self.year + 1])
        return np.array(sorted(days), "datetime64[D]").astype("datetime64[s]")

    def free_day(self, dates: npt.NDArray[np.datetime64], group: str) -> Bools:
        """Which days are Sundays (and Saturdays of a five-day week), holidays, or days off of the school's calendar."""
        weekday = (dates.astype("datetime64[D]").astype(int) + 3) % 7
        free = (weekday == 6) | np.isin(dates, self.state_holidays)
        if self.policy.values.get("week") == "5":
            free |= weekday == 5
        for first, last, _ in self.intervals(DAY_OFF, group):
            free |= (dates >= first) & (dates <= last)
        for first, last, _ in self.intervals(WORKING_DAY, group):
            free &= ~((dates >= first) & (dates <= last))
        return free & ~np.isnat(dates)

    def on_break(self, dates: npt.NDArray[np.datetime64], group: str) -> Bools:
        """Which days lie in school breaks of a class."""
        found = np.zeros(len(dates), bool)
        for first, last, _ in self.intervals(BREAK, group):
            found |= (dates >= first) & (dates <= last)
        for first, last, _ in self.intervals(WORKING_DAY, group):
            found &= ~((dates >= first) & (dates <= last))
        return found

    def outside_terms(self, dates: npt.NDArray[np.datetime64], group: str) -> Bools:
        """Which days no dated term of a class covers; before the first and after the last term only if these are known."""
        terms = {name: term for name, term in self.terms(group).items() if name in TERM_NAMES}
        if not terms:
            return np.zeros(len(dates), bool)
        covered = np.zeros(len(dates), bool)
        for term in terms.values():
            covered |= (dates >= term.first) & (dates <= term.last)
        begun = dates > min(term.first for term in terms.values())
        ended = dates > max(term.last for term in terms.values())
        opening, closing = any(name.endswith("1") for name in terms), bool(terms.keys() & {"quarter4", "trimester3", "half2"})
        return ~covered & (begun | opening) & (~ended | closing) & ~np.isnat(dates)

    # Subjects

    @cached_property
    def subject_names(self) -> dict[str, str]:
        """Folded spelling -> name of the subject in the plan; empty when the school gave no plan."""
        records = self.records.get("subjects")
        names: dict[str, str] = {}
        if records is not None:
            for subject, aliases in records.rows[["subject", "aliases"]].itertuples(index=False):
                if isinstance(subject, str):
                    for spelling in (subject, *(items(aliases) if isinstance(aliases, str) else ())):
                        names.setdefault(fold(spelling), subject)
        return names

    def subject(self, written: str) -> str:
        """Name of a subject as in the plan; as written, folded, if the plan does not know it."""
        return self.subject_names.get(fold(written), fold(written))

    @cached_property
    def _plan(self) -> dict[str, list[Mapping[str, Any]]]:
        """Rows of the plan by folded name of the subject."""
        records = self.records.get("subjects")
        found: dict[str, list[Mapping[str, Any]]] = {}
        for row in () if records is None else records.rows.to_dict("records"):
            if isinstance(row["subject"], str):
                found.setdefault(fold(row["subject"]), []).append(row)
        return found

    def plan(self, subject: str, group: str) -> Mapping[str, Any]:
        """Row of the plan for a subject and a class: weekly, planned, grading, scheme; empty if there is none."""
        key = ("plan", f"{fold(subject)}|{group}")
        if key not in self._memo:
            self._memo[key] = next(
                (
                    row
                    for row in self._plan.get(fold(self.subject(subject)), ())
                    if applies(row["classes"] if isinstance(row["classes"], str) else "", group)
                ),
                {},
            )
        found: Mapping[str, Any] = self._memo[key]
        return found

    def graded(self, subject: str, group: str) -> bool:
        """Whether marks are set in a subject of a class."""
        key = ("graded", f"{subject}|{group}")
        if key not in self._memo:
            self._memo[key] = self._graded(subject, group)
        found: bool = self._memo[key]
        return found

    def _graded(self, subject: str, group: str) -> bool:
        if any(applies(classes, group) for classes in self.policy.of("ungraded_classes", tuple) if group):
            return False
        grading = self.plan(subject, group).get("grading")
        if isinstance(grading, str):
            return grading == GRADED
        return fold(subject) not in {fold(name) for name in self.policy.of("ungraded_subjects", tuple)}

    def scheme(self, subject: str, group: str) -> str:
        """Scheme of terms of a subject of a class, «quarter», «half», «trimester»; empty if unknown."""
        return SCHEMES.get(self.plan(subject, group).get("scheme", ""), "")

    # People

    @cached_property
    def roster(self) -> Roster | None:
        """The class list as an index of people; positions are those of its rows."""
        records = self.records.get("class_list")
        if records is None:
            return None
        rows = records.rows
        return Roster.of(
            (
                name if isinstance(name, str) else "",
                group if isinstance(group, str) else "",
                number if isinstance(number, str) else "",
            )
            for name, group, number in rows[["student", "school_class", "file_number"]].itertuples(index=False)
        )

    def groups(self, records: Records) -> pd.Series:
        """Class of each line, from its row or from the head of its sheet; an empty text where neither says."""
        key = ("groups", records.form.name)
        if key not in self._memo:
            if "school_class" in records.rows:
                found = records.rows["school_class"]
            elif "school_class" in records.sheets:
                found = records.sheets["school_class"].take(records.rows["sheet_id"].to_numpy()).reset_index(drop=True)
            else:
                found = pd.Series(pd.Categorical([""] * len(records.rows)))
            self._memo[key] = found.cat.add_categories([""] if "" not in found.cat.categories else []).fillna("")
        series: pd.Series = self._memo[key]
        return series

    def matches(self, records: Records) -> tuple[Int64s, list[Match]]:
        """Who each line is: position in the list of distinct matches, one a distinct pair of name and class.

        Raises:
            LookupError: No class list was read.
        """
        key = ("matches", records.form.name)
        if key not in self._memo:
            if self.roster is None:
                raise LookupError("no class list")
            names, groups = records.rows["student"], self.groups(records)
            pairs = names.cat.codes.to_numpy().astype(np.int64) * (len(groups.cat.categories) + 1) + groups.cat.codes.to_numpy()
            _, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
            found = [
                self.roster.match(name if isinstance(name, str) else "", group)
                for name, group in zip(names.iloc[first], groups.iloc[first], strict=True)
            ]
            self._memo[key] = inverse.ravel(), found
        result: tuple[Int64s, list[Match]] = self._memo[key]
        return result

    def persons(self, records: Records) -> Int64s:
        """Position in the class list of who each line is, -1 where that is not known for sure."""
        if self.roster is None:
            return np.full(len(records.rows), -1)
        inverse, found = self.matches(records)
        return np.array([match.person for match in found] or [-1])[inverse] if len(inverse) else np.zeros(0, np.int64)

    def stay(self, records: Records) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.datetime64]]:
        """First and last day of each line's student in the class; NaT where unknown or open."""
        persons = self.persons(records)
        listed = self.records.get("class_list")
        if listed is None or not len(listed.rows):
            return np.full(len(persons), NO_DAY, "datetime64[s]"), np.full(len(persons), NO_DAY, "datetime64[s]")
        known = persons >= 0
        arrived = np.where(known, listed.rows["arrived"].to_numpy()[persons], NO_DAY)
        left = np.where(known, listed.rows["left"].to_numpy()[persons], NO_DAY)
        reversed_ = left < arrived  # which of the two days is wrong, nobody knows
        return np.where(reversed_, NO_DAY, arrived), np.where(reversed_, NO_DAY, left)

    # Marks

    def days(self, records: Records) -> tuple[Int64s, npt.NDArray[np.datetime64]]:
        """Position of each lesson's day among the distinct days, and these days."""
        key = ("days", records.form.name)
        if key not in self._memo:
            self._memo[key] = pd.factorize(records.headings["date"].to_numpy(), use_na_sentinel=False)
        result: tuple[Int64s, npt.NDArray[np.datetime64]] = self._memo[key]
        return result

    def heading_terms(self, records: Records) -> npt.NDArray[np.int8]:
        """Terms of each lesson: shape (3, headings), positions in `TERM_NAMES` by quarters, trimesters, half-years; -1: none."""
        key = ("heading_terms", records.form.name)
        if key not in self._memo:
            dates = records.headings["date"].to_numpy()
            sheet_id = records.headings["sheet_id"].to_numpy()
            found = np.full((3, len(dates)), -1, np.int8)
            numbers, groups = pd.factorize(np.array(self.sheet_groups(records), object))
            for number, group in enumerate(groups):
                here = numbers[sheet_id] == number
                for name, term in self.terms(group).items():
                    if name in TERM_NAMES:
                        inside = here & (dates >= term.first) & (dates <= term.last)
                        found[("quarter", "trimester", "half").index(name.rstrip("1234")), inside] = TERM_NAMES.index(name)
            self._memo[key] = found
        result: npt.NDArray[np.int8] = self._memo[key]
        return result

    def sheet_groups(self, records: Records) -> list[str]:
        """Class of each sheet: from its head, or that of its first line."""
        if "school_class" in records.sheets:
            return [group if isinstance(group, str) else "" for group in records.sheets["school_class"]]
        groups = [""] * len(records.sheets)
        found = self.groups(records)
        for sheet_id, group in zip(records.rows["sheet_id"].iloc[::-1], found.iloc[::-1], strict=True):
            groups[sheet_id] = group or groups[sheet_id]
        return groups

    def works(self, records: Records) -> npt.NDArray[np.object_]:
        """Kind of work of each lesson, folded, by the register of its sheet; an empty text where it names none."""
        key = ("works", records.form.name)
        if key not in self._memo:
            found = np.full(len(records.headings), "", object)
            lessons = records.lessons
            if "work" in lessons and lessons["work"].notna().any():
                named = _numbered(lessons, "lesson_date").merge(
                    _numbered(records.headings, "date").reset_index(names="heading"), on=["sheet_id", "day", "nth"]
                )
                named = named[named["work"].notna()]
                found[named["heading"].to_numpy()] = [fold(str(work)) for work in named["work"]]
            self._memo[key] = found
        result: npt.NDArray[np.object_] = self._memo[key]
        return result

    def same_line(self, records: Records) -> Int64s:
        """Number of the student in a subject for each line: lines of one student on several sheets of a subject are one."""
        key = ("same_line", records.form.name)
        if key not in self._memo:
            sheets, rows = records.sheets, records.rows
            subjects = [self.subject(value) if isinstance(value, str) else f"\0{index}" for index, value in enumerate(sheets["subject"])]
            where = pd.factorize(pd.Series(list(zip(subjects, self.sheet_groups(records), strict=True))))[0]
            if len(set(where.tolist())) == len(sheets):
                lines = np.arange(len(rows))
            else:
                again = rows.groupby(["sheet_id", "student"], observed=True).cumcount().to_numpy()
                frame = pd.DataFrame({"where": where[rows["sheet_id"].to_numpy()], "student": rows["student"], "again": again})
                lines = frame.groupby(["where", "student", "again"], observed=True, dropna=False, sort=False).ngroup().to_numpy()
            self._memo[key] = lines
        result: Int64s = self._memo[key]
        return result

    def totals(self, records: Records) -> Totals:
        """Marks and absences of each line in each term, computed once for a form."""
        key = ("totals", records.form.name)
        if key not in self._memo:
            self._memo[key] = self._totals(records)
        result: Totals = self._memo[key]
        return result

    def _totals(self, records: Records) -> Totals:
        grid, width = records.grid, len(TERM_NAMES)
        size = len(records.rows) * width
        heading = grid["heading"].to_numpy()
        line = grid["line"].to_numpy().astype(np.int64)
        token = grid["token"].cat
        mark = grid["mark"].to_numpy()
        weight = grid["weight"].to_numpy()
        if weights := self.policy.of("weights", dict) if self.policy.values.get("weights") else {}:
            weight = weight * np.array([weights.get(work, 1) for work in self.works(records)])[heading]
        if self.policy.values["average"] == "простой":
            weight = np.ones(len(mark), np.int64)
        if self.policy.values["reminder"] == "считать двойкой":
            mark = np.where(token.codes.to_numpy() == token.categories.get_loc(marks.REMINDER), 2, mark)
        marked = mark > 0
        absences = [token.categories.get_loc(text) for text in marks.ABSENCES]
        missed = np.isin(token.codes.to_numpy(), absences)
        terms = self.heading_terms(records)
        sums = {name: np.zeros(size, np.int64) for name in ("count", "weight", "total", "missed")}
        for scheme in terms:
            if not (scheme >= 0).any():
                continue
            term = scheme[heading]
            cell = line * width + term
            here = marked & (term >= 0)
            at = cell[here]
            sums["count"] += np.bincount(at, minlength=size)
            sums["weight"] += np.bincount(at, weight[here], size).astype(np.int64)
            sums["total"] += np.bincount(at, weight[here].astype(np.int64) * mark[here], size).astype(np.int64)
            sums["missed"] += np.bincount(cell[missed & (term >= 0)], minlength=size)
        unsure = np.zeros(len(records.rows), bool)
        bad = grid["token"].isna().to_numpy() | np.isnat(grid["date"].to_numpy())
        bad |= (mark > 5) | (token.codes.to_numpy() == token.categories.get_loc("0"))
        if not self.policy.values["allow_one"]:
            bad |= mark == 1
        unsure[line[bad]] = True
        tables = {name: values.reshape(-1, width) for name, values in sums.items()}
        held = self._held(records, terms)
        same = self.same_line(records)
        if len(same) and len(np.unique(same)) < len(same):
            tables |= {name: _together(values, same) for name, values in tables.items()}
            held, unsure = _together(held, same), _together(unsure[:, None].astype(np.int64), same)[:, 0] > 0
        return Totals(**tables, held=held, unsure=unsure)

    def _held(self, records: Records, terms: npt.NDArray[np.int8]) -> Int64s:
        """Lessons held in each term while the student of the line was in the class."""
        width = len(TERM_NAMES)
        sheet_id = records.headings["sheet_id"].to_numpy().astype(np.int64)
        by_sheet = np.zeros((len(records.sheets), width), np.int64)
        for scheme in terms:
            inside = scheme >= 0
            by_sheet += np.bincount(sheet_id[inside] * width + scheme[inside], minlength=by_sheet.size).reshape(by_sheet.shape)
        held = by_sheet[records.rows["sheet_id"].to_numpy()]
        arrived, left = self.stay(records)
        dates = records.headings["date"].to_numpy()
        for line in np.flatnonzero((~np.isnat(left)) | (arrived > np.datetime64(f"{self.year or 1970}-09-01"))):
            out = (sheet_id == records.rows["sheet_id"].iat[line]) & ((dates < arrived[line]) | (dates > left[line]))
            for scheme in terms:
                lost = scheme[out & (scheme >= 0)]
                held[line] -= np.bincount(lost, minlength=width)
        return held

    def minimum(self, weekly: float | None) -> int:
        """Marks that a period needs for a subject with so many hours a week."""
        known = [least for hours, least in self.policy.of("minimums", tuple) if weekly is None or hours <= Fraction(weekly)]
        return int(known[-1] if weekly is not None and known else known[0] if known else 0)


def _numbered(frame: pd.DataFrame, date: str) -> pd.DataFrame:
    """Rows with a day, and the number of each within its sheet and day: the second lesson of a day is the second there too."""
    known = frame[frame[date].notna()].rename(columns={date: "day"})
    return known.assign(nth=known.groupby(["sheet_id", "day"]).cumcount())


def _together(values: Int64s, same: Int64s) -> Int64s:
    """Sums over the lines that are one, given back to each of them."""
    sums = np.zeros((int(same.max()) + 1, values.shape[1]), np.int64)
    np.add.at(sums, same, values)
    result: Int64s = sums[same]
    return result


def marks_of(total: Int64s, weight: Int64s, thresholds: Sequence[Fraction]) -> Int64s:
    """Marks by thresholds: exact, sums of whole numbers compared with fractions. Rounding is half up by the nature of the comparison.

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


def settings_given(records: Mapping[str, Records]) -> dict[str, str]:
    """Texts of the settings on the sheets «Школа» and «Правила», by name of the setting."""
    given: dict[str, str] = {}
    for form, declared in (("school_card", CARD), ("policies", POLICIES)):
        names = {fold(setting.key): setting.name for setting in declared}
        if form in records:
            for key, value in records[form].rows[["key", "value"]].itertuples(index=False):
                if isinstance(key, str) and isinstance(value, str) and fold(key) in names:
                    given.setdefault(names[fold(key)], plain(value))
    return given


def day(value: np.datetime64) -> dt.date:
    """A day for a message."""
    found: dt.date = value.astype("datetime64[D]").item()
    return found
