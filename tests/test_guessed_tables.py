"""Sheets of no known form: which rows and columns their pages repeat, by what stands on the sheet."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter

from tests.test_archival_pages import one, texts
from xlrecords.pdf.guessing import guessed
from xlrecords.pdf.paging import Table
from xlrecords.pdf.reading import read_sheets

PEOPLE = ("Орлов Иван", "Петрова Анна", "Ильин Пётр", "Серова Ева")
MARKS = """
| № | ФИО    | 1 | 2 | 3 |
| 1 | {name} | 5 |   | 4 |
"""


def rows(text: str) -> list[list[str]]:
    """Rows of a table; the line with {name} is repeated for each of PEOPLE."""
    found = []
    for line in text.strip().splitlines():
        for name in PEOPLE if "{name}" in line or "{surname}" in line else ("",):
            surname, _, first = name.partition(" ")
            found.append([cell.strip().format(name=name, surname=surname, first=first) for cell in line.strip().strip("|").split("|")])
    return found


def book(cells: list[list[str]], *merged: str) -> bytes:
    """A workbook with these cells; merged ranges keep the text of their first cell."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Лист")
        for area in merged:
            sheet.merge_range(area, "")
        for row, line in enumerate(cells):
            for column, cell in enumerate(line):
                if cell:
                    sheet.write(row, column, cell)
    return stream.getvalue()


def tables(text: str, *merged: str) -> list[tuple[int, tuple[int, int] | None, tuple[int, int] | None]]:
    """First row, rows and columns of headings of each table."""
    found = guessed(read_sheets(book(rows(text), *merged))[0])
    return [(table.row, table.title_rows, table.title_columns) for table in found]


@pytest.mark.parametrize(
    ("text", "merged", "found"),
    [
        (MARKS, (), [(1, (1, 1), (1, 2))]),
        ("| Отчёт |\n" + MARKS.strip(), ("A1:E1",), [(1, (2, 2), (1, 2))]),
        (
            """
            | №  | Фамилия  | Имя     | дом/школа | рус.яз |
            | 1  | {surname} | {first} | дома     | 1      |
            """,
            (),
            [(1, (1, 1), (1, 3))],
        ),
        (
            """
            |    |        | Сентябрь |   | Октябрь |   |
            | пп | ФИО    | 1        | 2 | 3       | 4 |
            | 1  | {name} | 5        |   |         | 4 |
            """,
            ("C1:D1", "E1:F1"),
            [(1, (1, 2), (1, 2))],
        ),
        (
            """
            | 1 полугодие |        |   | 2 полугодие |        |   |
            | №           | ФИО    | 1 | №           | ФИО    | 2 |
            | 1           | {name} | 5 | 1           | {name} | 4 |
            """,
            (),
            [(1, (2, 2), (1, 2)), (1, (2, 2), (4, 5))],
        ),
        (
            """
            | 1 класс |     | пн    |   |   |
            | пп      | ФИО | 19.01 |   |   |
            |         |     | з     | о | п |
            | 1       | {name} |    |   |   |
            | 2 класс |     | пн    |   |   |
            | пп      | ФИО | 19.01 |   |   |
            |         |     | з     | о | п |
            | 1       | {name} |    |   |   |
            """,
            ("A2:A3", "B2:B3", "A6:A7"),
            [(1, (2, 3), (1, 2)), (8, (9, 10), (1, 2))],
        ),
    ],
    ids=["marks", "title", "parts of names", "months", "side by side", "blocks of classes"],
)
def test_headings_and_names(
    text: str, merged: tuple[str, ...], found: list[tuple[int, tuple[int, int] | None, tuple[int, int] | None]]
) -> None:
    assert tables(text, *merged) == found


def test_a_row_that_is_no_heading_is_never_repeated() -> None:
    assert tables("| {name} | 5А | литература |") == [(1, None, None)]


def test_pages_may_best_end_where_months_end() -> None:
    text = """
    | № | ФИО    | сентябрь |   |   | октябрь |   | ноябрь |
    | 1 | {name} | 5        |   | 4 |         | 5 | 3      |
    """
    assert guessed(read_sheets(book(rows(text), "C1:E1", "F1:G1"))[0])[0].breaks == (5, 7)


def test_print_titles_go_before_what_is_guessed() -> None:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Лист")
        sheet.write_row(0, 0, ["№", "ФИО", "Класс"])
        sheet.write_row(1, 0, [1, "Орлов Иван", "5А"])
        sheet.repeat_rows(0, 0)
        sheet.repeat_columns(0, 0)
    assert guessed(read_sheets(stream.getvalue())[0]) == (Table(1, 1, (1, 1), (1, 1)),)


def test_pages_of_wide_blocks_tell_names_and_headings_and_share_paper() -> None:
    days = [str(day) for day in range(1, 91)]
    block = [["№", "ФИО", *days], *([str(number), name, *["5"] * 90] for number, name in enumerate(PEOPLE, 1))]
    printed = one(book([["5А"], *block, ["5Б"], *block]))
    assert len(printed.pages) > 2
    assert {page.rows for page in printed.pages} <= {(1, 12), (2, 12)}
    assert all(text.count(name) == 2 for text in texts(printed.pdf) for name in PEOPLE)


def test_names_merged_over_columns_are_repeated_whole() -> None:
    block = [
        ["№", "ФИО", "", "", *map(str, range(60))],
        *([str(number), name, "", "", *["5"] * 60] for number, name in enumerate(PEOPLE, 1)),
    ]
    printed = one(book(block, *(f"B{row}:D{row}" for row in range(1, 6))))
    assert len(printed.pages) > 1
    assert all(name in text for text in texts(printed.pdf) for name in PEOPLE)
