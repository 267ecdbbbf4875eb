"""A workbook that is a file: read once into memory, recognised by its first bytes, decoded, never written."""

from __future__ import annotations

import json
import os
import pickle
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from ..book import Rows, Trouble
from ..guard import MEBIBYTE, Archive, Limits, RefusedError, main_part, take_apart
from . import html, quarantine
from .quarantine import Content

LIMITS = Limits()


@dataclass(slots=True)
class FileBook:
    """A book as it was when it was read.

    Attributes:
        name: What messages call the book.
        troubles: What is wrong with it as a file. A sheet named in `sheet-damaged` is not among the sheets; a book
            refused as a whole has no sheets.
        tables: Cells of each sheet from A1, in the order of the tabs.
    """

    name: str
    troubles: tuple[Trouble, ...]
    tables: dict[str, Rows]

    def sheets(self) -> list[str]:
        """Names of the sheets, hidden ones too, in the order of the tabs."""
        return list(self.tables)

    def cells(self, sheet: str) -> Rows:
        """All cells of a sheet from A1, without strays; KeyError if there is no such sheet."""
        return self.tables[sheet]


def read(path: Path, name: str, limits: Limits = LIMITS) -> FileBook:
    """Read a file, whatever it is.

    Args:
        path: The file; it is opened for reading only.
        name: What messages call the book.
        limits: What the file may cost.

    Returns:
        A book; whatever is wrong with the file stands in its troubles, nothing is raised.
    """
    return _read(name, lambda: _load(path, limits), limits)


def decoded(data: bytes, name: str, limits: Limits = LIMITS) -> FileBook:
    """Read the bytes of a file, as `read` does."""
    return _read(name, lambda: data, limits)


def _read(name: str, load: Callable[[], bytes], limits: Limits) -> FileBook:
    try:
        tables, troubles = _decode(load(), limits)
    except RefusedError as error:
        return FileBook(name, (Trouble(error.rule, facts=error.facts),), {})
    except MemoryError:
        return FileBook(name, (Trouble("file-too-heavy", facts={"limit": "память компьютера"}),), {})
    except Exception:  # a damage nobody foresaw is still a damage of this file alone
        return FileBook(name, (Trouble("file-damaged", facts={"part": ""}),), {})
    return FileBook(name, tuple(troubles), tables)


REASONS = {
    FileNotFoundError: "такого файла нет",
    PermissionError: "нет прав на чтение",
}
SHARING_VIOLATIONS = (32, 33)
"""Codes by which Windows says that another program holds the file."""


def _load(path: Path, limits: Limits) -> bytes:
    try:
        # Opening a named pipe would wait for its other end.
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise RefusedError("file-locked", reason="нет прав на чтение папки" if stat.S_ISDIR(mode) else "это не обычный файл")
        with path.open("rb") as file:
            data = file.read(limits.file + 1)
    except OSError as error:
        reason = next((text for kind, text in REASONS.items() if isinstance(error, kind)), "ошибка чтения")
        if getattr(error, "winerror", None) in SHARING_VIOLATIONS:
            reason = "занят другой программой"
        raise RefusedError("file-locked", reason=reason) from error
    if not data:
        raise RefusedError("file-empty")
    if len(data) > limits.file:
        raise RefusedError("file-too-large", what="файл слишком велик")
    return data


def _decode(data: bytes, limits: Limits) -> Content:
    if data.startswith((b"PK\3\4", b"PK\5\6")):
        return _zip(data, limits)
    if data.startswith(OLE):
        return _ole(data, limits)
    if html.looks_like(data):
        # The tree of a page takes some fifteen times its room, and a second for each mebibyte or two.
        if len(data) > MEBIBYTE:
            return _quarantine(data, "page", limits)
        return html.tables(data, limits), []
    raise RefusedError("file-not-workbook", what=_describe(data))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS = (
    ("EncryptedPackage", "file-encrypted", ""),
    ("WordDocument", "file-not-workbook", "документ Word"),
    ("PowerPoint Document", "file-not-workbook", "презентация PowerPoint"),
)
PASSWORD = re.compile(rb"\x09\x08(?:\x10\x00.{16}|\x08\x00.{8})(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
"""The opening of a stream of a .xls workbook: records BOF, perhaps WRITEPROT, and FILEPASS."""


def _ole(data: bytes, limits: Limits) -> Content:
    for stream, rule, what in OLE_STREAMS:
        if _has_stream(data, stream):
            raise RefusedError(rule, **({"what": what} if what else {}))
    if PASSWORD.search(data):
        raise RefusedError("file-encrypted")
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return _quarantine(data, "foreign", limits)
    raise RefusedError("file-not-workbook", what="документ старого формата без книги")


def _has_stream(data: bytes, name: str) -> bool:
    """Whether the directory of an OLE file, made of entries of 128 bytes that open with a name, has this name."""
    key = (name + "\0").encode("utf-16-le")
    return any(match.start() % 128 == 0 for match in re.finditer(re.escape(key), data))


def _zip(data: bytes, limits: Limits) -> Content:
    archive = Archive(data, limits)
    parts = archive.markup()
    if b"encryption-data" in parts.get("meta-inf/manifest.xml", b""):
        raise RefusedError("file-encrypted")
    if "content.xml" in archive:
        if b"office:spreadsheet" in parts["content.xml"]:
            return _quarantine(data, "foreign", limits)
        raise RefusedError("file-not-workbook", what="документ OpenDocument без таблицы")
    main = main_part(archive, parts)
    if main.startswith(("word/", "ppt/")):
        what = "документ Word" if main.startswith("word/") else "презентация PowerPoint"
        raise RefusedError("file-not-workbook", what=what)
    if not main:
        raise RefusedError("file-not-workbook", what="архив zip без книги")
    if main.endswith(".bin"):
        return _quarantine(data, "foreign", limits)
    content = quarantine.ordinary(take_apart(archive, parts, main), limits)
    return _quarantine(data, "strange", limits) if content is None else content


class _PlainUnpickler(pickle.Unpickler):
    """Takes only what a child has to say: it read a hostile file, so its answer is not trusted to name code."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in (("xlrecords.book", "Trouble"), *(("datetime", kind) for kind in TIMES)):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(name)


TIMES = ("date", "datetime", "time", "timedelta")


def _quarantine(data: bytes, kind: str, limits: Limits) -> Content:
    """Read in a child process, which finds modules where this one does and writes nothing."""
    root = str(Path(__file__).resolve().parents[2])
    places = os.pathsep.join([root, *filter(None, sys.path)])
    try:
        child = subprocess.run(
            [sys.executable, "-B", "-P", "-m", quarantine.__name__, kind, json.dumps(asdict(limits))],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": places},
            timeout=limits.seconds,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise RefusedError("file-too-heavy", limit=f"{limits.seconds:g} с") from error
    except subprocess.CalledProcessError as error:
        raise RefusedError("file-too-heavy", limit=f"{limits.memory / 2**30:g} ГиБ") from error
    content: Content = _PlainUnpickler(BytesIO(child.stdout)).load()
    return content


SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "документ RTF"),
    (b"\x89PNG", "изображение"),
    (b"\xff\xd8\xff", "изображение"),
    (b"GIF8", "изображение"),
    (b"II*\0", "изображение"),
    (b"MM\0*", "изображение"),
    (b"Rar!", "архив RAR"),
    (b"7z\xbc\xaf", "архив 7z"),
    (b"\x1f\x8b", "архив gzip"),
    (b"MIME-Version:", "веб-архив"),
    (b"\xff\xfe", "текст"),
    (b"\xfe\xff", "текст"),
)
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def _describe(data: bytes) -> str:
    """What a file that is no workbook is, in a word or two."""
    start = data[:4096]
    for signature, what in SIGNATURES:
        if start.startswith(signature):
            return what
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "таблица XML Excel 2003"
    return "неизвестный формат" if BINARY.search(start) else "текст"
