"""Лист «Школа»: строка на настройку."""

from ..form import Column, Form
from ..kind import TEXT

VALUE = Column("value", "Значение", TEXT, "Впишите значение или оставьте пустым: тогда оно неизвестно.", required=False, width=28)
MEANING = Column("meaning", "Что означает", TEXT, "Объяснение настройки.", required=False, aliases=("Пояснение",), width=54)
SOURCE = Column("source", "Источник", TEXT, "На чём основано значение.", required=False, aliases=("Основание",), width=44)

FORM = Form(
    name="school_card",
    title="Школа",
    clause="4.3",
    purpose="Сведения о школе, учебный год, рабочая неделя: строка — настройка.",
    columns=(Column("key", "Показатель", TEXT, "Выберите показатель из образца.", width=34), VALUE, MEANING, SOURCE),
    key=("key",),
    signs=("key", "value"),
    tab="Школа",
    footers=False,
    rows=12,
)
