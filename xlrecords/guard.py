"""Proofs about the bytes of a workbook, made before any reader of workbooks sees them.

The reader (calamine) allocates the whole used rectangle of a sheet: one value in XFD1048576 ends the process, and no
exception can be caught. It also follows what a package says of itself. So a package is taken apart here, each part is
checked, and only the parts that were checked are put together again for the reader.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

try:
    from isal import isal_zlib as zlib  # inflates twice as fast
except ImportError:  # there is no wheel of it for every machine
    import zlib

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    Attributes:
        file: Bytes of the file.
        inflated: Bytes of all parts of a package together, and of the text of all cells.
        ratio: How many times a package larger than a mebibyte may grow when it is inflated.
        entries: Parts of a package.
        cells: Cells of the used rectangles of all sheets together.
        seconds: Time of the child process, in seconds of wall clock.
        memory: Address space of the child process, in bytes; not enforced on Windows.
    """

    file: int = 64 * MEBIBYTE
    inflated: int = 256 * MEBIBYTE
    ratio: int = 300
    entries: int = 10_000
    cells: int = 10_000_000
    seconds: float = 30.0
    memory: int = 1024 * MEBIBYTE


class RefusedError(Exception):
    """A file that cannot be read: the id of a rule of `rules.files`, and the facts of its message."""

    def __init__(self, rule: str, **facts: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.facts = facts


DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
ENCODING = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)""")


def check_markup(part: str, xml: bytes) -> None:
    """Refuse XML that declares a DTD or entities, or whose encoding could hide that it does."""
    # "!" is rare in a sheet, so looking for it first costs next to nothing.
    if b"!" in xml and DECLARATION.search(xml):
        raise RefusedError("file-unsafe", part=part)
    encoding = ENCODING.match(xml.removeprefix(b"\xef\xbb\xbf").lstrip()[:200])
    known = encoding is None or encoding[1].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii")
    if not known or b"\0" in xml or xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RefusedError("file-unsafe", part=part)


SPOILT: tuple[type[Exception], ...] = (zlib.error, ValueError)
"""What inflating a spoilt part raises."""
DEFLATE_RATIO = 1032
"""What deflate can gain at the most."""


class Archive:
    """A zip package in memory whose directory was found honest; parts are inflated one by one, never beyond their size.

    Names of parts are compared without regard to case, as office programs do.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Read and check the directory.

        Raises:
            RefusedError: `file-damaged`, `file-unsafe`, `file-encrypted` or `file-too-large`.
        """
        # Each record of the directory opens with this signature: an upper bound before any object is made.
        if data.count(b"PK\1\2") > limits.entries:
            raise RefusedError("file-too-large", what="слишком много частей в архиве")
        self.data = data
        self.limit = limits.inflated
        self.parts: dict[str, zipfile.ZipInfo] = {}
        self.places: dict[str, slice] = {}
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                directory = archive.start_dir
                infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
        except Exception as error:  # zipfile answers a spoilt directory with half a dozen types
            raise RefusedError("file-damaged", part="") from error
        free = 0
        for info in infos:
            name = info.filename.replace("\\", "/")
            if name.startswith("/") or ":" in name or ".." in name.split("/"):
                raise RefusedError("file-unsafe", part=info.filename)
            if info.flag_bits & 1:
                raise RefusedError("file-encrypted")
            if name.lower() in self.parts or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise RefusedError("file-damaged", part=name)
            if info.header_offset < free:
                raise RefusedError("file-too-large", what="части архива наложены одна на другую")
            head = data[info.header_offset : info.header_offset + 30]
            if len(head) < 30 or not head.startswith(b"PK\3\4"):
                raise RefusedError("file-damaged", part=name)
            start = info.header_offset + 30 + sum(struct.unpack("<HH", head[26:]))
            free = start + info.compress_size
            self.parts[name.lower()] = info
            self.places[name.lower()] = slice(start, free)
        if free > directory:
            raise RefusedError("file-too-large", what="части архива наложены одна на другую")
        total = sum(info.file_size for info in infos)
        if total > limits.inflated or total > max(MEBIBYTE, limits.ratio * len(data)):
            raise RefusedError("file-too-large", what="архив раскрывается в слишком большой объём")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.parts

    def names(self) -> Iterator[str]:
        """Names of the parts, in lower case."""
        return iter(self.parts)

    def read(self, name: str) -> bytes:
        """Bytes of a part, checked against the directory.

        Raises:
            RefusedError: `file-damaged` for a part that is missing or broken, `file-too-large` for one that lies.
        """
        key = name.lower()
        if key not in self.parts:
            raise RefusedError("file-damaged", part=name)
        info = self.parts[key]
        name = info.filename
        content = self.data[self.places[key]]
        if info.compress_type == zipfile.ZIP_DEFLATED:
            try:
                if len(content) * DEFLATE_RATIO <= self.limit:
                    content = zlib.decompress(content, -zlib.MAX_WBITS, max(info.file_size, 1))
                else:  # slower, but stops in time
                    content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, info.file_size + 1)
            except SPOILT as error:
                raise RefusedError("file-damaged", part=name) from error
        if len(content) > info.file_size:
            raise RefusedError("file-too-large", what="часть архива больше, чем в нём указано")
        if len(content) < info.file_size or zlib.crc32(content) != info.CRC:
            raise RefusedError("file-damaged", part=name)
        return content

    def markup(self) -> dict[str, bytes]:
        """All parts that hold XML, by their names in lower case; a DTD or an entity in any of them refuses the file."""
        parts = {}
        for name in self.names():
            if name.endswith((".xml", ".rels", ".vml")):
                parts[name] = self.read(name)
                check_markup(self.parts[name].filename, parts[name])
        return parts


def parsed(parts: dict[str, bytes], name: str) -> ElementTree.Element:
    """Root element of a part whose markup was checked."""
    try:
        return ElementTree.fromstring(parts[name])
    except (KeyError, ElementTree.ParseError) as error:
        raise RefusedError("file-damaged", part=name) from error


def relations(parts: dict[str, bytes], name: str) -> dict[str, tuple[str, str]]:
    """Relations in a .rels part: id -> last word of the type, and name of the target; none if there is no such part."""
    folder = posixpath.dirname(posixpath.dirname(name))
    found = {}
    for element in parsed(parts, name).iter() if name in parts else ():
        target = unquote(element.get("Target", "")).replace("\\", "/")
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[element.get("Id", "")] = element.get("Type", "").rpartition("/")[2], target
    return found


def main_part(archive: Archive, parts: dict[str, bytes]) -> str:
    """Name of the part that is the document itself, "" if there is none."""
    for kind, target in relations(parts, "_rels/.rels").values():
        if kind == "officeDocument" and target in archive:
            return target
    usual = ("xl/workbook.xml", "xl/workbook.bin", "word/document.xml", "ppt/presentation.xml")
    return next((name for name in usual if name in archive), "")


RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET_LINK = f'<Relationship Id="r{{0}}" Type="{RELATION}/worksheet" Target="worksheets/sheet{{0}}.xml"/>'
OTHER_LINK = f'<Relationship Id="{{0}}" Type="{RELATION}/{{0}}" Target="{{0}}.xml"/>'


@dataclass(frozen=True, slots=True)
class Package:
    """What of a workbook is read: sheets as (name, XML; empty if the part is missing), and what cells refer to."""

    sheets: tuple[tuple[str, bytes], ...]
    strings: bytes
    styles: bytes
    date1904: bool

    def pack(self) -> bytes:
        """The least package a reader opens, without compression: what was checked is exactly what is read."""
        sheets = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="r{number}"/>' for number, (name, _) in enumerate(self.sheets, 1)
        )
        others = {"sharedStrings": self.strings, "styles": self.styles}
        links = "".join(SHEET_LINK.format(number) for number in range(1, len(self.sheets) + 1))
        links += "".join(OTHER_LINK.format(name) for name, xml in others.items() if xml)
        parts = {
            "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{RELATION}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
            "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
            "xl/workbook.xml": f'<workbook xmlns:r="{RELATION}"><workbookPr date1904="{int(self.date1904)}"/>'
            f"<sheets>{sheets}</sheets></workbook>",
        }
        content = {f"xl/{name}.xml": xml for name, xml in others.items() if xml}
        content |= {f"xl/worksheets/sheet{number}.xml": xml for number, (_, xml) in enumerate(self.sheets, 1)}
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, part in (parts | content).items():
                archive.writestr(zipfile.ZipInfo(name), part)
        return packed.getvalue()


def unpack(data: bytes, limits: Limits) -> Package:
    """The package of a workbook in Office Open XML."""
    archive = Archive(data, limits)
    parts = archive.markup()
    return take_apart(archive, parts, main_part(archive, parts))


def take_apart(archive: Archive, parts: dict[str, bytes], main: str) -> Package:
    """Find what is read of a workbook by the relations of its main part.

    Args:
        archive: The package.
        parts: Its checked markup.
        main: Name of the part that is the workbook.

    Raises:
        RefusedError: `file-not-workbook` if the main part is another document, `file-damaged` if a part is missing.
    """
    root = parsed(parts, main.lower())
    if local(root.tag) != "workbook":
        raise RefusedError("file-not-workbook", what="архив zip без книги")
    folder, base = posixpath.split(main)
    links = relations(parts, posixpath.join(folder, "_rels", f"{base}.rels").lower())

    def part(name: str) -> bytes:
        # A relation may name a part whose ending does not say that it is XML.
        key = name.lower()
        if key not in parts:
            parts[key] = archive.read(name)
            check_markup(name, parts[key])
        return parts[key]

    sheets, date1904 = [], False
    for element in root.iter():
        if local(element.tag) == "workbookPr":
            date1904 = element.get("date1904", "") in ("1", "true")
        elif local(element.tag) == "sheet":
            link = next((value for key, value in element.items() if key.endswith("}id")), "")
            kind, target = links.get(link, ("worksheet", ""))
            if kind == "worksheet":
                sheets.append((element.get("name", ""), part(target) if target in archive else b""))
    kinds = {kind: part(target) for kind, target in links.values() if kind in ("sharedStrings", "styles")}
    return Package(tuple(sheets), kinds.get("sharedStrings", b""), kinds.get("styles", b""), date1904)


def local(tag: str) -> str:
    """Name of an element without its namespace."""
    return tag.rpartition("}")[2]
