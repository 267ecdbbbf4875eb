"""A drop-down from another sheet in the extension of Excel 2010: other engines drop it without a word."""

from .common import PERSON, SHEET, SUBJECTS, drawn, patched, write, xml

FACTS = PERSON | {"предметы": SUBJECTS}
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
EXTENSION = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}">'
    '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
    '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Списки!$A$1:$A$4</xm:f></x14:formula1>'
    "<xm:sqref>B2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Отметки")
        write(sheet, 1, ["Предмет", "Год"])
        write(sheet, 2, ["{{предметы.предмет}}", "{{предметы.Год}}"])
        book.add_worksheet("Списки").write_column("A1", [5, 4, 3, 2])

    return patched(drawn(draw), {SHEET: lambda text: text.replace("</worksheet>", EXTENSION + "</worksheet>")})


def check(filled: bytes) -> None:
    (limit,) = xml(filled).iter(f"{X14}dataValidation")
    assert limit.findtext(f"{XM}sqref") == "B2:B5"
    assert limit.findtext(f"{X14}formula1/{XM}f") == "Списки!$A$1:$A$4"
