"""Лист «Правила»: строка на правило школы, с источником."""

from ..form import Column, Form
from ..kind import TEXT
from .school_card import MEANING, SOURCE, VALUE

FORM = Form(
    name="policies",
    title="Правила",
    clause="4.1",
    purpose="Правила школы, которых Положение не задаёт: пороги, минимум отметок, символы; строка — правило.",
    columns=(Column("key", "Правило", TEXT, "Выберите правило из образца.", width=36), VALUE, MEANING, SOURCE),
    key=("key",),
    signs=("key", "value"),
    titles=("Правила школы",),
    tab="Правила",
    footers=False,
)
