"""Tables are found wherever a teacher moved them, and every address stays that of the sheet."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlrecords.book import EMPTY, Rows, address
from xlrecords.books.markdown import MarkdownBook, parse_books
from xlrecords.commands import check_books
from xlrecords.forms import BY_NAME, FORMS
from xlrecords.sheets.lexicon import Lexicon
from xlrecords.sheets.locate import Block, locate
from xlrecords.sheets.read import read

LEXICON = Lexicon(FORMS)


def blocks(text: str) -> list[Block]:
    """Blocks on the only sheet of a Markdown text."""
    book = parse_books(text)[0]
    (sheet,) = book.sheets()
    return locate(book.name, sheet, book.cells(sheet), LEXICON)


def shape(block: Block) -> tuple[str, list[str], list[str]]:
    """Form, addresses of the dates, addresses of the names."""
    dates = [address(row + 1, column + 1) for row, column in zip(block.grid.rows, block.grid.columns, strict=True)]
    return block.form.name, dates, [address(line + 1, block.columns["student"][0] + 1) for line in block.lines]


CASES = {
    "headings in the first row": (
        """
# Алгебра
| № | ФИО | 02.09.2026 | 04.09.2026 | 1 четверть |
| 1 | Орлов Иван | 5 | | 5 |
| 2 | Петрова Анна | | 4 | |
""",
        [("class_journal", ["C1", "D1"], ["B2", "B3"])],
    ),
    "metadata above, the dates a row above the names": (
        """
# Пары
| Дисциплина | | Алгебра |
| Тема | | |
| Дата | | 02.09.2026 | 04.09.2026 |
| № | ФИО | | |
| 1 | Орлов Иван | 5 | |
""",
        [("class_journal", ["C3", "D3"], ["B5"])],
    ),
    "a month row over a row of days": (
        """
# Алгебра
| Предмет: | Алгебра | Учебный год: | 2026/2027 |
| № | ФИО | сентябрь | | октябрь |
| | | 2 | 4 | 12 |
| 1 | Орлов Иван | 5 | | 3 |
""",
        [("class_journal", ["C3", "D3", "E3"], ["B4"])],
    ),
    "two blocks one under another, with footers": (
        """
# Лист
| Классный журнал |
| 5А класс |
| пп | ФИО | 02.09.2026 | 04.09.2026 |
| 1. | Орлов Иван | 5 | |
| 2. | Петрова Анна | 4 | |
| | Всего | 2 | 0 |
| | Ильина Н. П.: | | |
| 5Б класс |
| пп | ФИО | 02.09.2026 | 04.09.2026 |
| 1. | Зайцев Пётр | 5 | |
""",
        [("class_journal", ["C3", "D3"], ["B4", "B5"]), ("class_journal", ["C9", "D9"], ["B10"])],
    ),
    "a second table at the right": (
        """
# Лист
| № | ФИО | 02.09.2026 | 04.09.2026 | | Класс | Кол-во |
| 1 | Орлов Иван | 5 | | | 5А | 28 |
| | | | | | Всего: | 28 |
""",
        [("class_journal", ["C1", "D1"], ["B2"])],
    ),
    "dates merged over three columns of letters are no lessons": (
        """
# Питание
| 1 класс | | пн | | | вт | | |
| пп | ФИО | 02.09.2026 | | | 03.09.2026 | | |
| | | з | о | п | з | о | п |
| 1 | Орлов Иван | 1 | 1 | | 1 | | |
""",
        [],
    ),
    "numbers in place of dates are no lessons": (
        """
# Пример
| Номер | ФИО | 1 | 2 | 3 |
| 1 | Орлов Иван | 5 | 4 | 0 |
""",
        [],
    ),
    "surname, name and patronymic in three columns": (
        """
# Лист
| № | фамилия␣ | Имя␣␣ | отчество | 02.09.2026 | 04.09.2026 |
| 1 | Орлов | Иван | Петрович | 5 | |
""",
        [("class_journal", ["E1", "F1"], ["B2"])],
    ),
    "the register of lessons beside": (
        """
# Алгебра
| № | ФИО | 02.09.2026 | 1 четверть | | Дата | Тема | Домашнее задание |
| 1 | Орлов Иван | 5 | | | 02.09.2026 | Степень | № 5 |
""",
        [("class_journal", ["C1"], ["B2"])],
    ),
    "the register of lessons below": (
        """
# Алгебра
| № | ФИО | 02.09.2026 | 1 четверть |
| 1 | Орлов Иван | 5 | |

| Дата | Тема | Домашнее задание | |
| 02.09.2026 | Степень | № 5 | |
""",
        [("class_journal", ["C1"], ["B2"])],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_shapes(case: str) -> None:
    text, expected = CASES[case]
    assert [shape(block) for block in blocks(text)] == expected


@pytest.mark.parametrize("case", ["the register of lessons beside", "the register of lessons below"])
def test_a_register_is_read_with_its_places(case: str) -> None:
    records = read(BY_NAME["class_journal"], blocks(CASES[case][0]))
    assert records.lessons[["topic", "homework"]].astype(object).to_numpy().tolist() == [["Степень", "№ 5"]]
    row, column = ("2", "G") if case.endswith("beside") else ("5", "B")
    place = address(int(records.lessons["row"].iat[0]), int(records.places["topic"][0]))
    assert place == column + row


def test_days_get_the_year_of_the_head() -> None:
    records = read(BY_NAME["class_journal"], blocks(CASES["a month row over a row of days"][0]))
    assert [day.strftime("%d.%m.%Y") for day in records.headings["date"]] == ["02.09.2026", "04.09.2026", "12.10.2026"]


def test_stacked_blocks_have_their_own_classes() -> None:
    found = blocks(CASES["two blocks one under another, with footers"][0])
    assert read(BY_NAME["class_journal"], found).sheets["school_class"].tolist() == ["5А", "5Б"]


@pytest.mark.parametrize(
    ("headings", "marks", "cell"),
    [
        ("02.09.2026 | | 04.09.2026 | 1 четверть", "5 | 4 | | ", "D3"),
        ("02.09.2026 | | 04.09.2026 | | 07.09.2026", "5 | 4 | | | 5", "D3"),
        ("02.09.2026 | 04.09.2026 | ", "5 | | 4", "E3"),
    ],
)
def test_marks_under_an_empty_heading_are_reported_not_lost(headings: str, marks: str, cell: str) -> None:
    text = f"""
# Алгебра
| Классный журнал |
| Класс: | 5А | Предмет: | Алгебра | Учитель: | Ильина Н.П. |
| № | ФИО | {headings} |
| 1 | Орлов Иван | {marks} |
"""
    outcome = check_books(parse_books(text))
    assert [(issue.place.cell, issue.rule.id) for issue in outcome.issues] == [(cell, "heading-blank")]


def test_a_footer_is_left_out_but_never_a_person() -> None:
    text = """
# Алгебра
| ФИО | 02.09.2026 | 04.09.2026 |
| Орлов Иван | 5 | |
| Средний Пётр | 4 | |
| Средний балл | 4,5 | |
| Итого | 2 | 0 |
"""
    assert shape(blocks(text)[0]) == ("class_journal", ["B1", "C1"], ["A2", "A3"])


JOURNAL = """
# Алгебра
| Классный журнал |
| Класс: | 5А |
| Предмет: | Алгебра |
| Учитель: | Ильина Н.П. |

| № | ФИО | 02.09.2026 | 04.09.2026 | 07.09.2026 | 1 четверть |
| 1 | Орлов Иван | 5 | 6 | н | |
| 2 | Петрова Анна | ы | 4 | | н |
| 3 | Зайцев Пётр | | | 4,5 | 5 |
"""
WRONG = {(6, 3): "mark-out-of-scale", (7, 2): "mark-unknown", (7, 5): "mark-misplaced", (8, 4): "mark-fractional"}


def moved(rows: Rows, down: int, right: int, notes: list[str], side: bool, footer: bool) -> Rows:
    """The cells of a sheet after a teacher moved the table and wrote about it."""
    table = copy.deepcopy(rows)
    width = len(table[0])
    if side:
        for index, row in enumerate(table):
            row += [
                EMPTY,
                EMPTY,
                *(["Кол-во", "Класс"] if index == 5 else [28.0, "5А"] if index == 6 else [EMPTY, EMPTY]),
            ]
    if footer:
        table.append([EMPTY, "Итого:", 2.0, 2.0, EMPTY, EMPTY, *[EMPTY] * (len(table[0]) - width)])
    above: Rows = [[notes[index] if index < len(notes) else EMPTY, *[EMPTY] * (len(table[0]) - 1)] for index in range(down)]
    return [[EMPTY] * right + row for row in (*above, *table)]


@given(
    down=st.integers(0, 12),
    right=st.integers(0, 5),
    notes=st.lists(st.sampled_from(["МОУ «Школа № 2»", "2026/2027", "Заметка учителя", ""]), max_size=3),
    side=st.booleans(),
    footer=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_moving_the_table_moves_every_address(down: int, right: int, notes: list[str], side: bool, footer: bool) -> None:
    rows = parse_books(JOURNAL)[0].cells("Алгебра")
    book = MarkdownBook("Книга.xlsx", {"Алгебра": moved(rows, down, right, notes, side, footer)})
    found = {issue.place.cell: issue.rule.id for issue in check_books([book]).issues}
    assert found == {address(row + down + 1, column + right + 1): rule for (row, column), rule in WRONG.items()}


@pytest.mark.parametrize(
    "text",
    [
        """
# Спорт
| Спорт и ГТО |
| ФИО | Класс | Дата | Соревнование | Ранг соревнования | Вид спорта | Результат |
| Громов Пётр | 5А | | Турнир | | Бокс | призёр |
| Орлова Мария | 5А | | Турнир | школьные соревнования | Бокс | призёр |
""",
        """
# Заявления
| Журнал заявлений |
| Дата | Заявитель | ФИО | Класс | О чём |
| | | Громов Пётр | 5А | иное |
| | Орлов Лев | Орлова Мария | 5А | иное |
""",
    ],
    ids=["a name at the left", "a name at the right"],
)
def test_an_entry_that_lacks_what_the_first_sign_heads_is_an_entry(text: str) -> None:
    """The first sign of «Спорт и ГТО» is the rank of the contest, that of «Журнал заявлений» the applicant."""
    (block,) = blocks(text)
    assert block.lines == [2, 3]
