"""Pictures of a sheet, read from its drawing."""

from __future__ import annotations

import base64

from ..ooxml.package import Package
from ..ooxml.parts import Element, Relations, local, parse
from .sheet import Picture

POINT = 12700
"""Units of drawings in a point."""
KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
"""Kinds of pictures that can be drawn, by their first bytes: endings of names may say anything."""


def read_pictures(package: Package, part: str) -> tuple[tuple[Picture, ...], int]:
    """Pictures of a sheet, and the number of charts, shapes and pictures of other kinds that cannot be drawn."""
    pictures, undrawn = [], 0
    for drawing in Relations(package, part).of("drawing"):
        if drawing not in package:
            continue
        relations = Relations(package, drawing)
        for anchor in parse(package.read(drawing), drawing):
            if not local(anchor).endswith("Anchor"):
                continue
            picture = read_picture(anchor, package, relations)
            pictures += [picture] if picture else []
            undrawn += picture is None
    return tuple(pictures), undrawn


def read_picture(anchor: Element, package: Package, relations: Relations) -> Picture | None:
    """The picture of an anchor; None if it holds something else."""
    blip = anchor.find("{*}pic/{*}blipFill/{*}blip")
    embed = next((str(value) for key, value in blip.attrib.items() if str(key).endswith("}embed")), "") if blip is not None else ""
    target = relations.target(embed)
    content = package.read(target) if target in package else b""
    kind = next((kind for start, kind in KINDS.items() if content.startswith(start)), None)
    if kind is None:
        return None
    crop = anchor.find("{*}pic/{*}blipFill/{*}srcRect")
    start, end = corner(anchor.find("{*}from")), corner(anchor.find("{*}to"))
    extent = anchor.find("{*}ext")
    if extent is None and (anchor.get("editAs") in ("oneCell", "absolute") or end is None):
        extent = anchor.find("{*}pic/{*}spPr/{*}xfrm/{*}ext")
    size = (number(extent, "cx") / POINT, number(extent, "cy") / POINT)
    position = anchor.find("{*}pos")
    return Picture(
        svg=wrapped(content, kind, crop),
        start=start or (1, 1, number(position, "x") / POINT, number(position, "y") / POINT),
        end=None if all(size) else end,
        size=size,
    )


def number(node: Element | None, name: str) -> int:
    """A whole number of an attribute, 0 if it is not there."""
    return int(node.get(name) or 0) if node is not None else 0


def corner(node: Element | None) -> tuple[int, int, float, float] | None:
    """Row and column counted from 1, and offset in points across and down."""
    if node is None:
        return None
    value = {local(item): int(item.text or 0) for item in node}
    return value.get("row", 0) + 1, value.get("col", 0) + 1, value.get("colOff", 0) / POINT, value.get("rowOff", 0) / POINT


def wrapped(content: bytes, kind: str, crop: Element | None) -> str:
    """A picture within SVG, which stretches and cuts it as the sheet does."""
    left, top, right, bottom = (number(crop, side) / 100 for side in "ltrb")
    data = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="1000" preserveAspectRatio="none" '
        f'viewBox="{left} {top} {1000 - left - right} {1000 - top - bottom}">'
        f'<image width="1000" height="1000" preserveAspectRatio="none" href="data:image/{kind};base64,{data}"/></svg>'
    )
