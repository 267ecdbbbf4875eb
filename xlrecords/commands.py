"""Every command: what it needs comes in a Request, what it found and wrote goes out in an Outcome. All doors call these."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .book import Book, Trouble
from .forms import BY_NAME, FORMS, SETTINGS
from .issue import Issue, Severity

if TYPE_CHECKING:
    from .books.file import FileBook
    from .school import School
    from .sheets import Stray

Progress = Callable[[int, int], None]
"""Told how many books of how many are done."""

AROUND = ("class_list", *SETTINGS)
"""Forms that a single book borrows from the school around it."""
LEVELS = 5
"""So many folders above a book are searched for its school."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a command works on.

    Attributes:
        paths: Workbooks and folders.
        name: Name of a form or of a rule.
        out: Where to write what the command makes, or its report.
        classes: How many classes the invented school has.
        progress: Told of the progress of long work.
    """

    paths: tuple[Path, ...] = ()
    name: str = ""
    out: Path | None = None
    classes: int = 11
    progress: Progress = field(default=lambda done, total: None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command found and wrote.

    Attributes:
        issues: Issues in reading order.
        books: Names of the books that were looked at.
        unread: How many of them could not be read at all.
        sheets: How many sheets of known forms were checked.
        assumed: Settings that were not found, in words.
        written: Files and folders that were written.
        lines: What the command tells besides, line by line.
        failed: Whether the command did not do what it was asked, and why `lines` say.
        code: Exit code where the issues do not decide it.
        files: Path of each book, by its name, for links.
        groups: Class of each sheet, by book and sheet, where it is known.
    """

    issues: tuple[Issue, ...] = ()
    books: tuple[str, ...] = ()
    unread: int = 0
    sheets: int = 0
    assumed: tuple[str, ...] = ()
    written: tuple[Path, ...] = ()
    lines: tuple[str, ...] = ()
    failed: bool = False
    code: int | None = None
    files: dict[str, Path] = field(default_factory=dict)
    groups: dict[tuple[str, str], str] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """Issues of one severity."""
        return sum(issue.rule.severity is severity for issue in self.issues)

    @property
    def exit_code(self) -> int:
        """0: done, clean or with warnings; 1: errors were found; 2: the command could not run."""
        if self.failed or (self.books and self.unread == len(self.books)):
            return 2
        return self.code if self.code is not None else int(self.count(Severity.ERROR) > 0)


def check(request: Request) -> Outcome:
    """Проверить книги и папки: каждая ошибка с листом, клеткой, исправлением и пунктом."""
    files = dict(find_books(request.paths))
    if not files:
        return Outcome(lines=("Книг не найдено: укажите файл .xlsx, .xlsm, .xls, .ods или папку с такими файлами.",), failed=True)
    with _nothing_collected():
        outcome = replace(_check_files(files, request), files=files)
    return _reported(outcome, request.out) if request.out else outcome


def _check_files(files: dict[str, Path], request: Request) -> Outcome:
    """Check files; what was read of them is let go before this returns."""
    books = read_books(files, request.progress)
    context = read_books(dict(_around(request.paths, files)), lambda done, total: None)
    return check_books(books, context)


@contextmanager
def _nothing_collected() -> Iterator[None]:
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


def _reported(outcome: Outcome, path: Path) -> Outcome:
    """The outcome with its report «Замечания» written."""
    from .reports import issue_pages
    from .reports.workbook import write_pages
    from .save import SaveError, save

    title = f"Замечания: {len(outcome.issues)}"
    pages = issue_pages(outcome.issues, outcome.files, outcome.groups, path.resolve().parent, title)
    try:
        return replace(outcome, written=(save(path, lambda beside: write_pages(beside, pages)),))
    except SaveError as error:
        return replace(outcome, lines=(str(error),), failed=True)


def check_books(books: Sequence[Book], context: Sequence[Book] = ()) -> Outcome:
    """Check books that were read, with settings and class lists borrowed from other books of the school."""
    from .rules import find_issues

    school, strays, sheets = study(books, context)
    unread = sum(not book.sheets() for book in books)
    issues = find_issues([*books, *context], strays, school)
    names = {book.name for book in books}
    return Outcome(
        issues=tuple(issue for issue in issues if issue.place.book in names),
        books=tuple(book.name for book in books),
        unread=unread,
        sheets=sheets,
        assumed=school.assumed,
        groups={
            (book, sheet): group
            for records in school.records.values()
            for book, sheet, group in zip(records.sheets["book"], records.sheets["sheet"], school.sheet_groups(records), strict=True)
            if group and ("student" in records.places or "student" in records.labels)
        },
    )


def study(books: Sequence[Book], context: Sequence[Book] = ()) -> tuple[School, list[Stray], int]:
    """Read everything on the sheets of books: settings first, for they say how to read the rest.

    Returns:
        The school; sheets of `books` that are no known form; the number of sheets that are.
    """
    from .policy import read_policy
    from .school import School, settings_given
    from .sheets import survey
    from .sheets.read import read

    blocks, strays = survey(books, FORMS)
    sheets = len({(block.book, block.sheet) for found in blocks.values() for block in found})
    borrowed, _ = survey(context, [BY_NAME[name] for name in AROUND]) if context else ({}, [])
    for name, found in borrowed.items():
        blocks.setdefault(name, found)
    settings = {name: read(BY_NAME[name], blocks[name]) for name in SETTINGS if name in blocks}
    policy = read_policy(settings_given(settings))
    year = School(settings, policy).year
    records = {form.name: settings.get(form.name) or read(form, blocks[form.name], year) for form in FORMS if form.name in blocks}
    return School(records, policy, tuple(_assumed(records.keys()))), strays, sheets


def _assumed(read: Iterable[str]) -> Iterator[str]:
    """What was not found, and what is done without it."""
    words = {
        "periods": "лист «Учебные периоды» не найден: даты периодов неизвестны, отметки за период не пересчитывались",
        "policies": "лист «Правила» не найден: приняты шкала 2–5, пороги 2,5; 3,5; 4,5 и другие значения по умолчанию",
        "subjects": "лист «Предметы» не найден: учебный план неизвестен",
        "class_list": "«Контингент» не найден: фамилии со списком класса не сверялись",
    }
    return (text for name, text in words.items() if name not in set(read))


def find_books(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Names and paths of the books at some paths: files as they are, folders with all that they hold.

    Names are paths below the folder given, with «/». Files that Excel keeps beside an open book, and hidden ones, are
    left out. A folder that cannot be listed is given like a book: reading it says why.
    """
    several = len(paths) > 1
    for path in paths:
        if path.is_dir():
            yield from ((_below(path, found, several), found) for found in _inside(path))
        else:
            yield (path.as_posix() if several else path.name), path


def _inside(folder: Path) -> Iterator[Path]:
    """Workbooks of a folder and its folders, in the order of their names, then folders that could not be listed."""
    from .books import SUFFIXES

    closed: list[Path] = []
    for inner, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(inner, name) for name in sorted(names) if _is_book(name, SUFFIXES))
    yield from closed


def _is_book(name: str, suffixes: tuple[str, ...]) -> bool:
    """Whether a file of a folder is a workbook to look at: by its ending, but not a lock file or a hidden one."""
    return name.lower().endswith(suffixes) and not name.startswith(("~$", "."))


def _below(top: Path, path: Path, several: bool) -> str:
    """Name of a book: its path below the folder that was given, with that folder's name if there are several."""
    below = path.relative_to(top).as_posix()
    return f"{top.name}/{below}" if several else below


def read_books(files: dict[str, Path], progress: Progress) -> list[FileBook]:
    """Books read in threads, in the order given; the reader releases the interpreter while it parses."""
    from .books.file import read

    def one(item: tuple[str, Path]) -> FileBook:
        name, path = item
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


def _around(paths: Sequence[Path], files: dict[str, Path]) -> Iterator[tuple[str, Path]]:
    """Books of the school around a single book: those in the nearest folder above it that holds «Настройки…»."""
    from .books import SUFFIXES

    known = {path.resolve() for path in files.values()}
    for path in paths:
        for folder in list(path.resolve().parents)[:LEVELS]:
            try:
                names = sorted(name for name in os.listdir(folder) if _is_book(name, SUFFIXES))
            except OSError:
                continue
            if any(name.startswith("Настройки") for name in names):
                yield from ((f"{folder.name}/{name}", folder / name) for name in names if (folder / name) not in known)
                break


def new(request: Request) -> Outcome:
    """Создать пустую школу («new school ПАПКА») или пустой лист формы («new ФОРМА -o ФАЙЛ»)."""
    from .save import SaveError, save
    from .sheets.template import Content, write

    if request.name == "school":
        return _new_school(request.paths[0] if request.paths else Path("Школа"))
    form = BY_NAME.get(request.name) or next(
        (form for form in FORMS if request.name.lower() in (form.title.lower(), form.tab.lower())), None
    )
    if form is None:
        return _no_such(request.name, [*BY_NAME, "school"], "Форма", "xlrecords forms")
    path = request.out or Path(f"{form.tab or form.title}.xlsx")
    if path.exists():
        return Outcome(lines=(f"«{path.name}» уже есть: укажите другое имя.",), failed=True)
    try:
        return Outcome(written=(save(path, lambda beside: write(beside, [(form, Content(), form.tab)])),))
    except SaveError as error:
        return Outcome(lines=(str(error),), failed=True)


SCHOOL_BOOKS = {
    "Настройки.xlsx": SETTINGS,
    "Контингент.xlsx": ("class_list",),
    "Шаблоны/Предметная страница.xlsx": ("class_journal",),
    "Шаблоны/Сводная ведомость.xlsx": ("grade_summary", "grade_summary_by_student"),
    "Шаблоны/Ведомость достижений.xlsx": ("achievement_sheet",),
}
SCHOOL_FOLDERS = ("Журналы", "Достижения", "Внешняя оценка", "Итоги", "Архив")


def _new_school(folder: Path) -> Outcome:
    """The folder of a school: settings with their defaults, an empty class list, templates."""
    from .save import SaveError, save
    from .sheets.template import Content, write

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Outcome(lines=(f"«{folder.name}» уже есть и не пуста: укажите новую папку.",), failed=True)
    written = []
    try:
        for name in SCHOOL_FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, forms in SCHOOL_BOOKS.items():
            sheets = [(BY_NAME[form], Content(), BY_NAME[form].tab) for form in forms]
            written.append(save(folder / name, partial(write, sheets=sheets)))
    except (OSError, SaveError) as error:
        return Outcome(lines=(f"Папка не создана: {error}",), failed=True)
    return Outcome(
        written=tuple(written),
        lines=("Заполните «Настройки.xlsx» и «Контингент.xlsx», затем проверьте: xlrecords check ПАПКА",),
    )


def forms(request: Request) -> Outcome:
    """Перечислить формы: имя, название и назначение."""
    return Outcome(lines=tuple(f"{form.name}\n    {form.title} (п. {form.clause})\n    {form.purpose}" for form in FORMS))


def rules(request: Request) -> Outcome:
    """Перечислить проверки: имя, важность, пункт."""
    from .rules import RULES

    width = max(len(rule.id) for rule in RULES)
    return Outcome(lines=tuple(f"{rule.id:{width}}  {rule.severity.value:14}  п. {rule.clause:6} {rule.title}" for rule in RULES))


def explain(request: Request) -> Outcome:
    """Объяснить проверку: что она находит, что делать, на каком основании, пример."""
    from .regulation import CLAUSES
    from .rules import BY_ID
    from .rules.pages import page

    rule = BY_ID.get(request.name)
    if rule is None:
        return _no_such(request.name, list(BY_ID), "Проверка", "xlrecords rules")
    text = page(rule.id)
    return Outcome(
        lines=(
            f"{rule.title} [{rule.id}]",
            f"Важность: {rule.severity.value}. Основание: п. {rule.clause} Положения — {CLAUSES[rule.clause]}.",
            *((f"Код проверки: {rule.code}.",) if rule.code else ()),
            "",
            f"Сообщение: {_gist(rule.message)}",
            f"Исправление: {_gist(rule.fix)}",
            *(("", text) if text else ()),
        )
    )


def _gist(template: str) -> str:
    """Words of a rule with «…» for what each finding fills in."""
    return re.sub(r"\{\w+(?::[^}]*)?\}", "…", template)


def _no_such(name: str, known: list[str], what: str, listed_by: str) -> Outcome:
    import difflib

    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    hint = f" Похожие: {', '.join(near)}." if near else ""
    return Outcome(lines=(f"{what} «{name}» не найдена.{hint} Весь список: {listed_by}",), failed=True)


def demo(request: Request) -> Outcome:
    """Создать учебную школу с известными ошибками, проверить её и сравнить найденное с ключом."""
    from .demo import LEAST_CLASSES, MOST_CLASSES, build, compare

    if not LEAST_CLASSES <= request.classes <= MOST_CLASSES:
        return Outcome(lines=(f"Классов может быть от {LEAST_CLASSES} до {MOST_CLASSES}.",), failed=True)
    folder = request.paths[0] if request.paths else Path("Учебная школа")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Outcome(lines=(f"«{folder.name}» уже есть и не пуста: укажите новую папку.",), failed=True)
    key = build(folder, request.classes)
    outcome = check(Request((key.school,), out=folder / "Замечания.xlsx", progress=request.progress))
    score = compare(key, outcome.issues)
    return replace(outcome, written=(key.school, key.key_file, *outcome.written), lines=score.table(), code=int(not score.perfect))


COMMANDS: tuple[Callable[[Request], Outcome], ...] = (demo, new, check, forms, rules, explain)
"""All commands, in the order of the help. The first line of a docstring is the help of the command."""
