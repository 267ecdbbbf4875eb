"""«Протокол»: draft of the minutes of the pedagogical council for the cases that are ready to be decided (п. 3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ...achievements.cases import Considered
from ...achievements.special import Answer
from ...report import Cell, Field, Page
from ...wording import declined
from ...words import counted
from ..grounds import PRIVATE
from .verdicts import Considering, told

FIELDS = (Field("№", 5, centred=True), Field("Пункт протокола", 14, wrapped=True), Field("Текст", 76, wrapped=True))
NO_CONDITIONS = "____________________ (виды условий в правилах школы не заданы)"


def minutes(found: Considering) -> Iterator[Page]:
    """An item of the agenda for each student and subject that are ready."""
    ready = [case for case in found.cases if case.verdict.answer is Answer.OPEN]
    if not ready:
        return
    items = [list(cases) for _, cases in groupby(ready, key=lambda case: (case.person, case.subject))]
    school = found.school
    conditions = school.policy.on(found.day).values.get("special_conditions") or ()
    kinds = "; ".join(conditions) if isinstance(conditions, tuple) and conditions else NO_CONDITIONS
    rows: list[list[Cell]] = [
        ["", "Присутствовали", "Членов педагогического совета: ____ из ____"],
        ["", "Повестка дня", f"Особые условия прохождения аттестации (п. 3.4 Положения): {counted(len(items), 'вопрос')}"],
    ]
    for number, cases in enumerate(items, 1):
        rows += _item(number, cases, kinds)
    title = "ПРОЕКТ. Протокол заседания педагогического совета № ____ от «____» ______________ 20____ г."
    name = school.policy.values.get("name")
    note = f"{name}. {PRIVATE}" if isinstance(name, str) else PRIVATE
    yield Page(
        "Протокол", title, note, FIELDS, rows, signatures=("Председатель педагогического совета", "Секретарь"), portrait=True,
        filtered=False, whole_bands=True,
    )  # fmt: skip


def _item(number: int, cases: list[Considered], kinds: str) -> Iterator[list[Cell]]:
    """What was heard and decided about a student and a subject."""
    first = cases[0]
    whom = declined(first.student, "dative")
    yield [f"{number}. {first.student}, {first.group}: {first.subject}"]
    who = f"{whom} ({first.group})"
    yield [number, "СЛУШАЛИ", f"О предоставлении {who} особых условий прохождения аттестации по предмету «{first.subject}», который "
           "на ГИА не выносится (п. 1.2, 3.4 Положения)."]  # fmt: skip
    for case in cases:
        grounds = (f"– {reason.ground.text} ({reason.ground.clause})" for reason in case.verdict.reasons if not reason.fired)
        yield ["", "Основания", "\n".join((f"{told(case.achievement)}:", *grounds))]
    yield ["", "РЕШИЛИ", f"Предоставить (не предоставлять) {who} особые условия прохождения аттестации по предмету «{first.subject}». "
           f"Вид условий (нужное подчеркнуть): {kinds}."]  # fmt: skip
    yield ["", "Голосовали", "«за» — ____, «против» — ____, «воздержались» — ____."]
