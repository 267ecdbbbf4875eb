"""Выписка из портфолио: документы, подтверждающие результаты (п. 4.7, 4.9)."""

from .common import SEAL
from .document import Document
from .page import VALUE, Column, Page, Part

COLUMNS = (
    Column("№\nп/п", "{{документы портфолио.номер}}", centred=True),
    Column("Вид документа", "{{документы портфолио.вид документа}}"),
    Column("Наименование\nмероприятия", "{{документы портфолио.наименование}}{{если документов портфолио нет: документов нет}}"),
    Column("Уровень", "{{документы портфолио.уровень}}"),
    Column("Результат", "{{документы портфолио.результат}}"),
    Column("Организатор", "{{документы портфолио.организатор}}"),
    Column("№ и дата\nдокумента", "{{документы портфолио.№ и дата документа}}"),
    Column("Раздел\nпортфолио", "{{документы портфолио.раздел}}"),
    Column("Подлинник /\nкопия", "{{документы портфолио.подлинник}}", centred=True),
)


def _draw(page: Page) -> None:
    page.line("{{Школа}}", align="center", text_wrap=True)
    page.gap(10)
    page.title("Выписка из портфолио")
    page.gap()
    page.parts(Part("{{Обучающийся}}:", 2), Part("{{ФИО}}", 4, VALUE), Part("Класс:", 1, {"align": "right"}), Part("{{Класс}}", 2, VALUE))
    page.parts(
        Part("Дата рождения:", 2), Part("{{Дата рождения}}", 4, VALUE | {"num_format": "dd.mm.yyyy"}),
        Part("Учебный год:", 1, {"align": "right"}), Part("{{Учебный год}}", 2, VALUE),
    )  # fmt: skip
    page.gap()
    page.table(COLUMNS, 34, repeated=True)
    page.gap()
    page.paragraph("Выписка сделана {{Дата словами}} для предъявления по месту требования; копии документов с подлинниками сверены.")
    page.gap(10)
    page.signature("Классный руководитель", "{{Классный руководитель}}", (2, 1, 2))
    page.signature("Директор", "{{Директор}}", (2, 1, 2), "{{подпись директора}}")
    page.parts(Part("М.П.", 2, {"align": "right"}), Part("{{школьная печать}}", 1), height=SEAL)


DOCUMENT = Document(
    name="portfolio_extract",
    title="Выписка из портфолио",
    clause="4.7",
    purpose="Перечень документов, подтверждающих результаты и поощрения обучающегося.",
    tab="Портфолио",
    columns=(11, 32, 54, 28, 26, 32, 30, 21, 23),
    draw=_draw,
    landscape=True,
)
