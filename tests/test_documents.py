"""The built-in documents: drawn as declared, printed on A4, filled without a word left out of place."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from xlrecords.documents import BY_NAME, COMMAND, DOCUMENTS, build
from xlrecords.documents.__main__ import FOLDER
from xlrecords.documents.document import Document
from xlrecords.field import walk
from xlrecords.fields import FIELDS
from xlrecords.filling import Template
from xlrecords.regulation import CLAUSES

from .templates.common import PERSON, strange

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)

TITLES = ("Алгебра", "Русский язык", "Основы безопасности и защиты Родины", "Иностранный язык (английский)", "Физическая культура")
SUBJECTS = [
    {
        "номер": number, "предмет": title, "учитель": "Морозова В. П.", "текущие отметки": "5, 4, 5, 5, 3, 4, 5, 4, 4, 5, 5, 4",
        "средний балл": Decimal("4.42"), "пропущено уроков": number, "1 четверть": 4, "2 четверть": 5, "3 четверть": 4,
        "4 четверть": 5, "Год": 5, "ПА": 5, "Экзамен": 4, "Итог": 5, "часов": 102,
        "периоды": [
            {"период": f"{term} четверть", "отметка": 4, "текущие отметки": "5, 4, 3, 4", "средний балл": Decimal("4.00")}
            for term in (1, 2, 3, 4)
        ],
    }
    for number, title in enumerate(TITLES, 1)
]  # fmt: skip
LESSONS = [
    {
        "номер": number,
        "предмет": title,
        "тема": "Повторение изученного в 7 классе",
        "домашнее задание": "п. 12, № 345, 346; выучить правила",
        "отметка": "5",
    }
    for number, title in enumerate(TITLES, 1)
]
DAYS = ("понедельник", "вторник", "среда", "четверг", "пятница")
PAPER = "диплом № 118 от 14.11.2025"
GIRL: dict[str, Any] = {
    **PERSON,
    "Обучающийся": "обучающаяся",
    "Неделя с": dt.date(2026, 5, 18),
    "Неделя по": dt.date(2026, 5, 22),
    "предметы": SUBJECTS,
    "неделя": [{"день": day, "дата": dt.date(2026, 5, 18 + n), "уроки": LESSONS if n != 2 else []} for n, day in enumerate(DAYS)],
    "достижения": [
        {"номер": 1, "дата": dt.date(2025, 11, 14), "мероприятие": "Муниципальный этап Всероссийской олимпиады школьников",
         "предмет": "математика", "уровень": "муниципальный", "статус": "победитель", "перечень": "да", "ГИР": "нет", "документ": PAPER},
    ],
    "проекты": [
        {"номер": 1, "тема": "Наш двор: план озеленения", "тип": "исследовательский", "руководитель": "Морозова Вера Павловна",
         "оценка": "5", "дата": dt.date(2026, 4, 20), "документ": "протокол № 3"},
    ],
    "внеурочная деятельность": [
        {"номер": 1, "программа": "Юный химик", "организация": "Центр детского творчества", "часы": 34, "период": "сентябрь — май",
         "результат": "освоена", "документ": "свидетельство № 12"},
    ],
    "метапредметные результаты": [
        {"номер": 1, "УУД": "познавательные", "критерий": "смысловое чтение", "уровень": "повышенный", "дата": dt.date(2026, 4, 9),
         "диагностика": "комплексная работа"},
    ],
    "личностные результаты": [
        {"номер": 1, "направление": "волонтёрство", "описание": "Помогала в школьной библиотеке: вела кружок чтения для первоклассников",
         "период": "2025/2026", "подтверждение": "благодарность"},
    ],
    "поощрения": [
        {"номер": 1, "дата": dt.date(2026, 5, 22), "вид": "похвальный лист", "за что": "отличные успехи в учении", "деятельность": "учебная",
         "основание": "решение педагогического совета", "приказ № и дата": "№ 61 от 22.05.2026"},
    ],
    "документы портфолио": [
        {"номер": number, "вид документа": "диплом победителя или призёра", "наименование мероприятия": "Конкурс исследовательских работ",
         "уровень": "региональный", "результат": "призёр", "организатор": "Центр развития одарённых детей",
         "№ и дата документа": "№ 118 от 14.11.2025", "раздел портфолио": "Достижения", "подлинник или копия": "копия"}
        for number in (1, 2, 3)
    ],
}  # fmt: skip
BOY = GIRL | {"ФИО": "Соловьёв Пётр Сергеевич", "Обучался": "обучался", "Ученик": "ученик", "Обучающийся": "обучающийся"}


def drawn(document: Document, folder: Path) -> Worksheet:
    document.write(folder / "document.xlsx")
    (sheet,) = openpyxl.load_workbook(folder / "document.xlsx").worksheets
    return sheet


def texts(sheet: Worksheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def filled(name: str, facts: dict[str, Any]) -> Worksheet:
    (sheet,) = openpyxl.load_workbook(BytesIO(Template.read((FOLDER / f"{name}.xlsx").read_bytes()).fill(facts))).worksheets
    return sheet


def said(name: str, facts: dict[str, Any]) -> str:
    """All that a filled document says."""
    return "\n".join(texts(filled(name, facts)))


# How they are kept


def test_templates_are_current(tmp_path: Path) -> None:
    for path in build(tmp_path):
        committed = FOLDER / path.name
        assert committed.is_file(), f"обновите: {COMMAND}"
        with zipfile.ZipFile(path) as built, zipfile.ZipFile(committed) as kept:
            same = {name: built.read(name) for name in built.namelist()} == {name: kept.read(name) for name in kept.namelist()}
        assert same, f"workbooks/templates/{path.name} устарел; обновите: {COMMAND}"


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in build(tmp_path)]
    assert [path.read_bytes() for path in build(tmp_path)] == first


@each_document
def test_a_document_says_what_it_is(document: Document) -> None:
    assert document.clause in CLAUSES
    assert document.purpose.endswith(".")
    assert BY_NAME[document.name] is document
    assert re.fullmatch("[a-z_]+", document.name)


# How they look


@each_document
def test_the_page_is_a4_with_a_margin_for_binding(document: Document, tmp_path: Path) -> None:
    sheet = drawn(document, tmp_path)
    assert sheet.page_setup.paperSize == 9
    left, right = (margin * 25.4 for margin in (sheet.page_margins.left, sheet.page_margins.right))
    assert left == pytest.approx(15 if document.framed else 30, abs=0.1)
    width = sum(document.columns)
    paper = 297 if document.landscape else 210
    assert paper - left - right - 8 < width <= paper - left - right + 1


@each_document
def test_letters_are_of_one_face_and_none_are_shrunk(document: Document, tmp_path: Path) -> None:
    for row in drawn(document, tmp_path).iter_rows():
        for cell in row:
            assert not cell.alignment.shrinkToFit
            if cell.value is not None:
                assert cell.font.name == "Times New Roman"
                assert cell.font.color is None or cell.font.color.theme == 1


@each_document
def test_cells_that_are_repeated_wrap(document: Document, tmp_path: Path) -> None:
    repeated = [
        cell for row in drawn(document, tmp_path).iter_rows() for cell in row if re.search(r"\{\{[^{}]*\.[^{}]*\}\}", str(cell.value))
    ]
    assert all(cell.alignment.wrapText or cell.value.startswith("{{неделя.День}}") for cell in repeated)


@each_document
def test_tables_repeat_their_headings(document: Document, tmp_path: Path) -> None:
    lists = {
        found.partition(".")[0] for text in texts(drawn(document, tmp_path)) for found in re.findall(r"\{\{([^{}]*\.[^{}]*)\}\}", text)
    }
    assert bool(drawn(document, tmp_path).print_title_rows) == (len(lists) == 1)


def test_the_student_sheet_has_seven_sections_and_three_signatures(tmp_path: Path) -> None:
    lines = texts(drawn(BY_NAME["student_sheet"], tmp_path))
    assert [line[0] for line in lines if re.match("[А-Ж]\\. ", line)] == list("АБВГДЕЖ")
    assert [line.partition(" ")[0] for line in lines].count("подпись") == 3
    assert any("ознакомлены: родитель" in line for line in lines)


# How they are filled


def test_facts_are_fields() -> None:
    assert strange(GIRL) == []


@each_document
def test_placeholders_are_fields(document: Document) -> None:
    assert Template.read((FOLDER / f"{document.name}.xlsx").read_bytes()).flaws == ()


@each_document
def test_nothing_is_left_to_fill(document: Document) -> None:
    for facts in (GIRL, BOY):
        assert "{{" not in said(document.name, facts)


@each_document
def test_a_school_without_records_gets_a_document_too(document: Document) -> None:
    bare = {field.name: [] if field.kind == "list" else None for (field, *more) in walk(FIELDS) if not more}
    assert "{{" not in said(document.name, bare | PERSON)


@pytest.mark.parametrize(
    ("name", "girl", "boy"),
    [
        ("study_certificate", "в том, что обучалась с 1 сентября 2019 г. по 25 мая", "в том, что обучался с 1 сентября 2019 г. по 25 мая"),
        ("period_certificate", "Выдана Соловьёвой Анне Сергеевне", "Выдана Соловьёву Петру Сергеевичу"),
        ("progress_certificate", "ученица 7А класса Соловьёва А. С.", "ученик 7А класса Соловьёв П. С."),
        ("honour_certificate", "награждается ученица 7А класса", "награждается ученик 7А класса"),
        ("report_card", "Ученица:", "Ученик:"),
        ("diary", "Ученица:", "Ученик:"),
        ("portfolio_extract", "Обучающаяся:", "Обучающийся:"),
    ],
)  # fmt: skip
def test_words_agree_with_the_student(name: str, girl: str, boy: str) -> None:
    assert girl in said(name, GIRL)
    assert boy in said(name, BOY)


def test_empty_lists_have_a_dash() -> None:
    lists = {field.name for field in FIELDS if field.kind == "list"}
    sheet = filled("student_sheet", GIRL | {name: [] for name in lists})
    assert texts(sheet).count("—") == 7


def test_missed_lessons_are_summed() -> None:
    sheet = filled("report_card", GIRL)
    (total,) = (cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=SUM"))
    first, last = (int(number) for number in re.findall(r"\d+", total.value))
    assert last - first + 1 == len(SUBJECTS)
    assert [sheet[f"K{row}"].value for row in range(first, last + 1)] == [1, 2, 3, 4, 5]


PAGES = {"student_sheet": 2, "diary": 2}


@pytest.mark.office
def test_documents_print_on_their_pages(office: str, tmp_path: Path) -> None:
    paths = [tmp_path / f"{document.name}.xlsx" for document in DOCUMENTS]
    for path in paths:
        path.write_bytes(Template.read((FOLDER / path.name).read_bytes()).fill(GIRL))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, paths)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    counts = {path.stem: len(re.findall(rb"/Type\s*/Page\b", path.with_suffix(".pdf").read_bytes())) for path in paths}
    assert counts == {path.stem: PAGES.get(path.stem, 1) for path in paths}
