"""A workbook without what office programs keep in it besides its cells: who made it, on which machine, under which account."""

from __future__ import annotations

import posixpath
import re
from typing import Final

from ..ooxml.package import Package, checked, dump
from ..ooxml.parts import Relations, drop, local, parse, unparse
from ..save import MADE_BY

REMOVED: Final = re.compile(
    r"docprops/(custom\.xml|thumbnail\.\w+)|.*/?printersettings/.*|customxml/.*|docmetadata/.*|xl/revisions/.*|xl/customproperty/.*"
    r"|xl/customproperty.*\.bin|_xmlsignatures/.*",
    re.IGNORECASE,
)
"""Parts that go as a whole: properties of users, pictures of the first page, printers, data beside the cells, labels of accounts."""
NEUTRAL: Final = "Автор"
CORE: Final = ("created", "modified")
APP: Final = ("Application", "AppVersion", "DocSecurity", "ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged")
_ELEMENT: Final = r"<(?:\w+:)?{0}\b(?:[^>]*/>|.*?</(?:\w+:)?{0}>)"
_GONE: Final = tuple(
    re.compile(_ELEMENT.format(name), re.DOTALL) for name in ("absPath", "revisionPtr", "fileSharing", "customWorkbookViews", "customPr")
)
_VIEWS: Final = re.compile(_ELEMENT.format("customSheetViews") + "|" + _ELEMENT.format("customProperties"), re.DOTALL)
_UID: Final = re.compile(r'\s\w+:uid="[^"]*"')
_AUTHOR: Final = re.compile(r"(<(?:\w+:)?author>)([^<]*)(</(?:\w+:)?author>)")
_PAGE_SETUP: Final = re.compile(r"<(?:\w+:)?pageSetup\b[^>]*>")
_ID: Final = re.compile(r'\s\w+:id="([^"]*)"')


def scrub(data: bytes) -> bytes:
    """The same workbook without authors, editors, companies, accounts, printers and ids; cells, looks and notes stay.

    Raises:
        RefusedError: The bytes are no workbook that may be changed.
    """
    package = Package(data)
    clean(package)
    return dump(package.members().values())


def clean(package: Package) -> None:
    """As `scrub`, for a workbook that is open.

    Raises:
        RefusedError: A part is damaged.
    """
    for name in package.names():
        if REMOVED.fullmatch(name) and not name.lower().endswith(".rels") and name in package:
            _remove(package, name)
    for name in package.names():
        if name in package:
            _clean(package, name)


def _remove(package: Package, part: str) -> None:
    """Remove a part and all that leads to it."""
    for name in package.names():
        if name.lower().endswith(".rels"):
            folder, base = posixpath.split(posixpath.dirname(name))[0], posixpath.basename(name)[: -len(".rels")]
            owner = posixpath.join(folder, base)
            relations = Relations(package, owner)
            ids = {id for id, (_, target) in relations.all().items() if target.lower() == part.lower()}
            if ids:
                relations.remove(part)
                _forget(package, owner, ids)
    drop(package, part)


def _forget(package: Package, owner: str, ids: set[str]) -> None:
    """Take the ids of printers off the page setups of a sheet."""
    if owner not in package:
        return

    def without(setup: re.Match[str]) -> str:
        return _ID.sub(lambda found: "" if found[1] in ids else found[0], setup[0])

    package.put(owner, _PAGE_SETUP.sub(without, package.text(owner)))


def _clean(package: Package, name: str) -> None:
    low = name.lower()
    if low == "docprops/core.xml":
        package.put(name, _kept(package, name, CORE))
    elif low == "docprops/app.xml":
        package.put(name, _kept(package, name, APP))
    elif re.fullmatch(r"xl/persons/[^/]*\.xml", low):
        _anonymous(package, name)
    elif re.fullmatch(r"xl/comments[^/]*\.xml|xl/comments/.*\.xml", low):
        package.put(name, _notes(package.text(name)))
    elif low.startswith("xl/") and low.endswith(".xml"):
        main, views, ids = low == "xl/workbook.xml", *_signs(package, name)
        if not (main or views or ids):
            return
        text = package.text(name)
        cleaned = _UID.sub("", text) if ids else text
        for gone in (*_GONE, _VIEWS) if main else (_VIEWS,) if views else ():
            cleaned = gone.sub("", cleaned)
        if cleaned != text:
            package.put(name, cleaned)


def _signs(package: Package, name: str) -> tuple[bool, bool]:
    """Whether a part holds views or properties that somebody made, and whether it holds ids.

    Rows of a sheet are most of a workbook; those without a «u» hold neither, and a letter is found many times as fast as a word.
    """
    content = package.read(name)
    start, end = content.find(b"<sheetData"), content.rfind(b"</sheetData>")
    if 0 <= start < end and b"u" not in (rows := content[start:end]):
        content = content[:start] + content[end:]
        checked(rows, name)
    checked(content, name)
    return b"<custom" in content or b":custom" in content, b":uid=" in content


def _kept(package: Package, name: str, elements: tuple[str, ...]) -> str:
    """Properties of which only some stay; that a file was made here is one of them."""
    root = parse(package.read(name), name)
    for item in list(root):
        made_here = local(item) == "category" and item.text == MADE_BY
        if local(item) not in elements and not made_here:
            root.remove(item)
    return unparse(root)


def _anonymous(package: Package, name: str) -> None:
    """People of threaded comments keep their ids within the book, but neither names nor accounts."""
    root = parse(package.read(name), name)
    for number, person in enumerate(root, 1):
        person.set("displayName", f"{NEUTRAL} {number}")
        for attribute in ("userId", "providerId"):
            if attribute in person.attrib:
                person.set(attribute, "None" if attribute == "providerId" else "")
    package.put(name, unparse(root))


def _notes(text: str) -> str:
    """Notes without their authors, who also stand before the text of a note."""
    authors = [found[2].strip() for found in _AUTHOR.finditer(text) if found[2].strip()]
    cleaned = _AUTHOR.sub(rf"\g<1>{NEUTRAL}\g<3>", text)
    for author in sorted(authors, key=len, reverse=True):
        cleaned = re.sub(rf"(<(?:\w+:)?t\b[^>]*>)\s*{re.escape(author)}:\s*", r"\g<1>", cleaned)
    return cleaned
