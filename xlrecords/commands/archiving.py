"""The command «archive»."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from ..words import counted
from .inventorying import Lost, lost, write_inventories
from .judging import Judged, judge, wished
from .opening import NO_BOOKS, NOTHING_READ
from .reading import around, find_books, nothing_collected, read_books, school_folder, seals_of, set_aside, study

if TYPE_CHECKING:
    from ..archive.bag import Shelf
    from ..archive.case import Key
    from ..archive.making import Read
    from ..archive.passport import Passport
    from ..issue import Issue

FOLDER = "Архив"
"""Folder of the archive in that of the school."""
FINDINGS = "Замечания перед архивом.xlsx"
SHOWN = 3
"""So many places are told of each case that is stopped."""
LISTED = 8
"""So many books, and so many cases that are lost, are named."""


def archive(request: Request) -> Outcome:
    """Составить архив: дела по номенклатуре с копиями, описями и контрольными суммами; дела с ошибками ждут исправления."""
    from ..kind import UNREAD, parse_class, parse_school_year
    from ..pdf import office

    if request.year and not isinstance(parse_school_year(request.year), str):
        return _failed(f"Учебный год «{request.year}» не распознан: укажите, например, 2026/2027.")
    if strange := next((group for group in request.groups if parse_class(group) is UNREAD), ""):
        return _failed(f"Класс «{strange}» не распознан: укажите, например, 5А.")
    files = dict(find_books(request.paths))
    if not files:
        return NO_BOOKS
    out = request.out or school_folder(request.paths[0]) / FOLDER
    if out.exists() and not out.is_dir():
        return _failed(f"«{out.name}» — не папка: укажите другую.")
    if request.recalculate and office() is None:
        return _failed("Для --recalculate нужен LibreOffice: установите его или повторите без этого параметра.")
    with nothing_collected():
        return _Archiving(request, files, out).run()


def _failed(*lines: str) -> Outcome:
    return Outcome(lines=lines, failed=True)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A case that is to be archived, as which edition."""

    judged: Judged
    passport: Passport

    @property
    def folder(self) -> str:
        from ..archive.naming import edition_name

        return edition_name(self.passport.id, self.passport.edition)


@dataclass(slots=True)
class _Archiving:
    """One run: what is asked for, the books, the folder of the archive, and what is told of it."""

    request: Request
    files: dict[str, Path]
    out: Path
    lines: list[str] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)
    stopped: int = 0
    lost: int = 0
    failed: bool = False

    def run(self) -> Outcome:
        """Read, judge, write; what was read is let go before this returns."""
        from ..archive.bag import shelf
        from ..archive.case import cases
        from ..archive.frames import frames
        from ..archive.making import Read
        from ..archive.naming import case_names
        from ..archive.nomenclature import ASSUMED, headings, untaken
        from ..rules import find_issues

        hashes = _hashes(self.files)
        books = read_books(self.files, self.request.progress)
        unread = {book.name for book in books if not book.sheets()}
        if len(unread) == len(books):
            return NOTHING_READ
        context = read_books(dict(around(self.request.paths, self.files)), lambda done, total: None)
        school, strays, sheets = study(books, context, seals_of(self.request.paths), self.files)
        found = cases(school, books)
        asked = wished(found.all, self.request)
        if not asked:
            return _failed("Таких дел нет." if found.all else "Дел нет: ни один лист не назван в номенклатуре дел.")
        issues = find_issues([*books, *context], strays, school)
        names = case_names(found.all, _known(shelf(self.out)), str(school.policy.values["archive_names"]))
        read = Read(self.files, hashes, {book.name: book for book in books}, {} if self.request.dry_run else frames(school))
        assumed = (*school.assumed, *(() if any(row.where for row in headings(school)) else (ASSUMED,)))
        outside, hints = [name for name in found.outside if name not in unread], untaken(school)
        with set_aside():
            found_out = judge(asked, names, school, read, issues, self.request)
            judged, unused = found_out.cases, found_out.unused if len(asked) == len(found.all) else ()
            del school, books, context, strays, issues, found_out
            self._tell_stopped(judged)
            if self.request.dry_run:
                self._foresee(judged)
            else:
                self._guarded(judged, read)
        self.lines += [f"Принятое замечание ни к чему не относится: {row}." for row in unused]
        self._tell_left(outside, unread, hints)
        return Outcome(
            issues=tuple(_found(judged)),
            told=(),
            lines=tuple(self.lines),
            written=tuple(self.written),
            assumed=assumed,
            sheets=sheets,
            failed=self.failed,
            code=int(bool(self.stopped or self.lost or unread)),
        )

    # What is told

    def _tell_stopped(self, judged: Sequence[Judged]) -> None:
        for item in judged:
            if item.why:
                self._stop(item, item.why)
            elif item.open:
                self._stop(item, counted(len(item.open), "ошибка"))
                self.lines += [f"    {issue.place}: {issue.message}" for issue in item.open[:SHOWN]]
                if len(item.open) > SHOWN:
                    self.lines.append(f"    и ещё {len(item.open) - SHOWN}")
        if any(item.open for item in judged):
            self.lines.append("Исправьте ошибки или впишите их с причиной на лист «Принятые замечания», затем повторите команду.")

    def _stop(self, item: Judged, why: str) -> None:
        self.stopped += 1
        self.lines.append(f"Дело {_named(item)} в архив не передано: {why}.")

    def _tell_left(self, outside: Sequence[str], unread: Collection[str], hints: Sequence[tuple[str, str]]) -> None:
        """Books and sheets of no case."""
        if unread:
            self.lines.append(f"Не прочитано книг: {_listed(sorted(unread))}. Что с ними, скажет xlrecords check.")
        if outside:
            self.lines.append(f"Ни в одно дело не вошло книг: {_listed(outside)}.")
        for title, heading in hints:
            where = f", например к делу {heading}" if heading else ""
            self.lines.append(f"Вид листов «{title}» не назван в номенклатуре дел: впишите его в графу «Виды листов»{where}.")

    def _tell_lost(self, gone: Sequence[Lost]) -> None:
        """Cases that an inventory lists and that are not in the archive as they were: a new inventory would hide it."""
        self.lost = len(gone)
        for file, items in groupby(gone, key=lambda item: item.file):
            self.lines.append(
                f"Описи не обновлены: «{file}» называет дела, которых в архиве нет или которые изменены: "
                f"{_listed([item.case for item in items])}. Проверьте: xlrecords verify. "
                "Если дела уничтожены по акту, уберите прежние описи из папки архива и повторите команду."
            )

    def _foresee(self, judged: Sequence[Judged]) -> None:
        from ..archive.bag import shelf

        plans, kept = self._plans(judged, shelf(self.out))
        self.lines += [f"Будет составлено дело {_named(plan.judged)}: {_sheets(plan.passport)}{_edition(plan)}." for plan in plans]
        self._tell_count("Будет составлено", plans, kept)

    def _tell_count(self, what: str, plans: Sequence[_Plan], kept: int) -> None:
        self.lines.append(f"{what} дел: {len(plans)}, уже в архиве: {kept}, не передано: {self.stopped}. Папка: {self.out}")

    # What is done

    def _plans(self, judged: Sequence[Judged], here: Shelf) -> tuple[list[_Plan], int]:
        """Cases to archive, and how many are there already."""
        from ..archive.making import same

        plans: list[_Plan] = []
        kept = 0
        for item in judged:
            if item.passport is None:
                continue
            bag = here.latest.get(item.passport.id)
            if bag is None:
                plans.append(_Plan(item, item.passport))
            elif not bag.whole:
                self._stop(item, f"в папке «{bag.path.name}» не хватает файлов; проверьте её: xlrecords verify, — и уберите из архива")
            elif same(bag.passport, item.passport):
                kept += 1
            else:
                plans.append(_Plan(item, replace(item.passport, edition=bag.passport.edition + 1)))
        return plans, kept

    def _guarded(self, judged: Sequence[Judged], read: Read) -> None:
        from ..history import FOLDER as HIDDEN
        from ..history import locked
        from ..save import SaveError, reason

        try:
            (self.out / HIDDEN).mkdir(parents=True, exist_ok=True)
            with locked(self.out / HIDDEN):
                self._write(judged, read)
        except SaveError as error:
            self._fail(str(error))
        except OSError as error:
            self._fail(f"архив составлен не весь: {reason(error)}; освободите место или дайте доступ и повторите, работа продолжится")

    def _fail(self, why: str) -> None:
        self.failed = True
        self.lines.append(f"{why[0].upper()}{why[1:]}.")

    def _write(self, judged: Sequence[Judged], read: Read) -> None:
        from ..archive.bag import shelf, sweep

        sweep(self.out)
        here = shelf(self.out)
        plans, kept = self._plans(judged, here)
        made = list(self._make(plans, read))
        self.lines += [
            f"Новая редакция дела {_named(plan.judged)}: содержание изменилось ({plan.folder})."
            for plan in made
            if plan.passport.edition > 1
        ]
        self._tell_count("Составлено", made, kept)
        here = shelf(self.out)
        if here.unread:
            self.lines.append(f"Паспорт не читается, в описи не вошли: {', '.join(here.unread[:LISTED])}. Проверьте: xlrecords verify.")
        gone = lost(here, self.out)
        if lists := [path.stem for path in write_inventories(here, self.out, {item.year for item in gone}) if path.suffix == ".xlsx"]:
            self.lines.append(f"Описи, книгой и в PDF: {', '.join(lists)}.")
        self._tell_lost(gone)
        self._report(judged)
        self.written.append(self.out)

    def _report(self, judged: Sequence[Judged]) -> None:
        """Write what was found before the archive; an older list is written anew even if nothing is found now."""
        from ..reports import issue_pages
        from ..reports.workbook import write_pages
        from ..save import save

        issues = _found(judged)
        path = self.out / FINDINGS
        if not issues and not path.exists():
            return
        title = f"Замечания перед архивом: {len(issues)}"
        pages = issue_pages(issues, self.files, {}, path.resolve().parent, title)
        self.written.append(save(path, lambda beside: write_pages(beside, pages)))

    def _make(self, plans: Sequence[_Plan], read: Read) -> Iterator[_Plan]:
        """Write the bags one after another; a case that fails does not stop the others."""
        from ..archive.bag import BagError, Writer
        from ..archive.making import print_job, store
        from ..pdf.archival import CaseJob, Stamp, print_cases

        left = dict(enumerate(plans))

        def jobs() -> Iterator[CaseJob]:
            for number, plan in enumerate(plans):
                try:
                    yield print_job(plan.judged.case, plan.passport, read)
                except BagError as error:
                    self._stop(left.pop(number).judged, str(error))
                    yield CaseJob(Stamp(plan.passport.key, plan.passport.index), ())

        for number, books in groupby(print_cases(jobs(), processes=os.cpu_count() or 1), key=itemgetter(0)):
            plan = left[number]
            try:
                with Writer(self.out, plan.folder) as writer:
                    pages = (sheets for _, _, sheets in books)
                    self.lines += store(writer, plan.judged.case, plan.passport, plan.judged.policy, read, pages)
            except BagError as error:
                self._stop(plan.judged, str(error).rstrip("."))
            except OSError:
                raise
            except Exception as error:  # a damage nobody foresaw stops this case alone
                self._stop(plan.judged, f"непредвиденная ошибка ({type(error).__name__})")
            else:
                yield plan
            del left[number]
            self.request.progress(number + 1, len(plans))
        for plan in left.values():
            self._stop(plan.judged, "работа прервалась раньше, повторите команду")


def _found(judged: Sequence[Judged]) -> list[Issue]:
    """Findings in the books of cases; those of a book that goes into several cases once."""
    return list({(issue.rule.id, issue.place): issue for item in judged for issue in item.findings}.values())


def _listed(names: Sequence[str]) -> str:
    """«2 (5А.xlsx, 6А.xlsx)»."""
    more = f" и ещё {len(names) - LISTED}" if len(names) > LISTED else ""
    return f"{len(names)} ({', '.join(names[:LISTED])}{more})"


def _named(item: Judged) -> str:
    """A case for a message: index, title, school year."""
    year = f", {item.case.school_year}" if item.case.school_year else ""
    return f"{item.case.heading.index} «{item.case.title}»{year}"


def _sheets(passport: Passport) -> str:
    books = len(passport.documents)
    return f"{counted(books, 'книга')}, {counted(sum(len(document.sheets) for document in passport.documents), 'лист')}"


def _edition(plan: _Plan) -> str:
    return f", редакция {plan.passport.edition}" if plan.passport.edition > 1 else ""


def _known(here: Shelf) -> dict[Key, str]:
    """Names of the cases that are in the archive."""
    return {(bag.passport.index, bag.passport.first_year, bag.passport.part): bag.passport.id for bag in here.bags}


def _hashes(files: dict[str, Path]) -> dict[str, str]:
    """Hashes of the books, taken before they are read; without those that cannot be."""
    found = {}
    for name, path in files.items():
        try:
            if path.is_file():
                with path.open("rb") as file:
                    found[name] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            continue
    return found
