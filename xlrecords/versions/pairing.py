"""Which sheet and which book of A is which of B: by what they say of themselves, then by their names; nothing by its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from filecmp import cmp
from pathlib import Path, PurePosixPath

from ..history import sha256
from ..kind import plain
from .edition import Version

HALF = 0.5
"""Sheets of one name are the same one if so many of their filled cells are equal, of 1."""


def same_sheets(first: Sequence[Version], second: Sequence[Version]) -> list[tuple[Version, Version]]:
    """Sheets of A and the same ones of B, in the order of B.

    By all that they say of themselves and who stands on them; by all that they say and their name; by all that they say; by form,
    class and subject, which only one on each side has; then, of sheets that say too little or something else now, those of one name,
    if most cells are as they were, and those that are equal; last, by what they say, if only one is left that says so.
    """
    found: dict[int, int] = {}

    def tell(what: Callable[[Version], Hashable], likely: Callable[[Version, Version], bool] | None = None) -> None:
        ours = _grouped(first, found.keys(), what)
        theirs = _grouped(second, set(found.values()), what)
        for said, one in ours.items():
            other = theirs.get(said, [])
            if said and len(one) == len(other) == 1 and (likely is None or likely(first[one[0]], second[other[0]])):
                found[one[0]] = other[0]

    tell(lambda sheet: (sheet.people, sheet.full_title) if sheet.title and sheet.people else ())
    tell(lambda sheet: (sheet.name, sheet.full_title) if sheet.title else ())
    tell(lambda sheet: sheet.full_title if sheet.title else ())
    tell(lambda sheet: (sheet.name, sheet.title) if sheet.title else ())
    tell(lambda sheet: sheet.title)
    tell(lambda sheet: sheet.name, _alike)
    tell(lambda sheet: tuple(tuple(map(plain, row)) for row in sheet.cells))
    tell(lambda sheet: sheet.full_title if sheet.title else ())
    tell(lambda sheet: sheet.title)
    tell(lambda sheet: sheet.name, lambda one, other: not one.title and not other.title)
    return sorted(((first[a], second[b]) for a, b in found.items()), key=lambda pair: pair[1].at)


def _alike(first: Version, second: Version) -> bool:
    """Whether most cells that hold anything are equal at their places."""
    pairs = [
        (one, other)
        for row, there in zip(first.cells, second.cells, strict=False)
        for one, other in zip(row, there, strict=False)
        if one != "" or other != ""
    ]
    return sum(one == other for one, other in pairs) >= HALF * max(first.filled, second.filled, 1)


def _grouped(sheets: Sequence[Version], told: Collection[int], what: Callable[[Version], Hashable]) -> dict[Hashable, list[int]]:
    """Numbers of the sheets that are not told yet, by what is said of them."""
    found: dict[Hashable, list[int]] = {}
    for index, sheet in enumerate(sheets):
        if index not in told:
            found.setdefault(what(sheet), []).append(index)
    return found


def same_books(first: Mapping[str, Path], second: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    """Names of the books of A and of the same ones of B: of one name; else with equal bytes; else of one file name in another folder."""
    found = {name: name for name in first if name in second}
    if len(first) == len(second) == 1:
        found = {next(iter(first)): next(iter(second))}
    sizes = Counter(path.stat().st_size for path in second.values() if path.is_file())
    for equal in (_bytes_of(sizes), lambda name, path: PurePosixPath(name).name):
        ours = [name for name in first if name not in found]
        theirs = [name for name in second if name not in found.values()]
        said = [{name: equal(name, files[name]) for name in names} for names, files in ((ours, first), (theirs, second))]
        counts = [Counter(found.values()) for found in said]
        for name, what in said[0].items():
            if what and counts[0][what] == counts[1][what] == 1:
                found[name] = next(other for other, there in said[1].items() if there == what)
    yield from found.items()


def _bytes_of(sizes: Mapping[int, int]) -> Callable[[str, Path], Hashable]:
    """What is told of a file by its bytes; nothing of one that no other is as long as."""

    def told(name: str, path: Path) -> Hashable:
        return sha256(path.read_bytes()) if path.is_file() and path.stat().st_size in sizes else ""

    return told


def equal_files(first: Path, second: Path) -> bool:
    """Whether two files are equal to the byte, or are links to the same place, where there is nothing."""
    try:
        return cmp(first, second, shallow=False)
    except OSError:
        links = [path.readlink() for path in (first, second) if path.is_symlink()]
        return len(links) == 2 and links[0] == links[1]
