"""Changes of somebody's file that can be taken back: a snapshot, a line of the journal, then the whole file at once.

Beside the file lies the folder `.xlrecords`:

- `<sha-256><ending>`: bytes of a file as they were before a change; equal bytes are kept once, nothing is ever deleted;
- `journal.jsonl`: a line an action, each with the hash of the line before it;
- `lock`: held by the one process that writes in this folder;
- `*.tmp`: what a killed write left behind; the next write removes it.

A write ends with a rename, so a kill at any moment leaves the old file or the new one. Its line stands in the journal
before that; a line whose write never came is told by the hashes: the file is then still what it was before the line.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from .save import SaveError, reason

FOLDER, JOURNAL, LOCK, UNFINISHED = ".xlrecords", "journal.jsonl", "lock", ".tmp"
UNDO = "отмена"
"""The action of `undo` itself."""
PATIENCE = 10.0
"""Seconds to wait for another process that writes in the same folder."""


@dataclass(frozen=True, slots=True)
class Action:
    """A line of the journal.

    Attributes:
        action: What was done, a few Russian words.
        file: Name of the file.
        before: SHA-256 of the file before.
        after: SHA-256 of the file after.
        back: Hash of the line of the action that is undone next, once this one is; of an undo, right after it. Empty: none.
        time: When, UTC, to the second.
        previous: Hash of the line before this one; empty for the first.
    """

    action: str
    file: str
    before: str
    after: str
    back: str
    time: str
    previous: str


@dataclass(frozen=True, slots=True)
class Journal:
    """Actions of one file by the hashes of their lines, in their order."""

    actions: dict[str, Action]

    def last(self, now: str) -> str:
        """Hash of the line of the action that made the file what it is now; empty if it was changed otherwise, or all is undone."""
        for line, action in reversed(self.actions.items()):
            if action.after == now:
                return action.back if action.action == UNDO else line
            if action.before != now:
                return ""
        return ""

    def known(self, now: str) -> bool:
        """Whether these bytes are what an action left, or found."""
        return any(now in (action.before, action.after) for action in self.actions.values())


def sha256(data: bytes) -> str:
    """Hash of bytes, as the journal has it."""
    return hashlib.sha256(data).hexdigest()


def rewrite(path: Path, expected: str, data: bytes, action: str) -> Path:
    """Write a file that is there anew, whole or not at all, so that it can be undone. Equal bytes are not written.

    Args:
        path: The file; of a link, the file it leads to is written.
        expected: SHA-256 of the bytes that were read and led to the new ones.
        data: The new bytes.
        action: What is done, a few Russian words, for the journal; no names of people.

    Returns:
        The path.

    Raises:
        SaveError: The file changed since it was read, is open in an office program, is read-only, or cannot be written.
    """
    with _held(path) as file:
        if file.sha != expected:
            raise SaveError(f"«{path.name}» изменён другой программой после чтения: повторите команду")
        _change(file, data, action, file.journal.last(expected))
    return path


def undo(path: Path) -> Action:
    """Take the last action on a file back; called again, the one before it.

    Returns:
        The action that was undone.

    Raises:
        SaveError: There is nothing to undo, the file changed since, the journal or the snapshot is damaged; or as `rewrite`.
    """
    with _held(path) as file:
        if broken := verify_journal(file.folder):
            raise SaveError(f"журнал действий повреждён (строка {broken[0]}): отмена не выполнена, «{path.name}» не изменён")
        line = file.journal.last(file.sha)
        if not line:
            if file.journal.actions and not file.journal.known(file.sha):
                raise SaveError(f"«{path.name}» изменён после последнего действия программы: отмена не выполнена")
            raise SaveError(f"«{path.name}»: отменять нечего")
        undone = file.journal.actions[line]
        snapshot = _snapshot(file.target, undone.before)
        if snapshot is None:
            raise SaveError(f"«{path.name}»: прежний вид книги не сохранился, отмена не выполнена")
        _change(file, snapshot.read_bytes(), UNDO, undone.back)
    return undone


def actions(path: Path) -> tuple[Action, ...]:
    """Lines of the journal on a file, in their order; a line of a write that was killed is among them."""
    target = path.resolve()
    return tuple(_journal(target).actions.values())


def before(path: Path, now: str, action: str) -> Path | None:
    """Snapshot of a file as it was before an action that left it as it is now, or before an unbroken row of such actions.

    Args:
        path: The file.
        now: SHA-256 of its present bytes.
        action: The action.

    Returns:
        Path of the snapshot, whose bytes were compared with its hash; None if another program or action changed the file
        since, or the snapshot or the journal is lost or damaged.
    """
    target = path.resolve()
    if verify_journal(target.parent / FOLDER):
        return None
    journal = _journal(target)
    line, oldest = journal.last(now), None
    while line and journal.actions[line].action == action:
        oldest = journal.actions[line]
        line = oldest.back
    return _snapshot(target, oldest.before) if oldest else None


def verify_journal(folder: Path) -> tuple[int, ...]:
    """Numbers, from 1, of the lines of the journal in a folder `.xlrecords` that are damaged or do not follow from the line before."""
    broken, previous = [], ""
    for number, line in enumerate(_lines(folder), 1):
        action = _action(line)
        if action is None or action.previous != previous:
            broken.append(number)
        previous = sha256(line)
    return tuple(broken)


@dataclass(frozen=True, slots=True)
class _Held:
    """A file that nobody else writes: where it is, its bytes, their hash, its status, and its journal."""

    target: Path
    data: bytes
    sha: str
    status: os.stat_result
    journal: Journal

    @property
    def folder(self) -> Path:
        return self.target.parent / FOLDER


@contextmanager
def _held(path: Path) -> Iterator[_Held]:
    """A file that may be written, while the lock of its folder is held."""
    try:
        target = path.resolve(strict=True)
        may_write(path)
        folder = target.parent / FOLDER
        folder.mkdir(exist_ok=True)
        with locked(folder):
            for leftover in folder.glob(f"*{UNFINISHED}"):
                leftover.unlink(missing_ok=True)
            status = target.stat()
            data = target.read_bytes()
            yield _Held(target, data, sha256(data), status, _journal(target))
    except OSError as error:
        raise SaveError(f"«{path.name}» не записан: {reason(error)}") from error


def may_write(path: Path) -> None:
    """Refuse what `rewrite` would refuse before it reads it.

    Raises:
        SaveError: The file is open in an office program, is read-only, or is none.
    """
    target = path.resolve()
    mode = target.stat().st_mode
    if not stat.S_ISREG(mode):
        raise SaveError(f"«{path.name}» — не файл")
    for place in {path.absolute(), target}:
        if any(place.with_name(name).exists() for name in (f"~${place.name}", f".~lock.{place.name}#")):
            raise SaveError(f"«{path.name}» открыт в другой программе: закройте его и повторите")
    if not mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        raise SaveError(f"«{path.name}» доступен только для чтения: снимите запрет на запись и повторите")


def _change(file: _Held, data: bytes, action: str, back: str) -> None:
    """Snapshot, line of the journal, new file; each is on the disk before the next."""
    after = sha256(data)
    if after == file.sha:
        return
    if _snapshot(file.target, file.sha) is None:
        _put(file.folder / f"{file.sha}{file.target.suffix}", file.data, file)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    _append(file.folder, Action(action, file.target.name, file.sha, after, back, now, ""))
    _put(file.target, data, file)


def _put(place: Path, data: bytes, file: _Held) -> None:
    """Write bytes into the folder of snapshots, then rename them to their place, with the permissions of the file."""
    handle, beside = tempfile.mkstemp(suffix=UNFINISHED, dir=file.folder)
    try:
        with open(handle, "wb") as written:
            written.write(data)
            written.flush()
            os.fsync(handle)
        os.chmod(beside, stat.S_IMODE(file.status.st_mode))
        # What another program saved while we wrote must not be lost; the lock does not bind it.
        if place == file.target and _version(place.stat()) != _version(file.status):
            raise SaveError(f"«{place.name}» изменён другой программой после чтения: повторите команду")
        os.replace(beside, place)
    finally:
        Path(beside).unlink(missing_ok=True)
    sync(place.parent)


def _version(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def sync(folder: Path) -> None:
    """Bring what was renamed in a folder to the disk, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # some network disks refuse it
                os.fsync(handle)
        finally:
            os.close(handle)


def _snapshot(target: Path, sha: str) -> Path | None:
    """The snapshot of that hash, None if there is none or its bytes are others."""
    path = target.parent / FOLDER / f"{sha}{target.suffix}"
    try:
        return path if sha256(path.read_bytes()) == sha else None
    except OSError:
        return None


def _lines(folder: Path) -> list[bytes]:
    """Whole lines of the journal; what follows the last line end was never finished."""
    try:
        return (folder / JOURNAL).read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []


def _action(line: bytes) -> Action | None:
    """The action of a line, None if it is damaged."""
    try:
        given = json.loads(line)
        return Action(**{field.name: str(given[field.name]) for field in fields(Action)})
    except (ValueError, KeyError, TypeError):
        return None


def _journal(target: Path) -> Journal:
    """The journal of one file."""
    found = ((line, _action(line)) for line in _lines(target.parent / FOLDER))
    return Journal({sha256(line): action for line, action in found if action is not None and action.file == target.name})


def _append(folder: Path, action: Action) -> None:
    """Put an action at the end of the journal."""
    lines = _lines(folder)
    line = json.dumps(asdict(action) | {"previous": sha256(lines[-1]) if lines else ""}, ensure_ascii=False).encode() + b"\n"
    with open(folder / JOURNAL, "ab") as file:
        file.truncate(sum(len(old) + 1 for old in lines))
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    sync(folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; the system lets go of it when the process ends, however it ends."""
    with open(folder / LOCK, "ab") as file:
        deadline = time.monotonic() + PATIENCE
        while not _try_lock(file.fileno()):
            if time.monotonic() > deadline:
                raise SaveError("в эту папку пишет другая копия программы: дождитесь её и повторите")
            time.sleep(0.02)
        yield


def _try_lock(handle: int) -> bool:
    """Take a lock; False if another process has it. Where the disk knows no locks, there is none to wait for."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True
