"""Дневник: выписка за неделю для родителей (п. 4.4)."""

from .document import Document
from .page import VALUE, Column, Page, Part

LESSON = (
    Column("№", "{{неделя.уроки.номер}}", centred=True),
    Column("Предмет", "{{неделя.уроки.предмет}}{{если уроков нет: уроков нет}}"),
    Column("Тема урока", "{{неделя.уроки.тема}}"),
    Column("Домашнее задание", "{{неделя.уроки.домашнее задание}}"),
    Column("Отметка", "{{неделя.уроки.отметка}}", centred=True),
)


def _draw(page: Page) -> None:
    page.line("{{Школа}}", align="center", text_wrap=True)
    page.gap(10)
    page.title("Дневник", "выписка за неделю с {{Неделя с}} по {{Неделя по}}")
    page.gap()
    page.parts(Part("{{Ученик}}:", 2), Part("{{ФИО}}", 3, VALUE))
    page.parts(Part("Класс:", 2), Part("{{Класс}}", 1, VALUE))
    page.gap()
    page.headings(LESSON, 20, repeated=True)
    page.line("{{неделя.День}}, {{неделя.дата словами}}", 18, border=1, bold=True, italic=True, align="left", indent=1)
    page.items(LESSON)
    page.gap(12)
    page.signature("Классный руководитель", "{{Классный руководитель}}", (2, 1, 2))
    page.signature("Родитель (законный представитель)", "{{Законный представитель}}", (2, 1, 2))


DOCUMENT = Document(
    name="diary",
    title="Дневник: выписка за неделю",
    clause="4.4",
    purpose="Уроки, домашние задания и отметки за неделю для родителей.",
    tab="Дневник",
    columns=(9, 41, 52, 50, 18),
    draw=_draw,
)
