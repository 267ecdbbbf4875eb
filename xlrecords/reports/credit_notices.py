"""Texts of the notices on credit of results: a polite letter for each applicant, decision and day (раздел V; приказ № 845/369)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ..achievements.credit import APPLICANT, Consideration
from ..achievements.credit_register import notice_due
from ..forms.credits import ASSESSED, CREDITED, MARKED, REFUSED, RETURNED, UNMARKED
from ..kind import plain
from ..people import key
from ..school import School
from ..wording import day_words, declined, gender, mark_word

GREETING = {"male": "Уважаемый", "female": "Уважаемая"}
NEXT = {
    MARKED: "По зачтённым предметам можно просить о переводе на индивидуальный учебный план, в том числе об ускоренном обучении.",
    ASSESSED: "О дне и форме оценивания сообщит учитель предмета; по его результатам школа примет решение.",
    REFUSED: (
        "Вы можете представить другие документы и подать новое заявление, просить об оценивании достигнутых результатов "
        "или обратиться в комиссию по урегулированию споров (ст. 45 273-ФЗ)."
    ),
    RETURNED: "Когда недостающее будет представлено, заявление рассмотрят снова; подавать его ещё раз не нужно.",
}
AGAIN = "Чтобы вопрос был рассмотрен, подайте заявление: его подаёт сам обучающийся или его законный представитель."
"""What may be done next, where the application itself is missing."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A letter.

    Attributes:
        applicant: To whom; empty: nobody has applied.
        student: About whom.
        group: Class.
        decided: Day of the decision, or None.
        due: Last day for telling it, or None.
        notified: Day on which it was told, or None.
        draft: Whether the school has not decided yet: the letter is what the program proposes.
        text: The letter.
    """

    applicant: str
    student: str
    group: str
    decided: dt.date | None
    due: dt.date | None
    notified: dt.date | None
    draft: bool
    text: str


def notices(school: School, found: Sequence[Consideration]) -> list[Notice]:
    """A letter for each applicant, student and day of decision, in the order given; rows on which it is too early to decide have none."""
    told = [one for one in found if one.credit.decision or one.proposal]
    return [_notice(school, list(same)) for _, same in groupby(told, key=_letter)]


def _letter(one: Consideration) -> tuple[object, ...]:
    credit = one.credit
    return key(_applicant(one)), key(credit.student), credit.group, bool(credit.decision), credit.decided, credit.notified


def _applicant(one: Consideration) -> str:
    filed = one.case.application
    return plain(filed.applicant) if filed else plain(one.credit.applicant)


def _notice(school: School, same: Sequence[Consideration]) -> Notice:
    credit = same[0].credit
    due = notice_due(school, credit.group, credit.decided) if credit.decision and credit.decided else None
    text = "\n".join((_greeting(_applicant(same[0])), _opening(same), *(f"— {line(one)}" for one in same), *_next(same), *_signed(school)))
    return Notice(_applicant(same[0]), plain(credit.student), credit.group, credit.decided, due, credit.notified, not credit.decision, text)


def _greeting(applicant: str) -> str:
    words, sort = applicant.split(), gender(applicant)
    if sort and len(words) == 3 and "." not in applicant:
        return f"{GREETING[sort]} {words[1]} {words[2]}!"
    return "Здравствуйте!"


def _opening(same: Sequence[Consideration]) -> str:
    """Which application it is about, and whose results."""
    credit, filed = same[0].credit, same[0].case.application
    days = sorted({one.case.application.day for one in same if one.case.application and one.case.application.day})
    own = bool(filed) and key(_applicant(same[0])) == key(credit.student)
    of = "Ваших результатов" if own else f"результатов {declined(plain(credit.student), 'genitive')} ({credit.group})"
    what = f"о зачёте {of}, полученных в другой организации"
    if not days:
        return f"Вопрос {what}, школа рассмотреть пока не может."
    when = f" от {' и от '.join(day_words(day) for day in days)}"
    return f"Школа рассмотрела {'Ваше заявление' if len(days) == 1 else 'Ваши заявления'}{when} {what}."


def line(one: Consideration) -> str:
    """What was decided on a subject, or is proposed, in a sentence or two."""
    credit = one.credit
    decision = credit.decision or one.proposal
    mark = credit.mark or one.mark
    order = f" Решение: {credit.order.rstrip('. ')}." if credit.decision and credit.order else ""
    document = " ".join(part for part in (credit.document_kind, credit.document) if part)
    source = f"; основание: {', '.join(part for part in (credit.organisation, document) if part)}"
    counts = "Результат учитывается как результат промежуточной аттестации."
    texts = {
        MARKED: f"зачтено с отметкой «{mark}» ({mark_word(mark)}){source}. {counts}" if mark else f"зачтено{source}. {counts}",
        UNMARKED: f"зачтено без отметки{source}. {counts}",
        ASSESSED: f"назначено оценивание: школа проверит, достигнуты ли планируемые результаты.{_why(one)}",
        REFUSED: f"в зачёте отказано.{_why(one)}",
        RETURNED: f"решить вопрос пока нельзя. Не хватает: {_lacking(one)}.",
    }
    return f"{plain(credit.subject_here)}: {texts[decision]}{order}"


def _why(one: Consideration) -> str:
    reason = one.credit.refusal if one.credit.decision == REFUSED else ""
    reasons = reason.rstrip(". ") or "; ".join(one.reasons)
    return f" Причина: {reasons}." if reasons else ""


def _lacking(one: Consideration) -> str:
    asked = [lack.what for lack in one.lacks if lack.who == APPLICANT]
    return "; ".join(asked) or one.credit.refusal.rstrip(". ") or "чего именно, уточните в школе"


def _next(same: Sequence[Consideration]) -> list[str]:
    """What may be done next, once each."""
    decisions = [MARKED if (said := one.credit.decision or one.proposal) in CREDITED else said for one in same]
    texts = [
        AGAIN if said == RETURNED and one.met("application") is not True else NEXT[said] for said, one in zip(decisions, same, strict=True)
    ]
    return list(dict.fromkeys(texts))


def _signed(school: School) -> list[str]:
    name = school.policy.values.get("short_name") or school.policy.values.get("name")
    head = school.policy.values.get("head")
    return [part for part in (f"С уважением, {name}" if name else "", f"Директор {head}" if head else "") if part]
