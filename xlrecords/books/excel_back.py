"""Where the way back of a workbook's last change lies between two presses of a button: one for each workbook."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from ..book import Rows
from ..edits import PlanError
from .excel_state import WayBack, packed

FOLDER = ".xlrecords"
"""Beside the workbook, where snapshots of files lie too."""
ENDING = ".undo.json"


def places(name: str, path: Path | None) -> list[Path]:
    """Files that may hold the way back: beside the workbook, then among temporary files, where one is put that was never saved."""
    folder = Path(tempfile.gettempdir(), f"xlrecords-{_user()}")
    spare = folder / f"{hashlib.sha256(str(path or name).encode()).hexdigest()[:16]}{ENDING}"
    return [spare] if path is None else [path.parent / FOLDER / f"{path.name}{ENDING}", spare]


def _user() -> str:
    """Name of whoever works here, as a part of a name of a folder."""
    try:
        return hashlib.sha256(getpass.getuser().encode()).hexdigest()[:8]
    except (OSError, KeyError):
        return "0"


def load(name: str, path: Path | None) -> tuple[Path, str] | None:
    """The file that holds the way back, the younger of two, and its text; None if there is none."""
    found = []
    for place in places(name, path):
        with suppress(OSError):
            found.append((place.stat().st_mtime, place, place.read_text("utf-8")))
    return max(found)[1:] if found else None


def store(name: str, path: Path | None, way: WayBack) -> Path:
    """Write the way back, whole or not at all.

    Raises:
        PlanError: It cannot be written anywhere.
    """
    text = packed(way)
    for place in places(name, path):
        with suppress(OSError):
            place.parent.mkdir(mode=0o777 if place.parent.name == FOLDER else 0o700, parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(suffix=".tmp", dir=place.parent)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(text)
                os.replace(beside, place)
            finally:
                Path(beside).unlink(missing_ok=True)
            return place
    raise PlanError("Прежний вид книги некуда сохранить: нет прав на запись в её папку и в папку временных файлов.")


def restore(former: tuple[Path, str] | None, made: Path) -> None:
    """Put the former way back in the place of one that leads nowhere."""
    with suppress(OSError):
        made.unlink(missing_ok=True)
        if former is not None:
            former[0].write_text(former[1], "utf-8")


def digest(rows: Rows) -> str:
    """Fingerprint of the cells of a sheet."""
    return hashlib.sha256(json.dumps(rows, default=str, ensure_ascii=False).encode()).hexdigest()
