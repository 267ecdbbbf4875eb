"""The key of planted errors: what was planted where, and how well a check found it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..edits import Value
from ..issue import Issue
from ..report import Cell, Field, Link, Page

Spot = tuple[str, str, str, str]
"""Rule, book, sheet, cell."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A planted error: the rule it breaks, its place, and what was done, in Russian."""

    rule: str
    book: str
    sheet: str
    cell: str
    note: str

    @property
    def spot(self) -> Spot:
        """What a finding must name."""
        return self.rule, self.book, self.sheet, self.cell


@dataclass(frozen=True, slots=True)
class Key:
    """An invented school.

    Attributes:
        school: The folder to check.
        key_file: The workbook that lists the planted errors.
        entries: The planted errors.
        family: A student and a guardian of whom nothing wrong is written.
        correction: A journal, and another mark for one of its cells.
    """

    school: Path
    key_file: Path
    entries: tuple[Entry, ...]
    family: tuple[str, str]
    correction: tuple[str, Value]


@dataclass(frozen=True, slots=True)
class RuleScore:
    """How many errors of a rule were planted, found, missed, and found where none was planted."""

    rule: str
    title: str
    planted: int
    found: int
    missed: int
    extra: int


@dataclass(frozen=True, slots=True)
class Score:
    """The findings of a check, and of the inspection before the archive, against the key.

    Attributes:
        rules: Every rule that was planted or found, in the order of the rules.
        missed: Planted errors that no finding names.
        extra: Findings that no planted error explains.
    """

    rules: tuple[RuleScore, ...]
    missed: tuple[Entry, ...]
    extra: tuple[Issue, ...]

    @property
    def perfect(self) -> bool:
        """Whether everything was found, and nothing else."""
        return not self.missed and not self.extra

    def table(self) -> tuple[str, ...]:
        """The score in lines, for people."""
        width = max((len(row.title) for row in self.rules), default=0)
        lines = [f"{'Проверка':{width}}  посеяно  найдено  пропущено  лишних"]
        lines += [f"{row.title:{width}}  {row.planted:7}  {row.found:7}  {row.missed:9}  {row.extra:6}" for row in self.rules]
        planted, found = sum(row.planted for row in self.rules), sum(row.found for row in self.rules)
        lines.append(f"{'Всего':{width}}  {planted:7}  {found:7}  {len(self.missed):9}  {len(self.extra):6}")
        lines += [f"Пропущено: {entry.rule} — {entry.book} «{entry.sheet}»!{entry.cell}: {entry.note}" for entry in self.missed]
        lines += [f"Лишнее: {issue.rule.id} — {issue.place}: {issue.message}" for issue in self.extra]
        return tuple(lines)


def compare(key: Key, issues: Sequence[Issue]) -> Score:
    """Match findings with planted errors by rule, book, sheet and cell; a second finding at a place is one too many."""
    from ..rules import BY_ID

    planted = Counter(entry.spot for entry in key.entries)
    seen: Counter[Spot] = Counter()
    extra = []
    for issue in issues:
        spot = issue.rule.id, issue.place.book, issue.place.sheet, issue.place.cell
        seen[spot] += 1
        if seen[spot] > planted[spot]:
            extra.append(issue)
    missed = []
    for entry in key.entries:
        if seen[entry.spot] > 0:
            seen[entry.spot] -= 1
        else:
            missed.append(entry)
    counts = [Counter(rules) for rules in ((e.rule for e in key.entries), (e.rule for e in missed), (i.rule.id for i in extra))]
    rows = [
        RuleScore(rule.id, rule.title, all_[rule.id], all_[rule.id] - lost[rule.id], lost[rule.id], more[rule.id])
        for all_, lost, more in (counts,)
        for rule in BY_ID.values()
        if all_[rule.id] or more[rule.id]
    ]
    return Score(tuple(rows), tuple(missed), tuple(extra))


FIELDS = (
    Field("№", 5), Field("Что нарушено", 34, wrapped=True), Field("Книга", 28, wrapped=True), Field("Лист", 18, wrapped=True),
    Field("Клетка", 9), Field("Что сделано", 56, wrapped=True), Field("Правило", 24),
)  # fmt: skip
"""Columns of the key."""


def write_key(path: Path, entries: Sequence[Entry], school: Path) -> None:
    """Write the key as a workbook, to be read beside the school: each entry opens the book at its cell."""
    from ..reports.workbook import write_pages
    from ..rules import BY_ID

    rows: list[list[Cell]] = [
        [number, BY_ID[entry.rule].title, entry.book, entry.sheet,
         Link(entry.cell or "открыть", f"{school.name}/{entry.book}", entry.sheet, entry.cell), entry.note, entry.rule]
        for number, entry in enumerate(entries, 1)
    ]  # fmt: skip
    note = "Что и где испорчено нарочно. Щёлкните клетку, чтобы открыть книгу на ней."
    write_pages(path, (Page("Ключ ошибок", f"Ключ ошибок: {len(rows)}", note, FIELDS, rows),))
