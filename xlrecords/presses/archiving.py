"""The buttons «В архив» and «Проверить архив»."""

from __future__ import annotations

from ..button import Answer, Desk, Tone
from ..command import Request
from ..commands.archiving import FOLDER
from ..commands.archiving import archive as put
from ..commands.reading import nothing_collected
from ..commands.verifying import NOTHING
from ..commands.verifying import verify as look
from ..kind import plain
from .common import NO_SCHOOL, front, of_book, read, save_first, school_of, told

UNSAVED = "Сохраните книгу (Ctrl+S) и нажмите «В архив» ещё раз."
NO_ARCHIVE = "В архиве пока нет ни одного дела: их составляет кнопка «В архив»."


def archive(desk: Desk) -> Answer:
    """Archive the case files of the classes of the book in front, or of the whole school if it has none; the folder opens."""
    if desk.path is None or not desk.saved:
        return Answer(UNSAVED, Tone.WARNING)
    folder = school_of(desk.path)
    if folder is None:
        return Answer(NO_SCHOOL, Tone.WARNING)
    groups, year = _classes(desk)
    outcome = put(Request(paths=(folder,), groups=groups, year=year, progress=desk.progress))
    answer = told(outcome, first="Составлено", open=[path for path in outcome.written if path.is_dir()])
    whom = f"Классы: {', '.join(groups)}." if groups else "Вся школа."
    return Answer(f"{answer.text}\n{whom}", answer.tone, open=answer.open)


def _classes(desk: Desk) -> tuple[tuple[str, ...], str]:
    """Classes that the heads of the sheets in front name, and their school year if it is one; empty where there is none."""
    found: set[tuple[int | None, str]] = set()
    with nothing_collected():
        around = front(desk)
        school, _ = read(around)
        for era in (school, *school.past):
            for records in era.records.values():
                if "school_class" in records.sheets:
                    groups = records.sheets["school_class"].astype(object).tolist()
                    tables = of_book(records, around.book.name)
                    found |= {(era.year, plain(groups[at])) for at in tables if isinstance(groups[at], str) and groups[at]}
    years = {year for year, _ in found}
    only = next(iter(years)) if len(years) == 1 else None
    return tuple(sorted({group for _, group in found})), f"{only}/{only + 1}" if only is not None else ""


def verify(desk: Desk) -> Answer:
    """Compare the archive of the school with what was sealed."""
    if desk.path is None:
        return save_first("Проверить архив")
    folder = school_of(desk.path)
    if folder is None:
        return Answer(NO_SCHOOL, Tone.WARNING)
    if not (folder / FOLDER).is_dir():
        return Answer(NO_ARCHIVE)
    outcome = look(Request(paths=(folder / FOLDER,), progress=desk.progress))
    return Answer(NO_ARCHIVE) if NOTHING in outcome.lines else told(outcome, first="Проверено")
