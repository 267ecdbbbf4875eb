"""A bag (BagIt 1.0, RFC 8493): the folder in which a case lies in the archive, with hashes by which anybody can check it.

It is written under a hidden name and renamed once it is whole: a kill leaves the old state or the new bag. The four tag files follow
from the passport and the list of the payload alone, so that a check can say which byte of them was changed.
"""

from __future__ import annotations

import hashlib
import logging
import os
import platform
import re
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final

from ..history import sha256, sync
from ..save import reason
from .passport import PASSPORT, Passport, bag_info, dump
from .shelves import is_bag, read_passport

DECLARATION, INFO, MANIFEST, TAGS = "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"
"""Names of the tag files."""
PAYLOAD: Final = "data"
UNFINISHED: Final = ".tmp"
BLOCK: Final = 1 << 20
"""Bytes that are read at a time; what is shorter is hashed at once, the rest beside the writing."""
WRITERS: Final = 8
"""So many files are brought to the disk at a time."""
BAG: Final = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class BagError(Exception):
    """A bag that was not made; the text says why, in Russian."""


class ChangedError(BagError):
    """A book is no longer what it was when it was read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the payload: path within the bag, with «/», bytes, hash."""

    path: str
    size: int
    sha256: str


def tag_files(passport: Passport, entries: Iterable[Entry]) -> dict[str, bytes]:
    """The tag files of a bag, by their names: the same passport and payload give the same bytes.

    Args:
        passport: What lies in the bag as `data/case.json`.
        entries: All files of the payload, that one too, in any order.
    """
    ordered = sorted(entries, key=lambda entry: entry.path)
    info = bag_info(passport, sum(entry.size for entry in ordered), len(ordered))
    files = {
        DECLARATION: BAG.encode(),
        INFO: "".join(f"{name}: {value}\n" for name, value in info).encode(),
        MANIFEST: manifest_text((entry.path, entry.sha256) for entry in ordered),
    }
    return files | {TAGS: manifest_text((name, sha256(data)) for name, data in sorted(files.items()))}


def manifest_text(hashes: Iterable[tuple[str, str]]) -> bytes:
    """A manifest: a line for each path with its hash, in the order given."""
    return "".join(f"{hash}  {_escaped(path)}\n" for path, hash in hashes).encode()


def _escaped(path: str) -> str:
    """A path as manifests have it (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


class Writer:
    """A bag that is being written; left without `finish` nothing of it remains.

    Attributes:
        path: Its folder so far.
        entries: What was stored.
    """

    def __init__(self, folder: Path, name: str) -> None:
        """Begin a bag of a name in a folder; what a killed run left of it is removed."""
        self._final = folder / name
        self.path = folder / f".{name}{UNFINISHED}"
        self.entries: list[Entry] = []
        self._folders: set[str] = set()
        self._pool = ThreadPoolExecutor(1)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir()

    def __enter__(self) -> Writer:
        """The writer."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Remove what was not finished."""
        self._pool.shutdown()
        shutil.rmtree(self.path, ignore_errors=True)

    def put(self, name: str, data: bytes) -> Entry:
        """Store bytes as a file of the payload; `name` begins with `data/`."""
        return self._store(name, (data,))

    def copy(self, name: str, source: Path, expected: str, called: str = "") -> Entry:
        """Store a file, read once and block by block; `called` is what the school calls it, its name if nothing is told.

        Raises:
            ChangedError: Its hash is not the one expected.
            BagError: It cannot be opened.
        """
        try:
            file = source.open("rb", buffering=0)
        except OSError as error:
            raise BagError(f"книга «{called or source.name}» не читается: {reason(error)}") from error
        with file:
            entry = self._store(name, iter(lambda: file.read(BLOCK), b""))
        if entry.sha256 != expected:
            raise ChangedError(f"книга «{called or source.name}» изменилась после чтения: повторите команду")
        return entry

    def _store(self, name: str, blocks: Iterable[bytes]) -> Entry:
        folder = name.rpartition("/")[0]
        if folder not in self._folders:
            (self.path / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        digest, size = hashlib.sha256(), 0
        pending: Future[None] | None = None
        with open(f"{self.path}/{name}", "xb") as file:
            for block in blocks:
                if pending is not None:
                    pending.result()
                    pending = None
                if len(block) < BLOCK:
                    digest.update(block)
                else:
                    pending = self._pool.submit(digest.update, block)
                file.write(block)
                size += len(block)
        if pending is not None:
            pending.result()
        entry = Entry(name, size, digest.hexdigest())
        self.entries.append(entry)
        return entry

    def finish(self, passport: Passport) -> Path:
        """Write the passport and the tag files, check that all is there, bring it to the disk, give it its name.

        Returns:
            The folder of the bag.

        Raises:
            BagError: Something is there under that name, or the bag is not whole.
        """
        self.put(PASSPORT, dump(passport))
        for name, data in tag_files(passport, self.entries).items():
            (self.path / name).write_bytes(data)
        if not is_whole(self.path):
            raise BagError("дело записано не полностью: проверьте диск и повторите")
        if self._final.exists():
            raise BagError(f"папка «{self._final.name}» уже есть: она не изменена")
        _to_disk(self.path)
        os.rename(self.path, self._final)
        sync(self._final.parent)
        return self._final


def is_whole(path: Path) -> bool:
    """Whether the `bagit` library finds all files of a bag and none beside; their bytes are not read."""
    import bagit

    with _quiet(bagit.LOGGER):
        try:
            return bool(bagit.Bag(str(path)).validate(completeness_only=True))
        except (bagit.BagError, OSError, ValueError):
            return False


@contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """What the library has to say names files; it is said here, in Russian."""
    was, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = was


def _to_disk(folder: Path) -> None:
    """Bring all files and folders of a folder to the disk.

    Linux does so at one word, and waits until it is done; elsewhere file after file must be told.
    """
    if platform.system() == "Linux":
        os.sync()
        return
    files: list[Path] = []
    folders: list[Path] = []
    for inner, _, names in os.walk(folder):
        folders.append(Path(inner))
        files += (Path(inner, name) for name in names)
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(_to_disk_file, files))
    for inner_folder in reversed(folders):
        sync(inner_folder)


def _to_disk_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@dataclass(frozen=True, slots=True)
class Stored:
    """A bag in the archive: its folder, its passport, whether it has as many files and bytes as it says."""

    path: Path
    passport: Passport
    whole: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies in a folder of the archive.

    Attributes:
        bags: Bags whose passport can be read, by name and edition.
        unread: Names of bags whose passport cannot be read.
    """

    bags: tuple[Stored, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def latest(self) -> dict[str, Stored]:
        """The latest edition of each case, by the name of the case."""
        return {bag.passport.id: bag for bag in self.bags}


def shelf(folder: Path) -> Shelf:
    """What lies in a folder of the archive; nothing if there is no such folder."""
    bags: list[Stored] = []
    unread: list[str] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith(".") or not is_bag(path):
            continue
        passport = read_passport(path)
        if passport is None:
            unread.append(path.name)
        else:
            bags.append(Stored(path, passport, _is_complete(path)))
    return Shelf(tuple(sorted(bags, key=lambda bag: (bag.passport.id, bag.passport.edition))), tuple(unread))


def _is_complete(path: Path) -> bool:
    """Whether the payload of a bag has as many files and bytes as its description says."""
    try:
        if not all((path / name).is_file() for name in (INFO, MANIFEST, TAGS)):
            return False
        told = re.search(r"^Payload-Oxum: (\d+)\.(\d+)$", (path / INFO).read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        sizes = [os.stat(os.path.join(inner, name)).st_size for inner, _, names in os.walk(path / PAYLOAD) for name in names]
    except OSError:
        return False
    return told is not None and (int(told[1]), int(told[2])) == (sum(sizes), len(sizes))


def sweep(folder: Path) -> None:
    """Remove what killed runs left of their bags; other hidden folders stay."""
    for path in folder.glob(f".*{UNFINISHED}"):
        if path.is_dir() and {inner.name for inner in path.iterdir()} <= {PAYLOAD, DECLARATION, INFO, MANIFEST, TAGS}:
            shutil.rmtree(path)
