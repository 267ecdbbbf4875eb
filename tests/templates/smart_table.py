"""The list is a table («умная таблица») with a row of totals: its range, its filter and its totals grow with it."""

from .common import MAIN, PERSON, SHEET, SUBJECTS, drawn, first, opened, patched, write, xml

FACTS = PERSON | {"предметы": SUBJECTS}
VALUES = {"Табель!B8": 18, "Табель!B10": 18}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Табель")
        columns = [{"header": "Предмет", "total_string": "Итого"}, {"header": "Год", "total_function": "sum"}]
        sheet.add_table("A3:B5", {"name": "Отметки", "columns": columns, "total_row": True})
        write(sheet, 4, ["{{предметы.предмет}}", "{{предметы.Год}}"])
        write(sheet, 7, ["Сумма", "=SUM(Отметки[Год])"])

    # Excel names the table in the row of totals.
    return patched(drawn(draw), {SHEET: lambda text: text.replace("109,[Год]", "109,Отметки[Год]")})


def check(filled: bytes) -> None:
    sheet = first(filled)
    (table,) = sheet.tables.values()
    assert table.ref == "A3:B8"
    assert table.autoFilter.ref == "A3:B7"
    assert sheet["A8"].value == "Итого"
    assert "Отметки[Год]" in sheet["B8"].value
    assert "Отметки[Год]" in sheet["B10"].value
    assert xml(filled, "xl/tables/table1.xml").get("name") == "Отметки"
    assert len(list(xml(filled).iter(f"{MAIN}tablePart"))) == 1
    assert opened(filled)["Табель"]["A7"].value == "Химия"
