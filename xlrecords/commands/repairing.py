"""The command «repair»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .changing import Done, bytes_of, for_books

if TYPE_CHECKING:
    from ..repair import Finding

REPAIRED = "разметка восстановлена"
"""The action in the journal."""


def repair(request: Request) -> Outcome:
    """Вернуть из формы то, что стёрла вставка: списки, формулы, заголовки, вид дат, места столбцов; остальное перечислить."""
    left: list[Finding] = []
    outcome = for_books(request, partial(_repair, request.dry_run, left), "Восстанавливать нечего.")
    return replace(outcome, code=1) if left else outcome


def _repair(dry_run: bool, left: list[Finding], name: str, path: Path) -> Done | None:
    """Repair a book, or tell what would be done; what only a person can put right is added to `left`."""
    from ..books.file import read
    from ..history import rewrite, sha256
    from ..ooxml import edit
    from ..repair import to_edits
    from ..repairs import find
    from ..save import is_report

    if is_report(path):
        return None
    data = bytes_of(path)
    sha = sha256(data)
    findings = find(data, read(path, name))
    changed = edit(data, to_edits(findings))
    if not dry_run:
        rewrite(path, sha, changed, REPAIRED)
    left += [finding for finding in findings if not finding.edits]
    return Done(name, tuple(_lines(name, findings, dry_run))) if findings else None


def _lines(name: str, findings: Sequence[Finding], dry_run: bool) -> Iterator[str]:
    """What was found in a book: what is put back, then what a person should do."""
    mended = [finding for finding in findings if finding.edits]
    left = [finding for finding in findings if not finding.edits]
    for words, items in (("будет восстановлено" if dry_run else "восстановлено", mended), ("исправьте сами", left)):
        if items:
            yield f"{name}: {words}: {len(items)}"
            yield from (f"    {finding}" for finding in items)
