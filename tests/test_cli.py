"""The command line as a user meets it: output, exit codes, bad input, nothing written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlrecords.cli import GROUP, name_of
from xlrecords.commands import COMMANDS, Request
from xlrecords.commands.listing import explain
from xlrecords.rules import BY_ID

ROWS = (
    ("Классный журнал",),
    ("Класс:", "5А"),
    ("Предмет:", "Алгебра"),
    ("Учитель:", "Ильина Н.П."),
    ("№", "ФИО", "02.09.2026", "04.09.2026"),
    (1, "Орлов Иван", 5, 6),
    (2, "Петрова Анна", "ы", 4),
)


def write_journal(path: Path, rows: tuple[tuple[object, ...], ...] = ROWS) -> Path:
    """A small journal with two wrong marks: D6 and C7."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Алгебра")
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    return path


def run(*words: str | Path) -> Result:
    """A call of the command line."""
    return CliRunner().invoke(GROUP, [str(word) for word in words])


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_findings_say_where_what_and_why(tmp_path: Path) -> None:
    result = run("check", write_journal(tmp_path / "5А.xlsx"))
    assert result.exit_code == 1
    assert result.stdout.splitlines()[:3] == [
        "5А.xlsx «Алгебра»!D6: ошибка: отметка «6» вне шкалы школы (2–5)",
        "    Исправление: Поставьте отметку из шкалы; две отметки запишите через дробь: 5/4.",
        "    Основание: п. 4.4 [mark-out-of-scale]",
    ]
    assert "Проверено: 1 книга, 1 лист. Найдено: 2 ошибки." in result.stdout
    assert "Принято: лист «Учебные периоды» не найден" in result.stderr


def test_json_has_the_fields_of_the_contract(tmp_path: Path) -> None:
    result = run("check", write_journal(tmp_path / "5А.xlsx"), "--json", "-")
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert list(first) == ["rule", "severity", "book", "sheet", "cell", "value", "message", "fix", "clause", "facts"]
    assert (first["rule"], first["severity"], first["cell"], first["value"]) == (
        "mark-out-of-scale",
        "error",
        "D6",
        "6",
    )
    assert (second["rule"], second["cell"], second["value"]) == ("mark-unknown", "C7", "ы")


def test_json_goes_to_a_file_but_never_over_somebody_elses(tmp_path: Path) -> None:
    journal, target = write_journal(tmp_path / "5А.xlsx"), tmp_path / "замечания.jsonl"
    assert [run("check", journal, "--json", target).exit_code for _ in range(2)] == [1, 1]
    assert len(target.read_text(encoding="utf-8").splitlines()) == 2
    before = journal.read_bytes()
    assert run("check", journal, "--json", journal).exit_code != 0
    assert journal.read_bytes() == before


def test_a_clean_journal_exits_with_zero(tmp_path: Path) -> None:
    rows = (*ROWS[:5], (1, "Орлов Иван", 5, ""), (2, "Петрова Анна", "н", 4))
    result = run("check", write_journal(tmp_path / "5А.xlsx", rows))
    assert (result.exit_code, "Замечаний нет." in result.stdout) == (0, True)


def test_the_report_has_a_row_a_finding_and_links_to_the_cells(tmp_path: Path) -> None:
    (tmp_path / "Журналы").mkdir()
    write_journal(tmp_path / "Журналы" / "5А.xlsx")
    report = tmp_path / "Замечания.xlsx"
    assert run("check", tmp_path / "Журналы", "--report", report).exit_code == 1
    book = load_workbook(report)
    assert book.sheetnames == ["Замечания", "По листам", "По правилам", "По классам"]
    sheet = book["Замечания"]
    assert isinstance(sheet, Worksheet)
    assert [sheet.cell(row, 5).value for row in (5, 6)] == ["D6", "C7"]
    link = sheet["E5"].hyperlink
    assert link is not None
    assert link.target is not None
    assert link.target.replace("\\", "/").endswith("Журналы/5А.xlsx")
    assert link.location == "'Алгебра'!D6"
    assert sheet.auto_filter.ref == "A4:J6"
    assert len(book["По классам"]._charts) == 1


def test_a_report_never_replaces_somebody_elses_file(tmp_path: Path) -> None:
    journal = write_journal(tmp_path / "5А.xlsx")
    other = write_journal(tmp_path / "Мой файл.xlsx")
    before = other.read_bytes()
    result = run("check", journal, "--report", other)
    assert result.exit_code == 2
    assert "создан не программой" in result.stderr
    assert other.read_bytes() == before


def test_a_report_may_be_made_again(tmp_path: Path) -> None:
    journal, report = write_journal(tmp_path / "5А.xlsx"), tmp_path / "Замечания.xlsx"
    assert [run("check", journal, "--report", report).exit_code for _ in range(2)] == [1, 1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["5А.xlsx", "Замечания.xlsx"]


def test_bad_files_are_findings_and_the_rest_is_checked(tmp_path: Path) -> None:
    write_journal(tmp_path / "5А.xlsx")
    write_journal(tmp_path / "Тётя «Ю» 'и' 🙂.xlsx", (ROWS[0], ("Класс:", "5Б"), *ROWS[2:]))
    (tmp_path / "пусто.xlsx").write_bytes(b"")
    (tmp_path / "текст.xlsx").write_text("просто текст", encoding="utf-8")
    (tmp_path / "битый.xlsx").write_bytes((tmp_path / "5А.xlsx").read_bytes()[:900])
    (tmp_path / "~$5А.xlsx").write_bytes(b"lock")
    (tmp_path / "заметки.txt").write_text("не книга", encoding="utf-8")
    before = state(tmp_path)
    result = run("check", tmp_path, "--json", "-")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    by_book: dict[str, list[str]] = {}
    for issue in found:
        by_book.setdefault(issue["book"], []).append(issue["rule"])
    assert by_book == {
        "5А.xlsx": ["file-open", "mark-out-of-scale", "mark-unknown"],
        "Тётя «Ю» 'и' 🙂.xlsx": ["mark-out-of-scale", "mark-unknown"],
        "битый.xlsx": ["file-damaged"],
        "пусто.xlsx": ["file-empty"],
        "текст.xlsx": ["file-not-workbook"],
    }
    assert result.exit_code == 1
    assert state(tmp_path) == before


def test_nothing_readable_exits_with_two(tmp_path: Path) -> None:
    (tmp_path / "пусто.xlsx").write_bytes(b"")
    assert run("check", tmp_path).exit_code == 2
    assert run("check", tmp_path / "нет такого.xlsx").exit_code == 2
    (tmp_path / "папка").mkdir()
    empty = run("check", tmp_path / "папка")
    assert (empty.exit_code, "Книг не найдено" in empty.stderr) == (2, True)


def test_a_folder_without_rights_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_journal(tmp_path / "5А.xlsx")
    (tmp_path / "закрыто").mkdir()
    listed = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("закрыто"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = [json.loads(line) for line in run("check", tmp_path, "--json", "-").stdout.splitlines()]
    assert [(issue["book"], issue["rule"]) for issue in found if issue["book"] != "5А.xlsx"] == [("закрыто", "file-locked")]
    assert len(found) == 3


def test_the_command_says_what_is_wrong_with_a_path_without_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the command line, which knows only that a parameter is wrong."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    result = run("doctor", str(tmp_path))
    assert "Не понимаю" not in result.output
    assert "готово: Python" in result.output


def test_a_book_borrows_the_settings_of_the_school_around_it(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "Настройки.xlsx")) as book:
        sheet = book.add_worksheet("Правила")
        for index, row in enumerate((("Правила",), (), ("Правило", "Значение"), ("Символы журнала", "н; ."))):
            sheet.write_row(index, 0, row)
    folder = tmp_path / "Журналы" / "2026-2027"
    folder.mkdir(parents=True)
    rows = (*ROWS[:5], (1, "Орлов Иван", 5, "б"))
    path = write_journal(folder / "5А.xlsx", rows)
    result = run("check", path, "--json", "-")
    assert [(issue["book"], issue["cell"], issue["rule"]) for issue in map(json.loads, result.stdout.splitlines())] == [
        ("5А.xlsx", "D6", "mark-misplaced")
    ]


def test_help_is_russian_and_lists_every_command() -> None:
    result = run("--help")
    assert {name_of(command) for command in COMMANDS} <= {line.split()[0] for line in result.stdout.splitlines() if line.startswith("  ")}
    assert "Options" not in result.stdout
    assert "Usage" not in result.stdout


def test_every_rule_can_be_explained() -> None:
    for rule in BY_ID.values():
        lines = explain(Request(name=rule.id)).lines
        assert lines[0].startswith(rule.title)
        assert "……" not in "".join(lines)


def test_forms_rules_and_explain_tell_what_there_is() -> None:
    assert "class_journal\n    Классный журнал (п. 4.4)" in run("forms").stdout
    assert "term-mark-differs" in run("rules").stdout
    explained = run("explain", "mark-is-date").stdout
    assert "Важность: ошибка. Основание: п. 4.4 Положения" in explained
    unknown = run("explain", "mark-is-data")
    assert (unknown.exit_code, "Похожие: mark-is-date" in unknown.stderr) == (2, True)


def test_new_makes_a_school_that_checks_clean_and_touches_nothing_that_is_there(tmp_path: Path) -> None:
    school = tmp_path / "Школа"
    assert run("new", "school", school).exit_code == 0
    assert {"Настройки.xlsx", "Контингент.xlsx", "Журналы", "Шаблоны"} <= {path.name for path in school.iterdir()}
    found = [json.loads(line) for line in run("check", school, "--json", "-").stdout.splitlines()]
    assert {issue["severity"] for issue in found} <= {"note"}
    before = state(school)
    assert run("new", "school", school).exit_code == 2
    assert state(school) == before


def test_new_makes_a_sheet_by_its_russian_name_too(tmp_path: Path) -> None:
    path = tmp_path / "журнал.xlsx"
    assert run("new", "Классный журнал", "-o", path).exit_code == 0
    before = path.read_bytes()
    assert run("new", "class_journal", "-o", path).exit_code == 2
    assert path.read_bytes() == before
    assert run("new", "нет такой", "-o", tmp_path / "x.xlsx").exit_code == 2


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("release", "Школа", "--student", "Орлов Иван", "--to", "Орлова Анна"), "не указано: --by ФИО"),
        (("check",), "не указано: ПУТЬ..."),
        (("check", "--mrak", "Школа"), "нет параметра --mrak"),
        (("chek", "Школа"), "нет такой команды"),
    ],
)
def test_a_call_that_is_not_understood_says_what_is_wrong(words: tuple[str, ...], complaint: str) -> None:
    called = subprocess.run([sys.executable, "-m", "xlrecords", *words], capture_output=True, text=True, check=False)
    assert called.returncode == 2
    assert called.stderr == f"Не понимаю: {complaint}. Справка: xlrecords --help\n"
