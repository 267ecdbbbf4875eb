"""A picture of the document: what stands in its cells, taken in block calls. A call for each cell would take seconds."""

import os
import re

import uno

from . import notes

DATE, TIME, BOOLEAN, DEFINED = 2, 4, 1024, 1
"""Kinds of number formats, as LibreOffice counts them; the last says only that a user defined it."""
KINDS = {DATE: "date", TIME: "time", DATE | TIME: "datetime", BOOLEAN: "boolean"}
SPAN = re.compile(r"\[[HMS]+\]", re.IGNORECASE)
"""A format that counts hours beyond a day."""
FORMULA_ERROR = 4
CONTENT = 1 | 2 | 4 | 16
"""Cells with numbers, moments, texts and formulas."""
ERRORS = {
    502: "#VALUE!", 503: "#NUM!", 519: "#VALUE!", 521: "#NULL!", 524: "#REF!", 525: "#NAME?", 526: "#NAME?", 527: "#NAME?",
    532: "#DIV/0!", 32767: "#N/A",
}  # fmt: skip
"""Errors as they stand in files; LibreOffice has more, and saves these as #N/A."""
LARGE = 300_000
"""A used area of more cells is looked at, whether it is used at all."""
GAP_ROWS, GAP_COLUMNS = 9_999, 702
"""Cells behind so many empty rows or columns are strays, as in a file: no table reaches there."""
MOST = 5_000_000
"""Cells of a document that are more than this no school has, and the memory of no computer."""


class TooLargeError(Exception):
    """A sheet that cannot be taken as a whole."""


def picture(document, memory=None):
    """The desk as xlrecords takes it.

    Args:
        document: The document.
        memory: Knows cells that were not changed since the last press; None: all are read.
    """
    controller = document.CurrentController
    path = path_of(document)
    contents = memory.reader(document, content) if memory is not None else lambda sheet, area: content(area)
    kinds, zero = Kinds(document), document.NullDate
    readonly = document.isReadonly()
    return {
        "name": os.path.basename(path) or document.Title,
        "path": path,
        "saved": bool(path) and not document.isModified(),
        "sheet": controller.ActiveSheet.Name,
        "cell": chosen(document),
        "epoch": f"{zero.Year:04}-{zero.Month:02}-{zero.Day:02}",
        "readonly": readonly,
        "protected": [name for name, closed in closings(document) if readonly or closed],
        "hidden": [sheet.Name for sheet in document.Sheets if not sheet.IsVisible],
        "notes": [[sheet.Name, address(row, column), text] for sheet in document.Sheets for row, column, text in notes.of_sheet(sheet)],
        "sheets": [table(sheet, kinds, contents) for sheet in document.Sheets],
    }


def closings(document):
    """Names of the sheets, and an empty one for the document, with whether each is protected."""
    return [("", document.isProtected()), *((sheet.Name, sheet.isProtected()) for sheet in document.Sheets)]


def path_of(document):
    """Path of its file; empty if it has none that a program could read."""
    return uno.fileUrlToSystemPath(document.URL) if document.URL.startswith("file:") else ""


def chosen(document):
    """Address of the cell that is chosen, or of the first one."""
    selection = document.CurrentSelection
    if hasattr(selection, "RangeAddresses"):
        areas = selection.RangeAddresses
        return address(areas[0].StartRow, areas[0].StartColumn) if areas else "A1"
    if hasattr(selection, "RangeAddress"):
        return address(selection.RangeAddress.StartRow, selection.RangeAddress.StartColumn)
    return "A1"


def address(row, column):
    """A1 address of a cell; both are counted from 0."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return f"{name}{row + 1}"


def table(sheet, kinds, contents):
    """Cells of a sheet, which of its numbers are moments, and which of its formulas failed."""
    area = used(sheet)
    rows, failed = contents(sheet, area)
    return {"name": sheet.Name, "rows": rows, "moments": list(kinds.moments(area)), "errors": failed}


def content(area):
    """Cells of a range, and which of its formulas failed."""
    return area.getDataArray(), list(errors(area))


def used(sheet):
    """The range from A1 to the last cell that is used."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    row, column = last.EndRow, last.EndColumn
    if (row + 1) * (column + 1) > LARGE:
        areas = sheet.queryContentCells(CONTENT).RangeAddresses
        row = edge(((area.StartRow, area.EndRow) for area in areas), GAP_ROWS)
        column = edge(((area.StartColumn, area.EndColumn) for area in areas), GAP_COLUMNS)
        if (row + 1) * (column + 1) > MOST:
            raise TooLargeError(sheet.Name)
    return sheet.getCellRangeByPosition(0, 0, column, row)


def edge(spans, gap):
    """Where the spans end that follow one another without a large gap."""
    end = 0
    for first, last in sorted(spans):
        if first > end + gap + 1:
            break
        end = max(end, last)
    return end


def errors(area):
    """Row and column, counted from 1, and the text of each error."""
    for part in area.queryFormulaCells(FORMULA_ERROR).RangeAddresses:
        for row in range(part.StartRow, part.EndRow + 1):
            for column in range(part.StartColumn, part.EndColumn + 1):
                code = area.getCellByPosition(column, row).getError()
                yield [row + 1, column + 1, ERRORS.get(code, "#N/A")]


class Kinds:
    """Number formats of a document: each is asked for once."""

    def __init__(self, document):
        self._formats = document.NumberFormats
        self._known = {}

    def moments(self, area):
        """Areas whose numbers are no plain numbers: kind, and top, left, bottom, right, counted from 1."""
        groups = area.getUniqueCellFormatRanges()
        for number in range(groups.Count):
            parts = groups.getByIndex(number).RangeAddresses
            # All cells of a group look alike; asked for as a whole, it would compare them once more.
            kind = self._kind(area.getCellByPosition(parts[0].StartColumn, parts[0].StartRow).NumberFormat)
            if kind:
                for part in parts:
                    yield [kind, part.StartRow + 1, part.StartColumn + 1, part.EndRow + 1, part.EndColumn + 1]

    def _kind(self, key):
        if key not in self._known:
            found = self._formats.getByKey(key)
            kind = KINDS.get(found.Type & ~DEFINED, "")
            self._known[key] = "duration" if kind == "time" and SPAN.search(found.FormatString) else kind
        return self._known[key]
