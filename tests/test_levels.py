"""Inner levels of able students: by the highest that each has won, by the school's own setting."""

from __future__ import annotations

import datetime as dt

import pytest

from xlrecords.achievements.levels import able
from xlrecords.books.markdown import parse_books
from xlrecords.commands.reading import study
from xlrecords.kind import UNREAD
from xlrecords.policy import talent_levels

DAY = dt.date(2027, 2, 1)
SCHOOL = """
# Контингент
| Контингент обучающихся |
| № | Фамилия, имя, отчество | Дата рождения | Личное дело № | Класс | Прибыл | Законный представитель | Согласие на обработку ПД |
| 1 | Белова Анна Ивановна | 01.02.2012 | Б-1 | 8А | 01.09.2020 | Белова Мария Петровна | да |
| 2 | Гусев Пётр Ильич | 03.04.2012 | Г-1 | 8А | 01.09.2020 | Гусев Илья Львович | да |
| 3 | Зуева Дарья Олеговна | 05.06.2012 | З-1 | 8А | 01.09.2020 | Зуева Вера Ильинична | да |
# Достижения
| Ведомость индивидуальных достижений класса |
| Учебный год: | 2026/2027 |
| № | Фамилия, имя обучающегося | Класс | Дата | Мероприятие | Предмет/вид | Уровень | Статус | Документ |
| 1 | Белова Анна | 8А | 10.10.2026 | Олимпиада «Высота» | Физика | всероссийский | победитель | Диплом № 1 от 11.10.2026 |
| 2 | Белова Анна | 8А | 12.10.2026 | Конкурс чтецов | Литература | школьный | призёр | Грамота № 2 от 12.10.2026 |
| 3 | Гусев Пётр | 8А | 14.10.2026 | Олимпиада «Высота» | Физика | региональный | участник | Сертификат № 3 от 14.10.2026 |
| 4 | Гусев Пётр | 8А | 15.10.2026 | Конкурс чтецов | Литература | муниципальный | призёр | Диплом № 4 от 15.10.2026 |
| 5 | Зуева Даша | 8А | 15.10.2026 | Конкурс чтецов | Литература | муниципальный | победитель | Диплом № 5 от 15.10.2026 |
"""
PLACED = """
# ГИР
| Сведения из ГИР |
| Учебный год: | 2026/2027 |
| № | Фамилия, имя обучающегося | Класс | Мероприятие | Размещено | Дата проверки | Кто проверил |
| 1 | Белова Анна | 8А | Олимпиада «Высота» | размещено | 20.12.2026 | Ильина Н. П. |
"""
OWN = """
# Правила
| Правила |
| Правило | Значение |
| Уровни одарённости | I: региональный |
"""


def levels(text: str) -> list[tuple[str, str, int]]:
    found = able(study(parse_books(text))[0], DAY)
    return [(one.student.split()[0], one.level, len(one.grounds)) for one in found]


def test_the_highest_win_gives_the_level_and_taking_part_gives_none() -> None:
    assert levels(SCHOOL) == [("Белова", "B", 1), ("Гусев", "C", 1)]


def test_the_state_register_is_a_level_of_its_own() -> None:
    assert levels(SCHOOL + PLACED) == [("Белова", "A", 1), ("Гусев", "C", 1)]


def test_a_school_may_name_other_levels() -> None:
    assert levels(SCHOOL + OWN) == [("Белова", "I", 1)]


@pytest.mark.parametrize("written", ["", "A", "A: районный", "A: ГИР; A: школьный"])
def test_levels_that_say_nothing_are_not_read(written: str) -> None:
    assert talent_levels(written) is UNREAD
