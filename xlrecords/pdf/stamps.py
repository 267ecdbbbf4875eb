"""The code on a printed page of a case: which case, which leaf, and what stands on it. It names nobody."""

from __future__ import annotations

from io import BytesIO
from typing import Final

FORMAT: Final = "XLR1"
"""First word of every code: what it is, and its version."""
CORRECTION: Final = "M"
"""A code is read with up to 15 % of it spoiled."""
MASK: Final = 2
"""Pattern laid over a code. Readers take any of the eight; this one suits codes of this kind best, and to try all takes thrice as long."""
QUIET: Final = 4
"""Free modules around a code, as ISO/IEC 18004 asks."""


def code_text(key: str, leaf: int, hash: str) -> str:
    """What a code says.

    Args:
        key: 12 digits of the case.
        leaf: Number of the leaf in the case; 0: a leaf that bears none, as covers and inventories.
        hash: 16 digits of what stands on the page.
    """
    return f"{FORMAT} {key} {leaf} {hash}"


def qr_svg(text: str) -> str:
    """A QR code as SVG: black lines, nothing behind them."""
    import segno

    stream = BytesIO()
    code = segno.make(text, error=CORRECTION, mask=MASK, micro=False, boost_error=False)
    code.save(stream, kind="svg", border=QUIET, xmldecl=False, nl=False)
    return stream.getvalue().decode()
