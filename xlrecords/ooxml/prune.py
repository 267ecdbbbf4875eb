"""A workbook that holds only some sheets of another, and not a byte of the rest.

What is kept is kept as it is: parts of kept sheets stay byte for byte unless something in them points to what goes. What goes
is told by what is left: only parts that the kept sheets lead to are taken over, only relations of kinds known to be harmless
are followed, so that nothing can hide in a part nobody thought of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..book import Rows
from ..guard import Limits
from .editor import open_package
from .outside import Inside, remove, settle, settle_frame, settle_part, tied
from .package import Package
from .parts import LINKS, OFFICE, Element, Relations, declare, local, parse, rels_of, tag, unparse
from .reach import sweep
from .sheet import Sheet
from .workbook import ORDER, Workbook

OF_WORKBOOK = frozenset({"worksheet", "theme", "styles", "sharedStrings"})
"""Relations of the main part that are kept."""
OF_SHEET = frozenset(
    "comments vmlDrawing drawing table hyperlink image ctrlProp printerSettings chart chartEx chartStyle chartColorStyle "
    "themeOverride chartUserShapes diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing".split()
)
"""Relations of sheets, and of what hangs on them, that are kept."""
OF_PACKAGE = frozenset({"officeDocument", "core-properties", "extended-properties"})
EMBEDDED = frozenset({"oleObject", "package", "control", "attachedToolbars"})
"""Relations to whole files within the file: nobody can tell what is in them."""
OF_ROOT = frozenset("fileVersion workbookPr workbookProtection bookViews sheets definedNames calcPr customWorkbookViews".split())
POINTING = (":f>", "<f>", "Formula>", "textlink=", "fmla", "Fmla", "pivotSource")
"""Words without one of which a part below a sheet points to no cells."""
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
CORE_TYPE, CORE_LINK = "application/vnd.openxmlformats-package.core-properties+xml", f"{LINKS}/metadata/core-properties"
DESCRIBING = ("title", "subject", "description", "keywords", "category", "contentStatus", "identifier")
TITLES = ("TitlesOfParts", "HeadingPairs", "HLinks", "HyperlinkBase")


class PruneError(ValueError):
    """Sheets that cannot be cut out; the text says why, in Russian."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """A workbook of the kept sheets.

    Attributes:
        data: Its bytes.
        valued: Sheet and cell of formulas that are values now.
        emptied: Sheet and cell of formulas that are nothing now, for they had not been calculated.
        unlisted: Sheet and ranges that have lost their drop-down list.
        lost: What else was left behind: «макросы», «сводные таблицы».
    """

    data: bytes
    valued: tuple[tuple[str, str], ...] = ()
    emptied: tuple[tuple[str, str], ...] = ()
    unlisted: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()


LOST = {
    "vbaProject": "макросы",
    "pivotTable": "сводные таблицы (значения остались)",
    "slicer": "срезы",
    "queryTable": "связи с внешними данными",
}


def prune(data: bytes, keep: Collection[str], rows: Mapping[str, Rows] = MappingProxyType({}), limits: Limits | None = None) -> Pruned:
    """A workbook that holds only some sheets of another.

    Args:
        data: An .xlsx or .xlsm workbook.
        keep: Names of the sheets; each is kept whole.
        rows: Cells of other sheets by name: drop-down lists that stand there may be written into the limits themselves.
        limits: What the workbook may cost.

    Returns:
        An .xlsx workbook; macros, pivot tables and links to other books do not go with it.

    Raises:
        RefusedError: It is no workbook that may be changed.
        PruneError: A sheet is not there, is no worksheet, or holds an embedded file.
    """
    package, workbook = open_package(data, limits)
    return _Pruning(package, workbook, keep, rows).run()


class _Pruning:
    def __init__(self, package: Package, workbook: Workbook, keep: Collection[str], rows: Mapping[str, Rows]) -> None:
        self.package, self.workbook = package, workbook
        wanted = {name.lower() for name in keep}
        self.tabs = [tab for tab in workbook.tabs if tab.name.lower() in wanted]
        if len(self.tabs) != len(wanted) or not self.tabs or not all(tab.worksheet for tab in self.tabs):
            raise PruneError("В книге нет такого листа, или он не таблица.")
        self.root = parse(package.text(workbook.part), workbook.part)
        self.lost: dict[str, None] = {}
        self.inside = self._inside({name.lower(): cells for name, cells in rows.items()})

    def run(self) -> Pruned:
        valued: list[tuple[str, str]] = []
        emptied: list[tuple[str, str]] = []
        unlisted: list[tuple[str, str]] = []
        used: set[int] = set()
        uses = 0
        rich = bool(self.workbook.relations.of("sheetMetadata"))
        for tab in self.tabs:
            gone = self._untie(tab.part, OF_SHEET)
            sheet = Sheet.read(self.package.text(tab.part))
            values, nothing = settle(sheet, self.inside)
            valued += [(tab.name, cell) for cell in values]
            emptied += [(tab.name, cell) for cell in nothing]
            frame = sheet.frame()
            changed, ranges = settle_frame(frame, self.inside)
            unlisted += [(tab.name, at) for at in ranges]
            if tied(frame, gone, OFFICE) or changed:
                sheet.set_frame(frame)
            if sheet.touched or rich:
                self.package.put(tab.part, _plain(sheet.text()) if rich else sheet.text())
            strings = list(_strings(parse(sheet.text())))
            used.update(strings)
            uses += len(strings)
            for part in self._below(tab.part):
                self._hanging(part)
        self._main()
        self._untie(self.workbook.part, OF_WORKBOOK, {tab.part.lower() for tab in self.tabs})
        self._untie("", OF_PACKAGE)
        self._prune_strings(used, uses)
        self._properties()
        sweep(self.package, self.workbook.part)
        return Pruned(self.package.pack(), tuple(valued), tuple(emptied), tuple(unlisted), tuple(self.lost))

    def _inside(self, rows: Mapping[str, Rows]) -> Inside:
        """What is kept, with the names that cannot be, found until no more turn out to depend on them."""
        sheets = frozenset(tab.name.lower() for tab in self.tabs)
        parts = [part for tab in self.tabs for part in Relations(self.package, tab.part).of("table")]
        roots = [parse(self.package.read(part), part) for part in parts]
        tables = frozenset(root.get(name, "").lower() for root in roots for name in ("name", "displayName")) - {""}
        macros = bool(self.workbook.relations.of("vbaProject"))
        kept = {str(self.workbook.tabs.index(tab)) for tab in self.tabs}
        names = {item.get("name", "").lower(): item.text or "" for item in self._names() if item.get("localSheetId") is None}
        local_kept = {item.get("name", "").lower() for item in self._names() if item.get("localSheetId") in kept}
        bad: dict[str, str] = {}
        while True:
            inside = Inside(sheets, tables, bad, macros, rows)
            more = {name: text for name, text in names.items() if name not in bad and inside.lacks(text)}
            if not more:
                return Inside(sheets, tables, {name: text for name, text in bad.items() if name not in local_kept}, macros, rows)
            bad = bad | more

    def _names(self) -> list[Element]:
        found = self.root.find(tag("definedNames"))
        return list(found) if found is not None else []

    # Parts

    def _untie(self, part: str, kinds: Collection[str], parts: Collection[str] = ()) -> set[str]:
        """Remove relations of other kinds, and those to sheets that are not in `parts`; returns their ids."""
        name = rels_of(part)
        if name not in self.package:
            return set()
        root = parse(self.package.read(name), name)
        targets = Relations(self.package, part).all()
        gone = set()
        for item in list(root):
            kind, target = targets[item.get("Id", "")]
            if kind in EMBEDDED and part != self.workbook.part:
                raise PruneError("На листе внедрён другой файл, проверить его нельзя: вставьте вместо него картинку или ссылку.")
            outer = item.get("TargetMode") == "External"
            if kind not in kinds or (outer and kind not in ("hyperlink", "image")) or (kind == "worksheet" and target.lower() not in parts):
                gone.add(item.get("Id", ""))
                root.remove(item)
                self.lost.update({LOST[kind]: None} if kind in LOST else {})
        if gone:
            if len(root):
                self.package.put(name, unparse(root))
            else:
                self.package.remove(name)
        return gone

    def _below(self, part: str) -> list[str]:
        """Parts that a part leads to, through kept relations only."""
        found: list[str] = []
        waiting = [part]
        while waiting:
            above = waiting.pop()
            if above != part:
                self._cut(above)
            for kind, target in Relations(self.package, above).all().values():
                if kind != "hyperlink" and target in self.package and target not in (part, *found):
                    found.append(target)
                    waiting.append(target)
        return found

    def _cut(self, part: str) -> None:
        gone = self._untie(part, OF_SHEET)
        if gone and part.lower().endswith((".xml", ".vml")):
            root = parse(self.package.text(part), part)
            _forget(root.iter(), "tableType", "queryTableFieldId", "connectionId")
            tied(root, gone, OFFICE)
            self.package.put(part, unparse(root))

    def _hanging(self, part: str) -> None:
        """Charts, tables, text boxes and controls of a kept sheet show nothing of others."""
        if not part.lower().endswith((".xml", ".vml")) or not any(word in (text := self.package.text(part)) for word in POINTING):
            return
        root = parse(text, part)
        if settle_part(root, self.inside):
            self.package.put(part, unparse(root))

    # The main part

    def _main(self) -> None:
        old = [self.workbook.tabs.index(tab) for tab in self.tabs]
        listed = self.root.find(tag("sheets"))
        for index, item in enumerate(list(listed) if listed is not None else ()):
            if index not in old:
                remove(item)
        if listed is not None and not any(tab.visible for tab in self.tabs):
            _forget([listed[0]], "state")
        for item in self._names():
            scope = item.get("localSheetId")
            if (scope is not None and int(scope) not in old) or self.inside.lacks(item.text or "") or self._bad(item, scope):
                remove(item)
            elif scope is not None:
                item.set("localSheetId", str(old.index(int(scope))))
        names = self.root.find(tag("definedNames"))
        if names is not None and not len(names):
            remove(names)
        for item in list(self.root):
            if local(item) not in OF_ROOT or local(item) not in ORDER:
                self.root.remove(item)
        for view in self.root.iter(tag("workbookView")):
            active = int(view.get("activeTab", "0"))
            first = next((index for index, tab in enumerate(self.tabs) if tab.visible), 0)
            view.set("activeTab", str(old.index(active) if active in old and self.workbook.tabs[active].visible else first))
            _forget([view], "firstSheet")
        _forget(self.root.iterfind(tag("workbookPr")), "codeName")
        self.package.put(self.workbook.part, unparse(self.root))

    def _bad(self, item: Element, scope: str | None) -> bool:
        return scope is None and item.get("name", "").lower() in self.inside.names

    def _prune_strings(self, used: Collection[int], uses: int) -> None:
        """Empty the shared strings that no kept sheet uses; the last of them go, the others keep their numbers."""
        for part in self.workbook.relations.of("sharedStrings"):
            root = parse(self.package.text(part), part)
            last = max(used, default=-1)
            for index, item in enumerate(list(root.iterfind(tag("si")))):
                if index > last:
                    root.remove(item)
                elif index not in used:
                    for child in list(item):
                        item.remove(child)
                    item.append(item.makeelement(tag("t")))
            for child in [child for child in root if local(child) != "si"]:
                root.remove(child)
            root.attrib.update({"count": str(uses), "uniqueCount": str(last + 1)})
            self.package.put(part, unparse(root))

    def _properties(self) -> None:
        """Forget what the file says of itself: names of sheets, titles, words."""
        for kind, names in (("core-properties", DESCRIBING), ("extended-properties", TITLES)):
            for part in Relations(self.package, "").of(kind):
                if part in self.package:
                    root = parse(self.package.text(part), part)
                    for item in [item for item in root if local(item) in names]:
                        root.remove(item)
                    self.package.put(part, unparse(root))


def _strings(root: Element) -> Iterator[int]:
    for cell in root.iter(tag("c")):
        value = cell.findtext(tag("v")) if cell.get("t") == "s" else None
        if value is not None:
            yield int(value)


def _plain(text: str) -> str:
    """A sheet without what its cells say of rich values and spilling arrays: the part that tells of them does not go with it."""
    root = parse(text)
    _forget(root.iter(tag("c")), "cm", "vm")
    return unparse(root)


def _forget(items: Iterable[Element], *names: str) -> None:
    """Take attributes away."""
    for item in items:
        for name in names:
            if name in item.attrib:
                del item.attrib[name]


# The mark of a cut


def stamp(data: bytes, word: str) -> bytes:
    """A workbook whose properties name a word as its category, which office programs keep when they save it."""
    package, _ = open_package(data)
    found = Relations(package, "").of("core-properties")
    part = found[0] if found else "docProps/core.xml"
    blank = f'<cp:coreProperties xmlns:cp="{CORE}"/>'
    root = parse(package.text(part) if part in package else blank, part)
    for item in [item for item in root if local(item) == "category"]:
        root.remove(item)
    made = root.makeelement(f"{{{CORE}}}category", nsmap={"cp": CORE})
    made.text = word
    root.append(made)
    package.put(part, unparse(root))
    if not found:
        declare(package, part, CORE_TYPE)
        Relations(package, "").add(CORE_LINK, part)
    return package.pack()


def stamped(data: bytes) -> str:
    """The word that `stamp` put; empty if there is none.

    Raises:
        RefusedError: The bytes are no workbook.
    """
    package, _ = open_package(data)
    for part in Relations(package, "").of("core-properties"):
        for item in parse(package.text(part), part) if part in package else ():
            if local(item) == "category":
                return "".join(map(str, item.itertext()))
    return ""
