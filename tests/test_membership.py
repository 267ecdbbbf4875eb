"""Nobody is lost without being told: who is not in a summary, and why."""

from __future__ import annotations

import datetime as dt

import pytest

from xlrecords.attestation.membership import notices
from xlrecords.reports.summary import summary_pages
from xlrecords.school import School

from .markdown import school

CALENDAR = """
# Учебные периоды
| Учебные периоды |
| Название | Вид | Начало | Окончание | Закрыт |
| 1 четверть | период | 01.09.2026 | 25.10.2026 | да |
| 2 четверть | период | 02.11.2026 | 30.12.2026 | да |
"""
PEOPLE = """
# Контингент
| Контингент |
| № | ФИО | Дата рождения | Класс | Прибыл | Выбыл |
| 1 | Иванов Иван Иванович | 01.02.2015 | 5А | 01.09.2026 | |
| 2 | Орлова Мария Игоревна | 03.04.2015 | 5А | 01.09.2026 | 01.12.2026 |
| 3 | Гусев Пётр Ильич | 03.04.2015 | 5А | 10.11.2026 | |
| 4 | Зимина Анна Львовна | 03.04.2015 | 5А | 01.09.2026 | |
| 5 | Уехал Олег Львович | 03.04.2015 | 5А | 01.09.2026 | 20.09.2026 |
| 6 | Чужой Олег Львович | 03.04.2015 | 6А | 01.09.2026 | |
"""
JOURNAL = """
# 5А алгебра
| Классный журнал |
| Класс: | 5А |
| Предмет: | Алгебра |
| Учитель: | Смирнова А. А. |
| ФИО | 01.09.2026 | 03.11.2026 | 1 четверть | 2 четверть |
| Иванов Иван | 4 | 3 | 4 | 3 |
| Орлова Мария | 5 | | 5 | |
| Гусев Пётр | | 4 | | 4 |
| Крылова Вера | 3 | 4 | 3 | 4 |
"""


def told(found: School, term: str) -> list[tuple[str, bool, str]]:
    """Name, whether counted, and the beginning of the reason."""
    return sorted((notice.who, notice.counted, " ".join(notice.why.split()[:2])) for notice in notices(found, term))


@pytest.mark.parametrize(
    ("term", "moved"),
    [("quarter1", ("Гусев Пётр Ильич", False, "прибыл 10.11.2026,")), ("quarter2", ("Орлова Мария Игоревна", False, "выбыл 01.12.2026,"))],
)
def test_who_came_later_left_earlier_or_is_in_no_journal(term: str, moved: tuple[str, bool, str]) -> None:
    """Another class, of which nothing was read, is not missed; nor is who was gone before and has no line."""
    expected = [moved, ("Зимина Анна Львовна", False, "есть в"), ("Крылова Вера", True, "учтён, но")]
    assert told(school(JOURNAL, CALENDAR, PEOPLE), term) == sorted(expected)


def test_without_a_class_list_nobody_is_a_stranger() -> None:
    assert told(school(JOURNAL, CALENDAR), "quarter2") == []


def test_namesakes_of_one_sheet_are_named() -> None:
    twice = JOURNAL.replace("Крылова Вера", "Иванов Иван")
    assert told(school(twice, CALENDAR), "quarter2") == [("Иванов Иван", False, "две строки")]


def test_sheets_without_a_subject_or_a_period_are_named() -> None:
    nameless = JOURNAL.replace("# 5А алгебра", "# Без имени").replace("| Алгебра |", "| |")
    summary = "\n# Сводная\n| Сводная ведомость |\n| Класс: | 5А |\n| Период: | |\n| № | ФИО | Алгебра |\n| 1 | Иванов Иван | 5 |\n"
    found = notices(school(JOURNAL, nameless, summary, CALENDAR), "quarter2")
    assert [(notice.group, notice.who, notice.why) for notice in found] == [
        ("5А", "Книга.xlsx, лист «Без имени»", "предмет не назван: лист не учтён"),
        ("5А", "Книга.xlsx, лист «Сводная»", "период не указан: лист не учтён"),
    ]


def test_page_tells_them_by_class_and_name() -> None:
    found = {page.tab: page for page in summary_pages(school(JOURNAL, CALENDAR, PEOPLE), "quarter2", dt.date(2026, 12, 30))}
    assert [row[:3] for row in found["Состав"].rows] == [
        ["5А", "Зимина Анна Львовна", "нет"], ["5А", "Крылова Вера", "да"], ["5А", "Орлова Мария Игоревна", "нет"],
    ]  # fmt: skip
    assert "не вошли: 2, не из списка: 1" in found["Состав"].note
