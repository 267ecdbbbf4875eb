"""Names of folders and files of the archive: no blanks, no signs that a system forbids, none twice on any system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

from .case import Case, Key

LONGEST: Final = 60
"""Letters of a part of a path: paths of a school's network are long already, and Windows counts them all."""
LATIN: Final = "латиница"
"""The value of the setting «Имена файлов архива» for Latin letters."""
YEARLESS: Final = "без-года"
TABLE: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "j", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "x", "ц": "cz", "ч": "ch", "ш": "sh",
    "щ": "shh", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "№": "N",
}  # fmt: skip
"""GOST 7.79-2000, system B, less its accents, which are no signs for names of files; «ц» before е, и, й, ы is «c» there."""
_SOFT: Final = re.compile(r"[цЦ](?=[еёийыЕЁИЙЫ])")
_GAPS: Final = re.compile(r"[\s\-–—/\\]+")
_OTHER: Final = re.compile(r"[^\w.()№+=-]")
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\.|$)")


def latin(text: str) -> str:
    """A Russian text in Latin letters; signs that have none are left out."""
    soft = _SOFT.sub(lambda found: "C" if found[0] == "Ц" else "c", text)
    letters = "".join(
        TABLE[sign] if sign in TABLE else TABLE[sign.lower()].capitalize() if sign.lower() in TABLE else sign for sign in soft
    )
    return unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()


def part(text: str, letters: str = "", longest: int = LONGEST) -> str:
    """A text as a part of a path: blanks and slashes are hyphens, signs that some system forbids are left out.

    Args:
        text: Any text.
        letters: `LATIN` for Latin letters.
        longest: So many letters at most.
    """
    plain = unicodedata.normalize("NFC", text)
    plain = latin(plain) if letters == LATIN else plain
    plain = _cut(_OTHER.sub("", _GAPS.sub("-", plain.strip())), longest).strip(".-") or "_"
    return f"_{plain}" if _RESERVED.match(plain) else plain


def _cut(text: str, longest: int) -> str:
    """A text of so many letters at most, cut behind a word if there are several."""
    words = text[: longest + 1].rpartition("-")[0]
    return text if len(text) <= longest else words or text[:longest]


def folded(name: str) -> str:
    """A name as those systems compare names that tell neither case nor composition of letters apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def free(name: str, taken: set[str], ending: str = "") -> str:
    """A name that no other has on any system, with its ending; a second one gets a number. Its stem is put into `taken`."""
    found, number = name, 1
    while folded(found) in taken:
        number += 1
        tail = f"_{number}"
        found = name[: LONGEST - len(tail)] + tail
    taken.add(folded(found))
    return found + ending


def book_names(books: Iterable[str], letters: str = "") -> dict[str, str]:
    """Name of the files of each book of a case, without ending: that of the book; books of one name get numbers."""
    taken: set[str] = set()
    return {book: free(part(PurePosixPath(book).stem, letters), taken) for book in books}


def case_names(cases: Collection[Case], known: Mapping[Key, str], letters: str = "") -> dict[Key, str]:
    """Names of case files, «2026-2027_02-01_Классные-журналы_5А».

    Args:
        cases: The case files, in their order.
        known: Names of those that are in the archive: a case keeps its name, whatever becomes of its heading.
        letters: `LATIN` for Latin letters.
    """
    taken = {folded(name) for name in known.values()}
    names = {}
    for case in cases:
        names[case.key] = known[case.key] if case.key in known else free(_case_name(case, letters), taken)
    return names


def _case_name(case: Case, letters: str) -> str:
    year = case.school_year.replace("/", "-") or part(YEARLESS, letters)
    whose = part(PurePosixPath(case.part).stem, letters, 24) if case.part else ""
    start = f"{year}_{part(case.heading.index, letters, 12)}_"
    title = part(case.heading.title, letters, LONGEST - len(start) - len(whose) - bool(whose))
    return start + title + (f"_{whose}" if whose else "")


def edition_name(id: str, edition: int) -> str:
    """Folder of an edition of a case: its name, from the second on with the number of the edition."""
    return id if edition == 1 else f"{id}_{'red' if id.isascii() else 'ред'}-{edition}"
