"""Documents that confirm an achievement: named beside it, or in the registers of documents (п. 4.7)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..event import fold_name
from ..forms.achievement_sheet import STATUS
from ..kind import fold
from ..school import School
from .evidence import Achievement, achievements
from .joining import day_in, lines
from .listing import school_year_of

REGISTERS: Final = (("supporting_documents", "confirms", "document_number"), ("portfolio", "event", "document"))
"""Form, its column with what a document confirms, and that with its number."""
NONE: Final = re.compile(r"(?:нет|не (?:было|выдан\w*|представлен\w*|предоставлен\w*)|отсутств\w*|утер\w*|потерян\w*|без документа)\b.*")
"""What people write where there is no document, folded."""
STATUSES: Final = frozenset(map(fold, STATUS.choices))
"""Results that can be compared; «1 место» cannot."""
AWAITED: Final = dt.timedelta(days=120)
"""So long after an event its document may be issued, when a new school year has begun."""


@dataclass(frozen=True, slots=True)
class Document:
    """A line of a register: folded event, day (None: not written), folded status (empty: none that can be compared), and its place."""

    event: str
    day: dt.date | None
    status: str
    where: str


def is_document(text: str) -> bool:
    """Whether a cell names a document: a dash or «нет» is none."""
    return any(sign.isalnum() for sign in text) and not NONE.fullmatch(fold(text))


def document_of(school: School, one: Achievement) -> tuple[bool | None, str, str]:
    """Whether there is a document of an achievement, in words, and where it stands.

    A line of a register is about an achievement if the event is the same, its day lies in the school year of the achievement or
    soon after it, and the status is the same where both write it. One without a day, or one that fits several achievements of
    the student, proves nothing.
    """
    if is_document(one.document):
        return True, one.document, one.places[0]
    fitting = [(document, _fits(document, one)) for document in _registered(school).get(one.person, ())]
    sure = [document for document, fits in fitting if fits]
    same = [other for other in achievements(school) if other.person == one.person and any(_fits(document, other) for document in sure)]
    if sure and len(same) <= len(sure):
        return True, "запись в реестре документов", sure[0].where
    if sure:
        return None, "запись в реестре документов подходит к нескольким достижениям", sure[0].where
    for document, fits in fitting:
        if fits is None:
            return None, "дата документа в реестре не указана", document.where
    return False, "", one.places[0]


def _fits(document: Document, one: Achievement) -> bool | None:
    """Whether a document is of an achievement; None: it may be."""
    if document.event not in (fold_name(one.event), fold_name(one.title)):
        return False
    if document.status and one.status and document.status != fold(one.status):
        return False
    if document.day is None or one.year is None:
        return None
    soon = one.date is not None and one.date <= document.day <= one.date + AWAITED
    return soon or school_year_of(document.day) == one.year


def _registered(school: School) -> dict[int, list[Document]]:
    """Documents of the registers by person."""

    def read() -> dict[int, list[Document]]:
        found: dict[int, list[Document]] = {}
        for person, document in _lines(school):
            found.setdefault(person, []).append(document)
        return found

    return school.once("documents_of_achievements", "", read)


def _lines(school: School) -> Iterator[tuple[int, Document]]:
    for form, event, number in REGISTERS:
        for line in lines(school, form):
            if line.person >= 0 and line.text(event) and is_document(line.text(number)):
                day = line.day("dated") or day_in(line.text(number))
                status = fold(line.text("status"))
                yield line.person, Document(fold_name(line.text(event)), day, status if status in STATUSES else "", line.where(event))
