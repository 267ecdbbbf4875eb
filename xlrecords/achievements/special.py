"""Special conditions of attestation: a table of decision, facts in, verdict out (п. 1.2, 3.4).

A case is one achievement of one student for one subject in one school year. All grounds are looked at; the first one, in the order
of the table, that is not met decides. What is unknown never grants, and the law gives a right to be considered, no duty to grant:
the last word is that of the pedagogical council.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from ..decision import Ground


class Answer(Enum):
    """What follows for a case."""

    YES = "да"
    OPEN = "к решению"
    LACKING = "не хватает"
    NO = "нет"


PARENT, TEACHER, REGISTRAR = "родитель (законный представитель)", "классный руководитель", "ответственный за ГИР"
DEPUTY, COUNCIL, SECRETARY = "заместитель директора", "педагогический совет", "секретарь педагогического совета"


@dataclass(frozen=True, slots=True)
class Code:
    """A row of the table.

    Attributes:
        name: Its code, «E01».
        met: What is said where it is met.
        unmet: What is said where it is not.
        unknown: What is said where nobody knows.
        clause: Clause that asks for it; acts follow by the day.
        blocks: The answer if it is not met.
        needed: What must be brought, a noun.
        who: Who brings it.
    """

    name: str
    met: str
    unmet: str
    unknown: str
    clause: str
    blocks: Answer
    needed: str
    who: str


CODES: Final = (
    Code("E01", "достижение подтверждено документом", "нет подтверждающего документа", "неизвестно, есть ли подтверждающий документ",
         "п. 4.7", Answer.NO, "документ: диплом, грамота, приказ", PARENT),
    Code("E02", "сведения размещены в ГИР", "сведения не размещены в ГИР", "размещение сведений в ГИР не подтверждено",
         "п. 3.4", Answer.NO, "запись о проверке ГИР: размещено ли достижение, когда и кем проверено", REGISTRAR),
    Code("E03", "подтверждение ГИР свежее", "подтверждение ГИР устарело", "день проверки ГИР неизвестен",
         "п. 3.4", Answer.LACKING, "новая проверка записи в ГИР", REGISTRAR),
    Code("E04", "мероприятие в перечне или статус п. 3.2.2", "мероприятие не входит в перечень",
         "неизвестно, входит ли мероприятие в перечень", "п. 3.2.2", Answer.NO, "перечень мероприятий того учебного года", DEPUTY),
    Code("E05", "статус достаточен", "статус недостаточен", "статус неизвестен",
         "п. 3.2.2", Answer.NO, "статус, как в документе", TEACHER),
    Code("E06", "предмет не выносится на ГИА", "предмет выносится на ГИА", "неизвестно, выносится ли предмет на ГИА",
         "п. 1.2, 3.4", Answer.NO, "выбор экзаменов обучающегося", TEACHER),
    Code("E07", "профиль мероприятия соответствует предмету", "профиль не соответствует предмету",
         "неизвестно, какому предмету соответствует профиль", "п. 3.4", Answer.NO, "соответствие профиля предмету: лист «Профили»", DEPUTY),
    Code("E08", "срок учёта не истёк", "срок учёта истёк", "неизвестно, когда достигнуто", "п. 3.4", Answer.NO, "дата мероприятия", TEACHER),
    Code("E09", "заявление есть", "нет заявления", "заявление не подтверждено", "п. 5.1, 6.4", Answer.LACKING,
         "заявление об особых условиях аттестации", PARENT),
    Code("E10", "согласие действует", "нет согласия", "согласие не подтверждено", "п. 6.2", Answer.LACKING,
         "согласие на обработку персональных данных для этой цели", PARENT),
    Code("E11", "решение педагогического совета принято", "педагогический совет отказал", "решения педагогического совета нет",
         "п. 3.4", Answer.NO, "решение", COUNCIL),
)  # fmt: skip
"""E01–E11 in the order in which they are asked; E12 is that all are met."""
ALL_MET: Final = "E12"
READY: Final = "готово к рассмотрению педагогическим советом"
PROTOCOL: Final = "номер и дата протокола педагогического совета"


@dataclass(frozen=True, slots=True)
class Case:
    """Facts of a case; None: unknown.

    Attributes:
        document: E01. There is a document that confirms the achievement.
        placed: E02. The last check found it placed in the state register.
        checked: E03. Day of that check.
        recognised: E04. The event is in the list of its own school year, or gives a sport status of п. 3.2.2.
        status: E05. Winner or medallist; in sport one of the three statuses.
        examined: E06. The subject is taken at the state final attestation.
        fits: E07. The profile corresponds to the subject.
        year: E08. First calendar year of the school year of the achievement.
        applied: E09. There is an application.
        consent: E10. There is a consent for this purpose, valid on the day.
        granted: E11. The council granted it; False: refused; None: no decision yet.
        protocol: E11. Number of its minutes.
        final: Whether it is the final stage of the national olympiad, which counts longer.
    """

    document: bool | None = None
    placed: bool | None = None
    checked: dt.date | None = None
    recognised: bool | None = None
    status: bool | None = None
    examined: bool | None = None
    fits: bool | None = None
    year: int | None = None
    applied: bool | None = None
    consent: bool | None = None
    granted: bool | None = None
    protocol: str | None = None
    final: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What is asked on a day.

    Attributes:
        day: The day on which it is decided.
        year: First calendar year of the school year of the attestation.
        register_days: So many days a check of the register holds.
        valid_years: In so many school years after its own an achievement counts.
        valid_years_final: The same for the final stage of the national olympiad.
        acts: Acts in force, by code: which is cited beside the clause.
    """

    day: dt.date
    year: int
    register_days: int
    valid_years: int
    valid_years_final: int
    acts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a ground: words for people, the place, and, where it is not the usual one, what is needed and from whom."""

    text: str = ""
    where: str = ""
    needed: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A row of the table as it stands in a case.

    Attributes:
        code: Its code.
        said: What is said of it, without what was found.
        ground: The same with what was found, clause and act, and place.
        blocks: The answer if it stands in the way.
        needed: What must be brought then.
        who: Who brings it.
    """

    code: str
    said: str
    ground: Ground
    blocks: Answer
    needed: str
    who: str

    @property
    def fired(self) -> bool:
        """Whether it stands in the way."""
        return self.ground.met is not True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows: the code that decided, «E12» if nothing stands in the way, the answer, and all rows of the table."""

    code: str
    answer: Answer
    reasons: tuple[Reason, ...]

    @property
    def blocking(self) -> Reason | None:
        """The first row that stands in the way."""
        return next((reason for reason in self.reasons if reason.fired), None)

    @property
    def fired(self) -> tuple[str, ...]:
        """Codes of all rows that stand in the way, in order."""
        return tuple(reason.code for reason in self.reasons if reason.fired)

    @property
    def hopeless(self) -> bool:
        """Whether some row says «no» for sure: then it is idle to bring what else is missing."""
        return any(reason.ground.met is False and reason.blocks is Answer.NO for reason in self.reasons)

    def lacking(self) -> tuple[Reason, ...]:
        """Rows for which something must be brought; none for a case that is hopeless, nor the decision of the council."""
        return () if self.hopeless else tuple(reason for reason in self.reasons if reason.fired and reason.blocks is Answer.LACKING)


def decide(case: Case, limits: Limits, found: Mapping[str, Found] | None = None) -> Verdict:
    """The verdict on a case.

    Args:
        case: Its facts.
        limits: What is asked on the day.
        found: By code, what was found, for people to read; the answer does not depend on it.
    """
    told = found or {}
    ready = not any(_met(code.name, case, limits) is not True for code in CODES[:-1])
    reasons = tuple(_reason(code, case, limits, told.get(code.name, Found()), ready) for code in CODES)
    first = next((reason for reason in reasons if reason.fired), None)
    if first is None:
        return Verdict(ALL_MET, Answer.YES, reasons)
    return Verdict(first.code, first.blocks, reasons)


def _reason(code: Code, case: Case, limits: Limits, found: Found, ready: bool) -> Reason:
    """A row of the table; `ready`: nothing but the decision of the council is missing."""
    met = _met(code.name, case, limits)
    said = {True: code.met, False: code.unmet, None: code.unknown}[met]
    blocks = code.blocks if met is not None else Answer.LACKING
    needed, who = found.needed or code.needed, found.who or code.who
    if code.name == "E11" and met is None:
        if case.granted:
            said, needed, who = "решение принято, но не подтверждено протоколом", PROTOCOL, SECRETARY
        else:
            blocks, said = Answer.OPEN, READY if ready else said
    text = f"{said}: {found.text}" if found.text else said
    act = limits.acts.get(code.name, "")
    ground = Ground(text, met, f"{code.clause}; {act}" if act else code.clause, found.where)
    return Reason(code.name, said, ground, blocks, needed, who)


def _met(name: str, case: Case, limits: Limits) -> bool | None:
    """Whether a row of the table is met."""
    met = {
        "E01": case.document,
        "E02": case.placed,
        "E03": _fresh(case.checked, limits),
        "E04": case.recognised,
        "E05": case.status,
        "E06": None if case.examined is None else not case.examined,
        "E07": case.fits,
        "E08": _counts(case, limits),
        "E09": case.applied,
        "E10": case.consent,
        "E11": True if case.granted and case.protocol else False if case.granted is False else None,
    }
    return met[name]


def _fresh(checked: dt.date | None, limits: Limits) -> bool | None:
    """Whether a check still holds; a check that is made later than the day says nothing of it."""
    if checked is None or checked > limits.day:
        return None
    return (limits.day - checked).days <= limits.register_days


def _counts(case: Case, limits: Limits) -> bool | None:
    """Whether an achievement still counts, in school years after its own."""
    if case.year is None or case.year > limits.year:
        return None
    return limits.year - case.year <= (limits.valid_years_final if case.final else limits.valid_years)
