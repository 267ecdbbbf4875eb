"""A merged label stands beside the whole list: it grows with the list and is not repeated."""

from .common import ACHIEVEMENTS, PERSON, column, drawn, first, merge, merges, write

FACTS = PERSON | {"достижения": ACHIEVEMENTS}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Разделы")
        side = book.add_format({"border": 1, "rotation": 90, "align": "center", "valign": "vcenter"})
        box = book.add_format({"border": 1})
        merge(sheet, "A2:A4", "Олимпиады и конкурсы", side)
        write(sheet, 2, [None, "Мероприятие", "Статус"], box)
        write(sheet, 3, [None, "{{достижения.мероприятие}}", "{{достижения.статус}}"], box)
        write(sheet, 4, [None, "Всего:", "=COUNTA(C3:C3)"], box)
        merge(sheet, "A5:A6", "Прочее", side)
        write(sheet, 5, [None, "—", "—"], box)

    return drawn(draw)


VALUES = {"Разделы!C6": 3}


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert merges(sheet) == {"A2:A6", "A7:A8"}
    assert sheet["A2"].value == "Олимпиады и конкурсы"
    assert sheet["A7"].value == "Прочее"
    assert column(sheet, "B2:B7") == ["Мероприятие", "Олимпиада школьников", "Конкурс чтецов", "Лыжная гонка", "Всего:", "—"]
    assert all(sheet[f"A{row}"].border.left.style == "thin" for row in range(2, 9))
