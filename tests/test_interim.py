"""Sheets of the interim attestation: how they are written, and what they are compared with."""

from __future__ import annotations

import datetime as dt

import pytest

from xlrecords.attestation.promotion import interim_cells
from xlrecords.attestation.year import final_of
from xlrecords.books.markdown import parse_books
from xlrecords.commands import check_books
from xlrecords.forms import BY_NAME, FORMS
from xlrecords.sheets.lexicon import Lexicon
from xlrecords.sheets.locate import locate

from .markdown import school

LEXICON = Lexicon(FORMS)
SHEET = """# Физика
| Ведомость промежуточной аттестации |
| Класс: | 8А |
| Предмет: | Физика |
| Форма аттестации: | тест |
| Дата проведения: | 20.05.{year} |
| Учитель: | Юдина О. П. |
| Учебный год: | {before}/{year} |
| № | ФИО | Отметка ПА | Годовая | Итоговая |
| 1 | Иванов Иван | {marks} |

"""
POLICIES = """# Правила
| Правила |
| Правило | Значение | Действует с |
{rows}

"""


def sheet(marks: str, year: int = 2027) -> str:
    return SHEET.format(marks=marks, year=year, before=year - 1)


def policies(*rows: str) -> str:
    return POLICIES.format(rows="\n".join(f"| Итог с промежуточной аттестацией | {row} |" for row in rows))


def found(text: str, rule: str) -> list[str]:
    """Cells in which a rule finds something."""
    return [issue.place.cell for issue in check_books(parse_books(text, "Книга.xlsx")).issues if issue.rule.id == rule]


# Written


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("interim_results", "№ п/п | Ф.И.О. | Вариант | Балл | Отметка за ПА | Годовая отметка | Итог | Протокол"),
        ("interim_results", "№ | Фамилия | Имя | Тема проекта | ПА | Год | Итоговая отметка | Комиссия"),
        ("debts", "№ | ФИО | Класс | Предмет | Дата образования задолженности | Причина | Срок | 1-я попытка | Результат 1-й попытки"),
        ("debts", "№ | Обучающийся | Класс | Дисциплина | Образовалась | Причина задолженности | Ликвидировать до | Решение"),
        ("admission_results", "№ | ФИО | Класс | Вид испытания | Дата проведения | Зачёт/незачёт"),
        ("admission_results", "№ | Ученик | Класс | Испытание | Дата | Результат"),
    ],
)
def test_headings_as_schools_write_them(name: str, headings: str) -> None:
    book = parse_books(f"# Лист\n| Наш лист |\n| {headings} |\n")[0]
    (block,) = locate("Книга", "Лист", book.cells("Лист"), LEXICON)
    assert block.form.name == name
    assert not block.faults


@pytest.mark.parametrize("name", ["interim_results", "debts", "admission_results"])
def test_another_form_is_not_taken_for_one_of_the_attestation(name: str) -> None:
    for form in FORMS:
        if form.name != name and form.grid is None:
            headings = " | ".join(column.title for column in form.columns)
            book = parse_books(f"# Лист\n| Наш лист |\n| {headings} |\n")[0]
            assert name not in [block.form.name for block in locate("Книга", "Лист", book.cells("Лист"), LEXICON)]


def test_help_is_a_request() -> None:
    for name in ("interim_results", "debts", "admission_results"):
        for column in (*BY_NAME[name].columns, *BY_NAME[name].head):
            assert column.help.split()[0].rstrip(",").endswith(("ите", "йте", "ьте")), column.help
            assert column.help.endswith(".")


def test_a_sheet_is_read_to_marks() -> None:
    cells = interim_cells(school(sheet("4 | н/а | 5")), ("interim", "year", "final"))
    assert [(cell.student, cell.group, cell.subject, cell.term, cell.token, cell.row, cell.column) for cell in cells] == [
        ("Иванов Иван", "8А", "Физика", "interim", "4", 9, 3),
        ("Иванов Иван", "8А", "Физика", "year", "н/а", 9, 4),
        ("Иванов Иван", "8А", "Физика", "final", "5", 9, 5),
    ]


def test_a_sheet_that_does_not_name_its_subject_tells_nothing() -> None:
    assert interim_cells(school(sheet("4 | 4 | 4").replace("| Предмет: | Физика |", "| Предмет: | |"))) == ()


# The final mark


@pytest.mark.parametrize("year", range(2, 6))
@pytest.mark.parametrize("interim", range(2, 6))
def test_the_final_mark_is_the_mean_with_halves_up(year: int, interim: int) -> None:
    policy = school(policies("среднее года и ПА |")).policy
    expected = {0: (year + interim) // 2, 1: (year + interim + 1) // 2}[(year + interim) % 2]
    assert final_of(year, interim, policy) == expected
    for final in range(2, 6):
        marks = f"{interim} | {year} | {final}"
        broken = ["E9"] if final != expected else []
        assert found(policies("среднее года и ПА |") + sheet(marks), "interim-final-differs") == broken


RULES_IN_FORCE = [
    ((), []),
    (("среднее года и ПА |",), ["E9"]),
    (("нет |",), []),
    (("нет |", "среднее года и ПА | 01.09.2026"), ["E9"]),
    (("среднее года и ПА |", "нет | 01.09.2026"), []),
    (("среднее года и ПА | 01.09.2027",), []),
]


@pytest.mark.parametrize(("rows", "broken"), RULES_IN_FORCE)
def test_the_rule_in_force_at_the_end_of_the_year_decides(rows: tuple[str, ...], broken: list[str]) -> None:
    """The year alone gives the final mark 4 that is written, the mean with the interim attestation gives 5."""
    marks = "5 | 4 | 4"
    assert found((policies(*rows) if rows else "") + sheet(marks), "interim-final-differs") == broken


def test_a_sheet_of_an_earlier_year_is_judged_by_the_rule_of_its_time() -> None:
    rules = policies("нет |", "среднее года и ПА | 01.09.2026")
    both = rules + sheet("5 | 4 | 4") + sheet("5 | 4 | 4", 2026).replace("# Физика", "# Физика прошлого года")
    issues = [issue for issue in check_books(parse_books(both, "Книга.xlsx")).issues if issue.rule.id == "interim-final-differs"]
    assert [issue.place.sheet for issue in issues] == ["Физика"]
    assert issues[0].message == "итоговая 4, а по правилу школы выходит 5 (год 4, ПА 5)"


def test_the_mark_for_the_year_is_taken_from_the_journal_where_the_sheet_has_none() -> None:
    journal = """# 8А физика
| Классный журнал |
| Класс: | 8А |
| Предмет: | Физика |
| Учитель: | Юдина О. П. |
| ФИО | 01.09.2026 | Год |
| Иванов Иван | 5 | 5 |

"""
    rules = policies("среднее года и ПА |")
    assert found(rules + journal + sheet("4 | | 4"), "interim-final-differs") == ["E9"]
    assert found(rules + sheet("4 | | 4"), "interim-final-differs") == []


def test_the_date_of_the_attestation_is_a_day() -> None:
    records = school(sheet("4 | 4 | 4")).records["interim_results"]
    assert records.sheets["date"].iat[0].date() == dt.date(2027, 5, 20)
