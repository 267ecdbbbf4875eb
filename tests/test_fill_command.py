"""The command «fill» as a user meets it: templates, whom it fills for, what it writes, keeps and refuses."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from xlrecords.cli import GROUP
from xlrecords.demo import build
from xlrecords.documents import DOCUMENTS
from xlrecords.edits import Edits, Value
from xlrecords.ooxml import edit

from . import hostile
from .parts import contents, ordered, well_formed
from .rich import JOURNAL, RICH

DAY = ("--date", "25.05.2027")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented school of four classes."""
    return build(tmp_path_factory.mktemp("school"), 4).school


def run(*words: str | Path) -> Result:
    """A call of the command «fill»."""
    result = CliRunner().invoke(GROUP, ["fill", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def files(folder: Path) -> list[str]:
    """Files of a folder that are not the program's own, below it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and ".xlrecords" not in path.parts)


def drawn(path: Path, draw: Callable[[Any, Any], object]) -> Path:
    """A template as a file."""
    with xlsxwriter.Workbook(str(path)) as book:
        draw(book, book.add_worksheet("Справка"))
    return path


def short(book: Any, sheet: Any) -> None:
    """Who, from which class, on which day."""
    sheet.write_row("A1", ["{{ФИО}}", "{{Класс}}", "{{Дата}}", "{{Номер}}", "{{Период}}"])


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return drawn(tmp_path / "Справка.xlsx", short)


def first_row(path: Path) -> list[Any]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [cell.value for cell in sheet[1]]


# Templates


def test_a_template_of_a_teacher_is_filled_for_every_student(school: Path, template: Path, tmp_path: Path) -> None:
    result = run(template, school, "-o", tmp_path / "готово", *DAY, "--number", "7", "--period", "1 четверть")
    assert result.exit_code == 0
    written = files(tmp_path / "готово")
    folders = {path.partition("/")[0] for path in written}
    assert len(folders) == 4
    assert f"Заполнено: {len(written)} обучающихся, {len(written)} книг" in result.stdout
    for path in written[::9]:
        data = (tmp_path / "готово" / path).read_bytes()
        assert well_formed(data) == ordered(data) == []
        full, group, day, number, period = first_row(tmp_path / "готово" / path)
        assert (f"{group}/{full}.xlsx", f"{day:%d.%m.%Y}", str(number), period) == (path, "25.05.2027", "7", "1 четверть")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_built_in_documents_are_known_by_name_and_by_title(document: Any, school: Path, tmp_path: Path) -> None:
    word = document.title.upper() if document.name.startswith("st") else document.name
    result = run(word, school, "-o", tmp_path / "готово", *DAY, "--per", "class", "--class", "1А", "--dry-run")
    assert (result.exit_code, result.stdout.splitlines()[1:]) == (0, ["1А.xlsx"])
    assert not (tmp_path / "готово").exists()


def test_a_template_that_is_not_there_is_told_with_those_that_are(school: Path, tmp_path: Path) -> None:
    result = run("Справка о погоде", school, "-o", tmp_path / "готово")
    assert result.exit_code == 2
    assert "Шаблон «Справка о погоде» не найден." in result.stderr
    assert "student_sheet, report_card" in result.stderr
    assert not (tmp_path / "готово").exists()


def test_a_wrong_placeholder_is_a_finding_at_its_cell_with_the_nearest_name(school: Path, tmp_path: Path) -> None:
    def draw(book: Any, sheet: Any) -> None:
        short(book, sheet)
        sheet.write("B3", "Отец: {{Законый представитель}}")
        sheet.write("C4", "{{ФИО: пляшет}}")

    result = run(drawn(tmp_path / "Справка.xlsx", draw), school, "-o", tmp_path / "готово", *DAY)
    assert result.exit_code == 2
    assert "Справка.xlsx «Справка»!B3: ошибка:" in result.stdout + result.stderr
    assert "Справка.xlsx «Справка»!C4: ошибка:" in result.stdout + result.stderr
    assert "{{Законный представитель}}" in result.stdout + result.stderr
    assert "Шаблон не заполнен" in result.stderr
    assert not (tmp_path / "готово").exists()


def test_a_template_without_placeholders_is_told(school: Path, tmp_path: Path) -> None:
    result = run(drawn(tmp_path / "Справка.xlsx", lambda book, sheet: sheet.write("A1", "Справка")), school, "-o", tmp_path / "готово")
    assert result.exit_code == 2
    assert "заполнять нечего" in result.stderr
    assert not (tmp_path / "готово").exists()


BAD_TEMPLATES: tuple[tuple[str, bytes, str], ...] = (
    ("Справка.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "парол"),
    ("Справка.xlsx", hostile.with_parts(hostile.workbook(), {"_xmlsignatures/sig1.xml": b"<Signature/>"}), "подпис"),
    ("Справка.xlsx", hostile.workbook()[:900], "поврежд"),
    ("Справка.xlsx", b"{{\xd0\xa4\xd0\x98\xd0\x9e}}", "Шаблон «Справка.xlsx»"),
    ("Справка.xlsx", hostile.with_parts(hostile.workbook(), {hostile.SHEET: hostile.DTD + b"<x>&e;</x>"}), "Шаблон «Справка.xlsx»"),
    ("Справка.xlsx", dict(RICH)["strict"](), "Шаблон «Справка.xlsx»"),
)


@pytest.mark.parametrize(("name", "data", "words"), BAD_TEMPLATES)
def test_a_template_that_cannot_be_filled_is_refused_in_words(school: Path, tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    result = run(tmp_path / name, school, "-o", tmp_path / "готово", *DAY)
    assert (result.exit_code, words in result.stderr) == (2, True), result.stderr
    assert not (tmp_path / "готово").exists()


def test_a_template_with_macros_makes_books_with_macros(school: Path, tmp_path: Path) -> None:
    template = tmp_path / "Справка.xlsm"
    template.write_bytes(edit(dict(RICH)["macros"](), Edits(values=(Value(JOURNAL, "A1", "{{ФИО}}"),))))
    result = run(template, school, "-o", tmp_path / "готово", *DAY, "--class", "5А", "--per", "class")
    assert result.exit_code == 0, result.stderr
    assert files(tmp_path / "готово") == ["5А.xlsm"]
    before, after = contents(template.read_bytes()), contents((tmp_path / "готово" / "5А.xlsm").read_bytes())
    assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
    assert b"macroEnabled" in after["[Content_Types].xml"]


# For whom


def test_only_the_students_and_classes_that_are_asked_for(school: Path, template: Path, tmp_path: Path) -> None:
    run(template, school, "-o", tmp_path / "все", *DAY)
    everyone = files(tmp_path / "все")
    one = everyone[0].partition("/")[2].removesuffix(".xlsx")
    for words, expected in (
        (("--class", "5а"), [path for path in everyone if path.startswith("5А/")]),
        (("--class", "5 А", "--class", "1А"), [path for path in everyone if path.startswith(("5А/", "1А/"))]),
        (("--student", one.upper()), [everyone[0]]),
        (("--student", one, "--class", everyone[0].partition("/")[0]), [everyone[0]]),
        (("--student", one.split()[0]), [path for path in everyone if path.partition("/")[2].split()[0] == one.split()[0]]),
    ):
        folder = tmp_path / "_".join(words)
        assert run(template, school, "-o", folder, *DAY, *words).exit_code == 0
        assert files(folder) == expected


@pytest.mark.parametrize("words", [("--student", "Несуществующая"), ("--class", "99Я"), ("--student", "а")])
def test_nobody_to_fill_for_is_told(school: Path, template: Path, tmp_path: Path, words: tuple[str, str]) -> None:
    result = run(template, school, "-o", tmp_path / "готово", *DAY, *words)
    assert (result.exit_code, "Заполнять не для кого" in result.stderr) == (2, True)
    assert not (tmp_path / "готово").exists()


def test_a_school_without_a_class_list_is_told(template: Path, tmp_path: Path) -> None:
    (tmp_path / "Пусто").mkdir()
    for place in (tmp_path / "Пусто", tmp_path / "нет такой папки", template):
        result = run(template, place, "-o", tmp_path / "готово", *DAY)
        assert (result.exit_code, "«Контингент» не найден" in result.stderr) == (2, True)
    assert not (tmp_path / "готово").exists()


@pytest.mark.parametrize(("words", "complaint"), [
    (("--period", "5 четверть"), "Период «5 четверть» неизвестен"), (("--per", "nobody"), "--per"), (("--date", "31.02.2027"), "ДД.ММ.ГГГГ"),
    (("--date", "2027-05-25"), "ДД.ММ.ГГГГ"),
])  # fmt: skip
def test_a_wrong_option_is_told_and_nothing_written(
    school: Path, template: Path, tmp_path: Path, words: tuple[str, str], complaint: str
) -> None:
    result = run(template, school, "-o", tmp_path / "готово", *words)
    assert (result.exit_code, complaint in result.stderr) == (2, True)
    assert not (tmp_path / "готово").exists()


# What is written


@pytest.mark.parametrize("way", ["student", "class", "all"])
def test_a_dry_run_names_what_is_written(school: Path, template: Path, tmp_path: Path, way: str) -> None:
    words = (template, school, "-o", tmp_path / "готово", *DAY, "--per", way)
    told = run(*words, "--dry-run")
    assert not (tmp_path / "готово").exists()
    assert run(*words).exit_code == told.exit_code == 0
    assert sorted(told.stdout.splitlines()[1:]) == files(tmp_path / "готово")
    assert str(tmp_path / "готово") in told.stdout


def test_a_workbook_a_class_and_one_for_all_hold_the_same_students(school: Path, template: Path, tmp_path: Path) -> None:
    seen: dict[str, list[Any]] = {}
    for way in ("student", "class", "all"):
        run(template, school, "-o", tmp_path / way, *DAY, "--per", way)
        books = [openpyxl.load_workbook(tmp_path / way / path) for path in files(tmp_path / way)]
        seen[way] = sorted(tuple(cell.value for cell in sheet[1])[:2] for book in books for sheet in book.worksheets)
    assert seen["student"] == seen["class"] == seen["all"]
    assert files(tmp_path / "all") == ["Справка.xlsx"]
    tabs = openpyxl.load_workbook(tmp_path / "all" / "Справка.xlsx").sheetnames
    grades = [int(re.sub(r"\D.*", "", tab)) for tab in tabs]
    assert grades == sorted(grades)
    assert len(tabs) == len({tab.lower() for tab in tabs})


def test_a_second_run_writes_only_over_what_nobody_changed(school: Path, template: Path, tmp_path: Path) -> None:
    words = (template, school, "-o", tmp_path / "готово", *DAY, "--class", "5А")
    assert run(*words).exit_code == 0
    written = files(tmp_path / "готово")
    own, open_, plain = (tmp_path / "готово" / path for path in written[:3])
    before = {path: path.read_bytes() for path in (own, open_, plain)}
    own.write_bytes("исправлено учителем".encode())
    open_.with_name(f"~${open_.name}").touch()
    plain.unlink()
    result = run(*words, "--number", "8")
    assert own.read_bytes() == "исправлено учителем".encode()
    assert open_.read_bytes() == before[open_]
    assert plain.read_bytes() != before[plain]
    assert [line for line in result.stdout.splitlines() if "не перезаписана" in line] == [
        f"«{path}» не перезаписана: она открыта или изменена после заполнения. Переименуйте её и повторите." for path in written[:2]
    ]
    assert "не записан" not in result.stderr


def test_the_same_call_writes_the_same_bytes(school: Path, template: Path, tmp_path: Path) -> None:
    words = (template, school, "-o", tmp_path / "готово", *DAY, "--per", "class")
    run(*words)
    before = {path: (tmp_path / "готово" / path).read_bytes() for path in files(tmp_path / "готово")}
    run(*words)
    assert {path: (tmp_path / "готово" / path).read_bytes() for path in files(tmp_path / "готово")} == before


def test_without_a_folder_it_is_named_by_the_template(
    school: Path, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(template, school, *DAY, "--per", "all").exit_code == 0
    assert files(tmp_path / "Справка") == ["Справка.xlsx"]
    assert run("study_certificate", school, *DAY, "--per", "all").exit_code == 0
    assert files(tmp_path / "Справка об обучении") == ["Справка об обучении.xlsx"]


def test_a_folder_that_cannot_be_made_is_told(school: Path, template: Path, tmp_path: Path) -> None:
    (tmp_path / "готово").write_text("файл", encoding="utf-8")
    result = run(template, school, "-o", tmp_path / "готово", *DAY)
    assert (result.exit_code, "не удалась" in result.stderr) == (2, True)


def test_the_records_of_the_school_stay_as_they_are(school: Path, template: Path, tmp_path: Path) -> None:
    before = {path: path.lstat().st_mtime_ns for path in school.rglob("*")}
    run(template, school, "-o", tmp_path / "готово", *DAY)
    assert {path: path.lstat().st_mtime_ns for path in school.rglob("*")} == before


def test_pdfs_are_made_without_an_office_program(school: Path, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert shutil.which("soffice") is None
    result = run(template, school, "-o", tmp_path / "готово", *DAY, "--class", "5А", "--per", "class", "--pdf")
    assert result.exit_code == 0
    assert files(tmp_path / "готово") == ["5А.pdf", "5А.xlsx"]
    assert (tmp_path / "готово" / "5А.pdf").read_bytes().startswith(b"%PDF-")
    assert "PDF: 1 файл (" in result.stdout
