"""All that a template may name, in groups, and its values out of a school: add a module and a line here, and everything knows it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..field import Field
from . import award, certificate, entries, images, marks, school, student, week
from .scope import Scope, chosen

if TYPE_CHECKING:
    from ..school import School

GROUPS = (
    ("Обучающийся", student),
    ("Школа и документ", school),
    ("Картинки", images),
    ("Успеваемость", marks),
    ("Аттестат", certificate),
    ("Поощрение", award),
    ("Дневник", week),
    ("Достижения и портфолио", entries),
)
"""Title of a group and its module, which has FIELDS, and `values(scope)`: a dict a student with a value for each field."""

FIELDS: tuple[Field, ...] = tuple(field for _, group in GROUPS for field in group.FIELDS)


def collect(
    school: School, day: dt.date, period: str = "", *, pictures: Path | None = None, everybody: bool = False
) -> list[dict[str, Any]]:
    """Values of all fields for each student, in the order of the class list.

    Args:
        school: What was read. Without a class list there are no students.
        day: Day of the documents; students who are not in the class on it are left out.
        period: Period of the documents as a user writes it, «1 четверть», «Год»; empty: none in particular.
        pictures: The folder `images.FOLDER` of the school, if there is one.
        everybody: Whether to take also those who have left or not yet come.

    Returns:
        One dict a student: name of the field -> text, whole number, Decimal, day, path, or None where it is unknown; for a
        list a list of such dicts by the names of its items. «Номер» and the group «Поощрение» are None: only who issues the
        document knows them.

    Raises:
        ValueError: The period is none; the message is in Russian and for the user.
    """
    scope = Scope(school, day, chosen(period), everybody, pictures)
    return [dict(kv for part in parts for kv in part.items()) for parts in zip(*(group.values(scope) for _, group in GROUPS), strict=True)]
