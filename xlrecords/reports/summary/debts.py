"""Academic debts, transfer to the next class, admission to the final attestation (п. 3.2.1, 4.1; ст. 58 273-ФЗ)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from ...attestation.debts import Attempt, Debt, Status, clearance, debts, known_day, status, term_words
from ...attestation.promotion import ADMISSIONS, Standing, Student, students
from ...decision import Answer, Decision
from ...kind import grade_of, plain
from ...report import Cell, Field, Figure, Page
from ..grounds import told
from .order import class_order, name_order
from .summary import Summary

DEBT_FIELDS = (
    Field("Класс", 7, centred=True),
    Field("Обучающийся", 32, wrapped=True),
    Field("Предмет", 18, wrapped=True),
    Field("Образовалась", 12, centred=True),
    Field("Причина", 22, wrapped=True),
    Field("Срок ликвидации", 17, wrapped=True),
    Field("1-я попытка", 17, wrapped=True),
    Field("2-я попытка", 17, wrapped=True),
    Field("Протокол комиссии", 17, wrapped=True),
    Field("Состояние", 18, wrapped=True),
    Field("Решение родителей", 18, wrapped=True),
)
STATE = 9
STANDING_FIELDS = (
    Field("Класс", 7, centred=True),
    Field("Обучающийся", 36, wrapped=True),
    Field("Вывод", 28, wrapped=True),
    Field("Основания", 80, wrapped=True),
)
DEBT_TONES = {
    Status.EXPIRED: "error",
    Status.NOT_CLEARED: "error",
    Status.OPEN: "warning",
    Status.FIRST_FAILED: "warning",
    Status.UNKNOWN: "note",
}
STANDING_TONES = {
    Standing.REPEATS: "error",
    Standing.NOT_ADMITTED: "error",
    Standing.CONDITIONAL: "warning",
    Standing.ADAPTED: "warning",
    Standing.INDIVIDUAL: "warning",
    Standing.UNKNOWN: "note",
}


def pages(summary: Summary) -> Iterator[Page]:
    """The register of debts with their state, the transfer of every student, and the admission of grades 9 and 11; what is known of them."""
    today = known_day(summary.school) or summary.day
    before = (debt for past in summary.school.past for debt in debts(past) if status(debt, today) is not Status.CLEARED)
    owed = (*debts(summary.school), *before)
    if owed:
        yield _debts(summary, owed, today)
    if not summary.ends_year:
        return
    day = min(today, dt.date(summary.school.year + 1, 8, 31)) if summary.school.year else today
    found = sorted(students(summary.school, day), key=lambda student: (class_order(student.group), name_order(student.name)))
    final = [student for student in found if grade_of(student.group) in ADMISSIONS]
    others = [student for student in found if grade_of(student.group) not in ADMISSIONS]
    if others:
        yield _standings("Перевод", "Перевод в следующий класс", summary, others, day)
    if final:
        yield _standings("Допуск к ГИА", "Допуск к государственной итоговой аттестации", summary, final, day)


def _debts(summary: Summary, owed: Sequence[Debt], day: dt.date) -> Page:
    ordered = sorted(owed, key=lambda debt: (class_order(debt.group), name_order(debt.student), debt.subject))
    states = [status(debt, day) for debt in ordered]
    return Page(
        tab="Задолженности",
        title="Академические задолженности",
        note=f"{summary.note} · состояние на {day:%d.%m.%Y}",
        fields=DEBT_FIELDS,
        rows=[_debt_row(debt, state, day) for debt, state in zip(ordered, states, strict=True)],
        tones=[DEBT_TONES.get(state, "") for state in states],
        toned=STATE,
        frozen=2,
        signatures=("Заместитель директора",),
    )


def _debt_row(debt: Debt, state: Status, day: dt.date) -> list[Cell]:
    first, second = [*debt.attempts, Attempt(), Attempt()][:2]
    return [
        debt.group,
        plain(debt.student),
        debt.subject,
        f"{debt.arose:%d.%m.%Y}" if debt.arose else "",
        debt.cause,
        term_words(debt),
        _attempt(first),
        _attempt(second),
        debt.protocol,
        Figure(state.value, why=partial(why_debt, debt, day)),
        debt.choice,
    ]


def _attempt(attempt: Attempt) -> str:
    return ": ".join(part for part in (f"{attempt.day:%d.%m.%Y}" if attempt.day else "", attempt.result) if part)


def why_debt(debt: Debt, day: dt.date) -> list[str]:
    """From what the state of a debt on a day follows, line by line."""
    term = f"срок: {term_words(debt) or 'неизвестен'}; рассмотрено на {day:%d.%m.%Y}"
    return [f"{debt.subject}: {status(debt, day).value}", term, *told(clearance(debt, day).grounds)]


def _standings(tab: str, title: str, summary: Summary, found: Sequence[Student], day: dt.date) -> Page:
    standings = [student.conclusion.standing for student in found]
    counts = Counter(standings)
    totals = ", ".join(f"{standing.value} — {counts[standing]}" for standing in Standing if counts[standing])
    return Page(
        tab=tab,
        title=title,
        note=f"{summary.note} · на {day:%d.%m.%Y} · решает педагогический совет · всего {len(found)}: {totals}",
        fields=STANDING_FIELDS,
        rows=[_standing_row(student) for student in found],
        tones=[STANDING_TONES.get(standing, "") for standing in standings],
        toned=2,
        frozen=2,
        signatures=("Заместитель директора",),
    )


def _standing_row(student: Student) -> list[Cell]:
    conclusion = student.conclusion
    return [
        student.group,
        student.name,
        Figure(conclusion.standing.value, why=partial(why_standing, student)),
        _told(conclusion.decision),
    ]


def _told(decision: Decision) -> str:
    """What speaks against, or is lacking; of a full «yes», all grounds."""
    shown = decision.grounds if decision.answer is Answer.YES else decision.lacking()
    return "; ".join(ground.text for ground in shown)


def why_standing(student: Student) -> list[str]:
    """From what a student's standing follows, line by line."""
    conclusion = student.conclusion
    return [f"{student.name}, {student.group}: {conclusion.standing.value}", *told(conclusion.decision.grounds)]
