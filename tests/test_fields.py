"""What stands in documents: a small school written out, value by value, and the invented school as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from xlrecords.books.markdown import parse_books
from xlrecords.cli import GROUP
from xlrecords.commands.reading import find_books, read_books, study
from xlrecords.demo import build
from xlrecords.field import Field, walk, written
from xlrecords.fields import FIELDS, collect
from xlrecords.kind import fold
from xlrecords.school import School

DAY = dt.date(2026, 9, 2)
SCHOOL = """
# Школа
| Школа |
| Показатель | Значение |
| Название школы | Школа «Пример» |
| Населённый пункт | г. Примерск |
| Директор | Кошелева И. И. |
| Учебный год | 2026/2027 |
| Учебных дней в неделе | 5 |

# Учебные периоды
| Учебные периоды |
| Название | Вид | Классы | Начало | Окончание |
| 1 четверть | период | 1–9 | 01.09.2026 | 23.10.2026 |
| 2 четверть | период | 1–9 | 02.11.2026 | 30.12.2026 |

# Предметы
| Предметы |
| Предмет | Другие написания | Классы | Часов в неделю | Часов в год | Отметки | Периоды |
| Русский язык | Русский | | 5 | 170 | баллы | четверти |
| История | | | 2,5 | | баллы | четверти |

# Контингент
| Контингент обучающихся |
| № | Фамилия, имя, отчество | Дата рождения | Личное дело № | Класс | Прибыл | Выбыл | Приказ | Законный представитель |
| 1 | Крылова Анна Игоревна | 23.03.2015 | К-1 | 5А | 01.09.2025 | | № 14 от 01.09.2025 | Крылов Игорь Львович |
| 2 | Орлов Илья Петрович | 04.05.2015 | О-2 | 5А | 01.09.2025 | | | |
| 3 | Орлов Илья Петрович | 14.05.2015 | О-3 | 5А | 01.09.2025 | | | |
| 4 | Ушедший Пётр Ильич | 05.06.2015 | У-4 | 5А | 01.09.2025 | 31.08.2026 | | |
| 5 | Будущая Вера Львовна | 06.07.2015 | Б-5 | 5А | 01.11.2026 | | | |

# Русский
| Классный журнал |
| Класс: | 5А |
| Предмет: | Русский |
| Учитель: | Панфилова В. В. |
| ФИО | 01.09.2026 | 02.09.2026 | 02.09.2026 | 05.11.2026 | 1 четверть | | Дата | Тема урока | Домашнее задание |
| Крылова Анна | 5 | 4/5 | н | 3 | 5 | | 01.09.2026 | Слово | упр. 1 |
| Орлов Илья Петрович (О-2) | | зач | 2 | | н/а | | 02.09.2026 | Слог | упр. 2 |
| Орлов Илья | 3 | 3 | 3 | 3 | 3 | | 02.09.2026 | Звук | |
| Ушедший Пётр | | | | | | | 05.11.2026 | Буква | упр. 4 |

# Ещё раз
| Классный журнал |
| Класс: | 5А |
| Предмет: | Русский язык |
| Учитель: | Панфилова В. В. |
| ФИО | 01.09.2026 | 02.09.2026 | 02.09.2026 | 05.11.2026 |
| Крылова Анна | 5 | 4/5 | н | 3 |

# Сводная
| Сводная ведомость учёта успеваемости |
| Класс: | 5А |
| Период: | Год |
| ФИО | Русский язык | История |
| Крылова Анна | 4 | 5 |

# Достижения
| Ведомость индивидуальных достижений |
| Обучающийся: | Крылова Анна Игоревна |
| Класс: | 5А |
| Классный руководитель: | Абрикосова И. В. |
| Дата | Мероприятие | Предмет/вид | Уровень | Статус | Перечень | ГИР | Документ (№, дата) |
| 20.09.2026 | Турнир по волейболу | Волейбол | школьный | призёр | нет | | Грамота № 1 |
| 10.10.2026 | Конкурс чтецов | Литература | муниципальный | победитель | да | да | Диплом № 2 |

# Поощрения
| Реестр поощрений |
| № | ФИО | Класс | Дата | Вид | За что | Деятельность | Основание | Приказ № и дата |
| 1 | Крылова Анна | 5А | 25.12.2026 | грамота | за успехи | учебная | протокол № 3 | № 70 от 25.12.2026 |
| 2 | Орлов Илья | 5А | 25.12.2026 | приз | за успехи | учебная | протокол № 3 | № 70 от 25.12.2026 |
"""


@pytest.fixture(scope="module")
def small() -> School:
    return study(parse_books(SCHOOL, "Книга.xlsx"))[0]


def student(school: School, number: int = 0, period: str = "", **asked: Any) -> dict[str, Any]:
    """Values of a student of the class list."""
    return collect(school, DAY, period, **asked)[number]


def subject(values: dict[str, Any], name: str) -> dict[str, Any]:
    """A subject out of a student's values."""
    return next(item for item in values["предметы"] if item["предмет"] == name)


def test_the_student(small: School) -> None:
    told = student(small)
    expected = {
        "ФИО": "Крылова Анна Игоревна",
        "Фамилия": "Крылова",
        "Имя": "Анна",
        "Отчество": "Игоревна",
        "Класс": "5А",
        "Параллель": 5,
        "Дата рождения": dt.date(2015, 3, 23),
        "Личное дело": "К-1",
        "Дата зачисления": dt.date(2025, 9, 1),
        "Дата выбытия": None,
        "Приказ": "№ 14 от 01.09.2025",
        "Законный представитель": "Крылов Игорь Львович",
        "Обучался": "обучалась",
        "Ученик": "ученица",
    }
    assert {name: told[name] for name in expected} == expected
    assert student(small, 1)["Ученик"] == "ученик"


def test_the_school_and_the_document(small: School) -> None:
    told = student(small, period="1 четверть")
    expected = {
        "Школа": "Школа «Пример»",
        "Школа кратко": "Школа «Пример»",
        "Город": "г. Примерск",
        "Директор": "Кошелева И. И.",
        "Классный руководитель": "Абрикосова И. В.",
        "Учебный год": "2026/2027",
        "Дата": DAY,
        "Номер": None,
        "Период": "1 четверть",
        "Период с": dt.date(2026, 9, 1),
        "Период по": dt.date(2026, 10, 23),
    }
    assert {name: told[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("", (None, None, None)),
        ("II четверть", ("2 четверть", dt.date(2026, 11, 2), dt.date(2026, 12, 30))),
        ("год", ("Год", dt.date(2026, 9, 1), dt.date(2026, 12, 30))),
        ("1 полугодие", ("1 полугодие", None, None)),
    ],
)
def test_the_period_is_that_of_the_calendar_of_the_class(small: School, period: str, expected: tuple[object, ...]) -> None:
    told = student(small, period=period)
    assert (told["Период"], told["Период с"], told["Период по"]) == expected


def test_a_period_that_is_none_is_refused(small: School) -> None:
    with pytest.raises(ValueError, match="Период «5 четверть» неизвестен"):
        collect(small, DAY, "5 четверть")


def test_only_those_who_are_in_the_class_on_the_day(small: School) -> None:
    def surnames(**asked: Any) -> list[str]:
        return [told["Фамилия"] for told in collect(small, **asked)]

    assert surnames(day=DAY) == ["Крылова", "Орлов", "Орлов"]
    assert surnames(day=dt.date(2026, 8, 31)) == ["Крылова", "Орлов", "Орлов", "Ушедший"]
    assert surnames(day=dt.date(2026, 12, 1)) == ["Крылова", "Орлов", "Орлов", "Будущая"]
    assert surnames(day=DAY, everybody=True) == ["Крылова", "Орлов", "Орлов", "Ушедший", "Будущая"]


@pytest.mark.parametrize(
    ("period", "current", "mean", "missed"),
    [
        ("", "5, 4, 5, 3", Decimal("4.25"), 1),
        ("1 четверть", "5, 4, 5", Decimal("4.67"), 1),
        ("2 четверть", "3", Decimal("3.00"), 0),
        ("Год", "5, 4, 5, 3", Decimal("4.25"), 1),
        ("1 полугодие", None, None, None),
    ],
)
def test_a_subject_in_the_chosen_period(small: School, period: str, current: str | None, mean: Decimal | None, missed: int | None) -> None:
    """The lessons that a second sheet of the subject tells again are told once."""
    told = subject(student(small, period=period), "Русский язык")
    assert (told["текущие отметки"], told["средний балл"], told["пропущено уроков"]) == (current, mean, missed)


def test_a_subject_by_terms(small: School) -> None:
    told = subject(student(small), "Русский язык")
    expected = {
        "номер": 1,
        "учитель": "Панфилова В. В.",
        "1 четверть": 5,
        "2 четверть": None,
        "Год": 4,
        "часов": 170,
        "часов в неделю": 5,
    }
    assert {name: told[name] for name in expected} == expected
    assert told["периоды"] == [
        {"период": "1 четверть", "отметка": 5, "текущие отметки": "5, 4, 5", "средний балл": Decimal("4.67"), "пропущено уроков": 1},
        {"период": "2 четверть", "отметка": None, "текущие отметки": "3", "средний балл": Decimal("3.00"), "пропущено уроков": 0},
    ]


def test_a_subject_of_the_summary_alone(small: School) -> None:
    told = subject(student(small), "История")
    assert (told["номер"], told["Год"], told["учитель"], told["текущие отметки"]) == (2, 5, None, None)
    assert told["часов в неделю"] == Decimal("2.5")
    assert [period["период"] for period in told["периоды"]] == ["1 четверть", "2 четверть"]


def test_namesakes_are_told_apart_or_nobody_is_meant(small: School) -> None:
    """«Орлов Илья» is either of two: his marks are nobody's."""
    first, second = student(small, 1), student(small, 2)
    told = subject(first, "Русский язык")
    assert (told["текущие отметки"], told["1 четверть"]) == ("зач, 2", "н/а")
    assert (second["предметы"], second["поощрения"]) == ([], [])


def test_entries_of_forms(small: School) -> None:
    told = student(small)
    assert told["достижения"] == [
        {
            "номер": 1, "вид достижения": None,
            "дата": dt.date(2026, 9, 20), "мероприятие": "Турнир по волейболу", "предмет": "Волейбол", "уровень": "школьный",
            "статус": "призёр", "перечень": "нет", "ГИР": None, "документ": "Грамота № 1",
        },
        {
            "номер": 2, "вид достижения": None,
            "дата": dt.date(2026, 10, 10), "мероприятие": "Конкурс чтецов", "предмет": "Литература", "уровень": "муниципальный",
            "статус": "победитель", "перечень": "да", "ГИР": "да", "документ": "Диплом № 2",
        },
    ]  # fmt: skip
    assert [(item["номер"], item["вид"], item["за что"]) for item in told["поощрения"]] == [(1, "грамота", "за успехи")]
    assert told["проекты"] == []


def test_the_week(small: School) -> None:
    """The second lesson of a day is the second of the register; a day without lessons stands there empty."""
    told = student(small)
    assert (told["Неделя с"], told["Неделя по"]) == (dt.date(2026, 8, 31), dt.date(2026, 9, 4))
    assert [(day["день"], day["дата"].day, len(day["уроки"])) for day in told["неделя"]] == [
        ("понедельник", 31, 0),
        ("вторник", 1, 1),
        ("среда", 2, 2),
        ("четверг", 3, 0),
        ("пятница", 4, 0),
    ]
    assert told["неделя"][2]["уроки"] == [
        {"номер": 1, "предмет": "Русский язык", "тема": "Слог", "домашнее задание": "упр. 2", "отметка": "4/5"},
        {"номер": 2, "предмет": "Русский язык", "тема": "Звук", "домашнее задание": None, "отметка": "н"},
    ]


def test_pictures(small: School, tmp_path: Path) -> None:
    """A photograph that could be of either of two namesakes is of none."""
    (tmp_path / "Фото").mkdir()
    for name in ("Печать.PNG", "подпись.jpg", "Заметки.txt", "Фото/Крылова Анна Игоревна.jpeg", "Фото/Орлов Илья Петрович.png",
                 "Фото/Орлов Илья Петрович (О-3).png"):  # fmt: skip
        (tmp_path / name).touch()
    pictures = ("Школьная печать", "Подпись директора", "Фото")
    found = [[told[name].name if told[name] else None for name in pictures] for told in collect(small, DAY, pictures=tmp_path)]
    assert found == [
        ["Печать.PNG", "подпись.jpg", "Крылова Анна Игоревна.jpeg"],
        ["Печать.PNG", "подпись.jpg", None],
        ["Печать.PNG", "подпись.jpg", "Орлов Илья Петрович (О-3).png"],
    ]
    assert all(told[name] is None for told in collect(small, DAY, pictures=tmp_path / "нет") for name in pictures)


REGISTER = """
# Ведомость класса
| Ведомость индивидуальных достижений класса |
| № | ФИО | Класс | Вид достижения | Дата | Мероприятие | Предмет | Уровень | Статус | Документ |
| 1 | Крылова Анна Игоревна | 5А | проект, исследование | 20.10.2026 | Птицы города | Биология | школьный | лауреат | № 3 |
| 2 | Крылова Анна Игоревна | 5А | учебное | 21.10.2026 | Диктант победы | История | школьный | участник | № 4 |
| 3 | Крылова Анна Игоревна | 5А | внеурочная деятельность | 22.10.2026 | Кружок хора | Музыка | школьный | участник | № 5 |
| 4 | Крылова Анна Игоревна | 5А | дополнительное образование | 23.10.2026 | Юный техник | Труд | школьный | участник | № 6 |
| 5 | Крылова Анна Игоревна | 5А | личностное | 24.10.2026 | Помощь приюту | волонтёрство | школьный | участник | № 7 |
| 6 | Крылова Анна Игоревна | 5А | метапредметное | 25.10.2026 | Самоконтроль | рефлексивные | школьный | участник | № 8 |
| 7 | Крылова Анна Игоревна | 5А | ГТО | 26.10.2026 | ГТО | ГТО | школьный | золотой знак ГТО | № 9 |
| 8 | Крылова Анна Игоревна | 5А | проект, исследование | 27.10.2026 | Карта реки | География | школьный | лауреат | № 10 |

# Проекты
| Проекты и исследования |
| № | ФИО | Класс | Тема | Тип | Руководитель | Дата | Оценка/уровень |
| 1 | Крылова Анна | 5А | Карта реки | исследование | Тёмкина М. А. | 27.10.2026 | 5 |
"""


@pytest.mark.parametrize(
    ("section", "main", "told"),
    [
        ("проекты", "тема", ["Карта реки", "Птицы города", "Диктант победы"]),
        ("внеурочная деятельность", "программа", ["Кружок хора", "Юный техник"]),
        ("личностные результаты", "описание", ["Помощь приюту"]),
        ("метапредметные результаты", "критерий", ["Самоконтроль"]),
        ("достижения", "мероприятие", ["Турнир по волейболу", "Конкурс чтецов", "ГТО"]),
    ],
)
def test_every_kind_of_the_register_of_a_class_has_its_section(section: str, main: str, told: list[str]) -> None:
    """All kinds of п. 3.2 reach the student's sheet; what the list of the section has already is not told twice."""
    entries = student(study(parse_books(SCHOOL + REGISTER, "Книга.xlsx"))[0])[section]
    assert [entry[main] for entry in entries] == told
    assert [entry["номер"] for entry in entries] == list(range(1, len(told) + 1))


def test_without_a_class_list_nobody_is_known() -> None:
    without = SCHOOL[: SCHOOL.index("# Контингент")] + SCHOOL[SCHOOL.index("# Русский") :]
    assert collect(study(parse_books(without, "Книга.xlsx"))[0], DAY) == []


def test_a_class_list_alone_is_enough() -> None:
    only = SCHOOL[SCHOOL.index("# Контингент") : SCHOOL.index("# Русский")]
    told = collect(study(parse_books(only, "Книга.xlsx"))[0], DAY)[0]
    assert (told["ФИО"], told["Школа"], told["предметы"], told["Классный руководитель"]) == ("Крылова Анна Игоревна", None, [], None)


def test_sheets_that_disagree_name_no_class_teacher() -> None:
    other = SCHOOL + SCHOOL[SCHOOL.index("# Достижения") : SCHOOL.index("# Поощрения")].replace("# Достижения", "# Другой").replace(
        "Абрикосова И. В.", "Тёмкина М. А."
    )
    assert student(study(parse_books(other, "Книга.xlsx"))[0])["Классный руководитель"] is None


# The invented school

TYPES = {
    "text": str,
    "person": str,
    "word": str,
    "date": dt.date,
    "number": (int, Decimal),
    "mark": (int, str),
    "image": Path,
    "list": list,
}


WITH_GRADUATES = 6
"""Of so many classes one is a ninth, whose students have certificates before them."""


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> School:
    key = build(tmp_path_factory.mktemp("fields"), WITH_GRADUATES)
    return study(read_books(dict(find_books([key.school])), lambda done, total: None))[0]


def misfits(fields: tuple[Field, ...], values: dict[str, Any]) -> Iterator[str]:
    """Fields whose values are not what the field says, and values that no field declares."""
    yield from set(values) ^ {field.name for field in fields}
    for field in fields:
        value = values.get(field.name)
        if value is not None and not isinstance(value, TYPES[field.kind]):
            yield f"{field.name}: {value!r}"
        if isinstance(value, list):
            for item in value:
                yield from misfits(field.items, item)


@pytest.mark.parametrize("period", ["", "1 четверть", "1 полугодие", "Год"])
def test_every_value_is_what_its_field_says(invented: School, period: str) -> None:
    told = collect(invented, dt.date(2026, 10, 5), period)
    assert len(told) > 80
    assert not {misfit for values in told for misfit in misfits(FIELDS, values)}


def test_no_list_of_the_invented_school_is_empty_for_all(invented: School) -> None:
    told = collect(invented, dt.date(2026, 10, 5))
    lists = {field.name for field in FIELDS if field.kind == "list"}
    assert {name for name in lists if any(values[name] for values in told)} == lists
    assert any(day["уроки"] for values in told for day in values["неделя"])


def test_marks_are_those_of_the_journals(invented: School) -> None:
    """Each mark for a term that stands in the journal of a class, read from its cell, is that of the student's subject."""
    journals = invented.records["class_journal"]
    persons, roster = invented.persons(journals), invented.roster
    assert roster is not None
    told = collect(invented, dt.date(2026, 10, 5), everybody=True)
    assert [values["ФИО"] for values in told] == roster.names
    checked = 0
    for sheet, line, row, column, term in journals.terms[["sheet_id", "line", "row", "column", "term"]].itertuples(index=False):
        text = journals.text(sheet, row, column)
        name = journals.sheets["subject"].iat[sheet]
        if term != "quarter1" or persons[line] < 0 or text not in ("2", "3", "4", "5") or not isinstance(name, str):
            continue
        item = subject(told[persons[line]], invented.subject_names.get(fold(name), name))
        assert item["1 четверть"] == int(text)
        checked += 1
    assert checked > 500


# Declarations


def test_names_do_not_repeat() -> None:
    names = [tuple(field.name for field in path) for path in walk(FIELDS)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", list(walk(FIELDS)), ids=lambda path: written(field.name for field in path))
def test_declarations_are_whole(path: tuple[Field, ...]) -> None:
    field = path[-1]
    assert field.meaning
    assert (field.kind == "list") == bool(field.items) == bool(field.none)
    assert "." not in field.name


def test_the_command_lists_every_field() -> None:
    result = CliRunner().invoke(GROUP, ["fields"])
    assert result.exit_code == 0
    listed = result.stdout
    for path in walk(FIELDS):
        assert (written(field.name for field in path) in listed) == (path[-1].kind != "list")
    assert "{{если достижений нет: —}}" in listed
    assert "Крыловой Анне Игоревне" in listed
