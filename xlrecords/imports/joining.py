"""Participants of an export against the class lists: who is sure is taken, everybody else is told with candidates."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import pandas as pd

from ..achievements.joining import matched, present
from ..kind import fold, grade_of, letter_of
from ..people import AMBIGUOUS, Match, key, suffix
from ..school import School

SURE, DOUBTFUL, FOREIGN = "принято", "сомнение", "другая школа"


@dataclass(frozen=True, slots=True)
class Joined:
    """Who a row is.

    Attributes:
        verdict: SURE, DOUBTFUL or FOREIGN.
        person: Position in the class list of who is sure, else -1.
        reason: Why a row is not taken, in words.
        candidates: Who it may be, positions in the class list.
    """

    verdict: str
    person: int = -1
    reason: str = ""
    candidates: tuple[int, ...] = ()


@lru_cache(maxsize=4096)
def school_key(name: str) -> str:
    """Name of a school for comparing: without quotes, «№», dots and blanks beside them."""
    return re.sub(r"\W+", " ", fold(name)).strip()


def school_names(school: School, called: Collection[str] = ()) -> frozenset[str]:
    """Names by which a school is known: those of the sheet «Школа» and those given besides."""
    written = [*(school.policy.values.get(name) for name in ("name", "short_name")), *called]
    return frozenset(school_key(name) for name in written if isinstance(name, str) and name.strip())


def join(rows: pd.DataFrame, school: School, called: Collection[str] = ()) -> list[Joined]:
    """Who each participant is.

    Somebody is sure only if the school that the row names is this one (or the row names none), and the class list has exactly
    one such name in the class; with a class without a letter, exactly one such full name in the parallel. Nobody else is taken. Who
    changed the class within the year is one person, in the class of now.

    Args:
        rows: `imports.olympiad.participations`: student, group, school.
        school: With a class list.
        called: Other names of the school in the export.

    Raises:
        LookupError: No class list was read.
    """
    if school.roster is None:
        raise LookupError("no class list")
    search = _Search(school, school_names(school, called))
    known: dict[tuple[str, str, str], Joined] = {}
    columns = (rows[name].tolist() for name in ("student", "group", "school"))
    return [known.get(one) or known.setdefault(one, search.who(*one)) for one in zip(*columns, strict=True)]


class _Search:
    """A school with a class list, and its names."""

    def __init__(self, school: School, schools: frozenset[str]) -> None:
        assert school.roster is not None
        self.school, self.roster, self.schools = school, school.roster, schools
        self.full: dict[str, list[int]] = {}
        self.short: set[str] = set()
        for person, name in enumerate(self.roster.names):
            words = key(name).split()
            self.full.setdefault(" ".join(words), []).append(person)
            self.short.add(" ".join(words[:2]))

    def who(self, student: str, group: str, school: str) -> Joined:
        """Who a name is in a class of a school."""
        own = not school or school_key(school) in self.schools
        if not own and not self._borne(student):
            return Joined(FOREIGN, reason=f"в списках классов нет; школа — «{school}»")
        found = self._in_school(student, group)
        if own:
            return found
        candidates = (found.person,) if found.person >= 0 else found.candidates
        return Joined(DOUBTFUL, reason=f"имя есть в списках классов, а школа указана другая: «{school}»", candidates=candidates)

    def _borne(self, student: str) -> bool:
        """Whether somebody of the class lists bears a name, in any order of its words: looked up, not searched for."""
        return any(" ".join(words) in self.full or " ".join(words) in self.short for words in _orders(student))

    def _in_school(self, student: str, group: str) -> Joined:
        """Who a name is in a class of this school."""
        if not group:
            return self._doubt("класс не указан или не читается", student, group)
        if not letter_of(group) and not self.roster.knows(group):
            return self._in_parallel(student, group)
        match = self._match(student, group)
        if match.person >= 0:
            return Joined(SURE, match.person)
        if match.status == AMBIGUOUS:
            return Joined(DOUBTFUL, reason="подходит несколько человек или имя сокращено", candidates=match.candidates)
        return self._doubt(f"в списке {group} класса такого имени нет", student, group, match.candidates)

    def _in_parallel(self, student: str, group: str) -> Joined:
        """Who bears a full name in any class of a grade."""
        words, number = key(student).split(), suffix(student)
        people = (present(self.school, person) for person in self.full.get(" ".join(words), ()))
        found = list(dict.fromkeys(person for person in people if grade_of(self.roster.classes[person]) == int(group)))
        if number and number in self.roster.files:
            found = [person for person in found if self.roster.files[person] == number]
        if len(found) == 1 and len(words) > 2:
            return Joined(SURE, found[0])
        if len(found) > 1:
            return Joined(DOUBTFUL, reason="класс без буквы, а в параллели есть полные тёзки", candidates=tuple(found))
        return self._doubt(f"класс без буквы, а в {group}-х классах этого полного имени нет", student, group)

    def _doubt(self, reason: str, student: str, group: str, near: Sequence[int] = ()) -> Joined:
        """Doubtful, with candidates: words of the name in another order, the name in other classes, near names."""
        scopes = tuple(dict.fromkeys((group, ""))) if group else ("",)
        looks: tuple[tuple[str, Callable[[], Sequence[int]]], ...] = (
            ("имя и фамилия переставлены", partial(self._turned, student, scopes)),
            ("записан(а) в другом классе", partial(self._elsewhere, student)),
            ("", lambda: near),
            ("", lambda: self._match(student).candidates),
        )
        for why, look in looks:
            if people := tuple(look()):
                return Joined(DOUBTFUL, reason=f"{reason}; {why}" if why else reason, candidates=people)
        return Joined(DOUBTFUL, reason=reason)

    def _match(self, student: str, group: str = "") -> Match:
        return matched(self.school, student, group)

    def _turned(self, student: str, scopes: Sequence[str]) -> Sequence[int]:
        turned = list(_orders(student))[1:]
        for scope in scopes:
            for words in turned:
                match = self._match(" ".join(words), scope) if " ".join(words) in self.full or " ".join(words) in self.short else None
                if match is not None and (match.person >= 0 or match.status == AMBIGUOUS):
                    return (match.person,) if match.person >= 0 else match.candidates
        return ()

    def _elsewhere(self, student: str) -> Sequence[int]:
        match = self._match(student) if self._borne(student) else None
        return () if match is None else (match.person,) if match.person >= 0 else match.candidates


def _orders(student: str) -> Iterator[list[str]]:
    """Words of a name as they stand, then with the surname taken from the second or the last place to the first."""
    words = key(student).split()
    yield words
    for place in dict.fromkeys((1, len(words) - 1)):
        if 0 < place < len(words):
            yield [words[place], *words[:place], *words[place + 1 :]]
