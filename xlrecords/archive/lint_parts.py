"""What hangs on a workbook besides its cells: links to other books, data from outside, macros, embedded files, locks (п. 7.1)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final, TypeAlias
from urllib.parse import unquote

from ..book import Trouble, letters
from ..ooxml.package import Package
from ..ooxml.parts import R_ID, Element, Relations, parse, rels_of
from ..ooxml.workbook import Workbook

OUTSIDE, DATA, HYPERLINK = "archive-link-outside", "archive-data-outside", "archive-hyperlink"
MACROS, EMBEDDED, LOCKED, REVISIONS = "archive-macros", "archive-file-embedded", "archive-protected", "archive-revisions"
Related: TypeAlias = tuple[tuple[str, tuple[str, str]], ...]
"""What a part is related to: id, last word of the type, name of the part or address."""
STALE: Final = "archive-not-calculated"
_MACRO_SHEETS: Final = frozenset({"xlMacrosheet", "xlIntlMacrosheet", "dialogsheet"})
_FILES: Final = frozenset({"oleObject", "package"})
_CONTROLS: Final = frozenset({"control", "ctrlProp"})
_SOURCES: Final = (("webPr", "запрос к сайту"), ("dbPr", "запрос к базе данных"), ("textPr", "файл с текстом"), ("olapPr", "куб данных"))
_PASSWORDS: Final = ("password", "hashValue", "workbookPassword", "workbookHashValue")
_LINK: Final = re.compile(r"<hyperlink\b[^>]*>")
_REF: Final = re.compile(r'\bref="([A-Za-z]+\d+)')
_ID: Final = re.compile(r'\s\w+:id="([^"]*)"')
_LOCK: Final = re.compile(r"<sheetProtection\b[^>]*>")
_ANCHOR: Final = re.compile(r"<oleObject\b.*?<(?:\w+:)?col>(\d+)</.*?<(?:\w+:)?row>(\d+)</", re.DOTALL)
_LEAVES: Final = frozenset({"hyperlink", "comments", "printerSettings", "image", "worksheet"})
"""Kinds of relations to parts that lead no further."""
_YES: Final = ("1", "true")


def outside_books(package: Package, workbook: Workbook, root: Element) -> dict[int, str]:
    """Other books to which a workbook is linked, by the number by which formulas have them: name of the file, or what it is.

    Args:
        package: The workbook.
        workbook: Its main part.
        root: The same as a tree.
    """
    related = workbook.relations.all()
    found = {}
    for number, item in enumerate(root.iterfind("{*}externalReferences/{*}externalReference"), 1):
        part = related.get(item.get(R_ID, ""), ("", ""))[1]
        found[number] = f"«{_target(package, part)}»" if part in package else "книга неизвестна"
    return {0: "служба в сети", **found}


def _target(package: Package, part: str) -> str:
    root = parse(package.text(part), part)
    if (link := root.find("{*}ddeLink")) is not None:
        return f"DDE: {link.get('ddeService', '')}"
    address = next((target for _, target in Relations(package, part).all().values()), "")
    base = posixpath.basename(unquote(address).replace("\\", "/").rstrip("/"))
    return f"OLE: {base}" if root.find("{*}oleLink") is not None else base or "книга неизвестна"


def of_book(package: Package, workbook: Workbook, root: Element, read: frozenset[int], queried: bool) -> Iterator[Trouble]:
    """What is wrong with the workbook as a whole.

    Args:
        package: The workbook.
        workbook: Its main part.
        root: The same as a tree.
        read: Numbers of the links that findings in cells name already.
        queried: Whether findings of sheets name data from outside already.
    """
    kinds = {kind for kind, _ in workbook.relations.all().values()}
    for number, target in outside_books(package, workbook, root).items():
        if number and number not in read:
            yield Trouble(OUTSIDE, facts={"target": target, "more": ""})
    connections = [part for part in workbook.relations.of("connections") if part in package]
    if connections and not queried:
        tags = {item.tag.rpartition("}")[2] for part in connections for item in parse(package.text(part), part).iter("{*}*")}
        yield Trouble(DATA, facts={"what": ", ".join(what for tag, what in _SOURCES if tag in tags) or "подключение"})
    macros = [
        what for what, here in (("макросы VBA", "vbaProject" in kinds), ("листы макросов Excel 4", bool(kinds & _MACRO_SHEETS))) if here
    ]
    if macros:
        yield Trouble(MACROS, facts={"what": ", ".join(macros)})
    if "revisionHeaders" in kinds or any(name.lower().startswith("xl/revisions/") for name in package.names()):
        yield Trouble(REVISIONS)
    lock = root.find("{*}workbookProtection")
    if lock is not None and any(lock.get(name) for name in _PASSWORDS):
        yield Trouble(LOCKED, facts={"what": "порядок и состав листов защищены"})


def calculation(root: Element) -> str:
    """Why the kept values of a workbook may be old, in words; empty if nothing says so."""
    settings = root.find("{*}calcPr")
    if settings is None:
        return ""
    if settings.get("fullCalcOnLoad") in _YES or settings.get("forceFullCalc") in _YES:
        return "книга ждёт полного пересчёта при открытии"
    if settings.get("calcMode") == "manual" and (
        settings.get("calcCompleted") in ("0", "false") or settings.get("calcOnSave") in ("0", "false")
    ):
        return "пересчёт выключен («вручную»)"
    return ""


def of_sheet(package: Package, name: str, related: Related, tail: str, formulas: list[str]) -> Iterator[Trouble]:
    """What is wrong with what hangs on a sheet.

    Args:
        package: The workbook.
        name: Name of the sheet.
        related: What it is related to.
        tail: What stands in it after the rows.
        formulas: Cells whose formulas are links to addresses.
    """
    if (lock := _LOCK.search(tail)) and any(f' {word}="' in lock[0] for word in _PASSWORDS):
        yield Trouble(LOCKED, name, facts={"what": "лист защищён"})
    addresses = {id for id, (kind, target) in related if kind == "hyperlink" and not target.startswith("#")}
    linked = [
        ref[1] for link in _LINK.findall(tail) if (id := _ID.search(link)) and id[1] in addresses and (ref := _REF.search(link))
    ] if addresses else []  # fmt: skip
    if cells := [*linked, *formulas]:
        yield Trouble(HYPERLINK, name, cells[0], {"count": len(cells)})
    kinds = _below(package, related)
    if "queryTable" in kinds:
        yield Trouble(DATA, name, facts={"what": "таблица запроса"})
    if files := sum(kind in _FILES for kind in kinds):
        anchor = _ANCHOR.search(tail)
        yield Trouble(EMBEDDED, name, f"{letters(int(anchor[1]) + 1)}{int(anchor[2]) + 1}" if anchor else "", {"count": files})
    if any(kind in _CONTROLS for kind in kinds):
        yield Trouble(MACROS, name, facts={"what": "элементы управления"})


def is_filtered(package: Package, part: str) -> bool:
    """Whether a table of a sheet has a filter on."""
    if rels_of(part) not in package:
        return False
    tables = [name for name in Relations(package, part).of("table") if name in package]
    return any("filterColumn" in package.text(name) for name in tables)


def _below(package: Package, related: Related) -> list[str]:
    """Kinds of all relations of a sheet, and of those of what it leads to."""
    kinds: list[str] = []
    waiting, seen = list(related), set[str]()
    while waiting:
        kind, target = waiting.pop()[1]
        kinds.append(kind)
        if kind not in _LEAVES and target.lower() not in seen and rels_of(target) in package:
            seen.add(target.lower())
            waiting += Relations(package, target).all().items()
    return kinds
