"""The command «demo»."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .archiving import archive
from .checking import check
from .crediting import credit
from .differing import diff
from .eligibility import eligible
from .filling import fill
from .freshness import acts
from .marking import hashes, mark
from .publishing import publish
from .reading import nothing_collected
from .releasing import release
from .retaining import retention
from .splitting import split
from .summing import summary
from .verifying import verify
from .winning import winners

if TYPE_CHECKING:
    from ..demo import Key
    from ..issue import Issue

PUBLISHED = ("5А", "8А", "10А")
"""Classes that every invented school has."""
FIRST, LAST = slice(1), slice(-1, None)
TOLD = {"acts": LAST, "release": slice(3), "verify": LAST, "diff": LAST}
"""Which lines of a command are told, where it is not only the first: the password of what is given out is told only once."""
ARCHIVED = "Составлено"
"""How the line begins that tells what the archive got; those before it tell of each case that was stopped."""


def demo(request: Request) -> Outcome:
    """Создать учебную школу с известными ошибками, проверить её и сравнить найденное с ключом."""
    from ..demo import LEAST_CLASSES, MOST_CLASSES, build, compare

    if not LEAST_CLASSES <= request.classes <= MOST_CLASSES:
        return Outcome(lines=(f"Классов может быть от {LEAST_CLASSES} до {MOST_CLASSES}.",), failed=True)
    folder = request.paths[0] if request.paths else Path("Учебная школа")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Outcome(lines=(f"«{folder.name}» уже есть и не пуста: укажите новую папку.",), failed=True)
    with nothing_collected():
        key = build(folder, request.classes)
    outcome = check(Request((key.school,), out=folder / "Замечания.xlsx", progress=request.progress))
    score = compare(key, (*outcome.issues, *before_archive(key.school)))
    corrected = _corrected(key, folder / "Исправленный журнал")
    steps = _steps(key, folder, corrected)
    shown = [command(asked) for command, asked in steps]
    marked = _mark_one(outcome)
    told = (
        f"{command.__name__}: {line.strip()}"
        for (command, _), made in zip(steps, shown, strict=True)
        for line in _told(command.__name__, made.lines)
    )
    made = (path for made in shown for path in made.written if not path.is_relative_to(key.school))
    return replace(
        outcome,
        written=(key.school, key.key_file, *outcome.written, corrected, *made),
        lines=(*score.table(), "", *told, *marked.lines),
        code=int(not score.perfect or any(made.failed for made in (*shown, marked))),
    )


def _told(name: str, lines: Sequence[str]) -> Sequence[str]:
    """Which lines of a command are told."""
    return [line for line in lines if line.startswith(ARCHIVED)] if name == archive.__name__ else lines[TOLD.get(name, FIRST)]


def before_archive(school: Path) -> tuple[Issue, ...]:
    """What the inspection before the archive finds in a school, without the errors of the check, which it repeats."""
    from ..rules import OF_ARCHIVE

    return tuple(issue for issue in archive(Request((school,), dry_run=True)).issues if issue.rule in OF_ARCHIVE)


def _corrected(key: Key, folder: Path) -> Path:
    """A copy of a journal in which one mark is another."""
    from ..edits import Edits
    from ..ooxml.editor import edit

    book, mark = key.correction
    copy = folder / Path(book).name
    folder.mkdir(parents=True)
    copy.write_bytes(edit((key.school / book).read_bytes(), Edits(values=(mark,))))
    return copy


def _steps(key: Key, folder: Path, corrected: Path) -> tuple[tuple[Callable[[Request], Outcome], Request], ...]:
    """What is shown of an invented school: commands and what they are asked."""
    from ..demo import LAST_YEAR, TODAY
    from ..demo.acts import BOOK as ACT
    from ..demo.courses import CLUBS, EXTRACURRICULAR
    from ..demo.export import BOOK as EXPORT

    school = Request((key.school,), day=TODAY)
    journals = tuple(key.school / f"Журналы/2026-2027/{group}.xlsx" for group in PUBLISHED)
    cases = tuple(key.school / f"Журналы/2026-2027/{kind}" for kind in (EXTRACURRICULAR, CLUBS))
    student, guardian = key.family
    return (
        (fill, replace(school, name="student_sheet", out=folder / "Листы достижений")),
        (summary, replace(school, out=folder / "Сводка.xlsx")),
        (summary, replace(school, out=folder / "Выпускники прошлого года.xlsx", year=LAST_YEAR)),
        (eligible, replace(school, out=folder / "Одарённые.xlsx")),
        (winners, replace(school, paths=(key.school / EXPORT,), name="Учебная школа", out=folder / "Победители и призёры.xlsx")),
        (publish, replace(school, paths=journals, out=folder / "Для сайта.xlsx")),
        (credit, replace(school, out=folder / "Зачёт результатов.xlsx")),
        (acts, replace(school, paths=(key.school / ACT,), out=folder / "Светофор норм.xlsx")),
        (split, replace(school, paths=journals[:1], groups=PUBLISHED[:1], out=folder / "Выписка")),
        (release, replace(school, students=(student,), to=guardian, oral=True, purpose="для семьи", by="Секретарь учебной части",
                          out=folder / "Выдача сведений")),
        (archive, replace(school, paths=cases, out=folder / "Архив")),
        (verify, replace(school, paths=(folder / "Архив",))),
        (retention, replace(school, paths=(key.school, folder / "Архив"), out=folder / "Сроки хранения.xlsx")),
        (diff, replace(school, paths=(key.school / key.correction[0], corrected), day=None, out=folder / "Изменения.xlsx")),
    )  # fmt: skip


def _mark_one(outcome: Outcome) -> Outcome:
    """Mark the book that has most findings on its cells, so that marks can be looked at; a snapshot lies beside it."""
    counted = Counter(issue.place.book for issue in outcome.issues if issue.place.cell)
    name = counted.most_common(1)[0][0]
    files = {name: outcome.files[name]}
    one = replace(outcome, files=files, issues=tuple(issue for issue in outcome.issues if issue.place.book == name))
    marked = mark(one, hashes(files), dry_run=False)
    tip = f"Посмотрите пометки в книге «{name}». Убрать их: xlrecords unmark «{files[name]}»"
    return replace(marked, lines=(*marked.lines, tip))
