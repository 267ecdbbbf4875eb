"""A workbook's zip by its members: what is not touched goes out as it came in, compressed bytes included."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from ..guard import Archive, Limits, RefusedError, check_markup

try:
    from isal import isal_zlib as zlib  # deflates several times as fast
except ImportError:  # there is no wheel of it for every machine
    import zlib

UTF8_NAMES = 0x800
SIZES_FOLLOW = 0x8
CREATED = 0x21
"""1 January 1980, the first day a zip knows: members written here carry no time."""
LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")


NUMBERED = re.compile(r"&#(?:(\d{3,7})|x([0-9A-Fa-f]{2,6}));")


def _letter(found: re.Match[str]) -> str:
    """A letter that stands as a number, as programs write it whose XML is ASCII; signs that XML needs so stay."""
    code = int(found[1]) if found[1] else int(found[2], 16)
    return chr(code) if 0xA0 <= code < 0xD800 or (0xE000 <= code <= 0x10FFFF and code & 0xFFFE != 0xFFFE) else found[0]


def decoded(xml: bytes, part: str) -> str:
    """Text of a part, or of a piece of it.

    Raises:
        RefusedError: It is no text.
    """
    try:
        return xml.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError("file-damaged", part=part) from error


def checked(xml: bytes, part: str) -> bytes:
    """A part, or a piece of it, that is text; errors as `decoded`, which costs more."""
    if not xml.isascii():
        decoded(xml, part)
    return xml


@dataclass(frozen=True, slots=True)
class Member:
    """A member as it lies in a zip: its compressed bytes, and what the directory says of it.

    Attributes:
        name: Bytes of the name.
        data: Compressed bytes.
        local: Extra field of the header before the data.
        central: Extra field of the directory.
        facts: Version made by, version needed, flags, method, time, date, checksum, size inflated, internal and external attributes.
    """

    name: bytes
    data: bytes
    facts: tuple[int, int, int, int, int, int, int, int, int, int]
    local: bytes = b""
    central: bytes = b""


def deflated(name: str, content: bytes) -> Member:
    """A new member."""
    packer = zlib.compressobj(2, zlib.DEFLATED, -15)
    data = packer.compress(content) + packer.flush()
    return Member(name.encode(), data, (20, 20, UTF8_NAMES, 8, 0, CREATED, zlib.crc32(content), len(content), 0, 0))


@dataclass(frozen=True, slots=True)
class Packed:
    """A member as it goes into a zip: its bytes, and those of its entry in the directory before and after its place."""

    body: bytes
    before: bytes
    after: bytes


def packed(item: Member) -> Packed:
    """Bytes of a member."""
    made, needed, flags, method, time, date, crc, size, internal, external = item.facts
    flags &= ~SIZES_FOLLOW
    name, data = item.name, item.data
    head = LOCAL.pack(b"PK\3\4", needed, flags, method, time, date, crc, len(data), size, len(name), len(item.local))
    entry = CENTRAL.pack(
        b"PK\1\2", made, needed, flags, method, time, date, crc, len(data), size,
        len(name), len(item.central), 0, 0, internal, external, 0,
    )  # fmt: skip
    return Packed(head + name + item.local + data, entry[:-4], name + item.central)


def zipped(members: Iterable[Packed], comment: bytes = b"") -> bytes:
    """Bytes of a zip of these members."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for item in members:
        body.append(item.body)
        directory.append(item.before + offset.to_bytes(4, "little") + item.after)
        offset += len(item.body)
    central = b"".join(directory)
    end = END.pack(b"PK\5\6", 0, 0, len(body), len(body), len(central), offset, len(comment))
    return b"".join((*body, central, end, comment))


def dump(members: Iterable[Member], comment: bytes = b"") -> bytes:
    """Bytes of a zip of these members."""
    return zipped(map(packed, members), comment)


class Package:
    """The parts of a workbook, which can be replaced, added and removed. Names are compared as office programs do, without regard to case."""

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        """Open a package.

        Raises:
            RefusedError: The bytes are no zip that can be trusted.
        """
        self._archive = Archive(data, limits or Limits())
        with zipfile.ZipFile(BytesIO(data)) as opened:
            self._comment = opened.comment
            keys = [info.filename.replace("\\", "/").lower() for info in opened.infolist()]
        self._members = {key: self._member(key) for key in keys}
        self._contents: dict[str, bytes] = {}
        self._names = {key: info.filename.replace("\\", "/") for key, info in self._archive.parts.items()}

    def _member(self, key: str) -> Member:
        info, place = self._archive.parts[key], self._archive.places[key]
        data = self._archive.data
        head = data[info.header_offset : place.start]
        length = int.from_bytes(head[26:28], "little")
        time, date = struct.unpack_from("<HH", head, 10)
        made = info.create_system << 8 | info.create_version
        facts = (made, info.extract_version, info.flag_bits, info.compress_type, time, date, info.CRC, info.file_size,
                 info.internal_attr, info.external_attr)  # fmt: skip
        return Member(head[30 : 30 + length], data[place], facts, head[30 + length :], info.extra)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def names(self) -> list[str]:
        """Names of the parts in their order."""
        return [self._names[key] for key in self._members]

    def read(self, name: str) -> bytes:
        """Bytes of a part.

        Raises:
            RefusedError: There is no such part, or it is damaged.
        """
        key = name.lower()
        if key not in self._contents:
            content = self._archive.read(name)
            if key.endswith((".xml", ".rels", ".vml")):
                check_markup(self._names[key], content)
            self._contents[key] = content
        return self._contents[key]

    def text(self, name: str) -> str:
        """Text of a part of XML; letters that are written as numbers are letters in it.

        Raises:
            RefusedError: There is no such part, or it is damaged.
        """
        text = decoded(self.read(name), name)
        return NUMBERED.sub(_letter, text) if "&" in text and "&#" in text and "<![CDATA[" not in text else text

    def put(self, name: str, content: bytes | str) -> None:
        """Replace a part, or add it after the others. The same content changes nothing."""
        if isinstance(content, str):
            content = content.encode()
        key = name.lower()
        if key in self._members and self.read(name) == content:
            return
        self._names.setdefault(key, name)
        self._contents[key] = content
        self._members[key] = deflated(self._names[key], content)

    def remove(self, name: str) -> None:
        """Remove a part if it is there."""
        for kept in (self._members, self._contents):
            kept.pop(name.lower(), None)

    def members(self) -> dict[str, Member]:
        """Members by name in lower case, in their order."""
        return dict(self._members)

    def pack(self) -> bytes:
        """Bytes of the package as it is now."""
        return dump(self._members.values(), self._comment)
