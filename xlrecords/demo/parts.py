"""What a workbook has besides its sheets, put into one that is written; all of it is small and inert."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import quote

from lxml import etree

from ..ooxml.package import Package
from ..ooxml.parts import LINKS, MAIN, OFFICE, R_ID, SPREADSHEET, Relations, declare, parse, put_child, rels_of, tag, unparse
from ..ooxml.workbook import ORDER, Workbook

Change: TypeAlias = Callable[[Package], None]
"""What is done to the parts of a workbook."""

OTHER_BOOK = "xl/externalLinks/externalLink1.xml"
CONNECTIONS = (
    f'<connections xmlns="{MAIN}"><connection id="1" name="Расписание" type="4" refreshedVersion="6">'
    '<webPr url="https://example.org/timetable"/></connection></connections>'
)
CONTROL = '<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="CheckBox"/>'
HISTORY = f'<headers xmlns="{MAIN}" guid="{{00000000-0000-0000-0000-000000000001}}"/>'
TALK = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
CUT_OFF = '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment'


def connection(package: Package) -> None:
    """A connection to a page on the net."""
    _relate(package, Workbook(package).part, "connections", "xl/connections.xml", CONNECTIONS, f"{SPREADSHEET}.connections+xml")


def history(package: Package) -> None:
    """The history of changes of a shared book."""
    name = "xl/revisions/revisionHeaders.xml"
    _relate(package, Workbook(package).part, "revisionHeaders", name, HISTORY, f"{SPREADSHEET}.revisionHeaders+xml")


def embedded(tab: str) -> Change:
    """A maker of a file within a sheet."""
    return _on_sheet(tab, "package", "xl/embeddings/scenario.txt", "Сцена 1", "text/plain")


def control(tab: str) -> Change:
    """A maker of a control on a sheet."""
    return _on_sheet(tab, "ctrlProp", "xl/ctrlProps/ctrlProp1.xml", CONTROL, "application/vnd.ms-excel.controlproperties+xml")


def other_book(name: str, tab: str) -> Change:
    """A maker of a link to a sheet of another book, which formulas have as [1]."""

    def change(package: Package) -> None:
        link = (
            f'<externalLink xmlns="{MAIN}" xmlns:r="{OFFICE}"><externalBook r:id="rId1"><sheetNames><sheetName val="{tab}"/></sheetNames>'
            "</externalBook></externalLink>"
        )
        address = (
            f'<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{OFFICE}/externalLinkPath" Target="{quote(name)}" '
            'TargetMode="External"/></Relationships>'
        )
        package.put(rels_of(OTHER_BOOK), address)
        part = Workbook(package).part
        number = _relate(package, part, "externalLink", OTHER_BOOK, link, f"{SPREADSHEET}.externalLink+xml")
        root = parse(package.text(part), part)
        books = put_child(root, etree.Element(tag("externalReferences")), ORDER)
        etree.SubElement(books, tag("externalReference"), {R_ID: number})
        package.put(part, unparse(root))

    return change


def broken_conversation(tab: str) -> Change:
    """A maker of a conversation on a sheet that is cut off."""
    return _on_sheet(tab, TALK, "xl/threadedComments/threadedComment1.xml", CUT_OFF, "application/vnd.ms-excel.threadedcomments+xml")


def _on_sheet(tab: str, kind: str, name: str, content: str, content_type: str) -> Change:
    def change(package: Package) -> None:
        _relate(package, Workbook(package).tab(tab).part, kind, name, content, content_type)

    return change


def _relate(package: Package, part: str, kind: str, name: str, content: str, content_type: str) -> str:
    """Add a part and relate another to it; the id of the relation."""
    package.put(name, content)
    declare(package, name, content_type)
    return Relations(package, part).add(kind, name)
