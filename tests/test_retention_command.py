"""`xlrecords retention`: a school's folder or an archive in, the workbook and the draft act out (п. 7.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from xlrecords.archive.passport import dump
from xlrecords.books.markdown import parse_books
from xlrecords.command import Request
from xlrecords.commands.retaining import retention

from .markdown import saved
from .test_retention import CHANGED, PAST, PEOPLE, ROWS, SETTINGS, TYPICAL, bag, journal

SCHOOL = SETTINGS.rstrip() + ROWS + PEOPLE + PAST
TABS = ["Номенклатура дел", "Сроки", "Календарь", "К решению", "Проект акта"]


def laid(folder: Path, text: str, *bags: str) -> Path:
    """A school on the disk; each of its bags is «id | year | class | term | until»."""
    for book in parse_books(text):
        (folder / book.name).parent.mkdir(parents=True, exist_ok=True)
        (folder / book.name).write_bytes(saved(book))
    for line in bags:
        id, year, group, term, until = (part.strip() for part in line.split("|"))
        passport = bag(id, "02-01", int(year), group, term, until).passport
        for name, data in (("bagit.txt", b""), ("data/case.json", dump(passport)), ("data/original/7А.xlsx", b"no book of the school")):
            path = folder / "Архив" / id / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return folder


def texts(path: Path, tab: str) -> list[str]:
    return [str(cell) for row in openpyxl.load_workbook(path)[tab].iter_rows(values_only=True) for cell in row if cell is not None]


def test_a_school_with_its_archive(tmp_path: Path) -> None:
    folder = laid(tmp_path / "Школа", SCHOOL, "а | 2017 | 7А | 5 лет | 2023-12-31", "б | 2018 | 7А | 3 года | 2022-12-31")
    made = retention(Request((folder,), out=tmp_path / "Сроки.xlsx"))
    assert made.exit_code == 0
    assert made.lines[:3] == (
        "На 31.08.2027 (конец прочитанного учебного года; другой день: --date): 11 дел: хранится — 6, истёк — 5.",
        "В проекте акта: 5 (пять) единиц хранения за 2017–2020 годы. Программа ничего не удаляет и не уничтожает.",
        "Срок изменился после архивирования: 1 дело; было и стало — лист «Сроки», графа «Пояснение».",
    )
    assert openpyxl.load_workbook(tmp_path / "Сроки.xlsx").sheetnames == TABS
    assert "архив: Архив/б\nкниги: Журналы/2018/7А.xlsx" in texts(tmp_path / "Сроки.xlsx", "Сроки")


def test_nothing_is_deleted_or_changed(tmp_path: Path) -> None:
    folder = laid(tmp_path / "Школа", SCHOOL, "а | 2017 | 7А | 5 лет | 2023-12-31")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    retention(Request((folder,), out=tmp_path / "Сроки.xlsx", day=dt.date(2090, 1, 1), pdf=True))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_the_same_school_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = laid(tmp_path / "Школа", SCHOOL, "а | 2017 | 7А | 5 лет | 2023-12-31")
    one = retention(Request((folder,), out=tmp_path / "1/Сроки.xlsx", pdf=True)).written
    other = retention(Request((folder,), out=tmp_path / "2/Сроки.xlsx", pdf=True)).written
    assert [path.name for path in one] == ["Сроки.xlsx", "Сроки, проект акта.pdf"]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_the_act_as_pdf_says_what_the_workbook_says(tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    folder = laid(tmp_path / "Школа", SCHOOL, "а | 2017 | 7А | 5 лет | 2023-12-31")
    _, act = retention(Request((folder,), out=tmp_path / "Сроки.xlsx", pdf=True)).written
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(act)).split())
    assert "5 (пять) единиц хранения за 2017–2020 годы" in text
    assert "Классные журналы" in text


def test_an_archive_alone_keeps_to_its_passports(tmp_path: Path) -> None:
    folder = laid(tmp_path, "", "а | 2017 | 7А | 5 лет | 2023-12-31", "б | 2020 | 8А | 5 лет | 2026-12-31") / "Архив"
    made = retention(Request((folder,), out=tmp_path / "Сроки.xlsx", day=dt.date(2026, 1, 1)))
    assert made.lines[0] == "На 01.01.2026: 2 дела: хранится — 1, истёк — 1."
    assert made.assumed == ()
    assert openpyxl.load_workbook(tmp_path / "Сроки.xlsx").sheetnames == TABS[1:]
    assert "Учебная школа № 2 · на 01.01.2026 · всего 2: хранится — 1, истёк — 1" in texts(tmp_path / "Сроки.xlsx", "Сроки")


def test_cases_of_another_school_are_listed_and_told_apart(tmp_path: Path) -> None:
    folder = laid(tmp_path, SCHOOL, "а | 2018 | 7А | 5 лет | 2024-12-31", "б | 2018 | 7А | 5 лет | 2024-12-31")
    passport = folder / "Архив/а/data/case.json"
    passport.write_bytes(passport.read_bytes().replace("Учебная школа № 2".encode(), "Другая школа".encode()))
    made = retention(Request((folder,), out=tmp_path / "Сроки.xlsx"))
    assert "Другая школа указана в архиве: 1 дело; проверьте, ваши ли это дела: лист «Сроки», графа «Пояснение»." in made.lines
    assert "в деле указана школа: Другая школа" in texts(tmp_path / "Сроки.xlsx", "Проект акта")
    lying = [text for text in texts(tmp_path / "Сроки.xlsx", "Сроки") if text.startswith("архив")]
    assert lying == ["архив: Архив/б\nкниги: Журналы/2018/7А.xlsx", "архив: Архив/а"]


def test_two_schools_in_one_folder_are_told(tmp_path: Path) -> None:
    laid(tmp_path / "Школы/1", SCHOOL)
    laid(tmp_path / "Школы/2", SCHOOL.replace("Учебная школа № 2", "Другая школа"))
    made = retention(Request((tmp_path / "Школы",), out=tmp_path / "Сроки.xlsx"))
    assert any(line.startswith("Прочитаны сведения нескольких школ: «Учебная школа № 2», «Другая школа»") for line in made.lines)


def test_one_case_under_two_names_is_listed_twice(tmp_path: Path) -> None:
    folder = laid(tmp_path, "", "а | 2017 | 7А | 5 лет | 2023-12-31", "a | 2017 | 7А | 5 лет | 2023-12-31") / "Архив"
    made = retention(Request((folder,), out=tmp_path / "Сроки.xlsx"))
    assert made.lines[0].endswith("2 дела: хранится — 2.")


def test_a_cell_says_why(tmp_path: Path) -> None:
    folder = laid(tmp_path / "Школа", SETTINGS.rstrip() + "\n" + CHANGED + journal("7А", 2026), "а | 2026 | 7А | 5 лет | 2032-12-31")
    made = retention(Request((folder,), explain="Сроки!H5"))
    assert made.written == ()
    assert made.lines[2] == (
        "в деле записано: 5 лет; в номенклатуре теперь: 10 лет (Настройки.xlsx «Номенклатура дел»!D3), срок до 31.12.2037 вместо 31.12.2032"
    )


def test_kinds_of_sheets_that_no_heading_takes_are_named(tmp_path: Path) -> None:
    folder = laid(tmp_path / "Школа", TYPICAL + journal("8А", 2026))
    made = retention(Request((folder,), out=tmp_path / "Сроки.xlsx"))
    hint = next(line for line in made.lines if line.startswith("Не входят"))
    assert "«Классный журнал» (обычно 02-01 «Классные журналы»)" in hint
    assert hint.endswith("Впишите их в графу «Виды листов» номенклатуры дел.")


def test_without_a_nomenclature_the_output_says_so(tmp_path: Path) -> None:
    made = retention(Request((laid(tmp_path / "Школа", PAST),), out=tmp_path / "Сроки.xlsx", pdf=True))
    assert made.assumed == ("лист «Номенклатура дел» не найден: приняты неподтверждённые сроки хранения по умолчанию",)
    assert "Акт в PDF не составлен: выделять к уничтожению нечего." in made.lines
    assert [path.name for path in made.written] == ["Сроки.xlsx"]


def test_a_damaged_bag_is_named_and_the_others_are_told(tmp_path: Path) -> None:
    folder = laid(tmp_path, "", "а | 2017 | 7А | 5 лет | 2023-12-31", "б | 2020 | 8А | 5 лет | 2026-12-31")
    (folder / "Архив/а/data/case.json").write_bytes(b"{")
    made = retention(Request((folder / "Архив",), out=tmp_path / "Сроки.xlsx"))
    assert "Паспорт дела не прочитан: «а». Что с ним, скажет xlrecords verify." in made.lines
    assert made.lines[0].endswith("1 дело: хранится — 1.")


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    assert retention(Request((tmp_path,))).exit_code == 2
    folder = laid(tmp_path / "Школа", PAST)
    (tmp_path / "занято").write_text("")
    assert retention(Request((folder,), out=tmp_path / "занято" / "Сроки.xlsx")).exit_code == 2
    assert retention(replace(Request((folder,)), explain="Сроки!A1")).exit_code == 2


def test_the_act_is_written_again(tmp_path: Path) -> None:
    request = Request((laid(tmp_path / "Школа", SCHOOL),), out=tmp_path / "Сроки.xlsx", pdf=True)
    first = retention(request).written[1].read_bytes()
    again = retention(request)
    assert not again.failed
    assert again.written[1].read_bytes() == first
