"""Pages of the rules: for each rule an example that is also its test and its documentation."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

INSTALLED = "pages"
"""Where the wheel keeps the folder `tests/rules`."""


def page(rule_id: str) -> str:
    """Text of a rule's page; empty if there is none."""
    package = Path(str(files("xlrecords")))
    for folder in (package / INSTALLED, package.parent / "tests" / "rules"):
        path = folder / f"{rule_id}.md"
        if path.is_file():
            return path.read_text(encoding="utf-8").strip()
    return ""
