"""What several buttons share: the school around the book in front, what was read of both, and how outcomes are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..button import Answer, Desk, Tone
from ..command import Outcome
from ..commands.reading import is_among, kept_context, picture, school_folder, seals_of, study
from ..seal import Seals

if TYPE_CHECKING:
    from ..book import Book
    from ..books.file import FileBook
    from ..school import School
    from ..sheets import Stray
    from ..sheets.records import Records

LINES = 22
"""So many lines a window shows."""
NO_SCHOOL = (
    "Папка школы не найдена: ни рядом с книгой, ни в папках над ней нет книги «Настройки». "
    "Положите книгу в папку школы или создайте её командой «xlrecords new school ПАПКА»."
)
NOTHING_COUNTED = "Книга ещё не сохранена в папку школы: приняты настройки по умолчанию, фамилии со списком класса не сверялись."


def save_first(title: str) -> Answer:
    """A button that needs the school, where the book has no file yet."""
    return Answer(f"Сохраните книгу в папку школы (Ctrl+S) и нажмите «{title}» ещё раз.", Tone.WARNING)


def settings_books(folder: Path) -> list[Path]:
    """Workbooks «Настройки…» of a folder, but for copies of them."""
    top = folder.resolve()
    return sorted(path for path in top.glob("Настройки*") if path.is_file() and is_among(top, path))


def school_of(path: Path) -> Path | None:
    """Folder of the school that a book belongs to; None if no folder above it has settings."""
    folder = school_folder(path)
    return folder if settings_books(folder) else None


def live(desk: Desk) -> dict[Path, FileBook]:
    """The book in front in place of its file."""
    return {desk.path.resolve(): picture(desk.book, desk.path.name)} if desk.path else {}


# Reading


@dataclass(frozen=True)
class Front:
    """The book in front, and what borders on it.

    Attributes:
        book: All its cells, under the name that the command line gives it.
        context: Books of the school around it.
        seals: Seals of closed periods of the school.
        paths: Its file by its name; empty if it was never saved.
    """

    book: FileBook
    context: Sequence[Book]
    seals: Seals
    paths: dict[str, Path]

    @property
    def live(self) -> dict[Path, FileBook]:
        """The book by its file, in place of what the file holds."""
        return {path.resolve(): self.book for path in self.paths.values()}


def front(desk: Desk) -> Front:
    """The book in front with the school around its file, to be asked for inside `reading.nothing_collected`."""
    if desk.path is None:
        return Front(picture(desk.book, desk.book.name), (), Seals(), {})
    files = {desk.path.name: desk.path}
    return Front(picture(desk.book, desk.path.name), kept_context((desk.path,), files), seals_of((desk.path,)), files)


def read(found: Front) -> tuple[School, list[Stray]]:
    """The school as far as the book in front tells it, and its sheets that are no known form."""
    school, strays, _ = study([found.book], found.context, found.seals, found.paths)
    return school, strays


def of_book(records: Records, book: str) -> list[int]:
    """Tables of a form that stand in a book."""
    return [at for at, name in enumerate(records.sheets["book"].astype(object).tolist()) if name == book]


# Telling


def told(outcome: Outcome, *, first: str = "", open: Sequence[Path] = ()) -> Answer:
    """An outcome of a command as an answer.

    Args:
        outcome: The outcome.
        first: Beginning of the line that says most: it goes to the front, for the status bar shows the first.
        open: What is opened, unless the command failed.
    """
    lines = sorted(plain(outcome.lines), key=lambda line: not (first and line.startswith(first)))
    if outcome.failed:
        return Answer(window(lines), Tone.WARNING)
    return Answer(window(lines), Tone.WARNING if outcome.exit_code else Tone.INFO, open=tuple(open))


def plain(lines: Sequence[str]) -> list[str]:
    """Lines of a command for a window: instead of how to call a command they name the button «Почему?»."""
    return [line.partition(" Почему ")[0] + " Почему так — выберите клетку и нажмите «Почему?»." if "--explain" in line else line
            for line in lines]  # fmt: skip


def window(lines: Sequence[str], most: int = LINES) -> str:
    """Lines of a window, not too many."""
    left = len(lines) - most
    return "\n".join(lines) if left <= 1 else "\n".join([*lines[:most], f"… и ещё строк: {left}"])


def cells(desk: Desk) -> tuple[int, int]:
    """Row and column of the cell that is chosen, from 1."""
    from ..books.plans import place

    return place(desk.cell.replace("$", "").partition(":")[0])


def unknown_sheets(strays: Sequence[Stray]) -> Iterator[str]:
    """What the sheets look like that are no known form."""
    for stray in strays:
        if stray.nearest and stray.missing:
            yield f"Лист «{stray.sheet}» похож на «{stray.nearest}», но не хватает: {', '.join(stray.missing)}."
