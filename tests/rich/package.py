"""A package that ingredients add their parts to, and the ways to write it down."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from lxml import etree

from .. import hostile
from ..parts import TYPES, WORKBOOK, WORKSHEET, local, rels_of, schema_name, sheet_parts, workbook_part

TYPES_SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
TIES_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SPACES = {
    "": MAIN, "r": OFFICE, "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "x14": f"{MICROSOFT}/spreadsheetml/2009/9/main", "x15": f"{MICROSOFT}/spreadsheetml/2010/11/main",
    "xm": f"{MICROSOFT}/excel/2006/main", "xr": f"{MICROSOFT}/spreadsheetml/2014/revision",
}  # fmt: skip
"""Prefixes that ingredients may use in their XML."""

DECLARED = " ".join(f'xmlns{":" * bool(prefix)}{prefix}="{space}"' for prefix, space in SPACES.items())
MOMENT = (2025, 9, 1, 8, 0, 0)


class Package:
    """Parts of a package by name, with their types and ties."""

    def __init__(self, data: bytes) -> None:
        self.parts = {name.lstrip("/"): content for name, content in hostile.parts(data).items()}
        self.book = workbook_part(self.parts)

    def sheet(self, name: str) -> str:
        """Name of the part of a sheet."""
        return sheet_parts(self.bytes())[name]

    def change(self, part: str, action: Callable[[Any], object]) -> None:
        """Has the root of a part changed in place."""
        root = etree.fromstring(self.parts[part])
        action(root)
        self.parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def replace(self, part: str, old: str, new: str) -> None:
        """Puts one text in place of another, which must stand there."""
        text = self.parts[part].decode()
        if old not in text:
            raise ValueError(f"{part} has no {old}")
        self.parts[part] = text.replace(old, new).encode()

    def add(self, part: str, content: str | bytes, type_: str = "") -> str:
        """A part with its content type, as an override; without one, the type of its ending must be known."""
        self.parts[part] = content.encode() if isinstance(content, str) else content
        if type_:
            self.change(TYPES, lambda root: etree.SubElement(root, f"{{{TYPES_SPACE}}}Override", PartName=f"/{part}", ContentType=type_))
        return part

    def ending(self, ending: str, type_: str) -> None:
        """The content type of all parts with an ending, unless there is one."""
        if not self.parts[TYPES].count(f'Extension="{ending}"'.encode()):
            self.change(TYPES, lambda root: root.insert(0, _element("Default", TYPES_SPACE, Extension=ending, ContentType=type_)))

    def tie(self, source: str, kind: str, target: str, *, outside: bool = False) -> str:
        """Ties a part (the package, if empty) to another by a full type; gives the id."""
        rels = rels_of(source)
        self.parts.setdefault(rels, f'<Relationships xmlns="{TIES_SPACE}"/>'.encode())
        name = f"rId{self.parts[rels].count(b'<Relationship ') + 1}"
        given = {"Id": name, "Type": kind, "Target": target if outside else f"/{target}"} | ({"TargetMode": "External"} if outside else {})
        self.change(rels, lambda root: root.append(_element("Relationship", TIES_SPACE, **given)))
        return name

    def put(self, part: str, xml: str) -> None:
        """Puts an element into a sheet or the workbook where the schema wants it; an extension joins those that are there."""
        element = etree.fromstring(f"<x {DECLARED}>{xml}</x>")[0]
        etree.cleanup_namespaces(element)
        self.change(part, lambda root: _place(root, element))

    def bytes(self) -> bytes:
        """The package, deflated, in the order in which the parts were added."""
        return pack(self.parts)


def _element(name: str, space: str, **attributes: str) -> Any:
    return etree.Element(f"{{{space}}}{name}", attributes)


def _place(root: Any, element: Any) -> None:
    order = WORKSHEET if local(root) == "worksheet" else WORKBOOK
    name = schema_name(element, order)
    there = root.find(f"{{{MAIN}}}{name}")
    if there is not None:
        there.extend(element)
        return
    later = [child for child in root if schema_name(child, order) in order[order.index(name) + 1 :]]
    if later:
        later[0].addprevious(element)
    else:
        root.append(element)


def pack(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts, the same bytes each time."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(_info(name, method), content)
    return made.getvalue()


def pack_oddly(parts: Mapping[str, bytes]) -> bytes:
    """An archive as streaming and old packers write it: folders, stored parts, sizes behind the data, extra fields, a comment."""
    stream = _Stream()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = "Сделано в школе".encode()
        for folder in ("_rels/", "xl/", "xl/worksheets/"):
            archive.writestr(_info(folder, zipfile.ZIP_STORED), b"")
        for number, (name, content) in enumerate(parts.items()):
            info = _info(name, zipfile.ZIP_STORED if number % 3 == 1 else zipfile.ZIP_DEFLATED)
            info.extra = struct.pack("<HHBI", 0x5455, 5, 1, 1_756_713_600)
            archive.writestr(info, content)
    return stream.made.getvalue()


class _Stream:
    """A file that one can only write on: zipfile then puts sizes behind the data."""

    def __init__(self) -> None:
        self.made = BytesIO()

    def write(self, data: bytes) -> int:
        return self.made.write(data)

    def flush(self) -> None:
        """Nothing waits."""


def _info(name: str, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, MOMENT)
    info.compress_type = method
    return info
