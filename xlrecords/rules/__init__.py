"""All rules, in the order in which they are listed and run: add a function to a module here and its name to its RULES."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from ..book import Book, address
from ..forms import SETTINGS
from ..issue import Issue, Place
from ..rule import Rule
from ..school import School
from ..sheets import Stray
from ..sheets.records import Records
from . import (
    achievements,
    archive,
    attendance,
    attestation,
    calendar,
    cells,
    certificates,
    class_list,
    commendations,
    corrections,
    credits,
    debts,
    eligibility,
    events,
    external,
    files,
    interim,
    lessons,
    nomenclature,
    olympiads,
    people,
    rights,
    settings,
    sheets,
    summary,
)

RULES: tuple[Rule, ...] = (
    *files.RULES,
    *sheets.RULES,
    *cells.RULES,
    *people.RULES,
    *calendar.RULES,
    *lessons.RULES,
    *attestation.RULES,
    *corrections.RULES,
    *summary.RULES,
    *attendance.RULES,
    *interim.RULES,
    *debts.RULES,
    *external.RULES,
    *certificates.RULES,
    *class_list.RULES,
    *commendations.RULES,
    *rights.RULES,
    *events.RULES,
    *achievements.RULES,
    *olympiads.RULES,
    *credits.RULES,
    *eligibility.RULES,
    *settings.RULES,
    *nomenclature.RULES,
    *archive.RULES,
)

OF_ARCHIVE = archive.LINT
"""Rules of books that go into the archive, which `check` does not run."""

BY_ID = {rule.id: rule for rule in (*RULES, *OF_ARCHIVE)}

if TYPE_CHECKING:
    from ..rule import Find

Ordered = tuple[tuple[int, int, int, int], Issue]
"""An issue with its reading order: book, sheet, row, column."""


def find_issues(books: Sequence[Book], strays: Sequence[Stray], school: School, wanted: Collection[str] | None = None) -> list[Issue]:
    """Everything that is wrong, in reading order: books as given, sheets as their tabs stand, rows before columns.

    Args:
        books: Books that were read, with their troubles.
        strays: Sheets that are no known form, or are empty.
        school: Settings and records.
        wanted: Names of the books whose issues are wanted; None: those of all.

    Returns:
        Issues; a rule that crashes becomes one that names it, and the others go on.
    """
    order = {(book.name, sheet): (at, tab + 1) for at, book in enumerate(books) for tab, sheet in enumerate(book.sheets())}
    order |= {(book.name, ""): (at, 0) for at, book in enumerate(books)}
    found: list[Ordered] = []
    for book in books:
        for trouble in book.troubles:
            at = order.get((book.name, trouble.sheet), order[book.name, ""])
            facts = files.facts_of(trouble)
            found.append(
                ((*at, 0, 0), Issue(BY_ID[trouble.rule], Place(book.name, trouble.sheet, trouble.cell), facts.get("value", ""), facts))
            )
    for stray in strays:
        rule = sheets.SHEET_EMPTY if stray.empty else sheets.SHEET_UNKNOWN
        hint = f" (похоже на «{stray.nearest}», не хватает: {', '.join(stray.missing)})" if stray.nearest and stray.missing else ""
        found.append(((*order[stray.book, stray.sheet], 0, 0), Issue(rule, Place(stray.book, stray.sheet), "", {"hint": hint})))
    for era in (school, *school.past):
        for name, records in era.records.items():
            if (era is school or name not in SETTINGS) and (
                wanted is None or any(book in wanted for book in records.sheets["book"].cat.categories)
            ):
                for rule, frame in _findings(records, era):
                    found.extend(_issues(rule, frame, records, order))
    found.sort(key=lambda pair: pair[0])
    return [issue for _, issue in found if wanted is None or issue.place.book in wanted]


def _findings(records: Records, school: School) -> Iterator[tuple[Rule, pd.DataFrame]]:
    """What the schemas refuse, then what the rules of a form find."""
    yield from _guarded("вид листа", partial(cells.refused, records, school))
    for rule in RULES:
        if rule.find is not None and records.form.name in rule.forms:
            yield from _guarded(rule.title, partial(_found, rule, rule.find, records, school))


def _found(rule: Rule, find: Find, records: Records, school: School) -> list[tuple[Rule, pd.DataFrame]]:
    return [(rule, find(records, school))]


def _guarded(title: str, run: Callable[[], list[tuple[Rule, pd.DataFrame]]]) -> Iterator[tuple[Rule, pd.DataFrame]]:
    try:
        yield from run()
    except Exception as error:  # a mistake of one rule must not hide what the others find
        place = {"sheet_id": [0], "row": [0], "column": [0], "title": [title], "error": [type(error).__name__]}
        yield sheets.RULE_FAILED, pd.DataFrame(place)


def _issues(rule: Rule, frame: pd.DataFrame, records: Records, order: dict[tuple[str, str], tuple[int, int]]) -> Iterator[Ordered]:
    if frame.empty:
        return
    places = zip(frame["sheet_id"].tolist(), frame["row"].tolist(), frame["column"].tolist(), strict=True)
    names = [name for name in frame.columns if name not in ("sheet_id", "row", "column")]
    facts = zip(*(frame[name].tolist() for name in names), strict=True) if names else ((),) * len(frame)
    books, tabs = records.sheets["book"].astype(object).to_numpy(), records.sheets["sheet"].astype(object).to_numpy()
    for (sheet_id, row, column), values in zip(places, facts, strict=True):
        book, sheet = books[sheet_id], tabs[sheet_id]
        cell = Place(book, sheet, address(row, column) if row > 0 and column > 0 else "")
        yield (
            (*order[book, sheet], row, column),
            Issue(rule, cell, records.text(sheet_id, row, column), dict(zip(names, values, strict=True))),
        )
