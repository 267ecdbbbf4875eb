"""Выбор экзаменов ГИА: кто из обучающихся какие предметы сдаёт (п. 1.2, 3.4)."""

from dataclasses import replace

from ..form import Form, Grid
from ..kind import TEXT
from ..marks import CREDIT
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR

FORM = Form(
    name="exam_choice",
    title="Выбор экзаменов",
    clause="3.4",
    purpose="Какие предметы ГИА выбрал каждый обучающийся 9 или 11 класса: «+» на пересечении.",
    head=(replace(SCHOOL_CLASS, required=False), YEAR),
    columns=(NUMBER, STUDENT, replace(SCHOOL_CLASS, required=False, offered=False)),
    grid=Grid("Предмет экзамена", TEXT, CREDIT, "Поставьте «+», если предмет выбран, или оставьте клетку пустой.", width=6),
    signs=("student",),
    titles=("Выбор предметов ГИА", "Выбор ОГЭ", "Выбор ЕГЭ", "Выбор экзаменов ОГЭ", "Выбор экзаменов ЕГЭ"),
    tab="Выбор экзаменов",
)
