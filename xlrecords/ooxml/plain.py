"""A copy of a workbook that holds values only and looks the same.

What goes is told by what is left, as in `prune`: only relations of kinds known to be harmless are followed, only elements known to
be harmless are kept, so that nothing can hide in what nobody thought of. Names of people in properties are for `privacy.scrub`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ..guard import Limits, RefusedError
from .charts import settle_chart, settle_drawing, settle_table
from .outside import Inside, remove, settle_frame, tied
from .package import CREATED, UTF8_NAMES, Member, Package, dump
from .parts import OFFICE, R_ID, Element, Relations, local, parse, tag, unparse
from .prune import OF_PACKAGE, TITLES, PruneError
from .reach import sweep, untie
from .values import valued, with_strings, without_metadata
from .workbook import PRINT_AREA, PRINT_TITLES, Tab, Workbook

OF_WORKBOOK: Final = frozenset({"worksheet", "chartsheet", "theme", "styles", "sharedStrings", "FeaturePropertyBag"})
"""Relations of the main part that are kept."""
OF_SHEET: Final = frozenset(
    "drawing table image chart chartEx chartStyle chartColorStyle themeOverride chartUserShapes "
    "diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing".split()
)
"""Relations of sheets, and of what hangs on them, that are kept."""
IN_WORKBOOK: Final = frozenset("fileVersion workbookPr workbookProtection bookViews sheets definedNames calcPr".split())
IN_SHEET: Final = frozenset(
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetProtection autoFilter sortState mergeCells phoneticPr "
    "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks ignoredErrors "
    "drawing legacyDrawingHF picture tableParts extLst".split()
)
IN_EXTENSIONS: Final = frozenset({"conditionalFormattings", "dataValidations", "sparklineGroups", "ignoredErrors"})
OF_CALCULATION: Final = frozenset({"refMode"})
"""What of the settings of calculation shows: whether columns have letters or numbers."""
OWN_NAMES: Final = frozenset({PRINT_AREA, PRINT_TITLES, "_xlnm._FilterDatabase"})
UID: Final = re.compile(r'\s\w+:uid="[^"]*"')
CLIENT: Final = re.compile(rb'ObjectType\s*=\s*["\']?(\w+)')
"""What a shape of an old drawing is: a note, a button, a check box."""
VML: Final = "urn:schemas-microsoft-com:office:office"

HIDDEN, LISTS, NOTES, RICH = "скрытые листы", "списки проверки ввода с других листов", "примечания", "картинки внутри клеток"
DROPPED: Final = {
    "vbaProject": "макросы", "vbaProjectSignature": "макросы", "xlMacrosheet": "макросы", "xlIntlMacrosheet": "макросы",
    "dialogsheet": "макросы", "attachedToolbars": "кнопки и элементы управления", "control": "кнопки и элементы управления",
    "ctrlProp": "кнопки и элементы управления", "activeXControlBinary": "кнопки и элементы управления",
    "extensibility": "кнопки и элементы управления", "externalLink": "связи с другими книгами", "externalLinkPath": "связи с другими книгами",
    "oleObject": "внедрённые файлы", "package": "внедрённые файлы", "hyperlink": "ссылки на сайты и файлы (текст остался)",
    "comments": NOTES, "threadedComment": NOTES, "connections": "связи с внешними данными", "queryTable": "связи с внешними данными",
    "xmlMaps": "связи с внешними данными", "pivotTable": "сводные таблицы (значения остались)",
    "pivotCacheDefinition": "сводные таблицы (значения остались)", "slicer": "срезы", "slicerCache": "срезы", "timeline": "срезы",
    "timelineCache": "срезы", "customXml": "данные других программ", "custom-properties": "свойства книги", "scenarios": "сценарии",
    "origin": "электронная подпись",
}  # fmt: skip
"""What to say of a relation or an element that was left behind; of others there is nothing to see in the workbook."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A copy with values only.

    Attributes:
        data: Its bytes, an .xlsx workbook.
        dropped: What was left behind, in words: «макросы», «скрытые листы»; sorted.
        uncalculated: Number of formulas that had no value; their cells are empty.
    """

    data: bytes
    dropped: tuple[str, ...]
    uncalculated: int


def plain(data: bytes, sheets: Collection[str] | None = None, limits: Limits | None = None) -> Plain:
    """A copy of a workbook with values only, and the same look.

    Formulas become the values that were calculated for them, errors too. Macros, buttons, links to other books and sites, hidden
    sheets, notes, connections, pivot tables, slicers and data of other programs stay behind. Hidden rows and columns stay hidden.
    A chart holds itself what it took from a sheet that goes; Excel shows such series, LibreOffice does not.

    Args:
        data: An .xlsx or .xlsm workbook.
        sheets: Names of the sheets to keep, None for all; hidden ones go in any case.
        limits: What the workbook may cost.

    Returns:
        The copy; the same bytes for the same workbook.

    Raises:
        RefusedError: It is no workbook that may be changed.
        PruneError: No sheet would be left.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedError("file-encrypted")
    package = Package(data, limits)
    loss = to_values(package, sheets)
    return Plain(nameless(package), loss.dropped, loss.uncalculated)


class Loss(NamedTuple):
    """What a workbook lost when only its values were left: `dropped` and `uncalculated` of `Plain`."""

    dropped: tuple[str, ...]
    uncalculated: int


def to_values(package: Package, sheets: Collection[str] | None = None) -> Loss:
    """Turn a package into that of a copy with values only; arguments and errors as `plain`, which tells what goes."""
    return _Copying(package, Workbook(package), sheets).run()


def nameless(package: Package) -> bytes:
    """Bytes of a package that say nothing of when, where and by what it was packed."""
    return dump(map(_nameless, package.members().values()))


class _Copying:
    def __init__(self, package: Package, workbook: Workbook, sheets: Collection[str] | None) -> None:
        self.package, self.workbook = package, workbook
        self.dropped: set[str] = set()
        self.uncalculated = 0
        self.strings: list[bytes] = []
        self.seen: set[str] = set()
        self.kinds = {target: kind for kind, target in workbook.relations.all().values()}
        wanted = None if sheets is None else {name.lower() for name in sheets}
        asked = [tab for tab in workbook.tabs if wanted is None or tab.name.lower() in wanted]
        self.tabs = [tab for tab in asked if tab.visible and self.kinds.get(tab.part) in ("worksheet", "chartsheet")]
        if any(not tab.visible for tab in asked):
            self.dropped.add(HIDDEN)
        if not self.tabs:
            raise PruneError("В книге нет ни одного видимого листа.")
        self.rich = "sheetMetadata" in self.kinds.values()
        self.root = parse(package.text(workbook.part), workbook.part)
        self.inside = self._inside()

    def run(self) -> Loss:
        if any(name.lower().startswith("_xmlsignatures/") for name in self.package.names()):
            self.dropped.add(DROPPED["origin"])
        for tab in self.tabs:
            self._sheet(tab)
        self._main()
        parts = {tab.part.lower() for tab in self.tabs}
        self._untie(self.workbook.part, lambda _, kind, target: kind in OF_WORKBOOK and ("sheet" not in kind or target.lower() in parts))
        self._untie("", lambda _, kind, __: kind in OF_PACKAGE)
        self._follow(self.workbook.part)
        for part in Relations(self.package, self.workbook.part).of("sharedStrings"):
            used = set(map(int, self.strings))
            self.package.put(part, with_strings(self.package.read(part), used, len(self.strings)))
        self._properties()
        sweep(self.package, self.workbook.part)
        return Loss(tuple(sorted(self.dropped)), self.uncalculated)

    # What is kept

    def _inside(self) -> Inside:
        """What formulas may point to: kept sheets, tables on them, names that point to nothing else."""
        sheets = frozenset(tab.name.lower() for tab in self.tabs)
        parts = [part for tab in self.tabs for part in Relations(self.package, tab.part).of("table") if part in self.package]
        roots = [parse(self.package.read(part), part) for part in parts]
        tables = frozenset(root.get(name, "").lower() for root in roots for name in ("name", "displayName")) - {""}
        macros = bool(self.workbook.relations.of("vbaProject"))
        names = {item.get("name", "").lower(): item for item in self._names() if item.get("localSheetId") is None}
        bad = {name: item.text or "" for name, item in names.items() if not _open(item)}
        while True:
            inside = Inside(sheets, tables, bad, macros)
            more = {name: item.text or "" for name, item in names.items() if name not in bad and inside.lacks(item.text or "")}
            if not more:
                return inside
            bad = bad | more

    def _names(self) -> list[Element]:
        found = self.root.find(tag("definedNames"))
        return [item for item in found if local(item) == "definedName"] if found is not None else []

    def _untie(self, part: str, kept: Callable[[str, str, str], bool]) -> set[str]:
        """Remove relations that are not kept, and those that lead out of the workbook; returns their ids."""
        gone = untie(self.package, part, lambda id, kind, target, outer: not outer and kept(id, kind, target))
        self.dropped.update(DROPPED[kind] for kind in gone.values() if kind in DROPPED)
        return set(gone)

    # Sheets

    def _sheet(self, tab: Tab) -> None:
        """Put a sheet with its values in place."""
        if self.kinds[tab.part] == "chartsheet":
            frame = parse(self.package.text(tab.part), tab.part)
            self._frame(tab.part, frame)
            self.package.put(tab.part, UID.sub("", unparse(frame)))
            self._follow(tab.part)
            return
        cut = valued(self.package.read(tab.part))
        head, rows, tail = cut.head, cut.rows, cut.tail
        self.strings += cut.strings
        self.uncalculated += cut.uncalculated
        if self.rich:
            if b' vm="' in rows:
                self.dropped.add(RICH)
            rows = without_metadata(rows)
        frame = parse(head + b"<sheetData/>" + tail, tab.part)
        if self._frame(tab.part, frame) or b":uid=" in head or b":uid=" in tail:
            before, _, after = UID.sub("", unparse(frame)).partition("<sheetData/>")
            head, tail = before.encode(), after.encode()
        self.package.put(tab.part, head + rows + tail)
        self._follow(tab.part)

    def _frame(self, part: str, frame: Element) -> bool:
        """Take what must not stay from what stands around the rows, and from the relations of the sheet; whether anything changed."""
        header = frame.find(tag("legacyDrawingHF"))
        pictures = "" if header is None else header.get(R_ID, "")
        self._notes(part, pictures)
        gone = self._untie(part, lambda id, kind, _: kind in OF_SHEET or (kind == "vmlDrawing" and id == pictures))
        changed = tied(frame, gone, OFFICE)
        for item in list(frame):
            if item.tag != tag(local(item)) or local(item) not in IN_SHEET:
                self.dropped.update({DROPPED[local(item)]} if local(item) in DROPPED else ())
                frame.remove(item)
                changed = True
        for item in list(frame.iter(tag("ext"), tag("pivotSelection"))):
            if local(item) == "pivotSelection" or not all(local(child) in IN_EXTENSIONS for child in item):
                remove(item)
                changed = True
        changed |= _forget(frame.iterfind(tag("sheetPr")), {"codeName"})
        settled, unlisted = settle_frame(frame, self.inside)
        if unlisted:
            self.dropped.add(LISTS)
        return changed or settled

    def _notes(self, part: str, pictures: str) -> None:
        """Tell of controls that stand in the drawing of notes."""
        for id, (kind, target) in Relations(self.package, part).all().items():
            if kind == "vmlDrawing" and id != pictures and target in self.package:
                kinds = set(CLIENT.findall(self.package.read(target))) - {b"Note"}
                self.dropped.update({DROPPED["control"]} if kinds else ())

    # What hangs on them

    def _follow(self, part: str) -> None:
        """Settle the parts that a part leads to, as deep as it goes."""
        for kind, target in Relations(self.package, part).all().values():
            if target in self.package and target.lower() not in self.seen and kind not in ("worksheet", "chartsheet"):
                self.seen.add(target.lower())
                gone = self._untie(target, lambda _, kind, __: kind in OF_SHEET)
                self._hanging(target, kind, gone)
                self._follow(target)

    def _hanging(self, part: str, kind: str, gone: set[str]) -> None:
        if kind not in ("chart", "chartEx", "drawing", "chartUserShapes", "table") and not gone:
            return
        root = parse(self.package.text(part), part)
        changed = False
        if kind in ("chart", "chartEx"):
            changed = settle_chart(root, self.inside)
        elif kind in ("drawing", "chartUserShapes"):
            changed, controls, macros = settle_drawing(root)
            self.dropped.update({DROPPED["vbaProject"]} if macros else ())
            self.dropped.update({DROPPED["control"]} if controls else ())
        elif kind == "table":
            changed = settle_table(root)
        for choice in [item for item in root.iter() if local(item) == "Choice" and _points(item, gone)]:
            remove(choice)
        changed |= tied(root, gone, OFFICE) | tied(root, gone, VML)
        if changed or gone:
            self.package.put(part, unparse(root))

    # The main part

    def _main(self) -> None:
        old = [self.workbook.tabs.index(tab) for tab in self.tabs]
        listed = self.root.find(tag("sheets"))
        for index, item in enumerate(list(listed) if listed is not None else ()):
            if index not in old:
                remove(item)
        for item in self._names():
            scope = item.get("localSheetId")
            if self._keeps(item, scope, old):
                _forget([item], set(map(str, item.attrib)) - {"name", "localSheetId", "hidden"})
                if scope is not None:
                    item.set("localSheetId", str(old.index(int(scope))))
            else:
                remove(item)
        names = self.root.find(tag("definedNames"))
        if names is not None and not len(names):
            remove(names)
        for item in list(self.root):
            if item.tag != tag(local(item)) or local(item) not in IN_WORKBOOK:
                self.root.remove(item)
        for view in self.root.iter(tag("workbookView")):
            active = int(view.get("activeTab", "0"))
            view.set("activeTab", str(old.index(active) if active in old else 0))
        _forget(self.root.iter(tag("workbookView")), {"firstSheet"})
        _forget(self.root.iterfind(tag("workbookPr")), {"codeName"})
        for item in list(self.root.iterfind(tag("calcPr"))):
            _forget([item], set(map(str, item.attrib)) - OF_CALCULATION)
            if not item.attrib:
                remove(item)
        self.package.put(self.workbook.part, UID.sub("", unparse(self.root)))

    def _keeps(self, item: Element, scope: str | None, old: list[int]) -> bool:
        """Whether a defined name stays: one that can be seen and points to what is kept, or what is printed of a kept sheet."""
        name = item.get("name", "")
        if scope is not None and not (scope.isdigit() and int(scope) in old):
            return False
        if name.lower().startswith("_xlnm."):
            return name in OWN_NAMES and not self.inside.lacks(item.text or "")
        return _open(item) and name.lower() not in self.inside.names and not self.inside.lacks(item.text or "")

    def _properties(self) -> None:
        """Forget what the file says of its sheets, hidden ones too."""
        for part in Relations(self.package, "").of("extended-properties"):
            if part in self.package:
                root = parse(self.package.text(part), part)
                for item in [item for item in root if local(item) in TITLES]:
                    root.remove(item)
                self.package.put(part, unparse(root))


def _open(name: Element) -> bool:
    """Whether a defined name can be seen and is no macro."""
    return not any(name.get(mark) in ("1", "true") for mark in ("hidden", "function", "vbProcedure", "xlm"))


def _forget(items: Iterable[Element], names: Collection[str]) -> bool:
    """Take attributes away; whether there were any."""
    found = [(item, name) for item in items for name in names if name in item.attrib]
    for item, name in found:
        del item.attrib[name]
    return bool(found)


def _points(item: Element, ids: Collection[str]) -> bool:
    return any(str(name).startswith(f"{{{OFFICE}}}") and value in ids for below in item.iter() for name, value in below.attrib.items())


def _nameless(member: Member) -> Member:
    _, _, flags, method, _, _, crc, size, _, _ = member.facts
    return replace(member, local=b"", central=b"", facts=(20, 20, flags & UTF8_NAMES, method, 0, CREATED, crc, size, 0, 0))
