"""Credit of results of other organisations: what is known of a case, and what follows from it (раздел V; приказ № 845/369).

Nothing is credited without an application, and nothing on what is not known. The school decides; this only proposes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..decision import Answer, Decision, Ground
from ..forms.credits import ASSESSED, DIFFERS, MARKED, MATCHES, PARTLY, REFUSED, RETURNED, TRANSCRIPT, UNMARKED
from ..kind import fold
from ..people import key
from ..words import decimal
from .credit_case import Case, Credit, hours_words, late

ORDER: Final = "приказ от 30.07.2020 № 845/369"
"""The order of credit; check it against the text in force."""
WILL: Final = "п. 5.1"
RIGHT: Final = "п. 7 ч. 1 ст. 34 273-ФЗ"
LICENCE: Final = "ч. 1 ст. 91 273-ФЗ"

APPLICANT, TEACHER, DEPUTY, SECRETARY = "заявитель", "учитель предмета", "заместитель директора", "секретарь"
"""Who brings what is missing."""
PASSED: Final = ("5", "4", "3")
CREDITED_THERE: Final = "зачёт"
FAILED: Final = ("2", "незачёт")
EXAM: Final = re.compile(r"\b(?:гиа|огэ|егэ|гвэ)\b|государственн\w+ итогов\w+ аттестац", re.IGNORECASE)
PREPARES: Final = "подготов"
"""A course that prepares for an exam is not the exam."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing, in the nominative, and who brings it."""

    what: str
    who: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A ground, what it is about (a word of `consider`), and what would settle it."""

    about: str
    ground: Ground
    lack: Lack | None = None


@dataclass(frozen=True, slots=True)
class Consideration:
    """What follows from a case.

    Attributes:
        case: The case.
        findings: All grounds in their order.
        proposal: One of `forms.credits.DECISIONS`; empty: too early, for the school itself lacks something.
        reasons: Why it is no credit, in words.
    """

    case: Case
    findings: tuple[Finding, ...]
    proposal: str
    reasons: tuple[str, ...]

    @property
    def credit(self) -> Credit:
        """The row."""
        return self.case.credit

    @property
    def decision(self) -> Decision:
        """All grounds together; only a «yes» is proposed to be credited."""
        return Decision.of(finding.ground for finding in self.findings)

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What is missing."""
        return tuple(finding.lack for finding in self.findings if finding.lack)

    @property
    def mark(self) -> str:
        """Mark with which it is proposed to be credited; empty: none."""
        return self.credit.mark_there if self.proposal == MARKED else ""

    def met(self, about: str) -> bool | None:
        """Whether a ground is met."""
        return next(finding.ground.met for finding in self.findings if finding.about == about)


def consider(case: Case) -> Consideration:
    """What follows from a case: grounds, each with its clause and place, and the decision that is proposed to the school."""
    findings = (
        _application(case), _applicant(case), _student(case), _document(case), _organisation(case), _subject(case), _hours(case),
        _outcomes(case), _mark(case), _exam(case),
    )  # fmt: skip
    proposal, reasons = _proposed(case, findings)
    return Consideration(case, findings, proposal, reasons)


def _application(case: Case) -> Finding:
    """T1: by the will of the student or the guardians, or not at all."""
    filed, decided = case.application, case.credit.decided
    need = Lack("заявление", APPLICANT)
    if filed is None:
        return Finding(
            "application", Ground("заявления нет ни в строке, ни в журнале заявлений", False, WILL, case.credit.at("applied")), need
        )
    if filed.withdrawn:
        return Finding("application", Ground("заявление отозвано", False, WILL, filed.where), need)
    if filed.day is None:
        return Finding("application", Ground("дата заявления не записана", None, WILL, filed.where), Lack("дата заявления", SECRETARY))
    if filed.disputed:
        text = f"заявление от {filed.day:%d.%m.%Y}, а другое отозвано тогда же или позже"
        return Finding("application", Ground(text, None, WILL, filed.disputed), Lack("подтверждение, что заявление не отозвано", APPLICANT))
    if late(case):
        text = f"заявление от {filed.day:%d.%m.%Y} позже решения от {decided:%d.%m.%Y}"
        return Finding("application", Ground(text, False, WILL, filed.where), Lack("заявление, поданное до решения", APPLICANT))
    return Finding("application", Ground(f"заявление от {filed.day:%d.%m.%Y}", True, WILL, filed.where))


def _applicant(case: Case) -> Finding:
    """T1: of the student, or of a guardian."""
    who, where = (case.application.applicant, case.application.where) if case.application else ("", case.credit.at("applicant"))
    if not who:
        lack = Lack("фамилия, имя и отчество заявителя", SECRETARY) if case.application else None
        return Finding("applicant", Ground("заявитель не назван", None, WILL, where), lack)
    if case.entitled:
        sort = "сам обучающийся" if key(who) == key(case.credit.student) else "законный представитель"
        return Finding("applicant", Ground(f"заявитель — {sort}", True, WILL, where))
    if case.entitled is None:
        text = "кто заявитель обучающемуся, по спискам неясно"
        return Finding("applicant", Ground(text, None, WILL, where), Lack("полное имя законного представителя в списке", SECRETARY))
    text = "заявитель — не обучающийся и не законный представитель, или права его ограничены"
    return Finding("applicant", Ground(text, False, WILL, where), Lack("заявление обучающегося или законного представителя", APPLICANT))


def _student(case: Case) -> Finding:
    text = {True: "обучающийся есть в списке класса", False: "обучающегося нет в списке класса", None: "обучающийся в списке не опознан"}
    lack = None if case.listed else Lack("запись об обучающемся в списке класса", SECRETARY)
    return Finding("student", Ground(text[case.listed], case.listed, RIGHT, case.credit.at("student")), lack)


def _document(case: Case) -> Finding:
    """T3: a document of education or of training."""
    credit = case.credit
    told = " ".join(part for part in (credit.document_kind, credit.document) if part)
    if not told:
        return Finding(
            "document",
            Ground("документа нет", None, ORDER, credit.at("document")),
            Lack("документ об образовании или справка об обучении", APPLICANT),
        )
    if not credit.document:
        return Finding(
            "document",
            Ground(f"{told}: номер и дата не записаны", None, ORDER, credit.at("document")),
            Lack("номер и дата документа", APPLICANT),
        )
    if credit.document_kind in ("", TRANSCRIPT):
        text = f"{told}: документ ли это об образовании или об обучении, не указано"
        return Finding(
            "document", Ground(text, None, ORDER, credit.at("document")), Lack("документ об образовании или справка об обучении", APPLICANT)
        )
    return Finding("document", Ground(told, True, ORDER, credit.at("document")))


def _organisation(case: Case) -> Finding:
    """T4: who taught, and by what licence."""
    credit = case.credit
    if not credit.organisation:
        return Finding(
            "organisation",
            Ground("организация не названа", None, ORDER, credit.at("organisation")),
            Lack("название организации", APPLICANT),
        )
    if not credit.licence:
        text = f"{credit.organisation}: лицензия не указана"
        return Finding(
            "organisation",
            Ground(text, None, LICENCE, credit.at("licence")),
            Lack("лицензия организации (сводный реестр лицензий)", DEPUTY),
        )
    return Finding("organisation", Ground(f"{credit.organisation}, лицензия {credit.licence}", True, LICENCE, credit.at("licence")))


def _subject(case: Case) -> Finding:
    """T2: into a subject of the school's own plan."""
    subject = case.credit.subject_here
    if case.in_plan is None or not subject:
        text = "учебного плана нет, предмет не сверен" if subject else "предмет школы не назван"
        return Finding("subject", Ground(text, None, RIGHT, case.credit.at("subject_here")), Lack("предмет в учебном плане", DEPUTY))
    text = f"«{subject}» есть в учебном плане класса" if case.in_plan else f"«{subject}» в учебном плане класса нет"
    return Finding("subject", Ground(text, case.in_plan, RIGHT, case.credit.at("subject_here")))


def _hours(case: Case) -> Finding:
    """T4: not hours alone, but hours too, by the setting of the school."""
    credit, ratio, source = case.credit, case.ratio, case.basis or ORDER
    if credit.hours_there is None:
        return Finding(
            "hours",
            Ground("часов в документе не указано", None, source, credit.at("hours_there")),
            Lack("число часов по документу", APPLICANT),
        )
    if ratio is None:
        text = f"часов там {credit.hours_there}, у нас неизвестно"
        return Finding("hours", Ground(text, None, source, credit.at("hours_there")), Lack("число часов по учебному плану", DEPUTY))
    shown, need = (f"{decimal(100 * part, 0)} %" for part in (ratio, case.share))
    text = f"часов там {credit.hours_there}, у нас {hours_words(case)}: {shown} при нужных {need}"
    return Finding("hours", Ground(text, ratio >= case.share, source, credit.at("hours_there")))


def _outcomes(case: Case) -> Finding:
    """T4: the planned outcomes, which only a person can compare."""
    credit = case.credit
    names = "" if fold(credit.subject_there) == fold(credit.subject_here) else f" («{credit.subject_there}» и «{credit.subject_here}»)"
    met = {MATCHES: True, DIFFERS: False}.get(credit.outcomes)
    if credit.outcomes not in (MATCHES, PARTLY, DIFFERS):
        text = f"планируемые результаты не сопоставлены{names}"
        return Finding("outcomes", Ground(text, None, ORDER, credit.at("outcomes")), Lack("сопоставление планируемых результатов", TEACHER))
    return Finding("outcomes", Ground(f"планируемые результаты {credit.outcomes}{names}", met, ORDER, credit.at("outcomes")))


def _mark(case: Case) -> Finding:
    credit = case.credit
    if credit.mark_there in FAILED:
        return Finding("mark", Ground(f"результат неудовлетворительный: «{credit.mark_there}»", False, ORDER, credit.at("mark_there")))
    if credit.mark_there in (*PASSED, CREDITED_THERE):
        return Finding("mark", Ground(f"результат в документе: «{credit.mark_there}»", True, ORDER, credit.at("mark_there")))
    return Finding(
        "mark",
        Ground("отметки или зачёта в документе не указано", None, ORDER, credit.at("mark_there")),
        Lack("отметка или зачёт по документу", APPLICANT),
    )


def exam_words(credit: Credit) -> str:
    """What on a row says that it is about a final exam; empty: nothing."""
    told = (("предмет у нас", credit.subject_here), ("предмет там", credit.subject_there), ("документ", credit.document))
    return next((f"{what} — «{text}»" for what, text in told if EXAM.search(text) and PREPARES not in fold(text)), "")


def _exam(case: Case) -> Finding:
    """T6: never in place of the state final attestation; what is credited counts as interim attestation (T5)."""
    if words := exam_words(case.credit) or case.exam:
        return Finding("exam", Ground(f"зачёт вместо ГИА невозможен: {words}", False, ORDER, case.credit.at("subject_here")))
    return Finding("exam", Ground("учитывается как промежуточная аттестация, ГИА не заменяет", True, ORDER, case.credit.at("subject_here")))


def _proposed(case: Case, findings: Sequence[Finding]) -> tuple[str, tuple[str, ...]]:
    """The decision that is proposed, and its reasons where it is no credit."""
    found = {finding.about: finding.ground for finding in findings}
    asked = [finding for finding in findings if finding.lack and finding.lack.who == APPLICANT]
    if found["application"].met is not True or found["applicant"].met is False:
        return RETURNED, _texts(finding for finding in findings if finding.about in ("application", "applicant") and not finding.ground.met)
    refused = [finding for finding in findings if finding.about in ("exam", "subject", "outcomes", "mark") and finding.ground.met is False]
    if refused:
        return REFUSED, _texts(refused)
    if asked:
        return RETURNED, _texts(asked)
    lacking = [finding for finding in findings if finding.lack]
    if lacking:
        return "", _texts(lacking)
    if found["hours"].met is False or case.credit.outcomes == PARTLY:
        return ASSESSED, _texts(finding for finding in findings if not finding.ground.met)
    if Decision.of(found.values()).answer is not Answer.YES:
        return "", _texts(finding for finding in findings if not finding.ground.met)
    return (MARKED if case.graded and case.credit.mark_there in PASSED else UNMARKED), ()


def _texts(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(finding.ground.text for finding in findings)
