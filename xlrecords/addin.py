"""Door: the add-in of Excel calls `run(tag)` for every button, and the functions of the worksheet below.

Excel for Windows imports the functions through its add-in; on a Mac and elsewhere they are plain functions.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import xlwings as xw

from .book import Cell
from .button import Answer, Desk, Tone
from .buttons import BY_TAG, TAB

PAUSE = 0.1
"""Seconds between two words about progress: more often nobody can look."""
NO_EXCEL = "Excel не запущен или не отвечает: откройте книгу в Excel и нажмите кнопку вкладки «Учёт»."
NO_BOOK = "Откройте книгу и нажмите кнопку ещё раз."
UNTOUCHED = "Книга не изменена."
READY = "Нажмите «Готовность»: она скажет, что исправить."
WITHOUT_BOOK = ("doctor", "help")
"""Buttons that need no workbook."""


def run(tag: str) -> None:
    """Do what a button does, in the workbook from which it was pressed, and tell it; nothing is ever raised into Excel.

    Args:
        tag: Tag of the button.

    Raises:
        SystemExit: There is no Excel; the text says so.
    """
    app, book = _front()
    try:
        answer = _pressed(tag, app, book)
    except Exception as error:  # its text may name people
        answer = Answer(f"Выполнить не удалось ({type(error).__name__}). {UNTOUCHED}\n{READY}", Tone.ERROR)
    _tell(app, answer)


def _front() -> tuple[xw.App, xw.Book | None]:
    """The Excel that calls and the workbook in front; by hand, the one that is active."""
    with suppress(Exception):
        book = xw.Book.caller()
        return book.app, book
    try:
        app = xw.apps.active
        if app is None:
            raise SystemExit(NO_EXCEL)
        return app, _active(app)
    except Exception as error:
        raise SystemExit(NO_EXCEL) from error


def _active(app: xw.App) -> xw.Book | None:
    """The workbook in front; there may be none, though a hidden one is open, such as that of the user's own macros."""
    if len(app.books):
        with suppress(Exception):
            book = app.books.active
            return book if book.name else None
    return None


def _pressed(tag: str, app: xw.App, book: xw.Book | None) -> Answer:
    """Press, carry out what it leads to, and give what is left to be told."""
    from .books.excel import ExcelBook
    from .books.memory import MemoryBook
    from .edits import PlanError
    from .presses import press

    if book is None:
        return press(tag, Desk(MemoryBook("", {}))) if tag in WITHOUT_BOOK else Answer(NO_BOOK, Tone.WARNING)
    opened = ExcelBook(book)
    desk = Desk(opened, opened.path, opened.saved, *_place(app, book), _progress(tag, app), hidden=opened.hidden())
    answer = press(tag, desk)
    try:
        opened.apply(answer.steps)
        undone = opened.undo() if answer.undo else True
    except PlanError as error:
        return Answer(f"{error}\n{UNTOUCHED}", Tone.ERROR)
    if not undone:
        return Answer(answer.otherwise, Tone.INFO)
    if answer.goto:
        opened.go_to(answer.goto)
    left = [line for path in answer.open if (line := _opened(app, path))]
    return Answer("\n".join((answer.text, *left)), Tone.WARNING if left else answer.tone)


def _place(app: xw.App, book: xw.Book) -> tuple[str, str]:
    """The sheet in front and the cell that is chosen; the sheet may be a chart, and what is chosen a picture."""
    sheet, cell = "", "A1"
    with suppress(Exception):
        name = book.sheets.active.name
        sheet = name if name in {tab.name for tab in book.sheets} else ""
        chosen = app.selection
        if chosen is not None:
            cell = chosen(1, 1).get_address(False, False)
    return sheet, cell


def _progress(tag: str, app: xw.App) -> Any:
    """What tells progress in the status bar, now and then."""
    title = BY_TAG[tag].title if tag in BY_TAG else TAB
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= PAUSE:
            told = time.monotonic()
            with suppress(Exception):  # Excel may be busy with the user
                app.status_bar = f"{title}: {done} из {total}"

    return tell


def _tell(app: xw.App, answer: Answer) -> None:
    """Say it: in the status bar, where something quiet stays, and in a window."""
    with suppress(Exception):
        app.status_bar = answer.text.partition("\n")[0]
    if answer.tone is Tone.QUIET:
        return
    try:
        app.alert(answer.text, title=TAB, mode="info" if answer.tone is Tone.INFO else "critical")
    finally:
        with suppress(Exception):
            app.status_bar = False


def _opened(app: xw.App, path: Path) -> str:
    """Open a workbook in Excel, a folder or a page by the system; what is said if that failed."""
    from .books import SUFFIXES

    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        try:
            show(path)
        except Exception:  # nothing is there to show a page
            return f"Открыть не удалось, откройте сами: {path}"
        return ""
    try:
        shown = app.books.open(path)
    except Exception:  # Excel holds no two workbooks of one name
        twin = any(book.name.casefold() == path.name.casefold() for book in app.books)
        why = "книга с таким именем уже открыта, закройте её и откройте эту" if twin else "откройте сами"
        return f"Открыть не удалось, {why}: {path}"
    with suppress(Exception):  # one that was open already comes in front; xlwings fails where another Excel is before it
        shown.activate()
    return ""


def show(path: Path) -> None:
    """Show a folder or a page as a double click does."""
    if sys.platform == "win32":
        os.startfile(path)
    else:
        subprocess.run(["open" if sys.platform == "darwin" else "xdg-open", path], check=True, capture_output=True, timeout=30)


# Functions of the worksheet: xlwings converts arguments by their types, and knows `Any` as that of plain values

DOC = "Клетки с отметками: 5, 4, н, 5/4, н/а; пустые не учитываются"
OPTIONS = {"ndim": 2, "err_to_str": True}
OURS = re.compile(r"=\s*(?:[^()]*!)?(СРБАЛЛ|КАЧЕСТВО|УСПЕВАЕМОСТЬ|СОУ)\(([^()]+)\)", re.IGNORECASE)


@xw.func(category=TAB)
@xw.arg("отметки", doc=DOC, **OPTIONS)
def СРБАЛЛ(отметки: Any) -> Any:
    """Средний балл: сумма отметок, делённая на их число, до сотых. Пропуски, «зач», «осв» и пустые клетки не учитываются."""
    return _figure("СРБАЛЛ", отметки)


@xw.func(category=TAB)
@xw.arg("отметки", doc=DOC, **OPTIONS)
def КАЧЕСТВО(отметки: Any) -> Any:
    """Качество знаний: доля «5» и «4» от 0 до 1 (задайте клетке процентный формат). «н/а» учитывается как неуспеваемость."""
    return _figure("КАЧЕСТВО", отметки)


@xw.func(category=TAB)
@xw.arg("отметки", doc=DOC, **OPTIONS)
def УСПЕВАЕМОСТЬ(отметки: Any) -> Any:
    """Успеваемость: доля «5», «4» и «3» от 0 до 1 (задайте клетке процентный формат). «н/а» учитывается как неуспеваемость."""
    return _figure("УСПЕВАЕМОСТЬ", отметки)


@xw.func(category=TAB)
@xw.arg("отметки", doc=DOC, **OPTIONS)
def СОУ(отметки: Any) -> Any:
    """Степень обученности по В. П. Симонову от 0 до 1 (задайте клетке процентный формат): «5» — 1, «4» — 0,64, «3» — 0,36, «2» — 0,16."""
    return _figure("СОУ", отметки)


@xw.func(category=TAB)
@xw.arg("клетки", xw.Range, doc="Клетка с СРБАЛЛ, КАЧЕСТВО, УСПЕВАЕМОСТЬ или СОУ либо сами отметки")
def ПОЧЕМУ(клетки: xw.Range) -> str:
    """Объясняет показатель: какие отметки учтены, сколько их, по какой формуле и на каком основании он рассчитан."""
    from .attestation.figures import reason

    name, marks = _asked(клетки)
    return reason(_cells(marks.options(**OPTIONS).value), name)


def _figure(name: str, values: Sequence[Sequence[object]]) -> float | str:
    from .attestation.figures import figure

    return figure(name, _cells(values))


def _cells(values: Sequence[Sequence[object]]) -> list[list[Cell]]:
    from .books.excel_cells import cell

    return [[cell(value) for value in row] for row in values]


def _asked(cells: xw.Range) -> tuple[str, xw.Range]:
    """The function in a cell and its range; no function and the cells themselves if they are marks."""
    found = OURS.fullmatch(str(cells.formula).strip()) if len(cells) == 1 else None
    if found is None:
        return "", cells
    sheet, _, place = found[2].rpartition("!")
    name = sheet.strip("'").replace("''", "'")
    return found[1].upper(), (cells.sheet.book.sheets[name] if name else cells.sheet).range(place)
