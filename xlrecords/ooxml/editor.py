"""Applies a plan of edits to the bytes of a workbook; every part that the plan does not concern stays as it is."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Iterable

from lxml import etree

from ..edits import Edits, Formula, Link, PlanError, RemoveColumn, Value
from ..guard import Limits, RefusedError
from .columns import NotEmptyError, take_out
from .dependants import forget_dependants
from .limits import put_limit
from .moves import LAST_ROW, Moves, check
from .notes import Notes
from .package import Package
from .pages import write
from .parts import SPREADSHEET, Relations, child, declare, parse, tag, unparse
from .refs import area, column_number, corners, quoted, split
from .rows import grow, growths, unshare
from .schema import WORKSHEET
from .sheet import Cell, Sheet, encoded, plain_text, xml_text
from .styles import DAY, Styles
from .workbook import PRINT_AREA, Workbook, print_area

LONGEST_NAME = 31
BAD_NAME = re.compile(r"^'|'$|[\[\]:*?/\\\x00-\x1f]")
"""What no name of a sheet may hold."""
SIGNED = re.compile(r"_xmlsignatures/|digital-signature")


def open_package(data: bytes, limits: Limits | None = None) -> tuple[Package, Workbook]:
    """A workbook that may be changed.

    Raises:
        RefusedError: It is none in Office Open XML, is damaged or unsafe (as when reading), is signed (`file-signed`).
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedError("file-encrypted")
    package = Package(data, limits)
    if any(SIGNED.search(name.lower()) for name in package.names()):
        raise RefusedError("file-signed")
    return package, Workbook(package)


class Editor:
    """One workbook while a plan is applied to it."""

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        self.package, self.workbook = open_package(data, limits)
        self._sheets: dict[str, Sheet] = {}
        self._notes: dict[str, Notes] = {}
        self._styles: Styles | None = None
        self._touched: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self._formulas_changed = False

    @property
    def styles(self) -> Styles:
        """Styles of the workbook."""
        if self._styles is None:
            part = self.workbook.related("styles", "xl/styles.xml")
            self._styles = Styles(self.package.text(part) if part in self.package else "")
        return self._styles

    def sheet(self, name: str) -> tuple[str, Sheet]:
        """Name of a sheet as the workbook has it, and the sheet.

        Raises:
            PlanError: There is no such worksheet.
        """
        try:
            tab = self.workbook.tab(name)
        except KeyError as error:
            raise PlanError(f"Листа «{name}» в книге нет.") from error
        if not tab.worksheet:
            raise PlanError(f"Лист «{name}» — не таблица.")
        if tab.name not in self._sheets:
            self._sheets[tab.name] = Sheet.read(self.package.text(tab.part))
        return tab.name, self._sheets[tab.name]

    def notes(self, name: str) -> Notes:
        """Notes of a sheet."""
        name, sheet = self.sheet(name)
        if name not in self._notes:
            self._notes[name] = Notes(self.package, self.workbook.tab(name).part, sheet)
        return self._notes[name]

    def all_sheets(self) -> dict[str, Sheet]:
        """All worksheets by name."""
        return dict(self.sheet(tab.name) for tab in self.workbook.tabs if tab.worksheet and tab.part in self.package)

    # The plan

    def apply(self, edits: Edits) -> None:
        """Apply a plan.

        Raises:
            PlanError: It does not fit the workbook; nothing may be kept of what was done until then.
        """
        self._grow(edits)
        for value in edits.values:
            self._value(value)
        for formula in edits.formulas:
            self._formula(formula)
        for fill in edits.fills:
            cell = self._at(fill.sheet, fill.cell)
            cell.style = self.styles.marked(cell.style, fill.colour, fill.pattern)
        for unfill in edits.unfills:
            self._unfill(unfill.sheet, unfill.cell, unfill.colour, unfill.pattern)
        for note in edits.notes:
            self.notes(note.sheet).add(self._address(note.cell), note.text, note.author)
        for unnote in edits.unnotes:
            self.notes(unnote.sheet).cut(self._address(unnote.cell), unnote.text)
        self._link(edits.links)
        for limit in edits.limits:
            put_limit(self.sheet(limit.sheet)[1], limit)
        for table in edits.tables:
            self._ranges(table.ranges)
            self._table(table.table, table.ranges)
        for name in edits.names:
            self.workbook.set_name(name.name, name.formula, name.sheet and self.sheet(name.sheet)[0])
        for height in edits.heights:
            self.sheet(height.sheet)[1].set_height(height.row, height.points)
        for printed in edits.print_areas:
            sheet, _ = self.sheet(printed.sheet)
            self._ranges(printed.ranges)
            self.workbook.set_name(PRINT_AREA, print_area(sheet, printed.ranges), sheet)
        self._forget(bool(edits.names or edits.tables))
        for removed in sorted(edits.remove_columns, key=lambda item: column_number(item.column), reverse=True):
            self._take_out(removed)
        self.put_sheets()
        for gone in edits.remove_sheets:
            self._remove(gone)
        for new in edits.add_sheets:
            if not new.name or len(new.name) > LONGEST_NAME or BAD_NAME.search(new.name):
                raise PlanError(f"«{new.name}» — не имя листа: нужно не больше {LONGEST_NAME} знаков и без []:*?/\\.")
            if any(tab.name.lower() == new.name.lower() for tab in self.workbook.tabs):
                raise PlanError(f"Лист «{new.name}» в книге уже есть.")
            self.workbook.add_sheet(new.name, write(new, self.styles, self.workbook.date1904))

    def _grow(self, edits: Edits) -> None:
        if not edits.inserts and not edits.repeats:
            return
        inserts: dict[str, list[tuple[int, int]]] = defaultdict(list)
        repeats: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for insert in edits.inserts:
            inserts[self.sheet(insert.sheet)[0]].append((insert.before, insert.count))
        for repeat in edits.repeats:
            repeats[self.sheet(repeat.sheet)[0]].append((repeat.first, repeat.last, repeat.times))
        try:
            moves: dict[str, Moves] = {name: check(growths(inserts[name], repeats[name])) for name in {*inserts, *repeats}}
        except ValueError as error:
            raise PlanError(f"Строки так вставить нельзя: {error}.") from error
        for name, moved in moves.items():
            rows = self.sheet(name)[1].rows
            last = max([growth.last for growth in moved.growths] + [row.number for row in rows[-1:]])
            if last + sum(growth.extra for growth in moved.growths) > LAST_ROW:
                raise PlanError(f"Строки так вставить нельзя: на листе «{name}» их не станет больше {LAST_ROW}.")
        grow(self.package, self.workbook, self.all_sheets(), moves)
        self._formulas_changed = True
        for name, moved in moves.items():
            for growth in moved.growths:
                end = moved.row(growth.last + 1)
                new = range(min(moved.row(growth.first), end - growth.extra), end)
                grown = (row for row in self.sheet(name)[1].rows if row.number in new)
                self._touched[name] |= {(row.number, column_number(cell.column)) for row in grown for cell in row.cells}

    def _at(self, sheet: str, cell: str) -> Cell:
        self._place(cell)
        return self.sheet(sheet)[1].cell(cell)

    @staticmethod
    def _place(cell: str) -> tuple[int, int]:
        try:
            return split(cell)
        except ValueError as error:
            raise PlanError(f"«{cell}» — не адрес клетки.") from error

    def _address(self, cell: str) -> str:
        """An address as the file has it: capital letters, no signs."""
        row, column = self._place(cell)
        return area(row, column, row, column)

    @staticmethod
    def _ranges(ranges: str) -> None:
        try:
            for item in ranges.split():
                corners(item)
        except ValueError as error:
            raise PlanError(f"«{ranges}» — не диапазон клеток.") from error

    def _value(self, value: Value) -> None:
        name, sheet = self.sheet(value.sheet)
        cell = self._at(value.sheet, value.cell)
        self._free(sheet, cell)
        if isinstance(value.value, dt.date) and not self.styles.is_date(cell.style):
            cell.style = self.styles.formatted(cell.style, DAY if not isinstance(value.value, dt.datetime) else f"{DAY} hh:mm")
        if isinstance(value.value, dt.time) and not self.styles.is_date(cell.style):
            cell.style = self.styles.formatted(cell.style, "hh:mm")
        if isinstance(value.value, float) and not math.isfinite(value.value):
            raise PlanError(f"«{value.sheet}»!{value.cell}: {value.value} — не число.")
        cell.fill(*encoded(value.value, self.workbook.date1904))
        self._touched[name].add(self._place(value.cell))

    def _formula(self, formula: Formula) -> None:
        name, sheet = self.sheet(formula.sheet)
        cell = self._at(formula.sheet, formula.cell)
        self._free(sheet, cell)
        cell.fill("", f"<f>{xml_text(formula.formula.removeprefix('='))}</f>")
        self._formulas_changed = True
        self._touched[name].add(self._place(formula.cell))

    def _free(self, sheet: Sheet, cell: Cell) -> None:
        """Before a formula is written over: cells that share it get their own."""
        if "<f" in cell.inner:
            if 't="shared"' in cell.inner:
                unshare(sheet)
            self._formulas_changed = True

    def _unfill(self, sheet: str, address: str, colour: str, pattern: str) -> None:
        self._place(address)
        found = self.sheet(sheet)[1].find(address)
        if found is not None:
            self.sheet(sheet)[1].touched = True
            found.style = self.styles.unmarked(found.style, colour, pattern)

    def _link(self, links: Iterable[Link]) -> None:
        by_sheet: dict[str, list[Link]] = defaultdict(list)
        for link in links:
            by_sheet[self.sheet(link.sheet)[0]].append(link)
        for name, items in by_sheet.items():
            sheet = self._sheets[name]
            frame = sheet.frame()
            parent = child(frame, "hyperlinks", WORKSHEET)
            for link in items:
                address = self._address(link.cell)
                for old in [item for item in parent if item.get("ref") == address]:
                    parent.remove(old)
                made = etree.SubElement(parent, tag("hyperlink"), ref=address, location=f"{quoted(link.to_sheet)}!{link.to_cell}")
                if link.tip:
                    made.set("tooltip", plain_text(link.tip))
            sheet.set_frame(frame)

    def _table(self, name: str, ranges: str) -> None:
        for tab in self.workbook.tabs:
            for part in Relations(self.package, tab.part).of("table"):
                root = parse(self.package.read(part), part)
                if name.lower() in (root.get("name", "").lower(), root.get("displayName", "").lower()):
                    old = root.get("ref", "")
                    root.set("ref", ranges)
                    for item in root.iter(tag("autoFilter")):
                        if item.get("ref") == old:
                            item.set("ref", ranges)
                    self.package.put(part, unparse(root))
                    return
        raise PlanError(f"Таблицы «{name}» в книге нет.")

    def _take_out(self, removed: RemoveColumn) -> None:
        name, _ = self.sheet(removed.sheet)
        for notes in self._notes.values():
            notes.save()
        self._notes.clear()
        try:
            take_out(self.package, self.workbook, self.all_sheets(), name, column_number(removed.column))
        except NotEmptyError as error:
            raise PlanError(f"Столбец {removed.column} листа «{name}» не пуст или входит в таблицу: убрать его нельзя.") from error
        self.workbook.recalculate()
        self.workbook.forget_chain()

    def _remove(self, name: str) -> None:
        try:
            tab = self.workbook.tab(name)
            self.workbook.remove_sheet(name)
        except KeyError as error:
            raise PlanError(f"Листа «{name}» в книге нет.") from error
        except ValueError as error:
            raise PlanError(f"«{name}» — единственный видимый лист книги: убрать его нельзя.") from error
        self._sheets.pop(tab.name, None)

    def _forget(self, names_changed: bool) -> None:
        """What was calculated from cells that changed is dropped, and a calculation asked for."""
        if not self._touched and not self._formulas_changed and not names_changed:
            return
        sheets = self.all_sheets()
        for name in forget_dependants(sheets, self._touched):
            sheets[name].touched = True
        if self._formulas_changed or any(row.has_formulas for sheet in sheets.values() for row in sheet.rows):
            self.workbook.recalculate()
        if self._formulas_changed:
            self.workbook.forget_chain()

    def put_sheets(self) -> None:
        """Put notes and sheets that were touched into the package."""
        for notes in self._notes.values():
            notes.save()
        for name, sheet in self._sheets.items():
            part = self.workbook.tab(name).part
            if sheet.touched:
                self.package.put(part, sheet.text())

    def pack(self) -> bytes:
        """Bytes of the changed workbook."""
        if self._styles is not None and self._styles.changed:
            part = self.workbook.related("styles", "xl/styles.xml")
            if part not in self.package:
                declare(self.package, part, f"{SPREADSHEET}.styles+xml")
                self.workbook.relations.add("styles", part)
            self.package.put(part, self._styles.text())
        self.workbook.save()
        return self.package.pack()


def edit(data: bytes, edits: Edits, limits: Limits | None = None) -> bytes:
    """Bytes of a workbook after a plan of edits.

    Args:
        data: An .xlsx or .xlsm workbook.
        edits: What is to be changed; an empty plan changes nothing.
        limits: What the workbook may cost.

    Returns:
        The whole new workbook. Parts that the plan does not concern are the same, compressed bytes included.

    Raises:
        RefusedError: The workbook is none that may be changed.
        PlanError: The plan does not fit it.
    """
    if not edits:
        return data
    editor = Editor(data, limits)
    editor.apply(edits)
    return editor.pack()
