"""Журнал внеурочных занятий (п. 4.5)."""

from ..form import Column, Form
from ..kind import TEXT
from .common import LEADER, MEETING_REGISTER, MEETINGS, NUMBER, SCHOOL_CLASS, STUDENT, WEEKLY, YEAR

COURSE = Column("subject", "Курс внеурочной деятельности", TEXT, "Назовите курс, как в плане внеурочной деятельности.")
DIRECTION = Column("direction", "Направление", TEXT, "Укажите направление внеурочной деятельности.", required=False)
FORM_OF_WORK = Column(
    "form_of_work", "Форма занятия", TEXT, "Укажите форму занятия.", required=False, aliases=("Форма/направление", "Форма")
)

FORM = Form(
    name="extracurricular_journal",
    title="Журнал внеурочной деятельности",
    clause="4.5",
    purpose="Посещение внеурочных занятий: отсутствие отмечают буквой, отметки не ставят.",
    head=(COURSE, DIRECTION, LEADER, YEAR, WEEKLY),
    columns=(NUMBER, STUDENT, SCHOOL_CLASS),
    grid=MEETINGS,
    lessons=(*MEETING_REGISTER, FORM_OF_WORK),
    signs=("student", "school_class"),
    titles=("Журнал внеурочных занятий",),
    tab="Внеурочная деятельность",
)
