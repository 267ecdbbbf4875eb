"""A case of credit of results of other organisations: the row of the register, the application, and what is known around them (раздел V)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..people import key
from ..words import decimal


@dataclass(frozen=True, slots=True)
class Application:
    """An application for credit.

    Attributes:
        day: Its day; None: not written.
        applicant: Who applied.
        withdrawn: Whether it was withdrawn.
        where: Its place.
        disputed: Place of another one of that day or a later one that was withdrawn, so that it is doubtful what is wanted.
    """

    day: dt.date | None
    applicant: str
    withdrawn: bool = False
    where: str = ""
    disputed: str = ""


@dataclass(frozen=True, slots=True)
class Credit:
    """A row of the register; empty texts and None are what is not written.

    Attributes:
        student: Name as written.
        group: Class.
        person: Position in the class list, -1 where that is not known for sure.
        applied: Day of the application.
        applicant: Who applied.
        document_kind: One of `forms.credits.DOCUMENTS`.
        document: Its number and date.
        outcomes: What a person judged of the planned outcomes, one of MATCHES, PARTLY, DIFFERS.
        decision: What the school decided, one of `forms.credits.DECISIONS`.
        mark: Mark that was credited, «5» to «3».
        order: Minutes or order of the decision.
        refusal: Reason of a refusal.
        where: Place of the row.
        places: Place of each column that the sheet has.
    """

    student: str = ""
    group: str = ""
    person: int = -1
    applied: dt.date | None = None
    applicant: str = ""
    organisation: str = ""
    licence: str = ""
    document_kind: str = ""
    document: str = ""
    subject_there: str = ""
    hours_there: int | None = None
    mark_there: str = ""
    subject_here: str = ""
    hours_here: int | None = None
    outcomes: str = ""
    decision: str = ""
    mark: str = ""
    order: str = ""
    decided: dt.date | None = None
    notified: dt.date | None = None
    refusal: str = ""
    where: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    def at(self, name: str) -> str:
        """Place of a column; of the row if the sheet has none."""
        return self.places.get(name) or self.where


@dataclass(frozen=True, slots=True)
class Case:
    """A row with all that is known around it.

    Attributes:
        credit: The row.
        application: The application that it rests on, or None.
        listed: Whether the student is in the class list; None: not known for sure.
        entitled: Whether the applicant is the student or a guardian; None: the lists leave it open.
        in_plan: Whether the subject is in the plan of the class; None: there is no plan.
        planned: Hours of the plan for a year, or None.
        graded: Whether marks are set in the subject.
        share: Least part of the hours.
        basis: Where that setting comes from.
        exam: What says that the credit stands for a final exam, in words; empty: nothing.
    """

    credit: Credit
    application: Application | None = None
    listed: bool | None = None
    entitled: bool | None = None
    in_plan: bool | None = None
    planned: Fraction | None = None
    graded: bool = True
    share: Fraction = Fraction(4, 5)
    basis: str = ""
    exam: str = ""

    @property
    def hours(self) -> Fraction | None:
        """Hours here: of the row, else of the plan; None: neither says, or what it says is no number of hours."""
        here = self.planned if self.credit.hours_here is None else Fraction(self.credit.hours_here)
        return here if here is not None and here > 0 else None

    @property
    def ratio(self) -> Fraction | None:
        """Hours there by hours here, exact; None: either is not known."""
        there, here = self.credit.hours_there, self.hours
        return None if there is None or here is None else there / here


def application_of(credit: Credit, journal: Sequence[Application]) -> Application | None:
    """The application that a row rests on.

    Args:
        credit: The row; an application that it names itself goes first.
        journal: Applications about credit of the same student, and of the same subject where they name one.

    Returns:
        That of the row, withdrawn if the journal says so; else the last one that was not later than the decision, else the last
        later one, else one that was withdrawn; None: there is none.
    """
    found = _named_or_last(credit, journal)
    if found is None or found.withdrawn or found.day is None:
        return found
    against = (entry for entry in journal if entry.withdrawn and entry.day and entry.day >= found.day)
    return replace(found, disputed=next((entry.where for entry in against), ""))


def _named_or_last(credit: Credit, journal: Sequence[Application]) -> Application | None:
    same = [entry for entry in journal if not credit.applicant or key(entry.applicant) == key(credit.applicant)]
    if credit.applied:
        that_day = [entry for entry in same if entry.day == credit.applied]
        withdrawn = bool(that_day) and all(entry.withdrawn for entry in that_day)
        named = {entry.applicant for entry in that_day}
        return Application(credit.applied, credit.applicant or (named.pop() if len(named) == 1 else ""), withdrawn, credit.at("applied"))
    live = [entry for entry in same if not entry.withdrawn and entry.day]
    in_time = [entry for entry in live if credit.decided is None or (entry.day and entry.day <= credit.decided)]
    found = max(in_time or live, key=lambda entry: entry.day or dt.date.min, default=None)
    if found is not None:
        return found
    if same:
        return same[-1]
    return Application(None, credit.applicant, where=credit.at("applicant")) if credit.applicant else None


def late(case: Case) -> bool:
    """Whether the application is dated after the decision."""
    filed, decided = case.application, case.credit.decided
    return bool(filed and filed.day and decided and filed.day > decided)


def hours_words(case: Case) -> str:
    """Hours here for showing; an empty text where they are not known."""
    return "" if case.hours is None else str(case.hours) if case.hours.denominator == 1 else decimal(case.hours)
