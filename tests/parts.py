"""What a workbook is made of, compared part by part, and what a package and its sheets owe to the standard.

The judging functions give what is wrong, in words; an empty list when nothing is.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree
from openpyxl.utils.cell import get_column_letter, range_boundaries

WORKSHEET = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter "
    "sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions "
    "pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing "
    "legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst"
).split()
"""Children of <worksheet> in the order of CT_Worksheet."""

WORKBOOK = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames calcPr "
    "oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"
).split()
"""Children of <workbook> in the order of CT_Workbook."""

STYLES = "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst".split()
"""Children of <styleSheet> in the order of CT_Stylesheet."""

REPEATED = {"conditionalFormatting"}
"""Children of <worksheet> that may stand several times."""

COUNTED = "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs mergeCells dataValidations tableParts".split()
"""Elements whose attribute «count» is the number of their children."""

TYPES = "[Content_Types].xml"
XML_ENDINGS = (".xml", ".rels", ".vml")
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


class Relation(NamedTuple):
    """A relationship: last word of its type, and the part it leads to; an outside address as it stands."""

    kind: str
    target: str
    outside: bool


@lru_cache(maxsize=64)
def members(data: bytes) -> dict[str, tuple[bytes, int, int]]:
    """Compressed bytes, method and checksum of each member of an archive; folders have none of their own but are listed."""
    found = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            name, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
            start = info.header_offset + 30 + name + extra
            found[info.filename] = (data[start : start + info.compress_size], info.compress_type, info.CRC)
    return found


def changed(before: bytes, after: bytes) -> set[str]:
    """Names of the parts that came, went, or have other bytes than before."""
    old, new = members(before), members(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


@lru_cache(maxsize=64)
def contents(data: bytes) -> dict[str, bytes]:
    """Parts of a package by name, without the folders."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def local(element: etree._Element) -> str:
    """Name of an element without its namespace; empty for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def schema_name(element: etree._Element, order: Sequence[str]) -> str:
    """Name that the schema knows a child by: a choice between versions counts as what it holds; empty for what it does not know."""
    if local(element) == "AlternateContent":
        return next((local(item) for item in element.iter(etree.Element) if local(item) in order), "")
    return local(element)


def rels_of(part: str) -> str:
    """Name of the part that holds the relationships of another; of the package for an empty name."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def source_of(rels: str) -> str:
    """Name of the part that these relationships belong to."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def relations(parts: dict[str, bytes], part: str) -> dict[str, Relation]:
    """Relationships of a part by their id."""
    content = parts.get(rels_of(part))
    if content is None:
        return {}
    found = {}
    for item in etree.fromstring(content, PARSER):
        target, outside = item.get("Target", ""), item.get("TargetMode") == "External"
        place = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), unquote(target).partition("#")[0])).lstrip("/")
        found[item.get("Id", "")] = Relation(item.get("Type", "").rpartition("/")[2], target if outside else place, outside)
    return found


def related(parts: dict[str, bytes], part: str, kind: str) -> list[str]:
    """Parts that a part is tied to by relationships of one kind."""
    return [relation.target for relation in relations(parts, part).values() if relation.kind == kind]


def workbook_part(parts: dict[str, bytes]) -> str:
    """Name of the part of the workbook itself."""
    return related(parts, "", "officeDocument")[0]


@lru_cache(maxsize=64)
def sheet_parts(data: bytes) -> dict[str, str]:
    """Parts of the sheets, chart sheets as well, by the sheets' names."""
    parts = contents(data)
    book = workbook_part(parts)
    ties = relations(parts, book)
    sheets = etree.fromstring(parts[book], PARSER).iterfind("{*}sheets/{*}sheet")
    return {sheet.get("name", ""): ties[_tie(sheet)].target for sheet in sheets}


def _tie(element: etree._Element) -> str:
    """The relationship's id in an element, by whatever prefix and edition of the namespace."""
    return next(value for name, value in element.attrib.items() if str(name).endswith("/relationships}id"))


def well_formed(data: bytes) -> list[str]:
    """Whether each part is XML where it should be, has a content type, and is led to by relationships that hold."""
    parts = contents(data)
    wrong = [f"{name} stands twice in the archive" for name, times in Counter(_names(data)).items() if times > 1]
    wrong += [f"{name}: {problem}" for name, content in parts.items() for problem in _unparsed(name, content)]
    if wrong:
        return wrong
    return [*_untyped(parts), *_untied(parts)]


def _names(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        broken = archive.testzip()
        return [*archive.namelist(), *([broken] if broken else [])]


def _unparsed(name: str, content: bytes) -> Iterator[str]:
    if name.lower().endswith(XML_ENDINGS):
        try:
            etree.fromstring(content, PARSER)
        except etree.XMLSyntaxError as error:
            yield f"not well-formed: {error}"


def content_types(parts: dict[str, bytes]) -> dict[str, str | None]:
    """Content type of each part, None where the package gives none."""
    defaults, overrides = {}, {}
    for item in etree.fromstring(parts[TYPES], PARSER):
        if local(item) == "Default":
            defaults[item.get("Extension", "").lower()] = item.get("ContentType")
        else:
            overrides[item.get("PartName", "").lstrip("/")] = item.get("ContentType")
    return {name: overrides.get(name, defaults.get(name.rpartition(".")[2].lower())) for name in parts if name != TYPES}


def _untyped(parts: dict[str, bytes]) -> Iterator[str]:
    root = etree.fromstring(parts[TYPES], PARSER)
    listed = Counter((item.get("PartName") or item.get("Extension", "")).lower() for item in root)
    yield from (f"content type of {name} is given twice" for name, times in listed.items() if times > 1)
    overridden = {item.get("PartName", "").lstrip("/") for item in root if local(item) == "Override"}
    yield from (f"content type for {name}, which is not there" for name in overridden - parts.keys())
    yield from (f"{name} has no content type" for name, type_ in content_types(parts).items() if not type_)


def _untied(parts: dict[str, bytes]) -> Iterator[str]:
    for rels in (name for name in parts if name.endswith(".rels")):
        part = source_of(rels)
        if part and part not in parts:
            yield f"{rels} belongs to a part that is not there"
        ids = Counter(item.get("Id") for item in etree.fromstring(parts[rels], PARSER))
        yield from (f"{rels}: id {name} is given twice" for name, times in ids.items() if times > 1)
        for name, relation in relations(parts, part).items():
            if not relation.outside and relation.target not in parts:
                yield f"{rels}: {name} leads to {relation.target}, which is not there"
    for part, content in parts.items():
        if part.endswith((".xml", ".vml")):
            known = relations(parts, part)
            yield from (f"{part}: relationship {name} is not there" for name in _used(content) if name not in known)


def _used(content: bytes) -> set[str]:
    """Ids of relationships that a part speaks of."""
    return {
        value
        for element in etree.fromstring(content, PARSER).iter(etree.Element)
        for name, value in element.attrib.items()
        if "/relationships}" in name and value
    }


def ordered(data: bytes) -> list[str]:
    """Whether workbook, styles and sheets stand in the order of the schema, and what they point at is there."""
    parts = contents(data)
    book = workbook_part(parts)
    root = etree.fromstring(parts[book], PARSER)
    styles = [etree.fromstring(parts[name], PARSER) for name in related(parts, book, "styles")]
    strings = [etree.fromstring(parts[name], PARSER) for name in related(parts, book, "sharedStrings")]
    limits = {name: max((len(style.findall(f"{{*}}{name}/*")) for style in styles), default=0) for name in STYLES}
    limits["strings"] = max((len(part.findall("{*}si")) for part in strings), default=0)
    limits["cellXfs"] = limits["cellXfs"] or 1
    wrong = [f"{book}: {problem}" for problem in (*_disorder(root, WORKBOOK), *_workbook(root))]
    wrong += [f"styles: {problem}" for style in styles for problem in (*_disorder(style, STYLES), *_styles(style, limits))]
    for name, part in sheet_parts(data).items():
        sheet = etree.fromstring(parts[part], PARSER)
        if local(sheet) == "worksheet":
            found = [*_disorder(sheet, WORKSHEET), *_cells(sheet, limits), *_ranges(sheet, limits), *_hangers(parts, part, sheet)]
            wrong += [f"«{name}»: {problem}" for problem in found]
    return wrong


def _disorder(root: etree._Element, order: Sequence[str]) -> Iterator[str]:
    """Children out of order or standing twice."""
    place, seen = 0, set()
    for child in root:
        name = schema_name(child, order)
        if not name:
            continue
        if name not in order:
            yield f"<{name}> is not known here"
            continue
        if order.index(name) < place:
            yield f"<{name}> stands after <{order[place]}>"
        if name in seen and name not in REPEATED:
            yield f"<{name}> stands twice"
        seen.add(name)
        place = max(place, order.index(name))
    for element in root.iter(*(f"{{*}}{name}" for name in COUNTED)):
        if element.get("count") is not None and int(element.get("count", "")) != len(element.findall("*")):
            yield f"<{local(element)}> counts {element.get('count')}, has {len(element.findall('*'))}"


def _workbook(root: etree._Element) -> Iterator[str]:
    sheets = root.findall("{*}sheets/{*}sheet")
    for attribute in ("name", "sheetId"):
        values = Counter(sheet.get(attribute, "").lower() for sheet in sheets)
        yield from (f"{attribute} {value} is given twice" for value, times in values.items() if times > 1)
    names = [(name.get("name", "").lower(), name.get("localSheetId")) for name in root.iterfind("{*}definedNames/{*}definedName")]
    yield from (f"name {name} is defined twice" for name, times in Counter(names).items() if times > 1)
    yield from (f"name {name[0]} is of a sheet that is not there" for name in names if name[1] and int(name[1]) >= len(sheets))
    for view in root.iterfind("{*}bookViews/{*}workbookView"):
        if int(view.get("activeTab", "0")) >= len(sheets):
            yield "the active sheet is not there"


def _styles(root: etree._Element, limits: dict[str, int]) -> Iterator[str]:
    points = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
    for number, xf in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        for attribute, where in points.items():
            if int(xf.get(attribute, "0")) >= max(limits[where], 1):
                yield f"style {number}: {attribute}={xf.get(attribute)}, of {limits[where]}"


def rows(sheet: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Rows of a sheet with their numbers, also where these are left out."""
    number = 0
    for row in sheet.iterfind("{*}sheetData/{*}row"):
        number = int(row.get("r", number + 1))
        yield number, row


def cells(sheet: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Cells of a sheet with their addresses, also where these are left out."""
    for number, row in rows(sheet):
        column = 0
        for cell in row.iterfind("{*}c"):
            column = range_boundaries(cell.get("r"))[0] if cell.get("r") else column + 1
            yield f"{get_column_letter(column)}{number}", cell


def _cells(sheet: etree._Element, limits: dict[str, int]) -> Iterator[str]:
    numbers = [number for number, _ in rows(sheet)]
    yield from (f"row {after} follows row {before}" for before, after in pairwise(numbers) if after <= before)
    last = (0, 0)
    masters, followers = set(), set()
    for address, cell in cells(sheet):
        column, row = range_boundaries(address)[:2]
        if cell.get("r", address) != address:
            yield f"cell {cell.get('r')} stands in row {row}"
        if (row, column) <= last:
            yield f"cell {address} is out of order"
        last = (row, column)
        if int(cell.get("s", "0")) >= limits["cellXfs"]:
            yield f"{address}: style {cell.get('s')} of {limits['cellXfs']}"
        children = [local(child) for child in cell]
        if children != sorted(children, key=["f", "v", "is", "extLst", ""].index):
            yield f"{address}: children {children}"
        value = cell.find("{*}v")
        if cell.get("t") == "s" and (value is None or not 0 <= int(value.text or -1) < limits["strings"]):
            yield f"{address}: string {None if value is None else value.text} of {limits['strings']}"
        formula = cell.find("{*}f")
        if formula is not None and formula.get("t") == "shared":
            (masters if formula.get("ref") else followers).add(formula.get("si"))
    yield from (f"shared formula {number} has no master" for number in followers - masters)


def _ranges(sheet: etree._Element, limits: dict[str, int]) -> Iterator[str]:
    merged = [(item.get("ref", ""), range_boundaries(item.get("ref"))) for item in sheet.iterfind("{*}mergeCells/{*}mergeCell")]
    for number, (name, one) in enumerate(merged):
        for other_name, other in merged[:number]:
            if one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]:
                yield f"merged cells {other_name} and {name} overlap"
    for container in ("mergeCells", "dataValidations", "hyperlinks", "tableParts", "cols"):
        for element in sheet.iterfind(f"{{*}}{container}"):
            if not element.findall("*"):
                yield f"<{container}> is empty"
    for rule in sheet.iterfind("{*}conditionalFormatting/{*}cfRule"):
        if int(rule.get("dxfId", "0")) >= max(limits["dxfs"], 1):
            yield f"conditional format {rule.get('dxfId')} of {limits['dxfs']}"
    links = Counter(link.get("ref") for link in sheet.iterfind("{*}hyperlinks/{*}hyperlink"))
    yield from (f"{cell} has {times} links" for cell, times in links.items() if times > 1)
    for element in sheet.iter("{*}brk"):
        if not 0 < int(element.get("id", "0")) < 1 << 20:
            yield f"page break {element.get('id')}"


def _hangers(parts: dict[str, bytes], part: str, sheet: etree._Element) -> Iterator[str]:
    """What hangs on a sheet is of its kind: notes have their shapes, tables their headings."""
    ties, types = relations(parts, part), content_types(parts)
    shapes = set()
    for name in ("legacyDrawing", "legacyDrawingHF"):
        for element in sheet.iterfind(f"{{*}}{name}"):
            tie = ties[_tie(element)]
            if tie.kind != "vmlDrawing" or types[tie.target] != "application/vnd.openxmlformats-officedocument.vmlDrawing":
                yield f"<{name}> is {tie.kind}, {types[tie.target]}"
            root = etree.fromstring(parts[tie.target], PARSER)
            ids = Counter(shape.get("id") for shape in root.iterfind("{urn:schemas-microsoft-com:vml}shape"))
            yield from (f"{tie.target}: shape {shape} stands twice" for shape, times in ids.items() if times > 1)
            if name == "legacyDrawing":
                shapes |= _note_shapes(root)
    for comments in (tie.target for tie in ties.values() if tie.kind == "comments"):
        root = etree.fromstring(parts[comments], PARSER)
        noted = Counter(item.get("ref", "") for item in root.iterfind("{*}commentList/{*}comment"))
        yield from (f"{cell} has {times} notes" for cell, times in noted.items() if times > 1)
        if set(noted) != shapes:
            yield f"notes on {sorted(noted)}, shapes on {sorted(shapes)}"
        authors = len(root.findall("{*}authors/{*}author"))
        if any(int(item.get("authorId", "0")) >= authors for item in root.iter("{*}comment")):
            yield "a note has an author who is not there"
    values = dict(cells(sheet))
    for table in (tie.target for tie in ties.values() if tie.kind == "table"):
        root = etree.fromstring(parts[table], PARSER)
        left, top, right, _ = range_boundaries(root.get("ref"))
        columns = root.findall("{*}tableColumns/{*}tableColumn")
        if len(columns) != right - left + 1:
            yield f"{table}: {len(columns)} columns in {root.get('ref')}"
        if root.get("headerRowCount") != "0" and f"{get_column_letter(left)}{top}" not in values:
            yield f"{table}: no headings in row {top}"


def _note_shapes(root: etree._Element) -> set[str]:
    """Cells that the shapes of notes belong to."""
    found = set()
    for client in root.iter("{urn:schemas-microsoft-com:office:excel}ClientData"):
        if client.get("ObjectType") == "Note":
            row, column = (int(client.findtext(f"{{*}}{name}") or 0) for name in ("Row", "Column"))
            found.add(f"{get_column_letter(column + 1)}{row + 1}")
    return found


def canonical(element: etree._Element) -> tuple[object, ...]:
    """An element as it is read, whatever prefixes, quotes and order of attributes it was written with."""
    children = tuple((*canonical(child), child.tail or "") for child in element)
    return element.tag, tuple(sorted(element.items())), element.text or "", children


def stirred(before: bytes, after: bytes) -> set[str]:
    """What differs between two editions of a sheet or of the workbook's part: names of children of the root, addresses of
    cells, rows as «row 5». A formula's result is no difference: it is worked out anew.
    """
    if before == after:
        return set()
    old, new = (_pieces(etree.fromstring(content, PARSER)) for content in (before, after))
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def _pieces(root: etree._Element) -> dict[str, list[object]]:
    pieces: dict[str, list[object]] = {}
    for child in root:
        if local(child) and local(child) != "sheetData":
            pieces.setdefault(local(child), []).append(canonical(child))
    for number, row in rows(root):
        ours = sorted((str(name), str(value)) for name, value in row.attrib.items() if name not in ("r", "spans"))
        if ours:
            pieces[f"row {number}"] = [str(ours)]
    for address, cell in cells(root):
        formula = cell.find("{*}f")
        shown = [canonical(formula)] if formula is not None else [cell.get("t", "n"), *map(canonical, cell)]
        others = sorted((str(name), str(value)) for name, value in cell.attrib.items() if name not in ("r", "t"))
        pieces[address] = [*shown, str(others)]
    return pieces


def results(sheet: bytes) -> dict[str, str | None]:
    """What formulas of a sheet gave when they were last worked out, by cell; None where nothing is kept."""
    found = ((address, cell) for address, cell in cells(etree.fromstring(sheet, PARSER)) if cell.find("{*}f") is not None)
    return {address: cell.findtext("{*}v") for address, cell in found}


def worked_out(sheet: bytes) -> set[str]:
    """Cells of a sheet whose value comes from a formula, those that an array fills as well."""
    found: set[str] = set()
    for address, cell in cells(etree.fromstring(sheet, PARSER)):
        formula = cell.find("{*}f")
        if formula is not None:
            area = formula.get("ref", "") if formula.get("t") == "array" else ""
            found |= {address, *(f"{get_column_letter(column)}{row}" for row, column in _area(area))}
    return found


def _area(ref: str) -> Iterator[tuple[int, int]]:
    if ref:
        left, top, right, bottom = range_boundaries(ref)
        yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def lost_styles(before: bytes, after: bytes) -> list[str]:
    """Lists of styles that do not begin with all that was in them: cells point at their members by number."""
    old, new = (etree.fromstring(content, PARSER) for content in (before, after))
    lost = []
    for name in STYLES:
        kept, given = ([canonical(item) for item in root.iterfind(f"{{*}}{name}/*")] for root in (old, new))
        if given[: len(kept)] != kept:
            lost.append(name)
    return lost


def lost_notes(before: bytes, after: bytes, cell: str) -> list[tuple[object, ...]]:
    """What is no longer as it was in notes, or in the shapes of notes and buttons, but for those of one cell."""
    old, new = (etree.fromstring(content, PARSER) for content in (before, after))
    there = set(map(canonical, new.iter("{*}comment", "{*}shape", "{*}shapetype")))
    return [
        canonical(item)
        for item in old.iter("{*}comment", "{*}shape", "{*}shapetype")
        if item.get("ref") != cell and _note_shapes(item) != {cell} and canonical(item) not in there
    ]
