"""What all commands share that change the teachers' own books: one book after another, and a refusal of one does not stop the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .reading import find_books

if TYPE_CHECKING:
    from ..guard import RefusedError

ENDINGS = (".xlsx", ".xlsm")
"""Endings of the books that can be marked."""
NO_BOOKS = Outcome(lines=("Книг не найдено: укажите файл .xlsx, .xlsm или папку с такими файлами.",), failed=True)


@dataclass(frozen=True, slots=True)
class Done:
    """What was done with a book, in lines, and whether it was refused; `fits` tells a book that can be marked."""

    name: str
    lines: tuple[str, ...]
    refused: bool = False
    fits: bool = True


def lines_of(done: Sequence[Done]) -> tuple[str, ...]:
    """What was done, line by line."""
    return tuple(line for item in done for line in item.lines)


def all_refused(done: Sequence[Done]) -> bool:
    """Whether every book that had to be changed was refused."""
    tried = [item for item in done if item.fits]
    return bool(tried) and all(item.refused for item in tried)


def for_books(request: Request, do: Callable[[str, Path], Done | None], nothing: str) -> Outcome:
    """Do something with every book that can be marked; a folder stands for all of its books."""
    files = {name: path for name, path in find_books(request.paths) if path.suffix.lower() in ENDINGS or path in request.paths}
    if not files:
        return NO_BOOKS
    done = [item for name, path in files.items() for item in each(name, partial(do, name, path))]
    return Outcome(lines=lines_of(done) or (nothing,), failed=all_refused(done))


def bytes_of(path: Path) -> bytes:
    """Bytes of a book that is to be changed.

    Raises:
        SaveError: There is no such file.
        RefusedError: It is too large to be looked at.
        OSError: It cannot be read.
    """
    from ..books.file import LIMITS
    from ..guard import RefusedError
    from ..save import SaveError

    if not path.is_file():  # opening a named pipe would wait for its other end
        raise SaveError(f"«{path.name}»: такого файла нет")
    if path.stat().st_size > LIMITS.file:
        raise RefusedError("file-too-large", what="файл слишком велик")
    return path.read_bytes()


def each(name: str, do: Callable[[], Done | None]) -> Iterator[Done]:
    """What was done with one book; nothing for one that needed nothing. A book that is refused does not stop the others."""
    from ..edits import PlanError
    from ..guard import RefusedError
    from ..save import SaveError, reason

    try:
        done = do()
    except SaveError as error:
        text = str(error)
        done = Done(name, (text if f"«{name}»" in text else f"{name}: {text}",), refused=True)
    except RefusedError as error:
        done = Done(name, (f"{name}: книга не изменена: {refusal(error)}",), refused=True)
    except PlanError as error:
        done = Done(name, (f"{name}: книга не изменена: {error}",), refused=True)
    except OSError as error:
        done = Done(name, (f"{name}: книга не читается: {reason(error)}",), refused=True)
    except Exception as error:  # a damage nobody foresaw stops this book alone; it was not written
        done = Done(name, (f"{name}: книга не изменена: непредвиденная ошибка ({type(error).__name__})",), refused=True)
    if done is not None:
        yield done


def guarded(run: Callable[[], Outcome]) -> Outcome:
    """What a command gives, or why a book was not written."""
    from ..edits import PlanError
    from ..guard import RefusedError
    from ..save import SaveError

    try:
        return run()
    except SaveError as error:
        return Outcome(lines=(str(error),), failed=True)
    except RefusedError as error:
        return Outcome(lines=(f"Книга не изменена: {refusal(error)}",), failed=True)
    except PlanError as error:
        return Outcome(lines=(f"Книга не изменена: {error}",), failed=True)


def refusal(error: RefusedError) -> str:
    """Why a book is not changed, in the words of the rule that would report it."""
    from ..book import Trouble
    from ..rules import BY_ID
    from ..rules.files import facts_of
    from ..words import phrase

    if error.rule not in BY_ID:
        return "она подписана электронной подписью, запись лишила бы подпись силы; сделайте копию"
    return phrase(BY_ID[error.rule].message, facts_of(Trouble(error.rule, facts=error.facts)))
