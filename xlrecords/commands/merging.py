"""The command «merge»: what a teacher changed in pages that were handed out, brought back into the school's books."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .changing import NO_BOOKS, Done, each, lines_of
from .copies import is_copy
from .reading import school_folder

if TYPE_CHECKING:
    from ..privacy.cuts import Entry
    from ..privacy.merging import Plan
    from ..privacy.verdict import Change
    from ..report import Page

MERGED = "внесено от учителя"
"""The action in the journal."""
SHOWN = 40
"""So many changes of a workbook are listed on the screen."""


def merge(request: Request) -> Outcome:
    """Внести в книги школы правки из возвращённых выписок: построчно по ученикам, спорное показать и не трогать."""
    from ..privacy.cuts import entries

    *given, school = request.paths
    if not given:
        return Outcome(lines=("Укажите возвращённые книги и последней — папку школы.",), failed=True)
    folder = school_folder(school)
    known = entries(folder)
    if not known:
        return Outcome(lines=(f"Из папки «{folder.name}» ничего не выделялось: укажите папку школы.",), failed=True)
    files = list(_returned(given))
    if not files:
        return NO_BOOKS
    merging = _Merging(folder, known, request)
    done = [item for name, path in files for item in each(name, partial(merging.one, name, path))]
    lines = list(lines_of(done))
    refused = sum(item.refused for item in done)
    written: tuple[Path, ...] = ()
    if request.out is not None and merging.told:
        from ..reports.workbook import write_pages
        from ..save import SaveError, save

        try:
            written = (save(request.out, lambda beside: write_pages(beside, [_page(merging.told)])),)
        except SaveError as error:
            lines.append(str(error))
            refused += 1
    code = int(bool(refused) or any(change.kind.value in OPEN for _, change in merging.told))
    return Outcome(lines=tuple(lines), written=written, failed=refused >= len(done), code=code)


OPEN = ("изменено и в школе", "перенесите вручную")
"""What a person must decide."""


def _returned(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Workbooks that came back, and what they are called: files as they are, folders with all but marked copies, also what was cut there."""
    from ..books import SUFFIXES

    for path in dict.fromkeys(paths):
        inner = sorted(found for found in path.rglob("*") if found.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
        for found in inner:
            below = found.relative_to(path).parts if path.is_dir() else (found.name,)
            if not any(part.startswith((".", "~$")) for part in below) and not (path.is_dir() and is_copy(found)):
                yield "/".join((path.name, *below) if path.is_dir() and len(paths) > 1 else below), found


@dataclass(slots=True)
class _Merging:
    """One run: the school's folder, what was cut out of its books, what is told of all changes, and books as they would be by now."""

    folder: Path
    known: Mapping[str, Entry]
    request: Request
    told: list[tuple[str, Change]] = field(default_factory=list)
    planned: dict[Path, bytes] = field(default_factory=dict)

    def one(self, name: str, path: Path) -> Done:
        """Bring the changes of one workbook over.

        Raises:
            SaveError: It was not cut out here, its password is wrong, or the book cannot be written.
            RefusedError: It or the book is no workbook that may be changed.
        """
        from ..history import may_write, rewrite, sha256
        from ..ooxml import edit
        from ..privacy.cuts import base, id_of
        from ..save import SaveError

        if not path.is_file():
            raise SaveError(f"«{name}»: такого файла нет")
        data = self._open(name, path.read_bytes())
        entry = self.known.get(id_of(data))
        if entry is None:
            raise SaveError(f"«{name}» выделена не из книг этой школы, или её метка стёрта: перенесите правки вручную")
        handed, master = base(self.folder, entry), self.folder / entry.book
        if handed is None:
            raise SaveError(f"«{name}»: не сохранилось, какой она была выдана, сравнить не с чем: перенесите правки вручную")
        if not master.is_file():
            raise SaveError(f"«{name}»: книги «{entry.book}» в папке школы больше нет; верните её на место и повторите")
        now = self.planned[master] if master in self.planned else master.read_bytes()
        plan = _compared(handed.read_bytes(), data, now)
        if plan.edits:
            may_write(master)
            changed = edit(now, plan.edits)
            if self.request.dry_run:
                self.planned[master] = changed
            else:
                rewrite(master, sha256(now), changed, MERGED)
        self.told += [(name, change) for change in plan.changes]
        return Done(name, tuple(_summary(name, entry.book, plan, self.request.dry_run)))

    def _open(self, name: str, data: bytes) -> bytes:
        from ..privacy.encryption import decrypt
        from ..save import SaveError

        if not data.startswith(b"\xd0\xcf\x11\xe0"):
            return data
        if not self.request.password:
            raise SaveError(f"«{name}» закрыта паролем: укажите его в --password")
        try:
            return decrypt(data, self.request.password)
        except ValueError as error:
            raise SaveError(f"«{name}»: пароль не подошёл, или файл повреждён") from error


def _compared(handed: bytes, given: bytes, now: bytes) -> Plan:
    """The three workbooks compared."""
    from tempfile import TemporaryDirectory

    from ..books.file import read
    from ..guard import RefusedError
    from ..privacy.merging import editions, merge

    found = []
    with TemporaryDirectory() as folder:
        for number, data in enumerate((handed, given, now)):
            path = Path(folder, f"{number}.xlsx")
            path.write_bytes(data)
            book = read(path, path.name)
            if book.troubles and not book.sheets():
                raise RefusedError(book.troubles[0].rule, **book.troubles[0].facts)
            found.append(editions(book, data))
    return merge(*found)


def _summary(name: str, book: str, plan: Plan, dry_run: bool) -> Iterator[str]:
    """What became of the changes of a workbook, and those that a person must decide."""
    from ..privacy.verdict import Kind

    counts = [(kind, sum(change.cells for change in plan.of(kind))) for kind in Kind]
    words = ", ".join(f"{kind.value}: {count}" for kind, count in counts if count or plan.of(kind))
    yield f"{name} → {book}: " + (f"{'будет ' if dry_run else ''}{words}" if words else "правок нет")
    left = [*plan.of(Kind.CONFLICT), *plan.of(Kind.MANUAL)]
    yield from (f"    {_line(change)}" for change in left[:SHOWN])
    if len(left) > SHOWN:
        yield f"    и ещё: {len(left) - SHOWN}; все — в книге --report"


def _line(change: Change) -> str:
    place = f"«{change.sheet}»" + (f"!{change.ours or change.theirs}" if change.ours or change.theirs else "")
    texts = (("было", change.was), ("у учителя", change.given), ("в школе", change.now))
    values = ", ".join(f"{where} «{text}»" for where, text in texts if text or not change.note)
    return ": ".join(part for part in (place, change.kind.value, change.note, values) if part)


def _page(told: Sequence[tuple[str, Change]]) -> Page:
    """All changes as a page of a report; what a person must decide comes first."""
    from ..report import Field, Page

    order = (*OPEN, "внесено", "уже есть в школе")
    rows = sorted(told, key=lambda item: order.index(item[1].kind.value))
    fields = (
        Field("Что с правкой", 20), Field("Выписка", 26), Field("Лист", 22), Field("Клетка в школе", 10, centred=True),
        Field("Клетка у учителя", 10, centred=True), Field("Было", 24, wrapped=True), Field("У учителя", 24, wrapped=True),
        Field("В школе", 24, wrapped=True), Field("Пояснение", 34, wrapped=True),
    )  # fmt: skip
    cells = [
        (change.kind.value, name, change.sheet, change.ours, change.theirs, change.was, change.given, change.now, change.note)
        for name, change in rows
    ]
    tones = ["error" if change.kind.value == OPEN[0] else "warning" if change.kind.value == OPEN[1] else "" for _, change in rows]
    return Page("Правки", "Правки из возвращённых выписок", "Внесено то, что в школе с тех пор не менялось", fields, cells, tones)
