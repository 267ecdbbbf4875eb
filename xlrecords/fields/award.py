"""The commendation that a certificate is about; only who issues it knows it, so that here it is unknown (п. 3.3)."""

from __future__ import annotations

from typing import Any

from ..field import Field
from .scope import Scope

SORT, SUCCESS, MERIT, ORDER = "Вид поощрения", "За какие успехи", "За что поощрён", "Приказ о поощрении"
FIELDS = (
    Field(SORT, "вид поощрения", "грамота", "word"),
    Field(SUCCESS, "деятельность, за успехи в которой поощряют", "за успехи в учебной деятельности"),
    Field(MERIT, "за что поощряют", "Турнир юных химиков (Химия), региональный уровень — победитель"),
    Field(ORDER, "номер и дата приказа о поощрении", "№ 61 от 22.05.2027"),
)


def values(scope: Scope) -> list[dict[str, Any]]:
    """None for each student: the command «commend» puts in what it awards."""
    return [{field.name: None for field in FIELDS} for _ in scope.students]
