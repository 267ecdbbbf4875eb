"""Two lists in one row, side by side: as many rows as the longer one needs, the shorter one leaves blanks."""

from .common import ACHIEVEMENTS, PERSON, SUBJECTS, drawn, first, values, write

FACTS = PERSON | {"предметы": SUBJECTS, "достижения": ACHIEVEMENTS[:2]}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Разворот")
        box = book.add_format({"border": 1})
        write(sheet, 1, ["Предмет", "Год", "Мероприятие", "Статус"], box)
        write(sheet, 2, ["{{предметы.предмет}}", "{{предметы.Год}}", "{{достижения.мероприятие}}", "{{достижения.статус}}"], box)
        write(sheet, 3, ["Подпись"], box)

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert values(sheet, "A2:D6") == [
        ("Алгебра", 5, "Олимпиада школьников", "победитель"),
        ("История", 4, "Конкурс чтецов", "призёр"),
        ("Физика", 4, None, None),
        ("Химия", 5, None, None),
        ("Подпись", None, None, None),
    ]
    assert sheet["D5"].border.bottom.style == "thin"
