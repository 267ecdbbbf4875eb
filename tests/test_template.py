"""A written sheet is the form it was written as, gives back what was written, and is fit for typing and printing."""

from __future__ import annotations

import datetime as dt
import subprocess
import tempfile
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from xlrecords import marks
from xlrecords.book import Cell, Rows, address
from xlrecords.form import Column, Form
from xlrecords.forms import BY_NAME, FORMS, JOURNALS
from xlrecords.kind import choice, fold
from xlrecords.policy import CARD, POLICIES
from xlrecords.retention import BUILT_IN
from xlrecords.sheets.lexicon import Lexicon
from xlrecords.sheets.locate import Block, locate
from xlrecords.sheets.look import LISTS
from xlrecords.sheets.plan import LINE
from xlrecords.sheets.read import read
from xlrecords.sheets.template import Content, Layout, add_sheet, build, write

LEXICON = Lexicon(FORMS)
EVERY_FORM = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
WITH_GRID = pytest.mark.parametrize("form", [form for form in FORMS if form.grid], ids=lambda form: form.name)
SUBJECTS = ("Русский язык", "Алгебра", "ОБЗР", "Труд (технология)", "Физика")


def written(form: Form, content: Content | None = None) -> tuple[BytesIO, Layout]:
    """A book of one sheet in memory."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as workbook:
        layout = add_sheet(workbook, form, content)
    return stream, layout


def cells(stream: BytesIO) -> Rows:
    stream.seek(0)
    return CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0).to_python(skip_empty_area=False)


def located(rows: Rows) -> list[Block]:
    return locate("Книга", "Лист", rows, LEXICON)


# Recognised


@EVERY_FORM
def test_a_blank_template_is_its_form_and_no_other(form: Form) -> None:
    stream, layout = written(form)
    (block,) = located(cells(stream))
    assert block.form is form
    assert {name: places[0] + 1 for name, places in block.columns.items()} == dict(layout.columns)
    assert set(layout.columns) == {column.name for column in form.columns if column.offered}
    assert set(block.heads) == {column.name for column in form.head}
    assert (block.register is not None) == bool(form.lessons)
    assert not block.faults
    assert tuple(block.grid.values) == (form.grid.headings if form.grid else ())


@EVERY_FORM
def test_a_blank_template_holds_no_entries(form: Form) -> None:
    (block,) = located(cells(written(form)[0]))
    records = read(form, [block])
    assert records.unread.empty
    assert records.lessons.empty
    assert form.name in ("school_card", "policies", "file_nomenclature") or records.rows.empty


def test_no_two_forms_have_one_title_or_tab() -> None:
    titles = Counter(fold(title) for form in FORMS for title in (form.title, *form.titles))
    tabs = Counter(form.tab for form in FORMS)
    assert {name: count for name, count in (titles + tabs).items() if name in titles and titles[name] > 1} == {}
    assert all(tab and len(tab) <= 31 for tab in tabs)
    assert max(tabs.values()) == 1


@pytest.mark.parametrize("name", ["school_card", "policies"])
def test_sheets_of_settings_have_a_row_for_each(name: str) -> None:
    stream, layout = written(BY_NAME[name])
    rows = cells(stream)
    first = layout.first_row - 1
    given = [row[:2] for row in rows[first:]]
    assert given == [[setting.key, setting.default] for setting in {"school_card": CARD, "policies": POLICIES}[name]]


def test_a_blank_nomenclature_has_the_built_in_rows_with_their_sources() -> None:
    form = BY_NAME["file_nomenclature"]
    stream, layout = written(form)
    rows = cells(stream)[layout.first_row - 1 :]
    places = [layout.columns[name] - 1 for name in ("index", "title", "term", "source")]
    assert [tuple(row[place] for place in places) for row in rows] == [(row.index, row.title, row.term, row.source) for row in BUILT_IN]


# Read back


def words(first: str = "") -> st.SearchStrategy[str]:
    """Texts as people type them, some of which look like formulas."""
    letters = st.text("абвгдеж «»-+=№0123", min_size=1, max_size=30).map(lambda text: " ".join(text.split()))
    return letters.filter(bool).map(lambda text: f"{first}{text}")


def values(column: Column) -> st.SearchStrategy[object]:
    """Values that a column may hold."""
    kind = column.kind
    if kind.choices:
        return st.sampled_from(kind.choices)
    if kind.dtype.startswith("datetime"):
        return st.dates(dt.date(1925, 1, 1), dt.date(2099, 12, 31))
    if kind.dtype == "Int32":
        return st.integers(int(kind.least or 0), int(kind.most or 1000))
    if kind.dtype == "float64":
        return st.integers(0, 500).map(lambda number: number / 100)
    if kind.name == "period_mark":
        return st.sampled_from(["", 5, 4, 3, 2, "н/а", "осв", "зач"])
    if kind.name == "school_class":
        return st.sampled_from(["1", "5А", "11Б", "10"])
    if kind.name == "parallel":
        return st.sampled_from(["9", "10–11"])
    if kind.name == "school_year":
        return st.sampled_from(["2025/2026", "2026/2027"])
    if kind.name == "retention":
        return st.sampled_from(["5 лет", "3 года после выбытия", "50/75 лет ЭПК, ст. 441", "Постоянно"])
    if kind.name == "person":
        return st.sampled_from(["Иванов Пётр", "Ёлкина Анна-Мария", "Ким Ю", "Оглы Али Гасан"])
    return st.one_of(words("т"), words("="))


@st.composite
def contents(draw: st.DrawFn, form: Form) -> Content:
    """Everything that may stand on a sheet of a form."""
    shown = draw(st.sets(st.sampled_from([column.name for column in form.columns if not column.offered] or [""])))
    needed = {column.name for column in form.columns if column.required} | {"number", *form.signs}
    optional = [column.name for column in form.columns if column.offered and column.name not in needed]
    without = draw(st.sets(st.sampled_from(optional or [""])))
    columns = [column for column in form.columns if (column.offered or column.name in shown) and column.name not in without]
    count = draw(st.integers(1, 4))
    rows = [{column.name: draw(values(column)) for column in columns} for _ in range(count)]
    headings: list[object] = []
    if form.grid is not None:
        day = st.dates(dt.date(2026, 9, 1), dt.date(2027, 5, 31))
        name = st.sampled_from(SUBJECTS)
        headings = draw(st.lists(day if form.name in JOURNALS else name, min_size=1, max_size=5, unique=form.name not in JOURNALS))
    chosen = form.grid is not None and form.grid.alphabet == marks.CREDIT
    mark = st.just("+") if chosen else st.sampled_from(["", 5, 4, 3, 2, "н", "б", "5/4", "н/5", "5✕2", "зач", "."])
    return Content(
        head={column.name: draw(values(column)) for column in form.head},
        rows=rows,
        headings=headings,
        grid=[[draw(mark) for _ in headings] for _ in rows],
        lessons=[{column.name: draw(values(column)) for column in form.lessons} for _ in range(draw(st.integers(1, 6)))]
        if form.lessons
        else (),
        columns=sorted(shown - {""}),
        without=sorted(without - {""}),
    )


def parsed(column: Column, value: Cell) -> object:
    """Value as the reader gives it."""
    value = column.kind.parse(value)
    return pd.Timestamp(value) if isinstance(value, dt.date) else value


def tokens(value: Cell) -> tuple[str, ...]:
    return tuple(token.text for token in marks.parse(value).tokens)


def by_place(frame: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Address of each cell -> its tokens."""
    found: dict[str, tuple[str, ...]] = {}
    for row, column, token in zip(frame["row"], frame["column"], frame["token"], strict=True):
        place = address(int(row), int(column))
        found[place] = (*found.get(place, ()), token)
    return found


@EVERY_FORM
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_what_was_written_is_read_back_at_its_address(form: Form, data: st.DataObject) -> None:
    content = data.draw(contents(form))
    stream, layout = written(form, content)
    (block,) = located(cells(stream))
    assert block.form is form
    assert not block.faults
    records = read(form, [block])
    assert records.unread.empty

    for column in form.head:
        rows, columns = records.labels[column.name]
        assert address(int(rows[0]), int(columns[0])) == layout.label(column.name)
        assert records.sheets[column.name].iat[0] == parsed(column, content.head[column.name])

    assert len(records.rows) == len(content.rows)
    shown = [column for column in form.columns if column.name in layout.columns]
    for index, row in enumerate(content.rows):
        for column in shown:
            if column.kind.name != "period_mark":
                assert records.rows[column.name].iat[index] == parsed(column, row[column.name])
                place = address(int(records.rows["row"].iat[index]), int(records.places[column.name][0]))
                assert place == layout.cell(index, column.name)

    given_terms = {
        layout.cell(index, column.name): tokens(row[column.name])
        for index, row in enumerate(content.rows)
        for column in shown
        if column.kind.name == "period_mark" and row[column.name] != ""
    }
    assert by_place(records.terms) == given_terms
    given_marks = {
        layout.mark(index, at): tokens(mark) for index, line in enumerate(content.grid) for at, mark in enumerate(line) if mark != ""
    }
    assert by_place(records.grid) == given_marks

    places = [address(int(row), int(column)) for row, column in records.headings[["row", "column"]].to_numpy()]
    assert places == [layout.heading(index) for index in range(len(content.headings))]
    name = "date" if form.name in JOURNALS else "text"
    expected = [pd.Timestamp(day) if isinstance(day, dt.date) else day for day in content.headings]
    assert list(records.headings[name]) == expected

    assert len(records.lessons) == len(content.lessons)
    for index, lesson in enumerate(content.lessons):
        for column in form.lessons:
            assert records.lessons[column.name].iat[index] == parsed(column, lesson[column.name])
            place = address(int(records.lessons["row"].iat[index]), int(records.places[column.name][0]))
            assert place == layout.lesson(index, column.name)


@EVERY_FORM
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_no_other_form_is_as_like_when_the_title_is_lost(form: Form, data: st.DataObject) -> None:
    rows = cells(written(form, data.draw(contents(form)))[0])
    rows[0] = [""] * len(rows[0])
    assert [block.form.name for block in located(rows)] == [form.name]


@pytest.mark.parametrize("name", ["school_card", "policies"])
def test_all_settings_are_read_back(name: str) -> None:
    (block,) = located(cells(written(BY_NAME[name])[0]))
    keys = {"school_card": CARD, "policies": POLICIES}[name]
    assert list(read(BY_NAME[name], [block]).rows["key"]) == [setting.key for setting in keys]


def test_values_that_are_headings_elsewhere_are_values() -> None:
    rows = [{"date": dt.date(2026, 9, 1), "event": "Олимпиада", "level": "школьный", "status": "участник"}]
    (block,) = located(cells(written(BY_NAME["achievement_sheet"], Content(rows=rows))[0]))
    assert len(block.lines) == 1


def test_text_stays_text_whatever_it_begins_with() -> None:
    content = Content(head={"subject": "=1+1"}, rows=[{"student": "=A1"}], lessons=[{"topic": "=СУММ(A1)", "homework": "@5"}])
    stream, layout = written(BY_NAME["class_journal"], content)
    sheet = openpyxl.load_workbook(stream).active
    assert sheet is not None
    written_texts = {
        layout.label("subject"): "=1+1",
        layout.cell(0, "student"): "=A1",
        layout.lesson(0, "topic"): "=СУММ(A1)",
        layout.lesson(0, "homework"): "@5",
    }
    assert {place: sheet[place].value for place in written_texts} == written_texts
    assert b"<f>" not in _part(stream, "xl/worksheets/sheet1.xml")


def test_a_value_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot stand in a cell"):
        written(BY_NAME["class_journal"], Content(rows=[{"student": ["Иванов"]}]))


def test_columns_are_shown_and_left_out_as_asked() -> None:
    content = Content(columns=("half1", "half2"), without=("quarter1", "quarter2", "quarter3", "quarter4"))
    _, layout = written(BY_NAME["class_journal"], content)
    assert list(layout.columns) == ["number", "student", "half1", "half2", "year"]


# Typing


def rules(stream: BytesIO) -> dict[str, openpyxl.worksheet.datavalidation.DataValidation]:
    """First cell of a range -> what may be typed there."""
    stream.seek(0)
    sheet = openpyxl.load_workbook(stream).active
    assert sheet is not None
    return {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}


def offered(stream: BytesIO, formula: str) -> tuple[object, ...]:
    """Values of a drop-down list, which stand in the rule itself or, where that cannot hold them, on the sheet of lists."""
    if formula.startswith('"'):
        return tuple(formula.strip('"').split(","))
    sheet, area = formula.split("!")
    return tuple(row[0].value for row in openpyxl.load_workbook(stream)[sheet][area.replace("$", "")])


@EVERY_FORM
def test_cells_are_limited_by_their_kinds(form: Form) -> None:
    stream, layout = written(form)
    found = rules(stream)
    limited = [(layout.cell(0, column.name), column) for column in form.columns if column.name in layout.columns]
    limited += [(layout.label(column.name), column) for column in form.head]
    limited += [(layout.lesson(0, column.name), column) for column in form.lessons]
    for place, column in limited:
        kind = column.kind
        if kind.choices:
            assert found[place].type == "list"
            assert offered(stream, found[place].formula1) == kind.choices
            assert found[place].errorStyle in (None, "stop")
        elif kind.name == "period_mark":
            assert found[place].errorStyle == "warning"
        elif kind.name == "date":
            assert found[place].type == "date"
        elif kind.dtype == "Int32":
            assert found[place].type == "whole"
            assert float(found[place].formula1) == kind.least
    if form.grid is not None:
        assert found[layout.mark(0, 0)].formula1 == '"' + ",".join(form.grid.alphabet) + '"'


def test_a_long_list_stands_on_a_hidden_sheet() -> None:
    long = tuple(f"значение списка номер {number}" for number in range(20))
    form = Form(
        name="long",
        title="Длинный список",
        clause="4.1",
        purpose="Для проверки.",
        columns=(
            Column("a", "А", choice("a", *long), "Выберите."),
            Column("b", "Б", choice("b", "да, конечно", "нет"), "Выберите."),
        ),
        signs=("a",),
    )
    stream, layout = written(form)
    book = openpyxl.load_workbook(stream)
    assert book.sheetnames == ["Длинный список", LISTS]
    assert book[LISTS].sheet_state == "hidden"
    assert [row[0].value for row in book[LISTS]["A1:A20"]] == list(long)
    found = rules(stream)
    assert found[layout.cell(0, "a")].formula1 == f"{LISTS}!$A$1:$A$20"
    assert found[layout.cell(0, "b")].formula1 == f"{LISTS}!$B$1:$B$2"


@EVERY_FORM
def test_every_heading_has_its_note(form: Form) -> None:
    stream, layout = written(form)
    sheet = openpyxl.load_workbook(stream).active
    assert sheet is not None
    heads = {column.name: address(layout.heading_row, place) for column, place in _shown(form, layout)}
    for column, _ in _shown(form, layout):
        note = sheet[heads[column.name]].comment
        assert note is not None
        assert column.help in note.text


def _shown(form: Form, layout: Layout) -> list[tuple[Column, int]]:
    shown = [(column, layout.columns[column.name]) for column in form.columns if column.name in layout.columns]
    return shown + [(column, layout.lesson_columns[column.name]) for column in form.lessons]


@WITH_GRID
def test_marks_are_coloured_by_three_rules(form: Form) -> None:
    stream, layout = written(form)
    sheet = openpyxl.load_workbook(stream).active
    assert sheet is not None
    (area,) = sheet.conditional_formatting
    assert layout.mark(0, 0) in area.sqref
    assert len(area.rules) == 3


# Printing


@EVERY_FORM
def test_sheets_are_printed_on_a4(form: Form) -> None:
    stream, layout = written(form)
    sheet = openpyxl.load_workbook(stream).active
    assert sheet is not None
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == ("portrait" if form.portrait else "landscape")
    assert sheet.page_margins.left == pytest.approx(30 / 25.4, abs=0.01)
    assert sheet.print_title_rows == f"${layout.heading_row}:${layout.heading_row}"
    assert sheet.freeze_panes == address(layout.first_row, layout.columns.get("student", 0) + 1)
    assert "&P" in sheet.oddFooter.right.text
    if form.name not in JOURNALS:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0


def test_a_journal_is_printed_in_parts_and_then_its_register() -> None:
    days = [dt.date(2026, 9, 1) + dt.timedelta(day) for day in range(100)]
    content = Content(rows=[{"student": f"Ученик {number}"} for number in range(28)], headings=days)
    stream, layout = written(BY_NAME["class_journal"], content)
    sheet = openpyxl.load_workbook(stream).active
    assert sheet is not None
    *parts, register = (area.split("!")[-1].replace("$", "") for area in sheet.print_area.split(","))
    assert len(parts) == 4
    assert parts[0].startswith("A1:")
    assert register.startswith(address(layout.heading_row, layout.lesson_columns["lesson_date"]))
    first, second = (openpyxl.utils.cell.range_boundaries(part) for part in parts[:2])
    assert second[0] == first[2] + 1
    assert 25 <= second[2] - second[0] + 1 <= 30
    assert sheet.print_title_cols == "$A:$B"
    assert 60 <= sheet.page_setup.scale <= 80


def test_long_topics_make_high_rows() -> None:
    content = Content(rows=[{"student": "Ким Ю"}] * 2, lessons=[{"topic": "слово " * 30}, {"topic": "слово"}])
    stream, layout = written(BY_NAME["class_journal"], content)
    sheet = openpyxl.load_workbook(stream).active
    assert sheet is not None
    assert sheet.row_dimensions[layout.first_lesson_row].height > 2 * LINE
    assert sheet.row_dimensions[layout.first_lesson_row + 1].height is None


def _part(stream: BytesIO, name: str) -> bytes:
    with zipfile.ZipFile(stream) as archive:
        return archive.read(name)


def test_the_same_sheets_give_the_same_bytes(tmp_path: Path) -> None:
    sheets = [(BY_NAME["class_journal"], Content(), "5А"), (BY_NAME["school_card"], Content(), "")]
    layouts = write(tmp_path / "первая.xlsx", sheets)
    write(tmp_path / "вторая.xlsx", sheets)
    assert len(layouts) == 2
    assert (tmp_path / "первая.xlsx").read_bytes() == (tmp_path / "вторая.xlsx").read_bytes()
    assert openpyxl.load_workbook(tmp_path / "первая.xlsx").sheetnames == ["5А", "Школа"]


@pytest.mark.office
def test_libreoffice_prints_every_template(office: str, tmp_path: Path) -> None:
    paths = build(tmp_path / "templates", FORMS)
    with tempfile.TemporaryDirectory() as profile:
        settled = f"-env:UserInstallation={Path(profile).as_uri()}"
        command = [office, "--headless", settled, "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, paths)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    for path in paths:
        assert (tmp_path / f"{path.stem}.pdf").read_bytes().startswith(b"%PDF"), path.stem
