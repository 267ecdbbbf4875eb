"""External exams and works: marks by scales of a year and a region, the ВПР against the journal, and their pages (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.attestation.external import below_minimum, compare, compared, concluded, externals, final_results, mark_of, marks_of
from xlrecords.attestation.results import in_period, students
from xlrecords.books.markdown import parse_books
from xlrecords.commands import check_books
from xlrecords.commands.reading import study
from xlrecords.report import Figure, Page
from xlrecords.reports.summary.external import pages
from xlrecords.reports.summary.summary import Summary
from xlrecords.scales import BUILT_IN, EGE, MARKS, OGE, Condition, Scale, fault_of, find, parse_conditions, subject_of
from xlrecords.school import School

ENOUGH = {"geometry": 2, "literacy": 12}
"""Parts of the points with which no condition lowers a mark."""

TABLE_2023 = {
    "Русский язык": (15, 23, 29, 33),
    "Математика": (8, 15, 22, 31),
    "Физика": (11, 23, 35, 45),
    "Химия": (10, 21, 31, 40),
    "Биология": (13, 26, 38, 48),
    "География": (12, 19, 26, 31),
    "Обществознание": (14, 24, 32, 37),
    "История": (11, 21, 30, 37),
    "Литература": (16, 24, 32, 37),
    "Информатика": (5, 11, 16, 19),
    "Английский язык": (29, 46, 58, 68),
}
"""Least points for «3», «4», «5», and the largest sum."""
MINIMUM_2026 = {
    "Физика": 10, "Химия": 10, "Биология": 13, "География": 12, "Обществознание": 14, "История": 11, "Литература": 16, "Информатика": 5,
    "Немецкий язык": 29,
}  # fmt: skip
EGE_2026 = {
    ("Русский язык", ""): 24, ("Математика", "П"): 27, ("Математика", "Б"): 3, ("Физика", ""): 36, ("Химия", ""): 36, ("Биология", ""): 36,
    ("Информатика", ""): 40, ("Обществознание", ""): 42, ("География", ""): 37, ("История", ""): 32, ("Литература", ""): 32,
    ("Иностранный язык", ""): 22,
}  # fmt: skip


def oge(year: int, subject: str) -> Scale:
    scale = find(BUILT_IN, OGE, year, subject_of(subject))
    assert scale is not None
    return scale


def boundaries() -> list[Any]:
    """Subject, points and mark on both sides of each threshold, and at the ends."""
    return [
        (subject, points, mark)
        for subject, (three, four, five, most) in TABLE_2023.items()
        for points, mark in ((0, 2), (three - 1, 2), (three, 3), (four - 1, 3), (four, 4), (five - 1, 4), (five, 5), (most, 5))
    ]


def read(text: str) -> School:
    school, strays, _ = study(parse_books(text))
    assert not strays
    return school


# Scales


@pytest.mark.parametrize(("subject", "points", "mark"), boundaries())
def test_marks_of_2023(subject: str, points: int, mark: int) -> None:
    assert mark_of(oge(2023, subject), points, ENOUGH)[0] == mark


@pytest.mark.parametrize(("subject", "most"), [(subject, row[3]) for subject, row in TABLE_2023.items()])
def test_largest_sums_of_2023(subject: str, most: int) -> None:
    assert oge(2023, subject).most == most


@pytest.mark.parametrize(
    ("year", "points", "literacy", "mark"),
    [
        (2023, 22, 0, 3), (2023, 23, 3, 3), (2023, 23, 4, 4), (2023, 28, 4, 4), (2023, 29, 5, 4), (2023, 29, 6, 5), (2023, 33, 8, 5),
        (2026, 14, 12, 2), (2026, 15, 0, 3), (2026, 25, 0, 3), (2026, 26, 5, 3), (2026, 26, 6, 4), (2026, 32, 6, 4), (2026, 32, 12, 4),
        (2026, 33, 8, 4), (2026, 33, 9, 5), (2026, 37, 12, 5),
    ],
)  # fmt: skip
def test_russian_asks_for_literacy(year: int, points: int, literacy: int, mark: int) -> None:
    assert mark_of(oge(year, "Русский язык"), points, {"literacy": literacy})[0] == mark


@pytest.mark.parametrize("year", [2023, 2026])
@pytest.mark.parametrize(
    ("points", "geometry", "mark"),
    [(7, 7, 2), (8, 1, 2), (8, 2, 3), (14, 2, 3), (15, 1, 2), (15, 2, 4), (21, 2, 4), (22, 0, 2), (22, 2, 5), (31, 10, 5)],
)
def test_mathematics_asks_for_geometry(year: int, points: int, geometry: int, mark: int) -> None:
    assert mark_of(oge(year, "Математика"), points, {"geometry": geometry})[0] == mark


@pytest.mark.parametrize(("subject", "least"), MINIMUM_2026.items())
def test_of_other_subjects_of_2026_only_the_minimum_is_known(subject: str, least: int) -> None:
    assert marks_of(oge(2026, subject), least - 1, {})[0] == (2,)
    assert marks_of(oge(2026, subject), least, {})[0] == (3, 4, 5)
    assert mark_of(oge(2026, subject), least, {})[0] is None


@pytest.mark.parametrize(("exam", "least"), EGE_2026.items())
def test_minimums_of_the_ege(exam: tuple[str, str], least: int) -> None:
    scale = find(BUILT_IN, EGE, 2026, subject_of(*exam))
    assert scale is not None
    assert scale.three == least


def test_a_part_that_is_not_known_leaves_the_mark_open_but_where_it_does_not_matter() -> None:
    mathematics, russian = oge(2026, "Математика"), oge(2026, "Русский язык")
    assert marks_of(mathematics, 15, {})[0] == (2, 4)
    assert marks_of(mathematics, 7, {})[0] == (2,)
    assert marks_of(russian, 33, {})[0] == (4, 5)
    assert marks_of(russian, 25, {})[0] == (3,)


def test_nothing_follows_without_a_scale_or_points() -> None:
    assert mark_of(None, 15, {}) == (None, ["шкала неизвестна"])
    assert mark_of(oge(2026, "Физика"), None, {}) == (None, ["первичный балл неизвестен"])
    assert find(BUILT_IN, OGE, 2024, "физика") is None


def test_reasons_name_the_scale_and_its_source() -> None:
    _, reasons = mark_of(oge(2026, "Математика"), 15, {"geometry": 1})
    assert reasons == [
        "шкала ОГЭ 2026 (письмо Рособрнадзора от 25.02.2026 № 02-20): 15 — «4»",
        "баллы за геометрию: 1, а нужно 2: «2»",
    ]


@given(st.sampled_from(BUILT_IN), st.fixed_dictionaries({"geometry": st.integers(0, 12), "literacy": st.integers(0, 12)}))
def test_more_points_never_mean_a_lower_mark_and_no_sum_is_left_out(scale: Scale, parts: dict[str, int]) -> None:
    found = [marks_of(scale, points, parts)[0] for points in range((scale.most or 100) + 1)]
    assert all(found)
    assert all(low[0] <= high[0] and low[-1] <= high[-1] for low, high in pairwise(found))


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 80))
def test_intervals_of_a_sound_scale_meet_without_gaps(three: int, four: int, five: int, most: int) -> None:
    scale = Scale(OGE, 2026, "физика", three, four, five, most)
    sound = three < four < five <= most
    assert (fault_of(scale) == "") == sound
    if sound:
        found = [scale.by_points(points) for points in range(most + 1)]
        assert all(len(marks) == 1 for marks in found)
        assert [marks[0] for marks in found] == [2] * three + [3] * (four - three) + [4] * (five - four) + [5] * (most - five + 1)


@given(st.lists(st.none() | st.integers(0, 50), min_size=3, max_size=3), st.integers(0, 60))
def test_unknown_thresholds_leave_the_marks_between_known_ones(bounds: list[int | None], points: int) -> None:
    scale = Scale(OGE, 2026, "физика", *bounds)
    if not fault_of(scale):
        known = {mark: least for mark, least in zip((3, 4, 5), bounds, strict=True) if least is not None}
        possible = [
            mark
            for mark in MARKS
            if all(points >= least for bound, least in known.items() if bound <= mark)
            and all(points < least for bound, least in known.items() if bound > mark)
        ]
        assert list(scale.by_points(points)) == possible


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("геометрия ≥ 2, иначе 2", (Condition("geometry", 2, 0, 2),)),
        (
            "для «4» ГК ≥ 6, иначе 3; для «5» ГК1–ГК4 не менее 9, иначе «4»",
            (Condition("literacy", 6, 4, 3), Condition("literacy", 9, 5, 4)),
        ),
        ("для 4: грамотность >= 6 иначе 3", (Condition("literacy", 6, 4, 3),)),
        ("геометрия", None),
        ("алгебра ≥ 2, иначе 2", None),
        ("для «3» ГК ≥ 2, иначе 3", None),
    ],
)
def test_conditions_as_schools_write_them(text: str, found: object) -> None:
    assert parse_conditions(text) == found


@pytest.mark.parametrize("scale", [scale for scale in BUILT_IN if scale.conditions], ids=Scale.why)
def test_conditions_are_shown_as_they_are_read(scale: Scale) -> None:
    assert parse_conditions("; ".join(map(str, scale.conditions))) == scale.conditions


@pytest.mark.parametrize("scale", BUILT_IN, ids=lambda scale: f"{scale.exam} {scale.year} {scale.subject}")
def test_what_is_built_in_is_sound_and_has_a_source(scale: Scale) -> None:
    assert fault_of(scale) == ""
    assert scale.source
    assert subject_of(scale.subject) == scale.subject


@pytest.mark.parametrize(
    ("text", "level", "subject"),
    [
        ("Рус. яз.", "", "русский язык"), ("Математика", "", "математика"), ("Математика (базовая)", "", "математика (база)"),
        ("Математика профильная", "", "математика (профиль)"), ("Математика", "Б", "математика (база)"), ("Англ. язык", "", "иностранный язык"),
        ("Иностранный язык (немецкий)", "", "иностранный язык"), ("Информатика и ИКТ", "", "информатика"), ("Родной язык", "", "родной язык"),
    ],
)  # fmt: skip
def test_subjects_by_their_many_names(text: str, level: str, subject: str) -> None:
    assert subject_of(text, level) == subject


# A school's own scales

SCALES = """
# Школа
| Школа |
| Показатель | Значение |
| Учебный год | 2025/2026 |
| Регион | {region} |

# Шкалы экзаменов
| Шкалы экзаменов |
| Экзамен | Год | Регион | Предмет | Класс | «3» от | «4» от | «5» от | Максимум | Дополнительные условия |
| ОГЭ | 2025 | | Физика | | 11 | 20 | 30 | 39 | |
| ОГЭ | 2026 | | Физика | | 10 | 20 | 30 | 39 | |
| ОГЭ | 2026 | Тверская область | Физика | | 9 | 19 | 29 | 39 | |
| ОГЭ | 2026 | | Русский язык | | 15 | 26 | 33 | 37 | |
| ВПР | 2026 | | Математика | 5 | 7 | 12 | 16 | 20 | |
| ВПР | 2026 | | Математика | | 8 | 13 | 17 | 22 | |

# ОГЭ
| Результаты ОГЭ |
| № | ФИО | Класс | Предмет | Дата экзамена | Первичный балл | Баллы за грамотность (ГК1–ГК4) | Отметка | Повторно | Аннулирован |
| 1 | Иванов Иван | 9А | Физика | | 19 | | | | |
| 2 | Петров Пётр | 9А | Физика | 05.06.2025 | 10 | | | | |
| 3 | Сидорова Анна | 9А | Русский язык | | 26 | 0 | | | |
| 4 | Сидорова Анна | 9А | Физика | | 5 | | 2 | нет | |
| 5 | Сидорова Анна | 9А | Физика | | 12 | | 3 | да | |
| 6 | Орлова Ольга | 9А | Физика | | 30 | | | | да |

# ВПР
| Результаты ВПР |
| Класс: | 5А |
| Предмет: | Математика |
| Код | Вариант | Итого баллов | Отметка | Отметка за предыдущую четверть |
| 1 | 1 | 7 | | 4 |

# ВПР 6
| Результаты ВПР |
| Класс: | 6А |
| Предмет: | Математика |
| Код | Вариант | Итого баллов | Отметка | Отметка за предыдущую четверть |
| 1 | 1 | 7 | | 2 |
| 2 | отсутствовал | 0 | | 3 |
"""


@pytest.mark.parametrize(("region", "mark"), [("", 3), ("Тверская область", 4), ("Тверская обл.", 4), ("Рязанская область", 3)])
def test_a_scale_of_the_region_goes_before_one_for_all(region: str, mark: int) -> None:
    school = read(SCALES.format(region=region))
    assert concluded(externals(school.records["oge_results"], school)[0]) == mark


def test_scales_of_the_school_go_before_those_built_in_and_each_year_has_its_own() -> None:
    school = read(SCALES.format(region=""))
    _, earlier, russian, *_ = externals(school.records["oge_results"], school)
    assert (earlier.year, concluded(earlier)) == (2025, 2)
    assert (russian.year, concluded(russian)) == (2026, 4)  # without the condition of the recommendations
    assert russian.scale is not None
    assert russian.scale.source == "лист «Шкалы экзаменов»"


def test_a_scale_of_the_class_goes_before_one_for_all() -> None:
    school = read(SCALES.format(region=""))
    assert [concluded(result) for result in externals(school.records["vpr_results"], school)] == [3, 2, None]
    assert compared(school.records["vpr_results"], school) == [-1, 0, None]


def test_of_an_exam_taken_again_the_last_result_counts_and_none_that_was_annulled() -> None:
    school = read(SCALES.format(region=""))
    found = final_results(externals(school.records["oge_results"], school))
    assert [(result.student, result.name, concluded(result)) for result in found] == [
        ("Иванов Иван", "физика", 3), ("Петров Пётр", "физика", 2), ("Сидорова Анна", "русский язык", 4), ("Сидорова Анна", "физика", 3),
    ]  # fmt: skip


# Against the journal


@pytest.mark.parametrize(("mark", "previous", "sign"), [(3, 4, -1), (4, 4, 0), (5, 2, 1)])
def test_lower_the_same_and_higher(mark: int, previous: int, sign: int) -> None:
    assert compare(mark, previous) == sign


JOURNAL = """
# Учебные периоды
| Учебные периоды |
| Название | Вид | Начало | Окончание |
| 2 четверть | период | 09.11.2026 | 29.12.2026 |
| 3 четверть | период | 11.01.2027 | 26.03.2027 |
| 4 четверть | период | 05.04.2027 | 28.05.2027 |

# Журнал
| Классный журнал |
| Класс: | 5А |
| Предмет: | Математика |
| Учитель: | Смирнова А. А. |
| ФИО | 12.01.2027 | 06.04.2027 | 2 четверть | 3 четверть | 4 четверть |
| Иванов Иван | 4 | 5 | 3 | 4 | 5 |
| Петров Пётр | 3 | 5 | 3 | | 5 |
| Сидорова Анна | 3 | 5 | 3 | н/а | 5 |

# ВПР
| Результаты ВПР |
| Класс: | 5А |
| Предмет: | Математика |
| Дата работы: | {date} |
| Код | ФИО | Вариант | Первичный балл | Отметка ВПР | Отметка за предыдущий период |
| 1 | Иванов Иван | 1 | 15 | 3 | |
| 2 | Петров Пётр | 1 | 15 | 4 | |
| 3 | Сидорова Анна | 1 | 15 | 4 | |
| 4 | Сидорова Анна | 1 | 15 | 4 | 4 |
| 5 | | 1 | 15 | 4 | |
"""


@pytest.mark.parametrize(
    ("date", "signs"),
    [
        ("15.04.2027", [-1, 1, None, 0, None]),
        ("15.03.2027", [0, 1, 1, 0, None]),
        ("", [None, None, None, 0, None]),
    ],
)
def test_the_mark_before_is_the_last_one_set_for_a_period_that_had_ended(date: str, signs: list[int | None]) -> None:
    school = read(JOURNAL.format(date=date))
    assert compared(school.records["vpr_results"], school) == signs


# Minimums and pages

RESULTS = """
# ОГЭ
| Результаты ОГЭ |
| Учебный год: | 2025/2026 |
| № | ФИО | Класс | Предмет | Форма | Первичный балл | Баллы за геометрию | Отметка | Аннулирован |
| 1 | Иванов Иван | 9А | Математика | | 22 | 5 | 5 | |
| 2 | Петров Пётр | 9А | Математика | ОГЭ | 16 | 4 | 4 | |
| 3 | Сидорова Анна | 9А | Математика | | 8 | 1 | 2 | |
| 4 | Орлова Ольга | 9А | Математика | ГВЭ | 10 | | 4 | |
| 5 | Орлов Олег | 9А | Математика | | | | | да |
| 6 | Орлов Олег | 9А | Физика | | 20 | | | |

# ЕГЭ
| Результаты ЕГЭ |
| Учебный год: | 2025/2026 |
| № | ФИО | Класс | Предмет | Уровень (Б/П) | Тестовый балл | Отметка |
| 1 | Иванов Иван | 11А | Русский язык | | 100 | |
| 2 | Петров Пётр | 11А | Русский язык | | 23 | |
| 3 | Сидорова Анна | 11А | Русский язык | | 70 | |
| 4 | Сидорова Анна | 11А | Математика | База | 4 | |
| 5 | Иванов Иван | 11А | Математика профильная | | 27 | |
| 6 | Иванов Иван | 11А | Китайская литература | | 50 | |

# ВПР
| Результаты ВПР |
| Класс: | 5А |
| Предмет: | Математика |
| Учебный год: | 2025/2026 |
| Код | Вариант | Первичный балл | Отметка ВПР | Отметка за предыдущий период |
| 1 | 1 | 15 | 5 | 4 |
| 2 | 1 | 10 | 3 | 4 |
| 3 | 2 | 9 | 3 | 3 |
| 4 | отсутствовал | | | 3 |
"""


def made(text: str) -> dict[str, Page]:
    school = read(text)
    summary = Summary(school, "year", dt.date(2026, 6, 30), in_period(school, "year"), students(school))
    return {page.tab: page for page in pages(summary)}


def values(row: Any) -> list[Any]:
    return [cell.value if isinstance(cell, Figure) else cell for cell in row]


def test_below_the_minimum_or_unknown() -> None:
    school = read(RESULTS)
    low = {(result.student, result.name): below_minimum(result) for result in externals(school.records["ege_results"], school)}
    assert low == {
        ("Иванов Иван", "русский язык"): False, ("Петров Пётр", "русский язык"): True, ("Сидорова Анна", "русский язык"): False,
        ("Сидорова Анна", "математика (база)"): False, ("Иванов Иван", "математика (профиль)"): False,
        ("Иванов Иван", "китайская литература"): None,
    }  # fmt: skip


def test_page_of_the_oge() -> None:
    rows = [values(row) for row in made(RESULTS)["ОГЭ"].rows]
    assert rows == [
        ["Математика", 3, 1, 1, 0, 1, 0, Fraction(200, 3), Fraction(200, 3), Fraction(11, 3), Fraction(46, 3)],
        ["Математика (ГВЭ)", 1, 0, 1, 0, 0, 0, Fraction(100), Fraction(100), Fraction(4), Fraction(10)],
        ["Физика", 1, 0, 0, 0, 0, 1, Fraction(0), Fraction(0), None, Fraction(20)],
        ["Итого экзаменов", 5, 1, 2, 0, 1, 1, Fraction(60), Fraction(60), Fraction(15, 4), None],
    ]


def test_page_of_the_ege() -> None:
    rows = [values(row) for row in made(RESULTS)["ЕГЭ"].rows]
    assert rows == [
        ["Китайская литература", 1, None, None, 0, 0, 0, 0, 0, Fraction(50), 0, 0, 0, 0],
        ["Математика (база)", 1, 3, 0, 0, 0, 0, 0, 0, None, 0, 1, 0, 0],
        ["Математика (профиль)", 1, 27, 0, 0, 0, 0, 0, 0, Fraction(27), 0, 0, 0, 0],
        ["Русский язык", 3, 24, 1, 2, 2, 1, 1, 1, Fraction(193, 3), 0, 0, 0, 0],
        ["Итого экзаменов", 6, None, 1, 2, 2, 1, 1, 1, None, 0, 1, 0, 0],
    ]


def test_page_of_the_vpr() -> None:
    rows = [values(row) for row in made(RESULTS)["ВПР"].rows]
    third = Fraction(100, 3)
    assert rows == [
        ["5А", "Математика", 3, 1, 0, 2, 0, 0, Fraction(100), third, 3, 1, 1, 1, third, third, third],
        ["Итого", "", 3, 1, 0, 2, 0, 0, Fraction(100), third, 3, 1, 1, 1, third, third, third],
    ]


def test_no_page_without_results() -> None:
    assert made("# Правила\n| Правила |\n| Правило | Значение |\n| Порог пропусков для н/а, % | 60 |") == {}


def figures(page: Page) -> list[Figure]:
    return [cell for row in page.rows for cell in row if isinstance(cell, Figure)]


def test_every_figure_says_why() -> None:
    for page in made(RESULTS).values():
        for figure in figures(page):
            assert figure.why is not None
            assert all(line and "None" not in line for line in figure.why())


def test_totals_are_the_sums_of_the_rows_above() -> None:
    for page in made(RESULTS).values():
        *rows, total = page.rows
        for column, cell in enumerate(total):
            if isinstance(cell, Figure) and cell.formula.startswith(f"=SUM({page.cell(0, column)}:"):
                assert cell.value == sum(values(row)[column] or 0 for row in rows)


def test_points_of_single_tasks_are_passed_over() -> None:
    """The form in which results are gathered has a column a task."""
    sheet = """# ВПР
| Результаты ВПР |
| Класс: | 5А |
| Предмет: | Математика |
| Максимальный балл: | 20 |
| Код участника | Пол | Вариант (часть 1) | 1 (1б) | 2 (2б) | 3.1 (1б) | 12К1 | Первичный балл | Отметка за предыдущий период |
| 101 | ж | 2 | 1 | 1 | 0 | 3 | 5 | 4 |
"""
    assert check_books(parse_books(sheet, "Книга.xlsx")).issues == ()
