"""What the register of commendations has already: for the same merit nobody is commended twice (п. 3.3)."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..decision import Ground
from ..forms.achievement_sheet import LEVEL, STATUS
from ..kind import TERMS, fold
from ..school import School
from .evidence import Achievement
from .joining import lines

NEAR = 0.85
"""Likeness of spelling, by `difflib`, from which two events may be one: it is shown to people, and never decides."""
SIGNS = re.compile(r"[^0-9a-zа-я]+")
LEVELS = {level: re.compile(rf"\b(?:{fold(level)[:-2]}{'|заключительн' * (level == 'всероссийский')})") for level in LEVEL.choices}
PERIODS = tuple(fold(title) for term, title in TERMS.items() if term[-1].isdigit())


def words(text: str) -> str:
    """A text for comparing: its words alone, in lower case, ё as е."""
    return SIGNS.sub(" ", fold(text)).strip()


@dataclass(frozen=True, slots=True)
class Given:
    """An entry of the register of commendations.

    Attributes:
        sort: Kind of commendation; empty if unknown.
        merit: For what, as `words`.
        date: Its day, or None.
        where: Its place.
        certain: Whether the entry is certainly of this student; else the name there may be of another too.
    """

    sort: str
    merit: str
    date: dt.date | None
    where: str
    certain: bool = True

    def same(self, merit: str) -> bool:
        """Whether it is for the very same, as this program words it."""
        return self.merit == words(merit)

    def says(self, word: str) -> bool:
        """Whether the merit has a word, or one that begins so."""
        return re.search(rf"\b{word}", self.merit) is not None

    def names_period(self) -> bool:
        """Whether the merit names a period of a school year, or the year."""
        return any(period in self.merit for period in PERIODS) or re.search(r"20\d\d 20\d\d учебный год", self.merit) is not None


def given(school: School) -> dict[int, list[Given]]:
    """Entries of the registers of the year by person of the class list; of a doubtful name each candidate's, and not certain."""
    return school.once("given", "", lambda: _given(school))


def _given(school: School) -> dict[int, list[Given]]:
    found: dict[int, list[Given]] = {}
    for line in lines(school, "commendations"):
        for person in ((line.person,) if line.person >= 0 else line.candidates) if line.current else ():
            one = Given(line.text("sort"), words(line.text("merit")), line.day("date"), line.where("merit"), line.person >= 0)
            found.setdefault(person, []).append(one)
    return found


def ground_of(one: Achievement, same: Sequence[Achievement], merit: str, known: Sequence[Given]) -> Ground:
    """Whether an achievement is not commended yet.

    Args:
        one: The achievement.
        same: All achievements of the same person at an event of that name.
        merit: How this program words it.
        known: What the register has of the person.

    Returns:
        Not met if an entry names the event, the subject and the status, and no other level; unknown if an entry may be meant.
    """
    doubt = ""
    for entry in known:
        if entry.date is not None and one.date is not None and entry.date < one.date:
            continue
        meant = True if entry.same(merit) else _meant(one, same, entry.merit)
        if meant and entry.certain:
            return Ground(f"уже поощрён: {entry.where}", False, "3.3", entry.where)
        if meant is not False:
            doubt = doubt or entry.where
    if doubt:
        return Ground(f"возможно, уже поощрён: {doubt}", None, "3.3", doubt)
    return Ground("за это ещё не поощрён", True, "3.3")


def _meant(one: Achievement, same: Sequence[Achievement], text: str) -> bool | None:
    """Whether the text of an entry is about an achievement; None: it may be."""
    event, subject, status = words(one.event), words(one.subject), words(one.status)
    if not event or event not in text:
        return None if event and _near(event, text) else False
    rest = text.replace(event, " ", 1)
    subjects = {words(other.subject) for other in same} - {subject, ""}
    if subject and subject not in text and any(other in rest for other in subjects):
        return False
    levels = [level for level, pattern in LEVELS.items() if pattern.search(rest)]
    if levels and one.level in LEVELS and one.level not in levels:
        return False
    days = {day_words(other) for other in same} - {""}
    if (written := [day for day in days if day in rest]) and day_words(one) not in written:
        return False
    level = one.level if levels else None
    others = [known for known in same if (words(known.subject), words(known.status)) == (subject, status) and level in (None, known.level)]
    alone = len({(other.level, other.date) for other in others}) < 2
    if status in rest and (not subject or subject in text) and (alone or written):
        return True
    if any(words(other) in rest for other in STATUS.choices) and any(
        words(other.status) in rest for other in same if other.status != one.status
    ):
        return False
    return None


def day_words(one: Achievement) -> str:
    """Day of an achievement as a merit has it, as `words`; empty if unknown."""
    return f"{one.date:%d %m %Y}" if one.date else ""


def _near(event: str, text: str) -> bool:
    """Whether a text seems to name an event in another spelling: it, or as many of its first words."""
    starts = {text, " ".join(text.split()[: len(event.split())])}
    return any(difflib.SequenceMatcher(None, event, start).ratio() >= NEAR for start in starts)
