"""Dates and numbers stay dates and numbers in the format of the cell; text around a placeholder makes text."""

import datetime as dt
from decimal import Decimal

from .common import ACHIEVEMENTS, PERSON, drawn, first

FACTS = PERSON | {
    "достижения": ACHIEVEMENTS,
    "предметы": [{"предмет": "Алгебра", "средний балл": Decimal("4.50"), "Год": 5, "пропущено уроков": 0}],
}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Форматы")
        day = book.add_format({"num_format": "d mmmm yyyy"})
        sheet.write("A1", "{{Дата рождения}}", day)
        sheet.write("A2", "Родилась {{Дата рождения}}", day)
        sheet.write("A3", "{{Номер}}", book.add_format({"num_format": "000"}))
        sheet.write("A4", "  {{Дата}} ", book.add_format({"num_format": "dd.mm.yy"}))
        sheet.write("A5", "{{Дата прописью}}")
        sheet.write("A6", "{{Номер}}", book.add_format({"num_format": "@"}))
        sheet.write("A8", "{{достижения.дата}}", book.add_format({"num_format": "dd.mm.yyyy", "border": 1}))
        sheet.write("B8", "{{достижения.номер}}", book.add_format({"num_format": "0.00"}))
        sheet.write("A9", "{{предметы.средний балл}}", book.add_format({"num_format": "0.00"}))
        sheet.write("B9", "{{предметы.пропущено уроков}}", book.add_format({"num_format": '0;-0;"нет"'}))

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert sheet["A1"].value == dt.datetime(2012, 3, 8)
    assert sheet["A1"].number_format == "d mmmm yyyy"
    assert sheet["A2"].value == "Родилась 08.03.2012"
    assert sheet["A3"].value == 17
    assert sheet["A3"].number_format == "000"
    assert sheet["A4"].value == dt.datetime(2026, 5, 25)
    assert "две тысячи двадцать шестого" in str(sheet["A5"].value)
    assert [sheet[f"A{row}"].value for row in (8, 9, 10)] == [dt.datetime(2025, month, 10) for month in (9, 10, 11)]
    assert {sheet[f"A{row}"].number_format for row in (8, 9, 10)} == {"dd.mm.yyyy"}
    assert [sheet[f"B{row}"].value for row in (8, 9, 10)] == [1, 2, 3]
    assert sheet["A11"].value == 4.5
    assert sheet["B11"].value == 0
    assert sheet["B11"].data_type == "n"
