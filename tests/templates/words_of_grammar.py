"""Cases, short names, dates and marks in words, blanks and capitals inside the braces: Russian as a secretary writes it."""

from .common import PERSON, drawn, first, subject

FACTS = PERSON | {"предметы": [subject("Алгебра", 5), subject("История", 3)]}

LINES = {
    "Справка дана {{ФИО кому}}.": "Справка дана Соловьёвой Анне Сергеевне.",
    "Родители {{ФИО кого}}": "Родители Соловьёвой Анны Сергеевны",
    "Написано {{ФИО кем}}": "Написано Соловьёвой Анной Сергеевной",
    "{{ФИО кратко}}": "Соловьёва А. С.",
    "{{ ФИО }}": "Соловьёва Анна Сергеевна",
    "{{фио}}, {{КЛАСС}}": "Соловьёва Анна Сергеевна, 7А",
    "{{Дата словами}}": "25 мая 2026 г.",
    "В том, что {{обучался}}": "В том, что обучалась",
    "{{Ученик}} {{Класс}} класса": "Ученица 7А класса",
    "{{Законный представитель кому}}": "Соловьёву Сергею Ильичу",
    "Скобки { и }} остаются": "Скобки { и }} остаются",
}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Слова")
        for row, line in enumerate(LINES):
            sheet.write_string(row, 0, line)
        sheet.write(len(LINES), 0, "{{предметы.предмет}}: {{предметы.Год прописью}}")

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    found = [sheet.cell(row, 1).value for row in range(1, len(LINES) + 3)]
    assert found == [*LINES.values(), "Алгебра: отлично", "История: удовлетворительно"]
