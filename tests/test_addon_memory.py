"""What the add-on keeps from one press to the next, cells of sheets and the list of findings, is never what is not there any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from xlrecords.books.markdown import parse_books
from xlrecords.edits import Edits, Item, NewSheet, to_json
from xlrecords.marking import HEADINGS, LIST, WIDTHS

from .component import AddonBook, module, office
from .markdown import saved
from .office import properties, uno

pytestmark = pytest.mark.office

(BOOK,) = parse_books("""
# Алгебра
| Класс | 5А  |   |
| Орлов | 5   | н |
| Ильин | 4,5 | б |

# Геометрия
| Класс  | 5А | сентябрь |
| Яшин   | 5  | н        |
| Ильин  | 4  | б        |
| Громов | 3  | н        |

# Записи
| звонить | Орловой |
""")


@pytest.fixture
def book(office: str, tmp_path: Path) -> Iterator[AddonBook]:
    """A workbook in LibreOffice with a formula on one sheet that takes its value from another; «Алгебра» is in front."""
    path = tmp_path / "5А.xlsx"
    path.write_bytes(saved(BOOK))
    opened = AddonBook.opened(path)
    area(opened, "D1", "Геометрия").setFormula("=$Записи.D9+1")
    yield opened
    opened.document.close(True)


def area(book: AddonBook, address: str, sheet: str = "Геометрия") -> Any:
    return book.document.Sheets.getByName(sheet).getCellRangeByName(address)


# Cells of sheets


def dispatch(book: AddonBook, command: str, place: str, **arguments: object) -> None:
    """A command of the menu, on cells of «Геометрия», and then «Алгебра» in front again."""
    controller = book.document.CurrentController
    controller.setActiveSheet(book.document.Sheets.getByName("Геометрия"))
    controller.select(area(book, place))
    helper = office().service("com.sun.star.frame.DispatchHelper")
    helper.executeDispatch(controller.Frame, f".uno:{command}", "", 0, properties(**arguments))
    controller.setActiveSheet(book.document.Sheets.getByIndex(0))


def replaced(book: AddonBook, old: str, new: str) -> None:
    wanted = book.document.Sheets.getByName("Геометрия").createReplaceDescriptor()
    wanted.SearchString, wanted.ReplaceString = old, new
    assert book.document.Sheets.getByName("Геометрия").replaceAll(wanted)


def sort(book: AddonBook) -> None:
    field = uno().createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = 0, True
    fields = uno().Any("[]com.sun.star.table.TableSortField", (field,))
    uno().invoke(area(book, "A2:C4"), "sort", (properties(SortFields=fields),))


def moved(book: AddonBook) -> None:
    target = area(book, "B6").CellAddress
    book.document.Sheets.getByName("Геометрия").moveRange(target, area(book, "A2:C3").RangeAddress)


def swap_names(book: AddonBook) -> None:
    first, second = (book.document.Sheets.getByName(name) for name in ("Геометрия", "Записи"))
    first.Name, second.Name = "x", "Геометрия"
    first.Name = "Записи"


CHANGES: dict[str, Callable[[AddonBook], object]] = {
    "number": lambda book: setattr(area(book, "B2"), "Value", 2),
    "text": lambda book: area(book, "C2").setString("б"),
    "number format": lambda book: setattr(area(book, "B2:B3"), "NumberFormat", 36),
    "typed": lambda book: dispatch(book, "EnterString", "C3", StringName="н"),
    "cleared": lambda book: dispatch(book, "ClearContents", "B2:C3"),
    "beyond the table": lambda book: area(book, "F9").setString("ниже"),
    "rows removed": lambda book: dispatch(book, "DeleteRows", "A2:A2"),
    "rows put in": lambda book: dispatch(book, "InsertRowsBefore", "A3:A3"),
    "column removed": lambda book: dispatch(book, "DeleteColumns", "B1:B1"),
    "cells moved up": lambda book: dispatch(book, "DeleteCell", "B2:B2", Flags="U"),
    "filled down": lambda book: dispatch(book, "FillDown", "B2:C4"),
    "upper case": lambda book: dispatch(book, "ChangeCaseToUpper", "A1:C4"),
    "replaced": lambda book: replaced(book, "н", "б"),
    "sorted": sort,
    "moved": moved,
    "block": lambda book: area(book, "B2:C3").setDataArray(((1.0, "x"), (2.0, "y"))),
    "formula": lambda book: area(book, "B3").setFormula("=1/0"),
    "what a formula takes": lambda book: setattr(area(book, "D9", "Записи"), "Value", 7),
    "sheet removed": lambda book: book.document.Sheets.removeByName("Записи"),
    "sheet renamed": lambda book: setattr(book.document.Sheets.getByName("Геометрия"), "Name", "Физика"),
    "sheets renamed crosswise": swap_names,
    "sheet put first": lambda book: book.document.Sheets.moveByName("Геометрия", 0),
    "in front": lambda book: area(book, "B2", "Алгебра").setString("x"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_cells_that_are_kept_are_those_on_the_screen(book: AddonBook, change: Callable[[AddonBook], object]) -> None:
    memory, picture = module("memory").Memory(), module("picture").picture
    shown = [picture(book.document, memory)]
    for step in (change, lambda book: book.document.UndoManager.undo(), lambda book: book.document.UndoManager.redo()):
        step(book)
        shown.append(picture(book.document, memory))
        assert shown[-1] == picture(book.document)
    assert shown[1]["sheets"] != shown[0]["sheets"]
    memory.forget()


def test_only_what_was_changed_and_the_sheet_in_front_is_read_again(book: AddonBook, tmp_path: Path) -> None:
    memory, picture = module("memory").Memory(), module("picture")
    read: list[str] = []

    def names(document: Any) -> list[str]:
        read.clear()
        contents = memory.reader(document, lambda area: read.append(area.Spreadsheet.Name) or picture.content(area))
        for sheet in document.Sheets:
            contents(sheet, picture.used(sheet))
        return list(read)

    assert names(book.document) == ["Алгебра", "Геометрия", "Записи"]
    assert names(book.document) == ["Алгебра"]
    area(book, "C2").setString("б")
    assert names(book.document) == ["Алгебра", "Геометрия"]
    other = AddonBook.opened(book_at(tmp_path / "6А.xlsx"))
    assert len(names(other.document)) == 3
    other.document.close(True)
    assert len(names(book.document)) == 3
    memory.forget()


def book_at(path: Path) -> Path:
    path.write_bytes(saved(BOOK))
    return path


def test_a_desk_names_sheets_that_are_as_in_the_one_before(office: str) -> None:
    shortened = module("worker").shortened
    desk = {
        "path": "5А.xlsx",
        "name": "5А.xlsx",
        "epoch": "1899-12-30",
        "sheets": [{"name": "А", "rows": ((1.0,),)}, {"name": "Б", "rows": ()}],
    }
    changed = desk | {"sheets": [{"name": "А", "rows": ((2.0,),)}, {"name": "Б", "rows": ()}]}
    assert shortened(changed, desk)["sheets"] == [{"name": "А", "rows": ((2.0,),)}, {"name": "Б", "same": True}]
    assert (
        shortened(changed, None)
        == shortened(changed, desk | {"path": "6А.xlsx"})
        == shortened(changed, desk | {"epoch": "1904"})
        == changed
    )


# The list of findings


def findings(*numbers: int) -> NewSheet:
    """A list of findings: a line for each number."""
    head = ((Item(LIST, "title"),), (Item(f"Найдено: {len(numbers)}", "faint"),), tuple(Item(heading, "heading") for heading in HEADINGS))
    rows = (
        (
            Item(at, "number"), Item("ошибка", "error"), Item("Алгебра", "wrapped"), Item(f"B{number}", "link", "Алгебра", f"B{number}"),
            Item("007", "wrapped"), Item("так нельзя " * number, "wrapped"), Item("=1+1", "wrapped"), Item("4.4"),
        )
        for at, number in enumerate(numbers, 1)
    )  # fmt: skip
    return NewSheet(LIST, (*head, *rows), WIDTHS, heading_row=3, filtered=True, landscape=True)


def listed(book: AddonBook) -> tuple[object, ...]:
    """All that is seen of the list; at last the heights of its rows."""
    document = book.document
    sheet = document.Sheets.getByName(LIST)
    shown = module("picture").used(sheet)
    cells = [[shown.getCellByPosition(column, row) for column in (0, 1, 3, 5)] for row in range(shown.Rows.Count)]
    looks = [[(cell.CellBackColor, cell.CharWeight, cell.IsTextWrapped, cell.Formula) for cell in row] for row in cells]
    filtered = document.getPropertyValue("UnnamedDatabaseRanges").getByTable(sheet.RangeAddress.Sheet)
    filters = filtered.DataArea.EndRow, filtered.AutoFilter
    heights = [sheet.Rows.getByIndex(row).Height for row in range(shown.Rows.Count)]
    return document.Sheets.ElementNames, shown.getDataArray(), looks, filters, sheet.TitleRows.StartRow, heights


def renew(book: AddonBook, new: NewSheet) -> None:
    away, again = Edits(remove_sheets=(LIST,)), Edits(add_sheets=(new,))
    book.apply([away, again])


LINES = {
    "one gone": (1, 2, 4, 5, 6),
    "the last gone": (1, 2, 3, 4, 5),
    "the first gone": (2, 3, 4, 5, 6),
    "one more": (1, 2, 3, 7, 4, 5, 6),
    "one more at the end": (1, 2, 3, 4, 5, 6, 7),
    "one more at the beginning": (7, 1, 2, 3, 4, 5, 6),
    "another": (1, 2, 9, 4, 5, 6),
    "some of all": (1, 8, 4, 5, 9, 6),
    "nothing stays": (7, 8),
}


@pytest.mark.parametrize("numbers", LINES.values(), ids=LINES.keys())
def test_a_list_whose_lines_change_is_as_one_made_anew(book: AddonBook, numbers: tuple[int, ...]) -> None:
    book.apply([Edits(add_sheets=(findings(*numbers),))])
    anew = listed(book)
    book.apply([Edits(remove_sheets=(LIST,))])
    book.apply([Edits(add_sheets=(findings(1, 2, 3, 4, 5, 6),))])
    before = listed(book)
    renew(book, findings(*numbers))
    assert listed(book) == anew
    book.document.UndoManager.undo()
    assert listed(book) == before
    book.document.UndoManager.redo()
    assert listed(book)[:-1] == anew[:-1]  # heights that were found are not found again by LibreOffice


def test_a_list_that_the_teacher_changed_is_made_anew(book: AddonBook) -> None:
    def hidden(sheet: Any) -> None:
        sheet.Rows.getByIndex(4).IsVisible = False

    def longer(sheet: Any) -> None:
        sheet.getCellRangeByName("J5").setString("сделано")

    book.apply([Edits(add_sheets=(findings(1, 2, 4),))])
    anew = listed(book)
    for change in (hidden, longer):
        renew(book, findings(1, 2, 3, 4))
        change(book.document.Sheets.getByName(LIST))
        renew(book, findings(1, 2, 4))
        assert listed(book) == anew


def test_a_list_that_is_not_the_last_sheet_comes_after_the_last_one(book: AddonBook) -> None:
    book.apply([Edits(add_sheets=(findings(1, 2, 3),))])
    book.document.Sheets.moveByName(LIST, 0)
    renew(book, findings(1, 2))
    assert book.document.Sheets.ElementNames == ("Алгебра", "Геометрия", "Записи", LIST)


def test_plans_that_renew_nothing_stay_as_they_are(book: AddonBook) -> None:
    import json

    steps = [json.loads(to_json(step)) for step in (Edits(remove_sheets=("Записи",)), Edits(add_sheets=(findings(1),)))]
    assert module("renewal").planned(book.document, steps) == steps
