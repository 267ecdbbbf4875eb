"""A list inside a list: under each subject its periods, as many as it has, with a line of totals for each subject."""

from .common import PERSON, column, drawn, first, merge, merges, subject, values, write

FACTS = PERSON | {
    "предметы": [
        subject("Алгебра", 5, periods=(("1 четверть", 5), ("2 четверть", 4))),
        subject("История", 4, periods=(("1 полугодие", 4),)),
        subject("Физика", 3, periods=(("1 четверть", 3), ("2 четверть", 3), ("3 четверть", 4))),
    ]
}
VALUES = {"Справка!C5": 9, "Справка!C8": 4, "Справка!C13": 10}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Справка")
        band, box = book.add_format({"border": 1, "bold": True}), book.add_format({"border": 1})
        write(sheet, 1, ["Предмет", "Период", "Отметка"], band)
        merge(sheet, "A2:B2", "{{предметы.предмет}}", band)
        sheet.write("C2", "{{предметы.Год}}", band)
        write(sheet, 3, ["", "{{предметы.периоды.период}}", "{{предметы.периоды.отметка}}"], box)
        write(sheet, 4, ["Сумма: {{предметы.предмет}}", "", "=SUM(C3:C3)"], box)
        write(sheet, 5, ["Конец"], box)

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert column(sheet, "A2:A14") == [
        "Алгебра", None, None, "Сумма: Алгебра", "История", None, "Сумма: История", "Физика", None, None, None, "Сумма: Физика", "Конец",
    ]  # fmt: skip
    assert values(sheet, "B3:C4") == [("1 четверть", 5), ("2 четверть", 4)]
    assert values(sheet, "B10:C12") == [("1 четверть", 3), ("2 четверть", 3), ("3 четверть", 4)]
    assert merges(sheet) == {"A2:B2", "A6:B6", "A9:B9"}
    assert [sheet[f"C{row}"].value for row in (5, 8, 13)] == ["=SUM(C3:C4)", "=SUM(C7:C7)", "=SUM(C10:C12)"]
