"""A workbook file opened to be changed: its bytes, read by the reader of files and changed part by part. Nothing is written here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

from ..book import Rows, Trouble
from ..edits import Edits, Fill, Spot, Survey
from .file import FileBook, decoded


class OpenedFile:
    """The bytes of an .xlsx or .xlsm workbook; whoever holds it writes `data` to the disk."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.data = data

    @cached_property
    def _read(self) -> FileBook:
        return decoded(self.data, self.name)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What is wrong with it as a file."""
        return self._read.troubles

    def sheets(self) -> list[str]:
        """Names of the sheets, in the order of the tabs."""
        return self._read.sheets()

    def cells(self, sheet: str) -> Rows:
        """Cells of a sheet from A1."""
        return self._read.cells(sheet)

    def survey(self, spots: Collection[Spot]) -> Survey:
        """Notes and patterns of the workbook, and plain fills of the cells that were asked for.

        Raises:
            RefusedError: It is none that may be changed.
        """
        from ..ooxml import survey
        from ..ooxml.editor import Editor

        found = survey(self.data)
        patterned = {(fill.sheet, fill.cell) for fill in found.fills}
        editor = Editor(self.data)
        plain = []
        for sheet, address in spots:
            cell = editor.sheet(sheet)[1].find(address) if (sheet, address) not in patterned and sheet in found.sheets else None
            colour, pattern = (editor.styles.mark_of(cell.style) if cell else None) or ("", "")
            if pattern == "solid":
                plain.append(Fill(sheet, address, colour))
        return Survey(found.sheets, found.notes, (*found.fills, *plain))

    def protected(self) -> Collection[str]:
        """Nothing: the protection of a sheet is against typing, and files are changed by command alone."""
        return ()

    def apply(self, steps: Sequence[Edits]) -> None:
        """Carry out plans; see `OpenBook.apply`.

        Raises:
            RefusedError: The workbook may not be changed.
        """
        from ..ooxml import edit

        data = self.data
        for step in steps:
            data = edit(data, step)
        self.data = data
        self.__dict__.pop("_read", None)
