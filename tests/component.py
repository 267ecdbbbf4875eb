"""The add-on's own modules over the pipe to a LibreOffice: its picture of a document, and its way to carry a plan out."""

from __future__ import annotations

import atexit
import json
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from xlrecords.book import Rows, Trouble
from xlrecords.books.plans import fit
from xlrecords.books.snapshot import SnapshotBook, book_of
from xlrecords.edits import Edits, Spot, Survey, to_json
from xlrecords.installing import sources
from xlrecords.stdio import plain_steps

from .office import Office, uno, unohelper

CODE = sources() / "libreoffice" / "python" / "pythonpath"


def module(name: str) -> ModuleType:
    """A module of the add-on, which runs in this process here."""
    uno()
    unohelper()
    if str(CODE) not in sys.path:
        sys.path.append(str(CODE))
    return import_module(f"xlrecords_office.{name}")


@cache
def office() -> Office:
    """The one LibreOffice of this process; it ends with it."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(Office())


class AddonBook:
    """A workbook that is open in LibreOffice, as the add-on reads and changes it."""

    def __init__(self, document: Any, name: str) -> None:
        self.document = document
        self.name = name
        self.troubles: tuple[Trouble, ...] = ()

    @classmethod
    def opened(cls, path: Path) -> AddonBook:
        return cls(office().open(path, Hidden=True), path.name)

    def desk(self) -> dict[str, Any]:
        """The picture, as it comes out of the pipe."""
        line = json.dumps(module("picture").picture(self.document))
        found: dict[str, Any] = json.loads(line)
        return found

    def snapshot(self) -> SnapshotBook:
        return book_of(self.desk(), self._looks)

    def _looks(self, spots: Collection[Spot]) -> Mapping[Spot, str]:
        asked = [[sheet, [cell]] for sheet, cell in spots]
        return {(sheet, cell): colour for sheet, cell, colour in module("changes").looks(self.document, asked)}

    def sheets(self) -> list[str]:
        return self.snapshot().sheets()

    def cells(self, sheet: str) -> Rows:
        return self.snapshot().cells(sheet)

    def survey(self, spots: Collection[Spot]) -> Survey:
        return self.snapshot().survey(spots)

    def protected(self) -> Collection[str]:
        return self.snapshot().protected()

    def apply(self, steps: Sequence[Edits]) -> None:
        book = self.snapshot()
        fit(book, steps)
        plans = [json.loads(to_json(step)) for step in plain_steps(steps, book)]
        module("changes").apply(self.document, plans, "Проба")
