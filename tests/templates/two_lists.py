"""Two lists one under the other, with a sheet's end below: the second moves down by the first, both grow."""

from .common import ACHIEVEMENTS, PERSON, SUBJECTS, column, drawn, first, merge, merges, write

FACTS = PERSON | {"предметы": SUBJECTS, "достижения": ACHIEVEMENTS}
VALUES = {"Лист!B13": 18, "Лист!B14": 3}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Лист")
        merge(sheet, "A1:C1", "Учебные достижения")
        write(sheet, 2, ["{{предметы.предмет}}", "{{предметы.Год}}"])
        merge(sheet, "A4:C4", "Олимпиады и конкурсы")
        write(sheet, 5, ["{{достижения.мероприятие}}", "{{достижения.статус}}"])
        write(sheet, 8, ["Сумма отметок", "=SUM(B2:B2)"])
        write(sheet, 9, ["Достижений", "=COUNTA(B5:B5)"])

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert column(sheet, "A1:A10") == [
        "Учебные достижения", "Алгебра", "История", "Физика", "Химия", None,
        "Олимпиады и конкурсы", "Олимпиада школьников", "Конкурс чтецов", "Лыжная гонка",
    ]  # fmt: skip
    assert merges(sheet) == {"A1:C1", "A7:C7"}
    assert column(sheet, "B13:B14") == ["=SUM(B2:B5)", "=COUNTA(B8:B10)"]
