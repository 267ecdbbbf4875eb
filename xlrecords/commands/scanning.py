"""The command «scans»."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .changing import Done, bytes_of, for_books

if TYPE_CHECKING:
    from ..books.file import FileBook
    from ..edits import Value

WRITTEN = "записаны отпечатки сканов"
"""The action in the journal."""


def scans(request: Request) -> Outcome:
    """Записать отпечатки сканов и цифровых работ (SHA-256): проверка увидит, если файл пропал или подменён."""
    troubles: list[str] = []
    outcome = for_books(request, partial(_scans, request.dry_run, troubles), "Файлов в реестрах документов и работ не названо.")
    return replace(outcome, code=1) if troubles else outcome


@dataclass(frozen=True, slots=True)
class _Look:
    """What was found at a line of a register: what to write, or what is wrong with the file, in words."""

    value: Value | None = None
    trouble: str = ""


def _scans(dry_run: bool, troubles: list[str], name: str, path: Path) -> Done | None:
    """Write the fingerprints of one book, or tell which would be written; what is wrong with files is added to `troubles`."""
    from ..books.file import read
    from ..edits import Edits
    from ..history import rewrite, sha256
    from ..ooxml import edit
    from ..save import is_report
    from ..words import counted

    if is_report(path):
        return None
    data = bytes_of(path)
    looks = list(_looks(read(path, name), path))
    values = tuple(look.value for look in looks if look.value is not None)
    wrong = [look.trouble for look in looks if look.trouble]
    changed = edit(data, Edits(values=values)) if values else data
    if values and not dry_run:
        rewrite(path, sha256(data), changed, WRITTEN)
    troubles += wrong
    if not looks:
        return None
    lines = []
    if values:
        lines.append(f"{name}: {'будет записано' if dry_run else 'записано'}: {counted(len(values), 'отпечаток')}")
        lines += [f"    «{value.sheet}»!{value.cell}" for value in values if dry_run]
    if wrong:
        lines.append(f"{name}: проверьте файлы: {len(wrong)}")
        lines += [f"    {trouble}" for trouble in wrong]
    return Done(name, tuple(lines) or (f"{name}: все отпечатки уже записаны и совпадают",))


def _looks(book: FileBook, path: Path) -> Iterator[_Look]:
    """Every line of the registers of a book that names a file."""
    from ..book import address
    from ..edits import Value
    from ..forms import FORMS
    from ..forms.common import FILE, FINGERPRINT
    from ..kind import plain
    from ..scan import Shelf, is_link
    from ..sheets import survey

    shelf = Shelf(path)
    blocks, _ = survey([book], FORMS)
    for block in (block for form in FORMS if FINGERPRINT in form.columns for block in blocks.get(form.name, ())):
        files, prints = block.columns.get(FILE.name), block.columns.get(FINGERPRINT.name)
        if not files:
            continue
        for line in block.lines:
            name = plain(block.rows[line][files[0]])
            if not name or is_link(name):
                continue
            where = f"«{block.sheet}»!{address(line + 1, files[0] + 1)}"
            file = shelf.find(name)
            if file is None:
                yield _Look(trouble=f"{where}: файла «{name}» нет рядом с книгой, в папке «Сканы» и в папке школы")
                continue
            now = shelf.fingerprint(file)
            if not file.stat().st_size:
                yield _Look(trouble=f"{where}: файл «{name}» пустой: в нём 0 байт")
            elif not now:
                yield _Look(trouble=f"{where}: файл «{name}» не читается или слишком велик")
            elif prints is None:
                yield _Look(trouble=f"{where}: на листе нет графы «{FINGERPRINT.title}», отпечаток записать некуда")
            elif not (written := plain(block.rows[line][prints[0]])):
                yield _Look(Value(block.sheet, address(line + 1, prints[0] + 1), now))
            elif written.lower() != now:
                yield _Look(trouble=f"{where}: файл «{name}» не тот, чей отпечаток записан; отпечаток оставлен")
            else:
                yield _Look()
