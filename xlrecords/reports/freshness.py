"""«Светофор норм»: which acts the papers of a school cite, which of these no longer hold, and what to write instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ..act import ACTS
from ..citation import Citation, Light, State, evidence, light
from ..report import Cell, Field, Page


@dataclass(frozen=True, slots=True)
class Seen:
    """A citation in a file: name of the file, place in words, the citation and how it stands."""

    file: str
    place: str
    citation: Citation
    light: Light


TONES = {State.FORCE: "", State.DEAD: "error", State.DYING: "warning", State.CHECK: "warning"}
SHOWN = {State.FORCE: "действует", State.DEAD: "утратил силу", State.DYING: "утратит силу", State.CHECK: "проверьте"}
ORDER = (State.DEAD, State.DYING, State.CHECK, State.FORCE)
FIELDS = (
    Field("Состояние", 14, centred=True), Field("Файл", 30, wrapped=True), Field("Место", 17, wrapped=True),
    Field("Как написано", 38, wrapped=True), Field("Что с актом", 30, wrapped=True), Field("Что написать вместо", 46, wrapped=True),
    Field("Примечание", 32, wrapped=True), Field("Сверка", 30, wrapped=True),
)  # fmt: skip
KNOWN = (
    Field("Состояние", 14, centred=True), Field("Акт", 62, wrapped=True), Field("Действует с", 12, centred=True),
    Field("Не действует с", 14, centred=True), Field("Вместо него", 46, wrapped=True), Field("Примечание", 34, wrapped=True),
    Field("Сверка", 34, wrapped=True),
)  # fmt: skip


def pages(seen: Sequence[Seen], day: dt.date) -> tuple[Page, ...]:
    """Pages «Светофор норм», what is wrong first, and «Перечень актов», all that the program knows."""
    ordered = sorted(seen, key=lambda one: ORDER.index(one.light.state))
    rows: list[Sequence[Cell]] = [
        [SHOWN[one.light.state], one.file, one.place, f"«{one.citation.quote}»", one.light.words, one.light.instead, one.light.note,
         evidence(one.citation.acts)]
        for one in ordered
    ]  # fmt: skip
    note = (
        f"На {day:%d.%m.%Y}. Достижения и документы прежних лет оценивают по акту того дня; список актов не полон — лист «Перечень актов»."
    )
    tones = [TONES[one.light.state] for one in ordered]
    return Page("Светофор норм", "На какие акты ссылаются документы школы", note, FIELDS, rows, tones), _known(day)


def _known(day: dt.date) -> Page:
    rows: list[Sequence[Cell]] = []
    tones: list[str] = []
    for act in ACTS:
        found = light(Citation("", 0, (act,)), day)
        dates = [f"{date:%d.%m.%Y}" if date else "" for date in (act.since, act.until)]
        rows.append([SHOWN[found.state], str(act), *dates, found.instead, found.note, evidence((act,))])
        tones.append(TONES[found.state])
    note = "«Сверьте» — сведения не подтверждены источником. Акта нет в списке — о нём программа ничего не говорит."
    return Page("Перечень актов", "Акты, о которых знает программа", note, KNOWN, rows, tones)
