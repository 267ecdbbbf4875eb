"""A number that is the number above plus one, and formulas inside the row: each copy speaks of its own row."""

from .common import PERSON, SUBJECTS, column, drawn, first, write

FACTS = PERSON | {"предметы": SUBJECTS}
VALUES = {"Лист1!A2": 1, "Лист1!A5": 4, "Лист1!D4": 7, "Лист1!E3": "успевает", "Лист1!D6": 10}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Лист1")
        write(sheet, 1, ["№", "Предмет", "Год", "Пропущено", "Вывод"])
        write(
            sheet,
            2,
            ["=N(A1)+1", "{{предметы.предмет}}", "{{предметы.Год}}", "{{предметы.пропущено уроков}}", '=IF($C2>=3,"успевает",$G$1)'],
        )
        write(sheet, 3, [None, "Итого", None, "=SUM(D2:D2)"])
        sheet.write("G1", "не успевает")

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert column(sheet, "A2:A5") == ["=N(A1)+1", "=N(A2)+1", "=N(A3)+1", "=N(A4)+1"]
    assert column(sheet, "E2:E5") == [f'=IF($C{row}>=3,"успевает",$G$1)' for row in range(2, 6)]
    assert sheet["D6"].value == "=SUM(D2:D5)"
