"""The lists beside the bags of an archive: inventories of its cases, as workbooks and on paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..archive.bag import Shelf, Stored
    from ..archive.inventory import Bagged
    from ..pdf.papers import Paper
    from ..report import Page

PAPER, ELECTRONIC = "Опись дел", "Опись электронных дел"
YEARLESS = "без года"


@dataclass(frozen=True, slots=True)
class Lost:
    """A case that an electronic inventory lists and that is no longer what it was: file of the inventory, year in its name, the case."""

    file: str
    year: str
    case: str


def lost(here: Shelf, out: Path) -> tuple[Lost, ...]:
    """Cases that the electronic inventories of an archive list and whose bags are gone, not whole, or were made anew."""
    from ..archive.rolls import listed
    from ..archive.verify import FINGERPRINT

    there = {_fingerprint(bag)[:FINGERPRINT] for bag in here.bags if bag.whole}
    return tuple(
        Lost(file.name, file.stem.removeprefix(ELECTRONIC).strip(), case)
        for file in sorted(out.glob(f"{ELECTRONIC}*.xlsx"))
        for fingerprint, case in listed(file)
        if fingerprint not in there
    )


def _fingerprint(bag: Stored) -> str:
    from ..archive.bag import TAGS
    from ..history import sha256

    return sha256((bag.path / TAGS).read_bytes())


def write_inventories(here: Shelf, out: Path, kept: Collection[str] = ()) -> Iterator[Path]:
    """Write the inventories of all whole bags of an archive: of each case the latest edition, a file for each year in which cases ended.

    Args:
        here: What lies in the archive.
        out: Its folder.
        kept: Years whose inventories are left as they are.

    Raises:
        SaveError: A list is open in an office program, is not ours, or cannot be written.
    """
    from ..archive import papers
    from ..archive.inventory import electronic, inventories
    from ..reports.archive import electronic_pages, inventory_pages

    bags = [_bagged(bag, [older for older in here.bags if older.passport.id == bag.passport.id and older != bag])
            for bag in here.latest.values() if bag.whole]  # fmt: skip
    for found in inventories(bag.passport for bag in bags):
        if (year := found.year or YEARLESS) not in kept:
            yield from _both(out, f"{PAPER} {year}", inventory_pages([found]), papers.inventory(found))
    for part in electronic(bags):
        if (year := part.inventory.year or YEARLESS) not in kept:
            yield from _both(out, f"{ELECTRONIC} {year}", electronic_pages([part]), papers.electronic_inventory([part]))


def _bagged(bag: Stored, older: Sequence[Stored]) -> Bagged:
    """A bag with its files, and what tells its earlier editions from others."""
    from ..archive.inventory import Bagged

    sizes = {path.relative_to(bag.path).as_posix(): path.stat().st_size for path in sorted(bag.path.rglob("*")) if path.is_file()}
    earlier = tuple((item.passport.edition, _fingerprint(item)) for item in older if item.whole)
    return Bagged(bag.passport, _fingerprint(bag), sizes, earlier)


def _both(out: Path, name: str, pages: list[Page], paper: Paper) -> Iterator[Path]:
    """A list as a workbook and on paper."""
    from ..pdf import is_ours
    from ..pdf.papers import compose
    from ..reports.workbook import write_pages
    from ..save import save

    yield save(out / f"{name}.xlsx", lambda beside: write_pages(beside, pages))
    yield save(out / f"{name}.pdf", lambda beside: beside.write_bytes(compose(paper).pdf), is_ours)
