"""Writing into somebody's file: what is refused, what a kill leaves behind, what can be undone."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from xlrecords.history import FOLDER, JOURNAL, actions, before, rewrite, sha256, undo, verify_journal
from xlrecords.save import SaveError

OLD, NEW, NEWER = b"old", b"new", b"newer"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A file that somebody made."""
    path = tmp_path / "5А.xlsx"
    path.write_bytes(OLD)
    return path


def snapshots(path: Path) -> set[str]:
    """Names of the snapshots beside a file."""
    return {found.name for found in (path.parent / FOLDER).glob("*.xlsx")}


def test_a_write_keeps_what_was_there_and_says_what_was_done(book: Path) -> None:
    rewrite(book, sha256(OLD), NEW, "заполнение")
    assert book.read_bytes() == NEW
    assert (book.parent / FOLDER / f"{sha256(OLD)}.xlsx").read_bytes() == OLD
    (done,) = actions(book)
    assert (done.action, done.file, done.before, done.after) == ("заполнение", "5А.xlsx", sha256(OLD), sha256(NEW))


def test_equal_bytes_are_neither_written_nor_an_action(book: Path) -> None:
    status = book.stat()
    rewrite(book, sha256(OLD), OLD, "заполнение")
    assert (book.stat().st_mtime_ns, actions(book), snapshots(book)) == (status.st_mtime_ns, (), set())


def test_equal_snapshots_are_kept_once(book: Path) -> None:
    other = book.with_name("5Б.xlsx")
    other.write_bytes(OLD)
    for path in (book, other):
        rewrite(path, sha256(OLD), NEW, "заполнение")
    assert snapshots(book) == {f"{sha256(OLD)}.xlsx"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_permissions_stay(book: Path) -> None:
    book.chmod(0o640)
    rewrite(book, sha256(OLD), NEW, "заполнение")
    assert book.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link_and_its_file_is_written(book: Path, tmp_path: Path) -> None:
    (tmp_path / "ссылки").mkdir()
    link = tmp_path / "ссылки" / "мой класс.xlsx"
    link.symlink_to(book)
    rewrite(link, sha256(OLD), NEW, "заполнение")
    assert (link.is_symlink(), book.read_bytes()) == (True, NEW)
    undo(link)
    assert book.read_bytes() == OLD


# What is refused


def beside(name: str) -> Callable[[Path], object]:
    """An office program that holds the file."""
    return lambda path: path.with_name(name).write_bytes(b"")


def make_a_folder(path: Path) -> None:
    """A folder of the same name."""
    path.unlink()
    path.mkdir()


REFUSALS: dict[str, tuple[Callable[[Path], object], str]] = {
    "changed": (lambda path: path.write_bytes(b"theirs"), "изменён другой программой"),
    "excel": (beside("~$5А.xlsx"), "открыт в другой программе"),
    "libreoffice": (beside(".~lock.5А.xlsx#"), "открыт в другой программе"),
    "read-only": (lambda path: path.chmod(0o444), "только для чтения"),
    "gone": (lambda path: path.unlink(), "такого файла нет"),
    "folder": (make_a_folder, "не файл"),
}


@pytest.mark.parametrize("happens", REFUSALS)
def test_a_file_that_must_not_be_written_is_not(book: Path, happens: str) -> None:
    spoil, reason = REFUSALS[happens]
    spoil(book)
    left = book.read_bytes() if book.is_file() else None
    with pytest.raises(SaveError, match=reason):
        rewrite(book, sha256(OLD), NEW, "заполнение")
    assert (book.read_bytes() if book.is_file() else None) == left
    assert actions(book) == ()


def test_what_another_program_saves_in_the_last_moment_is_kept(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = os.fsync

    def save_meanwhile(handle: int) -> None:
        synced(handle)
        book.write_bytes(b"theirs, saved while we wrote")

    monkeypatch.setattr(os, "fsync", save_meanwhile)
    with pytest.raises(SaveError, match="изменён другой программой"):
        rewrite(book, sha256(OLD), NEW, "заполнение")
    assert book.read_bytes() == b"theirs, saved while we wrote"


def test_a_disk_that_fails_leaves_the_file(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(SaveError, match="на диске нет места"):
        rewrite(book, sha256(OLD), NEW, "заполнение")
    assert book.read_bytes() == OLD
    assert not list((book.parent / FOLDER).glob("*.tmp"))


# Undoing


def test_undo_goes_back_one_action_at_a_time(book: Path) -> None:
    rewrite(book, sha256(OLD), NEW, "заполнение")
    rewrite(book, sha256(NEW), NEWER, "пометки")
    assert (undo(book).action, book.read_bytes()) == ("пометки", NEW)
    assert (undo(book).action, book.read_bytes()) == ("заполнение", OLD)
    with pytest.raises(SaveError, match="отменять нечего"):
        undo(book)


def test_a_new_action_after_an_undo_is_undone_first(book: Path) -> None:
    rewrite(book, sha256(OLD), NEW, "заполнение")
    undo(book)
    rewrite(book, sha256(OLD), NEWER, "пометки")
    assert (undo(book).action, book.read_bytes()) == ("пометки", OLD)


def test_undo_never_takes_away_what_was_typed_since(book: Path) -> None:
    rewrite(book, sha256(OLD), NEW, "заполнение")
    book.write_bytes(b"typed since")
    with pytest.raises(SaveError, match="изменён после последнего действия"):
        undo(book)
    assert book.read_bytes() == b"typed since"


def test_undo_refuses_a_snapshot_that_is_lost_or_changed(book: Path) -> None:
    rewrite(book, sha256(OLD), NEW, "заполнение")
    (book.parent / FOLDER / f"{sha256(OLD)}.xlsx").write_bytes(b"damaged")
    with pytest.raises(SaveError, match="не сохранился"):
        undo(book)
    assert book.read_bytes() == NEW


def test_the_state_before_an_unbroken_row_of_one_action(book: Path) -> None:
    rewrite(book, sha256(OLD), NEW, "пометки")
    rewrite(book, sha256(NEW), NEWER, "пометки")
    found = before(book, sha256(NEWER), "пометки")
    assert found is not None
    assert found.read_bytes() == OLD
    assert before(book, sha256(NEWER), "заполнение") is None
    assert before(book, sha256(b"saved by Excel"), "пометки") is None


class Sequences(RuleBasedStateMachine):
    """Writes, undoings and changes by others, against a list of the states that undo must bring back."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "5А.xlsx")
        self.path.write_bytes(OLD)
        self.now = OLD
        self.past: list[bytes] = []
        self.stranger = False
        self.number = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(data=st.binary(max_size=4))
    def write(self, data: bytes) -> None:
        rewrite(self.path, sha256(self.now), data, "заполнение")
        if data != self.now:
            self.past = [self.now] if self.stranger else [*self.past, self.now]
            self.stranger = False
        self.now = data

    @rule()
    def somebody_else_writes(self) -> None:
        self.number += 1
        self.now = b"theirs %d" % self.number
        self.stranger = True
        self.path.write_bytes(self.now)

    @rule(data=st.binary(max_size=4))
    def a_write_is_killed_before_its_renaming(self, data: bytes) -> None:
        with pytest.MonkeyPatch.context() as patch:
            renamed = os.replace

            def killed(source: str, target: Path) -> None:
                if Path(target) == self.path:
                    raise KeyboardInterrupt
                renamed(source, target)

            patch.setattr(os, "replace", killed)
            try:
                rewrite(self.path, sha256(self.now), data, "заполнение")
            except KeyboardInterrupt:
                return

    @rule()
    def undo(self) -> None:
        if self.past and not self.stranger:
            undo(self.path)
            self.now = self.past.pop()
        else:
            with pytest.raises(SaveError):
                undo(self.path)

    @invariant()
    def the_file_is_what_it_should_be(self) -> None:
        assert self.path.read_bytes() == self.now
        assert verify_journal(self.path.parent / FOLDER) == ()


TestSequences = Sequences.TestCase
TestSequences.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)


# The journal


def test_the_lines_of_the_journal_are_chained(book: Path) -> None:
    for old, new in ((OLD, NEW), (NEW, NEWER), (NEWER, OLD)):
        rewrite(book, sha256(old), new, "заполнение")
    folder = book.parent / FOLDER
    lines = (folder / JOURNAL).read_bytes().splitlines()
    assert [json.loads(line)["previous"] for line in lines] == ["", sha256(lines[0]), sha256(lines[1])]
    assert verify_journal(folder) == ()


def test_a_changed_line_is_found_and_undo_refuses(book: Path) -> None:
    for old, new in ((OLD, NEW), (NEW, NEWER)):
        rewrite(book, sha256(old), new, "заполнение")
    journal = book.parent / FOLDER / JOURNAL
    journal.write_bytes(journal.read_bytes().replace("заполнение".encode(), "исправление".encode(), 1))
    assert verify_journal(journal.parent) == (2,)
    with pytest.raises(SaveError, match=r"строка 2.*не изменён"):
        undo(book)
    assert book.read_bytes() == NEWER


def test_half_a_line_and_half_a_file_of_a_killed_write_go_with_the_next(book: Path) -> None:
    rewrite(book, sha256(OLD), NEW, "заполнение")
    folder = book.parent / FOLDER
    with (folder / JOURNAL).open("ab") as journal:
        journal.write(b'{"action": "zapo')
    (folder / "tmpabc.tmp").write_bytes(b"half")
    rewrite(book, sha256(NEW), NEWER, "заполнение")
    assert (len(actions(book)), verify_journal(folder), list(folder.glob("*.tmp"))) == (2, (), [])
    undo(book)
    undo(book)
    assert book.read_bytes() == OLD


# A kill

CHILD = """
import sys
from hashlib import sha256
from pathlib import Path
from xlrecords.history import rewrite
path, number = Path(sys.argv[1]), 0
data = path.read_bytes()
print("ready", flush=True)
while True:
    number += 1
    body = b"%d " % number * 20000
    new = sha256(body).hexdigest().encode() + body
    rewrite(path, sha256(data).hexdigest(), new, "заполнение")
    data = new
"""
KILLS, AT_ONCE = 200, 4


def whole(data: bytes) -> bool:
    """Whether a file of the child is all there."""
    return hashlib.sha256(data[64:]).hexdigest().encode() == data[:64]


def undo_all(path: Path) -> None:
    """Undo until it is refused; each state on the way is whole."""
    while undo(path):
        assert whole(path.read_bytes())


def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    chance = random.Random(1)
    books = [tmp_path / str(number) / "5А.xlsx" for number in range(AT_ONCE)]
    first = hashlib.sha256(b"").hexdigest().encode()
    for path in books:
        path.parent.mkdir()
        path.write_bytes(first)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    for _ in range(KILLS // AT_ONCE):
        children = [
            subprocess.Popen([sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
            for path in books
        ]
        for child in children:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready" + os.linesep.encode()
        for path, child in zip(books, children, strict=True):
            time.sleep(chance.random() * 0.008)
            child.kill()
            child.communicate()
            assert whole(path.read_bytes())
            assert verify_journal(path.parent / FOLDER) == ()
    for path in books:
        assert path.read_bytes() != first
        with pytest.raises(SaveError, match="отменять нечего"):
            undo_all(path)
        assert path.read_bytes() == first
        assert not list((path.parent / FOLDER).glob("*.tmp"))


def test_two_processes_take_turns(tmp_path: Path) -> None:
    books = [tmp_path / f"{number}.xlsx" for number in range(3)]
    for path in books:
        path.write_bytes(OLD)
    program = CHILD.replace("while True:", "while number < 15:")
    children = [subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.DEVNULL) for path in books]
    assert [child.wait() for child in children] == [0, 0, 0]
    assert verify_journal(tmp_path / FOLDER) == ()
    assert [len(actions(path)) for path in books] == [15, 15, 15]
