"""Лист «Правила»: строка на правило школы, с источником."""

from ..form import Column, Form
from ..kind import DATE, TEXT
from .school_card import MEANING, SOURCE, VALUE

SINCE = Column("since", "Действует с", DATE, "Впишите день, с которого действует значение, или оставьте пустым: действует всегда.",
               required=False, aliases=("Действует с даты", "Вступает в силу"))  # fmt: skip

FORM = Form(
    name="policies",
    title="Правила",
    clause="4.1",
    purpose="Правила школы, которых Положение не задаёт: пороги, минимум отметок, символы; строка — правило. Изменилось правило — "
    "добавьте строку с новым значением и датой «Действует с»: прошлые периоды считаются по прежнему.",
    columns=(Column("key", "Правило", TEXT, "Выберите правило из образца.", width=36), VALUE, SINCE, MEANING, SOURCE),
    key=("key", "since"),
    signs=("key", "value"),
    titles=("Правила школы",),
    tab="Правила",
    footers=False,
)
