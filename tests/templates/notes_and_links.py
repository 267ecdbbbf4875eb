"""Notes and links on the repeated row and below it: those below go down with their cells, inside links lead to the moved place."""

from .common import PERSON, SUBJECTS, drawn, first, write

FACTS = PERSON | {"предметы": SUBJECTS}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Лист")
        write(sheet, 1, ["Предмет", "Год"])
        sheet.write_comment("B1", "Годовая отметка")
        write(sheet, 2, ["{{предметы.предмет}}", "{{предметы.Год}}"])
        sheet.write_comment("B2", "Проверьте отметку")
        write(sheet, 3, ["Итого"])
        sheet.write_comment("A3", "Считает завуч")
        sheet.write_url("A4", "https://edu.example.org/rules", string="Положение")
        sheet.write_url("C1", "internal:'Лист'!A3", string="К итогу")

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    notes = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert notes["B1"] == "Годовая отметка"
    assert notes["B2"] == "Проверьте отметку"
    assert notes["A6"] == "Считает завуч"
    assert set(notes) <= {"B1", "B2", "B3", "B4", "B5", "A6"}
    links = {cell.coordinate: cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert set(links) == {"C1", "A7"}
    assert links["A7"].target == "https://edu.example.org/rules"
    assert links["C1"].location == "'Лист'!A6"
