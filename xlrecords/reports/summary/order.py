"""Order of classes and of people on the pages: classes by number and letter, people by name. Nobody is ever ranked (п. 6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...kind import grade_of

if TYPE_CHECKING:
    import pandas as pd


def class_order(group: str) -> tuple[int, str]:
    """Key for sorting classes: 2А before 10А."""
    return grade_of(group), group


def name_order(name: str) -> str:
    """Key for sorting names: ё stands with е."""
    return name.lower().replace("ё", "е")


def by_class(students: pd.DataFrame) -> dict[str, list[int]]:
    """Numbers of students by class, classes and names in order; those without a class stand first, under an empty text."""
    found: dict[str, list[tuple[str, int]]] = {}
    for number, name, group in students[["name", "group"]].astype(object).itertuples(name=None):
        found.setdefault(group if isinstance(group, str) else "", []).append((name_order(str(name)), number))
    return {group: [number for _, number in sorted(found[group])] for group in sorted(found, key=class_order)}
