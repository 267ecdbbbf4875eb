"""The command «commend» as a school meets it: candidates, the order, the register with its numbers, certificates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from xlrecords.achievements.commend import FORM as CANDIDATES
from xlrecords.cli import GROUP
from xlrecords.commands import Request, check
from xlrecords.form import Form
from xlrecords.forms import BY_NAME
from xlrecords.sheets.template import Content, write

YEAR = "2026/2027"
ORDER = "№ 12 от 25.05.2027"
PEOPLE = (
    ("Крылова Анна Игоревна", "К-1", "5А"),
    ("Орлов Илья Петрович", "О-2", "5А"),
    ("Иванов Пётр Ильич", "И-3", "5А"),
    ("Иванов Пётр Ильич", "И-4", "5А"),
    ("Юдина Вера Львовна", "Ю-5", "6Б"),
)
WON = (
    ("Крылова Анна Игоревна", "5А", "Турнир юных химиков", "победитель"),
    ("Орлов Илья Петрович", "5А", "Турнир юных химиков", "призёр"),
    ("Иванов Пётр Ильич (И-3)", "5А", "Турнир юных химиков", "победитель"),
    ("Иванов Пётр Ильич (И-4)", "5А", "Турнир юных химиков", "призёр"),
    ("Юдина Вера Львовна", "6Б", "Кросс наций", "победитель"),
)
Rows = Sequence[Mapping[str, object]]
EARLIER: Rows = tuple(
    {"number": number, "student": name, "school_class": "5А", "date": dt.date(2026, 10, 23), "sort": "благодарность", "merit": merit,
     "activity": "общественная", "ground": "представление", "order": "№ 142 от 23.10.2026"}
    for number, name, merit in ((17, "Орлов Илья Петрович", "Помощь музею"), (18, "Крылова Анна Игоревна", "Помощь библиотеке"))
)  # fmt: skip


def put(path: Path, *sheets: tuple[Form, Content]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, [(form, content, "") for form, content in sheets])
    return path


def made(folder: Path, register: Rows | None = EARLIER) -> Path:
    """A school of five students, two of them with one name; its register of 5А goes on from № 18. None: it has no register."""
    card = [{"key": "Название школы", "value": "Школа № 2"}, {"key": "Директор", "value": "Кошелева И. И."},
            {"key": "Учебный год", "value": YEAR}]  # fmt: skip
    put(folder / "Настройки.xlsx", (BY_NAME["school_card"], Content(rows=card)))
    listed = [
        {"number": number, "student": name, "file_number": file, "school_class": group, "birth": dt.date(2015, 3, number),
         "arrived": dt.date(2026, 9, 1)}
        for number, (name, file, group) in enumerate(PEOPLE, 1)
    ]  # fmt: skip
    put(folder / "Контингент.xlsx", (BY_NAME["class_list"], Content(rows=listed)))
    achieved = [
        {"number": number, "student": name, "school_class": group, "sort": "олимпиада, конкурс", "date": dt.date(2026, 11, 12), "event": event,
         "subject": "Химия" if "химиков" in event else "Бег", "level": "региональный", "status": status, "document": f"Диплом № {number}"}
        for number, (name, group, event, status) in enumerate(WON, 1)
    ]  # fmt: skip
    put(folder / "Достижения.xlsx", (BY_NAME["achievement_register"], Content({"year": YEAR}, achieved)))
    if register is not None:
        put(folder / "Поощрения 5А.xlsx", (BY_NAME["commendations"], Content({"year": YEAR}, register)))
    return folder


@pytest.fixture
def school(tmp_path: Path) -> Path:
    return made(tmp_path / "Школа")


def run(*words: str | Path) -> Result:
    """A call of the command «commend»."""
    result = CliRunner().invoke(GROUP, ["commend", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def choose(path: Path, yes: Sequence[str] = (), **changes: str) -> Path:
    """What people do: «да» for those whose names begin so (nobody named: everybody), «нет» for the rest; other cells of theirs changed."""
    book = openpyxl.load_workbook(path)
    sheet = book[CANDIDATES.tab]
    heading = next(row for row in sheet.iter_rows() if any(cell.value == "Наградить" for cell in row))
    columns = {cell.value: cell.column for cell in heading if cell.value}
    for row in range(heading[0].row + 1, sheet.max_row + 1):
        name = sheet.cell(row, columns["Фамилия, имя обучающегося"]).value
        if name:
            chosen = not yes or any(name.startswith(start) for start in yes)
            sheet.cell(row, columns["Наградить"]).value = "да" if chosen else "нет"
            for title, value in changes.items() if chosen else ():
                sheet.cell(row, columns[title.replace("_", " ")]).value = value
    book.save(path)
    return path


def candidates(school: Path) -> Path:
    path = school.parent / "Кандидаты.xlsx"
    assert run(school, "-o", path).exit_code == 0
    return path


def entries(path: Path) -> list[tuple[Any, ...]]:
    """Number, student, kind and order of each entry of a register."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int) and row[1]]
    return [(row[0], row[1], row[4], row[8]) for row in rows]


def certificates(folder: Path) -> dict[str, list[str]]:
    """Name of each certificate and what stands on it."""
    found = {}
    for path in sorted(folder.rglob("*.xlsx")):
        if ".xlrecords" not in path.parts:
            cells = (cell for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True) for cell in row)
            found[path.relative_to(folder).as_posix()] = [str(cell) for cell in cells if cell is not None]
    return found


def state(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# Candidates


def test_people_choose_from_lists(school: Path) -> None:
    sheet = openpyxl.load_workbook(candidates(school))[CANDIDATES.tab]
    offered = {limit.formula1 for limit in sheet.data_validations.dataValidation if limit.type == "list"}
    assert '"да,нет"' in offered
    names = [row[2] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert names == [
        "Иванов Пётр Ильич (И-3)",
        "Иванов Пётр Ильич (И-4)",
        "Крылова Анна Игоревна",
        "Орлов Илья Петрович",
        "Юдина Вера Львовна",
    ]


def test_a_choice_that_was_begun_is_not_written_over(school: Path) -> None:
    path = choose(candidates(school), ["Крылова"])
    before = path.read_bytes()
    result = run(school, "-o", path)
    assert result.exit_code == 2
    assert "уже отмечено" in result.stderr
    assert path.read_bytes() == before


def test_the_order_is_drawn_up_for_those_who_were_chosen(school: Path, tmp_path: Path) -> None:
    source = choose(candidates(school), ["Крылова", "Орлов"])
    assert run(school, "--from", source, "-o", tmp_path / "Приказ.xlsx").exit_code == 0
    (sheet,) = openpyxl.load_workbook(tmp_path / "Приказ.xlsx").worksheets
    text = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
    assert "Крылову Анну Игоревну, ученицу 5А класса" in text
    assert "Орлову Илье Петровичу, ученику 5А класса" in text
    assert "Юдин" not in text
    assert "И. И. Кошелева" in text


# The register


def test_numbers_go_on_and_stay_after_a_print_that_was_cancelled(school: Path, tmp_path: Path) -> None:
    source, folder = choose(candidates(school)), tmp_path / "Грамоты"
    assert run(school, "--from", source, "--order", ORDER, "-o", folder).exit_code == 0
    register, first = school / "Поощрения 5А.xlsx", certificates(folder)
    numbers = [number for number, *_ in entries(register)]
    assert numbers == [17, 18, 19, 20, 21, 22]
    bytes_of_register = register.read_bytes()
    for path in folder.rglob("*грамота*.xlsx"):
        path.unlink()
    again = run(school, "--from", source, "--order", "№ 12  от 25.5.2027", "-o", folder)
    assert again.exit_code == 0
    assert "Уже было в реестре: 5" in again.stdout
    assert certificates(folder) == first
    assert register.read_bytes() == bytes_of_register


def test_the_register_stays_in_order_for_every_check(school: Path, tmp_path: Path) -> None:
    source = choose(candidates(school))
    run(school, "--from", source, "--order", ORDER, "-o", tmp_path / "Грамоты")
    found = {issue.rule.id for issue in check(Request((school,))).issues if issue.place.book.startswith(("Поощрения", "Реестр"))}
    assert found == set()
    assert "Кандидатов нет" in run(school, "-o", tmp_path / "Ещё.xlsx").stdout


def test_what_was_broken_off_between_register_and_certificates_is_finished(school: Path, tmp_path: Path) -> None:
    source, folder = choose(candidates(school), ["Крылова"]), tmp_path / "Грамоты"
    folder.write_text("на месте папки файл", encoding="utf-8")
    broken = run(school, "--from", source, "--order", ORDER, "-o", folder)
    assert broken.exit_code == 2
    assert "номера не изменятся" in broken.stderr
    assert [number for number, *_ in entries(school / "Поощрения 5А.xlsx")] == [17, 18, 19]
    folder.unlink()
    assert run(school, "--from", source, "--order", ORDER, "-o", folder).exit_code == 0
    assert list(certificates(folder)) == ["5А/Крылова Анна Игоревна — грамота № 19.xlsx"]
    assert [number for number, *_ in entries(school / "Поощрения 5А.xlsx")] == [17, 18, 19]


def test_nobody_is_commended_twice_for_the_same_by_another_order(school: Path, tmp_path: Path) -> None:
    source = choose(candidates(school), ["Крылова"])
    assert run(school, "--from", source, "--order", ORDER, "-o", tmp_path / "Грамоты").exit_code == 0
    again = run(school, "--from", source, "--order", "№ 13 от 26.05.2027", "-o", tmp_path / "Грамоты")
    assert again.exit_code == 2
    assert f"уже поощрены другим приказом: Поощрения 5А.xlsx «Поощрения»!F7 ({ORDER})" in again.output
    assert [(number, order) for number, _, _, order in entries(school / "Поощрения 5А.xlsx")][2:] == [(19, ORDER)]
    assert "уже поощрены" in run(school, "--from", source, "-o", tmp_path / "Проект.xlsx").output  # the draft tells it too
    other = choose(source, ["Крылова"], За_что="Победа в другом турнире")
    assert run(school, "--from", other, "--order", "№ 13 от 26.05.2027", "-o", tmp_path / "Грамоты").exit_code == 0


def test_without_a_register_one_is_made_and_goes_on_next_time(tmp_path: Path) -> None:
    school = made(tmp_path / "Школа", register=None)
    source = candidates(school)
    for name, number in (("Крылова", 1), ("Юдина", 2)):
        choose(source, [name])
        assert run(school, "--from", source, "--order", f"№ {number} от 25.05.2027", "-o", tmp_path / "Грамоты").exit_code == 0
        assert entries(school / "Реестр поощрений.xlsx")[-1][0] == number


def test_blank_rows_of_a_template_are_filled(tmp_path: Path) -> None:
    school = made(tmp_path / "Школа", register=())
    source = choose(candidates(school), ["Крылова", "Орлов"])
    run(school, "--from", source, "--order", ORDER, "-o", tmp_path / "Грамоты")
    assert [number for number, *_ in entries(school / "Поощрения 5А.xlsx")] == [1, 2]
    sheet = openpyxl.load_workbook(school / "Поощрения 5А.xlsx").worksheets[0]
    assert sheet.max_row == 34


def test_an_entry_can_be_taken_back(school: Path, tmp_path: Path) -> None:
    register = school / "Поощрения 5А.xlsx"
    before = register.read_bytes()
    run(school, "--from", choose(candidates(school), ["Крылова"]), "--order", ORDER, "-o", tmp_path / "Грамоты")
    assert register.read_bytes() != before
    assert CliRunner().invoke(GROUP, ["undo", str(register)]).exit_code == 0
    assert register.read_bytes() == before


def test_a_dry_run_writes_nothing(school: Path, tmp_path: Path) -> None:
    source = choose(candidates(school))
    before = state(tmp_path)
    result = run(school, "--from", source, "--order", ORDER, "-o", tmp_path / "Грамоты", "--dry-run")
    assert result.exit_code == 0
    assert "Будет внесено: 4 записи" not in result.stdout
    assert "№ 19–22" in result.stdout
    assert state(tmp_path) == before


# Certificates


def test_namesakes_get_each_their_own(school: Path, tmp_path: Path) -> None:
    source = choose(candidates(school), ["Иванов"])
    run(school, "--from", source, "--order", ORDER, "-o", tmp_path / "Грамоты")
    told = certificates(tmp_path / "Грамоты")
    assert list(told) == [
        "5А/Иванов Пётр Ильич (И-3) — грамота № 19.xlsx",
        "5А/Иванов Пётр Ильич (И-4) — благодарность № 20.xlsx",
    ]
    winner, second = told.values()
    assert {"ГРАМОТА", "награждается ученик 5А класса", "Иванов Пётр Ильич"} <= set(winner)
    assert {"БЛАГОДАРНОСТЬ", "объявляется", "Иванову Петру Ильичу"} <= set(second)
    assert "Турнир юных химиков (Химия), региональный уровень, 12.11.2026 — победитель" in winner
    assert "Турнир юных химиков (Химия), региональный уровень, 12.11.2026 — призёр" in second


def test_a_certificate_has_the_number_of_the_register_and_the_order(school: Path, tmp_path: Path) -> None:
    source = choose(candidates(school), ["Крылова"], Вид="благодарственное письмо")
    run(school, "--from", source, "--order", ORDER, "-o", tmp_path / "Грамоты")
    ((name, said),) = certificates(tmp_path / "Грамоты").items()
    assert name == "5А/Крылова Анна Игоревна — благодарственное письмо № 19.xlsx"
    assert {"БЛАГОДАРСТВЕННОЕ ПИСЬМО", "награждается ученица 5А класса", "за успехи в творческой деятельности"} <= set(said)
    assert f"Регистрационный № 19\nПриказ {ORDER}\n25 мая 2027 г." in said


def test_the_school_has_its_own_blank(school: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "{{ФИО кого}}: {{За что поощрён}}, № {{Номер}}"
    (school / "Шаблоны").mkdir()
    book.save(school / "Шаблоны" / "Грамота.xlsx")
    run(school, "--from", choose(candidates(school), ["Крылова"]), "--order", ORDER, "-o", tmp_path / "Грамоты")
    ((_, said),) = certificates(tmp_path / "Грамоты").items()
    assert said[0].startswith("Крыловой Анны Игоревны: Турнир юных химиков")
    assert said[0].endswith("№ 19")


def test_a_kind_without_a_blank_is_entered_and_told(school: Path, tmp_path: Path) -> None:
    source = choose(candidates(school), ["Крылова"], Вид="приз")
    result = run(school, "--from", source, "--order", ORDER, "-o", tmp_path / "Грамоты")
    assert "Для вида «приз» бланка нет" in result.stdout
    assert entries(school / "Поощрения 5А.xlsx")[-1][2] == "приз"


# What is refused


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Вид": "орден"}, "«орден» нет в списке"),
        ({"Вид": ""}, "не заполнена графа «Вид»"),
        ({"Фамилия,_имя_обучающегося": "Крылова А."}, "однозначно не найден"),
        ({"Класс": "6Б"}, "однозначно не найден"),
    ],
)
def test_one_wrong_line_and_nothing_is_written(school: Path, tmp_path: Path, changes: dict[str, str], words: str) -> None:
    source = choose(candidates(school), ["Крылова"], **changes)
    before = state(tmp_path)
    result = run(school, "--from", source, "--order", ORDER, "-o", tmp_path / "Грамоты")
    assert result.exit_code == 2
    assert words in result.stderr
    assert state(tmp_path) == before


def test_an_order_without_a_day_is_refused(school: Path, tmp_path: Path) -> None:
    result = run(school, "--from", choose(candidates(school), ["Крылова"]), "--order", "№ 12", "-o", tmp_path / "Грамоты")
    assert result.exit_code == 2
    assert "укажите номер и дату" in result.stderr


def test_an_open_register_is_left_alone(school: Path, tmp_path: Path) -> None:
    source = choose(candidates(school), ["Крылова"])
    (school / "~$Поощрения 5А.xlsx").touch()
    result = run(school, "--from", source, "--order", ORDER, "-o", tmp_path / "Грамоты")
    assert result.exit_code == 2
    assert "закройте его и повторите" in result.stderr
    assert not (tmp_path / "Грамоты").exists()


def test_a_school_without_a_class_list_is_told(tmp_path: Path) -> None:
    put(tmp_path / "Достижения.xlsx", (BY_NAME["achievement_register"], Content({"year": YEAR}, [{"number": 1}])))
    assert "«Контингент» не найден" in run(tmp_path, "-o", tmp_path / "К.xlsx").stderr
