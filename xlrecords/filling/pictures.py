"""Pictures put into cells, such as a stamp or a photo: as large as the cell lets them be, in the middle of it."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from ..ooxml.editor import Editor
from ..ooxml.parts import OFFICE, Relations, declare, declare_ending, free_name, put_child, tag
from ..ooxml.refs import column_number, split
from ..ooxml.schema import WORKSHEET
from ..ooxml.sheet import Sheet
from .build import _default_height, _Merges, _Widths
from .plan import HEIGHT

EMU = 12_700
"""Units of a drawing in a point."""
MARGIN = 2.0
KINDS = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
DRAWING = "application/vnd.openxmlformats-officedocument.drawing+xml"
BLANK = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"></xdr:wsDr>'
)
ANCHOR = (
    '<xdr:oneCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>{right}</xdr:colOff>'
    '<xdr:row>{row}</xdr:row><xdr:rowOff>{down}</xdr:rowOff></xdr:from><xdr:ext cx="{width}" cy="{height}"/><xdr:pic><xdr:nvPicPr>'
    '<xdr:cNvPr id="{id}" name="{name}"/><xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr><xdr:blipFill>'
    '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{link}"/><a:stretch><a:fillRect/>'
    '</a:stretch></xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>'
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for a cell."""

    cell: str
    path: Path


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG in pixels; None if it is neither."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return (width, height) if width and height else None
    if not data.startswith(b"\xff\xd8"):
        return None
    place = 2
    while place + 9 < len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return (width, height) if width and height else None
        place += 2 + length
    return None


def put_pictures(data: bytes, pictures: Mapping[str, Sequence[Picture]]) -> bytes:
    """A workbook with pictures put in, by name of the sheet; files that are no pictures are left out."""
    editor = Editor(data)
    media: dict[Path, tuple[str, tuple[int, int]]] = {}
    for name, items in pictures.items():
        for item in items:
            if item.path not in media and (found := _media(editor, item.path)):
                media[item.path] = found
        placed = [item for item in items if item.path in media]
        if placed:
            _put(editor, name, placed, media)
    return editor.pack()


def _media(editor: Editor, path: Path) -> tuple[str, tuple[int, int]] | None:
    """Part of a picture, and its size."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    pixels = size(content)
    if pixels is None:
        return None
    ending = "png" if content.startswith(b"\x89") else "jpeg"
    part = free_name(editor.package, f"xl/media/image{{}}.{ending}")
    editor.package.put(part, content)
    declare_ending(editor.package, ending, KINDS[ending])
    return part, pixels


def _put(editor: Editor, name: str, items: Sequence[Picture], media: Mapping[Path, tuple[str, tuple[int, int]]]) -> None:
    name, sheet = editor.sheet(name)
    part = editor.workbook.tab(name).part
    relations = Relations(editor.package, part)
    drawing = next(iter(relations.of("drawing")), "")
    if not drawing:
        drawing = free_name(editor.package, "xl/drawings/drawing{}.xml")
        editor.package.put(drawing, BLANK)
        declare(editor.package, drawing, DRAWING)
        frame = sheet.frame()
        element = etree.Element(tag("drawing"))
        element.set(f"{{{OFFICE}}}id", relations.add("drawing", drawing))
        put_child(frame, element, WORKSHEET)
        sheet.set_frame(frame)
        editor.package.put(part, sheet.text())
    text = editor.package.text(drawing)
    links: dict[str, str] = {}
    below = Relations(editor.package, drawing)
    anchors = []
    for number, item in enumerate(items, 1):
        target, pixels = media[item.path]
        links.setdefault(target, "")
        if not links[target]:
            links[target] = below.add("image", target)
        anchors.append(_anchor(sheet, item.cell, pixels, links[target], 60_000 + number))
    close = text.rindex("</")
    editor.package.put(drawing, text[:close] + "".join(anchors) + text[close:])


def _anchor(sheet: Sheet, cell: str, pixels: tuple[int, int], link: str, id: int) -> str:
    """XML of a picture in the middle of a cell, as large as it fits."""
    row, column = split(cell)
    merges, widths = _Merges(sheet), _Widths(sheet, 7)
    left, right, bottom = merges.at(row, column)
    heights = {item.number: float(match[1]) for item in sheet.rows if (match := HEIGHT.search(item.attributes))}
    default = _default_height(sheet)
    wide = max(widths.between(left, right) - 2 * MARGIN, 1.0)
    tall = max(sum(heights.get(number, default) for number in range(row, bottom + 1)) - 2 * MARGIN, 1.0)
    scale = min(wide / pixels[0], tall / pixels[1])
    width, height = pixels[0] * scale, pixels[1] * scale
    across, down = (wide - width) / 2 + MARGIN, (tall - height) / 2 + MARGIN
    first, top = column, row
    while across > (here := widths.between(first, first)) and first < right:
        across, first = across - here, first + 1
    while down > (here := heights.get(top, default)) and top < bottom:
        down, top = down - here, top + 1
    return ANCHOR.format(
        column=first - 1, row=top - 1, right=int(across * EMU), down=int(down * EMU), width=int(width * EMU), height=int(height * EMU),
        id=id, name=f"Рисунок {id}", link=link,
    )  # fmt: skip


__all__ = ["Picture", "column_number", "put_pictures", "size"]
