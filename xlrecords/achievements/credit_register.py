"""The register of credits as cases: each row with its application, its applicant, the plan, and the days of the notice (раздел V)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

import numpy as np

from ..attestation import results as of_results
from ..attestation.debts import known_day as told_day
from ..attestation.external import externals
from ..attestation.graduates import courses, students_of
from ..forms.applications import CREDIT, WITHDRAWN
from ..forms.credits import CREDITED, DECISIONS
from ..kind import fold, grade_of
from ..people import identity
from ..policy import Policy
from ..privacy.guardians import is_guardian
from ..scales import subject_of
from ..school import Bools, School
from .credit import Consideration, consider
from .credit_case import Application, Case, Credit, application_of
from .joining import ELSEWHERE, NOBODY, SEVERAL, Line, lines

EXAMS: Final = {9: "oge_results", 11: "ege_results"}
"""Classes that end with a state final attestation, and the form with its results."""
LOOKED_AHEAD: Final = 60
"""So many days more than the working ones of a notice are looked through: longer than any row of free days."""


def considerations(school: School) -> tuple[Consideration, ...]:
    """What follows from each row of the register of a school year, one a row of its records; computed once."""
    return school.once("considerations", "", lambda: tuple(consider(case) for case in _cases(school)))


def _cases(school: School) -> Iterator[Case]:
    journal, exams = _journal(school), _exams(school)
    for line in lines(school, "credits"):
        if not line.current:
            continue
        credit = _credit(line)
        subject, policy = fold(school.subject(credit.subject_here)), policy_of(school, credit.decided)
        entries = () if line.why == SEVERAL else journal.get(_owner(line), ())
        filed = application_of(credit, [filed for about, filed in entries if about in ("", subject)])
        row = school.plan(credit.subject_here, credit.group) if credit.subject_here else {}
        planned = row.get("planned")
        yield Case(
            credit=credit,
            application=filed,
            listed=True if line.person >= 0 else False if line.why in (NOBODY, ELSEWHERE) else None,
            entitled=is_guardian(school, credit.person, filed.applicant) if filed else None,
            in_plan=bool(row) if "subjects" in school.records else None,
            planned=Fraction(planned) if isinstance(planned, float) and planned > 0 else None,
            graded=school.graded(credit.subject_here, credit.group),
            share=policy.of("credit_hours", Fraction),
            basis=policy.basis("credit_hours"),
            exam=exams.get((line.person, subject), "") if credit.decision in CREDITED else "",
        )


def _credit(line: Line) -> Credit:
    decision = line.text("decision")
    return Credit(
        student=line.student,
        group=line.group,
        person=line.person,
        applied=line.day("applied"),
        decided=line.day("decided"),
        notified=line.day("notified"),
        hours_there=line.number("hours_there"),
        hours_here=line.number("hours_here"),
        decision=decision if decision in DECISIONS else "",
        where=line.where(),
        places={name: line.where(name) for name, column in line.columns.items() if column},
        **{name: line.text(name) for name in TEXTS},
    )


TEXTS: Final = (
    "applicant", "organisation", "licence", "document_kind", "document", "subject_there", "mark_there", "subject_here", "outcomes",
    "mark", "order", "refusal",
)  # fmt: skip


def _owner(line: Line) -> tuple[object, ...]:
    """Who a line is about: the person of the class list, else the tidied name and the class."""
    return (line.person,) if line.person >= 0 else (identity(-1, line.student), line.group)


def _journal(school: School) -> Mapping[tuple[object, ...], list[tuple[str, Application]]]:
    """Applications about credit by who they are about, each with its subject, folded; an empty text: any."""
    found: dict[tuple[object, ...], list[tuple[str, Application]]] = defaultdict(list)
    for line in lines(school, "applications"):
        if line.text("about") == CREDIT and line.why != SEVERAL and (line.person >= 0 or line.current):
            filed = Application(line.day("date"), line.text("applicant"), line.text("result") == WITHDRAWN, line.where("applicant"))
            subject = line.text("subject")
            found[_owner(line)].append((fold(school.subject(subject)) if subject else "", filed))
    return found


def policy_of(school: School, day: dt.date | None) -> Policy:
    """Settings by which a decision of a day is judged; without a day, those of the school year."""
    return school.policy.on(day) if day else school.policy


def _exams(school: School) -> Mapping[tuple[int, str], str]:
    """Marks for the exam of graduates without a result of that exam, by person and folded subject: the mark and its place, in words."""
    read = {grade: form for grade, form in EXAMS.items() if form in school.records}
    if not read:
        return {}
    listed, frame = of_results.students(school), of_results.results(school)
    taken = set()
    for form in read.values():
        records = school.records[form]
        numbers = students_of(records, school)
        taken |= {(numbers[result.line], result.name) for result in externals(records, school)}
    found: dict[tuple[int, str], str] = {}
    for index, number, subject, token in frame.loc[frame["term"] == "exam", ["student", "subject", "token"]].itertuples():
        graded = token and grade_of(str(listed["group"].at[number])) in read
        if graded and fold(subject) not in courses(school) and (number, subject_of(subject)) not in taken:
            words = f"за экзамен стоит «{token}» ({of_results.where(school, index)}), а результата экзамена нет"
            found[int(listed["person"].at[number]), fold(subject)] = words
    return {key: words for key, words in found.items() if key[0] >= 0}


# Days


def known_day(school: School) -> dt.date | None:
    """The last day that the records speak of, those of credits and applications of the school year among them; None: none is known."""
    return school.once("known_day_of_credits", "", lambda: max(_known_days(school), default=None))


def _known_days(school: School) -> Iterator[dt.date]:
    day = told_day(school)
    if day is not None:
        yield day
    if school.year is None:
        return
    first, last = dt.date(school.year, 6, 1), dt.date(school.year + 1, 8, 31)
    for form, names in (("credits", ("applied", "decided", "notified")), ("applications", ("date",))):
        written = (line.day(name) for line in lines(school, form) if line.current for name in names)
        yield from (day for day in written if day is not None and first <= day <= last)


def working_days(school: School, days: np.ndarray, group: str) -> Bools:
    """Which days are working days of the school for a class.

    School breaks are: teachers work in them. Of a school without a calendar Saturdays are none, whatever its week.
    """
    free = school.free_day(days, group)
    if school.calendar.empty and "week" not in school.policy.given:
        free |= (days.astype("datetime64[D]").astype(int) + 3) % 7 == 5
    if school.year is None:
        import holidays

        years = sorted({int(str(day)[:4]) for day in days})
        free |= np.isin(days, np.array(list(holidays.country_holidays("RU", years=years)), "datetime64[s]"))
    return ~free


def notice_due(school: School, group: str, decided: dt.date) -> dt.date | None:
    """The last day on which the applicant must be told of a decision; None: there are not so many working days in sight."""
    count = policy_of(school, decided).of("notice_days", int)
    days = np.arange(1, 7 * count + LOOKED_AHEAD).astype("timedelta64[D]") + np.datetime64(decided, "s")
    working = days[working_days(school, days, group)]
    if not count:
        return decided
    return working[count - 1].astype("datetime64[D]").item() if len(working) >= count else None
