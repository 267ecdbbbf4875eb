"""The command «diff»: what is compared with what, what is printed, the report, exit codes, and the book as it was on a day."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import asdict
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from xlrecords.archive.passport import Document, Passport, dump
from xlrecords.books.markdown import parse_books
from xlrecords.cli import GROUP
from xlrecords.history import FOLDER, JOURNAL, Action, rewrite, sha256, undo

from .markdown import saved

PAGE = """
# Алгебра
| Классный журнал | | | | | |
| Класс: | 5А | | | | |
| Предмет: | Алгебра | | | | |
| № | ФИО | 02.09.2026 | 04.09.2026 | 12.10.2026 | 1 четверть |
| 1 | Авдеев Пётр | 5 | | 4 | 5 |
| 2 | Бокова Анна | 4 | 3 | | 4 |
"""
CHANGED = PAGE.replace("| 5 | | 4 | 5 |", "| 5 | | 5 | 5 |")
LAST = PAGE.replace("| 5 | | 4 | 5 |", "| 5 | | 2 | 5 |")


@cache
def book(text: str) -> bytes:
    """A workbook written as Markdown, of the same bytes each time it is asked for."""
    return saved(parse_books(text)[0])


def put(path: Path, text: str) -> Path:
    """A workbook in its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(book(text))
    return path


def run(*words: str | Path) -> Result:
    """What the command line gives."""
    return CliRunner().invoke(GROUP, ["diff", *map(str, words)], standalone_mode=True)


def test_two_books(tmp_path: Path) -> None:
    found = run(put(tmp_path / "было.xlsx", PAGE), put(tmp_path / "стало.xlsx", CHANGED))
    assert found.exit_code == 1
    assert "    5А, Алгебра, Авдеев Пётр, 12.10.2026: 4 → 5 (E5 → E5)\n" in found.output
    assert "Различия: значения — 1 изменение." in found.output


def test_nothing_differs(tmp_path: Path) -> None:
    first = put(tmp_path / "A" / "5А.xlsx", PAGE)
    shutil.copytree(first.parent, tmp_path / "B")
    found = run(tmp_path / "A", tmp_path / "B")
    assert found.exit_code == 0
    assert "Сравнено: 1 книга, из них без единого изменения 1, открыто 0." in found.output
    assert "Различий нет." in found.output


def test_what_cannot_be_compared(tmp_path: Path) -> None:
    first = put(tmp_path / "A.xlsx", PAGE)
    broken = tmp_path / "B.xlsx"
    broken.write_bytes(b"no workbook")
    assert run(first, broken).exit_code == 2
    assert run(first).exit_code == 2
    assert run(first, tmp_path / "нет.xlsx").exit_code == 2
    (tmp_path / "пусто").mkdir()
    assert run(tmp_path / "пусто", tmp_path / "пусто").exit_code == 2


def test_a_broken_book_among_others_is_named(tmp_path: Path) -> None:
    for side, text in (("A", PAGE), ("B", CHANGED)):
        put(tmp_path / side / "5А.xlsx", text)
        (tmp_path / side / "6А.xlsx").write_bytes(side.encode())
    found = run(tmp_path / "A", tmp_path / "B")
    assert found.exit_code == 1
    assert "Не сравнено: 6А.xlsx: файл не является книгой" in found.output


def test_a_book_against_a_folder(tmp_path: Path) -> None:
    put(tmp_path / "Школа" / "Журналы" / "5А.xlsx", CHANGED)
    put(tmp_path / "Школа" / "6А.xlsx", PAGE)
    found = run(put(tmp_path / "5А.xlsx", PAGE), tmp_path / "Школа")
    assert "5А, Алгебра, Авдеев Пётр, 12.10.2026: 4 → 5" in found.output
    assert run(put(tmp_path / "7А.xlsx", PAGE), tmp_path / "Школа").exit_code == 2


def test_the_report(tmp_path: Path) -> None:
    put(tmp_path / "A" / "5А.xlsx", PAGE)
    put(tmp_path / "B" / "5А.xlsx", CHANGED.replace("| 2 | Бокова Анна | 4 | 3 | | 4 |", "| 2 | +Дёмина Вера | | | 3 | 3 |"))
    out = tmp_path / "Различия.xlsx"
    assert run(tmp_path / "A", tmp_path / "B", "-o", out).exit_code == 1
    report = load_workbook(out)
    assert report.sheetnames == ["Значения", "Формулы", "Оформление", "Листы и строки"]
    values = report["Значения"]
    assert [cell.value for cell in values[5]][:11] == [
        "5А.xlsx", "Алгебра", "5А", "Алгебра", "Авдеев Пётр", "12.10.2026", "4", "5", "E5", "E5", "изменено",
    ]  # fmt: skip
    assert values["J5"].hyperlink.target.replace("\\", "/") == "B/5А.xlsx"
    assert values["J5"].hyperlink.location == "'Алгебра'!E5"
    places = report["Листы и строки"]
    assert [places.cell(row, 3).value for row in (5, 6)] == ["строка исчезла", "строка появилась"]
    assert places["D6"].value == "+Дёмина Вера"
    assert places["D6"].data_type == "s"


def test_links_to_rows_and_columns_lead_to_their_first_cell(tmp_path: Path) -> None:
    first, out = put(tmp_path / "A.xlsx", PAGE), tmp_path / "Различия.xlsx"
    workbook = load_workbook(first)
    workbook["Алгебра"].row_dimensions[6].hidden = True
    workbook["Алгебра"].column_dimensions["C"].hidden = True
    workbook.save(tmp_path / "B.xlsx")
    run(first, tmp_path / "B.xlsx", "-o", out)
    links = [cell.hyperlink.location for row in load_workbook(out)["Оформление"].iter_rows() for cell in row if cell.hyperlink]
    assert sorted(set(links)) == ["'Алгебра'!A6", "'Алгебра'!C1"]


def test_the_report_is_the_same_each_time(tmp_path: Path) -> None:
    sides = put(tmp_path / "A.xlsx", PAGE), put(tmp_path / "B.xlsx", CHANGED)
    outs = [tmp_path / "1.xlsx", tmp_path / "2.xlsx"]
    for out in outs:
        run(*sides, "-o", out)
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_a_marked_book_differs_in_its_marks_only(tmp_path: Path) -> None:
    first = put(tmp_path / "A" / "5А.xlsx", PAGE.replace("| 4 | 3 |", "| 6 | 3 |"))
    second = tmp_path / "B" / "5А.xlsx"
    second.parent.mkdir()
    shutil.copy(first, second)
    assert CliRunner().invoke(GROUP, ["check", str(second), "--mark"]).exit_code == 1
    found = run(first, second)
    assert "лист «Алгебра» C6: пометка проверки: нет → есть" in found.output
    assert "Различия: оформление — 1 клетка." in found.output


# A case of the archive


def bag(folder: Path, text: str, whole: bool = True) -> Path:
    """A bag with one book of the school."""
    put(folder / "data" / "original" / "5А.xlsx", text)
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", encoding="utf-8")
    words = dict.fromkeys(
        ("school", "school_short", "index", "title", "part", "unit", "year", "first", "last", "ended", "term", "article"), ""
    )
    document = Document("Журналы/5А.xlsx", "data/original/5А.xlsx", whole, "", "")
    passport = Passport(id="дело", edition=1, source="", until="", documents=(document,), **words)
    (folder / "data" / "case.json").write_bytes(dump(passport))
    return folder


def test_a_case_against_the_school(tmp_path: Path) -> None:
    case = bag(tmp_path / "дело", PAGE)
    put(tmp_path / "Школа" / "Журналы" / "5А.xlsx", CHANGED)
    put(tmp_path / "Школа" / "6А.xlsx", PAGE)
    for words in ((case, tmp_path / "Школа"), (tmp_path / "Школа", case)):
        found = run(*words)
        assert found.exit_code == 1
        assert "6А" not in found.output
        assert "Различия: значения — 1 изменение." in found.output


def test_an_archive_is_no_version_but_each_of_its_cases_is(tmp_path: Path) -> None:
    bag(tmp_path / "Архив" / "дело", PAGE)
    put(tmp_path / "Школа" / "Журналы" / "5А.xlsx", PAGE)
    found = run(tmp_path / "Архив", tmp_path / "Школа")
    assert found.exit_code == 2
    assert "архив (1 дело): укажите папку одного дела." in found.output


def test_an_extract_is_no_lost_sheet(tmp_path: Path) -> None:
    second = PAGE.replace("Алгебра", "Физика")
    put(tmp_path / "Школа" / "Журналы" / "5А.xlsx", PAGE + second)
    assert run(bag(tmp_path / "выписка", PAGE, whole=False), tmp_path / "Школа").exit_code == 0
    assert "лист «Физика»: лист появился" in run(bag(tmp_path / "дело", PAGE), tmp_path / "Школа").output


# The book as it was on a day


def history(path: Path, *steps: tuple[str, str, str]) -> None:
    """Write a journal as the program does: steps are day with time, text before, text after."""
    folder = path.parent / FOLDER
    folder.mkdir(exist_ok=True)
    previous, lines = "", b""
    for moment, before, after in steps:
        (folder / f"{sha256(book(before))}.xlsx").write_bytes(book(before))
        time = dt.datetime.strptime(moment, "%d.%m.%Y %H:%M").astimezone().astimezone(dt.UTC).isoformat(timespec="seconds")
        action = Action("пометки", path.name, sha256(book(before)), sha256(book(after)), "", time, previous)
        line = json.dumps(asdict(action), ensure_ascii=False).encode()
        previous = sha256(line)
        lines += line + b"\n"
    (folder / JOURNAL).write_bytes(lines)


def test_the_book_as_it_was_between_two_actions(tmp_path: Path) -> None:
    path = put(tmp_path / "5А.xlsx", LAST)
    history(path, ("10.10.2026 12:00", PAGE, CHANGED), ("20.10.2026 09:30", CHANGED, LAST))
    found = run(path, "--date", "15.10.2026")
    assert "5А.xlsx: вид на 10.10.2026 12:00, после действия «пометки»." in found.output
    assert "12.10.2026: 5 → 2 (E5 → E5)" in found.output
    assert found.exit_code == 1
    assert run(path, "--date", "20.10.2026").exit_code == 0


def test_people_changed_it_between_two_actions(tmp_path: Path) -> None:
    path = put(tmp_path / "5А.xlsx", LAST)
    history(path, ("10.10.2026 12:00", PAGE, PAGE.replace("5А", "6А")), ("20.10.2026 09:30", CHANGED, LAST))
    found = run(path, "--date", "15.10.2026")
    assert "вид на 20.10.2026 09:30, перед действием «пометки»: после 10.10.2026 12:00" in found.output
    assert "12.10.2026: 5 → 2" in found.output


def test_a_write_that_was_cut_off_left_the_book_as_it_was(tmp_path: Path) -> None:
    path = put(tmp_path / "5А.xlsx", LAST)
    history(path, ("10.10.2026 12:00", PAGE, CHANGED), ("20.10.2026 09:30", PAGE, LAST))
    assert "12.10.2026: 4 → 2" in run(path, "--date", "15.10.2026").output


@pytest.mark.parametrize(
    ("steps", "day", "words"),
    [
        ((), "01.10.2026", "истории нет"),
        ((("10.10.2026 12:00", PAGE, LAST),), "09.10.2026", "история начинается позже, 10.10.2026 12:00: укажите --date 10.10.2026"),
        ((("10.10.2026 12:00", PAGE, CHANGED),), "11.10.2026", "не сохранился: позже книгу меняли без программы"),
    ],
)
def test_a_day_that_the_history_does_not_know(tmp_path: Path, steps: tuple[tuple[str, str, str], ...], day: str, words: str) -> None:
    path = put(tmp_path / "5А.xlsx", LAST)
    if steps:
        history(path, *steps)
    found = run(path, "--date", day)
    assert found.exit_code == 2
    assert words in found.output


def test_a_damaged_journal_proves_nothing(tmp_path: Path) -> None:
    path = put(tmp_path / "5А.xlsx", LAST)
    history(path, ("10.10.2026 12:00", PAGE, CHANGED), ("20.10.2026 09:30", CHANGED, LAST))
    journal = tmp_path / FOLDER / JOURNAL
    journal.write_bytes(journal.read_bytes().replace(b"2026-10-20", b"2026-10-11"))
    journal.write_bytes(journal.read_bytes().replace(b"2026-10-10", b"2026-10-09"))
    found = run(path, "--date", "15.10.2026")
    assert found.exit_code == 2
    assert "журнал действий повреждён" in found.output


def test_the_history_that_the_program_itself_writes(tmp_path: Path) -> None:
    path = put(tmp_path / "5А.xlsx", PAGE)
    rewrite(path, sha256(book(PAGE)), book(CHANGED), "правка")
    today = f"{dt.date.today():%d.%m.%Y}"
    assert run(path, "--date", today).exit_code == 0
    undo(path)
    assert "после действия «отмена»" in run(path, "--date", today).output


def test_nothing_is_changed(tmp_path: Path) -> None:
    sides = put(tmp_path / "A.xlsx", PAGE), put(tmp_path / "B.xlsx", CHANGED)
    before = [path.read_bytes() for path in sides]
    run(*sides)
    assert [path.read_bytes() for path in sides] == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["A.xlsx", "B.xlsx"]


def test_only_what_differs_is_looked_into(tmp_path: Path) -> None:
    """A sheet whose parts are equal is passed over, though another sheet of the book differs."""
    both = PAGE + PAGE.replace("Алгебра", "Физика")
    first = put(tmp_path / "A.xlsx", both)
    second = tmp_path / "B.xlsx"
    with ZipFile(first) as source, ZipFile(second, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            target.writestr(item, data.replace(b"<v>4</v>", b"<v>3</v>", 1) if item.filename == "xl/worksheets/sheet2.xml" else data)
    found = run(first, second)
    assert "Физика" in found.output
    assert "лист «Алгебра»" not in found.output
    assert found.exit_code == 1
