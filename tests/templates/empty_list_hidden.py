"""An empty list whose row is to be hidden: the row is hidden, nothing below moves, the other list shows."""

from .common import ACHIEVEMENTS, PERSON, drawn, first, values, write

FACTS = PERSON | {"достижения": ACHIEVEMENTS[:1], "поощрения": []}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Лист")
        write(sheet, 1, ["Достижения"])
        write(sheet, 2, ["{{достижения.мероприятие}}", "{{достижения.статус}}", "{{если достижений нет: скрыть}}"])
        write(sheet, 3, ["Поощрения"])
        write(sheet, 4, ["{{поощрения.вид}}{{если поощрений нет: скрыть}}", "{{поощрения.приказ}}"])
        write(sheet, 5, ["Подпись"])

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert values(sheet, "A2:C2") == [("Олимпиада школьников", "победитель", None)]
    assert [bool(sheet.row_dimensions[row].hidden) for row in range(1, 6)] == [False, False, False, True, False]
    assert values(sheet, "A4:B4") == [(None, None)]
    assert sheet["A5"].value == "Подпись"
