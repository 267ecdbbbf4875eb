"""What the comments of a book tell: personal data in them, and that a copy loses them (п. 6.2, 7.1)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from ..book import Trouble
from ..forms import FORMS
from ..marking import BEGINNING, OURS
from ..ooxml.package import Package
from ..ooxml.parts import Element, parse
from ..ooxml.refs import split
from ..people import key
from ..privacy.bearers import staff
from ..privacy.guardians import guardians
from ..privacy.health import about_health
from ..privacy.leaks import BIRTH, FILE, NAME, SURNAME, Needles, in_text, needles
from ..sheets.look import advice, note
from ..wording import CASES, declined
from .lint_formulas import capped
from .lint_parts import Related

if TYPE_CHECKING:
    from ..school import School

PERSONAL, PLAIN, MARKS = "archive-comment-personal", "archive-comment", "archive-marks"
_SAID: Final = {
    SURNAME: "имя обучающегося или его представителя", NAME: "имя обучающегося или его представителя", FILE: "номер личного дела",
    BIRTH: "дата рождения",
}  # fmt: skip
_PATTERNS: Final = (
    ("номер телефона", re.compile(r"(?<![\d.,])(?:\+7|8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)")),
    ("адрес электронной почты", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("СНИЛС", re.compile(r"(?<!\d)\d{3}-\d{3}-\d{3}[ -]?\d{2}(?!\d)")),
    ("номер паспорта или свидетельства", re.compile(r"(?<!\d)\d{2} ?\d{2} ?(?:№|N)? ?\d{6}(?!\d)|\b[IVX]{1,4}-[А-ЯЁ]{2} ?(?:№|N)? ?\d{6}(?!\d)")),
)  # fmt: skip
OUR_SIGN: Final = "xlrecords: "
"""What stands in the notes that this program has put."""
CONVERSATION: Final = "tc="
"""How the author of a note begins that only repeats a conversation."""


def comments(package: Package, related: Related) -> Iterator[tuple[str, str]]:
    """Cells and texts of the comments of a sheet: of conversations, then of notes that stand alone.

    Args:
        package: The workbook.
        related: What the sheet is related to.
    """
    for _, (kind, name) in related:
        if kind == "threadedComment" and name in package:
            for item in parse(package.text(name), name).iter("{*}threadedComment"):
                yield item.get("ref", ""), "".join(inner.text or "" for inner in item.iterfind("{*}text"))
    for _, (kind, name) in related:
        if kind == "comments" and name in package:
            yield from _notes(parse(package.text(name), name))


def _notes(root: Element) -> Iterator[tuple[str, str]]:
    authors = [(item.text or "").strip() for item in root.iter("{*}author")]
    for item in root.iter("{*}comment"):
        number = item.get("authorId", "")
        author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
        if author.startswith(CONVERSATION):
            continue
        text = _text(item)
        if author and text.lstrip().startswith(f"{author}:") and not BEGINNING.match(text.lstrip()):
            text = text.lstrip()[len(author) + 1 :]
        yield item.get("ref", ""), text


def _text(item: Element) -> str:
    spoken = {inner for phonetic in item.iter("{*}rPh") for inner in phonetic}
    return "".join(inner.text or "" for inner in item.iter("{*}t") if inner not in spoken)


def noted(name: str, found: Collection[tuple[str, str]], school: School) -> Iterator[Trouble]:
    """Findings of the comments of a sheet.

    Args:
        name: Name of the sheet.
        found: Its comments.
        school: What was read, for the names of students and their representatives.
    """
    own = [(cell, text) for cell, text in sorted(found, key=_order) if _tidy(text) not in _hints()]
    marked = [cell for cell, text in own if OUR_SIGN in text and OURS.search(text)]
    if marked:
        yield Trouble(MARKS, name, marked[0], {"count": len(marked)})
    left = [(cell, rest) for cell, text in own if (rest := OURS.sub("", text) if OUR_SIGN in text else text).strip()]
    told = {(cell, text): said for cell, text in left if (said := personal(text, school))}
    yield from capped(Trouble(PERSONAL, name, cell, {"what": ", ".join(said)}) for (cell, _), said in told.items())
    others = [cell for cell, text in left if (cell, text) not in told]
    if others:
        yield Trouble(PLAIN, name, others[0], {"count": len(others)})


def _order(comment: tuple[str, str]) -> tuple[int, int]:
    """Place of a comment in reading order."""
    try:
        return split(comment[0])
    except ValueError:
        return 0, 0


def personal(text: str, school: School) -> tuple[str, ...]:
    """What personal data a text seems to hold, in words that repeat none of it."""
    said = [_SAID[leak.what] for leak in in_text(text, _wanted(school), "")]
    said += [what for what, pattern in _PATTERNS if pattern.search(text)]
    return tuple(dict.fromkeys((*said, *(("сведения о здоровье",) if about_health(text) else ()))))


def _wanted(school: School) -> Needles:
    """Names to look for: of the students, and of their representatives by surname with first name or initials."""
    return school.once("names_in_comments", "", lambda: _with_guardians(school, needles(school, frozenset())))


def _with_guardians(school: School, wanted: Needles) -> Needles:
    rows = dict(wanted.rows)
    known = {key(name) for name in staff(school)}
    for person in range(len(school.roster.names) if school.roster is not None else 0):
        for guardian in guardians(school, person):
            if key(guardian.name) not in known:
                for row in _rows(guardian.name):
                    word = max(row, key=len)
                    rows[word] = (*rows.get(word, ()), (row, row.index(word), person, NAME))
    return replace(wanted, rows=rows)


def _rows(name: str) -> Iterator[tuple[str, ...]]:
    """Surname with first name or initials, in all cases, in either order."""
    for form in dict.fromkeys((name, *(declined(name, case) for case in CASES))):
        words = tuple(key(form).split())
        if len(words) > 1:
            yield from ((words[0], words[1]), (words[1], words[0]))
        if len(words) == 3:
            yield from ((words[0], words[1][0], words[2][0]), (words[1][0], words[2][0], words[0]))


def _tidy(text: str) -> str:
    return " ".join(text.split())


@cache
def _hints() -> Mapping[str, None]:
    """Texts of the hints on the headings of the forms: they are the forms' own and no loss."""
    columns = [column for form in FORMS for column in (*form.head, *form.columns, *form.lessons)]
    texts = [note(column.title, advice(column), column.required)[0] for column in columns]
    for form in FORMS:
        if (grid := form.grid) is not None:
            texts.append(note(grid.title, f"Впишите сюда: {grid.heading.expected}. {grid.help}", True)[0])
    return dict.fromkeys(map(_tidy, texts))
