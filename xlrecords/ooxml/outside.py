"""What points out of the sheets that are kept: formulas become their values, drop-down lists the values they offer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import unescape

from ..book import Rows
from ..kind import empty, plain
from .aimed import QUOTES
from .dependants import SEVERAL
from .parts import Element, local, recount
from .refs import corners
from .rows import unshare
from .sheet import Sheet

SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^\s'!(),;+*/^&=<>:{}\"#]+))!")
TABLE = re.compile(r"([^\W\d][\w.]*|\\[\w.]*)\[")
COMPUTED = re.compile(r"INDIRECT\(\s*[^\s\"]", re.IGNORECASE)
ELSEWHERE = re.compile(r"\b(?:GETPIVOTDATA|CUBE[A-Z]+|RTD|EVALUATE)\(", re.IGNORECASE)
"""Functions that read what no kept sheet holds."""
VALUE = re.compile(r"<v>([^<]*)</v>")
LONGEST_LIST = 255
"""So many characters Excel takes as a list within a limit."""
FORMULAS = frozenset({"f", "formula", "formula1", "formula2"})
HOLDERS = frozenset({"dataValidation", "cfRule", "sparkline"})
"""Elements that make no sense without one of their formulas."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What is kept of a workbook; all names in lower case.

    Attributes:
        sheets: Names of the kept sheets.
        tables: Names of the tables on them.
        names: Defined names that point out of them, and their formulas.
        macros: Whether the workbook loses macros, whose functions nobody calculates then.
        rows: Cells of the sheets that go, by name: what their lists offer may stay.
    """

    sheets: frozenset[str]
    tables: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    macros: bool = False
    rows: Mapping[str, Rows] = field(default_factory=dict)

    def lacks(self, formula: str) -> bool:
        """Whether a formula (without «=») needs anything that is not kept; where there is no telling, it does."""
        lower = formula.lower()
        if not (
            "!" in formula
            or "[" in formula
            or self.macros
            or "indirect(" in lower
            or ELSEWHERE.search(formula)
            or any(name in lower for name in self.names)
        ):
            return False
        if ELSEWHERE.search(formula) or COMPUTED.search(formula) or ("indirect(" in lower and "!" in formula) or SEVERAL.search(formula):
            return True
        from openpyxl.formula.tokenizer import Token, Tokenizer

        try:
            tokens = Tokenizer("=" + formula).items
        except Exception:  # a formula that is none
            return True
        return any(
            self._strange(token.value) if token.subtype == Token.RANGE else token.subtype == Token.OPEN and self._foreign(token.value)
            for token in tokens
        )

    def _strange(self, operand: str) -> bool:
        if "!" in operand:
            named = [(quoted or bare).replace("''", "'").lower() for quoted, bare in SHEET.findall(operand)]
            return any("[" in name or name not in self.sheets for name in named)
        if operand.lower() in self.names:
            return True
        table = TABLE.match(operand)
        return table is not None and table[1].lower() not in self.tables

    def _foreign(self, opening: str) -> bool:
        from openpyxl.utils import FORMULAE

        name = opening.rstrip("(").upper()
        if not name or name.startswith("{"):
            return False
        return "!" in name or name.lower() in self.names or (self.macros and name not in FORMULAE and not name.startswith("_XL"))

    def literal(self, formula: str) -> str:
        """What a list on a sheet that goes offers, as a list within the limit itself; empty if it cannot be."""
        text = self.names.get(formula.lower(), formula)
        found = SHEET.match(text)
        rows = self.rows.get((found[1] or found[2]).replace("''", "'").lower()) if found else None
        if found is None or rows is None:
            return ""
        try:
            top, left, bottom, right = corners(text[found.end() :])
        except ValueError:
            return ""
        cells = [cell for row in rows[top - 1 : bottom] for cell in row[left - 1 : right] if not empty(cell)]
        offered = ",".join(plain(cell) for cell in cells)
        fits = cells and len(offered) <= LONGEST_LIST and '"' not in offered and offered.count(",") == len(cells) - 1
        return f'"{offered}"' if fits else ""


def settle(sheet: Sheet, inside: Inside) -> tuple[list[str], list[str]]:
    """Turn formulas that need what is not kept into their values.

    Returns:
        Cells that hold a value now; cells that are empty now, for nobody had calculated them.
    """
    valued: list[str] = []
    emptied: list[str] = []
    shared = False
    for again in (False, True):
        for row in sheet.rows:
            for cell in row.cells if row.has_formulas else ():
                formula = cell.formula
                if not formula or not inside.lacks(formula):
                    continue
                if not again and 't="shared"' in cell.inner:
                    shared = True
                    continue
                value = VALUE.search(cell.inner)
                text = value[1] if value else ""
                sheet.touched = True
                (valued if value else emptied).append(f"{cell.column}{row.number}")
                if cell.kind == "str" and text:
                    cell.fill("inlineStr", f'<is><t xml:space="preserve">{text}</t></is>')
                else:
                    cell.fill(cell.kind if text and cell.kind != "str" else "", f"<v>{text}</v>" if text else "")
        if not shared:
            break
        unshare(sheet)
        sheet.touched = True
    return valued, emptied


def settle_frame(frame: Element, inside: Inside) -> tuple[bool, list[str]]:
    """The same for limits, conditional formats, sparklines and links of a sheet.

    Returns:
        Whether anything changed; ranges that lost their list.
    """
    changed = False
    unlisted: list[str] = []
    for item in list(frame.iter()):
        if local(item) == "hyperlink" and inside.lacks(unescape(item.get("location", ""), QUOTES)):
            remove(item)
            changed = True
        if local(item) not in FORMULAS or not item.text or not inside.lacks(item.text):
            continue
        changed = True
        holder = next((above for above in item.iterancestors() if local(above) in HOLDERS), item)
        if local(holder) == "dataValidation" and (offered := inside.literal(item.text)):
            item.text = offered
            continue
        if local(holder) == "dataValidation":
            unlisted.append(holder.get("sqref") or next((at.text or "" for at in holder if local(at) == "sqref"), ""))
        remove(holder)
    return changed, unlisted


def settle_part(root: Element, inside: Inside) -> bool:
    """Let a chart, a table, a drawing or a control show nothing of what is not kept; whether there was anything."""
    changed = False
    for item in list(root.iter()):
        links = [key for key, value in item.attrib.items() if str(key).startswith(("fmla", "textlink")) and inside.lacks(str(value))]
        for key in links:
            del item.attrib[key]
        name = local(item)
        pivot = name == "pivotSource"
        lacking = bool(item.text) and name.endswith(("f", "Formula")) | name.startswith("Fmla") and inside.lacks((item.text or "").strip())
        if lacking and name == "f":
            parent = item.getparent()
            for beside in [other for other in parent if other is not item] if parent is not None else ():
                remove(beside)
            item.text = "#REF!"
        elif pivot or lacking:
            remove(item)
        changed |= bool(links) or pivot or lacking
    return changed


EMPTIED = frozenset(
    "conditionalFormatting conditionalFormattings dataValidations hyperlinks sparklines sparklineGroup sparklineGroups slicerList "
    "controls oleObjects customProperties tableParts AlternateContent Choice Fallback ext extLst timelineRefs control".split()
)
"""Elements that go when nothing is left in them."""


def remove(item: Element) -> None:
    """Remove an element, and what is empty without it."""
    parent = item.getparent()
    if parent is None:
        return
    parent.remove(item)
    recount(parent)
    rest = {local(child) for child in parent} - {"extLst", "sqref"}
    if local(parent) in EMPTIED and not rest:
        remove(parent)


def tied(root: Element, ids: Iterable[str], space: str) -> bool:
    """Remove elements that point to relationships that are gone; whether there were any. A page's setup only loses its printer."""
    gone = set(ids)
    changed = False
    for item in list(root.iter()):
        names = [name for name, value in item.attrib.items() if str(name).startswith(f"{{{space}}}") and value in gone]
        if names and local(item) == "pageSetup":
            for name in names:
                del item.attrib[name]
        elif names:
            remove(item)
        changed |= bool(names)
    return changed
