"""Rules of academic debts: terms, attempts, commission, decision, and debts that the register lacks (п. 3.2.1, 4.1; ст. 58 273-ФЗ)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import pandas as pd

from ..attestation import results as of_results
from ..attestation.debts import Debt, Status, by_owner, debts, known_day, owner, register, status
from ..attestation.promotion import BAD, interim_cells
from ..forms import SUMMARIES
from ..forms.debts import CLEARED, NOT_CLEARED
from ..issue import Severity
from ..kind import DATED_TERMS, TERMS, fold
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings

FORM = ("debts",)
MARKED = ("class_journal", *SUMMARIES, "interim_results")
"""Forms with results from which debts come."""


def _at(records: Records, found: Iterable[tuple[int, str, dict[str, object]]]) -> pd.DataFrame:
    """Findings in the cells of rows, by position in the register and name of the column; without that column, at the student."""
    lines = []
    for line, name, facts in found:
        sheet, row = records.rows["sheet_id"].iat[line], records.rows["row"].iat[line]
        lines.append({"sheet_id": sheet, "row": row, "column": records.places[name][sheet] or records.places["student"][sheet], **facts})
    return pd.DataFrame(lines) if lines else findings()


@rule(
    "debt-attempt-order", title="Попытки ликвидации записаны не по порядку", forms=FORM, clause="3.2.1",
    message="{why}", fix="Исправьте даты и результаты попыток по протоколам.",
)  # fmt: skip
def debt_attempt_order(records: Records, school: School) -> pd.DataFrame:
    """An attempt before the debt arose, a second one without, before or after a passed first one."""
    return _at(records, ((line, name, {"why": why}) for line, debt in enumerate(register(school)) for name, why in _disorder(debt)))


def _disorder(debt: Debt) -> Iterator[tuple[str, str]]:
    """Column and reason of the first thing that is out of order in the attempts of a debt."""
    first, second = [*debt.attempts, None, None][:2]
    if first is not None and second is not None:
        if first.day is None and not first.result:
            yield "date2", "записана 2-я попытка, а 1-й нет"
        elif first.passed:
            yield "date2", f"1-я попытка пройдена ({first.result}), а записана и 2-я"
        elif first.day and second.day and second.day < first.day:
            yield "date2", f"2-я попытка {second.day:%d.%m.%Y} раньше 1-й ({first.day:%d.%m.%Y})"
    days = [(number, attempt.day) for number, attempt in enumerate(debt.attempts, 1) if attempt.day]
    early = next(((number, day) for number, day in days if debt.arose and day < debt.arose), None)
    if early is not None:
        yield f"date{early[0]}", f"{early[0]}-я попытка {early[1]:%d.%m.%Y} раньше, чем образовалась задолженность"


@rule(
    "debt-no-commission", title="Вторая попытка без комиссии", forms=FORM, clause="3.2.1",
    message="{subject}: 2-я попытка записана без протокола комиссии",
    fix="Впишите номер и дату протокола: во второй раз аттестацию принимает комиссия (ч. 6 ст. 58 273-ФЗ).",
)  # fmt: skip
def debt_no_commission(records: Records, school: School) -> pd.DataFrame:
    """Second attempts without a protocol of a commission."""
    return _at(
        records,
        (
            (line, "protocol", {"subject": debt.subject or "предмет не указан"})
            for line, debt in enumerate(register(school))
            if len(debt.attempts) > 1 and debt.attempts[1].result and not debt.protocol
        ),
    )


@rule(
    "debt-third-attempt", title="Третья попытка ликвидации", forms=FORM, clause="3.2.1",
    message="{student}, {subject}: обе попытки уже использованы ({where})",
    fix="Проверьте запись: ликвидировать задолженность можно не более двух раз (ч. 5 ст. 58 273-ФЗ).",
)  # fmt: skip
def debt_third_attempt(records: Records, school: School) -> pd.DataFrame:
    """Attempts in a new row while the term of a debt runs of which both attempts failed."""
    found: list[tuple[int, str, dict[str, object]]] = []
    lost: dict[tuple[object, ...], Debt] = {}
    rows = [(line, debt) for line, debt in enumerate(register(school)) if debt.student and debt.subject and debt.arose]
    for line, debt in sorted(rows, key=lambda pair: pair[1].arose or dt.date.min):
        who = (*owner(debt.student, debt.group, debt.person), fold(school.subject(debt.subject)))
        before = lost.get(who)
        tried = [attempt.day for attempt in debt.attempts if attempt.day]
        if before is not None and before.arose != debt.arose and before.last_day and tried and tried[0] <= before.last_day:
            found.append((line, "date1", {"student": debt.student, "subject": debt.subject, "where": before.where}))
        if sum(attempt.passed is False for attempt in debt.attempts) == 2:
            lost.setdefault(who, debt)
    return _at(records, found)


@rule(
    "debt-overdue", title="Срок ликвидации истёк", forms=FORM, clause="3.2.1",
    message="{subject}: {what}, а срок ликвидации истёк {last}",
    fix="Запишите результат или решение родителей; если срок длиннее, укажите дни, которые в него не входят.",
)  # fmt: skip
def debt_overdue(records: Records, school: School) -> pd.DataFrame:
    """Debts passed after a year, or of which a year after they arose, by the last day that the records know, nothing is decided."""
    today = known_day(school)
    if today is None:
        return findings()
    return _at(
        records,
        (
            (line, "due", {"subject": debt.subject or "предмет не указан", "what": what, "last": debt.last_day})
            for line, debt in enumerate(register(school))
            if (what := _overdue(debt, today))
        ),
    )


def _overdue(debt: Debt, today: dt.date) -> str:
    """What is late, in words; empty if nothing is."""
    if debt.last_day is None or debt.choice or today <= debt.last_day:
        return ""
    late = next((attempt.day for attempt in debt.attempts if attempt.passed and attempt.day and attempt.day > debt.last_day), None)
    if late is not None:
        return f"сдано {late:%d.%m.%Y}"
    stands = status(debt, today)
    return {Status.EXPIRED: "результата нет", Status.NOT_CLEARED: "решение родителей не записано"}.get(stands, "")


@rule(
    "debt-due-late", title="Срок ликвидации больше года", forms=FORM, clause="3.2.1", severity=Severity.WARNING,
    message="срок {due} позже, чем через год после образования задолженности: последний день — {last}",
    fix="Исправьте срок или укажите дни, которые в него не входят (болезнь, отпуск).",
)  # fmt: skip
def debt_due_late(records: Records, school: School) -> pd.DataFrame:
    """Terms that the school set longer than the law lets it."""
    return _at(
        records,
        (
            (line, "due", {"due": debt.due, "last": debt.last_day})
            for line, debt in enumerate(register(school))
            if debt.due is not None and debt.last_day is not None and debt.due > debt.last_day
        ),
    )


@rule(
    "debt-decision-differs", title="Решение не следует из попыток", forms=FORM, clause="3.2.1",
    message="решение «{value}», а {why}", fix="Исправьте результат попытки или решение по протоколу.",
)  # fmt: skip
def debt_decision_differs(records: Records, school: School) -> pd.DataFrame:
    """Debts called cleared though no attempt is passed, and the reverse."""
    found: list[tuple[int, str, dict[str, object]]] = []
    for line, debt in enumerate(register(school)):
        passed = next((attempt.result for attempt in debt.attempts if attempt.passed), "")
        if debt.decision == CLEARED and not passed:
            results = "; ".join(attempt.result for attempt in debt.attempts if attempt.result)
            found.append((line, "decision", {"why": f"попытка не пройдена: {results}" if results else "результат попытки не записан"}))
        elif debt.decision == NOT_CLEARED and passed:
            found.append((line, "decision", {"why": f"попытка пройдена: {passed}"}))
    return _at(records, found)


@rule(
    "debt-unrecorded", title="Задолженности нет в реестре", forms=MARKED, clause="3.2.1", severity=Severity.WARNING,
    message="{student}, {subject}: {term} «{value}», а в реестре задолженностей записи нет",
    fix="Внесите задолженность в реестр или исправьте отметку.",
)  # fmt: skip
def debt_unrecorded(records: Records, school: School) -> pd.DataFrame:
    """Unsatisfactory results of a closed year without a row in the register, if the school keeps one: one finding a student and subject."""
    if "debts" not in school.records:
        return findings()
    found = school.once("unrecorded_debts", "", lambda: _unrecorded(school))
    return found[(found["form"] == records.form.name).to_numpy()].drop(columns="form") if len(found) else findings()


def _unrecorded(school: School) -> pd.DataFrame:
    """Cells of results that make a debt which the register lacks: form, sheet_id, row, column, student, subject, term."""
    recorded = {(*who, fold(school.subject(debt.subject))) for who, owned in by_owner(debts(school)).items() for debt in owned}
    listed, found = of_results.students(school), of_results.results(school)
    bad = found[(found["term"].isin(("year", "interim")) & found["token"].isin(BAD) & (found["column"] > 0)).to_numpy()]
    lines: list[tuple[object, ...]] = []
    for one in bad.sort_values("term", kind="stable").itertuples(index=False):
        name, group, person = listed.loc[one.student, ["name", "group", "person"]]
        who = (*owner(name, group, person), fold(school.subject(one.subject)))
        if who not in recorded and year_closed(school, group):
            recorded.add(who)
            lines.append((one.form, one.sheet_id, one.row, one.column, name, one.subject, TERMS[one.term]))
    for cell in interim_cells(school):
        who = (*cell.who, fold(school.subject(cell.subject)))
        if cell.token in BAD and who not in recorded and year_closed(school, cell.group):
            recorded.add(who)
            lines.append(("interim_results", cell.sheet_id, cell.row, cell.column, cell.student, cell.subject, TERMS["interim"]))
    return pd.DataFrame(lines, columns=["form", "sheet_id", "row", "column", "student", "subject", "term"])


def year_closed(school: School, group: str) -> bool:
    """Whether the school says that every term of a class is closed."""
    terms = [term for name, term in school.terms(group).items() if name in DATED_TERMS]
    return bool(terms) and all(term.closed is True for term in terms)


RULES: tuple[Rule, ...] = (
    debt_attempt_order, debt_no_commission, debt_third_attempt, debt_overdue, debt_due_late, debt_decision_differs, debt_unrecorded,
)  # fmt: skip
