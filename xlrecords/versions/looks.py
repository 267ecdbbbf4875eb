"""How a cell looks, in words that two workbooks share: their styles have other numbers, and the same colour may be written several ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from ..marking import MARKS
from ..ooxml.package import Package
from ..ooxml.parts import Element, local, parse
from ..ooxml.workbook import Workbook
from ..pdf.colours import palette, tinted

T = TypeVar("T")

BUILT_IN: Final = {
    "0": "Общий", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "11": "0.00E+00", "12": "# ?/?",
    "14": "дата", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy", "18": "h:mm AM/PM", "20": "h:mm", "21": "h:mm:ss", "22": "дата и время",
    "49": "Текстовый",
}  # fmt: skip
"""Number formats that have a number only (ECMA-376, 18.8.30)."""
WORDS: Final = {"General": "Общий", "GENERAL": "Общий", "@": "Текстовый"}
ESCAPED: Final = re.compile(r"\\([-./ ,:()])")
"""Signs that some programs mark as signs, and others do not."""
SIDES: Final = {"left": "слева", "right": "справа", "top": "сверху", "bottom": "снизу"}
ACROSS: Final = {
    "general": "обычное", "left": "слева", "center": "по центру", "right": "справа", "justify": "по ширине", "fill": "с заполнением",
    "centerContinuous": "по центру выделения", "distributed": "распределённое",
}  # fmt: skip
UPRIGHT: Final = {"bottom": "снизу", "center": "посередине", "top": "сверху", "justify": "по высоте", "distributed": "распределённое"}
OURS: Final = frozenset(MARKS.values())
"""Patterns and colours of the marks of a check."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks, each part in Russian words as a person is told of it.

    Attributes:
        number: Number format.
        font: Name and size.
        style: Bold, italic, underlined, struck out.
        colour: Colour of the text.
        fill: Colour or pattern of the cell, without the mark of a check.
        border: Its sides.
        alignment: Where the text stands, whether it is wrapped, turned, indented.
        protection: Whether the cell is open, or its formula hidden, once the sheet is protected.
        mark: Whether a check has marked it.
    """

    number: str = "Общий"
    font: str = ""
    style: str = "обычное"
    colour: str = "чёрный"
    fill: str = "нет"
    border: str = "нет"
    alignment: str = "обычное"
    protection: str = "защищена"
    mark: bool = False


PARTS: Final = {
    "number": "числовой формат",
    "font": "шрифт",
    "style": "начертание",
    "colour": "цвет текста",
    "fill": "заливка",
    "border": "границы",
    "alignment": "выравнивание",
    "protection": "защита клетки",
}
"""Parts of a look, and what they are called."""


def changed(first: Look, second: Look) -> Iterator[tuple[str, str, str]]:
    """In what two looks differ: name of the part, as it was, as it is."""
    for part, name in PARTS.items():
        was, now = getattr(first, part), getattr(second, part)
        if was != now:
            yield name, was, now


def looks(package: Package, workbook: Workbook) -> list[Look]:
    """Looks of a workbook by the number of the style; at least one."""
    part = workbook.related("styles", "xl/styles.xml")
    if part not in package:
        return [Look()]
    themes = workbook.relations.of("theme")
    theme = package.read(themes[0]) if themes and themes[0] in package else None
    read = _Styles(parse(package.text(part)), palette(theme).theme)
    return [read.look(xf) for xf in read.part("cellXfs")] or [Look()]


class _Styles:
    """The part with the styles, while it is read."""

    def __init__(self, root: Element, theme: list[str]) -> None:
        self.root, self.theme = root, theme
        self.formats = {item.get("numFmtId", ""): item.get("formatCode", "") for item in self.part("numFmts")}
        self.fonts = [self._font(item) for item in self.part("fonts")]
        self.fills = [self._fill(item) for item in self.part("fills")]
        self.borders = [self._border(item) for item in self.part("borders")]

    def part(self, name: str) -> list[Element]:
        found = self.root.find(f"{{*}}{name}")
        return [item for item in found if local(item)] if found is not None else []

    def look(self, xf: Element) -> Look:
        font, style, colour = _nth(self.fonts, xf.get("fontId"), ("", "обычное", "чёрный"))
        fill, mark = _nth(self.fills, xf.get("fillId"), ("нет", False))
        border = _nth(self.borders, xf.get("borderId"), "нет")
        alignment, protection = _alignment(xf.find("{*}alignment")), _protection(xf.find("{*}protection"))
        return Look(self._number(xf.get("numFmtId", "0")), font, style, colour, fill, border, alignment, protection, mark)

    def _number(self, number: str) -> str:
        code = self.formats.get(number)
        if code is None:
            return BUILT_IN.get(number, f"встроенный № {number}")
        bare = ESCAPED.sub(r"\1", code)
        return WORDS.get(bare, bare)

    def _colour(self, item: Element | None, automatic: str) -> str:
        if item is None or item.get("auto") in ("1", "true") or item.get("indexed") in ("64", "65"):
            return automatic
        tint = float(item.get("tint", "0"))
        if rgb := item.get("rgb"):
            return tinted(f"#{rgb[-6:].lower()}", tint).upper()
        theme = item.get("theme")
        if theme is not None and int(theme) < len(self.theme):
            return tinted(self.theme[int(theme)], tint).upper()
        return f"№ {item.get('indexed')} палитры" if item.get("indexed") else automatic

    def _font(self, item: Element) -> tuple[str, str, str]:
        name, size = _value(item, "name", "Calibri"), float(_value(item, "sz", "11"))
        styles = {"b": "полужирное", "i": "курсив", "strike": "зачёркнутое"}
        found = [word for tag, word in styles.items() if _value(item, tag, "1", absent="0") not in ("0", "false")]
        if _value(item, "u", "single", absent="none") != "none":
            found.append("подчёркнутое")
        colour = self._colour(item.find("{*}color"), "чёрный")
        return f"{name}, {size:g}".replace(".", ","), " ".join(found) or "обычное", "чёрный" if colour == "#000000" else colour

    def _fill(self, item: Element) -> tuple[str, bool]:
        """Words for a fill, and whether it is the mark of a check; then the words are for what is behind it."""
        inner = item.find("{*}patternFill")
        if inner is None:
            return ("градиент" if len(item) else "нет"), False
        kind = inner.get("patternType", "none")
        front, behind = inner.find("{*}fgColor"), inner.find("{*}bgColor")
        if kind == "none":
            return "нет", False
        if kind == "solid":
            return self._colour(front, "чёрный"), False
        rgb = front.get("rgb", "") if front is not None else ""
        under = self._colour(behind, "нет")
        if (kind, rgb[-6:].upper()) in OURS:
            return under, True
        return f"узор {kind} {self._colour(front, 'чёрный')} на фоне {under}", False

    def _border(self, item: Element) -> str:
        found: dict[str, list[str]] = {}
        for side, word in SIDES.items():
            line = item.find(f"{{*}}{side}")
            if line is not None and line.get("style", "none") != "none":
                colour = self._colour(line.find("{*}color"), "")
                found.setdefault(" ".join(filter(None, (line.get("style", ""), "" if colour == "#000000" else colour))), []).append(word)
        return (
            "; ".join(f"{line} {'со всех сторон' if len(sides) == len(SIDES) else ', '.join(sides)}" for line, sides in found.items())
            or "нет"
        )


def _nth(items: list[T], number: str | None, otherwise: T) -> T:
    at = int(number or 0)
    return items[at] if at < len(items) else otherwise


def _value(item: Element, name: str, usual: str, absent: str | None = None) -> str:
    """Value of an element that says one thing; `usual` where it is there without one, `absent` where it is not there."""
    found = item.find(f"{{*}}{name}")
    if found is None:
        return usual if absent is None else absent
    return found.get("val", usual)


def _alignment(item: Element | None) -> str:
    if item is None:
        return "обычное"
    across, upright = item.get("horizontal", "general"), item.get("vertical", "bottom")
    found = [ACROSS.get(across, across)] if across != "general" else []
    found += [UPRIGHT.get(upright, upright)] if upright != "bottom" else []
    found += ["с переносом"] if item.get("wrapText") in ("1", "true") else []
    found += ["с уменьшением"] if item.get("shrinkToFit") in ("1", "true") else []
    found += [f"поворот {turn}"] if (turn := item.get("textRotation", "0")) != "0" else []
    found += [f"отступ {indent}"] if (indent := item.get("indent", "0")) != "0" else []
    return ", ".join(found) or "обычное"


def _protection(item: Element | None) -> str:
    given: Mapping[str, str] = {str(name): str(value) for name, value in item.attrib.items()} if item is not None else {}
    words = "открыта" if given.get("locked", "1") in ("0", "false") else "защищена"
    return f"{words}, формула скрыта" if given.get("hidden", "0") in ("1", "true") else words
