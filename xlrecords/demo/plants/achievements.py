"""Errors in achievements and in what confirms them: documents, scans, badges, what the state register is said to have."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

from ...forms import sport_results, supporting_documents, talent_register
from ..achievements import TAB
from ..calendar import EARLIER, YEAR
from ..events import HEIGHT, WORD
from ..places import Line, Page, Places, Planted
from ..school import ACHIEVEMENTS
from ..sheet import Sheet
from ..talents import CHECKED, CHECKER, GTO_EVENT
from .events import won

GTO_DAY, LONG_AGO = dt.date(2026, 12, 3), dt.date(2026, 3, 2)
DAY = dt.timedelta(1)
SECOND = " (2)"
"""How the second of two sheets is called."""
NO_FILE = "Фотография макета.png"


def documents(places: Places) -> Iterator[Planted]:
    """A diploma for taking part, a document entered before it was given, one entered twice, one older than the event."""
    page = places.of_form("supporting_documents")
    line = places.free_line(page, lambda line: line.values["document_kind"] == supporting_documents.DIPLOMA)
    line.values["status"] = "участник"
    yield line.planted("document-kind-status", "диплом, а результат — «участник»", "status")
    line = places.free_line(page)
    dated = line.values["dated"]
    assert isinstance(dated, dt.date)
    line.values["entered"] = dated - DAY
    yield line.planted("document-after-entry", "документ внесён за день до того, как выдан", "entered")
    first = places.free_line(page)
    number = len(page.sheet.rows) + 1
    line = page.add({**first.values, "number": number, "confirms": f"{first.values['confirms']}, повторно"}, first.student)
    yield line.planted("document-repeated", "тот же документ внесён второй раз", "document_number")
    line = Line(places.achievements(), 0)
    day = line.values["date"]
    assert isinstance(day, dt.date)
    line.values["document"] = f"Диплом № 12 от {day - DAY:%d.%m.%Y}"
    yield line.planted("document-before-event", "документ на день старше мероприятия", "document")


def repeated(places: Places) -> Iterator[Planted]:
    """A second sheet of a student with an achievement that the first has."""
    page = places.achievements()
    assert page.group is not None
    book = f"{ACHIEVEMENTS}/{page.group.name}.xlsx"
    copy = Sheet(page.sheet.form, f"{page.sheet.tab[: TAB - len(SECOND)]}{SECOND}", page.sheet.head, [{**page.sheet.rows[0], "number": 1}])
    places.school.books[book].append(copy)
    yield Line(Page(book, copy), 0).planted("achievement-repeated", "достижение есть и на другом листе ученика", "event")


def badge(places: Places) -> Iterator[Planted]:
    """A badge of the ГТО without its step."""
    page = places.of_form("sport_results")
    values = {
        "date": GTO_DAY, "event": GTO_EVENT, "rank": sport_results.GTO, "sport": "ГТО", "status": sport_results.GOLD,
        "gto_id": "26-77-0009001", "document": f"Удостоверение № 91 от {GTO_DAY:%d.%m.%Y}",
    }  # fmt: skip
    yield page.add(values, places.person(page)).planted("gto-incomplete", "у знака ГТО не указана ступень", "status")


def scans(places: Places) -> Iterator[Planted]:
    """A file that is not there, and one that is not what was entered."""
    page = places.of_form("saved_works")
    line = places.free_line(page, lambda line: "file" in line.values)
    line.values["sha256"] = hashlib.sha256(b"").hexdigest()
    yield line.planted("scan-differs", "записан отпечаток другого файла", "sha256")
    line = places.free_line(page, lambda line: "file" not in line.values)
    line.values["file"] = NO_FILE
    yield line.planted("scan-missing", "указан файл, которого нет", "file")


def state_register(places: Places) -> Iterator[Planted]:
    """Entries that are said to be in the state register: nobody looked; they are not there; somebody looked long ago."""
    page = places.of_form("talent_register")
    line = won(places)
    line.values["registered"] = "да"
    yield line.planted("register-unproved", "«ГИР: да», а проверки нет", "registered")
    line = won(places)
    line.values["registered"] = "да"
    page.add(
        {**_check(HEIGHT, "физика", YEAR), "found": talent_register.ABSENT, "checked": CHECKED}, line.page.sheet.students[0]
    )  # fmt: skip
    yield line.planted("register-absent", "«ГИР: да», а проверка записи не нашла", "registered")
    old = page.add({**_check(WORD, "филология", EARLIER[1]), "found": talent_register.PLACED, "checked": LONG_AGO}, page.sheet.students[0])
    yield old.planted("register-stale", "проверено почти год назад", "checked")


def _check(event: str, subject: str, year: str) -> dict[str, object]:
    return {"event": event, "subject": subject, "status": "призёр", "event_year": year, "checked_by": CHECKER}


LINES = (documents, repeated, badge, scans, state_register)
