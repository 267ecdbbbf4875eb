"""Грамота за успехи в деятельности п. 3.3: учебной, спортивной, творческой и другой."""

from .document import Document
from .frame import COLUMNS, blank, bottom, text, top
from .page import Page


def _draw(page: Page) -> None:
    top(page)
    blank(page, 14)
    text(page, "{{вид поощрения заглавными}}{{если вид поощрения нет: ГРАМОТА}}", 54, 40, bold=True)
    blank(page, 10)
    text(page, "награждается {{ученик}} {{Класс}} класса", 26, 16)
    text(page, "{{ФИО}}", 44, 28, bold=True, text_wrap=True)
    text(page, "{{За какие успехи}}{{если За какие успехи нет: за успехи в ______________________ деятельности}}", 24, 16)
    text(page, "{{За что поощрён}}", 60, 15, text_wrap=True, italic=True)
    blank(page, 8)
    bottom(page)


DOCUMENT = Document(
    name="award_certificate",
    title="Грамота",
    clause="3.3",
    purpose="Грамота за успехи в учебной, спортивной, творческой и иной деятельности; за что и приказ подставляет команда commend.",
    tab="Грамота",
    columns=COLUMNS,
    draw=_draw,
    landscape=True,
    framed=True,
)
