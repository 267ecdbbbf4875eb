"""What is saved in a folder, as paths: told by the system, or found by looking, where the system does not tell."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from threading import Event

from ..archive.bag import DECLARATION
from ..books import SUFFIXES
from .settling import Version, version

TICK = 0.2
"""Seconds after which an empty answer is given, so that whoever asks can do other things."""


def told(top: Path, stop: Event) -> Iterator[Collection[Path]]:
    """Files and new folders below a folder, as the system tells of them; the first answer comes once it is listening.

    Raises:
        OSError, RuntimeError: The system cannot tell, or not of so many folders.
    """
    from watchfiles import Change, watch

    ticks = int(TICK * 1000)

    def concerns(change: Change, name: str) -> bool:
        path = Path(name)
        below = path.relative_to(top).parts if path.is_relative_to(top) else ()
        hidden = any(part.startswith((".", "~$")) for part in below)
        return change is not Change.deleted and bool(below) and not hidden and (name.lower().endswith(SUFFIXES) or path.is_dir())

    for changes in watch(
        top, watch_filter=concerns, debounce=ticks, rust_timeout=ticks, yield_on_timeout=True, stop_event=stop,
        force_polling=False, ignore_permission_denied=True,
    ):  # fmt: skip
        yield {Path(name) for _, name in changes}


def looked(top: Path, stop: Event, every: float) -> Iterator[Collection[Path]]:
    """Files below a folder that differ from the last look.

    The library looks too, but tells times apart by seconds, and misses what is saved before its first look has ended.

    Args:
        top: The folder.
        stop: Ends it.
        every: Seconds from the end of a look to the next.
    """
    before, due = snapshot(top), time.monotonic() + every
    yield ()
    while not stop.wait(TICK):
        if time.monotonic() < due:
            yield ()
            continue
        now = snapshot(top)
        yield {path for path, found in now.items() if before.get(path) != found}
        before, due = now, time.monotonic() + every


def snapshot(top: Path) -> dict[Path, Version]:
    """Files of a folder and its folders that may be workbooks, each as it is now; hidden folders and bags are passed over."""
    found = {}
    for inner, folders, names in os.walk(top):
        if DECLARATION in names:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$")):
                path = Path(inner, name)
                if (now := version(path)) is not None:
                    found[path] = now
    return found
