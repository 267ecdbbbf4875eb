"""Whatever a teacher and the school do to a sheet meanwhile: nothing of the school's is written over, nothing of the teacher's is lost in silence.

Every cell holds a word of its own, so that it is known wherever it goes: «b…» was handed out, «t…» is the teacher's, «s…» the school's.
"""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlrecords.book import Cell, Rows
from xlrecords.books.file import FileBook
from xlrecords.edits import Edits
from xlrecords.forms import FORMS
from xlrecords.kind import plain
from xlrecords.ooxml.refs import split
from xlrecords.privacy.aligning import nearest
from xlrecords.privacy.bridging import Edition
from xlrecords.privacy.merging import Plan, merge
from xlrecords.privacy.verdict import Change, Held, Kind, equal, judge
from xlrecords.sheets import survey

NAMES = ("Авдеев Пётр", "Бокова Анна", "Громов Илья", "Ежова Нина", "Юдина Ольга", "Яшин Лев", "Щукин Яков")
DAYS = tuple(dt.datetime(2026, 9, day) for day in (2, 4, 9))
TOP, LEFT = 5, 2
WORD = re.compile(r"\b[bts]\d+\b")


def handed_out() -> Rows:
    """A journal of four students, with a remark below."""
    head: Rows = [
        ["Классный журнал"],
        ["Класс:", "8А"],
        ["Предмет:", "Алгебра"],
        ["Учитель:", "Лисицына В. П."],
        ["№", "ФИО", *DAYS, "1 четверть"],
    ]
    rows: Rows = [[row + 1, name, *(f"b{row}{column}" for column in range(4))] for row, name in enumerate(NAMES[:4])]
    return [*head, *rows, [], ["Всего", "b90"], ["", "", "b91"]]


def edition(rows: Rows) -> Edition:
    """A sheet as it is read."""
    width = max(map(len, rows))
    cells = [[*row, *[""] * (width - len(row))] for row in rows]
    book = FileBook("8А.xlsx", (), {"Алгебра": cells})
    blocks, _ = survey([book], FORMS)
    return Edition(cells, [block for found in blocks.values() for block in found])


def compared(theirs: Rows, ours: Rows, base: Rows | None = None) -> Plan:
    """What a merge does with three editions of a sheet."""
    return merge(*({"Алгебра": edition(rows)} for rows in (base or handed_out(), theirs, ours)))


def after(ours: Rows, edits: Edits) -> Rows:
    """The sheet of the school once the edits were made; no cell is written twice."""
    rows = [list(row) for row in ours]
    for insert in edits.inserts:
        rows[insert.before - 1 : insert.before - 1] = [[] for _ in range(insert.count)]
    assert len({value.cell for value in edits.values}) == len(edits.values)
    for value in edits.values:
        row, column = split(value.cell)
        rows += [[] for _ in range(row - len(rows))]
        rows[row - 1] += [""] * (column - len(rows[row - 1]))
        rows[row - 1][column - 1] = "" if value.value is None else value.value
    return rows


def words(rows: Rows) -> set[str]:
    """Words that stand in a sheet."""
    return {word for row in rows for cell in row if isinstance(cell, str) for word in WORD.findall(cell)}


# What hands do to a sheet


def put(rows: Rows, row: int, column: int, value: str | dt.datetime) -> None:
    """Write into a cell."""
    while len(rows) <= row:
        rows.append([])
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = value


@st.composite
def changed(draw: st.DrawFn, side: str) -> Rows:
    """A sheet after some changes of one side."""
    rows = handed_out()
    number = iter(range(100, 1000))

    def word() -> str:
        return f"{side}{next(number)}"

    def line() -> int:
        return draw(st.integers(TOP, len(rows) - 1))

    def column() -> int:
        return draw(st.integers(LEFT, LEFT + 4))

    for what in draw(st.lists(st.sampled_from(HANDS), max_size=4)):
        if what == "mark":
            put(rows, line(), column(), word())
        elif what == "aside":
            put(rows, draw(st.integers(0, len(rows) + 3)), draw(st.integers(LEFT + 4, LEFT + 7)), word())
        elif what == "clear":
            put(rows, line(), column(), "")
        elif what == "blanks":
            row, at = line(), column()
            if at < len(rows[row]) and isinstance(rows[row][at], str) and rows[row][at]:
                rows[row][at] = f" {rows[row][at]} "
        elif what == "clear row":
            rows[line()] = []
        elif what == "delete row":
            del rows[line()]
        elif what == "insert row":
            rows.insert(line(), [])
        elif what == "swap":
            first, second = TOP + draw(st.integers(0, 2)), TOP + draw(st.integers(0, 2))
            rows[first], rows[second] = rows[second], rows[first]
        elif what == "student":
            rows.insert(draw(st.integers(TOP, TOP + 4)), [9, draw(st.sampled_from(NAMES)), word(), "", word()])
        elif what == "insert column":
            at = column()
            heading = draw(st.sampled_from(["", "Примечание", DAYS[0], dt.datetime(2026, 9, 11), dt.datetime(2026, 9, 3)]))
            for row in rows[TOP - 1 :]:
                if len(row) >= at:
                    row.insert(at, "")
            put(rows, TOP - 1, at, heading)
            if draw(st.booleans()):
                put(rows, TOP, at, word())
        elif what == "delete column":
            at = column()
            for row in rows[TOP - 1 :]:
                if len(row) > at:
                    del row[at]
    return rows


HANDS = ("mark", "aside", "clear", "blanks", "clear row", "delete row", "insert row", "swap", "student", "insert column", "delete column")


def told(changes: tuple[Change, ...]) -> tuple[set[str], set[str]]:
    """Words that were, and words that the teacher wrote, as they are told."""
    was, new = (" ".join(texts) for texts in zip(*((change.was, change.given) for change in changes), strict=True)) if changes else ("", "")
    return set(WORD.findall(was)), set(WORD.findall(new))


@settings(max_examples=300)
@given(changed("t"), changed("s"))
def test_nothing_is_written_over_and_nothing_is_lost(theirs: Rows, ours: Rows) -> None:
    found = compared(theirs, ours)
    result = after(ours, found.edits)
    base, kept = words(handed_out()), words(result)
    assert {word for word in words(ours) if word.startswith("s")} <= kept, "the school's own"
    assert base & words(theirs) & words(ours) <= kept, "what nobody changed"
    if any("лист не сравнивался" in change.note for change in found.changes):
        assert not found.edits
        return
    was, new = told(found.changes)
    assert {word for word in words(theirs) if word.startswith("t")} <= kept | new, "the teacher's own"
    assert (base - words(theirs)) & words(ours) <= was, "what the teacher took away"


# One cell


@pytest.mark.parametrize(
    ("was", "given", "now", "kind"),
    [
        (5.0, 5.0, 4.0, None),
        (5.0, "5", 5.0, Kind.SAME),  # a number does not become the text of it
        (5.0, "5 ", 5.0, Kind.SAME),
        ("5", 5.0, "5", Kind.APPLIED),  # a text put right
        ("5 ", "5", "5 ", Kind.APPLIED),
        (" 5", 5.0, 5.0, Kind.SAME),
        ("", " ", "", Kind.SAME),
        (" ", "", " ", Kind.APPLIED),
        ("", "5 ", "", Kind.APPLIED),
        ("", "5", 5.0, Kind.SAME),
        (5.0, "", 5.0, Kind.APPLIED),
        (5.0, "", 4.0, Kind.CONFLICT),
        (5.0, "5 ", 4.0, Kind.CONFLICT),
        ("первая\nвторая", "первая\r\nвторая", "первая\nвторая", None),  # LibreOffice ends lines otherwise
        (4.3, 4.300000000001, 4.3, None),
        (dt.datetime(2026, 9, 2), "02.09.2026", dt.datetime(2026, 9, 2), Kind.SAME),
        ("", "#Н/Д", "", Kind.MANUAL),
        ("", dt.timedelta(hours=1), "", Kind.MANUAL),
    ],
)
def test_what_becomes_of_a_cell(was: Cell, given: Cell, now: Cell, kind: Kind | None) -> None:
    found = judge(*(Held((0, 0), value) for value in (was, given, now)))
    assert (found and found[0]) == kind


VALUES = st.one_of(st.text(" 5н=+-@a\n", max_size=4), st.integers(0, 5).map(float), st.booleans(), st.dates())


@given(VALUES, VALUES, VALUES)
def test_a_cell_is_written_only_where_the_book_still_says_what_was_handed_out(was: Cell, given: Cell, now: Cell) -> None:
    found = judge(*(Held((0, 0), value) for value in (was, given, now)))
    assert (found is None) == equal(was, given)
    assert found is None or found[0] is not Kind.APPLIED or plain(now) == plain(was)
    assert found is None or found[0] is not Kind.SAME or plain(now) == plain(given)
    assert found is None or found[0] is not Kind.CONFLICT or plain(now) not in (plain(was), plain(given))


def test_hundreds_of_rows_without_a_name_are_compared_in_a_moment() -> None:
    rows = [[f"r{row}", *(f"c{row % 7}{column}" for column in range(4))] for row in range(400)]
    texts = [{row: tuple(values) for row, values in enumerate(edition)} for edition in (rows, [["x", *row[1:]] for row in rows])]
    start = time.process_time()
    nearest(range(400), range(400), texts)
    assert time.process_time() - start < 5
