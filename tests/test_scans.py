"""Files that registers name: where they are looked for, their fingerprints, and the command that writes them down."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from xlrecords import scan
from xlrecords.cli import GROUP
from xlrecords.forms import BY_NAME
from xlrecords.scan import Shelf, home, is_link
from xlrecords.sheets.template import Content, write

DIPLOMA, DRAWING = b"%PDF-1.7 diploma", b"\x89PNG drawing"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school with a portfolio in «Реестры», a scan in «Сканы» beside it, and another in «Сканы» of the school."""
    school = tmp_path / "Школа"
    (school / "Реестры" / "Сканы" / "5А").mkdir(parents=True)
    (school / "Сканы").mkdir()
    write(school / "Настройки.xlsx", [(BY_NAME["school_card"], Content(), "")])
    (school / "Реестры" / "Сканы" / "5А" / "Диплом.pdf").write_bytes(DIPLOMA)
    (school / "Сканы" / "Рисунок.png").write_bytes(DRAWING)
    (tmp_path / "Чужое.pdf").write_bytes(b"outside")
    return school


def portfolio(school: Path, *files: tuple[str, str]) -> Path:
    """The portfolio with lines that name files, each with a fingerprint."""
    rows = [
        {"number": number, "student": "Орлова Мария", "school_class": "5А", "document_kind": "диплом", "event": f"Конкурс {number}",
         "document": f"№ {number}", "file": file, "sha256": written}
        for number, (file, written) in enumerate(files, 1)
    ]  # fmt: skip
    path = school / "Реестры" / "Портфолио.xlsx"
    write(path, [(BY_NAME["portfolio"], Content(rows=rows), "")])
    return path


def fingerprints(path: Path) -> list[str]:
    """Values of the column «Отпечаток файла»."""
    sheet = load_workbook(path).active
    assert sheet is not None
    heading = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Отпечаток файла")
    return [sheet.cell(row, heading.column).value or "" for row in range(heading.row + 1, sheet.max_row + 1)]


def run(*words: object) -> Result:
    return CliRunner().invoke(GROUP, [*map(str, words)])


# Where a file is looked for


@pytest.mark.parametrize("name", ["5А/Диплом.pdf", "5А\\Диплом.pdf", "Сканы/5А/диплом.PDF", "./5А/Диплом.pdf", " 5А/Диплом.pdf "])
def test_a_file_is_found_beside_the_book(school: Path, name: str) -> None:
    found = Shelf(portfolio(school)).find(name)
    assert found is not None
    assert found.read_bytes() == DIPLOMA


def test_a_file_is_found_in_the_folder_of_the_school(school: Path) -> None:
    book = portfolio(school)
    assert home(book) == school.resolve()
    found = Shelf(book).find("Рисунок.png")
    assert found is not None
    assert found.read_bytes() == DRAWING


@pytest.mark.parametrize(
    "name",
    [
        "../Чужое.pdf",
        "../../Чужое.pdf",
        "Сканы/../../../Чужое.pdf",
        "/etc/passwd",
        "C:\\Чужое.pdf",
        "\\\\сервер\\Чужое.pdf",
        "..",
        "",
        "5А",
    ],
)
def test_nothing_outside_the_school_is_opened(school: Path, name: str) -> None:
    assert Shelf(portfolio(school)).find(name) is None


def test_no_link_leads_outside_the_school(school: Path) -> None:
    (school / "Сканы" / "Ссылка.pdf").symlink_to(school.parent / "Чужое.pdf")
    assert Shelf(portfolio(school)).find("Ссылка.pdf") is None


def test_hidden_folders_are_not_looked_into(school: Path) -> None:
    (school / ".xlrecords").mkdir()
    (school / ".xlrecords" / "journal.jsonl").write_bytes(b"{}")
    assert Shelf(portfolio(school)).find(".xlrecords/journal.jsonl") is None


def test_names_that_differ_in_case_alone_are_not_guessed(school: Path) -> None:
    (school / "Сканы" / "скан.pdf").write_bytes(b"1")
    (school / "Сканы" / "СКАН.pdf").write_bytes(b"2")
    assert Shelf(portfolio(school)).find("Скан.pdf") is None


def test_a_book_outside_a_school_has_its_own_folder(tmp_path: Path) -> None:
    assert home(tmp_path / "Портфолио.xlsx") == tmp_path.resolve()


def test_a_large_file_is_not_read(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "LIMIT", 3)
    shelf = Shelf(portfolio(school))
    file = shelf.find("Рисунок.png")
    assert file is not None
    assert shelf.fingerprint(file) == ""


@pytest.mark.parametrize("text", ["https://example.org/1.pdf", "www.example.org", "HTTP://example.org"])
def test_addresses_of_pages_are_no_files(text: str) -> None:
    assert is_link(text)
    assert not is_link("Диплом www.pdf")


# The command


def test_empty_fingerprints_are_written_and_can_be_undone(school: Path) -> None:
    book = portfolio(school, ("5А/Диплом.pdf", ""), ("Рисунок.png", ""), ("", ""), ("https://example.org/1.pdf", ""))
    before = book.read_bytes()
    result = run("scans", school)
    assert result.exit_code == 0
    assert "Реестры/Портфолио.xlsx: записано: 2 отпечатка" in result.stdout
    assert fingerprints(book) == [sha(DIPLOMA), sha(DRAWING), "", ""]
    assert run("check", book, "--json", "-").stdout.count("scan-") == 0

    assert "все отпечатки уже записаны и совпадают" in run("scans", school).stdout
    assert run("undo", book).exit_code == 0
    assert book.read_bytes() == before


def test_dry_run_tells_and_writes_nothing(school: Path) -> None:
    book = portfolio(school, ("5А/Диплом.pdf", ""))
    before = book.read_bytes()
    result = run("scans", school, "--dry-run")
    assert "будет записано: 1 отпечаток" in result.stdout
    assert book.read_bytes() == before


def test_missing_and_changed_files_are_told_and_nothing_is_overwritten(school: Path) -> None:
    book = portfolio(school, ("Нет.pdf", ""), ("Рисунок.png", "ab" * 32), ("5А/Диплом.pdf", sha(DIPLOMA).upper()))
    before = book.read_bytes()
    result = run("scans", school)
    assert result.exit_code == 1
    assert "файла «Нет.pdf» нет" in result.stdout
    assert "файл «Рисунок.png» не тот, чей отпечаток записан; отпечаток оставлен" in result.stdout
    assert "Диплом.pdf" not in result.stdout
    assert book.read_bytes() == before

    found = [json.loads(line) for line in run("check", school, "--json", "-").stdout.splitlines()]
    told = {
        (issue["rule"], issue["severity"], issue["facts"].get("file", issue["value"]))
        for issue in found
        if issue["rule"].startswith("scan-")
    }
    assert told == {("scan-missing", "warning", "Нет.pdf"), ("scan-differs", "error", "Рисунок.png")}


def test_an_empty_file_is_no_scan(school: Path) -> None:
    (school / "Сканы" / "Пусто.pdf").touch()
    path = portfolio(school, ("Пусто.pdf", ""))
    result = run("scans", school)
    assert result.exit_code == 1
    assert "файл «Пусто.pdf» пустой" in result.stdout
    assert fingerprints(path) == [""] * len(fingerprints(path))


def test_a_school_without_registers_of_files_has_nothing_to_do(school: Path) -> None:
    assert "не названо" in run("scans", school).stdout


def test_a_sheet_without_the_column_is_told(school: Path) -> None:
    path = school / "Реестры" / "Работы.xlsx"
    rows = [{"student": "Орлова Мария", "school_class": "5А", "work": "Рисунок", "medium": "цифровой", "file": "Рисунок.png"}]
    write(path, [(BY_NAME["saved_works"], Content(rows=rows, without=("sha256",)), "")])
    result = run("scans", path)
    assert result.exit_code == 1
    assert "нет графы «Отпечаток файла»" in result.stdout
