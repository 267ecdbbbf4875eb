"""Text that begins like a formula is text: nobody's entry becomes a command of Excel."""

from .common import MAIN, PERSON, achievement, column, drawn, first, write, xml

ENTRIES = ['=HYPERLINK("http://example.org","x")', "+7 900 000-00-00", "-", "@SUM(A1)", "=1+1", "007", "1/2", "{=1}", "\tтекст"]
FACTS = PERSON | {"Фамилия": "=Фамилия", "достижения": [achievement(number, entry) for number, entry in enumerate(ENTRIES, 1)]}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Лист")
        write(sheet, 1, ["{{Фамилия}}", "Ученица: {{Фамилия}}"])
        write(sheet, 2, ["{{достижения.мероприятие}}", "{{достижения.номер}}"])

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert not list(xml(filled).iter(f"{MAIN}f"))
    assert column(sheet, "A2:A10") == ENTRIES
    assert {cell.data_type for (cell,) in sheet["A1:A10"]} <= {"s", "inlineStr"} or all(
        cell.data_type != "f" for (cell,) in sheet["A1:A10"]
    )
    assert [cell.value for cell in sheet[1]] == ["=Фамилия", "Ученица: =Фамилия"]
