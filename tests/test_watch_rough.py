"""The command «watch» where things are rough: two watchers of one folder, links, copies that were carried elsewhere, a thousand books."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest

from xlrecords import save
from xlrecords.command import Request
from xlrecords.commands import copies, reviewing
from xlrecords.commands.annotating import copy_of
from xlrecords.commands.checking import check
from xlrecords.commands.copies import Copies
from xlrecords.commands.reading import find_books
from xlrecords.commands.watching import watch

from .test_watch import CLEAN, HEAD, WRONG, Watching, journal, once, run_on
from .test_watch import _brisk as _brisk


def copies_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*(проверено*"))


def test_two_watchers_of_one_folder_make_one_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one has begun its check when the first one writes; both tell what they found, and no copy is called foreign."""
    both = threading.Barrier(2, timeout=20)

    def together(*arguments: object) -> object:
        both.wait()
        return copy_of(*arguments)

    monkeypatch.setattr(reviewing, "copy_of", together)
    journal(tmp_path / "5А.xlsx")
    with Watching(tmp_path) as one, Watching(tmp_path) as other:
        assert one.told("5А.xlsx") == other.told("5А.xlsx") == "5А.xlsx: 2 места"
    assert copies_in(tmp_path) == ["5А (проверено).xlsx"]


def test_a_copy_that_another_watcher_wrote_during_the_check_is_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal(tmp_path / "5А.xlsx")

    def later(*arguments: object) -> object:
        monkeypatch.setattr(reviewing, "copy_of", copy_of)
        once(tmp_path)
        written.append((tmp_path / "5А (проверено).xlsx").stat().st_mtime_ns)
        return copy_of(*arguments)

    written: list[int] = []
    monkeypatch.setattr(reviewing, "copy_of", later)
    assert once(tmp_path) == ["5А.xlsx: 2 места"]
    assert [(tmp_path / "5А (проверено).xlsx").stat().st_mtime_ns] == written
    assert copies_in(tmp_path) == ["5А (проверено).xlsx"]


def test_a_book_below_a_linked_folder_is_one_book(tmp_path: Path) -> None:
    """The system tells of it by either path; a folder outside is not the watched one's."""
    school, outside = tmp_path / "Школа", tmp_path / "Чужая папка"
    (school / "Журналы").mkdir(parents=True)
    outside.mkdir()
    (school / "Журналы" / "Круг").symlink_to(school, target_is_directory=True)
    (school / "Журналы" / "Наружу").symlink_to(outside, target_is_directory=True)
    with run_on(school) as run:
        journal(outside / "7А.xlsx")
        journal(school / "Журналы" / "5А.xlsx")
        run.told("Журналы/5А.xlsx: 2 места")
        journal(school / "Ещё.xlsx", CLEAN)
        run.told("Ещё.xlsx")
    assert sorted(line.partition(":")[0] for line in run.lines[1:]) == ["Готово.xlsx", "Ещё.xlsx", "Журналы/5А.xlsx"]
    assert copies_in(outside) == []


def test_a_book_that_is_gone_before_it_is_read_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = reviewing.bytes_of

    def gone(path: Path) -> bytes:
        path.unlink()
        return real(path)

    monkeypatch.setattr(reviewing, "bytes_of", gone)
    journal(tmp_path / "5А.xlsx")
    assert once(tmp_path) == []


@pytest.mark.parametrize("how", ["carried to another folder", "the lists are lost", "named by hand"])
def test_a_copy_is_no_book_wherever_it_lies(tmp_path: Path, how: str) -> None:
    """Nobody is there twice because of it; a copy whose marks were taken off is a book like any other."""
    (tmp_path / "Журналы").mkdir()
    book = journal(tmp_path / "Журналы" / "5А.xlsx")
    before = check(Request((tmp_path,)))
    once(tmp_path)
    copy = book.with_name("5А (проверено).xlsx")
    if how == "carried to another folder":
        copy = copy.rename(tmp_path / copy.name)
    elif how == "the lists are lost":
        shutil.rmtree(tmp_path / "Журналы" / ".xlrecords")
    else:
        copy = copy.rename(copy.with_name("5А (проверено 7).xlsx"))
    after = check(Request((tmp_path,)))
    assert (after.books, after.issues) == (before.books, before.issues)
    assert not [line for line in once(tmp_path) if line.startswith(copy.relative_to(tmp_path).as_posix())]
    shutil.copy(journal(tmp_path / "снята.tmp.xlsx", CLEAN), copy)
    (tmp_path / "снята.tmp.xlsx").unlink()
    assert copy in [path for _, path in find_books([tmp_path])]


def test_somebody_who_corrects_a_copy_from_elsewhere_is_told(tmp_path: Path) -> None:
    elsewhere = tmp_path / "Почта"
    elsewhere.mkdir()
    journal(elsewhere / "5А.xlsx")
    once(elsewhere)
    school = tmp_path / "Школа"
    school.mkdir()
    with run_on(school) as run:
        shutil.copy(elsewhere / "5А (проверено).xlsx", school)
        assert run.told("5А (проверено).xlsx") == "5А (проверено).xlsx: это копия проверки, она не проверяется"


def test_settings_that_are_a_copy_are_not_the_settings_of_a_school(tmp_path: Path) -> None:
    from xlrecords.commands.reading import around

    other = tmp_path / "Иная школа"
    other.mkdir()
    journal(other / "Настройки.xlsx", WRONG)
    once(other)
    shutil.copy(other / "Настройки (проверено).xlsx", tmp_path)
    journal(tmp_path / "5А.xlsx")
    assert list(around([tmp_path / "5А.xlsx"], {})) == []


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    outcome = watch(Request((journal(tmp_path / "5А.xlsx"),)))
    assert (outcome.exit_code, outcome.lines) == (2, ("«5А.xlsx» — файл: укажите папку, в которой он лежит.",))


@pytest.mark.skipif(os.name == "nt", reason="there a path is too long, not a name")
def test_a_name_that_leaves_no_room_for_that_of_a_copy(tmp_path: Path) -> None:
    name = "Ж" * 122 + ".xlsx"
    journal(tmp_path / name)
    assert once(tmp_path) == [f"{name}: книга не проверена: имя файла или путь слишком длинные, сократите их"]


def test_lists_are_read_once_while_they_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a thousand books is looked through at every start."""
    for number in range(5):
        journal(tmp_path / f"{number}.xlsx", (*HEAD, (1, "Орлов Иван", number, "")))
    once(tmp_path)
    read: list[bytes] = []
    for module in (save, copies):
        real = module.json.loads
        monkeypatch.setattr(
            module, "json", type("", (), {"loads": staticmethod(lambda line, real=real: (read.append(line), real(line))[1])})
        )
    assert once(tmp_path) == []
    assert len(read) <= 2 * 5
    assert Copies(tmp_path).book_of("3 (проверено).xlsx") == "3.xlsx"
