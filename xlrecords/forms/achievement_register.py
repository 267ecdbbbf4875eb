"""Ведомость индивидуальных достижений класса: все виды достижений, строка — достижение обучающегося (п. 3.2, 4.4–4.6)."""

from dataclasses import replace

from ..form import Form
from ..kind import choice
from .achievement_sheet import COLUMNS, SORT
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR

ACADEMIC, PROJECT = "учебное", "проект, исследование"
EXTRACURRICULAR, ADDITIONAL = "внеурочная деятельность", "дополнительное образование"
CONTEST, SPORT, GTO, PERSONAL, META = "олимпиада, конкурс", "спорт", "ГТО", "личностное", "метапредметное"
SORTS = (ACADEMIC, PROJECT, META, EXTRACURRICULAR, ADDITIONAL, CONTEST, SPORT, GTO, PERSONAL)
"""Kinds of achievements, in the order of the clause."""

FORM = Form(
    name="achievement_register",
    title="Ведомость индивидуальных достижений класса",
    clause="4.4",
    purpose="Достижения всех видов п. 3.2 обучающихся класса или школы: строка — достижение.",
    head=(YEAR,),
    columns=(
        NUMBER,
        replace(STUDENT, width=28),
        SCHOOL_CLASS,
        replace(SORT, kind=choice("achievement_sort", *SORTS), offered=True, width=17),
        *COLUMNS,
    ),
    key=("student", "school_class", "date", "event", "subject"),
    signs=("event", "status", "student"),
    titles=(
        "Ведомость достижений класса",
        "Ведомость индивидуальных достижений обучающихся",
        "Реестр достижений",
        "Журнал учёта достижений",
    ),
    tab="Достижения класса",
    footers=False,
)
