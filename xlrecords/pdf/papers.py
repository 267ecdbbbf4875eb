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
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..save import MADE_BY
from .stamps import code_text, qr_svg
from .typeset import ESCAPED, MISSING_SIGN, STANDARD, UNDATED, UNKNOWN, Standard

if TYPE_CHECKING:
    import typst

TEMPLATE: Final = Path(__file__).with_name("papers.typ")
LONG_WORD: Final = 18
"""A word of a table that is longer may break after any sign: names of files have no blanks."""
TALL: Final = 600
"""A row with a longer text may go over to the next page; others stay whole."""
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
        if isinstance(block, Table):
            rows = [
                {"n": self._number(row), "cells": [_tamed(cell) for cell in row], "whole": max(map(len, row)) < TALL} for row in block.rows
            ]
            return {"kind": block.kind, "columns": _spanned(block.columns), "rows": rows,
                    "size": block.size, "pad": block.pad, "above": block.above}  # fmt: skip
        plain = {name: _plain(value) if isinstance(value, str) else value for name, value in asdict(block).items()}
        return plain | {"n": self._number([plain.get(name, "") for name in ("label", "value", "caption", "text")])}

    def _number(self, texts: Sequence[str]) -> int:
        self.texts.append(list(map(_plain, texts)))
        return len(self.texts) - 1


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
        "landscape": paper.landscape, "framed": paper.framed, "stamped": paper.stamp is not None, "codes": [],
        "blocks": numbered.blocks(paper.blocks),
    }  # fmt: skip
    pdf, unknown = _compiled(data, standard)
    found = json.loads(_compiler().query("<places>", field="value", one=True))
    texts: dict[int, list[Any]] = defaultdict(list)
    for number, page in found["places"]:
        texts[page].append(numbered.texts[number])
    hashes = tuple(_hash([data["title"], page, texts[page]]) for page in range(1, found["pages"] + 1))
    if paper.stamp:
        leaf = paper.stamp.first_leaf
        codes = [code_text(paper.stamp.key, leaf + place if leaf else 0, hash) for place, hash in enumerate(hashes)]
        pdf, unknown = _compiled(data | {"codes": [{"svg": qr_svg(code), "text": code} for code in codes]}, standard)
    return Composed(pdf, found["pages"], hashes, unknown)


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]


def _plain(text: str) -> str:
    """A text without what is no sign: one blank for any white space."""
    return " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())


def _tamed(text: str) -> str:
    """A text of a cell whose long words may break."""
    return re.sub(rf"[^\s–—-]{{{LONG_WORD + 1},}}", lambda word: "\u200b".join(word[0]), _plain(text))


def _spanned(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Columns, the first of a group with the number of its columns."""
    found = [asdict(column) | {"span": 0} for column in columns]
    place = 0
    for _, members in groupby(columns, key=lambda column: column.group or column.title):
        found[place]["span"] = size = len(list(members))
        place += size
    return found


def _compiled(data: dict[str, Any], standard: Standard) -> tuple[bytes, str]:
    """Bytes of the document, and the signs that the font does not have."""
    import typst

    text, unknown = json.dumps(data, ensure_ascii=False), ""
    while True:
        try:
            pdf = _compiler().compile(format="pdf", sys_inputs={"data": text}, pdf_standards=standard)
        except typst.TypstError as error:
            signs = ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(UNKNOWN.findall(error.message)))
            if not any(sign in text for sign in signs):
                raise
            unknown += signs
            text = text.translate(dict.fromkeys(map(ord, signs), MISSING_SIGN))
        else:
            assert isinstance(pdf, bytes)
            return pdf, unknown


def _compiler() -> typst.Compiler:
    """The compiler of this thread: what it has set once it remembers."""
    import typst

    found: typst.Compiler | None = getattr(_kept, "compiler", None)
    if found is None:
        found = _kept.compiler = typst.Compiler(input=TEMPLATE, ignore_system_fonts=True)
    return found
