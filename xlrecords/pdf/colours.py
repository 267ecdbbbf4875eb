"""Colours of a workbook: of its theme, by number, lighter and darker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..ooxml.parts import parse

if TYPE_CHECKING:
    from openpyxl.styles.colors import Color

BLACK, WHITE = "#000000", "#ffffff"


@dataclass(frozen=True, slots=True)
class Palette:
    """Looks colours up; `theme` holds those of the theme by their number."""

    theme: list[str] = field(default_factory=list)

    def __call__(self, colour: Color | None, automatic: str) -> str:
        """A colour as ``#rrggbb``; the automatic one where none is given."""
        from openpyxl.styles.colors import COLOR_INDEX

        if colour is None:
            return automatic
        if colour.type == "rgb" and isinstance(colour.rgb, str):
            return tinted(f"#{colour.rgb[-6:].lower()}", colour.tint)
        if colour.type == "theme" and isinstance(colour.theme, int) and colour.theme < len(self.theme):
            return tinted(self.theme[colour.theme], colour.tint)
        if colour.type == "indexed" and isinstance(colour.indexed, int) and colour.indexed < len(COLOR_INDEX):
            return f"#{COLOR_INDEX[colour.indexed][-6:].lower()}"
        return automatic


def tinted(colour: str, tint: float) -> str:
    """A colour made lighter (tint above 0, up to 1) or darker (down to -1)."""
    return mixed(colour, WHITE if tint > 0 else BLACK, abs(tint))


def mixed(colour: str, other: str, share: float) -> str:
    """A colour between two; share 0 is the first and 1 the other."""
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def palette(theme: bytes | None) -> Palette:
    """Colours of a theme in the order of their numbers, where light and dark are swapped."""
    scheme = parse(theme).find(".//{*}clrScheme") if theme else None
    if scheme is None:
        return Palette()
    found = [item[0].get("lastClr") or item[0].get("val") or "000000" for item in scheme if len(item)]
    order = [1, 0, 3, 2, *range(4, len(found))]
    return Palette([f"#{found[index].lower()}" for index in order if index < len(found)])
