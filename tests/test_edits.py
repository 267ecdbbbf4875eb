"""A plan of edits is data: it survives JSON whole, and each of its parts can be told in a line."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.edits import (
    PARTS,
    Edits,
    Fill,
    Formula,
    Height,
    Insert,
    Item,
    Limit,
    Link,
    Name,
    NewSheet,
    Note,
    PrintArea,
    RemoveColumn,
    Repeat,
    TableRange,
    Unfill,
    Unnote,
    Value,
    from_json,
    preview,
    to_json,
)

FULL = Edits(
    inserts=(Insert("7А", 4, 2),),
    repeats=(Repeat("7А", 5, 6, 3),),
    values=(Value("7А", "C7", 4), Value("7А", "C8", None), Value("7А", "D7", "=не формула"), Value("7А", "E7", dt.date(2026, 9, 1))),
    formulas=(Formula("7А", "F7", "SUM(C7:E7)"),),
    fills=(Fill("7А", "C7", "C00000", "darkUp"),),
    unfills=(Unfill("7А", "C8", "C00000", "darkUp"),),
    notes=(Note("7А", "C7", "Вне шкалы:\nисправьте"), Note("7А", "C8", "")),
    unnotes=(Unnote("7А", "C8", "Вне шкалы"),),
    links=(Link("7А", "A1", "Списки", "B2", "К списку"),),
    limits=(Limit("7А", "C5:C30 E5:E30", "list", ('"5,4,3,2"',), error="Нет такой отметки"),),
    tables=(TableRange("Отметки", "A4:F9"),),
    names=(Name("Отметки7", "'7А'!$C$5:$C$30"), Name("Местное", "7", "7А")),
    heights=(Height("7А", 9, 31.5),),
    print_areas=(PrintArea("7А", "A1:F30"),),
    remove_columns=(RemoveColumn("7А", "G"),),
    remove_sheets=("Черновик",),
    add_sheets=(NewSheet("Замечания", ((Item("Замечания", "title"),), (Item(dt.date(2026, 9, 1), "date"), Item(5))), widths=(20.0, 12.5)),),
)
"""A plan with something in each of its parts."""

LINES = [
    "«7А»: вставить строки перед строкой 4: 2",
    "«7А»: строки 5–6 повторить, всего раз: 3",
    "«7А»!C7: записать «4»",
    "«7А»!C8: очистить",
    "«7А»!D7: записать «=не формула»",
    "«7А»!E7: записать «01.09.2026»",
    "«7А»!F7: записать формулу =SUM(C7:E7)",
    "«7А»!C7: отметить штриховкой",
    "«7А»!C8: снять штриховку",
    "«7А»!C7: добавить примечание «Вне шкалы:»",
    "«7А»!C8: добавить примечание «»",
    "«7А»!C8: убрать примечание программы",
    "«7А»!A1: ссылка на «Списки»!B2",
    "«7А»!C5:C30 E5:E30: вернуть проверку ввода",
    "таблица «Отметки»: диапазон A4:F9",
    "имя «Отметки7»: '7А'!$C$5:$C$30",
    "имя «Местное»: 7",
    "«7А»: высота строки 9: 31.5 пт",
    "«7А»: область печати A1:F30",
    "«7А»: убрать пустой столбец G",
    "убрать лист «Черновик»",
    "добавить лист «Замечания»",
]


def test_the_preview_tells_every_part_in_the_order_of_application() -> None:
    assert list(preview(FULL)) == LINES


def test_the_plan_of_the_preview_has_every_part() -> None:
    assert all(getattr(FULL, field.name) for field in fields(Edits))
    assert list(PARTS) == [field.name for field in fields(Edits)]


def test_a_plan_is_true_if_there_is_anything_to_do() -> None:
    assert not Edits()
    assert Edits(remove_sheets=("7А",))
    assert list(preview(Edits())) == []


def test_a_plan_as_json_is_one_line_without_empty_parts() -> None:
    text = to_json(Edits(values=(Value("7А", "C7", "н\nб"),)))
    assert text == r'{"values": [{"sheet": "7А", "cell": "C7", "value": "н\nб"}]}'
    assert to_json(Edits()) == "{}"
    assert "\n" not in to_json(FULL)


def test_a_plan_of_every_part_comes_back_from_json() -> None:
    assert from_json(to_json(FULL)) == FULL


TEXTS = st.text(max_size=12)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS, st.dates(), st.datetimes(), st.times(),
)  # fmt: skip
SHEETS = st.builds(
    NewSheet,
    TEXTS,
    st.lists(st.lists(st.builds(Item, SCALARS, TEXTS, TEXTS, TEXTS), max_size=3).map(tuple), max_size=3).map(tuple),
    st.lists(st.floats(1, 80), max_size=3).map(tuple),
    st.integers(0, 9),
    st.booleans(),
    st.booleans(),
)
STRATEGIES: dict[type, st.SearchStrategy[Any]] = {
    str: TEXTS,
    NewSheet: SHEETS,
    Height: st.builds(Height, TEXTS, st.integers(1, 2**20), st.floats(0, 409)),
    Value: st.builds(Value, TEXTS, TEXTS, SCALARS),
    Limit: st.builds(Limit, TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=2).map(tuple), *(TEXTS,) * 6),
}
PLANS = st.builds(
    Edits,
    **{
        name: st.lists(STRATEGIES[kind] if kind in STRATEGIES else st.from_type(kind), max_size=2).map(tuple)
        for name, kind in PARTS.items()
    },
)  # fmt: skip


def typed(item: Any) -> Any:
    """A value with the types of all that is in it: 1, 1.0 and True are equal, and so are a day and its midnight."""
    if isinstance(item, tuple):
        return tuple(map(typed, item))
    if hasattr(item, "__dataclass_fields__"):
        return type(item), tuple(typed(getattr(item, field.name)) for field in fields(item))
    return type(item), item


@given(PLANS)
def test_any_plan_comes_back_from_json_as_it_was(plan: Edits) -> None:
    assert typed(from_json(to_json(plan))) == typed(plan)


@given(PLANS)
def test_any_plan_can_be_told(plan: Edits) -> None:
    assert len(list(preview(plan))) == sum(len(getattr(plan, field.name)) for field in fields(plan))


NO_PLANS = (
    "", "нет", "[]", "1", "null", '{"cells": []}', '{"values": 1}', '{"values": ["A1"]}', '{"values": [{"sheet": "7А"}]}',
    '{"values": [{"sheet": "7А", "cell": "A1", "value": {"day": "2026-09-01"}}]}',
    '{"values": [{"sheet": "7А", "cell": "A1", "value": {"date": "01.09.2026"}}]}',
    '{"values": [{"sheet": "7А", "cell": "A1", "value": 1, "row": 1}]}',
    '{"remove_sheets": [7]}', '{"add_sheets": [{"name": "7А"}]}', '{"add_sheets": [{"name": "7А", "rows": [[1]]}]}',
)  # fmt: skip


@pytest.mark.parametrize("text", NO_PLANS)
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of whatever kind: text that is no JSON has its own
        from_json(text)


def test_days_and_texts_that_look_like_days_stay_apart() -> None:
    moments = (dt.date(2026, 9, 1), dt.datetime(2026, 9, 1), dt.time(8, 30), "2026-09-01", '{"date": "2026-09-01"}')
    plan = Edits(values=tuple(Value("7А", "A1", moment) for moment in moments))
    assert [item["value"] for item in json.loads(to_json(plan))["values"]] == [
        {"date": "2026-09-01"}, {"datetime": "2026-09-01T00:00:00"}, {"time": "08:30:00"}, "2026-09-01", '{"date": "2026-09-01"}',
    ]  # fmt: skip
    assert from_json(to_json(plan)) == plan
