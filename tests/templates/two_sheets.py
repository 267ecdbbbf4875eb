"""The same list on two sheets, one of which speaks of the other: each grows in its own place."""

from .common import PERSON, SUBJECTS, column, drawn, opened, write

FACTS = PERSON | {"предметы": SUBJECTS}
VALUES = {"Школе!C3": 5, "Школе!C6": 5}


def build() -> bytes:
    def draw(book):
        first, second = book.add_worksheet("Семье"), book.add_worksheet("Школе")
        write(first, 1, ["{{ФИО}}"])
        write(first, 2, ["{{предметы.предмет}}", "{{предметы.Год}}"])
        write(second, 2, ["Предмет", "Год", "Семье"])
        write(second, 3, ["{{предметы.предмет}}", "{{предметы.Год}}", "=VLOOKUP(A3,Семье!$A$2:$B$2,2,FALSE)"])
        write(second, 4, ["Директор {{Директор кратко}}"])

    return drawn(draw)


def check(filled: bytes) -> None:
    book = opened(filled)
    assert column(book["Семье"], "A1:A5") == ["Соловьёва Анна Сергеевна", "Алгебра", "История", "Физика", "Химия"]
    assert column(book["Школе"], "C3:C6") == [f"=VLOOKUP(A{row},Семье!$A$2:$B$5,2,FALSE)" for row in range(3, 7)]
    assert book["Школе"]["A7"].value == "Директор Лебедев И. А."
