"""What is to be written: sheets whose parts can still be changed, before a template turns them into cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ..form import Form
from ..sheets.template import CREATED, Content, Layout, add_sheet
from .people import Student

Where: TypeAlias = Callable[[Layout], str]
"""A place on a sheet, as an A1 address once the sheet is laid out."""


Touch: TypeAlias = Callable[[xlsxwriter.Workbook, Worksheet, Layout], None]
"""What is done by hand to a sheet that is laid out."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A value that no form foresees: text, a formula with the value that stands in the file for it, or a date that is shown as one."""

    where: Where
    value: str | dt.date
    calculated: str = ""


@dataclass(eq=False)
class Sheet:
    """A sheet of a form, or a loose table without one.

    Attributes:
        form: The form; None for a loose table.
        subject: Name of the subject of a page of a class journal, whatever is written in its head.
        students: Whose lines the rows are, where they are lines of students.
        loose: Cells of a loose table.
        extras: Values written over the rest.
        touches: What is done to the sheet after that.
        bare: Whether it is such a table as platforms give out: headings in the first row, without a title and limits.

    The other parts are those of `sheets.template.Content`.
    """

    form: Form | None
    tab: str
    head: dict[str, object] = field(default_factory=dict)
    rows: list[dict[str, object]] = field(default_factory=list)
    headings: list[object] = field(default_factory=list)
    grid: list[list[object]] = field(default_factory=list)
    lessons: list[dict[str, object]] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    subject: str = ""
    students: list[Student] = field(default_factory=list)
    loose: list[list[object]] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    bare: bool = False


def write_book(path: Path, sheets: list[Sheet]) -> dict[str, Layout]:
    """Write a workbook; where everything of its sheets stands, by tab. The same sheets give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    layouts = {}
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED})
        for sheet in sheets:
            if sheet.form is None:
                added = workbook.add_worksheet(sheet.tab)
                for row, cells in enumerate(sheet.loose):
                    added.write_row(row, 0, cells)
                continue
            if sheet.bare:
                layouts[sheet.tab] = _add_bare(workbook.add_worksheet(sheet.tab), sheet.form, sheet.rows)
                continue
            content = Content(sheet.head, sheet.rows, sheet.headings, sheet.grid, sheet.lessons, sheet.columns, sheet.without)
            layout = layouts[sheet.tab] = add_sheet(workbook, sheet.form, content, sheet.tab)
            added = workbook.get_worksheet_by_name(sheet.tab)
            for extra in sheet.extras:
                place = extra.where(layout)
                if isinstance(extra.value, dt.date):
                    added.write_datetime(place, extra.value, workbook.add_format({"num_format": "dd.mmm"}))
                elif extra.value.startswith("="):
                    added.write_formula(place, extra.value, None, extra.calculated)
                else:
                    added.write_string(place, extra.value)
            for touch in sheet.touches:
                touch(workbook, added, layout)
    return layouts


def _add_bare(added: Worksheet, form: Form, rows: list[dict[str, object]]) -> Layout:
    """A table that begins in the first row of its sheet."""
    added.write_row(0, 0, [column.title for column in form.columns])
    for line, row in enumerate(rows, 1):
        added.write_row(line, 0, [row.get(column.name, "") for column in form.columns])
    return Layout({}, 1, 2, {column.name: place for place, column in enumerate(form.columns, 1)}, 0, 2, {})
