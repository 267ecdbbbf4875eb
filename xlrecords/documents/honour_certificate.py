"""Похвальный лист «За отличные успехи в учении» (п. 3.3)."""

from .document import Document
from .frame import COLUMNS, blank, bottom, text, top
from .page import Page


def _draw(page: Page) -> None:
    top(page)
    blank(page, 22)
    text(page, "ПОХВАЛЬНЫЙ ЛИСТ", 56, 40, bold=True)
    text(page, "«За отличные успехи в учении»", 30, 20, italic=True)
    blank(page, 14)
    text(page, "награждается {{ученик}} {{Класс}} класса", 26, 16)
    text(page, "{{ФИО}}", 46, 28, bold=True, text_wrap=True)
    text(page, "по итогам {{Учебный год}} учебного года", 24, 16)
    blank(page, 20)
    bottom(page)


DOCUMENT = Document(
    name="honour_certificate",
    title="Похвальный лист",
    clause="3.3",
    purpose="Награда за отличные успехи в учении; имя, класс и дата подставляются.",
    tab="Похвальный лист",
    columns=COLUMNS,
    draw=_draw,
    landscape=True,
    framed=True,
)
