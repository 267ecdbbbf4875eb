"""The frame of all marks: where each comes from, whose it is, what is computed beside it, and by the rules of its time."""

from __future__ import annotations

import datetime as dt

from xlrecords.attestation.behaviour import behaviour
from xlrecords.attestation.results import default_period, in_period, last_lesson, results, students, where
from xlrecords.attestation.why import of_mark
from xlrecords.books.markdown import parse_books
from xlrecords.commands.reading import study
from xlrecords.policy import read_policy
from xlrecords.reports.summary import summary_pages
from xlrecords.school import School

from .markdown import school

CALENDAR = """
# Учебные периоды
| Учебные периоды |
| Название | Вид | Классы | Начало | Окончание | Закрыт |
| 1 четверть | период | 1–9 | 01.09.2026 | 25.10.2026 | да |
| 2 четверть | период | 1–9 | 02.11.2026 | 30.12.2026 | да |
| 3 четверть | период | 1–9 | 11.01.2027 | 26.03.2027 | нет |
| 1 полугодие | период | | 01.09.2026 | 30.12.2026 | да |
"""
PEOPLE = """
# Контингент
| Контингент |
| № | ФИО | Дата рождения | Класс | Прибыл | Выбыл |
| 1 | Иванов Иван Иванович | 01.02.2015 | 5А | 01.09.2026 | |
| 2 | Орлова Мария Игоревна | 03.04.2015 | 5А | 01.09.2026 | 01.12.2026 |
"""
ALGEBRA = """
# 5А алгебра
| Классный журнал |
| Класс: | 5А |
| Предмет: | Алгебра |
| Учитель: | Смирнова А. А. |
| ФИО | 01.09.2026 | 02.09.2026 | 03.11.2026 | 1 четверть | 2 четверть | Год |
| Иванов Иван | 4 | 5/4 | 3 | 4 | 3 | |
| Орлова Мария | 5 | н | 5 | 5 | | |
"""
SUMMARY = """
# Сводная
| Сводная ведомость |
| Класс: | 5А |
| Период: | 1 четверть |
| № | ФИО | Алгебра | Музыка |
| 1 | Иванов Иван | 5 | 5 |
"""


def table(found: School, term: str = "") -> list[tuple[object, ...]]:
    """Name, subject, term, token, computed mark and form of every row, or of those of a period."""
    frame = in_period(found, term) if term else results(found)
    names = students(found)["name"]
    return [
        (names[row.student], row.subject, row.term, row.token, int(row.computed), row.form)
        for row in frame.sort_values(["student", "subject", "term"]).itertuples()
    ]


def test_journals_come_first_and_summaries_fill_the_rest() -> None:
    found = school(ALGEBRA, SUMMARY, CALENDAR, PEOPLE)
    assert table(found, "quarter1") == [
        ("Иванов Иван Иванович", "Алгебра", "quarter1", "4", 4, "class_journal"),
        ("Иванов Иван Иванович", "Музыка", "quarter1", "5", 0, "grade_summary"),
        ("Орлова Мария Игоревна", "Алгебра", "quarter1", "5", 5, "class_journal"),
    ]


def test_who_left_is_not_in_a_period_that_ends_later() -> None:
    assert {row[0] for row in table(school(ALGEBRA, CALENDAR, PEOPLE), "quarter2")} == {"Иванов Иван Иванович"}


def test_sums_are_those_of_the_current_marks() -> None:
    row = results(school(ALGEBRA, CALENDAR, PEOPLE)).iloc[0]
    assert (row["total"], row["weight"], row["count"], row["missed"], row["held"]) == (13, 3, 3, 0, 2)


def test_nothing_is_computed_from_a_line_with_an_unreadable_cell() -> None:
    found = results(school(ALGEBRA.replace("5/4", "ы"), CALENDAR))
    dated = found[found["term"] != "year"]
    assert dict(zip(dated["unsure"], dated["computed"] == 0, strict=True)) == {True: True, False: False}


def test_two_sheets_of_a_subject_are_one() -> None:
    second = ALGEBRA.replace("# 5А алгебра", "# 5А алгебра 2").replace("| 4 | 3 | |", "| | 3 | 4 |").replace("1 четверть", "3 четверть")
    found = results(school(ALGEBRA, second, CALENDAR))
    ivan = found[(found["student"] == 0)]
    assert dict(zip(ivan["term"], ivan["token"], strict=True)) == {"quarter1": "4", "quarter2": "3", "quarter3": "", "year": "4"}


def test_half_years_go_with_the_quarter_that_ends_with_them() -> None:
    tenth = ALGEBRA.replace("5А", "10А").replace("| 1 четверть | 2 четверть |", "| 1 полугодие | 2 полугодие |")
    found = school(ALGEBRA, tenth, CALENDAR)
    assert {(row[2], row[3]) for row in table(found, "quarter2")} == {("quarter2", "3"), ("quarter2", ""), ("half1", "4"), ("half1", "5")}
    assert {row[2] for row in table(found, "quarter1")} == {"quarter1"}
    assert default_period(found) == "quarter2"


def test_half_years_that_the_calendar_does_not_date_go_with_their_quarter() -> None:
    """Music has half-years in a class for which only quarters are dated."""
    quarters = "\n".join(line for line in CALENDAR.split("\n") if "полугодие" not in line)
    music = ALGEBRA.replace("Алгебра", "Музыка").replace("5А алгебра", "5А музыка").replace("1 четверть | 2 четверть", "1 полугодие | Год")
    found = school(ALGEBRA, music.replace("| Год |\n", "|\n"), quarters)
    assert {row[1:4] for row in table(found, "quarter2") if row[1] == "Музыка"} == {("Музыка", "half1", "4"), ("Музыка", "half1", "5")}
    assert "Музыка" not in {row[1] for row in table(found, "quarter1")}


def test_period_by_default_has_marks_even_where_the_class_is_not_named() -> None:
    """The calendar dates quarters for classes 1–9 alone, and nobody knows whether this is one of them."""
    found = school(ALGEBRA.replace("5А |", "|"), CALENDAR)
    assert default_period(found) == "quarter2"
    assert len(table(found, default_period(found))) == 2


def test_period_without_a_calendar_is_the_last_with_marks() -> None:
    assert default_period(school(ALGEBRA)) == "quarter2"
    assert default_period(school(SUMMARY)) == "quarter1"


def test_unknown_names_are_not_merged() -> None:
    found = school(ALGEBRA.replace("Орлова Мария", "Орлова М."), SUMMARY.replace("Иванов Иван", "Орлова М."), PEOPLE)
    listed = students(found)
    assert listed["person"].tolist() == [0, -1]
    assert listed["name"].tolist() == ["Иванов Иван Иванович", "Орлова М."]


def test_place_of_a_mark() -> None:
    found = school(ALGEBRA, CALENDAR)
    assert where(found, 0) == "Книга.xlsx, «5А алгебра»!E6"


def test_school_without_marks() -> None:
    found = school(CALENDAR)
    assert results(found).empty
    assert in_period(found, "year").empty
    assert last_lesson(found) is None


RULES = """
# Правила
| Правила |
| Правило | Значение | Действует с | Источник |
| Пороги отметок «3», «4», «5» | 2,5; 3,5; 4,5 | | Приказ школы № 1 |
| Пороги отметок «3», «4», «5» | 2,6; 3,6; 4,6 | {day} | Приказ школы № 7 |
"""
HALF = ALGEBRA.replace("| 4 | 5/4 | 3 |", "| 4 | 3 | 4/3 |")


def test_each_term_is_computed_by_the_rule_of_its_time() -> None:
    """A mean of 3,50 in both quarters: by the old thresholds it is a four, by the new ones a three."""
    for day, computed in (("01.09.2026", [3, 3]), ("01.11.2026", [4, 3]), ("01.01.2027", [4, 4])):
        found = results(school(HALF, CALENDAR, RULES.format(day=day)))
        ivan = found[(found["student"] == 0) & (found["term"] != "year")]
        assert ivan["computed"].tolist() == computed, day


def test_past_years_keep_their_rule() -> None:
    """The same journal a year earlier: a version that holds since this September does not touch it."""
    earlier = HALF.replace("2026", "2025").replace("5А", "4А")
    calendar = CALENDAR + CALENDAR.partition("| Закрыт |\n")[2].replace("2027", "2026x").replace("2026 ", "2025 ").replace("2026x", "2026")
    both = school(HALF, earlier, calendar, RULES.format(day="01.09.2026"))
    assert [past.year for past in both.past] == [2025]
    assert results(both)["computed"].iloc[0] == 3
    assert results(both.past[0])["computed"].iloc[0] == 4


def test_why_names_cells_sum_threshold_rule_version_and_clause() -> None:
    told = of_mark(school(HALF, CALENDAR, PEOPLE, RULES.format(day="01.11.2026")), 1)
    assert told == [
        "Иванов Иван Иванович, Алгебра, 2 четверть: поставлено «3» (Книга.xlsx, «5А алгебра»!F6).",
        "Текущие отметки: 4 (D6); 3 (D6).",
        "Средний балл: сумма отметок 7 : 2 = 3,50 (сравнивается неокруглённым).",
        "Пороги: 2,60 ≤ 3,50 < 3,60, выходит «3».",
        "Отметок 2 при нужных 3; пропущено уроков: 0 из 1.",
        f"Правило: {read_policy({}).basis('minimums')}.",
        "Правило: Пороги отметок «3», «4», «5»: 2,6; 3,6; 4,6 (лист «Правила», действует с 01.11.2026; Приказ школы № 7).",
        "Основание: п. 4.1 Положения; порядок устанавливает школа: ст. 58 ч. 1 Федерального закона № 273-ФЗ.",
    ]


def test_not_attested_is_told_by_its_rules() -> None:
    absent = ALGEBRA.replace("| Иванов Иван | 4 | 5/4 | 3 | 4 | 3 | |", "| Иванов Иван | н | н | н | н/а | н/а | |")
    told = of_mark(school(absent, CALENDAR), 0)
    assert told[1:-1] == [
        "Текущих отметок нет при нужных 3; пропущено уроков: 2 из 2.",
        *(f"Правило: {read_policy({}).basis('minimums')}.", "Пропущено 100,00 % уроков."),
        *(f"Правило: {read_policy({}).basis(name)}." for name in ("na_share", "na_rule")),
    ]


def test_why_of_the_year() -> None:
    lines = ALGEBRA.replace("| 3 | 4 | 3 | |", "| 3 | 4 | 3 | 4 |")
    told = of_mark(school(lines, PEOPLE), 2)
    assert told[1] == "По периодам: 1 четверть — 4 (Книга.xlsx, «5А алгебра»!E6); 2 четверть — 3 (Книга.xlsx, «5А алгебра»!F6)."
    assert told[2] == "Среднее 4 + 3 = 7 : 2 = 3,50; половина: вверх, выходит «4»."


def test_behaviour_is_told_apart() -> None:
    summary = SUMMARY.replace("| Алгебра | Музыка |", "| Алгебра | Музыка | Поведение |").replace("| 5 | 5 |", "| 5 | 5 | обр |")
    found = school(ALGEBRA, summary, CALENDAR, PEOPLE)
    assert behaviour(found, "quarter1") == {0: "обр"}
    assert behaviour(found, "quarter2") == {}
    assert "обр" not in set(results(found)["token"])
    page = next(page for page in summary_pages(found, "quarter1", dt.date(2026, 11, 1)) if page.tab == "5А")
    assert page.fields[-1].title == "Поведение"
    assert page.rows[0][-1] == "обр"
    assert {len(row) for row in page.rows} == {len(page.fields)}


def test_a_name_on_two_lines_is_nobodys_until_a_file_number_tells_them_apart() -> None:
    twice = ALGEBRA.replace("Орлова Мария", "Иванов Иван")
    assert results(school(twice, SUMMARY)).empty
    assert students(school(twice, SUMMARY))["doubtful"].all()
    apart = ALGEBRA.replace("| Иванов Иван |", "| Иванов Иван (И-1) |").replace("| Орлова Мария |", "| Иванов Иван (И-2) |")
    assert students(school(apart))["name"].tolist() == ["Иванов Иван (И-1)", "Иванов Иван (И-2)"]
    assert results(school(apart))["student"].nunique() == 2


def test_period_is_the_year_once_most_of_its_marks_are_set() -> None:
    lines = ALGEBRA.replace("| 4 | 3 | |", "| 4 | 3 | 4 |").replace("| 5 | 5 | | |", "| 5 | 5 | | 5 |")
    assert default_period(school(lines, CALENDAR)) == "year"


def test_equal_names_in_two_books_without_a_class_are_two_people() -> None:
    nameless = ALGEBRA.replace("| Класс: | 5А |\n", "")
    books = [book for name in ("Первая.xlsx", "Вторая.xlsx") for book in parse_books(nameless, name)]
    found = study(books)[0]
    assert sorted(students(found)["name"]) == ["Иванов Иван", "Иванов Иван", "Орлова Мария", "Орлова Мария"]
    assert not students(found)["doubtful"].any()
