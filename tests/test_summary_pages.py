"""Pages of the summary: marks, counts, percents; totals are sums; formulas give what the program gives, in a real LibreOffice too."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings

from xlrecords.attestation.categories import CATEGORIES
from xlrecords.attestation.indicators import ATTESTED, EVERYBODY, EXCEPT_EXEMPT, Counts
from xlrecords.books.markdown import parse_books
from xlrecords.commands.reading import study
from xlrecords.pdf.libreoffice import write_profile
from xlrecords.policy import read_policy
from xlrecords.report import Figure, Page
from xlrecords.reports.summary import class_report, class_sheet, parallels, quality, summary_pages, teacher_report
from xlrecords.reports.summary.summary import Summary, tab
from xlrecords.reports.workbook import write_pages
from xlrecords.school import School
from xlrecords.words import decimal

from .test_indicators import TOKENS, Row, frame, rows_of_marks

DAY = dt.date(2026, 10, 25)
MAKERS = (parallels.pages, class_report.pages, teacher_report.pages, quality.pages, class_sheet.pages)
ALGEBRA, PHYSICS = "Репникова О. В.", "Зимин П. П."


def summary(rows: Sequence[Row], names: Mapping[int, str] | None = None, **given: str) -> Summary:
    """A summary of marks alone, with settings of the school by name."""
    marks = frame(rows)
    numbers = range(max((row[0] for row in rows), default=-1) + 1)
    groups = {row[0]: row[1] for row in rows}
    people = pd.DataFrame(
        {
            "name": [(names or {}).get(number, f"Крылов Иван{number} Олегович") for number in numbers],
            "group": [groups.get(number, "") for number in numbers],
        }
    )
    return Summary(School(policy=read_policy(given)), "quarter1", DAY, marks, people)


def class_of(group: str, marks: Mapping[str, str], first: int = 0) -> list[Row]:
    """A class out of «предмет: отметки учеников через пробел»; «–»: does not study it, «_»: nothing is set."""
    teachers = {"Алгебра": ALGEBRA, "Физика": PHYSICS}
    return [
        (first + number, group, subject, teachers.get(subject, "Орлова Н. П."), token.replace("_", ""), subject != "ОРКСЭ")
        for subject, tokens in marks.items()
        for number, token in enumerate(tokens.split())
        if token != "–"
    ]


def all_pages(of: Summary) -> list[Page]:
    return [page for pages in MAKERS for page in pages(of)]


def plain(cell: object) -> object:
    """A cell as it is seen."""
    value = cell.value if isinstance(cell, Figure) else cell
    return decimal(value) if isinstance(value, Fraction) else value


def table(page: Page) -> list[str]:
    """Rows of a page, blanks as «·»."""
    return [" | ".join("·" if plain(cell) in (None, "") else str(plain(cell)) for cell in row) for row in page.rows]


def headed(page: Page, row: int) -> dict[str, object]:
    """A row of a page by headings."""
    return dict(zip((field.title for field in page.fields), map(plain, page.rows[row]), strict=True))


CLASS = class_of("5А", {"Алгебра": "5 4 3 н/а", "Физика": "5 5 4 осв", "ОРКСЭ": "зач зач _ зач"})


def test_sheet_of_a_class() -> None:
    (page,) = class_sheet.pages(summary(CLASS))
    assert page.tab == "5А"
    assert [field.title for field in page.fields] == [
        "№", "Фамилия, имя, отчество", "Алгебра", "Физика", "ОРКСЭ", "Ср. балл", "5", "4", "3", "2", "н/а", "осв", "нет", "Пропуски", "Категория",
    ]  # fmt: skip
    assert table(page) == [
        "1 | Крылов Иван0 Олегович | 5 | 5 | зач | 5,00 | 2 | 0 | 0 | 0 | 0 | 0 | 0 | · | отличник",
        "2 | Крылов Иван1 Олегович | 4 | 5 | зач | 4,50 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | · | с одной «4»",
        "3 | Крылов Иван2 Олегович | 3 | 4 | · | 3,50 | 0 | 1 | 1 | 0 | 0 | 0 | 0 | · | с одной «3»",
        "4 | Крылов Иван3 Олегович | н/а | осв | зач | · | 0 | 0 | 0 | 0 | 1 | 1 | 0 | · | не аттестован",
        "· | Итого по классу | · | · | · | 4,33 | 3 | 2 | 1 | 0 | 1 | 1 | 0 | · | ·",
        "· | «5» | 1 | 2 | · | · | · | · | · | · | · | · | · | · | ·",
        "· | «4» | 1 | 1 | · | · | · | · | · | · | · | · | · | · | ·",
        "· | «3» | 1 | 0 | · | · | · | · | · | · | · | · | · | · | ·",
        "· | «2» | 0 | 0 | · | · | · | · | · | · | · | · | · | · | ·",
        "· | «н/а» | 1 | 0 | · | · | · | · | · | · | · | · | · | · | ·",
        "· | «осв» | 0 | 1 | · | · | · | · | · | · | · | · | · | · | ·",
        "· | «нет» | 0 | 0 | · | · | · | · | · | · | · | · | · | · | ·",
        "· | Учтено (все, кроме освобождённых) | 4 | 3 | · | · | · | · | · | · | · | · | · | · | ·",
        "· | Успеваемость, % | 75,00 | 100,00 | · | · | · | · | · | · | · | · | · | · | ·",
        "· | Качество, % | 50,00 | 100,00 | · | · | · | · | · | · | · | · | · | · | ·",
        "· | СОУ, % | 50,00 | 88,00 | · | · | · | · | · | · | · | · | · | · | ·",
        "· | Средний балл | 4,00 | 4,67 | · | · | · | · | · | · | · | · | · | · | ·",
    ]


def test_a_long_name_takes_lines_and_is_not_shrunk() -> None:
    (page,) = class_sheet.pages(summary(CLASS))
    assert page.fields[1].wrapped


def test_formulas_can_be_followed() -> None:
    (page,) = class_sheet.pages(summary(CLASS))
    formula = {
        page.cell(row, column): cell.formula
        for row, cells in enumerate(page.rows)
        for column, cell in enumerate(cells)
        if isinstance(cell, Figure)
    }
    assert formula["F6"] == '=IF(COUNT(C6:D6)=0,"",ROUND(AVERAGE(C6:D6),2))'
    assert formula["G6"] == "=COUNTIF(C6:D6,5)"
    assert formula["K6"] == '=COUNTIF(C6:D6,"н/а")'
    assert formula["C11"] == "=COUNTIF(C6:C9,5)"
    assert formula["C18"] == "=C11+C12+C13+C14+C15+C17"
    assert formula["C19"] == '=IF(C18=0,"",ROUND(100*(C11+C12+C13)/C18,2))'
    assert formula["G10"] == "=SUM(G6:G9)"


@pytest.mark.parametrize(
    ("denominator", "formula", "passing"),
    [
        (EXCEPT_EXEMPT, "=C12+C13+C14+C15+C16+C18", "75,00"),
        (EVERYBODY, "=C12+C13+C14+C15+C16+C17+C18", "60,00"),
        (ATTESTED, "=C12+C13+C14+C15", "100,00"),
    ],
)
def test_denominator_is_in_the_formula(denominator: str, formula: str, passing: str) -> None:
    (page,) = class_sheet.pages(summary(class_of("5А", {"Алгебра": "5 4 3 осв н/а"}), denominator=denominator))
    people, rate = page.rows[13][2], page.rows[14][2]
    assert isinstance(people, Figure)
    assert people.formula == formula
    assert plain(rate) == passing


def test_columns_of_rare_outcomes_only_where_somebody_has_one() -> None:
    (page,) = class_sheet.pages(summary(class_of("5А", {"Алгебра": "5 1 зач", "Физика": "4 ? –"})))
    assert [field.title for field in page.fields[5:13]] == ["5", "4", "3", "2", "1", "н/а", "осв", "зач"]
    assert headed(page, 1)["Физика"] == "?"
    assert headed(page, 1)["нет"] == 1
    assert headed(page, 2)["Физика"] == "–"


def test_long_names_of_subjects_are_headed_by_a_spelling_of_the_plan() -> None:
    school, _, _ = study(parse_books(BOOKS))
    assert class_sheet.short("Основы безопасности и защиты Родины", school) == "ОБЗР"
    assert class_sheet.short("Алгебра", school) == "Алгебра"
    assert class_sheet.short("Родная литература и родной язык", school) == "Родная литература и родной язык"


def test_report_of_classes_names_subject_and_teacher() -> None:
    names = {0: "Крылов Иван Олегович", 1: "Крылов Иван Петрович", 2: "Авдеева Яна Ильинична", 3: "Ёлкин Пётр Львович"}
    (page,) = class_report.pages(summary(CLASS, names))
    assert table(page) == [
        "5А | Отличники | 1 | Крылов Иван Олегович",
        "5А | С одной «4» | 1 | Крылов Иван Петрович (Алгебра, Репникова О. В.)",
        "5А | Хорошисты | 0 | —",
        "5А | С одной «3» | 1 | Авдеева Яна (Алгебра, Репникова О. В.)",
        "5А | Троечники | 0 | —",
        "5А | Неуспевающие | 0 | —",
        "5А | Не аттестованы | 1 | Ёлкин Пётр (н/а: Алгебра)",
        "5А | Нет данных | 0 | —",
        "5А | Без отметок | 0 | —",
        "5А | Учтено (все, кроме освобождённых) | 4 | ·",
        "5А | Качество по классу, % | 50,00 | Доля отличников, с одной «4» и хорошистов; это не качество знаний по предметам",
    ]


@pytest.mark.parametrize(("denominator", "people", "share"), [(EXCEPT_EXEMPT, 2, "50,00"), (EVERYBODY, 3, "33,33"), (ATTESTED, 2, "50,00")])
def test_who_is_exempt_everywhere_follows_the_denominator(denominator: str, people: int, share: str) -> None:
    (page,) = class_report.pages(summary(class_of("5А", {"Алгебра": "5 3 осв", "Физика": "5 3 зач"}), denominator=denominator))
    *_, exempt, counted, rate = page.rows
    assert [plain(cell) for cell in exempt] == ["5А", "Без отметок", 1, "Крылов Иван2"]
    assert (plain(counted[2]), plain(rate[2])) == (people, share)


def test_report_of_classes_says_what_is_open() -> None:
    (page,) = class_report.pages(summary(class_of("5А", {"Алгебра": "2 5 н/а", "Физика": "н/а _ н/а", "Химия": "2 _ н/а"})))
    assert headed(page, 5)["Кто (предмет, учитель)"] == "Крылов Иван0 («2»: Алгебра, Химия; н/а: Физика)"
    assert headed(page, 6)["Кто (предмет, учитель)"] == "Крылов Иван2 (н/а: все предметы)"
    assert headed(page, 7)["Кто (предмет, учитель)"] == "Крылов Иван1 (не выставлено: Физика, Химия)"


def test_parallels_levels_and_school() -> None:
    rows = [
        *class_of("10А", {"Алгебра": "5 2"}),
        *class_of("5Б", {"Алгебра": "4"}, 2),
        *class_of("5А", {"Алгебра": "5 5"}, 3),
        *class_of("1А", {"ОРКСЭ": "усв"}, 5),
        *class_of("", {"Алгебра": "3"}, 6),
    ]
    (page,) = parallels.pages(summary(rows))
    assert [headed(page, row)["Класс"] for row in range(len(page.rows))] == [
        "Без класса", "Прочие", "Без параллели", "1А", "1 классы", "НОО, 1–4 классы", "5А", "5Б", "5 классы", "ООО, 5–9 классы", "10А", "10 классы",
        "СОО, 10–11 классы", "Школа",
    ]  # fmt: skip
    parallel, school = headed(page, 8), headed(page, 13)
    titles = ("Учеников", "5", "4", "Средний балл", "отличники", "Качество по классу, %")
    assert [parallel[title] for title in titles] == [3, 2, 1, "4,67", 2, "100,00"]
    titles = ("Учеников", "Учтено", "Успеваемость, %", "неуспевающие", "Успевают, %", "Качество по классу, %")
    assert [school[title] for title in titles] == [7, 6, "83,33", 1, "83,33", "66,67"]


@settings(max_examples=40, deadline=None)
@given(rows_of_marks)
def test_totals_are_sums_of_their_parts(rows: list[Row]) -> None:
    once = {(student + 5 * (group == "5А"), subject): (group, teacher, token) for student, group, subject, teacher, token, _ in rows}
    of = summary([(student, group, subject, *rest, subject != "Химия") for (student, subject), (group, *rest) in once.items()])
    school, teachers = parallels.lines(of), teacher_report.lines(of)
    for found in (school, teachers):
        for total in found:
            if total.parts:
                parts = [found[part] for part in total.parts]
                assert total.people == sum(part.people for part in parts)
                known = [part.counts for part in parts if part.counts is not None]
                assert total.counts is None or total.counts == Counts.total(known)
    for line in school:
        if line.parts:
            assert line.categories == {name: sum(school[part].categories[name] for part in line.parts) for name in CATEGORIES}
    of_teachers = [line.counts for line in teachers if not line.parts and line.counts is not None]
    of_subjects = [counts for sheet in class_sheet.sheets(of).values() for counts in sheet.counts.values()]
    assert school[-1].counts == Counts.total(of_teachers) == Counts.total(of_subjects)
    assert school[-1].people == len({student for student, _ in once})


def test_report_of_teachers() -> None:
    rows = [*class_of("5А", {"Алгебра": "5 3 2", "Физика": "4 4 _"}), *class_of("5Б", {"Алгебра": "4 н/а"}, 3)]
    rows += [(5, "5Б", "Английский язык", ALGEBRA, "3", True), (6, "5Б", "Английский язык", PHYSICS, "5", True)]
    (page,) = teacher_report.pages(summary(rows))
    assert [row.split(" | ")[:9] for row in table(page)] == [
        [PHYSICS, "Английский язык", "5Б", "1", "1", "1", "0", "0", "0"],
        [PHYSICS, "Физика", "5А", "3", "2", "0", "2", "0", "0"],
        [PHYSICS, "Всего", "·", "4", "3", "1", "2", "0", "0"],
        [ALGEBRA, "Алгебра", "5А", "3", "3", "1", "0", "1", "1"],
        [ALGEBRA, "Алгебра", "5Б", "2", "1", "0", "1", "0", "0"],
        [ALGEBRA, "Алгебра: всего", "·", "5", "4", "1", "1", "1", "1"],
        [ALGEBRA, "Английский язык", "5Б", "1", "1", "0", "0", "1", "0"],
        [ALGEBRA, "Всего", "·", "6", "5", "1", "1", "2", "1"],
    ]
    assert headed(page, 3)["С одной «3»"] == "Крылов Иван1"
    assert headed(page, 3)["Неуспевающие и н/а"] == "Крылов Иван2"
    assert headed(page, 4)["Неуспевающие и н/а"] == "Крылов Иван4 (н/а)"
    assert headed(page, 1)["Успеваемость, %"] == "66,67", "without a mark is not passing"
    shared, alone = page.rows[0][5], page.rows[1][6]
    assert isinstance(shared, Figure)
    assert isinstance(alone, Figure)
    assert shared.formula == "", "the sheet of the class counts both groups together"
    assert alone.formula == "='5А'!D11"


BOOKS = """
# 5А алгебра
| Классный журнал |
| Класс: | 5А |
| Предмет: | Алгебра |
| Учитель: | Репникова О. В. |
| ФИО | 01.09.2026 | 02.09.2026 | 08.09.2026 | 12.01.2027 | 1 полугодие | 2 полугодие | Год | | Дата | Часы | Вид работы | Тема урока | ДЗ |
| Крылов Иван | 5 | 4 | 5 | н | 5 | 4 | 5 | | 01.09.2026 | 1 | | Делимость чисел | № 1 |
| Авдеева Яна | 3 | н | 3 | 4 | 3 | 4 | 4 | | 02.09.2026 | 2 | КР | Признаки делимости | № 5 |
| | | | | | | | | | 08.09.2026 | 1 | | Простые числа | № 6 |
| | | | | | | | | | 12.01.2027 | 1 | КР | Дроби | № 7 |

# Предметы
| Предметы |
| Предмет | Другие написания | Часов в год | Отметки | Периоды |
| Алгебра | | 6 | баллы | полугодия |
| Основы безопасности и защиты Родины | ОБЗР; Основы безопасности и защиты | 34 | баллы | полугодия |

# Учебные периоды
| Учебные периоды |
| Название | Вид | Начало | Окончание | Закрыт |
| 1 полугодие | период | 01.09.2026 | 25.12.2026 | да |
| 2 полугодие | период | 11.01.2027 | 26.05.2027 | да |
"""


@pytest.mark.parametrize(
    ("period", "mark", "hours"), [("half1", 5, [6, 4, 4, None, 1]), ("half2", 4, [6, 1, 5, 1, 1]), ("year", 5, [6, 5, 5, 1, 2])]
)
def test_school_that_was_read(period: str, mark: int, hours: list[int | None]) -> None:
    school, _, _ = study(parse_books(BOOKS))
    of = Summary.of(school, period, dt.date(2027, 5, 26))
    (sheet,), (teachers,) = class_sheet.pages(of), teacher_report.pages(of)
    assert headed(sheet, 1)["Фамилия, имя, отчество"] == "Крылов Иван"
    assert headed(sheet, 1)["Алгебра"] == mark
    titles = ("План на год, ч", "Дано за период, ч", "Дано с начала года, ч", "Отставание, ч", "Контрольных дано")
    assert [headed(teachers, 0)[title] for title in titles] == hours


def test_nothing_is_behind_before_the_year_is_closed() -> None:
    school, _, _ = study(parse_books(BOOKS.replace("26.05.2027 | да", "26.05.2027 | нет")))
    (teachers,) = teacher_report.pages(Summary.of(school, "year", dt.date(2027, 5, 26)))
    assert headed(teachers, 0)["Отставание, ч"] is None


def test_missed_lessons_are_named() -> None:
    school, _, _ = study(parse_books(BOOKS))
    (sheet,) = class_sheet.pages(Summary.of(school, "year", dt.date(2027, 5, 26)))
    missed = sheet.rows[0][-2]
    assert isinstance(missed, Figure)
    assert missed.value == 1
    assert missed.why is not None
    assert list(missed.why())[:2] == ["Пропущено уроков: 1 (01.09.2026–26.05.2027)", "Алгебра: «н» «5А алгебра»!C7"]


def test_every_figure_of_a_school_says_why() -> None:
    school, _, _ = study(parse_books(BOOKS))
    pages = all_pages(Summary.of(school, "half1", DAY))
    figures = [cell for page in pages for row in page.rows for cell in row if isinstance(cell, Figure)]
    assert len(figures) > 150
    for figure in figures:
        assert figure.why is not None
        lines = list(figure.why())
        assert lines
        assert all(isinstance(line, str) and line for line in lines)


def test_chain_of_a_rate() -> None:
    of = summary(class_of("5А", {"Алгебра": "5 5 4 3 2 н/а осв"}), sou_na_weight="7")
    (page,) = class_sheet.pages(of)
    chains = {page.rows[row][1]: page.rows[row][2] for row in range(len(page.rows))}
    learning = chains["СОУ, %"]
    assert isinstance(learning, Figure)
    assert learning.why is not None
    assert list(learning.why()) == [
        "СОУ, %: степень обученности по В. П. Симонову: «5» — 100, «4» — 64, «3» — 36, «2» — 16, «1» — 7",
        "Отметки: «5» — 2, «4» — 1, «3» — 1, «2» — 1, «н/а» — 1, «осв» — 1, «нет» — 0",
        "(100 · 2 + 64 · 1 + 36 · 1 + 16 · 1 + 7 · 1) / 6 = 53,83",
        of.policy.basis("denominator"),
        of.policy.basis("sou_na_weight"),
        "Положение, п. 3.2.1, 4.1",
    ]


def test_heat_maps() -> None:
    rows = [*class_of("5А", {"Алгебра": "5 3", "ОРКСЭ": "зач зач"}), *class_of("5Б", {"Физика": "осв"}, 2)]
    passing, good, learning, mean = quality.pages(summary(rows))
    assert [table(page) for page in (passing, good, learning, mean)] == [
        ["5А | 100,00 | ·", "5Б | · | ·"],
        ["5А | 50,00 | ·", "5Б | · | ·"],
        ["5А | 68,00 | ·", "5Б | · | ·"],
        ["5А | 4,00 | ·", "5Б | · | ·"],
    ]
    assert passing.heats[0].columns == (1, 2)


@pytest.mark.parametrize(
    "rows", [[], [(0, "", "", "", "", True)], [(0, "1А", "", "", "усв", False)], [(0, "5А", "Алгебра", "", "кот", True)]]
)
def test_odd_records_make_pages(rows: list[Row], tmp_path: Path) -> None:
    pages = all_pages(summary(rows))
    if pages:
        write_pages(tmp_path / "Сводка.xlsx", tuple(pages))


def test_missing_values_make_pages() -> None:
    of = summary(class_of("5А", {"Алгебра": "5 4"}))
    blank = of.marks.assign(**{name: pd.Categorical([None, None]) for name in ("group", "subject", "teacher", "token")})
    pages = all_pages(Summary(of.school, of.period, of.day, blank, of.students))
    assert pages[-1].tab == "Без класса"
    assert "Предмет не назван" in {field.title for field in pages[-1].fields}


def test_names_of_sheets_are_such_as_excel_takes() -> None:
    assert tab("5А/Б [2]:*?\\") == "5А-Б (2)----"
    assert len(tab("Очень длинное название класса, каких не бывает")) == 31


def invented(seed: int) -> list[Row]:
    """Four classes with all that a cell may hold."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for place, group in enumerate(("1А", "5А", "5Б", "10А")):
        for number in range(9):
            for subject in ("Алгебра", "Физика", "Химия", "ОРКСЭ"):
                token = chance.choice(("5", "5", "4", "4", "4", "3", *(TOKENS if number > 4 else ())))
                teacher = PHYSICS if subject == "Химия" and number % 2 else ALGEBRA
                if chance.random() > 0.03:
                    rows.append((9 * place + number, group, subject, teacher, token, subject != "ОРКСЭ" and group != "1А"))
    return rows


def recalculated(office: str, folder: Path, pages: Sequence[Page]) -> openpyxl.Workbook:
    """The workbook with all formulas computed by LibreOffice."""
    write_pages(folder / "Сводка.xlsx", tuple(pages))
    profile = write_profile(folder / "profile")
    subprocess.run(
        [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"),
         str(folder / "Сводка.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return openpyxl.load_workbook(folder / "out" / "Сводка.xlsx", data_only=True)


@pytest.mark.office
@pytest.mark.parametrize(
    "given",
    [{}, {"denominator": EVERYBODY, "sou_na_weight": "7"}, {"denominator": ATTESTED, "sou_na_weight": "7"}],
    ids=["usual", "everybody", "attested"],
)
def test_libreoffice_computes_the_same(office: str, tmp_path: Path, given: dict[str, str]) -> None:
    pages = all_pages(summary(invented(len(given)), **given))
    book = recalculated(office, tmp_path, pages)
    compared = 0
    for page in pages:
        for row, cells in enumerate(page.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, Figure) and cell.formula:
                    found = book[page.tab][page.cell(row, column)].value
                    shown = (
                        f"{found:.2f}".replace(".", ",") if isinstance(cell.value, Fraction) else found or (0 if cell.value == 0 else None)
                    )
                    assert shown == plain(cell), f"{page.tab}!{page.cell(row, column)} {cell.formula}"
                    compared += 1
    assert compared > 800


def test_the_year_has_a_line_a_student_and_period() -> None:
    """The paper form: periods below one another, the year last but for the final mark, which is left to be written."""
    journal = """
# 5А алгебра
| Классный журнал |
| Класс: | 5А |
| Предмет: | Алгебра |
| Учитель: | Смирнова А. А. |
| ФИО | 01.09.2026 | 1 ч | 2 ч | 3 ч | 4 ч | Год |
| Иванов Иван | | 4 | 5 | 4 | 4 | 4 |
| Орлова Мария | | 5 | н/а | 5 | 5 | 5 |
"""
    school = study(parse_books(journal, "Книга.xlsx"))[0]
    page = next(page for page in summary_pages(school, "year", dt.date(2027, 5, 31)) if page.tab == "5А за год")
    shown = [[cell.value if isinstance(cell, Figure) else cell for cell in row] for row in page.rows]
    assert shown[:7] == [
        [1, "Иванов Иван", "1 четверть", 4, None],
        ["", "", "2 четверть", 5, None],
        ["", "", "3 четверть", 4, None],
        ["", "", "4 четверть", 4, None],
        ["", "", "Год", 4, None],
        ["", "", "Итог", None, None],
        [2, "Орлова Мария", "1 четверть", 5, None],
    ]
    assert "Книга.xlsx, «5А алгебра»!G6" in page.rows[4][3].why()[0]
