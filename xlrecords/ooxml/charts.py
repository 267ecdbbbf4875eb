"""Charts, drawings and tables of a copy with values only: what is shown stays, what reads cells of others or runs macros goes."""

from __future__ import annotations

from typing import Final

from lxml import etree

from .outside import Inside, remove
from .parts import Element, local

DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
LITERALS: Final = {"numRef": "numLit", "strRef": "strLit", "multiLvlStrRef": "strLit"}
ALIVE: Final = frozenset({"compatExt", "slicer", "timeslicer", "contentPart"})
"""Elements of shapes that stand for a control, a slicer or ink; without their part the shape is damage."""
OF_COLUMN: Final = frozenset({"calculatedColumnFormula", "totalsRowFormula", "xmlColumnPr"})
OF_TABLE: Final = ("tableType", "queryTableFieldId", "connectionId", "totalsRowFunction", "comment")


def settle_chart(root: Element, inside: Inside) -> bool:
    """Let a chart hold the values itself that it took from cells that are not kept; whether there were any.

    Series that were filtered out of sight go.
    """
    changed = False
    for item in list(root.iter()):
        name = local(item)
        lacking = name == "f" and bool(item.text) and inside.lacks((item.text or "").strip())
        if name == "pivotSource" or name.startswith("filtered"):
            remove(item)
        elif lacking:
            _hold(item)
        changed |= lacking or name == "pivotSource" or name.startswith("filtered")
    return changed


def _hold(formula: Element) -> None:
    """Put the values that a reference was last seen with into its place."""
    reference = formula.getparent()
    holder = reference.getparent() if reference is not None else None
    if reference is None or holder is None or local(reference) not in LITERALS:
        formula.text = "#REF!"
        return
    cache = next((item for item in reference if local(item).endswith("Cache")), None)
    level = next((item for item in cache if local(item) == "lvl"), None) if cache is not None else None
    points = [item for part in (cache, level) if part is not None for item in part if local(item) not in ("lvl", "extLst")]
    if cache is None:
        remove(holder)
    elif local(holder) == "tx":
        text = " ".join(str(item.findtext("{*}v") or "") for item in points if local(item) == "pt")
        above = holder.getparent()
        series = above is not None and local(above) == "ser"
        holder.replace(reference, _word(reference, text) if series else _title(reference, text))
    else:
        literal = etree.Element(_beside(reference, LITERALS[local(reference)]))
        literal.extend(points)
        holder.replace(reference, literal)


def _beside(item: Element, name: str) -> str:
    return f"{{{etree.QName(item).namespace}}}{name}"


def _word(reference: Element, text: str) -> Element:
    made = etree.Element(_beside(reference, "v"))
    made.text = text
    return made


def _title(reference: Element, text: str) -> Element:
    made = etree.Element(_beside(reference, "rich"))
    etree.SubElement(made, f"{{{DRAWING}}}bodyPr")
    run = etree.SubElement(etree.SubElement(made, f"{{{DRAWING}}}p"), f"{{{DRAWING}}}r")
    etree.SubElement(run, f"{{{DRAWING}}}t").text = text
    return made


def settle_drawing(root: Element) -> tuple[bool, bool, bool]:
    """Take controls out of a drawing, macros off its shapes, and links to cells off its texts, which keep what they show.

    Returns:
        Whether anything changed; whether there were controls or slicers; whether there were macros.
    """
    controls = [anchor for anchor in root if any(local(item) in ALIVE for item in anchor.iter())]
    for anchor in controls:
        root.remove(anchor)
    macros = linked = False
    for item in root.iter():
        macros |= bool(item.get("macro"))
        linked |= bool(item.get("textlink"))
        for name in ("macro", "textlink"):
            if item.get(name):
                item.set(name, "")
    return bool(controls) or macros or linked, bool(controls), macros


def settle_table(root: Element) -> bool:
    """Take formulas and sources of data off a table; whether there were any."""
    changed = False
    for item in list(root.iter()):
        if local(item) in OF_COLUMN:
            remove(item)
            changed = True
        for name in OF_TABLE:
            if name in item.attrib:
                del item.attrib[name]
                changed = True
    return changed
