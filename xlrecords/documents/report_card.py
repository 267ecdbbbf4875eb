"""Табель успеваемости за учебный год (п. 3.2.1)."""

from .common import SEAL
from .document import Document
from .page import CAPTION, VALUE, Column, Page, Part

COLUMNS = (
    Column("Предмет", "{{предметы.предмет}}{{если предметов нет: —}}"),
    Column("1 четверть", "{{предметы.1 четверть}}", centred=True, upright=True),
    Column("2 четверть", "{{предметы.2 четверть}}", centred=True, upright=True),
    Column("1 полугодие", "{{предметы.1 полугодие}}", centred=True, upright=True),
    Column("3 четверть", "{{предметы.3 четверть}}", centred=True, upright=True),
    Column("4 четверть", "{{предметы.4 четверть}}", centred=True, upright=True),
    Column("2 полугодие", "{{предметы.2 полугодие}}", centred=True, upright=True),
    Column("Год", "{{предметы.Год}}", centred=True, upright=True),
    Column("Промежуточная\nаттестация", "{{предметы.ПА}}", centred=True, upright=True),
    Column("Итоговая\nотметка", "{{предметы.Итог}}", centred=True, upright=True),
    Column("Пропущено\nуроков", "{{предметы.пропущено уроков}}", centred=True, upright=True),
)
SIGNED = (
    Column("Период", columns=1),
    Column("Классный руководитель", columns=5),
    Column("Родитель (законный представитель)", columns=5),
)
PERIODS = ("1 четверть", "2 четверть (1 полугодие)", "3 четверть", "4 четверть (2 полугодие)", "Учебный год")


def _draw(page: Page) -> None:
    page.line("{{Школа}}", align="center", text_wrap=True)
    page.gap(12)
    page.title("Табель успеваемости", "за {{Учебный год}} учебный год")
    page.gap()
    page.parts(Part("{{Ученик}}:"), Part("{{ФИО}}", 10, VALUE))
    page.parts(Part("Класс:"), Part("{{Класс}}", 3, VALUE))
    page.parts(Part("Классный руководитель:"), Part("{{Классный руководитель}}", 10, VALUE))
    page.gap(10)
    page.headings(COLUMNS, 92, repeated=True)
    first = page.row
    page.items(COLUMNS)
    page.parts(
        Part("Всего пропущено уроков:", 10, {"align": "right"}),
        Part(f"=SUM(K{first}:K{first})", 1, {"align": "center"}),
        border=1, bold=True, font_size=11,
    )  # fmt: skip
    page.gap(14)
    page.line("Подписи по итогам периодов", bold=True)
    page.headings(SIGNED, 20)
    for period in PERIODS:
        page.parts(Part(period), Part(columns=5), Part(columns=5), height=22, border=1, font_size=11)
    page.gap(14)
    page.line("Решение педагогического совета (приказ № ________ от ____________________):")
    page.line("", 22, bottom=1)
    page.line("перевести в следующий класс, перевести условно, оставить на повторное обучение", 12, align="center", font_size=CAPTION)
    page.gap(10)
    page.signature("Директор", "{{Директор}}", (1, 5, 5), "{{подпись директора}}")
    page.parts(Part("М.П.", 1, {"align": "right"}), Part("{{школьная печать}}", 5), height=SEAL)


DOCUMENT = Document(
    name="report_card",
    title="Табель успеваемости",
    clause="3.2.1",
    purpose="Отметки обучающегося за периоды и год по всем предметам, с подписями родителей.",
    tab="Табель",
    columns=(52, *[11.8] * 10),
    draw=_draw,
)
