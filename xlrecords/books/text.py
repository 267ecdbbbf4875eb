"""Text of documents that are no workbooks: paragraphs with their places, out of .docx, .md, .txt and .html."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from ..guard import Archive, Limits, RefusedError, local, main_part, parsed

SUFFIXES: Final = (".docx", ".docm", ".dotx", ".md", ".txt", ".htm", ".html")
"""Endings, in lower case, of the documents that are read."""
UNREAD: Final = (".pdf", ".doc", ".rtf", ".odt", ".djvu")
"""Endings of documents that are not: their text must be saved as one of those first."""

Paragraphs = list[tuple[str, str]]
"""Place in words, «абзац 12» or «строка 7», and text."""


def read_text(path: Path, limits: Limits | None = None) -> Paragraphs:
    """Paragraphs of a document, in its order; empty ones are left out but counted.

    Args:
        path: The document; it is opened for reading only.
        limits: What it may cost.

    Raises:
        RefusedError: It is too large, damaged, encrypted or unsafe.
        OSError: It cannot be opened.
    """
    limits = limits or Limits()
    with path.open("rb") as file:
        data = file.read(limits.file + 1)
    if len(data) > limits.file:
        raise RefusedError("file-too-large", what="файл слишком велик")
    if path.suffix.lower() in (".docx", ".docm", ".dotx"):
        return _document(data, limits)
    text = decode(data)
    return _page(text) if path.suffix.lower() in (".htm", ".html") else _lines(text)


def decode(data: bytes) -> str:
    """Text of bytes: by its byte order mark, else UTF-8, else the encoding of Russian Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", "replace")


def _lines(text: str) -> Paragraphs:
    """Blocks between empty lines, for a citation may go over the end of a line; an item of a list begins a block of its own."""
    found: Paragraphs = []
    block: list[str] = []
    first = 0
    for number, line in enumerate((*text.splitlines(), ""), 1):
        if block and (not line.strip() or re.match(r"\s*(?:[-*•|#]|\d+[.)])\s", line)):
            found.append((f"строка {first}", "\n".join(block)))
            block = []
        if line.strip():
            first = first if block else number
            block.append(line)
    return found


# Word


SIDE_PARTS = re.compile(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml")
SIDES: Final = {"header": "верхний колонтитул", "footer": "нижний колонтитул", "footnotes": "сноска", "endnotes": "концевая сноска",
                "comments": "примечание"}  # fmt: skip


def _document(data: bytes, limits: Limits) -> Paragraphs:
    archive = Archive(data, limits) if data.startswith(b"PK") else None
    if archive is None:
        raise RefusedError("file-damaged", part="")
    parts = archive.markup()
    main = main_part(archive, parts).lower()
    if not main.startswith("word/"):
        raise RefusedError("file-damaged", part="word/document.xml")
    found = [(f"абзац {number}", text) for number, text in enumerate(_paragraphs(parsed(parts, main)), 1) if text.strip()]
    for name in sorted(parts):
        if side := SIDE_PARTS.fullmatch(name):
            found += [(SIDES[side[1]], text) for text in _paragraphs(parsed(parts, name)) if text.strip()]
    return list(dict.fromkeys(found))


def _paragraphs(root: Element) -> Iterator[str]:
    """Text of each paragraph without that of paragraphs inside it (text boxes), which follow as their own."""
    for element in root.iter():
        if local(element.tag) == "p":
            yield "".join(_runs(element))


def _runs(paragraph: Element) -> Iterator[str]:
    for child in paragraph:
        kind = local(child.tag)
        if kind == "t":
            yield child.text or ""
        elif kind in ("tab", "br", "cr"):
            yield " "
        elif kind == "noBreakHyphen":
            yield "-"
        elif kind not in ("p", "Fallback"):
            yield from _runs(child)


# Pages


BLOCKS: Final = frozenset(
    "p div li td th tr h1 h2 h3 h4 h5 h6 br hr table ul ol section article header footer blockquote title dd dt".split()
)


class _Page(HTMLParser):
    """Collects the text between the tags that part paragraphs."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.part: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")
        self.flush(tag)

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style") and self.hidden > 0
        self.flush(tag)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.part.append(data)

    def flush(self, tag: str) -> None:
        """End the paragraph at a tag that parts paragraphs."""
        if tag in BLOCKS and tag != "br":
            self.found.append("".join(self.part))
            self.part = []
        elif tag == "br":
            self.part.append(" ")


def _page(text: str) -> Paragraphs:
    page = _Page()
    page.feed(text)
    page.close()
    page.flush("p")
    filled = [part for part in page.found if part.strip()]
    return [(f"абзац {number}", part) for number, part in enumerate(filled, 1)]
