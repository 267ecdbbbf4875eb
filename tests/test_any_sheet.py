"""Whatever stands on a sheet, a check gives findings and never fails."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlrecords.book import Cell, Rows
from xlrecords.books.markdown import MarkdownBook
from xlrecords.commands import check_books
from xlrecords.forms import FORMS

WORDS = sorted(
    {
        word
        for form in FORMS
        for column in (*form.head, *form.columns, *form.lessons)
        for word in (column.title, *column.aliases)
        if isinstance(word, str)
    }
)
TITLES = [form.title for form in FORMS]
NAMES = [
    "Орлов Иван",
    "Петрова Анна Сергеевна",
    "Итого",
    "Ильина Н.П.:",
    "5А",
    "10-б",
    "1 класс",
    "Алгебра",
    "2026/2027",
    "сентябрь",
]
MARKS = [
    "н",
    "5/4",
    "н/а",
    "осв",
    "б б",
    "5✕2",
    "+",
    "#REF!",
    "'5",
    "усв",
    "да",
    "нет",
    "период",
    "1 четверть",
    "1–4; 5А",
]

days = st.dates(dt.date(1899, 1, 1), dt.date(2105, 1, 1)) | st.dates(dt.date(2026, 9, 1), dt.date(2027, 5, 31))
cells: st.SearchStrategy[Cell] = st.one_of(
    st.just(""),
    st.sampled_from(WORDS),
    st.sampled_from([*NAMES, *MARKS]),
    st.floats(0, 6).map(round).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
    days,
    st.datetimes(dt.datetime(1899, 1, 1), dt.datetime(2105, 1, 1)),
    st.times(),
    st.timedeltas(),
    st.booleans(),
    st.text(max_size=12),
)


@st.composite
def sheets(draw: st.DrawFn) -> Rows:
    """A sheet that looks like a form for a while, and then like anything."""
    width = draw(st.integers(1, 9))
    form = draw(st.sampled_from(FORMS))
    top = [[draw(st.sampled_from([form.title, *TITLES, ""])), *[""] * (width - 1)]]
    labels = [[column.title, draw(cells), *[""] * width][:width] for column in form.head if draw(st.booleans())]
    heading = [column.title for column in form.columns] + draw(st.lists(days | cells, max_size=4))
    body = draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=6))
    rows: Rows = [*top, *labels, draw(st.permutations(heading)) if draw(st.booleans()) else heading, *body]
    longest = max(map(len, rows))
    return [list(row) + [""] * (longest - len(row)) for row in rows]


@given(st.lists(sheets(), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_sheet_is_checked(tables: list[Rows]) -> None:
    book = MarkdownBook("Книга.xlsx", {f"Лист{number}": rows for number, rows in enumerate(tables, 1)})
    for issue in check_books([book]).issues:
        assert issue.rule.id != "rule-failed", issue.message
        assert "{" not in issue.fix.replace("{", "", issue.value.count("{"))
        assert issue.message
