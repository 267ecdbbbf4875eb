"""Marks for periods: the engine for a whole school at once against a slow one, a student and a lesson at a time, in fractions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from xlrecords.attestation.results import results
from xlrecords.books.markdown import parse_books
from xlrecords.commands.reading import study
from xlrecords.words import decimal

TERMS = (("1 четверть", dt.date(2026, 9, 1), dt.date(2026, 9, 14)), ("2 четверть", dt.date(2026, 9, 15), dt.date(2026, 9, 30)))
NAMES = ("quarter1", "quarter2")
CHANGE = dt.date(2026, 9, 15)
"""A second version of the settings holds from this day."""
CELLS = ("5", "4", "3", "2", "5/4", "3✕2", "2✕10", "н", "б", "н/4", "о", ".", "")
STUDENTS = ("Иванов Иван", "Петров Пётр", "Орлова Мария")
WORKS = ("", "КР", "СР")


@dataclass(frozen=True)
class Rules:
    """What a school set."""

    thresholds: tuple[Fraction, ...]
    average: str
    reminder: str
    weights: dict[str, int]

    def rows(self, since: str) -> str:
        """Rows of the sheet «Правила»."""
        shown = {
            "Пороги отметок «3», «4», «5»": "; ".join(decimal(threshold) for threshold in self.thresholds),
            "Средний балл": self.average,
            "Точка в журнале": self.reminder,
            "Веса видов работ": "; ".join(f"{work}={weight}" for work, weight in self.weights.items()),
        }
        return "".join(f"| {key} | {value} | {since} |\n" for key, value in shown.items() if value)


RULES = st.builds(
    Rules,
    st.lists(st.integers(200, 500), min_size=3, max_size=3, unique=True).map(
        lambda found: tuple(Fraction(each, 100) for each in sorted(found))
    ),
    st.sampled_from(("взвешенный", "простой")),
    st.sampled_from(("не учитывать", "считать двойкой")),
    st.fixed_dictionaries({"КР": st.integers(1, 5), "СР": st.integers(1, 5)}),
)
DAYS = st.lists(st.integers(0, 29), min_size=1, max_size=10, unique=True).map(
    lambda found: [TERMS[0][1] + dt.timedelta(number) for number in sorted(found)]
)


def weighed(cell: str, work: str, rules: Rules) -> list[tuple[Fraction, Fraction]]:
    """Marks of a cell with their weights, by the words of the rules."""
    if cell == ".":
        marks = [("2", 1)] if rules.reminder == "считать двойкой" else []
    else:
        marks = [(part[0], int(part.partition("✕")[2] or 1)) for part in cell.split("/") if part[:1].isdigit()]
    if rules.average == "простой":
        return [(Fraction(mark), Fraction(1)) for mark, _ in marks]
    return [(Fraction(mark), Fraction(own * rules.weights.get(work, 1))) for mark, own in marks]


def slow(cells: list[str], days: list[dt.date], works: list[str], old: Rules, new: Rules) -> dict[str, int]:
    """Mark for each term that has marks."""
    found = {}
    for (_, first, last), name in zip(TERMS, NAMES, strict=True):
        marks = []
        for cell, day, work in zip(cells, days, works, strict=True):
            if first <= day <= last:
                marks += weighed(cell, work, new if day >= CHANGE else old)
        if marks:
            mean = sum((mark * weight for mark, weight in marks), Fraction(0)) / sum((weight for _, weight in marks), Fraction(0))
            thresholds = (new if last >= CHANGE else old).thresholds
            found[name] = 5 if mean >= thresholds[2] else 4 if mean >= thresholds[1] else 3 if mean >= thresholds[0] else 2
    return found


@settings(deadline=None, max_examples=60)
@given(DAYS.flatmap(lambda days: st.tuples(
    st.just(days),
    st.lists(st.lists(st.sampled_from(CELLS), min_size=len(days), max_size=len(days)), min_size=1, max_size=3),
    st.lists(st.sampled_from(WORKS), min_size=len(days), max_size=len(days)),
)), RULES, RULES)  # fmt: skip
def test_engine_agrees_with_fractions(school: tuple[list[dt.date], list[list[str]], list[str]], old: Rules, new: Rules) -> None:
    days, lines, works = school
    headings = " | ".join(f"{day:%d.%m.%Y}" for day in days)
    table = [f"| ФИО | {headings} | 1 ч | 2 ч | | Дата | Вид работы | Тема |"]
    for number in range(max(len(lines), len(days))):
        cells = [STUDENTS[number], *lines[number]] if number < len(lines) else [""] * (len(days) + 1)
        register = [f"{days[number]:%d.%m.%Y}", works[number], "Дроби"] if number < len(days) else ["", "", ""]
        table.append(f"| {' | '.join([*cells, '', '', '', *register])} |")
    dates = "".join(f"| {title} | период | {first:%d.%m.%Y} | {last:%d.%m.%Y} |\n" for title, first, last in TERMS)
    text = (
        "# Алгебра\n| Классный журнал |\n| Класс: | 5А |\n| Предмет: | Алгебра |\n| Учитель: | Орлова А. А. |\n" + "\n".join(table)
        + "\n# Учебные периоды\n| Учебные периоды |\n| Название | Вид | Начало | Окончание |\n" + dates
        + "# Правила\n| Правила |\n| Правило | Значение | Действует с |\n" + old.rows("") + new.rows(f"{CHANGE:%d.%m.%Y}")
    )  # fmt: skip
    found = results(study(parse_books(text, "Книга.xlsx"))[0])
    computed = {(int(row.student), str(row.term)): int(row.computed) for row in found.itertuples() if row.term in NAMES and row.computed}
    expected = {(number, term): mark for number, cells in enumerate(lines) for term, mark in slow(cells, days, works, old, new).items()}
    assert computed == expected
