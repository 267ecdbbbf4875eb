"""The student: name, class, personal file, guardian, and words that agree."""

from __future__ import annotations

import re
from typing import Any

from ..field import Field
from ..kind import plain
from ..wording import agreeing, gender
from .scope import Scope, date_of, text_of

AGREEING = {
    "Обучался": "обучался или обучалась",
    "Ученик": "ученик или ученица",
    "Обучающийся": "обучающийся или обучающаяся",
    "Зачислен": "зачислен или зачислена",
    "Отчислен": "отчислен или отчислена",
    "Награждён": "награждён или награждена",
    "Освоил": "освоил или освоила",
    "Он": "он или она",
}

FIELDS = (
    Field("ФИО", "фамилия, имя, отчество", "Крылова Анна Игоревна", "person", ("Ф.И.О.", "ФИО обучающегося", "ФИО ученика",
          "ФИО полностью", "Фамилия, имя, отчество")),
    Field("Фамилия", "фамилия", "Крылова", "person"),
    Field("Имя", "имя", "Анна", "person"),
    Field("Отчество", "отчество", "Игоревна", "person"),
    Field("Класс", "класс с буквой", "5А"),
    Field("Параллель", "номер класса", "5", "number", ("Класс числом",)),
    Field("Дата рождения", "дата рождения", "23.03.2015", "date", ("Родился", "Д.р.")),
    Field("Личное дело", "номер личного дела", "К-25", "text", ("Личное дело №", "Номер личного дела", "№ личного дела")),
    Field("Дата зачисления", "с какого дня в классе", "01.09.2026", "date", ("Прибыл", "Дата прибытия")),
    Field("Дата выбытия", "последний день в классе", "25.05.2027", "date", ("Выбыл", "Дата отчисления")),
    Field("Приказ", "приказ о зачислении или выбытии", "№ 14 от 01.09.2026", "text", ("Приказ №, дата",)),
    Field("Законный представитель", "законный представитель", "Крылов Игорь Львович", "person", ("Родитель", "Родители")),
    *(Field(word, f"{meaning}, по полу", kind="word") for word, meaning in AGREEING.items()),
)  # fmt: skip

_BRACKET = re.compile(r"\s*\([^)]*\)\s*$")


_COLUMNS = ("student", "birth", "file_number", "arrived", "left", "order", "guardian")


def values(scope: Scope) -> list[dict[str, Any]]:
    """Fields of each student."""
    if not len(scope.students):
        return []
    rows = scope.listed.iloc[scope.students]
    written = zip(*(rows[column].to_numpy() for column in _COLUMNS), strict=True)
    found = []
    for person, (name, born, file, arrived, left, order, guardian) in zip(scope.students.tolist(), written, strict=True):
        full = _BRACKET.sub("", plain(name))
        surname, first, patronymic = (*full.split(maxsplit=2), "", "", "")[:3]
        group = scope.groups[person]
        grade = re.match(r"\d+", group)
        sort = gender(full)
        found.append(
            {
                "ФИО": full,
                "Фамилия": surname or None,
                "Имя": first or None,
                "Отчество": patronymic or None,
                "Класс": group or None,
                "Параллель": int(grade[0]) if grade else None,
                "Дата рождения": date_of(born),
                "Личное дело": text_of(file),
                "Дата зачисления": date_of(arrived),
                "Дата выбытия": date_of(left),
                "Приказ": text_of(order),
                "Законный представитель": text_of(guardian),
                **{word: agreeing(word.lower(), sort) for word in AGREEING},
            }
        )
    return found
