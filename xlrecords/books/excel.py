"""A workbook open in Excel, through xlwings: read in one call a sheet, changed whole or not at all, changed back once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..book import EMPTY, Cell, Rows, Trouble
from ..edits import Edits, Fill, NewSheet, Note, PlanError, Spot, Survey
from ..guard import Limits, RefusedError
from .excel_back import digest, load, restore, store
from .excel_cells import as_text, cell, clock, risky, trimmed
from .excel_dialects import Dialect, dialect_of
from .excel_path import path_of
from .excel_sheets import SHOWN, add, rewritten
from .excel_state import GENERAL, TEXT, Content, Look, State, WayBack, changed, touched, unpacked
from .plans import fit
from .quarantine import check_size

if TYPE_CHECKING:
    import xlwings as xw

LIMITS = Limits()
QUIET: Mapping[str, object] = {"screen_updating": False, "enable_events": False, "display_alerts": False, "calculation": "manual"}
"""How Excel works while it is changed: without drawing, macros of the workbook, questions and recalculation."""
NOT_HERE = "Ссылку в клетку таблицы можно поставить только в закрытой книге: закройте её и выполните команду в командной строке."
CHANGED = "Книга изменена после последнего действия кнопок, поэтому отмена не выполнена: исправленное вами потерялось бы."
LINE_END = re.compile(r"\r\n?")


class ExcelBook:
    """A workbook open in Excel, or in another office program for which there is an engine of xlwings.

    Excel forgets its own steps of undo whenever a program writes into a workbook. So each change keeps the way back beside the
    workbook, in the folder `.xlrecords`: `undo` takes the last change back, even in a later process and after the workbook was
    saved, unless the cells were changed since.
    """

    def __init__(self, book: xw.Book, dialect: Dialect | None = None, limits: Limits = LIMITS) -> None:
        """Take a workbook.

        Args:
            book: It.
            dialect: How the office program is asked what xlwings has no word for; None: as its engine says.
            limits: What reading it may cost.
        """
        self.book = book
        self.name: str = book.name
        self.dialect = dialect or dialect_of(book)
        self.path = path_of(book, self.dialect)
        self.limits = limits
        self._look()

    # Reading

    @property
    def saved(self) -> bool:
        """Whether the file holds all that is on the screen."""
        return self.path is not None and self.dialect.saved(self.book)

    def sheets(self) -> list[str]:
        """Names of the sheets, hidden ones too, without sheets that are charts."""
        return list(self._extents)

    def hidden(self) -> frozenset[str]:
        """Names of the sheets that cannot come in front."""
        return frozenset(sheet.name for sheet in self.book.sheets if sheet.visible not in SHOWN)

    def cells(self, sheet: str) -> Rows:
        """All cells of a sheet from A1, as they were when first asked for; KeyError if there is no such sheet."""
        if sheet not in self._tables:
            self._tables[sheet] = self._rows(self.book.sheets[sheet], *self._extents[sheet])
        return self._tables[sheet]

    def _look(self) -> None:
        """See which sheets there are and how large, and forget what was read; a workbook that is too large has no sheets."""
        self._tables: dict[str, Rows] = {}
        self._notes: dict[Spot, str] | None = None
        self._extents: dict[str, tuple[int, int]] = {}
        self.troubles: tuple[Trouble, ...] = ()
        left = self.limits.cells
        try:
            for sheet in self.book.sheets:
                self._extents[sheet.name] = height, width = self.dialect.extent(sheet)
                check_size(height * width, left)
                left -= height * width
        except RefusedError as error:
            self._extents = {}
            self.troubles = (Trouble(error.rule, facts=error.facts),)

    def _rows(self, sheet: xw.Sheet, height: int, width: int) -> Rows:
        if not height or not width:
            return []
        rows = [[cell(value) for value in row] for row in self.dialect.values(sheet.range((1, 1), (height, width)))]
        self._tell_the_time(sheet, rows)
        return trimmed(rows)

    def _tell_the_time(self, sheet: xw.Sheet, rows: list[list[Cell]]) -> None:
        """Make durations and times of day of the moments long ago: what they are is told by their number formats."""
        import datetime as dt

        by_column: dict[int, list[int]] = {}
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if isinstance(value, dt.datetime) and value.year <= 1900:
                    by_column.setdefault(column, []).append(number)
        for column, found in by_column.items():
            for first, last, code in _formats(sheet, column, found[0], found[-1]):
                for number in found:
                    moment = rows[number - 1][column - 1]
                    if first <= number <= last and isinstance(moment, dt.datetime):
                        rows[number - 1][column - 1] = clock(moment, code)

    def survey(self, spots: Collection[Spot]) -> Survey:
        """All notes of the workbook, and fills of these cells."""
        here = set(self.sheets())
        notes = tuple(Note(*spot, text) for spot, text in self._all_notes().items())
        fills = (
            Fill(*spot, look.colour, look.pattern)
            for spot, look in self._looks([spot for spot in spots if spot[0] in here]).items()
            if look.colour
        )
        return Survey(tuple(self.sheets()), notes, tuple(fills))

    def protected(self) -> Collection[str]:
        """Names of the protected sheets; an empty name: none may be added or removed."""
        names = [sheet.name for sheet in self.book.sheets if self.dialect.protected(sheet)]
        return [*names, ""] if self.dialect.closed(self.book) else names

    def _all_notes(self) -> dict[Spot, str]:
        """Text of each note, looked for once: there is no call for all of them, and a journal may have a hint on each heading."""
        if self._notes is None:
            self._notes = {
                (sheet.name, note.location.get_address(False, False)): LINE_END.sub("\n", note.text or "")
                for sheet in self.book.sheets
                for note in sheet.notes
            }  # fmt: skip
        return self._notes

    def _note_of(self, spot: Spot) -> str:
        """Text of the note of a cell; empty if there is none."""
        if self._notes is not None:
            return self._notes.get(spot, "")
        note = self.book.sheets[spot[0]].range(spot[1]).note
        return LINE_END.sub("\n", note.text or "") if note is not None else ""

    def _looks(self, spots: Collection[Spot]) -> dict[Spot, Look]:
        by_sheet: dict[str, list[str]] = {}
        for sheet, place in spots:
            by_sheet.setdefault(sheet, []).append(place)
        return {
            (sheet, place): look
            for sheet, places in by_sheet.items()
            for place, look in self.dialect.looks(self.book.sheets[sheet], places)
        }  # fmt: skip

    def _state(self, asked: State) -> State:
        """How the cells are that a plan touches."""
        return State(
            {spot: self._content_of(spot) for spot in asked.contents},
            self._looks(list(asked.looks)),
            {spot: self._note_of(spot) for spot in asked.notes},
            {(sheet, row): self.book.sheets[sheet].range((row, 1)).row_height or 0.0 for sheet, row in asked.heights},
        )

    def _content_of(self, spot: Spot) -> Content:
        place = self.book.sheets[spot[0]].range(spot[1])
        value, entry, code = place.options(err_to_str=True).value, str(place.formula), place.number_format
        text = isinstance(value, str) and not (entry.startswith("=") and entry != value) and not value.startswith("#")
        return Content(value if text else entry, text, code)

    # Changing

    def apply(self, steps: Sequence[Edits]) -> None:
        """Carry out plans; see `OpenBook.apply`. Whatever fails, the workbook is as it was, and the error goes on."""
        steps = [step for step in steps if step]
        fit(self, steps)
        if any(step.links for step in steps):
            raise PlanError(NOT_HERE)
        if not steps:
            return
        plans = {new.name: new for step in steps for new in step.add_sheets}
        gone = [name for name in self.sheets() if any(name in step.remove_sheets for step in steps)]
        former = load(self.name, self.path)
        before = self._state(touched(steps).only(self.sheets()))
        removed = Edits(add_sheets=tuple(self._plan_of(name, former) for name in gone))
        way = WayBack(
            before, None, removed, Edits(add_sheets=tuple(plans.values())), lost={name: digest(self.cells(name)) for name in gone}
        )
        kept = store(self.name, self.path, way)
        try:
            with quiet(self.book, self.dialect):
                self._carry_out(steps, before)
            self._look()
            left = self._state(before.only(self.sheets()))
            digests = {name: digest(self.cells(name)) for name in plans if name in self.sheets()}
            store(self.name, self.path, replace(way, after=left, digests=digests))
        except BaseException:
            self._roll_back(way)
            restore(former, kept)
            raise
        finally:
            self._look()

    def _carry_out(self, steps: Sequence[Edits], before: State) -> None:
        """All plans; cells are written last, once each."""
        state = before
        for step in steps:
            state = changed(state, step, self.dialect.patterns)
            for name in step.remove_sheets:
                self.book.sheets[name].delete()
            for new in step.add_sheets:
                add(self.book, self.dialect, new)
                self._check_texts(new)
        self._write(before, state)

    def _check_texts(self, new: NewSheet) -> None:
        """See that no text of people became a formula."""
        risks = [
            (row, column, item.value)
            for row, items in enumerate(new.rows, 1)
            for column, item in enumerate(items, 1)
            if isinstance(item.value, str) and not item.to_sheet and risky(item.value)
        ]
        for row, column, text in risks:
            self._check_text(self.book.sheets[new.name].range((row, column)), text)

    @staticmethod
    def _check_text(place: xw.Range, text: str) -> None:
        if LINE_END.sub("\n", str(place.options(err_to_str=True).value)) != LINE_END.sub("\n", text):
            raise PlanError("Текст, похожий на формулу, не записался как текст.")

    def _write(self, old: State, new: State) -> None:
        """Change what differs."""
        for spot, content in new.contents.items():
            if content != old.contents.get(spot):
                self._put(self.book.sheets[spot[0]].range(spot[1]), content)
        groups: dict[tuple[str, Look], list[str]] = {}
        for (sheet, place), look in new.looks.items():
            if look != old.looks.get((sheet, place), Look()):
                groups.setdefault((sheet, look), []).append(place)
        for (sheet, look), places in groups.items():
            if look.pattern != "other":
                self.dialect.paint(self.book.sheets[sheet], places, look)
        for spot, text in new.notes.items():
            if text != old.notes.get(spot, ""):
                self._note(self.book.sheets[spot[0]].range(spot[1]), text)
        for (sheet, row), points in new.heights.items():
            if points != old.heights.get((sheet, row)):
                self.book.sheets[sheet].range((row, 1)).row_height = points

    def _put(self, place: xw.Range, content: Content) -> None:
        """Type something into a cell. What is no text would become one under the number format of texts."""
        if content.text:
            place.value = as_text(content.entry, place.number_format)
            if risky(content.entry):
                self._check_text(place, content.entry)
        else:
            if place.number_format == TEXT:
                place.number_format = GENERAL
            if content.moment is not None:
                place.value = content.moment
            else:
                place.formula = content.entry
        if place.number_format != content.format:
            place.number_format = content.format

    def _note(self, place: xw.Range, text: str) -> None:
        """Give a cell this note, or none; where people talk, what looks like a note is a stand-in for their words."""
        if self.dialect.discussed(place):
            return
        note = place.note
        if not text:
            if note is not None:
                note.delete()
        elif note is not None:
            note.text = text
        else:
            self.dialect.fit_note(place.add_note(text))

    def go_to(self, spot: Spot) -> None:
        """Bring a cell in front; one on a hidden sheet cannot come."""
        with suppress(Exception):
            self.dialect.front(self.book.sheets[spot[0]])
            self.book.sheets[spot[0]].range(spot[1]).select()

    # Changing back

    def undo(self) -> bool:
        """Take the last change by `apply` back, in whatever process it was made; False if there is none.

        Raises:
            PlanError: The cells were changed since, or may not be changed; nothing was done.
        """
        found = load(self.name, self.path)
        if found is None:
            return False
        way = unpacked(found[1])
        self._look()
        self._check_undo(way)
        with quiet(self.book, self.dialect):
            self._take_back(way)
        self._look()
        found[0].unlink(missing_ok=True)
        return True

    def _check_undo(self, way: WayBack) -> None:
        sheets = self.sheets()
        asked = way.before.only(sheets)
        fits = Edits(
            fills=tuple(Fill(sheet, "A1", EMPTY) for sheet in sorted(asked.sheets())),
            remove_sheets=tuple(name for name in way.digests if name in sheets),
            add_sheets=way.removed.add_sheets,
        )
        try:
            fit(self, [fits])
        except PlanError as error:
            raise PlanError(f"Отмена не выполнена. {error}") from error
        if way.after is None:
            return
        lists = {name: digest(self.cells(name)) for name in way.digests if name in sheets}
        if lists != way.digests or self._state(way.after.only(sheets)) != way.after:
            raise PlanError(CHANGED)

    def _take_back(self, way: WayBack) -> None:
        """Make the workbook what it was, as far as it is not."""
        here = self.sheets()
        kept = [name for name, print_ in way.lost.items() if name in here and digest(self.cells(name)) == print_]
        before = way.before.only(here)
        self._write(self._state(before), before)
        for new in way.added.add_sheets:
            if new.name in here and new.name not in kept:
                self.book.sheets[new.name].delete()
        for new in way.removed.add_sheets:
            if new.name not in kept:
                add(self.book, self.dialect, new)

    def _roll_back(self, way: WayBack) -> None:
        """After a failure: make the workbook what it was, whatever was done already."""
        self._look()
        with suppress(Exception), quiet(self.book, self.dialect):
            self._take_back(way)

    def _plan_of(self, name: str, former: tuple[Path, str] | None) -> NewSheet:
        """How a sheet that goes can come again: as it was added, if its cells are still those; else out of its values."""
        if former is not None:
            with suppress(PlanError):
                way = unpacked(former[1])
                if way.digests.get(name) == digest(self.cells(name)):
                    return next(new for new in way.added.add_sheets if new.name == name)
        return rewritten(name, self.cells(name))


def _formats(sheet: xw.Sheet, column: int, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Number formats of a piece of a column, a row or more at a time: asked of halves where they differ."""
    area: Any = sheet.range((first, column), (last, column))
    code = area.number_format
    if isinstance(code, str):
        yield first, last, code
    elif first < last:
        middle = (first + last) // 2
        yield from _formats(sheet, column, first, middle)
        yield from _formats(sheet, column, middle + 1, last)


@contextmanager
def quiet(book: xw.Book, dialect: Dialect) -> Iterator[None]:
    """Change a workbook quickly and without side effects; all is as it was after that, the sheet in front too."""
    app, before, front, name = book.app, {}, None, ""
    with suppress(Exception):
        front = book.sheets.active
        name = front.name
    try:
        for name, value in QUIET.items():
            with suppress(Exception):  # not every Excel knows all of them
                before[name] = getattr(app, name)
                setattr(app, name, value)
        yield
    finally:
        with suppress(Exception):
            if front is not None and book.sheets.active.name != name:  # a chart is in no list of tables, a list may be a new one
                dialect.front({tab.name: tab for tab in book.sheets}.get(name, front))
        for name, value in before.items():
            with suppress(Exception):
                setattr(app, name, value)
