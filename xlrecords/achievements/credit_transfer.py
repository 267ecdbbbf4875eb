"""Where a credited mark belongs: the cell of the interim attestation in the class summary, and what stands there (приказ № 845/369)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ..attestation.results import NAMES, line_terms
from ..forms import SUMMARIES
from ..forms.credits import MARKED
from ..kind import fold
from ..school import School
from ..sheets.records import Records
from .credit import FAILED, PASSED, Consideration
from .credit_case import Credit
from .credit_register import considerations

INTERIM: Final = NAMES.index("interim")
UNREAD: Final = "?"
"""What stands for a cell that cannot be read."""


class State(Enum):
    """How a credited mark stands to its cell."""

    READY = "перенести"
    DONE = "уже стоит"
    CONFLICT = "в клетке другое"
    NOWHERE = "некуда"
    NOT_YET = "не готово"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the interim attestation: form, sheet, row and column (from 1), what stands in it, name and subject as they stand there."""

    form: str
    sheet_id: int
    row: int
    column: int
    token: str
    student: str
    subject: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """A credited mark and a cell for it; `why` says what hinders, in words."""

    consideration: Consideration
    state: State
    why: str = ""
    cell: Cell | None = None

    @property
    def credit(self) -> Credit:
        """The row of the register."""
        return self.consideration.credit


def transfers(school: School) -> tuple[Transfer, ...]:
    """A transfer for each row credited with a mark, and for each cell where there are several; computed once.

    Rows that credit the same mark for the same cell are one transfer, that of the first.
    """
    return school.once("credit_transfers", "", lambda: tuple(_transfers(school)))


def trace(consideration: Consideration) -> str:
    """What the note of a transferred mark says: «Зачтено: заявление от 02.09.2026, протокол № 3 от 05.09.2026»."""
    filed, order = consideration.case.application, consideration.credit.order
    asked = f"заявление от {filed.day:%d.%m.%Y}, " if filed and filed.day else ""
    named = any(word in order.lower() for word in ("протокол", "приказ", "решени"))
    return f"Зачтено: {asked}{order if named else f'протокол {order}'}"


def _transfers(school: School) -> Iterator[Transfer]:
    cells = _cells(school)
    marked = [found for found in considerations(school) if found.credit.decision == MARKED]
    asked: dict[tuple[int, str], set[str]] = {}
    placed: set[tuple[int, str]] = set()
    for found in marked:
        asked.setdefault(_key(school, found.credit), set()).add(found.credit.mark)
    for found in marked:
        who = _key(school, found.credit)
        if why := _unready(found):
            yield Transfer(found, State.NOT_YET, why)
        elif who in placed:
            continue
        elif len(asked[who]) > 1:
            yield Transfer(found, State.CONFLICT, f"по предмету зачтены разные отметки: {', '.join(sorted(asked[who]))}")
        else:
            placed.add(who)
            yield from _placed(found, cells.get(who, ()))


def _placed(found: Consideration, cells: Sequence[Cell]) -> Iterator[Transfer]:
    if not cells:
        yield Transfer(found, State.NOWHERE, "в сводной ведомости нет клетки ПА этого обучающегося по этому предмету")
    by_sheet: dict[tuple[str, int], list[Cell]] = {}
    for cell in cells:
        by_sheet.setdefault((cell.form, cell.sheet_id), []).append(cell)
    for same in by_sheet.values():
        if len(same) > 1:
            yield Transfer(found, State.NOWHERE, "на листе сводной несколько таких клеток: чья какая, неясно")
            continue
        cell = same[0]
        if not cell.token:
            yield Transfer(found, State.READY, cell=cell)
        elif cell.token == found.credit.mark:
            yield Transfer(found, State.DONE, cell=cell)
        else:
            stands = "запись, которая не читается" if cell.token == UNREAD else f"«{cell.token}»"
            yield Transfer(found, State.CONFLICT, f"в сводной стоит {stands}, а зачтено «{found.credit.mark}»", cell)


def _unready(found: Consideration) -> str:
    """Why a credited mark cannot be transferred yet; empty if nothing hinders."""
    credit = found.credit
    missing = [
        what
        for what, there in (
            ("отметка", credit.mark in PASSED), ("протокол или приказ", bool(credit.order)), ("дата решения", credit.decided is not None),
        )
        if not there
    ]  # fmt: skip
    if missing:
        return "не записано: " + ", ".join(missing)
    if credit.mark_there in (*PASSED, *FAILED) and credit.mark_there != credit.mark:
        return f"в документе «{credit.mark_there}», а зачтено «{credit.mark}»: сверьте с протоколом"
    hindering = (
        finding for finding in found.findings if finding.about in ("application", "applicant", "student", "exam") and not finding.ground.met
    )
    return next((finding.ground.text for finding in hindering), "")


def _key(school: School, credit: Credit) -> tuple[int, str]:
    return credit.person, fold(school.subject(credit.subject_here))


def _cells(school: School) -> Mapping[tuple[int, str], list[Cell]]:
    """Cells of the interim attestation in all class summaries, by person and folded subject; those of whom nobody knows are left out."""
    found: dict[tuple[int, str], list[Cell]] = {}
    for form in SUMMARIES:
        records = school.records.get(form)
        if records is not None and not records.rows.empty:
            for person, cell in _of(records, school):
                found.setdefault((person, fold(school.subject(cell.subject))), []).append(cell)
    return found


def _of(records: Records, school: School) -> Iterator[tuple[int, Cell]]:
    headings: dict[int, list[tuple[int, int, str]]] = {}
    for heading, (sheet, column, text) in enumerate(records.headings[["sheet_id", "column", "text"]].itertuples(index=False)):
        headings.setdefault(sheet, []).append((heading, column, text))
    grid = records.grid
    tokens = {
        (line, heading): token if isinstance(token, str) else UNREAD
        for line, heading, token in zip(grid["line"], grid["heading"], grid["token"].astype(object), strict=True)
    }
    rows = zip(
        records.rows["sheet_id"].tolist(),
        records.rows["row"].tolist(),
        records.rows["student"].astype(object),
        line_terms(records).tolist(),
        school.persons(records).tolist(),
        strict=True,
    )
    for line, (sheet, row, student, term, person) in enumerate(rows):
        if term == INTERIM and person >= 0:
            for heading, column, subject in headings.get(sheet, ()):
                yield person, Cell(records.form.name, sheet, row, column, tokens.get((line, heading), ""), student, subject)
