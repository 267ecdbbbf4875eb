"""The command «diff»: two versions of a book, of a folder, of a case of the archive, or a book and what it was on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .changing import refusal
from .reading import find_books

if TYPE_CHECKING:
    from ..book import Trouble
    from ..versions.comparing import Part
    from ..versions.difference import Comparison, Difference, Group

SHOWN = {"VALUE": 40, "FORMULA": 15, "LOOK": 10, "PLACE": 20, "UNSURE": 10}
"""So many differences of a kind are listed on the screen."""
LONG = 60
"""So many letters of a text are shown on the screen."""
HOW = "Укажите две книги или две папки: xlrecords diff ПУТЬ_А ПУТЬ_Б; или одну книгу и день: xlrecords diff КНИГА --date ДД.ММ.ГГГГ."


def diff(request: Request) -> Outcome:
    """Сравнить две версии: по обучающимся и предметам, а не по строкам; значения, формулы и оформление порознь."""
    if len(request.paths) != (1 if request.day is not None else 2):
        return Outcome(lines=(HOW,), failed=True)
    for path in request.paths:
        if not path.exists():
            return Outcome(lines=(f"«{path}»: такого файла или папки нет.",), failed=True)
    sides = _on_day(request.paths[0], request.day) if request.day is not None else _two(*request.paths)
    if isinstance(sides, Outcome):
        return sides
    return _compared(request, sides)


@dataclass(frozen=True, slots=True)
class _Sides:
    """Books of both versions by name, what the versions are called, what is told of them, and which of them is but a part."""

    first: Mapping[str, Path]
    second: Mapping[str, Path]
    names: tuple[str, str]
    told: tuple[str, ...] = ()
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class _Side:
    """Books of one version; those of a case of the archive with the names that they had in the school."""

    files: Mapping[str, Path]
    bag: bool = False
    extracts: frozenset[str] = field(default_factory=frozenset)


def _two(first: Path, second: Path) -> _Sides | Outcome:
    """Two books, folders or cases."""
    from ..versions.comparing import Part

    sides = _side(first), _side(second)
    for path, side in zip((first, second), sides, strict=True):
        if not side.files:
            return Outcome(lines=(_nothing(path),), failed=True)
    if first.is_dir() != second.is_dir():
        return _one_of_many(first, second, sides)
    bags = [number for number, side in enumerate(sides) if side.bag]
    part = Part(bags[0], sides[bags[0]].extracts) if len(bags) == 1 else None
    told = ("Сравниваются только книги и листы дела.",) if part else ()
    return _Sides(sides[0].files, sides[1].files, (str(first), str(second)), told, part)


def _nothing(path: Path) -> str:
    """That a folder has no books, or that its books lie in cases of the archive."""
    from ..archive.shelves import bag_folders
    from ..words import counted

    bags = sum(1 for _ in bag_folders(path)) if path.is_dir() else 0
    return f"В «{path}» — архив ({counted(bags, 'дело')}): укажите папку одного дела." if bags else f"В «{path}» книг не найдено."


def _one_of_many(first: Path, second: Path, sides: tuple[_Side, _Side]) -> _Sides | Outcome:
    """A book against the one book of a folder that has its name."""
    from ..versions.comparing import Part

    alone = 0 if second.is_dir() else 1
    name, path = next(iter(sides[alone].files.items()))
    folder = sides[1 - alone]
    same = [other for other in folder.files if Path(other).name == name] or (list(folder.files) if len(folder.files) == 1 else [])
    if len(same) != 1:
        count = "несколько" if same else "нет"
        return Outcome(lines=(f"Книг с именем «{name}» в папке {count}: укажите вторую книгу прямо.",), failed=True)
    one = {same[0]: path}, {same[0]: folder.files[same[0]]}
    part = Part(1 - alone, folder.extracts) if folder.bag else None
    return _Sides(one[alone], one[1 - alone], (str(first), str(second)), (), part)


def _side(path: Path) -> _Side:
    from ..archive.passport import ORIGINAL, PASSPORT, PassportError, load

    if not (path / "bagit.txt").is_file():
        return _Side(dict(find_books([path])))
    try:
        documents = load((path / PASSPORT).read_bytes()).documents
    except (OSError, PassportError):
        inner = path / ORIGINAL
        return _Side({found.relative_to(inner).as_posix(): found for found in sorted(inner.rglob("*")) if found.is_file()}, bag=True)
    # Names of files are what the passport says they are, but never outside the bag.
    files = {item.book: path / item.original for item in documents if (path / item.original).resolve().is_relative_to(path.resolve())}
    return _Side(files, True, frozenset(item.book for item in documents if not item.whole))


def _on_day(path: Path, day: dt.date) -> _Sides | Outcome:
    """Books as they were at the end of a day, and as they are."""
    from ..versions.moments import moment

    books = dict(find_books([path]))
    if not books:
        return Outcome(lines=(f"В «{path}» книг не найдено.",), failed=True)
    moments = {name: moment(book, day) for name, book in books.items()}
    before = {name: found.path for name, found in moments.items() if found.path is not None}
    told = [f"{name}: {found.text}." for name, found in moments.items()]
    if len(told) > SHOWN["PLACE"]:
        unknown = sum(found.path is None for found in moments.values())
        told = [*told[: SHOWN["PLACE"]], f"… всего книг: {len(told)}, без истории на этот день: {unknown}."]
    if not before:
        return Outcome(lines=(*told, "Сравнить не с чем."), failed=True)
    return _Sides(before, {name: books[name] for name in before}, (f"{path} на {day:%d.%m.%Y}", f"{path} сейчас"), tuple(told))


def _compared(request: Request, sides: _Sides) -> Outcome:
    from ..reports.versions import pages
    from ..reports.workbook import write_pages
    from ..save import SaveError, save
    from ..versions.comparing import compare
    from .reading import nothing_collected

    with nothing_collected():
        found = compare(sides.first, sides.second, _why, request.progress, sides.part)
        lines = [f"А: {sides.names[0]}", f"Б: {sides.names[1]}", *sides.told, *_summary(found)]
        written: tuple[Path, ...] = ()
        if request.out is not None:
            title = f"А: {Path(sides.names[0]).name}; Б: {Path(sides.names[1]).name}"
            made = pages(found, sides.second, request.out.resolve().parent, title)
            try:
                written = (save(request.out, lambda beside: write_pages(beside, made)),)
            except SaveError as error:
                return Outcome(lines=(*lines, str(error)), failed=True)
    nothing = found.books == 0 or (len(found.failed) >= found.books and not found.differences)
    return Outcome(lines=tuple(lines), written=written, failed=nothing, code=int(not found.same))


def _why(trouble: Trouble) -> str:
    from ..guard import RefusedError

    return refusal(RefusedError(trouble.rule, **trouble.facts))


# What is printed


def _summary(found: Comparison) -> Iterator[str]:
    from ..versions.difference import Group
    from ..words import counted

    opened = found.books - found.equal
    yield f"Сравнено: {counted(found.books, 'книга')}, из них без единого изменения {found.equal}, открыто {opened}."
    for name, why in found.failed:
        yield f"Не сравнено: {name}: {why}"
    if found.values_only:
        names = ", ".join(found.values_only[:5]) + (" и другие" if len(found.values_only) > 5 else "")
        yield f"Только значения (формулы и оформление сравниваются в .xlsx и .xlsm): {names}"
    if found.uncomputed:
        yield f"Формулы те же, но значение вычислено только в одной из версий: {counted(found.uncomputed, 'клетка')}."
    if not found.books:
        yield "Общих книг нет."
    elif not found.of(*(group for group in Group if group is not Group.MOVED)):
        yield "В остальном различий нет." if found.failed else "Различий нет."
    counts = [
        ("значения", Group.VALUE, "изменение"), ("формулы", Group.FORMULA, "изменение"), ("оформление", Group.LOOK, "клетка"),
        ("листы, строки, столбцы", Group.PLACE, "изменение"), ("не сопоставлено", Group.UNSURE, "строка"),
        ("пересчитано по формулам", Group.COMPUTED, "значение"),
    ]  # fmt: skip
    told = [f"{words} — {counted(found.count(group), noun)}" for words, group, noun in counts if found.of(group)]
    if told:
        yield f"Различия: {'; '.join(told)}."
    if moves := found.of(Group.MOVED):
        yield f"Перемещено (изменением не считается): {', '.join(_moves(moves))}."
    for title, group, line in (
        ("Значения", Group.VALUE, _value), ("Не сопоставлено", Group.UNSURE, _place), ("Листы, строки, столбцы", Group.PLACE, _place),
        ("Формулы", Group.FORMULA, _value), ("Оформление", Group.LOOK, _look),
    ):  # fmt: skip
        yield from _listed(title, group, found.of(group), line)


def _listed(title: str, group: Group, items: Sequence[Difference], line: Callable[[Difference], str]) -> Iterator[str]:
    if items:
        most = SHOWN[group.name]
        yield f"{title}:"
        yield from (f"    {line(item)}" for item in items[:most])
        if len(items) > most:
            yield f"    и ещё {len(items) - most}: все — в отчёте, укажите -o ФАЙЛ.xlsx"


def _moves(moves: Sequence[Difference]) -> Iterator[str]:
    """Movements by what they are, with their counts."""
    ordered = sorted(moves, key=lambda item: item.what)
    for what, items in groupby(ordered, key=lambda item: item.what):
        yield f"{what} ({sum(item.cells for item in items)})"


def _value(item: Difference) -> str:
    where = item.where
    subject = where.subject or f"лист «{where.sheet}»"
    place = ", ".join(filter(None, (where.school_class or where.book, subject, item.who, item.about)))
    what = f": {item.what}" if item.group.name == "FORMULA" else ""
    note = f"; {item.note}" if item.note else ""
    return f"{place}{what}: {_short(item.was)} → {_short(item.now)} ({item.first or '—'} → {item.second or '—'}{note})"


def _place(item: Difference) -> str:
    where = item.where
    place = ", ".join(filter(None, (where.book, f"лист «{where.sheet}»" if where.sheet else "", item.who, item.about)))
    cells = " → ".join(filter(None, (item.first, item.second)))
    note = "; ".join(filter(None, (cells, item.note)))
    return f"{place}: {item.what}" + (f" ({note})" if note else "")


def _look(item: Difference) -> str:
    cells = f" {item.second or item.first}" if item.second or item.first else ""
    return f"{item.where.book}, лист «{item.where.sheet}»{cells}: {item.what}: {_short(item.was)} → {_short(item.now)}"


def _short(text: str) -> str:
    if not text:
        return "пусто"
    return text if len(text) <= LONG else f"{text[:LONG]}…"
