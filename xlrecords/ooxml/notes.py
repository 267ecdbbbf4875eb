"""Notes on cells: their texts lie in one part, their boxes as VML in another, and both must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from .package import Package
from .parts import MAIN, SPREADSHEET, Element, Relations, child, declare, declare_ending, drop, free_name, parse, put_child, tag, unparse
from .refs import split
from .schema import WORKSHEET
from .sheet import FORBIDDEN, Sheet

VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
BLANK_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;width:{width}pt;height:{height}pt;z-index:1;'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
SHAPES = re.compile(r"<v:shape\s.*?</v:shape>", re.DOTALL)
SHAPE_ID = re.compile(r'_x0000_s(\d+)"')
BLOCK = 1024
"""Numbers of shapes of one drawing."""
LINE, WIDTH = 40, 220
"""Letters of a line of a note, and its width in points."""


class Notes:
    """Notes of one sheet. Parts are made when the first note is put, and go with the last one."""

    def __init__(self, package: Package, part: str, sheet: Sheet) -> None:
        self._package = package
        self._part = part
        self._sheet = sheet
        self._relations = Relations(package, part)
        self._comments = next(iter(self._relations.of("comments")), "")
        self._drawing = self._note_drawing()
        self._root = parse(package.read(self._comments), self._comments) if self._comments else None
        self._vml = package.text(self._drawing) if self._drawing else ""
        self._changed = False
        self._by_cell: dict[str, Element] | None = None

    def _note_drawing(self) -> str:
        """Part of the boxes: that which the sheet names, for one with pictures of the header may lie beside it."""
        found = re.search(r'<legacyDrawing\b[^>]*?:id="([^"]*)"', self._sheet.tail)
        return self._relations.target(found[1]) if found else ""

    @property
    def _cells(self) -> dict[str, Element]:
        if self._by_cell is None:
            items = self._root.iter(tag("comment")) if self._root is not None else ()
            self._by_cell = {item.get("ref", ""): item for item in items}
        return self._by_cell

    def all(self) -> Iterator[tuple[str, str]]:
        """Cells with notes, and the texts."""
        for cell, item in self._cells.items():
            yield cell, _text(item)

    def add(self, cell: str, text: str, author: str) -> None:
        """Put a note, or put a text below the one that is there. A note that opens a conversation is left alone."""
        found = self._cells.get(cell)
        if found is not None:
            if _is_conversation(self._root, found):
                return
            holder = child(found, "text", ("text", "commentPr"))
            _runs(holder)
            holder.append(_run(f"\n\n{text}"))
            self._changed = True
            return
        self._prepare()
        assert self._root is not None
        comments = child(self._root, "commentList", ("authors", "commentList", "extLst"))
        item = etree.SubElement(comments, tag("comment"), ref=cell, authorId=str(self._author(author)))
        etree.SubElement(item, tag("text")).append(_run(text))
        self._cells[cell] = item
        row, column = split(cell)
        number = max((int(found[1]) for found in SHAPE_ID.finditer(self._vml)), default=self._block * BLOCK) + 1
        lines = sum(1 + len(line) // LINE for line in text.split("\n"))
        tall = max(2, (lines * 13 + 12) // 15 + 1)
        anchor = f"{column}, 15, {max(row - 2, 0)}, 10, {column + 4}, 15, {max(row - 2, 0) + tall}, 4"
        shape = SHAPE.format(id=number, width=WIDTH, height=tall * 15, anchor=anchor, row=row - 1, column=column - 1)
        self._vml = _before_end(self._vml, shape)
        self._changed = True

    def cut(self, cell: str, text: str) -> None:
        """Take a text off the end of a note; the note goes if nothing else stands in it."""
        found = self._cells.get(cell)
        whole, text = ("" if found is None else _text(found)).rstrip("\n"), text.rstrip("\n")
        if found is None or not whole.endswith(text):
            return
        left = whole[: -len(text)].removesuffix("\n\n")
        if left.strip():
            _shorten(found, len(left))
        else:
            self.remove(cell)
        self._changed = True

    def remove(self, cell: str) -> None:
        """Remove a note with its box."""
        found = self._cells.pop(cell)
        parent = found.getparent()
        if parent is not None:
            parent.remove(found)
        row, column = split(cell)

        def gone(shape: re.Match[str]) -> str:
            place = f"<x:Row>{row - 1}</x:Row>" in shape[0] and f"<x:Column>{column - 1}</x:Column>" in shape[0]
            return "" if place and 'ObjectType="Note"' in shape[0] else shape[0]

        self._vml = SHAPES.sub(gone, self._vml)
        self._changed = True

    def _prepare(self) -> None:
        """Make the parts where there are none."""
        if self._root is None:
            self._comments = free_name(self._package, "xl/comments{}.xml")
            self._root = parse(f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>')
            self._package.put(self._comments, unparse(self._root))
            self._relations.add("comments", self._comments)
            declare(self._package, self._comments, f"{SPREADSHEET}.comments+xml")
        if not self._drawing:
            self._drawing = free_name(self._package, "xl/drawings/vmlDrawing{}.vml")
            self._vml = BLANK_VML.format(block=_free_block(self._package))
            self._package.put(self._drawing, self._vml)
            declare_ending(self._package, "vml", VML)
            id = self._relations.add("vmlDrawing", self._drawing)
            frame = self._sheet.frame()
            element = etree.Element(tag("legacyDrawing"))
            element.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", id)
            put_child(frame, element, WORKSHEET)
            self._sheet.set_frame(frame)

    @property
    def _block(self) -> int:
        found = re.search(r'<o:idmap\b[^>]*\bdata="(\d+)', self._vml)
        return int(found[1]) if found else 1

    def _author(self, name: str) -> int:
        assert self._root is not None
        authors = child(self._root, "authors", ("authors", "commentList", "extLst"))
        for number, item in enumerate(authors):
            if item.text == name:
                return number
        etree.SubElement(authors, tag("author")).text = name
        return len(authors) - 1

    def save(self) -> None:
        """Write the parts back if a note was changed; remove them when the last note went."""
        if not self._changed or self._root is None:
            return
        if self._cells:
            _sort(self._root)
            self._package.put(self._comments, unparse(self._root))
            self._package.put(self._drawing, self._vml)
            return
        self._relations.remove(self._comments)
        drop(self._package, self._comments)
        if SHAPES.search(self._vml):
            self._package.put(self._drawing, self._vml)
            return
        self._relations.remove(self._drawing)
        drop(self._package, self._drawing)
        frame = self._sheet.frame()
        for element in list(frame.iter(tag("legacyDrawing"))):
            frame.remove(element)
        self._sheet.set_frame(frame)


def _run(text: str) -> Element:
    run = etree.Element(tag("r"))
    properties = etree.SubElement(run, tag("rPr"))
    etree.SubElement(properties, tag("sz"), val="9")
    etree.SubElement(properties, tag("rFont"), val="Tahoma")
    inner = etree.SubElement(run, tag("t"))
    inner.text = FORBIDDEN.sub(" ", text)
    inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def _runs(holder: Element) -> None:
    """Make a plain text a run, so that others can follow it."""
    plain = holder.find(tag("t"))
    if plain is not None:
        run = etree.Element(tag("r"))
        holder.replace(plain, run)
        run.append(plain)


def _text(item: Element) -> str:
    spoken = {inner for phonetic in item.iter(tag("rPh")) for inner in phonetic.iter(tag("t"))}
    return "".join(inner.text or "" for inner in item.iter(tag("t")) if inner not in spoken)


def _shorten(item: Element, length: int) -> None:
    """Keep so many letters of a note, with their look."""
    for inner in list(item.iter(tag("t"))):
        text = inner.text or ""
        inner.text = text[:length]
        length -= len(inner.text)
        run = inner.getparent()
        if not inner.text and run is not None and run.tag == tag("r"):
            parent = run.getparent()
            if parent is not None:
                parent.remove(run)


def _is_conversation(root: Element | None, item: Element) -> bool:
    """Whether a note stands for a thread of comments: Excel writes its text anew from the thread."""
    authors = [] if root is None else list(root.iter(tag("author")))
    number = int(item.get("authorId", "0"))
    return number < len(authors) and (authors[number].text or "").startswith("tc=")


def _sort(root: Element) -> None:
    """Notes by column and row, as Excel has them."""
    for comments in root.iter(tag("commentList")):
        comments[:] = sorted(comments, key=lambda item: split(item.get("ref", "A1"))[::-1])


def _before_end(vml: str, shape: str) -> str:
    place = vml.rindex("</xml>")
    return vml[:place] + shape + vml[place:]


def _free_block(package: Package) -> int:
    """A block of numbers of shapes that no drawing uses."""
    taken = {1}
    for name in package.names():
        if name.lower().endswith(".vml"):
            for found in re.finditer(r'<o:idmap\b[^>]*\bdata="([\d,]+)"', package.text(name)):
                taken |= {int(number) for number in found[1].split(",") if number}
    return max(taken) + 1 if taken != {1} else 1
