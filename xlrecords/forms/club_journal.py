"""Журнал кружка: дополнительное образование (п. 4.6)."""

from ..form import Column, Form
from ..kind import TEXT
from .common import LEADER, MEETING_REGISTER, MEETINGS, NUMBER, SCHOOL_CLASS, STUDENT, YEAR

FORM = Form(
    name="club_journal",
    title="Журнал кружка",
    clause="4.6",
    purpose="Посещение кружка и выполнение программы: отсутствие отмечают буквой «н».",
    head=(
        Column("subject", "Кружок", TEXT, "Назовите кружок, как в программе.", aliases=("Объединение", "Название кружка")),
        Column("group", "Группа", TEXT, "Укажите группу и год обучения.", required=False, aliases=("Группа, год обучения",)),
        LEADER,
        YEAR,
    ),
    columns=(NUMBER, STUDENT, SCHOOL_CLASS),
    grid=MEETINGS,
    lessons=MEETING_REGISTER,
    signs=("student",),
    titles=("Журнал учета работы педагога дополнительного образования",),
    tab="Кружок",
)
