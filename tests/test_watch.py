"""The command «watch» at work: a folder is followed while workbooks are saved in it in all the ways that programs save them."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner
from openpyxl import load_workbook

from xlrecords.books.file import read
from xlrecords.cli import GROUP
from xlrecords.command import Outcome, Request
from xlrecords.commands import following, settling, watching
from xlrecords.commands.annotating import THANKS, places
from xlrecords.commands.checking import check
from xlrecords.commands.copies import Copies
from xlrecords.commands.watching import watch
from xlrecords.issue import Severity
from xlrecords.marking import LIST, MARKS

from .desks import built

HEAD: tuple[tuple[object, ...], ...] = (
    ("Классный журнал",),
    ("Класс:", "5А"),
    ("Предмет:", "Алгебра"),
    ("Учитель:", "Ильина Н.П."),
    ("№", "ФИО", "02.09.2026", "04.09.2026"),
)
CLEAN = (*HEAD, (1, "Орлов Иван", 5, ""), (2, "Петрова Анна", "н", 4))
WRONG = (*HEAD, (1, "Орлов Иван", 5, 6), (2, "Петрова Анна", "ы", 4))
"""Two wrong marks: D6 and C7."""
PATIENCE = 20.0


def journal(path: Path, rows: Sequence[Sequence[object]] = WRONG) -> Path:
    """A journal, written in one go."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Алгебра")
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    return path


@pytest.fixture(autouse=True)
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses are shorter than in life; what they are for stays."""
    monkeypatch.setattr(watching, "ALIVE", 0.2)
    monkeypatch.setattr(following, "TICK", 0.05)
    monkeypatch.setattr(settling, "PAUSES", (0.1, 0.1, 0.2))
    monkeypatch.setattr(settling, "BUSY", (0.1,))


class Watching:
    """A run of the command in a thread, with the lines that it told."""

    def __init__(self, folder: Path, poll: float | None = None) -> None:
        self.lines: list[str] = []
        self.stop = threading.Event()
        self.outcome = Outcome()
        self.request = Request((folder,), poll=poll, tell=self.lines.append, stop=self.stop)
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        self.outcome = watch(self.request)

    def __enter__(self) -> Watching:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop.set()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()

    def told(self, beginning: str, times: int = 1) -> str:
        """The line that begins so, once it was told so often; without the time at its end."""
        until(lambda: len(self.all(beginning)) >= times, lambda: f"«{beginning}» was not told {times} times: {self.lines}")
        return untimed(self.all(beginning)[-1])

    def all(self, beginning: str) -> list[str]:
        return [line for line in self.lines if line.startswith(beginning)]


def until(true: Callable[[], bool], otherwise: Callable[[], str]) -> None:
    """Wait for something."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, otherwise()
        time.sleep(0.02)


@contextmanager
def run_on(folder: Path, poll: float | None = None) -> Iterator[Watching]:
    """A run that has looked at what is there."""
    with Watching(folder, poll) as run:
        journal(folder / "Готово.xlsx", CLEAN)
        run.told("Готово.xlsx")
        yield run


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """An invented school with mistakes: its settings, class list and one journal."""
    folder = tmp_path / "Школа"
    (folder / "Журналы").mkdir(parents=True)
    shutil.copy(built() / "Журналы" / "2026-2027" / "Кружки и секции" / "Театральная студия.xlsx", folder / "Журналы" / "Студия.xlsx")
    for name in ("Настройки.xlsx", "Контингент.xlsx"):
        shutil.copy(built() / name, folder)
    return folder


def once(folder: Path) -> list[str]:
    """Lines of a run that ends by itself, without the time at their end."""
    lines: list[str] = []
    outcome = watch(Request((folder,), once=True, tell=lines.append))
    assert outcome.exit_code == 0
    return [untimed(line) for line in lines]


def untimed(line: str) -> str:
    """A line without the time at its end."""
    return re.sub(r" \(\d\d:\d\d\)$", "", line)


def shown(path: Path) -> list[str]:
    """First column of the list in a copy."""
    return [str(row[0].value) for row in load_workbook(path)[LIST].iter_rows()]


def seen(path: Path) -> object:
    """What a copy holds: cells, fills and notes, but for the line with the time."""
    book = load_workbook(path)
    return [
        (sheet.title, cell.coordinate, cell.value, cell.fill.patternType, cell.comment.text if cell.comment else "")
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not (sheet.title == LIST and cell.row in (2, 3))
    ]


# What a teacher meets


def test_a_saved_workbook_is_checked_and_a_copy_with_marks_stands_beside_it(tmp_path: Path) -> None:
    with run_on(tmp_path) as run:
        before = journal(tmp_path / "5А.xlsx").read_bytes()
        assert run.told("5А.xlsx") == "5А.xlsx: 2 места"
    assert (tmp_path / "5А.xlsx").read_bytes() == before
    copy = tmp_path / "5А (проверено).xlsx"
    assert load_workbook(copy).sheetnames == ["Алгебра", LIST]
    assert load_workbook(copy)["Алгебра"]["D6"].fill.patternType == MARKS[Severity.ERROR][0]
    assert read(copy, "").cells("Алгебра") == read(tmp_path / "5А.xlsx", "").cells("Алгебра")
    title, made, remedy, *_ = shown(copy)
    assert title == f"{LIST}: 2 места"
    assert made.startswith("Создано программой xlrecords ")
    assert remedy.startswith("Это копия. Пожалуйста, исправьте «5А.xlsx» и сохраните")
    assert run.outcome.lines == ("Слежение закончено. Проверено: 2 книги. До свидания!",)
    assert run.outcome.exit_code == 0


def test_blank_forms_of_the_school_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "Шаблоны").mkdir()
    journal(tmp_path / "Шаблоны" / "Журнал.xlsx")
    journal(tmp_path / "5А.xlsx")
    assert once(tmp_path) == ["5А.xlsx: 2 места"]
    assert [path.name for path in (tmp_path / "Шаблоны").iterdir()] == ["Журнал.xlsx"]


def test_a_clean_workbook_gets_thanks_and_the_time_of_the_check(tmp_path: Path) -> None:
    with run_on(tmp_path) as run:
        assert run.told("Готово.xlsx") == f"Готово.xlsx: {THANKS}"
    title, made, told = shown(tmp_path / "Готово (проверено).xlsx")
    assert title == THANKS
    clock = run.all("Готово.xlsx")[0][-6:-1]
    assert made == f"Создано программой xlrecords {time.strftime('%d.%m.%Y')} в {clock} по книге «Готово.xlsx»."
    assert told == f"Это копия, проверено в {clock}. Записи ведите в книге «Готово.xlsx»."


def test_a_workbook_that_was_corrected_gets_a_new_copy(tmp_path: Path) -> None:
    with run_on(tmp_path) as run:
        journal(tmp_path / "5А.xlsx")
        run.told("5А.xlsx")
        journal(tmp_path / "5А.xlsx", CLEAN)
        assert run.told("5А.xlsx", 2) == f"5А.xlsx: {THANKS}"
    assert shown(tmp_path / "5А (проверено).xlsx")[0] == THANKS
    assert len(list(tmp_path.glob("5А*"))) == 2


def test_the_school_around_the_workbook_is_asked(school: Path) -> None:
    """Nobody of this journal stands in the class list of the school."""
    path = journal(school / "Журналы" / "5А.xlsx", CLEAN)
    found = check(Request((path,))).issues
    assert {issue.place.cell for issue in found} >= {"B6", "B7"}
    assert f"Журналы/5А.xlsx: {places(found)}" in once(school)
    listed = load_workbook(school / "Журналы" / "5А (проверено).xlsx")[LIST].iter_rows(min_row=5, values_only=True)
    assert [row[3] for row in listed] == [issue.place.cell or "лист" for issue in found]


# How programs save


def test_a_save_through_another_name(tmp_path: Path) -> None:
    """LibreOffice and Excel write beside and rename."""
    with run_on(tmp_path) as run:
        journal(tmp_path / "5А.xlsx", CLEAN)
        run.told("5А.xlsx")
        os.replace(journal(tmp_path / "~$A1B2C3.xlsx"), tmp_path / "5А.xlsx")
        assert run.told("5А.xlsx", 2) == "5А.xlsx: 2 места"
    assert not list(tmp_path.glob("~$*проверено*"))


def test_a_workbook_is_written_in_two_halves(tmp_path: Path) -> None:
    data = journal(tmp_path / "Журнал").read_bytes()
    with run_on(tmp_path) as run:
        with (tmp_path / "5А.xlsx").open("wb") as file:
            file.write(data[: len(data) // 2])
            file.flush()
            time.sleep(settling.QUIET + 0.25)
            file.write(data[len(data) // 2 :])
        assert run.told("5А.xlsx") == "5А.xlsx: 2 места"
    assert len(run.all("5А.xlsx")) == 1


def test_a_burst_of_saves_is_one_check(tmp_path: Path) -> None:
    with run_on(tmp_path) as run:
        for _ in range(20):
            journal(tmp_path / "5А.xlsx")
        run.told("5А.xlsx")
        journal(tmp_path / "Ещё.xlsx", CLEAN)
        run.told("Ещё.xlsx")
    assert len(run.all("5А.xlsx")) == 1


def test_two_workbooks_at_once(tmp_path: Path) -> None:
    with run_on(tmp_path) as run:
        journal(tmp_path / "5А.xlsx")
        journal(tmp_path / "5Б.xlsx", CLEAN)
        assert run.told("5А.xlsx") == "5А.xlsx: 2 места"
        assert run.told("5Б.xlsx") == f"5Б.xlsx: {THANKS}"


def test_a_folder_of_workbooks_is_moved_in(tmp_path: Path) -> None:
    top = tmp_path / "Школа"
    top.mkdir()
    (tmp_path / "Журналы").mkdir()
    journal(tmp_path / "Журналы" / "5А.xlsx")
    with run_on(top) as run:
        shutil.move(tmp_path / "Журналы", top)
        assert run.told("Журналы/5А.xlsx") == "Журналы/5А.xlsx: 2 места"


def test_the_same_content_is_not_checked_twice(tmp_path: Path) -> None:
    with run_on(tmp_path) as run:
        path = journal(tmp_path / "5А.xlsx")
        run.told("5А.xlsx")
        path.write_bytes(path.read_bytes())
        journal(tmp_path / "Ещё.xlsx", CLEAN)
        run.told("Ещё.xlsx")
    assert len(run.all("5А.xlsx")) == 1


def test_watching_by_looking(tmp_path: Path) -> None:
    with run_on(tmp_path, poll=0.1) as run:
        journal(tmp_path / "5А.xlsx")
        assert run.told("5А.xlsx") == "5А.xlsx: 2 места"
        os.replace(journal(tmp_path / ".5А.xlsx", CLEAN), tmp_path / "5А.xlsx")  # within the same second
        assert run.told("5А.xlsx", 2) == f"5А.xlsx: {THANKS}"


def test_a_folder_of_a_network_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlrecords.commands.disks.is_remote", lambda folder: True)
    monkeypatch.setattr(watching, "NETWORK", 0.1)
    with run_on(tmp_path) as run:
        assert "Папка сетевая: просматриваю её каждые 0.1 с. Другой срок задаёт --poll." in run.lines


def test_a_system_that_cannot_tell_is_helped_by_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def limited(*paths: Path, **given: Any) -> Iterator[Any]:
        raise OSError(28, "inotify watch limit reached")
        yield

    monkeypatch.setattr("watchfiles.watch", limited)
    monkeypatch.setattr(watching, "NETWORK", 0.1)
    with run_on(tmp_path) as run:
        assert any(line.startswith("Система не сообщает о сохранённых файлах") for line in run.lines)


# What is left alone


def test_our_own_files_lock_files_and_hidden_ones_are_not_checked(tmp_path: Path) -> None:
    (tmp_path / ".скрытое").mkdir()
    with run_on(tmp_path) as run:
        for name in ("~$5А.xlsx", ".5А.xlsx", ".скрытое/5А.xlsx"):
            journal(tmp_path / name)
        bag = tmp_path / "Архив" / "01-12"
        bag.mkdir(parents=True)
        (bag / "bagit.txt").write_text("BagIt-Version: 1.0\n", encoding="utf-8")
        journal(bag / "7А.xlsx")
        check(Request((tmp_path / "Готово.xlsx",), out=tmp_path / "Отчёт.xlsx"))
        journal(tmp_path / "5А.xlsx")
        run.told("5А.xlsx")
        journal(tmp_path / "Ещё.xlsx", CLEAN)
        run.told("Ещё.xlsx")
    assert sorted(line.partition(":")[0] for line in run.lines[1:]) == ["5А.xlsx", "Готово.xlsx", "Ещё.xlsx"]


def test_a_check_finds_the_same_before_and_after(school: Path) -> None:
    """Copies are no books of the school: nobody is there twice, and settings are read once."""
    asked = [(school,), (school / "Журналы" / "Студия.xlsx",), (school / "Контингент.xlsx",)]
    before = [check(Request(paths)) for paths in asked]
    once(school)
    assert (school / "Настройки (проверено).xlsx").is_file()
    after = [check(Request(paths)) for paths in asked]
    assert [(made.issues, made.books) for made in after] == [(made.issues, made.books) for made in before]
    assert once(school) == []


def test_an_unreadable_file_is_told_once_until_it_changes(tmp_path: Path) -> None:
    with run_on(tmp_path) as run:
        (tmp_path / "5А.xlsx").write_bytes(b"PK\3\4" + bytes(100))
        run.told("5А.xlsx: файл повреждён и не читается. Откройте книгу")
        assert not (tmp_path / "5А (проверено).xlsx").exists()
    assert once(tmp_path) == []
    journal(tmp_path / "5А.xlsx")
    assert once(tmp_path) == ["5А.xlsx: 2 места"]


def test_one_failing_book_does_not_stop_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xlrecords.commands import reviewing

    real = reviewing.copy_of

    def fails(data: bytes, path: Path, *rest: Any) -> object:
        if path.stem == "5А":
            raise ZeroDivisionError
        return real(data, path, *rest)

    monkeypatch.setattr(reviewing, "copy_of", fails)
    journal(tmp_path / "5А.xlsx")
    journal(tmp_path / "5Б.xlsx")
    assert once(tmp_path) == [
        "5А.xlsx: книга не проверена: непредвиденная ошибка (ZeroDivisionError); сама книга не изменена",
        "5Б.xlsx: 2 места",
    ]


def test_a_copy_that_cannot_be_written_is_told_with_what_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bool:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(Copies, "write", full)
    journal(tmp_path / "5А.xlsx")
    assert once(tmp_path) == ["5А.xlsx: 2 места; копия не записана: на диске нет места"]


# Copies


def test_a_copy_that_somebody_changed_is_kept(tmp_path: Path) -> None:
    copy = tmp_path / "5А (проверено).xlsx"
    with run_on(tmp_path) as run:
        journal(tmp_path / "5А.xlsx")
        run.told("5А.xlsx")
        theirs = journal(copy, CLEAN).read_bytes()
        run.told("5А (проверено).xlsx: это копия, она не проверяется; исправления внесите в «5А.xlsx»")
        journal(tmp_path / "5А.xlsx", (*WRONG, (3, "Яшин Лев", 7, "")))
        kept = "«5А (проверено).xlsx» изменена не программой и оставлена как есть"
        assert run.told("5А.xlsx", 2) == f"5А.xlsx: 3 места; копия — «5А (проверено 2).xlsx»: {kept}"
        journal(tmp_path / "5А.xlsx", CLEAN)
        run.told("5А.xlsx", 3)
    assert copy.read_bytes() == theirs
    assert shown(tmp_path / "5А (проверено 2).xlsx")[0] == THANKS
    assert len(list(tmp_path.glob("5А*"))) == 3


@pytest.mark.parametrize("lock", ["~$5А (проверено).xlsx", ".~lock.5А (проверено).xlsx#"])
def test_a_copy_that_is_open_is_renewed_when_it_is_closed(tmp_path: Path, lock: str) -> None:
    with run_on(tmp_path) as run:
        journal(tmp_path / "5А.xlsx")
        run.told("5А.xlsx")
        (tmp_path / lock).touch()
        journal(tmp_path / "5А.xlsx", CLEAN)
        run.told("5А.xlsx: копия «5А (проверено).xlsx» открыта: закройте её, и она обновится")
        time.sleep(0.3)
        assert shown(tmp_path / "5А (проверено).xlsx")[0] == f"{LIST}: 2 места"
        (tmp_path / lock).unlink()
        assert run.told(f"5А.xlsx: {THANKS}")
    assert shown(tmp_path / "5А (проверено).xlsx")[0] == THANKS
    assert len(run.all("5А.xlsx: копия")) == 1


def test_a_single_run_leaves_an_open_copy_to_the_next(tmp_path: Path) -> None:
    journal(tmp_path / "5А.xlsx")
    assert once(tmp_path) == ["5А.xlsx: 2 места"]
    journal(tmp_path / "5А.xlsx", CLEAN)
    lock = tmp_path / "~$5А (проверено).xlsx"
    lock.touch()
    assert once(tmp_path) == ["5А.xlsx: копия «5А (проверено).xlsx» открыта: закройте её и повторите проверку"]
    lock.unlink()
    assert once(tmp_path) == [f"5А.xlsx: {THANKS}"]


def test_a_workbook_that_is_open_is_read(tmp_path: Path) -> None:
    (tmp_path / "~$5А.xlsx").touch()
    journal(tmp_path / "5А.xlsx", CLEAN)
    assert once(tmp_path) == [f"5А.xlsx: {THANKS}"]


def test_deleted_and_renamed_books_keep_their_copies(tmp_path: Path) -> None:
    with run_on(tmp_path) as run:
        journal(tmp_path / "5А.xlsx")
        run.told("5А.xlsx")
        (tmp_path / "5А.xlsx").rename(tmp_path / "5Б.xlsx")
        assert run.told("5Б.xlsx") == "5Б.xlsx: 2 места"
        (tmp_path / "5Б.xlsx").unlink()
        journal(tmp_path / "Ещё.xlsx", CLEAN)
        run.told("Ещё.xlsx")
    assert len(run.lines) == 5
    assert {path.name for path in tmp_path.glob("*проверено*")} >= {"5А (проверено).xlsx", "5Б (проверено).xlsx"}


def test_what_was_saved_while_it_was_off_is_checked_at_the_start(tmp_path: Path) -> None:
    journal(tmp_path / "5А.xlsx")
    assert once(tmp_path) == ["5А.xlsx: 2 места"]
    assert once(tmp_path) == []
    journal(tmp_path / "5А.xlsx", CLEAN)
    os.utime(tmp_path / "5А.xlsx", (0, 0))  # as a copy from a memory stick has it
    with Watching(tmp_path) as run:
        assert run.told("5А.xlsx") == f"5А.xlsx: {THANKS}"
    (tmp_path / "5А (проверено).xlsx").unlink()
    assert once(tmp_path) == [f"5А.xlsx: {THANKS}"]


def test_any_order_of_saves_leads_to_the_same_copies(tmp_path: Path) -> None:
    saves = [("5А", WRONG), ("5Б", CLEAN), ("5А", CLEAN), ("5В", WRONG)]
    folders = []
    for number, order in enumerate(((0, 1, 2, 3), (3, 0, 2, 1), (1, 3, 0, 2))):
        folders.append(tmp_path / str(number))
        folders[-1].mkdir()
        with Watching(folders[-1]):
            for index in order:
                name, rows = saves[index]
                journal(folders[-1] / f"{name}.xlsx", rows)
                time.sleep(0.1 * number)
        once(folders[-1])
    first, *others = ({path.name: seen(path) for path in folder.glob("*проверено*")} for folder in folders)
    assert set(first) == {f"{name} (проверено).xlsx" for name in ("5А", "5Б", "5В")}
    assert all(other == first for other in others)


# The folder and the end


@pytest.mark.parametrize("poll", [None, 0.1], ids=["told", "looked"])
def test_the_folder_vanishes_and_is_back(tmp_path: Path, poll: float | None) -> None:
    folder, away = tmp_path / "Школа", tmp_path / "Нет"
    folder.mkdir()
    with run_on(folder, poll) as run:
        folder.rename(away)
        run.told("Папка «Школа» недоступна")
        journal(away / "5А.xlsx")
        away.rename(folder)
        assert run.told("5А.xlsx") == "5А.xlsx: 2 места"
        journal(folder / "5Б.xlsx")
        assert run.told("5Б.xlsx") == "5Б.xlsx: 2 места"
    assert run.lines.count("Папка «Школа» снова доступна.") == 1


def test_the_command_line(tmp_path: Path) -> None:
    def run(*words: str | Path) -> tuple[int, list[str]]:
        result = CliRunner().invoke(GROUP, ["watch", *map(str, words)])
        return result.exit_code, (result.stdout + result.stderr).splitlines()

    journal(tmp_path / "5А.xlsx")
    code, (told, end) = run(tmp_path, "--once")
    assert (code, told[:17], end) == (0, "5А.xlsx: 2 места ", "Проверено: 1 книга.")
    assert run(tmp_path, "--once") == (0, ["С прошлой проверки ничего не изменилось."])
    assert run(tmp_path / "Нет") == (2, ["Папки «Нет» нет: укажите папку с книгами."])
    assert run(tmp_path, tmp_path) == (2, ["Укажите одну папку."])


@pytest.mark.skipif(os.name == "nt", reason="Windows has other interruptions")
def test_an_interruption_ends_with_goodbye(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "xlrecords", "watch", str(tmp_path)]
    run = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=os.environ | {"PYTHONIOENCODING": "utf-8"})
    try:
        assert run.stdout
        assert run.stdout.readline().startswith("Слежу за папкой")
        journal(tmp_path / "5А.xlsx")
        assert run.stdout.readline().startswith("5А.xlsx: 2 места")
        run.send_signal(signal.SIGINT)
        assert run.stdout.read() == "Слежение закончено. Проверено: 1 книга. До свидания!\n"
        assert run.wait(PATIENCE) == 0
    finally:
        run.kill()
        run.wait()
