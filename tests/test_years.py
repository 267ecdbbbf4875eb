"""Sheets of several school years in one folder: each year is a school of its own, with the settings of its time."""

from __future__ import annotations

import pytest

from xlrecords.books.markdown import parse_books
from xlrecords.commands import check_books
from xlrecords.commands.reading import study
from xlrecords.policy import ALWAYS, Version, read_versions
from xlrecords.school import School

JOURNAL = """
# Алгебра {number}
| Классный журнал |
| Класс: | {group} |
| Предмет: | Алгебра |
| Учитель: | Смирнова А. А. |
| Учебный год: | {year} |
| ФИО | {day} | 1 четверть |
| Иванов Иван | 5 | |
"""
CARD = """
# Школа
| Школа |
| Показатель | Значение |
| Учебный год | 2026/2027 |
"""
CALENDAR = """
# Учебные периоды
| Учебные периоды |
| Название | Вид | Начало | Окончание | Закрыт |
| 1 четверть | период | 01.09.2025 | 25.10.2025 | да |
| 1 четверть | период | 01.09.2026 | 25.10.2026 | нет |
"""
PEOPLE = """
# Контингент
| Контингент |
| № | ФИО | Дата рождения | Личное дело № | Класс | Прибыл | Законный представитель | Согласие на обработку ПД |
| 1 | Иванов Иван Иванович | 01.02.2015 | И-1 | 5А | 01.09.2026 | Иванова Анна | да |
"""


def sheet(group: str, year: str, day: str, number: int = 1) -> str:
    """A page of a journal."""
    return JOURNAL.format(group=group, year=year, day=day, number=number)


def read(*sheets: str) -> School:
    """A school out of sheets."""
    return study(parse_books("".join(sheets), "Книга.xlsx"))[0]


@pytest.mark.parametrize(
    ("year", "day", "past"),
    [
        ("2025/2026", "01.09.2025", [2025]),
        ("", "01.09.2025", [2025]),
        ("2025/2026", "01.09", [2025]),
        ("2025/2026", "01.09.2026", []),
        ("2026/2027", "01.09.2025", []),
        ("2027/2028", "01.09.2027", []),
        ("", "01.09", []),
    ],
)
def test_head_and_dates_tell_the_year_where_they_agree(year: str, day: str, past: list[int]) -> None:
    found = read(sheet("5А", "2026/2027", "01.09.2026"), sheet("4А", year, day, 2), CARD)
    assert [school.year for school in found.past] == past
    assert found.year == 2026


def test_earlier_years_know_those_before_them() -> None:
    found = read(*(sheet("5А", f"{year}/{year + 1}", f"01.09.{year}", year) for year in (2024, 2026, 2025)))
    assert [school.year for school in found.past] == [2025, 2024]
    assert [school.year for school in found.past[0].past] == [2024]


def test_each_year_has_its_own_calendar_and_no_list_of_another() -> None:
    """The first quarter of 2025 is closed, so its empty cell is found; nobody of that year is sought in the list of this year."""
    books = parse_books(
        CALENDAR + PEOPLE + sheet("5А", "2026/2027", "01.09.2026") + sheet("4А", "2025/2026", "01.09.2025", 2), "Книга.xlsx"
    )
    assert [(issue.rule.id, issue.place.sheet, issue.place.cell) for issue in check_books(books).issues] == [
        ("term-mark-missing", "Алгебра 2", "C7")
    ]


def test_settings_of_a_day() -> None:
    from datetime import date

    versions = (
        Version("na_share", "50"),
        Version("na_share", "67", date(2026, 9, 1), "Приказ № 3"),
        Version("na_share", "75", date(2027, 1, 11)),
        Version("na_share", "много", date(2027, 3, 1)),
    )
    policy = read_versions(versions)
    shown = [policy.on(date(*day)).values["na_share"] for day in ((2026, 8, 31), (2026, 9, 1), (2027, 1, 10), (2027, 1, 11))]
    assert shown == [50, 67, 67, 75]
    assert policy.on(date(2027, 3, 1)).values["na_share"] == 50, "what cannot be read has its default"
    assert policy.changes() == (date(2026, 9, 1), date(2027, 1, 11), date(2027, 3, 1))
    assert (
        policy.on(date(2026, 9, 1)).basis("na_share")
        == "Порог пропусков для н/а, %: 67 (лист «Правила», действует с 01.09.2026; Приказ № 3)"
    )
    assert read_versions([Version("na_share", "50", ALWAYS), Version("na_share", "60", ALWAYS)]).values["na_share"] == 50, (
        "the first row holds"
    )
