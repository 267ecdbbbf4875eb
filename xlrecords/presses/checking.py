"""The buttons «Проверить лист», «Проверить книгу», «Следующее замечание», «Убрать пометки» and «Отменить»."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..book import Book, Rows, address
from ..button import Answer, Desk, Tone
from ..command import Outcome
from ..commands.checking import check_books
from ..commands.reading import nothing_collected
from ..difference import difference
from ..edits import Edits, Spot, Survey
from ..issue import Issue, Severity
from ..marking import Removal, is_list, mark_edits, marked_cells, unmark_edits
from .common import NOTHING_COUNTED, cells, front

SHOWN = 5
"""So many findings stand in the window."""
WITHOUT_LIST = 15
"""So many where no list can be added."""
LETTERS = 160
"""So many letters of a finding stand in the window."""
CLEAN = "Спасибо, замечаний нет."
NO_FORMS = "В этой книге нет листов, которые программа проверяет: журналов, ведомостей, реестров. Книга не изменена."
OURS = "Эту книгу составила программа: проверять в ней нечего. Откуда число — выберите клетку и нажмите «Почему?»."
NO_LIST = "Замечаний для перехода нет: сначала нажмите «Проверить книгу»."
UNPROTECT = "снимите защиту и проверьте снова"
READ_ONLY = (
    "Книга открыта только для чтения и не изменена: закройте её в других программах и откройте заново или сохраните под другим именем."
)
AWAY = "Следующее замечание — кнопка «Следующее замечание»; убрать всё — «Убрать пометки»."
FILE_RULES = ("sheet-unknown", "sheet-empty")


def check_book(desk: Desk) -> Answer:
    """Check the whole book and mark it."""
    return _check(desk, "")


def check_sheet(desk: Desk) -> Answer:
    """Check the sheet in front and mark it; the rest of the book is read, for rules compare sheets."""
    if not desk.sheet or desk.sheet not in desk.book.sheets():
        return Answer("Откройте лист с таблицей и нажмите «Проверить лист» ещё раз.", Tone.WARNING)
    return _check(desk, desk.sheet)


def _check(desk: Desk, only: str) -> Answer:
    from ..save import is_report

    if desk.path is not None and is_report(desk.path):
        return Answer(OURS)
    with nothing_collected():
        found = front(desk)
        if only and is_list(found.book.cells(only)):
            return Answer("Это список замечаний: откройте лист журнала и нажмите «Проверить лист» ещё раз.", Tone.WARNING)
        lists = _lists(found.book)
        outcome = check_books([found.book], found.context, found.seals, found.paths, grouped=False)
        del found
    issues = [issue for issue in outcome.issues if not only or issue.place.sheet == only]
    closed = set(desk.book.protected())
    removal = _removal(desk, lists)
    away = tuple(step for step in (_allowed(step, closed) for step in removal.steps) if step)
    known = bool(outcome.sheets) and not (issues and only and all(issue.rule.id in FILE_RULES for issue in issues))
    if not known or not issues:
        lines = _nothing_marked(outcome, issues, known)
        return Answer("\n".join([*lines, *_assumed(desk, outcome)]), Tone.INFO if not issues or known else Tone.WARNING, away)
    kept = [name for name in lists if "" in closed or name in closed]
    sheets = [sheet for sheet in desk.book.sheets() if sheet not in lists or sheet in kept]
    marks = mark_edits(issues, sheets, only)
    allowed = _allowed(marks, closed)
    tone = Tone.WARNING if any(issue.rule.severity is Severity.ERROR for issue in issues) else Tone.INFO
    lines = [*_told(issues, only, allowed), *_left_out(desk, marks, closed), *_changed(removal), *_assumed(desk, outcome)]
    return Answer("\n".join(lines), tone, difference((*away, allowed), lists), _first(issues, set(sheets) - set(desk.hidden)))


def _nothing_marked(outcome: Outcome, issues: Sequence[Issue], known: bool) -> list[str]:
    """What is said where nothing is marked."""
    if known:
        return [CLEAN]
    if not outcome.sheets:
        hints = [_line(issue) for issue in issues if issue.facts.get("hint") or issue.rule.id not in FILE_RULES]
        return [NO_FORMS, *hints[:SHOWN]]
    return [_line(issue) for issue in issues] + [issues[0].fix]


def _told(issues: Sequence[Issue], only: str, marks: Edits) -> Iterator[str]:
    """Counts, the first findings, and where the rest is."""
    from ..words import counted

    counts = ((severity, sum(issue.rule.severity is severity for issue in issues)) for severity in Severity)
    where = f" на листе «{only}»" if only else ""
    yield f"Найдено{where}: " + ", ".join(counted(count, severity.value) for severity, count in counts if count) + "."
    shown = SHOWN if marks.add_sheets else WITHOUT_LIST
    yield from (_line(issue) for issue in issues[:shown])
    more = f"И ещё {len(issues) - shown}. " if len(issues) > shown else ""
    if marks.add_sheets:
        yield f"{more}Все замечания — на листе «{marks.add_sheets[0].name}». {AWAY}"
    elif more:
        yield more.rstrip()


def _line(issue: Issue) -> str:
    """«Алгебра!D6: отметка «6» вне шкалы»."""
    place = "!".join(part for part in (issue.place.sheet, issue.place.cell) if part) or "Книга"
    text = " ".join(issue.message.split())
    return f"{place}: {text if len(text) <= LETTERS else text[:LETTERS] + '…'}"


def _left_out(desk: Desk, marks: Edits, closed: Collection[str]) -> Iterator[str]:
    """Which sheets could not be marked, and why."""
    if not desk.editable:
        yield READ_ONLY
        return
    sheets = dict.fromkeys(fill.sheet for fill in marks.fills if fill.sheet in closed)
    if sheets:
        names = ", ".join(f"«{name}»" for name in sheets)
        yield f"Листы под защитой не отмечены: {names}; {UNPROTECT}."
    if "" in closed:
        yield f"Структура книги защищена, поэтому лист «Замечания» не добавлен; {UNPROTECT}."


def _changed(removal: Removal) -> Iterator[str]:
    if removal.changed:
        places = ", ".join("!".join(spot) for spot in removal.changed[:SHOWN])
        yield f"Примечания программы, которые вы изменили, оставлены как есть: {places}."


def _assumed(desk: Desk, outcome: Outcome) -> list[str]:
    """What was taken for granted."""
    if not outcome.sheets:
        return []
    return [f"Принято: {text}." for text in outcome.assumed] if desk.path else [NOTHING_COUNTED]


def _first(issues: Sequence[Issue], sheets: Collection[str]) -> Spot | None:
    """Place of the first finding that has one."""
    places = (issue.place for issue in issues if issue.place.sheet in sheets)
    return next(((place.sheet, place.cell or "A1") for place in places), None)


# Marks


def _removal(desk: Desk, lists: Mapping[str, Rows]) -> Removal:
    """What takes old marks off the book; `lists` are those of findings in it."""
    spots = marked_cells(Survey(tuple(desk.book.sheets()), (), ()), lists)
    survey = desk.book.survey(tuple(spots))
    marked = marked_cells(survey, lists)
    if not marked.keys() <= spots.keys():  # a note alone tells of a mark: its list is gone
        survey = desk.book.survey(tuple(marked))
    plain = {(fill.sheet, fill.cell): fill.colour for fill in survey.fills if fill.pattern == "solid" and (fill.sheet, fill.cell) in marked}
    return unmark_edits(survey, lists, plain)


def _lists(book: Book) -> dict[str, Rows]:
    """Lists of findings in the book, by the names of their sheets."""
    return {sheet: rows for sheet in book.sheets() if is_list(rows := book.cells(sheet))}


def _allowed(step: Edits, closed: Collection[str]) -> Edits:
    """A plan of marks or of their removal without what protection forbids."""
    if not closed:
        return step
    fixed = "" in closed
    return replace(
        step,
        fills=tuple(item for item in step.fills if item.sheet not in closed),
        unfills=tuple(item for item in step.unfills if item.sheet not in closed),
        notes=tuple(item for item in step.notes if item.sheet not in closed),
        unnotes=tuple(item for item in step.unnotes if item.sheet not in closed),
        remove_sheets=() if fixed else tuple(name for name in step.remove_sheets if name not in closed),
        add_sheets=() if fixed else step.add_sheets,
    )


def unmark(desk: Desk) -> Answer:
    """Take all marks off the book."""
    removal = _removal(desk, _lists(desk.book))
    closed = set(desk.book.protected())
    steps = tuple(step for step in (_allowed(step, closed) for step in removal.steps) if step)
    kept = any(_allowed(step, closed) != step for step in removal.steps)
    why = f"На листах под защитой и в защищённой книге пометки остались: {UNPROTECT.replace('проверьте', 'нажмите кнопку')}."
    left = [(why if desk.editable else READ_ONLY)] if kept else []
    if not steps:
        lines = [*left, *_changed(removal)] or ["Пометок в книге нет."]
        return Answer("\n".join(lines), Tone.WARNING if kept else Tone.INFO)
    lines = ["Пометки убраны: штриховка, примечания и лист «Замечания». Ваши данные не изменились.", *left, *_changed(removal)]
    return Answer("\n".join(lines), Tone.WARNING if kept else Tone.INFO, steps)


def undo(desk: Desk) -> Answer:
    """Take back what the last button changed in the book."""
    return Answer(
        "Последнее действие кнопок «Учёт» с этой книгой отменено.",
        Tone.QUIET,
        undo=True,
        otherwise="Отменять нечего: кнопки «Учёт» эту книгу не меняли, или после них её меняли вы (ваше изменение отменит Ctrl+Z).",
    )


# The next finding


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of a list of findings: its number, its row on the list, the place, what is wrong, what to do."""

    number: int
    row: int
    spot: Spot
    message: str
    fix: str


def next_(desk: Desk) -> Answer:
    """Go to the next finding of the list, and tell what to do."""
    sheets = desk.book.sheets()
    lists = _lists(desk.book)
    entries = [entry for rows in lists.values() for entry in _entries(rows) if entry.spot[0] in sheets]
    if not entries:
        return Answer(NO_LIST, Tone.INFO)
    seen = [entry for entry in entries if entry.spot[0] not in desk.hidden]
    if not seen:
        return Answer("Все замечания — на скрытых листах: покажите эти листы и нажмите «Следующее замечание» ещё раз.", Tone.INFO)
    chosen = _after(seen, desk, sheets, desk.sheet in lists)
    same = sum(entry.spot == chosen.spot for entry in entries) - 1
    more = f" В этой клетке есть ещё замечания: {same}." if same else ""
    more += f" На скрытых листах замечаний: {len(entries) - len(seen)}." if len(seen) < len(entries) else ""
    text = f"{chosen.number} из {len(entries)}: {chosen.message.rstrip('.')}. Что сделать: {chosen.fix}{more}"
    return Answer(text, Tone.QUIET, goto=chosen.spot)


def _entries(rows: Rows) -> Iterator[_Entry]:
    from ..marking import ADDRESS

    words = {severity.value for severity in Severity}
    number = 0
    for at, row in enumerate(rows, 1):
        if len(row) > 6 and row[1] in words:
            number += 1
            cell = str(row[3])
            yield _Entry(number, at, (str(row[2]), cell if ADDRESS.fullmatch(cell) else "A1"), str(row[5]), str(row[6]))


def _after(entries: Sequence[_Entry], desk: Desk, sheets: Sequence[str], on_list: bool) -> _Entry:
    """The entry to go to: that of the chosen row on the list itself, else the one after the chosen cell, from the end to the start."""
    from ..books.plans import place

    if on_list:
        return next((entry for entry in entries if entry.row >= cells(desk)[0]), entries[0])
    here = desk.sheet, address(*cells(desk))
    if at := [index for index, entry in enumerate(entries) if entry.spot == here]:
        rest = [*entries[at[-1] + 1 :], *entries]
        return next((entry for entry in rest if entry.spot != here), entries[at[0]])

    def key(spot: Spot) -> tuple[int, int, int]:
        return sheets.index(spot[0]), *place(spot[1])

    now = key(here) if desk.sheet in sheets else (-1, 0, 0)
    below = [entry for entry in entries if key(entry.spot) > now]
    return min(below, key=lambda entry: key(entry.spot)) if below else entries[0]
