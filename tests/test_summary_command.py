"""The command «summary»: a workbook whose formulas, values and explanations agree, for any period and year."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.test_report_workbook import recalculated
from xlrecords.commands import Request, find_books, read_books
from xlrecords.commands.checking import check
from xlrecords.commands.reading import study
from xlrecords.commands.summing import explained, pages_of, summary
from xlrecords.demo import build

CLASSES, SEED = 4, 7
CELLS = dict[tuple[str, str], object]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented school without mistakes."""
    return build(tmp_path_factory.mktemp("school"), CLASSES, SEED, plant=False).school


@pytest.fixture(scope="module")
def book(school: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its summary of the last closed period."""
    path = tmp_path_factory.mktemp("summary") / "Сводка.xlsx"
    assert summary(Request((school,), out=path)).exit_code == 0
    return path


def cells(path: Path, values: bool) -> CELLS:
    """Everything that stands in a workbook: its values, or its formulas where there are any."""
    sheets = openpyxl.load_workbook(path, data_only=values).worksheets
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def told(school: Path, **asked: str) -> tuple[int, str]:
    """Exit code and words of a call that writes nothing."""
    outcome = summary(Request((school,), **asked))
    return outcome.exit_code, "\n".join(outcome.lines)


@pytest.mark.office
def test_formulas_give_what_stands_beside_them(office: str, book: Path) -> None:
    """LibreOffice computes every formula anew: each result is the very value that the program wrote."""
    formulas = {place: text for place, text in cells(book, values=False).items() if isinstance(text, str) and text.startswith("=")}
    written, computed = cells(book, values=True), cells(recalculated(office, book), values=True)
    differing = [
        (place, text, written.get(place), computed.get(place))
        for place, text in formulas.items()
        if (written.get(place) or "") != (computed.get(place) or "")
    ]
    assert len(formulas) > 1000
    assert differing == []


def test_every_figure_that_follows_from_others_says_why(school: Path, book: Path) -> None:
    """Formulas of all sheets are explained, by what they are computed from and by the rule or the clause they rest on."""
    read = study(read_books(dict(find_books((school,))), lambda done, total: None))[0]
    pages = pages_of(read, "quarter2", Request())
    formulas = [place for place, text in cells(book, values=False).items() if isinstance(text, str) and text.startswith("=")]
    for sheet, cell in formulas[::7]:
        outcome = explained(pages, f"{sheet}!{cell}")
        assert outcome.exit_code == 0, (sheet, cell, outcome.lines)
        assert len(outcome.lines) > 1, (sheet, cell)
        assert outcome.lines[-1].startswith("Формула в книге: =")


def test_a_cell_is_explained_by_the_command(school: Path) -> None:
    code, words = told(school, explain="5а!c6")
    assert code == 0
    assert "Текущие отметки: " in words
    assert "Основание: п. 4.1 Положения" in words


def test_a_running_year_promotes_nobody_and_is_no_year_to_compare(book: Path) -> None:
    """One course of a tenth class is over and has its mark for the year: that says nothing of the school."""
    sheets = openpyxl.load_workbook(book).sheetnames
    assert not {"Перевод", "Допуск к ГИА"} & set(sheets)
    assert "Год" not in [cell.value for row in openpyxl.load_workbook(book)["Динамика"].iter_rows() for cell in row]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"period": "пятая четверть"}, "Период «пятая четверть» не распознан"),
        ({"period": "3 триместр"}, "нет ни отметок, ни уроков"),
        ({"year": "прошлый"}, "Учебный год «прошлый» не распознан"),
        ({"year": "2019/2020"}, "За 2019/2020 учебный год ничего не прочитано. Есть: 2026/2027"),
        ({"explain": "Нет такого!A1"}, "Листа «Нет такого» в отчёте нет"),
    ],
)
def test_what_cannot_be_done_is_said(school: Path, asked: dict[str, str], words: str) -> None:
    code, lines = told(school, **asked)
    assert code == 2
    assert words in lines


def test_books_that_cannot_be_read_are_not_an_empty_period(tmp_path: Path) -> None:
    (tmp_path / "Не книга.xlsx").write_bytes(b"x")
    for path in (tmp_path / "Нет такой.xlsx", tmp_path):
        code, lines = told(path)
        assert (code, lines) == (2, "Ни одна книга не прочитана. Что с ними, скажет xlrecords check.")


def test_a_summary_in_the_school_is_not_read_as_its_journal(school: Path, book: Path) -> None:
    """It repeats the sheets of the class summaries: a later check passes it over."""
    before = check(Request((school,))).books
    (school / "Итоги").mkdir(exist_ok=True)
    (school / "Итоги" / "Сводка.xlsx").write_bytes(book.read_bytes())
    assert check(Request((school,))).books == before


def test_somebody_elses_file_is_not_written_over(school: Path, tmp_path: Path) -> None:
    other = tmp_path / "Отчёт.xlsx"
    openpyxl.Workbook().save(other)
    kept = other.read_bytes()
    assert summary(Request((school,), out=other)).exit_code == 2
    assert other.read_bytes() == kept


def test_the_same_school_gives_the_same_bytes(school: Path, book: Path, tmp_path: Path) -> None:
    again = tmp_path / "Ещё раз.xlsx"
    summary(Request((school,), out=again))
    assert again.read_bytes() == book.read_bytes()
