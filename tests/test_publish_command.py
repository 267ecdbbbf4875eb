"""What is published: counts without names; small groups hidden so that nobody can work them out; names only by consent."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from xlrecords.commands import Outcome, Request
from xlrecords.commands.publishing import publish
from xlrecords.commands.reading import find_books, read_books, study
from xlrecords.demo import build
from xlrecords.privacy.suppression import recoverable, small
from xlrecords.reports.public import FAILED, HIDDEN, RESULTS, SCHOOL, public_pages
from xlrecords.school import School

DAY = dt.date(2027, 2, 26)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("school"), classes=5, plant=False).school


@pytest.fixture(scope="module")
def school(folder: Path) -> School:
    return study(read_books(dict(find_books([folder])), lambda done, total: None))[0]


def text_of(path: Path) -> str:
    """Everything that stands in a workbook, part by part."""
    with zipfile.ZipFile(path) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def run(folder: Path, out: Path, names: bool = False) -> Outcome:
    return publish(Request((folder,), out=out, day=DAY, names=names))


def test_no_hidden_number_can_be_worked_out(school: School) -> None:
    public = public_pages(school, "quarter2", DAY)
    least = school.policy.of("k_anonymity", int)
    assert small(public.tables, least) <= public.hidden
    assert recoverable(public.tables, small(public.tables, least)), "hiding the small ones alone would not be enough here"
    assert not recoverable(public.tables, public.hidden)
    assert len(public.hidden) < len(public.tables.cells) / 2


def test_pages_show_just_what_is_not_hidden(school: School) -> None:
    public = public_pages(school, "quarter2", DAY)
    page = next(page for page in public.pages if page.tab == RESULTS)
    columns = [field.title for field in page.fields]
    for row in page.rows:
        for column, cell in list(zip(columns, row, strict=True))[1:-2]:
            key = (RESULTS, str(row[0]), column)
            assert cell == (HIDDEN if key in public.hidden else public.tables.cells[key])
        parts = [(RESULTS, str(row[0]), column) for column in columns[1:4]]
        assert (row[-2] == HIDDEN) == any(part in public.hidden for part in parts), "a percent tells its parts"


def test_tables_bound_each_other(school: School) -> None:
    tables = public_pages(school, "quarter2", DAY).tables
    bounded = {pair.more for pair in tables.at_most}
    assert bounded == {(RESULTS, SCHOOL, FAILED)}


def test_without_names_there_is_no_name(folder: Path, school: School, tmp_path: Path) -> None:
    out = tmp_path / "Для сайта.xlsx"
    assert run(folder, out).exit_code == 0
    text = text_of(out)
    rows = school.records["class_list"].rows
    assert not [name for name in rows["student"] if re.search(rf"\b{name.split()[0]}\b", text)]
    assert not [number for number in rows["file_number"] if re.search(rf"(?<!\w){number}(?!\w)", text)]


def test_names_are_those_of_consents(folder: Path, school: School, tmp_path: Path) -> None:
    out = tmp_path / "Для сайта.xlsx"
    outcome = run(folder, out, names=True)
    assert outcome.exit_code == 0, outcome.lines
    agreed = school.records["consents"].rows
    agreed = set(agreed.loc[agreed["sort"] == "распространение", "student"])
    sheet = load_workbook(out)["Имена"]
    shown = {row[0] for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert shown
    assert shown <= agreed
    text = text_of(out)
    others = set(school.records["class_list"].rows["student"]) - agreed
    assert not [name for name in others if name in text]


def test_a_period_without_marks_is_told(folder: Path, tmp_path: Path) -> None:
    outcome = publish(Request((folder,), out=tmp_path / "x.xlsx", period="4 четверть"))
    assert outcome.exit_code == 2
    assert "публиковать нечего" in outcome.lines[0]
