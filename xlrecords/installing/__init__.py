"""Putting the buttons into office programs, and taking them out."""

from __future__ import annotations

from pathlib import Path


def sources() -> Path:
    """Folder of the texts that the add-ins are built of: in the package when installed, in the repository otherwise."""
    package = Path(__file__).parents[1]
    inside = package / "macros"
    return inside if inside.is_dir() else package.parent / "macros"
