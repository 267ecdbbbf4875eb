"""Writes a file whole or not at all: beside, flushed, then renamed. Somebody's file is never overwritten."""

from __future__ import annotations

import errno
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

MADE_BY = "xlrecords"
"""Application that files made here name in their properties; only such files may be written again."""


FILLED = ".xlrecords/filled.jsonl"
"""Below a folder: which files in it were filled here, a line each: name and hash."""


def filled(folder: Path) -> Mapping[str, set[str]]:
    """Files of a folder that were filled here: names below the folder, with «/», and hashes of all that was written."""
    path = folder / FILLED
    try:
        status = path.stat()
        return _listed(path, status.st_size, status.st_mtime_ns, status.st_ino)
    except OSError:
        return {}


@lru_cache(maxsize=64)
def _listed(path: Path, size: int, changed: int, number: int) -> Mapping[str, set[str]]:
    """A list of what was filled, read once while its file stays as it is: it only ever grows."""
    known: dict[str, set[str]] = {}
    for line in path.read_bytes().splitlines():
        with suppress(ValueError, TypeError):  # a kill may have left a line unfinished
            name, sha = json.loads(line)
            known.setdefault(name, set()).add(sha)
    return known


class SaveError(Exception):
    """A file was not written; the text says why, in Russian."""


def line_end(path: Path) -> str:
    """What goes before a new line of a list: the end of the one before it, if a kill left that unfinished."""
    try:
        with path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return "" if file.read() == b"\n" else "\n"
    except OSError:  # there is no list yet, or nothing in it
        return ""


REASONS: Final = {
    errno.ENOENT: "такого файла нет",
    errno.ENOTDIR: "это не папка",
    errno.EEXIST: "это не папка",
    errno.ENOSPC: "на диске нет места",
    errno.EACCES: "нет прав, или файл занят другой программой",
    errno.EPERM: "нет прав, или файл занят другой программой",
    errno.EROFS: "диск доступен только для чтения",
    errno.ENAMETOOLONG: "имя файла или путь слишком длинные, сократите их",
}


def reason(error: OSError) -> str:
    """Why the system did not read or write, in Russian."""
    return REASONS.get(error.errno or 0, "ошибка диска")


def is_report(path: Path) -> bool:
    """Whether a workbook was made by xlrecords, by the category in its properties."""
    try:
        if not path.is_file():
            return False
        with zipfile.ZipFile(path) as package:
            return f"<cp:category>{MADE_BY}</cp:category>".encode() in package.read("docProps/core.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def is_findings(path: Path) -> bool:
    """Whether a file holds findings as lines of JSON, or nothing."""
    try:
        with path.open("rb") as file:
            return file.read(9) in (b"", b'{"rule": ')
    except OSError:
        return False


def save(path: Path, write: Callable[[Path], object], ours: Callable[[Path], bool] = is_report) -> Path:
    """Write a file.

    Args:
        path: Where it shall be.
        write: Writes it to the path it is given.
        ours: Whether a file that is there was made by xlrecords and may be written again.

    Returns:
        The path.

    Raises:
        SaveError: A file is there that was not made by xlrecords, is open in an office program, or cannot be written.
    """
    if path.exists() and not ours(path):
        raise SaveError(f"«{path.name}» уже есть и создан не программой: укажите другое имя, файл не изменён")
    if path.with_name(f"~${path.name}").exists():
        raise SaveError(f"«{path.name}» открыт в другой программе: закройте его и повторите")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(suffix=path.suffix, prefix=".", dir=path.parent)
        os.close(handle)
        try:
            write(Path(beside))
            with open(beside, "rb+") as written:
                os.fsync(written.fileno())
            os.chmod(beside, 0o644)
            os.replace(beside, path)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError as error:
        raise SaveError(f"«{path.name}» не записан: {reason(error)}") from error
    return path
