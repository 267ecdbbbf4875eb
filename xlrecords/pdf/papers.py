"""Papers of the archive: covers, lists, acts as plain data, set by typst as PDF/A. The same data give the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..save import MADE_BY
from .stamps import code_text, qr_svg
from .typeset import STANDARD, UNDATED, Standard, compiled

if TYPE_CHECKING:
    import typst

TEMPLATE: Final = Path(__file__).with_name("papers.typ")
TALL: Final = 600
"""A row with a longer text may go over to the next page; others stay whole."""
AGAIN: Final = 4
"""So many papers are kept for a while: an inner inventory is set once to count its leaves, and soon again to be stored."""
BOUND: Final = re.compile(r"(№|\b(?:г|ст|п|Ф|Оп)\.) (?=\w)")
"""What stands in one line with the word that follows it."""
_kept = threading.local()


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph.

    Attributes:
        text: What it says.
        size: Size of letters, in points.
        bold: Whether it is bold.
        align: "left", "center", "right" or "justify".
        above: Free space above it, in points.
    """

    text: str
    size: float = 12
    bold: bool = False
    align: str = "left"
    above: float = 6
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a form: a label, and a value above a rule, to be filled in by hand where it is empty.

    Attributes:
        value: What stands above the rule.
        label: What stands before it.
        caption: Small words below it.
        size: Size of letters, in points.
        bold: Whether the value is bold.
        align: Where the value stands: "left" or "center".
        above: Free space above it, in points.
    """

    value: str = ""
    label: str = ""
    caption: str = ""
    size: float = 12
    bold: bool = False
    align: str = "center"
    above: float = 6
    kind: str = "line"


@dataclass(frozen=True, slots=True)
class Beside:
    """Columns of blocks side by side; `shares` are parts of the width, as whole numbers."""

    shares: tuple[int, ...]
    columns: tuple[tuple[Block, ...], ...]
    above: float = 6
    kind: str = "beside"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading, width as a part of the whole, heading above shared by neighbours, whether values are centred."""

    title: str
    width: float
    group: str = ""
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose headings are repeated on each page.

    Attributes:
        columns: Columns.
        rows: Texts; a row of one text is a band across the table, repeated on each page like the headings.
        size: Size of letters, in points.
        pad: Free space above and below the text of a cell, in points.
        above: Free space above it, in points.
    """

    columns: tuple[Column, ...]
    rows: Sequence[tuple[str, ...]]
    size: float = 10.5
    pad: float = 4
    above: float = 8
    kind: str = "table"

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(self.rows))


@dataclass(frozen=True, slots=True)
class Space:
    """Free space: points, or a share of what is left of the page."""

    points: float = 0
    share: int = 0
    kind: str = "space"


Block: TypeAlias = Text | Line | Beside | Table | Space


@dataclass(frozen=True, slots=True)
class Stamp:
    """The code on each page: the key of the case, and the number of the first leaf; 0: its leaves bear no number of the case."""

    key: str
    first_leaf: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper.

    Attributes:
        title: Title of the document, for its properties.
        blocks: What stands on it, from the top down.
        footer: What stands below each page of a paper of several, before the number of the page.
        date: Day of the document, for its properties; None: unknown.
        landscape: Whether it lies across.
        framed: Whether a thin frame is drawn around the page.
        stamp: The code on its pages; None: it has none.
    """

    title: str
    blocks: tuple[Block, ...]
    footer: str = ""
    date: dt.date | None = None
    landscape: bool = False
    framed: bool = False
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """A paper that was set.

    Attributes:
        pdf: The file.
        pages: Number of pages.
        hashes: Of each page, 16 digits of the SHA-256 of what is written on it; the code and the number of its leaf are not among it.
        unknown: Signs that the font does not have; an empty square stands for each.
    """

    pdf: bytes
    pages: int
    hashes: tuple[str, ...]
    unknown: str = ""


@dataclass(slots=True)
class _Numbered:
    """Blocks as typst reads them, each thing that can begin on a page of its own with a number."""

    texts: list[Any] = field(default_factory=list)

    def blocks(self, blocks: Sequence[Block]) -> list[dict[str, Any]]:
        return [self.block(block) for block in blocks]

    def block(self, block: Block) -> dict[str, Any]:
        if isinstance(block, Beside):
            return {"kind": block.kind, "shares": block.shares, "above": block.above, "columns": list(map(self.blocks, block.columns))}
        if isinstance(block, Space):
            return asdict(block)
        if isinstance(block, Table):
            rows = [{"n": self._number(row), "cells": list(map(_plain, row)), "whole": max(map(len, row)) < TALL} for row in block.rows]
            return {"kind": block.kind, "columns": _spanned(block.columns), "rows": rows,
                    "size": block.size, "pad": block.pad, "above": block.above}  # fmt: skip
        plain = {name: _plain(value) if isinstance(value, str) else value for name, value in asdict(block).items()}
        return plain | {"n": self._number([plain.get(name, "") for name in ("label", "value", "caption", "text")])}

    def _number(self, texts: Sequence[str]) -> int:
        self.texts.append(list(map(_plain, texts)))
        return len(self.texts) - 1


@lru_cache(AGAIN)
def compose(paper: Paper, standard: Standard = STANDARD) -> Composed:
    """Set a paper.

    Args:
        paper: The paper.
        standard: "a-2b", or "a-1b" for validators that know no other.
    """
    numbered = _Numbered()
    date = paper.date or UNDATED
    data: dict[str, Any] = {
        "title": _plain(paper.title), "footer": _plain(paper.footer), "date": [date.year, date.month, date.day], "by": MADE_BY,
        "landscape": paper.landscape, "framed": paper.framed, "stamped": paper.stamp is not None,
        "blocks": numbered.blocks(paper.blocks),
    }  # fmt: skip
    guessed = _hashes(data["title"], [numbered.texts])  # most papers have one page; others are set again with the codes of all
    pdf, unknown = compiled(_compiler(), data | {"codes": _codes(paper.stamp, guessed)}, standard)
    hashes = _hashes(data["title"], _pages(numbered.texts))
    if paper.stamp and hashes != guessed:
        pdf, unknown = compiled(_compiler(), data | {"codes": _codes(paper.stamp, hashes)}, standard)
    return Composed(pdf, len(hashes), hashes, unknown)


def _hashes(title: str, pages: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    return tuple(_hash([title, number, texts]) for number, texts in enumerate(pages, 1))


def _codes(stamp: Stamp | None, hashes: Sequence[str]) -> list[dict[str, str]]:
    """Codes of pages, as pictures and in words."""
    if stamp is None:
        return []
    codes = [code_text(stamp.key, stamp.first_leaf + place if stamp.first_leaf else 0, hash) for place, hash in enumerate(hashes)]
    return [{"svg": qr_svg(code), "text": code} for code in codes]


def _pages(texts: Sequence[Any]) -> list[list[Any]]:
    """What stands on each page of the paper that was set last, of the numbered texts."""
    found = json.loads(_compiler().query("<places>", field="value", one=True))
    shown: dict[int, list[Any]] = defaultdict(list)
    for number, page in found["places"]:
        shown[page].append(texts[number])
    return [shown[page] for page in range(1, found["pages"] + 1)]


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]


def _plain(text: str) -> str:
    """A text without what is no sign: one blank for any white space, one that does not break after № and what is like it."""
    words = " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())
    return BOUND.sub("\\1\u00a0", words)


def _spanned(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Columns, the first of a group with the number of its columns."""
    found = [asdict(column) | {"span": 0} for column in columns]
    place = 0
    for _, members in groupby(columns, key=lambda column: column.group or column.title):
        found[place]["span"] = size = len(list(members))
        place += size
    return found


def _compiler() -> typst.Compiler:
    """The compiler of this thread: what it has set once it remembers."""
    import typst

    found: typst.Compiler | None = getattr(_kept, "compiler", None)
    if found is None:
        found = _kept.compiler = typst.Compiler(input=TEMPLATE, ignore_system_fonts=True)
    return found
