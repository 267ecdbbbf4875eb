"""What of a package can be reached: parts that nothing leads to go, and the rest is said to be a plain workbook."""

from __future__ import annotations

from collections.abc import Callable

from .package import Package
from .parts import SPREADSHEET, TYPES, Relations, declare, parse, rels_of, tag, unparse

MAIN_TYPES = frozenset(
    {
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.ms-excel.template.macroEnabled.main+xml",
        "application/vnd.ms-excel.addin.macroEnabled.main+xml",
        f"{SPREADSHEET}.template.main+xml",
    }
)
"""Kinds of workbooks that are none of the plain kind."""
PLAIN_TYPE = f"{SPREADSHEET}.sheet.main+xml"


def untie(package: Package, part: str, kept: Callable[[str, str, str, bool], bool]) -> dict[str, str]:
    """Remove relations of a part.

    Args:
        package: The package.
        part: Name of the part; empty: the package itself.
        kept: Whether to keep one, by its id, its kind, its target, and whether that lies outside the package.

    Returns:
        Kinds of the removed by their ids.
    """
    name = rels_of(part)
    if name not in package:
        return {}
    root = parse(package.read(name), name)
    targets = Relations(package, part).all()
    gone = {}
    for item in list(root):
        id = item.get("Id", "")
        kind, target = targets[id]
        if not kept(id, kind, target, item.get("TargetMode") == "External"):
            gone[id] = kind
            root.remove(item)
    if gone and len(root):
        package.put(name, unparse(root))
    elif gone:
        package.remove(name)
    return gone


def sweep(package: Package, main: str) -> None:
    """Remove every part that nothing leads to, and say that the main part is a workbook without macros."""
    reached = {"[content_types].xml"}
    waiting = [""]
    while waiting:
        part = waiting.pop()
        if rels_of(part) not in package:
            continue
        reached.add(rels_of(part).lower())
        for _, target in Relations(package, part).all().values():
            if target in package and target.lower() not in reached:
                reached.add(target.lower())
                waiting.append(target)
    for name in package.names():
        if name.lower() not in reached:
            package.remove(name)
    root = parse(package.read("[Content_Types].xml"))
    for item in list(root):
        if item.get("ContentType") in MAIN_TYPES:
            item.set("ContentType", PLAIN_TYPE)
        if item.tag == tag("Override", TYPES) and item.get("PartName", "").lstrip("/") not in package:
            root.remove(item)
    package.put("[Content_Types].xml", unparse(root))
    if not any(item.get("PartName", "").lower() == f"/{main.lower()}" for item in root):
        declare(package, main, PLAIN_TYPE)
