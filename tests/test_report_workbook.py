"""Pages become a workbook that says the same to every reader: values, formulas beside them, headings, print."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from xlrecords.report import Cell, Chart, Field, Figure, Heat, Link, NoFigure, Page, figure_at, tab_names
from xlrecords.reports.workbook import write_pages

NUMBER, STUDENT = Field("№", 5, centred=True), Field("Обучающийся", 24)
SUBJECTS = tuple(Field(title, 4, group="Отметки", turned=True, centred=True) for title in ("Алгебра", "История", "Физика"))
MARKS = (("Белкина Анна", 5, 4, 4), ("Зайцев Пётр", 3, 2, 5), ("Ёлкина Вера", 4, "н/а", 4), ("=Орлов", 4, 3, 4))


def told(*lines: str) -> tuple[str, ...]:
    return lines


def summary(tab: str = "5А") -> Page:
    """A page of marks with means, a band, and a row of totals."""
    page = Page(tab, "Сводная ведомость 5А", "I четверть", (NUMBER, STUDENT, *SUBJECTS, Field("Средний балл", 9)), ())
    rows: list[list[Cell]] = [["Первая группа"]]
    for number, (name, *marks) in enumerate(MARKS, 1):
        known = [mark for mark in marks if isinstance(mark, int)]
        area = f"{page.cell(number, 2)}:{page.cell(number, 4)}"
        mean = Figure(Fraction(sum(known), len(known)), f"=ROUND(SUM({area})/COUNT({area}),2)", partial(told, f"сумма {sum(known)}"))
        rows.append([number, name, *(Figure(mark) for mark in marks), mean])
    fives = [sum(row[column] == 5 for row in MARKS) for column in (1, 2, 3)]
    areas = [f"{page.cell(1, column)}:{page.cell(4, column)}" for column in (2, 3, 4)]
    rows.append(["", "Пятёрок", *(Figure(count, f"=COUNTIF({area},5)") for count, area in zip(fives, areas, strict=True)), None])
    return replace(page, rows=rows, tones=["", "error", "", "warning", "", "total"], toned=1, frozen=2)


PARALLELS = Page(
    "Параллели", "Качество", "", (Field("Класс", 8), Field("Качество", 12), Field("СОУ", 12), Field("Ведомость", 12)),
    [["5А", Fraction(205, 4), Figure(None), Link("открыть", "", "5А", "F7")], ["5Б", Fraction(-5, 1000), Fraction(1, 3), "нет"]],
    charts=(Chart("Качество", 0, (1, 2), "columns"), Chart("По годам", 0, (1,), "line", (0, 0))),
    heats=(Heat((1, 2), (0, 50, 100)),),
    signatures=("Заместитель директора",),
)  # fmt: skip
EMPTY = Page("Никого", "Группа риска", "Никому не грозит «2».", (NUMBER, STUDENT), ())


def written(folder: Path, *pages: Page) -> Path:
    path = folder / "Сводка.xlsx"
    write_pages(path, pages)
    return path


def sheet_of(path: Path, tab: str = "", *, values: bool = False) -> Worksheet:
    """A sheet as openpyxl reads it, with formulas or with their kept values."""
    book: Workbook = load_workbook(path, data_only=values)
    sheet = book[tab or book.sheetnames[0]]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_headings_stand_in_two_rows_below_their_groups(tmp_path: Path) -> None:
    sheet = sheet_of(written(tmp_path, summary()))
    assert [cell.value for cell in sheet[4]] == ["№", "Обучающийся", "Отметки", None, None, "Средний балл"]
    assert [cell.value for cell in sheet[5]] == [None, None, "Алгебра", "История", "Физика", None]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A4:A5", "B4:B5", "C4:E4", "F4:F5", "A6:F6"}
    assert sheet["C5"].alignment.textRotation == 90


def test_a_group_of_one_column_is_not_merged(tmp_path: Path) -> None:
    sheet = sheet_of(written(tmp_path, Page("Лист", "", "", (STUDENT, Field("Всего", 8, group="Пропуски")), [["Белкина Анна", 3]])))
    assert (sheet["B4"].value, sheet["B5"].value, sheet["B6"].value) == ("Пропуски", "Всего", 3)


def test_readers_that_do_not_count_see_the_values_of_formulas(tmp_path: Path) -> None:
    path = written(tmp_path, summary())
    assert sheet_of(path)["F7"].value == "=ROUND(SUM(C7:E7)/COUNT(C7:E7),2)"
    assert [sheet_of(path, values=True).cell(row, 6).value for row in range(7, 11)] == [4.33, 3.33, 4, 3.67]
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("5А").to_python(skip_empty_area=False)
    assert [row[5] for row in rows[6:10]] == [4.33, 3.33, 4.0, 3.67]
    assert rows[10][2:5] == [1.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [(Fraction(433, 200), 2.17), (Fraction(869, 200), 4.35), (Fraction(7, 3), 2.33), (Fraction(-433, 200), -2.17), (Fraction(5), 5)],
)
def test_fractions_are_rounded_half_up(tmp_path: Path, fraction: Fraction, shown: float) -> None:
    path = written(tmp_path, Page("Лист", "", "", (STUDENT, STUDENT), [[fraction, Figure(fraction, "=A5")]]))
    cells = [sheet_of(path, values=True).cell(5, column) for column in (1, 2)]
    assert [(cell.value, cell.number_format) for cell in cells] == [(shown, "0.00")] * 2


def test_numbers_texts_and_what_is_unknown(tmp_path: Path) -> None:
    row: list[Cell] = [Figure(4), Figure("н/а"), Figure(None), None, Figure("да", '=IF(1=1,"да","нет")'), Figure(None, '=""'), "=1+1", "5"]
    path = written(tmp_path, Page("Лист", "", "", (STUDENT,) * 8, [row]))
    sheet = sheet_of(path)
    assert [cell.value for cell in sheet[5]] == [4, "н/а", None, None, '=IF(1=1,"да","нет")', '=""', "=1+1", "5"]
    assert [sheet.cell(5, column).data_type for column in (1, 2, 5, 7, 8)] == ["n", "s", "f", "s", "s"]
    assert {cell.border.left.style for cell in sheet[5]} == {"thin"}
    assert sheet["A5"].number_format == "0"
    assert sheet_of(path, values=True)["E5"].value == "да"


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    cell = sheet_of(written(tmp_path, summary()))["B10"]
    assert (cell.value, cell.data_type) == ("=Орлов", "s")


def test_links_within_the_report_and_out_of_it(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        [Link("ведомость", "", "5'А", "F7")],
        [Link("журнал", "Журналы/5А.xlsx", "Алгебра", "E7")],
        [Link("книга", "5А.xlsx", "", "")],
    ]
    sheet = sheet_of(written(tmp_path, Page("Лист", "", "", (STUDENT,), rows)))
    inner, outer, book = (sheet.cell(row, 1).hyperlink for row in (5, 6, 7))
    assert inner is not None
    assert (inner.target, inner.location) == (None, "'5''А'!F7")
    assert outer is not None
    assert (str(outer.target).replace("\\", "/"), outer.location) == ("Журналы/5А.xlsx", "'Алгебра'!E7")
    assert book is not None
    assert (book.target, book.location) == ("5А.xlsx", None)


def test_a_row_of_totals_is_bold_and_grey_and_others_show_their_tone_in_one_cell(tmp_path: Path) -> None:
    sheet = sheet_of(written(tmp_path, summary()))
    assert [cell.font.bold for cell in sheet[11]] == [True] * 6
    assert len({cell.fill.fgColor.rgb for cell in sheet[11]}) == 1
    assert [cell.fill.fill_type for cell in sheet[7]] == [None, "solid", None, None, None, None]


def test_filters_leave_the_totals_where_they_are(tmp_path: Path) -> None:
    assert sheet_of(written(tmp_path, summary())).auto_filter.ref == "A5:F10"
    assert sheet_of(written(tmp_path, replace(summary(), filtered=False))).auto_filter.ref is None


def test_print_is_one_page_wide_with_headings_on_every_page(tmp_path: Path) -> None:
    sheet = sheet_of(written(tmp_path, summary()))
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == ("landscape", 9, None)
    assert sheet.page_setup.fitToHeight == 0
    assert (sheet.print_title_rows, sheet.print_title_cols, sheet.freeze_panes) == ("$4:$5", "$A:$B", "C6")
    assert sheet.print_area == "'5А'!$A$1:$F$11"
    assert sheet_of(written(tmp_path, replace(summary(), portrait=True))).page_setup.orientation == "portrait"


def test_wrapped_texts_get_the_height_they_need(tmp_path: Path) -> None:
    text = "Записать на дополнительные занятия по математике до конца четверти"
    sheet = sheet_of(
        written(tmp_path, Page("Лист", "", "", (Field("Что сделать", 20, wrapped=True),), [[text], ["Ничего"], [Figure(text)]]))
    )
    low, high, figure = (sheet.row_dimensions[row].height for row in (6, 5, 7))
    assert low is not None
    assert high is not None
    assert high > 3 * low
    assert figure == high


def test_turned_headings_are_as_high_as_the_longest(tmp_path: Path) -> None:
    heights = []
    for title in ("Химия", "Изобразительное искусство", "Основы духовно-нравственной культуры народов России"):
        fields = (STUDENT, Field(title, 4, turned=True))
        height = sheet_of(written(tmp_path, Page("Лист", "", "", fields, [["Белкина Анна", 5]]))).row_dimensions[4].height
        assert height is not None
        heights.append(height)
    assert heights == sorted(set(heights))
    assert heights[-1] < 200


def test_charts_and_colours_below_and_beside_the_table(tmp_path: Path) -> None:
    page = replace(PARALLELS, chart=Chart("СОУ", 0, (2,)))
    sheet = sheet_of(written(tmp_path, page, summary()))
    boxes = sorted((chart.anchor._from.row, chart.anchor._from.col, chart.anchor.to.row, chart.anchor.to.col) for chart in sheet._charts)
    beside, first, second = boxes
    assert beside[1] == len(page.fields) + 1
    assert first[0] > beside[2], "charts below begin where the one beside has ended"
    assert first[0] == second[0]
    assert second[1] >= first[3], "side by side without touching"
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["B5:C6"]
    right, bottom = str(sheet.print_area).rpartition(":")[2].strip("$").split("$")
    assert right >= "N"
    assert int(bottom) >= second[2]


def test_a_chart_that_does_not_fit_begins_a_new_page(tmp_path: Path) -> None:
    chart = Chart("Качество", 0, (1,))
    few, many = (sheet_of(written(tmp_path, replace(PARALLELS, charts=(chart,) * count))) for count in (2, 4))
    assert [mark.id for mark in few.row_breaks.brk] == []
    assert [mark.id for mark in many.row_breaks.brk] == [max(drawn.anchor._from.row for drawn in many._charts)]


def test_rows_that_belong_together_begin_a_new_page_together(tmp_path: Path) -> None:
    rows = [[f"Ученик {number // 7}", number] for number in range(70)]
    page = Page("5А", "За год", "", (Field("ФИО", 30), Field("Отметка", 8)), rows, block=7, filtered=False)
    breaks = [item.id for item in sheet_of(written(tmp_path, page)).row_breaks.brk]
    assert breaks
    assert all((row - page.heading_row) % 7 == 0 for row in breaks)


def test_a_page_without_rows_has_its_headings(tmp_path: Path) -> None:
    page = replace(EMPTY, chart=Chart("Никого", 0, (0,)), charts=(Chart("Никого", 0, (0,)),), heats=(Heat((0,), (1, 2, 3)),))
    sheet = sheet_of(written(tmp_path, page))
    assert [cell.value for cell in sheet[4]] == ["№", "Обучающийся"]
    assert sheet._charts == []


def test_signatures_stand_two_rows_below(tmp_path: Path) -> None:
    sheet = sheet_of(written(tmp_path, PARALLELS))
    assert sheet["A7"].value is sheet["A8"].value is None
    assert str(sheet["A9"].value).startswith("Заместитель директора ____")


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    pages = PARALLELS, summary(), EMPTY
    assert written(tmp_path, *pages).read_bytes() == written(tmp_path, *pages).read_bytes()


def test_names_of_sheets_are_made_fit_for_excel() -> None:
    long = "Очень длинное название предмета"
    assert tab_names(["5А", "5а", "9/11?", "", "'Класс'", f"{long} по выбору", f"{long} по желанию"]) == [
        "5А", "5а (2)", "9 11", "Лист", "Класс", long, "Очень длинное название пред (2)",
    ]  # fmt: skip


@pytest.mark.parametrize("reference", ["'5А'!F7", "5А!F7", "«5А»!f7", "«'5А'!F7»", "5A!$F$7", "[Сводка.xlsx]5А!F7", " '5а' ! F7 "])
def test_a_cell_is_found_however_it_is_written(reference: str) -> None:
    found = figure_at((PARALLELS, summary()), reference)
    assert isinstance(found, Figure)
    assert found.why is not None
    assert list(found.why()) == ["сумма 13"]


def test_letters_of_a_russian_layout_and_the_first_page() -> None:
    page = summary()
    assert figure_at((page,), "С7") == figure_at((page,), "c7") == Figure(5)
    assert figure_at((page,), "В7") == Figure("Белкина Анна")
    assert figure_at((PARALLELS,), "D5") == Figure("открыть")


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("куда-нибудь", "Непонятна клетка «куда-нибудь»"),
        ("", "Непонятна клетка «»"),
        ("!F7", "Непонятна клетка «!F7»"),
        ("9Я!F7", "Листа «9Я» в отчёте нет. Выберите лист из имеющихся: «5А», «Никого»."),
        ("F5", "Клетка F5 листа «5А» стоит над таблицей или в её шапке"),
        ("F12", "Клетка F12 листа «5А» вне таблицы: выберите клетку из A6:F11."),
        ("ZZ7", "Клетка ZZ7 листа «5А» вне таблицы"),
        ("F11", "Клетка F11 листа «5А» пуста"),
        ("B6", "Клетка B6 листа «5А» пуста"),
        ("Никого!A5", "Клетка A5 листа «Никого» вне таблицы: в таблице нет строк."),
    ],
)
def test_a_wrong_cell_is_told_with_what_to_do(reference: str, text: str) -> None:
    found = figure_at((summary(), EMPTY), reference)
    assert isinstance(found, NoFigure)
    assert found.text.startswith(text)


@pytest.mark.office
def test_libreoffice_counts_the_same(office: str, tmp_path: Path) -> None:
    """Every kept value is spoilt first, so that only a real calculation can bring it back."""
    page = summary()
    rows = [[replace(cell, value=777) if isinstance(cell, Figure) and cell.formula else cell for cell in row] for row in page.rows]
    right, spoilt = written(tmp_path, page), tmp_path / "Испорчено.xlsx"
    write_pages(spoilt, (replace(page, rows=rows),))
    counted = recalculated(office, spoilt)
    found = [[cell.value for cell in row] for row in sheet_of(counted, values=True)["C7:F11"]]
    assert found == [[cell.value for cell in row] for row in sheet_of(right, values=True)["C7:F11"]]
    assert not any(777 in row for row in found)


def recalculated(office: str, path: Path) -> Path:
    """The workbook as LibreOffice saves it when it calculates all formulas on loading."""
    profile = path.parent / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>'
        "</oor:items>",
        encoding="utf-8",
    )
    out = path.parent / "counted"
    subprocess.run(
        [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    shutil.rmtree(profile)
    return out / path.name
