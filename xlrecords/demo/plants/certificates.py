"""Errors in the books of certificates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..graduates import ELEVENTH, NINTH, ORDER_DAY
from ..places import Line, Page, Places, Planted
from .past import other


def _book(places: Places, group: str) -> Page:
    return places.of_form("certificate_book", school_class=group)


def numbers(places: Places) -> Iterator[Planted]:
    """A number left out; blanks that are too short, used twice, and out of order."""
    basic, secondary = _book(places, NINTH), _book(places, ELEVENTH)
    line = Line(basic, len(basic.sheet.rows) - 1)
    was = int(str(line.values["number"]))
    line.values["number"] = was + 1
    yield line.planted("record-number-gap", f"номер записи вместо {was} — {was + 1}", "number")
    line = Line(secondary, 1)
    line.values["blank"] = str(line.values["blank"])[1:]
    yield line.planted("blank-number-format", "в номере бланка пропал первый ноль", "blank")
    line = Line(basic, 3)
    line.values["blank"] = basic.sheet.rows[2]["blank"]
    yield line.planted("blank-number-repeated", "номер бланка тот же, что в записи выше", "blank")
    line = Line(basic, 6)
    line.values["blank"] = f"{int(str(basic.sheet.rows[0]['blank'])) - 7:014d}"
    yield line.planted("blank-order", "номер бланка меньше, чем в записях выше", "blank")


def days(places: Places) -> Iterator[Planted]:
    """A certificate given before the order, a graduate who is too old."""
    page = _book(places, ELEVENTH)
    line = Line(page, 3)
    line.values["issued"] = ORDER_DAY - dt.timedelta(3)
    yield line.planted("issued-before-order", "дата выдачи раньше даты приказа", "issued")
    line = Line(page, 5)
    birth = line.values["birth"]
    assert isinstance(birth, dt.date)
    line.values["birth"] = birth.replace(year=birth.year - 20, day=min(birth.day, 28))
    yield line.planted("graduate-age", "год рождения на двадцать лет раньше", "birth")


def order(places: Places) -> Iterator[Planted]:
    """Two graduates who changed places; numbers and blanks stay where they were."""
    page = _book(places, NINTH)
    sheet, row = page.sheet, 8
    for name in ("student", "birth"):
        sheet.rows[row][name], sheet.rows[row + 1][name] = sheet.rows[row + 1][name], sheet.rows[row][name]
    sheet.grid[row], sheet.grid[row + 1] = sheet.grid[row + 1], sheet.grid[row]
    sheet.students[row], sheet.students[row + 1] = sheet.students[row + 1], sheet.students[row]
    yield Line(page, row + 1).planted("graduate-order", "две записи переставлены: порядок не по алфавиту", "student")


def mark(places: Places) -> Iterator[Planted]:
    """A final mark that does not follow."""
    line = Line(_book(places, NINTH), 0)
    column = line.page.sheet.headings.index("География")
    was = int(str(line.cells[column]))
    line.cells[column] = other(was)
    yield line.planted("certificate-mark-differs", f"География: вместо {was} записано {line.cells[column]}", column)


LAST = (numbers, days, order, mark)
