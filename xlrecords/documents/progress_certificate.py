"""Справка об успеваемости в текущем учебном году: выписка из классного журнала (п. 4.7)."""

from .common import certificate_head, certificate_signs
from .document import Document
from .page import Column, Page

COLUMNS = (
    Column("Предмет", "{{предметы.предмет}}{{если предметов нет: —}}"),
    Column("Текущие отметки", "{{предметы.текущие отметки}}"),
    Column("Средний балл", "{{предметы.средний балл}}", centred=True, format="0.00", upright=True),
    Column("1 четверть", "{{предметы.1 четверть}}", centred=True, upright=True),
    Column("2 четверть", "{{предметы.2 четверть}}", centred=True, upright=True),
    Column("1 полугодие", "{{предметы.1 полугодие}}", centred=True, upright=True),
    Column("3 четверть", "{{предметы.3 четверть}}", centred=True, upright=True),
    Column("4 четверть", "{{предметы.4 четверть}}", centred=True, upright=True),
    Column("2 полугодие", "{{предметы.2 полугодие}}", centred=True, upright=True),
    Column("Промежуточная\nаттестация", "{{предметы.ПА}}", centred=True, upright=True),
    Column("Пропущено\nуроков", "{{предметы.пропущено уроков}}", centred=True, upright=True),
)


def _draw(page: Page) -> None:
    certificate_head(page, left=2, right=9)
    page.title("Справка", "об успеваемости")
    page.gap()
    page.paragraph(
        "Выдана {{ФИО кому}}, дата рождения {{Дата рождения}}, в том, что {{ученик}} {{Класс}} класса {{ФИО кратко}} "
        "в {{Учебный год}} учебном году имеет следующие текущие отметки и результаты "
        "промежуточной аттестации:",
        3, align="justify",
    )  # fmt: skip
    page.gap()
    page.table(COLUMNS, 92, repeated=True)
    page.gap()
    page.paragraph("Выписка из классного журнала сделана {{Дата словами}} для предъявления по месту требования.")
    certificate_signs(page, (1, 3, 7), teacher=True)


DOCUMENT = Document(
    name="progress_certificate",
    title="Справка об успеваемости",
    clause="4.7",
    purpose="Выписка из классного журнала с текущими отметками и результатами промежуточной аттестации.",
    tab="Справка об успеваемости",
    columns=(40, 49, *[9] * 9),
    draw=_draw,
)
