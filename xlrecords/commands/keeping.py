"""The school around a single book: found, read and turned into records once, as long as its files stay as they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar, overload

from ..book import Book
from ..forms import BY_NAME, SETTINGS

if TYPE_CHECKING:
    from ..form import Form
    from ..sheets.locate import Block
    from ..sheets.records import Records

AROUND = ("class_list", "corrections", "acceptances", "applications", "consents", "guardians", *SETTINGS)
"""Forms that a single book borrows from the school around it."""
SCHOOLS = 4
"""So many schools are kept, those that were asked for last."""
BOOKS = 512
"""So many of their books."""
SETTLED = 3.0
"""Seconds after which a change of a file shows in its times for sure: some disks count in twos."""

Stamp: TypeAlias = tuple[str, int, int, int, int, bool]
"""Path, size, times of change, number on the disk, and whether the file is open in an office program."""


K = TypeVar("K")
V = TypeVar("V")


class Context(Sequence[Book]):
    """Books of the school around a single book, with what was found on their sheets and read from them so far."""

    def __init__(self, books: Iterable[Book] = ()) -> None:
        self._books = tuple(books)
        self._records: dict[tuple[str, int | None, tuple[int, ...]], Records] = {}

    @overload
    def __getitem__(self, index: int) -> Book: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Book]: ...

    def __getitem__(self, index: int | slice) -> Book | Sequence[Book]:
        return self._books[index]

    def __len__(self) -> int:
        return len(self._books)

    @cached_property
    def blocks(self) -> Mapping[str, list[Block]]:
        """Tables of the forms that may be borrowed, by name of the form."""
        from ..sheets import survey

        return survey(self._books, [BY_NAME[name] for name in AROUND])[0] if self._books else {}

    @cached_property
    def _own(self) -> frozenset[int]:
        return frozenset(id(block) for found in self.blocks.values() for block in found)

    def read(self, form: Form, blocks: Sequence[Block], year: int | None = None) -> Records:
        """Records of tables of a form, as `sheets.read.read` gives them; those of the context's own tables are remembered."""
        from ..sheets.read import read

        if not self._own.issuperset(map(id, blocks)):
            return read(form, blocks, year)
        key = form.name, year, tuple(map(id, blocks))
        if key not in self._records:
            self._records[key] = read(form, blocks, year)
        return self._records[key]


_books: dict[tuple[str, Stamp], Book] = {}
_contexts: dict[tuple[tuple[str, Stamp | None], ...], Context] = {}


def kept(files: Mapping[str, Path], load: Callable[[dict[str, Path]], Sequence[Book]]) -> Context:
    """The context of some files: that of the last call if none of them changed since, else those that changed are read anew.

    For processes that live from one press of a button to the next; a file that changed just now is not relied upon.

    Args:
        files: Paths by the names of the books.
        load: Reads some of them.
    """
    stamps = {name: _stamp(path) for name, path in files.items()}
    which = tuple(stamps.items())
    context = _contexts.pop(which, None)
    if context is None:
        before = {name: _books.pop((name, stamp), None) for name, stamp in stamps.items() if stamp is not None}
        changed = {name: path for name, path in files.items() if before.get(name) is None}
        read = {book.name: _lent(book) for book in (load(changed) if changed else ())}
        found = {name: read.get(name) or before[name] for name in files}
        context = Context(book for book in found.values() if book is not None)
        reliable = {name: stamp for name, stamp in stamps.items() if stamp is not None and stamp == _stamp(files[name]) and _settled(stamp)}
        _books.update({(name, stamp): book for name, stamp in reliable.items() if (book := found[name]) is not None})
        _shorten(_books, BOOKS)
        if len(reliable) < len(files):
            return context
    _contexts[which] = context
    _shorten(_contexts, SCHOOLS)
    return context


def forget() -> None:
    """Keep nothing any longer."""
    _contexts.clear()
    _books.clear()


def _lent(book: Book) -> Book:
    """A book as it is kept: without its cells if nothing on them may be borrowed."""
    from ..books.file import FileBook

    return book if Context((book,)).blocks else FileBook(book.name, book.troubles, {})


def _shorten(kept: dict[K, V], most: int) -> None:
    """Let go what was put there first."""
    for oldest in list(kept)[:-most]:
        del kept[oldest]


def _stamp(path: Path) -> Stamp | None:
    """What tells whether a file changed; None: it cannot be looked at."""
    try:
        found = path.stat()
        return str(path), found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, path.with_name(f"~${path.name}").exists()
    except OSError:
        return None


def _settled(stamp: Stamp) -> bool:
    """Whether a file did not change so lately that one more change might leave its times as they are."""
    _, _, changed, moved, _, _ = stamp
    return max(changed, moved) < time.time_ns() - int(SETTLED * 1e9)
