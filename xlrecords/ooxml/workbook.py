"""The main part of a workbook: its sheets, its names, and that it must be calculated anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, unescape

from lxml import etree

from ..book import letters
from ..guard import RefusedError
from .aimed import QUOTES
from .moves import Moves
from .package import Package
from .parts import R_ID, SPREADSHEET, Element, Relations, child, declare, drop, free_name, local, parse, tag, unparse
from .refs import aim, corners, quoted, turn, without_sheet

ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "AlternateContent", "revisionPtr", "absPath", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches",
    "smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
FORMULA = re.compile(r"(<(?:\w+:)?(?:f|formula|formula1|formula2)(?:\s[^>]*)?(?<!/)>)([^<]*)(</)")
PRINT_AREA, PRINT_TITLES = "_xlnm.Print_Area", "_xlnm.Print_Titles"


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet as the workbook lists it: name, part, whether it is seen, and whether it is a worksheet."""

    name: str
    part: str
    visible: bool
    worksheet: bool


class Workbook:
    """The main part; written back by `save` if it was changed."""

    def __init__(self, package: Package) -> None:
        """Find the main part.

        Raises:
            RefusedError: The package is no workbook in Office Open XML.
        """
        self.package = package
        found = Relations(package, "").of("officeDocument")
        self.part = found[0] if found else "xl/workbook.xml"
        self._root = parse(package.read(self.part), self.part)
        if local(self._root) != "workbook" or self._root.tag != tag("workbook"):
            strict = "purl.oclc.org" in str(self._root.tag)
            what = "строгий вариант Open XML; сохраните как обычную книгу Excel" if strict else "архив zip без книги xlsx"
            raise RefusedError("file-not-workbook", what=what)
        self.relations = Relations(package, self.part)
        self._changed = False
        self.tabs = tuple(self._tabs())

    def _tabs(self) -> Iterator[Tab]:
        related = self.relations.all()
        for item in self._sheets():
            kind, target = related.get(item.get(R_ID, ""), ("", ""))
            yield Tab(item.get("name", ""), target, item.get("state", "visible") == "visible", kind == "worksheet")

    def _sheets(self) -> Element:
        return child(self._root, "sheets", ORDER)

    def tab(self, name: str) -> Tab:
        """The sheet of a name; Excel does not tell capital letters from small ones.

        Raises:
            KeyError: There is no such sheet.
        """
        for tab in self.tabs:
            if tab.name.lower() == name.lower():
                return tab
        raise KeyError(name)

    @property
    def date1904(self) -> bool:
        """Whether days are counted from 1904."""
        found = self._root.find(tag("workbookPr"))
        return found is not None and found.get("date1904") in ("1", "true")

    def related(self, kind: str, usual: str) -> str:
        """Name of a part the workbook is related to, or the usual one, under which it may be made."""
        found = self.relations.of(kind)
        return found[0] if found else usual

    def recalculate(self) -> None:
        """Ask for a calculation of everything when the workbook is opened."""
        settings = child(self._root, "calcPr", ORDER)
        if settings.get("fullCalcOnLoad") != "1":
            settings.set("fullCalcOnLoad", "1")
            self._changed = True

    def forget_chain(self) -> None:
        """Remove the order of calculation: one that names a cell without a formula is an error to Excel, a missing one is not."""
        for part in self.relations.of("calcChain"):
            self.relations.remove(part)
            drop(self.package, part)

    # Names

    def names(self) -> list[Element]:
        """Declarations of defined names."""
        found = self._root.find(tag("definedNames"))
        return list(found) if found is not None else []

    def name(self, name: str, sheet: str = "") -> str:
        """Formula of a defined name, "" if there is none."""
        scope = self._scope(sheet)
        return next((item.text or "" for item in self.names() if item.get("name") == name and item.get("localSheetId") == scope), "")

    def set_name(self, name: str, formula: str, sheet: str = "") -> None:
        """Define a name; an empty formula takes it away."""
        scope = self._scope(sheet)
        for item in self.names():
            if item.get("name", "").lower() == name.lower() and item.get("localSheetId") == scope:
                if formula:
                    item.text = formula
                else:
                    _remove(item)
                self._changed = True
                return
        if formula:
            parent = child(self._root, "definedNames", ORDER)
            attributes = {"name": name} | ({"localSheetId": scope} if scope is not None else {})
            made = etree.Element(tag("definedName"), attributes)
            made.text = formula
            later = (index for index, item in enumerate(parent) if item.get("name", "").lower() > name.lower())
            parent.insert(next(later, len(parent)), made)
            self._changed = True

    def _scope(self, sheet: str) -> str | None:
        if not sheet:
            return None
        return str(next(index for index, tab in enumerate(self.tabs) if tab.name.lower() == sheet.lower()))

    def move_names(self, moves: Mapping[str, Moves]) -> None:
        """Let the names follow rows that moved."""
        for item in self.names():
            turned = turn(aim(item.text or ""), "", moves)
            if turned != item.text:
                item.text = turned
                self._changed = True

    def rewrite(self, name: Element, formula: str) -> None:
        """Give a defined name, one of `names`, another formula."""
        if formula != name.text:
            name.text = formula
            self._changed = True

    # Sheets

    def add_sheet(self, name: str, xml: str, state: str = "visible") -> str:
        """Add a sheet after the last one; returns the name of its part."""
        part = free_name(self.package, "xl/worksheets/sheet{}.xml")
        self.package.put(part, xml)
        declare(self.package, part, f"{SPREADSHEET}.worksheet+xml")
        number = max([0, *(int(item.get("sheetId", "0")) for item in self._sheets())]) + 1
        made = etree.SubElement(self._sheets(), tag("sheet"), name=name, sheetId=str(number))
        if state != "visible":
            made.set("state", state)
        made.set(R_ID, self.relations.add("worksheet", part))
        self._changed = True
        self.tabs = tuple(self._tabs())
        return part

    def remove_sheet(self, name: str) -> None:
        """Remove a sheet, its parts and its own names; the numbers in what is left are set right, and what pointed to it is #REF!.

        Raises:
            KeyError: There is no such sheet.
            ValueError: It is the only one that is seen.
        """
        tab = self.tab(name)
        if not any(other.visible for other in self.tabs if other is not tab):
            raise ValueError(f"{name!r} is the only visible sheet")
        index = self.tabs.index(tab)
        self.relations.remove(tab.part)
        drop(self.package, tab.part)
        _remove(self._sheets()[index])
        for item in self.names():
            scope = item.get("localSheetId")
            if scope == str(index):
                _remove(item)
                continue
            if scope is not None and int(scope) > index:
                item.set("localSheetId", str(int(scope) - 1))
            item.text = without_sheet(item.text or "", tab.name)
        for view in self._root.iter(tag("workbookView")):
            for place in ("activeTab", "firstSheet"):
                if int(view.get(place, "0")) > 0 and int(view.get(place, "0")) >= index:
                    view.set(place, str(int(view.get(place, "0")) - 1))
        names = self._root.find(tag("definedNames"))
        if names is not None and not len(names):
            self._root.remove(names)
        self._changed = True
        self.tabs = tuple(self._tabs())
        self._orphan(tab.name)

    def _orphan(self, sheet: str) -> None:
        """Let formulas of sheets and charts that point to a removed sheet say so: a sheet that is not there is damage to Excel."""

        def turned(found: re.Match[str]) -> str:
            return found[1] + escape(without_sheet(unescape(found[2], QUOTES), sheet)) + found[3]

        charts = [part for part in self.package.names() if part.lower().startswith("xl/charts/chart") and part.lower().endswith(".xml")]
        for part in (*(tab.part for tab in self.tabs if tab.part in self.package), *charts):
            text = self.package.text(part)
            if escape(sheet.replace("'", "''")) in text:
                self.package.put(part, FORMULA.sub(turned, text))

    def show_first(self) -> None:
        """Let the first visible sheet be the one that is shown when the workbook is opened."""
        first = next((index for index, tab in enumerate(self.tabs) if tab.visible), 0)
        for view in self._root.iter(tag("workbookView")):
            for place in ("activeTab", "firstSheet"):
                if place in view.attrib:
                    view.set(place, str(first))
        self._changed = True

    def text(self) -> str:
        """XML of the part as it is now."""
        return unparse(self._root)

    def save(self) -> None:
        """Write the part back if it was changed."""
        if self._changed:
            self.package.put(self.part, unparse(self._root))


def _remove(item: Element) -> None:
    parent = item.getparent()
    if parent is not None:
        parent.remove(item)


def print_area(sheet: str, ranges: str) -> str:
    """Formula of a print area."""
    texts = []
    for item in ranges.split():
        top, left, bottom, right = corners(item)
        texts.append(f"{quoted(sheet)}!${letters(left)}${top}:${letters(right)}${bottom}")
    return ",".join(texts)
