"""Changes after the closing of a term: the seals say that something else stood there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from .. import corrections
from ..journal import inside
from ..places import Line, Places, Planted
from ..school import class_book
from ..seals import SEALED, TERM, Was
from ..sheet import Sheet

DAY = dt.date(2026, 11, 16)
"""After the term was sealed."""
REASON = "работа пересдана, приказ № 58"
GONE = "Черчение"


def _marked(line: Line) -> list[int]:
    """Lessons of the sealed term with a mark, alone on their days."""
    days = line.page.sheet.headings
    return [
        index for index in inside(line.page.sheet, line.row, TERM) if isinstance(line.cells[index], int) and days.count(days[index]) == 1
    ]


def _line(places: Places) -> Line:
    return places.line(lambda line: line.page.group is not None and line.page.group.name in SEALED and bool(_marked(line)))


def _tamper(places: Places, line: Line, index: int) -> tuple[str, str]:
    """Let the seal have another mark than the journal: what it has, and the day."""
    day, now = str(line.page.sheet.headings[index]), int(str(line.cells[index]))
    was = str(now - 1 if now > 2 else now + 1)
    places.school.tampering.cells.append(Was(line.student.school_class, line.page.sheet.subject, line.student.written, day, was))
    return was, day


def marks(places: Places) -> Iterator[Planted]:
    """A mark that was changed after the closing, without a ground and with one; a correction that never was."""
    line = _line(places)
    index = places.chance.choice(_marked(line))
    was, day = _tamper(places, line, index)
    note = f"{line.student.written}, {day}: при закрытии периода стояло {was}, основания исправления нет"
    yield line.planted("closed-mark-changed", note, index)

    register = places.of_form("corrections")
    line = _line(places)
    index = places.chance.choice(_marked(line))
    was, day = _tamper(places, line, index)
    _correct(register.sheet, line, index, was, str(line.cells[index]))
    note = f"{line.student.written}, {day}: при закрытии периода стояло {was}, исправление записано"
    yield line.planted("closed-mark-corrected", note, index)

    line = _line(places)
    index = places.chance.choice(_marked(line))
    now = int(str(line.cells[index]))
    row = _correct(register.sheet, line, index, str(now), str(now - 1 if now > 2 else now + 1))
    yield Line(register, row).planted("correction-unfounded", f"записано исправление отметки {now}, которого в журнале нет", "student")


def _correct(sheet: Sheet, line: Line, index: int, was: str, became: str) -> int:
    day = line.page.sheet.headings[index]
    assert isinstance(day, dt.date)
    return corrections.add(sheet, line, DAY, f"{day:%d.%m.%Y}", was, became, REASON)


def pages(places: Places) -> Iterator[Planted]:
    """A page that is gone, and a damaged line of the file."""
    group = next(group for group in places.school.classes if group.name in SEALED)
    places.school.tampering.gone.append((group.name, GONE))
    first = places.school.journals(group)[0]
    yield Planted("closed-page-missing", class_book(group), first.tab, f"страница «{GONE}» закрыта, а листа нет")
    places.school.tampering.damaged = True
    book = min(class_book(group) for group in places.school.classes)
    yield Planted("seals-damaged", book, places.school.books[book][0].tab, "в файле закрытых периодов испорчена последняя строка")


LAST = (marks, pages)
