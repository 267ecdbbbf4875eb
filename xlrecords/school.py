"""The school: its settings, its calendar, plan and people, and all records read with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from .forms.periods import BREAK, DAY_OFF, PERIOD, WORKING_DAY
from .forms.subjects import GRADED, SCHEMES
from .kind import DATED_TERMS, fold, parse_school_year, plain, term_of
from .people import Match, Roster, applies
from .policy import ALWAYS, CARD, POLICIES, Policy, Version, items, read_policy
from .seal import Seals
from .sheets.records import Records

T = TypeVar("T")
Bools = npt.NDArray[np.bool_]
Int64s = npt.NDArray[np.int64]

NO_DAY = np.datetime64("NaT")


@dataclass(frozen=True, slots=True)
class Term:
    """A dated term: first and last day, and whether its marks are closed (None: the school did not say)."""

    name: str
    first: np.datetime64
    last: np.datetime64
    closed: bool | None


@dataclass(frozen=True)
class School:
    """Settings and records of one run.

    Attributes:
        records: Records by name of the form; forms of which nothing was read are absent.
        policy: Rules of the school, with defaults for what it did not set, as they are at the end of the school year.
        assumed: What was not found and is therefore unknown or taken by default, in words.
        of_year: First calendar year of the school year, when it was told before the records were read.
        past: Earlier school years of which sheets were read too, the latest first: with the settings of their time and
            without a class list, for the one that was read is of this year.
        seals: Seals of closed periods, of all school years.
        paths: File on the disk of each book, by its name; empty if the books are not on a disk.
    """

    records: Mapping[str, Records] = field(default_factory=dict)
    policy: Policy = field(default_factory=lambda: read_policy({}))
    assumed: tuple[str, ...] = ()
    of_year: int | None = None
    past: tuple[School, ...] = ()
    seals: Seals = field(default_factory=Seals)
    paths: Mapping[str, Path] = field(default_factory=dict)
    _memo: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)

    def once(self, what: str, of: str, compute: Callable[[], T]) -> T:
        """What `compute` gives, computed once for a word and a key: many rules ask for the same."""
        key = what, of
        if key not in self._memo:
            self._memo[key] = compute()
        found: T = self._memo[key]
        return found

    # Calendar

    @cached_property
    def year(self) -> int | None:
        """First calendar year of the school year: as told, as set, that in which most lessons lie, or the latest on any sheet."""
        if self.of_year is not None:
            return self.of_year
        written = self.policy.values.get("year")
        if isinstance(written, str) and isinstance(found := parse_school_year(written), str):
            return int(found[:4])
        days = [frame.headings["date"].dropna() for frame in self.records.values() if "date" in frame.headings]
        dates = pd.concat(days) if days else pd.Series([], dtype="datetime64[s]")
        if dates.empty:
            heads = [year for frame in self.records.values() if "year" in frame.sheets for year in frame.sheets["year"].dropna()]
            return max((int(year[:4]) for year in heads), default=None)
        years = (dates.dt.year - (dates.dt.month < 8)).value_counts()
        return int(years.index[0])

    @cached_property
    def calendar(self) -> pd.DataFrame:
        """Rows of «Учебные периоды»: title, sort, classes, first, last, closed; of this school year where there are several."""
        records = self.records.get("periods")
        columns = ["title", "sort", "classes", "first", "last", "closed"]
        if records is None:
            return pd.DataFrame(columns=columns)
        rows = records.rows[columns].dropna(subset=["sort", "first", "last"])
        years = rows["first"].dt.year - (rows["first"].dt.month < 8)
        if self.of_year is not None:
            return rows[years == self.of_year]
        return rows[years == self.year] if years.nunique() > 1 and (years == self.year).any() else rows

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
        return self.once(
            "terms",
            group,
            lambda: {
                name: Term(name, first, last, {"да": True, "нет": False}.get(closed))
                for title, sort, classes, first, last, closed in self._dated
                if sort == PERIOD and (name := term_of(title)) and applies(classes, group)
            },
        )

    @cached_property
    def state_holidays(self) -> npt.NDArray[np.datetime64]:
        """State holidays of the school year (library `holidays`), less the days the school calls working."""
        if self.year is None:
            return np.array([], "datetime64[s]")
        return state_holidays(self.year)

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
        terms = {name: term for name, term in self.terms(group).items() if name in DATED_TERMS}
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

    def subject_title(self, written: object) -> str:
        """Name of a subject as in the plan, else as it is written; empty if it is not named."""
        return self.subject_names.get(fold(written), plain(written)) if isinstance(written, str) else ""

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
        rows = self._plan.get(fold(self.subject(subject)), ())
        return next((row for row in rows if applies(row["classes"] if isinstance(row["classes"], str) else "", group)), {})

    def graded(self, subject: str, group: str) -> bool:
        """Whether marks are set in a subject of a class."""
        return self.once("graded", f"{subject}|{group}", lambda: self._graded(subject, group))

    def _graded(self, subject: str, group: str) -> bool:
        if any(applies(classes, group) for classes in self.policy.of("ungraded_classes", tuple) if group):
            return False
        grading = self.plan(subject, group).get("grading")
        if isinstance(grading, str):
            return grading == GRADED
        return fold(subject) not in {fold(name) for name in self.policy.of("ungraded_subjects", tuple)}

    def graded_sheets(self, records: Records) -> Bools:
        """On which sheets marks are set; False where the subject is not named, for then it is unknown."""
        subjects, groups = records.sheets["subject"].astype(object), self.sheet_groups(records)
        return self.once(
            "graded_sheets",
            records.form.name,
            lambda: np.array(
                [isinstance(name, str) and self.graded(name, group) for name, group in zip(subjects, groups, strict=True)], bool
            ),
        )

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
        return records.once("roster", lambda: _roster(records))

    def groups(self, records: Records) -> pd.Series:
        """Class of each line, from its row or from the head of its sheet; an empty text where neither says."""
        return self.once("groups", records.form.name, lambda: _groups(records))

    def matches(self, records: Records) -> tuple[Int64s, list[Match]]:
        """Who each line is: position in the list of distinct matches, one a distinct pair of name and class.

        Raises:
            LookupError: No class list was read.
        """
        return self.once("matches", records.form.name, lambda: self._matches(records))

    def _matches(self, records: Records) -> tuple[Int64s, list[Match]]:
        if self.roster is None:
            raise LookupError("no class list")
        names, groups = records.rows["student"], self.groups(records)
        pairs = names.cat.codes.to_numpy().astype(np.int64) * (len(groups.cat.categories) + 1) + groups.cat.codes.to_numpy()
        _, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
        found = [
            self.roster.match(name if isinstance(name, str) else "", group)
            for name, group in zip(names.iloc[first], groups.iloc[first], strict=True)
        ]
        return inverse.ravel(), found

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

    def sheet_groups(self, records: Records) -> list[str]:
        """Class of each sheet: from its head, or that of its first line."""
        if "school_class" in records.sheets and "school_class" not in records.rows:
            return [group if isinstance(group, str) else "" for group in records.sheets["school_class"]]
        groups = [""] * len(records.sheets)
        found = self.groups(records)
        for sheet_id, group in zip(records.rows["sheet_id"].iloc[::-1], found.iloc[::-1], strict=True):
            groups[sheet_id] = group or groups[sheet_id]
        return groups

    def days(self, records: Records) -> tuple[Int64s, npt.NDArray[np.datetime64]]:
        """Position of each lesson's day among the distinct days, and these days."""
        return self.once("days", records.form.name, lambda: pd.factorize(records.headings["date"].to_numpy(), use_na_sentinel=False))


def _roster(records: Records) -> Roster:
    names, groups, numbers = (
        [value if isinstance(value, str) else "" for value in records.rows[name]] for name in ("student", "school_class", "file_number")
    )
    return Roster.of(zip(names, groups, numbers, strict=True))


@cache
def state_holidays(year: int) -> npt.NDArray[np.datetime64]:
    """State holidays of the school year that begins in a calendar year."""
    import holidays

    days = holidays.country_holidays("RU", years=[year, year + 1])
    return np.array(sorted(days), "datetime64[D]").astype("datetime64[s]")


def _groups(records: Records) -> pd.Series:
    if "school_class" in records.rows:
        found = records.rows["school_class"]
        if "school_class" in records.sheets:
            heads = records.sheets["school_class"].take(records.rows["sheet_id"].to_numpy()).reset_index(drop=True).astype(object)
            found = found.astype(object).where(found.notna(), heads).astype("category")
    elif "school_class" in records.sheets:
        found = records.sheets["school_class"].take(records.rows["sheet_id"].to_numpy()).reset_index(drop=True)
    else:
        found = pd.Series(pd.Categorical([""] * len(records.rows)))
    return found.cat.add_categories([""] if "" not in found.cat.categories else []).fillna("")


def settings_given(records: Mapping[str, Records]) -> tuple[Version, ...]:
    """What stands on the sheets «Школа» and «Правила», row by row."""
    given: list[Version] = []
    for form, declared in (("school_card", CARD), ("policies", POLICIES)):
        names = {fold(setting.key): setting.name for setting in declared}
        for row in records[form].rows.to_dict("records") if form in records else ():
            key, value, since, source = (row.get(column) for column in ("key", "value", "since", "source"))
            if isinstance(key, str) and isinstance(value, str) and fold(key) in names:
                first = since.date() if isinstance(since, pd.Timestamp) else ALWAYS
                given.append(Version(names[fold(key)], plain(value), first, source if isinstance(source, str) else ""))
    return tuple(given)


def last_day(year: int) -> dt.date:
    """Last day of the school year that begins in a calendar year."""
    return dt.date(year + 1, 8, 31)


def day(value: np.datetime64) -> dt.date:
    """A day for a message."""
    found: dt.date = value.astype("datetime64[D]").item()
    return found
