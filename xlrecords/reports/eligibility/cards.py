"""«Карточки»: a block a student, with all achievements and the grounds of each case, to be printed (п. 3.4).

A case that somebody claims, or that is not lost, has a line for each ground; the others are listed below what stands in their way.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ...achievements.cases import Considered, taken_part
from ...achievements.special import Reason
from ...report import Cell, Field, Page
from ..grounds import SIGNS
from .verdicts import Considering, told

FIELDS = (
    Field("Код", 6, centred=True), Field("Достижение и основания", 56, wrapped=True), Field("Выполнено", 11, centred=True),
    Field("Пункт", 24, wrapped=True), Field("Где записано", 26, wrapped=True),
)  # fmt: skip
MET = 2


def cards(found: Considering, claimed: bool = True) -> Iterator[Page]:
    """«Карточки»: a block for each student with a case that somebody claims or that is open; «Карточки, прочие»: for the other students."""
    blocks = [list(cases) for _, cases in groupby(found.cases, key=lambda case: case.person)]
    lines = [line for block in blocks if any(case.shown_whole for case in block) is claimed for line in _block(found, block)]
    if lines:
        title = "Карточки: достижения и основания для особых условий аттестации"
        note = f"{found.note}. «Где записано» пусто — там же, где достижение."
        rows, tones = [row for row, _ in lines], [tone for _, tone in lines]
        tab = "Карточки" if claimed else "Карточки, прочие"
        yield Page(tab, title, note, FIELDS, rows, tones, MET, portrait=True, filtered=False, whole_bands=True)


def _block(found: Considering, cases: list[Considered]) -> Iterator[tuple[list[Cell], str]]:
    """The card of a student, with tones: cases with all their grounds first."""
    yield [f"{cases[0].student}, {cases[0].group}"], ""
    for case in cases:
        if case.shown_whole:
            yield from _whole(found, case)
    yield from _lost(found, [case for case in cases if not case.shown_whole])
    if others := taken_part(found.school, found.day).get(cases[0].person):
        yield ["", f"Участие без победы и призового места, записей: {others}", "", "", ""], ""


def _title(case: Considered) -> str:
    return f"{case.subject or 'Предмет не установлен'}: {told(case.achievement)}"


def _whole(found: Considering, case: Considered) -> Iterator[tuple[list[Cell], str]]:
    """The case and each of its grounds, with tones."""
    yield [case.verdict.code, _title(case), found.answer(case), "", case.achievement.where], "total"
    for reason in case.verdict.reasons:
        where = "" if reason.ground.where in case.achievement.places else reason.ground.where
        yield [reason.code, reason.ground.text, SIGNS[reason.ground.met], reason.ground.clause, where], "warning" if reason.fired else ""


def _lost(found: Considering, cases: list[Considered]) -> Iterator[tuple[list[Cell], str]]:
    """What stands in the way of all of some cases, with the clauses, and below it each case with what else does."""
    if not cases:
        return
    fired = [{reason.code: reason for reason in case.verdict.reasons if reason.fired} for case in cases]
    common = [reason for code, reason in fired[0].items() if all(code in one and one[code].said == reason.said for one in fired)]
    numbers = (part for reason in common for part in reason.ground.clause.partition(";")[0].removeprefix("п. ").split(", "))
    yield ["", f"Прочие достижения: {_said(common)}", "", f"п. {', '.join(dict.fromkeys(numbers))}" if common else "", ""], "total"
    known = {reason.code for reason in common}
    for case, reasons in zip(cases, fired, strict=True):
        more = _said([reason for code, reason in reasons.items() if code not in known])
        yield [case.verdict.code, f"{_title(case)}{f'. Ещё {more}' if more else ''}", found.answer(case), "", case.achievement.where], ""


def _said(reasons: list[Reason]) -> str:
    """Codes and words of rows of the table."""
    return "; ".join(f"{reason.code} {reason.said}" for reason in reasons)
