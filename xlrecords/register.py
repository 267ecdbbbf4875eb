"""A register kept in a workbook: rows are put at its end, whole or not at all, and the rest of the workbook stays as it is.

A register that is not there yet is begun as a new workbook. What was changed is read back before it is written: rows that a reader
would not find again are not written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from .books.file import read as read_book
from .form import Form
from .forms import FORMS
from .history import rewrite, sha256, undo
from .kind import parse_school_year
from .ooxml import edit
from .save import SaveError, reason, save
from .sheets import survey
from .sheets.append import addition
from .sheets.locate import Block
from .sheets.read import read
from .sheets.records import Records
from .sheets.template import Content, write

ENDINGS = (".xlsx", ".xlsm")
NUMBER = "number"
Row = Mapping[str, Any]
"""Values by name of the column."""


@dataclass(frozen=True)
class Register:
    """A register as it is at this moment.

    Attributes:
        path: Its file.
        form: What its rows are.
        head: Values of the head of a new sheet.
        data: The workbook; empty: it is yet to be made.
        block: Its table, or None.
        stop: Row (from 0) of the headings of a table below it, or None.
    """

    path: Path
    form: Form
    head: Mapping[str, object] = field(default_factory=dict)
    data: bytes = b""
    block: Block | None = None
    stop: int | None = None

    @cached_property
    def records(self) -> Records | None:
        """What the table has; None for a register that is yet to be made."""
        return None if self.block is None else read(self.form, [self.block])

    @property
    def next_number(self) -> int:
        """The number after the largest."""
        numbers = [] if self.records is None else self.records.rows[NUMBER].dropna().tolist()
        return int(max(numbers, default=0)) + 1

    def lacking(self, names: Sequence[str]) -> list[str]:
        """Titles of columns that the table lacks."""
        return [] if self.block is None else [self.form.column(name).title for name in names if name not in self.block.columns]

    def add(self, rows: Sequence[Row], action: str) -> Path:
        """Put rows at the end; rows without a number get the next ones.

        Args:
            rows: What is added; columns that the table lacks are passed over.
            action: What is done, a few Russian words, for the journal of changes.

        Raises:
            SaveError: The file changed since it was read, is open, read-only, cannot be written, or would not be read back.
            RefusedError, PlanError: The workbook cannot be changed.
        """
        counted = any(column.name == NUMBER for column in self.form.columns)
        numbered = [{NUMBER: number, **row} if counted else row for number, row in enumerate(rows, self.next_number)]
        if self.block is None:
            made = Content(self.head, numbered)
            return save(self.path, lambda beside: write(beside, [(self.form, made, "")]), lambda path: False)
        changed = edit(self.data, addition(self.data, self.block, numbered, self.stop))
        after = _tables(changed, self.path, self.form)
        same = next((block for block, _ in after if (block.sheet, block.number) == (self.block.sheet, self.block.number)), None)
        if same is None or len(same.lines) != len(self.block.lines) + len(rows):
            raise SaveError(f"«{self.path.name}»: лист «{self.block.sheet}» устроен необычно: записи на нём не читаются, книга не изменена")
        return rewrite(self.path, sha256(self.data), changed, action)

    def take_back(self) -> None:
        """Take away again what `add` has just put there."""
        if self.block is None:
            self.path.unlink()
        else:
            undo(self.path)


def open_register(path: Path, form: Form, year: str = "", place: tuple[str, int] | None = None) -> Register:
    """The register at a path, or one to be begun there.

    Args:
        path: An .xlsx or .xlsm file.
        form: What its rows are.
        year: School year of the sheet, for forms that are kept by years.
        place: Sheet, and number of the table on it, if they are known.

    Raises:
        SaveError: The file is there and has no table of the form, or only those of other years; or it cannot be read or written.
    """
    if path.suffix.lower() not in ENDINGS:
        raise SaveError(f"«{path.name}» сохраните как .xlsx: в файл этого вида программа не пишет")
    by_year = any(column.name == "year" for column in form.head)
    if not path.exists():
        return Register(path, form, {"year": year} if by_year and year else {})
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SaveError(f"«{path.name}» не читается: {reason(error)}") from error
    found = _tables(data, path, form)
    if place is not None:
        found = [(block, stop) for block, stop in found if (block.sheet, block.number) == place]
    if not found:
        raise SaveError(f"«{path.name}»: в книге нет таблицы «{form.title}»: укажите другой файл, этот не изменён")
    if by_year and place is None:
        found = [(block, stop) for block, stop in found if _year(block) == year]
    if not found:
        raise SaveError(f"«{path.name}»: нет таблицы «{form.title}» за {year} учебный год: укажите другой файл, этот не изменён")
    block, stop = found[0]
    return Register(path, form, data=data, block=block, stop=stop)


def _tables(data: bytes, path: Path, form: Form) -> list[tuple[Block, int | None]]:
    """Tables of a form in a workbook, each with the row of the headings of the next table on its sheet."""
    with tempfile.TemporaryDirectory() as folder:
        beside = Path(folder, f"book{path.suffix}")
        beside.write_bytes(data)
        blocks, _ = survey([read_book(beside, path.name)], FORMS)
    every = [block for found in blocks.values() for block in found]
    return [
        (block, min((other.heading for other in every if other.sheet == block.sheet and other.heading > block.heading), default=None))
        for block in blocks.get(form.name, ())
    ]


def _year(block: Block) -> str:
    written = parse_school_year(block.heads["year"][2]) if "year" in block.heads else ""
    return written if isinstance(written, str) else ""
