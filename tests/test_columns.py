"""An empty column that is taken out: what stands right of it follows, and so does all that points there."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from xlrecords.edits import Edits, Insert, RemoveColumn
from xlrecords.ooxml import PlanError, edit
from xlrecords.ooxml.columns import turn

from .parts import ordered, well_formed

SHEET = "Журнал"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("C5", "C5"),
        ("E5", "D5"),
        ("$E$5", "$D$5"),
        ("D5", "#REF!"),
        ("SUM(C5:F5)", "SUM(C5:E5)"),
        ("SUM(D5:F5)", "SUM(D5:E5)"),
        ("SUM(E:F)", "SUM(D:E)"),
        ("SUM(D:D)", "SUM(#REF!)"),
        ("SUM(5:7)", "SUM(5:7)"),
        ("Другой!E5", "Другой!E5"),
        ("'Журнал'!E5", "'Журнал'!D5"),
        ("[1]Журнал!E5", "[1]Журнал!E5"),
        ('"E5"&E5', '"E5"&D5'),
    ],
)
def test_formulas_follow(formula: str, expected: str) -> None:
    assert turn(formula, SHEET, SHEET, 4) == expected


def book() -> bytes:
    """A sheet with an empty column D in the middle, and much that hangs on columns."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as made:
        sheet, other = made.add_worksheet(SHEET), made.add_worksheet("Итог")
        box = made.add_format({"border": 1})
        for row in range(6):
            for column in (0, 1, 2, 4, 5):
                sheet.write(row, column, row * 10 + column, box)
            sheet.write_blank(row, 3, None, box)
        sheet.write_formula("F7", "=SUM(E1:E6)+SUM(A1:F1)", None, 1)
        sheet.merge_range("E8:F8", "Подпись", box)
        sheet.set_column("D:D", 3)
        sheet.set_column("E:F", 20)
        sheet.data_validation("E2:F5", {"validate": "list", "source": ["да", "нет"]})
        sheet.conditional_format("E2:E5", {"type": "formula", "criteria": "=$E2>3", "format": box})
        sheet.write_comment("F2", "примечание")
        sheet.print_area("A1:F8")
        sheet.freeze_panes(1, 5)
        other.write_formula("A1", f"={SHEET}!F7", None, 1)
        made.define_name("Итоги", f"={SHEET}!$E$1:$F$6")
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": f"={SHEET}!$E$1:$E$6"})
        other.insert_chart("C3", chart)
    return target.getvalue()


def test_everything_to_the_right_follows() -> None:
    data = edit(book(), Edits(remove_columns=(RemoveColumn(SHEET, "D"),)))
    assert well_formed(data) == ordered(data) == []
    result = load_workbook(BytesIO(data))
    sheet = result[SHEET]
    assert [cell.value for cell in sheet[2]] == [10, 11, 12, 14, 15]
    assert sheet["E7"].value == "=SUM(D1:D6)+SUM(A1:E1)"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["D8:E8"]
    assert sheet.column_dimensions["D"].width > 15
    assert [str(item.sqref) for item in sheet.data_validations.dataValidation] == ["D2:E5"]
    (conditions,) = sheet.conditional_formatting
    assert (str(conditions.sqref), conditions.rules[0].formula) == ("D2:D5", ["$D2>3"])
    assert sheet["E2"].comment.text == "примечание"
    assert sheet.print_area == f"'{SHEET}'!$A$1:$E$8"
    assert sheet.freeze_panes == "E2"
    assert result["Итог"]["A1"].value == f"={SHEET}!E7"
    assert result.defined_names["Итоги"].attr_text == f"{SHEET}!$D$1:$E$6"
    assert result["Итог"]._charts[0].series[0].val.numRef.f == f"{SHEET}!$D$1:$D$6"


def test_nothing_calculated_from_it_is_kept() -> None:
    values = load_workbook(BytesIO(edit(book(), Edits(remove_columns=(RemoveColumn(SHEET, "D"),)))), data_only=True)
    assert (values[SHEET]["E7"].value, values["Итог"]["A1"].value) == (None, None)


def test_a_column_that_holds_something_stays() -> None:
    with pytest.raises(PlanError, match="не пуст"):
        edit(book(), Edits(remove_columns=(RemoveColumn(SHEET, "E"),)))


def test_breaks_between_columns_stay_when_rows_are_put_in() -> None:
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as made:
        sheet = made.add_worksheet(SHEET)
        sheet.write("A1", 1)
        sheet.set_v_pagebreaks([5])
        sheet.set_h_pagebreaks([5])
    sheet = load_workbook(BytesIO(edit(target.getvalue(), Edits(inserts=(Insert(SHEET, 2, 3),)))))[SHEET]
    assert ([item.id for item in sheet.col_breaks.brk], [item.id for item in sheet.row_breaks.brk]) == ([5], [8])
