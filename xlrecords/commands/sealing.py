"""The command «seal»."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..book import letters
from ..command import Outcome, Request
from ..forms import LESSON_JOURNALS
from ..history import FOLDER
from ..issue import Issue, Severity
from ..kind import TERMS, parse_class, term_of
from ..seal import FILE, Seal, add_seals, table_hash
from ..words import counted
from .changing import NO_BOOKS
from .reading import around, find_books, nothing_collected, read_books, school_folder, seals_of, study

if TYPE_CHECKING:
    from ..attestation.closed import Held, Window
    from ..school import School
    from ..sheets.records import Records

SHOWN = 10
"""So many changes of a page are listed when it is refused."""


@dataclass(slots=True)
class Plan:
    """What sealing does, gathered page by page.

    Attributes:
        new: Seals of pages that had none.
        again: Seals of pages whose corrections are explained.
        same: How many pages are sealed as they stand.
        refused: Lines on pages with changes that nothing explains.
        empty: How many pages have no mark yet for a period without days, such as the year.
        columns: Columns of the pages that are sealed: book, sheet, letters.
    """

    new: list[Seal] = field(default_factory=list)
    again: list[Seal] = field(default_factory=list)
    same: int = 0
    refused: list[str] = field(default_factory=list)
    empty: int = 0
    columns: set[tuple[str, str, str]] = field(default_factory=set)


def seal(request: Request) -> Outcome:
    """Закрыть период: запомнить его отметки, чтобы проверка нашла изменённые потом."""
    term = term_of(request.period)
    if request.period and not term:
        return _failed(f"Период «{request.period}» не распознан: укажите, например, «1 четверть» или «Год».")
    folders = list(dict.fromkeys(school_folder(path) for path in request.paths))
    seals = seals_of(request.paths)
    if len(folders) != 1 or not seals.whole:
        return _failed(f"Периоды закрывают во всей школе сразу: укажите папку «{folders[0]}».")
    if seals.broken:
        return _failed(f"Файл закрытых периодов {FOLDER}/{FILE} повреждён (строка {seals.broken[0]}): верните его из резервной копии.")
    files = dict(find_books(request.paths))
    if not files:
        return NO_BOOKS
    with nothing_collected():
        books = read_books(files, request.progress)
        context = read_books(dict(around(request.paths, files)), lambda done, total: None)
        school, strays, _ = study(books, context, seals)
        if school.year is None:
            return _failed("Учебный год неизвестен: укажите его на листе «Школа».")
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        planned = plan(school, chooser(school, term, request.groups), now)
        from ..rules import find_issues

        mistakes = _mistakes(find_issues([*books, *context], strays, school), planned.columns)
    made = [*planned.new, *planned.again]
    if not made and not planned.same and not planned.refused:
        return _failed(_nothing(school, planned, request))
    lines = list(_lines(planned, mistakes, request.dry_run))
    if made and not request.dry_run:
        from ..save import SaveError

        try:
            lines.append(f"Контрольная строка закрытия, её стоит записать в протокол: {add_seals(folders[0], made)}")
        except SaveError as error:
            return _failed(str(error))
    return Outcome(lines=(*lines, *planned.refused), code=int(bool(planned.refused)))


def _nothing(school: School, planned: Plan, request: Request) -> str:
    """Why nothing is sealed."""
    from ..attestation.corrections import sheet_keys

    journals = [records for form, records in school.records.items() if form in LESSON_JOURNALS]
    known = {group for records in journals for group, _ in sheet_keys(records, school)}
    if strange := [group for group in request.groups if parse_class(group) not in known]:
        return f"Журналов класса «{strange[0]}» нет: проверьте, как назван класс."
    if planned.empty:
        return f"Закрывать нечего: за период «{request.period}» отметок ещё нет."
    return "Закрывать нечего: отметьте период «да» в графе «Закрыт» на листе «Учебные периоды»."


def _failed(line: str) -> Outcome:
    return Outcome(lines=(line,), failed=True)


def chooser(school: School, term: str, groups: Sequence[str]) -> Callable[[str, str], bool]:
    """Whether the period of a class is to be sealed: the one asked for, unless the school says that it is open; else all closed ones."""
    asked = {parse_class(group) for group in groups}

    def chosen(group: str, name: str) -> bool:
        known = school.terms(group).get(name)
        closed = known.closed if known is not None else None
        return (not asked or group in asked) and (name == term and closed is not False if term else closed is True)

    return chosen


def plan(school: School, chosen: Callable[[str, str], bool], now: str) -> Plan:
    """What sealing some periods of a school does, at a time in UTC, ISO."""
    from ..attestation.closed import pages, sealed, sealed_pages, windows

    found = Plan()
    for form in LESSON_JOURNALS:
        if form not in school.records:
            continue
        records = school.records[form]
        wanted = [
            window
            for window in windows(records, school)
            if chosen(window.group, window.term) and (form, window.group, window.subject, window.term) not in sealed(school)
        ]
        sealing: list[tuple[str, Held]] = []
        for window, held in pages(records, school, wanted).items():
            if not window.first and not held.table:
                found.empty += any(held.lessons.values())
            elif any(held.lessons.values()):
                found.new.append(_seal(school, form, window, held, now))
                sealing.append((window.term, held))
        found.columns.update(_columns(records, sealing))
        for seals, held in sealed_pages(records, school):
            last = seals[-1]
            if not chosen(last.group, last.term):
                continue
            if table_hash(held.table) == last.sha:
                found.same += 1
            elif lines := list(_unexplained(records, school, seals, held)):
                found.refused.extend(lines)
            else:
                found.again.append(_seal(school, form, last, held, now))
    return found


def _seal(school: School, form: str, page: Window | Seal, held: Held, now: str) -> Seal:
    sha = table_hash(held.table)
    year = school.year or 0
    return Seal(now, year, form, page.group, page.subject, page.term, page.first, page.last, len(held.sheets), sha, held.table)


def _columns(records: Records, held: Iterable[tuple[str, Held]]) -> Iterator[tuple[str, str, str]]:
    """Columns of pages, each with its period."""
    tabs = list(zip(records.sheets["book"], records.sheets["sheet"], strict=True))
    sheets, columns = records.headings["sheet_id"].tolist(), records.headings["column"].tolist()
    names = [letters(column) for column in range(1, max(columns, default=0) + 1)]
    for term, page in held:
        for lesson, found in page.lessons.items():
            for at in found:
                if lesson == term:
                    yield *tabs[at], letters(int(records.places[term][at]))
                else:
                    yield *tabs[sheets[at]], names[columns[at] - 1]


def _mistakes(issues: Sequence[Issue], columns: set[tuple[str, str, str]]) -> int:
    """How many errors stand in some columns."""
    places = (issue.place for issue in issues if issue.rule.severity is Severity.ERROR)
    return sum((place.book, place.sheet, place.cell.rstrip("0123456789")) in columns for place in places)


def _unexplained(records: Records, school: School, seals: Sequence[Seal], held: Held) -> Iterator[str]:
    """Lines on the changes of a page that «Исправления» does not explain."""
    from ..attestation.closed import compare, words

    found = [change for change in compare(records, school, seals, held) if not change.reason]
    if found:
        last = seals[-1]
        yield f"Не закрыто заново: {last.group}, {last.subject}, {TERMS[last.term]}: изменено без записи на листе «Исправления»: {len(found)}"
        for change in found[:SHOWN]:
            place = records.where(change.sheet_id, change.row, change.column).removesuffix("!")
            yield f"    {records.sheets['book'].iat[change.sheet_id]} {place}: {words(change, school)}"
        if len(found) > SHOWN:
            yield f"    и ещё: {len(found) - SHOWN}"


def _lines(plan: Plan, mistakes: int, dry_run: bool) -> Iterator[str]:
    """What is sealed, in lines."""
    done = "Будет закрыто" if dry_run else "Закрыто"
    for words, seals in ((done, plan.new), (f"{done} заново, исправления объяснены", plan.again)):
        counts = Counter(seal.term for seal in seals)
        yield from (f"{words}: {TERMS[term]}: {counted(counts[term], 'страница')} журналов" for term in TERMS if term in counts)
    if plan.same:
        yield f"Уже закрыто и не изменилось: {counted(plan.same, 'страница')} журналов"
    if plan.empty:
        yield f"Не закрыто, отметок ещё нет: {counted(plan.empty, 'страница')} журналов"
    if mistakes:
        yield f"В закрываемых столбцах есть ошибки: {mistakes}. Закрыто то, что стоит; исправляя их, пишите основание на листе «Исправления»."
