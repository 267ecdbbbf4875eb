"""Scans of documents: small pictures beside the registers, and their fingerprints in them."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping, Sequence

from ..forms import saved_works, supporting_documents
from ..scan import FOLDER
from .sheet import Sheet

SIZE = 32, 45
"""Width and height of a picture: a sheet of paper."""
SCANNED = {supporting_documents.FORM.name: 6, saved_works.FORM.name: 2}
"""Form -> so many rows of it have a file."""


def add(sheets: Sequence[Sheet]) -> Mapping[str, bytes]:
    """Name a file and its fingerprint in the first rows of some registers; the files by their paths beside the book."""
    files: dict[str, bytes] = {}
    for sheet in sheets:
        for row in sheet.rows[: SCANNED.get(sheet.form.name if sheet.form else "", 0)]:
            name = f"{sheet.tab} {row['number']}.png"
            content = files[f"{FOLDER}/{name}"] = picture(len(files))
            row |= {"file": name, "sha256": hashlib.sha256(content).hexdigest()}
    return files


def picture(number: int) -> bytes:
    """A grey picture, each number another grey, as a PNG."""
    width, height = SIZE
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = (b"\0" + bytes([(200 + number) % 256]) * width) * height
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
