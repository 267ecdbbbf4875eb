"""A pattern where there are none: LibreOffice mixes so much of a pattern's colour into the colour of the cell, and saves the mixture."""

from __future__ import annotations

from collections.abc import Mapping

SHARES: Mapping[str, float] = {"darkUp": 0.5, "lightUp": 0.25, "lightGray": 0.25}
"""How much of the colour of a pattern is in the mixture."""
WHITE = "FFFFFF"
"""Colour of a cell that has none."""
ROUNDING = 3
"""The mixture is rounded, so the colour that is got back may be so much off."""


def mixed(behind: str, pattern: str, colour: str) -> str:
    """Colour of a cell, RRGGBB, with a pattern in a colour over its own."""
    share = SHARES[pattern]
    channels = (share * part + (1 - share) * own for own, part in zip(bytes.fromhex(behind), bytes.fromhex(colour), strict=True))
    return bytes(int(channel + 0.5) for channel in channels).hex().upper()


def behind(mixture: str, pattern: str, colour: str) -> str | None:
    """The colour into which that of a pattern was mixed; None if the mixture cannot come from there."""
    share = SHARES[pattern]
    channels = [
        round((whole - share * part) / (1 - share)) for whole, part in zip(bytes.fromhex(mixture), bytes.fromhex(colour), strict=True)
    ]
    if any(not -ROUNDING <= channel <= 255 + ROUNDING for channel in channels):
        return None
    if all(channel >= 255 - ROUNDING for channel in channels):
        return WHITE
    return bytes(min(max(channel, 0), 255) for channel in channels).hex().upper()
