"""A workbook as a zip of parts: the same parts give the same bytes, and what Excel would only find when it opens them is looked at here."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Mapping
from xml.etree import ElementTree

from .vba import BuildError

TYPES = "[Content_Types].xml"
RIBBON = "customUI/customUI14.xml"
RIBBON_TYPE = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
CORE = "docProps/core.xml"
PROJECT = "xl/vbaProject.bin"
NOT_COMPILED = bytes.fromhex("CC61FFFF000000")
MAIN_TYPES = {
    "xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}
"""Content type of the workbook by the ending of its name."""
PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>xlrecords</dc:creator>'
    "{category}<cp:version>{version}</cp:version>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created></cp:coreProperties>'
)
VERSION = re.compile(r"<cp:version>([^<]*)</cp:version>")

Parts = dict[str, bytes]


def unpacked(data: bytes) -> Parts:
    """Parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The workbook: types first, then by name, without times."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(parts, key=lambda name: (name != TYPES, name)):
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), parts[name], zipfile.ZIP_DEFLATED)
    return target.getvalue()


def uncompiled(parts: Parts) -> Parts:
    """The project says that nothing of it is compiled, as [MS-OVBA] 2.3.4.1 asks: no Excel takes what is left of another for its own."""
    from pyopenvba.cfb import CFB

    project = CFB.from_bytes(parts[PROJECT])
    project.write_stream_in_storage("VBA", "_VBA_PROJECT", NOT_COMPILED)
    return parts | {PROJECT: project.to_bytes()}


def with_ribbon(parts: Parts, ribbon: str) -> Parts:
    """The ribbon's part and its relationship are added."""
    link = f'<Relationship Id="xlrRibbon" Type="{RIBBON_TYPE}" Target="{RIBBON}"/></Relationships>'
    related = parts["_rels/.rels"].replace(b"</Relationships>", link.encode())
    return parts | {RIBBON: ribbon.encode(), "_rels/.rels": related}


def with_properties(parts: Parts, title: str, version: str, ours: bool) -> Parts:
    """Properties that name xlrecords and its version, and neither a person nor a time.

    Args:
        parts: Parts of the workbook.
        title: Its title.
        version: Version of xlrecords.
        ours: Whether it is known from then on as made by xlrecords: such a file may be written again, and is never checked.
    """
    category = "<cp:category>xlrecords</cp:category>" if ours else ""
    return parts | {CORE: PROPERTIES.format(title=title, version=version, category=category).encode()}


def version_of(data: bytes) -> str:
    """Version of xlrecords in the properties of a workbook; empty if there is none."""
    try:
        found = VERSION.search(unpacked(data).get(CORE, b"").decode())
    except (zipfile.BadZipFile, UnicodeDecodeError):
        return ""
    return found[1] if found else ""


def check_parts(parts: Mapping[str, bytes], kind: str, modules: Collection[str]) -> None:
    """What Excel would only say when it opens the workbook.

    Raises:
        BuildError: A part is no XML or has no content type, a relationship leads nowhere, or a codeName has no module.
    """
    for name, data in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                ElementTree.fromstring(data)
            except ElementTree.ParseError as error:
                raise BuildError(f"{name}: {error}") from error
    types = parts[TYPES].decode()
    overridden = set(re.findall(r'PartName="/([^"]+)"', types))
    endings = {ending.lower() for ending in re.findall(r'Extension="([^"]+)"', types)}
    untyped = {name for name in parts if name != TYPES and name not in overridden and name.rsplit(".", 1)[-1].lower() not in endings}
    if untyped or overridden - parts.keys():
        raise BuildError(f"content types: {sorted(untyped | (overridden - parts.keys()))}")
    if f'PartName="/xl/workbook.xml" ContentType="{MAIN_TYPES[kind]}"' not in types:
        raise BuildError(f"the workbook is no {kind}")
    lost = {target for name in parts if name.endswith(".rels") for target in _targets(name, parts[name])} - parts.keys()
    if lost:
        raise BuildError(f"relationships lead nowhere: {sorted(lost)}")
    sheets = [data.decode() for name, data in sorted(parts.items()) if re.fullmatch(r"xl/(workbook|worksheets/[^/]+)\.xml", name)]
    names = [re.findall(r'<(?:workbookPr|sheetPr)\b[^>]*\bcodeName="(\w+)"', xml) for xml in sheets]
    if any(len(found) != 1 for found in names) or {found[0] for found in names} - set(modules):
        raise BuildError(f"sheets without a module: {names}")


def _targets(name: str, data: bytes) -> set[str]:
    """Parts that a list of relationships leads to."""
    folder = posixpath.dirname(posixpath.dirname(name))
    return {
        posixpath.normpath(posixpath.join(folder, link.attrib["Target"])).lstrip("/")
        for link in ElementTree.fromstring(data)
        if link.attrib.get("TargetMode") != "External"
    }
