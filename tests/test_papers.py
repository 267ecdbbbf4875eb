"""Papers of the archive (п. 7.1): what stands on covers, inventories, certification sheets, acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from pypdf import PdfReader

from xlrecords.archive.inventory import (
    SECTIONS,
    Bagged,
    Doomed,
    Inventory,
    electronic,
    inventories,
    kilobytes,
    megabytes,
    section,
    years_of,
)  # fmt: skip
from xlrecords.archive.papers import (
    NAMES,
    case_papers,
    certification,
    cover,
    destruction_act,
    electronic_inventory,
    inner_inventory,
    inventory,
    title_page,
    with_inventory_leaves,
)  # fmt: skip
from xlrecords.archive.passport import Document, Page, Passport, Sheet
from xlrecords.pdf.papers import Column, Paper, Stamp, Table, Text, compose
from xlrecords.reports.archive import destruction_pages, electronic_pages, inventory_pages
from xlrecords.reports.workbook import write_pages
from xlrecords.wording import counted_spelled

from .markdown import table

SCHOOL = "Муниципальное общеобразовательное учреждение «Средняя общеобразовательная школа № 5»"
SHORT = "МОУ «СОШ № 5»"
FINDING = "Журналы/5А.xlsx «Предмет 2»!C25: отметка не выведена: журнал восстановлен по дневникам"
LONG = "Журналы факультативов, элективов, внеурочной деятельности, кружков и секций " * 8


def passport(sheets: int = 3, pages: int = 1, **changes: Any) -> Passport:
    """The class journals of 5А: so many sheets of so many pages, twenty rows a page."""
    leaf = iter(range(1, sheets * pages + 1))
    printed = tuple(
        Sheet(
            f"Предмет {number}", f"Классный журнал, предмет {number}", f"data/csv/5А/{number:02}.csv", f"data/pdf/5А/{number:02}.pdf",
            tuple(Page(next(leaf), (1 + 20 * page, 20 + 20 * page), (1, 9), "0" * 16) for page in range(pages)),
        )
        for number in range(1, sheets + 1)
    )  # fmt: skip
    book = Document("Журналы/5А.xlsx", "data/original/5А.xlsx", True, "0" * 64, "data/values/5А.xlsx", printed)
    made = Passport(
        id="2026-2027_02-01_Классные-журналы_5А", edition=1, school=SCHOOL, school_short=SHORT, index="02-01",
        title="Классные журналы, 5А класс", part="5А", unit="класс", year="2026/2027", first="2026-09-01", last="2027-05-25",
        ended="2027-08-31", term="5 лет", article="ст. 441", source="Номенклатура школы", until="2032-12-31", code="Ф. 12, оп. 3",
        leaves=sheets * pages, documents=(book,),
    )  # fmt: skip
    return with_inventory_leaves(replace(made, **changes))


def bagged(case: Passport) -> Bagged:
    """A case on disk: every file of it has 2048 bytes."""
    files = ["bagit.txt", "data/case.json", "data/Обложка.pdf"]
    for document in case.documents:
        files += [document.original, document.values, *(name for sheet in document.sheets for name in (sheet.csv, sheet.pdf))]
    return Bagged(case, "0123456789abcdef" * 4, dict.fromkeys(files, 2048))


def doomed(year: int) -> Doomed:
    """Journals of a class whose term is over."""
    return Doomed("Классные журналы, 5А класс", f"01.09.{year}–25.05.{year + 1}", "3", "02-01", 1, "5 лет, ст. 441")


def pages(paper: Paper) -> list[str]:
    """Text of each page; days on two lines are put together."""
    found = PdfReader(BytesIO(compose(paper).pdf)).pages
    return [" ".join(page.extract_text().split()).replace("– ", "–") for page in found]


def text(paper: Paper) -> str:
    return " ".join(pages(paper))


# Words

NUMBERS = """
| number | what             | words                                          |
|--------|------------------|------------------------------------------------|
| 0      | дело             | 0 (ноль) дел                                   |
| 1      | дело             | 1 (одно) дело                                  |
| 21     | дело             | 21 (двадцать одно) дело                        |
| 47     | дело             | 47 (сорок семь) дел                            |
| 21     | лист             | 21 (двадцать один) лист                        |
| 123    | лист             | 123 (сто двадцать три) листа                   |
| 111    | лист             | 111 (сто одиннадцать) листов                   |
| 102    | единица хранения | 102 (сто две) единицы хранения                 |
| 1001   | единица хранения | 1001 (одна тысяча одна) единица хранения       |
| 22     | электронное дело | 22 (двадцать два) электронных дела             |
"""


@pytest.mark.parametrize(("number", "what", "words"), table(NUMBERS))
def test_numbers_in_words(number: str, what: str, words: str) -> None:
    assert counted_spelled(int(number), what) == words


# The case


def test_the_cover_says_whose_case_it_is_and_how_long_it_is_kept() -> None:
    said = text(cover(passport(sheets=121)))
    for words in (SHORT, "Ф. № 12", "Оп. № 3", "ДЕЛО № 02-01", "ТОМ №", "Классные журналы, 5А класс", "01.09.2026–25.05.2027",
                  "На 121 листе", "Хранить 5 лет (до 31.12.2032)", "Статья 441"):  # fmt: skip
        assert words in said


TITLES = """
| unit        | part         | title                                              | shown                             |
|-------------|--------------|----------------------------------------------------|-----------------------------------|
| класс       | 5А           | Классные журналы, 5А класс                         | КЛАССНЫЙ ЖУРНАЛ 5А класс          |
| класс       | 9Б           | Сводные ведомости учёта успеваемости, 9Б класс     | СВОДНАЯ ВЕДОМОСТЬ УЧЁТА УСПЕВАЕМОСТИ 9Б класс |
| класс       | 9Б           | Индивидуальные достижения, портфолио, 9Б класс     | ИНДИВИДУАЛЬНЫЕ ДОСТИЖЕНИЯ, ПОРТФОЛИО 9Б класс |
| книга       | Шахматы.xlsx | Журналы кружков, Шахматы                           | ЖУРНАЛЫ КРУЖКОВ Шахматы           |
| учебный год |              | Книги регистрации аттестатов                       | КНИГИ РЕГИСТРАЦИИ АТТЕСТАТОВ      |
"""


@pytest.mark.parametrize(("unit", "part", "title", "shown"), table(TITLES))
def test_the_title_page_names_the_kind_of_case(unit: str, part: str, title: str, shown: str) -> None:
    """All journals of a class are its class journal; other headings stay as the nomenclature has them."""
    said = text(title_page(passport(unit=unit, part=part, title=title), "г. Энск"))
    assert f"{shown} 2026/2027 учебный год г. Энск" in said


def test_the_inner_inventory_numbers_documents_and_leaves() -> None:
    said = text(inner_inventory(passport(sheets=16, pages=8)))
    assert "1 б/н 2026/2027 Классный журнал, предмет 1 1 8 5А.xlsx, лист «Предмет 1»" in said
    assert "16 б/н 2026/2027 Классный журнал, предмет 16 121 128" in said
    assert "Итого 16 (шестнадцать) документов" in said
    assert "Количество листов внутренней описи 1 (один)" in said


def test_a_long_inner_inventory_repeats_its_headings_and_counts_its_leaves() -> None:
    case = passport(sheets=70)
    said = pages(inner_inventory(case))
    assert len(said) == case.inventory_leaves > 2
    assert all("Заголовок документа" in page for page in said)
    assert f"лист 2 из {len(said)}" in said[1]
    assert f"+ листов внутренней описи {len(said)} (" in text(certification(case))


def test_a_sheet_with_nothing_to_print_has_no_leaves() -> None:
    case = passport()
    sheet = replace(case.documents[0].sheets[0], pages=(), pdf="")
    said = text(inner_inventory(replace(case, documents=(replace(case.documents[0], sheets=(sheet,)),))))
    assert "предмет 1 — — 5А.xlsx, лист «Предмет 1»; печатать нечего" in said


LEAVES = """
| leaves | shown                                                                                                     |
|--------|-----------------------------------------------------------------------------------------------------------|
| 123    | В деле подшито и пронумеровано 123 (сто двадцать три) листа цифрами и прописью номера листов: с № 1 по № 123 |
| 21     | В деле подшит и пронумерован 21 (двадцать один) лист цифрами и прописью номера листов: с № 1 по № 21      |
| 11     | В деле подшито и пронумеровано 11 (одиннадцать) листов цифрами и прописью номера листов: с № 1 по № 11    |
| 0      | В деле подшито и пронумеровано 0 (ноль) листов цифрами и прописью номера листов: —                        |
"""


@pytest.mark.parametrize(("leaves", "shown"), table(LEAVES))
def test_the_certification_sheet_counts_leaves(leaves: str, shown: str) -> None:
    assert shown in text(certification(passport(sheets=int(leaves))))


ACCEPTED = """
| finding                                            | leaves |
|----------------------------------------------------|--------|
| Журналы/5А.xlsx «Предмет 2»!C25: нет темы: утрачена | 4      |
| Журналы/5А.xlsx «Предмет 2»: нет подписи: утрачена  | 3–4    |
| Журналы/5А.xlsx «Предмет 2»!Z99: нет темы: утрачена |        |
| Журналы/5А.xlsx: нет листа: утрачен                 |        |
| Журналы/5Б.xlsx «Предмет 2»: нет темы: утрачена     |        |
"""


@pytest.mark.parametrize(("finding", "leaves"), table(ACCEPTED))
def test_accepted_findings_are_peculiarities_of_the_case(finding: str, leaves: str) -> None:
    """The leaf is told where a page shows the place; nothing is guessed."""
    paper = certification(passport(sheets=2, pages=2, accepted=(finding,)))
    assert next(block for block in paper.blocks if isinstance(block, Table)).rows[0] == (finding, leaves)


def test_what_only_people_know_is_left_empty() -> None:
    said = text(certification(passport()))
    assert "наименование должности работника подпись расшифровка подписи дата XLR1" in said


def test_an_empty_case_with_a_long_heading_fits_its_covers() -> None:
    empty = passport(sheets=0, title=f"{LONG}, 5А класс", year="", first="", last="", ended="", term="", article="", until="", code="")
    counts = {name: compose(paper).pages for name, paper in case_papers(empty)}
    assert counts == dict.fromkeys(NAMES, 1)


# Pages and their codes


def coded(paper: Paper) -> list[str]:
    return [code for page in pages(paper) for code in re.findall(r"XLR1 [0-9a-f]{12} \d+ [0-9a-f]{16}", page)]


def test_each_page_bears_its_code() -> None:
    """Papers have no numbers of leaves: 0 stands for one."""
    case = passport(sheets=70)
    paper = inner_inventory(case)
    made = compose(paper)
    assert coded(paper) == [f"XLR1 {case.key} 0 {hash}" for hash in made.hashes]
    assert len(set(made.hashes)) == made.pages == len(made.hashes)


def test_numbered_leaves_count_on() -> None:
    paper = replace(inner_inventory(passport(sheets=40)), stamp=Stamp("0" * 12, 7))
    assert [code.split()[2] for code in coded(paper)] == ["7", "8"]


def test_the_code_can_be_read_from_the_page() -> None:
    import pypdfium2
    import zxingcpp

    case = passport()
    made = compose(cover(case))
    image = pypdfium2.PdfDocument(made.pdf)[0].render(scale=150 / 72).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [f"XLR1 {case.key} 0 {made.hashes[0]}"]


def test_a_hash_follows_what_stands_on_its_page_alone() -> None:
    case = passport(sheets=70)
    sheets = case.documents[0].sheets
    other = replace(case, documents=(replace(case.documents[0], sheets=(*sheets[:-1], replace(sheets[-1], title="Другой"))),))
    first, second = compose(inner_inventory(case)).hashes, compose(inner_inventory(other)).hashes
    assert (first[:-1], first[-1] == second[-1]) == (second[:-1], False)
    assert compose(replace(inner_inventory(case), stamp=None)).hashes == first


def test_the_same_paper_gives_the_same_bytes() -> None:
    paper = inner_inventory(passport(sheets=70))
    assert compose(paper) == compose(paper)


def test_texts_are_never_markup() -> None:
    said = '#panic("x") $x$ *жирный* _курсив_ <метка> @ссылка \\ // нет \u0007'
    found = text(Paper("#x", (Text(said), Table((Column("=*", 1),), ((said,), ("#a",))))))
    assert found.count('#panic("x") $x$ *жирный* _курсив_ <метка> @ссылка \\ // нет') == 2


def test_signs_that_the_font_lacks_are_told() -> None:
    made = compose(Paper("Проба", (Text("Школа 漢"),)))
    assert (made.unknown, made.pages) == ("漢", 1)


# The archive


SECTION_OF = """
| term                          | section |
|-------------------------------|---------|
| Постоянно                     | 0       |
| 50/75 лет                     | 1       |
| 10 лет                        | 2       |
| 5 лет ЭПК                     | 2       |
| до минования надобности       | 3       |
| до ликвидации организации     | 3       |
| как решит комиссия            | 3       |
"""


@pytest.mark.parametrize(("term", "number"), table(SECTION_OF))
def test_parts_of_an_inventory(term: str, number: str) -> None:
    assert section(term) == SECTIONS[int(number)]


def cases(count: int) -> list[Passport]:
    made = passport()
    terms = ("5 лет", "Постоянно", "25 лет")
    return [replace(made, id=f"дело-{n}", title=f"Классные журналы, {n}Я класс", term=terms[n % 3]) for n in range(count)]


COUNTS = """
| cases | shown                                                                                            |
|-------|--------------------------------------------------------------------------------------------------|
| 1     | В опись внесено 1 (одно) дело цифрами и прописью номера: с № 1 по № 1 в том числе: литерные номера — |
| 47    | В опись внесено 47 (сорок семь) дел цифрами и прописью номера: с № 1 по № 47                     |
| 300   | В опись внесено 300 (триста) дел цифрами и прописью номера: с № 1 по № 300                       |
"""


@pytest.mark.parametrize(("count", "shown"), table(COUNTS))
def test_an_inventory_counts_its_cases(count: str, shown: str) -> None:
    (found,) = inventories(cases(int(count)))
    said = pages(inventory(found))
    assert shown in " ".join(said)
    assert all("Крайние даты" in page for page in said[:-1])
    assert "1 02-01 Классные журналы, " in said[0]


def test_an_inventory_without_cases() -> None:
    assert "0 (ноль) дел" in text(inventory(Inventory("2027", SCHOOL, SHORT, "", ())))
    assert "0 (ноль) электронных дел" in text(electronic_inventory(()))


def test_there_is_one_inventory_a_year() -> None:
    first, second, third = cases(3)
    found = inventories([first, replace(second, ended="2026-08-31"), replace(third, ended="")])
    assert [(one.year, [entry.title for entry in one.entries]) for one in found] == [
        ("", [third.title]),
        ("2026", [second.title]),
        ("2027", [first.title]),
    ]


def test_terms_that_nobody_confirmed_are_told() -> None:
    from xlrecords.retention import BUILT_IN

    (found,) = inventories([passport(source=BUILT_IN[4].source, edition=2, accepted=(FINDING,))])
    assert found.entries[0].note == "до 31.12.2032; редакция 2; принято замечаний: 1; срок не подтверждён"


def test_the_electronic_inventory_tells_size_fingerprint_and_documents() -> None:
    said = text(electronic_inventory(electronic([bagged(passport())])))
    assert "02-01 Классные журналы, 5А класс 01.09.2026–25.05.2027 5 лет, ст. 441 0,02 0123456789abcdef до 31.12.2032" in said
    assert "1 б/н 5А.xlsx: книга и её копия без формул XLSX 4" in said
    assert "2 2026/2027 Классный журнал, предмет 1 PDF/A-2b, CSV 4 5А.xlsx, лист «Предмет 1»" in said
    assert "1 (одно) электронное дело" in said


def test_the_electronic_inventory_tells_the_fingerprints_of_earlier_editions() -> None:
    case = replace(bagged(passport(edition=3)), earlier=((1, "a" * 64), (2, "b" * 64)))
    [held] = electronic([case])[0].held
    assert held.entry.note == f"до 31.12.2032; редакция 3; прежние редакции: 1 — {'a' * 16}, 2 — {'b' * 16}"


SIZES = """
| bytes   | megabytes | kilobytes |
|---------|-----------|-----------|
| 0       | 0,00      | 0         |
| 1       | 0,01      | 1         |
| 1536    | 0,01      | 2         |
| 1310720 | 1,25      | 1280      |
"""


@pytest.mark.parametrize(("size", "mega", "kilo"), table(SIZES))
def test_sizes(size: str, mega: str, kilo: str) -> None:
    assert (megabytes(int(size)), kilobytes(int(size))) == (mega, kilo)


def test_the_act_of_destruction_is_a_draft() -> None:
    said = text(destruction_act([doomed(year) for year in range(2001, 2022)], SCHOOL, code="Ф. 12", town="г. Энск", head="Иванова И. И."))
    assert "Проект: составлен программой, решение принимает экспертная комиссия" in said
    assert "21 Классные журналы, 5А класс 01.09.2021–25.05.2022 3 02-01 1 5 лет, ст. 441" in said
    assert "Итого 21 (двадцать одна) единица хранения за 2001–2022 годы" in said
    assert "Иванова И. И. расшифровка подписи" in said


YEARS = """
| dates                            | years          |
|----------------------------------|----------------|
| 01.09.2019–25.05.2020            | 2019–2020 годы |
| 2020                             | 2020 год       |
| 2018/2019–2019/2020, 2024        | 2018–2024 годы |
| —                                |                |
"""


@pytest.mark.parametrize(("dates", "years"), table(YEARS))
def test_years_of_an_act(dates: str, years: str) -> None:
    assert years_of([replace(doomed(2000), dates=dates)]) == years


# Workbooks


def cells(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def written(tmp_path: Path, made: Sequence[Any]) -> Path:
    path = tmp_path / "Опись.xlsx"
    write_pages(path, made)
    return path


def test_the_inventory_as_a_workbook(tmp_path: Path) -> None:
    path = written(tmp_path, inventory_pages(inventories([passport(title="=1+1"), *cases(1)])))
    rows = cells(path, "Опись дел 2027")
    assert rows[0][0] == "Опись дел за 2027 год"
    assert rows[1][0] == f"{SCHOOL} · Ф. 12, оп. 3 · внесено 2 (два) дела · с № 1 по № 2"
    assert rows[4][0] == SECTIONS[2]
    assert rows[5][:7] == (1, "02-01", "=1+1", "01.09.2026–25.05.2027", "5 лет, ст. 441", 3, "до 31.12.2032")
    assert openpyxl.load_workbook(path)["Опись дел 2027"]["C6"].data_type == "s"


def test_the_electronic_inventory_as_a_workbook(tmp_path: Path) -> None:
    path = written(tmp_path, electronic_pages(electronic([bagged(passport())])))
    assert cells(path, "Опись 2027")[5][6] == "0123456789abcdef"
    rows = cells(path, "Реестр 2027")
    assert rows[4][0] == "Дело № 1 по описи, индекс 02-01: Классные журналы, 5А класс"
    assert rows[6][:6] == (2, "2026/2027", "Классный журнал, предмет 1", "PDF/A-2b, CSV", 4, "5А.xlsx, лист «Предмет 1»")


def test_the_act_as_a_workbook(tmp_path: Path) -> None:
    rows = cells(written(tmp_path, destruction_pages([doomed(2019), doomed(2020)], SHORT)), "Акт")
    assert rows[1][0] == f"{SHORT} · итого 2 (две) единицы хранения за 2019–2021 годы · решает экспертная комиссия"
    assert rows[6][1:6] == ("Итого", None, None, None, 2)


def test_lines_to_sign_are_not_parted_from_their_date() -> None:
    pages = [
        page.extract_text().strip()
        for count in range(1, 22)
        for page in PdfReader(BytesIO(compose(destruction_act([doomed(2001)] * count, SCHOOL)).pdf)).pages
    ]
    assert [page for page in pages if page.startswith("дата")] == []


def test_cover_without_days_leaves_them_empty() -> None:
    assert "—" not in text(cover(passport(first="", last="", year="")))


def test_number_stands_in_one_line_with_its_sign() -> None:
    lines = PdfReader(BytesIO(compose(Paper("Проба", (Text("школа № 5 " * 40, 14),))).pdf)).pages[0].extract_text().splitlines()
    assert len(lines) > 4
    assert not any(line.rstrip().endswith("№") for line in lines)


def test_long_words_stay_in_their_columns() -> None:
    note = "утверждённый неподтверждённый; 2026-2027_02-01_Классные-журналы_с-длинным-именем"
    row = replace(
        doomed(2001), inventory="Дополнительная", title="Высокоорганизованные материалы", term="административно-хозяйственный", note=note
    )
    pdf = compose(destruction_act([row], SCHOOL)).pdf
    page = pypdfium2.PdfDocument(pdf)[0]
    things = [
        (thing.get_bounds()[0], thing.get_bounds()[2])
        for thing in page.get_objects(textpage=page.get_textpage())
        if isinstance(thing, pypdfium2.PdfTextObj)
    ]
    width = page.get_width()
    assert max(right for _, right in things) < width - 14 * 72 / 25.4  # a hyphen may hang out
    assert "утверждённыйнеподтверждённый;" in re.sub(r"[\s\u200b\xad-]", "", text(destruction_act([row], SCHOOL)))
