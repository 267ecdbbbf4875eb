"""Pages on two versions compared: values, formulas, look, sheets and rows, a row a difference."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..report import Cell, Field, Link, Page
from ..versions.difference import Comparison, Difference, Group

BOOK, SHEET, CLASS = Field("Книга", 24, wrapped=True), Field("Лист", 16, wrapped=True), Field("Класс", 7, centred=True)
SUBJECT, WHO, ABOUT = (
    Field("Предмет", 16, wrapped=True),
    Field("Обучающийся или строка", 26, wrapped=True),
    Field("Дата, графа", 17, wrapped=True),
)
CELLS = Field("В версии А", 11, centred=True), Field("В версии Б", 11, centred=True)
VALUES = (
    BOOK, SHEET, CLASS, SUBJECT, WHO, ABOUT, Field("Было", 16, wrapped=True), Field("Стало", 16, wrapped=True), *CELLS,
    Field("Что", 11), Field("Пояснение", 18, wrapped=True),
)  # fmt: skip
FORMULAS = (
    BOOK, SHEET, WHO, ABOUT, Field("Что", 18, wrapped=True), Field("Было", 28, wrapped=True), Field("Стало", 28, wrapped=True), *CELLS,
    Field("Пояснение", 26, wrapped=True),
)  # fmt: skip
LOOKS = (
    BOOK, SHEET, Field("Что", 20, wrapped=True), Field("Было", 28, wrapped=True), Field("Стало", 28, wrapped=True),
    Field("В версии А", 22, wrapped=True), Field("В версии Б", 22, wrapped=True), Field("Клеток", 8, centred=True),
)  # fmt: skip
PLACES = (
    BOOK, SHEET, Field("Что", 20, wrapped=True), Field("Обучающийся, графа, таблица", 28, wrapped=True), *CELLS,
    Field("Было", 30, wrapped=True), Field("Стало", 30, wrapped=True), Field("Пояснение", 34, wrapped=True),
)  # fmt: skip
LINKS = 60_000
"""So many links a sheet may hold; Excel allows 65,530."""
PLACE = re.compile(r"(?=[A-Z\d])([A-Z]{0,3})(\d*)(?![^\s,:])")
"""The first cell, row or column of some that are told."""
LONG = 400
"""So many letters of a row are shown."""
LOST = ("формула заменена значением", "формула стёрта")
"""What a paste does to formulas."""


def pages(found: Comparison, files: Mapping[str, Path], folder: Path, title: str) -> tuple[Page, ...]:
    """«Значения», «Формулы», «Оформление», «Листы и строки».

    Args:
        found: The comparison.
        files: Path of each book of B, by its name, for links.
        folder: Folder of the report.
        title: Which versions were compared.
    """
    link = _Links(files, folder)
    values, formulas = found.of(Group.VALUE), found.of(Group.FORMULA, Group.COMPUTED)
    looks, places = found.of(Group.LOOK), found.of(Group.UNSURE, Group.PLACE, Group.MOVED)
    formulas = sorted(formulas, key=lambda item: item.group is Group.COMPUTED)
    places = sorted(places, key=lambda item: (item.group is Group.MOVED, item.group is not Group.UNSURE))
    return (
        Page("Значения", f"Изменённые значения: {len(values)}", _note(title, values), VALUES, [_value(item, link) for item in values], frozen=2),
        Page("Формулы", f"Формулы: {found.count(Group.FORMULA)}, пересчитано значений: {found.count(Group.COMPUTED)}", _note(title, formulas),
             FORMULAS, [_formula(item, link) for item in formulas], [_formula_tone(item) for item in formulas], toned=4, frozen=2),
        Page("Оформление", f"Изменения оформления: {len(looks)}", _note(title, looks), LOOKS, [_look(item, link) for item in looks], frozen=2),
        Page("Листы и строки", f"Листы, строки и столбцы: {len(places)}", _note(title, places), PLACES, [_place(item, link) for item in places],
             [_place_tone(item) for item in places], toned=2, frozen=2),
    )  # fmt: skip


def _note(title: str, rows: Sequence[Difference]) -> str:
    return f"{title} · " + ("щёлкните клетку в графе «В версии Б», чтобы открыть книгу на ней" if rows else "различий нет")


class _Links:
    """Links to cells of B, as many as a sheet may hold."""

    def __init__(self, files: Mapping[str, Path], folder: Path) -> None:
        self.files, self.folder = files, folder
        self.count = 0

    def __call__(self, item: Difference, text: str = "") -> Cell:
        found = PLACE.match(item.second)
        path = self.files.get(item.where.book)
        if not item.second or path is None or not item.where.second or found is None or self.count >= LINKS:
            return item.second
        first = f"{found[1] or 'A'}{found[2] or 1}"  # of rows and of columns the first cell
        self.count += 1
        return Link(item.second, Path(os.path.relpath(path, self.folder)).as_posix(), item.where.second, first)


def _value(item: Difference, link: _Links) -> Sequence[Cell]:
    where = item.where
    return (where.book, where.sheet, where.school_class, where.subject, item.who, item.about, item.was, item.now, item.first, link(item),
            item.what, item.note)  # fmt: skip


def _formula(item: Difference, link: _Links) -> Sequence[Cell]:
    return (item.where.book, item.where.sheet, item.who, item.about, item.what, item.was, item.now, item.first, link(item), item.note)


def _formula_tone(item: Difference) -> str:
    return "note" if item.group is Group.COMPUTED else "error" if item.what in LOST else "warning"


def _look(item: Difference, link: _Links) -> Sequence[Cell]:
    return (item.where.book, item.where.sheet, item.what, item.was, item.now, item.first, link(item), item.cells)


def _place(item: Difference, link: _Links) -> Sequence[Cell]:
    who = ", ".join(filter(None, (item.who, item.about)))
    note = item.note or (f"всего: {item.cells}" if item.group is Group.MOVED and item.cells > 1 else "")
    return (item.where.book, item.where.sheet, item.what, who, item.first, link(item), _short(item.was), _short(item.now), note)


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[:LONG]}…"


def _place_tone(item: Difference) -> str:
    return "error" if item.group is Group.UNSURE else "note" if item.group is Group.MOVED else "warning"
