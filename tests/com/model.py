"""A stand-in for Excel: as much of its object model as the adapter uses, with the refusals of the real one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from xlrecords.book import address
from xlrecords.ooxml.refs import split

UNKNOWN_NAME, FAILED, REFUSED = -2147352570, -2147352567, -2146827284
NONE, SOLID = -4142, 1
PLACEHOLDER = "[Threaded comment]"


class ComError(Exception):
    """pywintypes.com_error."""

    def __init__(self, hresult: int, text: str = "") -> None:
        details = (0, "Microsoft Excel", text, "", 0, REFUSED)
        super().__init__(hresult, text, details, None)
        self.hresult, self.excepinfo = hresult, details


def refuse(text: str) -> ComError:
    return ComError(FAILED, text)


class Com:
    """An object of COM: a name that it does not know is told by its type library."""

    @property
    def _oleobj_(self) -> Any:
        return self

    def GetIDsOfNames(self, locale: int, name: str) -> None:
        raise ComError(UNKNOWN_NAME, name)


def bare(given: Any) -> Any:
    """What the wrapper of xlwings holds."""
    return getattr(given, "_inner", given)


class Excel(Com):
    """Excel. `threads`: whether it knows threaded comments, as that of Microsoft 365 does."""

    Hwnd = 7
    Calculation = -4105
    ScreenUpdating = EnableEvents = DisplayAlerts = True
    StatusBar: Any = False

    def __init__(self, threads: bool = True) -> None:
        self.threads = threads
        self.Workbooks = Workbooks(self)
        self.ActiveWorkbook: Workbook | None = None

    @property
    def Selection(self) -> Any:
        assert self.ActiveWorkbook is not None
        return getattr(self.ActiveWorkbook.ActiveSheet, "chosen", None)

    def book(self, *sheets: str, fullname: str = "Книга1") -> Workbook:
        """A workbook with these sheets, in front; «chart: NAME» is a sheet that is a chart."""
        made = Workbook(self, fullname)
        for name in sheets:
            kind, _, title = name.rpartition("chart: ")
            made.tabs.append(Chart(made, title) if kind or name.startswith("chart: ") else Worksheet(made, title))
        made.ActiveSheet = made.tabs[0]
        made.selected = 1
        self.Workbooks.found.append(made)
        self.ActiveWorkbook = made
        return made


class Workbooks(Com):
    def __init__(self, excel: Excel) -> None:
        self.Application = excel
        self.found: list[Workbook] = []

    @property
    def Count(self) -> int:
        return len(self.found)

    def __iter__(self) -> Iterator[Workbook]:
        return iter(self.found)

    def __call__(self, key: Any) -> Workbook:
        for book in self.found:
            if book.Name.casefold() == str(key).casefold():
                return book
        raise refuse("Subscript out of range")


class Workbook(Com):
    Saved = True
    ProtectStructure = False

    def __init__(self, excel: Excel, fullname: str) -> None:
        self.Application = excel
        self.FullName = fullname
        self.Name = re.split(r"[/\\]", fullname)[-1]
        self.tabs: list[Any] = []
        self.selected = 1
        self.ActiveSheet: Any = None
        self.window = Window()

    @property
    def Worksheets(self) -> Tabs:
        return Tabs(self, lambda tab: isinstance(tab, Worksheet))

    @property
    def Sheets(self) -> Tabs:
        return Tabs(self, lambda tab: True)

    def Windows(self, number: int) -> Window:
        return self.window

    def Activate(self) -> None:
        self.Application.ActiveWorkbook = self


class Window(Com):
    """A window. `torn`: it is one in which no panes can be frozen, as in the layout of pages."""

    SplitRow = SplitColumn = 0
    torn = False
    frozen = False

    @property
    def FreezePanes(self) -> bool:
        return self.frozen

    @FreezePanes.setter
    def FreezePanes(self, value: bool) -> None:
        if self.torn:
            raise refuse("Unable to set the FreezePanes property of the Window class")
        self.frozen = value


class Tabs(Com):
    """Sheets of a workbook, all or tables alone."""

    def __init__(self, book: Workbook, fits: Any) -> None:
        self.Parent = book
        self.fits = fits

    def __iter__(self) -> Iterator[Any]:
        return (tab for tab in self.Parent.tabs if self.fits(tab))

    @property
    def Count(self) -> int:
        return len(list(self))

    def __call__(self, key: Any) -> Any:
        tabs = list(self)
        if isinstance(key, int) and 0 < key <= len(tabs):
            return tabs[key - 1]
        for tab in tabs:
            if isinstance(key, str) and tab.Name.casefold() == key.casefold():
                return tab
        raise refuse("Subscript out of range")

    def Add(self, Before: Any = None, After: Any = None, Count: int | None = None) -> Worksheet:
        """So many sheets are added as are selected, if nothing else is said."""
        book = self.Parent
        if book.ProtectStructure:
            raise refuse("Workbook is protected")
        place = book.tabs.index(bare(Before)) if Before is not None else book.tabs.index(bare(After)) + 1
        for _ in range(Count or book.selected):
            taken = {tab.Name for tab in book.tabs}
            number = next(number for number in range(1, 99) if f"Лист{number}" not in taken)
            made = Worksheet(book, f"Лист{number}")
            book.tabs.insert(place, made)
        book.ActiveSheet, book.selected = made, 1
        return made


class Tab(Com):
    Visible = -1

    def __init__(self, book: Workbook, name: str) -> None:
        self.Parent = book
        self.Application = book.Application
        self.title = name

    @property
    def Name(self) -> str:
        return self.title

    @Name.setter
    def Name(self, name: str) -> None:
        if any(tab.Name.casefold() == name.casefold() for tab in self.Parent.tabs if tab is not self):
            raise refuse("That name is already taken")
        self.title = name

    @property
    def Index(self) -> int:
        return self.Parent.tabs.index(self) + 1

    def Activate(self) -> None:
        if self.Visible != -1:
            raise refuse("Activate method of Worksheet class failed")
        self.Parent.ActiveSheet = self

    def Delete(self) -> bool:
        self.Parent.tabs.remove(self)
        if self.Parent.ActiveSheet is self:
            self.Parent.ActiveSheet = self.Parent.tabs[0]
        return True

    def Move(self, Before: Any) -> None:
        self.Parent.tabs.remove(self)
        self.Parent.tabs.insert(self.Parent.tabs.index(bare(Before)), self)
        self.Activate()


class Chart(Tab):
    """A sheet that is a chart: it has no cells."""


class PageSetup(Com):
    pass


class Worksheet(Tab):
    """A table. `hidden`: rows that a filter does not show."""

    ProtectContents = ProtectDrawingObjects = False
    AutoFilter: Any = None

    def __init__(self, book: Workbook, name: str) -> None:
        from .cells import Range

        super().__init__(book, name)
        self.values: dict[tuple[int, int], Any] = {}
        self.notes: dict[tuple[int, int], Any] = {}
        self.threads: set[tuple[int, int]] = set()
        self.fills: dict[tuple[int, int], Any] = {}
        self.hidden: set[int] = set()
        self.ListObjects: list[Any] = []
        self.PageSetup = PageSetup()
        self.chosen = Range(self, [(1, 1, 1, 1)])

    def fill(self, *rows: list[Any]) -> Worksheet:
        """Put values into the cells from A1 on."""
        self.values |= {
            (row, column): value for row, line in enumerate(rows, 1) for column, value in enumerate(line, 1) if value is not None
        }
        return self

    @property
    def Cells(self) -> Any:
        from .cells import Cells

        return Cells(self)

    @property
    def Rows(self) -> Any:
        return self.Cells

    @property
    def UsedRange(self) -> Any:
        from .cells import Range

        used = [*self.values, *self.fills, (1, 1)]
        return Range(self, [(1, 1, max(row for row, _ in used), max(column for _, column in used))])

    @property
    def Comments(self) -> list[Any]:
        return list(self.notes.values())

    def Range(self, first: Any, last: Any = None) -> Any:
        from .cells import Range

        first, last = bare(first), bare(last)
        if isinstance(first, str):
            if len(first) > 255:
                raise refuse("Method 'Range' of object '_Worksheet' failed")
            ends = [part.replace("$", "").partition(":") for part in first.split(",")]
            return Range(self, [(*split(top), *split(bottom or top)) for top, _, bottom in ends])
        (top, left, *_), (*_, bottom, right) = first.areas[0], (last or first).areas[0]
        return Range(self, [(top, left, bottom, right)])


def serial(moment: dt.datetime) -> float:
    return (moment.replace(tzinfo=None) - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)


def named(area: tuple[int, int, int, int]) -> str:
    first, last = address(*area[:2]), address(*area[2:])
    return first if first == last else f"{first}:{last}"
