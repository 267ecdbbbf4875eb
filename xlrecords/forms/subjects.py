"""Лист «Предметы»: учебный план и другие написания предметов."""

from ..form import Column, Form
from ..kind import CLASSES, DECIMAL, TEXT, choice

GRADED, CREDIT, UNGRADED = "баллы", "зачёт", "без отметок"
SCHEMES = {"четверти": "quarter", "полугодия": "half", "триместры": "trimester"}

FORM = Form(
    name="subjects",
    title="Предметы",
    clause="4.4",
    purpose="Предметы учебного плана: часы, вид отметок, учебные периоды, другие написания названия.",
    columns=(
        Column("subject", "Предмет", TEXT, "Назовите предмет, как в учебном плане.", width=30),
        Column("aliases", "Другие написания", TEXT, "Перечислите сокращения через точку с запятой.", required=False, width=34),
        Column("classes", "Классы", CLASSES, "Укажите классы, например 5–9, или оставьте пустым: для всех.", required=False, width=12),
        Column("weekly", "Часов в неделю", DECIMAL, "Укажите число часов в неделю.", required=False, width=10),
        Column("planned", "Часов в год", DECIMAL, "Укажите число часов в год по плану.", required=False, width=10),
        Column("grading", "Отметки", choice("grading", GRADED, CREDIT, UNGRADED), "Выберите вид отметок из списка.", width=14),
        Column("scheme", "Периоды", choice("scheme", *SCHEMES), "Выберите вид учебных периодов.", required=False, width=14),
    ),
    key=("subject", "classes"),
    signs=("subject", "grading"),
    titles=("Предметы учебного плана",),
    tab="Предметы",
    footers=False,
)
