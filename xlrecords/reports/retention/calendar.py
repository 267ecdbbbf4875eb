"""«Календарь»: in which year the terms of which cases run out (п. 7.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from ...archive.disposal import year_ranges
from ...archive.keeping import State
from ...archive.ledger import Entry
from ...report import Cell, Field, Figure, Page
from .register import LASTING, Register

FIELDS = (
    Field("Срок истекает 31 декабря", 17, centred=True),
    Field("Индекс", 8, centred=True),
    Field("Заголовок дела", 50, wrapped=True),
    Field("Дел", 7, centred=True),
    Field("За учебные годы", 30, wrapped=True),
    Field("Не раньше", 12, centred=True),
    Field("Что нужно", 30, wrapped=True),
)
COUNT = 3
NO_DAY = "день не определён"


def calendar(register: Register) -> Page:
    """A row a year and heading, years in their order; then what has no last day, and a total that is the number of all cases."""
    groups: dict[tuple[int, str, str], list[Entry]] = {}
    for entry in register.entries:
        groups.setdefault(_when(entry, register), []).append(entry)
    # cases of one heading stand together as they do in the nomenclature; years come first
    ordered = sorted(groups.items(), key=lambda group: (group[0][0], group[0][1]))
    rows: list[Sequence[Cell]] = []
    tones: list[str] = []
    for (year, index, words), entries in ordered:
        reason = [f"{entry.title}, {entry.school_year}: {entry.kept.state.value}" for entry in entries]
        number = Figure(len(entries), why=partial(list, [f"{words}: {index}, дел {len(entries)} (п. 7.1)", *reason]))
        years = "; ".join(year_ranges(entry.year for entry in entries if entry.year))
        rows.append([words, index, entries[0].heading.title, number, years, f"01.01.{year + 1}" if year < NEVER else "", _needed(entries)])
        tones.append("error" if year < register.day.year else "warning" if year == register.day.year else "")
    if rows:
        total = Figure(len(register.entries), f"=SUM(D5:D{4 + len(rows)})")
        rows.append(["", "", "Итого", total, "", "", ""])
        tones.append("total")
    this = sum(len(entries) for (year, _, _), entries in groups.items() if year == register.day.year)
    return Page(
        tab="Календарь",
        title="Календарь: когда истекают сроки хранения",
        note=f"{register.note} · в {register.day.year} году истекает сроков: {this}",
        fields=FIELDS,
        rows=rows,
        tones=tones,
    )


NEVER = 10_000
"""Stands for the year of what has no last day: after all years."""


def _when(entry: Entry, register: Register) -> tuple[int, str, str]:
    """Year in which the term runs out, index of the case, and the year in words; what has none comes last."""
    if entry.kept.until:
        year = entry.kept.until.year
        return year, entry.heading.index, str(year)
    retention = entry.heading.retention
    words = LASTING.get(retention.keeping, NO_DAY) if retention else NO_DAY
    return NEVER + (words == NO_DAY), entry.heading.index, words


def _needed(entries: Sequence[Entry]) -> str:
    """What stands between the last day and an act, with the number of cases where it is not the same for all."""
    states = Counter(_need(entry) for entry in entries)
    states.pop("", None)
    return "; ".join(words if count == len(entries) else f"{words}: {count}" for words, count in states.items())


def _need(entry: Entry) -> str:
    if entry.kept.state is State.DUE:
        return "срок истёк, см. «Проект акта»"
    words = (
        "сверьте срок" if entry.kept.state is State.CHECK or not entry.heading.confirmed else "",
        "решение ЭК" if entry.heading.retention and entry.heading.retention.review else "",
        "не хватает сведений" if entry.kept.state is State.UNKNOWN else "",
        "событие ещё не наступило" if _waits(entry) else "",
    )
    return ", ".join(word for word in words if word)


def _waits(entry: Entry) -> bool:
    """Whether the event that the term is counted after is known not to have happened yet."""
    retention = entry.heading.retention
    return entry.kept.state is State.KEPT and entry.kept.until is None and retention is not None and bool(retention.event)
