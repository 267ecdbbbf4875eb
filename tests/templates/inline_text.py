"""Text that stands in the cell itself and not in the table of shared strings, as electronic journals export it."""

import re

from .common import PERSON, SHEET, SUBJECTS, drawn, first, patched, values, write

FACTS = PERSON | {"предметы": SUBJECTS}


def inlined(text: str) -> str:
    texts = ["Табель: {{ФИО}}", "{{предметы.предмет}}", "{{предметы.Год}}", "Итого"]
    return re.sub(
        r'<c r="([A-Z0-9]+)"([^>]*) t="s"><v>(\d+)</v></c>',
        lambda match: f'<c r="{match[1]}"{match[2]} t="inlineStr"><is><t>{texts[int(match[3])]}</t></is></c>',
        text,
    )


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Лист")
        write(sheet, 1, ["Табель: {{ФИО}}"])
        write(sheet, 2, ["{{предметы.предмет}}", "{{предметы.Год}}"])
        write(sheet, 3, ["Итого"])

    return patched(drawn(draw), {SHEET: inlined})


def check(filled: bytes) -> None:
    assert values(first(filled), "A1:B6") == [
        ("Табель: Соловьёва Анна Сергеевна", None), ("Алгебра", 5), ("История", 4), ("Физика", 4), ("Химия", 5), ("Итого", None),
    ]  # fmt: skip
