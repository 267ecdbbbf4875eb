"""One listed event, and the index of the lists: an event is judged by the list of its own school year, exactly or not at all (п. 3.2.2).

Names are equal when they differ only in case, ё, quotes, punctuation, dashes, blanks and look-alike letters. Everything else is
at most `near`: offered to a person, never taken. A stage is part of the name: «Ломоносов, отборочный этап» is not «Ломоносов»,
unless the list itself gives that spelling under `names`, in full or as a tail, «…, заключительный этап».
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from .forms.events import ACTIVITIES, OLYMPIADS
from .kind import LOOK_ALIKE
from .scales import subject_of

EVERY_YEAR: Final = 0
"""Year of an event that every list has by itself."""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a list.

    Attributes:
        year: First calendar year of the school year of the list; `EVERY_YEAR`: each of them.
        list: The list, one of `forms.events.LISTS`.
        name: Name as the list has it.
        profile: Profile as the list has it, or an empty text.
        subjects: Subjects that the list puts beside the profile.
        level: Level I–III of an olympiad as a number; None: the list gives none.
        grades: First and last class; None: the list does not say.
        organiser: Organiser, or an empty text.
        commercial: Whether it is a paid contest by correspondence; None: nobody said.
        names: Other spellings; one that begins with «…» is a tail of the name.
        source: The order or the file the list was taken from.
    """

    year: int
    list: str
    name: str
    profile: str = ""
    subjects: tuple[str, ...] = ()
    level: int | None = None
    grades: tuple[int, int] | None = None
    organiser: str = ""
    commercial: bool | None = None
    names: tuple[str, ...] = ()
    source: str = ""

    @property
    def official(self) -> bool:
        """Whether it stands in a list of a ministry, not among the school's own additions."""
        return self.list in (OLYMPIADS, ACTIVITIES)

    def spellings(self) -> Iterator[str]:
        """All names that mean it."""
        yield self.name
        for name in self.names:
            tail = TAIL.match(name)
            yield f"{self.name} {name[tail.end() :]}" if tail else name

    def __str__(self) -> str:
        return f"{self.name} ({self.profile})" if self.profile else self.name


TAIL = re.compile(r"\s*(?:…|\.\.\.)\s*")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the lists say of a written event.

    Attributes:
        found: Lines of the lists of that very year whose name is the same and whose profile or subject fits.
        near: Lines of that year that may be meant: same name with another profile, then likely spellings; never taken.
        other_years: First calendar years of other lists that have this name.
        known: Whether any list of that year was loaded.
        complete: Whether both lists of the ministries were loaded for that year: only then is absence a fact.
        same_name: How many of `near`, from the first, have this very name and only another profile.
        own: Lines that the school added itself («иное»): they say something of the event, and put it in no list.
    """

    found: tuple[Event, ...] = ()
    near: tuple[Event, ...] = ()
    other_years: tuple[int, ...] = ()
    known: bool = False
    complete: bool = False
    same_name: int = 0
    own: tuple[Event, ...] = ()


# Names

_WORDS = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65536)
def fold_name(text: str) -> str:
    """A name for comparing: words alone, lower case, ё as е, look-alike Latin letters as Cyrillic.

    All spellings of a stage of the Всероссийская олимпиада школьников are one.
    """
    folded = " ".join(_WORDS.findall(text.lower().replace("ё", "е"))).translate(LOOK_ALIKE)
    national = _NATIONAL.fullmatch(folded)
    if national:
        stages = {stage for stage in (national["before"], national["after"]) if stage}
        return " ".join((NATIONAL_FOLDED, *(f"{stage}ый этап" for stage in sorted(stages))))
    return folded


NATIONAL_FOLDED = "всероссийская олимпиада школьников"
_STAGE = r"школьн|муниципальн|региональн|заключительн"
_SUBJECTS = (
    "математике", "русскому языку", "иностранному языку", "английскому языку", "немецкому языку", "французскому языку",
    "испанскому языку", "китайскому языку", "итальянскому языку", "информатике", "информатике и икт", "физике", "химии", "биологии",
    "экологии", "географии", "астрономии", "литературе", "истории", "обществознанию", "экономике", "праву", "искусству",
    "искусству мировой художественной культуре", "искусству мхк", "мхк", "физической культуре", "технологии", "труду технологии",
    "труду", "обж", "обзр", "основам безопасности жизнедеятельности", "основам безопасности и защиты родины",
)  # fmt: skip
"""Subjects of the Всероссийская олимпиада школьников, after «по»: other words make another olympiad."""
_NATIONAL = re.compile(
    rf"(?:(?P<before>{_STAGE})(?:ый|ого|ом) этап[ае]? )?(?:всероссийск(?:ая|ой) олимпиад[аыеу] школьников|всош|вош)"
    rf"(?: (?:по )?(?:предмету )?(?:{'|'.join(sorted(_SUBJECTS, key=len, reverse=True))}))?(?: (?P<after>{_STAGE})ый(?: этап)?)?"
    r"(?: (?:в )?20\d\d(?: (?:20)?\d\d)?(?: (?:учебн\w+ |уч )?г\w*)?)?"
)
_ANY_STAGE = re.compile(
    r"(?:^| )((?:школьн|муниципальн|региональн|отборочн|заочн|дистанционн|пригласительн|очн|полуфинальн)(?:ый|ого) (?:этап|тур)|полуфинал)"
)


def stage_of(name: str) -> str:
    """Earlier stage that a name speaks of, folded; an empty text for the last stage or none."""
    found = _ANY_STAGE.search(fold_name(name))
    return found[1].replace("ого ", "ый ") if found else ""


NATIONAL = "Всероссийская олимпиада школьников"
NATIONAL_SOURCE = (
    "Перечень мероприятий на 2021/22 учебный год (приказ Минпросвещения России от 31.05.2022 № 382) включает региональный и заключительный "
    "этапы; для других лет сверьте"
)
BUILT_IN: tuple[Event, ...] = tuple(
    Event(EVERY_YEAR, ACTIVITIES, f"{NATIONAL}, {stage} этап", source=NATIONAL_SOURCE) for stage in ("региональный", "заключительный")
)
"""Stages that the list of the ministry of education takes in by itself, in any subject; the school and municipal ones it does not."""


def staged(name: str, level: str) -> str:
    """A name with the stage that the level of the achievement tells.

    Only of the Всероссийская олимпиада школьников, when no stage is written: its school, municipal and regional stages are of that
    level. «Всероссийский» tells nothing, for many write so of every stage.
    """
    if fold_name(name) == NATIONAL_FOLDED and level in ("школьный", "муниципальный", "региональный"):
        return f"{NATIONAL}, {level} этап"
    return name


# Profiles


LANGUAGES: Final = ("английск", "немецк", "французск", "испанск", "китайск", "итальянск")
"""Beginnings of the names of foreign languages."""


def same_subject(first: str, second: str) -> bool:
    """Whether two words name the same subject or profile, but for spelling.

    «Иностранный язык» may be any of them; two languages that are named are the same only if they are one.
    """
    if fold_name(first) == fold_name(second):
        return True
    languages = {language for language in (language_of(first), language_of(second)) if language}
    return subject_of(first) == subject_of(second) and len(languages) < 2


def language_of(subject: str) -> str:
    """Which foreign language a subject names, as in `LANGUAGES`; empty if none."""
    folded = fold_name(subject)
    return next((language for language in LANGUAGES if language in folded), "")


# The index


NEAR: Final = 0.72
"""Share of common triples of letters from which two names are offered as spellings of each other."""
RARE: Final = 5
"""A word that at most so many names have tells which event is meant."""
OFFERED: Final = 3


@dataclass(frozen=True)
class Events:
    """All lists of a school, by year; what a name is judged by is made once.

    Attributes:
        all: Lines of the lists, built-in ones too.
        synonyms: Folded spelling of a subject or profile -> folded names of the subjects it means, from the school's sheets.
    """

    all: tuple[Event, ...] = BUILT_IN
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _judged: dict[tuple[str, str, int], Verdict] = field(default_factory=dict, repr=False, compare=False)
    _spellings: dict[int, Spellings] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _by_name(self) -> dict[str, dict[int, list[Event]]]:
        """Lines by folded name, then by year."""
        found: dict[str, dict[int, list[Event]]] = {}
        for event in self.all:
            for name in dict.fromkeys(fold_name(spelling) for spelling in event.spellings()):
                found.setdefault(name, {}).setdefault(event.year, []).append(event)
        return found

    @cached_property
    def _lists(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for event in self.all:
            if event.year != EVERY_YEAR and event.official:
                found[event.year].add(event.list)
        return dict(found)

    def years(self) -> set[int]:
        """First calendar years of which a list was loaded."""
        return set(self._lists)

    def judge(self, name: str, profile: str, year: int | None) -> Verdict:
        """What the lists of a year say of an event.

        Args:
            name: As written; see `staged` for a stage that is not.
            profile: Subject or profile as written; empty: any.
            year: First calendar year of the event's school year; None: unknown, then nothing is known.
        """
        if year is None or not fold_name(name):
            return Verdict()
        key = fold_name(name), fold_name(profile), year
        if key not in self._judged:
            self._judged[key] = self._judge(name, profile, year)
        return self._judged[key]

    def _judge(self, name: str, profile: str, year: int) -> Verdict:
        lists = self._lists.get(year, set())
        by_year = self._by_name.get(fold_name(name), {})
        named = (*by_year.get(year, ()), *by_year.get(EVERY_YEAR, ()))
        official = [event for event in named if event.official]
        found = tuple(event for event in official if self.fits(event, profile))
        others = tuple(
            sorted(other for other, events in by_year.items() if other not in (year, EVERY_YEAR) and any(e.official for e in events))
        )
        near: tuple[Event, ...] = () if found or not lists else (*official, *([] if official else self._near(name, profile, year)))
        return Verdict(
            found, near, others, bool(lists), lists >= {OLYMPIADS, ACTIVITIES}, 0 if found else len(official),
            tuple(event for event in named if not event.official),
        )  # fmt: skip

    def fits(self, event: Event, profile: str) -> bool:
        """Whether a written subject or profile is that of an event; what the list leaves open fits anything.

        The list of activities gives directions («наука»), not subjects: there only its subjects are compared.
        """
        if not profile or (not event.subjects and (not event.profile or event.list != OLYMPIADS)):
            return True
        written = {fold_name(profile), *self.synonyms.get(fold_name(profile), ())}
        listed = {fold_name(word) for word in (event.profile, *event.subjects) if word}
        listed |= {meant for word in listed for meant in self.synonyms.get(word, ())}
        return bool(written & listed) or any(same_subject(one, other) for one in written for other in listed)

    def _near(self, name: str, profile: str, year: int) -> list[Event]:
        """Lines that may be meant, one a name, of the same stage."""
        folded, stage = fold_name(name), stage_of(name)
        if folded == NATIONAL_FOLDED:
            return list(BUILT_IN)
        if year not in self._spellings:
            self._spellings[year] = Spellings(
                spelling for spelling, by_year in self._by_name.items() if any(event.official for event in by_year.get(year, ()))
            )
        close = [spelling for spelling in self._spellings[year].close(folded) if stage == stage_of(spelling)]
        lines = ([event for event in self._by_name[spelling][year] if event.official] for spelling in close)
        return list(dict.fromkeys(next((event for event in found if self.fits(event, profile)), found[0]) for found in lines))


class Spellings:
    """Names of one year, to find those that a written one may be a spelling of."""

    def __init__(self, names: Iterable[str]) -> None:
        """Index folded names by their triples of letters, and by their words."""
        self.names = tuple(dict.fromkeys(names))
        self.words = [set(name.split()) for name in self.names]
        self.numbers = [_numbers(name) for name in self.names]
        self.bits: dict[str, int] = {}
        self.masks: list[int] = []  # triples of each name as bits: what two have in common is one operation
        self.sizes: list[int] = []
        self.by_gram: dict[str, list[int]] = defaultdict(list)
        self.by_word: dict[str, list[int]] = defaultdict(list)
        for at, name in enumerate(self.names):
            grams = _grams(name)
            for gram in grams:
                self.by_gram[gram].append(at)
            for word in self.words[at]:
                self.by_word[word].append(at)
            self.masks.append(sum(self.bits.setdefault(gram, 1 << len(self.bits)) for gram in grams))
            self.sizes.append(len(grams))

    def close(self, name: str) -> list[str]:
        """Names that are nearly `name`, then those that have all its telling words, or of which it has all; the likeliest first.

        Two names whose common triples make the share `NEAR` have one of the rarest triples of `name` in common, so only names with
        these are looked at. Telling are words that few names have: «олимпиада школьников» tells nothing.
        """
        if not _own_words(name):
            return []
        grams = _grams(name)
        least = NEAR * len(grams) / (2 - NEAR)
        rarest = sorted(grams, key=lambda gram: len(self.by_gram.get(gram, ())))[: len(grams) - int(least) + 1]
        scores: Counter[int] = Counter()
        mask = sum(self.bits.get(gram, 0) for gram in grams)
        numbers = _numbers(name)
        count, masks, sizes = len(grams), self.masks, self.sizes
        for at in set().union(*(self.by_gram.get(gram, ()) for gram in rarest)):
            share = 2 * (mask & masks[at]).bit_count() / (count + sizes[at])
            if share >= NEAR and numbers == self.numbers[at]:
                scores[at] = round(1000 * share)
        words = set(name.split())
        telling = self._telling(name)
        for at in {at for word in telling for at in self.by_word.get(word, ())} - scores.keys():
            if telling <= self.words[at] or self._telling(self.names[at]) <= words:
                scores[at] = 1
        return [self.names[at] for at, _ in scores.most_common(OFFERED)]

    def _telling(self, name: str) -> set[str]:
        """Words of a name that tell which event it is."""
        return {word for word in _own_words(name) if len(self.by_word.get(word, ())) <= RARE}


GENERIC = re.compile(
    "всеросс|междунар|межрегион|регион|област|краев|городск|открыт|олимпиад|конкурс|турнир|фестивал|чемпионат|первенств|школьн|школ|"
    "студен|учащ|обучающ|молод|детск|детей|университет|этап|финал|заключит|имени|сред|класс"
)
"""Beginnings of words that any event may have."""


def _own_words(name: str) -> list[str]:
    return [word for word in name.split() if len(word) > 3 and not GENERIC.match(word)]


def _grams(name: str) -> frozenset[str]:
    padded = f" {name} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _numbers(name: str) -> set[str]:
    return {word for word in name.split() if word.isdigit()}
