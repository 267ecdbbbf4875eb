"""The invented school with cells changed, rows lost and rows added at random: every rule still runs, every message is whole."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from xlrecords.book import Book, Cell, Rows
from xlrecords.books.markdown import MarkdownBook
from xlrecords.commands import check_books, find_books, read_books
from xlrecords.demo import LEAST_CLASSES, build
from xlrecords.forms import BY_NAME, FORMS
from xlrecords.sheets import survey
from xlrecords.sheets.template import Content, write

VALUES: tuple[Cell, ...] = (
    "", "  ", 5.0, 6.0, -1.0, 4.5, 46000.0, True, "н", "н/а", "осв", "да", "5А", "1-4", "#REF!", "ФИО", "Итого", "2 класс",
    "Орлов Иван", "х" * 300, dt.date(2026, 10, 1), dt.datetime(2026, 1, 1, 5), dt.time(3), dt.timedelta(1),
)  # fmt: skip
ACCEPTED = {
    "number": 1, "date": dt.date(2027, 5, 20), "book": "Контингент.xlsx", "rule": "Скрытый лист в деле", "reason": "Лист служебный",
    "author": "Орлова Н. П.",
}  # fmt: skip


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Book]:
    """Books of a school without planted errors, and the one that such a school has no need of."""
    key = build(tmp_path_factory.mktemp("school"), LEAST_CLASSES, plant=False)
    accepted = tmp_path_factory.mktemp("accepted") / "Принятые замечания.xlsx"
    write(accepted, [(BY_NAME["acceptances"], Content(rows=[ACCEPTED]), "")])
    return list(read_books(dict(find_books((key.school, accepted))), lambda done, total: None))


def damaged(rows: Rows, chance: Random) -> Rows:
    """Cells of a sheet after careless hands."""
    table = [list(row) for row in rows]
    for _ in range(chance.choice([0, 0, 1, 3, 20])):
        row = chance.choice(table if chance.random() < 0.6 else table[:8])
        row[chance.randrange(len(row))] = chance.choice(VALUES)
    if chance.random() < 0.1:
        del table[chance.randrange(len(table))]
    if chance.random() < 0.1:
        table.insert(chance.randrange(len(table)), [""] * len(rows[0]))
    return table


def test_the_school_has_every_form(books: list[Book]) -> None:
    assert set(survey(books, FORMS)[0]) == {form.name for form in FORMS}


@pytest.mark.parametrize("seed", range(8))
def test_every_rule_runs_on_a_damaged_school(books: list[Book], seed: int) -> None:
    chance = Random(seed)
    hurt = [MarkdownBook(book.name, {sheet: damaged(book.cells(sheet), chance) for sheet in book.sheets()}) for book in books]
    issues = check_books(hurt).issues
    assert issues
    for issue in issues:
        assert issue.rule.id != "rule-failed", issue.message
        assert not {"nan", "NaT", "None"} & set((issue.message + " " + issue.fix).replace("»", " ").replace("«", " ").split())
