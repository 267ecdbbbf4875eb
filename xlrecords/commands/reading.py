"""From paths to what was read: books, the school around them, and its records."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..archive.bag import DECLARATION
from ..book import Book, Trouble
from ..command import Progress
from ..forms import BY_NAME, FORMS, SETTINGS
from ..history import FOLDER
from ..save import filled, is_report
from ..seal import Seals, read_seals
from .copies import is_copy
from .keeping import Context, kept

if TYPE_CHECKING:
    from ..books.file import FileBook
    from ..school import School
    from ..sheets import Stray
    from ..sheets.locate import Block
    from ..sheets.records import Records

TEMPLATES = "Шаблоны"
"""Folder of the school where its own blank forms and documents lie, named by what they are: «Шаблоны/Грамота.xlsx»."""
LEVELS = 5
"""So many folders above a book are searched for its school."""


def find_books(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Names and paths of the books at some paths: files as they are, folders with all that they hold.

    Names are paths below the folder given, with «/». Files that Excel keeps beside an open book, hidden ones, those that were
    filled here from a template or are reports or marked copies made here, and bags of the archive are left out of a folder. A folder that cannot be
    listed is given like a book: reading it says why.
    """
    several = len(paths) > 1
    for path in paths:
        if path.is_dir():
            yield from ((_below(path, found, several), found) for found in _inside(path))
        else:
            yield (path.as_posix() if several else path.name), path


def _inside(folder: Path) -> Iterator[Path]:
    """Workbooks of a folder and its folders, in the order of their names, then folders that could not be listed."""
    from ..books import SUFFIXES

    closed: list[Path] = []
    made = {above / name for above in list(folder.resolve().parents)[:LEVELS] for name in filled(above)}
    cuts = frozenset(id for above in list(folder.resolve().parents)[:LEVELS] for id in _cuts(above))
    for inner, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        if DECLARATION in names:  # a bag of the archive: its books are copies
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        made |= {Path(inner).resolve() / name for name in filled(Path(inner))}
        cuts |= _cuts(Path(inner))
        books = [Path(inner, name) for name in sorted(names) if _is_book(name, SUFFIXES)]
        for book in books:
            if not is_report(book) and (not made or book.resolve() not in made) and not _cut_out(book, cuts) and not is_copy(book):
                yield book
    yield from closed


def is_among(top: Path, path: Path) -> bool:
    """Whether `find_books` gives this file below this folder; both paths are resolved."""
    from ..books import SUFFIXES

    inner = [folder for folder in path.parents if folder.is_relative_to(top)]
    closed = any(folder.name.startswith(".") for folder in inner if folder != top) or any((each / DECLARATION).is_file() for each in inner)
    if closed or not _is_book(path.name, SUFFIXES) or is_report(path):
        return False
    folders = [*inner, *list(top.parents)[:LEVELS]]
    made = any(path.relative_to(folder).as_posix() in filled(folder) for folder in folders)
    return not made and not _cut_out(path, frozenset(id for folder in folders for id in _cuts(folder))) and not is_copy(path)


def _cuts(folder: Path) -> frozenset[str]:
    """Ids of workbooks that were cut out of the books of a school, if its folder is this one."""
    if not (folder / FOLDER / "cuts.jsonl").is_file():
        return frozenset()
    from ..privacy.cuts import entries

    return frozenset(entries(folder))


def _cut_out(book: Path, cuts: frozenset[str]) -> bool:
    """Whether a workbook repeats pages of a book of the same school."""
    if not cuts:
        return False
    from ..privacy.cuts import is_cut

    return is_cut(book, cuts)


def _is_book(name: str, suffixes: tuple[str, ...]) -> bool:
    """Whether a file of a folder is a workbook to look at: by its ending, but not a lock file or a hidden one."""
    return name.lower().endswith(suffixes) and not name.startswith(("~$", "."))


def _below(top: Path, path: Path, several: bool) -> str:
    """Name of a book: its path below the folder that was given, with that folder's name if there are several."""
    below = path.relative_to(top).as_posix()
    return f"{top.name}/{below}" if several else below


def read_books(files: dict[str, Path], progress: Progress, live: Mapping[Path, Book] | None = None) -> list[FileBook]:
    """Books read in threads, in the order given; the reader releases the interpreter while it parses.

    Args:
        files: Paths by the names of the books.
        progress: Told how many are read.
        live: Books as they are on the screen, by their resolved paths, in place of their files.
    """
    from ..books.file import read

    def one(item: tuple[str, Path]) -> FileBook:
        name, path = item
        if live and (shown := live.get(path.resolve())) is not None:
            return picture(shown, name)
        book = read(path, name)
        if path.with_name(f"~${path.name}").exists():
            return replace(book, troubles=(*book.troubles, Trouble("file-open")))
        return book

    books = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done, book in enumerate(pool.map(one, files.items()), 1):
            books.append(book)
            progress(done, len(files))
    return books


def picture(book: Book, name: str) -> FileBook:
    """A book as it is on the screen, all its cells taken at once, under a name."""
    from ..books.file import FileBook

    return FileBook(name, book.troubles, {sheet: book.cells(sheet) for sheet in book.sheets()})


def around(paths: Sequence[Path], files: dict[str, Path]) -> Iterator[tuple[str, Path]]:
    """Books of the school around a single book: those in the nearest folder above it that holds «Настройки…»."""
    known = {path.resolve() for path in files.values()}
    for path in paths:
        folder, names = _school_in(list(path.resolve().parents)[:LEVELS])
        if folder is not None:
            yield from ((f"{folder.name}/{name}", folder / name) for name in names if (folder / name) not in known)


def kept_context(paths: Sequence[Path], files: dict[str, Path], live: Mapping[Path, Book] | None = None) -> Context:
    """The school around a single book, for doors that stay open: read again only when a file of it changed, or when it is on the screen."""
    found = dict(around(paths, files))

    def load(files: dict[str, Path]) -> list[FileBook]:
        return read_books(files, lambda done, total: None, live)

    shown = live is not None and any(path.resolve() in live for path in found.values())
    return Context(load(found)) if shown else kept(found, load)


def _school_in(folders: Sequence[Path]) -> tuple[Path | None, list[str]]:
    """The first folder that holds «Настройки…», with its books; None if there is none."""
    from ..books import SUFFIXES

    for folder in folders:
        try:
            names = sorted(name for name in os.listdir(folder) if _is_book(name, SUFFIXES))
        except OSError:
            continue
        made = filled(folder)  # copies of settings and class lists are not the school's
        names = [name for name in names if name not in made and not is_copy(folder / name)]
        if any(name.startswith("Настройки") for name in names):
            return folder, names
    return None, []


def school_folder(path: Path) -> Path:
    """Folder of the school of a path: the nearest at, above or right below it that holds «Настройки…», else the folder itself."""
    target = path.resolve()
    folders = [target, *target.parents] if target.is_dir() else list(target.parents)
    below = sorted(inner for inner in folders[0].iterdir() if inner.is_dir()) if target.is_dir() else []
    return _school_in([*folders[: LEVELS + 1], *below])[0] or folders[0]


def seals_of(paths: Sequence[Path]) -> Seals:
    """Seals of the schools of some paths; those of a school that is not read as a whole say nothing of what is not there."""
    found = Seals()
    given = {path.resolve() for path in paths}
    for folder in dict.fromkeys(school_folder(path) for path in paths):
        whole = not given.isdisjoint((folder, *folder.parents))
        try:
            seals = read_seals(folder)
        except OSError:
            seals = Seals(broken=(1,))
        found = Seals((*found.all, *seals.all), (*found.broken, *seals.broken), found.whole and whole)
    return found


def study(
    books: Sequence[Book], context: Sequence[Book] = (), seals: Seals | None = None, paths: Mapping[str, Path] | None = None
) -> tuple[School, list[Stray], int]:
    """Read everything on the sheets of books: settings first, for they say how to read the rest.

    Args:
        books: The books.
        context: Books of the school around them, for settings and lists that they lack; a `Context` remembers what was read of them.
        seals: Seals of closed periods; None: there are none.
        paths: File on the disk of each book, by its name; None: the books are not on a disk.

    Returns:
        The school; sheets of `books` that are no known form; the number of sheets that are.
    """
    from ..attestation.debts import look_back
    from ..policy import read_versions
    from ..school import School, last_day, settings_given
    from ..sheets import survey
    from ..sheets.years import by_year

    blocks, strays = survey(books, FORMS)
    sheets = len({(block.book, block.sheet) for found in blocks.values() for block in found})
    borrowed = context if isinstance(context, Context) else Context(context)
    for name, found in borrowed.blocks.items():
        blocks.setdefault(name, found)
    settings = {name: borrowed.read(BY_NAME[name], blocks.pop(name)) for name in SETTINGS if name in blocks}
    policy = read_versions(settings_given(settings))
    set_year = School(settings, policy).year
    current, *earlier = by_year(blocks, set_year).items()

    def records(year: int | None, tables: Mapping[str, Sequence[Block]]) -> dict[str, Records]:
        return {
            form.name: settings[form.name] if form.name in settings else borrowed.read(form, tables[form.name], year)
            for form in FORMS
            if form.name in settings or form.name in tables
        }

    seals, paths = seals or Seals(), paths or {}
    older = replace(seals, whole=False)
    past: tuple[School, ...] = ()
    for before, tables in reversed(earlier):
        if before is not None:
            own = policy.on(last_day(before))
            past = (School(records(before, tables), own, of_year=before, past=past, seals=older, paths=paths), *past)
    now = records(set_year, current[1])
    year = School(now, policy).year
    school = School(now, policy.on(last_day(year) if year else None), tuple(_assumed(now.keys())), past=past, seals=seals, paths=paths)
    look_back(school)
    return school, strays, sheets


def _assumed(read: Iterable[str]) -> Iterator[str]:
    """What was not found, and what is done without it."""
    words = {
        "periods": "лист «Учебные периоды» не найден: даты периодов неизвестны, отметки за период не пересчитывались",
        "policies": "лист «Правила» не найден: приняты шкала 2–5, пороги 2,5; 3,5; 4,5 и другие значения по умолчанию",
        "subjects": "лист «Предметы» не найден: учебный план неизвестен, сокращения предметов считаются другими предметами",
        "class_list": "«Контингент» не найден: фамилии со списком класса не сверялись",
    }
    return (text for name, text in words.items() if name not in set(read))


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Reading makes millions of objects that live to the end of a check: the cyclic collector would visit them in vain.

    They must be let go inside, or the collector visits them all when it is let loose again.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def set_aside() -> Iterator[None]:
    """Long work inside `nothing_collected`: the collector is at work again, but visits nothing of what was read so far."""
    gc.freeze()
    gc.enable()
    try:
        yield
    finally:
        gc.disable()
        gc.unfreeze()
