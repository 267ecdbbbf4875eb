"""What a user sees of a press: progress and a line in the status bar, and a window with words."""

import threading
from contextlib import suppress

import uno

from . import settings

TITLE = "Учёт"
BOXES = {"info": "INFOBOX", "warning": "WARNINGBOX", "error": "ERRORBOX"}
OK = 1
SHOWN = 15.0
"""Seconds for which the line of an answer stands in the status bar."""


class Window:
    """The window of a document; all is called in the thread of the windows."""

    def __init__(self, frame, main):
        self._frame = frame
        self._main = main
        self._bar = None

    def start(self, text):
        """Say in the status bar what is being done."""
        self._end()
        self._bar = self._frame.createStatusIndicator()
        self._bar.start(text, 100)

    def progress(self, done, total):
        """Show how far it is."""
        if self._bar is not None and total:
            self._bar.setValue(int(100 * done / total))

    def tell(self, tone, text):
        """Show an answer: its first line in the status bar for a while, and all of it in a window unless it is a quiet one."""
        settings.log(text)
        self.start(text.split("\n", 1)[0])
        timer = threading.Timer(SHOWN, self._main.post, (self._end_of(self._bar),))
        timer.daemon = True
        timer.start()
        if tone in BOXES and not settings.is_set(settings.QUIET):
            window = self._frame.ContainerWindow
            kind = uno.Enum("com.sun.star.awt.MessageBoxType", BOXES[tone])
            window.Toolkit.createMessageBox(window, kind, OK, TITLE, text).execute()

    def _end_of(self, bar):
        """What ends one line, if no other has taken its place."""

        def end():
            if self._bar is bar:
                self._end()

        return end

    def _end(self):
        bar, self._bar = self._bar, None
        if bar is not None:
            with suppress(Exception):  # the window may be closed by now
                bar.end()
