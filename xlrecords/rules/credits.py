"""Rules of credit of results of other organisations: application, applicant, decision, notice, transfer (раздел V; приказ № 845/369)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ..achievements.credit import PASSED, Consideration
from ..achievements.credit_case import hours_words, late
from ..achievements.credit_register import considerations, known_day, notice_due
from ..achievements.credit_transfer import State, Transfer, transfers
from ..book import address
from ..forms.credits import CREDITED, MARKED, REFUSED
from ..issue import Severity
from ..kind import fold, plain
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings
from ..words import decimal

FORM = ("credits",)

Found = Iterator[tuple[Consideration, int, str, dict[str, object]]]
"""A row of the register, its position, the column of the finding, and its facts."""


def _at(records: Records, found: Found) -> pd.DataFrame:
    """Findings in the cells of rows; where a sheet has no such column, at the student. Cells that cannot be read are reported as such."""
    unread = set(records.unread[["sheet_id", "row", "name"]].itertuples(index=False, name=None))
    lines = []
    for one, line, name, facts in found:
        sheet, row = records.rows["sheet_id"].iat[line], records.rows["row"].iat[line]
        if (sheet, row, name) in unread:
            continue
        column = records.places[name][sheet] or records.places["student"][sheet]
        lines.append({"sheet_id": sheet, "row": row, "column": column, "subject": _subject(one), **facts})
    return pd.DataFrame(lines) if lines else findings()


def _subject(one: Consideration) -> str:
    return plain(one.credit.subject_here) or "предмет не указан"


def _credited(school: School) -> Iterator[tuple[int, Consideration]]:
    return ((line, one) for line, one in enumerate(considerations(school)) if one.credit.decision in CREDITED)


def _ground(one: Consideration, about: str) -> str:
    """Words of a ground."""
    return next(finding.ground.text for finding in one.findings if finding.about == about)


@rule(
    "credit-without-application", title="Зачёт без заявления", forms=FORM, clause="5.1",
    message="{subject}: зачтено, а {why}", fix="Впишите дату заявления или отмените зачёт: без заявления результаты не зачитывают.",
)  # fmt: skip
def credit_without_application(records: Records, school: School) -> pd.DataFrame:
    """Credited rows without an application in the row or in the journal of applications, or with one that was withdrawn."""
    return _at(
        records,
        (
            (one, line, "applied", {"why": _ground(one, "application")})
            for line, one in _credited(school)
            if one.met("application") is not True and not late(one.case)
        ),
    )


@rule(
    "application-order", title="Заявление позже решения", forms=FORM, clause="5.1",
    message="{subject}: {why}", fix="Исправьте даты по документам; если заявления до решения не было, рассмотрите вопрос заново.",
)  # fmt: skip
def application_order(records: Records, school: School) -> pd.DataFrame:
    """Credited rows whose application is dated after the decision."""
    return _at(
        records,
        ((one, line, "applied", {"why": _ground(one, "application")}) for line, one in _credited(school) if late(one.case)),
    )


@rule(
    "credit-applicant", title="Заявление подал не тот, кто вправе", forms=FORM, clause="5.1",
    message="{subject}: {why}", fix="Впишите заявителя по заявлению; если это законный представитель, внесите его в список представителей.",
)  # fmt: skip
def credit_applicant(records: Records, school: School) -> pd.DataFrame:
    """Applicants who are neither the student nor a guardian of the lists, or whose rights are restricted."""
    return _at(
        records,
        (
            (one, line, "applicant", {"why": _ground(one, "applicant")})
            for line, one in enumerate(considerations(school))
            if one.met("applicant") is False
        ),
    )


@rule(
    "credit-instead-of-exam", title="Зачёт вместо ГИА", forms=FORM, clause="5.1",
    message="{subject}: {why}", fix="Отмените зачёт или исправьте запись: государственную итоговую аттестацию проходят все.",
)  # fmt: skip
def credit_instead_of_exam(records: Records, school: School) -> pd.DataFrame:
    """Credited rows whose words name a state exam, or whose subject has a mark for the exam without a result of the exam."""
    return _at(
        records,
        ((one, line, "subject_here", {"why": _ground(one, "exam")}) for line, one in _credited(school) if one.met("exam") is False),
    )


@rule(
    "credit-hours-short", title="Зачтено при меньшем числе часов", forms=FORM, clause="5.1", severity=Severity.WARNING,
    message="{subject}: часов там {there}, у нас {here}, это {share} % при нужных {need} %",
    fix="Сверьте часы с документом; если планируемые результаты достигнуты, укажите это в протоколе, иначе назначьте оценивание.",
)  # fmt: skip
def credit_hours_short(records: Records, school: School) -> pd.DataFrame:
    """Credited rows whose part of the hours is below the setting «Зачёт: доля часов»."""
    return _at(
        records,
        (
            (
                one,
                line,
                "hours_there",
                {
                    "there": str(one.credit.hours_there),
                    "here": hours_words(one.case),
                    "share": decimal(100 * one.case.ratio, 0),
                    "need": decimal(100 * one.case.share, 0),
                },
            )
            for line, one in _credited(school)
            if one.case.ratio is not None and one.case.ratio < one.case.share
        ),
    )


@rule(
    "credit-decision-incomplete", title="Решение о зачёте записано не полностью", forms=FORM, clause="5.1",
    message="{subject}: решение «{decision}», а не записано: {missing}", fix="Впишите недостающее по протоколу или приказу.",
)  # fmt: skip
def credit_decision_incomplete(records: Records, school: School) -> pd.DataFrame:
    """Credited rows without minutes, day or mark, and refusals without a reason."""
    return _at(
        records,
        (
            (one, line, next(iter(missing)), {"decision": one.credit.decision, "missing": ", ".join(missing.values())})
            for line, one in enumerate(considerations(school))
            if (missing := dict(_missing(one)))
        ),
    )


def _missing(one: Consideration) -> Iterator[tuple[str, str]]:
    """Columns that a decision needs and that are empty, and what they are."""
    credit = one.credit
    if credit.decision == MARKED and not credit.mark:
        yield "mark", "отметка"
    if credit.decision in CREDITED and not credit.order:
        yield "order", "протокол или приказ"
    if credit.decision in CREDITED and credit.decided is None:
        yield "decided", "дата решения"
    if credit.decision == REFUSED and not credit.refusal:
        yield "refusal", "причина отказа"


@rule(
    "credit-notice-late", title="О решении сообщено поздно", forms=FORM, clause="5.1", severity=Severity.WARNING,
    message="{subject}: {what}, а сообщить о решении надо было не позднее {due}",
    fix="Сообщите заявителю о решении и впишите дату; срок задаёт настройка «Уведомление о решении по зачёту, рабочих дней».",
)  # fmt: skip
def credit_notice_late(records: Records, school: School) -> pd.DataFrame:
    """Notices after the last working day for them, or none though the records speak of a later day."""
    today = known_day(school)
    found: list[tuple[Consideration, int, str, dict[str, object]]] = []
    for line, one in enumerate(considerations(school)):
        credit = one.credit
        due = notice_due(school, credit.group, credit.decided) if credit.decision and credit.decided else None
        told = credit.notified or today
        if due is not None and told is not None and told > due:
            what = f"сообщено {credit.notified:%d.%m.%Y}" if credit.notified else f"на {told:%d.%m.%Y} не сообщено"
            found.append((one, line, "notified", {"what": what, "due": due}))
    return _at(records, iter(found))


@rule(
    "credit-not-in-summary", title="Зачтённой отметки нет в сводной", forms=FORM, clause="5.1", severity=Severity.WARNING,
    message="{subject}: зачтено с отметкой «{mark}», а в сводной за ПА пусто ({where})",
    fix="Перенесите отметку: xlrecords credit ПУТЬ --transfer.",
)  # fmt: skip
def credit_not_in_summary(records: Records, school: School) -> pd.DataFrame:
    """Credited marks whose cell of the interim attestation in the class summary is empty."""
    return _moved(records, school, State.READY)


@rule(
    "credit-summary-differs", title="В сводной не та отметка, что зачтена", forms=FORM, clause="5.1", severity=Severity.WARNING,
    message="{subject}: {why}{where}", fix="Сверьте отметку с протоколом и исправьте ошибочную запись.",
)  # fmt: skip
def credit_summary_differs(records: Records, school: School) -> pd.DataFrame:
    """Credited marks that differ from the interim attestation of the class summary, or from each other."""
    found = _moved(records, school, State.CONFLICT)
    return found if found.empty else found.assign(where=[f" ({place})" if place else "" for place in found["where"]])


@rule(
    "credit-mark-differs", title="Зачтена не та отметка", forms=FORM, clause="5.1", severity=Severity.WARNING,
    message="{subject}: в документе «{there}», а зачтено с отметкой «{mark}»",
    fix="Сверьте отметку с документом; если её оценивали заново, выберите «назначено оценивание» и приложите протокол.",
)  # fmt: skip
def credit_mark_differs(records: Records, school: School) -> pd.DataFrame:
    """Rows credited with another mark than the document of the other organisation has."""
    return _at(
        records,
        (
            (one, line, "mark", {"there": one.credit.mark_there, "mark": one.credit.mark})
            for line, one in _credited(school)
            if one.credit.decision == MARKED and one.credit.mark in PASSED and one.credit.mark_there.isdigit()
            and one.credit.mark != one.credit.mark_there
        ),
    )  # fmt: skip


@rule(
    "credit-repeated", title="Предмет зачтён дважды", forms=FORM, clause="5.1", severity=Severity.WARNING,
    message="{subject}: этому обучающемуся предмет уже зачтён: {first}", fix="Оставьте одно решение о зачёте или уточните предмет, курс.",
)  # fmt: skip
def credit_repeated(records: Records, school: School) -> pd.DataFrame:
    """Rows that credit a subject once more for a student who is known for sure; of different marks `credit-summary-differs` tells."""
    return _at(records, _repeated(school))


def _repeated(school: School) -> Found:
    first: dict[tuple[int, str], Consideration] = {}
    for line, one in _credited(school):
        subject = fold(school.subject(one.credit.subject_here))
        if one.credit.person >= 0 and subject:
            before = first.setdefault((one.credit.person, subject), one)
            if before is not one and len({before.credit.mark, one.credit.mark} - {""}) < 2:
                yield one, line, "decision", {"first": before.credit.where}


def _moved(records: Records, school: School, state: State) -> pd.DataFrame:
    """Findings at the marks whose transfer is in some state."""
    lines = {id(one): line for line, one in enumerate(considerations(school))}
    return _at(
        records,
        (
            (
                moved.consideration,
                lines[id(moved.consideration)],
                "mark",
                {"mark": moved.credit.mark, "why": moved.why, "where": _where(school, moved)},
            )
            for moved in transfers(school)
            if moved.state is state and moved.credit.mark in PASSED
        ),
    )


def _where(school: School, moved: Transfer) -> str:
    cell = moved.cell
    if cell is None:
        return ""
    sheets = school.records[cell.form].sheets
    return f"{sheets['book'].iat[cell.sheet_id]} «{sheets['sheet'].iat[cell.sheet_id]}»!{address(cell.row, cell.column)}"


RULES: tuple[Rule, ...] = (
    credit_without_application, application_order, credit_applicant, credit_instead_of_exam, credit_hours_short, credit_decision_incomplete,
    credit_notice_late, credit_not_in_summary, credit_summary_differs, credit_mark_differs, credit_repeated,
)  # fmt: skip
