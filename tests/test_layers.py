"""Imports go only downwards, and what is heavy stays where it belongs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import xlrecords

PACKAGE = Path(xlrecords.__file__).parent
LAYERS = (
    ("cli", "__main__", "addin", "stdio"),
    ("presses",),
    ("commands",),
    ("installing",),
    ("demo",),
    ("reports", "rules", "report"),
    ("archive", "versions"),
    ("filling", "imports"),
    ("fields",),
    ("achievements", "privacy"),
    ("attestation",),
    ("totals",),
    ("school",),
    ("people", "save", "history", "seal", "scan", "pdf", "register", "repair", "repairs"),
    ("sheets", "documents", "event"),
    ("forms",),
    ("buttons",),
    ("form", "rule", "issue", "decision", "policy", "scales", "retention", "command", "button", "marking", "difference"),
    ("books",),
    ("ooxml",),
    ("placeholder",),
    ("wording", "field"),
    ("marks", "words", "citation"),
    ("kind", "regulation", "act"),
    ("edits", "guard", "tint"),
    ("book",),
    ("__init__",),
)
"""From the doors down; a module may import from its own row and from rows below."""
DEPTH = {name: depth for depth, row in enumerate(LAYERS) for name in row}
FILES = sorted(path for path in PACKAGE.rglob("*.py"))


def part(path: Path) -> str:
    """Name of the part that a file belongs to: the module, or the package beside it."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(path: Path) -> set[str]:
    """Parts of xlrecords that a file imports, but for names that only types need."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    level = len(path.relative_to(PACKAGE).parts)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node not in typing_only and node.level == level:
            found |= {node.module.split(".")[0]} if node.module else {alias.name for alias in node.names}
    return {name for name in found if name in DEPTH}


def test_every_part_has_its_layer() -> None:
    assert {part(path) for path in FILES} == set(DEPTH)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_downwards(path: Path) -> None:
    above = {name for name in imported(path) if DEPTH[name] < DEPTH[part(path)]}
    assert not above


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_libraries_stop_where_they_should(path: Path) -> None:
    allowed = {
        "pandas": {
            *("sheets", "school", "totals", "attestation", "fields", "rules", "reports"),
            *("imports", "achievements", "privacy", "archive", "versions"),
        },
        "pandera": {"sheets"},
        "openpyxl": {"books", "sheets", "pdf", "ooxml"},
        "python_calamine": {"books"},
        "xlsxwriter": {"sheets", "documents", "reports", "demo"},
        "click": {"cli"},
        "rich": {"cli"},
        "typst": {"pdf"},
        "xlwings": {"books", "addin"},
        "pyopenvba": {"installing"},
        "watchfiles": {"commands"},
    }
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    modules |= {alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    typed = {"rule", "words", "commands"}  # these name frames and analysers in annotations only
    assert {name for name in modules if name in allowed and part(path) not in allowed[name] | typed} == set()


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, xlrecords.cli; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {
        "pandas",
        "numpy",
        "pandera",
        "openpyxl",
        "xlsxwriter",
        "lxml",
        "rich",
        "holidays",
        "python_calamine",
        "pymorphy3",
        "petrovich",
        "num2words",
        "typst",
        "bagit",
        "segno",
        "zxingcpp",
        "pypdfium2",
        "PIL",
    }
    assert not heavy & set(loaded)
