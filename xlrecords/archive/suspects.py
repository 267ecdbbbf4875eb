"""Which file of a bag was changed: told from the tag files, of which each vouches for another, and from what follows from the payload.

A hash that does not fit leaves open whether the file or the list was changed. The list of hashes that was sealed is therefore looked for:
the one whose own hash `tagmanifest-sha256.txt` has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

from ..history import sha256
from .bag import DECLARATION, INFO, MANIFEST, Entry, manifest_text, tag_files
from .bag import TAGS as TAGMANIFEST
from .passport import PASSPORT, Passport, PassportError, load

TAG_FILES: Final = (DECLARATION, INFO, MANIFEST, TAGMANIFEST)
DOUBTS: Final = 12
"""So many lines of a manifest may be in doubt before its sealed form is no longer looked for: each doubles the work."""
WORK: Final = 2_000_000
"""So many lines are hashed at most in that search; it takes a few seconds."""
DAMAGED: Final = 2
"""So many signs of a hash may differ before it is taken for another hash, not for a damaged one."""
LEFTOVERS: Final = (".DS_Store", "Thumbs.db", "desktop.ini")
"""Files that systems leave in folders that somebody looked into."""
CHUNK: Final = 16
"""Signs of a hash that are looked for at a time: of its four parts, `DAMAGED` signs leave at least one whole."""
_LINE: Final = re.compile(r"([0-9A-Fa-f]{32,128})[ \t]+\*?(\S.*)")
_LINES: Final = re.compile(r"\r\n|\n|\r")
_ESCAPES: Final = {"%0A": "\n", "%0D": "\r", "%25": "%"}


class Kind(StrEnum):
    """What became of a file."""

    CHANGED = "изменён"
    MISSING = "пропал"
    ADDED = "добавлен"
    UNREADABLE = "не читается"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A file that is not what was sealed: path within the bag, what became of it, and a remark."""

    file: str
    kind: Kind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A manifest as it was read.

    Attributes:
        hashes: Hash in small letters, by path.
        bad: Numbers of lines that are no lines of a manifest, name a path twice, or a path out of the bag.
    """

    hashes: Mapping[str, str]
    bad: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was concluded.

    Attributes:
        suspects: Files that are not what was sealed.
        passport: The passport, if it is the sealed one.
        sealed: Hash of each file of the payload when it was sealed, by path, as far as it is known.
        doubtful: Whether the tag manifest has the hash of another list of hashes.
    """

    suspects: tuple[Suspect, ...]
    passport: Passport | None
    sealed: Mapping[str, str]
    doubtful: bool


def listed(data: bytes) -> Listed:
    """Lines of a manifest; what is no line is told by its number, from 1."""
    hashes: dict[str, str] = {}
    bad = []
    for number, line in enumerate(_LINES.split(data.decode("utf-8-sig", "replace")), 1):
        if not line:
            continue
        found = _LINE.fullmatch(line)
        path = unicodedata.normalize("NFC", re.sub("%0[AaDd]|%25", lambda sign: _ESCAPES[sign[0].upper()], found[2])) if found else ""
        if not found or path in hashes or not inside(path):
            bad.append(number)
        else:
            hashes[path] = found[1].lower()
    return Listed(hashes, tuple(bad))


def inside(path: str) -> bool:
    """Whether a path of a manifest stays within the bag, on any system."""
    parts = path.replace("\\", "/").split("/")
    return not path.startswith(("/", "\\", "~")) and ":" not in parts[0] and not {"", ".", ".."} & set(parts) and "\0" not in path


def vouches(tagmanifest: bytes, digest: str) -> bool:
    """Whether a tag manifest has a hash, or had it before a few of its signs were damaged."""
    text = tagmanifest.decode("latin-1")
    for start in range(0, len(digest), CHUNK):
        place = text.find(digest[start : start + CHUNK]) - start
        if place >= 0 and _near(text[place : place + len(digest)], digest):
            return True
    return False


def _near(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= DAMAGED


def find(tags: Mapping[str, bytes], payload: Mapping[str, Entry], passport: bytes | None) -> Found:
    """Find what was changed in a bag that was made here.

    Args:
        tags: Bytes of the tag files that are there, by name.
        payload: What lies in the folder `data`, by path; files that cannot be read have an empty hash.
        passport: Bytes of `data/case.json`; None: it is not there or cannot be read.
    """
    manifest, tagmanifest = tags.get(MANIFEST), tags.get(TAGMANIFEST)
    sealed, doubtful = _sealed(manifest, tagmanifest, payload)
    suspects = list(_payload(sealed, payload))
    broken = {suspect.file for suspect in suspects}
    known = _passport(passport) if PASSPORT not in broken else None
    expected = tag_files(known, payload.values()) if known is not None and not broken and not doubtful else {}
    suspects += _tags(tags, expected, _text(sealed), doubtful)
    if PASSPORT not in broken and passport is not None and known is None:
        suspects.append(Suspect(PASSPORT, Kind.UNREADABLE, "это не паспорт дела; возможно, он записан более новой программой"))
    return Found(tuple(suspects), known, sealed, doubtful)


def _passport(data: bytes | None) -> Passport | None:
    try:
        return load(data) if data is not None else None
    except (PassportError, RecursionError):
        return None


def _sealed(manifest: bytes | None, tagmanifest: bytes | None, payload: Mapping[str, Entry]) -> tuple[dict[str, str], bool]:
    """Hashes that were sealed, and whether the tag manifest speaks against them."""
    there = dict(listed(manifest).hashes) if manifest is not None else {}
    here = {path: entry.sha256 for path, entry in payload.items() if entry.sha256}
    if tagmanifest is None:
        return (there or here), False
    if manifest is not None and vouches(tagmanifest, sha256(manifest)):
        return there, False
    for hashes in _candidates(here, there):
        if vouches(tagmanifest, sha256(_text(hashes))):
            return hashes, False
    return (there or here), MANIFEST in listed(tagmanifest).hashes


def _candidates(here: Mapping[str, str], there: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """What may have been sealed, where the payload and the manifest differ: first that the payload is right throughout."""
    same = {path: digest for path, digest in here.items() if there.get(path) == digest}
    doubts = sorted((set(here) | set(there)) - set(same))
    feasible = len(doubts) <= DOUBTS and len(same) << len(doubts) <= WORK
    choices = product((here, there), repeat=len(doubts)) if feasible else iter(((here,) * len(doubts),))
    for choice in choices:
        picked = {path: source[path] for path, source in zip(doubts, choice, strict=True) if path in source}
        yield same | picked


def _payload(sealed: Mapping[str, str], payload: Mapping[str, Entry]) -> Iterator[Suspect]:
    added = {entry.sha256: path for path, entry in payload.items() if path not in sealed}
    lost = {digest: path for path, digest in sealed.items() if path not in payload}
    for path, digest in sealed.items():
        if path not in payload:
            moved = added.get(digest)
            yield Suspect(path, Kind.MISSING, f"файл переименован: теперь это «{moved}»" if moved else "файла нет")
        elif not payload[path].sha256:
            yield Suspect(path, Kind.UNREADABLE, "файл не открывается")
        elif payload[path].sha256 != digest:
            yield Suspect(path, Kind.CHANGED, "" if payload[path].size else "файл пуст")
    for path, entry in payload.items():
        if path not in sealed:
            old = lost.get(entry.sha256)
            yield Suspect(path, Kind.ADDED, f"это «{old}» под другим именем") if old else stranger(path)


def stranger(path: str) -> Suspect:
    """A file that was not sealed."""
    leftover = path.rpartition("/")[2] in LEFTOVERS
    return Suspect(path, Kind.ADDED, "служебный файл системы: его можно убрать" if leftover else "в деле его не было")


def _tags(tags: Mapping[str, bytes], expected: Mapping[str, bytes], manifest: bytes, doubtful: bool) -> Iterator[Suspect]:
    """Tag files that are not what was sealed.

    Args:
        tags: Those that are there.
        expected: What follows from the passport and the payload; empty where either was changed.
        manifest: The sealed manifest.
        doubtful: Whether the tag manifest speaks against it.
    """
    tagmanifest = tags.get(TAGMANIFEST)
    for name in (DECLARATION, INFO, MANIFEST):
        if name not in tags:
            yield Suspect(name, Kind.MISSING, "файла нет")
        elif name == MANIFEST and doubtful:
            yield Suspect(name, Kind.CHANGED, f"{TAGMANIFEST} знает другой список хешей: один из них переписан, возможно, вместе с файлами")
        elif name == MANIFEST and tags[name] != manifest:
            yield Suspect(name, Kind.CHANGED, "список хешей не тот, что запечатан; файлы сверены с запечатанным")
        elif name in expected and tags[name] != expected[name]:
            yield Suspect(name, Kind.CHANGED, "не следует из паспорта дела")
        elif name not in expected and tagmanifest is not None and not vouches(tagmanifest, sha256(tags[name])):
            yield Suspect(name, Kind.CHANGED, _emptiness(tags[name]))
    if tagmanifest is None:
        yield Suspect(TAGMANIFEST, Kind.MISSING, "файла нет: переписан ли список хешей, сказать нельзя")
    elif expected:
        if tagmanifest != expected[TAGMANIFEST]:
            yield Suspect(TAGMANIFEST, Kind.CHANGED, _emptiness(tagmanifest))
    elif _shape(tagmanifest, {name: sha256(manifest if name == MANIFEST else tags[name]) for name in tags if name != TAGMANIFEST}):
        yield Suspect(TAGMANIFEST, Kind.CHANGED, _emptiness(tagmanifest))


def _emptiness(data: bytes) -> str:
    return "" if data else "файл пуст"


def _shape(tagmanifest: bytes, hashes: Mapping[str, str]) -> bool:
    """Whether a tag manifest is spoilt, judged by itself: a line that is none, or a hash that is nearly that of its file."""
    found = listed(tagmanifest)
    damaged = any(digest != hashes[name] and _near(digest, hashes[name]) for name, digest in found.hashes.items() if name in hashes)
    return bool(found.bad) or set(found.hashes) != {DECLARATION, INFO, MANIFEST} or damaged or tagmanifest != _text(found.hashes)


def _text(hashes: Mapping[str, str]) -> bytes:
    return manifest_text(sorted(hashes.items()))
