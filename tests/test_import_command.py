"""The commands «winners» and «import»: what they write, and what they leave as it is."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.olympiads import OURS, THEIRS, Tab, participation, pupils, settings, written
from xlrecords.books.markdown import MarkdownBook
from xlrecords.cli import GROUP
from xlrecords.commands import COMMANDS, Outcome, Request, check
from xlrecords.commands.importing import import_
from xlrecords.commands.winning import winners
from xlrecords.forms import BY_NAME
from xlrecords.sheets.template import Content, write

PEOPLE = pupils(12, 4)
STRANGERS = pupils(5, 9)
RESULTS = "Достижения/Результаты олимпиад, 2026-2027.xlsx"
LOOK = "Достижения/Результаты олимпиад, 2026-2027, к разбору.xlsx"


def saved(book: MarkdownBook, path: Path) -> Path:
    """A book as a file."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in book.tables.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([cell if cell != "" else None for cell in row])
    workbook.save(path)
    return path


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A folder of a school with its name, its year and its class list."""
    folder = tmp_path / "Школа"
    folder.mkdir()
    saved(settings(PEOPLE), folder / "Настройки.xlsx")
    return folder


def tabs() -> list[Tab]:
    """Two subjects: six people of the school, five of another, a row without a status."""
    chance = random.Random(8)
    found = []
    for number, subject in enumerate(("Математика", "Химия"), 1):
        tab = Tab(f"{number} {subject}").heading()
        for pupil in PEOPLE[:6]:
            tab.row(participation(pupil, subject, chance), "accepted")
        for pupil in STRANGERS:
            tab.row(participation(pupil, subject, chance, THEIRS), "foreign")
        tab.row(participation(PEOPLE[7], subject, chance) | {"Статус": ""}, "look")
        found.append(tab)
    return found


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "Выгрузка.xlsx"
    path.write_bytes(written(tabs()))
    return path


def imported(export: Path, school: Path, **asked: object) -> Outcome:
    return import_(replace(Request((export, school), stage="школьный"), **asked))


def rows(path: Path, tab: str = "") -> list[tuple[object, ...]]:
    """Values of a sheet, row by row."""
    book = openpyxl.load_workbook(path)
    return list((book[tab] if tab else book.worksheets[0]).iter_rows(values_only=True))


def names(path: Path) -> list[object]:
    """Students in the results of a school."""
    return [row[1] for row in rows(path) if isinstance(row[0], int | float) and row[1]]


# winners


def test_winners_are_listed(export: Path, tmp_path: Path) -> None:
    outcome = winners(Request((export,), out=tmp_path / "Победители.xlsx"))
    assert outcome.exit_code == 0
    book = openpyxl.load_workbook(outcome.written[0])
    assert book.sheetnames == ["Победители и призёры", "Замечания", "Итоги"]
    heading = [cell.value for cell in book.worksheets[0][4]]
    assert heading == ["Код", "ОО", "Класс участника", "Участник", "Результат"]
    assert book.worksheets[1]["D5"].hyperlink is not None


def test_winners_of_one_school(export: Path, tmp_path: Path) -> None:
    outcome = winners(Request((export,), out=tmp_path / "Победители.xlsx", name="мбоу СОШ №2"))
    assert {row[1] for row in rows(outcome.written[0])[4:]} <= {OURS}
    refused = winners(Request((export,), name="Гимназия № 1"))
    assert refused.exit_code == 2
    assert OURS in refused.lines[0]


def test_no_winners_without_an_export(school: Path) -> None:
    outcome = winners(Request((school,)))
    assert outcome.exit_code == 2
    assert "не найдена" in outcome.lines[-1]


def test_an_export_that_cannot_be_read_is_told(export: Path, tmp_path: Path) -> None:
    (tmp_path / "Вторая.xlsx").write_bytes(export.read_bytes()[:500])
    outcome = winners(Request((export, tmp_path / "Вторая.xlsx"), out=tmp_path / "Победители.xlsx"))
    assert any("Вторая.xlsx" in line for line in outcome.lines)


# import of an export


def test_an_export_becomes_results_of_the_school(export: Path, school: Path) -> None:
    outcome = imported(export, school)
    assert outcome.exit_code == 0, outcome.lines
    assert outcome.written == (school / RESULTS, school / LOOK)
    assert "Прочитано строк: 24. Принято: 12, из них новых: 12. К разбору: 2. Других школ: 10. Не строк участия: 0." in outcome.lines
    assert sorted(map(str, names(school / RESULTS))) == sorted(2 * [pupil.name for pupil in PEOPLE[:6]])
    assert openpyxl.load_workbook(school / LOOK).sheetnames == ["К разбору", "Другие школы", "Счёт строк"]


def test_the_school_with_its_results_and_the_export_is_clean(export: Path, school: Path) -> None:
    imported(export, school)
    export.rename(school / "Выгрузка.xlsx")
    found = check(Request((school,))).issues
    assert [(issue.place, issue.rule.id) for issue in found if issue.place.book != "Настройки.xlsx"] == []


def test_importing_again_adds_nothing(export: Path, school: Path) -> None:
    imported(export, school)
    before = (school / RESULTS).read_bytes()
    again = imported(export, school)
    assert "из них новых: 0" in again.lines[0]
    assert (school / RESULTS).read_bytes() == before


def test_a_later_stage_is_added_below(export: Path, school: Path) -> None:
    imported(export, school)
    outcome = imported(export, school, stage="муниципальный")
    assert "из них новых: 12" in outcome.lines[0]
    found = [row for row in rows(school / RESULTS) if isinstance(row[0], int | float) and row[1]]
    assert [row[0] for row in found] == list(range(1, 25))
    assert {row[6] for row in found[12:]} == {"муниципальный"}


def test_results_that_differ_are_told_and_the_book_stays(export: Path, school: Path) -> None:
    imported(export, school)
    before = (school / RESULTS).read_bytes()
    changed = tabs()
    changed[0].cells[1][7] = "неявка"
    export.write_bytes(written(changed))
    outcome = imported(export, school)
    assert (school / RESULTS).read_bytes() == before
    told = [str(row[7]) for row in rows(outcome.written[-1])[4:]]
    assert sum("книге школы записано другое" in text for text in told) == 1


def test_a_blank_sheet_of_the_school_is_filled_from_its_first_row(export: Path, school: Path, tmp_path: Path) -> None:
    own = tmp_path / "Олимпиады.xlsx"
    write(own, [(BY_NAME["olympiad_results"], Content({"year": "2026/2027"}), "Олимпиады 26")])
    outcome = imported(export, school, out=own)
    assert outcome.exit_code == 0, outcome.lines
    found = rows(own)
    heading = next(at for at, row in enumerate(found) if row[0] == "№")
    assert [row[0] for row in found[heading + 1 : heading + 13]] == list(range(1, 13))
    assert all(row[1] for row in found[heading + 1 : heading + 13])
    assert not any(row[1] for row in found[heading + 13 :])


def test_a_book_without_the_table_is_refused(export: Path, school: Path) -> None:
    outcome = imported(export, school, out=school / "Настройки.xlsx")
    assert outcome.exit_code == 2
    assert "нет таблицы" in outcome.lines[0]


def test_a_book_of_another_year_is_refused(export: Path, school: Path) -> None:
    imported(export, school)
    outcome = imported(export, school, out=school / RESULTS, year="2027/2028")
    assert outcome.exit_code == 2
    assert "2027/2028" in outcome.lines[0]


def test_a_dry_run_writes_nothing(export: Path, school: Path) -> None:
    outcome = imported(export, school, dry_run=True)
    assert outcome.written == ()
    assert not (school / "Достижения").exists()


def test_what_is_missing_is_asked_for(export: Path, tmp_path: Path) -> None:
    outcome = import_(Request((export,)))
    assert outcome.exit_code == 2
    assert [line.split(": ")[1] for line in outcome.lines] == [
        "укажите этап", "укажите учебный год", "укажите папку школы с книгой «Контингент»",
    ]  # fmt: skip


def test_the_school_around_an_export_is_found(export: Path, school: Path) -> None:
    (school / "Внешняя оценка").mkdir()
    inside = export.rename(school / "Внешняя оценка" / "Выгрузка.xlsx")
    outcome = import_(Request((inside,), stage="школьный", out=school / "Олимпиады.xlsx"))
    assert outcome.exit_code == 0, outcome.lines
    assert len(names(school / "Олимпиады.xlsx")) == 12


def test_a_pupil_of_the_same_name_elsewhere_is_nobody_of_ours(school: Path, tmp_path: Path) -> None:
    path = tmp_path / "Выгрузка.xlsx"
    tab = Tab("Химия").heading().row(participation(PEOPLE[0], "Химия", random.Random(1), THEIRS), "look")
    path.write_bytes(written([tab]))
    outcome = imported(path, school)
    assert "Принято: 0" in outcome.lines[0]
    assert outcome.written == (school / LOOK,)


# import of lists of events

LIST = """num,num_in_list,name,profile,level,min_class,max_class,prof_subject
1,1,«Летний турнир»,химия,3,8,11,химия
2,2,«Зимний турнир»,физика,2,9,11,физика
"""


def test_a_list_of_events_is_added_once(school: Path, tmp_path: Path) -> None:
    source = tmp_path / "Перечень.csv"
    source.write_text(LIST, encoding="utf-8")
    outcome = import_(Request((source, school), year="2026/2027"))
    assert outcome.exit_code == 0, outcome.lines
    assert outcome.written == (school / "Перечни мероприятий.xlsx",)
    before = outcome.written[0].read_bytes()
    again = import_(Request((source, school), year="2026/2027"))
    assert again.written == ()
    assert outcome.written[0].read_bytes() == before
    source.write_text(LIST.replace("Зимний", "Весенний"), encoding="utf-8")
    import_(Request((source, school), year="2026/2027"))
    events = [str(row[3]) for row in rows(outcome.written[0])]
    assert sum("турнир" in text for text in events) == 3


def test_what_is_neither_is_refused(school: Path, tmp_path: Path) -> None:
    odd = saved(MarkdownBook("Книга", {"Лист": [["Завтрак", "Обед"], ["каша", "суп"]]}), tmp_path / "Меню.xlsx")
    outcome = import_(Request((odd, school)))
    assert outcome.exit_code == 2
    assert import_(Request((tmp_path / "нет.xlsx",))).exit_code == 2
    assert import_(Request((school,))).exit_code == 2


# Named so


def test_import_is_called_so_on_the_command_line(export: Path, school: Path) -> None:
    assert import_ in COMMANDS
    result = CliRunner().invoke(GROUP, ["import", str(export), str(school), "--stage", "школьный", "--dry-run"])
    assert "Ничего не записано" in result.output
