"""Changing an .xlsx or .xlsm workbook and losing nothing of it: parts that a plan does not concern stay byte for byte."""

from __future__ import annotations

from pathlib import Path

from ..edits import Edits, PlanError, Survey
from .editor import edit
from .survey import survey

__all__ = ["PlanError", "Survey", "apply", "edit", "survey"]


def apply(source: Path, edits: Edits, target: Path) -> None:
    """Write a workbook as it is after a plan of edits to another path, which must not be there yet.

    Raises:
        RefusedError: The source is no workbook that may be changed.
        PlanError: The plan does not fit it.
        FileExistsError: The target is there.
    """
    changed = edit(source.read_bytes(), edits)
    with target.open("xb") as file:
        file.write(changed)
