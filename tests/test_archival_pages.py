"""Pages of sheets in the archive: A4 that a person can read, with a code that tells case, leaf and what stands on them."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO
from multiprocessing import active_children
from pathlib import Path

import pypdfium2
import pytest
import xlsxwriter
import zxingcpp
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from xlrecords.archive.frames import frames
from xlrecords.books.file import read
from xlrecords.commands.reading import study
from xlrecords.pdf.archival import FEW, CaseJob, Frame, Job, Printed, Stamp, Table, plan_book, print_book, print_cases, typeset_plan
from xlrecords.pdf.typeset import Standard

MARK = Stamp("0123456789ab", "02-01")
NAMES = [f"Ученик{chr(1040 + number)} Имя" for number in range(28)]
SIGNS = ("5", "4", "3", "н", "")


def days(count: int) -> list[dt.date]:
    """School days from 1 September on, with a week without lessons after each 42 of them."""
    found = [dt.date(2026, 9, 1)]
    while len(found) < count:
        day = found[-1] + dt.timedelta(10 if len(found) % 42 == 0 else 1)
        found.append(day + dt.timedelta(2 if day.weekday() == 5 else 1 if day.weekday() == 6 else 0))
    return found


def journal(count: int = 170, *, mark: str = "5", hidden: int | None = None, area: str = "") -> bytes:
    """A class journal of so many dates, with marks for quarters, and a register of lessons beside it.

    Args:
        count: Number of dates.
        mark: What stands in the cell of the first student under the first date.
        hidden: A row that is hidden.
        area: A print area.
    """
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": dt.datetime(2026, 9, 1)})
        sheet = book.add_worksheet("Алгебра")
        date, cell = book.add_format({"num_format": "dd.mm.yy", "rotation": 90, "border": 1}), book.add_format({"border": 1})
        sheet.write_row(0, 0, ["Классный журнал"])
        sheet.write_row(1, 1, ["Класс:", "7А", "", "Предмет:", "", "", "Алгебра"])
        sheet.write_row(2, 1, ["Учебный год:", "2026/2027"])
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, 28)
        sheet.set_column(2, count + 6, 3.7)
        sheet.write_row(4, 0, ["№", "Фамилия, имя обучающегося"], cell)
        for column, day in enumerate(days(count), 2):
            sheet.write_datetime(4, column, dt.datetime(day.year, day.month, day.day), date)
        quarters = ["1 четверть", "2 четверть", "3 четверть", "4 четверть", "Год"]
        sheet.write_row(4, count + 2, quarters, book.add_format({"rotation": 90, "border": 1}))
        for row, name in enumerate(NAMES):
            sheet.write_row(5 + row, 0, [row + 1, name], cell)
            marks = [SIGNS[(row * 7 + column * 3) % 5] for column in range(count)]
            sheet.write_row(5 + row, 2, [mark if (row, column) == (0, 0) else text for column, text in enumerate(marks)], cell)
            sheet.write_row(5 + row, count + 2, [5, 4, 5, 4, 5], cell)
        register = count + 8
        sheet.set_column(register, register + 2, 12)
        sheet.set_column(register + 3, register + 3, 52)
        sheet.write_row(4, register, ["Дата", "Часы", "Вид работы", "Тема урока"], cell)
        for row, day in enumerate(days(count)):
            sheet.write_datetime(
                5 + row, register, dt.datetime(day.year, day.month, day.day), book.add_format({"num_format": "dd.mm.yyyy"})
            )
            sheet.write_row(5 + row, register + 1, [1, "", f"Тема-{row + 1}"])
        if hidden is not None:
            sheet.set_row(hidden - 1, None, None, {"hidden": True})
        if area:
            sheet.print_area(area)
    return stream.getvalue()


def framed(tmp_path: Path, data: bytes) -> Frame:
    """The frame of the journal, as the records say where it stands."""
    path = tmp_path / "7А.xlsx"
    path.write_bytes(data)
    school, _, _ = study([read(path, "7А.xlsx")])
    return frames(school)["7А.xlsx", "Алгебра"]


def table(*rows: list[object], frozen: tuple[int, int] = (0, 0)) -> bytes:
    """A sheet of plain rows, with so many rows and columns frozen."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Лист")
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
        sheet.freeze_panes(*frozen)
    return stream.getvalue()


def one(data: bytes, sheet: str = "Лист", frame: Frame | None = None, standard: Standard = "a-2b") -> Printed:
    """A printed sheet."""
    return print_book(data, [Job(sheet, frame or Frame())], MARK, standard=standard)[0]


def texts(pdf: bytes) -> list[str]:
    """Text of each page with blanks evened out."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def codes(pdf: bytes, dpi: int = 150) -> list[list[str]]:
    """What the codes of each page say, as a scanner of so many dots an inch sees it."""
    document = pypdfium2.PdfDocument(pdf)
    return [[code.text for code in zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())] for page in document]


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> Frame:
    return framed(tmp_path_factory.mktemp("school"), journal())


@pytest.fixture(scope="module")
def printed(frame: Frame) -> Printed:
    return one(journal(), "Алгебра", frame)


def grid(printed: Printed) -> list[str]:
    """Pages with the marks."""
    return [text for text in texts(printed.pdf) if NAMES[0] in text]


def test_journal_frame(frame: Frame) -> None:
    marks, register = frame.tables
    assert (marks.title_rows, marks.title_columns) == ((5, 5), (1, 2))
    assert marks.breaks == (44, 86, 128, 170, 172, 177)
    assert (register.column, register.title_rows) == (179, (5, 5))


def test_170_dates_are_split_by_period_with_names_on_each_page(printed: Printed) -> None:
    pages = grid(printed)
    assert all(name in text for text in pages for name in NAMES)
    shown = [re.findall(r"\d\d\.\d\d\.\d\d(?!\d)", text) for text in pages]
    assert [date for page in shown for date in page] == [f"{day:%d.%m.%y}" for day in days(170)]
    assert [page.columns for page in printed.pages[:4]] == [(1, 44), (45, 86), (87, 128), (129, 177)]


def test_register_has_pages_of_its_own_with_its_headings(printed: Printed) -> None:
    pages = [text for text in texts(printed.pdf) if NAMES[0] not in text]
    assert len(pages) > 1
    assert all("Тема урока" in text for text in pages)
    assert [int(topic) for text in pages for topic in re.findall(r"Тема-(\d+)", text)] == list(range(1, 171))


def test_head_stands_on_the_first_page_and_small_at_the_foot_of_others(printed: Printed) -> None:
    assert all(text.count("Классный журнал") == 1 for text in texts(printed.pdf))
    assert printed.pages[0].rows[0] == 1
    assert {page.rows[0] for page in printed.pages[1:4]} == {5}


def test_letters_stay_readable(printed: Printed) -> None:
    sizes: list[float] = []
    PdfReader(BytesIO(printed.pdf)).pages[0].extract_text(
        visitor_text=lambda text, _, matrix, __, size: sizes.append(abs(size * (matrix[0] or matrix[1]))) if "Ученик" in text else None
    )
    assert min(sizes) > 6.8


def test_page_is_a4(printed: Printed) -> None:
    sizes = {tuple(sorted(map(float, page.mediabox[2:]))) for page in PdfReader(BytesIO(printed.pdf)).pages}
    assert {(round(short), round(long)) for short, long in sizes} == {(595, 842)}


def test_changed_mark_changes_the_hash_of_pages_that_show_it(printed: Printed, frame: Frame) -> None:
    other = one(journal(mark="2"), "Алгебра", frame)
    changed = [was.hash != now.hash for was, now in zip(printed.pages, other.pages, strict=True)]
    assert changed == [True, *[False] * (len(changed) - 1)]


def test_hash_is_not_of_the_leaf(printed: Printed, frame: Frame) -> None:
    later = print_book(journal(), [Job("Алгебра", frame)], Stamp("ba9876543210", "02-01", 100))[0]
    assert [page.hash for page in later.pages] == [page.hash for page in printed.pages]
    assert "лист 100 " in texts(later.pdf)[0]


def test_same_bytes_twice(printed: Printed, frame: Frame) -> None:
    assert one(journal(), "Алгебра", frame).pdf == printed.pdf


def test_code_of_each_page_tells_case_leaf_and_hash(printed: Printed) -> None:
    assert codes(printed.pdf) == [[f"XLR1 0123456789ab {leaf} {page.hash}"] for leaf, page in enumerate(printed.pages, 1)]


def test_print_area_hides_nothing_and_hidden_rows_stay_hidden(frame: Frame, printed: Printed) -> None:
    assert one(journal(area="A1:D6"), "Алгебра", frame).pages == printed.pages
    assert all(NAMES[3] not in text for text in texts(one(journal(hidden=9), "Алгебра", frame).pdf))


def test_nothing_is_lost() -> None:
    rows = [[f"я{row}-{column}" for column in range(40)] for row in range(120)]
    found = " ".join(texts(one(table(*rows)).pdf)).split()
    assert sorted(word for word in found if word.startswith("я")) == sorted(cell for row in rows for cell in row)


def test_frozen_panes_say_what_is_repeated() -> None:
    rows = [["Имя", *(f"графа-{column}" for column in range(40))], *([f"Имя-{row}", *range(40)] for row in range(100))]
    printed = one(table(*rows, frozen=(1, 1)))
    pages = texts(printed.pdf)
    assert len(pages) > 4
    assert all("Имя" in text and "Имя-" in text for text in pages)
    assert all(set(re.findall(r"графа-\d+", text)) for text in pages)


def test_text_that_runs_into_the_next_cell_is_shown_whole() -> None:
    data = table(["Обучающийся с очень длинным именем и отчеством", "5А", "следующий"])
    assert "с очень длинным именем и отчеством" in texts(one(data).pdf)[0]


def test_row_higher_than_a_page_goes_on() -> None:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Лист")
        sheet.set_column(0, 0, 40)
        sheet.write(0, 0, " ".join(f"слово-{number}" for number in range(1500)), book.add_format({"text_wrap": True}))
        sheet.write(1, 0, "конец")
    printed = one(stream.getvalue())
    assert len(printed.pages) > 2
    assert "конец" in texts(printed.pdf)[-1]
    assert len({page.hash for page in printed.pages}) == len(printed.pages)


def test_hidden_and_empty_sheets_have_no_pages() -> None:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet("Пустой")
        hidden = book.add_worksheet("Скрытый")
        hidden.write(0, 0, "тайна")
        hidden.hide()
    plans = plan_book(stream.getvalue(), [Job("Пустой"), Job("Скрытый"), Job("Нет такого")])
    assert [plan.pages for plan in plans] == [(), (), ()]
    assert typeset_plan(plans[0], MARK).pdf == b""


def test_title_and_date_of_the_document_are_given() -> None:
    plan = plan_book(table(["Запись"]), [Job("Лист", footer="5А · Лист")])[0]
    reader = PdfReader(BytesIO(typeset_plan(plan, Stamp("0123456789ab", "02-01", date=dt.date(2027, 5, 25))).pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "5А · Лист"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == dt.date(2027, 5, 25)


@pytest.mark.parametrize(("standard", "part", "level"), [("a-2b", "2", "B"), ("a-1b", "1", "B")])
def test_standard(standard: Standard, part: str, level: str) -> None:
    pdf = one(table(["Запись", 5]), standard=standard).pdf
    found = pdf.decode("latin-1")
    assert f"<pdfaid:part>{part}<" in found
    assert f"<pdfaid:conformance>{level}<" in found
    assert texts(pdf)[0].startswith("Запись 5")


def test_formula_without_value_is_counted() -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Лист"
    sheet["A1"], sheet["B1"] = "Итого", "=1+1"
    stream = BytesIO()
    book.save(stream)
    assert one(stream.getvalue()).uncalculated == 1


def test_unknown_sign_is_told() -> None:
    printed = one(table(["Запись \U0001f600"]))
    assert printed.unknown == "\U0001f600"
    assert "□" in texts(printed.pdf)[0]


def test_cases_in_several_processes_are_as_in_one(tmp_path: Path) -> None:
    book = tmp_path / "книга.xlsx"
    book.write_bytes(table(["Запись", 5]))
    books: tuple[tuple[Path | bytes, tuple[Job, ...]], ...] = tuple((data, (Job("Лист"),)) for data in (book, b"bad", book))
    cases = [CaseJob(Stamp(f"{number:012}", "02-01"), books) for number in range(FEW)]
    alone = list(print_cases(cases))
    assert alone == list(print_cases(cases, processes=2))
    assert [(case, place) for case, place, _ in alone] == [(case, place) for case in range(FEW) for place in range(3)]
    assert [sheets and [sheet.first_leaf for sheet in sheets] for _, _, sheets in alone[:3]] == [[1], None, [2]]


def test_no_process_is_begun_for_a_small_case() -> None:
    printing = print_cases([CaseJob(MARK, ((table(["Запись", 5]), (Job("Лист"),)),))], processes=2)
    assert next(printing)[2]
    assert not active_children()


def test_printing_ends_when_a_process_that_prints_was_killed() -> None:
    cases = [CaseJob(MARK, ((table(["Запись", 5]), (Job("Лист"),)),))] * 10 * FEW
    printing = print_cases(cases, processes=2)
    assert next(printing)[2]
    for process in active_children():
        process.kill()
    assert len(list(printing)) < len(cases) - 1
    assert not active_children()


def test_merged_heading_is_shown_on_each_page_that_it_reaches() -> None:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Лист")
        sheet.merge_range(0, 1, 0, 60, "Сентябрь")
        for row in range(1, 10):
            sheet.write_row(row, 0, [f"Имя-{row}", *range(60)])
    frame = Frame((Table(1, 1, (1, 1), (1, 1)),))
    pages = texts(one(stream.getvalue(), frame=frame).pdf)
    assert len(pages) > 2
    assert all(text.count("Сентябрь") == 1 and "Имя-9" in text for text in pages)
