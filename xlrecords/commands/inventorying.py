"""The lists beside the bags of an archive: inventories of its cases, as workbooks and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..archive.bag import Shelf, Stored
    from ..archive.inventory import Bagged
    from ..pdf.papers import Paper
    from ..report import Page

PAPER, ELECTRONIC = "Опись дел", "Опись электронных дел"
YEARLESS = "без года"


def write_inventories(here: Shelf, out: Path) -> Iterator[Path]:
    """Write the inventories of all whole bags of an archive: of each case the latest edition, a file for each year in which cases ended.

    Raises:
        SaveError: A list is open in an office program, is not ours, or cannot be written.
    """
    from ..archive import papers
    from ..archive.inventory import electronic, inventories
    from ..reports.archive import electronic_pages, inventory_pages

    bags = [_bagged(bag) for bag in here.latest.values() if bag.whole]
    for found in inventories(bag.passport for bag in bags):
        yield from _both(out, f"{PAPER} {found.year or YEARLESS}", inventory_pages([found]), papers.inventory(found))
    for part in electronic(bags):
        yield from _both(
            out, f"{ELECTRONIC} {part.inventory.year or YEARLESS}", electronic_pages([part]), papers.electronic_inventory([part])
        )


def _bagged(bag: Stored) -> Bagged:
    from ..archive.bag import TAGS
    from ..archive.inventory import Bagged
    from ..history import sha256

    sizes = {path.relative_to(bag.path).as_posix(): path.stat().st_size for path in sorted(bag.path.rglob("*")) if path.is_file()}
    return Bagged(bag.passport, sha256((bag.path / TAGS).read_bytes()), sizes)


def _both(out: Path, name: str, pages: list[Page], paper: Paper) -> Iterator[Path]:
    """A list as a workbook and on paper."""
    from ..pdf import is_ours
    from ..pdf.papers import compose
    from ..reports.workbook import write_pages
    from ..save import save

    yield save(out / f"{name}.xlsx", lambda beside: write_pages(beside, pages))
    yield save(out / f"{name}.pdf", lambda beside: beside.write_bytes(compose(paper).pdf), is_ours)
