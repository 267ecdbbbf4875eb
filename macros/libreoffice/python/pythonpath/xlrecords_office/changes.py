"""A plan of changes carried out in the document: whole or not at all, as one step of undo, in block calls."""

import unohelper
from com.sun.star.document import XUndoManagerListener

from . import notes, pages, renewal
from .picture import BOOLEAN, DATE, TIME
from .places import FORMATS, CannotError, by_sheet, cells, number_format, place, plain

SIGN = "Учёт:"
"""How the names of our steps of undo begin."""
NO_COLOUR = -1
CONTENT = 1 | 2 | 4 | 16
"""Numbers, moments, texts, formulas."""
POINT = 2540 / 72
"""Hundredths of a millimetre."""


def apply(document, steps, title):
    """Carry out plans, one after the other. An exception leaves the document as it was.

    Args:
        document: The spreadsheet.
        steps: Plans, each as its JSON.
        title: Name of the button.
    """
    steps = renewal.planned(document, steps)
    manager, watch, controller = document.UndoManager, _Watch(), document.CurrentController
    manager.addUndoManagerListener(watch)
    with _Locked(document):
        front = _front(document, steps)
        done = False
        manager.enterUndoContext(f"{SIGN} {title}")
        try:
            for step in steps:
                _carry_out(document, step)
            done = True
        finally:
            manager.leaveUndoContext()
            # An empty context leaves no step behind, and that of another action must not be taken back.
            if not done and watch.recorded:
                manager.undo()
                manager.clearRedo()
            manager.removeUndoManagerListener(watch)
            # Not before: a step of undo is cut off where the sheet in front changes.
            controller.setActiveSheet(document.Sheets.getByName(front))


class _Locked:
    """Nothing is drawn meanwhile, and no height of a row is looked for: it would be after every call.

    No generator, as `contextlib` makes of them: exceptions of LibreOffice do not pass through those.
    """

    def __init__(self, document):
        self._document = document

    def __enter__(self):
        self._heights = self._document.IsAdjustHeightEnabled
        self._document.lockControllers()
        self._document.addActionLock()
        self._document.IsAdjustHeightEnabled = False

    def __exit__(self, *error):
        self._document.IsAdjustHeightEnabled = self._heights
        self._document.removeActionLock()
        self._document.unlockControllers()


def _front(document, steps):
    """Name of a sheet in front that stays; another one comes there, if that is removed."""
    gone = {name for step in steps for name in step.get("remove_sheets", ())}
    controller = document.CurrentController
    name = controller.ActiveSheet.Name
    if name in gone:
        name = next((other for other in document.Sheets.ElementNames if other not in gone), name)
        controller.setActiveSheet(document.Sheets.getByName(name))
    return name


def undo(document):
    """Take back the last change of a button; whether there was one, and nothing of the user's came after it."""
    manager = document.UndoManager
    if not manager.isUndoPossible() or not manager.getCurrentUndoActionTitle().startswith(SIGN):
        return False
    with _Locked(document):
        manager.undo()
    return True


def _carry_out(document, step):
    unknown = set(step) - set(PARTS)
    if unknown:
        raise CannotError("Такое изменение возможно только в закрытой книге.")
    for part, work in PARTS.items():
        if part in step:
            work(document, step[part])


def _values(document, items):
    for sheet, parts in by_sheet(document, items):
        for item in parts:
            row, column = place(item["cell"])
            _write(document, sheet.getCellByPosition(column, row), item["value"])


def _write(document, cell, value):
    """Text stays text, whatever it begins with."""
    value, kind = plain(document, value)
    if value is None:
        cell.clearContents(CONTENT)
    elif isinstance(value, str):
        cell.setString(value)
    else:
        cell.setValue(value)
    if kind:
        known = document.NumberFormats.getByKey(cell.NumberFormat).Type
        wanted = BOOLEAN if kind == "boolean" else DATE | TIME
        if not known & wanted:
            cell.NumberFormat = number_format(document, "BOOLEAN" if kind == "boolean" else FORMATS[kind])


def _formulas(document, items):
    """Formulas as they stand in files: English names, commas, addresses of Excel."""
    parser = document.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish, parser.FormulaConvention = True, 3
    for sheet, parts in by_sheet(document, items):
        for item in parts:
            row, column = place(item["cell"])
            cell = sheet.getCellByPosition(column, row)
            cell.setTokens(parser.parseFormula(item["formula"], cell.CellAddress))


def _fills(document, items):
    for sheet, parts in by_sheet(document, items):
        by_colour = {}
        for item in parts:
            if item["pattern"] != "solid":
                raise CannotError(f"Узор «{item['pattern']}» LibreOffice не знает.")
            by_colour.setdefault(item["colour"], []).append(item["cell"])
        for colour, addresses in by_colour.items():
            cells(document, sheet, addresses).CellBackColor = int(colour, 16)


def _unfills(document, items):
    """A cell that somebody filled otherwise is left alone."""
    for sheet, parts in by_sheet(document, items):
        ours = [item["cell"] for item in parts if _colour(sheet, item["cell"]) == int(item["colour"], 16)]
        if ours:
            cells(document, sheet, ours).CellBackColor = NO_COLOUR


def _colour(sheet, cell):
    row, column = place(cell)
    return sheet.getCellByPosition(column, row).CellBackColor


def looks(document, asked):
    """Sheet, cell and colour, RRGGBB, of those of the cells that have one."""
    found = []
    for name, addresses in asked:
        if document.Sheets.hasByName(name):
            sheet = document.Sheets.getByName(name)
            colours = ((cell, _colour(sheet, cell)) for cell in addresses)
            found += [[name, cell, f"{colour & 0xFFFFFF:06X}"] for cell, colour in colours if colour != NO_COLOUR]
    return found


def _links(document, items):
    """A text becomes a field that looks the same and leads to its place; numbers cannot be links here."""
    for sheet, parts in by_sheet(document, items):
        for item in parts:
            row, column = place(item["cell"])
            cell = sheet.getCellByPosition(column, row)
            text = cell.getString()
            if text and cell.Type.value == "TEXT":
                field = document.createInstance("com.sun.star.text.TextField.URL")
                field.Representation, field.URL = text, f"#{pages.quoted(item['to_sheet'])}!{item['to_cell']}"
                cell.setString("")
                cell.insertTextContent(cell.createTextCursor(), field, False)


def _heights(document, items):
    for sheet, parts in by_sheet(document, items):
        for item in parts:
            sheet.Rows.getByIndex(item["row"] - 1).Height = int(item["points"] * POINT)


def _remove(document, names):
    for name in names:
        document.Sheets.removeByName(name)


PARTS = {
    "values": _values, "formulas": _formulas, "fills": _fills, "unfills": _unfills, "unnotes": notes.take,
    "links": _links, "heights": _heights, "remove_sheets": _remove, "renew_sheets": renewal.renew, "add_sheets": pages.add, "notes": notes.put,
}  # fmt: skip
"""All parts of a plan that a document knows, in the order in which they are done. Notes are last: on a sheet that is not in
front a note costs a tenth of the time, and the sheet that was added is in front by then."""


class _Watch(unohelper.Base, XUndoManagerListener):
    """Whether a step of undo was recorded."""

    def __init__(self):
        self.recorded = False

    def leftContext(self, event):
        self.recorded = True

    def _other(self, event):
        pass

    undoActionAdded = actionUndone = actionRedone = allActionsCleared = redoActionsCleared = resetAll = _other
    enteredContext = enteredHiddenContext = leftHiddenContext = cancelledContext = disposing = _other
