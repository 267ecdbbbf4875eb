"""The command «demo»."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from ..command import Outcome, Request
from .checking import check
from .filling import fill
from .marking import hashes, mark
from .summing import summary

SHEETS, TEMPLATE = "Листы достижений", "student_sheet"
SUMMARY, GRADUATES = "Сводка.xlsx", "Выпускники прошлого года.xlsx"


def demo(request: Request) -> Outcome:
    """Создать учебную школу с известными ошибками, проверить её и сравнить найденное с ключом."""
    from ..demo import LAST_YEAR, LEAST_CLASSES, MOST_CLASSES, build, compare

    if not LEAST_CLASSES <= request.classes <= MOST_CLASSES:
        return Outcome(lines=(f"Классов может быть от {LEAST_CLASSES} до {MOST_CLASSES}.",), failed=True)
    folder = request.paths[0] if request.paths else Path("Учебная школа")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Outcome(lines=(f"«{folder.name}» уже есть и не пуста: укажите новую папку.",), failed=True)
    key = build(folder, request.classes)
    outcome = check(Request((key.school,), out=folder / "Замечания.xlsx", progress=request.progress))
    score = compare(key, outcome.issues)
    sheets = fill(Request((key.school,), name=TEMPLATE, out=folder / SHEETS))
    sums = [summary(Request((key.school,), out=folder / name, year=year)) for name, year in ((SUMMARY, ""), (GRADUATES, LAST_YEAR))]
    marked = _mark_one(outcome)
    return replace(
        outcome,
        written=(key.school, key.key_file, *outcome.written, *sheets.written, *(path for one in sums for path in one.written)),
        lines=(*score.table(), "", *sheets.lines, *sums[0].lines, *marked.lines),
        code=int(not score.perfect or any(one.failed for one in (sheets, *sums, marked))),
    )


def _mark_one(outcome: Outcome) -> Outcome:
    """Mark the book that has most findings on its cells, so that marks can be looked at; a snapshot lies beside it."""
    counted = Counter(issue.place.book for issue in outcome.issues if issue.place.cell)
    name = counted.most_common(1)[0][0]
    files = {name: outcome.files[name]}
    one = replace(outcome, files=files, issues=tuple(issue for issue in outcome.issues if issue.place.book == name))
    marked = mark(one, hashes(files), dry_run=False)
    tip = f"Посмотрите пометки в книге «{name}». Убрать их: xlrecords unmark «{files[name]}»"
    return replace(marked, lines=(*marked.lines, tip))
