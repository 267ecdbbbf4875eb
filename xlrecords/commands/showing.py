"""The command «demo»."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .checking import check
from .crediting import credit
from .eligibility import eligible
from .filling import fill
from .freshness import acts
from .marking import hashes, mark
from .publishing import publish
from .reading import nothing_collected
from .releasing import release
from .splitting import split
from .summing import summary
from .winning import winners

if TYPE_CHECKING:
    from ..demo import Key

PUBLISHED = ("5А", "8А", "10А")
"""Classes that every invented school has."""
TOLD = {"acts": slice(-1, None), "release": slice(3)}
"""Which lines of a command are told, where it is not only the first: the password of what is given out is told only once."""


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
    score = compare(key, outcome.issues)
    steps = _steps(key, folder)
    shown = [command(asked) for command, asked in steps]
    marked = _mark_one(outcome)
    told = (
        f"{command.__name__}: {line}"
        for (command, _), made in zip(steps, shown, strict=True)
        for line in made.lines[TOLD.get(command.__name__, slice(1))]
    )
    made = (path for made in shown for path in made.written if not path.is_relative_to(key.school))
    return replace(
        outcome,
        written=(key.school, key.key_file, *outcome.written, *made),
        lines=(*score.table(), "", *told, *marked.lines),
        code=int(not score.perfect or any(made.failed for made in (*shown, marked))),
    )


def _steps(key: Key, folder: Path) -> tuple[tuple[Callable[[Request], Outcome], Request], ...]:
    """What is shown of an invented school: commands and what they are asked."""
    from ..demo import LAST_YEAR, TODAY
    from ..demo.acts import BOOK as ACT
    from ..demo.export import BOOK as EXPORT

    school = Request((key.school,), day=TODAY)
    journals = tuple(key.school / f"Журналы/2026-2027/{group}.xlsx" for group in PUBLISHED)
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
