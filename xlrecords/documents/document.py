"""What a document is: a sheet of paper that is drawn once, filled for each student, printed and signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook

from ..sheets.look import FONT
from ..sheets.template import CREATED
from .page import Page


@dataclass(frozen=True, slots=True)
class Document:
    """A built-in template.

    Attributes:
        name: Name of its file: Latin names travel through every archive and version control.
        title: Name of the document, in Russian.
        clause: Clause of the regulation that asks for it.
        purpose: What it is for, a sentence in Russian.
        tab: Name of its sheet.
        columns: Widths of its columns in millimetres.
        draw: Draws it on a page.
        landscape: Whether it is printed across.
        framed: Whether the page is a frame: equal margins, as nobody binds it.
    """

    name: str
    title: str
    clause: str
    purpose: str
    tab: str
    columns: tuple[float, ...]
    draw: Callable[[Page], None]
    landscape: bool = False
    framed: bool = False

    def write(self, path: Path) -> None:
        """Write the template; the same document gives the same bytes. A file of that name is replaced."""
        with Workbook(str(path), {"default_format_properties": {"font_name": FONT, "font_size": 11}}) as workbook:
            workbook.set_properties({"title": self.title, "created": CREATED})
            page = Page(workbook, self.tab, self.columns, self.landscape, self.framed)
            self.draw(page)
            page.finish()
