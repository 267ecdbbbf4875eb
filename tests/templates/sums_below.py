"""Sums and counts below the list: a reference to the one row becomes a reference to all, others move."""

from .common import PERSON, SUBJECTS, drawn, first, opened, write

FACTS = PERSON | {"предметы": SUBJECTS}
VALUES = {
    "Табель!C9": 10, "Табель!C10": 4, "Табель!C11": 4.5, "Табель!C12": 14, "Табель!C13": 10, "Табель!C14": 2, "Табель!C15": 12,
    "Сводка!B1": 10, "Сводка!B2": 10, "Сводка!B3": 4,
}  # fmt: skip


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Табель")
        write(sheet, 1, ["Табель {{ФИО кого}}"])
        write(sheet, 4, ["Предмет", "Год", "Пропущено"])
        write(sheet, 5, ["{{предметы.предмет}}", "{{предметы.Год}}", "{{предметы.пропущено уроков}}"])
        write(sheet, 6, ["Всего пропущено", None, "=SUM(C5:C5)"])
        write(sheet, 7, ["Предметов", None, "=COUNTA(A5:A5)"])
        write(sheet, 8, ["Средняя", None, "=AVERAGE($B$5:$B$5)"])
        write(sheet, 9, ["Сумма двух строк выше", None, "=C6+C7"])
        write(sheet, 10, ["По имени", None, "=SUM(Пропуски)"])
        write(sheet, 11, ["Пятёрок", None, "=COUNTIF(B4:B5,5)"])
        write(sheet, 12, ["Клеток в строках", None, "=COUNTA($5:$5)"])
        other = book.add_worksheet("Сводка")
        write(other, 1, ["Пропущено", "=Табель!C6"])
        write(other, 2, ["То же", "=SUM(Табель!C5:C5)"])
        write(other, 3, ["Предметов", "=COUNT(Табель!B:B)"])
        book.define_name("Пропуски", "=Табель!$C$5:$C$5")

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert [sheet[f"C{row}"].value for row in range(9, 16)] == [
        "=SUM(C5:C8)", "=COUNTA(A5:A8)", "=AVERAGE($B$5:$B$8)", "=C9+C10", "=SUM(Пропуски)", "=COUNTIF(B4:B8,5)",
        "=COUNTA($5:$8)",
    ]  # fmt: skip
    book = opened(filled)
    assert [book["Сводка"][f"B{row}"].value for row in (1, 2, 3)] == ["=Табель!C9", "=SUM(Табель!C5:C8)", "=COUNT(Табель!B:B)"]
    assert book.defined_names["Пропуски"].attr_text == "Табель!$C$5:$C$8"
