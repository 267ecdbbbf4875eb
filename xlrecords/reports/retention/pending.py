"""«К решению»: what the expert commission decides, what is missing and who brings it, terms to look up (п. 7.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ...archive.disposal import term
from ...archive.keeping import ARCHIVIST, State
from ...archive.ledger import Entry
from ...report import Cell, Field, Figure, Page, Why
from ...retention import UNCONFIRMED
from .register import Register, last_day, places, why

FIELDS = (
    Field("Индекс", 8, centred=True),
    Field("Дело", 36, wrapped=True),
    Field("Учебный год", 11, centred=True),
    Field("Срок хранения", 22, wrapped=True),
    Field("Последний день", 13, wrapped=True, centred=True),
    Field("Что нужно", 42, wrapped=True),
    Field("Кто", 19, wrapped=True),
    Field("Где лежит", 28, wrapped=True),
)
BANDS = {
    State.REVIEW: "Решает экспертная комиссия: отметка «ЭПК», срок истёк",
    State.UNKNOWN: "Последний день не определён: не хватает сведений",
    State.CHECK: "Срок истёк, но он не сверён: в акт не внесено",
}
LOOK_UP = (
    "Сверьте сроки с Перечнем (приказ Росархива от 20.12.2019 № 236) и номенклатурой школы: они встроены в программу или помечены "
    "«не подтверждено» и в акт дела не вносят"
)
NOTHING = "Решать нечего: все сроки известны и сверены"


def pending(register: Register) -> Page:
    """Cases by what they wait for, then headings whose terms nobody looked up."""
    rows: list[Sequence[Cell]] = []
    for state, band in BANDS.items():
        found = [entry for entry in register.entries if entry.kept.state is state]
        rows += [[f"{band} · дел: {len(found)}"], *(_row(entry, register) for entry in found)] if found else []
    unconfirmed = list(_unconfirmed(register.entries))
    rows += [[LOOK_UP], *unconfirmed] if unconfirmed else []
    waiting = sum(entry.kept.state in BANDS for entry in register.entries)
    return Page(
        tab="К решению",
        title="Что нужно решить и каких сведений не хватает",
        note=f"{register.note} · дел к решению: {waiting}, заголовков с несверенным сроком: {len(unconfirmed)}",
        fields=FIELDS,
        rows=rows or [[NOTHING]],
        frozen=2,
        filtered=False,
    )


def _row(entry: Entry, register: Register) -> list[Cell]:
    reason = partial(why, entry, register.day)
    return [
        entry.heading.index,
        entry.title,
        entry.school_year,
        term(entry),
        Figure(last_day(entry), why=reason),
        Figure(";\n".join(need.text for need in entry.kept.needs), why=reason),
        ";\n".join(dict.fromkeys(need.who for need in entry.kept.needs)),
        places(entry),
    ]


def _unconfirmed(entries: Sequence[Entry]) -> Iterator[list[Cell]]:
    """A row a heading whose term nobody looked up, with the number of its cases."""
    found: dict[tuple[str, str, str, str], list[Entry]] = {}
    for entry in entries:
        if not entry.heading.confirmed:
            found.setdefault((entry.heading.index, entry.heading.title, term(entry), entry.heading.source), []).append(entry)
    for (index, title, words, source), cases in found.items():
        reason: Why = partial(list, [f"{index} {title}: дел {len(cases)}", *(f"{case.title}, {case.school_year}" for case in cases)])
        whence = source.replace(UNCONFIRMED, "").strip(" ;")
        remark = f"Сверьте срок; откуда он: {whence}" if whence else "Сверьте срок"
        yield [index, title, Figure(f"дел: {len(cases)}", why=reason), words, "", remark, ARCHIVIST, cases[0].heading.where]
