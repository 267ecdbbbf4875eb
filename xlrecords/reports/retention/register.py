"""What all pages about terms of keeping rest on, and how a case and its term are told (п. 7.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ...archive.disposal import term
from ...archive.keeping import State
from ...archive.ledger import Entry
from ...archive.nomenclature import untaken
from ...kind import plain
from ...retention import Keeping
from ...school import School
from ..grounds import told

NO_DELETION = "Программа ничего не удаляет и не уничтожает"
TONES = {
    State.DUE: "error",
    State.REVIEW: "warning",
    State.CHECK: "warning",
    State.UNKNOWN: "warning",
    State.PERMANENT: "note",
    State.KEPT: "",
}
LASTING = {
    Keeping.PERMANENT: "постоянно",
    Keeping.LIQUIDATION: "до ликвидации",
    Keeping.NEED: "до минования надобности",
    Keeping.REPLACED: "до замены новыми",
}


@dataclass(frozen=True)
class Register:
    """Cases of a school.

    Attributes:
        school: What was read; an empty one if only the archive was.
        entries: A row a case, in the order of the nomenclature.
        day: The day on which all are looked at.
        name: Name of the school; empty: not told.
    """

    school: School
    entries: tuple[Entry, ...]
    day: dt.date
    name: str = ""

    @property
    def note(self) -> str:
        """Whose cases, and on which day."""
        return " · ".join(part for part in (plain(self.name), f"на {self.day:%d.%m.%Y}") if part)


def last_day(entry: Entry) -> str:
    """Last day of the term, or why there is none."""
    if entry.kept.until:
        return f"{entry.kept.until:%d.%m.%Y}"
    retention = entry.heading.retention
    return LASTING.get(retention.keeping, "не определён") if retention else "не определён"


def places(entry: Entry) -> str:
    """Where a case lies."""
    archive = (f"архив: {entry.bag}",) if entry.bag else ()
    books = (f"книги: {'; '.join(entry.books)}",) if entry.books else ()
    return "\n".join((*archive, *books))


def why(entry: Entry, day: dt.date) -> list[str]:
    """From what the last day and the state of a case follow, line by line."""
    where = entry.heading.where or ("паспорт дела в архиве" if entry.bag else "встроенная номенклатура")
    source = f"; {entry.heading.source}" if entry.heading.source else ""
    year = f", {entry.school_year} учебный год" if entry.school_year else ""
    lines = [
        f"{entry.heading.index} {entry.title}{year}: {entry.kept.state.value} на {day:%d.%m.%Y}",
        f"срок хранения: {term(entry) or 'не записан'} — {where}{source}",
    ]
    if entry.changed:
        lines.append(entry.changed)
    if entry.kept.since and entry.kept.until and entry.heading.retention:
        years = entry.heading.retention.years
        lines.append(f"отсчёт с {entry.kept.since:%d.%m.%Y}, лет: {years}, последний день {entry.kept.until:%d.%m.%Y} (п. 7.1)")
    lines += told(entry.kept.decision.grounds)
    return lines + [f"нужно: {need.text} — {need.who}" for need in entry.kept.needs]


def untaken_words(school: School) -> str:
    """Kinds of sheets that no heading takes, each with the built-in heading that would, and what to do; empty if all are taken."""
    found = untaken(school)
    kinds = "; ".join(f"«{title}»" + (f" (обычно {hint})" if hint else "") for title, hint in found)
    return f"Не входят ни в одно дело листы: {kinds}. Впишите их в графу «Виды листов» номенклатуры дел." if found else ""
