"""The command «commend» with books as people leave them: odd choices, registers that cannot be read or that changed meanwhile."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from xlrecords.achievements.commend import FORM as CANDIDATES
from xlrecords.forms import BY_NAME
from xlrecords.privacy.encryption import encrypt
from xlrecords.sheets.template import Content

from .test_commend_command import ORDER, YEAR, candidates, choose, entries, made, put, run

REGISTER = "Поощрения 5А.xlsx"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    return made(tmp_path / "Школа")


def edit(path: Path, *changes: tuple[int, str, object]) -> Path:
    """Cells of the sheet of candidates changed: line (from 1), heading, value."""
    book = openpyxl.load_workbook(path)
    sheet = book[CANDIDATES.tab]
    heading = next(row for row in sheet.iter_rows() if any(cell.value == "Наградить" for cell in row))
    columns = {cell.value: cell.column for cell in heading if cell.value}
    for line, title, value in changes:
        cell = sheet.cell(heading[0].row + line, columns[title])
        cell.value = value
        cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(path)
    return path


def enter(school: Path, source: Path, *more: str) -> tuple[int, str]:
    result = run(school, "--from", source, "--order", ORDER, "-o", school.parent / "Грамоты", *more)
    return result.exit_code, result.output


# The choice


@pytest.mark.parametrize("written", ["Да ", "ДА", " да", "+"])
def test_yes_in_any_case(school: Path, written: str) -> None:
    code, _ = enter(school, edit(candidates(school), (3, "Наградить", written)))
    assert (code, len(entries(school / REGISTER))) == (0, 3)


@pytest.mark.parametrize("written", ["yes", "да?", "может быть"])
def test_what_is_neither_yes_nor_no_stops_everything(school: Path, written: str) -> None:
    code, output = enter(school, edit(candidates(school), (1, "Наградить", "да"), (3, "Наградить", written)))
    assert (code, len(entries(school / REGISTER))) == (2, 2)
    assert f"«Кандидаты»!H6: «{written}» — выберите «да» или «нет»" in output


def test_the_same_student_for_the_same_by_two_kinds_is_asked_about(school: Path) -> None:
    merit = "Турнир юных химиков (Химия), региональный уровень, 12.11.2026 — победитель"
    source = edit(
        candidates(school), (3, "Наградить", "да"), (4, "Наградить", "да"), (4, "Фамилия, имя обучающегося", "Крылова Анна Игоревна"),
        (4, "За что", merit), (4, "Вид", "диплом"),
    )  # fmt: skip
    code, output = enter(school, source)
    assert (code, len(entries(school / REGISTER))) == (2, 2)
    assert "«Кандидаты»!E7: этот обучающийся за то же отмечен и в «Кандидаты»!E6, вид другой; оставьте «да» в одной строке" in output
    assert enter(school, edit(source, (4, "Вид", "грамота")))[0] == 0  # the same line twice is one entry
    assert len(entries(school / REGISTER)) == 3


def test_text_of_people_stays_text(school: Path) -> None:
    """In the draft, in the register and on the certificate, whatever it begins with."""
    merit, ground = '=HYPERLINK("http://x") «кубок» 🏆 <b>&amp;', "=1+1"
    source = edit(candidates(school), (3, "Наградить", "да"), (3, "За что", merit), (3, "Основание", ground))
    assert enter(school, source)[0] == 0
    cells = [cell for row in openpyxl.load_workbook(school / REGISTER).worksheets[0].iter_rows() for cell in row]
    assert {(cell.value, cell.data_type) for cell in cells if cell.value in (merit, ground)} == {(merit, "s"), (ground, "s")}
    assert run(school, "--from", source, "-o", school.parent / "Проект.xlsx").exit_code == 0
    for path in (school.parent / "Проект.xlsx", *(school.parent / "Грамоты").rglob("*№ 19.xlsx")):
        book = openpyxl.load_workbook(path)
        texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        assert any("🏆" in cell.value for cell in texts), path
        assert not any(cell.data_type == "f" for cell in texts), path


def test_rows_that_were_sorted_deleted_and_put_in_do_not_matter(school: Path) -> None:
    source = choose(candidates(school), ["Крылова"])
    book = openpyxl.load_workbook(source)
    sheet = book[CANDIDATES.tab]
    sheet.delete_rows(4)
    sheet.insert_rows(5, 2)
    book.save(source)
    assert enter(school, source)[0] == 0
    assert entries(school / REGISTER)[2:] == [(19, "Крылова Анна Игоревна", "грамота", ORDER)]


def test_candidates_of_another_school_are_nobody(school: Path, tmp_path: Path) -> None:
    other = edit(
        candidates(made(tmp_path / "Другая" / "Школа")), (3, "Наградить", "да"), (3, "Фамилия, имя обучающегося", "Зотов Пётр Ильич")
    )
    code, output = enter(school, other)
    assert (code, len(entries(school / REGISTER))) == (2, 2)
    assert "«Кандидаты»!C6: в списке класса однозначно не найден" in output


# The register


def test_numbers_are_not_given_while_a_book_cannot_be_read(school: Path) -> None:
    """It may be the register: a new one would begin with № 1 again."""
    source = choose(candidates(school), ["Крылова"])
    register = school / REGISTER
    register.write_bytes(encrypt(register.read_bytes(), "пароль"))
    for more in ((), ("--dry-run",)):
        code, output = enter(school, source, *more)
        assert code == 2
        assert f"Не прочитано: «{REGISTER}»." in output
    assert not (school / "Реестр поощрений.xlsx").exists()


def test_a_register_that_changed_after_it_was_read_is_left_alone(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = choose(candidates(school), ["Крылова"])

    def meanwhile(*_: object) -> list[str]:
        put(school / REGISTER, (BY_NAME["commendations"], Content({"year": YEAR}, [])))
        return []

    monkeypatch.setattr("xlrecords.achievements.commend.repeated", meanwhile)
    code, output = enter(school, source)
    assert code == 2
    assert "изменена другой программой после чтения" in output
    assert entries(school / REGISTER) == []


@pytest.mark.parametrize("gap", [1, 3])
def test_a_total_below_stays_below(school: Path, gap: int) -> None:
    book = openpyxl.load_workbook(school / REGISTER)
    sheet = book.worksheets[0]
    sheet.cell(6 + gap, 1).value = "Итого"
    sheet.cell(6 + gap, 4).value = 2
    sheet.merge_cells(start_row=7 + gap, start_column=1, end_row=7 + gap, end_column=10)
    sheet.cell(7 + gap, 1).value = "Секретарь ____________"
    book.save(school / REGISTER)
    assert enter(school, choose(candidates(school), ["Крылова", "Орлов"]))[0] == 0
    sheet = openpyxl.load_workbook(school / REGISTER).worksheets[0]
    column = [str(row[0]) for row in sheet.iter_rows(values_only=True) if row[0] is not None]
    assert column == ["Реестр поощрений", "№", "17", "18", "19", "20", "Итого", "Секретарь ____________"]


def test_the_dry_run_tells_what_the_real_run_does(school: Path) -> None:
    source = choose(candidates(school))
    _, planned = enter(school, source, "--dry-run")
    assert not (school.parent / "Грамоты").exists()
    assert enter(school, source)[0] == 0
    written = {path.relative_to(school.parent / "Грамоты").as_posix() for path in (school.parent / "Грамоты").rglob("*.xlsx")}
    assert {line for line in planned.splitlines() if line.endswith(".xlsx")} == {name for name in written if ".xlrecords" not in name}
    assert f"{REGISTER}, «Поощрения»: № 19–22" in planned
    assert [number for number, *_ in entries(school / REGISTER)] == [17, 18, 19, 20, 21, 22]


def test_an_order_without_a_choice_and_a_choice_that_is_not_there_are_told(school: Path) -> None:
    result = run(school, "--order", ORDER, "-o", school.parent / "Грамоты")
    assert (result.exit_code, 'Укажите книгу, в которой выбраны поощряемые: --from "Кандидаты.xlsx".' in result.output) == (2, True)
    result = run(school, "--from", school.parent / "Нет.xlsx")
    assert (result.exit_code, "Нет.xlsx» нет: укажите книгу с листом «Кандидаты»." in result.output) == (2, True)
