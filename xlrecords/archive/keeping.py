"""How long a case is kept, and whether it may be put to destruction on a day: a decision on grounds (п. 7.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ..decision import Answer, Decision, Ground
from ..retention import Keeping, counted_from, kept_until
from .nomenclature import Heading

CLAUSE: Final = "7.1"
NO_LAST_DAY: Final = "последний день срока неизвестен"
ARCHIVIST: Final = "ответственный за архив"
COMMISSION: Final = "экспертная комиссия"


class State(Enum):
    """How a case stands on a day."""

    KEPT = "хранится"
    DUE = "истёк"
    REVIEW = "к решению ЭК"
    CHECK = "сверьте срок"
    UNKNOWN = "не определён"
    PERMANENT = "постоянно"


@dataclass(frozen=True, slots=True)
class Need:
    """What is missing for a decision.

    Attributes:
        text: What to do, an imperative sentence without a full stop.
        who: Who brings or decides it.
    """

    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Happened:
    """What the records tell of the event that a term is counted after.

    Attributes:
        text: What was found.
        met: Whether it happened for all people of the case; None: unknown.
        day: The latest of its days; None unless it happened.
        need: What is missing where it is unknown.
    """

    text: str
    met: bool | None = None
    day: dt.date | None = None
    need: Need | None = None


NOT_TOLD: Final = Happened(
    "когда это наступило, по записям не видно", need=Need("Укажите, когда наступило событие, от которого считается срок", ARCHIVIST)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """Until when a case is kept.

    Attributes:
        state: How it stands.
        since: First day of the term; None: not known, or it has none.
        until: Last day of the term; None: not known, or it has none.
        decision: Whether it may be put to destruction: yes only if all grounds are met.
        needs: What is missing, in the order of the grounds that are unknown.
    """

    state: State
    since: dt.date | None
    until: dt.date | None
    decision: Decision
    needs: tuple[Need, ...]


_Asked = tuple[Ground, Need | None]
_NEVER: Final = {
    Keeping.PERMANENT: "срок не ограничен: дело хранится постоянно",
    Keeping.LIQUIDATION: "срок не ограничен: дело хранится до ликвидации организации",
    Keeping.NEED: "последнего дня нет: хранится до минования надобности, это решает школа",
    Keeping.REPLACED: "последнего дня нет: хранится до замены новыми, это решает школа",
}


def keep_until(heading: Heading, ended: dt.date | None, day: dt.date, happened: Happened = NOT_TOLD, *, listed: bool = True) -> Kept:
    """Until when a case is kept, and how it stands on a day.

    A term begins on 1 January of the year after the case ended; after an event, of the year after the later of both. Its last day is
    31 December. Terms without a last day never run out. What is unknown never lets a case go: a term that nobody confirmed, the
    consent of the expert commission («ЭПК»), an event that the records do not tell.

    Args:
        heading: Row of the nomenclature, or of the passport of the case.
        ended: Day on which the case ended; None: unknown.
        day: The day.
        happened: What the records tell of the event, if the term has one.
        listed: Whether the nomenclature of the school has the index, with a term that holds for the case; True too if the school is
            not known.
    """
    term = heading.retention
    if term is not None and term.keeping is not Keeping.YEARS:
        ground = Ground(_NEVER[term.keeping], False, CLAUSE, heading.where)
        lasting = term.keeping in (Keeping.PERMANENT, Keeping.LIQUIDATION)
        return Kept(State.PERMANENT if lasting else State.KEPT, None, None, Decision((ground,)), ())
    begun = _begun(heading, ended, happened)
    until = kept_until(term.years, begun) if term and begun else None
    asked = [*_term(heading, listed), *_beginning(heading, ended, happened), *_review(heading), *_past(until, day)]
    decision = Decision.of(ground for ground, _ in asked)
    needs = tuple(need for ground, need in asked if ground.met is None and need)
    since = counted_from(begun) if begun else None
    return Kept(_state(heading, until, decision, listed), since, until, decision, needs)


def _begun(heading: Heading, ended: dt.date | None, happened: Happened) -> dt.date | None:
    """The day in whose year the term is not counted yet."""
    if ended is None or heading.retention is None or not heading.retention.event:
        return ended if heading.retention else None
    return max(ended, happened.day) if happened.met and happened.day else None


def _state(heading: Heading, until: dt.date | None, decision: Decision, listed: bool) -> State:
    if decision.answer is Answer.NO:
        return State.KEPT
    if decision.answer is Answer.YES:
        return State.DUE
    if until is None:
        return State.UNKNOWN
    return State.REVIEW if heading.confirmed and listed else State.CHECK


def _term(heading: Heading, listed: bool) -> Iterator[_Asked]:
    if heading.retention is None:
        words = f"срок «{heading.term}» не читается" if heading.term else "срок не записан"
        yield Ground(words, None, CLAUSE, heading.where), Need("Впишите срок в графу «Срок хранения» номенклатуры дел", ARCHIVIST)
        return
    article = f", {heading.article}" if heading.article else ""
    if heading.confirmed:
        source = f" ({heading.source})" if heading.source else ""
        yield Ground(f"срок: {heading.term}{article}{source}", True, CLAUSE, heading.where), None
    else:
        need = Need("Сверьте срок с Перечнем и замените в номенклатуре «не подтверждено» источником", ARCHIVIST)
        yield Ground(f"срок не сверён: {heading.term}{article}", None, CLAUSE, heading.where), need
    if not listed and heading.since:
        need = Need(f"Укажите в «Номенклатуре дел» срок дела {heading.index}, который действовал раньше", ARCHIVIST)
        known = heading.since < dt.date.max
        words = (
            f"срок действует с {heading.since:%d.%m.%Y}, а дело окончено раньше" if known else "с какого дня действует срок, не прочитано"
        )
        yield Ground(words, None, CLAUSE, heading.where), need
    elif not listed:
        need = Need(f"Внесите индекс {heading.index} в «Номенклатуру дел» или решите, по какому заголовку хранить дело", ARCHIVIST)
        words = f"в номенклатуре дел школы нет индекса {heading.index}, действующего на день окончания дела: срок взят из дела"
        yield Ground(words, None, CLAUSE), need


def _beginning(heading: Heading, ended: dt.date | None, happened: Happened) -> Iterator[_Asked]:
    if ended is None:
        yield Ground("когда дело окончено, неизвестно", None, CLAUSE), Need("Укажите в книге учебный год", "кто ведёт книгу")
    else:
        yield Ground(f"дело окончено {ended:%d.%m.%Y}; срок считают с 1 января следующего года", True, CLAUSE), None
    if heading.retention and heading.retention.event:
        yield Ground(f"срок считают {heading.retention.event}: {happened.text}", happened.met, CLAUSE), happened.need


def _review(heading: Heading) -> Iterator[_Asked]:
    if heading.retention and heading.retention.review:
        need = Need("Получите решение экспертной комиссии (ЭПК)", COMMISSION)
        yield Ground("отметка «ЭПК»: без решения комиссии дело не выделяют к уничтожению", None, CLAUSE), need


def _past(until: dt.date | None, day: dt.date) -> Iterator[_Asked]:
    if until is None:
        yield Ground(NO_LAST_DAY, None, CLAUSE), None
    else:
        words = "срок истёк" if until < day else "срок идёт"
        yield Ground(f"{words}: последний день {until:%d.%m.%Y}, рассмотрено на {day:%d.%m.%Y}", until < day, CLAUSE), None
