"""Rows put in between, with everything that hangs on them, in the whole workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, unescape

from .aimed import (
    QUOTES,
    Context,
    Pieces,
    comments_pieces,
    control_pieces,
    drawing_pieces,
    formula_pieces,
    frame_pieces,
    render,
    table_pieces,
    threads_pieces,
    vml_pieces,
)
from .moves import Growth, Moves
from .package import Package
from .parts import Relations
from .refs import Copy, aim, sqref, turn
from .sheet import FORMULA, STYLE, Cell, Row, Sheet
from .workbook import Workbook

SHARED = re.compile(r'\bt="shared"')
GROUP = re.compile(r'\bsi="(\d+)"')
RANGE = re.compile(r'(\bref=")([^"]*)(")')


def unshare(sheet: Sheet) -> bool:
    """Give every cell of a shared formula its own; whether there were any. A formula shared by cells cannot move with one of them."""
    masters: dict[str, tuple[str, str]] = {}
    followers: list[tuple[Row, Cell, str]] = []
    for row in sheet.rows:
        if not row.has_formulas:
            continue
        for cell in row.cells:
            found = FORMULA.search(cell.inner)
            group = GROUP.search(found[1]) if found and SHARED.search(found[1]) else None
            if found is None or group is None:
                continue
            if found[2]:
                masters[group[1]] = f"{cell.column}{row.number}", unescape(found[2], QUOTES)
                cell.inner = cell.inner.replace(found[0], f"<f>{found[2]}</f>", 1)
            else:
                followers.append((row, cell, group[1]))
    for row, cell, number in followers:
        cell.inner = FORMULA.sub("", cell.inner)
        cell.inner = _shifted(masters, number, f"{cell.column}{row.number}") + cell.inner
    return bool(masters)


def _shifted(masters: Mapping[str, tuple[str, str]], group: str, place: str) -> str:
    """Element of a formula that was shared, for one of its cells."""
    from openpyxl.formula.translate import Translator

    if group not in masters:
        return ""
    origin, formula = masters[group]
    return f"<f>{escape(Translator('=' + formula, origin).translate_formula(place)[1:])}</f>"


def turned_cell(cell: Cell, number: int, context: Context, copy: Copy | None) -> str:
    """XML of a cell in its new row, its formula turned and what was calculated for it dropped."""
    found = FORMULA.search(cell.inner) if "<f" in cell.inner else None
    if found is None:
        return cell.text(number)
    made = Cell(cell.column, cell.attributes, cell.inner)
    formula = escape(turn(aim(unescape(found[2] or "", QUOTES)), context.home, context.moves, copy, context.renamed))

    def ranges(item: re.Match[str]) -> str:
        own = context.own
        if copy is None:
            return item[1] + sqref(item[2], own) + item[3]
        top = own.row(copy.block.first) - copy.block.first + copy.shift
        return item[1] + sqref(item[2], Moves((Growth(1, 0, top),))) + item[3]

    made.inner = cell.inner.replace(found[0], f"<f{RANGE.sub(ranges, found[1])}>{formula}</f>", 1)
    if context.own or made.inner != cell.inner:
        made.forget()
    return made.text(number)


def turned_row(row: Row, number: int, context: Context, copy: Copy | None = None) -> str:
    """XML of a row in its new place."""
    if not row.has_formulas:
        return row.text(number)
    cells = "".join(turned_cell(cell, number, context, copy) for cell in row.cells)
    opening = f'<row r="{number}"{row.attributes}'
    return f"{opening}>{cells}</row>" if cells else f"{opening}/>"


def turned_rows(sheet: Sheet, context: Context) -> Iterator[str]:
    """XML of all rows of a sheet whose rows move."""
    moves = context.own
    by_number = {row.number: row for row in sheet.rows}
    blocks = {growth.first: growth for growth in moves.growths if growth.first <= growth.last}
    blanks = {growth.last: growth for growth in moves.growths if growth.first > growth.last}
    skip_to = 0
    order = sorted({*by_number, *blocks, *blanks})
    for number in order:
        row = by_number.get(number)
        if number >= skip_to:
            if growth := blocks.get(number):
                yield from _copies(by_number, growth, context)
                skip_to = growth.last + 1
            elif row is not None:
                yield turned_row(row, moves.row(number), context)
        if growth := blanks.get(number):
            top = moves.row(number + 1) - growth.extra
            yield from (_blank(row, top + count) for count in range(growth.extra))


def _copies(rows: Mapping[int, Row], growth: Growth, context: Context) -> Iterator[str]:
    """XML of all copies of a block."""
    top = context.own.row(growth.first)
    for shift in range(0, growth.extra + 1, growth.height):
        for number in range(growth.first, growth.last + 1):
            if row := rows.get(number):
                place = top + shift + number - growth.first
                yield turned_row(row, place, context, Copy(context.home, growth, shift))


def _blank(like: Row | None, number: int) -> str:
    """An empty row that looks like another."""
    if like is None:
        return f'<row r="{number}"/>'
    cells = [Cell(cell.column, style[0]) for cell in like.cells if (style := STYLE.search(cell.attributes))]
    return Row(number, like.attributes, "".join(cell.text(number) for cell in cells)).text()


FOLLOWERS: Mapping[str, Callable[[str], Pieces]] = {
    "drawing": drawing_pieces,
    "vmlDrawing": vml_pieces,
    "comments": comments_pieces,
    "threadedComment": threads_pieces,
    "table": table_pieces,
    "ctrlProp": control_pieces,
}
"""How parts that hang on a sheet follow its rows, by the kind of their relationship."""


def followers(package: Package, workbook: Workbook) -> Iterator[tuple[str, str, Pieces]]:
    """Parts that point to rows: name, the sheet they belong to ("" for none), and their pieces; sheets are not among them."""
    for tab in workbook.tabs:
        for kind, target in Relations(package, tab.part).all().values():
            if kind in FOLLOWERS and target in package:
                yield target, tab.name, FOLLOWERS[kind](package.text(target))
    for name in package.names():
        lower = name.lower()
        if lower.startswith("xl/charts/chart") and lower.endswith(".xml"):
            yield name, "", formula_pieces(package.text(name))


def grow(package: Package, workbook: Workbook, sheets: Mapping[str, Sheet], moves: Mapping[str, Moves]) -> None:
    """Put rows in, and let all that points to rows follow.

    Args:
        package: Parts that hang on sheets are replaced in it.
        workbook: Its names follow.
        sheets: All worksheets of the workbook by name; they are changed in place.
        moves: What grows, by sheet.
    """
    for name, sheet in sheets.items():
        before = sheet.text()
        unshare(sheet)
        context = Context(moves, name)
        head = render(frame_pieces(sheet.head), context)
        tail = render(frame_pieces(sheet.tail), context)
        rows = "".join(turned_rows(sheet, context))
        after = f"{head}{sheet.opening}{rows}</sheetData>{tail}"
        if after != before:
            changed = Sheet.read(after)
            sheet.head, sheet.opening, sheet.rows, sheet.tail, sheet._at = (
                changed.head, changed.opening, changed.rows, changed.tail, changed._at,
            )  # fmt: skip
            sheet.touched = True
    for part, home, pieces in followers(package, workbook):
        package.put(part, render(pieces, Context(moves, home)))
    for part in _pivots(package):
        package.put(part, _moved_source(package.text(part), moves))
    workbook.move_names(moves)


SOURCE = re.compile(r"<worksheetSource\b[^>]*>")


def _pivots(package: Package) -> list[str]:
    return [name for name in package.names() if "pivotCacheDefinition" in name and name.endswith(".xml")]


def _moved_source(text: str, moves: Mapping[str, Moves]) -> str:
    """A pivot's source follows its rows."""

    def moved(found: re.Match[str]) -> str:
        sheet = re.search(r'\bsheet="([^"]*)"', found[0])
        own = moves.get(unescape(sheet[1], QUOTES)) if sheet else None
        return RANGE.sub(lambda item: item[1] + sqref(item[2], own) + item[3], found[0]) if own else found[0]

    return SOURCE.sub(moved, text)


def growths(inserts: Sequence[tuple[int, int]], repeats: Sequence[tuple[int, int, int]]) -> list[Growth]:
    """Growths of one sheet: (row before which, how many), (first, last, how many times in all)."""
    counts: dict[int, int] = {}
    for before, count in inserts:
        if count < 0:
            raise ValueError(f"{count} rows cannot be put in")
        counts[before] = counts.get(before, 0) + count
    found = [Growth(before, before - 1, count) for before, count in counts.items()]
    return [*found, *(Growth(first, last, (last - first + 1) * (times - 1)) for first, last, times in repeats)]
