"""Annotated copies beside the workbooks of a folder: what they are called, which were made here, and what was checked already.

Two lists in the folder `.xlrecords` tell it: `filled.jsonl`, by which every command passes the copies over, and
`checked.jsonl`, a line a check: name of the workbook, hash of its bytes, name of the copy (empty: it could not be read).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count
from pathlib import Path

from ..history import FOLDER
from ..save import filled, line_end

CHECKED = f"{FOLDER}/checked.jsonl"
CALLED = "проверено"
NAMED = re.compile(rf" \({CALLED}(?: \d+)?\)$")
"""How the name of a copy ends, without its ending."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a copy goes.

    Attributes:
        name: Name of its file.
        usual: The name it would have if no other file had it.
        open: Whether an office program holds it: it is to be written later.
        kept: Whether a file has the usual name that is somebody's, or was changed, and stays as it is.
    """

    name: str
    usual: str
    open: bool = False
    kept: bool = False


class Copies:
    """Copies in one folder, as its lists tell them now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._checked = _checks(folder)
        self._of = {copy: book for book, (_, copy) in self._checked.items() if copy}

    def is_checked(self, book: str, sha: str) -> bool:
        """Whether these very bytes were checked and their copy is there, or they are known to be no workbook."""
        known, copy = self._checked.get(book, ("", ""))
        return known == sha and (not copy or (self.folder / copy).is_file())

    def book_of(self, copy: str) -> str:
        """The workbook that a file is a copy of; empty: it is none."""
        return self._of.get(copy, "")

    def is_as_written(self, copy: str) -> bool:
        """Whether a copy still is what was written here.

        Raises:
            OSError: It cannot be read.
        """
        return hashlib.sha256((self.folder / copy).read_bytes()).hexdigest() in filled(self.folder).get(copy, ())

    def place(self, book: str, ending: str, others: Collection[str]) -> Place:
        """Where the copy of a workbook goes: over its copy from before, or under the first name that is free.

        A copy that is open waits, lest copies pile up while somebody reads one. One that somebody changed is kept for ever.

        Args:
            book: Name of the workbook.
            ending: Ending of the copy.
            others: Names of the workbooks beside it.
        """
        names = _names(book, ending, others)
        usual = next(names)
        before = self._checked.get(book, ("", ""))[1]
        if before.endswith(ending) and (self.folder / before).is_file() and self._is_free(before, book):
            name = before
        else:
            name = next(name for name in chain([usual], names) if self._is_free(name, book))
        return Place(name, usual, self._is_open(name), not self._is_free(usual, book))

    def _is_free(self, name: str, book: str) -> bool:
        """Whether the copy of a workbook may have a name: no file has it, or its own copy, as it was written."""
        if not (self.folder / name).exists():
            return True
        owner = self.book_of(name)
        if owner not in ("", book) and (self.folder / owner).exists():
            return False
        try:
            return self.is_as_written(name)
        except OSError:  # somebody holds it
            return name in filled(self.folder)

    def _is_open(self, name: str) -> bool:
        """Whether an office program holds a copy; where only the system tells it, writing will."""
        return any((self.folder / lock).exists() for lock in (f"~${name}", f".~lock.{name}#"))

    def write(self, book: str, sha: str, copy: str, data: bytes) -> bool:
        """Write a copy and enter it into both lists; False if it could not be, for somebody opened or changed it just now.

        Raises:
            OSError: It cannot be written.
        """
        from ..filling.outputs import Folder

        ((_, written),) = Folder(self.folder).write([(copy, data)])
        if written:
            self.note(book, sha, copy)
        return written

    def note(self, book: str, sha: str, copy: str = "") -> None:
        """Keep that these bytes of a workbook were checked; without a copy if they could not be read.

        Raises:
            OSError: The list cannot be written.
        """
        path = self.folder / CHECKED
        path.parent.mkdir(exist_ok=True)
        before = line_end(path)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{before}{json.dumps([book, sha, copy], ensure_ascii=False)}\n")


def is_copy(path: Path) -> bool:
    """Whether a workbook is a copy, by its name and by the list of findings in it, wherever it was carried."""
    if not NAMED.search(path.stem):
        return False
    from ..books.file import read
    from ..marking import is_list

    book = read(path, path.name)
    return any(is_list(book.cells(sheet)) for sheet in book.sheets())


def _checks(folder: Path) -> Mapping[str, tuple[str, str]]:
    """The last check of each workbook of a folder: hash of its bytes and name of the copy."""
    path = folder / CHECKED
    try:
        status = path.stat()
        return _listed(path, status.st_size, status.st_mtime_ns, status.st_ino)
    except OSError:  # there is no list yet
        return {}


@lru_cache(maxsize=64)
def _listed(path: Path, size: int, changed: int, number: int) -> Mapping[str, tuple[str, str]]:
    """A list of checks, read once while its file stays as it is: it only ever grows."""
    checks = {}
    for line in path.read_bytes().splitlines():
        with suppress(ValueError, TypeError):  # a kill may have left a line unfinished
            book, sha, copy = json.loads(line)
            checks[book] = sha, copy
    return checks


def _names(book: str, ending: str, others: Collection[str]) -> Iterator[str]:
    """Names for the copy of a workbook, the best first."""
    path = Path(book)
    stem = path.stem
    if path.suffix != ending and any(Path(other).stem == stem for other in others if other != book):
        stem = book  # «5А.ods (проверено).xlsx», where «5А.xlsx» has a copy of its own
    yield f"{stem} ({CALLED}){ending}"
    yield from (f"{stem} ({CALLED} {number}){ending}" for number in count(2))
