"""A workbook cut down to some of its sheets: nothing of the others is left in any part, and what is kept is as it was."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from xlrecords.edits import Edits, Value
from xlrecords.guard import RefusedError
from xlrecords.ooxml import edit
from xlrecords.ooxml.prune import PruneError, prune, stamp, stamped

from .parts import contents, ordered, sheet_parts, well_formed
from .rich import JOURNAL, LISTS, RICH, made, rich

SECRET = "Тайнов Секрет Секретович"
NAMES = tuple(name for name, _ in RICH if name not in ("strict", "wide_letters"))
"""The others are refused: strict Open XML and UTF-16, as for every change."""


def whole(data: bytes) -> bytes:
    """The same bytes, judged by what a package and its sheets owe to the standard."""
    assert well_formed(data) == []
    assert ordered(data) == []
    return data


def secretive(name: str, sheet: str) -> bytes:
    """A rich workbook with a secret in a cell of one sheet."""
    return edit(dict(RICH)[name](), Edits(values=(Value(sheet, "K30", SECRET),)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("kept", "gone"), [(JOURNAL, LISTS), (LISTS, JOURNAL)])
def test_nothing_of_a_sheet_that_goes_is_left(name: str, kept: str, gone: str) -> None:
    data = whole(prune(secretive(name, gone), (kept,)).data)
    assert load_workbook(BytesIO(data)).sheetnames == [kept]
    for part, content in contents(data).items():
        assert "Тайнов" not in content.decode("utf-8", "replace"), part
        assert not any(word in part for word in ("calcChain", "externalLink", "connections", "customXml", "pivot", "vba", "persons")), part


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("decorated", "prefixed", "unplaced")])
def test_what_is_kept_keeps_its_values_and_looks(name: str) -> None:
    before = dict(RICH)[name]()
    after = prune(before, (JOURNAL,)).data
    old, new = load_workbook(BytesIO(before), data_only=True)[JOURNAL], load_workbook(BytesIO(after), data_only=True)[JOURNAL]
    for row in old.iter_rows():
        for cell in row:
            other = new[cell.coordinate]
            assert (cell.value, cell.style_id) == (other.value, other.style_id)
    assert old.merged_cells.ranges == new.merged_cells.ranges
    assert contents(before).get("xl/styles.xml") == contents(after).get("xl/styles.xml")


def test_formulas_that_point_to_what_goes_become_their_values() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_formula("H1", '=Списки!A1&"!"', None, "пять!")
        sheet.write_formula("H2", "=SUM(C3:C6)", None, 9)
        sheet.write_formula("H3", "=VLOOKUP(A1,Списки!A:B,2,0)", None, 4)
        book.define_name("Перечень", "=Списки!$A$1:$A$3")
        sheet.write_formula("H4", "=COUNTA(Перечень)", None, 3)
        sheet.write_formula("H5", '=INDIRECT("Списки!A1")', None, "x")

    pruned = prune(rich(fill)(), (JOURNAL,))
    sheet = load_workbook(BytesIO(whole(pruned.data)))[JOURNAL]
    assert [sheet[f"H{row}"].value for row in range(1, 6)] == ["пять!", "=SUM(C3:C6)", 4, 3, "x"]
    assert [cell for _, cell in pruned.valued] == ["H1", "H3", "H4", "H5"]
    assert "Перечень" not in load_workbook(BytesIO(pruned.data)).defined_names


def test_a_list_of_another_sheet_goes_into_the_limit() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.data_validation("C3:C6", {"validate": "list", "source": "=Списки!$A$1:$A$3"})

    data = rich(fill)()
    assert prune(data, (JOURNAL,)).unlisted == ((JOURNAL, "C3:C6"),)
    offered = prune(data, (JOURNAL,), {LISTS: [["да"], ["нет"], ["иногда"]]})
    (limit,) = load_workbook(BytesIO(whole(offered.data)))[JOURNAL].data_validations.dataValidation
    assert (limit.formula1, str(limit.sqref), offered.unlisted) == ('"да,нет,иногда"', "C3:C6", ())


def test_parts_of_a_kept_sheet_that_points_nowhere_are_the_same_bytes() -> None:
    data = rich(lambda book, sheet: None)()
    parts = contents(prune(data, (JOURNAL,)).data)
    part = sheet_parts(data)[JOURNAL]
    assert parts[part] == contents(data)[part]


def test_strings_keep_their_numbers() -> None:
    def fill(book: Any, sheet: Any) -> None:
        book.add_worksheet("Третий").write("A1", "последнее слово")

    data = rich(fill)()
    parts = contents(whole(prune(data, ("Третий",)).data))
    part = sheet_parts(data)["Третий"]
    assert parts[part] == contents(data)[part]
    assert len(parts["xl/sharedStrings.xml"]) < len(contents(data)["xl/sharedStrings.xml"])


def test_what_cannot_be_cut_is_refused() -> None:
    data = rich(made.conditions)()
    with pytest.raises(PruneError):
        prune(data, ("Нет такого",))
    with pytest.raises(PruneError):
        prune(data, ())
    with pytest.raises(RefusedError):
        prune(b"not a workbook", (JOURNAL,))


def test_a_mark_survives_another_program() -> None:
    data = whole(stamp(rich(made.conditions)(), "слово 1"))
    copy = BytesIO()
    load_workbook(BytesIO(data)).save(copy)
    assert (stamped(data), stamped(copy.getvalue()), stamped(rich(made.conditions)())) == ("слово 1", "слово 1", "")
