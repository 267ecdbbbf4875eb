"""What was cut out of the school's books and handed out: a list beside the books, and the bytes of each workbook as it went out.

In the folder `.xlrecords` of the school: `cuts.jsonl`, a line a workbook, never changed; `<sha-256>.xlsx`, what was handed out, without
which nobody could tell what a teacher has changed since. No line names anybody: sheets are told by their numbers.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from ..guard import RefusedError
from ..history import FOLDER, locked, sha256
from ..ooxml.prune import stamp, stamped
from ..save import line_end

FILE: Final = "cuts.jsonl"
WORD: Final = "xlrecords-cut"
"""Begins the category in the properties of a workbook that was cut out; its id follows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A workbook that was cut out.

    Attributes:
        id: What its properties call it.
        sha: SHA-256 of it as it was handed out, before any password.
        master: SHA-256 of the book then.
        book: Path of the book below the folder of the school, with «/».
        sheets: For each of its sheets the number of the same sheet in the book then, from 0; -1: a sheet that was made of lines of it.
        day: Day, ISO.
    """

    id: str
    sha: str
    master: str
    book: str
    sheets: tuple[int, ...]
    day: str


def mark(data: bytes, book: str) -> tuple[str, bytes]:
    """Give a workbook that was cut out of a book its id: the same for the same content; returns the id and the bytes."""
    id = sha256(book.encode() + b"\0" + data)[:32]
    return id, stamp(data, f"{WORD} {id}")


def id_of(data: bytes) -> str:
    """Id of a workbook that was cut out, also when it was changed and saved since; empty if it was not.

    Raises:
        RefusedError: It is no workbook.
    """
    word, _, id = stamped(data).partition(" ")
    return id.strip() if word == WORD else ""


def is_cut(path: Path, known: frozenset[str]) -> bool:
    """Whether a file was cut out here: its book holds the same pages."""
    try:
        return id_of(path.read_bytes()) in known
    except (OSError, RefusedError):
        return False


def entries(folder: Path) -> dict[str, Entry]:
    """What was cut out of the books of a school, by id; lines that are damaged are passed over."""
    found = {}
    try:
        lines = (folder / FOLDER / FILE).read_bytes().splitlines()
    except OSError:
        return {}
    for line in lines:
        try:
            given = json.loads(line)
            entry = Entry(**{field.name: given[field.name] for field in fields(Entry)})
            found[entry.id] = Entry(entry.id, entry.sha, entry.master, entry.book, tuple(entry.sheets), entry.day)
        except (ValueError, KeyError, TypeError):
            continue
    return found


def keep(folder: Path, entry: Entry, data: bytes) -> None:
    """Keep what is handed out, then its line; both are on the disk before it leaves.

    Raises:
        OSError: The folder cannot be written.
        SaveError: Another process writes there.
    """
    inner = folder / FOLDER
    inner.mkdir(exist_ok=True)
    with locked(inner):
        _put(inner / f"{entry.sha}.xlsx", data)
        known = entries(folder).get(entry.id)
        if known is None or known.sha != entry.sha or known.book != entry.book:
            before = line_end(inner / FILE)
            with (inner / FILE).open("a", encoding="utf-8") as file:
                file.write(f"{before}{json.dumps(asdict(entry), ensure_ascii=False)}\n")
                file.flush()
                os.fsync(file.fileno())


def _put(path: Path, data: bytes) -> None:
    if path.exists() and sha256(path.read_bytes()) == path.stem:
        return
    beside = path.with_name(f"{path.name}.tmp")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def base(folder: Path, entry: Entry) -> Path | None:
    """The workbook as it was handed out; None if it is lost or damaged."""
    path = folder / FOLDER / f"{entry.sha}.xlsx"
    try:
        return path if sha256(path.read_bytes()) == entry.sha else None
    except OSError:
        return None


def entry_of(id: str, data: bytes, master: bytes, book: str, sheets: tuple[int, ...]) -> Entry:
    """The line of a workbook that is handed out today."""
    return Entry(id, sha256(data), sha256(master), book, sheets, dt.date.today().isoformat())
