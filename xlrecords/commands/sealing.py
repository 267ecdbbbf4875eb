"""The command «seal»."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..book import letters
from ..command import Outcome, Request
from ..forms import LESSON_JOURNALS
from ..issue import Issue, Severity
from ..kind import TERMS, parse_class, term_of
from ..seal import Seal, add_seals, table_hash
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
        columns: Columns of the pages that are sealed: book, sheet, letters.
    """

    new: list[Seal] = field(default_factory=list)
    again: list[Seal] = field(default_factory=list)
    same: int = 0
    refused: list[str] = field(default_factory=list)
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
        return _failed(f"Файл закрытых периодов повреждён (строка {seals.broken[0]}): верните его из резервной копии.")
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
        return _failed("Закрывать нечего: отметьте период «да» в графе «Закрыт» на листе «Учебные периоды».")
    lines = list(_lines(planned, mistakes, request.dry_run))
    if made and not request.dry_run:
        from ..save import SaveError

        try:
            lines.append(f"Контрольная строка закрытия, её стоит записать в протокол: {add_seals(folders[0], made)}")
        except SaveError as error:
            return _failed(str(error))
    return Outcome(lines=(*lines, *planned.refused), code=int(bool(planned.refused)))


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
        for window, held in pages(records, school, wanted).items():
            if any(held.lessons.values()):
                found.new.append(_seal(school, form, window, held, now))
                found.columns.update(_columns(records, held, window.term))
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


def _columns(records: Records, held: Held, term: str) -> Iterator[tuple[str, str, str]]:
    """Columns of a page and period."""
    books, tabs = records.sheets["book"], records.sheets["sheet"]
    sheets, columns = records.headings["sheet_id"].to_numpy(), records.headings["column"].to_numpy()
    for lesson, found in held.lessons.items():
        for at in found:
            sheet, column = (at, records.places[term][at]) if lesson == term else (sheets[at], columns[at])
            yield books.iat[sheet], tabs.iat[sheet], letters(int(column))


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
    if mistakes:
        yield f"В закрываемых столбцах есть ошибки: {mistakes}. Закрыто то, что стоит; исправляя их, пишите основание на листе «Исправления»."
