"""A placeholder in the name of a sheet: at most 31 characters, no forbidden signs, and formulas still find the sheet."""

from .common import PERSON, SUBJECTS, drawn, opened, write

FACTS = PERSON | {"ФИО": "Константинопольская-Преображенская Александра Владиславовна", "Класс": "10А/Б", "предметы": SUBJECTS}
VALUES = {"Сводка!A1": 18}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("{{ФИО}}")
        write(sheet, 1, ["{{предметы.предмет}}", "{{предметы.Год}}"])
        book.add_worksheet("{{Класс}} класс").write("A1", "{{ФИО}}")
        write(book.add_worksheet("Сводка"), 1, ["=SUM('{{ФИО}}'!B1:B1)"])
        book.define_name("Отметки", "='{{ФИО}}'!$B$1:$B$1")
        sheet.print_area("A1:B1")

    return drawn(draw)


def check(filled: bytes) -> None:
    book = opened(filled)
    person, group, summary = book.sheetnames
    assert person.startswith("Константинопольская")
    assert len(person) <= 31
    assert group.startswith("10А")
    assert group.endswith("класс")
    assert not set("[]:*?/\\") & set(person + group)
    assert book[summary]["A1"].value == f"=SUM('{person}'!B1:B4)"
    assert book.defined_names["Отметки"].attr_text == f"'{person}'!$B$1:$B$4"
    assert book[person].print_area == f"'{person}'!$A$1:$B$4"
    assert book[group]["A1"].value == FACTS["ФИО"]
