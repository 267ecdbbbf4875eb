"""A shared formula, as Excel stores a column of alike formulas: only the first cell holds the text."""

import re

from .common import PERSON, SHEET, SUBJECTS, drawn, first, patched, write

FACTS = PERSON | {"предметы": SUBJECTS}
VALUES = {"Лист!C5": 10, "Лист!C6": 36, "Лист!C7": 20, "Лист!C8": 40}


def shared(text: str) -> str:
    """C3:C5 hold one formula: B*2."""
    text = re.sub(r'(<c r="C3"[^>]*>)<f>B3\*2</f>', r'\1<f t="shared" ref="C3:C5" si="0">B3*2</f>', text)
    return re.sub(r'(<c r="C[45]"[^>]*>)<f>B[45]\*2</f>', r'\1<f t="shared" si="0"/>', text)


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Лист")
        write(sheet, 1, ["Предмет", "Год", "Вдвое"])
        write(sheet, 2, ["{{предметы.предмет}}", "{{предметы.Год}}", "=B2*2"])
        write(sheet, 3, ["Сумма", "=SUM(B2:B2)", "=B3*2"])
        write(sheet, 4, ["Строка", 10, "=B4*2"])
        write(sheet, 5, ["Строка", 20, "=B5*2"])

    return patched(drawn(draw), {SHEET: shared})


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert [sheet[f"C{row}"].value for row in range(2, 9)] == [f"=B{row}*2" for row in range(2, 9)]
    assert sheet["B6"].value == "=SUM(B2:B5)"
