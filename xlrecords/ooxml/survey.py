"""What stands in a workbook that marking and repair must know and readers of cells do not tell: notes, patterns, limits."""

from __future__ import annotations

from ..edits import Fill, Note, Survey
from ..guard import Limits
from .editor import Editor


def survey(data: bytes, limits: Limits | None = None) -> Survey:
    """Look through a workbook.

    Raises:
        RefusedError: It is none that may be changed.
    """
    editor = Editor(data, limits)
    names = tuple(tab.name for tab in editor.workbook.tabs)
    marks = editor.styles.marks()
    notes, fills = [], []
    for name, sheet in editor.all_sheets().items():
        notes += [Note(name, cell, text) for cell, text in editor.notes(name).all()]
        fills += [Fill(name, cell, *marks[style]) for cell, style in sheet.styled(marks)]
    return Survey(names, tuple(notes), tuple(fills))
