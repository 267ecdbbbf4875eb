"""What is set and what is computed, for every student, subject and term of a school: one frame that all summaries are made of (п. 4.1, 4.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..forms import SUMMARIES
from ..kind import DATED_TERMS, TERMS, fold, grade_of, plain, term_of
from ..people import identity
from ..school import Bools, Int64s, School, day
from ..sheets.records import Records
from ..totals import SCHEMES, Totals, computed, minimums, same_line, totals
from .year import TermMarks, final_marks, year_marks

NAMES = tuple(TERMS)
JOURNAL = "class_journal"
LAST_BASIC = 9
"""The class after which the basic school ends with a certificate (C2)."""
SUMS = ("total", "weight", "count", "missed", "held", "least")
ALIKE = {
    "quarter2": ("half1",),
    "half1": ("quarter2",),
    "quarter4": ("half2", "trimester3"),
    "half2": ("quarter4", "trimester3"),
}
"""Terms that end together, where no calendar dates both."""


def students(school: School) -> pd.DataFrame:
    """Everybody whose marks were read.

    Returns:
        Index: number of the student. name: as in the class list, else as written; group; person: position in the class list,
        -1 where unknown; key: `identity`; doubtful: whether two people bear the name, so that no mark is taken for either's.
    """
    return _everything(school)[0]


def results(school: School) -> pd.DataFrame:
    """Marks for terms: set and computed.

    Returns:
        One row a student, subject and term: student (int64, index of `students`), group, subject, teacher, term (category),
        token (category: what is set, "" nothing, "?" unreadable), mark (int8, 0: none), computed (int8, 0: unknown),
        computed_token (category: also «н/а», «осв» for the year), total, weight, count, missed, held, least (int64, of the
        current marks of a dated term), unsure, graded (bool), form (category), sheet_id, row, column (the cell; column 0:
        the sheet has no such column).
    """
    return _everything(school)[1]


def students_of_lines(school: School, form: str) -> Int64s | None:
    """Number of the student of each line of a form; -1: nobody, or one of several. None for a form that `results` is not made of."""
    return _everything(school)[2].get(form)


def _everything(school: School) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, Int64s]]:
    return school.once("results", "", lambda: _gather(school))


class _People:
    """Numbers students: by person where the class list knows them, else by class and tidied name.

    A name that stands on two lines of one sheet, for the same period, is that of two people: nobody is taken for the other.
    """

    def __init__(self, school: School) -> None:
        self._school = school
        self._numbers: dict[tuple[str, object], int] = {}
        self.rows: list[tuple[str, str, int, object]] = []
        self.doubtful: set[int] = set()
        self.lines: dict[str, Int64s] = {}

    def of(self, records: Records) -> Int64s:
        """Student of each line; -1 where the name is blank, or may be one of several people's."""
        if records.rows.empty:
            return np.zeros(0, np.int64)
        groups = self._school.groups(records)
        if (groups == "").any():
            # Classes that nobody named are told apart by their books: equal names in two of them are two people.
            books = records.sheets["book"].astype(str).to_numpy()[records.rows["sheet_id"].to_numpy()]
            groups = pd.Series(np.where(groups == "", "\0" + books.astype(object), groups.astype(object))).astype("category")
        names = records.rows["student"]
        codes = names.cat.codes.to_numpy().astype(np.int64) * (len(groups.cat.categories) + 1) + groups.cat.codes.to_numpy()
        _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
        persons = self._school.persons(records)[first]
        found = [
            self._number(name, group, person)
            for name, group, person in zip(names.iloc[first], groups.iloc[first], persons.tolist(), strict=True)
        ]
        numbers: Int64s = np.array(found, np.int64)[inverse.ravel()]
        lines = pd.DataFrame({"sheet_id": records.rows["sheet_id"], "number": numbers, "term": records.rows.get("term")})
        again = lines.duplicated().to_numpy() & (numbers >= 0)
        self.doubtful |= set(numbers[again].tolist())
        self.lines[records.form.name] = numbers
        return numbers

    def _number(self, name: object, group: str, person: int) -> int:
        roster = self._school.roster
        if not isinstance(name, str) or not name.strip():
            return -1
        who: object = identity(person, name)
        if group.startswith("\0"):
            group, who = "", (group[1:], who)
        if (group, who) not in self._numbers:
            self._numbers[group, who] = len(self.rows)
            self.rows.append((roster.names[person] if roster is not None and person >= 0 else plain(name), group, person, who))
        return self._numbers[group, who]


def _gather(school: School) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, Int64s]]:
    people = _People(school)
    parts = []
    if JOURNAL in school.records:
        parts.append(_of_journals(school.records[JOURNAL], people, school))
    parts += [_of_summary(school.records[name], people, school) for name in SUMMARIES if name in school.records]
    listed = pd.DataFrame(people.rows, columns=["name", "group", "person", "key"])
    known = [part[~part["student"].isin(people.doubtful)] if people.doubtful else part for part in parts]
    doubtful = list(people.doubtful)
    lines = {form: np.where(np.isin(numbers, doubtful), -1, numbers) for form, numbers in people.lines.items()}
    frame = _with_year(_joined([part for part in known if len(part)]), listed, school)
    return listed.assign(doubtful=listed.index.isin(doubtful)), frame, lines


def _of_journals(records: Records, people: _People, school: School) -> pd.DataFrame:
    sheet = records.rows["sheet_id"].to_numpy()
    sums, least, due = totals(records, school), minimums(records, school), computed(records, school)
    titles = [school.subject_title(name) for name in records.sheets["subject"]]
    groups = school.sheet_groups(records)
    schemes = [school.scheme(title, group) for title, group in zip(titles, groups, strict=True)]
    shown = np.array([records.places[term] > 0 for term in NAMES]).T if len(records.sheets) else np.zeros((0, len(NAMES)), bool)
    begun = _begun(sums, sheet, schemes)
    line, term = np.nonzero(shown[sheet] | begun)
    at = np.array([DATED_TERMS.index(name) if name in DATED_TERMS else -1 for name in NAMES])[term]
    tokens, marks = _tokens(records)
    student, same = people.of(records), same_line(records, school)
    known, subjects = np.unique(np.array(titles, object), return_inverse=True)
    frame = pd.DataFrame(
        {
            "student": student[line],
            "subject": pd.Categorical.from_codes(subjects[sheet[line]], known),
            "teacher": records.sheets["teacher"].to_numpy()[sheet[line]] if "teacher" in records.sheets else None,
            "term": term.astype(np.int8),
            "token": tokens[line, term],
            "mark": marks[line, term],
            "computed": np.where(at >= 0, due[line, at], 0),
            **{name: np.where(at >= 0, getattr(sums, name)[line, at], 0) for name in SUMS[:-1]},
            "least": np.where(at >= 0, least[sheet[line], at], 0),
            "unsure": sums.unsure[line],
            "form": 0,
            "sheet_id": sheet[line],
            "row": records.rows["row"].to_numpy()[line],
            "column": np.array([records.places[name] for name in NAMES])[term, sheet[line]],
        }
    )
    frame = frame[(frame["student"] >= 0) & (frame["subject"] != "")]
    if len(np.unique(same)) == len(same):
        return frame
    # Sheets of one subject for the same student: the cell that is filled is taken, else the first that there is.
    rank = np.where(frame["token"] != "", 0, np.where(frame["column"] > 0, 1, 2))
    return frame.assign(rank=rank).sort_values("rank", kind="stable").drop_duplicates(["student", "subject", "term"]).sort_index()


def _begun(sums: Totals, sheet: Int64s, schemes: list[str]) -> Bools:
    """Terms of the subject's own scheme in which lessons were held. Shape (lines, terms of `NAMES`)."""
    found = np.zeros((len(sheet), len(NAMES)), bool)
    scheme = np.array(schemes, object)[sheet] if len(sheet) else np.zeros(0, object)
    for place, name in enumerate(DATED_TERMS):
        found[:, NAMES.index(name)] = (sums.held[:, place] > 0) & (scheme == name.rstrip("1234"))
    return found


def _tokens(records: Records) -> tuple[Any, Int64s]:
    """What is set for each line and term: tokens ("" none, "?" unreadable) and marks. Shape (lines, terms of `NAMES`)."""
    tokens = np.full((len(records.rows), len(NAMES)), "", object)
    marks = np.zeros(tokens.shape, np.int64)
    terms = records.terms
    if len(terms):
        first = terms[~terms.duplicated(["line", "term"]).to_numpy()]
        place = np.array([NAMES.index(name) for name in first["term"].cat.categories])[first["term"].cat.codes.to_numpy()]
        text = first["token"].astype(object).to_numpy()
        tokens[first["line"].to_numpy(), place] = np.where(first["token"].isna().to_numpy(), "?", text)
        marks[first["line"].to_numpy(), place] = np.where(first["mark"] <= 5, first["mark"], 0)
    return tokens, marks


def _of_summary(records: Records, people: _People, school: School) -> pd.DataFrame:
    """Cells of a summary, empty ones too, as rows like those of the journals."""
    line_term = line_terms(records)
    student = people.of(records)
    headings = records.headings
    sheet = records.rows["sheet_id"].to_numpy()
    pairs = pd.DataFrame({"sheet_id": sheet, "line": np.arange(len(sheet))}).merge(
        pd.DataFrame({"sheet_id": headings["sheet_id"], "heading": np.arange(len(headings))}), on="sheet_id"
    )
    line, heading = pairs["line"].to_numpy(), pairs["heading"].to_numpy()
    grid = records.grid[~records.grid.duplicated(["line", "heading"]).to_numpy()]
    width = max(len(headings), 1)
    place = pd.Series(np.arange(len(grid)), grid["line"].to_numpy().astype(np.int64) * width + grid["heading"].to_numpy())
    at = place.reindex(line * width + heading, fill_value=-1).to_numpy()
    token = np.where(grid["token"].isna().to_numpy(), "?", grid["token"].astype(object).to_numpy())
    token = np.append(token, "")[at]
    mark = np.append(np.where(grid["mark"] <= 5, grid["mark"], 0), 0)[at]
    titles = np.array([school.subject_title(text) for text in headings["text"]] or [""], object)
    frame = pd.DataFrame(
        {
            "student": student[line],
            "subject": pd.Categorical(titles[heading]) if len(line) else pd.Categorical([]),
            "teacher": None,
            "term": line_term[line].astype(np.int8),
            "token": token,
            "mark": mark,
            "computed": 0,
            **dict.fromkeys(SUMS, 0),
            "unsure": False,
            "form": SUMMARIES.index(records.form.name) + 1,
            "sheet_id": sheet[line],
            "row": records.rows["row"].to_numpy()[line],
            "column": headings["column"].to_numpy()[heading],
        }
    )
    known = (frame["student"] >= 0) & (frame["term"] >= 0) & (frame["subject"] != "")
    return frame[known].drop_duplicates(["student", "subject", "term"])


def line_terms(records: Records) -> Int64s:
    """Position in `NAMES` of the term of each line, from its row or the head of its sheet; -1 if neither says."""
    if "term" in records.rows:
        titles: Any = records.rows["term"].astype(object)
    else:
        titles = records.sheets["term"].astype(object).to_numpy()[records.rows["sheet_id"].to_numpy()]
    known = {title: NAMES.index(name) if (name := term_of(title)) else -1 for title in set(titles) if isinstance(title, str)}
    return np.array([known.get(title, -1) for title in titles], np.int64)


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """One row a student, subject and term: of the journal where it has that column, else of a summary, else of the journal's lessons."""
    if not parts:
        columns = (
            "student",
            "subject",
            "teacher",
            "term",
            "token",
            "mark",
            "computed",
            *SUMS,
            "unsure",
            "form",
            "sheet_id",
            "row",
            "column",
        )
        return pd.DataFrame({name: pd.Series(dtype="int64") for name in columns}).astype(
            {"subject": object, "teacher": object, "token": object}
        )
    if len(parts) == 1:
        return parts[0].reset_index(drop=True)
    frame = pd.concat([part.astype({"subject": object, "teacher": object}) for part in parts], ignore_index=True)
    keys = ["student", "subject", "term"]
    again = frame.duplicated(keys, keep=False)
    if again.any():
        doubled = frame[again]
        rank = np.where(doubled["form"] > 0, 1, np.where(doubled["column"] > 0, 0, 2))
        kept = doubled.assign(rank=rank).sort_values("rank", kind="stable").drop_duplicates(keys)
        lessons = doubled[doubled["form"] == 0].drop_duplicates(keys).set_index(keys)
        of_summary = kept[kept["form"] > 0].index
        told = lessons.reindex(pd.MultiIndex.from_frame(kept.loc[of_summary, keys]))
        with_lessons = told["count"].notna().to_numpy()
        for name in (*SUMS, "computed", "teacher"):
            frame.loc[of_summary[with_lessons], name] = told.loc[with_lessons, name].to_numpy()
        frame = frame[~again | frame.index.isin(kept.index)]
    return frame.reset_index(drop=True)


def _with_year(frame: pd.DataFrame, listed: pd.DataFrame, school: School) -> pd.DataFrame:
    """The frame with classes, graded subjects, and computed marks for the year and final ones."""
    groups = listed["group"].to_numpy()[frame["student"].to_numpy()] if len(frame) else np.zeros(0, object)
    frame["group"] = pd.Categorical(groups)
    frame["subject"] = pd.Categorical(frame["subject"])
    frame["teacher"] = pd.Categorical(_teachers(frame))
    frame["graded"] = _graded(frame, school)
    frame["computed_token"] = np.array(["", "1", "2", "3", "4", "5"], object)[frame["computed"].to_numpy()]
    for name in ("year", "final"):
        _fill(frame, listed, school, name)
    for name in ("mark", "computed"):
        frame[name] = frame[name].astype(np.int8)
    frame["term"] = pd.Categorical.from_codes(frame["term"], NAMES)
    frame["form"] = pd.Categorical.from_codes(frame["form"], (JOURNAL, *SUMMARIES))
    for name in ("token", "computed_token"):
        frame[name] = pd.Categorical(frame[name])
    order = ["student", "group", "subject", "teacher", "term", "token", "mark", "computed", "computed_token", *SUMS, "unsure", "graded",
             "form", "sheet_id", "row", "column"]  # fmt: skip
    return frame[order]


def _teachers(frame: pd.DataFrame) -> Any:
    """Teacher of each row: as its sheet says; a summary's rows have those of the journal of the class."""
    known = frame["teacher"].astype(object)
    if known.isna().any() and known.notna().any():
        named = frame[known.notna()].drop_duplicates(["group", "subject"]).set_index(["group", "subject"])["teacher"].astype(object)
        lost = known.isna()
        keys = pd.MultiIndex.from_frame(frame.loc[lost, ["group", "subject"]].astype(object))
        known = known.copy()
        known[lost] = named[~named.index.duplicated()].reindex(keys).to_numpy()
    return known


def _graded(frame: pd.DataFrame, school: School) -> Bools:
    """Whether marks are set in the subject of each row in its class."""
    if frame.empty:
        return np.zeros(0, bool)
    codes = (
        frame["group"].cat.codes.to_numpy().astype(np.int64) * (len(frame["subject"].cat.categories) + 1)
        + frame["subject"].cat.codes.to_numpy()
    )
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    pairs = zip(frame["subject"].iloc[first], frame["group"].iloc[first], strict=True)
    return np.array([school.graded(subject, group) for subject, group in pairs], bool)[inverse.ravel()]


def _fill(frame: pd.DataFrame, listed: pd.DataFrame, school: School, name: str) -> None:
    """Computed marks of the rows of the year, or of the final marks, which follow from them."""
    rows = np.flatnonzero(frame["term"].to_numpy() == NAMES.index(name))
    if not len(rows):
        return
    pair = _pairs(frame)
    wanted = pair[rows]
    if name == "year":
        mark, token = year_marks(_term_marks(frame, listed, school, pair, wanted), school.policy)
    else:
        mark = _final(frame, school, pair, rows)
        token = np.array(["", "1", "2", "3", "4", "5"], object)[mark]
    frame.loc[rows, "computed"] = mark
    frame.loc[rows, "computed_token"] = token


def _final(frame: pd.DataFrame, school: School, pair: Int64s, rows: Int64s) -> Int64s:
    """Computed final marks; 0 where a certificate sums up more than this year and subject: grades 10 and 11, courses of mathematics."""
    year, interim, exam = (_set(frame, pair, pair[rows], name) for name in ("year", "interim", "exam"))
    grades = np.array([grade_of(str(group)) for group in frame["group"].cat.categories] or [0])[frame["group"].cat.codes.to_numpy()[rows]]
    courses = {fold(name) for name in school.policy.of("math_courses", tuple)}
    several = np.array([fold(str(name)) in courses for name in frame["subject"].iloc[rows]], bool)
    mark = final_marks(year, np.where(grades == LAST_BASIC, 0, interim), exam, school.policy)
    mark = np.where((grades == LAST_BASIC) & (exam == 0), year, mark)
    return np.where((grades > LAST_BASIC) | (several & (exam > 0)), 0, mark)


def _pairs(frame: pd.DataFrame) -> Int64s:
    """Number of a student's subject of each row."""
    codes = frame["student"].to_numpy() * (len(frame["subject"].cat.categories) + 1) + frame["subject"].cat.codes.to_numpy()
    return np.unique(codes, return_inverse=True)[1].ravel()


def _set(frame: pd.DataFrame, pair: Int64s, wanted: Int64s, name: str) -> Int64s:
    """Mark that is set for a term in each of the wanted subjects of students; 0: none."""
    found = np.zeros(int(pair.max()) + 1, np.int64)
    rows = np.flatnonzero(frame["term"].to_numpy() == NAMES.index(name))
    found[pair[rows]] = frame["mark"].to_numpy()[rows]
    return found[wanted]


def _term_marks(frame: pd.DataFrame, listed: pd.DataFrame, school: School, pair: Int64s, wanted: Int64s) -> TermMarks:
    size, width = int(pair.max()) + 1, len(DATED_TERMS)
    marks, tokens = np.zeros((size, width), np.int64), np.full((size, width), "", object)
    shown = np.zeros((size, width), bool)
    term = frame["term"].to_numpy()
    rows = np.flatnonzero(term < width)
    marks[pair[rows], term[rows]] = frame["mark"].to_numpy()[rows]
    tokens[pair[rows], term[rows]] = frame["token"].to_numpy()[rows]
    shown[pair[rows], term[rows]] = True
    due = _whole_schemes(shown)
    first = np.zeros(size, np.int64)
    first[pair] = np.arange(len(frame))
    due &= _stayed(listed, school)[frame["student"].to_numpy()[first]]
    return TermMarks(marks[wanted], tokens[wanted], due[wanted], _set(frame, pair, wanted, "interim"))


def _whole_schemes(shown: Bools) -> Bools:
    """Terms up to the last that a subject has: whatever it lacks before is open, what comes after may be no part of its course."""
    due = np.zeros(shown.shape, bool)
    for scheme in SCHEMES:
        places = [place for place, name in enumerate(DATED_TERMS) if name.startswith(scheme)]
        here = shown[:, places]
        due[:, places] = np.logical_or.accumulate(here[:, ::-1], axis=1)[:, ::-1]
    return due


def _stayed(listed: pd.DataFrame, school: School) -> Bools:
    """In which terms each student was in the class on the last day; True where that is unknown."""
    found = np.ones((len(listed), len(DATED_TERMS)), bool)
    arrived, left = stays(listed, school)
    for group in listed["group"].unique():
        here = (listed["group"] == group).to_numpy()
        for name, term in school.terms(group).items():
            if name in DATED_TERMS:
                found[:, DATED_TERMS.index(name)] &= ~(here & ((arrived > term.last) | (left < term.last)))
    return found


def stays(listed: pd.DataFrame, school: School) -> tuple[Any, Any]:
    """First and last day in the class of each student of `students`; NaT where unknown or open."""
    persons = listed["person"].to_numpy()
    nothing = np.full(len(persons), np.datetime64("NaT"), "datetime64[s]")
    records = school.records.get("class_list")
    if records is None or records.rows.empty:
        return nothing, nothing
    arrived, left = (np.where(persons >= 0, records.rows[name].to_numpy()[persons], nothing) for name in ("arrived", "left"))
    doubtful = left < arrived
    return np.where(doubtful, nothing, arrived), np.where(doubtful, nothing, left)


def in_period(school: School, term: str) -> pd.DataFrame:
    """Rows of `results` for a term, one a student and subject.

    Of a subject with other terms (half-years in a school of quarters) those rows are taken whose term ends with the chosen
    one. Students who are not in the class on its last day are left out.

    Args:
        school: The school.
        term: Name of a term of `kind.TERMS`.
    """
    return school.once("in_period", term, lambda: _in_period(school, term))


def _in_period(school: School, term: str) -> pd.DataFrame:
    frame, listed = results(school), students(school)
    if frame.empty:
        return frame
    arrived, left = stays(listed, school)
    there = np.ones(len(listed), bool)
    wanted = np.zeros((len(listed), len(NAMES)), bool)
    for group in listed["group"].unique():
        here = (listed["group"] == group).to_numpy()
        for name in _together(school, group, term):
            wanted[here, NAMES.index(name)] = True
        if (last := term_end(school, group, term)) is not None:
            there &= ~(here & ((arrived > last) | (left < last)))
    student, place = frame["student"].to_numpy(), frame["term"].cat.codes.to_numpy()
    found = frame[wanted[student, place] & there[student]]
    keys = ["student", "subject"]
    if not found.duplicated(keys).any():
        return found
    # A subject with marks for both terms keeps the one that was asked for.
    asked_first = found.assign(order=np.where(found["term"] == term, 0, 1)).sort_values("order", kind="stable")
    return asked_first.drop_duplicates(keys).sort_index().drop(columns="order")


def term_end(school: School, group: str, term: str) -> np.datetime64 | None:
    """Last day of a term of a class; of the year, that of its last term; None if unknown."""
    terms = school.terms(group)
    if term in DATED_TERMS:
        return next((terms[name].last for name in (term, *ALIKE.get(term, ())) if name in terms), None)
    return max((found.last for name, found in terms.items() if name in DATED_TERMS), default=None)


def _together(school: School, group: str, term: str) -> set[str]:
    """The term and those of other schemes that end with it."""
    if term not in DATED_TERMS:
        return {term}
    terms = school.terms(group)
    known = terms.get(term)
    alike = {name for name in ALIKE.get(term, ()) if known is None or name not in terms}
    if known is not None:
        alike |= {name for name, found in terms.items() if name in DATED_TERMS and found.last == known.last}
    return {term} | alike


def period_end(school: School, term: str) -> dt.date | None:
    """Last day of a term in the class where it ends last; None if the calendar has it for no class."""
    groups = students(school)["group"].unique()
    ends = [end for group in groups if (end := term_end(school, group, term)) is not None]
    return day(max(ends)) if ends else None


def year_is_marked(school: School) -> bool:
    """Whether most marks for the year are set: before that, those of a course that ended early say nothing of the school."""
    frame = results(school)
    graded = frame[frame["graded"].to_numpy(bool)]
    marked = (graded["term"] == "year") & (graded["token"] != "")
    return bool(2 * marked.sum() > len(graded.drop_duplicates(["student", "subject"])))


def default_period(school: School) -> str:
    """The year once most of its marks are set; else the last term that is over: closed by the calendar and kept, or the last with marks."""
    frame = results(school)
    if frame.empty:
        return DATED_TERMS[0]
    if year_is_marked(school):
        return "year"
    kept = frame[["group", "term"]].drop_duplicates().astype(object)
    closed = {
        (term.last, _rank(name), name)
        for group, name in kept.itertuples(index=False, name=None)
        if name in DATED_TERMS and (term := school.terms(group).get(name)) is not None and term.closed
    }
    if closed:
        return max(closed)[2]
    filled = {str(name) for name in frame.loc[frame["token"] != "", "term"].unique()}
    return next((name for name in reversed(DATED_TERMS) if name in filled and name.startswith("quarter")), None) or next(
        (name for name in (*reversed(DATED_TERMS), "year", "final") if name in filled), DATED_TERMS[0]
    )


def _rank(name: str) -> int:
    """Of terms that end together the finer is named."""
    return -SCHEMES.index(name.rstrip("1234")) if name in DATED_TERMS else -len(SCHEMES)


def where(school: School, index: int) -> str:
    """Place of the cell of a row of `results`: «5А.xlsx», «Алгебра»!E7; without a cell when the sheet has no such column."""
    return places(school, [index])[0]


def places(school: School, indexes: Sequence[int]) -> list[str]:
    """Places of many rows of `results` at once, as `where` tells them; -1 has none."""
    cells = results(school).loc[[index for index in indexes if index >= 0], ["form", "sheet_id", "row", "column"]]
    known = {form: school.records[form] for form in cells["form"].unique()}
    books = {form: records.sheets["book"].astype(object).tolist() for form, records in known.items()}
    tabs = {form: records.sheets["sheet"].astype(object).tolist() for form, records in known.items()}
    told = (
        f"{books[form][sheet]}, " + (known[form].where(sheet, row, column) if column else f"«{tabs[form][sheet]}»")
        for form, sheet, row, column in zip(*(cells[name].tolist() for name in cells), strict=True)
    )
    return [next(told) if index >= 0 else "" for index in indexes]


def last_lesson(school: School) -> dt.date | None:
    """Day of the last lesson under which something is written; None without one."""
    records = school.records.get(JOURNAL)
    dates = records.grid["date"].dropna() if records is not None else pd.Series([], dtype="datetime64[s]")
    return day(dates.max().to_datetime64()) if len(dates) else None
