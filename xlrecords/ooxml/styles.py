"""The styles of a workbook: a cell's style is never changed, only cloned, for other cells share it."""

from __future__ import annotations

import copy
import re

from lxml import etree

from .parts import Element, local, parse, put_child, recount, tag, unparse

ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
BLANK = (
    f'<styleSheet xmlns="{tag("")[1:-1]}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
OWN_FORMATS = 164
"""Numbers of formats below are built in."""
DAY = "dd.mm.yyyy"


class Styles:
    """Styles of a workbook, read from the text of the part; `changed` says whether it must be written back."""

    def __init__(self, text: str = "") -> None:
        self._root = parse(text or BLANK)
        self.changed = not text
        self._made: dict[tuple[object, ...], int] = {}

    def text(self) -> str:
        """XML of the part."""
        return unparse(self._root)

    def _part(self, name: str) -> Element:
        found = self._root.find(f"{{*}}{name}")
        return found if found is not None else put_child(self._root, etree.Element(tag(name), count="0"), ORDER)

    def xf(self, style: int) -> Element:
        """Declaration of a cell's style; the first one where a number is out of reach."""
        styles = self._part("cellXfs")
        if not len(styles):
            etree.SubElement(styles, tag("xf"), numFmtId="0", fontId="0", fillId="0", borderId="0")
        return styles[style if style < len(styles) else 0]

    def _add(self, part: str, element: Element) -> int:
        """Number of an element in its part; one like it is used again."""
        parent = self._part(part)
        form = _form(element)
        for number, other in enumerate(parent):
            if _form(other) == form:
                return number
        parent.append(element)
        recount(parent)
        self.changed = True
        return len(parent) - 1

    def _clone(self, style: int, **attributes: str) -> int:
        element = copy.deepcopy(self.xf(style))
        element.tail = None
        for name, value in attributes.items():
            element.set(name, value)
        return self._add("cellXfs", element)

    # Fills

    def fill(self, style: int) -> Element:
        """Fill of a style."""
        fills = self._part("fills")
        number = int(self.xf(style).get("fillId", "0"))
        return fills[number] if number < len(fills) else etree.Element(tag("fill"))

    def marked(self, style: int, colour: str, pattern: str) -> int:
        """The same style under a pattern. A fill that cannot stand behind a pattern, such as a gradient, stays; so does the style."""
        key = "marked", style, colour, pattern
        if key not in self._made:
            self._made[key] = self._marked(style, colour, pattern)
        return self._made[key]

    def _marked(self, style: int, colour: str, pattern: str) -> int:
        behind = _background(self.fill(style))
        if behind is None and pattern != "solid":
            return style
        fill = etree.Element(tag("fill"))
        inner = etree.SubElement(fill, tag("patternFill"), patternType=pattern)
        etree.SubElement(inner, tag("fgColor"), rgb=f"FF{colour}")
        under = {"indexed": "64"} if pattern == "solid" or behind is None else behind or {"indexed": "65"}
        etree.SubElement(inner, tag("bgColor"), under)
        return self._clone(style, fillId=str(self._add("fills", fill)), applyFill="1")

    def mark_of(self, style: int) -> tuple[str, str] | None:
        """Colour as RRGGBB and name of the pattern that a style is filled with; None for none and for colours of a theme."""
        inner = self.fill(style).find("{*}patternFill")
        colour = inner.find("{*}fgColor") if inner is not None else None
        if inner is None or colour is None or inner.get("patternType", "none") == "none":
            return None
        rgb = colour.get("rgb", "")
        return (rgb[-6:].upper(), inner.get("patternType", "")) if len(rgb) >= 6 else None

    def marks(self) -> dict[int, tuple[str, str]]:
        """Styles with a pattern in a colour of their own: colour and pattern, as `mark_of` tells them, by number of the style."""
        marks = {style: self.mark_of(style) for style in range(len(self._part("cellXfs")))}
        return {style: mark for style, mark in marks.items() if mark is not None and mark[1] != "solid"}

    def unmarked(self, style: int, colour: str, pattern: str) -> int:
        """The style that was under a pattern; the style itself if it has not this pattern."""
        key = "unmarked", style, colour, pattern
        if key not in self._made:
            self._made[key] = self._unmarked(style) if self.mark_of(style) == (colour.upper(), pattern) else style
        return self._made[key]

    def _unmarked(self, style: int) -> int:
        inner = self.fill(style).find("{*}patternFill")
        # Nothing stands behind a solid fill, whatever colour a program has left there.
        under = inner.find("{*}bgColor") if inner is not None and inner.get("patternType") != "solid" else None
        colours = _attributes(under) if under is not None and under.get("indexed") not in ("64", "65") else {}
        clone = copy.deepcopy(self.xf(style))
        for other in range(len(self._part("cellXfs"))):
            if other != style and self._alike(other, clone) and _background(self.fill(other)) == colours:
                return other
        fill = etree.Element(tag("fill"))
        plain = etree.SubElement(fill, tag("patternFill"), patternType="solid" if colours else "none")
        if colours:
            etree.SubElement(plain, tag("fgColor"), colours)
            etree.SubElement(plain, tag("bgColor"), indexed="64")
        return self._clone(style, fillId=str(self._add("fills", fill)))

    def _alike(self, style: int, element: Element) -> bool:
        """Whether a style is like a declaration but for its fill."""
        other = copy.deepcopy(self.xf(style))
        for item in (other, element):
            for name in {"fillId", "applyFill"} & set(item.attrib):
                del item.attrib[name]
        return _form(other) == _form(element)

    # Number formats

    def is_date(self, style: int) -> bool:
        """Whether numbers of this style are shown as days or times."""
        number = int(self.xf(style).get("numFmtId", "0"))
        if number < OWN_FORMATS:
            return number in BUILT_IN_DATES
        return bool(re.search(r"[dmyhsдмгчс]", LITERALS.sub("", self.format(style)), re.IGNORECASE))

    def format(self, style: int) -> str:
        """Code of the number format of a style; empty for one that is built in."""
        number = self.xf(style).get("numFmtId", "0")
        for item in self._part("numFmts") if self._root.find("{*}numFmts") is not None else ():
            if item.get("numFmtId") == number:
                return item.get("formatCode", "")
        return ""

    def is_text(self, style: int) -> bool:
        """Whether what is typed into such a cell is text whatever it looks like."""
        return self.xf(style).get("numFmtId") == "49" or self.format(style) == "@"

    def formatted(self, style: int, code: str) -> int:
        """The same style with another number format."""
        key = "format", style, code
        if key not in self._made:
            self._made[key] = self._clone(style, numFmtId=str(self._format(code)), applyNumberFormat="1")
        return self._made[key]

    def _format(self, code: str) -> int:
        formats = self._part("numFmts")
        taken = {item.get("formatCode"): int(item.get("numFmtId", "0")) for item in formats}
        if code not in taken:
            taken[code] = max([OWN_FORMATS - 1, *taken.values()]) + 1
            etree.SubElement(formats, tag("numFmt"), numFmtId=str(taken[code]), formatCode=code)
            recount(formats)
            self.changed = True
        return taken[code]

    # Facts for measuring

    def wraps(self, style: int) -> bool:
        """Whether text is broken into lines within the cell."""
        alignment = self.xf(style).find("{*}alignment")
        return alignment is not None and alignment.get("wrapText") in ("1", "true")

    def rotation(self, style: int) -> int:
        """Degrees by which text is turned; 255 for letters one below the other."""
        alignment = self.xf(style).find("{*}alignment")
        return int(alignment.get("textRotation", "0")) if alignment is not None else 0

    def font(self, style: int) -> tuple[str, float, bool]:
        """Name of the font, its size in points, and whether it is bold."""
        fonts = self._part("fonts")
        number = int(self.xf(style).get("fontId", "0"))
        font = fonts[number if number < len(fonts) else 0] if len(fonts) else etree.Element("font")
        name, size, bold = font.find("{*}name"), font.find("{*}sz"), font.find("{*}b")
        return (
            name.get("val", "Calibri") if name is not None else "Calibri",
            float(size.get("val", "11")) if size is not None else 11.0,
            bold is not None and bold.get("val", "1") not in ("0", "false"),
        )

    # Looks of new sheets

    def look(self, xml: str, alignment: str = "", fill: str = "", border: str = "", code: str = "") -> int:
        """A style of its own: XML of its font, alignment, fill and border, and code of its number format."""
        key = "look", xml, alignment, fill, border, code
        if key not in self._made:
            attributes = {"numFmtId": str(self._format(code)) if code else "0", "xfId": "0"}
            for part, given, name in (("fonts", xml, "fontId"), ("fills", fill, "fillId"), ("borders", border, "borderId")):
                attributes[name] = str(self._add(part, parse(f'<a xmlns="{tag("")[1:-1]}">{given}</a>')[0])) if given else "0"
            attributes |= {"applyFont": "1", "applyFill": "1", "applyBorder": "1", "applyAlignment": "1", "applyNumberFormat": "1"}
            element = etree.Element(tag("xf"), attributes)
            if alignment:
                element.append(parse(f'<a xmlns="{tag("")[1:-1]}">{alignment}</a>')[0])
            self._made[key] = self._add("cellXfs", element)
        return self._made[key]


def _form(element: Element) -> tuple[object, ...]:
    """What makes two elements the same."""
    return local(element), tuple(sorted(element.attrib.items())), (element.text or "").strip(), tuple(_form(item) for item in element)


def _background(fill: Element) -> dict[str, str] | None:
    """Attributes of the colour of a plain fill, empty if there is none; None for a fill that is a pattern or a gradient."""
    inner = fill.find("{*}patternFill")
    if inner is None:
        return {} if not len(fill) else None
    kind = inner.get("patternType", "none")
    if kind == "none":
        return {}
    colour = inner.find("{*}fgColor")
    return _attributes(colour) if kind == "solid" and colour is not None else None


def _attributes(element: Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}
