"""Academic debts: until when one may be cleared, whether it is, and how it stands on a day (п. 3.2.1, 4.1; ст. 58 273-ФЗ).

A debt is cleared within a year from the day on which it arose, days of illness and leave left out, in at most two attempts,
the second before a commission. What is not recorded is unknown and clears nothing.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import numpy as np
import pandas as pd

from ..decision import Answer, Decision, Ground
from ..forms.debts import CLEARED, FAILED, NOT_CLEARED, PASSES
from ..people import identity
from ..school import School

TERM_CLAUSE: Final = "ч. 5 ст. 58 273-ФЗ"
"""Two attempts, a year, and what the year does not include."""
COMMISSION_CLAUSE: Final = "ч. 6 ст. 58 273-ФЗ"
"""The second attempt is before a commission."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt to clear a debt: its day, and one of `forms.debts.RESULTS`; None and an empty text: not recorded."""

    day: dt.date | None = None
    result: str = ""

    @property
    def passed(self) -> bool | None:
        """Whether it was passed; None: no result is recorded."""
        return self.result in PASSES if self.result else None


@dataclass(frozen=True, slots=True)
class Debt:
    """A debt of a student in a subject, as the register has it.

    Attributes:
        subject: Subject, as written.
        arose: Day on which it arose, or None.
        attempts: Those that are recorded, the first one first; a blank first one stands before a second that is recorded.
        protocol: Protocol of the commission, or an empty text.
        excluded: Days of illness and leave.
        cause: One of `forms.debts.CAUSES`, or an empty text.
        due: Last day of the school's own term, or None.
        decision: `CLEARED`, `NOT_CLEARED`, or an empty text.
        choice: One of `forms.debts.CHOICES`: what the parents decided, or an empty text.
        student: Name as written.
        group: Class.
        person: Position in the class list, -1 where unknown.
        where: Place of the row, in words.
    """

    subject: str
    arose: dt.date | None = None
    attempts: tuple[Attempt, ...] = ()
    protocol: str = ""
    excluded: int = 0
    cause: str = FAILED
    due: dt.date | None = None
    decision: str = ""
    choice: str = ""
    student: str = ""
    group: str = ""
    person: int = -1
    where: str = ""

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which the law lets it be cleared; None: it is not known when it arose."""
        return None if self.arose is None else deadline(self.arose, self.excluded)


class Status(Enum):
    """How a debt stands on a day."""

    OPEN = "открыта"
    FIRST_FAILED = "первая попытка не пройдена"
    CLEARED = "ликвидирована"
    NOT_CLEARED = "не ликвидирована"
    EXPIRED = "срок истёк"
    UNKNOWN = "не хватает данных"


LOST: Final = (Status.NOT_CLEARED, Status.EXPIRED)
"""After these the parents decide how the student goes on (ч. 9 ст. 58)."""


def deadline(arose: dt.date, excluded: int = 0) -> dt.date:
    """The last day for clearing a debt: a year from the day on which it arose, and as many days more as the year does not include.

    Args:
        arose: The day; a debt of 29 February has its year out on the last day of the next February (ст. 192 ГК РФ).
        excluded: Days of illness, academic leave, maternity leave.
    """
    year = arose.year + 1
    day = min(arose.day, calendar.monthrange(year, arose.month)[1])
    return dt.date(year, arose.month, day) + dt.timedelta(days=excluded)


def clearance(debt: Debt, day: dt.date) -> Decision:
    """Whether a debt is cleared by a day, on all grounds that must be met; later attempts are not known yet on that day."""
    tried = {number: attempt for number, attempt in enumerate(debt.attempts, 1) if attempt.day is None or attempt.day <= day}
    passed = next((number for number, attempt in tried.items() if attempt.passed), 0)
    if not passed:
        unrecorded = any(attempt.passed is None for attempt in tried.values()) or (debt.decision == CLEARED and not debt.attempts)
        results = ", ".join(attempt.result or "результат не записан" for attempt in tried.values()) or "попыток не записано"
        return Decision.of([Ground(f"попытка пройдена: {results}", None if unrecorded else False, TERM_CLAUSE, debt.where)])
    attempt, last = tried[passed], debt.last_day
    grounds = [Ground(f"{passed}-я попытка пройдена: {attempt.result}", True, TERM_CLAUSE, debt.where)]
    in_time = None if attempt.day is None or last is None else attempt.day <= last
    dates = f"{_shown(attempt.day)}, последний день {_shown(last)}"
    grounds.append(Ground(f"сдано в пределах года: {dates}", in_time, TERM_CLAUSE, debt.where))
    if passed == 2:
        commission = f"вторую попытку приняла комиссия: {debt.protocol or 'протокол не записан'}"
        grounds.append(Ground(commission, True if debt.protocol else None, COMMISSION_CLAUSE, debt.where))
    if debt.decision == NOT_CLEARED and len(tried) == len(debt.attempts):
        grounds.append(Ground(f"решение: {NOT_CLEARED}", False, TERM_CLAUSE, debt.where))
    return Decision.of(grounds)


def _shown(day: dt.date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else "дата неизвестна"


def status(debt: Debt, day: dt.date) -> Status:
    """How a debt stands on a day."""
    cleared = clearance(debt, day)
    if cleared.answer is Answer.YES:
        return Status.CLEARED
    failed = [attempt for attempt in debt.attempts if attempt.passed is False and (attempt.day is None or attempt.day <= day)]
    decided = all(attempt.day is None or attempt.day <= day for attempt in debt.attempts)  # the decision follows the last attempt
    if len(failed) >= 2 or (debt.decision == NOT_CLEARED and decided and cleared.answer is Answer.NO):
        return Status.NOT_CLEARED
    if cleared.answer is Answer.UNKNOWN or debt.last_day is None:
        return Status.UNKNOWN
    if day > debt.last_day:
        return Status.EXPIRED
    return Status.FIRST_FAILED if failed else Status.OPEN


def term_words(debt: Debt) -> str:
    """Until when it may be cleared, in words: the school's term, the last day by law, the days that it does not include."""
    if debt.last_day is None:
        return _shown(debt.due) if debt.due else ""
    law = f"{debt.last_day:%d.%m.%Y}"
    if debt.excluded:
        law += f" (с учётом {debt.excluded} дн.)"
    return f"{debt.due:%d.%m.%Y}, не позднее {law}" if debt.due and debt.due < debt.last_day else law


# From the register


def debts(school: School) -> tuple[Debt, ...]:
    """Rows of the register of a school year that name a student and a subject, in their order."""
    return school.once("debts", "", lambda: tuple(debt for debt in register(school) if debt.student and debt.subject))


def register(school: School) -> tuple[Debt, ...]:
    """All rows of the register of a school year, one a row of its records; what is not written is empty."""
    return school.once("debt_register", "", lambda: tuple(_read(school)))


def _read(school: School) -> Iterator[Debt]:
    records = school.records.get("debts")
    if records is None or records.rows.empty:
        return
    groups = school.groups(records).astype(object)
    column = records.places["student"]
    for row, group, person in zip(records.rows.to_dict("records"), groups, school.persons(records).tolist(), strict=True):
        attempts = tuple(Attempt(_day(row[f"date{number}"]), _text(row[f"result{number}"])) for number in (1, 2))
        yield Debt(
            subject=_text(row["subject"]),
            arose=_day(row["arose"]),
            attempts=attempts[: max((number for number in (1, 2) if attempts[number - 1] != Attempt()), default=0)],
            protocol=_text(row["protocol"]),
            excluded=0 if pd.isna(row["excluded"]) else int(row["excluded"]),
            cause=_text(row["cause"]),
            due=_day(row["due"]),
            decision=_text(row["decision"]),
            choice=_text(row["choice"]),
            student=_text(row["student"]),
            group=group,
            person=person,
            where=records.where(row["sheet_id"], row["row"], int(column[row["sheet_id"]])),
        )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _day(value: Any) -> dt.date | None:
    return None if pd.isna(value) else value.date()


def owner(student: str, group: str, person: int) -> tuple[object, ...]:
    """Who a student is, for comparing registers of one school year: the person of the class list, else tidied name and class."""
    return (person,) if person >= 0 else (identity(-1, student), group)


def known_day(school: School) -> dt.date | None:
    """The last day that the records speak of, for they, and not the clock, say how far a school has come.

    Lessons under which something is written, interim attestation, debts that arose, attempts with a result, and admission to
    the final attestation count; days before a school year, or more than a year after it, are slips of the pen. All years that
    were read together count, once `look_back` has told the earlier ones. None: no day is known.
    """
    return school.once("known_day", "", lambda: max(_known_days((school, *school.past)), default=None))


def look_back(school: School) -> None:
    """Tell earlier years how far the records have come: a register of last year is judged by the day of today."""
    for past in school.past:
        past.once("known_day", "", lambda: known_day(school))


def _known_days(years: Iterable[School]) -> Iterator[dt.date]:
    """The last day of each kind of sheet in some school years."""
    for school in years:
        for records in school.records.values():
            if "date" in records.grid:
                yield from _last(records.grid["date"], school.year, 1)
        for form, part in (("interim_results", "sheets"), ("admission_results", "rows")):
            if form in school.records:
                yield from _last(getattr(school.records[form], part)["date"], school.year, 1)
        if "debts" in school.records:
            rows = school.records["debts"].rows
            yield from _last(rows["arose"], school.year, 2)
            for number in (1, 2):
                yield from _last(rows[f"date{number}"][rows[f"result{number}"].notna()], school.year, 2)


def _last(column: pd.Series, year: int | None, years: int) -> list[dt.date]:
    """The last of some days within so many years from the beginning of the school year, in a list; empty if there is none."""
    days = column.to_numpy()
    known = days[~np.isnat(days)].astype("datetime64[D]")
    if year is not None:
        known = known[(known >= np.datetime64(f"{year}-09-01")) & (known <= np.datetime64(f"{year + years}-08-31"))]
    return [known.max().item()] if len(known) else []


def by_owner(found: Iterable[Debt]) -> dict[tuple[object, ...], list[Debt]]:
    """Debts by who has them."""
    owned: dict[tuple[object, ...], list[Debt]] = {}
    for debt in found:
        owned.setdefault(owner(debt.student, debt.group, debt.person), []).append(debt)
    return owned
