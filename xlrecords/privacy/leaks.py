"""What a workbook tells of students whom it is not about: looked for in all its parts before it leaves the school.

A workbook is turned into words: those of its cells row by row, of every other part as text and as markup, of its names. The
students are turned into short rows of words that must not stand there. Words are compared in lower case, ё as е, Latin letters that look
like Cyrillic ones as these.

What stands for a student: the surname in any case of the declension, if nobody whom the book may name bears it; otherwise
surname and first name, surname and initials; the number of the personal file; the date of birth, unless it is also that of one of
whom the book may tell, or a day of their own records or of lessons. Where a surname names a thing, see `titles`, it is nobody's.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from typing import Final

from ..kind import LOOK_ALIKE
from ..ooxml.package import Package
from ..school import School
from ..wording import CASES, declined
from ..words import morphology
from .bearers import Bearer, family, own_days, staff, students
from .titles import Title, common_titles, own_titles, printed_title

SURNAME, NAME, FILE, BIRTH = "фамилия", "фамилия и имя", "номер личного дела", "дата рождения"

NAMES = "имена частей"
GAP: Final = "¦"
"""Between texts that do not stand together."""
_WORD: Final = re.compile(rf"[^\W_]+(?:[-‐‑–—][^\W_]+)*|{GAP}")
_HYPHENS: Final = re.compile(r"[‐‑–—]")
_LOOSE: Final = re.compile(r"(?<=[^\W\d_]) ?[-‐‑–—] ?(?=\d)")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TAG: Final = re.compile(r"<[^>]*>")
_TEXT_END: Final = re.compile(r"</(?:\w+:)?(?:si|is|comment|text|p|threadedComment|oddHeader|c|v|f|t)>")
_ITEM: Final = re.compile(r"<(?:\w+:)?si\b(?:[^>]*/>|[^>]*>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_HEADER_CODE: Final = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')
_PHONETIC: Final = re.compile(r"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)
_SHEET: Final = re.compile(r"<(?:\w+:)?sheet\b[^>]*\bname=\"([^\"]*)\"")
_INLINE: Final = re.compile(r"<(?:\w+:)?t\b[^>]*>([^<]*)<")
_FIELD: Final = re.compile(r"\{\{.*?\}\}")
_CELL: Final = re.compile(r"<(?:\w+:)?c\b([^>]*)>(.*?)</(?:\w+:)?c>|(</(?:\w+:)?row>)", re.DOTALL)
_VALUE: Final = re.compile(r"<(?:\w+:)?v\b[^>]*>([^<]*)</(?:\w+:)?v>")
_SERIAL: Final = re.compile(r"(?:<(?:\w+:)?v(?:\s[^>]*)?>|\bv=[\"'])(\d{5})(?:\.0+)?[<\"']")
_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_WORDED: Final = re.compile(r"(?<!\d)(\d{1,2})\s+([а-я]+)\s+(\d{4})(?!\d)")
_MONTHS: Final = {
    word: number
    for number, word in enumerate(
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(), 1
    )
}  # fmt: skip
EPOCH, EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_MACINTOSH: Final = re.compile(r"\bdate1904=[\"'](?:1|true)[\"']")
SHORTEST: Final = 5
"""A number of a personal file that is only digits is told from marks and counts if it has so many."""
DEEPEST: Final = 3
"""Books within books are opened so many times."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Something of a student who is not allowed.

    Attributes:
        person: Position in the class list; -1: somebody of another sheet or of an earlier year.
        what: `SURNAME`, `NAME`, `FILE` or `BIRTH`.
        part: Part of the package in which it stands, or the name of which it is.
    """

    person: int
    what: str
    part: str


Row = tuple[str, ...]
"""Words that stand one after the other."""


@dataclass(frozen=True, slots=True)
class Around:
    """A title in words, and which of them stand for a thing: as a surname alone, and as a name."""

    words: Row
    surname: frozenset[int]
    name: frozenset[int]


@dataclass(frozen=True)
class Needles:
    """What must not stand in a book.

    Attributes:
        rows: Longest word of a row -> rows with it, where it stands in them, whose they are, and what they are.
        days: Days of birth, and whose.
        safe: Words that may stand there.
        titles: Word of a title that is also one of a row -> titles with it, and where it stands in them.
    """

    rows: Mapping[str, tuple[tuple[Row, int, int, str], ...]]
    days: Mapping[dt.date, int]
    safe: frozenset[str]
    titles: Mapping[str, tuple[tuple[Around, int], ...]]


def leaks(data: bytes, school: School, allowed: Collection[int], names: Collection[str] = ()) -> tuple[Leak, ...]:
    """What a workbook tells of students of a school, of this year or an earlier one, who are not allowed.

    Args:
        data: An .xlsx or .xlsm workbook, not encrypted.
        school: What was read.
        allowed: Positions in the class list of those of whom the book may tell.
        names: More names that may stand there, as written: of students whom the class list does not know.

    Returns:
        Each student, kind and part once, in the order of the parts; empty: nothing was found.

    Raises:
        RefusedError: The bytes are no workbook that can be read.
    """
    return search(data, needles(school, frozenset(allowed), names))


# What is looked for


def needles(school: School, allowed: Collection[int], names: Collection[str] = (), printed: Collection[str] = ()) -> Needles:
    """What must not stand in a book that may tell of some students only; `printed` are texts that its template prints."""
    people = students(school)
    ours = [*(name for person in sorted(allowed) for name in family(school, person)), *names]
    full = {_words(name) for name in (*ours, *staff(school))}
    fitting = {row for name in full for row in _short(name)}
    safe = frozenset(word for name in (*ours, *staff(school)) for word in _safe(name))
    may = {number for person in people if person.person in allowed for number in map(_words, person.files)}
    own, common = own_days(school)
    days = common.union(*(own.get(person, ()) for person in allowed), *(one.births for one in people if one.person in allowed))
    rows: dict[str, dict[Row, tuple[int, str]]] = {}
    births: dict[dt.date, int] = {}
    for someone in people:
        if someone.person in allowed or (someone.person < 0 and _meant(someone.name, full)):
            continue
        for row, what in _rows(someone, safe, fitting):
            if row not in may:
                rows.setdefault(max(row, key=len), {}).setdefault(row, (someone.person, what))
        births.update((day, someone.person) for day in someone.births if day not in days)
    anchored = {word: tuple((row, row.index(word), person, what) for row, (person, what) in found.items()) for word, found in rows.items()}
    bare = Needles(anchored, births, safe, {})
    titles = (
        *map(printed_title, printed),
        *common_titles(school),
        *(title for person in allowed for title in own_titles(school).get(person, ())),
    )
    return replace(bare, titles=_titles(titles, bare))


def _titles(titles: Iterable[Title], wanted: Needles) -> dict[str, tuple[tuple[Around, int], ...]]:
    """Titles by their words that somebody's name has too."""
    found: dict[str, dict[tuple[Around, int], None]] = {}
    for title in titles:
        words = _compared(title.text, wanted)
        places = [place for place, word in enumerate(words) if word in wanted.rows]
        if places:
            inside = [
                frozenset(
                    place
                    for start, end in spans
                    for place in range(len(_compared(title.text[:start], wanted)), len(_compared(title.text[:end], wanted)))
                )
                for spans in (title.surname, title.name)
            ]
            around = Around(words, *inside)
            for place in places:
                found.setdefault(words[place], {})[around, place] = None
    return {word: tuple(arounds) for word, arounds in found.items()}


def _compared(text: str, wanted: Needles) -> Row:
    return tuple(word for word, _ in _parted(_read(text), wanted))


@lru_cache(maxsize=65536)
def _read(text: str) -> list[tuple[str, str]]:
    return list(_tokens(text))


def _rows(someone: Bearer, safe: frozenset[str], fitting: Collection[Row]) -> Iterator[tuple[Row, str]]:
    """Rows of words that stand for somebody."""
    for file in someone.files:
        row = _words(file)
        if row and (any(map(str.isalpha, file)) or len(file) >= SHORTEST):
            yield row, FILE
    forms = _forms(someone.name)
    for form in forms:
        if form and form[0] not in safe:
            yield form[:1], SURNAME
    for form in forms:
        yield from ((row, NAME) for row in _short(form) if row not in fitting)


def _short(name: Row) -> Iterator[Row]:
    """How a name is shortened: surname and first name, surname and initials, in either order."""
    if len(name) > 1 and len(name[1]) > 1:
        yield from (name[:2], name[:2][::-1])
    if initials := _initials(name):
        yield from (initials, (*initials[1:], initials[0]))


def _meant(name: str, full: Collection[Row]) -> bool:
    """Whether a name that the class list does not have is one that may stand there, shortened."""
    row = _words(name)
    return any(row in (known, known[: len(row)], _initials(known)) for known in full)


def _initials(name: Row) -> Row:
    """Surname and initials of a full name, («крылова», «а», «и»); none unless it has three words."""
    return (name[0], name[1][:1], name[2][:1]) if len(name) == 3 else ()


@lru_cache(maxsize=16384)
def _forms(name: str) -> tuple[Row, ...]:
    """A name in all cases, without repeats."""
    return tuple(dict.fromkeys(map(_words, (name, *(declined(name, case) for case in CASES)))))


@lru_cache(maxsize=16384)
def _safe(name: str) -> frozenset[str]:
    """Words of a name that may stand in a book, in all cases."""
    return frozenset(word for form in _forms(name) for word in form if len(word) > 1)


def _words(text: str) -> Row:
    return tuple(word for word, _ in _tokens(text))


def printed(template: bytes) -> frozenset[str]:
    """Texts that a template prints in every copy: of its cells, between its fields, and names of its sheets."""
    package = Package(template)
    parts = [package.text(part) for part in package.names() if part.endswith(".xml")]
    texts = (*_strings(package), *(html.unescape(text) for part in parts for found in (_INLINE, _SHEET) for text in found.findall(part)))
    return frozenset(stripped for text in texts for part in _FIELD.split(text) if (stripped := part.strip()))


# Where it is looked for


def search(data: bytes, wanted: Needles, depth: int = 0) -> tuple[Leak, ...]:
    """What of `wanted` stands in a workbook.

    Raises:
        RefusedError: The bytes are no workbook that can be read.
    """
    package = Package(data)
    found: dict[Leak, None] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        labels = [archive.comment, *(info.comment + info.extra for info in archive.infolist())]
    for text in (*package.names(), *(text for label in labels for text in _guesses(label))):
        found.update(dict.fromkeys(in_text(text, wanted, NAMES)))
    strings = _strings(package)
    zero = EPOCH_1904 if any(_MACINTOSH.search(package.text(name)) for name in package.names() if name.endswith("workbook.xml")) else EPOCH
    for name in package.names():
        content = package.read(name)
        if content.startswith(b"PK") and depth < DEEPEST:
            found.update(dict.fromkeys(Leak(leak.person, leak.what, name) for leak in search(content, wanted, depth + 1)))
        elif name.lower().endswith((".xml", ".rels", ".vml")):
            markup = html.unescape(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), package.text(name)))
            found.update(dict.fromkeys(_in_markup(markup, strings, wanted, name, zero)))
        else:
            for text in _guesses(content):
                found.update(dict.fromkeys(in_text(text, wanted, name)))
    return tuple(found)


def _guesses(content: bytes) -> Iterator[str]:
    """Text of bytes in the encodings in which programs leave it."""
    if content:
        yield content.decode("utf-8", "replace")
        yield content.decode("cp1251", "replace")
        yield content.decode("utf-16-le", "replace")
        yield content[1:].decode("utf-16-le", "replace")


def _strings(package: Package) -> list[str]:
    """Shared strings by number."""
    part = next((name for name in package.names() if name.lower().endswith("sharedstrings.xml")), "")
    if not part:
        return []
    return [html.unescape(_TAG.sub("", _PHONETIC.sub("", item[1] or ""))) for item in _ITEM.finditer(package.text(part))]


def _in_markup(markup: str, strings: list[str], wanted: Needles, part: str, zero: dt.date) -> Iterator[Leak]:
    """Leaks of a part of XML: its cells row by row, its texts, its attributes, its numbers."""
    if "eader" in markup or "ooter" in markup:
        markup = _HEADER_CODE.sub(" ", markup)  # «&CИванова» is the surname in the middle of a page's header
    if "<sheetData" in markup or ":sheetData" in markup:
        yield from in_text(" ".join(_cells(markup, strings)), wanted, part)
    if not markup.isascii():
        yield from in_text(markup, wanted, part)
        yield from in_text(_TAG.sub("", _TEXT_END.sub(f" {GAP} ", markup)), wanted, part)
    else:
        yield from _dates(markup, wanted, part)
    for number in _SERIAL.findall(markup):
        day = zero + dt.timedelta(int(number))
        if day in wanted.days:
            yield Leak(wanted.days[day], BIRTH, part)


def _cells(markup: str, strings: list[str]) -> Iterator[str]:
    """Texts of the cells of a sheet, row by row; a gap after each row."""
    for attributes, content, end in _CELL.findall(markup):
        if end:
            yield GAP
        elif 't="s"' in attributes or "t='s'" in attributes:
            value = _VALUE.search(content)
            number = int(value[1]) if value and value[1].strip().isdigit() else len(strings)
            yield strings[number] if number < len(strings) else ""
        else:
            yield _TAG.sub("", _PHONETIC.sub("", content[content.find("</f>") + 4 if "</f>" in content else 0 :]))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Words of a text as they are compared, and as they are written."""
    text = _HYPHENS.sub("-", _LOOSE.sub("-", text)).translate(LOOK_ALIKE)
    for written in _WORD.findall(text):
        yield written.lower().replace("ё", "е"), written


def in_text(text: str, wanted: Needles, part: str) -> Iterator[Leak]:
    """Leaks of a text."""
    yield from _dates(text, wanted, part)
    tokens = _parted(list(_tokens(text)), wanted)
    words = [word for word, _ in tokens]
    for place in [place for place, word in enumerate(words) if word in wanted.rows]:
        for row, offset, person, what in wanted.rows[words[place]]:
            start = place - offset
            if (
                tuple(words[max(start, 0) : start + len(row)]) == row
                and not (what == SURNAME and _common(*tokens[place]))
                and not (what != FILE and _titled(words, place, start, len(row), what, wanted))
            ):
                yield Leak(person, what, part)


def _parted(tokens: list[tuple[str, str]], wanted: Needles) -> list[tuple[str, str]]:
    """Words of a text, double ones that nobody bears as their halves."""
    if not any("-" in word for word, _ in tokens):
        return tokens
    return [
        (half, written if half == word else written.title())
        for word, written in tokens
        for half in ((word,) if "-" not in word or word in wanted.rows or word in wanted.safe else word.split("-"))
    ]


def _titled(words: list[str], place: int, start: int, length: int, what: str, wanted: Needles) -> bool:
    """Whether a title stands around a name, word for word, in which it is the name of a thing."""
    for around, at in wanted.titles.get(words[place], ()):
        first = place - at
        inside = around.surname if what == SURNAME else around.name
        if (
            inside.issuperset(range(start - first, start - first + length))
            and tuple(words[max(first, 0) : first + len(around.words)]) == around.words
        ):
            return True
    return False


def _common(word: str, written: str) -> bool:
    """Whether a word in small letters is an ordinary one: «мороз» is no surname, «Мороз» and «крылов» are."""
    return written.islower() and any(form.is_known and "Surn" not in form.tag for form in morphology().parse(word))


def _dates(text: str, wanted: Needles, part: str) -> Iterator[Leak]:
    """Days of birth that a text writes in figures or in words."""
    for found in _DAY.finditer(text):
        yield from _born(found[3] or found[4], found[2] or found[5], found[1] or found[6], wanted, part)
    for found in _WORDED.finditer(text):
        if found[2].lower() in _MONTHS:
            yield from _born(found[3], str(_MONTHS[found[2].lower()]), found[1], wanted, part)


def _born(year: str, month: str, day: str, wanted: Needles, part: str) -> Iterator[Leak]:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return
    if date in wanted.days:
        yield Leak(wanted.days[date], BIRTH, part)
