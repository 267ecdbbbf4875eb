"""How archived pages look: letters that can be read, nothing over lines or edges, no page left alone."""

from __future__ import annotations

import math
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import xlsxwriter

from xlrecords.pdf.archival import Frame, Job, Table, plan_book
from tests.test_archival_pages import one, texts

READABLE = 6.8
"""Letters are about 7 points or more."""


def sheet(*rows: list[object], widths: tuple[float, ...] = (), heading: dict[str, Any] | None = None, **look: Any) -> bytes:
    """A bordered table; its first row is the heading."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet("Лист")
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        for index, row in enumerate(rows):
            page.write_row(index, 0, row, book.add_format({"border": 1, **(look if index else heading or look)}))
    return stream.getvalue()


def letters(pdf: bytes, page: int = 0) -> list[tuple[str, float]]:
    """Pieces of text of a page, each with the size of its letters in points."""
    shown = pypdfium2.PdfDocument(pdf)[page]
    found = []
    for thing in shown.get_objects(textpage=shown.get_textpage()):
        if isinstance(thing, pypdfium2.PdfTextObj):
            matrix = thing.get_matrix()
            size = thing.get_font_size() * min(math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d))
            found.append((thing.extract(), size))
    return found


def test_names_that_shrink_in_a_register_are_broken_instead() -> None:
    names = ["Мирошников Константин Вячеславович", "Римская-Корсакова Анна-Мария Александровна"]
    rows: list[list[object]] = [["Ученик", *(f"Графа {number}" for number in range(12))]]
    rows += [[name, *(f"запись {number}" for number in range(12))] for name in names]
    pdf = one(sheet(*rows, widths=(20, *[10] * 12), shrink=True)).pdf
    assert all(name in texts(pdf)[0] for name in names)
    assert min(size for text, size in letters(pdf) if "Дело" not in text) > READABLE


def spans(pdf: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """Pieces of text of a page, each with its left and right edge in points."""
    shown = pypdfium2.PdfDocument(pdf)[page]
    things = [thing for thing in shown.get_objects(textpage=shown.get_textpage()) if isinstance(thing, pypdfium2.PdfTextObj)]
    return [(thing.extract().strip(), thing.get_bounds()[0], thing.get_bounds()[2]) for thing in things]


@pytest.mark.parametrize("border", [0, 1])
def test_text_stays_within_the_lines_of_its_cell(border: int) -> None:
    rows: list[list[object]] = [[f"Графа {column}" for column in range(1, 13)] for _ in range(3)]
    rows[1][5:7] = ["Победитель заключительного этапа", ""]
    rows[2][10:] = ["Запись последняя и долгая", ""]
    pdf = one(sheet(*rows, widths=(16.0,) * 12, border=border)).pdf
    assert "Победитель заключительного этапа" in texts(pdf)[0]
    shown = [span for span in spans(pdf) if "Дело" not in span[0]]
    places = {text: left for text, left, _ in shown}
    assert [text for text, left, right in shown if left < places["Графа 7"] < right or left < places["Графа 12"] < right] == []


def test_light_lines_give_way_to_a_text_whose_cell_is_too_narrow() -> None:
    plan = plan_book(
        sheet(["№", "Имя", "", "Класс"], [1, "Имя", "", "5А"], ["Директор школы", "", "", "Иванова И. И."], widths=(4, 12, 12), border=0),
        [Job("Лист")],
    )[0]
    lines = [item for thing in plan.content[0].things if thing["k"] == "lines" for item in thing["items"]]
    below = max(y for (_, y), _ in lines)
    last = sorted(x for (x, y), (end, low) in lines if x == end and round(low) == round(below))
    assert len(last) < len({x for (x, _), (end, _) in lines if x == end})


def test_words_break_where_they_are_read() -> None:
    pdf = one(sheet(["Результат онлайн-тура"], ["20(20)19(20)18(20)17(20)"], widths=(7,), text_wrap=True)).pdf
    shown = texts(pdf)[0].replace("\u200b", "").replace("\xad", "-")
    assert "тат он- лайн- тура" in shown
    assert "20(20) 19(20) 18(20) 17(20)" in shown


def test_small_letters_of_a_table_are_judged_by_themselves() -> None:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet("Лист")
        for row in range(60):
            page.write_row(row, 0, [f"отметка {column}" for column in range(30)], book.add_format({"font_size": 12}))
            page.write_row(row, 31, [f"тема урока {row}", "повторить правило и примеры"], book.add_format({"font_size": 8}))
        page.set_column(31, 32, 60)
    frame = Frame((Table(1, 1, (1, 1), breaks=(15, 30)), Table(1, 32, (1, 1))))
    printed = one(stream.getvalue(), frame=frame)
    register = [number for number, shown in enumerate(printed.pages) if shown.columns[0] > 30]
    assert register
    assert min(size for number in register for text, size in letters(printed.pdf, number) if text.startswith("тема")) > READABLE


def test_few_pages_where_rows_of_a_student_are_kept_together() -> None:
    rows: list[list[object]] = [["№", "Ученик", "Период", *(f"Предмет {number}" for number in range(9))]]
    for number in range(1, 25):
        rows += [[number, f"Ученик {number}", "1 четверть"], *(["", "", f"{period} четверть"] for period in range(2, 6))]
    kept = tuple((first, first + 4) for first in range(2, len(rows), 5))
    printed = one(sheet(*rows), frame=Frame((Table(1, 1, (1, 1), (1, 2), kept=kept),)))
    assert len(printed.pages) == 4
