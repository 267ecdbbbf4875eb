"""Application, workbooks and sheets of the engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xlwings import base_classes

from ..office import Office, properties, uno
from .com import BookView, SheetView
from .ranges import ErrorText, Note, Range

FILTER = "Calc MS Excel 2007 XML"


class Engine:
    name = ""
    type = "desktop"
    apps: Any = None

    def __init__(self, name: str) -> None:
        self.name = name

    @staticmethod
    def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool) -> Any:
        def clean(value: Any) -> Any:
            if value in (None, ""):
                return empty_as
            if isinstance(value, dt.datetime) and datetime_builder is not dt.datetime:
                return datetime_builder(year=value.year, month=value.month, day=value.day)
            if isinstance(value, ErrorText):
                return str(value) if err_to_str else None
            return number_builder(value) if number_builder and isinstance(value, float) else value

        return [[clean(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        return value


class Apps(base_classes.Apps):
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.found: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self.found]

    def __iter__(self) -> Iterator[App]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self.found if app.pid == pid)


class App(base_classes.App):
    """One LibreOffice.

    Attributes:
        shown: Windows that were shown: text and mode.
        told: What stood in the status bar, one after the other.
    """

    engine = books = None
    pid = 0
    screen_updating = display_alerts = enable_events = visible = True
    calculation = "automatic"

    def __init__(self, engine: Engine, office: Office) -> None:
        self.engine = engine
        self.office = office
        self.pid = office.process.pid
        self.books = Books(self)
        self.shown: list[tuple[str, str | None]] = []
        self.told: list[str | bool] = []

    @property
    def status_bar(self) -> str | bool:
        return self.told[-1] if self.told else False

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self.told.append(value)

    def activate(self, steal_focus: bool = False) -> None:
        """There is one window, and it is in front."""

    def alert(self, prompt: str, title: str, buttons: str, mode: str | None, callback: Any) -> str:
        assert title == "Учёт"
        self.shown.append((prompt, mode))
        return "ok"

    @property
    def selection(self) -> Range | None:
        book = self.books.active
        chosen = book.document.CurrentSelection
        if not hasattr(chosen, "RangeAddress"):
            return None
        area = chosen.RangeAddress
        sheet = Sheet(book, book.document.Sheets.getByIndex(area.Sheet))
        return Range(sheet, [(area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1)])


class Books(base_classes.Books):
    app = active = None

    def __init__(self, app: App) -> None:
        self.app = app
        self.found: list[Book] = []

    def __call__(self, key: str | int) -> Book:
        if isinstance(key, int):
            return self.found[key - 1]
        for book in self.found:
            if key in (book.name, book.fullname):
                return book
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self.found)

    def __iter__(self) -> Iterator[Book]:
        return iter(self.found)

    def open(self, fullname: str, *options: Any, **more: Any) -> Book:
        return self._add(self.app.office.open(Path(fullname)), str(fullname))

    def add(self) -> Book:
        made = self.app.office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        return self._add(made, "Книга1")

    def _add(self, document: Any, fullname: str) -> Book:
        self.found.append(Book(self, document, fullname))
        self.active = self.found[-1]
        return self.active


class Book(base_classes.Book):
    app = name = fullname = api = None

    def __init__(self, books: Books, document: Any, fullname: str) -> None:
        self.app = books.app
        self.document = document
        self.fullname = fullname
        self.name = Path(fullname).name
        self.api = BookView(books.app.office, document)
        self.rows = 0

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    def activate(self) -> None:
        self.app.books.active = self

    def save(self, path: str | None = None, password: str | None = None) -> None:
        self.fullname = path or self.fullname
        self.name = Path(self.fullname).name
        self.document.storeToURL(Path(self.fullname).absolute().as_uri(), properties(FilterName=FILTER))

    def close(self) -> None:
        self.document.close(True)
        self.app.books.found.remove(self)
        self.app.books.active = next(iter(self.app.books.found), None)


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book
        self.all = book.document.Sheets

    def __call__(self, key: str | int) -> Sheet:
        if isinstance(key, int):
            return Sheet(self.book, self.all.getByIndex(key - 1))
        if not self.all.hasByName(key):
            raise KeyError(key)
        return Sheet(self.book, self.all.getByName(key))

    def __len__(self) -> int:
        return self.all.Count

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, self.all.getByIndex(number)) for number in range(len(self)))

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.document.CurrentController.ActiveSheet)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        place = after.index if after else before.index - 1 if before else 0
        self.all.insertNewByName(name, place)
        made = Sheet(self.book, self.all.getByName(name))
        made.activate()
        return made


class Sheet(base_classes.Sheet):
    book = names = None

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> SheetView:
        return SheetView(self.book.app.office, self.book.document, self.sheet)

    @property
    def name(self) -> str:
        return self.sheet.Name

    @property
    def index(self) -> int:
        return self.sheet.RangeAddress.Sheet + 1

    @property
    def visible(self) -> bool:
        return self.sheet.IsVisible

    def range(self, first: Any, last: Any = None) -> Range:
        return Range.of(self, first, last)

    @property
    def used_range(self) -> Range:
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        return Range(self, [(1, 1, end.EndRow + 1, end.EndColumn + 1)])

    @property
    def notes(self) -> list[Note]:
        every = self.sheet.Annotations
        found = [every.getByIndex(number) for number in range(every.Count)]
        places = [note.Position for note in found]
        return [Note(Range(self, [(place.Row + 1, place.Column + 1) * 2]), note) for place, note in zip(places, found, strict=True)]

    def activate(self) -> None:
        if not self.sheet.IsVisible:
            raise uno().getClass("com.sun.star.uno.RuntimeException")("a hidden sheet")
        self.book.document.CurrentController.setActiveSheet(self.sheet)

    def delete(self) -> None:
        self.book.document.Sheets.removeByName(self.name)

    def autofit(self, axis: str | None = None) -> None:
        if axis != "columns":
            self.used_range.cells.Rows.OptimalHeight = True
        if axis != "rows":
            self.used_range.cells.Columns.OptimalWidth = True
