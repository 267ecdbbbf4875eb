"""Справка о периоде обучения: тем, кто освоил часть программы и отчислен (п. 4.7)."""

from .common import certificate_head, certificate_signs
from .document import Document
from .page import Column, Page

COLUMNS = (
    Column("Учебный предмет", "{{предметы.предмет}}{{если предметов нет: —}}"),
    Column("Класс,\nучебный год", "{{Класс}}, {{Учебный год}}", centred=True),
    Column("1 четверть", "{{предметы.1 четверть}}", centred=True, upright=True),
    Column("2 четверть", "{{предметы.2 четверть}}", centred=True, upright=True),
    Column("1 полугодие", "{{предметы.1 полугодие}}", centred=True, upright=True),
    Column("3 четверть", "{{предметы.3 четверть}}", centred=True, upright=True),
    Column("4 четверть", "{{предметы.4 четверть}}", centred=True, upright=True),
    Column("2 полугодие", "{{предметы.2 полугодие}}", centred=True, upright=True),
    Column("Год", "{{предметы.Год}}", centred=True, upright=True),
    Column("Текущие отметки", "{{предметы.текущие отметки}}"),
    Column("Часов", "{{предметы.часов}}", centred=True, upright=True),
)


def _draw(page: Page) -> None:
    certificate_head(page, left=2, right=9)
    page.title("Справка", "о периоде обучения")
    page.gap()
    page.paragraph(
        "Выдана {{ФИО кому}}, дата рождения {{Дата рождения словами}}, в том, что {{обучался}} с {{Дата зачисления словами}} "
        "по {{Дата выбытия словами}} в образовательной организации {{Школа}} ({{Город}}), в {{Класс}} классе, и за период обучения "
        "имеет следующие отметки по учебным периодам и текущие отметки:",
        4, align="justify",
    )  # fmt: skip
    page.gap()
    page.table(COLUMNS, 74, repeated=True)
    page.gap()
    page.paragraph("Приказ об отчислении: {{Приказ}}.")
    page.paragraph("Личное дело: {{Личное дело}}.")
    certificate_signs(page, (1, 4, 6))


DOCUMENT = Document(
    name="period_certificate",
    title="Справка о периоде обучения",
    clause="4.7",
    purpose="Отметки за периоды и год, текущие отметки и число часов тем, кто отчислен до окончания обучения.",
    tab="Справка о периоде обучения",
    columns=(42, 25, *[8] * 6, 9, 34, 12),
    draw=_draw,
)
