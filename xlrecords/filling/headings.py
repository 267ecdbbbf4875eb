"""Pages of a sheet with several lists: each list that goes on over a page goes on below its own headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from ..ooxml.editor import Editor
from ..ooxml.moves import Growth, check
from ..ooxml.parts import child, recount, tag
from ..ooxml.refs import area, corners
from ..ooxml.rows import grow
from ..ooxml.schema import WORKSHEET
from ..ooxml.sheet import PLACE, Row
from .paging import Break

LAST = 16_383
"""Columns of a sheet that a break goes over, counted from 0."""


def put_breaks(data: bytes, breaks: Mapping[str, Sequence[Break]]) -> bytes:
    """A filled workbook with pages begun where they shall begin, by name of the sheet."""
    editor = Editor(data)
    for name, items in breaks.items():
        if items:
            _put(editor, name, items)
    editor.put_sheets()
    return editor.pack()


def _put(editor: Editor, name: str, breaks: Sequence[Break]) -> None:
    repeated = [item for item in breaks if item.headings]
    growths = [Growth(item.before, item.before - 1, _height(item)) for item in repeated]
    moves = check(growths)
    if moves:
        grow(editor.package, editor.workbook, editor.all_sheets(), {name: moves})
    _, sheet = editor.sheet(name)
    frame = sheet.frame()
    merges = child(frame, "mergeCells", WORKSHEET) if repeated else None
    areas = [corners(item.get("ref", "")) for item in merges] if merges is not None else []
    ends = []
    for item in breaks:
        start = moves.row(item.before)
        if item.headings is not None:
            start -= _height(item)
            top = moves.row(item.headings[0])
            for offset in range(_height(item)):
                _copy(sheet.row(top + offset), sheet.row(start + offset))
            for first, left, last, right in areas if merges is not None else ():
                if top <= first and last < top + _height(item):
                    etree.SubElement(merges, tag("mergeCell"), ref=area(first - top + start, left, last - top + start, right))  # type: ignore[arg-type]
        ends.append(start - 1)
    if merges is not None:
        recount(merges)
        if not len(merges):
            frame.remove(merges)
    parent = child(frame, "rowBreaks", WORKSHEET)
    known = {int(item.get("id", "0")) for item in parent}
    for end in sorted(set(ends) - known):
        etree.SubElement(parent, tag("brk"), id=str(end), max=str(LAST), man="1")
    parent[:] = sorted(parent, key=lambda item: int(item.get("id", "0")))
    parent.set("count", str(len(parent)))
    parent.set("manualBreakCount", str(sum(item.get("man") == "1" for item in parent)))
    sheet.set_frame(frame)


def _height(item: Break) -> int:
    return item.headings[1] - item.headings[0] + 1 if item.headings else 0


def _copy(source: Row, target: Row) -> None:
    """Make a row a copy of another."""
    xml = source.text()
    inner = re.search(r"<row\b[^>]*?>(.*)</row>", xml, re.DOTALL)
    target.attributes = source.attributes
    target.inner = PLACE.sub(rf"\g<1>{target.number}", inner[1]) if inner else ""
    target.forget_cells()
