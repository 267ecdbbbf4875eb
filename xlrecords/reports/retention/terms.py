"""«Сроки»: a row a case, with its term, its last day and where it lies (п. 7.1)."""

from __future__ import annotations

from collections import Counter
from functools import partial

from ...archive.keeping import NO_LAST_DAY, State
from ...archive.ledger import Entry
from ...report import Cell, Field, Figure, Page
from .register import TONES, Register, last_day, places, why

FIELDS = (
    Field("Индекс", 8, centred=True),
    Field("Заголовок дела", 30, wrapped=True),
    Field("Учебный год", 10, centred=True),
    Field("Крайние даты", 11, wrapped=True, centred=True),
    Field("Срок хранения", 15, wrapped=True),
    Field("№ статьи", 8, wrapped=True),
    Field("Исчисляется с", 13, centred=True),
    Field("Хранить до", 12, wrapped=True, centred=True),
    Field("Состояние", 13, wrapped=True),
    Field("Где лежит", 26, wrapped=True),
    Field("Пояснение", 34, wrapped=True),
)
STATE = 8
SHOWN = 3
"""So many books of a case are named."""


def terms(register: Register) -> Page:
    """All cases."""
    counts = Counter(entry.kept.state for entry in register.entries)
    totals = ", ".join(f"{state.value} — {counts[state]}" for state in State if counts[state])
    return Page(
        tab="Сроки",
        title="Сроки хранения дел",
        note=f"{register.note} · всего {len(register.entries)}{f': {totals}' if totals else ''}",
        fields=FIELDS,
        rows=[_row(entry, register) for entry in register.entries],
        tones=[TONES[entry.kept.state] for entry in register.entries],
        toned=STATE,
        frozen=2,
    )


def _row(entry: Entry, register: Register) -> list[Cell]:
    reason = partial(why, entry, register.day)
    days = dict.fromkeys(f"{day:%d.%m.%Y}" for day in (entry.first, entry.last) if day)
    return [
        entry.heading.index,
        entry.title,
        entry.school_year,
        "–\n".join(days),
        entry.heading.term,
        entry.heading.article,
        f"{entry.kept.since:%d.%m.%Y}" if entry.kept.since else "",
        Figure(last_day(entry), why=reason),
        Figure(entry.kept.state.value, why=reason),
        _shortened(entry),
        _remark(entry),
    ]


def _shortened(entry: Entry) -> str:
    """Where it lies, of many books the first."""
    return "\n".join(
        "; ".join(names[:SHOWN]) + (f" и ещё {len(names) - SHOWN}" if len(names) > SHOWN else "")
        for names in (line.split("; ") for line in places(entry).splitlines())
    )


def _remark(entry: Entry) -> str:
    """How its term changed, what stands in the way of a decision and what is unknown, as far as other cells do not say it."""
    kept = entry.kept
    open_ = () if kept.state is State.PERMANENT else (ground for ground in kept.decision.lacking() if ground.met is None or not kept.until)
    foreign = f"в деле указана школа: {entry.school}" if entry.school else ""
    return ";\n".join(text for text in (foreign, entry.changed, *(ground.text for ground in open_)) if text and text != NO_LAST_DAY)
