"""Справка об обучении: тем, кто не прошёл итоговую аттестацию или получил на ней неудовлетворительные результаты (п. 4.7)."""

from .common import certificate_head, certificate_signs
from .document import Document
from .page import Column, Page

COLUMNS = (
    Column("№\nп/п", "{{предметы.номер}}", centred=True),
    Column("Наименование\nучебных предметов", "{{предметы.предмет}}{{если предметов нет: —}}"),
    Column("Годовая отметка\nза последний год\nобучения", "{{предметы.Год прописью}}", centred=True),
    Column("Итоговая\nотметка", "{{предметы.Итог прописью}}", centred=True),
    Column("Отметка (баллы)\nна ГИА", "{{предметы.Экзамен}}", centred=True),
)


def _draw(page: Page) -> None:
    certificate_head(page, left=2, right=3)
    page.title("Справка", "об обучении")
    page.gap()
    page.paragraph(
        "Выдана {{ФИО кому}}, дата рождения {{Дата рождения словами}}, в том, что {{обучался}} с {{Дата зачисления словами}} "
        "по {{Дата выбытия словами}} в образовательной организации {{Школа}} ({{Город}}), последний год — в {{Класс}} классе "
        "в {{Учебный год}} учебном году, и имеет по учебным предметам следующие отметки (количество баллов):",
        4, align="justify",
    )  # fmt: skip
    page.gap()
    page.table(COLUMNS, 50, repeated=True)
    page.gap()
    page.paragraph("Основание: приказ {{Приказ}}.")
    page.paragraph("Личное дело: {{Личное дело}}.")
    certificate_signs(page, (2, 1, 2))


DOCUMENT = Document(
    name="study_certificate",
    title="Справка об обучении",
    clause="4.7",
    purpose="Отметки за последний год, итоговые отметки и баллы ГИА тем, кто не получил аттестат.",
    tab="Справка об обучении",
    columns=(11, 64, 35, 30, 30),
    draw=_draw,
)
