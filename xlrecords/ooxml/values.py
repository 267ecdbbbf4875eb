"""Cells of a sheet as values: a sheet without its formulas, and shared strings without those that no cell shows.

Bytes are cut at formulas, for a class journal has tens of thousands of cells and a tree of them costs ten times as much. A sheet
that is written in an unusual way (prefixes, comments, quotes of the other kind) is read as a tree and written plainly first.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from ..guard import RefusedError
from .parts import MAIN, local, parse, tag, unparse
from .sheet import normal

BEHIND = re.compile(
    rb"(?:\s[^>]*)?(?:/>|>[^<]*</f\s*>)\s*(?:<v(?:\s[^<>/]*)?>(?P<value>[^<]*)</v>|(?P<nothing><v\s*/>)|(?P<text>(?=<is>))|(?=</c>))"
)
"""What follows «<f»: the rest of the formula; then a value, an empty one, a text in place, or the end of the cell."""
LEFT = re.compile(rb"<f[\s/>]")
KIND = re.compile(rb'\st="(\w+)"')
METADATA = re.compile(rb'(<c r="[A-Z]+[0-9]+"[^<>]*?)\s[cv]m="[0-9]+"')
STRING = re.compile(rb'"s"(?:[^<>]*>\s*<v(?:\s[^<>/]*)?>\s*([0-9]+))?')
"""A cell that shows a shared string; no number if these signs stand elsewhere."""
COUNTS = re.compile(rb'\s(?:uniqueCount|count)="[^"]*"')
ROOT = re.compile(rb"(?:<\?xml[^>]*\?>)?\s*<worksheet[\s>]")
ODD = ((b"'", b"='"), (b"x", b"xmlns"), (b"x", b"extLst"), (b"!", b"<!"), (b"?", b"<?"))
"""What is rare among values, and is read as a tree; before each a sign of it that is found many times as fast."""


class Cut(NamedTuple):
    """A sheet whose formulas are values, in three pieces.

    Attributes:
        head: What stands before the rows.
        rows: The rows, from «<sheetData» to its end.
        tail: What follows them.
        strings: Numbers of the shared strings that the cells show, one a cell.
        uncalculated: Number of formulas that had no value; their cells are empty now.
    """

    head: bytes
    rows: bytes
    tail: bytes
    strings: list[bytes]
    uncalculated: int


def valued(xml: bytes) -> Cut:
    """A worksheet, as its part holds it, with values in the place of formulas.

    Raises:
        RefusedError: It is no worksheet, or is written so that there is no telling what is a formula.
    """
    if ROOT.match(xml):
        head, rows, tail = _apart(xml)
        made = _values(rows)
        if made and head.count(MAIN.encode()) == 1 and b"&#" not in head and b"<!" not in head and not _odd(made[0]):
            strings = STRING.findall(made[0])
            if b"" not in strings:
                return Cut(head, made[0], tail, strings, made[1])
    head, rows, tail = _apart(_canonical(xml))
    made = _values(rows)
    if made is None:
        raise RefusedError("file-damaged", part="worksheet")
    return Cut(head, made[0], tail, list(filter(None, STRING.findall(made[0]))), made[1])


def _odd(rows: bytes) -> bool:
    return any(sign in rows and odd in rows for sign, odd in ODD)


def _apart(xml: bytes) -> tuple[bytes, bytes, bytes]:
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if start < 0:
        raise RefusedError("file-damaged", part="worksheet")
    end = end + len(b"</sheetData>") if end >= 0 else xml.index(b">", start) + 1
    return xml[:start], xml[start:end], xml[end:]


def _values(rows: bytes) -> tuple[bytes, int] | None:
    """Rows without formulas, and how many had no value; None if there is a formula that is not understood."""
    if b"f" not in rows or not LEFT.search(rows):
        return rows, 0
    pieces = rows.split(b"<f")
    done = [pieces[0]]
    uncalculated = 0
    for piece in pieces[1:]:
        if piece[:1] not in (b">", b" ", b"/", b"\n", b"\r", b"\t"):  # «<font», «<family»
            done.append(b"<f" + piece)
            continue
        found = BEHIND.match(piece)
        before, opening, attributes = done[-1].rpartition(b"<c ")
        if found is None or not opening or attributes.count(b">") != 1:
            return None
        if found["text"] is not None:
            done.append(piece[found.end() :])
            continue
        kept, inner = _settled(attributes, b"" if found["nothing"] else found["value"])
        if kept != attributes:
            done[-1] = before + opening + kept
        uncalculated += inner is None
        done.append((inner or b"") + piece[found.end() :])
    return b"".join(done), uncalculated


def _settled(attributes: bytes, value: bytes | None) -> tuple[bytes, bytes | None]:
    """Attributes and content of a cell that had a formula; None if the formula had no value.

    An empty text is a value: a program that calculated it marks the cell as a string.
    """
    kind = KIND.search(attributes)
    text = kind is not None and kind[1] == b"str"
    if value and not text and not value.isspace():
        return attributes, b"<v>" + value + b"</v>"
    if kind is not None:
        attributes = attributes[: kind.start()] + (b' t="inlineStr"' if text and value else b"") + attributes[kind.end() :]
    if text and value:
        return attributes, b'<is><t xml:space="preserve">' + value + b"</t></is>"
    return attributes, b"" if text and value is not None else None


def _canonical(xml: bytes) -> bytes:
    """A sheet as an XML library writes it, without extensions of cells; texts and values are the same."""
    try:
        root = parse(normal(xml.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise RefusedError("file-damaged", part="worksheet") from error
    data = root.find(tag("sheetData"))
    items = list(data.iter()) if data is not None else []
    if any(item.tag == tag(local(item)) and item.prefix != root.prefix for item in items):
        raise RefusedError("file-unsafe", part="worksheet")
    for item in items:
        parent = item.getparent()
        if local(item) == "extLst" and parent is not None:
            parent.remove(item)
        elif item.tag == tag("f"):
            for inner in list(item):
                item.remove(inner)
    return unparse(root).encode()


def without_metadata(rows: bytes) -> bytes:
    """Rows whose cells say nothing of rich values and spilling arrays; the part that tells of them does not go with them."""
    while (made := METADATA.sub(rb"\1", rows)) != rows:
        rows = made
    return rows


def with_strings(xml: bytes, used: Collection[int], uses: int) -> bytes:
    """Shared strings, of which the unused are empty and the last of them gone; the others keep their numbers.

    Args:
        xml: The strings, as their part holds them; given back as they are if all are used.
        used: Numbers of strings that are shown.
        uses: How often.
    """
    last = max(used, default=-1)
    items = xml.split(b"</si>")
    head, _, items[0] = items[0].partition(b"<si>")
    tail = items.pop()
    odd = last < 0 or any(word in xml for word in (b"<!", b"<si ", b"<si/", b":si>")) or head.count(b"<") > head.count(b"<?") + 1
    if odd or not all(item.startswith(b"<si>") for item in items[1:]) or tail.strip() != b"</sst>":
        return _strings_by_tree(xml, used, uses)
    if len(used) == len(items):
        return xml
    kept = (item.removeprefix(b"<si>") if number in used else b"<t/>" for number, item in enumerate(items[: last + 1]))
    opening = COUNTS.sub(b"", head).rstrip().removesuffix(b">")
    return b'%s count="%d" uniqueCount="%d">%s</sst>' % (opening, uses, last + 1, b"".join(b"<si>%s</si>" % item for item in kept))


def _strings_by_tree(xml: bytes, used: Collection[int], uses: int) -> bytes:
    root = parse(xml)
    last = max(used, default=-1)
    number = -1
    for item in list(root):
        number += local(item) == "si"
        if local(item) != "si" or number > last:
            root.remove(item)
        elif number not in used:
            for inner in list(item):
                item.remove(inner)
            item.append(item.makeelement(tag("t")))
    root.attrib.update({"count": str(uses), "uniqueCount": str(last + 1)})
    return unparse(root).encode()
