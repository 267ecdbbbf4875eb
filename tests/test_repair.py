"""What paste destroyed in a sheet of a known form: that it is found, put back as the template has it, and nothing else is touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from xlrecords.book import address
from xlrecords.books.file import read
from xlrecords.cli import GROUP
from xlrecords.edits import Edits, Limit
from xlrecords.form import Column, Form
from xlrecords.forms import BY_NAME, FORMS
from xlrecords.kind import TEXT, choice
from xlrecords.ooxml import edit
from xlrecords.ooxml.editor import Editor
from xlrecords.ooxml.limits import limits_of
from xlrecords.ooxml.relative import moved, relative
from xlrecords.repair import Finding, joined, rectangles, to_edits
from xlrecords.repairs import find
from xlrecords.sheets.template import Content, Layout, write

from .parts import members

PEOPLE = ("Орлов Иван", "Петрова Анна", "Седов Пётр", "Титова Ольга", "Уваров Лев", "Фомин Юрий")
LIST = [
    {
        "number": number,
        "student": f"{name} Ильич",
        "birth": dt.date(2015, 3, number),
        "file_number": f"К-{number}",
        "school_class": "5А",
        "arrived": dt.date(2026, 9, 1),
        "guardian": f"{name} Павлович",
        "consent": "да",
    }
    for number, name in enumerate(PEOPLE, 1)
]
DAYS = [dt.date(2026, 9, day) for day in (2, 4, 7, 9)]
JOURNAL = Content(
    head={"school_class": "5А", "subject": "Алгебра", "teacher": "Ильина Н.П.", "year": "2026/2027"},
    rows=[{"number": number, "student": name} for number, name in enumerate(PEOPLE, 1)],
    headings=DAYS,
    grid=[["5", "4", "н", "3"]] * len(PEOPLE),
    lessons=[{"lesson_date": day, "hours": 1, "topic": "Дроби", "homework": "№ 5"} for day in DAYS],
)

COMMENDATIONS = [
    {
        "number": 1,
        "student": "Орлов Иван",
        "school_class": "5А",
        "date": dt.date(2027, 3, 1),
        "sort": "грамота",
        "merit": "Победа в олимпиаде",
        "activity": "Образовательная",
        "ground": "протокол",
        "order": "№ 5",
    }
]

Damage = Callable[[Worksheet], None]


def template(path: Path, form: str, content: Content | None = None) -> Path:
    """A workbook made from the template of a form."""
    write(path, [(BY_NAME[form], content or Content(), "")])
    return path


def journal(path: Path) -> Layout:
    """A filled journal."""
    return write(path, [(BY_NAME["class_journal"], JOURNAL, "")])[0]


def damaged(path: Path, damage: Damage) -> Path:
    """The workbook after something was done to its sheet."""
    book = load_workbook(path)
    damage(book.worksheets[0])
    book.save(path)
    return path


def wipe(path: Path, cell: str) -> None:
    """Empty a cell."""
    damaged(path, lambda page: setattr(page[cell], "value", None))


def findings(path: Path) -> tuple[Finding, ...]:
    return find(path.read_bytes(), read(path, path.name))


def mend(path: Path) -> tuple[Finding, ...]:
    """Repair a workbook as the command does; what was found."""
    found = findings(path)
    path.write_bytes(edit(path.read_bytes(), to_edits(found)))
    return found


def lost(path: Path) -> list[tuple[str, str, str]]:
    """Place, what is wrong, and remedy."""
    return [(item.place, item.lost, item.remedy) for item in findings(path)]


def sheet(path: Path) -> Worksheet:
    """The repaired sheet, as an independent reader sees it."""
    return load_workbook(path).worksheets[0]


def cells_by_limit(path: Path) -> dict[tuple[object, ...], set[tuple[int, int]]]:
    """Cells of each limit of a workbook's first sheet, whatever ranges they are written as."""
    name, first = next(iter(Editor(path.read_bytes()).all_sheets().items()))
    found: dict[tuple[object, ...], set[tuple[int, int]]] = {}
    for item in limits_of(name, first):
        words = item.type, item.formulas, item.operator, item.error, item.error_title, item.prompt, item.prompt_title, item.alert
        for top, left, bottom, right in rectangles(item.ranges.split()):
            cells = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            found.setdefault(words, set()).update(cells)
    return found


def run(*words: str | Path) -> Result:
    """A call of the command line."""
    return CliRunner().invoke(GROUP, [str(word) for word in words])


def no_limits(page: Worksheet) -> None:
    page.data_validations.dataValidation = []


def without(page: Worksheet, *cells: str) -> None:
    """Take cells out of every limit, as a paste over them does."""
    for item in page.data_validations.dataValidation:
        kept = {(row - 1, column - 1) for area in item.sqref.ranges for row, column in area.cells}
        item.sqref = MultiCellRange(joined(kept - {(page[cell].row - 1, page[cell].column - 1) for cell in cells}))


# Nothing is lost


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_template_has_lost_nothing(form: Form, tmp_path: Path) -> None:
    assert findings(template(tmp_path / "t.xlsx", form.name)) == ()


def test_a_filled_journal_has_lost_nothing(tmp_path: Path) -> None:
    journal(tmp_path / "t.xlsx")
    assert findings(tmp_path / "t.xlsx") == ()


def test_what_a_teacher_drew_herself_never_had_lists(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["Классный журнал"], ["Класс:", "5А"], ["№", "ФИО", dt.date(2026, 9, 2)], [1, "Орлов Иван", 5], [2, "Седов Пётр", 4]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    assert findings(tmp_path / "t.xlsx") == ()


# Limits


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_all_limits_of_every_form_come_back_as_the_template_has_them(form: Form, tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", form.name)
    before = cells_by_limit(path)
    damaged(path, no_limits)
    assert not cells_by_limit(path)
    mend(path)
    assert cells_by_limit(path) == before
    assert findings(path) == ()


def test_only_cells_without_a_limit_get_one(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "class_list", Content(rows=LIST))
    before = cells_by_limit(path)
    damaged(path, lambda page: without(page, "J5", "J6", "J9", "K5", "K6", "K9"))
    assert lost(path) == [
        ("J5:J6 J9", "«Согласие на обработку ПД»: пропал выпадающий список", "список из формы"),
        ("K5:K6 K9", "«Согласие на распространение»: пропал выпадающий список", "список из формы"),
    ]
    mend(path)
    assert cells_by_limit(path) == before


def test_limits_of_blank_rows_and_of_the_register_below_the_table_come_back(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "class_journal")
    before = cells_by_limit(path)

    def damage(page: Worksheet) -> None:
        page["B6"], page["C5"] = "Орлов Иван", dt.date(2026, 9, 2)
        page.data_validations.dataValidation = page.data_validations.dataValidation[:2]

    mend(damaged(path, damage))
    assert cells_by_limit(path) == before


def test_a_limit_of_the_teacher_is_left_alone(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "class_list", Content(rows=LIST))

    def damage(page: Worksheet) -> None:
        without(page, "J6")
        page.add_data_validation(own := DataValidation("list", formula1='"есть,нет"'))
        own.add("J6")

    assert lost(damaged(path, damage)) == []


def test_a_list_in_the_extensions_of_later_versions_is_a_list(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "class_list", Content(rows=LIST))
    damaged(path, lambda page: without(page, "J6"))
    main = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    later = (
        f'<extLst><ext xmlns:x14="{main}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"><x14:dataValidations '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list"><x14:formula1>'
        "<xm:f>Лист2!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>J6</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    editor = Editor(path.read_bytes())
    (part,) = [tab.part for tab in editor.workbook.tabs]
    editor.package.put(part, editor.package.text(part).replace("</worksheet>", f"{later}</worksheet>"))
    path.write_bytes(editor.pack())
    assert lost(path) == []


def test_hints_of_settings_come_back_to_their_keys(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "policies")
    damaged(path, lambda page: without(page, "B6"))
    (found,) = mend(path)
    assert (found.place, found.lost) == ("B6", "«Символы журнала»: пропала подсказка")
    assert findings(path) == ()


LONG = tuple(f"очень длинное название направления работы {number}" for number in range(12))


@pytest.fixture
def long_form(monkeypatch: pytest.MonkeyPatch) -> Form:
    """A form with a list that does not fit into a cell's limits."""
    form = Form(
        name="trial",
        title="Пробный лист",
        clause="4.5",
        purpose="",
        columns=(Column("what", "Пробное дело", TEXT, "Назовите дело."), Column("way", "Направление", choice("way", *LONG), "Выберите.")),
        signs=("what", "way"),
        rows=5,
    )
    from xlrecords import repairs
    from xlrecords.sheets.lexicon import Lexicon

    monkeypatch.setattr(repairs, "_lexicon", lambda: Lexicon([form]))
    return form


def test_a_long_list_is_taken_from_the_sheet_of_lists(long_form: Form, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write(path, [(long_form, Content(), "")])
    before = cells_by_limit(path)
    damaged(path, no_limits)
    mend(path)
    assert cells_by_limit(path) == before


def test_a_long_list_without_its_sheet_is_only_told(long_form: Form, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write(path, [(long_form, Content(), "")])
    damaged(path, no_limits)
    book = load_workbook(path)
    del book["Списки"]
    book.save(path)
    (found,) = findings(path)
    assert found.edits == ()
    assert found.remedy == "списка в книге тоже нет: скопируйте лист заново из шаблона"


# Formulas


def averages(path: Path, **cells: object) -> Path:
    """A journal with means in G8 to G13, right of the marks, and totals in C14 to F14; then cells are changed."""
    assert journal(path).mark(0, 0) == "C8"

    def damage(page: Worksheet) -> None:
        for row in range(8, 14):
            for column in "CDEF":
                page[f"{column}{row}"] = 4
            page[f"G{row}"] = f"=ROUND(AVERAGE(C{row}:F{row}),0)"
        page["B14"] = "Итого"
        for column in "CDEF":
            page[f"{column}14"] = f"=SUM({column}8:{column}13)"
        for cell, value in cells.items():
            page[cell] = value

    return damaged(path, damage)


def test_a_formula_comes_back_where_a_number_stands(tmp_path: Path) -> None:
    path = averages(tmp_path / "t.xlsx", G10=3, F14=24)
    assert lost(path) == [
        ("G10", "вместо формулы стоит значение 3", "=ROUND(AVERAGE(C10:F10),0)"),
        ("F14", "вместо формулы стоит значение 24", "=SUM(F8:F13)"),
    ]
    mend(path)
    assert (sheet(path)["G10"].value, sheet(path)["F14"].value) == ("=ROUND(AVERAGE(C10:F10),0)", "=SUM(F8:F13)")
    assert findings(path) == ()


def test_a_formula_that_cells_share_comes_back(tmp_path: Path) -> None:
    path = averages(tmp_path / "t.xlsx", G10=5)
    editor = Editor(path.read_bytes())
    (part,) = [tab.part for tab in editor.workbook.tabs]
    text = editor.package.text(part).replace(
        "<f>ROUND(AVERAGE(C8:F8),0)</f>", '<f t="shared" ref="G8:G13" si="0">ROUND(AVERAGE(C8:F8),0)</f>'
    )
    for row in (9, 11, 12, 13):
        text = text.replace(f"<f>ROUND(AVERAGE(C{row}:F{row}),0)</f>", '<f t="shared" si="0"/>')
    assert text.count('t="shared"') == 5
    editor.package.put(part, text)
    path.write_bytes(editor.pack())
    assert lost(path) == [("G10", "вместо формулы стоит значение 5", "=ROUND(AVERAGE(C10:F10),0)")]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param({"G10": "н/а"}, id="what was typed as text"),
        pytest.param({"G10": None}, id="an emptied cell"),
        pytest.param({"G8": 4, "G10": 3, "G11": 5}, id="half of a column"),
        pytest.param({"G10": "=F10"}, id="another formula"),
    ],
)
def test_other_cells_of_a_column_of_formulas_are_left_alone(damage: dict[str, object], tmp_path: Path) -> None:
    assert lost(averages(tmp_path / "t.xlsx", **damage)) == []


def test_two_equal_formulas_are_not_enough(tmp_path: Path) -> None:
    assert lost(averages(tmp_path / "t.xlsx", G9=4, G10=None, G11=None, G12=None)) == []


@pytest.mark.parametrize(
    ("formula", "origin", "place", "expected"),
    [
        ("SUM(C6:F6)", "G6", "G9", "SUM(C9:F9)"),
        ("SUM(C$6:$F6)", "G6", "H9", "SUM(D$6:$F9)"),
        ("'5А'!B2+Имя", "C3", "C4", "'5А'!B3+Имя"),
        ("A1", "B2", "A1", None),
    ],
)
def test_a_formula_is_carried_as_when_it_is_copied(formula: str, origin: str, place: str, expected: str | None) -> None:
    assert moved(formula, origin, place) == expected


def test_formulas_are_alike_if_they_point_to_the_same_places_from_where_they_stand() -> None:
    assert relative("SUM(C6:F6)", "G6") == relative("SUM(C9:F9)", "G9") != relative("SUM(C6:F6)", "G9")
    assert relative("C$6", "G6") == relative("C$6", "G9") != relative("C6", "G9")


# Headings


def test_a_heading_that_was_wiped_out_comes_back_by_its_place(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "class_list", Content(rows=LIST))
    title = sheet(path)["I3"].value
    wipe(path, "I3")
    (found,) = findings(path)
    assert (found.place, found.lost, found.remedy) == ("I3", "нет заголовка столбца", f"«{title}»")
    mend(path)
    assert sheet(path)["I3"].value == title == "Законный представитель"
    assert findings(path) == ()


@pytest.mark.parametrize("name", ["student", "birth"])
def test_a_heading_without_which_a_list_is_not_known_comes_back_by_the_title(name: str, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    (layout,) = write(path, [(BY_NAME["class_list"], Content(rows=LIST), "")])
    wipe(path, layout.cell(-1, name))
    mend(path)
    assert sheet(path)[layout.cell(-1, name)].value == BY_NAME["class_list"].column(name).title
    assert findings(path) == ()


@pytest.mark.parametrize("name", ["number", "student", "quarter2"])
def test_a_heading_of_a_journal_comes_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    layout = journal(path)
    damaged(path, lambda page: setattr(page[layout.cell(0, name)], "value", page[layout.cell(0, name)].value or 4))
    wipe(path, layout.cell(-1, name))
    mend(path)
    assert sheet(path)[layout.cell(-1, name)].value == BY_NAME["class_journal"].column(name).title
    assert findings(path) == ()


def test_a_column_whose_heading_is_put_back_gets_its_limits_too(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "class_list", Content(rows=LIST))
    before = cells_by_limit(path)

    def damage(page: Worksheet) -> None:
        page["J3"] = None
        page.data_validations.dataValidation = [item for item in page.data_validations.dataValidation if "J5" not in item.sqref]

    damaged(path, damage)
    assert [item.place for item in mend(path)] == ["J3", "J4:J9"]
    assert cells_by_limit(path) == before


def test_several_headings_beside_each_other_come_back_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    (layout,) = write(path, [(BY_NAME["class_list"], Content(rows=LIST), "")])
    names = ("number", "student", "birth", "guardian", "consent")
    before = {name: sheet(path)[layout.cell(-1, name)].value for name in names}
    for name in names:
        wipe(path, layout.cell(-1, name))
    mend(path)
    assert {name: sheet(path)[layout.cell(-1, name)].value for name in names} == before
    assert findings(path) == ()


def test_a_heading_is_not_guessed_among_several(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "commendations", Content(rows=COMMENDATIONS))

    def damage(page: Worksheet) -> None:
        assert (page["H4"].value, page["I4"].value) == ("Основание", "Приказ № и дата")
        page.delete_cols(9)
        page["H4"] = None

    damaged(path, damage)
    assert ("H4", "нет заголовка столбца", "впишите его: «Основание» или «Приказ № и дата»") in lost(path)


def test_a_heading_does_not_come_back_over_values_of_another_kind(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "class_list", Content(rows=LIST))

    def damage(page: Worksheet) -> None:
        page["F3"] = None
        page["F5"] = "позже"

    damaged(path, damage)
    (found,) = findings(path)
    assert (found.place, found.edits) == ("F3", ())


def test_a_lesson_without_its_date_is_only_told(tmp_path: Path) -> None:
    cell = journal(tmp_path / "t.xlsx").heading(2)
    wipe(tmp_path / "t.xlsx", cell)
    assert lost(tmp_path / "t.xlsx") == [(cell, "нет заголовка столбца", "впишите его: дата урока")]


@pytest.mark.parametrize("name", ["school_class", "subject"])
def test_a_label_of_the_head_comes_back_before_its_value(name: str, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    row, column = journal(path).head[name]
    label = address(row, column - 1)
    before = sheet(path)[label].value
    wipe(path, label)
    mend(path)
    assert sheet(path)[label].value == before == f"{BY_NAME['class_journal'].column(name).title}:"
    assert findings(path) == ()


# Days


def test_days_that_became_numbers_are_days_again(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "class_list", Content(rows=LIST))
    birth = sheet(path)["C5"].value

    def damage(page: Worksheet) -> None:
        page["C5"], page["C5"].number_format = (birth - dt.datetime(1899, 12, 30)).days, "General"
        page["C6"], page["C6"].number_format = 17, "General"

    damaged(path, damage)
    assert lost(path) == [("C5", "дата показана числом 42065", "02.03.2015")]
    mend(path)
    assert (sheet(path)["C5"].value, sheet(path)["C6"].value) == (birth, 17)
    assert findings(path) == ()


def test_days_of_lessons_and_of_the_register_are_days_again(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    layout = journal(path)
    heading, lesson = layout.heading(1), layout.lesson(2, "lesson_date")

    def damage(page: Worksheet) -> None:
        for cell in (heading, lesson):
            page[cell] = (page[cell].value - dt.datetime(1899, 12, 30)).days
            page[cell].number_format = "General"

    damaged(path, damage)
    assert {item.place for item in mend(path)} == {heading, lesson}
    assert (sheet(path)[heading].value.date(), sheet(path)[lesson].value.date()) == (DAYS[1], DAYS[2])
    assert findings(path) == ()


# Columns


def test_an_empty_column_inside_the_table_is_taken_out(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "class_list", Content(rows=LIST))

    def damage(page: Worksheet) -> None:
        page.insert_cols(4)
        no_limits(page)

    damaged(path, damage)
    first, *rest = findings(path)
    assert (first.place, first.lost, first.remedy) == ("D3", "лишний пустой столбец внутри таблицы", "столбец D будет убран")
    assert rest
    assert not any("D" in item.place for item in rest)
    repaired = edit(path.read_bytes(), to_edits([first, *rest]))
    path.write_bytes(repaired)
    assert findings(path) == ()
    blank = template(tmp_path / "blank.xlsx", "class_list", Content(rows=LIST))
    assert [cell.value for cell in sheet(path)[3]] == [cell.value for cell in sheet(blank)[3]]
    assert [cell.value for cell in sheet(path)[4]] == [cell.value for cell in sheet(blank)[4]]


def test_an_empty_column_on_a_sheet_with_a_smart_table_is_told_and_left(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "class_list", Content(rows=LIST))

    def damage(page: Worksheet) -> None:
        page.insert_cols(4)
        page["AA1"], page["AA2"] = "Итог", 1
        page.add_table(Table(displayName="Итоги", ref="AA1:AA2"))

    damaged(path, damage)
    (found,) = (item for item in findings(path) if "столбец" in item.lost)
    assert (found.place, found.edits) == ("D3", ())


def test_an_inserted_column_with_entries_is_told_and_left(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "class_list", Content(rows=LIST))

    def damage(page: Worksheet) -> None:
        page.insert_cols(4)
        page["D5"] = "уточнить"

    damaged(path, damage)
    assert ("D3", "нет заголовка столбца", "впишите его или очистите столбец") in lost(path)


def test_a_column_of_formulas_is_not_empty_though_nobody_has_calculated_them(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "class_list", Content(rows=LIST))

    def damage(page: Worksheet) -> None:
        page.insert_cols(4)
        for row in range(4, 10):
            page[f"D{row}"] = f"=YEAR(C{row})"

    damaged(path, damage)
    assert [item for item in lost(path) if item[0] == "D3"] == [("D3", "нет заголовка столбца", "впишите его или очистите столбец")]


# The command


@pytest.fixture
def wrecked(tmp_path: Path) -> Path:
    """A class list over which somebody pasted."""
    path = template(tmp_path / "Список.xlsx", "class_list", Content(rows=LIST))

    def damage(page: Worksheet) -> None:
        without(page, "J6")
        page["I3"] = None

    return damaged(path, damage)


def test_a_dry_run_tells_the_plan_and_writes_nothing(wrecked: Path) -> None:
    before = wrecked.read_bytes()
    told = run("repair", wrecked, "--dry-run")
    assert (told.exit_code, wrecked.read_bytes()) == (0, before)
    assert told.output.splitlines() == [
        "Список.xlsx: будет восстановлено: 2",
        "    «Контингент»!I3: нет заголовка столбца → «Законный представитель»",
        "    «Контингент»!J6: «Согласие на обработку ПД»: пропал выпадающий список → список из формы",
    ]
    done = run("repair", wrecked)
    assert done.output == told.output.replace("будет восстановлено", "восстановлено")
    assert wrecked.read_bytes() != before


def test_a_second_run_finds_nothing_and_undo_brings_the_old_bytes(wrecked: Path) -> None:
    before = wrecked.read_bytes()
    assert run("repair", wrecked).exit_code == 0
    again = run("repair", wrecked)
    assert (again.exit_code, again.output) == (0, "Восстанавливать нечего.\n")
    assert "разметка восстановлена" in run("undo", wrecked).output
    assert wrecked.read_bytes() == before


def test_only_the_parts_that_are_repaired_change(wrecked: Path) -> None:
    before = members(wrecked.read_bytes())
    run("repair", wrecked)
    after = members(wrecked.read_bytes())
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}
    assert before.keys() == after.keys()


def test_a_sheet_of_no_known_form_is_untouched(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["Меню", "Дата"], ["каша", 45000], ["суп", 45001], ["чай", dt.date(2026, 9, 3)], ["хлеб", "=B2+1"]):
        book.active.append(row)
    path = tmp_path / "Меню.xlsx"
    book.save(path)
    before = path.read_bytes()
    assert run("repair", path).output == "Восстанавливать нечего.\n"
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir() if not item.name.startswith(".")] == ["Меню.xlsx"]


def test_what_only_a_person_can_put_right_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "5А.xlsx"
    assert journal(path).heading(2) == "E7"
    wipe(path, "E7")
    result = run("repair", path)
    assert result.exit_code == 1
    assert result.output.splitlines() == ["5А.xlsx: исправьте сами: 1", "    «Предмет»!E7: нет заголовка столбца → впишите его: дата урока"]


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.write_bytes(b"PK")], ids=["no file", "no workbook"])
def test_what_cannot_be_read_is_refused(make: Callable[[Path], object], tmp_path: Path) -> None:
    make(tmp_path / "t.xlsx")
    assert run("repair", tmp_path / "t.xlsx").exit_code == 2


def test_a_folder_without_books_cannot_be_repaired(tmp_path: Path) -> None:
    assert run("repair", tmp_path).exit_code == 2


# Parts


@pytest.mark.parametrize(
    ("cells", "ranges"),
    [
        ([(0, 0)], "A1"),
        ([(0, 0), (1, 0), (3, 0)], "A1:A2 A4"),
        ([(0, 0), (1, 0), (0, 1), (1, 1)], "A1:B2"),
        ([(0, 0), (1, 0), (0, 1)], "A1:A2 B1"),
        ([(0, 0), (0, 2)], "A1 C1"),
    ],
)
def test_neighbours_are_one_range(cells: list[tuple[int, int]], ranges: str) -> None:
    assert joined(cells) == ranges


def test_a_limit_is_read_as_it_was_put() -> None:
    book, data = Workbook(), BytesIO()
    book.active.title = "Лист"
    book.save(data)
    limit = Limit("Лист", "A1:A5 C2", "whole", ("1", "5"), "between", "Не «то»", "Выберите\nчисло", "warning", "Ошибка", "Число")
    changed = edit(data.getvalue(), Edits(limits=(limit,)))
    assert list(limits_of("Лист", Editor(changed).sheet("Лист")[1])) == [limit]
