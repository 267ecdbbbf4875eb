"""Which findings a case may go into the archive with: those that somebody answers for, each with its reason (п. 7.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..issue import Issue, Place, Severity
from ..kind import fold
from ..rule import Rule

if TYPE_CHECKING:
    from ..school import School
    from ..sheets.records import Records

NEVER: Final = frozenset({"archive-file-embedded", "sheet-damaged"})
"""Rules whose findings nobody can accept: nobody can tell what is in a file within a file, or on a sheet that cannot be read."""
NO_FINDING: Final = "такого замечания в этой книге нет"
SEVERAL_BOOKS: Final = "под это имя подходят несколько книг: впишите имя книги с папкой"
NOT_SIGNED: Final = "не указано, почему замечание принято или кто его принял"
NOT_TOLD: Final = "не указаны книга или замечание"
NOT_ALLOWED: Final = "это замечание принять нельзя: устраните его"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A row of «Принятые замечания».

    Attributes:
        place: Where the row stands.
        book: Name of the book, or the end of it; folded, as the others.
        sheet: Name of the sheet; empty: any.
        cell: Address; empty: any.
        rule: Title or id of the rule.
        reason: Why it was accepted.
        author: Who accepted it.
        date: When; None: not told.
    """

    place: Place
    book: str
    sheet: str
    cell: str
    rule: str
    reason: str
    author: str
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that somebody answers for."""

    issue: Issue
    reason: str
    author: str
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Unused:
    """A row of «Принятые замечания» that accepts nothing, and why."""

    place: Place
    why: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Findings after the acceptances of the school.

    Attributes:
        open: Errors that nobody accepted: they stop the case.
        accepted: Findings that were accepted.
        unused: Rows that accept nothing.
    """

    open: tuple[Issue, ...]
    accepted: tuple[Accepted, ...]
    unused: tuple[Unused, ...]


def settle(issues: Collection[Issue], school: School, books: Collection[str] = ()) -> Settled:
    """Sort findings into those that stop a case and those that were accepted.

    Args:
        issues: All findings, of check and of the archive.
        school: What was read, with its sheet «Принятые замечания».
        books: Names of all books, by which the end of a name is judged; those of the findings are added.

    Returns:
        Errors that stop a case; a warning or a note never does, but may be accepted, too.
    """
    names = {fold(name) for name in (*books, *(issue.place.book for issue in issues))}
    by_rule: dict[str, list[Issue]] = {}
    for issue in issues:
        for name in names_of(issue.rule):
            by_rule.setdefault(name, []).append(issue)
    accepted: dict[int, Accepted] = {}
    unused = []
    for row in acceptances(school):
        matching = [name for name in names if row.book and (name == row.book or name.endswith(f"/{row.book}"))]
        found = [issue for issue in by_rule.get(row.rule, ()) if fold(issue.place.book) in matching and _same_place(row, issue.place)]
        allowed = [issue for issue in found if issue.rule.id not in NEVER]
        exact = row.book in matching
        if not row.book or not row.rule:
            unused.append(Unused(row.place, NOT_TOLD))
        elif len(matching) > 1 and not exact:
            unused.append(Unused(row.place, SEVERAL_BOOKS))
        elif not row.reason or not row.author:
            unused.append(Unused(row.place, NOT_SIGNED))
        elif not allowed:
            unused.append(Unused(row.place, NOT_ALLOWED if found else NO_FINDING))
        else:
            meant = [issue for issue in allowed if not exact or fold(issue.place.book) == row.book]
            for issue in meant:
                accepted.setdefault(id(issue), Accepted(issue, row.reason, row.author, row.date))
            if not meant:
                unused.append(Unused(row.place, NO_FINDING))
    return Settled(
        tuple(issue for issue in issues if issue.rule.severity is Severity.ERROR and id(issue) not in accepted),
        tuple(accepted[id(issue)] for issue in issues if id(issue) in accepted),
        tuple(unused),
    )


def names_of(rule: Rule) -> tuple[str, str]:
    """How an acceptance may name a rule, folded: by its title or by its id."""
    return fold(rule.title), fold(rule.id)


def acceptances(school: School) -> Iterator[Acceptance]:
    """Rows of «Принятые замечания», of this year and of earlier ones, in their order."""
    for era in (school, *school.past):
        records = era.records.get("acceptances")
        if records is not None:
            for row in records.rows.to_dict("records"):
                yield _acceptance(records, row)


def _acceptance(records: Records, row: dict[Any, Any]) -> Acceptance:
    sheet = int(row["sheet_id"])
    text = {name: value if isinstance(value, str) else "" for name, value in row.items()}
    _, _, cell = records.where(sheet, int(row["row"]), int(records.places["rule"][sheet])).rpartition("!")
    place = Place(records.sheets["book"].iat[sheet], records.sheets["sheet"].iat[sheet], cell)
    date = row["date"]
    return Acceptance(
        place, fold(text["book"].replace("\\", "/").strip("/ ")), fold(text["sheet"].strip("«» ")),
        text["cell"].replace("$", "").strip().upper(), fold(text["rule"].strip("«» ")), text["reason"].strip(), text["author"].strip(),
        None if date is None or date != date else date.date(),
    )  # fmt: skip


def _same_place(row: Acceptance, place: Place) -> bool:
    return (not row.sheet or row.sheet == fold(place.sheet)) and (not row.cell or row.cell == place.cell)
