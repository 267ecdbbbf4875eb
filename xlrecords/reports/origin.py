"""How a report was made, kept in the properties of its own file: so that any of its figures can still be explained (п. 2.4)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

PROPERTY = "xlrecords"
"""Name of the property; longer texts go on in «xlrecords 2», «xlrecords 3» …"""
PART = "docProps/custom.xml"
NUMBERED = re.compile(rf"{PROPERTY}(?: (\d+))?")
TEXTS = ("command", "period", "year", "day", "number")
LONGEST = 120
"""So many letters go into one property: Excel takes 255 units, and a letter may be two."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The command that made a report, and what it was asked.

    Attributes:
        command: Name of the command.
        paths: Books and folders it read, relative to the folder of the report, with «/».
        period: Title of the period.
        year: School year that was asked for; empty: the current one.
        day: Day of the report, ISO.
        number: Number that was asked for.
    """

    command: str
    paths: tuple[str, ...]
    period: str = ""
    year: str = ""
    day: str = ""
    number: str = ""

    def found(self, report: Path) -> tuple[Path, ...]:
        """The books and folders, seen from where the report lies now."""
        return tuple((report.resolve().parent / path).resolve() for path in self.paths)


def relative(paths: Sequence[Path], report: Path) -> tuple[str, ...]:
    """Paths as a report keeps them; none if it lies on another disk."""
    folder = report.resolve().parent
    try:
        return tuple(os.path.relpath(path.resolve(), folder).replace(os.sep, "/") for path in paths)
    except ValueError:
        return ()


def properties(origin: Origin) -> Iterator[tuple[str, str]]:
    """Names and texts of the properties that hold an origin."""
    text = json.dumps({name: value for name, value in asdict(origin).items() if value}, ensure_ascii=False)
    for number, start in enumerate(range(0, len(text), LONGEST), 1):
        yield PROPERTY if number == 1 else f"{PROPERTY} {number}", text[start : start + LONGEST]


def origin_of(report: Path) -> Origin | None:
    """How a workbook was made, by its properties; None if it does not say, or cannot be read."""
    from ..guard import RefusedError
    from ..ooxml.package import Package
    from ..ooxml.parts import parse

    try:
        package = Package(report.read_bytes())
        if PART not in package:
            return None
        found = {str(one.get("name")): "".join(str(text) for text in one.itertext()) for one in parse(package.text(PART))}
        parts = sorted((int(match[1] or 1), text) for name, text in found.items() if (match := NUMBERED.fullmatch(name)))
        given = json.loads("".join(text for _, text in parts))
        texts = {name: given.get(name, "") for name in TEXTS}
        paths = given.get("paths", ())
        if not all(isinstance(text, str) for text in (*texts.values(), *paths)):
            return None
        return Origin(paths=tuple(paths), **texts)
    except (OSError, RefusedError, ValueError, TypeError, AttributeError):
        return None
