"""Files that registers name, such as scans of diplomas: where they lie beside a book, and their fingerprints (п. 4.7, 4.8).

A file is looked for beside the book, in the folder «Сканы» beside it, in the folder of the school and in «Сканы» there. What lies
outside the folder of the school is never opened, whatever a cell says.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

FOLDER: Final = "Сканы"
SETTINGS: Final = "Настройки"
LEVELS: Final = 5
"""So many folders above a book are searched for its school, the one that holds «Настройки…»."""
LIMIT: Final = 256 * 2**20
"""Larger files are not read."""
_LINK = re.compile(r"(?i)[a-z][a-z0-9+.-]+://|www\.|mailto:")


def is_link(name: str) -> bool:
    """Whether a text is the address of a page and not the name of a file."""
    return _LINK.match(name.strip()) is not None


def home(book: Path) -> Path:
    """Folder of the school of a book; the folder of the book itself if no «Настройки…» lies above it."""
    folders = list(book.resolve().parents)[:LEVELS]
    return next((folder for folder in folders if any(name.startswith(SETTINGS) for name in _names(folder))), folders[0])


def _names(folder: Path) -> list[str]:
    """Names in a folder; none if it cannot be listed."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _folded(name: str) -> str:
    """A name as Windows and macOS compare names: case and composition of letters do not matter."""
    return unicodedata.normalize("NFC", name).casefold()


@dataclass
class Shelf:
    """Files around one book; what was listed and read is remembered.

    Attributes:
        book: The book.
    """

    book: Path
    _listed: dict[Path, dict[str, list[str]]] = field(default_factory=dict, repr=False)
    _prints: dict[Path, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._home = home(self.book)
        self._beside = self.book.resolve().parent

    def find(self, name: str) -> Path | None:
        """The file of that name, whose folders are parted by a slash of either kind; None if there is none within the folder of the school."""
        text = name.strip().replace("\\", "/")
        parts = [part for part in text.split("/") if part not in ("", ".")]
        if not parts or text.startswith("/") or ":" in text or any(part.startswith(".") for part in parts):
            return None
        for folder in dict.fromkeys((self._beside, self._beside / FOLDER, self._home, self._home / FOLDER)):
            found = self._walk(folder, parts)
            if found is not None and found.is_file() and found.resolve().is_relative_to(self._home):
                return found
        return None

    def _walk(self, folder: Path, parts: list[str]) -> Path | None:
        for part in parts:
            if not (folder / part).exists():
                alike = self._inside(folder).get(_folded(part), [])
                if len(alike) != 1:
                    return None
                part = alike[0]
            folder = folder / part
        return folder

    def _inside(self, folder: Path) -> dict[str, list[str]]:
        """Names in a folder by their folded form."""
        if folder not in self._listed:
            names: dict[str, list[str]] = {}
            for name in _names(folder):
                names.setdefault(_folded(name), []).append(name)
            self._listed[folder] = names
        return self._listed[folder]

    def fingerprint(self, file: Path) -> str:
        """SHA-256 of a file, 64 small letters and digits; empty if the file is too large or cannot be read."""
        if file not in self._prints:
            self._prints[file] = _sha256(file)
        return self._prints[file]


def _sha256(file: Path) -> str:
    try:
        if file.stat().st_size > LIMIT:
            return ""
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""
