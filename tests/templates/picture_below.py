"""Pictures: the emblem above the list stays, the stamp below moves down with its cells."""

from io import BytesIO

from .common import PERSON, SUBJECTS, anchors, drawn, names, part, png, write

FACTS = PERSON | {"предметы": SUBJECTS}
EMBLEM, STAMP = png(40, 20), png(60, 60)


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Справка")
        sheet.insert_image("A1", "emblem.png", {"image_data": BytesIO(EMBLEM)})
        write(sheet, 5, ["{{предметы.предмет}}", "{{предметы.Год}}"])
        write(sheet, 7, ["М.П."])
        sheet.insert_image("B8", "stamp.png", {"image_data": BytesIO(STAMP), "object_position": 1})

    return drawn(draw)


def check(filled: bytes) -> None:
    (emblem_row, _), (stamp_row, stamp_last) = anchors(filled)
    assert (emblem_row, stamp_row) == (1, 11)
    assert stamp_last > stamp_row
    assert {part(filled, name) for name in names(filled) if "/media/" in name} == {EMBLEM, STAMP}
