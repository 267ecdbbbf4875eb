"""A placeholder that Excel split over pieces of formatted text: it is found, and the other pieces keep their look."""

from openpyxl.cell.rich_text import CellRichText, TextBlock

from .common import PERSON, drawn, first

FACTS = PERSON


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Грамота")
        bold, italic = book.add_format({"bold": True}), book.add_format({"italic": True})
        sheet.write_rich_string("A1", bold, "Награждается ", "{{Ф", bold, "ИО", italic, "}}", ", {{ученик}} ", bold, "{{Класс}} класса")
        sheet.write_rich_string("A2", "Дата: ", bold, "{{Дата словами}}")

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert str(sheet["A1"].value) == "Награждается Соловьёва Анна Сергеевна, ученица 7А класса"
    assert str(sheet["A2"].value) == "Дата: 25 мая 2026 г."
    rich = sheet["A1"].value
    assert isinstance(rich, CellRichText)
    bold = "".join(piece.text for piece in rich if isinstance(piece, TextBlock) and piece.font.b)
    assert bold.startswith("Награждается")
    assert bold.endswith("7А класса")
