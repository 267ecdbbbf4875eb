"""Where the placeholders of a template stand: in cells, in headers and footers, in text boxes, on tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import unescape

from ..ooxml.aimed import QUOTES
from ..ooxml.editor import Editor
from ..ooxml.parts import Relations
from ..ooxml.sheet import Cell

STRING = re.compile(r"<si\b[^>]*?(?:/>|>(.*?)</si>)", re.DOTALL)
RUN = re.compile(r"<t\b[^>]*?(?:/>|>([^<]*)</t>)")
PHONETIC = re.compile(r"<rPh\b.*?</rPh>|<phoneticPr\b[^>]*?(?:/>|>.*?</phoneticPr>)", re.DOTALL)
OPEN = "{{"


@dataclass(frozen=True, slots=True)
class Runs:
    """A text of a cell with its look: XML between the texts (one piece more than texts), and the texts."""

    between: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text as a person sees it."""
        return "".join(self.texts)


def runs(inner: str) -> Runs:
    """Cut the inner XML of a text at its runs."""
    inner = PHONETIC.sub("", inner)
    between, texts, place = [], [], 0
    for found in RUN.finditer(inner):
        between.append(inner[place : found.start()])
        texts.append(unescape(found[1] or "", QUOTES))
        place = found.end()
    return Runs((*between, inner[place:]), tuple(texts))


def shared_strings(editor: Editor) -> list[str]:
    """Inner XML of the shared strings."""
    part = editor.workbook.related("sharedStrings", "xl/sharedStrings.xml")
    if part not in editor.package:
        return []
    text = editor.package.text(part)
    if "<si" not in text and ":si" in text:
        text = re.sub(r"(</?)\w+:", r"\1", text)
    return [found[1] or "" for found in STRING.finditer(text)]


def cell_text(cell: Cell, strings: list[str]) -> Runs | None:
    """The text of a cell that holds a placeholder, else None."""
    if cell.kind == "s":
        found = re.search(r"<v>\s*(\d+)\s*</v>", cell.inner)
        number = int(found[1]) if found else -1
        inner = strings[number] if 0 <= number < len(strings) else ""
    elif cell.kind == "inlineStr":
        inner = cell.inner.removeprefix("<is>").removesuffix("</is>")
    else:
        return None
    if "{" not in inner:
        return None
    found_runs = runs(inner)
    return found_runs if OPEN in found_runs.text else None


HEADERS = re.compile(r"<((?:odd|even|first)(?:Header|Footer))>([^<]*)</")


def header_texts(tail: str) -> Iterator[str]:
    """Texts of headers and footers that hold a placeholder."""
    for found in HEADERS.finditer(tail):
        if OPEN in found[2]:
            yield unescape(found[2], QUOTES)


DRAWN = re.compile(r"<a:t>([^<]*)</a:t>")


def drawings(editor: Editor, part: str) -> list[str]:
    """Drawings of a sheet that hold a placeholder."""
    found = Relations(editor.package, part).of("drawing")
    return [name for name in found if name in editor.package and OPEN in "".join(DRAWN.findall(editor.package.text(name)))]
