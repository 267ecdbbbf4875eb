"""How archived pages look: letters that can be read, nothing over lines or edges, no page left alone."""

from __future__ import annotations

import math
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import xlsxwriter
from PIL import Image

from tests.test_archival_pages import one, texts
from xlrecords.pdf.archival import Frame, Job, Table, plan_book
from xlrecords.pdf.paging import Section, arrange, split_rows

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


@pytest.mark.parametrize(("height", "students"), [(18, 25), (20, 25), (28, 25)])
def test_no_student_is_left_alone_on_a_last_page(height: float, students: int) -> None:
    rows = 1 + 5 * students
    kept = [(first, first + 4) for first in range(2, rows, 5)]
    heights = [0.0, *[height] * rows]
    section = Section((1, 1, rows, 15), (Table(1, 1, (1, 1), (1, 2)),))
    found = arrange(section, [0.0, *[60.0] * 15], heights, 12, kept, ())
    pages = split_rows(heights, section, found.room[1], kept)
    assert pages[-1].last - pages[-1].first + 1 > 5


def test_lines_to_sign_stand_below_a_row_of_the_table() -> None:
    for count in range(30, 60):
        rows: list[list[object]] = [["№", "Ученик", "Отметка"], *([number, f"Ученик {number}", 5] for number in range(count))]
        pages = texts(one(sheet(*rows, [], ["", "Учитель: ________"], ["", "Директор: ________"], ["", "М. П."])).pdf)
        assert "Ученик" in next(page for page in pages if "Учитель" in page)


def test_room_is_shared_by_columns_that_lack_it() -> None:
    topic, task = "Обобщение и систематизация знаний о предложениях", "упражнения и правила на странице учебника"
    pdf = one(sheet(["Дата", "Тема", "Задание"], *[["01.09.2026", topic * 4, task * 4]] * 20, widths=(11, 12, 12))).pdf
    places = {text: left for text, left, _ in spans(pdf)}
    room = places["Задание"] - places["Тема"]
    assert room > 4 * (places["Тема"] - places["Дата"])
    assert abs(max(right for text, _, right in spans(pdf) if text.startswith("упражнения")) - places["Задание"] - room) < 0.2 * room


def test_picture_is_shown_whole(tmp_path: Path) -> None:
    image = tmp_path / "Печать.png"
    Image.new("RGB", (300, 200), "#0000ff").save(image)
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet("Лист")
        page.write(0, 0, "Учитель")
        page.insert_image(2, 3, image, {"object_position": 3})
    page = pypdfium2.PdfDocument(one(stream.getvalue()).pdf)[0]
    shown = page.render(scale=1).to_pil().convert("RGB")
    assert sum(count for count, colour in shown.getcolors(1 << 24) or [] if colour == (0, 0, 255)) > 0.9 * 300 * 0.75 * 200 * 0.75
