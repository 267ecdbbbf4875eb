"""Two rows for each item, held together by merged cells: the block is repeated as a whole."""

from .common import ACHIEVEMENTS, PERSON, drawn, first, merge, merges, values, write

FACTS = PERSON | {"достижения": ACHIEVEMENTS}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Ведомость")
        box = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        write(sheet, 1, ["№", "Мероприятие, документ", "Уровень, статус"], box)
        merge(sheet, "A2:A3", "{{достижения.номер}}", box)
        write(sheet, 2, [None, "{{достижения.мероприятие}}", "{{достижения.уровень}}"], box)
        write(sheet, 3, [None, "{{достижения.документ}}", "{{достижения.статус}}"], box)
        sheet.set_column("B:C", 30)
        sheet.set_row(1, 30)
        sheet.set_row(2, 18)
        sheet.write("A4", "Итого записей:")

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert merges(sheet) == {"A2:A3", "A4:A5", "A6:A7"}
    assert values(sheet, "A2:C7") == [
        (1, "Олимпиада школьников", "муниципальный"), (None, "диплом № 1", "победитель"),
        (2, "Конкурс чтецов", "школьный"), (None, "диплом № 2", "призёр"),
        (3, "Лыжная гонка", "школьный"), (None, "диплом № 3", "участник"),
    ]  # fmt: skip
    assert [sheet.row_dimensions[row].height for row in range(2, 8)] == [30, 18] * 3
    assert sheet["A8"].value == "Итого записей:"
