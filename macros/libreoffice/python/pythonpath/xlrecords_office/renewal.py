"""A sheet that shall be removed and added again, changed where it stands: rows that stay are left alone.

Making a sheet costs ten times what taking a line out of one does.
"""

from difflib import SequenceMatcher

from . import pages
from .picture import used

ALL = 1023
"""What of a cell is cleared: everything."""


def planned(document, steps):
    """Plans in which a last sheet that is removed and added again has a part of its own: «renew_sheets»."""
    names = document.Sheets.ElementNames
    gone = {name for step in steps for name in step.get("remove_sheets", ())}
    last = {new["name"] for step in steps for new in step.get("add_sheets", ())} & gone & set(names[-1:])
    if not last:
        return steps
    return [
        {
            **step,
            "remove_sheets": [name for name in step.get("remove_sheets", ()) if name not in last],
            "renew_sheets": [new for new in step.get("add_sheets", ()) if new["name"] in last],
            "add_sheets": [new for new in step.get("add_sheets", ()) if new["name"] not in last],
        }
        for step in steps
    ]


def renew(document, items):
    """Make sheets what they shall be: those that differ in too much are made anew."""
    for new in items:
        if not _changed(document, document.Sheets.getByName(new["name"]), new):
            document.Sheets.removeByName(new["name"])
            pages.add(document, [new])


def _changed(document, sheet, new):
    """Change lines below the heading; whether that could be done."""
    rows, heading, width = new["rows"], new["heading_row"], pages.width_of(new["rows"])
    old = used(sheet).getDataArray()
    shown = sheet.getCellRangeByPosition(0, 0, width - 1, len(old) - 1).queryVisibleCells().RangeAddresses
    if not heading or len(old) <= heading or len(old[0]) != width or len(shown) != 1 or shown[0].EndRow + 1 != len(old):
        return False
    wanted = [pages.line(document, row, width) for row in rows]
    numbers = {at for row in rows for at, item in enumerate(row) if item["look"] == "number"}
    parts = SequenceMatcher(None, _keys(old[heading:], numbers), _keys(wanted[heading:], numbers), autojunk=False).get_opcodes()
    if 2 * sum(last - first for kind, _, _, first, last in parts if kind != "equal") > len(rows):
        return False
    for kind, top, bottom, first, last in reversed(parts):
        if kind == "insert" and top + heading == len(old):
            top, first = top - 1, first - 1
        if kind != "equal":
            _exchange(document, sheet, heading + top, heading + bottom, rows[heading + first : heading + last], width)
    _correct(sheet, wanted, width, {at for row in rows for at, item in enumerate(row) if item["to_sheet"]})
    return True


def _keys(lines, numbers):
    """Lines without their numbers."""
    return [tuple(value for at, value in enumerate(line) if at not in numbers) for line in lines]


def _exchange(document, sheet, top, bottom, rows, width):
    """Put rows of a plan in the place of others; new ones come before the last of them, or a filter would not reach to them."""
    more = len(rows) - (bottom - top)
    if more < 0:
        sheet.Rows.removeByIndex(top, -more)
    elif more > 0:
        sheet.Rows.insertByIndex(max(bottom - 1, top), more)
    if rows:
        sheet.getCellRangeByPosition(0, top, width - 1, top + len(rows) - 1).clearContents(ALL)
        pages.fill(document, sheet, rows, width, top)


def _correct(sheet, wanted, width, links):
    """Write, in columns without links, what is still different: numbers, and what stands above the heading."""
    found = sheet.getCellRangeByPosition(0, 0, width - 1, len(wanted) - 1).getDataArray()
    for column in set(range(width)) - links:
        different = [at for at, line in enumerate(wanted) if line[column] != found[at][column]]
        if different:
            first, last = different[0], different[-1]
            block = tuple((line[column],) for line in wanted[first : last + 1])
            sheet.getCellRangeByPosition(column, first, column, last).setDataArray(block)
