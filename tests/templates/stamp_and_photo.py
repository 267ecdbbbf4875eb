"""Pictures named in cells: each fits its cell or merged cells, keeps its proportions, and stands where the cell went."""

from .common import PERSON, SUBJECTS, drawn, first, merges, names, part, png, write, xml

STAMP, PHOTO, SIGN = png(300, 300), png(90, 120), png(200, 50)
FACTS = PERSON | {"предметы": SUBJECTS, "Школьная печать": STAMP, "Фото": PHOTO, "Подпись директора": SIGN}
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
SHAPES = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Справка")
        sheet.merge_range("D1:E3", "{{фото}}")
        write(sheet, 5, ["{{предметы.предмет}}", "{{предметы.Год}}"])
        write(sheet, 7, ["Директор", "{{подпись директора}}", "{{Директор кратко}}"])
        sheet.merge_range("B8:C11", "{{школьная печать}}")
        sheet.write("A8", "М.П.")

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert merges(sheet) == {"D1:E3", "B11:C14"}
    assert [sheet[cell].value for cell in ("D1", "B10", "B11")] == [None, None, None]
    (drawing,) = (name for name in names(filled) if name.startswith("xl/drawings/drawing"))
    places = {}
    for anchor in xml(filled, drawing):
        start = anchor.find(f"{DRAWING}from")
        size = next(anchor.iter(f"{SHAPES}ext"), None)
        if anchor.find(f"{DRAWING}ext") is not None:
            size = anchor.find(f"{DRAWING}ext")
        places[int(start.findtext(f"{DRAWING}row")) + 1] = int(size.get("cx")) / int(size.get("cy"))
    assert set(places) == {1, 10, 11}
    assert abs(places[1] - 0.75) < 0.05
    assert abs(places[10] - 4) < 0.3
    assert abs(places[11] - 1) < 0.05
    assert {part(filled, name) for name in names(filled) if "/media/" in name} == {STAMP, PHOTO, SIGN}
