"""Благодарность обучающемуся (п. 3.3)."""

from .document import Document
from .frame import COLUMNS, blank, bottom, text, top
from .page import Page


def _draw(page: Page) -> None:
    top(page)
    blank(page, 14)
    text(page, "БЛАГОДАРНОСТЬ", 54, 36, bold=True)
    blank(page, 10)
    text(page, "объявляется", 26, 16)
    text(page, "{{ФИО кому}}", 44, 28, bold=True, text_wrap=True)
    text(page, "{{Класс}} класс", 24, 16)
    text(page, "{{За какие успехи}}{{если За какие успехи нет: за успехи в ______________________ деятельности}}", 24, 16)
    text(page, "{{За что поощрён}}", 60, 15, text_wrap=True, italic=True)
    blank(page, 8)
    bottom(page)


DOCUMENT = Document(
    name="gratitude",
    title="Благодарность",
    clause="3.3",
    purpose="Благодарность за успехи в деятельности школы; за что и приказ подставляет команда commend.",
    tab="Благодарность",
    columns=COLUMNS,
    draw=_draw,
    landscape=True,
    framed=True,
)
