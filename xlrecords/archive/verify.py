"""Is a bag what it was when it was sealed: every changed, missing and added file is named, changed tables cell by cell.

Nothing outside the folder of the bag is opened, whatever its manifests say: files are those that lie there, links are not followed.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ..history import sha256
from .bag import BLOCK, DECLARATION, MANIFEST, PAYLOAD, Entry
from .bag import TAGS as TAGMANIFEST
from .cells import Change, Compared, Tables
from .passport import PASSPORT, Passport
from .suspects import TAG_FILES, Kind, Listed, Suspect, find, listed, stranger

LARGEST: Final = 64 << 20
"""Bytes of a tag file or a passport that is read as a whole; a larger one is none of ours."""
UNREAD: Final = b"\0"
"""Stands for a tag file that cannot be read or is too large: no tag file is like it."""
FINGERPRINT: Final = 16
"""Digits of a fingerprint, as inventories have it."""
_MANIFEST: Final = re.compile(r"(tag)?manifest-(md5|sha1|sha224|sha256|sha384|sha512)\.txt")
SHA256: Final = "sha256"
NO_PASSPORT: Final = "Паспорт дела не прочитан или изменён: значения и страницы сравнить не с чем."
OF_OTHERS: Final = "Дело создано другой программой: проверены хеши по правилам BagIt, значения сравнить не с чем."
NOT_FETCHED: Final = "Часть файлов должна быть загружена по ссылкам из «fetch.txt»: ссылки не открывались."
EMPTY: Final = "пустая папка"
NAMES: Final = {
    PASSPORT: "паспорт дела и реестр страниц",
    DECLARATION: "объявление BagIt",
    "bag-info.txt": "описание дела",
    MANIFEST: "список хешей файлов",
    TAGMANIFEST: "список хешей служебных файлов",
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """A file that is not what was sealed.

    Attributes:
        file: Its path within the bag.
        kind: What became of it.
        text: What is known of it, in words; may be empty.
        cells: Cells that differ, if it holds tables.
    """

    file: str
    kind: Kind
    text: str = ""
    cells: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in a bag.

    Attributes:
        folder: The bag.
        flaws: Files that are not what was sealed, by path.
        passport: Its passport, if that is the sealed one; None for a bag of another program too.
        notes: What else is to be known, sentences.
        fingerprint: SHA-256 of its `tagmanifest-sha256.txt`; empty: there is none.
        files: Number of its files.
        size: Their bytes.
        foreign: Whether it was made by another program.
    """

    folder: Path
    flaws: tuple[Flaw, ...]
    passport: Passport | None = None
    notes: tuple[str, ...] = ()
    fingerprint: str = ""
    files: int = 0
    size: int = 0
    foreign: bool = False

    @property
    def name(self) -> str:
        """Name of the folder."""
        return self.folder.resolve().name


def bags_below(folder: Path) -> Iterator[Path]:
    """Bags at or below a folder, damaged ones too, in the order of their names; hidden folders are passed over.

    A folder that cannot be opened is taken for a bag, for nobody can tell that it is none.
    """
    if is_bag(folder):
        yield folder
        return
    closed: list[Path] = []
    for inner, folders, _ in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        path = Path(inner)
        if path != folder and is_bag(path):
            folders.clear()
            yield path
        else:
            folders[:] = sorted(name for name in folders if not name.startswith("."))
    yield from closed


def is_bag(folder: Path) -> bool:
    """Whether a folder is a bag, or was one: any of its tag files or its passport is left."""
    return any(os.path.isfile(folder / name) for name in (*TAG_FILES, PASSPORT)) or any(folder.glob("manifest-*.txt"))


def verify(folder: Path) -> Verdict:
    """Look at every file of a bag; what is wrong with it stands in the verdict, nothing is raised."""
    try:
        there, odd = _walk(folder)
    except OSError:
        return Verdict(folder, (Flaw(".", Kind.UNREADABLE, "папка не открывается"),))
    tags = {name: data if (data := _bytes(there[name])) is not None else UNREAD for name in there if "/" not in name}
    manifests = {name: listed(tags[name]) for name in tags if _MANIFEST.fullmatch(name)}
    if PASSPORT in there or any(PASSPORT in manifest.hashes for manifest in manifests.values()):
        return _ours(folder, there, odd, tags)
    return _of_others(folder, there, odd, manifests)


def _ours(folder: Path, there: Mapping[str, Path], odd: Sequence[Suspect], tags: Mapping[str, bytes]) -> Verdict:
    stored = _hashed(there, (SHA256,))
    payload = {path: Entry(path, one.size, one.hashes.get(SHA256, "")) for path, one in stored.items() if path.startswith(f"{PAYLOAD}/")}
    passport = _bytes(there[PASSPORT]) if PASSPORT in there else None
    found = find({name: tags[name] for name in TAG_FILES if name in tags}, payload, passport)
    added = [stranger(path) for path in stored if path not in payload and path not in TAG_FILES]
    told = (*_forged(found.passport, payload), *added, *found.suspects, *_emptied(odd, found.sealed))
    flaws = tuple(_flaws(_ordered({suspect.file: suspect for suspect in told}.values()), found.passport, there, found.sealed))
    notes = () if found.passport else (NO_PASSPORT,)
    fingerprint = sha256(tags[TAGMANIFEST]) if TAGMANIFEST in tags else ""
    return Verdict(folder, flaws, found.passport, notes, fingerprint, len(stored), sum(one.size for one in stored.values()))


def _of_others(folder: Path, there: Mapping[str, Path], odd: Sequence[Suspect], manifests: Mapping[str, Listed]) -> Verdict:
    stored = _hashed(there, sorted({_algorithm(name) for name in manifests}))
    suspects = _by_manifests(manifests, stored)
    suspects += _emptied(odd, (path for manifest in manifests.values() for path in manifest.hashes))
    flaws = tuple(Flaw(suspect.file, suspect.kind, suspect.text) for suspect in _ordered(suspects))
    notes = (OF_OTHERS, NOT_FETCHED) if "fetch.txt" in there else (OF_OTHERS,)
    return Verdict(folder, flaws, None, notes, "", len(stored), sum(one.size for one in stored.values()), foreign=True)


# Files


@dataclass(frozen=True, slots=True)
class _Stored:
    """A file: bytes, hashes by algorithm; none: it cannot be read."""

    size: int
    hashes: Mapping[str, str]


def _walk(folder: Path) -> tuple[dict[str, Path], list[Suspect]]:
    """Files of a folder by their paths, composed as manifests have them, and what is no ordinary file."""
    files: dict[str, Path] = {}
    odd: list[Suspect] = []

    def fail(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise error
        odd.append(Suspect(_name(folder, Path(error.filename)), Kind.UNREADABLE, "папка не открывается"))

    for inner, folders, names in os.walk(folder, onerror=fail):
        here = Path(inner)
        for name in sorted(name for name in folders if (here / name).is_symlink()):
            odd.append(Suspect(_name(folder, here / name), Kind.ADDED, "ссылка на другую папку: она не открывалась"))
        folders[:] = sorted(name for name in folders if not (here / name).is_symlink())
        if not names and not folders and here != folder:
            odd.append(Suspect(_name(folder, here), Kind.ADDED, EMPTY))
        for name in sorted(names):
            path, known = here / name, _name(folder, here / name)
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                odd.append(Suspect(known, Kind.CHANGED, "вместо файла ссылка: она не открывалась"))
            elif not stat.S_ISREG(mode):
                odd.append(Suspect(known, Kind.CHANGED, "это не обычный файл: он не открывался"))
            elif known in files:
                odd.append(Suspect(known, Kind.ADDED, "второй файл с тем же именем, иначе записанным"))
            else:
                files[known] = path
    return files, odd


def _name(folder: Path, path: Path) -> str:
    """Path below the bag; some systems take letters like «й» apart, manifests have them whole."""
    readable = path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return unicodedata.normalize("NFC", readable)


def _bytes(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError:
        return None
    return data if len(data) <= LARGEST else None


def _hashed(files: Mapping[str, Path], algorithms: Sequence[str]) -> dict[str, _Stored]:
    """Hashes of files, in threads: hashing lets the interpreter go."""

    def one(path: Path) -> _Stored:
        digests = [hashlib.new(name, usedforsecurity=False) for name in algorithms]
        size = 0
        try:
            with path.open("rb", buffering=0) as file:
                while block := file.read(BLOCK):
                    size += len(block)
                    for digest in digests:
                        digest.update(block)
        except OSError:
            return _Stored(size, {})
        return _Stored(size, {name: digest.hexdigest() for name, digest in zip(algorithms, digests, strict=True)})

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(files, pool.map(one, files.values()), strict=True))


def _ordered(suspects: Iterable[Suspect]) -> list[Suspect]:
    return sorted(suspects, key=lambda suspect: (not suspect.file.startswith(f"{PAYLOAD}/"), suspect.file))


def _emptied(odd: Iterable[Suspect], sealed: Iterable[str]) -> list[Suspect]:
    """What is odd but for folders that are empty because the files sealed in them are gone."""
    held = {f"{path.rpartition('/')[0]}/" for path in sealed}
    return [suspect for suspect in odd if suspect.text != EMPTY or not any(path.startswith(f"{suspect.file}/") for path in held)]


# Bags of other programs


def _algorithm(manifest: str) -> str:
    return manifest.rpartition("-")[2].removesuffix(".txt")


def _by_manifests(manifests: Mapping[str, Listed], stored: Mapping[str, _Stored]) -> list[Suspect]:
    """The same by the rules of BagIt alone (RFC 8493): every file of the payload in every manifest, with its hash."""
    suspects: dict[tuple[str, Kind], Suspect] = {}

    def blame(file: str, kind: Kind, text: str = "") -> None:
        suspects.setdefault((file, kind), Suspect(file, kind, text))

    if DECLARATION not in stored:
        blame(DECLARATION, Kind.MISSING, "файла нет")
    if not any(name.startswith("manifest") for name in manifests):
        blame(MANIFEST, Kind.MISSING, "списка хешей нет: сверить файлы не с чем")
    for name, manifest in manifests.items():
        algorithm = _algorithm(name)
        if manifest.bad:
            blame(name, Kind.CHANGED, f"непонятные или опасные строки: {', '.join(map(str, manifest.bad[:20]))}; они не открывались")
        for path, digest in manifest.hashes.items():
            if path not in stored:
                blame(path, Kind.MISSING, f"файла нет, а в «{name}» он есть")
            elif not stored[path].hashes:
                blame(path, Kind.UNREADABLE, "файл не открывается")
            elif stored[path].hashes[algorithm] != digest:
                blame(path, Kind.CHANGED, f"не совпадает с «{name}»" + ("" if stored[path].size else "; файл пуст"))
        if name.startswith("manifest"):
            for path in stored:
                if path.startswith(f"{PAYLOAD}/") and path not in manifest.hashes:
                    blame(path, Kind.ADDED, f"в «{name}» его нет")
    return list(suspects.values())


# Words


def _flaws(wrong: Sequence[Suspect], passport: Passport | None, there: Mapping[str, Path], sealed: Mapping[str, str]) -> Iterator[Flaw]:
    """Flaws out of suspects: what the file is, and for tables what was changed in them."""
    broken = {suspect.file for suspect in wrong}
    intact = {path: there[path] for path in sealed if path in there and path not in broken}
    tables = Tables(passport, intact) if passport else None
    for suspect in wrong:
        what = NAMES.get(suspect.file, "")
        flaw = Flaw(suspect.file, suspect.kind, "; ".join(text for text in (what, suspect.text) if text))
        if tables is None or suspect.kind is Kind.ADDED:
            yield flaw
            continue
        compared = tables.compare(suspect.file, there.get(suspect.file) if suspect.kind is Kind.CHANGED else None)
        yield _with(flaw, compared) if compared else flaw


def _with(flaw: Flaw, compared: Compared) -> Flaw:
    texts = (compared.what, flaw.text, *compared.texts)
    return replace(flaw, text="; ".join(text for text in texts if text), cells=compared.cells)


def _forged(passport: Passport | None, payload: Mapping[str, Entry]) -> Iterator[Suspect]:
    """Books whose hash in the passport is not that of their file: lists of hashes were made anew around them."""
    for document in passport.documents if passport else ():
        entry = payload.get(document.original)
        if entry and entry.sha256 != document.sha256:
            yield Suspect(document.original, Kind.CHANGED, "хеш книги не тот, что записан в паспорте дела")
