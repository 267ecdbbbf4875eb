"""Merged cells in the repeated row: each item needs its own merge, with the borders of the covered cells."""

from .common import ACHIEVEMENTS, PERSON, drawn, first, merge, merges, values, write

FACTS = PERSON | {"достижения": ACHIEVEMENTS}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Достижения")
        box = book.add_format({"border": 1, "text_wrap": True})
        sheet.write("A1", "Достижения: {{ФИО}}")
        write(sheet, 3, ["Дата"], box)
        merge(sheet, "B3:D3", "Мероприятие", box)
        sheet.write("E3", "Статус", box)
        sheet.write("A4", "{{достижения.дата}}", book.add_format({"border": 1, "num_format": "dd.mm.yyyy"}))
        merge(sheet, "B4:D4", "{{достижения.мероприятие}}", box)
        sheet.write("E4", "{{достижения.статус}}", box)
        merge(sheet, "A6:E6", "Классный руководитель: {{Классный руководитель}}")

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert merges(sheet) == {"B3:D3", "B4:D4", "B5:D5", "B6:D6", "A8:E8"}
    assert [row[1] for row in values(sheet, "A4:E6")] == ["Олимпиада школьников", "Конкурс чтецов", "Лыжная гонка"]
    assert all(sheet[f"{letter}{row}"].border.bottom.style == "thin" for letter in "ABCDE" for row in (4, 5, 6))
    assert sheet["A8"].value == "Классный руководитель: Морозова Вера Павловна"
