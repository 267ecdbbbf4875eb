"""The command «demo»."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..command import Outcome, Request
from .checking import check


def demo(request: Request) -> Outcome:
    """Создать учебную школу с известными ошибками, проверить её и сравнить найденное с ключом."""
    from ..demo import LEAST_CLASSES, MOST_CLASSES, build, compare

    if not LEAST_CLASSES <= request.classes <= MOST_CLASSES:
        return Outcome(lines=(f"Классов может быть от {LEAST_CLASSES} до {MOST_CLASSES}.",), failed=True)
    folder = request.paths[0] if request.paths else Path("Учебная школа")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Outcome(lines=(f"«{folder.name}» уже есть и не пуста: укажите новую папку.",), failed=True)
    key = build(folder, request.classes)
    outcome = check(Request((key.school,), out=folder / "Замечания.xlsx", progress=request.progress))
    score = compare(key, outcome.issues)
    return replace(outcome, written=(key.school, key.key_file, *outcome.written), lines=score.table(), code=int(not score.perfect))
