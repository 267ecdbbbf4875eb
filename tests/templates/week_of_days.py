"""A week of days with their lessons: a day without lessons, and a merged day beside its lessons that grows with them."""

import datetime as dt

from .common import PERSON, drawn, first, merge, merges, values, write


def day(name: str, date: dt.date, *subjects: str) -> dict:
    lessons = [
        {"номер": number, "предмет": subject, "тема": "Повторение", "домашнее задание": "п. 12", "отметка": 5}
        for number, subject in enumerate(subjects, 1)
    ]
    return {"день": name, "дата": date, "уроки": lessons}


FACTS = PERSON | {
    "неделя": [
        day("понедельник", dt.date(2026, 5, 18), "Алгебра", "История", "Физика"),
        day("вторник", dt.date(2026, 5, 19)),
        day("среда", dt.date(2026, 5, 20), "Химия"),
    ]
}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Дневник")
        box = book.add_format({"border": 1})
        merge(sheet, "A1:A2", "{{неделя.день}}", box)
        sheet.write("B1", "{{неделя.дата}}", book.add_format({"border": 1, "num_format": "dd.mm.yyyy"}))
        sheet.write("C1", "", box)
        write(sheet, 2, [None, "{{неделя.уроки.предмет}}", "{{неделя.уроки.отметка}}"], box)
        write(sheet, 3, ["Подпись родителей"], box)

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    assert merges(sheet) == {"A1:A4", "A5:A6", "A7:A8"}
    assert [row[0] for row in values(sheet, "A1:A9")] == [
        "понедельник",
        None,
        None,
        None,
        "вторник",
        None,
        "среда",
        None,
        "Подпись родителей",
    ]
    assert values(sheet, "B2:C4") == [("Алгебра", 5), ("История", 5), ("Физика", 5)]
    assert values(sheet, "B6:C6") == [(None, None)]
    assert sheet["B5"].value == dt.datetime(2026, 5, 19)
