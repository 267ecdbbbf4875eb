"""Signs that mean something to XML, to headers («&»), to sheet names: they come out as they went in."""

from .common import MAIN, PERSON, achievement, drawn, first, opened, part, values, write, xml

NAME = 'О\'Нил <Анна> & "Ко" ]]>'
FACTS = PERSON | {
    "ФИО": NAME,
    "Школа": "Школа «Наука & жизнь»",
    "Имя": "Д'Арк",
    "достижения": [achievement(1, "a < b & c > d"), achievement(2, "  две  строки\nтекста 😀 ")],
}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("{{Имя}}")
        write(sheet, 1, ["{{ФИО}}", "Ученица: {{ФИО}}"])
        write(sheet, 2, ["{{достижения.мероприятие}}"])
        sheet.set_header("&C{{Школа}}")
        sheet.insert_textbox("D4", "{{ФИО}}")
        write(book.add_worksheet("Ссылка"), 1, ["='{{Имя}}'!A1"])

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert values(sheet, "A1:B1") == [(NAME, f"Ученица: {NAME}")]
    assert values(sheet, "A2:A3") == [("a < b & c > d",), ("  две  строки\nтекста 😀 ",)]
    assert xml(filled).findtext(f"{MAIN}headerFooter/{MAIN}oddHeader") == "&CШкола «Наука && жизнь»"
    assert NAME in "".join(xml(filled, "xl/drawings/drawing1.xml").itertext())
    assert "Д'Арк" in opened(filled).sheetnames
    assert "'Д''Арк'!A1" in part(filled, "xl/worksheets/sheet2.xml").decode().replace("&apos;", "'")
