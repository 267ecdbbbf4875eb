"""Who missed what: lessons and days of every student, out of the class journals of the whole school (п. 3.2.1, 4.4).

A lesson is a column of a journal. A day is missed by the school's rule «Пропуск дня»: all lessons that the student has that
day, or three of them. A student has the lessons of the sheets on which he stands, so that a group of a language has its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..kind import DATED_TERMS
from ..marks import ABSENCES, LATE
from ..people import identity
from ..school import Bools, Int64s, School
from ..sheets.records import Records
from .results import stays, students, students_of_lines

Days = npt.NDArray[np.datetime64]

ILL = "б"
UNEXCUSED = "н"
KINDS = ("ill", "unexcused", "excused", "late")
"""What a letter says of a lesson: missed by illness, without a reason, with another reason; or come late."""
SEVERAL = 3
"""Lessons of a missed day where the school's rule is «три урока и более»."""
COUNTED = ("held", "lessons", "lessons_ill", "excused", "unexcused", "late", "days", "days_ill")
"""Columns of `Attendance.between`."""


@dataclass(frozen=True)
class Attendance:
    """Lessons of each student on each day: arrays of shape (students, days), whole numbers, only while the student is in the class.

    Attributes:
        days: Distinct days with lessons, in order.
        held: Lessons that the student had.
        ill: Of these, missed by illness.
        unexcused: Missed without a reason being given.
        excused: Missed for another reason.
        late: Times come late.
        unsure: One flag a student: a cell of his, or a date above one, could not be read, so that his sums may be short.
    """

    days: Days
    held: Int64s
    ill: Int64s
    unexcused: Int64s
    excused: Int64s
    late: Int64s
    unsure: Bools

    @property
    def missed(self) -> Int64s:
        """Lessons missed, whatever the reason."""
        return self.ill + self.unexcused + self.excused

    def between(self, first: Days, last: Days, rule: object) -> pd.DataFrame:
        """Sums of each student from his first to his last day, both counted.

        Args:
            first: First day for each student; NaT: he has no such days, and all is 0.
            last: Last day for each student.
            rule: Value of the setting `absence_day` that holds then.

        Returns:
            A row a student with the columns `COUNTED`; `lessons` are those missed, `days` those missed as a whole.
        """
        inside = (self.days >= first[:, None]) & (self.days <= last[:, None])
        missed = self.missed
        tables = {
            "held": self.held,
            "lessons": missed,
            "lessons_ill": self.ill,
            "excused": self.excused,
            "unexcused": self.unexcused,
            "late": self.late,
            "days": day_missed(missed, self.held, rule),
            "days_ill": day_missed(self.ill, self.held, rule),
        }
        return pd.DataFrame({name: np.where(inside, tables[name], 0).sum(axis=1) for name in COUNTED})


def day_missed(missed: Int64s, held: Int64s, rule: object) -> Bools:
    """Which days count as missed, by the school's rule; the same for lessons missed by illness alone."""
    return missed >= SEVERAL if rule == "три урока и более" else (held > 0) & (missed >= held)


def attendance(school: School) -> Attendance:
    """Attendance of all students of `results.students`, computed once."""
    return school.once("attendance", "class_journal", lambda: _attendance(school))


def student_lines(school: School, form: str = "class_journal") -> Int64s:
    """Number of the student in `results.students` for each line of a form, -1 where it names nobody of them."""
    return school.once("student_lines", form, lambda: _student_lines(school, school.records[form]))


def _student_lines(school: School, records: Records) -> Int64s:
    of_results = students_of_lines(school, records.form.name)
    if of_results is not None:
        return of_results
    listed = students(school)
    known = {(group, who): number for number, group, who in listed[["group", "key"]].astype(object).itertuples(name=None)}
    names, groups, persons = records.rows["student"], school.groups(records), school.persons(records)
    numbers, first = distinct(names.cat.codes.to_numpy(), groups.cat.codes.to_numpy(), persons)
    found = [
        known.get((groups.iat[line], identity(int(persons[line]), name)), -1) if isinstance(name := names.iat[line], str) else -1
        for line in first.tolist()
    ]
    return np.array(found, np.int64)[numbers]


def distinct(*codes: npt.NDArray[np.integer]) -> tuple[Int64s, Int64s]:
    """Number of the distinct combination of codes (from -1) at each position, and where each is first met."""
    joint = np.zeros(len(codes[0]), np.int64)
    for code in codes:
        joint = joint * (int(code.max(initial=0)) + 2) + code + 1
    _, first, inverse = np.unique(joint, return_index=True, return_inverse=True)
    return inverse.ravel(), first


def _attendance(school: School) -> Attendance:
    size = len(students(school))
    records = school.records.get("class_journal")
    if records is None or records.rows.empty or records.headings.empty:
        none = np.zeros((size, 0), np.int64)
        return Attendance(np.zeros(0, "datetime64[s]"), none, none, none, none, none, np.zeros(size, bool))
    day_of_heading, days, lessons = _calendar(records, school)
    of_line, sheet_of_line = student_lines(school), records.rows["sheet_id"].to_numpy().astype(np.int64)
    named = of_line >= 0
    width, sheets = len(days), len(records.sheets)
    stands = np.bincount(of_line[named] * sheets + sheet_of_line[named], minlength=size * sheets).reshape(size, sheets) > 0
    # A product of matrices sums floating numbers, which is exact for whole numbers of this size.
    held = (stands.astype(np.float32) @ lessons.astype(np.float32)).astype(np.int64)
    repeated = _repeated(records, school)
    for line, twice in repeated.items():
        held[of_line[line]] -= np.where(twice, lessons[sheet_of_line[line]], 0)
    present = _present(school, days)

    codes = records.grid["token"].cat.codes.to_numpy()
    kind_of_code = _kinds(list(records.grid["token"].cat.categories))
    at = np.flatnonzero(kind_of_code[codes] >= 0)
    line, day = records.grid["line"].to_numpy()[at], day_of_heading[records.grid["heading"].to_numpy()[at]]
    kept = (of_line[line] >= 0) & (day >= 0) & ~_among(line, day, repeated)
    kinds = kind_of_code[codes[at[kept]]]
    cells = (kinds * size + of_line[line[kept]]) * width + day[kept]
    counts = np.bincount(cells, minlength=len(KINDS) * size * width).reshape(len(KINDS), size, width) * present
    unread = records.grid["line"].to_numpy()[codes < 0]
    dubious = np.isin(sheet_of_line, records.headings["sheet_id"].to_numpy()[day_of_heading < 0])
    dubious[unread] = True
    unsure = np.zeros(size, bool)
    unsure[of_line[dubious & named]] = True
    return Attendance(days, held * present, **dict(zip(KINDS, counts, strict=True)), unsure=unsure)


def _calendar(records: Records, school: School) -> tuple[Int64s, Days, Int64s]:
    """Day of each heading (its position; -1: none), distinct days in order, and lessons of each sheet on each day."""

    def compute() -> tuple[Int64s, Days, Int64s]:
        day_of_heading, days = pd.factorize(records.headings["date"].to_numpy(), sort=True)
        sheet, dated, shape = (
            records.headings["sheet_id"].to_numpy().astype(np.int64),
            day_of_heading >= 0,
            (len(records.sheets), len(days)),
        )
        lessons = np.bincount(sheet[dated] * shape[1] + day_of_heading[dated], minlength=shape[0] * shape[1])
        return day_of_heading, days, lessons.reshape(shape)

    return school.once("attendance_calendar", records.form.name, compute)


def _kinds(tokens: list[str]) -> Int64s:
    """Position in `KINDS` of what each token says, -1 if nothing of attendance; the last is for cells that cannot be read."""
    said = dict.fromkeys(ABSENCES, "excused") | {ILL: "ill", UNEXCUSED: "unexcused"} | dict.fromkeys(LATE, "late")
    return np.array([KINDS.index(said[token]) if token in said else -1 for token in [*tokens, ""]], np.int64)


def _present(school: School, days: Days) -> Bools:
    """Which students are in the class on which days."""
    arrived, left = stays(students(school), school)
    present: Bools = ~(days < arrived[:, None]) & ~(days > left[:, None])
    return present


def _courses(records: Records, school: School) -> tuple[Int64s, list[tuple[str, str]]]:
    """Number of the course of each sheet, and the subject, as in the plan, and class of each course."""
    subjects = [school.subject(name) if isinstance(name, str) else f"\0{sheet}" for sheet, name in enumerate(records.sheets["subject"])]
    numbers, courses = pd.factorize(pd.Series(list(zip(subjects, school.sheet_groups(records), strict=True))))
    return numbers, list(courses)


def _repeated(records: Records, school: School) -> dict[int, Bools]:
    """Lines of a student who stands on an earlier sheet of the subject too, with the days that this sheet has already."""
    return school.once("repeated_lines", records.form.name, lambda: _find_repeated(records, school))


def _find_repeated(records: Records, school: School) -> dict[int, Bools]:
    _, _, lessons = _calendar(records, school)
    course, _ = _courses(records, school)
    of_line = student_lines(school)
    sheet_of_line = records.rows["sheet_id"].to_numpy()
    taught = lessons > 0
    sheets_of_day = np.zeros((int(course.max()) + 1, lessons.shape[1]), np.int64)
    np.add.at(sheets_of_day, course, taught)
    shared: Bools = np.any(taught & (sheets_of_day[course] > 1), axis=1)
    seen: dict[tuple[int, int], tuple[Bools, set[int]]] = {}
    found = {}
    for line in np.flatnonzero(shared[sheet_of_line] & (of_line >= 0)).tolist():
        sheet = int(sheet_of_line[line])
        before, sheets = seen.setdefault((int(of_line[line]), int(course[sheet])), (np.zeros(lessons.shape[1], bool), set()))
        if sheet not in sheets and (twice := before & taught[sheet]).any():
            found[line] = twice
        before |= taught[sheet]
        sheets.add(sheet)
    return found


def _among(line: npt.NDArray[np.integer], day: Int64s, repeated: dict[int, Bools]) -> Bools:
    """Which tokens stand on a line and a day that an earlier sheet has already."""
    found = np.zeros(len(line), bool)
    for at in np.flatnonzero(np.isin(line, list(repeated))) if repeated else ():
        found[at] = repeated[int(line[at])][day[at]]
    return found


def told(school: School) -> Bools:
    """Of which students all is known that the journals of their class may say: no cell of theirs is unreadable, no line nameless.

    A line that is nobody's for sure may be that of any student of the class who has none on the sheets of the subject.
    """
    found = ~attendance(school).unsure
    records = school.records.get("class_journal")
    if records is None or records.rows.empty:
        return np.zeros(len(found), bool)
    course, _ = _courses(records, school)
    of_line, course_of_line = student_lines(school), course[records.rows["sheet_id"].to_numpy()]
    open_ = np.unique(course_of_line[(school.persons(records) < 0) | (of_line < 0)])
    groups = students(school)["group"].astype(object).to_numpy()
    sheet_groups = np.array(school.sheet_groups(records), object)
    for number in open_.tolist():
        here = groups == sheet_groups[course == number][0]
        here[of_line[(course_of_line == number) & (of_line >= 0)]] = False
        found &= ~here
    return found


def term_days(school: School, term: str) -> tuple[Days, Days]:
    """First and last day of a term for each student of `results.students`; NaT where the class has no such term.

    A class of another scheme has the term that ends on the same day. The year is from the first day of the first term of
    the class to the last day of its last one.
    """
    groups = students(school)["group"].astype(object).to_numpy()
    dated = {group: {name: found for name, found in school.terms(group).items() if name in DATED_TERMS} for group in set(groups)}
    ends = {terms[term].last for terms in dated.values() if term in terms}
    first, last = (np.full(len(groups), "NaT", "datetime64[s]") for _ in range(2))
    for group, terms in dated.items():
        alike = [found for found in terms.values() if found.last in ends]
        chosen = list(terms.values()) if term == "year" else [terms[term]] if term in terms else alike[-1:]
        if chosen:
            first[groups == group] = min(found.first for found in chosen)
            last[groups == group] = max(found.last for found in chosen)
    return first, last


def whole(school: School, group: str, first: np.datetime64, last: np.datetime64) -> bool:
    """Whether the journals of a class are all there for some days: of every subject of the plan, with lessons on them, all dated.

    False where the school gave no plan, for then nobody knows.
    """
    records = school.records["class_journal"]
    courses, names = _courses(records, school)
    planned = {subject for subject in school.subject_names.values() if school.plan(subject, group)}
    sheets = np.flatnonzero([names[course][1] == group for course in courses])
    headings = records.headings[np.isin(records.headings["sheet_id"].to_numpy(), sheets)]
    taught = set(headings.loc[headings["date"].between(first, last).to_numpy(), "sheet_id"])
    kept = {names[courses[sheet]][0] for sheet in taught}
    return bool(planned) and planned <= kept and not headings["date"].isna().any()


def absences(school: School, student: int, first: np.datetime64, last: np.datetime64, kinds: Sequence[str]) -> pd.DataFrame:
    """Each token of some `KINDS` that is counted for a student between two days.

    Returns:
        date (datetime64), subject, token and where («Алгебра»!E7), in the order of subjects and days.
    """
    records = school.records["class_journal"]
    day_of_heading, days, _ = _calendar(records, school)
    inside = _present(school, days)[student] & (days >= first) & (days <= last)
    grid = records.grid[np.isin(records.grid["line"].to_numpy(), np.flatnonzero(student_lines(school) == student))]
    day = day_of_heading[grid["heading"].to_numpy()]
    said = _kinds(list(grid["token"].cat.categories))[grid["token"].cat.codes.to_numpy()]
    wanted = (
        np.isin(said, [KINDS.index(kind) for kind in kinds])
        & (day >= 0)
        & ~_among(grid["line"].to_numpy(), day, _repeated(records, school))
    )
    grid = grid[wanted & np.append(inside, False)[day]]
    subjects = records.sheets["subject"].astype(object)
    cells = zip(*(grid[name].astype(object) for name in ("sheet_id", "row", "column", "date", "token")), strict=True)
    return pd.DataFrame(
        [(date, subjects.iat[sheet], token, records.where(sheet, row, column)) for sheet, row, column, date, token in cells],
        columns=["date", "subject", "token", "where"],
    ).sort_values(["subject", "date"], kind="stable", ignore_index=True)


def systematic(attended: Attendance, share: Fraction) -> pd.DataFrame:
    """Students who missed no less than a share of the lessons of a month.

    Args:
        attended: Attendance of the school.
        share: The share in percent.

    Returns:
        student, month (datetime64[s], its first day), missed, held; in the order of students and months.
    """
    months, at = np.unique(attended.days.astype("datetime64[M]"), return_inverse=True)
    size = len(attended.held), len(months)
    missed, held = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.add.at(missed.T, at.ravel(), attended.missed.T)
    np.add.at(held.T, at.ravel(), attended.held.T)
    student, month = np.nonzero((held > 0) & (missed * 100 * share.denominator >= held * share.numerator))
    return pd.DataFrame(
        {"student": student, "month": months[month].astype("datetime64[s]"), "missed": missed[student, month], "held": held[student, month]}
    )
