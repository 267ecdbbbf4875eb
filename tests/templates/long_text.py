"""Long text in wrapped cells, single and merged: rows grow with it, and rows with short text stay as they were drawn."""

from .common import PERSON, achievement, drawn, first, merge, write

LONG = (
    "Региональный этап Всероссийского конкурса исследовательских и проектных работ обучающихся «Наследие родного края», "
    "секция «История в документах школьного музея», очное представление работы перед экспертным советом конкурса"
)
FACTS = PERSON | {
    "достижения": [
        achievement(1, "Лыжная гонка", документ="грамота"),
        achievement(2, LONG, документ="диплом"),
        achievement(3, "Кросс", документ=LONG),
    ]
}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Лист")
        box = book.add_format({"border": 1, "text_wrap": True, "font_name": "Times New Roman", "font_size": 12})
        sheet.set_column("A:A", 5)
        sheet.set_column("B:D", 12)
        sheet.set_column("E:E", 20)
        sheet.set_row(1, 18)
        write(sheet, 2, ["{{достижения.номер}}"], box)
        merge(sheet, "B2:D2", "{{достижения.мероприятие}}", box)
        sheet.write("E2", "{{достижения.документ}}", box)
        sheet.set_row(3, 39)
        write(sheet, 4, ["Подпись"])

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    heights = [sheet.row_dimensions[row].height for row in (2, 3, 4, 6)]
    assert heights[0] == 18
    # 213 letters: 36 characters of width for the merged cell are 5 to 8 lines of 15 points or more, 20 are 9 to 16.
    assert 75 <= heights[1] <= 150
    assert 135 <= heights[2] <= 280
    assert heights[3] == 39
