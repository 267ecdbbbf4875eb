"""The built-in documents, drawn as a teacher or a secretary would: add a file and its name here, and everything knows it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from .document import Document

NAMES = (
    "student_sheet",
    "report_card",
    "progress_certificate",
    "study_certificate",
    "period_certificate",
    "portfolio_extract",
    "honour_certificate",
    "award_certificate",
    "gratitude",
    "diary",
)
"""Files of this folder; each declares one DOCUMENT."""

DOCUMENTS: tuple[Document, ...] = tuple(import_module(f".{name}", __name__).DOCUMENT for name in NAMES)

BY_NAME = {document.name: document for document in DOCUMENTS}

COMMAND = "python -m xlrecords.documents"
"""Renews the templates."""


def build(folder: Path) -> list[Path]:
    """Write the template of each document into a folder, named by the document."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for document in DOCUMENTS:
        paths.append(folder / f"{document.name}.xlsx")
        document.write(paths[-1])
    return paths
