"""Returned workbooks as they come: renamed, doubled, in folders with other files, of two teachers, into books that changed or are open."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from xlrecords.commands import Request, check, watch
from xlrecords.commands.marking import undo
from xlrecords.commands.splitting import split

from .test_merge import bring_back, cell, change, hand_out, write_school


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A small school."""
    return write_school(tmp_path)


def class_pages(school: Path, name: str = "Класс") -> Path:
    """Both sheets of 8А as its class teacher gets them."""
    out = school.parent / name
    assert split(Request((school,), out=out, groups=("8А",))).exit_code == 0
    return out / "8А.xlsx"


def mark(path: Path, address: str, value: object) -> None:
    """Write into a cell of «Алгебра»."""
    change(path, lambda sheet: sheet.__setitem__(address, value))


def test_files_of_one_name_in_two_folders_are_both_brought_back(school: Path, tmp_path: Path) -> None:
    first = hand_out(school)
    second = tmp_path / "Второй" / "8А.xlsx"
    second.parent.mkdir()
    shutil.copy(first, second)
    mark(first, "E6", 3)
    mark(second, "E7", 4)
    outcome = bring_back(first.parent, second.parent, school)
    assert (outcome.exit_code, len(outcome.lines)) == (0, 3)
    assert (cell(school / "8А.xlsx", "E6"), cell(school / "8А.xlsx", "E7")) == (3, 4)


def test_copies_with_marks_in_a_returned_folder_are_passed_over(school: Path, tmp_path: Path) -> None:
    """The teacher had the folder watched at home."""
    (tmp_path / "Дома").mkdir()
    returned = shutil.copy(hand_out(school), tmp_path / "Дома" / "8А.xlsx")
    mark(returned, "E6", 3)
    watch(Request((returned.parent,), once=True))
    assert returned.with_name("8А (проверено).xlsx").is_file()
    outcome = bring_back(returned.parent, school)
    assert (outcome.exit_code, len(outcome.lines)) == (0, 1)
    assert cell(school / "8А.xlsx", "E6") == 3


def test_a_dry_run_of_several_returns_tells_what_the_real_run_does(school: Path, tmp_path: Path) -> None:
    first, second = hand_out(school), class_pages(school)
    mark(first, "E6", 3)
    mark(second, "E6", 5)
    mark(second, "E7", 4)
    planned = bring_back(first, second, school, dry_run=True)
    done = bring_back(first, second, school)
    assert planned.exit_code == done.exit_code == 1
    assert [line.replace("будет ", "") for line in planned.lines] == list(done.lines)
    assert "внесено: 1, изменено и в школе: 1" in done.lines[1]


def test_a_dry_run_tells_of_a_book_that_cannot_be_written(school: Path) -> None:
    returned = hand_out(school)
    mark(returned, "E6", 3)
    (school / "~$8А.xlsx").write_bytes(b"")
    planned = bring_back(returned, school, dry_run=True)
    assert planned.lines == bring_back(returned, school).lines
    assert (planned.exit_code, "закройте" in planned.lines[0]) == (2, True)


def test_workbooks_of_other_kinds_in_a_folder_are_told_and_other_files_are_not(school: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Почта"
    folder.mkdir()
    shutil.copy(hand_out(school), folder / "8А.XLSX")
    for name in ("старая.xls", "таблица.ods", "письмо.docx", "~$8А.xlsx", ".скрытая.xlsx"):
        (folder / name).write_bytes(b"not a workbook")
    outcome = bring_back(folder, school)
    assert (outcome.exit_code, [line.split(":")[0].split(" → ")[0] for line in outcome.lines]) == (
        1,
        ["8А.XLSX", "старая.xls", "таблица.ods"],
    )


def test_a_renamed_sheet_is_known_by_what_its_head_says(school: Path) -> None:
    returned, master = hand_out(school), school / "8А.xlsx"

    def rename(sheet: Worksheet) -> None:
        sheet["E6"] = 3
        sheet.title = "Моя алгебра"

    change(returned, rename)
    assert bring_back(returned, school).lines == ("8А.xlsx → 8А.xlsx: внесено: 1",)
    assert cell(master, "E6") == 3


def test_a_sheet_that_the_school_renamed(school: Path) -> None:
    returned, master = hand_out(school), school / "8А.xlsx"
    mark(returned, "E6", 3)
    change(master, lambda sheet: setattr(sheet, "title", "Алгебра 8А"))
    assert bring_back(returned, school).lines == ("8А.xlsx → 8А.xlsx: внесено: 1",)
    assert cell(master, "E6", "Алгебра 8А") == 3


def test_a_sheet_that_the_school_deleted_matters_only_if_the_teacher_changed_it(school: Path) -> None:
    returned, master = hand_out(school), school / "8А.xlsx"
    change(master, lambda sheet: sheet.parent.remove(sheet))
    assert bring_back(returned, school).exit_code == 0
    mark(returned, "E6", 3)
    outcome = bring_back(returned, school)
    assert outcome.exit_code == 1
    assert outcome.lines[1:] == ("    «Алгебра»: перенесите вручную: листа с таким именем в книге школы нет",)


def test_an_emptied_sheet_is_told_with_the_cells_that_it_had(school: Path) -> None:
    returned = hand_out(school)
    change(returned, lambda sheet: sheet.delete_rows(1, 20))
    outcome = bring_back(returned, school)
    assert outcome.lines[0] == "8А.xlsx → 8А.xlsx: перенесите вручную: 25"


def test_a_note_of_the_teacher_is_told(school: Path) -> None:
    returned = hand_out(school)

    def note(sheet: Worksheet) -> None:
        sheet["E6"].comment = Comment("пересдача 12.10", "Лисицына В. П.")

    change(returned, note)
    outcome = bring_back(returned, school)
    assert outcome.exit_code == 1
    assert outcome.lines[1] == "    «Алгебра»!E6: перенесите вручную: примечание к клетке: у учителя «пересдача 12.10»"


def test_marks_of_a_check_are_no_notes_of_the_teacher(school: Path) -> None:
    returned = hand_out(school)
    mark(returned, "E6", "ы")
    check(Request((returned,), mark=True))
    assert bring_back(returned, school).lines == ("8А.xlsx → 8А.xlsx: внесено: 1",)


def test_an_older_cut_after_a_newer_one(school: Path, tmp_path: Path) -> None:
    old = tmp_path / "старая.xlsx"
    shutil.copy(hand_out(school), old)
    mark(school / "8А.xlsx", "F6", 5)
    new = class_pages(school)
    mark(new, "E6", 3)
    mark(old, "E6", 4)
    mark(old, "E7", 2)
    assert bring_back(new, school).exit_code == 0
    outcome = bring_back(old, school)
    assert outcome.lines[0] == "старая.xlsx → 8А.xlsx: внесено: 1, изменено и в школе: 1"
    assert [cell(school / "8А.xlsx", place) for place in ("E6", "E7", "F6")] == [3, 2, 5]


def test_a_book_that_is_gone_is_told(school: Path) -> None:
    returned = hand_out(school)
    (school / "8А.xlsx").rename(school / "8А новая.xlsx")
    outcome = bring_back(returned, school)
    assert (outcome.exit_code, outcome.lines) == (
        2,
        ("«8А.xlsx»: книги «8А.xlsx» в папке школы больше нет; верните её на место и повторите",),
    )


def test_a_line_that_was_cut_short_by_a_kill_hides_no_other(school: Path) -> None:
    hand_out(school)
    listed = school / ".xlrecords" / "cuts.jsonl"
    listed.write_bytes(listed.read_bytes() + '{"id": "12", "book": "я'.encode()[:-1])
    returned = class_pages(school)
    assert bring_back(returned, school).lines == ("8А.xlsx → 8А.xlsx: правок нет",)


def test_a_book_that_may_only_be_read(school: Path) -> None:
    returned, master = hand_out(school), school / "8А.xlsx"
    mark(returned, "E6", 3)
    master.chmod(0o444)
    outcome = bring_back(returned, school)
    assert (outcome.exit_code, "только для чтения" in outcome.lines[0]) == (2, True)
    assert cell(master, "E6") is None


def test_a_file_that_is_not_there(school: Path) -> None:
    hand_out(school)
    assert bring_back(school.parent / "нет.xlsx", school).lines == ("«нет.xlsx»: такого файла нет",)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_kill_between_two_books_leaves_whole_books_and_undo(school: Path, tmp_path: Path) -> None:
    out = tmp_path / "Выписки"
    assert split(Request((school,), out=out, teachers=("Лисицына В. П.",))).exit_code == 0
    before = {name: (school / name).read_bytes() for name in ("8А.xlsx", "8Б.xlsx")}
    for name in before:
        mark(out / "Лисицына В. П" / name, "E6", 3)
    run = subprocess.Popen([sys.executable, "-m", "xlrecords", "merge", str(out), str(school)], stdout=subprocess.DEVNULL)
    first, second = (school / name for name in before)
    deadline = time.monotonic() + 60
    while first.read_bytes() == before["8А.xlsx"] and run.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    run.kill()
    run.wait()
    load_workbook(first)
    load_workbook(second)
    assert bring_back(out, school).exit_code == 0
    assert (cell(first, "E6"), cell(second, "E6")) == (3, 3)
    for name, data in before.items():
        undo(Request((school / name,)))
        assert (school / name).read_bytes() == data
