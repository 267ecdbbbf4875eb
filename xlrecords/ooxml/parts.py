"""How the parts of a package hang together: relationships, content types, and XML that is written back in order."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote, unquote

from lxml import etree

from ..guard import RefusedError
from .package import Package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
R_ID = f"{{{OFFICE}}}id"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
KNOWN = 4096
"""So many names are remembered: parts of one workbook are called like those of the next."""
SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)

Element = etree._Element


def parse(text: str | bytes, part: str = "") -> Element:
    """Root of a part.

    Raises:
        RefusedError: The part is no well-formed XML.
    """
    try:
        return etree.fromstring(text.encode() if isinstance(text, str) else text, SAFE)
    except etree.XMLSyntaxError as error:
        raise RefusedError("file-damaged", part=part) from error


def unparse(root: Element) -> str:
    """Text of a part."""
    return DECLARATION + etree.tostring(root, encoding="unicode")


def tag(name: str, space: str = MAIN) -> str:
    """Name of an element with its namespace."""
    return f"{{{space}}}{name}"


def local(element: Element) -> str:
    """Name of an element without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(parent: Element, name: str, order: Sequence[str], attributes: dict[str, str] | None = None) -> Element:
    """The child of that name; made at its place in the order of the schema if there is none."""
    found = parent.find(f"{{*}}{name}")
    return found if found is not None else put_child(parent, etree.Element(tag(name), attributes or {}), order)


def put_child(parent: Element, element: Element, order: Sequence[str]) -> Element:
    """Put an element among the children at its place in the order of the schema, after others of its name."""
    place = order.index(local(element))
    later = set(order[place + 1 :])
    for index, other in enumerate(parent):
        if local(other) in later:
            parent.insert(index, element)
            return element
    parent.append(element)
    return element


def recount(parent: Element) -> None:
    """Set the attribute `count` to the number of children where it is there."""
    if "count" in parent.attrib:
        parent.set("count", str(len(parent)))


@lru_cache(KNOWN)
def rels_of(part: str) -> str:
    """Name of the part that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


@lru_cache(KNOWN)
def _inner(part: str, target: str) -> str:
    """Name of the part that a relationship of a part leads to."""
    path = unquote(target).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), path)).lstrip("/")


class Relations:
    """Relationships of one part: id -> (last word of the type, target)."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._name = rels_of(part)
        blank = f'<Relationships xmlns="{LINKS}"/>'
        self._root = parse(package.read(self._name) if self._name in package else blank, self._name)

    def all(self) -> dict[str, tuple[str, str]]:
        """Inner relationships: id -> last word of the type, and name of the part; outer ones have the address as it is."""
        return {item.get("Id", ""): (item.get("Type", "").rpartition("/")[2], self._target(item)) for item in self._root}

    def _target(self, item: Element) -> str:
        target = item.get("Target", "")
        return target if item.get("TargetMode") == "External" else _inner(self._part, target)

    def of(self, kind: str) -> list[str]:
        """Parts that are related by a kind, in their order."""
        return [target for found, target in self.all().values() if found == kind]

    def target(self, id: str) -> str:
        """Part of a relationship, "" if there is none of that id."""
        return self.all().get(id, ("", ""))[1]

    def add(self, kind: str, target: str) -> str:
        """Relate a part; returns the new id."""
        taken = {item.get("Id", "").lower() for item in self._root}
        number = len(taken) + 1
        while f"rid{number}" in taken:
            number += 1
        path = posixpath.relpath("/" + target, posixpath.join("/", posixpath.dirname(self._part)))
        full = kind if "://" in kind else f"{OFFICE}/{kind}"
        etree.SubElement(self._root, tag("Relationship", LINKS), Id=f"rId{number}", Type=full, Target=quote(path))
        self._write()
        return f"rId{number}"

    def remove(self, target: str) -> None:
        """Remove the relationships to a part."""
        for item in list(self._root):
            if item.get("TargetMode") != "External" and self._target(item).lower() == target.lower():
                self._root.remove(item)
        self._write()

    def _write(self) -> None:
        if len(self._root):
            self._package.put(self._name, unparse(self._root))
        else:
            self._package.remove(self._name)


def declare(package: Package, part: str, content_type: str) -> None:
    """Say what a part is, unless its ending says it already."""
    root = parse(package.read("[Content_Types].xml"), "[Content_Types].xml")
    ending = part.rpartition(".")[2].lower()
    for item in root:
        if local(item) == "Default" and item.get("Extension", "").lower() == ending and item.get("ContentType") == content_type:
            return
        if local(item) == "Override" and item.get("PartName", "").lower() == f"/{part.lower()}":
            return
    etree.SubElement(root, tag("Override", TYPES), PartName=f"/{part}", ContentType=content_type)
    package.put("[Content_Types].xml", unparse(root))


def declare_ending(package: Package, ending: str, content_type: str) -> None:
    """Say what parts of an ending are, unless it is said already."""
    root = parse(package.read("[Content_Types].xml"), "[Content_Types].xml")
    if not any(local(item) == "Default" and item.get("Extension", "").lower() == ending for item in root):
        root.insert(0, etree.Element(tag("Default", TYPES), Extension=ending, ContentType=content_type))
        package.put("[Content_Types].xml", unparse(root))


def drop(package: Package, part: str) -> None:
    """Remove a part, its relationships and what is said of it; what it alone is related to goes too, as deep as it goes."""
    below = [target for kind, target in Relations(package, part).all().values() if target in package]
    package.remove(rels_of(part))
    package.remove(part)
    root = parse(package.read("[Content_Types].xml"), "[Content_Types].xml")
    for item in list(root):
        if local(item) == "Override" and item.get("PartName", "").lower() == f"/{part.lower()}":
            root.remove(item)
    package.put("[Content_Types].xml", unparse(root))
    for target in below:
        if target in package and not _related(package, target):
            drop(package, target)


def _related(package: Package, part: str) -> bool:
    """Whether any part is related to this one."""
    for name in package.names():
        if name.endswith(".rels"):
            folder, base = posixpath.split(posixpath.dirname(name))[0], posixpath.basename(name)[: -len(".rels")]
            if part.lower() in (target.lower() for _, target in Relations(package, posixpath.join(folder, base)).all().values()):
                return True
    return False


def free_name(package: Package, pattern: str) -> str:
    """The first name of a pattern such as «xl/comments{}.xml» that no part has."""
    number = 1
    while pattern.format(number) in package:
        number += 1
    return pattern.format(number)


def copy_part(package: Package, part: str, pattern: str) -> str:
    """Copy a part under a free name, with its relationships and its content type; returns the name."""
    name = free_name(package, pattern)
    package.put(name, package.read(part))
    if rels_of(part) in package:
        package.put(rels_of(name), package.read(rels_of(part)))
    root = parse(package.read("[Content_Types].xml"), "[Content_Types].xml")
    for item in root:
        if local(item) == "Override" and item.get("PartName", "").lower() == f"/{part.lower()}":
            declare(package, name, item.get("ContentType", ""))
    return name
