"""The school and the document: card of the school, class teacher, year, day, period."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..field import Field
from ..kind import fold, plain
from ..policy import CARD
from ..school import School, day
from .scope import Scope

_NAMES = {
    "name": ("Школа", ("Название школы", "Образовательная организация", "Полное название школы")),
    "short_name": ("Школа кратко", ("Краткое название", "Краткое название школы")),
    "town": ("Город", ("Населённый пункт", "Место")),
    "head": ("Директор", ("Руководитель", "ФИО директора")),
}
"""Setting of `policy.CARD` -> name of its field and other names; other settings are named by their key."""
_LEFT_OUT = ("year", "week")
_EXAMPLES = {"name": "МБОУ «Школа № 2»", "short_name": "Школа № 2", "town": "г. Примерск", "head": "Орлова М. П."}

CARD_FIELDS = {
    setting.name: Field(
        _NAMES.get(setting.name, (setting.key, ()))[0],
        setting.key.lower() if setting.name in _NAMES else setting.meaning.lower(),
        _EXAMPLES.get(setting.name, ""),
        "person" if setting.name == "head" else "text",
        _NAMES.get(setting.name, ("", ()))[1],
    )
    for setting in CARD
    if setting.name not in _LEFT_OUT
}
"""Setting of the card -> its field."""

FIELDS = (
    *CARD_FIELDS.values(),
    Field("Классный руководитель", "классный руководитель, если он записан в листах достижений", "Абрикосова И. В.", "person",
          ("Классная руководительница", "Руководитель класса")),
    Field("Учебный год", "учебный год", "2026/2027", "text", ("Год обучения",)),
    Field("Дата", "дата документа", "25.05.2027", "date", ("Сегодня", "Дата выдачи", "Дата документа")),
    Field("Номер", "номер документа", "17", "text", ("№", "Номер документа", "Регистрационный номер")),
    Field("Период", "выбранный период", "1 четверть", "text", ("Учебный период",)),
    Field("Период с", "первый день периода", "01.09.2026", "date", ("Начало периода",)),
    Field("Период по", "последний день периода", "23.10.2026", "date", ("Конец периода",)),
)  # fmt: skip


def values(scope: Scope) -> list[dict[str, Any]]:
    """Fields of the school and the document, for each student: the class teacher and the days of the period are those of the class."""
    school = scope.school
    card = {field.name: school.policy.values.get(setting) for setting, field in CARD_FIELDS.items()}
    for name, other in (("Школа", "Школа кратко"), ("Школа кратко", "Школа")):
        card[name] = card[name] or card[other]
    common = {
        **card,
        "Учебный год": f"{school.year}/{school.year + 1}" if school.year else None,
        "Дата": scope.day,
        "Номер": None,
        "Период": scope.title,
    }
    heads = class_teachers(school)
    spans = {group: scope.span(group) for group in set(scope.groups)}
    found = []
    for person in scope.students.tolist():
        group = scope.groups[person]
        span = spans[group]
        found.append(
            {
                **common,
                "Классный руководитель": heads.get(group),
                "Период с": day(span[0]) if span else None,
                "Период по": day(span[1]) if span else None,
            }
        )
    return found


def class_teachers(school: School) -> dict[str, str]:
    """Class -> its class teacher, by the heads of sheets that name one; a class whose sheets disagree is left out."""
    named: dict[str, Counter[str]] = {}
    for records in school.records.values():
        labels = [column.name for column in records.form.head if column.title == "Классный руководитель"]
        for label in labels:
            for group, teacher in zip(school.sheet_groups(records), records.sheets[label], strict=True):
                if group and isinstance(teacher, str):
                    named.setdefault(group, Counter())[plain(teacher)] += 1
    return {group: next(iter(teachers)) for group, teachers in named.items() if len({fold(teacher) for teacher in teachers}) == 1}
