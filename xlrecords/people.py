"""Who is who: names of the journals against the class list. Exact after tidying, or a finding; never a guess."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from .kind import LOOK_ALIKE, grade_of, parse_class, plain

EXACT: Final = 0
"""As in the list, in full or by surname and first name."""
SPELLING: Final = 1
"""The same but for spelling."""
AMBIGUOUS: Final = 2
"""Several people, or an abbreviated name."""
UNKNOWN: Final = 3
"""Nobody."""
BLANK: Final = 4
"""No name."""

_SUFFIX = re.compile(r"\(([^)]*)\)\s*$")
_HYPHEN = re.compile(r"\s*[-‐‑–—]\s*")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """A name for comparing: lower case, ё as е, blanks and hyphens tidied, look-alike Latin letters in a Cyrillic name replaced."""
    text = _SUFFIX.sub("", name)
    if _CYRILLIC.search(text):
        text = text.translate(LOOK_ALIKE)
    text = _HYPHEN.sub("-", text)
    return " ".join(text.lower().replace("ё", "е").split())


def suffix(name: str) -> str:
    """What stands in brackets after a name: the number of the personal file that tells namesakes apart."""
    found = _SUFFIX.search(name)
    return key(found[1]) if found else ""


def identity(person: int, name: str) -> int | str:
    """Who somebody is within a class: a person of the class list, or else the tidied name, with the file number that stands beside it."""
    return person if person >= 0 else f"{key(name)} ({number})" if (number := suffix(name)) else key(name)


@dataclass(frozen=True, slots=True)
class Match:
    """How a name of a journal stands to the class list: people are positions in the list."""

    status: int
    person: int = -1
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True)
class Roster:
    """The class list as an index of people.

    Attributes:
        names: Full names as written, tidied.
        classes: Class of each, canonical; empty if unknown.
        files: Number of the personal file of each, folded.
    """

    names: list[str]
    classes: list[str]
    files: list[str]
    _full: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    _short: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    _surname: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, people: Iterable[tuple[str, str, str]]) -> Roster:
        """A roster of (name, class, file number)."""
        listed = list(people)
        roster = cls(
            [plain(name) for name, _, _ in listed],
            [group for _, group, _ in listed],
            [key(number) for _, _, number in listed],
        )
        for person, (name, group, _) in enumerate(listed):
            words = key(name).split()
            for scope in {group, ""}:
                roster._full[scope, " ".join(words)].append(person)
                roster._short[scope, " ".join(words[:2])].append(person)
                roster._surname[scope, words[0] if words else ""].append(person)
        return roster

    def knows(self, group: str) -> bool:
        """Whether the list has anybody in a class."""
        return group in self._groups

    @cached_property
    def _numbers(self) -> set[str]:
        return set(self.files) - {""}

    @cached_property
    def _groups(self) -> set[str]:
        return {group for group, _ in self._full}

    def match(self, name: str, group: str) -> Match:
        """Who of a class (or, for an empty class, of the school) bears a name.

        Args:
            name: As written in the journal.
            group: Class in canonical form.

        Returns:
            The person, if one bears the name, by its full form or by surname and first name alone; candidates otherwise.
        """
        words = key(name).split()
        if not words:
            return Match(BLANK)
        found = (self._short if len(words) == 2 else self._full).get((group, " ".join(words)), [])
        if number := suffix(name):
            found = [person for person in found if self.files[person] == number] or found
        if len(found) == 1 and number in self._numbers and self.files[found[0]] != number:
            return Match(AMBIGUOUS, candidates=(found[0], *(person for person, file in enumerate(self.files) if file == number)))
        if len(found) == 1:
            return Match(EXACT if self._as_listed(name, found[0]) else SPELLING, found[0])
        if found:
            return Match(AMBIGUOUS, candidates=tuple(found))
        bearers = self._surname.get((group, words[0]), [])
        initials = [word.rstrip(".") for part in words[1:] for word in part.replace(".", ". ").split()]
        abbreviated = [person for person in bearers if self._initials(person, initials)] if all(len(word) == 1 for word in initials) else []
        if abbreviated:
            return Match(AMBIGUOUS, candidates=tuple(abbreviated))
        return Match(UNKNOWN, candidates=self._near(" ".join(words), group))

    def _as_listed(self, name: str, person: int) -> bool:
        written = _SUFFIX.sub("", name).rstrip() if _SUFFIX.search(name) else name
        listed = self.names[person]
        return written in (listed, " ".join(listed.split()[:2]))

    def _initials(self, person: int, initials: list[str]) -> bool:
        words = key(self.names[person]).split()[1:]
        return len(initials) <= len(words) and all(word.startswith(letter) for word, letter in zip(words, initials, strict=False))

    def _near(self, name: str, group: str) -> tuple[int, ...]:
        names: dict[str, list[int]] = {}
        for (scope, full), people in self._full.items():
            if scope == group:
                names.setdefault(full if len(name.split()) > 2 else " ".join(full.split()[:2]), []).extend(people)
        found = [person for full in difflib.get_close_matches(name, names, n=3, cutoff=0.8) for person in names[full]]
        words = name.split()
        found += [
            person for (scope, full), people in self._full.items() if scope == group and _alike(words, full.split()) for person in people
        ]
        return tuple(dict.fromkeys(found))


def _alike(written: list[str], listed: list[str]) -> bool:
    """Whether a name may be meant for one of the list: other order, other or no patronymic, half a surname, or a surname that changed."""
    count = min(len(written), len(listed))
    if count < 2:
        return False
    if sorted(written) == sorted(listed[: len(written)]) or written[:2] == listed[:2]:
        return True
    half = written[0] in listed[0].split("-") or listed[0] in written[0].split("-")
    return (half and written[1] == listed[1]) or (count > 2 and written[1:] == listed[1:])


def difference(written: str, listed: str) -> str:
    """In what a name differs from the list, in words."""
    tidy = plain(_SUFFIX.sub("", written))
    shown = listed if len(key(written).split()) > 2 else " ".join(listed.split()[:2])
    if tidy == shown:
        return "лишние пробелы"
    if tidy.lower() == shown.lower():
        return "строчные и прописные буквы"
    if tidy.lower().replace("ё", "е") == shown.lower().replace("ё", "е"):
        return "буквы «е» и «ё»"
    if _HYPHEN.sub("-", tidy).lower() == _HYPHEN.sub("-", shown).lower():
        return "дефис"
    return "латинские буквы вместо русских"


@lru_cache(maxsize=65536)
def applies(classes: str, group: str) -> bool:
    """Whether a list of classes, «1–4; 5А», names a class. An empty list names all."""
    if not classes.strip():
        return True
    grade = grade_of(group)
    for part in re.split(r"[;,]", classes):
        bounds = re.fullmatch(r"\s*(\d+)\s*[-–—]\s*(\d+)\s*(?:кл\w*\.?)?\s*", part)
        if bounds and int(bounds[1]) <= grade <= int(bounds[2]):
            return True
        named = parse_class(part.strip())
        if named == group or (isinstance(named, str) and named.isdigit() and int(named) == grade):
            return True
    return False
