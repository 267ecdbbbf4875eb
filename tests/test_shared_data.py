"""Tables of real shape: opened without a crash, every address that of an independent reader, unknown sheets named."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from xlrecords.book import address
from xlrecords.cli import GROUP
from xlrecords.commands import Request, check, find_books, read_books
from xlrecords.forms import BY_NAME, FORMS
from xlrecords.kind import plain
from xlrecords.sheets import survey
from xlrecords.sheets.read import read

from .conftest import SHARED

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the tables of real shape are not beside the repository")
BOOKS = sorted(SHARED.glob("*.xlsx")) if SHARED.is_dir() else []


def shown(value: object) -> str:
    """A cell of openpyxl as a person sees it."""
    if value is None:
        return ""
    return plain(float(value) if isinstance(value, int) and not isinstance(value, bool) else value)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.name)
def test_every_finding_stands_on_the_cell_it_shows(path: Path) -> None:
    book = load_workbook(path, data_only=True)
    outcome = check(Request((path,)))
    for issue in outcome.issues:
        assert issue.place.sheet in ("", *book.sheetnames)
        if issue.place.cell:
            assert shown(book[issue.place.sheet][issue.place.cell].value) == issue.value
        assert "{" not in issue.message + issue.fix
    assert not [issue for issue in outcome.issues if issue.rule.id == "rule-failed"]


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.name)
def test_what_is_read_stands_where_the_records_say(path: Path) -> None:
    book = load_workbook(path, data_only=True)
    blocks, strays = survey(read_books(dict(find_books((path,))), lambda done, total: None), FORMS)
    assert {block.sheet for found in blocks.values() for block in found} | {stray.sheet for stray in strays} == set(book.sheetnames)
    for name, found in blocks.items():
        records = read(BY_NAME[name], found)
        for sheet_id, row, student in records.rows[["sheet_id", "row", "student"]].itertuples(index=False):
            cell = address(row, int(records.places["student"][sheet_id]))
            assert book[records.sheets["sheet"][sheet_id]][cell].value == student
        heading = "date" if "date" in records.headings else "text"
        for sheet_id, row, column, text in records.headings[["sheet_id", "row", "column", heading]].itertuples(index=False):
            value = book[records.sheets["sheet"][sheet_id]].cell(row, column).value
            assert isinstance(value, dt.datetime if heading == "date" else str)
            assert value == text


def test_sheets_that_are_no_known_form_are_named() -> None:
    named = [issue.place.sheet for issue in check(Request((SHARED / "monitoring_teacher_messy.xlsx",))).issues]
    assert len(named) == len(set(named)) == 46


@pytest.mark.parametrize("name", ["ege_choice.xlsx", "oge_choice.xlsx"])
def test_choices_of_exams_stand_under_subjects_and_not_under_their_teachers(name: str) -> None:
    sheet = load_workbook(SHARED / name)["Лист1"]
    blocks, _ = survey(read_books(dict(find_books((SHARED / name,))), lambda done, total: None), FORMS)
    records = read(BY_NAME["exam_choice"], blocks["exam_choice"])
    assert list(records.headings["text"]) == [cell.value for cell in sheet[1][2:]]
    assert list(records.rows["student"]) == [sheet.cell(row, 2).value for row in range(3, sheet.max_row + 1) if sheet.cell(row, 2).value]
    chosen = [cell for row in sheet.iter_rows(min_row=3) for cell in row if cell.value == "+"]
    assert len(records.grid) == len(chosen)


def test_a_folder_of_them_is_checked_as_a_whole() -> None:
    result = CliRunner().invoke(GROUP, ["check", str(SHARED), "--json", "-"])
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert {issue["book"] for issue in found} == {path.name for path in BOOKS} - {"ege_choice.xlsx"}
    assert result.exit_code == 1
