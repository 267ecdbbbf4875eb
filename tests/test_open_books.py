"""What every book that can be changed must do, whatever office program holds it: one contract, run on all adapters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from xlrecords.book import Cell, OpenBook, Rows, letters
from xlrecords.books.excel import ExcelBook
from xlrecords.books.excel_dialects import Dialect, WindowsExcel
from xlrecords.books.markdown import parse_books
from xlrecords.books.memory import MemoryBook
from xlrecords.books.opened import OpenedFile
from xlrecords.edits import Edits, Fill, Item, NewSheet, Note, PlanError, Scalar, Spot, Unfill, Unnote, Value
from xlrecords.issue import Issue, Place, Severity
from xlrecords.marking import is_list, mark_edits, marked_cells, unmark_edits
from xlrecords.rule import Rule
from xlrecords.tint import WHITE, mixed

from .component import AddonBook
from .engine import Mixing, opened
from .markdown import saved

Tables = dict[str, Rows]


@dataclass(frozen=True)
class Adapter:
    """One way to hold an open workbook.

    Attributes:
        name: What the test is called.
        make: Opens a workbook with these sheets and cells; the folder is empty and its own.
        patterns: Whether it keeps patterns; else a pattern is mixed into the colour of the cell (`tint`).
        protect: Protects sheets of an opened workbook; an empty name: its structure. None: protection means nothing to it.
        office: Whether it needs LibreOffice.
    """

    name: str
    make: Callable[[Path, Tables], OpenBook]
    patterns: bool = True
    protect: Callable[[OpenBook, frozenset[str]], None] | None = None
    office: bool = False


def in_memory(folder: Path, tables: Tables) -> OpenBook:
    return MemoryBook("Книга.xlsx", {sheet: [list(row) for row in rows] for sheet, rows in tables.items()})


def close_in_memory(book: OpenBook, closed: frozenset[str]) -> None:
    assert isinstance(book, MemoryBook)
    book.closed = closed


def opened_file(folder: Path, tables: Tables) -> OpenBook:
    return OpenedFile(saved(MemoryBook("Книга.xlsx", tables)), "Книга.xlsx")


def in_excel(words: type[Dialect], folder: Path, tables: Tables) -> OpenBook:
    """The real xlwings over a real LibreOffice: with the words of Excel for Windows, or without patterns."""
    path = folder / "Книга.xlsx"
    path.write_bytes(saved(MemoryBook(path.name, tables)))
    return ExcelBook(opened(path), words())


def close_in_excel(book: OpenBook, closed: frozenset[str]) -> None:
    assert isinstance(book, ExcelBook)
    for name in closed:
        (book.book.sheets[name].impl.sheet if name else book.book.impl.document).protect("")


def in_addon(folder: Path, tables: Tables) -> OpenBook:
    """A document of LibreOffice, as the modules of the add-on read and change it."""
    path = folder / "Книга.xlsx"
    path.write_bytes(saved(MemoryBook(path.name, tables)))
    return AddonBook.opened(path)


def close_in_addon(book: OpenBook, closed: frozenset[str]) -> None:
    assert isinstance(book, AddonBook)
    for name in closed:
        (book.document.Sheets.getByName(name) if name else book.document).protect("")


ADAPTERS: tuple[Adapter, ...] = (
    Adapter("memory", in_memory, protect=close_in_memory),
    Adapter("file", opened_file),
    Adapter("excel", partial(in_excel, WindowsExcel), protect=close_in_excel, office=True),
    Adapter("addon", in_addon, patterns=False, protect=close_in_addon, office=True),
    Adapter("excel-without-patterns", partial(in_excel, Mixing), patterns=False, protect=close_in_excel, office=True),
)

(PAGE,) = parse_books("""
# Алгебра
| Классный журнал |            |            |            |
| Класс:          | 5А         |            |            |
| №               | ФИО        | 02.09.2026 | 04.09.2026 |
| 1               | Орлов Иван | 5          | 4,5        |
| 2               | Петрова    | н          |            |

# Записи
| звонить | Орловой |
""")
TABLES: Tables = PAGE.tables
YELLOW, RED = "FFFF99", "C00000"
SPOTS: tuple[Spot, ...] = (("Алгебра", "C4"), ("Алгебра", "D4"), ("Алгебра", "C5"), ("Записи", "A1"))


@pytest.fixture(params=ADAPTERS, ids=lambda adapter: adapter.name)
def adapter(request: pytest.FixtureRequest) -> Adapter:
    found: Adapter = request.param
    if found.office:
        request.getfixturevalue("office")
    return found


@pytest.fixture
def book(adapter: Adapter, tmp_path: Path) -> OpenBook:
    return adapter.make(tmp_path, TABLES)


def notes(book: OpenBook) -> dict[Spot, str]:
    return {(note.sheet, note.cell): note.text for note in book.survey(SPOTS).notes}


def look(book: OpenBook, sheet: str, cell: str) -> tuple[str, str] | None:
    """Pattern and colour of a cell; None: it has none."""
    fills = book.survey([(sheet, cell)]).fills
    return next(((fill.pattern, fill.colour) for fill in fills if (fill.sheet, fill.cell) == (sheet, cell)), None)


def everything(book: OpenBook) -> object:
    """All that a plan may change."""
    sheets = book.sheets()
    found = book.survey([spot for spot in SPOTS if spot[0] in sheets])
    told = {(note.sheet, note.cell): note.text for note in found.notes}
    return sheets, {sheet: book.cells(sheet) for sheet in sheets}, told, {(fill.sheet, fill.cell): fill for fill in found.fills}


def at(book: OpenBook, row: int, column: int, sheet: str = "Алгебра") -> Cell:
    """A cell, counted from 1; nothing beyond the last one."""
    rows = book.cells(sheet)
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


# Reading


def test_sheets_stand_in_the_order_of_the_tabs_and_cells_are_typed(book: OpenBook) -> None:
    assert book.sheets() == ["Алгебра", "Записи"]
    assert book.cells("Алгебра") == TABLES["Алгебра"]
    assert [type(cell) for cell in book.cells("Алгебра")[3]] == [float, str, float, float]
    assert at(book, 3, 3) == dt.date(2026, 9, 2)


def test_a_clean_book_has_no_notes_and_no_fills(book: OpenBook) -> None:
    found = book.survey(SPOTS)
    assert found.sheets == ("Алгебра", "Записи")
    assert not found.notes
    assert not found.fills


# Values

WRITTEN: tuple[tuple[Scalar, Cell], ...] = (
    (3, 3.0),
    (2.5, 2.5),
    (True, True),
    ("слово", "слово"),
    ("=1+1", "=1+1"),
    ("+7 900", "+7 900"),
    ("-", "-"),
    ("007", "007"),
    ("02.09.2026", "02.09.2026"),
    (dt.date(2026, 12, 31), dt.date(2026, 12, 31)),
)


@pytest.mark.parametrize("across", [True, False], ids=["in a row", "in a column"])
def test_values_are_what_was_written_and_text_is_text(book: OpenBook, across: bool) -> None:
    """Beside each other they may go in one call, and stay what they are; so does what stood there before."""
    places = [(7, 1 + at) if across else (4 + at, 3) for at in range(len(WRITTEN))]
    values = (Value("Алгебра", f"{letters(column)}{row}", value) for (row, column), (value, _) in zip(places, WRITTEN, strict=True))
    book.apply([Edits(values=(*values, Value("Алгебра", "D4", None)))])
    read = [at(book, *place) for place in places]
    assert read == [cell for _, cell in WRITTEN]
    assert [type(cell) for cell in read] == [type(cell) for _, cell in WRITTEN]
    assert (at(book, 4, 2), at(book, 4, 4)) == ("Орлов Иван", "")


def test_a_value_may_stand_beyond_the_table(book: OpenBook) -> None:
    book.apply([Edits(values=(Value("Записи", "C4", "внизу"),))])
    assert at(book, 4, 3, "Записи") == "внизу"
    assert at(book, 1, 2, "Записи") == "Орловой"


# Fills


def test_a_pattern_is_put_and_taken(book: OpenBook, adapter: Adapter) -> None:
    book.apply([Edits(fills=(Fill("Алгебра", "C4", RED, "darkUp"),))])
    assert look(book, "Алгебра", "C4") == (("darkUp", RED) if adapter.patterns else ("solid", mixed(WHITE, "darkUp", RED)))
    took = Unfill("Алгебра", "C4", RED, "darkUp") if adapter.patterns else Unfill("Алгебра", "C4", mixed(WHITE, "darkUp", RED))
    book.apply([Edits(unfills=(took,))])
    assert look(book, "Алгебра", "C4") is None


def test_a_plain_colour_is_told_where_it_is_asked_for(book: OpenBook) -> None:
    book.apply([Edits(fills=(Fill("Алгебра", "C4", YELLOW),))])
    assert look(book, "Алгебра", "C4") == ("solid", YELLOW)
    assert look(book, "Алгебра", "D4") is None


def test_the_colour_behind_a_pattern_comes_back(book: OpenBook, adapter: Adapter) -> None:
    book.apply([Edits(fills=(Fill("Алгебра", "C4", YELLOW),))])
    book.apply([Edits(fills=(Fill("Алгебра", "C4", RED, "darkUp"),))])
    if adapter.patterns:
        assert look(book, "Алгебра", "C4") == ("darkUp", RED)
        book.apply([Edits(unfills=(Unfill("Алгебра", "C4", RED, "darkUp"),))])
    else:
        assert look(book, "Алгебра", "C4") == ("solid", mixed(YELLOW, "darkUp", RED))
        book.apply([Edits(fills=(Fill("Алгебра", "C4", YELLOW),))])
    assert look(book, "Алгебра", "C4") == ("solid", YELLOW)


def test_a_fill_of_somebody_else_stays(book: OpenBook) -> None:
    book.apply([Edits(fills=(Fill("Алгебра", "C4", YELLOW),))])
    book.apply([Edits(unfills=(Unfill("Алгебра", "C4", RED), Unfill("Алгебра", "D4", RED, "darkUp")))])
    assert look(book, "Алгебра", "C4") == ("solid", YELLOW)
    assert look(book, "Алгебра", "D4") is None


# Notes


def test_a_note_is_put_below_one_that_is_there_and_taken_again(book: OpenBook) -> None:
    book.apply([Edits(notes=(Note("Алгебра", "C5", "спросить у врача"),))])
    book.apply([Edits(notes=(Note("Алгебра", "C5", "xlrecords: ошибка\nтак нельзя"), Note("Алгебра", "C4", "=1+1")))])
    assert notes(book) == {
        ("Алгебра", "C5"): "спросить у врача\n\nxlrecords: ошибка\nтак нельзя",
        ("Алгебра", "C4"): "=1+1",
    }
    book.apply([Edits(unnotes=(Unnote("Алгебра", "C5", "xlrecords: ошибка\nтак нельзя"), Unnote("Алгебра", "C4", "=1+1")))])
    assert notes(book) == {("Алгебра", "C5"): "спросить у врача"}


def test_a_note_that_ends_otherwise_stays(book: OpenBook) -> None:
    book.apply([Edits(notes=(Note("Алгебра", "C5", "спросить у врача"),))])
    book.apply([Edits(unnotes=(Unnote("Алгебра", "C5", "другое"), Unnote("Алгебра", "D5", "другое")))])
    assert notes(book) == {("Алгебра", "C5"): "спросить у врача"}


# Sheets

LIST = NewSheet(
    "Список", ((Item("Список", "title"),), (Item(1, "number"), Item("C4", "link", "Алгебра", "C4"), Item("=1+1", "wrapped"))), (5, 9, 40)
)


def test_sheets_come_after_the_last_one_and_go_again(book: OpenBook) -> None:
    book.apply([Edits(add_sheets=(LIST,))])
    assert book.sheets() == ["Алгебра", "Записи", "Список"]
    assert book.cells("Список") == [["Список", "", ""], [1.0, "C4", "=1+1"]]
    book.apply([Edits(remove_sheets=("Список",))])
    assert book.sheets() == ["Алгебра", "Записи"]
    assert book.cells("Алгебра") == TABLES["Алгебра"]


def test_steps_are_done_one_after_the_other(book: OpenBook) -> None:
    book.apply([Edits(add_sheets=(LIST,))])
    anew = NewSheet("Список", ((Item("новый"),),))
    book.apply([
        Edits(remove_sheets=("Список",), values=(Value("Алгебра", "C4", 3),)),
        Edits(add_sheets=(anew,), values=(Value("Алгебра", "C4", 4),)),
        Edits(values=(Value("Список", "A2", "ниже"),)),
    ])  # fmt: skip
    assert book.sheets() == ["Алгебра", "Записи", "Список"]
    assert book.cells("Список") == [["новый"], ["ниже"]]
    assert at(book, 4, 3) == 4.0


# Plans that cannot be carried out

GOOD = Edits(values=(Value("Алгебра", "C4", 2),), fills=(Fill("Алгебра", "C4", RED),), notes=(Note("Алгебра", "C4", "ниже"),))
BAD = {
    "no such sheet": Edits(values=(Value("Геометрия", "A1", 1),)),
    "no address": Edits(values=(Value("Алгебра", "5А", 1),)),
    "a note on no sheet": Edits(notes=(Note("Геометрия", "A1", "текст"),)),
    "a name that is taken": Edits(add_sheets=(NewSheet("записи", ((Item("x"),),)),)),
    "a name that is too long": Edits(add_sheets=(NewSheet("Я" * 32, ((Item("x"),),)),)),
    "a name with a forbidden sign": Edits(add_sheets=(NewSheet("5/А", ((Item("x"),),)),)),
    "a sheet that is not there": Edits(remove_sheets=("Геометрия",)),
    "no sheet is left": Edits(remove_sheets=("Алгебра", "Записи")),
    "no number": Edits(values=(Value("Алгебра", "C4", float("nan")),)),
}


def test_a_plan_that_does_not_fit_changes_nothing_at_all(book: OpenBook) -> None:
    before = everything(book)
    for what, plan in BAD.items():
        with pytest.raises(PlanError):
            book.apply([GOOD, plan])
        assert everything(book) == before, what


@pytest.mark.parametrize(
    ("closed", "plans"),
    [
        (
            "Записи",
            [
                Edits(values=(Value("Записи", "A1", "x"),)),
                Edits(fills=(Fill("Записи", "A1", RED, "darkUp"),)),
                Edits(notes=(Note("Записи", "A1", "x"),)),
            ],
        ),
        ("", [Edits(add_sheets=(LIST,)), Edits(remove_sheets=("Записи",))]),
    ],
    ids=["sheet", "structure"],
)
def test_what_is_protected_is_told_and_left(book: OpenBook, adapter: Adapter, closed: str, plans: list[Edits]) -> None:
    if adapter.protect is None:
        assert not set(book.protected())
        return
    adapter.protect(book, frozenset({closed}))
    assert set(book.protected()) == {closed}
    before = everything(book)
    for plan in plans:
        with pytest.raises(PlanError, match="защищ"):
            book.apply([GOOD, plan])
        assert everything(book) == before
    book.apply([GOOD])
    assert at(book, 4, 3) == 2.0


# Marks


def finding(cell: str, severity: Severity, sheet: str = "Алгебра") -> Issue:
    return Issue(Rule(f"trial-{severity.name.lower()}", "", "так нельзя", "Исправьте.", "4.4", severity), Place("Книга.xlsx", sheet, cell))


def unmark(book: OpenBook) -> None:
    """Take marks off, as the button does: colours are asked for only where a list or a note tells of a mark."""
    lists = {sheet: rows for sheet in book.sheets() if is_list(rows := book.cells(sheet))}
    asked = tuple(marked_cells(book.survey(()), lists))
    survey = book.survey(asked)
    plain = {(fill.sheet, fill.cell): fill.colour for fill in survey.fills if fill.pattern == "solid" and (fill.sheet, fill.cell) in asked}
    book.apply(unmark_edits(survey, lists, plain).steps)


def test_marks_are_put_and_all_is_again_as_it_was(book: OpenBook) -> None:
    book.apply([Edits(fills=(Fill("Алгебра", "D4", YELLOW),), notes=(Note("Алгебра", "C5", "спросить у врача"),))])
    before = everything(book)
    found = [
        finding("C4", Severity.ERROR),
        finding("D4", Severity.WARNING),
        finding("C5", Severity.NOTE),
        finding("A1", Severity.NOTE, "Записи"),
    ]
    for _ in range(2):
        book.apply([mark_edits(found, book.sheets())])
        assert book.sheets() == ["Алгебра", "Записи", "Замечания"]
        assert is_list(book.cells("Замечания"))
        assert all(look(book, *spot) not in (None, ("solid", YELLOW)) for spot in SPOTS)
        assert len(notes(book)) == len(SPOTS)
        unmark(book)
        assert everything(book) == before
