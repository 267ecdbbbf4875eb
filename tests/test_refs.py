"""Where references go when rows are put in: formulas, ranges, and the arithmetic of moves beneath them."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.ooxml.moves import LAST_ROW, Growth, Moves, check
from xlrecords.ooxml.refs import Copy, Ref, aim, corners, quoted, split, sqref, turn, without_sheet
from xlrecords.ooxml.rows import growths

HOME = "Журнал"
TWO_BEFORE_4 = check(growths([(4, 2)], []))
"""Two blank rows before row 4."""
ROW_5_THRICE = check(growths([], [(5, 5, 3)]))
"""Row 5, the only row of a list, stands three times: rows 5 to 7."""
PAIR_5_TWICE = check(growths([], [(5, 6, 2)]))
"""Rows 5 and 6, an item of two rows, stand twice: rows 5 to 8."""


def turned(formula: str, moves: Moves, *, sheet: str = HOME, copy: int | None = None) -> str:
    """A formula of the journal after rows moved on a sheet; `copy` is the copy of the first block in which it stands."""
    block = moves.growths[0]
    place = None if copy is None else Copy(HOME, block, copy * block.height)
    return turn(aim(formula), HOME, {sheet: moves}, place)


INSERTED: tuple[tuple[str, str], ...] = (
    ("B3", "B3"),
    ("B4", "B6"),
    ("$B$4", "$B$6"),
    ("B$4+$B4*-B4%", "B$6+$B6*-B6%"),
    ("SUM(B2:B9)", "SUM(B2:B11)"),
    ("SUM(B2:B3)", "SUM(B2:B3)"),
    ("SUM(B:B)", "SUM(B:B)"),
    ("SUM($B:$D)", "SUM($B:$D)"),
    ("SUM(4:4)", "SUM(6:6)"),
    ("SUM($3:9)", "SUM($3:11)"),
    ("SUM(B6:B7 B7:C9)", "SUM(B8:B9 B9:C11)"),
    ("SUM(B2,(B6,B8))", "SUM(B2,(B8,B10))"),
    ("SUM(B5:INDEX(B:B,9))", "SUM(B7:INDEX(B:B,9))"),
    ("SUM(INDEX(B:B,2):B9)", "SUM(INDEX(B:B,2):B11)"),
    ("Журнал!B6", "Журнал!B8"),
    ("'Журнал'!B6", "'Журнал'!B8"),
    ("SUM(Журнал!B6:Журнал!B9)", "SUM(Журнал!B8:B11)"),
    ("IFERROR(B6/B7,\"\")", "IFERROR(B8/B9,\"\")"),
    ("_xlfn.CONCAT(B6)", "_xlfn.CONCAT(B8)"),
    ("SUM(B2:B1048576)", "SUM(B2:B1048576)"),
    ("B1048576", "B1048576"),
)  # fmt: skip
"""Formula of the journal before and after two rows came before its row 4."""

STAYS = (
    "Списки!B6", "'5А'!B6", "[1]Журнал!B6", "'[1]Журнал'!B6", "'[Книга 5.xlsx]Журнал'!B6", "Журнал:Списки!B6", "'Журнал:Списки'!B6",
    '"B6"', '"Журнал!B6"&"=B6"', 'IF("B6"="",1,2)', "Отметки", "Отметки6", "Итог_6", "ABCD6", "А6", "LOG10(100)", "{1;6}", "#REF!",
    "Оценки[Год 6]", "Оценки[[#This Row],[B6]]", "Оценки[[A1]:[B6]]", 'INDIRECT("B6")', "TRUE", "6", "1E6", "((",
)  # fmt: skip
"""What rows of the journal do not concern, or what nobody understands."""


@pytest.mark.parametrize(("before", "after"), INSERTED)
def test_a_reference_follows_rows_that_moved(before: str, after: str) -> None:
    assert turned(before, TWO_BEFORE_4) == after


@pytest.mark.parametrize("formula", STAYS)
def test_what_is_no_reference_to_the_sheet_stays(formula: str) -> None:
    assert turned(formula, TWO_BEFORE_4) == formula


SHEETS = ("5А", "5 А", "Д'Артаньян", "А1", "A1", "R1C1", "RC", "C", "TRUE", "Список_1", "1 четверть", "Итог.2026", "Журнал (2)", "B6")


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_reference_to_a_sheet_of_any_name_follows_its_rows(sheet: str) -> None:
    quotes = "'" + sheet.replace("'", "''") + "'!"
    assert turned(f"{quotes}B6+B6", TWO_BEFORE_4, sheet=sheet) == f"{quotes}B8+B6"
    assert turned(f"{quoted(sheet)}!B6:C9", TWO_BEFORE_4, sheet=sheet) == f"{quoted(sheet)}!B8:C11"


@pytest.mark.parametrize(("sheet", "text"), [
    ("Журнал", "Журнал"), ("5А", "'5А'"), ("А1", "А1"), ("A1", "'A1'"), ("Д'А", "'Д''А'"), ("RC", "'RC'"), ("true", "'true'"), ("а б", "'а б'"),
])  # fmt: skip
def test_a_name_of_a_sheet_is_quoted_where_it_could_be_something_else(sheet: str, text: str) -> None:
    assert quoted(sheet) == text


def test_a_renamed_sheet_is_written_by_its_new_name() -> None:
    formula = "SUM(Лист!B2:B3)+'Лист'!C4+Лист1!B2+[1]Лист!B2"
    new = turn(aim(formula), HOME, {}, None, {"Лист": "5А д'Арк"})
    assert new == "SUM('5А д''Арк'!B2:B3)+'5А д''Арк'!C4+Лист1!B2+[1]Лист!B2"


DRAWN_ONCE: tuple[tuple[str, str], ...] = (
    ("SUM(B5:B5)", "SUM(B5:B7)"),
    ("SUM(B5)", "SUM(B5:B7)"),
    ("SUM($B$5)", "SUM($B$5:$B$7)"),
    ("SUM(B5,C5)", "SUM(B5:B7,C5:C7)"),
    ('COUNTIF(B5,">3")', 'COUNTIF(B5:B7,">3")'),
    ('COUNTIF(B5:F5,"н")', 'COUNTIF(B5:F7,"н")'),
    ("AVERAGE(B4:B6)", "AVERAGE(B4:B8)"),
    ("SUM(B5:B6)", "SUM(B5:B8)"),
    ("SUMPRODUCT(B5:B5,C5:C5)", "SUMPRODUCT(B5:B7,C5:C7)"),
    ("VLOOKUP(A9,A5:B5,2,0)", "VLOOKUP(A11,A5:B7,2,0)"),
    ("SUM(5:5)", "SUM(5:7)"),
    ("SUM(B4:B4)", "SUM(B4:B4)"),
    ("SUM(B6:B6)", "SUM(B8:B8)"),
    ("B5", "B5"),
    ("IF(B5>0,1,0)", "IF(B5>0,1,0)"),
    ("SUM(B5*C5)", "SUM(B5*C5)"),
    ("MATCH(5,B5,0)", "MATCH(5,B5,0)"),
    ("SUM(Списки!B5)", "SUM(Списки!B5)"),
)  # fmt: skip
"""A formula outside of a list whose one row became three."""


@pytest.mark.parametrize(("before", "after"), DRAWN_ONCE)
def test_a_list_drawn_as_one_row_is_taken_in_whole(before: str, after: str) -> None:
    assert turned(before, ROW_5_THRICE) == after


def test_a_cell_of_a_block_of_several_rows_is_taken_in_from_each_copy() -> None:
    assert turned("SUM(C6)", PAIR_5_TWICE) == "SUM(C6,C8)"
    assert turned('COUNTIF(C6,"н")', PAIR_5_TWICE) == 'COUNTIF(C6,"н")'
    assert turned("SUM(C5:C6)", PAIR_5_TWICE) == "SUM(C5:C8)"


IN_A_COPY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("B5*2", ("B5*2", "B6*2", "B7*2")),
    ("SUM(B5:E5)", ("SUM(B5:E5)", "SUM(B6:E6)", "SUM(B7:E7)")),
    ("A4+1", ("A4+1", "A5+1", "A6+1")),
    ("A3+B9", ("A3+B11", "A3+B11", "A3+B11")),
    ("B$5+$B5", ("B$5+$B5", "B$5+$B6", "B$5+$B7")),
    ("COUNTA(A$5:A5)", ("COUNTA(A$5:A5)", "COUNTA(A$5:A6)", "COUNTA(A$5:A7)")),
    ("RANK(B5,B$5:B$5)", ("RANK(B5,B$5:B$7)", "RANK(B6,B$5:B$7)", "RANK(B7,B$5:B$7)")),
    ("B5/SUM($B$5:$B$5)", ("B5/SUM($B$5:$B$7)", "B6/SUM($B$5:$B$7)", "B7/SUM($B$5:$B$7)")),
    ("B5/SUM(B4:B6)", ("B5/SUM(B4:B8)", "B6/SUM(B4:B8)", "B7/SUM(B4:B8)")),
    ("VLOOKUP(A5,Списки!A2:B9,2,0)", tuple(f"VLOOKUP(A{row},Списки!A2:B9,2,0)" for row in (5, 6, 7))),
    ("ROW()-4", ("ROW()-4",) * 3),
    ("Журнал!B5", ("Журнал!B5", "Журнал!B6", "Журнал!B7")),
)  # fmt: skip
"""A formula in a list's one row, and what it is in each of three."""


@pytest.mark.parametrize(("before", "after"), IN_A_COPY)
def test_a_formula_in_a_copy_is_as_if_filled_down(before: str, after: tuple[str, ...]) -> None:
    assert tuple(turned(before, ROW_5_THRICE, copy=number) for number in range(3)) == after


def test_a_formula_in_an_item_of_two_rows_keeps_to_its_item() -> None:
    assert [turned("B5+B6", PAIR_5_TWICE, copy=number) for number in (0, 1)] == ["B5+B6", "B7+B8"]
    assert [turned("SUM(B5:B6)", PAIR_5_TWICE, copy=number) for number in (0, 1)] == ["SUM(B5:B6)", "SUM(B7:B8)"]
    assert [turned("A4+1", PAIR_5_TWICE, copy=number) for number in (0, 1)] == ["A4+1", "A6+1"]


RANGES: tuple[tuple[str, Moves, str], ...] = (
    ("A5:C5", ROW_5_THRICE, "A5:C7"),
    ("B2:B9", ROW_5_THRICE, "B2:B11"),
    ("B5", ROW_5_THRICE, "B5:B7"),
    ("A1:A4 C5:D5 A9", ROW_5_THRICE, "A1:A4 C5:D7 A11"),
    ("B6", PAIR_5_TWICE, "B6 B8"),
    ("B5:B6", PAIR_5_TWICE, "B5:B8"),
    ("B2:B1048576", ROW_5_THRICE, "B2:B1048576"),
    ("A1:XFD1048576", ROW_5_THRICE, "A1:XFD1048576"),
    ("A:A", ROW_5_THRICE, "A:A"),
    ("", ROW_5_THRICE, ""),
)  # fmt: skip


@pytest.mark.parametrize(("before", "moves", "after"), RANGES)
def test_ranges_are_extended_over_the_copies(before: str, moves: Moves, after: str) -> None:
    assert sqref(before, moves) == after


@pytest.mark.parametrize(("formula", "left"), [
    ("А!B2+Б!B2", "#REF!+Б!B2"), ("SUM('А'!B:B)", "SUM(#REF!)"), ('"А!B2"&А!$B$2', '"А!B2"&#REF!'), ("[1]А!B2+АА!B2+А", "[1]А!B2+АА!B2+А"),
])  # fmt: skip
def test_a_reference_to_a_removed_sheet_says_so(formula: str, left: str) -> None:
    assert without_sheet(formula, "А") == left


# Addresses


@pytest.mark.parametrize(("address", "place"), [("A1", (1, 1)), ("b7", (7, 2)), ("$C$3", (3, 3)), ("XFD1048576", (1_048_576, 16_384))])
def test_an_address_is_a_row_and_a_column(address: str, place: tuple[int, int]) -> None:
    assert split(address) == place


@pytest.mark.parametrize("address", ["", "A", "1", "A0", "XFE1", "A1048577", "A1:B2", "А1", "Журнал!A1", "A-1", "ABCD1", "A1 "])
def test_what_is_no_cell_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(address))):
        split(address)


def test_the_corners_of_a_range_are_in_order() -> None:
    assert corners("D9:B2") == corners("$B$2:$D$9") == (2, 2, 9, 4)


# Moves


@st.composite
def moves(draw: st.DrawFn) -> Moves:
    """Growths of a sheet: blank rows and repeated blocks one below the other."""
    found, row = [], draw(st.integers(1, 5))
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            found.append(Growth(row, row - 1, draw(st.integers(0, 5))))
            row += 1
        else:
            height = draw(st.integers(1, 4))
            found.append(Growth(row, row + height - 1, height * draw(st.integers(0, 4))))
            row += height
        row += draw(st.integers(0, 3))
    return check(found)


ROWS = range(1, 50)


def origins(moves: Moves) -> dict[int, int]:
    """Rows after the moves, and the rows that they were before; blank ones are left out."""
    return {new: row for row in ROWS for new, _ in moves.copies(row, row)}


@given(moves())
def test_rows_stay_in_order_and_never_meet(moves: Moves) -> None:
    new = [moves.row(row) for row in ROWS]
    assert all(before < after for before, after in pairwise(new))
    copies = [place for row in ROWS for place, _ in moves.copies(row, row)]
    assert len(copies) == len(set(copies)) == len(ROWS) + sum(growth.extra for growth in moves.growths if growth.height)


@given(moves())
def test_no_row_leaves_the_sheet(moves: Moves) -> None:
    assert moves.row(LAST_ROW) == moves.end(1, LAST_ROW) == LAST_ROW


@given(moves(), st.integers(1, 40), st.integers(1, 40))
def test_a_range_outside_of_blocks_holds_the_same_rows_and_their_copies(moves: Moves, one: int, other: int) -> None:
    first, last = min(one, other), max(one, other)
    (ref,) = (piece for piece in aim(turn(aim(f"INDEX(B{first}:B{last},1)"), HOME, {HOME: moves})) if isinstance(piece, Ref))
    back = origins(moves)
    rows = {row for row in range(ref.top, ref.bottom + 1) if row in back}
    assert {back[row] for row in rows} >= set(range(first, last + 1))
    if not any(growth.first < first <= growth.last or growth.first <= last < growth.last for growth in moves.growths):
        assert rows == {row for row, old in back.items() if first <= old <= last}


@given(moves(), st.integers(1, 40))
def test_a_cell_outside_of_blocks_is_the_same_cell(moves: Moves, row: int) -> None:
    (ref,) = aim(turn(aim(f"$B${row}"), HOME, {HOME: moves}))
    assert isinstance(ref, Ref)
    assert origins(moves)[ref.top] == row


@given(moves(), st.data())
def test_a_formula_in_a_copy_points_to_its_own_copy(moves: Moves, data: st.DataObject) -> None:
    blocks = [growth for growth in moves.growths if growth.height]
    if not blocks:
        return
    block = data.draw(st.sampled_from(blocks))
    row = data.draw(st.integers(block.first, block.last))
    places = [place for place, _ in moves.copies(row, row)]
    for number, place in enumerate(places):
        made = turn(aim(f"B{row}"), HOME, {HOME: moves}, Copy(HOME, block, number * block.height))
        assert made == f"B{place}"


def test_rows_put_in_twice_at_one_place_are_put_in_together() -> None:
    assert growths([(4, 2), (4, 1)], []) == [Growth(4, 3, 3)]


IMPOSSIBLE: tuple[tuple[list[tuple[int, int]], list[tuple[int, int, int]]], ...] = (
    ([], [(2, 4, 2), (4, 6, 2)]),
    ([], [(2, 4, 2), (3, 3, 2)]),
    ([(3, 1)], [(2, 4, 2)]),
    ([], [(2, 4, 0)]),
    ([], [(4, 2, 3)]),
    ([], [(0, 2, 2)]),
    ([(0, 1)], []),
    ([(3, -1)], []),
)


@pytest.mark.parametrize(("inserts", "repeats"), IMPOSSIBLE)
def test_rows_that_cannot_grow_so_are_refused(inserts: list[tuple[int, int]], repeats: list[tuple[int, int, int]]) -> None:
    with pytest.raises(ValueError, match="rows"):
        check(growths(inserts, repeats))
