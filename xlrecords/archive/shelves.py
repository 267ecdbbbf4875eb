"""What lies in the archive: bags below some folders, each with the passport of its case (п. 4.3.3, 7.1)."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .passport import PASSPORT, Passport, PassportError, load

MARK: Final = "bagit.txt"
"""The file that makes a folder a bag."""
LARGEST: Final = 64 * 2**20
"""Bytes of a passport; a larger file is none."""


@dataclass(frozen=True, slots=True)
class Bag:
    """A case in the archive.

    Attributes:
        name: Its folder, below the folder that was given, with «/».
        passport: What it says of itself.
    """

    name: str
    passport: Passport

    @property
    def ended(self) -> dt.date | None:
        """Day on which the case ended; None: not known."""
        return iso_day(self.passport.ended)


@dataclass(frozen=True, slots=True)
class Shelves:
    """What lies in some folders.

    Attributes:
        bags: The latest edition of each case, by id and school.
        older: How many earlier editions and further copies there are.
        unread: Folders of bags whose passport cannot be read.
    """

    bags: tuple[Bag, ...] = ()
    older: int = 0
    unread: tuple[str, ...] = ()


def is_bag(folder: Path) -> bool:
    """Whether a folder is a bag."""
    return os.path.isfile(folder / MARK)


def bag_folders(path: Path) -> Iterator[Path]:
    """Bags at or below a folder, in the order of their names; hidden folders are passed over."""
    if is_bag(path):
        yield path
        return
    for inner, folders, names in os.walk(path):
        if MARK in names:
            folders.clear()
            yield Path(inner)
        else:
            folders[:] = sorted(name for name in folders if not name.startswith("."))


def shelves(paths: Sequence[Path]) -> Shelves:
    """All bags at and below some folders; files are passed over.

    Of several editions of a case the latest counts, of equal ones the first.
    """
    latest: dict[tuple[str, str], Bag] = {}
    unread: list[str] = []
    found = 0
    for path in paths:
        for folder in bag_folders(path) if path.is_dir() else ():
            below = folder.relative_to(path).as_posix()
            name = (f"{path.name}/{below}" if len(paths) > 1 else below) if folder != path else path.resolve().name
            passport = read_passport(folder)
            if passport is None:
                unread.append(name)
                continue
            found += 1
            case = passport.id, passport.school
            if case not in latest or latest[case].passport.edition < passport.edition:
                latest[case] = Bag(name, passport)
    return Shelves(tuple(latest[case] for case in sorted(latest)), found - len(latest), tuple(unread))


def read_passport(folder: Path) -> Passport | None:
    """The passport of a bag; None if it has none that can be read."""
    try:
        with (folder / PASSPORT).open("rb") as file:
            data = file.read(LARGEST + 1)
        return load(data) if len(data) <= LARGEST else None
    except (OSError, PassportError, RecursionError):
        return None


def iso_day(text: str) -> dt.date | None:
    """A day of a passport; None if there is none, or what stands there is no day."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
