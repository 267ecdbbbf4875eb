"""Writes a sheet of a form, blank or filled: it looks like the paper form, and is read back to the same values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..book import address, letters
from ..form import Form
from ..policy import CARD, POLICIES
from ..retention import BUILT_IN
from .look import AMBER, GREY, RED, Limits, Look, advice, heading_limits, limits, look_of, marks_limits, note, prompt
from .plan import HEAD_LINE, Plan, is_dated, make_plan, rotated

CREATED = dt.datetime(2000, 1, 1)
"""Date inside every book: the same sheets give the same bytes."""
BLANK_DATES = 34
"""Lessons of two months, four a week."""
BLANK_SUBJECTS = 16
SETTINGS = {"school_card": CARD, "policies": POLICIES}
"""Forms whose rows are settings."""
A4 = 9

Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True)
class Content:
    """What to write on a sheet of a form.

    Attributes:
        head: Values by name of the head's column.
        rows: Values by name of the column, one mapping a row; marks for periods are among them.
        headings: Headings of the grid: dates, or texts such as subjects.
        grid: One list a row of `rows`, one cell a heading; an empty text is an empty cell.
        lessons: Rows of the register of lessons, values by name.
        columns: Names of columns to show although the template does not offer them, such as half-years.
        without: Names of columns to leave out although the template offers them, such as quarters.
    """

    head: Mapping[str, object] = field(default_factory=dict)
    rows: Sequence[Mapping[str, object]] = ()
    headings: Sequence[object] = ()
    grid: Sequence[Sequence[object]] = ()
    lessons: Sequence[Mapping[str, object]] = ()
    columns: Sequence[str] = ()
    without: Sequence[str] = ()


@dataclass(frozen=True)
class Layout:
    """Where everything of a written sheet stands; rows and columns are counted from 1."""

    head: Mapping[str, tuple[int, int]]
    heading_row: int
    first_row: int
    columns: Mapping[str, int]
    first_heading: int
    first_lesson_row: int
    lesson_columns: Mapping[str, int]

    def label(self, name: str) -> str:
        """A1 address of a value of the head."""
        return address(*self.head[name])

    def cell(self, row: int, name: str) -> str:
        """A1 address of a column's cell in the row of that index, from 0."""
        return address(self.first_row + row, self.columns[name])

    def heading(self, index: int) -> str:
        """A1 address of a heading of the grid."""
        return address(self.heading_row, self.first_heading + index)

    def mark(self, row: int, index: int) -> str:
        """A1 address of a cell of the grid."""
        return address(self.first_row + row, self.first_heading + index)

    def lesson(self, index: int, name: str) -> str:
        """A1 address of a cell of the register of lessons."""
        return address(self.first_lesson_row + index, self.lesson_columns[name])


def add_sheet(workbook: Workbook, form: Form, content: Content | None = None, tab: str = "") -> Layout:
    """Add a sheet of a form to a workbook.

    Args:
        workbook: Workbook of XlsxWriter.
        form: What the sheet is.
        content: What stands on it; without content it is a blank for teachers.
        tab: Name of the sheet; empty takes that of the form.

    Returns:
        Where everything stands.
    """
    content = content or Content()
    if form.grid is not None and form.grid.headings and not content.headings:
        content = replace(content, headings=list(form.grid.headings))
    look = look_of(workbook)
    sheet = workbook.add_worksheet(tab or form.tab or form.title[:31])
    rows = _rows(form, content)
    plan = _plan(form, content, rows)
    for column, width in enumerate(plan.widths):
        sheet.set_column(column, column, width)
    for row, height in plan.heights.items():
        sheet.set_row(row, height)
    _write_head(sheet, look, plan, content)
    _write_headings(sheet, look, plan, content)
    _write_rows(sheet, look, plan, rows, content)
    _write_register(sheet, look, plan, content)
    _limit(sheet, look, plan, rows)
    _colour(sheet, look, plan)
    _print(sheet, workbook, plan)
    return _layout(plan)


def write(path: Path, sheets: Iterable[tuple[Form, Content, str]]) -> list[Layout]:
    """Write a workbook: form, content and tab of each sheet. A file of that name is replaced."""
    with Workbook(str(path)) as workbook:
        workbook.set_properties({"created": CREATED})
        return [add_sheet(workbook, form, content, tab) for form, content, tab in sheets]


def build(folder: Path, forms: Iterable[Form]) -> list[Path]:
    """Write the blank template of each form into a folder, named by the form: Latin names travel through every archive and version control."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for form in forms:
        paths.append(folder / f"{form.name}.xlsx")
        write(paths[-1], [(form, Content(), "")])
    return paths


def _rows(form: Form, content: Content) -> Rows:
    """Rows of the table: those given, those of a sheet of settings, or blank numbered ones."""
    if content.rows:
        return content.rows
    if form.name in SETTINGS:
        return [{"key": row.key, "value": row.default, "meaning": row.meaning, "source": row.source} for row in SETTINGS[form.name]]
    if form.name == "file_nomenclature":
        return nomenclature()
    # A student who has several rows has one number, and a number that does not come first is that of something else.
    numbered = form.columns[0].name == "number" and not any(column.carried for column in form.columns)
    return [{"number": number} if numbered else {} for number in range(1, form.rows + 1)]


def nomenclature() -> Rows:
    """Rows of «Номенклатура дел» as they are built in."""
    from ..forms import BY_NAME

    return [
        {
            "index": row.index, "title": row.title, "term": row.term, "article": row.article,
            "sheets": "; ".join(BY_NAME[form].title for form in row.forms), "unit": row.unit if row.forms else "", "source": row.source,
        }
        for row in BUILT_IN
    ]  # fmt: skip


def _plan(form: Form, content: Content, rows: Rows) -> Plan:
    """Plan of the sheet; blank headings and lessons where none are given."""
    columns = [item for item in form.columns if (item.offered or item.name in content.columns) and item.name not in content.without]
    headings, lessons = content.headings, content.lessons
    if form.grid is not None and not headings:
        headings = [None] * (BLANK_DATES if is_dated(form) else BLANK_SUBJECTS)
    if form.lessons and not lessons:
        lessons = [{}] * max(len(rows), len(headings))
    return make_plan(form, columns, rows, headings, lessons)


def _layout(plan: Plan) -> Layout:
    return Layout(
        head={item.column.name: (item.row + 1, item.first + 1) for item in plan.labels},
        heading_row=plan.heading + 1,
        first_row=plan.heading + 2,
        columns={column.name: place + 1 for column, place in plan.places},
        first_heading=plan.grid + 1,
        first_lesson_row=plan.heading + 2,
        lesson_columns={column.name: place + 1 for column, place in plan.register},
    )


# Cells


def _put(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    """Write a value by its type. Text stays text, whatever it begins with."""
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, value, style)
        else:
            sheet.write_blank(row, column, None, style)
    elif value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        raise TypeError(f"{value!r} cannot stand in a cell")


def _write_head(sheet: Worksheet, look: Look, plan: Plan, content: Content) -> None:
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, plan.form.title, look.format(bold=True, font_size=16))
    label_style = look.format(align="right")
    for item in plan.labels:
        sheet.set_row(item.row, HEAD_LINE)
        style = look.format(bottom=1, num_format=item.column.kind.number_format, align="left", bold=True, shrink=True)
        sheet.write_string(item.row, item.label, f"{item.column.title}:", label_style)
        if item.last > item.first:
            sheet.merge_range(item.row, item.first, item.row, item.last, "", style)
        _put(sheet, item.row, item.first, content.head.get(item.column.name), style)
    sheet.set_row(plan.heading - 1, 8)


def _write_headings(sheet: Worksheet, look: Look, plan: Plan, content: Content) -> None:
    for column, place in (*plan.places, *plan.register):
        sheet.write_string(plan.heading, place, column.title, look.heading(rotated(column), plan.after_grid(place)))
        sheet.write_comment(plan.heading, place, *note(column.title, advice(column), column.required))
    grid = plan.form.grid
    if grid is not None:
        style = look.heading(True, number_format="dd.mm" if plan.dated else "@")
        for index in range(plan.headings):
            _put(sheet, plan.heading, plan.grid + index, content.headings[index] if content.headings else None, style)
        sheet.write_comment(plan.heading, plan.grid, *note(grid.title, f"Впишите сюда: {grid.heading.expected}. {grid.help}", True))


def _write_rows(sheet: Worksheet, look: Look, plan: Plan, rows: Rows, content: Content) -> None:
    columns = [(column.name, place, look.body(column.kind, plan.after_grid(place))) for column, place in plan.places]
    style = look.mark()
    blank = [None] * plan.headings
    for index, row in enumerate(rows):
        line = plan.heading + 1 + index
        for name, place, body in columns:
            _put(sheet, line, place, row.get(name), body)
        marks = content.grid[index] if index < len(content.grid) else blank
        for place, mark in enumerate(marks, plan.grid):
            _put(sheet, line, place, mark, style)


def _write_register(sheet: Worksheet, look: Look, plan: Plan, content: Content) -> None:
    for column, place in plan.register:
        style = look.body(column.kind, small=True)
        for index in range(plan.register_end - plan.heading - 1):
            value = content.lessons[index].get(column.name) if content.lessons else None
            _put(sheet, plan.heading + 1 + index, place, value, style)


# Limits, colours, print


def _limit(sheet: Worksheet, look: Look, plan: Plan, rows: Rows) -> None:
    """Drop-down lists and other limits of cells."""
    first = plan.heading + 1
    if plan.form.grid is None:
        # «5» as a class or a value of a rule is text; Excel need not mark it. Under a lesson the mark of Excel is wanted.
        sheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:{address(plan.end, len(plan.widths))}"})
    for column, place in plan.places:
        _apply(sheet, (first, place, plan.end - 1, place), limits(look, column))
    for column, place in plan.register:
        _apply(sheet, (first, place, plan.register_end - 1, place), limits(look, column))
    for item in plan.labels:
        _apply(sheet, (item.row, item.first, item.row, item.first), limits(look, item.column, always=True))
    grid = plan.form.grid
    if grid is not None:
        last = plan.grid + plan.headings - 1
        _apply(sheet, (first, plan.grid, plan.end - 1, last), marks_limits(look, grid.alphabet))
        if plan.dated:
            _apply(sheet, (plan.heading, plan.grid, plan.heading, last), heading_limits(grid.heading))
    settings = {setting.key: setting for setting in SETTINGS.get(plan.form.name, ())}
    for index, row in enumerate(rows):
        setting = settings.get(str(row.get("key")))
        if setting is not None:
            value = next(place for column, place in plan.places if column.name == "value")
            _apply(sheet, (first + index, value, first + index, value), prompt(setting.key, setting.expected))


def _apply(sheet: Worksheet, area: tuple[int, int, int, int], rule: Limits | None) -> None:
    if rule is not None:
        sheet.data_validation(*area, rule)


def _colour(sheet: Worksheet, look: Look, plan: Plan) -> None:
    """Absences grey, failing marks red, not attested amber: in the grid and in the marks for periods, one area."""
    results = [place for column, place in plan.places if column.kind.name == "period_mark"]
    if not plan.headings:
        return
    first, last = plan.grid, max([plan.grid + plan.headings - 1, *results])
    top = address(plan.heading + 2, first + 1)
    rules = (
        (f'=OR({top}="н",{top}="б",{top}="у",{top}="п")', look.fill(GREY)),
        (f'={top}&""="2"', look.fill(RED)),
        (f'={top}="н/а"', look.fill(AMBER)),
    )
    for formula, style in rules:
        rule = {"type": "formula", "criteria": formula, "format": style}
        sheet.conditional_format(plan.heading + 1, first, plan.end - 1, last, rule)


def _print(sheet: Worksheet, workbook: Workbook, plan: Plan) -> None:
    """Paper, margins, what is repeated on every page, and what stays in sight on the screen."""
    sheet.set_paper(A4)
    if not plan.form.portrait:
        sheet.set_landscape()
    # 30 mm at the left are for binding.
    sheet.set_margins(left=1.18, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&RЛист &P из &N", {"margin": 0.3})
    sheet.repeat_rows(plan.heading)
    sheet.freeze_panes(plan.heading + 1, plan.name_column + 1)
    if plan.dated:
        sheet.set_print_scale(plan.scale)
        sheet.repeat_columns(0, plan.name_column)
        _print_areas(sheet, workbook, plan)
    else:
        sheet.fit_to_pages(1, 0)


def _print_areas(sheet: Worksheet, workbook: Workbook, plan: Plan) -> None:
    """Areas for parts of the table and for the register, each on a new page; the first has the title and the head.

    Page breaks instead would print empty pages below the table, where only the register goes on.
    """
    areas = []
    start = 0
    for end in plan.pages:
        areas.append((plan.heading if start else 0, start, plan.end, end))
        start = end
    if plan.register:
        areas.append((plan.heading, plan.register[0][1], plan.register_end, plan.register[-1][1] + 1))
    tab = "'" + sheet.get_name().replace("'", "''") + "'"
    ranges = (f"{tab}!${letters(left + 1)}${top + 1}:${letters(right)}${bottom}" for top, left, bottom, right in areas)
    workbook.define_name(f"{tab}!_xlnm.Print_Area", "=" + ",".join(ranges))
