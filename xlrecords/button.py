"""A button of an office program: what is on the screen comes as a Desk, what is to happen goes out in an Answer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from .command import Progress

if TYPE_CHECKING:
    from .book import OpenBook
    from .edits import Edits, Spot


@dataclass(frozen=True, slots=True)
class Button:
    """One button, the same on the ribbon of Excel and on the toolbar, in the menu and on the tabbed ribbon of LibreOffice.

    Attributes:
        tag: What the office program passes when it is pressed.
        title: What stands on it.
        group: Title of its group.
        tip: What it does, a sentence.
        command: Name of the command of the command line that does the same, or the work behind it.
        icon: Icon of Excel, by the name in its list (imageMso).
        large: Whether it is a large one.
    """

    tag: str
    title: str
    group: str
    tip: str
    command: str
    icon: str
    large: bool = False


@dataclass(frozen=True)
class Desk:
    """What is on the screen when a button is pressed.

    Attributes:
        book: The workbook in front, as it is on the screen.
        path: Its file; None: it was never saved.
        saved: Whether the file holds all that is on the screen.
        sheet: The sheet in front; empty: none, or one that is no table.
        cell: Address of the cell that is chosen, «B7».
        progress: Told of the progress of long work.
        editable: Whether it may be changed at all; not, where it is open for reading only.
        hidden: Sheets that cannot come in front.
    """

    book: OpenBook
    path: Path | None = None
    saved: bool = True
    sheet: str = ""
    cell: str = "A1"
    progress: Progress = field(default=lambda done, total: None)
    editable: bool = True
    hidden: Collection[str] = ()


class Tone(Enum):
    """How an answer is told."""

    QUIET = "quiet"
    """In the status bar alone."""
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a press leads to; nothing of it is done yet.

    Attributes:
        text: What the user is told; the first line stands in the status bar, too.
        tone: How.
        steps: What changes in the workbook in front, as one step of undo.
        goto: Cell that comes in front after that.
        open: Workbooks, pages and folders that are opened for the user.
        undo: Whether the last change that a button made to the workbook in front is taken back; `text` is told if it
            was, and `otherwise` if there is none.
    """

    text: str
    tone: Tone = Tone.INFO
    steps: tuple[Edits, ...] = ()
    goto: Spot | None = None
    open: tuple[Path, ...] = ()
    undo: bool = False
    otherwise: str = ""


Press = Callable[[Desk], Answer]
"""What a button does. It raises nothing that the user caused."""
