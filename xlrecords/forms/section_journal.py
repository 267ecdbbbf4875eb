"""Журнал спортивной секции: дополнительное образование (п. 4.6)."""

from ..form import Column, Form
from ..kind import TEXT
from .common import LEADER, MEETING_REGISTER, MEETINGS, NUMBER, SCHOOL_CLASS, STUDENT, YEAR

FORM = Form(
    name="section_journal",
    title="Журнал спортивной секции",
    clause="4.6",
    purpose="Посещение секции, разряды и нормативы: отсутствие отмечают буквой «н».",
    head=(Column("subject", "Вид спорта", TEXT, "Назовите вид спорта, как в программе.", aliases=("Секция",)), LEADER, YEAR),
    columns=(
        NUMBER,
        STUDENT,
        SCHOOL_CLASS,
        Column("rank", "Разряд", TEXT, "Впишите спортивный разряд или оставьте пустым.", required=False, width=10),
        Column("norms", "Нормативы", TEXT, "Впишите сданные нормативы или оставьте пустым.", required=False, width=14),
    ),
    grid=MEETINGS,
    lessons=MEETING_REGISTER,
    signs=("student",),
    titles=("Журнал секции",),
    tab="Секция",
)
