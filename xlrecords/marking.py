"""Marks of findings in a teacher's own workbook, as plans of edits: patterns over cells, notes, and the sheet «Замечания».

All that is put can be told from what the teacher put, whatever program saved the workbook since, and taken away again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .book import Rows
from .edits import SEVERITIES, Edits, Fill, Item, NewSheet, Note, Spot, Survey, Unfill, Unnote
from .issue import Issue, Severity
from .tint import WHITE, behind

LIST = "Замечания"
SIGN = "Создано программой xlrecords"
"""How the second row of a list begins: by it a list is known under any name."""
MARKS: Mapping[Severity, tuple[str, str]] = {severity: SEVERITIES[severity.name.lower()] for severity in Severity}
"""Pattern and colour of each severity: told apart by the pattern alone, too."""
NOTES_A_SHEET = 300
"""So many notes a sheet gets: more make office programs slow."""
LINKS = 60_000
"""So many links a sheet may hold; Excel allows 65,530."""
LONGEST = 500
"""So many letters of one text; a cell can hold thousands, and a message may quote it."""
BEGINNING = re.compile(rf"^xlrecords: ({'|'.join(severity.value for severity in Severity)})$", re.MULTILINE)
"""First line of our text in a note."""
OURS = re.compile(rf"(?:\s*{BEGINNING.pattern}\n.+\nЧто сделать: .+\nОснование: п\. .+)+", re.MULTILINE)
"""All of our text in a note."""


def is_list(rows: Rows) -> bool:
    """Whether a sheet is a list of findings that was put into a workbook."""
    return len(rows) > 1 and bool(rows[1]) and isinstance(rows[1][0], str) and rows[1][0].startswith(SIGN)


# Putting


def mark_edits(issues: Sequence[Issue], sheets: Sequence[str], only: str = "") -> Edits:
    """The plan that marks one workbook.

    Args:
        issues: Its findings, in reading order.
        sheets: Names of its sheets, without lists from earlier.
        only: The sheet that was checked, if it was only one; the list says so.

    Returns:
        A pattern on each cell with a finding, by the gravest one; a note on it, at most `NOTES_A_SHEET` on a sheet, the
        gravest first; and the list of all findings. Nothing if there are none.
    """
    if not issues:
        return Edits()
    known = set(sheets)
    found: dict[tuple[str, str], list[Issue]] = {}
    for issue in issues:
        if issue.place.cell and issue.place.sheet in known:
            found.setdefault((issue.place.sheet, issue.place.cell), []).append(issue)
    fills = []
    for (sheet, cell), of_cell in found.items():
        pattern, colour = MARKS[_gravest(of_cell)]
        fills.append(Fill(sheet, cell, colour, pattern))
    noted = _noted(found)
    notes = tuple(Note(*place, _note(of_cell)) for place, of_cell in found.items() if place in noted)
    return Edits(fills=tuple(fills), notes=notes, add_sheets=(_list(issues, sheets, only),))


ORDER = tuple(Severity)


def _gravest(issues: Iterable[Issue]) -> Severity:
    return min((issue.rule.severity for issue in issues), key=ORDER.index)


def _noted(found: Mapping[tuple[str, str], Sequence[Issue]]) -> set[tuple[str, str]]:
    """Cells that get a note."""
    by_sheet: dict[str, list[tuple[str, str]]] = {}
    for place in sorted(found, key=lambda place: ORDER.index(_gravest(found[place]))):
        by_sheet.setdefault(place[0], []).append(place)
    return {place for places in by_sheet.values() for place in places[:NOTES_A_SHEET]}


def _note(issues: Sequence[Issue]) -> str:
    """Text of a note: the gravest finding first."""
    return "\n\n".join(
        f"xlrecords: {issue.rule.severity.value}\n{_sentence(issue.message)}\n"
        f"Что сделать: {_line(issue.fix)}\nОснование: п. {issue.rule.clause}"
        for issue in sorted(issues, key=lambda issue: ORDER.index(issue.rule.severity))
    )


def _line(text: str) -> str:
    """A text on one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _sentence(text: str) -> str:
    line = _line(text)
    return line[:1].upper() + line[1:]


HEADINGS = ("№", "Важность", "Лист", "Клетка", "Значение", "Что не так", "Что сделать", "Пункт")
WIDTHS = (6.0, 18.0, 20.0, 11.0, 14.0, 48.0, 44.0, 10.0)
KINDS = ((Severity.ERROR, "ошибок"), (Severity.WARNING, "предупреждений"), (Severity.NOTE, "заметок"))


def _list(issues: Sequence[Issue], sheets: Sequence[str], only: str) -> NewSheet:
    """The sheet «Замечания»."""
    counts = [(words, sum(issue.rule.severity is severity for issue in issues)) for severity, words in KINDS]
    summary = ", ".join(f"{words}: {count}" for words, count in counts if count)
    where = f"Проверен только лист «{only}». Найдено" if only else "Найдено"
    rows: list[tuple[Item, ...]] = [
        (Item(LIST, "title"),),
        (Item(f"{SIGN}. Убрать лист и все пометки: кнопка «Убрать пометки» или команда xlrecords unmark", "faint"),),
        (Item(f"{where} {summary}. Щёлкните клетку в графе «Клетка», чтобы перейти к ней.", "faint"),),
        tuple(Item(heading, "heading") for heading in HEADINGS),
    ]
    heading_row = len(rows)
    rows += (_row(number, issue, set(sheets)) for number, issue in enumerate(issues, 1))
    return NewSheet(unique(LIST, sheets), tuple(rows), WIDTHS, heading_row, filtered=True, landscape=True)


def _row(number: int, issue: Issue, sheets: set[str]) -> tuple[Item, ...]:
    place, severity = issue.place, issue.rule.severity
    linked = place.sheet in sheets and number <= LINKS
    return (
        Item(number, "number"),
        Item(severity.value, severity.name.lower()),
        Item(place.sheet or "книга", "wrapped"),
        Item(place.cell or "лист", "link", place.sheet, place.cell or "A1") if linked else Item(place.cell, "text"),
        Item(_line(issue.value), "wrapped"),
        Item(_sentence(issue.message), "wrapped"),
        Item(_line(issue.fix), "wrapped"),
        Item(issue.rule.clause, "text"),
    )


def unique(name: str, taken: Iterable[str]) -> str:
    """A name that no sheet has; office programs do not tell capitals apart."""
    folded = {other.casefold() for other in taken}
    number, candidate = 1, name
    while candidate.casefold() in folded:
        number += 1
        candidate = f"{name} ({number})"
    return candidate


# Taking away

ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Removal:
    """What takes the marks off a workbook.

    Attributes:
        steps: Plans, one after the other.
        changed: Cells whose note was changed within our text; it is left as it is.
    """

    steps: tuple[Edits, ...]
    changed: tuple[Spot, ...] = ()


def marked_cells(survey: Survey, lists: Mapping[str, Rows]) -> dict[Spot, Severity]:
    """Cells that were marked, by what notes and lists say, with the gravest severity.

    A note goes with its cell, an address on a list does not: on a sheet where a note stands at a place that no list names,
    rows or columns moved since, and only notes are believed.

    Args:
        survey: Notes of the workbook.
        lists: Rows of the sheets that `is_list` knows, by name.
    """
    by_word = {severity.value: severity for severity in Severity}
    found: dict[Spot, Severity] = {}
    for rows in lists.values():
        for _, word, sheet, cell, *_ in (row for row in rows if len(row) > 3):
            if word in by_word and ADDRESS.fullmatch(str(cell)):
                spot, severity = (str(sheet), str(cell)), by_word[str(word)]
                found[spot] = min(found.get(spot, severity), severity, key=ORDER.index)
    noted = {(note.sheet, note.cell): by_word[first[1]] for note in survey.notes if (first := BEGINNING.search(note.text))}
    moved = {sheet for sheet, cell in noted if (sheet, cell) not in found and lists}
    believed = {spot: severity for spot, severity in found.items() if spot[0] in survey.sheets and spot[0] not in moved}
    return believed | noted


def unmark_edits(survey: Survey, lists: Mapping[str, Rows], plain: Mapping[Spot, str]) -> Removal:
    """The plan that takes away what `mark_edits` put, whatever program saved the workbook since.

    Args:
        survey: Sheets, notes and patterns of the workbook.
        lists: Rows of the sheets that `is_list` knows, by name.
        plain: Colours, RRGGBB, of those of the `marked_cells` that have a plain fill.
    """
    ours = set(MARKS.values())
    unfills = [
        Unfill(fill.sheet, fill.cell, fill.colour, fill.pattern)
        for fill in survey.fills
        if (fill.pattern, fill.colour) in ours and fill.sheet not in lists
    ]
    fills: list[Fill] = []
    if not unfills:
        for spot, severity in marked_cells(survey, lists).items():
            own = behind(plain[spot], *MARKS[severity]) if spot in plain else None
            if own == WHITE:
                unfills.append(Unfill(*spot, plain[spot]))
            elif own is not None:
                fills.append(Fill(*spot, own))
    unnotes, notes, changed = [], [], []
    for note in survey.notes:
        if note.sheet in lists or not BEGINNING.search(note.text):
            continue
        found = OURS.search(note.text)
        if found is None:
            changed.append((note.sheet, note.cell))
            continue
        unnotes.append(Unnote(note.sheet, note.cell, note.text[found.start() :].lstrip()))
        if below := note.text[found.end() :].strip():
            notes.append(Note(note.sheet, note.cell, below))
    away = Edits(fills=tuple(fills), unfills=tuple(unfills), unnotes=tuple(unnotes), remove_sheets=tuple(lists))
    return Removal(tuple(step for step in (away, Edits(notes=tuple(notes))) if step), tuple(changed))
