"""An engine of xlwings over a real LibreOffice, so that the real xlwings runs without Excel: `application().books.open(path)`.

It has the members that the program uses, and behaves as Excel does where that matters: numbers are floats, a text that looks like
a formula or a number becomes one unless an apostrophe stands before it or the cell has the number format of texts, days are told
by number formats, `api` speaks the words of COM.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import xlwings as xw

from xlrecords.books.excel_dialects import DIALECTS, Dialect, WindowsExcel

from ..office import Office
from .apps import App, Apps, Engine

NAME = "libreoffice"


class Mixing(WindowsExcel):
    """The words of COM, but no patterns: as the interface of LibreOffice has none."""

    patterns = False
    look = Dialect.look
    looks = Dialect.looks
    paint = Dialect.paint


@contextmanager
def _running() -> Iterator[xw.App]:
    """A LibreOffice as an application of xlwings; mocked callers and the engine are gone after that."""
    engine = Engine(NAME)
    added = xw.Engine(impl=engine)
    xw.engines.add(added)
    before = xw.engines.active if "excel" in xw.engines.engines_by_name else None
    added.activate()
    DIALECTS[NAME] = Mixing
    try:
        with Office() as office:
            engine.apps = Apps(engine)
            engine.apps.found.append(App(engine, office))
            yield xw.App(impl=engine.apps.found[0])
    finally:
        DIALECTS.pop(NAME, None)
        xw.engines.engines_by_name.pop(NAME)
        xw.engines.engines.remove(added)
        xw.engines.active = before
        if hasattr(xw.Book, "_mock_caller"):
            del xw.Book._mock_caller


@cache
def application() -> xw.App:
    """The one LibreOffice of this process; it ends with it."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(_running())


def opened(path: Path) -> xw.Book:
    """A workbook; one of the same name from another folder is closed first, for no Excel holds both."""
    books = application().books
    for book in list(books):
        if book.name == path.name:
            book.close()
    return books.open(path)
