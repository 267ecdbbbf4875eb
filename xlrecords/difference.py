"""Plans one after the other without what one of them takes away only for a later one to put it again.

A check takes off the marks of the last one before it puts its own, and nearly all of them are the same: what stays is left
alone, and a press costs what changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from .book import Rows
from .edits import Edits, Fill, Note, Spot, Unfill, Unnote


def difference(
    steps: Sequence[Edits], sheets: Mapping[str, Rows] | None = None, colours: Mapping[Spot, str] | None = None
) -> tuple[Edits, ...]:
    """What is left to do of plans; it leads to the same workbook.

    Args:
        steps: Plans made for a workbook as it is now: whatever they take away is there.
        sheets: Cells of those of its sheets that may be removed and added again.
        colours: Plain colours, RRGGBB, of its cells: one that shall have the colour that it has is left alone.

    Returns:
        Plans without fills, notes and sheets that are there and shall be; none that is empty.
    """
    filled = set(_filled(steps, colours or {}))
    noted = set(_noted(steps))
    kept = set(_kept(steps, sheets or {}))
    left = (
        replace(
            step,
            fills=tuple(item for item in step.fills if (item.sheet, item.cell) not in filled),
            unfills=tuple(item for item in step.unfills if (item.sheet, item.cell) not in filled),
            notes=tuple(item for item in step.notes if (item.sheet, item.cell) not in noted),
            unnotes=tuple(item for item in step.unnotes if (item.sheet, item.cell) not in noted),
            remove_sheets=tuple(name for name in step.remove_sheets if name not in kept),
            add_sheets=tuple(new for new in step.add_sheets if new.name not in kept),
        )
        for step in steps
    )
    return tuple(step for step in left if step)


def _filled(steps: Sequence[Edits], colours: Mapping[Spot, str]) -> Iterator[Spot]:
    """Cells whose fill stays: a pattern that is put again, or a plain colour that is there."""
    found: dict[Spot, list[Fill | Unfill]] = {}
    for step in steps:
        items: tuple[Fill | Unfill, ...] = (*step.fills, *step.unfills)
        for item in items:
            found.setdefault((item.sheet, item.cell), []).append(item)
    for spot, of_cell in found.items():
        match of_cell:
            case [Unfill() as old, Fill() as new] if (old.pattern, old.colour) == (new.pattern, new.colour):
                yield spot
            case [*_, Fill(pattern="solid", colour=colour)] if colours.get(spot) == colour:
                yield spot


def _noted(steps: Sequence[Edits]) -> Iterator[Spot]:
    """Cells whose note stays."""
    found: dict[Spot, list[Note | Unnote]] = {}
    for step in steps:
        items: tuple[Note | Unnote, ...] = (*step.unnotes, *step.notes)
        for item in items:
            found.setdefault((item.sheet, item.cell), []).append(item)
    for spot, of_cell in found.items():
        match of_cell:
            case [Unnote(text=old), Note(text=new)] if old == new:
                yield spot


def _kept(steps: Sequence[Edits], sheets: Mapping[str, Rows]) -> Iterator[str]:
    """Sheets that say already what they shall say."""
    from .books.memory import rows_of
    from .books.snapshot import trimmed

    gone: set[str] = set()
    for step in steps:
        gone.update(step.remove_sheets)
        for new in step.add_sheets:
            if new.name in gone and new.name in sheets and trimmed(sheets[new.name]) == trimmed(rows_of(new)):
                yield new.name
