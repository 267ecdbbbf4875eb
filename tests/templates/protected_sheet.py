"""A protected sheet: the password and what may be changed stay, the copies are as open as the row was."""

from .common import MAIN, PERSON, SUBJECTS, drawn, first, write, xml

FACTS = PERSON | {"предметы": SUBJECTS}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Ведомость")
        free = book.add_format({"locked": False, "border": 1})
        write(sheet, 1, ["Предмет", "Год"])
        write(sheet, 2, ["{{предметы.предмет}}"])
        sheet.write("B2", "{{предметы.Год}}", free)
        write(sheet, 3, ["Завуч"])
        sheet.protect("zavuch", {"format_cells": True, "select_locked_cells": False})
        sheet.unprotect_range("B2", "Отметки")

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    before, after = xml(build()).find(f"{MAIN}sheetProtection"), xml(filled).find(f"{MAIN}sheetProtection")
    assert dict(before.attrib) == dict(after.attrib)
    assert [sheet[f"B{row}"].protection.locked for row in range(1, 7)] == [True, False, False, False, False, True]
    (free,) = xml(filled).iter(f"{MAIN}protectedRange")
    assert free.get("sqref") == "B2:B5"
