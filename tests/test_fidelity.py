"""An edit of a workbook changes what it names and nothing else: the other parts keep their bytes, every reader their values.

The books are those of `tests/rich` and all templates that come with the program.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
import python_calamine
from openpyxl.utils.cell import coordinate_from_string, get_column_letter

from xlrecords.edits import Edits, Fill, Formula, Insert, Item, Limit, Link, Name, NewSheet, Note, PrintArea, Repeat, Value
from xlrecords.guard import RefusedError
from xlrecords.ooxml import PlanError, apply, edit

from .hostile import with_parts
from .parts import (
    TYPES,
    changed,
    contents,
    lost_notes,
    lost_styles,
    members,
    ordered,
    related,
    rels_of,
    results,
    sheet_parts,
    stirred,
    well_formed,
    workbook_part,
    worked_out,
)
from .rich import JOURNAL, LISTS, RICH

TEMPLATES = Path(__file__).resolve().parents[1] / "workbooks" / "templates"
Cells = dict[str, dict[str, object]]
"""Values of a book that are not empty: by sheet, then by address."""


class Place(NamedTuple):
    """Where a book is edited: a row of its first sheet, two cells in it, and another sheet."""

    sheet: str
    other: str
    row: int
    text: str
    mark: str


@cache
def books() -> Mapping[str, bytes]:
    """All books by name."""
    made = {name: maker() for name, maker in RICH}
    return made | {path.stem: path.read_bytes() for path in sorted(TEMPLATES.glob("*.xlsx"))}


NAMES = tuple(name for name, _ in RICH) + tuple(sorted(path.stem for path in TEMPLATES.glob("*.xlsx")))
RICH_NAMES = tuple(name for name, _ in RICH)

REFUSED = {"wide_letters": "file-unsafe", "strict": "file-not-workbook"}
"""Books that are not edited at all: UTF-16 could hide an entity from the guard; the strict edition has other namespaces."""

EDITED = tuple(name for name in NAMES if name not in REFUSED)

UNREAD = {
    "calamine": {"wide_letters": "reads UTF-8 only", "elsewhere": "looks for the book in xl/ only"},
    "openpyxl": {"strict": "knows the transitional namespaces only", "elsewhere": "looks for xl/styles.xml only"},
    "gnumeric": {
        "strict": "knows the transitional namespaces only", "elsewhere": "looks for xl/workbook.xml only",
        "unplaced": "drops cells that do not say where they stand",
    },
}  # fmt: skip
"""Books that a reader cannot read even before an edit, and why."""

UNWORKED = {
    "office": dict.fromkeys(("printing", "everything"), "does not work out formulas on opening where calculation is manual"),
    "gnumeric": {"formulas": "knows neither SORT nor LAMBDA", "tables": "knows no names of columns of tables"},
}
"""Books in which a program does not work out formulas whose result was dropped, and why."""

PIVOT = 20
"""First row of the pivot table on the sheet of lists."""

UNSHARED = {("shared_formulas", "value for a formula"): {"D3", "D4", "D5", "B8", "C8"}}
"""Cells whose formula is written out because the one that they shared has gone; it stays the same formula."""


@cache
def place(name: str) -> Place:
    """Where a book is edited; in a template it is a row below the headings, in cells that are not hidden by merged ones."""
    if name in RICH_NAMES:
        return Place(JOURNAL, LISTS, 3, "A3", "C3")
    book = openpyxl.load_workbook(io.BytesIO(books()[name]))
    sheet = book.worksheets[0]
    tall = {row for area in sheet.merged_cells.ranges if area.min_row < area.max_row for row in range(area.min_row - 2, area.max_row + 1)}
    hidden = {get_column_letter(column) + str(row) for area in sheet.merged_cells.ranges for row, column in list(area.cells)[1:]}
    first = coordinate_from_string(sheet.freeze_panes)[1] + 1 if sheet.freeze_panes else 2
    row = next(row for row in range(first, sheet.max_row + 3) if row not in tall)
    free = [cell for cell in (f"{get_column_letter(column)}{row}" for column in range(1, 30)) if cell not in hidden]
    return Place(sheet.title, book.worksheets[-1].title, row, free[0], free[1])


class Kind(NamedTuple):
    """An edit and all that it may touch.

    Attributes:
        plan: The edit for a place.
        parts: Patterns of the parts, with the words of `names_of`.
        pieces: Children of the edited sheet; «mark», «text» stand for those cells of the place.
        book: Children of the workbook's part.
    """

    plan: Callable[[Place], Edits]
    parts: tuple[str, ...]
    pieces: tuple[str, ...] = ()
    book: tuple[str, ...] = ("calcPr",)


RESULTS = ("{sheets}", "{book}")
"""Results of formulas are dropped on any sheet, and the book asks to be calculated."""

CHAIN = ("xl/calcChain.xml", "{book rels}", TYPES)
"""A formula that came or went is taken off the list of formulas, or the list goes."""

STYLING = ("{styles}", "{book rels}", TYPES)
NOTES = ("{sheet}", "{sheet rels}", "xl/comments*.xml", "*/vmlDrawing*.vml", "*/comments/*.xml", "*/comment*.xml", TYPES)
SHEET = NewSheet(
    "Замечания", ((Item("Замечания", "title"),), (Item("Лист", "heading"), Item("Клетка", "heading")), (Item(dt.date(2025, 9, 1), "date"),)),
    widths=(20, 12), heading_row=2, filtered=True, landscape=True,
)  # fmt: skip
ROWS = (
    *RESULTS, *CHAIN, "xl/drawings/*", "xl/charts/*", "xl/comments*.xml", "xl/threadedComments/*", "xl/tables/*", "xl/ctrlProps/*",
    "xl/pivotTables/*", "xl/pivotCache/*",
)  # fmt: skip
COPIES = (*ROWS, "{sheet rels}", "xl/media/*")

KINDS: dict[str, Kind] = {
    "number": Kind(lambda at: Edits(values=(Value(at.sheet, at.mark, 2),)), RESULTS, ("mark",)),
    "text": Kind(lambda at: Edits(values=(Value(at.sheet, at.mark, '=б & "<в>"'),)), (*RESULTS, "{strings}"), ("mark",)),
    "day": Kind(lambda at: Edits(values=(Value(at.sheet, at.mark, dt.date(2025, 9, 12)),)), (*RESULTS, *STYLING), ("mark",)),
    "far value": Kind(lambda at: Edits(values=(Value(at.sheet, "AZ90", True),)), RESULTS, ("AZ90", "dimension")),
    "emptied": Kind(lambda at: Edits(values=(Value(at.sheet, at.text, None),)), RESULTS, ("text",)),
    "formula": Kind(lambda at: Edits(formulas=(Formula(at.sheet, at.mark, f"LEN({at.text})"),)), (*RESULTS, *CHAIN), ("mark",)),
    "value for a formula": Kind(lambda at: Edits(values=(Value(at.sheet, "D2", 1),)), (*RESULTS, *CHAIN), ("D2",)),
    "fill": Kind(lambda at: Edits(fills=(Fill(at.sheet, at.mark, "C00000", "darkUp"),)), ("{sheet}", *STYLING), ("mark",)),
    "fills": Kind(
        lambda at: Edits(fills=(Fill(at.sheet, at.mark, "FFC000"), Fill(at.sheet, at.text, "FFC000"))), ("{sheet}", *STYLING), ("mark", "text")
    ),
    "note below another": Kind(lambda at: Edits(notes=(Note(at.sheet, "B3", "Вне шкалы"),)), NOTES, ("legacyDrawing",)),
    "note": Kind(lambda at: Edits(notes=(Note(at.sheet, at.mark, "Вне шкалы:\nисправьте"),)), NOTES, ("legacyDrawing",)),
    "link": Kind(lambda at: Edits(links=(Link(at.sheet, at.text, at.other, "A1", "К списку"),)), ("{sheet}",), ("hyperlinks",)),
    "limit": Kind(
        lambda at: Edits(limits=(Limit(at.sheet, f"J{at.row}:J{at.row + 1}", "list", ('"да,нет"',), error="Да или нет"),)),
        ("{sheet}",), ("dataValidations",),
    ),
    "new sheet": Kind(
        lambda at: Edits(add_sheets=(SHEET,)),
        ("{new sheet}", "{new sheet rels}", "{book}", "{book rels}", TYPES, "{styles}", "{strings}", "docProps/app.xml"),
        (), ("sheets", "definedNames"),
    ),
    "name": Kind(lambda at: Edits(names=(Name("Отметки", f"'{at.sheet}'!$B$2:$B$5"),)), RESULTS, (), ("definedNames", "calcPr")),
    "print area": Kind(lambda at: Edits(print_areas=(PrintArea(at.sheet, "A1:F30"),)), ("{book}",), (), ("definedNames",)),
}  # fmt: skip


def names_of(data: bytes, at: Place, after: bytes) -> dict[str, list[str]]:
    """Parts of a book by the words that patterns use for them."""
    parts, sheets = contents(data), sheet_parts(data)
    book = workbook_part(parts)
    new = [part for name, part in sheet_parts(after).items() if name not in sheets]
    styles, strings = related(contents(after), book, "styles"), related(contents(after), book, "sharedStrings")
    return {
        "{sheet}": [sheets[at.sheet]], "{sheet rels}": [rels_of(sheets[at.sheet])],
        "{other rels}": [rels_of(sheets[at.other])], "{sheets}": list(sheets.values()),
        "{book}": [book], "{book rels}": [rels_of(book)], "{styles}": styles, "{strings}": strings,
        "{new sheet}": new, "{new sheet rels}": list(map(rels_of, new)),
    }  # fmt: skip


def strays(before: bytes, after: bytes, at: Place, patterns: Iterable[str]) -> set[str]:
    """Parts that changed although no pattern names them."""
    words = names_of(before, at, after)
    named = {part for pattern in patterns for part in words.get(pattern, ())}
    others = [pattern.replace("[", "[[]") for pattern in patterns if pattern not in words]
    return {part for part in changed(before, after) - named if not any(fnmatchcase(part, pattern) for pattern in others)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", EDITED)
def test_an_edit_touches_only_its_own(name: str, kind: str) -> None:
    before, at, allowed = books()[name], place(name), KINDS[kind]
    plan = allowed.plan(at)
    after = edit(before, plan)
    assert strays(before, after, at, allowed.parts) == set()
    assert well_formed(after) == ordered(after) == []
    old, new, book = contents(before), contents(after), workbook_part(contents(before))
    pieces = {getattr(at, piece, piece) for piece in allowed.pieces} | UNSHARED.get((name, kind), set())
    for sheet, part in sheet_parts(before).items():
        assert stirred(old[part], new[part]) <= (pieces | {"dimension"} if sheet == at.sheet else set())
        if sheet != at.sheet and old[part] != new[part]:
            assert results(old[part]) != results(new[part])
    assert stirred(old[book], new[book]) <= set(allowed.book)
    for part in old.keys() & new.keys() & set(related(old, book, "styles")):
        assert lost_styles(old[part], new[part]) == []
    for part in (part for part in old.keys() & new.keys() if plan.notes and old[part] != new[part]):
        if "comment" in part or part.endswith(".vml"):
            assert lost_notes(old[part], new[part], plan.notes[0].cell) == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_book_that_cannot_be_edited_safely_is_refused(name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        edit(books()[name], KINDS["number"].plan(place(name)))
    assert refused.value.rule == REFUSED[name]


@pytest.mark.parametrize("name", EDITED)
def test_an_empty_plan_gives_the_same_bytes(name: str) -> None:
    assert edit(books()[name], Edits()) == books()[name]


def marking(at: Place) -> Edits:
    """Much at once, with values that no formula of the books depends on."""
    return Edits(
        values=(Value(at.sheet, at.mark, "б"), Value(at.sheet, "AZ90", 7)),
        fills=(Fill(at.sheet, at.mark, "C00000", "darkUp"), Fill(at.sheet, at.text, "FFC000", "lightUp")),
        notes=(Note(at.sheet, at.mark, "Вне шкалы"), Note(at.other, "A1", "Проверьте")),
        links=(Link(at.sheet, at.text, at.other, "A1"),), limits=KINDS["limit"].plan(at).limits, add_sheets=(SHEET,),
    )  # fmt: skip


def growing(at: Place) -> Edits:
    """The row of the place stands three times, and two blank rows come after the one below it."""
    return Edits(inserts=(Insert(at.sheet, at.row + 2, 2),), repeats=(Repeat(at.sheet, at.row, at.row, 3),))


GROWN: dict[tuple[str, str], object] = {
    (JOURNAL, "B6"): 20, (LISTS, "B1"): 20, (LISTS, "B2"): 40, (LISTS, "C1"): 9, (JOURNAL, "A14"): 45,
}  # fmt: skip
"""Formulas that take in the repeated row, by where they stood before: «Петров Пётр» with his 3 is there three times."""


def grown(cells: Cells, at: Place) -> Cells:
    """What a book must show after `growing`."""
    expected: Cells = {sheet: {} for sheet in cells}
    for sheet, values in cells.items():
        for address, value in values.items():
            column, row = coordinate_from_string(address)
            grows = GROWN.get((sheet, address), value) if at.sheet == JOURNAL else value
            for number in [row] if sheet != at.sheet else _rows_of(row, at.row):
                expected[sheet][f"{column}{number}"] = grows
    return expected


def _rows_of(row: int, repeated: int) -> list[int]:
    if row == repeated:
        return [row, row + 1, row + 2]
    return [row + 2 * (row > repeated) + 2 * (row > repeated + 1)]


def marked(cells: Cells, at: Place) -> Cells:
    """What a book must show after `marking`, but for the added sheet."""
    return cells | {at.sheet: cells.get(at.sheet, {}) | {at.mark: "б", "AZ90": 7}}


PLANS: dict[str, tuple[Callable[[Place], Edits], Callable[[Cells, Place], Cells]]] = {
    "marking": (marking, marked),
    "growing": (growing, grown),
}


@cache
def after(name: str, plan: str) -> bytes:
    """A book after a plan; as it was for an empty name."""
    return edit(books()[name], PLANS[plan][0](place(name))) if plan else books()[name]


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("name", EDITED)
def test_plans_of_many_edits_leave_the_rest_alone(name: str, plan: str) -> None:
    before, at, data = books()[name], place(name), after(name, plan)
    patterns = {"growing": COPIES, "marking": [part for kind in KINDS.values() for part in kind.parts]}
    assert strays(before, data, at, [*patterns[plan], "{sheet rels}", "{other rels}"]) == set()
    assert well_formed(data) == ordered(data) == []
    assert [part for part in members(data) if part in members(before)] == [part for part in members(before) if part in members(data)]


def calamine_cells(data: bytes) -> Cells:
    """Values as python-calamine reads them; days and times as text."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {sheet: _filled(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)) for sheet in book.sheet_names}


def openpyxl_cells(data: bytes) -> Cells:
    """Values as openpyxl reads them: formulas as text."""
    book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=True)
    return {sheet.title: _filled([[_value(cell) for cell in row] for row in sheet.iter_rows()]) for sheet in book.worksheets}


def _value(cell: Any) -> object:
    """Value of a cell for openpyxl, which puts the target of a link into the cell if that is empty."""
    link = getattr(cell, "hyperlink", None)
    return None if link is not None and link.location == cell.value else cell.value


def _filled(rows: Iterable[Iterable[Any]]) -> dict[str, object]:
    return {
        f"{get_column_letter(column)}{row}": value if isinstance(value, str | float | int) else str(getattr(value, "text", value))
        for row, cells in enumerate(rows, 1)
        for column, value in enumerate(cells, 1)
        if value not in ("", None)
    }


def formulas(data: bytes) -> dict[str, set[str]]:
    """Cells that are worked out, by sheet."""
    parts = contents(data)
    return {sheet: worked_out(parts[part]) for sheet, part in sheet_parts(data).items()}


def constants(data: bytes, read: Callable[[bytes], Cells]) -> Cells:
    """Values of a book that are not worked out by formulas, without those of the added sheet."""
    worked = formulas(data)
    return {
        sheet: {cell: value for cell, value in cells.items() if cell not in worked[sheet]}
        for sheet, cells in read(data).items()
        if sheet != SHEET.name
    }


READERS: dict[str, Callable[[bytes], Cells]] = {"calamine": calamine_cells, "openpyxl": openpyxl_cells}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("name", EDITED)
def test_readers_see_the_same_values(name: str, plan: str, reader: str) -> None:
    if name in UNREAD[reader]:
        pytest.skip(f"{reader} {UNREAD[reader][name]}")
    read = READERS[reader]
    assert constants(after(name, plan), read) == PLANS[plan][1](constants(books()[name], read), place(name))
    if plan == "marking" and reader == "openpyxl":
        old, new = read(books()[name]), read(after(name, plan))
        assert all(new[sheet].get(cell) == old[sheet].get(cell) for sheet, cells in formulas(books()[name]).items() for cell in cells)


@pytest.mark.parametrize("name", RICH_NAMES)
def test_the_books_themselves_are_whole(name: str) -> None:
    assert well_formed(books()[name]) == ordered(books()[name]) == []
    assert dict(RICH)[name]() == books()[name]
    for reader, read in READERS.items():
        if name not in UNREAD[reader]:
            assert read(books()[name])[JOURNAL]["A3"] == "Петров Пётр"


DEPENDANTS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    *(
        (name, "B2", ((JOURNAL, "D2"), (JOURNAL, "B6"), (LISTS, "B1")))
        for name in EDITED
        if name in RICH_NAMES
    ),
    ("formulas", "B2", (*((JOURNAL, cell) for cell in ("G2", "H2", "H5", "A12", "A14")), (LISTS, "B2"))),
    ("formulas", "B3", ((JOURNAL, "H3"), (LISTS, "C1"))),
    ("formulas", "A3", ((LISTS, "C1"), (LISTS, "C2"))),
    ("tables", "B11", ((JOURNAL, "C11"), (JOURNAL, "B13"), (LISTS, "H1"))),
    ("shared_formulas", "B2", ((JOURNAL, "B8"), (JOURNAL, "B9"))),
    ("shared_formulas", "C3", ((JOURNAL, "D3"),)),
    ("shared_formulas", "C2", ((JOURNAL, "C8"),)),
)  # fmt: skip
"""Book, cell of the journal that changes, and formulas that take it in: directly, by others, by names, tables, whole columns."""


@pytest.mark.parametrize(("name", "cell", "dependants"), DEPENDANTS)
def test_no_formula_keeps_a_stale_result(name: str, cell: str, dependants: tuple[tuple[str, str], ...]) -> None:
    data = edit(books()[name], Edits(values=(Value(JOURNAL, cell, 1),)))
    parts, sheets = contents(data), sheet_parts(data)
    assert [place for place in dependants if results(parts[sheets[place[0]]])[place[1]] is not None] == []
    assert b"fullCalcOnLoad=" in parts[workbook_part(parts)]


def test_results_that_do_not_depend_on_the_edit_stay() -> None:
    data = edit(books()["formulas"], Edits(values=(Value(JOURNAL, "B2", 1),)))
    kept = results(contents(data)[sheet_parts(data)[JOURNAL]])
    assert (kept["D3"], kept["H3"], kept["H4"]) == ("3", "0", "#DIV/0!")


MOVED: tuple[tuple[str, str, str, str], ...] = (
    ("pictures", "*/drawing1.xml", "<xdr:row>11</xdr:row>", "<xdr:row>13</xdr:row>"),
    ("pictures", "*/drawing1.xml", "$A$2", "$A$2"),
    ("pictures", "*/chart1.xml", "$B$2:$B$5", "$B$2:$B$7"),
    ("pictures", "*/chart3.xml", "$D$2:$D$5", "$D$2:$D$7"),
    (
        "pictures",
        "*/worksheets/sheet1.xml",
        "<xm:f>Журнал!B5:C5</xm:f><xm:sqref>E5</xm:sqref>",
        "<xm:f>Журнал!B7:C7</xm:f><xm:sqref>E7</xm:sqref>",
    ),
    ("conditions", "*/sheet1.xml", 'sqref="B2:C5"', 'sqref="B2:C7"'),
    ("conditions", "*/sheet1.xml", "<xm:sqref>D2:D5</xm:sqref>", "<xm:sqref>D2:D7</xm:sqref>"),
    ("conditions", "*/sheet1.xml", "<xm:sqref>G2:G5</xm:sqref>", "<xm:sqref>G2:G7</xm:sqref>"),
    ("conditions", "*/sheet1.xml", 'sqref="C2:C5 E2:E5"', 'sqref="C2:C7 E2:E7"'),
    ("conditions", "*/sheet1.xml", '<mergeCell ref="A8:D9"/>', '<mergeCell ref="A10:D11"/>'),
    ("conditions", "*/sheet1.xml", '<autoFilter ref="A1:D5"', '<autoFilter ref="A1:D7"'),
    ("conditions", "*/sheet1.xml", '<hyperlink ref="F4"', '<hyperlink ref="F6"'),
    ("conditions", "*/workbook.xml", "$A$1:$D$5", "$A$1:$D$7"),
    ("formulas", "*/workbook.xml", "Журнал!$B$6", "Журнал!$B$8"),
    ("formulas", "*/sheet1.xml", 'ref="F12:F15"', 'ref="F14:F17"'),
    ("formulas", "*/sheet2.xml", "INDEX(Журнал!$A$2:$D$5,2,1)", "INDEX(Журнал!$A$2:$D$7,2,1)"),
    ("formulas", "*/sheet2.xml", "Журнал!B6", "Журнал!B8"),
    ("tables", "*/table1.xml", 'ref="A10:C13"', 'ref="A12:C15"'),
    ("tables", "*/table1.xml", '<autoFilter ref="A10:C12"', '<autoFilter ref="A12:C14"'),
    ("tables", "*/table2.xml", 'ref="E1:F4"', 'ref="E1:F4"'),
    ("tables", "*/pivotCacheDefinition1.xml", 'ref="A1:B5"', 'ref="A1:B7"'),
    ("tables", "*/pivotTable1.xml", 'ref="A20:B25"', 'ref="A20:B25"'),
    ("notes", "*/comments1.xml", 'ref="D6"', 'ref="D8"'),
    ("notes", "*/comments1.xml", 'ref="B3"', 'ref="B3"'),
    ("notes", "*/vmlDrawing1.vml", "<x:Row>5</x:Row>", "<x:Row>7</x:Row>"),
    ("printing", "*/sheet1.xml", '<brk id="12"', '<brk id="14"'),
    ("printing", "*/sheet1.xml", 'sqref="B2:C5"', 'sqref="B2:C7"'),
    ("printing", "*/workbook.xml", "$A$1:$D$20", "$A$1:$D$22"),
    ("macros", "*/ctrlProp1.xml", "$G$4", "$G$6"),
    ("macros", "*/vmlDrawing1.vml", "<x:FmlaLink>$G$4</x:FmlaLink>", "<x:FmlaLink>$G$6</x:FmlaLink>"),
    ("macros", "*/sheet1.xml", "<xdr:row>7</xdr:row>", "<xdr:row>9</xdr:row>"),
    ("shared_formulas", "*/sheet1.xml", 'ref="B9:B10"', 'ref="B11:B12"'),
)
"""Book, part, what stands in it, and what must stand there after two rows came before row 4 of the journal."""


@pytest.mark.parametrize(("name", "part", "old", "new"), MOVED)
def test_what_hangs_on_rows_moves_with_them(name: str, part: str, old: str, new: str) -> None:
    before, data = books()[name], edit(books()[name], Edits(inserts=(Insert(JOURNAL, 4, 2),)))
    (found,) = (member for member in contents(before) if fnmatchcase(member, part) and "chartsheet" not in member)
    was, now = (contents(book)[found].decode() for book in (before, data))
    assert old in was
    assert now.count(new) == was.count(old)
    assert old == new or now.count(old) == was.count(new)


def written(folder: Path, plans: Iterable[str]) -> dict[tuple[str, str], Path]:
    """Books before and after plans as files, by name and plan."""
    made = {}
    for name in EDITED:
        for plan in ("", *plans):
            data = after(name, plan)
            made[name, plan] = folder / f"{name}-{plan or 'before'}{'.xlsm' if b'vbaProject.bin' in data else '.xlsx'}"
            made[name, plan].write_bytes(data)
    return made


def table(path: Path) -> dict[str, object]:
    """Cells of a file of comma-separated values."""
    with path.open(encoding="utf-8", newline="") as file:
        return _filled(csv.reader(file))


@pytest.fixture(scope="module")
def by_office(office: str, tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Cells]:
    """What LibreOffice shows on all sheets of all books: one start for all of them."""
    folder = tmp_path_factory.mktemp("office")
    files = written(folder, PLANS)
    sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", sheets, "--outdir", str(folder / "csv"), *map(str, files.values())]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {
        key: {sheet: table(folder / "csv" / f"{path.stem}-{sheet}.csv") for sheet in sheet_parts(path.read_bytes())}
        for key, path in files.items()
    }


@pytest.fixture(scope="module")
def by_gnumeric(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Cells]:
    """What Gnumeric shows on all sheets of all books that it can read."""
    program = shutil.which("ssconvert")
    if program is None:
        if os.environ.get("XLRECORDS_OFFICE") == "required":
            pytest.fail("ssconvert of Gnumeric is required here and was not found")
        pytest.skip("Gnumeric is not installed")
    folder = tmp_path_factory.mktemp("gnumeric")
    files = {key: path for key, path in written(folder, PLANS).items() if key[0] not in UNREAD["gnumeric"]}

    def convert(path: Path) -> Cells:
        target = path.with_suffix(".xls")
        command = [str(program), "--export-type=Gnumeric_Excel:excel_biff8", str(path), str(target)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return calamine_cells(target.read_bytes())

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(files, pool.map(convert, files.values()), strict=True))


def shown(cells: Cells, left_out: Mapping[str, set[str]]) -> Cells:
    """Cells as text, without those of the added sheet, those left out, and what LibreOffice makes anew: the pivot table."""
    return {
        sheet: {
            cell: f"{value:g}" if isinstance(value, int | float) else str(value)
            for cell, value in values.items()
            if cell not in left_out.get(sheet, ()) and not (sheet == LISTS and coordinate_from_string(cell)[1] >= PIVOT)
        }
        for sheet, values in cells.items()
        if values and sheet != SHEET.name
    }


def told(program: str, seen: Mapping[tuple[str, str], Cells], name: str, plan: str) -> tuple[Cells, Cells]:
    """What a program shows of a book after a plan, and what it should show, judging by what it showed before."""
    unworked = name in UNWORKED[program]
    before = shown(seen[name, ""], formulas(books()[name]) if unworked else {})
    now = shown(seen[name, plan], formulas(after(name, plan)) if unworked else {})
    return now, shown(PLANS[plan][1](before, place(name)), {})


@pytest.mark.office
@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("name", EDITED)
def test_libreoffice_shows_the_same(name: str, plan: str, by_office: Mapping[tuple[str, str], Cells]) -> None:
    now, expected = told("office", by_office, name, plan)
    assert now == expected


@pytest.mark.office
@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("name", [name for name in EDITED if name not in UNREAD["gnumeric"]])
def test_gnumeric_shows_the_same(name: str, plan: str, by_gnumeric: Mapping[tuple[str, str], Cells]) -> None:
    now, expected = told("gnumeric", by_gnumeric, name, plan)
    assert now == expected


@pytest.mark.parametrize("cell", ["A1", "B3", "C3", "AA9"])
def test_a_note_joins_those_that_are_there(cell: str) -> None:
    data = edit(books()["notes"], Edits(notes=(Note(JOURNAL, cell, "Проверьте"),)))
    assert set(note_cells(data)) == {"A2", "B3", "C2", "D6", cell}
    assert well_formed(data) == ordered(data) == []


def test_a_repeated_row_has_its_notes_each_time() -> None:
    data = edit(books()["notes"], Edits(repeats=(Repeat(JOURNAL, 3, 3, 3),)))
    assert sorted(note_cells(data)) == ["A2", "B3", "B4", "B5", "C2", "D8"]


def test_a_row_with_several_notes_can_be_repeated() -> None:
    data = edit(books()["notes"], Edits(repeats=(Repeat(JOURNAL, 2, 2, 3),)))
    assert well_formed(data) == ordered(data) == []


@pytest.mark.parametrize("before", [2, 3, 4])
def test_rows_put_beside_or_into_a_repeated_block_stay_in_order(before: int) -> None:
    try:
        data = edit(books()["formulas"], Edits(inserts=(Insert(JOURNAL, before),), repeats=(Repeat(JOURNAL, 2, 3, 2),)))
    except PlanError:
        return
    assert ordered(data) == []


def note_cells(data: bytes) -> list[str]:
    """Cells of the journal that have notes, as openpyxl sees them."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))[JOURNAL]
    return [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]


def test_apply_writes_what_edit_gives_and_leaves_the_source(tmp_path: Path) -> None:
    source, target, plan = tmp_path / "7А.xlsx", tmp_path / "7А новый.xlsx", KINDS["number"].plan(place("notes"))
    source.write_bytes(books()["notes"])
    apply(source, plan, target)
    assert source.read_bytes() == books()["notes"]
    assert target.read_bytes() == edit(books()["notes"], plan)
    with pytest.raises(FileExistsError):
        apply(source, plan, target)


DAMAGE: tuple[tuple[Callable[[bytes], list[str]], str, str, str, str], ...] = (
    (well_formed, "xl/worksheets/sheet1.xml", "</sheetData>", "", "not well-formed"),
    (well_formed, "xl/_rels/workbook.xml.rels", "worksheets/sheet2.xml", "worksheets/sheet9.xml", "is not there"),
    (well_formed, "xl/_rels/workbook.xml.rels", 'Id="rId2"', 'Id="rId1"', "given twice"),
    (well_formed, "[Content_Types].xml", 'Extension="vml"', 'Extension="wml"', "no content type"),
    (well_formed, "xl/worksheets/sheet1.xml", '<legacyDrawing r:id="rId1"/>', '<legacyDrawing r:id="rId77"/>', "rId77 is not there"),
    (ordered, "xl/worksheets/sheet1.xml", "<sheetData>", '<mergeCells><mergeCell ref="A1:B1"/></mergeCells><sheetData>', "stands after"),
    (ordered, "xl/worksheets/sheet1.xml", "</sheetData>",
     '</sheetData><mergeCells count="2"><mergeCell ref="A8:B9"/><mergeCell ref="B9:C9"/></mergeCells>', "overlap"),
    (ordered, "xl/worksheets/sheet1.xml", '<c r="B2" s="2">', '<c r="B2" s="99">', "style 99"),
    (ordered, "xl/worksheets/sheet1.xml", '<c r="B2"', '<c r="E2"', "out of order"),
    (ordered, "xl/worksheets/sheet1.xml", "<v>0</v>", "<v>999</v>", "string 999"),
    (ordered, "xl/comments1.xml", 'ref="D6"', 'ref="D7"', "shapes on"),
    (ordered, "xl/styles.xml", '<cellXfs count="3">', '<cellXfs count="4">', "counts 4"),
    (ordered, "xl/workbook.xml", 'sheetId="2"', 'sheetId="1"', "given twice"),
)  # fmt: skip
"""Judge, part, what stands in it, what is put there, and what the judge must say."""


@pytest.mark.parametrize(("judge", "part", "old", "new", "verdict"), DAMAGE)
def test_the_judges_see_damage(judge: Callable[[bytes], list[str]], part: str, old: str, new: str, verdict: str) -> None:
    content = contents(books()["notes"])[part].decode()
    assert old in content
    found = judge(with_parts(books()["notes"], {part: content.replace(old, new, 1).encode()}))
    assert any(verdict in problem for problem in found)
