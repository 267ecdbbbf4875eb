"""Rules of who is who: journals, summaries and achievement sheets against the class list (V03, V04, V17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from ..achievements.joining import named
from ..forms import ACHIEVEMENTS, ATTESTATION, JOURNALS, REGISTERS, RIGHTS, SUMMARIES
from ..issue import Severity
from ..kind import fold, plain
from ..people import AMBIGUOUS, SPELLING, UNKNOWN, Match, difference
from ..rule import Rule, rule
from ..school import School, day
from ..sheets.records import Records, findings
from .calendar import outside_year

LISTED = (
    *JOURNALS, *SUMMARIES, *ATTESTATION, *REGISTERS, *ACHIEVEMENTS, *RIGHTS, "attendance_summary", "oge_results", "ege_results", "exam_choice",
    "certificate_book",
)  # fmt: skip


def _in_group(group: str) -> str:
    return f"{group} класса" if group else "классов школы"


def _lines(records: Records, school: School, status: int) -> tuple[pd.DataFrame, list[Match]]:
    """Lines whose name has a status: sheet_id, row, column, student, group, and their matches. Repeats of carried names are left out."""
    if school.roster is None or records.rows.empty:
        return findings(), []
    inverse, found = school.matches(records)
    statuses = np.array([match.status for match in found])
    at = np.flatnonzero(statuses[inverse] == status)
    if not len(at):
        return findings(), []
    frame = pd.DataFrame(
        {
            "sheet_id": records.rows["sheet_id"].to_numpy()[at],
            "row": records.rows["row"].to_numpy()[at],
            "student": records.rows["student"].iloc[at].astype(object).to_numpy(),
            "group": school.groups(records).iloc[at].astype(object).to_numpy(),
            "match": inverse[at],
        }
    )
    if records.form.column("student").carried:
        frame = frame.drop_duplicates(["sheet_id", "student"])
    frame["column"] = records.column("student", frame["sheet_id"])
    return frame, [found[index] for index in frame.pop("match")]


def _known_group(school: School, group: str) -> bool:
    return school.roster is not None and school.roster.knows(group)


@rule(
    "student-not-in-list", title="Ученика нет в списке класса", forms=LISTED, clause="2.4", code="V03",
    message="«{value}» нет в списке {listed}{near}", fix="Исправьте фамилию и имя по списку класса или внесите ученика в список.",
)  # fmt: skip
def student_not_in_list(records: Records, school: School) -> pd.DataFrame:
    """Names that nobody of the class bears, with likely people: nobody is taken for another by a guess."""
    frame, found = _lines(records, school, UNKNOWN)
    keep = [_known_group(school, group) for group in frame.get("group", ())]
    frame = frame[keep] if len(frame) else frame
    near = []
    known = [match for match, kept in zip(found, keep, strict=True) if kept]
    for student, group, match in zip(frame.get("student", ()), frame.get("group", ()), known, strict=True):
        assert school.roster is not None
        elsewhere = school.roster.match(student, "") if group and not match.candidates else match
        people = match.candidates or ((elsewhere.person,) if elsewhere.person >= 0 else elsewhere.candidates)
        near.append(f"; похоже на: {named(school, people)}" if people else "")
    return frame.assign(near=near, listed=[_in_group(group) for group in frame.get("group", ())])


@rule(
    "name-spelling", title="Имя записано не так, как в списке", forms=LISTED, clause="2.4", severity=Severity.WARNING, code="V17",
    message="записано не так, как в списке класса: «{listed}» ({difference})", fix="Запишите фамилию и имя точно как в списке класса.",
)  # fmt: skip
def name_spelling(records: Records, school: School) -> pd.DataFrame:
    """Names that differ from the list by ё, blanks, case, or Latin letters."""
    frame, found = _lines(records, school, SPELLING)
    listed = [school.roster.names[match.person] for match in found] if school.roster else []
    pairs = list(zip(frame.get("student", ()), listed, strict=True))
    return frame.assign(listed=listed, difference=[difference(written, name) for written, name in pairs])


@rule(
    "name-ambiguous", title="Нельзя понять, кто это", forms=LISTED, clause="2.4", severity=Severity.WARNING, code="V17",
    message="по записи «{value}» нельзя понять, кто это; возможно: {people}",
    fix="Запишите имя и отчество полностью; полных тёзок различите номером личного дела в скобках.",
)  # fmt: skip
def name_ambiguous(records: Records, school: School) -> pd.DataFrame:
    """Names that several people bear, or that are cut to initials."""
    frame, found = _lines(records, school, AMBIGUOUS)
    return frame.assign(people=[named(school, match.candidates) for match in found])


@rule(
    "student-repeated", title="Ученик записан дважды", forms=(*JOURNALS, "grade_summary"), clause="2.4", code="V03",
    message="этот ученик уже записан: {first}", fix="Объедините записи в одной строке; однофамильцев различите по отчеству или номеру личного дела.",
)  # fmt: skip
def student_repeated(records: Records, school: School) -> pd.DataFrame:
    """A person on two lines of one sheet; without a class list, a name."""
    rows = records.rows
    if rows.empty:
        return findings()
    persons = school.persons(records)
    who = persons if school.roster is not None else rows["student"].cat.codes.to_numpy().astype(np.int64)
    frame = pd.DataFrame({"sheet_id": rows["sheet_id"], "row": rows["row"], "who": who})[who >= 0]
    again = frame[frame.duplicated(["sheet_id", "who"])]
    if again.empty:
        return findings()
    first = frame.groupby(["sheet_id", "who"])["row"].transform("first").loc[again.index]
    column = records.column("student", again["sheet_id"])
    places = zip(again["sheet_id"], first, column, strict=True)
    return findings(sheet_id=again["sheet_id"], row=again["row"], column=column, first=[records.where(*place) for place in places])


@rule(
    "student-not-in-journal", title="Ученика нет в журнале", forms=("class_list",), clause="2.4", code="V03",
    message="{student} ({group}) не записан(а) в журнале: {subjects}",
    fix="Внесите ученика в эти журналы или укажите в списке класса, когда он выбыл.",
)  # fmt: skip
def student_not_in_journal(listed: Records, school: School) -> pd.DataFrame:
    """People of the class list whom no journal of a subject of their class has; groups of one subject count together."""
    missing: dict[int, list[str]] = {}
    for course in _courses(school):
        if not course.of_choice:
            for person in course.absent:
                missing.setdefault(person, []).append(course.subject)
    rows, roster = sorted(missing), school.roster
    if roster is None or not rows:
        return findings()
    return findings(
        sheet_id=listed.rows["sheet_id"].to_numpy()[rows],
        row=listed.rows["row"].to_numpy()[rows],
        column=listed.column("student", listed.rows["sheet_id"].iloc[rows]),
        student=[roster.names[person] for person in rows],
        group=[roster.classes[person] for person in rows],
        subjects=[", ".join(missing[person]) for person in rows],
    )


@rule(
    "journal-partial", title="В журнале не весь класс", forms=("class_journal",), clause="2.4", severity=Severity.NOTE, code="V03",
    message="учеников класса в журнале нет: {absent} из {due}; предмет считается предметом по выбору",
    fix="Если предмет обязателен для всех, внесите в журнал остальных учеников.",
)  # fmt: skip
def journal_partial(journals: Records, school: School) -> pd.DataFrame:
    """Subjects that so many of a class do not take that nobody is called missing: said once, so that it is not silence."""
    found = [
        (course.sheet, *(places[course.sheet] for places in journals.labels["subject"]), len(course.absent), course.due)
        for course in _courses(school)
        if course.of_choice
    ]
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "absent", "due"])


@dataclass(frozen=True, slots=True)
class _Course:
    """A subject of a class: its first sheet, its title there, people of the class whom no sheet of it has, how many should be.

    `of_choice` says whether more of the class are absent than the school allows for a subject that all take.
    """

    sheet: int
    subject: str
    absent: list[int]
    due: int
    of_choice: bool


def _courses(school: School) -> list[_Course]:
    """Subjects of the class journals, each with those of its class who are not in it; computed once."""
    return school.once("courses", "class_journal", lambda: list(_find_courses(school)))


def _find_courses(school: School) -> Iterator[_Course]:
    journals, listed, roster = school.records.get("class_journal"), school.records.get("class_list"), school.roster
    if journals is None or listed is None or roster is None or journals.rows.empty:
        return
    written = journals.sheets["subject"].astype(object).to_numpy()
    subjects = [school.subject(value) if isinstance(value, str) else "" for value in written]
    courses, names = pd.factorize(pd.Series(list(zip(school.sheet_groups(journals), subjects, strict=True))))
    inverse, found = school.matches(journals)
    of_line = courses[journals.rows["sheet_id"].to_numpy()]
    present = np.zeros((len(names), len(roster.names) + 1), bool)
    present[of_line, np.array([match.person for match in found])[inverse]] = True
    for number, match in enumerate(found):
        if match.candidates:
            present[np.ix_(np.unique(of_line[inverse == number]), np.array(match.candidates))] = True
    arrived, left = listed.rows["arrived"].to_numpy(), listed.rows["left"].to_numpy()
    classes = np.array(roster.classes, object)
    members = {group: np.flatnonzero(classes == group) for group in set(roster.classes)}
    share = school.policy.of("choice_share", Fraction) / 100
    for course, (first, last) in _spans(journals, courses).items():
        group, subject = names[course]
        if group not in members or not group or not subject:
            continue
        enrolled = members[group]
        due = enrolled[~(left[enrolled] < first) & ~(arrived[enrolled] > last)]
        absent = due[~present[course, due]]
        if len(absent):
            sheet = int(np.argmax(courses == course))
            title = str(written[sheet]) if subject == fold(str(written[sheet])) else subject
            yield _Course(sheet, title, absent.tolist(), len(due), len(absent) > len(due) * share)


def _spans(journals: Records, courses: np.ndarray) -> dict[int, tuple[np.datetime64, np.datetime64]]:
    """First and last lesson of each course, a class and its subject, on all its sheets."""
    dates, of_course = journals.headings["date"].to_numpy(), courses[journals.headings["sheet_id"].to_numpy()]
    known = ~np.isnat(dates)
    dates, of_course = dates[known], of_course[known]
    order = np.lexsort((dates, of_course))
    found, start = np.unique(of_course[order], return_index=True)
    end = np.append(start[1:], len(order))[: len(start)]
    first, last = dates[order[start]], dates[order[end - 1]]
    return dict(zip(found.tolist(), zip(first, last, strict=True), strict=True))


@rule(
    "class-unknown", title="Класса нет в контингенте", forms=(*LISTED, "achievement_sheet"), clause="2.4", code="V03",
    message="класса «{value}» нет в списке «Контингент»", fix="Исправьте класс или внесите его учеников в «Контингент».",
)  # fmt: skip
def class_unknown(records: Records, school: School) -> pd.DataFrame:
    """Classes, in the head or in a row, that the class list does not know."""
    if school.roster is None:
        return findings()
    if "school_class" in records.rows:
        groups = records.rows["school_class"]
        unknown = [group for group in groups.cat.categories if not school.roster.knows(group)]
        rows = records.rows[groups.isin(unknown)]
        found = findings(sheet_id=rows["sheet_id"], row=rows["row"], column=records.column("school_class", rows["sheet_id"]))
        if len(found) or "school_class" not in records.labels:
            return found
    places = records.labels["school_class"]
    ids = [index for index, group in enumerate(records.sheets["school_class"]) if isinstance(group, str) and not school.roster.knows(group)]
    frame = findings(sheet_id=ids, row=places[0][ids], column=places[1][ids])
    return frame.drop_duplicates() if len(frame) else frame


@rule(
    "holder-not-in-list", title="Обучающегося нет в списке класса", forms=("achievement_sheet",), clause="2.4", code="V03",
    message="{verdict}{near}", fix="Запишите фамилию, имя и отчество полностью, как в списке класса.",
)  # fmt: skip
def holder_not_in_list(records: Records, school: School) -> pd.DataFrame:
    """The owner of an achievement sheet who is not, or not for sure, in the class list."""
    if school.roster is None:
        return findings()
    found = []
    for index, (name, group) in enumerate(records.sheets[["student", "school_class"]].itertuples(index=False)):
        if isinstance(name, str) and isinstance(group, str) and school.roster.knows(group):
            match = school.roster.match(name, group)
            if match.person < 0:
                unsure = match.status == AMBIGUOUS
                verdict = f"по записи «{name}» нельзя понять, кто это" if unsure else f"«{name}» нет в списке {_in_group(group)}"
                near = f"; {'возможно' if unsure else 'похоже на'}: {named(school, match.candidates)}" if match.candidates else ""
                found.append((index, records.labels["student"][0][index], records.labels["student"][1][index], verdict, near))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "verdict", "near"])


@rule(
    "mark-outside-stay", title="Записи вне срока обучения", forms=JOURNALS, clause="2.4", code="V04",
    message="{count:запись} вне срока обучения: {student} {limit}", fix="Уберите эти записи или исправьте даты и приказ в списке класса.",
)  # fmt: skip
def mark_outside_stay(records: Records, school: School) -> pd.DataFrame:
    """Marks and absences before a student arrived or after the student left: one finding a line, at its first such cell."""
    arrived, left = school.stay(records)
    held = records.headings["date"].dropna()
    if held.empty or not ((left < held.max()).any() or (arrived > held.min()).any()):
        return findings()
    line, date = records.grid["line"].to_numpy(), records.grid["date"].to_numpy()
    within = ~outside_year(date, school)
    early, late = (date < arrived[line]) & within, (date > left[line]) & within
    if not (early | late).any():
        return findings()
    outside = records.grid.loc[early | late, ["sheet_id", "line", "row", "column"]].assign(late=late[early | late])
    outside = outside.drop_duplicates(["line", "column"])
    per_line = outside.groupby("line")
    first = outside.drop_duplicates("line")
    lines = first["line"].to_numpy()
    limits = [
        f"выбыл(а) {plain(day(left[at]))}" if was_late else f"зачислен(а) {plain(day(arrived[at]))}"
        for at, was_late in zip(lines, first["late"], strict=True)
    ]
    return findings(
        sheet_id=first["sheet_id"],
        row=first["row"],
        column=first["column"],
        count=per_line.size().loc[lines].to_numpy(),
        student=[plain(str(name)) for name in records.rows["student"].iloc[lines]],
        limit=limits,
    )


RULES: tuple[Rule, ...] = (
    student_not_in_list, name_spelling, name_ambiguous, student_repeated, student_not_in_journal, journal_partial, class_unknown, holder_not_in_list,
    mark_outside_stay,
)  # fmt: skip
