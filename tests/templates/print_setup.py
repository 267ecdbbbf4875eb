"""Print area, repeated headings, page breaks and placeholders in header and footer."""

from .common import MAIN, PERSON, SUBJECTS, drawn, first, opened, write, xml

FACTS = PERSON | {"предметы": SUBJECTS}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Ведомость")
        write(sheet, 1, ["Ведомость"])
        write(sheet, 2, ["Предмет", "Год"])
        write(sheet, 3, ["{{предметы.предмет}}", "{{предметы.Год}}"])
        write(sheet, 4, ["Подпись"])
        write(sheet, 6, ["Приложение"])
        write(sheet, 9, ["Вне области печати"])
        sheet.print_area("A1:B6")
        sheet.repeat_rows(1)
        sheet.set_h_pagebreaks([4])
        sheet.set_header("&L{{Школа}}&R{{Учебный год}}")
        sheet.set_footer("&C{{ФИО}}, {{Класс}}&RЛист &P из &N")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert sheet.print_area == "'Ведомость'!$A$1:$B$9"
    assert sheet.print_title_rows == "$2:$2"
    assert [item.id for item in sheet.row_breaks.brk] == [7]
    root = xml(filled)
    assert root.findtext(f"{MAIN}headerFooter/{MAIN}oddHeader") == "&LМОУ «Средняя общеобразовательная школа № 2»&R2025/2026"
    assert root.findtext(f"{MAIN}headerFooter/{MAIN}oddFooter") == "&CСоловьёва Анна Сергеевна, 7А&RЛист &P из &N"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet["A9"].value == "Приложение"
    assert opened(filled).sheetnames == ["Ведомость"]
