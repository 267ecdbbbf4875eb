"""Pages of attendance, dynamics, risks, metasubject and personal results: totals are sums of their parts, and nobody is ranked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from xlrecords.attestation.attendance import attendance
from xlrecords.books.markdown import parse_books
from xlrecords.commands.reading import find_books, read_books, study
from xlrecords.demo import build
from xlrecords.report import Cell, Figure, Page
from xlrecords.reports.summary import attendance as of_attendance
from xlrecords.reports.summary import dynamics, meta, risks
from xlrecords.reports.summary.dynamics import earlier
from xlrecords.reports.summary.summary import Summary
from xlrecords.school import School

DAY = dt.date(2027, 2, 26)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> School:
    """An invented school in the third quarter."""
    folder: Path = build(tmp_path_factory.mktemp("demo"), 4, 7, plant=False).school
    return study(read_books(dict(find_books([folder])), lambda done, of: None))[0]


@pytest.fixture(scope="module")
def pages(demo: School) -> dict[str, Page]:
    """Its pages by tab, for the second quarter."""
    summary = Summary.of(demo, "quarter2", DAY)
    return {page.tab: page for module in (of_attendance, dynamics, risks, meta) for page in module.pages(summary)}


def read(text: str) -> School:
    """A school written in Markdown."""
    return study(parse_books(text))[0]


QUARTER = (
    "# Учебные периоды\n| Учебные периоды |\n| Название | Вид | Начало | Окончание |\n| 1 четверть | период | 01.09.2026 | 25.10.2026 |\n"
)


BORDERLINE = "# Правила\n| Правила |\n| Правило | Значение |\n| Спорный средний балл: не дальше от порога, чем | 0,1 |\n"


def page_of(headings: str, cells: str) -> str:
    """A page of a journal with one line."""
    head = "# 5А\n| Классный журнал |\n| Класс: | 5А |\n| Предмет: | Алгебра |\n| Учитель: | Смирнова А. А. |\n"
    return f"{head}| ФИО | {headings} |\n| Иванов Иван | {cells} |\n"


def value(cell: Cell) -> object:
    """What a cell shows."""
    return cell.value if isinstance(cell, Figure) else cell


def table(page: Page) -> list[list[object]]:
    """What the cells of a page show."""
    return [[value(cell) for cell in row] for row in page.rows]


def blocks(page: Page) -> list[list[list[object]]]:
    """Rows of each class: those between two bands."""
    found: list[list[list[object]]] = []
    for row in table(page):
        if len(row) == 1:
            found.append([])
        else:
            found[-1].append(row)
    return found


def whys(page: Page) -> Sequence[Figure]:
    """Figures of a page that can say why."""
    return [cell for row in page.rows for cell in row if isinstance(cell, Figure) and cell.why]


def told(figure: Figure) -> Sequence[str]:
    """The chain of a figure."""
    assert figure.why is not None
    return figure.why()


def test_attendance_of_a_class_is_the_sum_of_its_students(pages: dict[str, Page]) -> None:
    found = blocks(pages["Посещаемость"])
    assert len(found) == 4
    for *students, total in found:
        assert total[1] == "Всего по классу"
        for column in [*range(2, 10), *range(11, 19)]:
            assert total[column] == sum(row[column] for row in students)  # type: ignore[misc]


def test_attendance_of_the_school_is_in_the_pages_of_its_classes(demo: School, pages: dict[str, Page]) -> None:
    """What is missed from September to the end of the quarter, once more by the engine alone."""
    attended = attendance(demo)
    until = attended.days <= demo.terms("5А")["quarter2"].last
    shown = sum(block[-1][14] for block in blocks(pages["Посещаемость"]))  # type: ignore[misc]
    assert shown == int(attended.missed[:, until].sum())


def test_missed_lessons_are_named_one_by_one(pages: dict[str, Page]) -> None:
    first, *subjects, clause = told(
        next(figure for figure in whys(pages["Посещаемость"]) if figure.value == 4 and told(figure)[0].startswith("Пропущено уроков: 4 ("))
    )
    assert "02.11.2026" in first
    assert sum(line.count("!") for line in subjects) == 4
    assert "п. 4.4" in clause


def test_every_figure_says_why_with_a_rule_or_a_clause(pages: dict[str, Page]) -> None:
    for page in pages.values():
        for row in page.rows:
            for cell in row:
                if isinstance(cell, Figure):
                    words = " ".join(told(cell))
                    assert "п. " in words or "лист «Правила»" in words, (page.tab, words)


def test_attendance_of_the_year_has_its_terms(demo: School) -> None:
    """Terms add up to the year; a class of half-years has them under the quarters that end with them."""
    page = next(of_attendance.pages(Summary.of(demo, "year", dt.date(2027, 5, 26))))
    assert list(dict.fromkeys(field.group for field in page.fields[2:])) == [
        "1 четверть",
        "2 четверть",
        "3 четверть",
        "4 четверть",
        "За год",
    ]
    for block in blocks(page):
        for row in block:
            for part, whole in ((2, 19), (3, 20), (4, 21), (5, 22)):
                assert sum(row[part + 4 * term] or 0 for term in range(4)) == row[whole]  # type: ignore[misc]
    oldest = blocks(page)[-1]
    assert {row[2] for row in oldest} == {None}, "a half-year begins with the first quarter, and is told under the second"
    assert None not in {row[6] for row in oldest}


def test_a_lesson_dated_before_the_year_is_no_part_of_it() -> None:
    """A slip in the year of a date puts no lesson before the first term, and the totals stay those of the terms."""
    school = read(page_of("01.09.2025 | 02.09.2026 | 03.09.2026", "н | н | ") + QUARTER)
    page = next(of_attendance.pages(Summary.of(school, "quarter1", dt.date(2026, 10, 25))))
    assert table(page)[1][:6] == [1, "Иванов Иван", 2, 1, 0, 1]
    assert str(page.rows[0][0]) == "5А класс: 01.09.2026–25.10.2026"


def test_first_term_is_the_year_so_far() -> None:
    school = read(page_of("01.09.2026", "н") + QUARTER)
    page = next(of_attendance.pages(Summary.of(school, "quarter1", dt.date(2026, 10, 25))))
    assert [field.group for field in page.fields[2:]] == ["С начала года"] * 9
    assert table(page)[1] == [1, "Иванов Иван", 1, 1, 0, 1, 0, 0, 1, 0, Fraction(100)]


@pytest.mark.parametrize("tab", ["До отметки не хватает", "Спорные отметки"])
def test_lists_of_students_are_private_and_by_name(pages: dict[str, Page], tab: str) -> None:
    page = pages[tab]
    assert "не вывешивать" in page.note
    assert not page.filtered
    for block in blocks(page):
        names = [str(row[1]).replace("ё", "е").lower() for row in block]
        assert names == sorted(names)
        assert [row[0] for row in block] == list(range(1, len(block) + 1))


def test_what_is_missing_says_from_what_it_follows() -> None:
    school = read(
        page_of("01.09.2026 | 02.09.2026 | 03.09.2026 | 04.09.2026 | 07.09.2026 | 08.09.2026 | 1 четверть", "4 | 4 | 5 | 4 | 5 | |")
        + QUARTER
        + BORDERLINE
    )
    page = next(risks.pages(Summary.of(school, "quarter1", dt.date(2026, 9, 7))))
    assert page.tab == "До отметки не хватает"
    _, row = table(page)
    assert row[5:] == [5, 22, 5, Fraction(22, 5), 4, 5, 1, 1, "почти «5»"]
    words = "\n".join(told(whys(page)[0]))
    assert "(22 + 5 · 1) / (5 + 1) = 4,50" in words
    assert "Пороги отметок" in words


def test_dynamics_of_the_school_is_the_sum_of_its_classes(pages: dict[str, Page]) -> None:
    """The row of the school on three pages is the same."""
    school = table(pages["Динамика"])
    shown = len(pages["Динамика"].fields) - 4
    for tab in ("Динамика классов", "Динамика предметов"):
        whole = table(pages[tab])[-1]
        assert whole[0] == "Вся школа"
        assert whole[1:] == [row[shown + place] for place in range(4) for row in school]


def test_charts_show_rows_and_columns_that_are_there(pages: dict[str, Page]) -> None:
    charted = [(page, chart) for page in pages.values() for chart in page.charts]
    assert {chart.kind for _, chart in charted} == {"line", "columns"}
    for page, chart in charted:
        assert chart.rows is not None
        for row in range(chart.rows[0], chart.rows[1] + 1):
            assert isinstance(value(page.rows[row][chart.categories]), str)
        assert max(chart.series) < len(page.fields)


YEARS = """
# {tab}
| Сводная ведомость |
| Класс: | {group} |
| Период: | Год |
| Учебный год: | {year} |
| № | ФИО | Алгебра | Музыка |
| 1 | Иванов Иван | {first} | 5 |
| 2 | Петров Пётр | 4 | {second} |
"""


def years() -> School:
    """5А and 6А of this year, which was 5А last year, with «н/а» in both years."""
    return read(
        YEARS.format(tab="5А", group="5А", year="2026/2027", first=3, second=3)
        + YEARS.format(tab="6А", group="6А", year="2026/2027", first=5, second="н/а")
        + YEARS.format(tab="Прежний 5А", group="5А", year="2025/2026", first=4, second="н/а")
        + "# Школа\n| Школа |\n| Показатель | Значение |\n| Учебный год | 2026/2027 |\n"
        + "# Правила\n| Правила |\n| Правило | Значение | Действует с |\n| Знаменатель показателей | только аттестованные | |\n"
        "| Знаменатель показателей | все | 01.09.2026 |\n"
    )


def test_years_are_compared_each_by_its_own_settings() -> None:
    """Last year «н/а» was left out, this year it counts and does not pass."""
    summary = Summary.of(years(), "year", dt.date(2027, 5, 28))
    found = {page.tab: page for page in dynamics.pages(summary)}
    page = found["Динамика по годам"]
    rows = {str(row[0]): row for row in table(page)[:2]}
    passing = len(page.fields) - 4
    assert rows["2025/2026"][passing] == 100
    assert rows["2026/2027"][passing] == Fraction(100 * 7, 8)


def test_class_is_followed_by_number_and_letter() -> None:
    summary = Summary.of(years(), "year", dt.date(2027, 5, 28))
    page = {page.tab: page for page in dynamics.pages(summary)}["Классы по годам"]
    assert [field.title for field in page.fields[:3]] == ["Класс", "2025/2026", "2026/2027"]
    rows = {row[0]: row[1:3] for row in table(page)}
    assert rows == {"5А": [None, 100], "6А": [100, 75]}


@pytest.mark.parametrize(("group", "ago", "before"), [("5А", 1, "4А"), ("10Б", 2, "8Б"), ("1А", 1, ""), ("5", 4, "1")])
def test_what_a_class_was_called(group: str, ago: int, before: str) -> None:
    assert earlier(group, ago) == before


def test_levels_of_actions_add_up(pages: dict[str, Page]) -> None:
    rows = table(pages["Метапредметные"])
    for row in rows:
        assert row[3] == sum(row[4:8])  # type: ignore[arg-type]
        assert sum(row[8:]) == 100  # type: ignore[arg-type]
    for whole in (row for row in rows if row[0] == "Вся школа"):
        parts = [row for row in rows if row[1] == whole[1] and row is not whole]
        assert whole[2:8] == [sum(row[column] for row in parts) for column in range(2, 8)]  # type: ignore[misc]


def test_personal_results_are_counted_and_never_marked(demo: School, pages: dict[str, Page]) -> None:
    page = pages["Личностные"]
    *rows, whole = table(page)
    assert [field.title for field in page.fields] == ["Класс", "Направление", "Учеников", "Записей"]
    assert whole[3] == sum(row[3] for row in rows) == len(demo.records["personal_results"].rows)  # type: ignore[misc]


def test_school_without_records_has_no_pages() -> None:
    summary = Summary.of(School(), "quarter1", DAY)
    assert [page.tab for module in (of_attendance, dynamics, risks, meta) for page in module.pages(summary)] == []
