"""Files that were saved just now, each until it is whole: office programs write in several goes, through other names."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

QUIET = 0.3
"""Seconds between two looks at a file that must show the same size and time."""
PAUSES = (0.3, 0.6, 1.2, 2.4)
"""Seconds to wait before a file that could not be read is tried again."""
BUSY = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds to wait for somebody to close a file; the last one again and again."""


class Result(Enum):
    """What came of a file that was quiet."""

    DONE = "done"
    UNREAD = "unread"
    """It could not be read: perhaps it is not whole yet."""
    BUSY = "busy"
    """Somebody holds what is to be written."""


Version = tuple[int, int, int]


@dataclass(slots=True)
class _Wait:
    """A file that waits: when to look next, what it was at the last look, how often it was tried."""

    due: float
    seen: Version | None
    tries: int = 0


class Settling:
    """Files that wait. Saved twenty times in a row, a file is handled once, when it is quiet."""

    def __init__(self, handle: Callable[[Path, bool], Result]) -> None:
        """What handles a file is told whether this is the last try."""
        self._handle = handle
        self._waits: dict[Path, _Wait] = {}

    @property
    def is_idle(self) -> bool:
        """Whether all that was saved is handled."""
        return not self._waits

    def add(self, path: Path) -> None:
        """A file was saved, or may have been."""
        wait = self._waits.get(path)
        if wait is None or wait.tries:
            self._waits[path] = _Wait(time.monotonic() + QUIET, version(path))

    def look(self) -> None:
        """Handle what is quiet by now."""
        for path, wait in list(self._waits.items()):
            if wait.due <= time.monotonic() and self._waits.get(path) is wait and not self._go_on(path, wait):
                del self._waits[path]

    def _go_on(self, path: Path, wait: _Wait) -> bool:
        """Look at one file; whether it still waits."""
        now = version(path)
        if now is None:
            return False
        if now != wait.seen:
            wait.due, wait.seen, wait.tries = time.monotonic() + QUIET, now, 0
            return True
        result = self._handle(path, wait.tries >= len(PAUSES))
        if result is Result.DONE:
            return False
        pauses = BUSY if result is Result.BUSY else PAUSES
        wait.due = time.monotonic() + pauses[min(wait.tries, len(pauses) - 1)]
        wait.tries += 1
        return True


def version(path: Path) -> Version | None:
    """What tells that a file changed: size, time, number; None: there is no such file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino
