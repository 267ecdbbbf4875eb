"""Renews the templates of the documents in the repository."""

from __future__ import annotations

from pathlib import Path

from . import build

FOLDER = Path(__file__).parents[2] / "workbooks" / "templates"

if __name__ == "__main__":
    build(FOLDER)
