"""The command «split»: pages of the school's books handed out to a teacher."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from ..kind import fold, parse_class
from ..save import reason
from ..words import counted
from .changing import ENDINGS, NO_BOOKS, refusal
from .reading import around, find_books, nothing_collected, read_books, school_folder, study

if TYPE_CHECKING:
    from ..books.file import FileBook
    from ..privacy.cutting import Cut, Made, Wish
    from ..privacy.pages import Sheet
    from ..school import School

CUTS = "Выписки"
"""Folder of what is cut out, if none is named."""


def split(request: Request) -> Outcome:
    """Выделить листы учителя, класса или предмета в отдельные книги: чужих сведений в них нет, правки вернёт merge."""
    files = dict(find_books(request.paths))
    if not files:
        return NO_BOOKS
    with nothing_collected():
        books = read_books(files, request.progress)
        context = read_books(dict(around(request.paths, files)), lambda done, total: None)
        school, _, _ = study(books, context)
        return _Splitting(request, school_folder(request.paths[0]), files, {book.name: book for book in books}, school).run()


@dataclass(slots=True)
class _Splitting:
    """One run: what is asked for, what was read, and what is told at the end."""

    request: Request
    root: Path
    files: Mapping[str, Path]
    books: Mapping[str, FileBook]
    school: School
    pages: Mapping[tuple[str, str], Sheet] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    taken: dict[str, set[str]] = field(default_factory=dict)
    refused: int = 0

    def run(self) -> Outcome:
        from ..privacy.cutting import choose
        from ..privacy.pages import sheets

        pages = self.pages = sheets(self.school)
        wishes = self._wishes(pages)
        if isinstance(wishes, str):
            return Outcome(lines=(wishes,), failed=True)
        partly: dict[tuple[str, str], None] = {}
        ready: list[tuple[str, bytes]] = []
        for folder, wish in wishes.items():
            cuts, parts = choose(pages, wish)
            partly |= dict.fromkeys(parts)
            password = self._password() if self.request.encrypt and not self.request.dry_run else ""
            found = [item for cut in cuts for item in self._one(folder, cut, password)]
            found += [item for place in parts for item in self._lines_of(place, wish, password, partly)]
            if found and password:
                self.lines.append(f"Пароль к книгам «{folder or self._out().name}»: {password}. Передайте его отдельно от книг.")
            ready += found
        if not ready and not self.refused:
            return Outcome(lines=("Таких листов нет: проверьте класс, предмет и учителя.", *self._left(pages, partly)), failed=True)
        try:
            kept = [] if self.request.dry_run else self._write(ready)
        except OSError as error:
            return Outcome(lines=(*self.lines, f"Запись в «{self._out().name}» не удалась: {reason(error)}."), failed=True)
        made = len(ready) - len(kept)
        self.lines += [f"«{name}» не перезаписана: она открыта или изменена. Переименуйте её и повторите." for name in kept]
        done = "Будет выделено" if self.request.dry_run else "Выделено"
        teachers = f", учителей: {len(wishes)}" if "" not in wishes else ""
        self.lines.append(f"{done}: {counted(made, 'книга')}{teachers}.")
        self.lines += [*self._left(pages, partly), *self._unread()]
        stopped = bool(self.refused or kept)
        written = (self._out(),) if made and not self.request.dry_run else ()
        return Outcome(lines=tuple(self.lines), written=written, failed=stopped and not made, code=int(stopped))

    def _unread(self) -> list[str]:
        count = sum(not book.sheets() for book in self.books.values())
        return [f"Не прочитано книг: {count}; что с ними, скажет xlrecords check."] if count else []

    def _out(self) -> Path:
        return self.request.out or Path(CUTS)

    @staticmethod
    def _password() -> str:
        from ..privacy.encryption import new_password

        return new_password()

    def _wishes(self, pages: Mapping[tuple[str, str], Sheet]) -> dict[str, Wish] | str:
        """What is to be cut, by the folder it goes to; or why it cannot be told."""
        from ..filling.outputs import file_name
        from ..privacy.cutting import Wish
        from ..privacy.pages import near, teacher_key, teachers

        groups = frozenset(str(parse_class(group)) for group in self.request.groups)
        subjects = frozenset(fold(self.school.subject_title(name)) for name in self.request.subjects)
        tables = [table for page in pages.values() for table in page.tables]
        for group, written in zip((parse_class(group) for group in self.request.groups), self.request.groups, strict=True):
            if not any(group in table.groups for table in tables):
                return f"Класса «{written}» в книгах нет: проверьте, как он назван."
        for name in self.request.subjects:
            if not any(table.subject == fold(self.school.subject_title(name)) for table in tables):
                return f"Предмета «{name}» в книгах нет: проверьте, как он назван."
        known = teachers(self.school)
        for name in self.request.teachers:
            if teacher_key(name) not in known:
                close = near(name, known)
                hint = f" Похожие: {'; '.join(close)}. Укажите имя так, как оно записано." if close else ""
                return f"Учителя «{name}» в книгах нет.{hint}"
        asked = list(dict.fromkeys(teacher_key(name) for name in self.request.teachers))
        if not asked and (groups or subjects):
            return {"": Wish(groups, subjects)}
        taken: set[str] = set()
        return {
            file_name(known[key], taken): Wish(groups, subjects, frozenset({key})) for key in asked or sorted(known, key=known.__getitem__)
        }

    def _one(self, folder: str, cut: Cut, password: str) -> Iterator[tuple[str, bytes]]:
        """A workbook of whole sheets: its name below the folder and its bytes; nothing if it is refused."""
        if cut.book not in self.files:  # a sheet of the school around, which was not asked for
            return
        name = self._name(folder, cut.book)
        if self.files[cut.book].suffix.lower() not in ENDINGS:
            self._refuse(name, "листы выделяются только из книг .xlsx и .xlsm; сохраните книгу как .xlsx")
            return
        tabs = self.books[cut.book].sheets()
        numbers = tuple(sorted(tabs.index(sheet) for sheet in cut.sheets))
        yield from self._handed(name, cut, numbers, lambda master: self._cut(master, name, cut), password)

    def _lines_of(
        self, place: tuple[str, str], wish: Wish, password: str, partly: dict[tuple[str, str], None]
    ) -> Iterator[tuple[str, bytes]]:
        """Lines of the classes asked for out of a list of the whole school, on a sheet of their own."""
        from ..ooxml.prune import Pruned
        from ..privacy.cutting import checked
        from ..privacy.extracts import extract

        if not wish.groups or wish.subjects or wish.teachers or place[0] not in self.files:
            return
        found = extract(self.school, *place, wish.groups)
        if found is None:
            return
        data, cut = found
        del partly[place]
        name = self._name("", place[0], f", {place[1]}, {', '.join(sorted(wish.groups))}")
        yield from self._handed(name, cut, (-1,), lambda _: checked(Pruned(data), name, cut, self.school), password)

    def _name(self, folder: str, book: str, more: str = "") -> str:
        """Name of a workbook below the folder: as its book lies in the school, with `more` behind its name; none twice."""
        from ..filling.outputs import file_name

        path = self.files[book].resolve()
        below = path.relative_to(self.root) if path.is_relative_to(self.root) else Path(path.name)
        place = PurePosixPath(folder, below.parent.as_posix())
        stem = file_name(f"{below.stem}{more}", self.taken.setdefault(str(place).lower(), set()))
        return str(place / f"{stem}.xlsx")

    def _handed(
        self, name: str, cut: Cut, numbers: tuple[int, ...], make: Callable[[bytes], Made], password: str
    ) -> Iterator[tuple[str, bytes]]:
        """A workbook, once it is sure that it tells of nobody else, and its line in the list of cuts."""
        from ..guard import RefusedError
        from ..ooxml.prune import PruneError
        from ..privacy.cuts import entry_of, keep, mark
        from ..privacy.cutting import told
        from ..save import SaveError

        path = self.files[cut.book]
        try:
            master = path.read_bytes()
            made = make(master)
            if made.leaks:
                self._refuse(name, f"в ней остались бы сведения об обучающихся, которых нет на её листах: {told(made.leaks)}")
                return
            below = path.resolve().relative_to(self.root).as_posix()
            id, data = mark(made.data, below)
            if not self.request.dry_run:
                keep(self.root, entry_of(id, data, master, below, numbers), data)
        except RefusedError as error:
            self._refuse(name, refusal(error))
        except (PruneError, SaveError) as error:
            self._refuse(name, str(error).rstrip("."))
        except ValueError:
            self._refuse(name, "она лежит вне папки школы")
        except OSError as error:
            self._refuse(name, reason(error))
        else:
            self.lines += _notes(name, len(cut.sheets), made)
            yield name, _locked(data, password)

    def _cut(self, master: bytes, name: str, cut: Cut) -> Made:
        from ..ooxml.editor import open_package
        from ..privacy.cutting import make

        book = self.books[cut.book]
        _, workbook = open_package(master)
        hidden = [tab.name for tab in workbook.tabs if not tab.visible and tab.worksheet and (cut.book, tab.name) not in self.pages]
        cells = {sheet: book.cells(sheet) for sheet in book.sheets()}
        return make(master, name, cut, cells, hidden, self.school)

    def _refuse(self, name: str, why: str) -> None:
        self.refused += 1
        self.lines.append(f"«{name}» не выдана: {why}.")

    def _write(self, ready: Sequence[tuple[str, bytes]]) -> list[str]:
        """Write the workbooks; returns those that somebody has changed, which stay as they are."""
        from ..filling.outputs import Folder

        return [name for name, done in Folder(self._out()).write(ready) if not done]

    def _left(self, pages: Mapping[tuple[str, str], Sheet], partly: Mapping[tuple[str, str], None]) -> list[str]:
        """Sheets that hold something of what is asked for, but not only that."""
        books: dict[str, int] = {}
        for book, _ in partly:
            books[book] = books.get(book, 0) + 1
        return [
            f"Осталось в школе, на листе есть и другие классы или учителя: {book}, {counted(count, 'лист')}."
            for book, count in books.items()
        ]


def _locked(data: bytes, password: str) -> bytes:
    from ..privacy.encryption import encrypt

    return encrypt(data, password) if password else data


def _notes(name: str, sheets: int, made: Made) -> list[str]:
    """What was cut, and what did not go with it."""
    pruned = made.pruned
    lines = [f"«{name}»: {counted(sheets, 'лист')}."]
    if pruned.valued:
        lines.append(f"    формулы, которые ссылались на другие листы, заменены значениями: {len(pruned.valued)}")
    if pruned.emptied:
        lines.append(f"    формулы без вычисленных значений очищены: {len(pruned.emptied)}; откройте книгу в Excel, сохраните и повторите")
    if pruned.unlisted:
        lines.append(f"    списки, которые стоят на других листах, не перенесены: {len(pruned.unlisted)}")
    lines += [f"    не перенесены {what}" for what in pruned.lost]
    return lines
