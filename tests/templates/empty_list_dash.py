"""An empty list: one row stays, with a dash where the form says so, and its sum is still a sum."""

from .common import PERSON, drawn, first, values, write

FACTS = PERSON | {"достижения": [], "поощрения": []}
VALUES = {"Лист!C4": 0}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Лист")
        box = book.add_format({"border": 1})
        write(sheet, 2, ["№", "Мероприятие", "Статус"], box)
        write(sheet, 3, ["{{достижения.номер}}", "{{достижения.мероприятие}}{{если достижений нет: —}}", "{{достижения.статус}}"], box)
        write(sheet, 4, [None, "Всего", "=COUNTA(A3:A3)"], box)
        write(sheet, 6, ["{{поощрения.дата}}", "{{поощрения.вид}}", "{{если поощрений нет: не поощрялась}}"], box)

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert values(sheet, "A3:C3") == [(None, "—", None)]
    assert sheet["A3"].border.bottom.style == "thin"
    assert sheet["C4"].value == "=COUNTA(A3:A3)"
    assert values(sheet, "A6:C6") == [(None, None, "не поощрялась")]
