"""The workbook «Зачёт результатов»: decisions, their grounds, notices, and what is to be transferred (раздел V; приказ № 845/369)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import partial

from ..achievements.credit import Consideration
from ..achievements.credit_case import hours_words
from ..achievements.credit_register import considerations, known_day
from ..achievements.credit_transfer import State, Transfer, trace, transfers
from ..forms.credits import ASSESSED, CREDITED, MARKED, REFUSED, RETURNED
from ..kind import plain
from ..report import Cell, Field, Figure, Page
from ..school import School
from ..words import decimal
from .credit_notices import Notice, notices
from .grounds import SIGNS, told
from .summary.order import class_order, name_order

EARLY = "решать рано"
TONES = {ASSESSED: "note", REFUSED: "error", RETURNED: "warning", "": "warning"}
STATE_TONES = {State.CONFLICT: "error", State.NOWHERE: "warning", State.NOT_YET: "warning", State.READY: "note"}

DECISION_FIELDS = (
    Field("Класс", 6, centred=True),
    Field("Обучающийся", 24, wrapped=True),
    Field("Предмет у нас", 16, wrapped=True),
    Field("Что освоено и где", 30, wrapped=True),
    Field("Часов там", 7, centred=True),
    Field("Часов у нас", 7, centred=True),
    Field("Доля, %", 7, centred=True),
    Field("Предлагается", 18, wrapped=True),
    Field("Решение школы", 23, wrapped=True),
    Field("Почему", 38, wrapped=True),
    Field("Чего не хватает и кто приносит", 36, wrapped=True),
)
PROPOSED = 7
GROUND_FIELDS = (
    Field("Класс", 6, centred=True),
    Field("Обучающийся", 26, wrapped=True),
    Field("Предмет у нас", 18, wrapped=True),
    Field("Основание", 56, wrapped=True),
    Field("Выполнено", 12, centred=True),
    Field("Пункт", 34, wrapped=True),
    Field("Где записано", 34, wrapped=True),
)
NOTICE_FIELDS = (
    Field("Кому", 24, wrapped=True),
    Field("О ком", 24, wrapped=True),
    Field("Класс", 6, centred=True),
    Field("Сообщить до", 12, centred=True),
    Field("Состояние", 18, wrapped=True),
    Field("Текст уведомления", 90, wrapped=True),
)
TRANSFER_FIELDS = (
    Field("Класс", 6, centred=True),
    Field("Обучающийся", 26, wrapped=True),
    Field("Предмет", 18, wrapped=True),
    Field("Отметка", 9, centred=True),
    Field("Клетка сводной", 34, wrapped=True),
    Field("Что в ней", 9, centred=True),
    Field("Состояние", 17, wrapped=True),
    Field("Что мешает", 36, wrapped=True),
    Field("Примечание к отметке", 40, wrapped=True),
)


def pages(school: School, day: dt.date) -> tuple[Page, ...]:
    """Pages of the workbook; none if the register has no row.

    Args:
        school: What was read.
        day: The day on which notices are looked at.
    """
    found = sorted(considerations(school), key=_order)
    if not found:
        return ()
    note = f"на {day:%d.%m.%Y} · решает школа, программа предлагает"
    shown = [_decisions(found, note), _grounds(found, note), _notices(notices(school, found), day)]
    moved = sorted(transfers(school), key=lambda transfer: _order(transfer.consideration))
    return (*shown, _transfers(school, moved, note)) if moved else tuple(shown)


def looked_at(school: School) -> dt.date:
    """The day on which the register is looked at where nobody names one: the last day that the records speak of."""
    return known_day(school) or dt.date.today()


def _order(one: Consideration) -> tuple[object, ...]:
    credit = one.credit
    days = [day or dt.date.min for day in (credit.decided, credit.notified)]
    return class_order(credit.group), name_order(plain(credit.student)), bool(credit.decision), *days, credit.subject_here


def _decisions(found: Sequence[Consideration], note: str) -> Page:
    counts = Counter(one.proposal or EARLY for one in found)
    return Page(
        tab="Решения",
        title="Зачёт результатов других организаций",
        note=f"{note} · всего {len(found)}: {', '.join(f'{name} — {number}' for name, number in counts.items())}",
        fields=DECISION_FIELDS,
        rows=[_decision_row(one) for one in found],
        tones=["" if one.proposal in CREDITED else TONES[one.proposal] for one in found],
        toned=PROPOSED,
        frozen=2,
        signatures=("Заместитель директора",),
    )


def _decision_row(one: Consideration) -> list[Cell]:
    credit, ratio = one.credit, one.case.ratio
    there = "; ".join(part for part in (credit.subject_there, credit.organisation, _document(one)) if part)
    return [
        credit.group,
        plain(credit.student),
        plain(credit.subject_here),
        there + (f"; «{credit.mark_there}»" if credit.mark_there else ""),
        credit.hours_there,
        hours_words(one.case),
        None if ratio is None else decimal(100 * ratio, 0),
        Figure(proposed(one), why=partial(why, one)),
        decided(one),
        "; ".join(one.reasons) or "все основания выполнены",
        "; ".join(f"{lack.what} — {lack.who}" for lack in one.lacks),
    ]


def _document(one: Consideration) -> str:
    return " ".join(part for part in (one.credit.document_kind, one.credit.document) if part)


def proposed(one: Consideration) -> str:
    """The decision that is proposed, with its mark."""
    return f"{one.proposal} «{one.mark}»" if one.mark else one.proposal or EARLY


def decided(one: Consideration) -> str:
    """What the school decided: decision, mark, minutes, day."""
    credit = one.credit
    if not credit.decision:
        return ""
    mark = f" «{credit.mark}»" if credit.mark and credit.decision == MARKED else ""
    day = f"{credit.decided:%d.%m.%Y}" if credit.decided else ""
    return ", ".join(part for part in (credit.decision + mark, credit.order, "" if day in credit.order else day) if part)


def why(one: Consideration) -> list[str]:
    """From what the proposal follows, line by line."""
    head = f"{plain(one.credit.student)}, {one.credit.group}, {plain(one.credit.subject_here)}: {proposed(one)}"
    return [head, *told(one.decision.grounds), *(f"не хватает: {lack.what} — {lack.who}" for lack in one.lacks)]


def _grounds(found: Sequence[Consideration], note: str) -> Page:
    rows = [(one, finding.ground) for one in found for finding in one.findings]
    return Page(
        tab="Основания",
        title="Основания зачёта",
        note=note,
        fields=GROUND_FIELDS,
        rows=[
            [
                one.credit.group,
                plain(one.credit.student),
                plain(one.credit.subject_here),
                ground.text,
                SIGNS[ground.met],
                ground.clause,
                ground.where,
            ]
            for one, ground in rows
        ],
        tones=[{True: "", False: "error", None: "warning"}[ground.met] for _, ground in rows],
        toned=4,
        frozen=3,
        block=len(found[0].findings),
    )


def _notices(found: Sequence[Notice], day: dt.date) -> Page:
    return Page(
        tab="Уведомления",
        title="Уведомления заявителям",
        note=f"на {day:%d.%m.%Y} · срок — по рабочим дням школы; «проект» — решение школы ещё не записано",
        fields=NOTICE_FIELDS,
        rows=[
            [one.applicant, one.student, one.group, f"{one.due:%d.%m.%Y}" if one.due else "", _state(one, day), one.text] for one in found
        ],
        tones=[_tone(one, day) for one in found],
        toned=4,
        frozen=2,
    )


def _state(notice: Notice, day: dt.date) -> str:
    if notice.draft:
        return "проект"
    if notice.notified:
        late = notice.due is not None and notice.notified > notice.due
        return f"сообщено {notice.notified:%d.%m.%Y}" + (", позже срока" if late else "")
    return "срок прошёл" if notice.due and day > notice.due else "сообщить"


def _tone(notice: Notice, day: dt.date) -> str:
    state = _state(notice, day)
    return "note" if state == "проект" else "error" if "срок" in state else "warning" if state == "сообщить" else ""


def _transfers(school: School, found: Sequence[Transfer], note: str) -> Page:
    return Page(
        tab="Перенос",
        title="Перенос зачтённых отметок в сводную ведомость (ПА)",
        note=f"{note} · переносит xlrecords credit ПУТЬ --transfer, только в пустые клетки",
        fields=TRANSFER_FIELDS,
        rows=[_transfer_row(school, one) for one in found],
        tones=[STATE_TONES.get(one.state, "") for one in found],
        toned=6,
        frozen=2,
    )


def _transfer_row(school: School, one: Transfer) -> list[Cell]:
    credit, cell = one.credit, one.cell
    return [
        credit.group,
        plain(credit.student),
        plain(credit.subject_here),
        credit.mark,
        place(school, one),
        cell.token if cell else "",
        one.state.value,
        one.why,
        trace(one.consideration) if one.state in (State.READY, State.DONE) else "",
    ]


def place(school: School, transfer: Transfer) -> str:
    """Where a mark goes, in words: «Сводная.xlsx «5А»!F12»; empty if nowhere."""
    cell = transfer.cell
    if cell is None:
        return ""
    records = school.records[cell.form]
    return f"{records.sheets['book'].iat[cell.sheet_id]} {records.where(cell.sheet_id, cell.row, cell.column)}"
