"""A form with a macro-free ribbon of its own, custom data and printer settings: parts that need no change stay as they are."""

import zipfile
from io import BytesIO

from .common import PERSON, drawn, first, names, part, patched, write

FACTS = PERSON
VALUES = {"Памятка!B1": 2}
EXTRA = {
    "customXml/item1.xml": b"<school/>",
    "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
    "docProps/thumbnail.jpeg": b"\xff\xd8\xff",
}


def build() -> bytes:
    def draw(book):
        write(book.add_worksheet("Справка"), 1, ["{{ФИО}}"])
        memo = book.add_worksheet("Памятка")
        write(memo, 1, ["Текст без полей"])
        memo.write_formula("B1", "=1+1", None, 2)

    known = '<Default Extension="bin" ContentType="application/octet-stream"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
    target = BytesIO(patched(drawn(draw), {"[Content_Types].xml": lambda text: text.replace("<Override", known + "<Override", 1)}))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in EXTRA.items():
            archive.writestr(name, data)
    return target.getvalue()


def check(filled: bytes) -> None:
    before = build()
    same = {"xl/worksheets/sheet2.xml", "xl/theme/theme1.xml", "docProps/app.xml", *EXTRA}
    assert set(names(before)) - {"xl/calcChain.xml"} <= set(names(filled))
    for name in same:
        assert part(filled, name) == part(before, name), name
    assert first(filled)["A1"].value == "Соловьёва Анна Сергеевна"
