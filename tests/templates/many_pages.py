"""Sixty items: the list goes over pages, headings are repeated on each, signatures stand at the end."""

from .common import PERSON, achievement, column, drawn, first, write

FACTS = PERSON | {"достижения": [achievement(number, f"Мероприятие {number}") for number in range(1, 61)]}
VALUES = {"Реестр!C65": 60}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Реестр")
        box = book.add_format({"border": 1})
        write(sheet, 1, ["Реестр достижений: {{ФИО}}, {{Класс}}"])
        write(sheet, 3, ["№", "Мероприятие", "Дата"], box)
        sheet.set_row(3, 21)
        write(sheet, 4, ["{{достижения.номер}}", "{{достижения.мероприятие}}"], box)
        sheet.write("C4", "{{достижения.дата}}", book.add_format({"border": 1, "num_format": "dd.mm.yyyy"}))
        write(sheet, 6, ["Всего", None, "=COUNT(C4:C4)"])
        write(sheet, 7, ["Классный руководитель {{Классный руководитель кратко}}"])
        sheet.repeat_rows(2)
        sheet.print_area("A1:C7")
        sheet.freeze_panes(3, 0)
        sheet.autofilter("A3:C4")

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert column(sheet, "A4:A63") == list(range(1, 61))
    assert {sheet.row_dimensions[row].height for row in range(4, 64)} == {21}
    assert sheet["A66"].value == "Классный руководитель Морозова В. П."
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.print_area == "'Реестр'!$A$1:$C$66"
    assert sheet.auto_filter.ref == "A3:C63"
    assert sheet.freeze_panes == "A4"
