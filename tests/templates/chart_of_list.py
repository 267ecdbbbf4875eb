"""A chart whose series is the list: it shows all items, and stands below them."""

from .common import PERSON, SUBJECTS, anchors, drawn, part, write

FACTS = PERSON | {"предметы": SUBJECTS}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Успеваемость")
        write(sheet, 1, ["Предмет", "Год"])
        write(sheet, 2, ["{{предметы.предмет}}", "{{предметы.Год}}"])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"name": "=Успеваемость!$B$1", "categories": "=Успеваемость!$A$2:$A$2", "values": "=Успеваемость!$B$2:$B$2"})
        chart.set_title({"name": "Отметки за год"})
        sheet.insert_chart("A5", chart, {"object_position": 1})

    return drawn(draw)


def check(filled: bytes) -> None:
    chart = part(filled, "xl/charts/chart1.xml").decode()
    assert "Успеваемость!$A$2:$A$5<" in chart
    assert "Успеваемость!$B$2:$B$5<" in chart
    assert "Успеваемость!$B$1<" in chart
    assert anchors(filled)[0][0] == 8
