"""An empty column taken out, with everything to the right of it and all that points there, in the whole workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from xml.sax.saxutils import escape, unescape

from ..book import letters
from .aimed import QUOTES
from .package import Package
from .parts import Element, Relations, local, parse, recount, tag
from .refs import Ref, aim, area, column_number, corners, reference
from .rows import unshare
from .sheet import FORMULA, Sheet
from .workbook import Workbook

WHOLE = re.compile(r"(.*!)?(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})", re.DOTALL)
"""References to whole columns."""
LETTERS = re.compile(r"[A-Za-z]+")
FORMULAS = re.compile(r"(<(?:\w+:)?(?:f|formula|formula1|formula2)\b[^>]*>)([^<]*)(</)")
DRAWN_COLUMN = re.compile(r"(<(?:\w+:)?col>)(\d+)(</)")
SHAPE_COLUMN = re.compile(r"(<x:Column>)(\d+)(</)")
SHAPE_ANCHOR = re.compile(r"(<x:Anchor>\s*)([^<]*?)(\s*</x:Anchor>)")
RANGE = re.compile(r'(\bref=")([^"]*)(")')
CELLS = ("activeCell", "topLeftCell")


class NotEmptyError(ValueError):
    """The column holds something, or belongs to a table of its own: it is not taken out."""


def take_out(package: Package, workbook: Workbook, sheets: Mapping[str, Sheet], name: str, column: int) -> None:
    """Take an empty column out of a sheet.

    Args:
        package: Parts that point to the sheet are replaced in it.
        workbook: Its names follow.
        sheets: All worksheets by name; changed in place.
        name: The sheet.
        column: Number of the column, from 1.

    Raises:
        NotEmptyError: Something stands in the column, or a table covers it; nothing was changed.
    """
    sheet = sheets[name]
    _check(package, workbook, sheet, name, column)

    for other, xml in sheets.items():
        unshare(xml)
        _follow(xml, other, name, column)
    for row in sheet.rows:
        row.drop(letters(column))
        for cell in row.cells:
            if (number := column_number(cell.column)) > column:
                cell.column = letters(number - 1)
    _frame(sheet, name, column)
    for part, text in _parts(package, workbook, name, column):
        package.put(part, text)
    for item in workbook.names():
        workbook.rewrite(item, turn(item.text or "", "", name, column))


def _follow(xml: Sheet, home: str, name: str, column: int) -> None:
    """Turn the formulas in the cells of a sheet, and around its rows if it is another one."""

    def in_cell(found: re.Match[str]) -> str:
        return _formula(found, home, name, column)

    def around(found: re.Match[str]) -> str:
        return f"{found[1]}{escape(turn(unescape(found[2], QUOTES), home, name, column))}{found[3]}"

    for row in xml.rows:
        for cell in row.cells if row.has_formulas else ():
            if "<f" in cell.inner:
                before, cell.inner = cell.inner, FORMULA.sub(in_cell, cell.inner)
                if home == name or cell.inner != before:
                    cell.forget()
                    xml.touched = True
    if home != name and (tail := FORMULAS.sub(around, xml.tail)) != xml.tail:
        xml.tail, xml.touched = tail, True


def turn(formula: str, home: str, sheet: str, column: int) -> str:
    """A formula after a column of a sheet went; a single cell of it becomes an error, as in any office program."""
    texts = []
    for piece in aim(formula):
        if isinstance(piece, Ref):
            mine = not piece.outer and (piece.sheet or home) == sheet
            texts.append(_moved(piece, column) if mine else piece.text(piece.top, piece.bottom))
        else:
            texts.append(_whole(piece, home, sheet, column))
    return "".join(texts)


def _moved(ref: Ref, column: int) -> str:
    first = LETTERS.search(ref.first)
    if first is None:
        return ref.text(ref.top, ref.bottom)
    last = LETTERS.search(ref.middle)
    span = _shrunk(column_number(first[0]), column_number(last[0] if last else first[0]), column)
    if span is None:
        return "#REF!"
    left = LETTERS.sub(letters(span[0]), ref.first)
    right = LETTERS.sub(letters(span[1]), ref.middle)
    return f"{ref.prefix}{left}{ref.top}" + (f"{right}{ref.bottom}" if ref.middle else "")


def _whole(text: str, home: str, sheet: str, column: int) -> str:
    """A reference to whole columns; any other text as it is."""
    found = WHOLE.fullmatch(text)
    probe = reference(f"{found[1] or ''}A1") if found else None
    if found is None or probe is None or probe.outer or (probe.sheet or home) != sheet:
        return text
    span = _shrunk(column_number(found[3]), column_number(found[5]), column)
    return "#REF!" if span is None else f"{found[1] or ''}{found[2]}{letters(span[0])}:{found[4]}{letters(span[1])}"


def _shrunk(left: int, right: int, column: int) -> tuple[int, int] | None:
    """Columns of a range after one of them went; None if it was the only one."""
    left, right = left - (left > column), right - (right >= column)
    return (left, right) if left <= right else None


def _ranges(text: str, column: int) -> str:
    """Ranges separated by blanks; those that were nothing but the column go."""
    kept = []
    for item in text.split():
        try:
            top, left, bottom, right = corners(item)
        except ValueError:
            kept.append(item)
            continue
        if span := _shrunk(left, right, column):
            kept.append(area(top, span[0], bottom, span[1]))
    return " ".join(kept)


def _check(package: Package, workbook: Workbook, sheet: Sheet, name: str, column: int) -> None:
    for row in sheet.rows:
        cell = row.find(letters(column))
        if cell is not None and cell.inner:
            raise NotEmptyError(f"{letters(column)}{row.number}")
    for part in Relations(package, workbook.tab(name).part).of("table"):
        _, left, _, right = corners(parse(package.read(part), part).get("ref", "A1"))
        if left <= column <= right:
            raise NotEmptyError(letters(column))


def _formula(found: re.Match[str], home: str, name: str, column: int) -> str:
    attributes = RANGE.sub(lambda item: item[1] + _ranges(item[2], column) + item[3], found[1]) if home == name else found[1]
    return f"<f{attributes}>{escape(turn(unescape(found[2] or '', QUOTES), home, name, column))}</f>"


def _frame(sheet: Sheet, name: str, column: int) -> None:
    """What stands around the rows."""
    root = sheet.frame()
    for item in list(root.iter()):
        kind = local(item)
        if kind == "col":
            _width(item, column)
        for attribute in ("ref", "sqref"):
            if item.get(attribute):
                left = _ranges(item.get(attribute, ""), column)
                item.set(attribute, left)
                if not left:
                    _remove(item)
        for attribute in CELLS:
            if item.get(attribute):
                item.set(attribute, _ranges(item.get(attribute, ""), column) or item.get(attribute, ""))
        if item.get("location"):
            item.set("location", turn(item.get("location", ""), name, name, column))
        if kind == "pane" and float(item.get("xSplit", "0")) >= column and item.get("state", "").startswith("frozen"):
            item.set("xSplit", str(int(float(item.get("xSplit", "0"))) - 1))
        if kind == "brk" and _within(item, "colBreaks") and int(item.get("id", "0")) >= column:
            item.set("id", str(int(item.get("id", "0")) - 1))
        if kind in ("formula", "formula1", "formula2", "f") and item.text:
            item.text = turn(item.text, name, name, column)
        if kind == "sqref" and item.text:
            item.text = _ranges(item.text, column)
        if kind == "col" and item.tag != tag("col") and item.text and int(item.text) >= column:
            item.text = str(int(item.text) - 1)
    for parent in list(root):
        if local(parent) in ("mergeCells", "dataValidations", "hyperlinks"):
            recount(parent)
            if not len(parent):
                root.remove(parent)
    sheet.set_frame(root)


def _width(item: Element, column: int) -> None:
    """Columns of one width."""
    if item.get("min") is None:
        return
    span = _shrunk(int(item.get("min", "1")), int(item.get("max", "1")), column)
    if span is None:
        _remove(item)
    else:
        item.set("min", str(span[0]))
        item.set("max", str(span[1]))


def _within(item: Element, name: str) -> bool:
    """Whether an element is a child of one of that name."""
    parent = item.getparent()
    return parent is not None and local(parent) == name


def _remove(item: Element) -> None:
    parent = item.getparent()
    if parent is not None:
        parent.remove(item)


def _parts(package: Package, workbook: Workbook, name: str, column: int) -> Iterator[tuple[str, str]]:
    """Other parts that point to columns of the sheet."""

    def shifted(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[2]) - (int(found[2]) >= column)}{found[3]}"

    def anchored(found: re.Match[str]) -> str:
        numbers = found[2].split(",")
        for place in (0, 4) if len(numbers) == 8 else ():
            numbers[place] = str(int(numbers[place]) - (int(numbers[place]) >= column))
        return found[1] + ",".join(numbers) + found[3]

    changes: Mapping[str, Callable[[str], str]] = {
        "drawing": lambda text: DRAWN_COLUMN.sub(shifted, text),
        "vmlDrawing": lambda text: SHAPE_ANCHOR.sub(anchored, SHAPE_COLUMN.sub(shifted, text)),
        "comments": lambda text: RANGE.sub(lambda found: found[1] + _ranges(found[2], column) + found[3], text),
        "threadedComment": lambda text: RANGE.sub(lambda found: found[1] + _ranges(found[2], column) + found[3], text),
        "table": lambda text: RANGE.sub(lambda found: found[1] + _ranges(found[2], column) + found[3], text),
    }
    for kind, target in Relations(package, workbook.tab(name).part).all().values():
        if kind in changes and target in package:
            yield target, changes[kind](package.text(target))
    for part in package.names():
        if part.lower().startswith("xl/charts/chart") and part.lower().endswith(".xml"):
            text = package.text(part)
            yield (
                part,
                FORMULAS.sub(lambda found: f"{found[1]}{escape(turn(unescape(found[2], QUOTES), '', name, column))}{found[3]}", text),
            )
