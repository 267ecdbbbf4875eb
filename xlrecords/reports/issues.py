"""The workbook «Замечания»: one row an issue, with a link to its cell; counts by sheet, by rule and by class."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..issue import Issue, Severity
from ..report import Cell, Chart, Field, Link, Page

LINKS = 60_000
"""So many links a sheet may hold; Excel allows 65,530."""
COUNTED = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
SEVERITIES = (Field("Ошибок", 10), Field("Предупреждений", 17), Field("Заметок", 10), Field("Всего", 9))


def issue_pages(
    issues: Sequence[Issue], files: Mapping[str, Path], groups: Mapping[tuple[str, str], str], folder: Path, title: str
) -> tuple[Page, ...]:
    """Pages of the report.

    Args:
        issues: Issues in reading order.
        files: Path of each book, by its name.
        groups: Class of each sheet, by book and sheet, where it is known.
        folder: Folder of the report, to which links are relative.
        title: First line of the first page.

    Returns:
        «Замечания», «По листам», «По правилам», «По классам»; the last only if a class is known.
    """
    by_sheet: dict[tuple[str, str], Counter[Severity]] = {}
    by_rule: dict[str, Counter[Severity]] = {}
    by_group: dict[str, Counter[Severity]] = {}
    titles = {issue.rule.id: issue.rule.title for issue in issues}
    for issue in issues:
        place, severity = (issue.place.book, issue.place.sheet), issue.rule.severity
        by_sheet.setdefault(place, Counter())[severity] += 1
        by_rule.setdefault(issue.rule.id, Counter())[severity] += 1
        if group := groups.get(place):
            by_group.setdefault(group, Counter())[severity] += 1
    note = "Щёлкните клетку в графе «Клетка», чтобы открыть книгу на ней. Пункты — по Положению школы."
    pages = [
        Page("Замечания", title, note, FIELDS, list(_rows(issues, files, folder)), [issue.rule.severity.name.lower() for issue in issues], toned=1),
        Page("По листам", "Замечания по листам", "", (Field("Книга", 44), Field("Лист", 26), *SEVERITIES),
             [[book, sheet, *_counts(count)] for (book, sheet), count in by_sheet.items()]),
        Page("По правилам", "Замечания по правилам", "", (Field("Правило", 40), Field("Имя", 26), *SEVERITIES),
             [[titles[rule], rule, *_counts(count)] for rule, count in sorted(by_rule.items(), key=lambda item: -item[1].total())]),
    ]  # fmt: skip
    if by_group:
        rows: list[list[Cell]] = [[group, *_counts(by_group[group])] for group in sorted(by_group, key=_class_order)]
        chart = Chart("Замечания по классам", 0, (1, 2, 3), colours=("#C0504D", "#E3B341", "#7F9DB9"))
        pages.append(Page("По классам", "Замечания по классам", "", (Field("Класс", 12), *SEVERITIES), rows, chart=chart))
    return tuple(pages)


FIELDS = (
    Field("№", 5), Field("Важность", 15), Field("Книга", 26, wrapped=True), Field("Лист", 16, wrapped=True), Field("Клетка", 8),
    Field("Записано", 11, wrapped=True), Field("Что не так", 46, wrapped=True), Field("Что сделать", 42, wrapped=True), Field("Пункт", 7),
    Field("Правило", 18, wrapped=True),
)  # fmt: skip


def _rows(issues: Sequence[Issue], files: Mapping[str, Path], folder: Path) -> Sequence[Sequence[Cell]]:
    rows: list[list[Cell]] = []
    for number, issue in enumerate(issues, 1):
        place = issue.place
        cell: str | Link = place.cell
        if place.book in files and number <= LINKS:
            path = Path(os.path.relpath(files[place.book], folder)).as_posix()
            cell = Link(place.cell or "открыть", path, place.sheet, place.cell)
        rows.append([number, issue.rule.severity.value, place.book, place.sheet, cell, issue.value, _sentence(issue.message), issue.fix,
                     issue.rule.clause, issue.rule.id])  # fmt: skip
    return rows


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _counts(count: Counter[Severity]) -> list[int]:
    return [*(count[severity] for severity in COUNTED), count.total()]


def _class_order(group: str) -> tuple[int, str]:
    digits = "".join(letter for letter in group if letter.isdigit())
    return int(digits or 0), group
