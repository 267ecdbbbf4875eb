"""Соответствие профилей мероприятий учебным предметам (п. 3.4)."""

from ..form import Column, Form
from ..kind import TEXT

FORM = Form(
    name="profiles",
    title="Соответствие профилей предметам",
    clause="3.4",
    purpose="Какому учебному предмету соответствует профиль олимпиады, конкурса или вид спорта.",
    columns=(
        Column("profile", "Профиль", TEXT, "Впишите профиль мероприятия или вид спорта.", aliases=("Профиль мероприятия",), width=34),
        Column("subjects", "Предметы", TEXT, "Перечислите предметы учебного плана через точку с запятой.",
               aliases=("Учебные предметы", "Предмет"), width=44),
        Column("source", "Источник", TEXT, "Укажите, чем установлено соответствие.", required=False, aliases=("Основание",), width=34),
    ),
    key=("profile",),
    signs=("profile", "subjects"),
    titles=("Профили и предметы",),
    tab="Профили",
)  # fmt: skip
