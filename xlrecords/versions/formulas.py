"""Whether two formulas are the same one: they point to the same cells, wherever those stand now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..book import address
from ..ooxml.refs import Ref, aim, column_number
from ..ooxml.relative import relative
from .bridge import Bridge
from .edition import Spot

MOST = 5000
"""So many cells of a range are followed one by one."""


@dataclass(frozen=True)
class Places:
    """Sheets of a book of A, by their names there in lower case.

    Attributes:
        names: Names that they have in B.
        bridges: Where their cells stand in B; those without one stand where they stood.
    """

    names: Mapping[str, str]
    bridges: Mapping[str, Bridge]

    def same(self, first: str, spot: Spot, second: str, there: Spot, home: str) -> bool:
        """Whether a formula of A is one of B.

        Args:
            first: The formula of A, without «=».
            spot: Its cell.
            second: The formula of B.
            there: Its cell.
            home: Name of its sheet in A.
        """
        if first == second and spot == there:
            return True
        ours, theirs = aim(first), aim(second)
        if len(ours) == len(theirs) and all(self._piece(one, other, home) for one, other in zip(ours, theirs, strict=True)):
            return True
        turned = relative(first, _named(spot))
        return turned is not None and turned == relative(second, _named(there))

    def _piece(self, first: str | Ref, second: str | Ref, home: str) -> bool:
        if isinstance(first, str) or isinstance(second, str):
            return first == second
        name = self.names.get(first.sheet.lower(), first.sheet) if first.sheet else ""
        if first.outer or second.outer or name.lower() != second.sheet.lower():
            return first == second
        bridge = self.bridges.get((first.sheet or home).lower())
        return _fixed(first) == _fixed(second) and _follows(first, second, bridge)


def _named(spot: Spot) -> str:
    return address(spot[0] + 1, spot[1] + 1)


def _fixed(ref: Ref) -> tuple[bool, ...]:
    """Which parts of a reference stay when it is copied, and whether it is a range."""
    parts = (ref.first[:1] == "$", ref.first[1:].endswith("$"), ref.middle[1:2] == "$", ref.middle[2:].endswith("$"))
    return (*parts, bool(ref.middle))


def _columns(ref: Ref) -> tuple[int, int] | None:
    """First and last column from 0; None for whole rows."""
    letters = ref.first.replace("$", ""), ref.middle.strip(":").replace("$", "")
    if not letters[0]:
        return None
    first = column_number(letters[0]) - 1
    return first, column_number(letters[1]) - 1 if letters[1] else first


def _follows(first: Ref, second: Ref, bridge: Bridge | None) -> bool:
    """Whether the cells of a reference of A are those of a reference of B, but for cells that only one version has."""
    ours, theirs = _columns(first), _columns(second)
    if bridge is None or ours is None or theirs is None:
        return (ours, first.top, first.bottom) == (theirs, second.top, second.bottom)
    height, width = bridge.zones[0].size
    rows = range(first.top - 1, min(first.bottom, height))
    columns = range(ours[0], min(ours[1] + 1, width))
    if not rows or not columns or len(rows) * len(columns) > MOST:
        return (ours, first.top, first.bottom) == (theirs, second.top, second.bottom)

    def within(spot: Spot) -> bool:
        return second.top - 1 <= spot[0] < second.bottom and theirs[0] <= spot[1] <= theirs[1]

    here = {(row, column) for row in rows for column in columns}
    moved = {there for spot in here if (there := bridge.there(spot)) is not None}
    if not moved or not all(map(within, moved)):
        return False
    there_height, there_width = bridge.zones[1].size
    found = (
        (row, column)
        for row in range(second.top - 1, min(second.bottom, there_height))
        for column in range(theirs[0], min(theirs[1] + 1, there_width))
    )
    return all(spot not in bridge.back or bridge.back[spot] in here for spot in found)
