"""One workbook of a watched folder: read, checked with its school, its copy written, and a line told; the workbook is only read."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome
from ..save import SaveError, reason
from .annotating import THANKS, Copy, copy_of, places
from .changing import ENDINGS, bytes_of, refusal
from .copies import Copies, Place, is_copy
from .reading import is_among, kept_context, nothing_collected, seals_of
from .settling import Result

if TYPE_CHECKING:
    from ..books.file import FileBook


@dataclass
class Reviewer:
    """What is done with files that are quiet.

    Attributes:
        top: The folder that is watched, resolved.
        tell: Told a line for each workbook.
        waits: Whether a copy that is open is waited for; otherwise the next run takes it up.
        checked: How many checks there were.
    """

    top: Path
    tell: Callable[[str], None]
    waits: bool
    checked: int = 0
    _told: set[tuple[str, object]] = field(default_factory=set)

    def review(self, path: Path, last: bool) -> Result:
        """Check one workbook, if its bytes are new; a failure is told and stops no other.

        Args:
            path: Its file.
            last: Whether it will not be tried again if it cannot be read.
        """
        from ..guard import RefusedError

        name = path.relative_to(self.top).as_posix()
        try:
            return self._review(path, name, last)
        except FileNotFoundError:  # it was renamed just now
            return Result.DONE
        except RefusedError as error:
            self._once(name, path.stat().st_mtime_ns, f"книга не проверена: {refusal(error)}")
        except OSError as error:
            if not last:
                return Result.UNREAD
            self.tell(f"{name}: книга не проверена: {reason(error)}")
        except Exception as error:  # a damage nobody foresaw
            self.tell(f"{name}: книга не проверена: непредвиденная ошибка ({type(error).__name__}); сама книга не изменена")
        return Result.DONE

    def _review(self, path: Path, name: str, last: bool) -> Result:
        from ..books.file import decoded
        from ..history import sha256

        copies = Copies(path.parent)
        if not is_among(self.top, path):
            self._corrected_copy(path, name, copies)
            return Result.DONE
        try:
            data = bytes_of(path)
        except SaveError:  # it is gone just now
            return Result.DONE
        sha = sha256(data)
        if copies.is_checked(path.name, sha):
            return Result.DONE
        place = _place(copies, path, path.suffix if path.suffix.lower() in ENDINGS else ".xlsx")
        if place.open:
            return self._open(name, sha, place)
        book = decoded(data, path.name)
        if not book.sheets():
            if last:
                self.tell(f"{name}: {_trouble(book)}")
                with suppress(OSError):  # the next run will tell it again
                    copies.note(path.name, sha)
            return Result.DONE if last else Result.UNREAD
        now = dt.datetime.now()
        with nothing_collected():
            outcome = _check(book, path)
            copy = copy_of(data, path, outcome, now)
        besides = ""
        try:
            with _alone(path.parent):
                copies = Copies(path.parent)
                there = copies.is_checked(path.name, sha)  # by another computer that watches the folder, too
                place = _place(copies, path, copy.ending)
                besides = _besides(copy, place)
                if not there and (place.open or not copies.write(path.name, sha, place.name, copy.data)):
                    return self._open(name, sha, place)
        except SaveError as error:
            besides = f"; копия не записана: {error}"
        except OSError as error:
            if os.name == "nt" and isinstance(error, PermissionError) and (path.parent / place.name).exists():
                return self._open(name, sha, place)  # there a file that is open cannot be replaced
            besides = f"; копия не записана: {reason(error)}"
        self.checked += 1
        self.tell(f"{name}: {places(outcome.issues) if outcome.issues else THANKS}{besides} ({now:%H:%M})")
        return Result.DONE

    def _corrected_copy(self, path: Path, name: str, copies: Copies) -> None:
        """Tell somebody who corrects a copy that it is one."""
        book = copies.book_of(path.name)
        if book and not copies.is_as_written(path.name):
            self._once(name, path.stat().st_mtime_ns, f"это копия, она не проверяется; исправления внесите в «{book}»")
        elif not book and is_copy(path):
            self._once(name, path.stat().st_mtime_ns, "это копия проверки, она не проверяется")

    def _open(self, name: str, sha: str, place: Place) -> Result:
        """The copy is held by an office program."""
        when = "закройте её, и она обновится" if self.waits else "закройте её и повторите проверку"
        self._once(name, (sha, place.name), f"копия «{place.name}» открыта: {when}")
        return Result.BUSY if self.waits else Result.DONE

    def _once(self, name: str, what: object, text: str) -> None:
        """Tell something that is met again and again."""
        if (name, what) not in self._told:
            self._told.add((name, what))
            self.tell(f"{name}: {text}")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Write copies in a folder while no other watcher does.

    Raises:
        SaveError: The other one does not come to an end.
        OSError: The folder cannot be written into.
    """
    from ..history import FOLDER, locked

    (folder / FOLDER).mkdir(exist_ok=True)
    with locked(folder / FOLDER):
        yield


def _place(copies: Copies, path: Path, ending: str) -> Place:
    from ..books import SUFFIXES

    return copies.place(path.name, ending, [name for name in os.listdir(path.parent) if name.lower().endswith(SUFFIXES)])


def _besides(copy: Copy, place: Place) -> str:
    """What is told besides the number of places."""
    marked = "" if copy.marked else "; клетки такой книги не отметить, в копии только список"
    if place.name == place.usual:
        return marked
    kept = f": «{place.usual}» изменена не программой и оставлена как есть" if place.kept else ""
    return f"{marked}; копия — «{place.name}»{kept}"


def _check(book: FileBook, path: Path) -> Outcome:
    """Check a workbook with the school around it, as the command «check» does with one file."""
    from .checking import check_books

    files = {book.name: path}
    return check_books([book], kept_context([path], files), seals_of([path]), files)


def _trouble(book: FileBook) -> str:
    """What is wrong with a file, in the words of its finding."""
    from ..rules import BY_ID
    from ..rules.files import facts_of
    from ..words import phrase

    trouble = book.troubles[0]
    rule = BY_ID[trouble.rule]
    return f"{phrase(rule.message, facts_of(trouble))}. {rule.fix}"
