"""A text box with placeholders: other engines see only cells."""

from .common import PERSON, SUBJECTS, anchors, drawn, part, write

FACTS = PERSON | {"предметы": SUBJECTS}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Справка")
        write(sheet, 2, ["{{предметы.предмет}}", "{{предметы.Год}}"])
        sheet.insert_textbox("D1", "УТВЕРЖДАЮ\nДиректор {{Директор кратко}}")
        sheet.insert_textbox("A5", "Справка дана {{ФИО кому}}, {{ученик}} {{Класс}} класса.", {"object_position": 1})

    return drawn(draw)


def check(filled: bytes) -> None:
    drawing = part(filled, "xl/drawings/drawing1.xml").decode()
    assert "{{" not in drawing
    assert "Лебедев И. А." in drawing
    assert "Справка дана Соловьёвой Анне Сергеевне, ученица 7А класса." in drawing
    assert [row for row, _ in anchors(filled)] == [1, 8]
