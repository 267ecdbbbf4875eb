"""Cells kept from one press to the next: LibreOffice tells which sheets were changed, and only those are read again.

It does not tell of all that undo changes, so after that all sheets are read; and the sheet in front always is.
"""

from contextlib import suppress

import unohelper
from com.sun.star.document import XUndoManagerListener
from com.sun.star.util import XModifyListener


class Memory:
    """What was read of the sheets of one document."""

    def __init__(self):
        self._id, self._names, self._sheets, self._undone = "", (), {}, None

    def reader(self, document, read):
        """What reads a range, the used one of a sheet, or knows it still.

        Args:
            document: The document.
            read: Reads a range anew.
        """
        if document.RuntimeUID != self._id:
            self.forget()
            self._id, self._undone = document.RuntimeUID, _Undone(document)
        # Nor does it tell of formulas whose sheet is gone, and of those that are calculated on demand.
        names, moved = document.Sheets.ElementNames, any(known.moved() for known in self._sheets.values())
        if self._undone.taken() or moved or names != self._names or not document.isAutomaticCalculationEnabled():
            self._forget_sheets()
        front, self._names = document.CurrentController.ActiveSheet.Name, names

        def remembered(sheet, area):
            name = sheet.Name
            known = self._sheets.get(name)
            if known is not None and name != front and known.holds(area):
                return known.found
            if known is not None:
                known.stop()
            self._sheets[name] = found = _Sheet(area, read)
            return found.found

        return remembered

    def lose(self, names):
        """Know nothing any more of some sheets: those that we change, and that no formula of a record takes anything from."""
        for name in names:
            if name in self._sheets:
                self._sheets.pop(name).stop()

    def forget(self):
        """Know nothing any more, and hear of nothing."""
        self._forget_sheets()
        if self._undone is not None:
            self._undone.stop()
        self._id, self._undone = "", None

    def _forget_sheets(self):
        for known in self._sheets.values():
            known.stop()
        self._sheets = {}


class _Sheet(unohelper.Base, XModifyListener):
    """What was read of a range, as long as nothing in it is changed and it stays where it is."""

    def __init__(self, area, read):
        self._area, self._place, self._changed = area, area.RangeAddress, False
        area.addModifyListener(self)
        self.found = read(area)

    def moved(self):
        """Whether rows, columns or sheets before it came or went, or its own sheet did."""
        return self._place != self._area.RangeAddress

    def holds(self, area):
        """Whether it is what would be read now."""
        return not self._changed and self._place == area.RangeAddress

    def stop(self):
        with suppress(Exception):  # the document may be closed by now
            self._area.removeModifyListener(self)

    def modified(self, event):
        self._changed = True

    def disposing(self, event):
        self._changed = True


class _Undone(unohelper.Base, XUndoManagerListener):
    """Whether something was undone or done again since it was last asked."""

    def __init__(self, document):
        self._manager, self._happened = document.UndoManager, False
        self._manager.addUndoManagerListener(self)

    def taken(self):
        happened, self._happened = self._happened, False
        return happened

    def stop(self):
        with suppress(Exception):  # the document may be closed by now
            self._manager.removeUndoManagerListener(self)

    def _heard(self, event):
        self._happened = True

    def _other(self, event):
        pass

    actionUndone = actionRedone = allActionsCleared = resetAll = disposing = _heard
    undoActionAdded = redoActionsCleared = enteredContext = enteredHiddenContext = _other
    leftContext = leftHiddenContext = cancelledContext = _other


MEMORY = Memory()
"""That of this LibreOffice: of the document in which a button was pressed last."""
