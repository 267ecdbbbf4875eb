"""Errors in the registers of consents, guardians and releases, and in the numbers of applications."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from ...forms import applications, releases
from ...forms import consents as forms
from ..places import Line, Places, Planted
from ..rights import SECRETARY
from ..school import RIGHTS

DAY = dt.date(2027, 2, 2)

Change = tuple[str, str, str, Mapping[str, object]]
"""Rule, column, what is wrong, how a sound row is changed."""


def _stranger(places: Places) -> str:
    return places.school.names.draw(female=True).full


def consents(places: Places) -> Iterator[Planted]:
    """A consent within another paper, one of a stranger, one that ends before it begins."""
    changes: tuple[Change, ...] = (
        ("consent-not-separate", "separate", "согласие не отдельным документом", {"separate": "нет"}),
        ("consent-giver", "giver", "согласие дал посторонний человек", {"giver": _stranger(places)}),
        ("consent-dates", "until", "срок согласия кончился раньше, чем оно дано", {"until": dt.date(2026, 5, 31)}),
    )
    page = places.of_form("consents")
    for rule, column, note, values in changes:
        line = places.free_line(page, lambda line: places.untouched(line.student) and line.values["purpose"] == forms.SITE)
        line.values.update(values)
        yield line.planted(rule, note, column)


def released(places: Places) -> Iterator[Planted]:
    """Releases to a stranger, by law without a document, on an application that nobody registered."""
    changes: tuple[Change, ...] = (
        ("release-recipient", "recipient", "сведения выданы постороннему", {"recipient": _stranger(places)}),
        ("release-unfounded", "basis", "выдано по требованию закона без документа", {"relation": releases.LAW, "basis": ""}),
        (
            "release-application", "application", "заявления № 60 в журнале нет",
            {"manner": applications.WRITTEN, "application": f"№ 60 от {DAY:%d.%m.%Y}"},
        ),
    )  # fmt: skip
    page = places.of_form("releases")
    for rule, column, note, values in changes:
        student = places.person(places.class_list(), places.untouched)
        sound = {
            "date": DAY, "recipient": student.guardian, "relation": releases.GUARDIAN, "basis": "личное дело", "manner": applications.ORAL,
            "application": "", "purpose": "для семьи", "content": "Лист индивидуальных достижений", "issued_by": SECRETARY,
        }  # fmt: skip
        yield page.add({**sound, **values}, student).planted(rule, note, column)


def guardian(places: Places) -> Iterator[Planted]:
    """Another guardian than that of the class list, of a student for whom no guardian has applied or agreed."""
    page = places.of_form("guardians")
    others = {student for sheet in places.school.books[RIGHTS] if sheet is not page.sheet for student in sheet.students}
    line = places.free_line(page, lambda line: places.untouched(line.student) and line.student not in others)
    line.values["guardian"] = _stranger(places)
    yield line.planted("guardian-differs", "в контингенте записан другой представитель", "guardian")


def number(places: Places) -> Iterator[Planted]:
    """A number left out in the journal of applications."""
    page = places.of_form("applications")
    line = Line(page, len(page.sheet.rows) - 1)
    line.values["number"] = len(page.sheet.rows) + 1
    yield line.planted("register-number-gap", f"пропущен номер {len(page.sheet.rows)}", "number")


LAST = (consents, released, guardian, number)
