"""Whether plans of edits fit a workbook that is open in an office program: asked before anything is changed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from ..book import OpenBook
from ..edits import Edits, Link, NewSheet, PlanError, Value
from ..ooxml.refs import split

ON_FILES = ("inserts", "repeats", "limits", "tables", "names", "print_areas", "remove_columns")
"""Parts of a plan that only files know: no button puts them into an open workbook."""
LONGEST_NAME = 31
BAD_NAME = re.compile(r"^'|'$|[\[\]:*?/\\\x00-\x1f]")
"""What no name of a sheet may hold."""
UNPROTECT = "снимите защиту (в Excel: «Рецензирование» → «Снять защиту листа», в LibreOffice: «Сервис» → «Защитить лист») и повторите"


def fit(book: OpenBook, steps: Sequence[Edits]) -> None:
    """Look whether plans can be carried out, one after the other.

    Raises:
        PlanError: They cannot; the text says why, in Russian.
    """
    protected = set(book.protected())
    sheets = list(book.sheets())
    for step in steps:
        for part in ON_FILES:
            if getattr(step, part):
                raise PlanError("Такое изменение возможно только в закрытой книге: закройте её и выполните команду в командной строке.")
        for sheet, cell in _places(step):
            if sheet not in sheets:
                raise PlanError(f"Листа «{sheet}» в книге нет.")
            if sheet in protected:
                raise PlanError(f"Лист «{sheet}» защищён: {UNPROTECT}.")
            if cell:
                place(cell)
        for value in step.values:
            _check_value(value)
        if "" in protected and (step.remove_sheets or step.add_sheets):
            raise PlanError("Структура книги защищена: снимите защиту книги и повторите.")
        sheets = list(_sheets_after(sheets, step))


def place(cell: str) -> tuple[int, int]:
    """Row and column of an address, counted from 1.

    Raises:
        PlanError: It is none.
    """
    try:
        return split(cell)
    except ValueError as error:
        raise PlanError(f"«{cell}» — не адрес клетки.") from error


def _places(step: Edits) -> Iterator[tuple[str, str]]:
    """Sheet and cell of all that is changed on sheets that are there; an empty cell is the sheet as a whole."""
    for part in fields(step):
        for item in getattr(step, part.name):
            if isinstance(item, str):
                yield item, ""
            elif not isinstance(item, NewSheet):
                yield item.sheet, getattr(item, "cell", "")
                if isinstance(item, Link):
                    place(item.to_cell)


def _check_value(value: Value) -> None:
    if isinstance(value.value, float) and not math.isfinite(value.value):
        raise PlanError(f"«{value.sheet}»!{value.cell}: {value.value} — не число.")


def _sheets_after(sheets: Iterable[str], step: Edits) -> Iterator[str]:
    """Names of the sheets after a step."""
    left = [name for name in sheets if name not in step.remove_sheets]
    taken = {name.casefold() for name in left}
    for new in step.add_sheets:
        if not new.name or len(new.name) > LONGEST_NAME or BAD_NAME.search(new.name):
            raise PlanError(f"«{new.name}» — не имя листа: нужно не больше {LONGEST_NAME} знаков и без []:*?/\\.")
        if new.name.casefold() in taken:
            raise PlanError(f"Лист «{new.name}» в книге уже есть.")
        taken.add(new.name.casefold())
        left.append(new.name)
    if not left:
        raise PlanError(f"«{next(iter(step.remove_sheets))}» — единственный лист книги: убрать его нельзя.")
    yield from left
