"""What comes back from a teacher: brought over cell by cell, or told; nothing is lost in silence, nothing of the school's is overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlrecords.books.file import read
from xlrecords.books.markdown import parse_books
from xlrecords.cli import GROUP
from xlrecords.commands import Outcome, Request
from xlrecords.commands.marking import undo
from xlrecords.commands.merging import merge
from xlrecords.commands.splitting import split
from xlrecords.edits import Edits, Value
from xlrecords.forms import FORMS
from xlrecords.ooxml import edit
from xlrecords.privacy.bridging import Edition
from xlrecords.privacy.merging import Plan
from xlrecords.privacy.merging import merge as compare
from xlrecords.privacy.verdict import Kind
from xlrecords.sheets import survey

PAGE = """
# Алгебра
| Классный журнал | | | | | |
| Класс: | 8А | | | | |
| Предмет: | Алгебра | | | | |
| Учитель: | Лисицына В. П. | | | | |
| № | ФИО | 02.09.2026 | 04.09.2026 | 09.09.2026 | 1 четверть |
| 1 | Авдеев Пётр | 5 | | 4 | 5 |
| 2 | Бокова Анна | 4 | 3 | | 4 |
| 3 | Громов Илья | | н | 3 | 3 |
"""


def editions(text: str, formulas: dict[tuple[int, int], str] | None = None) -> dict[str, Edition]:
    """Sheets of a workbook written as Markdown."""
    books: list[Any] = [*parse_books(text)]
    book = books[0]
    blocks, _ = survey(books, FORMS)
    every = [block for found in blocks.values() for block in found]
    return {name: Edition(book.cells(name), [block for block in every if block.sheet == name], formulas or {}) for name in book.sheets()}


def plan(theirs: str, ours: str = PAGE, base: str = PAGE) -> Plan:
    """What a merge does with three editions."""
    return compare(editions(base), editions(theirs), editions(ours))


def told(found: Plan) -> list[tuple[str, str, str, str]]:
    """Changes: what becomes of each, the cell in the book, what was given, what stands there."""
    return [(change.kind.value, change.ours, change.given, change.now) for change in found.changes]


def written(found: Plan) -> dict[str, Any]:
    """Values that are written, by cell."""
    return {value.cell: value.value for value in found.edits.values}


def test_nothing_changed() -> None:
    assert plan(PAGE) == Plan(Edits(), ())


def test_a_mark_of_the_teacher_goes_into_the_book() -> None:
    found = plan(PAGE.replace("| 5 | | 4 | 5 |", "| 5 | 5 | 4 | 5 |"))
    assert told(found) == [("внесено", "D6", "5", "")]
    assert written(found) == {"D6": 5}


def test_both_changed_the_same_cell() -> None:
    found = plan(PAGE.replace("| н | 3 | 3 |", "| 4 | 3 | 3 |"), PAGE.replace("| н | 3 | 3 |", "| б | 3 | 3 |"))
    assert told(found) == [("изменено и в школе", "D8", "4", "б")]
    assert not found.edits


def test_both_changed_it_alike() -> None:
    changed = PAGE.replace("| н | 3 | 3 |", "| 4 | 3 | 3 |")
    assert told(plan(changed, changed)) == [("уже есть в школе", "D8", "4", "4")]


def test_sorted_rows_are_no_change() -> None:
    lines = PAGE.strip().splitlines()
    turned = "\n".join(
        [*lines[:6], "| 1 | Громов Илья | | н | 3 | 3 |", "| 2 | Авдеев Пётр | 5 | | 4 | 5 |", "| 3 | Бокова Анна | 4 | 3 | 5 | 4 |"]
    )
    found = plan(turned)
    assert told(found) == [("внесено", "E7", "5", "")]
    assert not plan(PAGE, turned.replace("| 3 | 5 | 4 |", "| 3 | | 4 |")).changes


def test_a_student_and_a_day_that_the_school_added_meanwhile() -> None:
    lines = PAGE.strip().splitlines()
    ours = "\n".join(
        [*lines[:5], "| № | ФИО | 02.09.2026 | 04.09.2026 | 07.09.2026 | 09.09.2026 | 1 четверть |", "| 1 | Авдеев Пётр | 5 | | 3 | 4 | 5 |",
         "| 2 | Белова Яна | | | 5 | | |", "| 3 | Бокова Анна | 4 | 3 | | | 4 |", "| 4 | Громов Илья | | н | | 3 | 3 |"]
    )  # fmt: skip
    assert written(plan(PAGE.replace("| 3 | | 4 |", "| 3 | 5 | 4 |"), ours)) == {"F8": 5}


def test_a_new_student_gets_a_row_of_her_own() -> None:
    found = plan(PAGE + "| 4 | Юдина Ольга | | 5 | | |\n")
    assert written(found) == {"A9": 4, "B9": "Юдина Ольга", "D9": 5}
    assert found.edits.inserts
    assert not plan(PAGE + "| 4 | Юдина Ольга | | 5 | | |\n", PAGE + "| 4 | Юдина Ольга | | 5 | | |\n").edits


def test_a_new_day_is_told_when_the_book_has_no_room_for_it() -> None:
    theirs = PAGE.replace("| 09.09.2026 | 1 чет", "| 09.09.2026 | 11.09.2026 | 1 чет").replace("| 4 | 5 |\n", "| 4 | 3 | 5 |\n").replace(
        "| | 4 |\n", "| | | 4 |\n").replace("| 3 | 3 |\n", "| 3 | 2 | 3 |\n")  # fmt: skip
    found = plan(theirs)
    assert [(change.kind, change.note, change.given, change.cells) for change in found.changes] == [
        (Kind.MANUAL, "новый столбец «11.09.2026»", "3; 2", 3)
    ]


def test_a_new_day_goes_into_a_blank_column_of_the_book() -> None:
    blank = PAGE.replace("| 09.09.2026 | 1 чет", "| 09.09.2026 | | 1 чет").replace("| 4 | 5 |\n", "| 4 | | 5 |\n").replace(
        "| | 4 |\n", "| | | 4 |\n").replace("| 3 | 3 |\n", "| 3 | | 3 |\n")  # fmt: skip
    theirs = blank.replace("| 09.09.2026 | | 1 чет", "| 09.09.2026 | 11.09.2026 | 1 чет").replace("| 4 | | 5 |\n", "| 4 | 3 | 5 |\n")
    assert written(plan(theirs, blank, blank)) == {"F5": dt.date(2026, 9, 11), "F6": 3}


def test_a_row_that_the_teacher_deleted_stays() -> None:
    found = plan(PAGE.replace("| 2 | Бокова Анна | 4 | 3 | | 4 |\n", ""))
    assert [(change.kind, change.ours, change.note) for change in found.changes] == [(Kind.MANUAL, "A7", "строки у учителя больше нет")]


def test_namesakes_are_never_guessed() -> None:
    twins = PAGE.replace("| 2 | Бокова Анна | 4 | 3 | | 4 |", "| 2 | Авдеев Пётр | | | | |").replace("| 5 | | 4 | 5 |", "| | | | |")
    changed = twins.replace("| 1 | Авдеев Пётр | | | | |", "| 1 | Авдеев Пётр | 5 | | | |").replace(
        "| 2 | Авдеев Пётр | | | | |", "| 2 | Авдеев Пётр | 2 | | | |"
    )
    found = plan(changed, twins, twins)
    assert not found.edits
    assert {change.note for change in found.changes} == {"строка подходит к нескольким: однофамильцы или повтор"}


def test_a_name_put_right_is_told_and_never_taken_for_another_student() -> None:
    found = plan(PAGE.replace("Бокова", "Бокова-Ли"))
    assert [(change.kind, change.ours, change.note) for change in found.changes] == [
        (Kind.MANUAL, "B7", "изменено имя: проверьте, тот ли это обучающийся")
    ]
    found = plan(PAGE.replace("Бокова Анна", "Ушаков Лев"))
    assert [(change.kind.value, change.note) for change in found.changes if change.cells > 1] == [
        ("перенесите вручную", "строки у учителя больше нет")
    ]
    assert written(found) == {"A9": 4, "B9": "Ушаков Лев", "C9": 4, "D9": 3, "F9": 4}
    assert written(plan(PAGE.replace("Громов Илья", "Гpомов Илья"))) == {"B8": "Гpомов Илья"}  # a Latin letter


def test_changed_headings_stop_the_sheet() -> None:
    found = plan(PAGE.replace("1 четверть", "итого"))
    assert [(change.kind, change.note) for change in found.changes] == [(Kind.MANUAL, "заголовки у учителя изменены: лист не сравнивался")]


def test_formulas_are_told_and_values_over_formulas_too() -> None:
    base, theirs, ours = editions(PAGE), editions(PAGE.replace("| 4 | 5 |\n", "| 4 | 2 |\n")), editions(PAGE)
    theirs["Алгебра"] = Edition(theirs["Алгебра"].cells, theirs["Алгебра"].blocks, {(6, 4): "1+1"})
    ours["Алгебра"] = Edition(ours["Алгебра"].cells, ours["Алгебра"].blocks, {(5, 5): "ROUND(AVERAGE(C6:E6),0)"})
    found = compare(base, theirs, ours)
    assert [(change.kind, change.ours, change.note) for change in found.changes] == [
        (Kind.MANUAL, "F6", "в книге школы формула"),
        (Kind.MANUAL, "E7", "записана формула"),
    ]
    assert not found.edits


# Whatever both sides do

NAMES = ("Авдеев Пётр", "Бокова Анна", "Громов Илья", "Ежова Нина", "Зуев Олег", "Юдина Ольга", "Яшин Лев")
DAYS = ("02.09.2026", "04.09.2026", "09.09.2026", "11.09.2026")
MARKS = st.sampled_from(["", "2", "3", "4", "5", "н"])
State = dict[str, list[str]]


def page(state: State, order: Iterable[str]) -> str:
    """A journal with the marks of each student in some order."""
    rows = [f"| {number} | {name} | {' | '.join(state[name])} |" for number, name in enumerate(order, 1)]
    head = PAGE.strip().splitlines()[:5]
    return "\n".join([*head, f"| № | ФИО | {' | '.join(DAYS)} | 1 четверть |", *rows]) + "\n"


@st.composite
def changed(draw: st.DrawFn, base: State) -> tuple[State, list[str]]:
    """A journal after edits: marks changed, students gone and come, rows in another order."""
    state = {name: list(marks) for name, marks in base.items()}
    for _ in range(draw(st.integers(0, 6))):
        name = draw(st.sampled_from(sorted(state)))
        state[name][draw(st.integers(0, len(DAYS)))] = draw(MARKS)
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True)):
        if name in state and len(state) > 2:
            del state[name]
        elif name not in state:
            state[name] = draw(st.lists(MARKS, min_size=len(DAYS) + 1, max_size=len(DAYS) + 1))
    return state, draw(st.permutations(sorted(state)))


@given(st.data())
def test_every_change_is_applied_there_already_in_conflict_or_told(data: st.DataObject) -> None:
    base = {name: data.draw(st.lists(MARKS, min_size=5, max_size=5)) for name in NAMES[:5]}
    theirs, their_order = data.draw(changed(base))
    ours, our_order = data.draw(changed(base))
    found = compare(editions(page(base, sorted(base))), editions(page(theirs, their_order)), editions(page(ours, our_order)))
    rows = {name: number + 5 for number, name in enumerate(our_order)}
    values = written(found)
    by_place = {(change.theirs, change.kind): change for change in found.changes}
    at = {name: number + 6 for number, name in enumerate(their_order)}
    columns = "CDEFG"
    for name, marks in theirs.items():
        whole = [change for change in found.changes if change.kind is Kind.MANUAL and change.theirs == f"A{at[name]}"]
        for number, mark in enumerate(marks):
            was = base[name][number] if name in base else ""
            now = ours[name][number] if name in ours else ""
            cell = f"{columns[number]}{at[name]}"
            kinds = [kind for kind in Kind if (cell, kind) in by_place]
            if mark == was:
                assert not kinds or whole
            elif name in ours and now == was:
                assert kinds == [Kind.APPLIED]
                assert str(values[f"{columns[number]}{rows[name] + 1}"] or "") == mark
            elif name in ours and now == mark:
                assert kinds == [Kind.SAME]
            elif name in ours:
                assert kinds == [Kind.CONFLICT]
                assert f"{columns[number]}{rows[name] + 1}" not in values
            elif name in base:
                assert kinds == [Kind.MANUAL]
            else:
                assert kinds == [Kind.APPLIED] or whole
    for name in base.keys() - theirs.keys():
        gone = [change for change in found.changes if change.note == "строки у учителя больше нет" and name in change.was]
        assert bool(gone) == (name in ours)


# The command


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A small school: settings, and the journals of two classes."""
    return write_school(tmp_path)


def write_school(folder: Path) -> Path:
    """Write a small school."""
    import xlsxwriter

    root = folder / "Школа"
    root.mkdir()
    with xlsxwriter.Workbook(str(root / "Настройки.xlsx")) as book:
        sheet = book.add_worksheet("Школа")
        for row, values in enumerate((("Школа",), ("Показатель", "Значение"), ("Учебный год", "2026/2027"))):
            sheet.write_row(row, 0, values)
    for group, names in (("8А", NAMES[:3]), ("8Б", NAMES[3:6])):
        with xlsxwriter.Workbook(str(root / f"{group}.xlsx")) as book:
            date = book.add_format({"num_format": "dd.mm.yyyy"})
            for subject, teacher in (("Алгебра", "Лисицына В. П."), ("История", "Орлов К. Д.")):
                sheet = book.add_worksheet(subject)
                for row, pair in enumerate((("Классный журнал", ""), ("Класс:", group), ("Предмет:", subject), ("Учитель:", teacher))):
                    sheet.write_row(row, 0, pair)
                sheet.write_row(4, 0, ("№", "ФИО"))
                for column, day in enumerate(DAYS):
                    sheet.write_datetime(4, 2 + column, dt.datetime.strptime(day, "%d.%m.%Y"), date)
                for row, name in enumerate(names):
                    sheet.write_row(5 + row, 0, (row + 1, name, 5, 4))
    return root


def hand_out(school: Path) -> Path:
    """The journal of 8А of one teacher, as she gets it."""
    out = school.parent / "Выписки"
    assert split(Request((school,), out=out, teachers=("Лисицына В.П.",))).exit_code == 0
    return out / "Лисицына В. П" / "8А.xlsx"


def change(path: Path, what: Callable[[Worksheet], object]) -> None:
    """Change a workbook as a teacher would, by another program."""
    book = load_workbook(path)
    what(book["Алгебра"])
    book.save(path)


def cell(path: Path, address: str, sheet: str = "Алгебра") -> object:
    """What stands in a cell, a formula as its text."""
    return load_workbook(path)[sheet][address].value


def bring_back(*paths: Path, **given: Any) -> Outcome:
    """A merge."""
    return merge(Request(paths, **given))


def test_a_clean_return_comes_in_twice_and_is_undone(school: Path) -> None:
    returned, master = hand_out(school), school / "8А.xlsx"
    before = master.read_bytes()
    change(returned, lambda sheet: sheet.__setitem__("E6", 3))
    assert bring_back(returned, school, dry_run=True).exit_code == 0
    assert master.read_bytes() == before
    assert bring_back(returned, school).exit_code == 0
    assert (cell(master, "E6"), cell(master, "C6", "История")) == (3, 5)
    after = master.read_bytes()
    again = bring_back(returned, school)
    assert (again.exit_code, master.read_bytes()) == (0, after)
    assert "уже есть в школе: 1" in again.lines[0]
    undo(Request((master,)))
    assert master.read_bytes() == before


def test_a_conflict_is_shown_and_the_schools_value_stays(school: Path, tmp_path: Path) -> None:
    returned, master = hand_out(school), school / "8А.xlsx"
    change(returned, lambda sheet: sheet.__setitem__("C7", 2))
    change(returned, lambda sheet: sheet.__setitem__("F8", "н"))
    master.write_bytes(edit(master.read_bytes(), Edits(values=(Value("Алгебра", "C7", 3),))))
    outcome = bring_back(returned, school, out=tmp_path / "Правки.xlsx")
    assert outcome.exit_code == 1
    assert "    «Алгебра»!C7: изменено и в школе: было «5», у учителя «2», в школе «3»" in outcome.lines
    assert (cell(master, "C7"), cell(master, "F8")) == (3, "н")
    report = read(tmp_path / "Правки.xlsx", "Правки.xlsx").cells("Правки")
    assert [row[0] for row in report[4:]] == ["изменено и в школе", "внесено"]


def test_text_that_looks_like_a_formula_stays_text(school: Path) -> None:
    returned, master = hand_out(school), school / "8А.xlsx"
    returned.write_bytes(edit(returned.read_bytes(), Edits(values=(Value("Алгебра", "F6", "=1+1"),))))
    assert bring_back(returned, school).exit_code == 0
    found = load_workbook(master)["Алгебра"]["F6"]
    assert read(master, "8А.xlsx").cells("Алгебра")[5][5] == "=1+1"
    with ZipFile(master) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    assert found.value == "=1+1"


def test_a_formula_of_the_teacher_is_told(school: Path) -> None:
    returned, master = hand_out(school), school / "8А.xlsx"
    before = master.read_bytes()
    change(returned, lambda sheet: sheet.__setitem__("F6", "=1+1"))
    outcome = bring_back(returned, school)
    assert outcome.exit_code == 1
    assert outcome.lines[1] == "    «Алгебра»!F6: перенесите вручную: записана формула: у учителя «=1+1»"
    assert master.read_bytes() == before


def test_sorted_by_another_program(school: Path) -> None:
    returned, master = hand_out(school), school / "8А.xlsx"

    def sort(sheet: Worksheet) -> None:
        rows = [[found.value for found in row] for row in sheet["A6:F8"]]
        for row, values in zip(sheet["A6:F8"], [rows[2], rows[0], rows[1]], strict=True):
            for found, value in zip(row, values, strict=True):
                found.value = value
        sheet["E6"] = 2

    change(returned, sort)
    assert bring_back(returned, school).exit_code == 0
    assert [cell(master, f"E{row}") for row in (6, 7, 8)] == [None, None, 2]


def test_a_password(school: Path) -> None:
    out = school.parent / "Выписки"
    handed = split(Request((school,), out=out, teachers=("Лисицына В. П.",), encrypt=True))
    password = next(line for line in handed.lines if line.startswith("Пароль")).split(": ")[1].split(".")[0]
    returned = out / "Лисицына В. П" / "8А.xlsx"
    assert bring_back(returned, school).exit_code == 2
    assert bring_back(returned, school, password="другой").exit_code == 2
    assert bring_back(returned, school, password=password).lines[0].endswith("правок нет")


def test_what_was_never_cut_here_is_refused(school: Path, tmp_path: Path) -> None:
    hand_out(school)
    stranger = tmp_path / "чужая.xlsx"
    stranger.write_bytes((school / "8Б.xlsx").read_bytes())
    outcome = bring_back(stranger, school)
    assert (outcome.exit_code, outcome.lines) == (
        2,
        ("«чужая.xlsx» выделена не из книг этой школы, или её метка стёрта: перенесите правки вручную",),
    )


def test_the_command_line(school: Path) -> None:
    returned = hand_out(school)
    result = CliRunner().invoke(GROUP, ["merge", str(returned), str(school)])
    assert (result.exit_code, result.output) == (0, "8А.xlsx → 8А.xlsx: правок нет\n")


def test_a_lost_base_is_told(school: Path) -> None:
    returned = hand_out(school)
    for path in (school / ".xlrecords").glob("*.xlsx"):
        path.unlink()
    assert "не сохранилось" in bring_back(returned, school).lines[0]
    with TemporaryDirectory() as folder:
        assert bring_back(returned, Path(folder)).exit_code == 2
