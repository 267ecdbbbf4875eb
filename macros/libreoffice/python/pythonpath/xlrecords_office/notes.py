"""Notes on cells: ours stand alone or below those of the teacher, whose looks and author they keep."""

import unohelper
from com.sun.star.document import XUndoAction

from .places import address, by_sheet, cells, place

MOST = 300
"""So many notes a sheet gets at once: more make a window slow."""
BLANK = " "
NOTE = 8
"""What of a cell is cleared: its note."""


def text_of(note):
    """Text of a note; that of a note which came with a file is known to its shape alone, until it is shown."""
    return note.String or note.AnnotationShape.String


def of_sheet(sheet):
    """Row, column and text of all notes of a sheet."""
    found = sheet.Annotations
    for number in range(found.Count):
        note = found.getByIndex(number)
        spot = note.Position
        yield spot.Row, spot.Column, text_of(note)


def put(document, items):
    """Put notes on cells; below one that is there, after a blank line."""
    for sheet, parts in by_sheet(document, items):
        known = {(row, column): text for row, column, text in of_sheet(sheet)}
        found, number = sheet.Annotations, sheet.RangeAddress.Sheet
        for item in parts[:MOST]:
            row, column = place(item["cell"])
            text = known.get((row, column))
            if text is None:
                # A note measures the text that it is made with at once, and one that it gets later only when it is shown.
                found.insertNew(address(number, row, column), BLANK)
                sheet.getCellByPosition(column, row).Annotation.setString(item["text"])
            else:
                _record(document, _Ending(document, sheet.Name, row, column, "\n\n" + item["text"], True))


def take(document, items):
    """Take texts off the ends of notes; a note that holds nothing else goes as a whole."""
    for sheet, parts in by_sheet(document, items):
        known, gone = {(row, column): text for row, column, text in of_sheet(sheet)}, []
        for item in parts:
            row, column = place(item["cell"])
            text = known.get((row, column), "")
            if not text.endswith(item["text"]):
                continue
            left = text[: len(text) - len(item["text"])].rstrip()
            if left:
                _record(document, _Ending(document, sheet.Name, row, column, text[len(left) :], False))
            else:
                gone.append(item["cell"])
        if gone:
            cells(document, sheet, gone).clearContents(NOTE)


def _record(document, action):
    """Do what LibreOffice itself does not record for undo."""
    action.redo()
    document.UndoManager.addUndoAction(action)


class _Ending(unohelper.Base, XUndoAction):
    """A text that is put at the end of a note, or taken from there; the rest of the note stays as it is."""

    Title = "Учёт: примечание"

    def __init__(self, document, sheet, row, column, text, put_):
        self._document, self._sheet, self._row, self._column, self._text, self._put = document, sheet, row, column, text, put_

    def redo(self):
        self._change(self._put)

    def undo(self):
        self._change(not self._put)

    def _change(self, put_):
        note = self._document.Sheets.getByName(self._sheet).getCellByPosition(self._column, self._row).Annotation
        cursor = note.createTextCursor()
        cursor.gotoEnd(False)
        if put_:
            note.insertString(cursor, self._text, False)
        else:
            # LibreOffice counts a letter beyond the first 65,536 as two.
            cursor.goLeft(len(self._text.encode("utf-16-le")) // 2, True)
            cursor.setString("")
