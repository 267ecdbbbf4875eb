"""A sheet whose XML names have a prefix, as some programs write it: engines that search for «<row» find nothing."""

import re

from .common import PERSON, SHEET, SUBJECTS, drawn, first, merges, patched, values, write

FACTS = PERSON | {"предметы": SUBJECTS}
VALUES = {"Лист!B6": 18}


def prefixed(text: str) -> str:
    text = text.replace(
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"',
        'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"',
    )
    return re.sub(r"<(/?)([a-zA-Z]+)(?=[\s>/])", r"<\1x:\2", text)


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Лист")
        sheet.merge_range("A1:B1", "Табель: {{ФИО}}")
        write(sheet, 2, ["{{предметы.предмет}}", "{{предметы.Год}}"])
        write(sheet, 3, ["Сумма", "=SUM(B2:B2)"])

    return patched(drawn(draw), {SHEET: prefixed})


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert merges(sheet) == {"A1:B1"}
    assert values(sheet, "A1:B3") == [("Табель: Соловьёва Анна Сергеевна", None), ("Алгебра", 5), ("История", 4)]
    assert sheet["B6"].value == "=SUM(B2:B5)"
