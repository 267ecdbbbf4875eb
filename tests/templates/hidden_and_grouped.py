"""Hidden rows and columns, grouped rows: what was hidden stays hidden where it went, copies are in the same group."""

from .common import PERSON, SUBJECTS, drawn, first, write

FACTS = PERSON | {"предметы": SUBJECTS}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Лист")
        write(sheet, 1, ["Служебная строка"])
        sheet.set_row(0, None, None, {"hidden": True})
        write(sheet, 2, ["Предмет", "Учитель", "Год"])
        write(sheet, 3, ["{{предметы.предмет}}", "{{предметы.учитель}}", "{{предметы.Год}}"])
        sheet.set_row(2, None, None, {"level": 1})
        write(sheet, 4, ["Итого"])
        sheet.set_row(3, None, None, {"collapsed": False})
        write(sheet, 5, ["Проверочная сумма"])
        sheet.set_row(4, 21, None, {"hidden": True})
        sheet.set_column("B:B", 15, None, {"hidden": True})

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert [row for row in range(1, 10) if sheet.row_dimensions[row].hidden] == [1, 8]
    assert [sheet.row_dimensions[row].outlineLevel for row in range(2, 8)] == [0, 1, 1, 1, 1, 0]
    assert sheet.row_dimensions[8].height == 21
    assert sheet.column_dimensions["B"].hidden
    assert sheet["A8"].value == "Проверочная сумма"
