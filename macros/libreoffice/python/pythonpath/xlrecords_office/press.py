"""A press of a button, from the picture of the document to the answer carried out in it.

The picture is taken, and the answer carried out, in the thread of the windows; between them another thread waits for
xlrecords, so that the window stays alive.
"""

import threading
import traceback

import unohelper
from com.sun.star.util import XModifyListener

from . import changes, opening, settings
from .main import Here, Main
from .memory import MEMORY
from .picture import TooLargeError, picture
from .places import place
from .window import Window
from .worker import UNTOUCHED, WORKER, WorkerError

SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
BUSY = "Подождите: предыдущая команда ещё выполняется."
STARTING = "Учёт: программа запускается…"
CHANGED = "Книга изменилась, пока шла проверка: нажмите кнопку ещё раз."
PREVIEW = "Закройте предварительный просмотр печати и нажмите кнопку ещё раз."
READY = "Нажмите «Готовность»: она скажет, что исправить."
RUNNING = threading.Lock()
"""Held from the press to the end of its answer."""


def begin(context, frame, tag):
    """Do what a button does, in the document of this window."""
    main = Here() if settings.is_set(settings.WAITING) else Main(context)
    window = Window(frame, main)
    document = frame.Controller.Model if frame is not None and frame.Controller is not None else None
    if document is None or not document.supportsService(SPREADSHEET):
        return
    if not RUNNING.acquire(blocking=False):
        window.tell("quiet", BUSY)
        return
    if not shows_tables(document):
        RUNNING.release()
        window.tell("info", PREVIEW)
        return
    try:
        title = WORKER.titles.get(tag, "")
        window.start(f"Учёт: {title}…" if title else STARTING)
        press = Press(context, document, window, main, tag)
    except Exception as error:
        RUNNING.release()
        window.tell("error", unforeseen(error))
        return
    if isinstance(main, Here):
        press.work()
    else:
        threading.Thread(target=press.work, daemon=True).start()


def unforeseen(error):
    """What is told of an error that nobody foresaw: its kind, for its text may hold names of people."""
    if isinstance(error, TooLargeError):
        return f"Лист «{error}» слишком велик. Удалите лишнее вдали от таблицы и повторите. {UNTOUCHED}"
    if isinstance(error, changes.CannotError):
        return f"{error} {UNTOUCHED}"
    settings.log("".join(traceback.format_exception(type(error), error, error.__traceback__)))
    return f"Выполнить не удалось ({type(error).__name__.rsplit('.', 1)[-1]}). {UNTOUCHED}\n{READY}"


class Press:
    """One press: made in the thread of the windows, worked on in another."""

    def __init__(self, context, document, window, main, tag):
        self._context, self._document, self._window, self._main, self._tag = context, document, window, main, tag
        end_typing(context, document)
        self._done = document.UndoManager.getAllUndoActionTitles()
        with settings.Timed("picture"):
            self._desk = picture(document, MEMORY)
        self._watch = Watch(document)

    def work(self):
        """Wait for the answer, and have it carried out."""
        try:
            answer = WORKER.press(self._tag, self._desk, self._progress, self._looks)
        except WorkerError as failure:
            answer = {"tone": "error", "text": str(failure)}
        except Exception as error:
            answer = {"tone": "error", "text": unforeseen(error)}
        self._main.post(lambda: self._finish(answer))

    def _progress(self, done, total):
        self._main.post(lambda: self._window.progress(done, total))

    def _looks(self, asked):
        """Colours of cells; none if the document was closed meanwhile."""
        try:
            return self._main.ask(lambda: changes.looks(self._document, asked))
        except Exception:
            return []

    def _finish(self, answer):
        """In the thread of the windows again: nothing at all, if the document is gone."""
        try:
            if self._watch.closed:
                settings.log("closed")
                return
            self._watch.stop()
            tone, text = self._carried_out(answer)
        except Exception as error:
            tone, text = "error", unforeseen(error)
        finally:
            RUNNING.release()
        self._window.tell(tone, text)

    def _carried_out(self, answer):
        """Tone and text of what was done."""
        tone, text, steps = answer["tone"], answer["text"], answer.get("steps", ())
        if not shows_tables(self._document):
            return ("info", PREVIEW) if steps or answer.get("undo") else (tone, text)
        end_typing(self._context, self._document)
        if answer.get("undo") and not changes.undo(self._document):
            return "info", answer.get("otherwise") or text
        if steps:
            if self._changed():
                return "warning", CHANGED
            MEMORY.lose([new["name"] for step in steps for new in step.get("add_sheets", ())])
            with settings.Timed("apply"):
                changes.apply(self._document, steps, WORKER.titles.get(self._tag, self._tag))
        if answer.get("goto"):
            self._go(*answer["goto"])
        left = [line for line in (opening.open_(self._context, path) for path in answer.get("open", ())) if line]
        return ("warning", "\n".join((text, *left))) if left else (tone, text)

    def _changed(self):
        """Whether somebody changed the document meanwhile; LibreOffice tells of changes where only another sheet came in front."""
        if not self._watch.changed:
            return False
        if self._document.UndoManager.getAllUndoActionTitles() != self._done:
            return True
        now = picture(self._document)
        return any(now[part] != self._desk[part] for part in ("sheets", "notes", "protected"))

    def _go(self, name, cell):
        """Bring a cell in front; one on a hidden sheet cannot come."""
        sheets, controller = self._document.Sheets, self._document.CurrentController
        if sheets.hasByName(name) and sheets.getByName(name).IsVisible:
            row, column = place(cell or "A1")
            controller.setActiveSheet(sheets.getByName(name))
            controller.select(sheets.getByName(name).getCellByPosition(column, row))


def shows_tables(document):
    """Whether sheets are in front, not the preview of pages: there neither a sheet nor a cell is chosen."""
    return hasattr(document.CurrentController, "ActiveSheet")


def end_typing(context, document):
    """Put what is being typed into its cell, as Enter does: it would not be checked, and a change of the document would lose it."""
    helper = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    helper.executeDispatch(document.CurrentController.Frame, ".uno:AcceptFormula", "", 0, ())


class Watch(unohelper.Base, XModifyListener):
    """Whether the document was changed or closed meanwhile."""

    def __init__(self, document):
        self.changed = self.closed = False
        self._document = document
        document.addModifyListener(self)

    def stop(self):
        self._document.removeModifyListener(self)

    def modified(self, event):
        self.changed = True

    def disposing(self, event):
        self.closed = True
