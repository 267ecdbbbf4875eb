"""Принятые замечания: с какими ошибками дело всё же передаётся в архив и почему (п. 7.1)."""

from ..form import Column, Form
from ..kind import DATE, PERSON, TEXT
from .common import NUMBER, YEAR

FORM = Form(
    name="acceptances",
    title="Принятые замечания",
    clause="7.1",
    purpose="Ошибки, с которыми дело передаётся в архив: что, где, почему и кто так решил. Принятое замечание остаётся видно в деле.",
    head=(YEAR,),
    columns=(
        NUMBER,
        Column("date", "Дата", DATE, "Впишите день решения в виде ДД.ММ.ГГГГ.", aliases=("Дата решения",)),
        Column("book", "Книга", TEXT, "Впишите имя книги, как в отчёте «Замечания».", aliases=("Файл",), width=30),
        Column("sheet", "Лист", TEXT, "Впишите имя листа или оставьте пустым: вся книга.", required=False, width=20),
        Column("cell", "Клетка", TEXT, "Впишите адрес клетки или оставьте пустым: весь лист.", required=False, width=9),
        Column("rule", "Замечание", TEXT, "Впишите название или имя проверки, как в отчёте «Замечания».", aliases=("Проверка", "Что нарушено"),
               width=34),
        Column("reason", "Причина", TEXT, "Запишите, почему замечание принято.", aliases=("Основание", "Почему принято"), width=44),
        Column("author", "Кто принял", PERSON, "Впишите фамилию и инициалы того, кто принял замечание.", aliases=("Принял",), width=22),
    ),
    key=("book", "sheet", "cell", "rule"),
    signs=("rule", "reason", "author"),
    titles=("Реестр принятых замечаний",),
    tab="Принятые замечания",
)  # fmt: skip
