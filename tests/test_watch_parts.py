"""What the command «watch» is made of: names of copies, files that settle, disks of a network, copies as bytes, and which files count."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from xlrecords.command import Outcome
from xlrecords.commands import settling
from xlrecords.commands.annotating import THANKS, annotated, copy_of, places
from xlrecords.commands.copies import Copies, Place
from xlrecords.commands.disks import kind_of
from xlrecords.commands.reading import find_books, is_among
from xlrecords.commands.settling import Result, Settling
from xlrecords.filling.outputs import Folder
from xlrecords.issue import Issue, Severity
from xlrecords.issue import Place as Spot
from xlrecords.marking import LIST, SIGN
from xlrecords.ooxml import survey
from xlrecords.rule import Rule
from xlrecords.save import is_report

from .markdown import table
from .rich import RICH

NOW = dt.datetime(2026, 11, 24, 10, 31)


def issue(cell: str, sheet: str = "Журнал", message: str = "отметка «{value}» вне шкалы") -> Issue:
    """A finding."""
    return Issue(Rule("trial", "", message, "Исправьте.", "4.4", Severity.ERROR), Spot("5А.xlsx", sheet, cell), "6")


# Names


NAMES = """
| book     | ending | others             | copy                     |
|----------|--------|--------------------|--------------------------|
| 5А.xlsx  | .xlsx  |                    | 5А (проверено).xlsx      |
| 5А.xlsm  | .xlsm  | 5А.xlsx            | 5А (проверено).xlsm      |
| 5А.XLSX  | .XLSX  |                    | 5А (проверено).XLSX      |
| 5А.ods   | .xlsx  |                    | 5А (проверено).xlsx      |
| 5А.ods   | .xlsx  | 5А.xlsx            | 5А.ods (проверено).xlsx  |
| 5А.xls   | .xlsx  | 5А.ods             | 5А.xls (проверено).xlsx  |
| 5А.б.xls | .xlsx  | 5А.xlsx            | 5А.б (проверено).xlsx    |
"""


@pytest.mark.parametrize(("book", "ending", "others", "copy"), table(NAMES))
def test_copies_are_called_after_their_workbooks(tmp_path: Path, book: str, ending: str, others: str, copy: str) -> None:
    assert Copies(tmp_path).place(book, ending, [book, *others.split()]) == Place(copy, copy)


def test_a_name_that_somebody_has_is_left_to_them(tmp_path: Path) -> None:
    (tmp_path / "5А (проверено).xlsx").write_bytes(b"theirs")
    (tmp_path / "5А (проверено 2).xlsx").write_bytes(b"theirs")
    usual = "5А (проверено).xlsx"
    assert Copies(tmp_path).place("5А.xlsx", ".xlsx", []) == Place("5А (проверено 3).xlsx", usual, kept=True)
    assert Copies(tmp_path).write("5А.xlsx", "1", "5А (проверено 3).xlsx", b"copy")
    (tmp_path / usual).unlink()
    assert Copies(tmp_path).place("5А.xlsx", ".xlsx", []).name == "5А (проверено 3).xlsx", "an old copy is not left behind"
    assert (tmp_path / "5А (проверено 2).xlsx").read_bytes() == b"theirs"


def test_two_workbooks_never_share_a_copy(tmp_path: Path) -> None:
    (tmp_path / "5А.ods").touch()
    assert Copies(tmp_path).write("5А.ods", "1", "5А (проверено).xlsx", b"of the ods")
    assert Copies(tmp_path).place("5А.xlsx", ".xlsx", ["5А.ods"]).name == "5А (проверено 2).xlsx"
    (tmp_path / "5А.ods").unlink()
    assert Copies(tmp_path).place("5А.xlsx", ".xlsx", []).name == "5А (проверено).xlsx"


def test_lists_survive_a_line_that_was_never_finished(tmp_path: Path) -> None:
    copies = Copies(tmp_path)
    assert copies.write("5А.xlsx", "1", "5А (проверено).xlsx", b"copy")
    copies.note("5Б.xlsx", "2")
    for name in ("checked", "filled"):
        with (tmp_path / ".xlrecords" / f"{name}.jsonl").open("a", encoding="utf-8") as file:
            file.write('["5А')
    Copies(tmp_path).note("5В.xlsx", "3")
    known = Copies(tmp_path)
    assert [known.is_checked(f"5{letter}.xlsx", sha) for letter, sha in ("А1", "Б2", "В3", "А2")] == [True, True, True, False]
    assert (known.book_of("5А (проверено).xlsx"), known.book_of("5Б.xlsx")) == ("5А.xlsx", "")


# Files that settle


class Clock:
    """Time that only passes when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(settling, "time", SimpleNamespace(monotonic=lambda: self.now))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def passing(clock: Clock, files: Settling, seconds: float, meanwhile: Callable[[float], object] = lambda now: None) -> None:
    """Let time pass in steps of a twentieth of a second."""
    for _ in range(round(seconds * 20)):
        clock.now += 0.05
        meanwhile(clock.now)
        files.look()


def write(path: Path, text: str, when: float) -> None:
    path.write_text(text)
    os.utime(path, (when, when))


def test_a_file_is_handled_when_it_is_quiet(tmp_path: Path, clock: Clock) -> None:
    path, handled = tmp_path / "5А.xlsx", []
    files = Settling(lambda path, last: handled.append(path.read_text()) or Result.DONE)  # type: ignore[func-returns-value]
    text = ""

    def grow(now: float) -> None:
        nonlocal text
        text += "x"
        write(path, text, now)
        files.add(path)

    passing(clock, files, 2, grow)
    assert handled == []
    passing(clock, files, 0.5)
    assert handled == ["x" * 40]
    assert files.is_idle
    passing(clock, files, 5)
    assert handled == ["x" * 40]


def test_a_file_that_does_not_read_is_tried_again_a_few_times(tmp_path: Path, clock: Clock) -> None:
    path, tries = tmp_path / "5А.xlsx", []

    def handle(path: Path, last: bool) -> Result:
        tries.append((round(clock.now - 1000, 1), last))
        return Result.DONE if last else Result.UNREAD

    files = Settling(handle)
    write(path, "x", 900)
    files.add(path)
    passing(clock, files, 20)
    pauses = [round(later - before, 1) for (before, _), (later, _) in pairwise(tries)]
    assert pauses == sorted(pauses)
    assert [last for _, last in tries] == [False] * len(settling.PAUSES) + [True]


def test_a_file_that_is_gone_is_forgotten(tmp_path: Path, clock: Clock) -> None:
    files = Settling(lambda path, last: pytest.fail("it is gone"))
    write(tmp_path / "5А.xlsx", "x", clock.now)
    files.add(tmp_path / "5А.xlsx")
    (tmp_path / "5А.xlsx").unlink()
    passing(clock, files, 1)
    assert files.is_idle


# Disks of a network


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//server/school /mnt/school cifs rw 0 0
server:/home /mnt/nfs nfs4 rw 0 0
//server/old /mnt/\\040с\\040пробелом cifs rw 0 0
/dev/sdb1 /mnt/school/локально ext4 rw 0 0
broken
"""
KINDS = """
| folder                    | kind |
|---------------------------|------|
| /home/user                | ext4 |
| /mnt/school               | cifs |
| /mnt/school/Журналы       | cifs |
| /mnt/school/локально/5А   | ext4 |
| /mnt/schools              | ext4 |
| /mnt/nfs/a                | nfs4 |
"""


@pytest.mark.parametrize(("folder", "kind"), table(KINDS))
def test_kinds_of_disks(folder: str, kind: str) -> None:
    assert kind_of(Path(folder), MOUNTS) == kind


def test_a_place_with_blanks_in_its_name() -> None:
    assert kind_of(Path("/mnt/ с пробелом/5А"), MOUNTS) == "cifs"
    assert kind_of(Path("/mnt"), "") == ""


# Copies as bytes


SAME = [(name, make) for name, make in RICH if name not in ("wide_letters", "strict")]


@pytest.mark.parametrize(("name", "make"), SAME, ids=[name for name, _ in SAME])
def test_a_copy_of_a_rich_workbook_keeps_all_of_it(name: str, make: Callable[[], bytes]) -> None:
    data = make()
    before = survey(data)
    copy = annotated(data, "5А.xlsx", [issue("B2"), issue("C3")], NOW)
    assert survey(copy).sheets[: len(before.sheets)] == before.sheets
    again = annotated(copy, "5А.xlsx", [], NOW)
    assert set(survey(again).notes) == set(before.notes)
    assert set(survey(again).fills) == set(before.fills)


def test_the_list_of_a_copy_is_polite_and_known_as_a_list() -> None:
    data = BytesIO()
    book = Workbook()
    book.active.title = "Журнал"
    book.save(data)
    sheet = load_workbook(BytesIO(annotated(data.getvalue(), "5А.xlsx", [issue("B2"), issue("B2"), issue("")], NOW)))[LIST]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == [
        "Замечания: 2 места",
        "Создано программой xlrecords 24.11.2026 в 10:31 по книге «5А.xlsx».",
        "Это копия. Пожалуйста, исправьте «5А.xlsx» и сохраните: копия обновится. Щёлкните клетку в графе «Клетка», чтобы перейти к ней.",
    ]
    assert [cell.value for cell in sheet[4]][:4] == ["№", "Важность", "Лист", "Клетка"]
    thanks = load_workbook(BytesIO(annotated(data.getvalue(), "5А.xlsx", [], NOW)))[LIST]
    assert thanks["A1"].value == THANKS
    assert str(thanks["A2"].value).startswith(SIGN)


@pytest.mark.parametrize("name", ["5А.ods", "5А.xls"])
def test_what_cannot_be_marked_gets_the_list_alone(tmp_path: Path, name: str) -> None:
    copy = copy_of(b"", tmp_path / name, Outcome((issue("B2"),)), NOW)
    assert (copy.ending, copy.marked) == (".xlsx", False)
    (tmp_path / "copy.xlsx").write_bytes(copy.data)
    assert is_report(tmp_path / "copy.xlsx")
    sheet = load_workbook(tmp_path / "copy.xlsx")[LIST]
    assert sheet["A1"].value == f"{LIST}: 1 место. «{name}», проверено 24.11.2026 в 10:31"
    thanks = load_workbook(BytesIO(copy_of(b"", tmp_path / name, Outcome(), NOW).data))
    assert thanks.sheetnames == [LIST]
    assert thanks[LIST]["A1"].value == f"{THANKS}. «{name}», проверено 24.11.2026 в 10:31"


def test_a_workbook_that_may_not_be_changed_gets_the_list_alone(tmp_path: Path) -> None:
    strict = dict(RICH)["strict"]()
    assert not copy_of(strict, tmp_path / "5А.xlsm", Outcome((issue("B2"),)), NOW).marked


def test_places_are_counted_once() -> None:
    assert places([issue("B2"), issue("B2"), issue("B2", "Физика"), issue(""), issue("C3")]) == "4 места"


# Which files count


PARTS = st.lists(st.sampled_from(["А", ".Б", "Дело", "В"]), max_size=2)
FILES = st.sampled_from(["5А.xlsx", "~$5А.xlsx", ".5А.xlsx", "5А.pdf"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PARTS, FILES, st.booleans())
def test_a_file_counts_if_a_search_of_the_folder_gives_it(tmp_path: Path, inner: list[str], name: str, made: bool) -> None:
    top = tmp_path / "Школа"
    shutil.rmtree(top, ignore_errors=True)
    path = top.joinpath(*inner, name)
    path.parent.mkdir(parents=True)
    if "Дело" in inner:
        (top.joinpath(*inner[: inner.index("Дело") + 1]) / "bagit.txt").touch()
    if made:
        list(Folder(path.parent).write([(name, b"made here")]))
    else:
        path.touch()
    assert is_among(top, path) == (path in [found for _, found in find_books([top])])


def test_reports_do_not_count(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "Отчёт.xlsx")) as book:
        book.set_properties({"category": "xlrecords"})
    assert not is_among(tmp_path, tmp_path / "Отчёт.xlsx")
