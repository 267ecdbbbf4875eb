"""Data bars and sparklines in the extensions of Excel 2010: stretched over the list as the plain ones are."""

from .common import PERSON, SUBJECTS, drawn, write, xml

FACTS = PERSON | {"предметы": SUBJECTS}
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
XM = "{http://schemas.microsoft.com/office/excel/2006/main}"


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Лист")
        write(sheet, 1, ["Предмет", "Пропущено"])
        write(sheet, 2, ["{{предметы.предмет}}", "{{предметы.пропущено уроков}}"])
        write(sheet, 3, ["Ход"])
        sheet.conditional_format("B2", {"type": "data_bar", "data_bar_2010": True})
        sheet.add_sparkline("B3", {"range": "Лист!B2:B2"})

    return drawn(draw)


def check(filled: bytes) -> None:
    root = xml(filled)
    (bar,) = root.iter(f"{X14}conditionalFormatting")
    assert bar.findtext(f"{XM}sqref") == "B2:B5"
    (line,) = root.iter(f"{X14}sparkline")
    assert (line.findtext(f"{XM}f"), line.findtext(f"{XM}sqref")) == ("Лист!B2:B5", "B6")
