"""Rules of the register of lessons: topics, homework, dates as above the marks, hours of the plan (V13)."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import numpy as np
import pandas as pd

from ..forms import JOURNALS, SUMMARIES
from ..issue import Severity
from ..kind import fold, plain
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings
from ..totals import whole_years
from .calendar import outside_year


def _blank(records: Records, name: str) -> pd.DataFrame:
    """Lessons with a date whose column is blank, on sheets that have the column."""
    lessons = records.lessons
    found = lessons[lessons[name].isna() & lessons["lesson_date"].notna()]
    column = records.column(name, found["sheet_id"])
    return findings(sheet_id=found["sheet_id"], row=found["row"], column=column, date=[date.date() for date in found["lesson_date"]])[
        column > 0
    ]


@rule(
    "topic-empty", title="Нет темы урока", forms=JOURNALS, clause="4.4", severity=Severity.WARNING, code="V13",
    message="у урока {date} не записана тема", fix="Запишите тему урока.",
)  # fmt: skip
def topic_empty(records: Records, school: School) -> pd.DataFrame:
    """Lessons without a topic."""
    return _blank(records, "topic") if len(records.lessons) else findings()


@rule(
    "homework-empty", title="Нет домашнего задания", forms=("class_journal",), clause="4.4", severity=Severity.WARNING, code="V13",
    message="у урока {date} не записано домашнее задание", fix="Запишите домашнее задание или «не задано».",
)  # fmt: skip
def homework_empty(records: Records, school: School) -> pd.DataFrame:
    """Lessons without homework, where the school requires it and marks are set."""
    if not school.policy.of("homework", bool) or records.lessons.empty:
        return findings()
    groups = school.sheet_groups(records)
    graded = [
        school.graded(subject, groups[index]) if isinstance(subject, str) else True
        for index, subject in enumerate(records.sheets["subject"])
    ]
    found = _blank(records, "homework")
    return found[np.array(graded, bool)[found["sheet_id"].to_numpy()]] if len(found) else found


def _apart(days: Sequence[object], others: Sequence[object]) -> Iterator[tuple[int | None, int | None]]:
    """Positions where two pages disagree, paired where one day stands in place of another; None is an unknown day.

    A day that the other page has too is among them only where it is repeated.
    """
    shared = set(days) & set(others) - {None}
    ours, theirs = ([day if day in shared else object() for day in side] for side in (days, others))
    for sort, start, end, first, last in difflib.SequenceMatcher(a=ours, b=theirs, autojunk=False).get_opcodes():
        if sort != "equal":
            yield from zip_longest(
                (at for at in range(start, end) if days[at] not in shared or days[at] in days[:at]),
                (at for at in range(first, last) if others[at] not in shared or others[at] in others[:at]),
            )


def _unpaired(records: Records, school: School) -> tuple[dict[int, dt.date | None], list[int]]:
    return school.once("unpaired", records.form.name, lambda: _find_unpaired(records, school))


def _find_unpaired(records: Records, school: School) -> tuple[dict[int, dt.date | None], list[int]]:
    """Where the two pages of a journal disagree, on sheets with a register.

    Returns:
        Headings whose date the register lacks, with the day that stands there instead, if one does; lessons whose date no
        heading has. What is reported already, a date that is unreadable, repeated or outside the year, is not reported
        once more for its pair.
    """
    headings, lessons = records.headings[~records.headings["carried"]], records.lessons
    if lessons.empty or headings.empty:
        return {}, []
    left, right = (
        pd.Series(frame["sheet_id"].to_numpy().astype(np.int64) * 10**11 + frame[name].to_numpy().astype(np.int64), frame.index)
        for frame, name in ((headings, "date"), (lessons, "lesson_date"))
    )
    odd = {*headings.loc[~left.isin(right), "sheet_id"], *lessons.loc[~right.isin(left), "sheet_id"]}
    unrecorded: dict[int, dt.date | None] = {}
    unlisted = []
    for sheet in sorted(odd & set(lessons["sheet_id"]) & set(headings["sheet_id"])):
        above, beside = headings[headings["sheet_id"] == sheet], lessons[lessons["sheet_id"] == sheet]
        days, others = ([None if pd.isna(day) else day.date() for day in column] for column in (above["date"], beside["lesson_date"]))
        reported = outside_year(above["date"].to_numpy(), school)
        for ours, theirs in _apart(days, others):
            other = None if theirs is None else others[theirs]
            if ours is None and theirs is not None and other is not None and other not in days:
                unlisted.append(beside.index[theirs])
            elif (
                ours is not None
                and days[ours] is not None
                and days[ours] not in others
                and not reported[ours]
                and (theirs is None or other)
            ):
                unrecorded[above.index[ours]] = other
    return unrecorded, unlisted


@rule(
    "lesson-unrecorded", title="Урок не записан в перечне тем", forms=JOURNALS, clause="4.4", code="V13",
    message="урока {date} нет в перечне тем{instead}", fix="Впишите дату, тему и задание урока или исправьте дату над отметками.",
)  # fmt: skip
def lesson_unrecorded(records: Records, school: School) -> pd.DataFrame:
    """Dates above the marks that the register lacks (left and right page agree)."""
    unrecorded, _ = _unpaired(records, school)
    found = records.headings.loc[list(unrecorded)]
    return findings(
        sheet_id=found["sheet_id"],
        row=found["row"],
        column=found["column"],
        date=[date.date() for date in found["date"]],
        instead=[f" (на его месте {plain(day)})" if day else "" for day in unrecorded.values()],
    )


@rule(
    "lesson-unlisted", title="У записанного урока нет столбца", forms=JOURNALS, clause="4.4", code="V13",
    message="урок {date} есть в перечне тем, а столбца с такой датой нет", fix="Добавьте столбец с этой датой или исправьте дату в перечне тем.",
)  # fmt: skip
def lesson_unlisted(records: Records, school: School) -> pd.DataFrame:
    """Dates of the register that no column of marks has."""
    _, unlisted = _unpaired(records, school)
    found = records.lessons.loc[unlisted]
    if found.empty:
        return findings()
    column = records.column("lesson_date", found["sheet_id"])
    return findings(sheet_id=found["sheet_id"], row=found["row"], column=column, date=[date.date() for date in found["lesson_date"]])


@rule(
    "hours-behind", title="Часов меньше плана", forms=("class_journal",), clause="4.4", severity=Severity.WARNING, code="V13",
    message="год закрыт: проведено {held:час}, а по плану {planned}", fix="Впишите недостающие уроки и часы или исправьте план на листе «Предметы».",
)  # fmt: skip
def hours_behind(records: Records, school: School) -> pd.DataFrame:
    """Subjects whose register has fewer hours than the plan although all their terms are closed."""
    lessons = records.lessons
    if lessons.empty:
        return findings()
    of_year = whole_years(records, school)[lessons["sheet_id"].to_numpy()]
    hours = lessons["hours"].fillna(1).astype(np.int64).groupby(of_year).sum()
    groups = school.sheet_groups(records)
    found = []
    for index, held in hours.items():
        subject = records.sheets["subject"].iat[index]
        if not isinstance(subject, str):
            continue
        planned = school.plan(subject, groups[index]).get("planned")
        scheme = school.scheme(subject, groups[index])
        terms = [term for name, term in school.terms(groups[index]).items() if scheme and name.startswith(scheme)]
        if planned is not None and planned > held and terms and all(term.closed for term in terms):
            row, column = (places[index] for places in records.labels["subject"])
            found.append((index, row, column, int(held), plain(float(planned))))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "held", "planned"])


@rule(
    "subject-unknown", title="Предмета нет в учебном плане", forms=("class_journal", *SUMMARIES), clause="4.4", severity=Severity.WARNING,
    message="предмета «{value}» нет на листе «Предметы»{near}", fix="Исправьте название или добавьте его на лист «Предметы» (в «Другие написания»).",
)  # fmt: skip
def subject_unknown(records: Records, school: School) -> pd.DataFrame:
    """Subjects of journals and summaries that the plan does not know, with the nearest right name."""
    names = school.subject_names
    if not names:
        return findings()
    if records.form.grid is not None and "text" in records.headings:
        headings = records.headings
        places = zip(headings["sheet_id"], headings["row"], headings["column"], headings["text"], strict=True)
    else:
        rows, columns = records.labels["subject"]
        places = zip(records.sheets.index, rows, columns, records.sheets["subject"], strict=True)
    found = []
    for sheet, row, column, text in places:
        if isinstance(text, str) and text and fold(text) not in names:
            close = difflib.get_close_matches(fold(text), names, n=1, cutoff=0.6)
            found.append((sheet, row, column, f"; похоже на «{names[close[0]]}»" if close else ""))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "near"])


@rule(
    "journal-repeated", title="Журнал повторяется", forms=("class_journal",), clause="2.4", severity=Severity.WARNING,
    message="журнал этого класса и предмета уже есть: {first}{more}", fix="Оставьте один журнал, копию уберите из папки.",
)  # fmt: skip
def journal_repeated(records: Records, school: School) -> pd.DataFrame:
    """Journals whose students and dates are, for the most part, those of an earlier one: a copy. One finding a pair of books.

    Groups of one subject have other students, sheets of one subject by quarters have other dates.
    """
    courses: dict[tuple[str, str], list[int]] = {}
    for index, (subject, group) in enumerate(zip(records.sheets["subject"], school.sheet_groups(records), strict=True)):
        if isinstance(subject, str) and group:
            courses.setdefault((group, school.subject(subject)), []).append(index)
    several = {sheet for sheets in courses.values() if len(sheets) > 1 for sheet in sheets}
    if not several:
        return findings()
    students, dates = _content(records.rows, "student", several), _content(records.headings, "date", several)
    books, tabs = records.sheets["book"].astype(object), records.sheets["sheet"].astype(object)
    copies: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for sheets in courses.values():
        for at, sheet in enumerate(sheets):
            earlier = (other for other in sheets[:at] if _alike(students, sheet, other) and _alike(dates, sheet, other))
            if (first := next(earlier, None)) is not None:
                copies.setdefault((books[sheet], books[first]), []).append((sheet, first))
    found = []
    for pairs in copies.values():
        sheet, first = min(pairs)
        row, column = (places[sheet] for places in records.labels["subject"])
        more = f"; повторяются и другие листы книги, ещё {len(pairs) - 1}" if len(pairs) > 1 else ""
        found.append((sheet, row, column, f"{books[first]} «{tabs[first]}»", more))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "first", "more"])


def _content(frame: pd.DataFrame, name: str, sheets: set[int]) -> dict[int, set[object]]:
    """Distinct values of a column on each of some sheets."""
    known = frame[frame["sheet_id"].isin(sheets) & frame[name].notna()]
    return {sheet: set(values) for sheet, values in known.groupby("sheet_id")[name]}


def _alike(content: dict[int, set[object]], sheet: int, other: int) -> bool:
    """Whether more than half of what stands on the smaller of two sheets stands on the other."""
    ours, theirs = content.get(sheet, set()), content.get(other, set())
    return 2 * len(ours & theirs) > min(len(ours), len(theirs))


RULES: tuple[Rule, ...] = (topic_empty, homework_empty, lesson_unrecorded, lesson_unlisted, hours_behind, subject_unknown, journal_repeated)
