"""What becomes of a student at the end of a school year: transfer, conditional transfer, admission to the final attestation.

Grounds are those of ст. 58 273-ФЗ and of the orders on the state final attestation (п. 3.2.1, 4.1). Unknown never grants.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

import numpy as np
import pandas as pd

from ..decision import Answer, Decision, Ground
from ..forms import EXTERNAL
from ..forms.admission_results import ESSAY, EXPOSITION, INTERVIEW, PASSED
from ..forms.debts import ADAPTED, INDIVIDUAL, REPEAT
from ..kind import DATED_TERMS, fold, grade_of, plain
from ..marks import CREDIT, EXEMPT, MASTERED, NOT_ATTESTED
from ..school import School
from ..school import day as as_day
from ..words import counted
from . import debts as of_debts
from . import results as of_results
from .certificates import issue
from .debts import LOST, TERM_CLAUSE, Debt, Status, by_owner, owner, status
from .graduates import graduates

DEBT_CLAUSE: Final = "ч. 2 ст. 58 273-ФЗ"
"""What a debt is."""
CONDITIONAL_CLAUSE: Final = "ч. 8 ст. 58 273-ФЗ"
"""Transfer on condition; the number of subjects does not matter."""
PARENTS_CLAUSE: Final = "ч. 9 ст. 58 273-ФЗ"
"""What the parents decide after the term."""
LEVEL_CLAUSE: Final = "ч. 5 ст. 66 273-ФЗ"
"""Who has not mastered the programme of a level is not taught at the next one."""
LAST_OF_PRIMARY: Final = 4

GOOD: Final = frozenset(("3", "4", "5", CREDIT[0], MASTERED[0], EXEMPT))
BAD: Final = frozenset(("1", "2", NOT_ATTESTED, CREDIT[1], MASTERED[1]))


@dataclass(frozen=True, slots=True)
class Admission:
    """How students of a grade are admitted to the state final attestation.

    Attributes:
        trials: Of these, one must be passed.
        act: The order that asks for it.
    """

    trials: tuple[str, ...]
    act: str


ADMISSIONS: Final[Mapping[int, Admission]] = {
    9: Admission((INTERVIEW,), "Порядок ГИА-9, приказ от 04.04.2023 № 232/551"),
    11: Admission((ESSAY, EXPOSITION), "Порядок ГИА-11, приказ от 04.04.2023 № 233/552"),
}
"""Orders as they were known in 2026; check them against the text in force."""


class Standing(Enum):
    """What becomes of a student."""

    PROMOTED = "переведён"
    CONDITIONAL = "переведён условно"
    REPEATS = "оставлен на повторное обучение"
    ADAPTED = "переведён на адаптированную программу"
    INDIVIDUAL = "переведён на индивидуальный учебный план"
    LEFT = "выбыл"
    ADMITTED = "допущен к ГИА"
    NOT_ADMITTED = "не допущен к ГИА"
    GRADUATED = "окончил"
    UNKNOWN = "не хватает данных"


BY_CHOICE: Final = {REPEAT: Standing.REPEATS, ADAPTED: Standing.ADAPTED, INDIVIDUAL: Standing.INDIVIDUAL}


@dataclass(frozen=True, slots=True)
class SubjectYear:
    """A subject whose result for the year is not satisfactory, or not known.

    Attributes:
        subject: Subject.
        year: Token of the annual mark; empty: none, «?»: unreadable.
        interim: Token of the interim attestation; empty: none.
        where: Place of the annual mark.
        due: Whether the subject has an interim attestation of its own.
    """

    subject: str
    year: str = ""
    interim: str = ""
    where: str = ""
    due: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the year and the interim attestation are satisfactory; a subject without the latter has only the former."""
        if BAD & {self.year, self.interim}:
            return False
        return True if self.year in GOOD and (self.interim in GOOD or not (self.interim or self.due)) else None

    @property
    def words(self) -> str:
        """Subject and marks."""
        year = "отметка за год не читается" if self.year == "?" else f"год «{self.year}»" if self.year else "годовой отметки нет"
        interim = f", ПА «{self.interim}»" if self.interim else ", отметки за ПА нет" if self.due else ""
        return f"{self.subject}: {year}{interim}"


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a student at the end of a year.

    Attributes:
        grade: Number of the class.
        good: Number of subjects with satisfactory results.
        others: The other subjects.
        debts: Debts, those of earlier years among them.
        trial: Whether the trial of the admission is passed; ignored where the grade has none.
        left: When and by what order the student left, or an empty text.
        ungraded: Whether there are subjects, and marks are set in none of them.
        certificate: Whether the certificate may be issued, all final marks and exams considered; None: no exam is known.
        closing: First day of the last term: what arose before is no debt of the annual marks; None: unknown.
    """

    grade: int
    good: int = 0
    others: tuple[SubjectYear, ...] = ()
    debts: tuple[Debt, ...] = ()
    trial: bool | None = None
    left: str = ""
    ungraded: bool = False
    certificate: Decision | None = None
    closing: dt.date | None = None

    def debts_in(self, subject: str) -> tuple[Debt, ...]:
        """Debts that came of the year's result in a subject."""
        return tuple(
            debt
            for debt in self.debts
            if fold(debt.subject) == fold(subject) and not (self.closing and debt.arose and debt.arose < self.closing)
        )


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What becomes of a student, and the grounds from which it follows."""

    standing: Standing
    decision: Decision


def conclude(case: Case, day: dt.date) -> Conclusion:
    """What becomes of a student at the end of a year.

    Args:
        case: What is known.
        day: Day on which debts are looked at.

    Returns:
        The standing; for «не хватает данных» the grounds say what is lacking.
    """
    if case.left:
        return Conclusion(Standing.LEFT, Decision.of([Ground(f"выбыл: {case.left}", True, "2.4")]))
    grounds = [*_mark_grounds(case, day), *_debt_grounds(case, day)]
    admission = ADMISSIONS.get(case.grade)
    if admission is not None:
        trial = " или ".join(admission.trials)
        result = {True: PASSED, False: "незачёт", None: "результата нет"}[case.trial]
        grounds.append(Ground(f"{trial}: {result}", case.trial, admission.act))
        return _admitted(Decision.of(grounds), case.certificate)
    decision = Decision.of(grounds)
    if decision.answer is Answer.YES:
        return Conclusion(Standing.PROMOTED, decision)
    if decision.answer is Answer.UNKNOWN:
        return Conclusion(Standing.UNKNOWN, decision)
    return _with_debts(case, grounds, day)


def _admitted(decision: Decision, certificate: Decision | None) -> Conclusion:
    if decision.answer is Answer.YES:
        if certificate is not None and certificate.answer is Answer.YES:
            return Conclusion(Standing.GRADUATED, Decision.of((*decision.grounds, *certificate.grounds)))
        return Conclusion(Standing.ADMITTED, decision)
    return Conclusion(Standing.NOT_ADMITTED if decision.answer is Answer.NO else Standing.UNKNOWN, decision)


def _with_debts(case: Case, grounds: list[Ground], day: dt.date) -> Conclusion:
    """Who has debts is transferred on condition; after the term the parents decide."""
    lost = [debt for debt in case.debts if status(debt, day) in LOST]
    choice = next((debt.choice for debt in lost if debt.choice), "")
    if choice:
        grounds.append(Ground(f"решение родителей: {choice}", True, PARENTS_CLAUSE))
        return Conclusion(BY_CHOICE.get(choice, Standing.UNKNOWN), Decision.of(grounds))
    if lost:
        grounds.append(Ground("решение родителей не записано", None, PARENTS_CLAUSE))
        return Conclusion(Standing.UNKNOWN, Decision.of(grounds))
    if case.grade == LAST_OF_PRIMARY:
        grounds.append(Ground("перевод на следующий уровень при задолженности: решения школы нет", None, LEVEL_CLAUSE))
        return Conclusion(Standing.UNKNOWN, Decision.of(grounds))
    grounds.append(Ground("есть задолженность или аттестация не пройдена, срок не истёк", True, CONDITIONAL_CLAUSE))
    return Conclusion(Standing.CONDITIONAL, Decision.of(grounds))


def _mark_grounds(case: Case, day: dt.date) -> Iterator[Ground]:
    """Grounds of the marks: the satisfactory ones together, the others one by one, with the debt that came of them."""
    if case.good:
        yield Ground(f"удовлетворительные результаты за год: {counted(case.good, 'предмет')}", True, DEBT_CLAUSE)
    elif case.ungraded and not case.others:
        yield Ground("обучение безотметочное: промежуточной аттестации нет", True, DEBT_CLAUSE)
    elif not case.others:
        yield Ground("результаты за год неизвестны", None, DEBT_CLAUSE)
    for found in case.others:
        words, met = found.words, found.met
        states = {status(debt, day) for debt in case.debts_in(found.subject)}
        if met is False and states and states <= {Status.CLEARED, Status.UNKNOWN}:
            met = True if states == {Status.CLEARED} else None
            words += "; задолженность ликвидирована" if met else "; ликвидирована ли задолженность, не известно"
        yield Ground(words, met, DEBT_CLAUSE, found.where)


def _debt_grounds(case: Case, day: dt.date) -> Iterator[Ground]:
    """A ground a debt, but for cleared ones that a mark was named with."""
    named = {debt for found in case.others if found.met is False for debt in case.debts_in(found.subject)}
    for debt in case.debts:
        stands = status(debt, day)
        if stands is Status.CLEARED and debt in named:
            continue
        met = {Status.CLEARED: True, Status.UNKNOWN: None}.get(stands, False)
        since = f" от {debt.arose:%d.%m.%Y}" if debt.arose else ""
        yield Ground(f"{debt.subject}: задолженность{since} — {stands.value}", met, TERM_CLAUSE, debt.where)


# From a school


@dataclass(frozen=True, slots=True)
class Student:
    """A student of a class whose year is being concluded: name, class, and the conclusion."""

    name: str
    group: str
    conclusion: Conclusion


def students(school: School, day: dt.date) -> tuple[Student, ...]:
    """Conclusions on all students of the classes in which annual marks are set.

    Args:
        school: What was read.
        day: Day on which debts are looked at.
    """
    marks = year_marks(school)
    if marks.empty:
        return ()
    owned, trials, left, certificates = _owned(school, day), _trials(school), _left(school, day), _certificates(school)
    by_student = marks.assign(good=marks["met"] == 1).groupby("student")
    good, graded = by_student["good"].sum(), by_student["graded"].any()
    others: defaultdict[int, list[SubjectYear]] = defaultdict(list)
    doubtful = marks[((marks["met"] != 1) & (marks["graded"] | (marks["met"] == 0))).to_numpy()]
    for found, place in zip(doubtful.itertuples(index=False), of_results.places(school, doubtful["at"].tolist()), strict=True):
        others[found.student].append(SubjectYear(found.subject, found.year, found.interim, place, found.due))
    concluded = []
    for number, name, group, person in of_results.students(school).loc[good.index, ["name", "group", "person"]].itertuples(name=None):
        who = owner(name, group, person)
        case = Case(
            grade=grade_of(group),
            good=int(good[number]),
            others=tuple(others[number]),
            debts=tuple(
                replace(debt, subject=_title(school, debt.subject))
                for debt in owned.get(who, ())
                if debt.arose is None or debt.arose <= day
            ),
            trial=trials.get((*who, grade_of(group))),
            left=left.get(person, ""),
            ungraded=not graded[number],
            certificate=certificates.get(number),
            closing=_closing(school, group),
        )
        concluded.append(Student(name, group, conclude(case, day)))
    return tuple(concluded)


def _closing(school: School, group: str) -> dt.date | None:
    """First day of the last term of a class."""
    terms = [term for name, term in school.terms(group).items() if name in DATED_TERMS]
    return as_day(max(terms, key=lambda term: term.last).first) if terms else None


def year_marks(school: School) -> pd.DataFrame:
    """Results of the year of each student and subject, in the classes in which an annual mark is set.

    Returns:
        student (index of `results.students`), group, subject, graded, year and interim (tokens, empty where nothing is set),
        due (whether somebody of the class has a mark for the interim attestation in the subject), at (index of the row of
        `results` with the annual mark, -1 without one), met (1 satisfactory, 0 not, -1 unknown).
    """
    found = of_results.results(school)
    set_ = (found["token"] != "").to_numpy()
    found = found[found["group"].isin(found.loc[set_ & (found["term"] == "year").to_numpy(), "group"].unique())]
    pair = found["student"].to_numpy() * (len(found["subject"].cat.categories) + 1) + found["subject"].cat.codes.to_numpy()
    found = found.assign(pair=pair)
    pairs = found.drop_duplicates("pair").set_index("pair")[["student", "group", "subject", "graded"]]
    for term in ("year", "interim"):
        rows = found[(found["term"] == term).to_numpy()].set_index("pair")
        pairs[term] = rows["token"].astype(object).reindex(pairs.index).fillna("")
    rows = found[(found["term"] == "year").to_numpy()]
    pairs["at"] = pd.Series(rows.index, rows["pair"], dtype="int64").reindex(pairs.index, fill_value=-1)
    pairs = pairs.astype({"group": object, "subject": object}).reset_index(drop=True)
    _add_sheets_of_interim(pairs, school)
    year, interim = pairs["year"], pairs["interim"]
    due = (interim != "").groupby([pairs["group"], pairs["subject"]]).transform("any") if len(pairs) else interim != ""
    bad = year.isin(BAD) | interim.isin(BAD)
    good = year.isin(GOOD) & (interim.isin(GOOD) | ~due)
    return pairs.assign(due=due, met=np.select([bad, good], [0, 1], -1))


def _add_sheets_of_interim(pairs: pd.DataFrame, school: School) -> None:
    """Marks of the sheets of the interim attestation where the journals have none."""
    told = {(*cell.who, fold(cell.subject)): cell.token for cell in interim_cells(school)}
    if told:
        listed = of_results.students(school)[["name", "group", "person"]]
        owners = [owner(*student) for student in listed.itertuples(index=False, name=None)]
        lines = zip(pairs["student"], pairs["subject"], pairs["interim"], strict=True)
        pairs["interim"] = [token or told.get((*owners[student], fold(subject)), "") for student, subject, token in lines]


@dataclass(frozen=True, slots=True)
class InterimCell:
    """A filled cell of a sheet of the interim attestation.

    Attributes:
        who: The student, as `debts.owner` gives it.
        student: Name as written.
        group: Class.
        subject: Subject as in the plan, else as written.
        term: «interim», «year» or «final».
        token: What is set; «?»: it cannot be read.
        sheet_id: Sheet of `Records`.
        row: Row, from 1.
        column: Column, from 1.
    """

    who: tuple[object, ...]
    student: str
    group: str
    subject: str
    term: str
    token: str
    sheet_id: int
    row: int
    column: int


def interim_cells(school: School, terms: Sequence[str] = ("interim",)) -> tuple[InterimCell, ...]:
    """Filled cells of the sheets of the interim attestation in rows with a student, on sheets that name their subject."""
    found: tuple[InterimCell, ...] = school.once("interim_cells", "", lambda: tuple(_interim_cells(school)))
    return tuple(cell for cell in found if cell.term in terms)


def _interim_cells(school: School) -> Iterator[InterimCell]:
    records = school.records.get("interim_results")
    if records is None or records.rows.empty:
        return
    groups, persons = school.groups(records).astype(object), school.persons(records).tolist()
    subjects = [_title(school, name) if isinstance(name, str) else "" for name in records.sheets["subject"]]
    names = records.rows["student"].astype(object).tolist()
    marks = records.terms[["sheet_id", "line", "row", "column", "term"]].assign(token=records.terms["token"].astype(object))
    for sheet, line, row, column, term, token in marks.itertuples(index=False, name=None):
        if isinstance(names[line], str) and subjects[sheet]:
            who = owner(names[line], groups.iat[line], persons[line])
            text = token if isinstance(token, str) else "?"
            yield InterimCell(who, plain(names[line]), groups.iat[line], subjects[sheet], term, text, sheet, row, column)


def _title(school: School, subject: str) -> str:
    return school.subject_names.get(fold(subject), subject)


def _owned(school: School, day: dt.date) -> dict[tuple[object, ...], list[Debt]]:
    """Debts of each student: those of this year's register, and those of earlier years that are not cleared and not repeated."""
    owned = by_owner(of_debts.debts(school))
    for past in school.past:
        if school.year is None or past.year is None:
            continue
        for debt in of_debts.debts(past):
            if status(debt, day) is not Status.CLEARED and debt.choice != REPEAT and (debt.group and debt.student):
                group = f"{grade_of(debt.group) + school.year - past.year}{debt.group.lstrip('0123456789')}"
                person = school.roster.match(debt.student, group).person if school.roster is not None else -1
                owned.setdefault(owner(debt.student, group, person), []).append(replace(debt, group=group, person=person))
    return owned


def _trials(school: School) -> dict[tuple[object, ...], bool]:
    """Whether the trial of its grade is passed, by student (`debts.owner`) and grade; a later result never takes a pass away."""
    records = school.records.get("admission_results")
    if records is None or records.rows.empty:
        return {}
    groups, persons = school.groups(records).astype(object), school.persons(records).tolist()
    found: dict[tuple[object, ...], bool] = {}
    lines = zip(*(records.rows[name].astype(object) for name in ("student", "trial", "result")), groups, persons, strict=True)
    for student, trial, result, group, person in lines:
        admission = ADMISSIONS.get(grade_of(group))
        if isinstance(student, str) and isinstance(result, str) and admission is not None and trial in admission.trials:
            who = (*owner(student, group, person), grade_of(group))
            found[who] = found.get(who, False) or result == PASSED
    return found


def _certificates(school: School) -> dict[int, Decision]:
    """Whether a certificate may be issued to those who finish a level, by number of the student; empty while no exam was read."""
    if not school.records.keys() & set(EXTERNAL):
        return {}
    return {graduate.student: issue(graduate.finals, graduate.exams, graduate.basic) for graduate in graduates(school)}


def _left(school: School, day: dt.date) -> dict[int, str]:
    """When and by what order those people of the class list left who did so by a day."""
    records = school.records.get("class_list")
    if records is None or records.rows.empty:
        return {}
    gone = records.rows[(records.rows["left"] <= pd.Timestamp(day)).to_numpy(bool)]
    return {
        int(person): f"{left:%d.%m.%Y}" + (f", {order}" if isinstance(order, str) else "")
        for person, left, order in zip(gone.index, gone["left"], gone["order"].astype(object), strict=True)
    }
