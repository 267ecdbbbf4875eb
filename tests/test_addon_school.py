"""Every button in a real LibreOffice, on a journal of the invented school: what it tells, what it leaves, what it opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from xlrecords.book import address
from xlrecords.buttons import BUTTONS

from .desks import JOURNAL, school
from .office import uno
from .test_addon import Room, running

pytestmark = pytest.mark.office

TOLD = {
    "check-sheet": "Спасибо, замечаний нет",
    "check-book": "Спасибо, замечаний нет",
    "next": "«Проверить книгу»",
    "unmark": "Пометок",
    "undo": "Отменять нечего",
    "summary": "Период: 2 четверть. Классов: 1",
    "why": "Русский язык, 02.09.2026: отметка 5",
    "eligible": "Особые условия аттестации",
    "student-sheet": "Заполнено",
    "class-sheets": "Заполнено",
    "certificate": "Заполнено",
    "archive": "не передано: 0",
    "verify": "с расхождениями: 0",
    "settings": "Настройки",
    "doctor": "готово",
    "help": "Проверить книгу",
}
"""Words of what each button tells in a journal without mistakes."""
MADE = ("Итоги", "Листы достижений", "Справки", "Архив")
"""Folders of the school that these presses fill."""


@pytest.fixture(scope="module")
def room(office: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    yield from running(tmp_path_factory.mktemp("addon"), XLRECORDS_SYNC="1")


def select(document: Any, sheet: str, cell: str) -> None:
    """Bring a cell in front."""
    document.CurrentController.setActiveSheet(document.Sheets.getByName(sheet))
    document.CurrentController.select(document.Sheets.getByName(sheet).getCellRangeByName(cell))


def first_mark(document: Any, sheet: str, row: int) -> str:
    """The first cell of a row of a journal with a mark that is a number."""
    cells = document.Sheets.getByName(sheet).getCellRangeByName(f"C{row}:AZ{row}").getDataArray()[0]
    return address(row, 3 + next(number for number, value in enumerate(cells) if isinstance(value, float)))


def others(room: Room, document: Any) -> list[Any]:
    """Workbooks that were opened besides."""
    found = room.office.desktop.Components.createEnumeration()
    every = []
    while found.hasMoreElements():
        every.append(found.nextElement())
    return [one for one in every if one.URL and one.URL != document.URL]


def test_every_button_on_a_journal_of_a_school(room: Room, tmp_path: Path) -> None:
    root = school(tmp_path, plant=False)
    before = (root / JOURNAL).read_bytes()
    document = room.open(root / JOURNAL)
    told, shown = {}, {}
    try:
        select(document, "Русский язык", first_mark(document, "Русский язык", 6))
        for button in BUTTONS:
            told[button.tag] = room.press(document, button.tag)
            shown[button.tag] = [Path(uno().fileUrlToSystemPath(one.URL)).name for one in others(room, document)]
            for one in others(room, document):
                one.close(True)
        assert not document.isModified()
    finally:
        document.close(True)
    assert {tag: words for tag, words in TOLD.items() if words not in told[tag]} == {}, told
    assert (root / JOURNAL).read_bytes() == before
    assert all(any((root / folder).iterdir()) for folder in MADE)
    assert [tag for tag, names in shown.items() if names] == ["summary", "eligible", "student-sheet", "certificate", "settings"]
