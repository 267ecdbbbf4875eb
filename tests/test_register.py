"""Registers that take rows at their end: blank rows of a template first, then new ones; what people put there stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlrecords.forms import BY_NAME
from xlrecords.register import Register, open_register
from xlrecords.save import SaveError
from xlrecords.sheets.template import Content, write

FORM = BY_NAME["commendations"]
YEAR = "2026/2027"
MERIT = "Победа в муниципальном этапе олимпиады и большая помощь школьному музею в подготовке выставки"


def rows(count: int, first: int = 1, **more: Any) -> list[dict[str, Any]]:
    return [{"student": f"Орлов Илья {number}", "school_class": "5А", "merit": "Помощь"} | more for number in range(first, first + count)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register with two entries and a template's blank rows."""
    path = tmp_path / "Поощрения.xlsx"
    write(path, [(FORM, Content({"year": YEAR}, [{"number": number, **row} for number, row in enumerate(rows(2), 1)]), "")])
    return path


def opened(path: Path) -> Register:
    return open_register(path, FORM, YEAR)


def entries(path: Path) -> list[tuple[Any, Any]]:
    """Number and student of each line of the sheet that has a number."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [(row[0], row[1]) for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]


def test_rows_follow_the_last_one_with_the_next_numbers(path: Path) -> None:
    opened(path).add(rows(2, 3), "проверка")
    assert entries(path)[:4] == [(number, f"Орлов Илья {number}") for number in range(1, 5)]


def test_a_register_that_is_not_there_is_begun(tmp_path: Path) -> None:
    path = tmp_path / "Новый.xlsx"
    opened(path).add(rows(2), "проверка")
    assert entries(path)[:2] == [(1, "Орлов Илья 1"), (2, "Орлов Илья 2")]
    opened(path).add(rows(40, 3), "проверка")
    assert entries(path)[:42] == [(number, f"Орлов Илья {number}") for number in range(1, 43)]


def test_what_was_added_is_taken_back(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    register = opened(path)
    register.add(rows(1, 3), "проверка")
    register.take_back()
    assert path.read_bytes() == before
    new = opened(tmp_path / "Новый.xlsx")
    new.add(rows(1), "проверка")
    new.take_back()
    assert not new.path.exists()


def test_rows_that_were_numbered_beforehand_are_filled(tmp_path: Path) -> None:
    """A table without borders, numbered down to 30 by a person."""
    path = tmp_path / "Поощрения.xlsx"
    book = openpyxl.Workbook()
    for row in (
        ["Реестр поощрений"],
        ["Учебный год:", YEAR],
        [column.title for column in FORM.columns],
        *([number] for number in range(1, 31)),
    ):
        book.active.append(row)
    book.save(path)
    opened(path).add(rows(3), "проверка")
    assert entries(path) == [*((number, f"Орлов Илья {number}") for number in (1, 2, 3)), *((number, None) for number in range(4, 31))]


def test_long_texts_are_seen_in_full(path: Path) -> None:
    """A row is as high as its longest text, and the one below it is not."""
    opened(path).add(rows(1, 3, merit=MERIT), "проверка")
    opened(path).add(rows(60, 4), "проверка")
    opened(path).add(rows(1, 64, merit=MERIT), "проверка")
    opened(path).add(rows(1, 65), "проверка")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    heights = {row[0].value: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows() if isinstance(row[0].value, int)}
    assert [number for number, height in heights.items() if height and height > 30] == [3, 64]


def test_a_register_of_another_year_or_kind_or_ending_is_refused(path: Path) -> None:
    with pytest.raises(SaveError, match="2027/2028"):
        open_register(path, FORM, "2027/2028")
    with pytest.raises(SaveError, match="нет таблицы «Журнал выдачи сведений»"):
        open_register(path, BY_NAME["releases"], YEAR)
    with pytest.raises(SaveError, match=r"сохраните как \.xlsx"):
        open_register(path.with_suffix(".ods"), FORM, YEAR)


def test_a_register_that_somebody_changed_meanwhile_stays_as_it_is(path: Path) -> None:
    register = opened(path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["C3"] = "изменено"
    book.save(path)
    changed = path.read_bytes()
    with pytest.raises(SaveError, match="изменён"):
        register.add(rows(1, 3), "проверка")
    assert path.read_bytes() == changed
