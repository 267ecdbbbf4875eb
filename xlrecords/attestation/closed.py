"""Closed periods: what stands in a journal page for a period, and what changed in it since it was sealed (п. 4.1).

A page is a class and a subject, on however many sheets; its entries are known by student and lesson, so that sorted rows,
moved columns and renamed sheets are no change. Tables of all pages are made at once: hashes tell the few that changed, and
only those are compared entry by entry.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..forms import LESSON_JOURNALS
from ..kind import DATED_TERMS, TERMS
from ..school import Int64s, School, day
from ..seal import Marks, Page, Seal, Table, marks_of, pseudonym, table_hash
from ..sheets.records import Records
from .corrections import Correction, corrections, entry, index, names, pseudonyms, sheet_keys

SYMBOLS, BASE = 64, 1 << 13
"""Tokens as numbers below `BASE`: the token below `SYMBOLS`, its weight above it."""


@dataclass(frozen=True, slots=True)
class Window:
    """A page and a period: first and last day, ISO; empty for a period without days."""

    group: str
    subject: str
    term: str
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What a page holds for a period now.

    Attributes:
        sheets: Its sheets.
        lines: Lines of each student, by pseudonym.
        lessons: Headings of each lesson of the period; under the name of the term those sheets that have a column for it.
        table: Its marks.
    """

    sheets: tuple[int, ...]
    lines: Mapping[str, Sequence[int]]
    lessons: Mapping[str, Sequence[int]]
    table: Table


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of a closed period that is not what it was.

    Attributes:
        form: Form of the journal.
        sheet_id: Its sheet.
        row: Row of the cell; 0 where the cell is gone.
        column: Column of the cell.
        term: Period.
        student: Pseudonym; empty: a lesson as a whole.
        lesson: Lesson or term; empty: a student as a whole.
        was: What stood there; days ISO where a lesson got another date.
        now: What stands there.
        gone: Entries that were removed together with their row, column, or (student and lesson empty) sheet; 0: one cell.
        reason: The ground on «Исправления»; empty: none.
    """

    form: str
    sheet_id: int
    row: int
    column: int
    term: str
    student: str
    lesson: str
    was: str
    now: str
    gone: int = 0
    reason: str = ""


def windows(records: Records, school: School) -> list[Window]:
    """Every page of the journals with every period of its class, by the scheme of its subject where the plan tells it."""
    found = []
    for group, subject in dict.fromkeys(sheet_keys(records, school)):
        scheme, dated = school.scheme(subject, group), school.terms(group)
        for term in TERMS if group and subject else ():
            if term not in DATED_TERMS:
                found.append(Window(group, subject, term))
            elif term in dated and term.startswith(scheme):
                found.append(Window(group, subject, term, str(day(dated[term].first)), str(day(dated[term].last))))
    return found


def pages(records: Records, school: School, wanted: Iterable[Window]) -> dict[Window, Held]:
    """What the wanted pages hold; those of which there is no sheet are absent."""
    sheets: dict[tuple[str, str], list[int]] = {}
    for sheet_id, page in enumerate(sheet_keys(records, school)):
        sheets.setdefault(page, []).append(sheet_id)
    terms: dict[str, list[Window]] = {}
    for window in wanted:
        if (window.group, window.subject) in sheets:
            terms.setdefault(window.term, []).append(window)
    source = _Source(records, sheets)
    return {window: held for term, found in terms.items() for window, held in source.pages(term, found)}


class _Source:
    """Records of one form, cut by pages."""

    def __init__(self, records: Records, sheets: Mapping[tuple[str, str], Sequence[int]]) -> None:
        self.records, self.sheets = records, sheets
        self.names = tuple(records.rows["student"].astype(object))
        self.first_line = np.searchsorted(records.rows["sheet_id"].to_numpy(), np.arange(len(records.sheets) + 1)).tolist()
        self.rank = np.full(len(records.rows), -1, np.int64)
        self.lines: dict[tuple[str, str], dict[str, list[int]]] = {}

    def pages(self, term: str, wanted: Sequence[Window]) -> Iterator[tuple[Window, Held]]:
        """Pages of one period: all their cells are put into one long array of numbers, in which each page is a rectangle."""
        records = self.records
        base = np.full(len(records.sheets), -1, np.int64)
        width = np.zeros(len(records.sheets), np.int64)
        position = np.full(len(records.headings), -1, np.int64)
        shown = records.places.get(term, np.zeros(len(records.sheets), np.int32)) > 0
        lessons_of = self._lessons(wanted)
        size = 0
        placed: list[tuple[int, int]] = []
        plans: list[tuple[Window, list[int], dict[str, list[int]], dict[str, list[int]], int]] = []
        for window in wanted:
            page = window.group, window.subject
            ids, lines, lessons = list(self.sheets[page]), self._lines(page), lessons_of[window]
            placed += [(heading, at) for at, headings in enumerate(lessons.values()) for heading in headings]
            base[ids], width[ids] = size, len(lessons) + 1
            plans.append((window, ids, lines, lessons | {term: [sheet for sheet in ids if shown[sheet]]}, size))
            size += len(lines) * (len(lessons) + 1)
        if placed:
            headings, columns = zip(*placed, strict=True)
            position[list(headings)] = columns
        cells, texts = self._cells(term, base, width, position, size)
        for window, ids, lines, lessons, start in plans:
            rectangle = cells[start : start + len(lines) * len(lessons)].reshape(len(lines), len(lessons))
            yield window, Held(tuple(ids), lines, lessons, _table(rectangle, texts, lines, lessons))

    def _lines(self, page: tuple[str, str]) -> dict[str, list[int]]:
        """Lines of each student of a page, in the order of the pseudonyms; their ranks are noted."""
        if page not in self.lines:
            spans = [(self.first_line[sheet], self.first_line[sheet + 1]) for sheet in self.sheets[page]]
            students = _students(page[0], tuple(self.names[first:last] for first, last in spans))
            found: dict[str, list[int]] = {}
            for student, (sheet, line) in students:
                found.setdefault(student, []).append(spans[sheet][0] + line)
            for rank, lines in enumerate(found.values()):
                self.rank[lines] = rank
            self.lines[page] = found
        return self.lines[page]

    def _lessons(self, wanted: Sequence[Window]) -> dict[Window, dict[str, list[int]]]:
        """Headings of the lessons of each page in its period, in the order of the days."""
        headings = self.records.headings
        sheet, dates = headings["sheet_id"].to_numpy(), headings["date"].to_numpy()
        first, last = (np.full(len(self.records.sheets), np.datetime64("NaT"), "datetime64[s]") for _ in range(2))
        for window in wanted:
            ids = list(self.sheets[window.group, window.subject])
            first[ids], last[ids] = (np.datetime64(day or "NaT") for day in (window.first, window.last))
        inside = np.flatnonzero((dates >= first[sheet]) & (dates <= last[sheet]))
        codes, known = pd.factorize(dates[inside])
        days = np.datetime_as_string(known.astype("datetime64[D]")).astype(object)[codes].tolist()
        day_of_sheet = pd.Series(sheet[inside].astype(np.int64) * (len(known) + 1) + codes)
        again = day_of_sheet.groupby(day_of_sheet).cumcount().to_numpy()
        bounds = np.searchsorted(sheet[inside], np.arange(len(self.records.sheets) + 1)).tolist()
        for at in np.flatnonzero(again).tolist():
            days[at] += f"#{again[at] + 1}"
        numbers = inside.tolist()
        found: dict[Window, dict[str, list[int]]] = {}
        for window in wanted:
            lessons: dict[str, list[int]] = {}
            for one in self.sheets[window.group, window.subject]:
                for at in range(bounds[one], bounds[one + 1]):
                    lessons.setdefault(days[at], []).append(numbers[at])
            found[window] = dict(sorted(lessons.items()))
        return found

    def _cells(self, term: str, base: Int64s, width: Int64s, position: Int64s, size: int) -> tuple[Int64s, npt.NDArray[np.object_]]:
        """For each cell of the long array the number of its entry, and the entries, a tab before each; 0 is the empty one."""
        grid, terms = self.records.grid, self.records.terms[self.records.terms["term"] == term]
        at = position[grid["heading"].to_numpy()]
        inside = np.flatnonzero(at >= 0)
        sheet, line = grid["sheet_id"].to_numpy()[inside], grid["line"].to_numpy()[inside]
        places = [base[sheet] + self.rank[line] * width[sheet] + at[inside]]
        known = [self.rank[line] >= 0]
        sheet, line = terms["sheet_id"].to_numpy(), terms["line"].to_numpy()
        places.append(base[sheet] + self.rank[line] * width[sheet] + width[sheet] - 1)
        known.append((self.rank[line] >= 0) & (base[sheet] >= 0))
        cell, named = np.concatenate(places), np.concatenate(known)
        number = np.concatenate([_numbers(grid, inside), _numbers(terms, np.arange(len(terms)))])
        cell, number = cell[named], number[named]
        filled, texts = np.zeros(size, np.int64), ["\t"]
        tokens = [str(text) for text in grid["token"].cat.categories]
        while len(cell):  # the first token of each cell, then the second of those that have one
            again = pd.Series(cell).duplicated().to_numpy()
            first = cell[~again]
            codes, distinct = pd.factorize(filled[first] * BASE + number[~again])
            filled[first] = codes + len(texts)
            texts += [_longer(texts[value // BASE], value % BASE, tokens) for value in distinct.tolist()]
            cell, number = cell[again], number[again]
        return filled, np.array(texts, object)


@lru_cache(maxsize=1024)
def _students(group: str, written: tuple[tuple[object, ...], ...]) -> list[tuple[str, tuple[int, int]]]:
    """Pseudonyms of the names on the sheets of a page, sorted, each with its sheet and line there.

    A pseudonym is of the first two words of the name, of all of them where the page has namesakes. One that comes again on
    a sheet gets a number: what two lines of one name hold is not mixed. The subjects of a class have the same names.
    """
    full: dict[str, set[str]] = {}
    shown = [(place, names(name)) for place, name in _places(written)]
    for _, (short, whole) in shown:
        full.setdefault(short, set()).add(whole)
    found = []
    times: Counter[tuple[int, str]] = Counter()
    for (sheet, line), (short, whole) in shown:
        student = pseudonym(group, short if len(full[short]) == 1 else whole)
        times[sheet, student] += 1
        time = times[sheet, student]
        found.append((student if time == 1 else f"{student}#{time}", (sheet, line)))
    return sorted(found)


def _places(written: Sequence[Sequence[object]]) -> Iterator[tuple[tuple[int, int], str]]:
    for sheet, listed in enumerate(written):
        yield from (((sheet, line), name) for line, name in enumerate(listed) if isinstance(name, str))


def _numbers(frame: pd.DataFrame, rows: npt.NDArray[np.intp]) -> Int64s:
    """Tokens of some rows with their weights as numbers; 0 stands for an unreadable token."""
    code = frame["token"].cat.codes.to_numpy()[rows].astype(np.int64) + 1
    found: Int64s = code + SYMBOLS * frame["weight"].to_numpy()[rows].astype(np.int64)
    return found


def _longer(text: str, number: int, tokens: Sequence[str]) -> str:
    """An entry, a tab before it, with one more token: «5», «5/4»."""
    weight, code = divmod(number, SYMBOLS)
    return text + ("/" if len(text) > 1 else "") + entry(tokens[code - 1] if code else None, weight)


def _table(cells: Int64s, texts: npt.NDArray[np.object_], students: Iterable[str], lessons: Iterable[str]) -> Table:
    """The table of a page, without lines and columns that are empty; `texts` begin with a tab."""
    filled = cells > 0
    rows, columns = np.asarray(filled.any(axis=1)), np.asarray(filled.any(axis=0))
    lines = np.full((int(rows.sum()), int(columns.sum()) + 2), "\n", object)
    lines[:, 1] = list(compress(students, rows.tolist()))
    lines[:, 2:] = texts[cells[rows][:, columns]]
    head = "\t".join(("", *compress(lessons, columns.tolist())))
    return head + "".join(lines.ravel().tolist())


# What changed


def changes(records: Records, school: School) -> tuple[Change, ...]:
    """All changes of sealed pages of one form, in the order of the seals; computed once."""
    return school.once("closed_changes", records.form.name, lambda: tuple(_changes(records, school)))


def sealed(school: School) -> dict[Page, tuple[Seal, ...]]:
    """Seals of the school year by page, the earliest of each first."""
    return school.once("seals", "", lambda: school.seals.of(school.year))


def vanished(school: School) -> dict[Page, Seal]:
    """Sealed pages of which no sheet is left; none where only a part of the school was read."""
    if not school.seals.whole:
        return {}
    there = {(form, *page) for form, records in school.records.items() if form in LESSON_JOURNALS for page in sheet_keys(records, school)}
    return {page: seals[-1] for page, seals in sealed(school).items() if page[:3] not in there and seals[-1].table}


def unfounded(school: School) -> list[Correction]:
    """Corrections after the closing of a period that nothing in the journals bears out.

    A row that was made before the closing, or tells the ground of a mark for a period that stands, is borne out.
    """
    rows = [row for row in corrections(school) if row.reason]
    if not rows or not sealed(school):
        return []
    judged: set[int] = set()
    borne: set[int] = set()
    for form in LESSON_JOURNALS:
        if form in school.records:
            for seals, held in sealed_pages(school.records[form], school):
                _judge(rows, seals, held, school, judged, borne)
    return [row for row in rows if row.line in judged - borne]


def _judge(rows: Sequence[Correction], seals: Sequence[Seal], held: Held, school: School, judged: set[int], borne: set[int]) -> None:
    """Add the corrections that a page bears out, and those that it should."""
    first = seals[0]
    here = [row for row in rows if (row.group, row.subject) == (first.group, first.subject) and _within(row.what, first)]
    if not here:
        return
    was, now = first.marks, marks_of(held.table)
    moved = _moved(was, now, held)
    for row in here:
        if row.day > np.datetime64(first.time[:10]):
            judged.add(row.line)
        if not row.students:
            new = next((moved[old] for old in moved if _day(old) == row.what), row.what)
            borne |= _borne(row.what, _day(new), index(school).get((row.group, row.subject, "", row.what), ()))
            continue
        for student in row.students:
            same = {key for key, _ in (*was, *now) if key.partition("#")[0] == student}
            lessons = {lesson for _, lesson in (*was, *now) if _day(lesson) == row.what}
            for cell in ((key, lesson) for key in same for lesson in lessons):
                if row.what in TERMS and now.get(cell, "") in row.became:
                    borne.add(row.line)
                borne |= _borne(was.get(cell, ""), now.get(cell, ""), index(school).get((row.group, row.subject, student, row.what), ()))


def _borne(was: str, now: str, rows: Sequence[Correction]) -> set[int]:
    values, used = _follow(was, now, rows)
    return {row.line for row in used} if values[-1] == now else set()


def _within(what: str, seal: Seal) -> bool:
    """Whether a term or a day is of the period of a seal."""
    return what == seal.term if what in TERMS else seal.first <= what <= seal.last


def sealed_pages(records: Records, school: School) -> list[tuple[tuple[Seal, ...], Held]]:
    """Sealed pages of one form that are there, with what they hold; computed once."""

    def compute() -> list[tuple[tuple[Seal, ...], Held]]:
        found = {
            Window(last.group, last.subject, last.term, last.first, last.last): seals
            for seals in sealed(school).values()
            if (last := seals[-1]).form == records.form.name
        }
        return [(found[window], held) for window, held in pages(records, school, found).items()]

    return school.once("sealed_pages", records.form.name, compute)


def _changes(records: Records, school: School) -> Iterator[Change]:
    order = {term: at for at, term in enumerate(TERMS)}
    found = sorted(sealed_pages(records, school), key=lambda pair: order.get(pair[0][-1].term, 0)) if sealed(school) else ()
    known: set[tuple[int, int, int, str, str]] = set()
    for seals, held in found:
        if table_hash(held.table) != seals[-1].sha:
            for change in compare(records, school, seals, held):
                place = change.sheet_id, change.row, change.column, change.student, change.lesson
                if place not in known:
                    known.add(place)
                    yield change


def compare(records: Records, school: School, seals: Sequence[Seal], held: Held) -> Iterator[Change]:
    """Changes of one page: lessons and students that are gone as a whole, then cell by cell."""
    last, rows = seals[-1], index(school)
    origin, was, now = seals[0].marks, last.marks, marks_of(held.table)
    page = last.group, last.subject
    sheet = held.sheets[0]
    moved = _moved(was, now, held)
    for old, new in moved.items():
        at, row, column = records.headings[["sheet_id", "row", "column"]].iloc[held.lessons[new][0]].tolist()
        reason = _reason(_day(old), _day(old), _day(new), rows.get((*page, "", _day(old)), ()))
        yield Change(last.form, at, row, column, last.term, "", old, _day(old), _day(new), reason=reason)
    was, origin = ({(student, moved.get(lesson, lesson)): text for (student, lesson), text in marks.items()} for marks in (was, origin))
    renamed = _renamed(was, now, held)
    was, origin = ({(renamed.get(student, student), lesson): text for (student, lesson), text in marks.items()} for marks in (was, origin))
    complete = school.seals.whole or len(held.sheets) >= last.sheets
    gone: dict[tuple[str, str], int] = {}
    for student, lesson in dict.fromkeys((*was, *now)):
        before, after = was.get((student, lesson), ""), now.get((student, lesson), "")
        if before == after:
            continue
        listed = rows.get((*page, student.partition("#")[0], _day(lesson)), ())
        reason = _reason(origin.get((student, lesson), ""), before, after, listed)
        whole = _gone(held, student, lesson, len(held.sheets) < last.sheets)
        if whole is None or (reason and complete):
            place_of = _place(records, held, student, lesson, last.term)
            yield Change(last.form, *(place_of or (sheet, 0, 0)), last.term, student, lesson, before, after, reason=reason)
        elif complete:
            gone[whole] = gone.get(whole, 0) + 1
    for (student, lesson), count in gone.items():
        reason = "" if not lesson else _reason(_day(lesson), _day(lesson), "", rows.get((*page, "", _day(lesson)), ()))
        yield Change(last.form, sheet, 0, 0, last.term, student, lesson, "", "", count, reason)


def _gone(held: Held, student: str, lesson: str, fewer: bool) -> tuple[str, str] | None:
    """As part of what an entry is gone: of a lesson, of a student, of a sheet (both empty) where the page has `fewer`; None: it is not."""
    if not held.lessons.get(lesson):
        return "", lesson
    return None if student in held.lines else ("" if fewer else student, "")


def _reason(origin: str, was: str, now: str, rows: Sequence[Correction]) -> str:
    """The ground of a change: corrections lead from what stood at first, through what was sealed last, to what stands now."""
    values, used = _follow(origin, now, rows)
    return used[-1].reason if used and values[-1] == now and was in values[:-1] else ""


def _follow(start: str, now: str, rows: Sequence[Correction]) -> tuple[list[str], list[Correction]]:
    """Values of a cell as corrections lead from one to the next, and the corrections that fit."""
    values, used = [start], []
    for row in rows:
        if row.reason and row.became and values[-1] in row.was:
            values.append(now if now in row.became else min(row.became))
            used.append(row)
    return values, used


def _moved(was: Marks, now: Marks, held: Held) -> dict[str, str]:
    """Lessons that got another date: their old day is gone, and a new one has the very same entries of those who are still there."""
    old = {lesson for _, lesson in was if lesson not in TERMS}
    new = [lesson for lesson in held.lessons if lesson not in old and lesson not in TERMS]
    kept = {cell: text for cell, text in was.items() if cell[0] in held.lines}
    return _same(_by(kept, 1), _by(now, 1), [lesson for lesson in old if lesson not in held.lessons], new)


def _renamed(was: Marks, now: Marks, held: Held) -> dict[str, str]:
    """Students whose line has another name: the old one is gone, and a new one has the very same entries. Names are judged elsewhere."""
    old = {student for student, _ in was}
    kept = {cell: text for cell, text in was.items() if held.lessons.get(cell[1])}
    return _same(
        _by(kept, 0), _by(now, 0), [student for student in old if student not in held.lines], [x for x in held.lines if x not in old]
    )


def _by(marks: Marks, part: int) -> dict[str, dict[str, str]]:
    """Entries of each student (part 0) or lesson (part 1)."""
    found: dict[str, dict[str, str]] = {}
    for cell, text in marks.items():
        found.setdefault(cell[part], {})[cell[1 - part]] = text
    return found


def _same(was: Mapping[str, dict[str, str]], now: Mapping[str, dict[str, str]], gone: Iterable[str], new: Iterable[str]) -> dict[str, str]:
    """For what is gone, the new thing with equal entries; each is taken once."""
    free, found = sorted(name for name in new if name in now), {}
    for name in sorted(gone):
        twin = next((other for other in free if now[other] == was.get(name)), None)
        if twin is not None:
            free.remove(twin)
            found[name] = twin
    return found


def _place(records: Records, held: Held, student: str, lesson: str, term: str) -> tuple[int, int, int] | None:
    """Sheet, row and column of an entry; None if there is no such cell."""
    sheet_id, row = records.rows["sheet_id"], records.rows["row"]
    for line in held.lines.get(student, ()):
        sheet = int(sheet_id.iat[line])
        for at in held.lessons.get(lesson, ()):
            if lesson == term and at == sheet:
                return sheet, int(row.iat[line]), int(records.places[term][sheet])
            if lesson != term and records.headings["sheet_id"].iat[at] == sheet:
                return sheet, int(row.iat[line]), int(records.headings["column"].iat[at])
    return None


def _day(lesson: str) -> str:
    """The day of a lesson, ISO, or the name of the term."""
    return lesson.partition("#")[0]


# Words


def words(change: Change, school: School) -> str:
    """What changed, in Russian: «05.10.2026: было 4, стало 5»."""
    if change.gone and change.student:
        name = _name(change, school)
        return f"удалена строка {name or 'одного из учеников'}, записей в ней было: {change.gone}"
    if change.gone and not change.lesson:
        return f"исчез лист этого предмета, записей на нём было: {change.gone}"
    if change.gone:
        return f"удалён столбец {_title(change)}, записей в нём было: {change.gone}"
    if not change.student:
        return f"дата урока была {_russian(change.was)}, стала {_russian(change.now)}"
    return f"{_title(change)}: было {change.was or 'пусто'}, стало {change.now or 'пусто'}"


def _title(change: Change) -> str:
    if change.lesson in TERMS:
        return "отметка за период" if not change.gone else "отметок за период"
    day, _, number = change.lesson.partition("#")
    return _russian(day) + (f" (урок {number})" if number else "")


def _russian(day: str) -> str:
    return dt.date.fromisoformat(day).strftime("%d.%m.%Y")


def _name(change: Change, school: School) -> str:
    """Name of a student whose line is gone, by the class list; empty if it does not know."""
    if school.roster is None:
        return ""
    group = sheet_keys(school.records[change.form], school)[change.sheet_id][0]
    student = change.student.partition("#")[0]
    people = zip(school.roster.names, school.roster.classes, strict=True)
    return next((f"«{name}»" for name, listed in people if listed == group and student in pseudonyms(group, name)), "")
